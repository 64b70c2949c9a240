"""The command ``verdeel allocate``: the money divided, and what its proof rests on."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ....grants.decisions.allocation import Allocation, Basis, Outcome, Status
from ....grants.lives.round import RoundState
from ....grants.money import Euro
from ....grants.notation import AFFORDABLE, counted, whole
from ....grants.rounds.fund import CeilingRange
from ....grants.rounds.policy import Policy
from ....instruments.instrument import about_homes, instruments
from ....optimiser.questions.comparison.crosscheck import CrossCheck
from ....optimiser.solution import OURS
from ...errors import InfeasiblePolicy
from ...files.allocation import allocation_json, write_allocation
from ...records.rounds.reader import reading_round
from ...rounds.checks.upcoming import upcoming
from ...rounds.dossier import dossier
from ...rounds.questions import cross_checked
from ...rounds.state import next_step
from ...steps.allocation import allocate_round
from ...wording.divisions import division_lines, division_rows
from ...wording.goals import goal_lines
from ...wording.grounds import grounds
from ...wording.outcomes import rule_in
from ...wording.texts import sentences_in
from ...wording.unproven import divide_again, unproven
from ..console import Stages, say, show, show_json, stage_nl
from ..invocation import Invocation
from ..tables import table
from .actor import acting, keep_office, next_here


def allocate(
    call: Invocation,
    round_id: str,
    out: Path | None,
    time_limit: int | None,
    solver: str = OURS,
    cross_check: bool = False,
) -> int:
    """Divide the money and show homes, money, and the law's rule beside the optimum."""
    stages = Stages()
    keep_office(call, round_id)
    with reading_round(call.database, round_id) as reader:
        who = acting(reader, call)
    try:
        allocation = allocate_round(
            call.database, round_id, who, progress=stages, time_limit_seconds=time_limit,
            solver=solver,
        )  # fmt: skip
    except InfeasiblePolicy as fault:
        if call.as_json and fault.told is not None:
            show_json(fault.told)
        raise
    with reading_round(call.database, round_id) as reader:
        whole_round = dossier(reader)
        after, typed = upcoming(reader).command, next_here(reader, call)
        checked = (
            cross_checked(reader, time_limit_seconds=time_limit, watch=stages)
            if cross_check
            else None
        )
    stages.end()
    if out is not None:
        write_allocation(allocation, out)
    if call.as_json:
        show(allocation_json(allocation).rstrip("\n"))
    else:
        for line in allocation_lines(allocation, whole_round.policy):
            show(line)
        for line in without_decision_lines(allocation):
            show(line)
        for line in goal_lines(whole_round, call.lang):
            show(line)
    if checked is not None:
        # Beside the JSON too: on stderr, so that stdout stays the allocation alone.
        (say if call.as_json else show)(cross_check_line(checked))
    if not call.as_json:
        approves = after == next_step(RoundState.ALLOCATED, round_id)
        show(f"\nHierna: {typed}{f' dan {who.name}' if approves else ''}")
    return _code(allocation) if checked is None or checked.agrees else 1


def _code(allocation: Allocation) -> int:
    """1 where nothing was awarded or the list is not proven: the officer must look."""
    nothing = allocation.totals.granted == 0
    return 1 if nothing or allocation.status is not Status.PROVEN else 0


def allocation_lines(allocation: Allocation, policy: Policy) -> list[str]:
    """Homes, money, goals, and the law's rule beside the optimum."""
    lines = [_instrument_table(allocation, policy), ""]
    totals = allocation.totals
    lines.append(
        f"Toegekend: {totals.amount} aan {whole(totals.granted)} van "
        f"{counted(totals.applications, 'aanvraag', 'aanvragen')}; gevraagd is {totals.requested}."
    )
    if about_homes(policy.instruments):
        lines.append(
            f"Gesteunde woningen: {whole(totals.homes.total)}, waarvan betaalbaar "
            f"{whole(totals.affordable_homes)}. Een project telt één keer."
        )
        lines += _beside_lines(allocation, policy)
    lines += _constraint_lines(allocation)
    lines.append(_proof_line(allocation, policy))
    lines += grounds(policy)
    lines += list(allocation.remarks)
    return lines


def _beside_lines(allocation: Allocation, policy: Policy) -> list[str]:
    """Three divisions under the same limits; in an older round the one that was worked out."""
    totals, other = allocation.totals, allocation.counterpart
    rows = division_rows(allocation, policy, "nl")
    if rows:
        words = sentences_in("nl")
        keys = ("name", "homes", "amount", "cost", "more", "less", "stands")
        headers = tuple(words(f"division.{key}").lower() for key in keys)
        told = [
            (row.name, whole(row.affordable), str(row.amount), str(row.cost or "-"),
             whole(row.more), whole(row.less), row.stands)
            for row in rows
        ]  # fmt: skip
        shown = table(headers, told, numbers=(1, 2, 3, 4, 5))
        return ["", shown, "", *division_lines(allocation, policy, "nl"), ""]
    if other is None:
        return []
    difference = totals.affordable_homes - other.affordable_homes
    sign = "+" if difference >= 0 else "-"
    return [
        f"Daarnaast, {other.name_nl}: {counted(other.affordable_homes, *AFFORDABLE)} voor "
        f"{other.amount}; verschil {sign}{whole(abs(difference))}."
    ]


_WITHOUT_DECISION = (
    (Outcome.SET_ASIDE, "Aangehouden, later te beslissen"),
    (Outcome.NEEDS_JUDGEMENT, "Wacht op een oordeel of antwoord"),
    (Outcome.INCOMPLETE, "Onvolledig"),
    (Outcome.NOT_TREATED, "Niet in behandeling genomen"),
)


def without_decision_lines(allocation: Allocation) -> list[str]:
    """Who takes no part in the division, and what stays reserved for whom is set aside."""
    lines: list[str] = []
    for outcome, what in _WITHOUT_DECISION:
        found = [award for award in allocation.awards if award.outcome is outcome]
        if not found:
            continue
        kept = ""
        if outcome is Outcome.SET_ASIDE:
            kept = f", met {Euro.total(award.asked for award in found)} gereserveerd"
        named = ", ".join(award.application_id for award in found)
        lines.append(f"{what}: {counted(len(found), 'aanvraag', 'aanvragen')}{kept} ({named}).")
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
                rule_in(chosen.rule, "nl"),
                whole(len(awards)),
                whole(len(given)),
                str(sum(1 for a in awards if a.outcome.on_a_rule)),
                str(sum(1 for a in awards if a.outcome is Outcome.NEEDS_JUDGEMENT)),
                str(Euro.total(award.asked for award in awards)),
                str(Euro.total(award.amount for award in given)),
                "-" if ceiling is None or isinstance(ceiling, CeilingRange) else str(ceiling),
                whole(sum(award.affordable_homes for award in given)),
            )
        )
    headers = (
        "regeling", "verdeelregel", "aanvragen", "toegekend", "afgewezen op regel",
        "oordeel nodig", "gevraagd", "toegekend bedrag", "plafond", "betaalbare woningen",
    )  # fmt: skip
    shown = len(headers) if about_homes(policy.instruments) else len(headers) - 1
    told = [row[:shown] for row in rows]
    return table(headers[:shown], told, numbers=tuple(range(2, shown)))


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


def _not_run(checked: CrossCheck) -> str:
    return (
        f"Kruiscontrole: {checked.solver.upper()} kon niet worden uitgevoerd en zegt daarom niets. "
        "Controleer of het programma mag draaien en of de map voor tijdelijke bestanden "
        f"({tempfile.gettempdir()}) te beschrijven is en ruimte heeft."
    )


def cross_check_line(checked: CrossCheck) -> str:
    """What the second solver says of the same round."""
    if not checked.run:
        return _not_run(checked)
    if checked.agrees:
        return (
            f"Kruiscontrole: {checked.solver.upper()} vindt in elke stap ({len(checked.stages)}) "
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
