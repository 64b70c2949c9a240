"""Which round a report is about: what stands on the cover of the workbook and the page."""

from __future__ import annotations

from ...grants.decisions.allocation import Allocation, Basis, Certificate, Status
from ...grants.dossier import Dossier
from ...grants.rounds.policy import DistributionRule
from ..wording.grounds import grounds_of
from ..wording.proof import Proof, most_homes_of, proof_of, solvers_of, steps_told
from .words import Words


def mark(dossier: Dossier, words: Words) -> str:
    """What an example must bear wherever it is read; empty for a real round."""
    return words("mark") if dossier.example else ""


def identity(dossier: Dossier, words: Words) -> list[tuple[str, str]]:
    """Label and value of everything that tells this round and this list from any other."""
    policy, allocation = dossier.policy.round, dossier.allocation
    window = words(
        "window_value", opens=words.day(policy.window_opens), closes=words.day(policy.window_closes)
    )
    lines = [
        (words("round"), f"{policy.id} · {policy.title}"),
        (words("kind"), words(f"kind_{policy.kind.value}")),
        *((words("ground"), line) for line in grounds_of(dossier, words.lang)),
        (words("window"), window),
        (words("decision_date"), words.day(policy.decision_date)),
        (words("status"), standing(dossier, words)),
        (words("approval"), _approval(dossier, words)),
        (words("sent_on"), words.day(dossier.sent_on)),
        (words("policy_hash"), dossier.policy_hash),
    ]
    certificate = allocation.certificate
    lines.append((words("certificate"), _certificate(certificate, words)))
    if certificate is not None:
        lines.append((words("digest"), certificate.digest))
        lines.append((words("rests_on"), _proof(dossier, words)))
        if dossier.policy.tells_its_grounds and proof_of(allocation) is not Proof.ARITHMETIC:
            lines += [(words("rests_on_step"), told) for told in steps_told(allocation, words.lang)]
    lines.extend((words("remark"), remark) for remark in allocation.remarks)
    for name, digest in sorted(allocation.inputs):
        lines.append((words("inputs"), f"{name}: {digest}"))
    return lines


_PROVEN = (Proof.ARITHMETIC, Proof.EXACT, Proof.TREE)


def standing(dossier: Dossier, words: Words) -> str:
    """How the list stands, claiming no more than its certificate proves."""
    allocation = dossier.allocation
    proof = proof_of(allocation)
    if allocation.status is Status.NOT_PROVED:
        return _bound(allocation, words)
    if allocation.status is Status.PROVEN and proof in _PROVEN:
        return words(f"status_{_proven(dossier)}")
    if allocation.status is not Status.PROVEN:
        return words(f"status_{allocation.status.value}")
    if proof is Proof.NONE:
        return words("status_unproven")
    return words("status_solvers", solvers=_listed(dossier, words))


def _proven(dossier: Dossier) -> str:
    """What was proven: a best list of all, or one within rules that by themselves choose none.

    Under a ranking, a closed list or a proportion a free choice would often be better.
    """
    rules = {one.rule for one in dossier.policy.instruments.values()}
    if rules == {DistributionRule.OPTIMISE}:
        return Status.PROVEN.value
    return "proven_within" if DistributionRule.OPTIMISE in rules else "follows"


def _bound(allocation: Allocation, words: Words) -> str:
    """That it is not proven, with the bound and the gap in homes where there is one."""
    most, homes = most_homes_of(allocation), allocation.totals.affordable_homes
    if most is None:
        return words("status_no_bound")
    return words(
        "status_bound",
        homes=words.number(homes), most=words.number(most), gap=words.number(most - homes),
    )  # fmt: skip


def _proof(dossier: Dossier, words: Words) -> str:
    """What it rests on that no better list exists, in words of the reader's language."""
    proof, certificate = proof_of(dossier.allocation), dossier.allocation.certificate
    if proof in (Proof.EXACT, Proof.TREE):
        return words(f"proof_{proof.value}", solvers=_listed(dossier, words))
    if proof is not Proof.SOLVERS or certificate is None:
        return words(f"proof_{proof.value}")
    two = certificate.basis is Basis.TWO_SOLVERS
    key = "proof_two_solvers" if two else "proof_one_solver"
    return words(key, solvers=_listed(dossier, words))


def _listed(dossier: Dossier, words: Words) -> str:
    return f" {words('and')} ".join(solvers_of(dossier.allocation))


def _approval(dossier: Dossier, words: Words) -> str:
    given = dossier.approval
    if given is None:
        return words("approval_none")
    if given.first:
        return words(
            "approval_two",
            maker=given.maker,
            first=given.first,
            approver=given.approver,
            day=words.day(given.on),
        )
    return words(
        "approval_value", maker=given.maker, approver=given.approver, day=words.day(given.on)
    )


def _certificate(certificate: Certificate | None, words: Words) -> str:
    if certificate is None:
        return words("certificate_none")
    if certificate.valid:
        return words("certificate_valid")
    return words("certificate_invalid", faults="; ".join(certificate.faults))
