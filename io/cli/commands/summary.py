"""A round in a few lines on the screen."""

from __future__ import annotations

from ....grants.allocation import Allocation, Basis, Outcome, Status
from ....grants.assessment import Answer, verdict
from ....grants.money import Euro
from ....grants.policy import CeilingRange, Policy
from ....instruments.instrument import instruments
from ....optimiser.questions.crosscheck import CrossCheck
from ...steps.screening import ScreenedRound
from ...wording.reasons import rule_name
from ...wording.unproven import divide_again, unproven
from ..console import stage_nl, table, whole

_VERDICTS = {
    Answer.MET: "voldoet",
    Answer.NOT_MET: "voldoet niet",
    Answer.NEEDS_JUDGEMENT: "oordeel nodig",
}


def screening_counts(screened: ScreenedRound) -> dict[str, dict[str, int]]:
    """How many applications of each instrument met the rules, did not, or need judgement."""
    by_instrument = screened.instruments
    counts = {
        key: {answer.value: 0 for answer in Answer}
        for key in instruments()
        if key in by_instrument.values()
    }
    for number, assessments in screened.assessments.items():
        counts[by_instrument[number]][verdict(assessments).value] += 1
    return counts


def screening_lines(screened: ScreenedRound, lang: str) -> list[str]:
    """The counts, and every rule that is not met or needs a person, by application."""
    counts = screening_counts(screened)
    rows = [
        (instruments()[key].name_nl, *(whole(by_answer[answer.value]) for answer in Answer))
        for key, by_answer in counts.items()
    ]
    lines = [table(("regeling", *_VERDICTS.values()), rows, numbers=(1, 2, 3)), ""]
    for number, assessments in screened.assessments.items():
        for answer in assessments:
            if answer.answer is not Answer.MET:
                sentence = answer.sentence_nl if lang == "nl" else answer.sentence_en
                lines.append(f"{number}  {answer.code}  {sentence} ({answer.article})")
    if screened.withdrawn:
        lines.append(f"Ingetrokken: {', '.join(screened.withdrawn)}.")
    if screened.faulty:
        lines.append(f"{whole(screened.faulty)} rijen met een fout doen niet mee.")
    return lines


def allocation_lines(allocation: Allocation, policy: Policy) -> list[str]:
    """Homes, money, goals, and the law's rule beside the optimum."""
    lines = [_instrument_table(allocation, policy), ""]
    totals = allocation.totals
    lines.append(
        f"Toegekend: {totals.amount} aan {whole(totals.granted)} van "
        f"{whole(totals.applications)} aanvragen; gevraagd is {totals.requested}."
    )
    lines.append(
        f"Gesteunde woningen: {whole(totals.homes.total)}, waarvan betaalbaar "
        f"{whole(totals.affordable_homes)}. Een project telt één keer."
    )
    other = allocation.counterpart
    if other is not None:
        difference = totals.affordable_homes - other.affordable_homes
        sign = "+" if difference >= 0 else "-"
        lines.append(
            f"Daarnaast, {other.name_nl}: {whole(other.affordable_homes)} betaalbare woningen voor "
            f"{other.amount}; verschil {sign}{whole(abs(difference))}."
        )
    lines += _constraint_lines(allocation)
    lines.append(_proof_line(allocation, policy))
    lines += list(allocation.remarks)
    return lines


def _draft(policy: Policy) -> str:
    """What an officer can do about a list that is not proven."""
    if policy.solver.unproven_may_be_approved:
        return (
            f"{divide_again(policy)} Het beleid staat toe dat twee anderen dan de maker haar ook "
            "zo vaststellen; dat staat dan in elke brief en in het verslag."
        )
    return f"Dit is een ontwerp, dat niet kan worden vastgesteld. {divide_again(policy)}"


def _proof_line(allocation: Allocation, policy: Policy) -> str:
    """What it rests on that no list is better: no more than the certificate says."""
    certificate = allocation.certificate
    if allocation.status is not Status.PROVEN or certificate is None:
        return f"{unproven(allocation)} {_draft(policy)}"
    added = "Elke cent en elke voorwaarde is daarna in gehele getallen nagerekend."
    if not certificate.solvers:
        return f"Bewezen: de regels van de regelingen lieten niets te kiezen. {added}"
    if certificate.basis is Basis.EXACT_BOUND:
        return (
            "Bewezen: volgens een grens die zonder rekenprogramma in breuken is nagerekend, is "
            f"geen lijst beter onder dit beleid. {added}"
        )
    if certificate.basis is Basis.CHECKED_TREE:
        return (
            "Bewezen: elke andere lijst is in hele getallen uitgesloten, en elke andere volgorde; "
            f"dat is zonder rekenprogramma nagerekend (bewijs {certificate.proof[:12]}). {added}"
        )
    return (
        f"Bewezen: volgens {' en '.join(certificate.solvers)}, elk met een marge van nul, is geen "
        f"lijst beter onder dit beleid. {added}"
    )


def _instrument_table(allocation: Allocation, policy: Policy) -> str:
    rows: list[tuple[str, ...]] = []
    for key, chosen in policy.instruments.items():
        awards = [award for award in allocation.awards if award.instrument == key]
        given = [award for award in awards if award.amount]
        ceiling = chosen.ceiling
        rows.append(
            (
                instruments()[key].name_nl,
                rule_name(chosen.rule),
                whole(len(awards)),
                whole(len(given)),
                str(sum(1 for a in awards if a.outcome is Outcome.REFUSED_RULE)),
                str(sum(1 for a in awards if a.outcome is Outcome.NEEDS_JUDGEMENT)),
                str(Euro.total(award.requested for award in awards)),
                str(Euro.total(award.amount for award in given)),
                "-" if ceiling is None or isinstance(ceiling, CeilingRange) else str(ceiling),
                whole(sum(award.affordable_homes for award in given)),
            )
        )
    headers = (
        "regeling", "verdeelregel", "aanvragen", "toegekend", "afgewezen op regel",
        "oordeel nodig", "gevraagd", "toegekend bedrag", "plafond", "betaalbare woningen",
    )  # fmt: skip
    return table(headers, rows, numbers=(2, 3, 4, 5, 6, 7, 8, 9))


def _constraint_lines(allocation: Allocation) -> list[str]:
    """Soft constraints with their shortfall; hard ones all hold, or there is no allocation."""
    if allocation.certificate is None:
        return []
    lines: list[str] = []
    for check in allocation.certificate.checks:
        if not check.hard:
            stands = "gehaald" if check.shortfall == 0 else f"tekort {whole(check.shortfall)}"
            lines.append(f"Doel {check.code}: {check.sentence_nl} {stands}.")
    return lines


def _undecided(checked: CrossCheck) -> str:
    """How far a second solver came that was not done in time."""
    done = [stage_nl(stage.name) for stage in checked.stages if stage.agrees]
    far = (
        f"vindt niets beters bij {', '.join(done)}, en was met de rest niet op tijd klaar"
        if done
        else "was niet op tijd klaar en zegt daarom niets"
    )
    return (
        f"Kruiscontrole: {checked.solver.upper()} {far}. Probeer het met een ruimere --time-limit."
    )


def cross_check_line(checked: CrossCheck) -> str:
    """What the second solver says of the same round."""
    if checked.agrees:
        return (
            f"Kruiscontrole: {checked.solver.upper()} vindt in alle {len(checked.stages)} stappen "
            "dezelfde waarde en dezelfde lijst, tot op de cent."
        )
    differing = [stage for stage in checked.stages if stage.other not in (None, stage.value)]
    if not checked.decided and not differing:
        return _undecided(checked)
    apart = differing or [stage for stage in checked.stages if not stage.agrees]
    other = ", ".join(stage_nl(stage.name) for stage in apart) or "de lijst"
    return (
        f"Kruiscontrole: {checked.solver.upper()} komt anders uit bij {other}. "
        "Stel de verdeling niet vast voordat dit is uitgezocht."
    )
