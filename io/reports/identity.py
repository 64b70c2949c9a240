"""Which round a report is about: what stands on the cover of the workbook and the page."""

from __future__ import annotations

from ...grants.allocation import Certificate, Dossier
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
        (words("window"), window),
        (words("decision_date"), words.day(policy.decision_date)),
        (words("status"), words(f"status_{allocation.status.value}")),
        (words("approval"), _approval(dossier, words)),
        (words("sent_on"), words.day(dossier.sent_on)),
        (words("policy_hash"), dossier.policy_hash),
    ]
    certificate = allocation.certificate
    lines.append((words("certificate"), _certificate(certificate, words)))
    if certificate is not None:
        lines.append((words("digest"), certificate.digest))
        lines.append((words("rests_on"), certificate.rests_on))
    lines.extend((words("remark"), remark) for remark in allocation.remarks)
    for name, digest in sorted(allocation.inputs):
        lines.append((words("inputs"), f"{name}: {digest}"))
    return lines


def _approval(dossier: Dossier, words: Words) -> str:
    given = dossier.approval
    if given is None:
        return words("approval_none")
    return words(
        "approval_value", maker=given.maker, approver=given.approver, day=words.day(given.on)
    )


def _certificate(certificate: Certificate | None, words: Words) -> str:
    if certificate is None:
        return words("certificate_none")
    if certificate.valid:
        return words("certificate_valid")
    return words("certificate_invalid", faults="; ".join(certificate.faults))
