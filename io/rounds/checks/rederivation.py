"""What a round keeps, worked out again from what came in: at the door nothing stored is believed.

A trail shows that rows are as somebody left them, not that they are true: whoever calls this
program's own functions leaves a sound trail. So whatever decides or leaves the office first has the
rules put to every application again, the list certified against the case that follows, and every
award made anew and compared.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, cast

from ....grants.applications.assessment import Assessment
from ....grants.decisions.allocation import Allocation, Certificate
from ....grants.lives.round import RoundState
from ....instruments.law.catalogue import Catalogue
from ....optimiser.model.case import case_of
from ....optimiser.solution import NAMES_OF_SOLVERS, Solution
from ...errors import RefusedByProcess
from ...records import tables
from ...records.copies import NO_ROW, is_own
from ...records.rounds.events import EventKind
from ...records.rounds.reader import RoundReader
from ...records.rounds.screenings import as_json
from ...records.trail import verification
from ..balance import ledger_faults_of
from ..differences import as_told, first_difference
from ..dividing.awards import awards_of, totals_of
from ..dividing.beside import beside_difference
from ..dividing.case import RoundCase, case_of_round
from ..dividing.planning import has_ranges, under_proposal
from ..division import is_current
from ..screening import SCREENED, as_screened, kept_as, screened_under
from ..seal import program_version
from ..state import state_faults
from .rederived_answers import answer_difference
from .rederived_approvals import approval_difference, approver_difference
from .rederived_award_decisions import award_decision_difference
from .rederived_monitors import monitor_difference
from .rederived_objections import objection_difference
from .rederived_payments import payment_difference
from .rederived_settling import settling_difference
from .rederived_supplements import supplement_difference

_DIVIDED = (EventKind.ALLOCATED, EventKind.AMENDED)
_SHOWN = 10
_LONGEST = 120  # signs of what a library says
Laws = Mapping[str, Catalogue]


def require_derivable(reader: RoundReader) -> None:
    """Let nothing pass that does not follow from the applications, the law and the policy.

    Raises:
        RefusedByProcess: with what does not follow, and where.
    """
    faults = faults_of(reader)
    if faults:
        raise RefusedByProcess(
            f"Wat van ronde {reader.id} is bewaard, volgt niet uit haar aanvragen, regels en "
            f"beleid: {' '.join(faults[:_SHOWN])} Er is niets vastgesteld of geschreven. Leg dit "
            'voor aan wie de database beheert; zie ook "verdeel audit verify".'
        )


def faults_of(reader: RoundReader) -> tuple[str, ...]:
    """Everything kept of a round that does not follow from what came in, in Dutch with where.

    The trail goes first: of rows that were changed behind the program's back, working them out
    again says nothing more.
    """
    session = reader.session  # rows of other rounds are told by events of their own
    torn = (*verification.verify(session), *state_faults(session))
    if torn:
        return torn
    return tuple(f"Grootboek: {one}" for one in ledger_faults_of(reader)) + derived_faults(reader)


def derived_faults(reader: RoundReader) -> tuple[str, ...]:
    """As :func:`faults_of`, of the screening and the list alone.

    A value that no program wrote cannot be worked out again; it is told as what it is.
    """
    try:
        return _derived_faults(reader)
    except NO_ROW as fault:
        if is_own(fault):
            raise
        told = str(fault).replace("\n", " ")[:_LONGEST]
        return (f"Een bewaarde waarde is niet te lezen ({type(fault).__name__}: {told}).",)


def _derived_faults(reader: RoundReader) -> tuple[str, ...]:
    if not reader.answers:
        return ()
    case = case_of_round(reader)
    screened, divided = (_of_this_program(reader, kinds) for kinds in (SCREENED, _DIVIDED))
    found = _told("toetsing", screening_difference(reader, words=screened))
    if reader.newest_allocation is not None and _stands(reader, case):
        found += _told("verdeling", allocation_difference(reader, case, words=divided))
        own = _of_this_program(reader, (EventKind.WHY_NOT_KEPT,))
        found += found or _told("uitleg bij de lijst", answer_difference(reader, case, words=own))
    if reader.approvals or reader.policy.asks:
        found += _told("goedkeuring", approval_difference(reader) or approver_difference(reader))
    if reader.approval is not None:
        found += _told("toetsing op de dag van het besluit", decided_difference(reader))
    if reader.supplements:
        found += _told("aanvullende lijst", supplement_difference(reader, words=divided))
    if reader.objections:
        found += _told("beslissing op bezwaar", objection_difference(reader))
    if reader.approval is not None and reader.policy.asks:
        found += _told("toekenning na het besluit", award_decision_difference(reader))
        found += _told("betaling", payment_difference(reader))
        found += _told("vaststelling of terugvordering", settling_difference(reader))
        found += _told("voortgang", monitor_difference(reader))
    return tuple(found)


def _told(what: str, difference: str) -> list[str]:
    return [f"De {what}: {difference}."] if difference else []


def _stands(reader: RoundReader, case: RoundCase) -> bool:
    """Whether the newest list is that of the round as it is.

    An amendment puts a list aside. One on which nobody decided waits to be drawn anew once the
    round has changed: it cannot be approved, and follows from what is no longer there.
    """
    if reader.state is RoundState.ALLOCATED:
        return is_current(reader, reader.allocation_row, case)
    return reader.state.decided


def screening_difference(
    reader: RoundReader, laws: Laws = MappingProxyType({}), *, words: bool = True
) -> str:
    """Every application put to the law again: where that first differs from the kept answers.

    Without ``words`` only what each rule that was answered then says is compared: another version
    of the program may word the same answer otherwise, and have rules that were not put then.
    """
    then = reader.answers
    applications = as_screened(reader)
    now = kept_as(then, screened_under(reader.policy, applications, laws))
    for one in applications:
        number = one.application.application_id
        before, after = then.get(number, ()), now[number]
        if words:
            difference = _kept_difference(as_json(before), as_json(after))
        else:
            put = {one.code for one in before}
            difference = first_difference(
                _bare(before), _bare([one for one in after if one.code in put])
            )
        if difference:
            return f"{number}: {difference}"
    return ""


def decided_difference(reader: RoundReader, laws: Laws = MappingProxyType({})) -> str:
    """The answers kept of the day of the decision, where those rules say otherwise now.

    Only where this version of the program approved: another may word the same answer otherwise.
    """
    if not (reader.policy.asks and _of_this_program(reader, (EventKind.APPROVED,))):
        return ""
    planned, dated = reader.policy, reader.policy_as_decided
    now = screened_under(dated, reader.applications, laws) if dated != planned else {}
    for one in reader.applications:
        number = one.application.application_id
        kept = reader.answers_as_decided.get(number)
        if kept is not None or number in now:
            then = as_json(kept if kept is not None else reader.answers.get(number, ()))
            difference = _kept_difference(then, as_json(now.get(number, ())))
            if difference:
                return f"{number}: {difference}"
    return ""


def _kept_difference(before: str, after: str) -> str:
    """Where two JSON texts first differ; the same text says the same, and is not read."""
    return "" if before == after else first_difference(json.loads(before), json.loads(after))


def _bare(answers: Sequence[Assessment]) -> list[dict[str, str]]:
    return [{"code": one.code, "answer": one.answer.value} for one in answers]


def _of_this_program(reader: RoundReader, kinds: Sequence[EventKind]) -> bool:
    """Whether the newest act of these kinds was done by this version of the program."""
    acts = [link for link in reader.events if link.kind in kinds]
    return bool(acts) and acts[-1].program_version == program_version()


def allocation_difference(reader: RoundReader, case: RoundCase, *, words: bool = True) -> str:
    """The kept list certified against the case, and each award made anew: the first difference.

    Without ``words`` reasons are left out, and of the certificate only is asked whether it holds:
    another version of the program may give and word them otherwise.
    """
    stored = reader.allocation_row
    difference = certificate_difference(case, stored, words=words)
    if difference:
        return difference
    kept, solution = reader.allocation, reader.solution
    listed = replace(case, policy=under_proposal(case.policy, _certificate(kept)))
    made = awards_of(listed, solution)
    return (
        first_difference(as_told(kept.awards, words), as_told(made, words))
        or first_difference(
            kept.totals.model_dump(mode="json"), totals_of(made, solution).model_dump(mode="json")
        )
        or first_difference(_heading(kept), _expected_heading(reader, case, solution))
        or _rows_difference(reader, kept)
        or (_besides_difference(listed, kept) if words else "")
    )


def _heading(kept: Allocation) -> dict[str, Any]:
    return {
        "ronde": kept.round,
        "zegel": kept.policy_hash,
        "status": kept.status.value,
        "bestanden": [list(one) for one in kept.inputs],
        "opmerkingen": list(kept.remarks),
    }


def _expected_heading(reader: RoundReader, case: RoundCase, solution: Solution) -> dict[str, Any]:
    return {
        "ronde": reader.id,
        "zegel": reader.seal,
        "status": solution.status.value,
        "bestanden": [list(one) for one in case.inputs],
        "opmerkingen": list(_remarks(case, solution)),
    }


def _remarks(case: RoundCase, solution: Solution) -> tuple[str, ...]:
    """The remarks that a list may have: those of its case, and of a planning its proposals too."""
    if has_ranges(case.policy):
        return solution.remarks
    return case_of(case.candidates, case.policy).remarks


def _besides_difference(case: RoundCase, kept: Allocation) -> str:
    """What is told beside the list: the same money divided otherwise, and who solved it."""
    unknown = sorted(set(_certificate(kept).solvers) - NAMES_OF_SOLVERS)
    if unknown:
        return f"geen rekenprogramma heet {unknown[0]}"
    return beside_difference(case, kept)


def _rows_difference(reader: RoundReader, kept: Allocation) -> str:
    """The awards as they can be added up in SQL, against the list."""
    wanted = {
        one.application_id: [
            one.instrument, one.municipality_code, one.outcome.value, one.asked.cents,
            one.amount.cents, one.compensable_vat.cents, one.payable.cents, one.affordable_homes,
        ]
        for one in kept.awards
        if one.requested is not None
    }  # fmt: skip
    found = {
        one.application_id: [
            one.instrument, one.municipality_code, one.outcome, one.requested_cents,
            one.amount_cents, one.compensable_vat_cents, one.payable_cents, one.affordable_homes,
        ]
        for one in reader.awards
    }  # fmt: skip
    return first_difference(dict(sorted(found.items())), dict(sorted(wanted.items())))


def certificate_difference(
    case: RoundCase, stored: tables.Allocation, *, words: bool = True
) -> str:
    """The kept list and its kept proof, checked again against a case without a solver.

    Before there were trees, two solvers were called a proof; of a round of the first edition, which
    may have been divided then, it stays what it was. A later round cannot rest on that word.
    """
    before = Allocation.model_validate_json(stored.allocation_json)
    solution = Solution.model_validate_json(stored.solution_json)
    if before.certificate is None:
        return "de verdeling heeft geen certificaat"
    policy = under_proposal(case.policy, before.certificate)
    from ....optimiser.proof.certificate import Era, certify  # with the checker of trees

    again = certify(case.candidates, policy, solution)
    if again != before.certificate and not solution.proof and not case.policy.asks:
        again = certify(case.candidates, policy, solution, era=Era.BEFORE_TREES)
    if again.faults:
        return again.faults[0]
    if words and again != before.certificate:
        return first_difference(
            before.certificate.model_dump(mode="json"), again.model_dump(mode="json")
        )
    if stored.digest != again.digest or stored.status != before.status:
        return f"de hash van de lijst was {stored.digest} en is {again.digest}"
    given = {one.application_id: one.cents for one in solution.given}
    for award in before.awards:
        if award.amount.cents != given.get(award.application_id, 0):
            return f"{award.application_id}: de toekenning is niet die van de gecontroleerde lijst"
    return ""


def _certificate(kept: Allocation) -> Certificate:
    return cast("Certificate", kept.certificate)
