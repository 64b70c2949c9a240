"""Dividing the money of a round: solve, prove, and keep with its proof."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from sqlmodel import Session, col, select

from ...grants.allocation import Allocation, Award, Outcome, Reason, Status, Totals
from ...grants.assessment import Answer, Assessment, verdict
from ...grants.candidate import Candidate
from ...grants.money import ZERO, Euro
from ...grants.policy import Policy
from ...grants.rounds import Step
from ...instruments.instrument import instruments
from ...instruments.law.catalogue import Catalogue
from ...instruments.law.quantity import written
from ...instruments.waiting import Waits
from ...optimiser.proof.certificate import certify
from ...optimiser.questions.statutory_comparison import counterpart
from ...optimiser.search.allocation import allocate
from ...optimiser.solution import UNDECIDED, Given, Progress, Solution
from ..errors import RefusedByProcess
from ..records import audit, tables
from ..records.adding import add_rows
from ..records.lots import with_lots
from ..wording.infeasible import infeasible
from ..wording.reasons import ceiling_reasons
from ..wording.unproven import divide_again
from .actor import Actor
from .ledger import book_reservations
from .planning import has_ranges, planned
from .screening import (
    Taken,
    answers_of,
    applications,
    as_judged,
    divided_and_waiting,
    screened_under,
)
from .seal import program_version
from .state import amendments, in_edition_of, move, policy_of, round_of, seal_of


@dataclass(frozen=True, slots=True)
class RoundCase:
    """A screened round as the division takes it: its policy, applications and candidates."""

    round_id: str
    policy: Policy
    taken: tuple[Taken, ...]
    assessments: Mapping[str, tuple[Assessment, ...]]
    candidates: tuple[Candidate, ...]
    inputs: tuple[tuple[str, str], ...]
    waits: Mapping[str, Waits] = field(default_factory=dict[str, Waits])


def case_of_round(
    session: Session,
    round_id: str,
    policy: Policy | None = None,
    screened: Mapping[str, tuple[Assessment, ...]] | None = None,
    laws: Mapping[str, Catalogue] = MappingProxyType({}),
) -> RoundCase:
    """A round under its own policy, or under another one as a what-if.

    Under another policy the rules are put again, since its window may have another law;
    ``screened`` is what they said of every application, where that is known already. ``laws`` are
    catalogues, by name, to read in place of those of this program.
    """
    row = round_of(session, round_id)
    chosen = policy_of(session, row) if policy is None else in_edition_of(session, row, policy)
    taken = applications(session, round_id)
    if policy is None:
        answers = answers_of(session, round_id)
    else:
        taken = tuple(one for one in taken if one.instrument in policy.instruments)
        answers = screened_under(chosen, taken, laws) if screened is None else screened
    taken, assessments = as_judged(session, round_id, chosen, taken, answers, laws)
    made, waits = divided_and_waiting(chosen, taken, assessments, laws)
    candidates = with_lots(session, round_id, made, asks=chosen.asks)
    inputs = _inputs(session, round_id)
    return RoundCase(round_id, chosen, taken, assessments, candidates, inputs, waits)


def divide(
    case: RoundCase,
    policy_hash: str,
    *,
    progress: Callable[[Progress], None] | None = None,
    time_limit_seconds: int | None = None,
) -> tuple[Allocation, Solution]:
    """Divide the money of a round and prove it; nothing is kept.

    Raises:
        RefusedByProcess: the certificate is not valid, or no list was found in time.
        InfeasiblePolicy: no allocation keeps every hard constraint.
    """
    if has_ranges(case.policy):
        policy, solution = planned(case.candidates, case.policy, time_limit_seconds)
        case = replace(case, policy=policy)
    else:
        solution = allocate(
            case.candidates, case.policy, progress=progress, time_limit_seconds=time_limit_seconds
        )
    if solution.status is Status.INFEASIBLE:
        raise infeasible(case.candidates, case.policy, solution)
    certificate = certify(case.candidates, case.policy, solution)
    if solution.status is Status.NOT_PROVED and not (certificate.valid and solution.cents):
        raise RefusedByProcess(
            "In de tijd die er was, is geen verdeling gevonden die aan alle harde voorwaarden "
            "voldoet, en ook niet bewezen dat die er niet is; er is niets bewaard. "
            + divide_again(case.policy)
        )
    if not certificate.valid:
        raise RefusedByProcess(
            "De verdeling doorstaat de controle niet en wordt niet bewaard: "
            + " ".join(certificate.faults)
        )
    own_rules = {key: instruments()[key].own_rule for key in case.policy.instruments}
    awards = _awards(case, solution)
    allocation = Allocation(
        round=case.round_id,
        policy_hash=policy_hash,
        status=solution.status,
        totals=_totals(awards, solution),
        certificate=certificate,
        inputs=case.inputs,
        awards=awards,
        counterpart=counterpart(
            case.candidates, case.policy, own_rules, time_limit_seconds=time_limit_seconds
        ),
        remarks=solution.remarks,
    )
    return allocation, solution


def is_kept(session: Session, round_id: str, input_hash: str, status: str, digest: str) -> bool:
    """Whether this very list is kept already for this input."""
    same = select(tables.Allocation.id).where(
        tables.Allocation.round_id == round_id,
        tables.Allocation.input_hash == input_hash,
        tables.Allocation.status == status,
        tables.Allocation.digest == digest,
    )
    return session.exec(same).first() is not None


def is_current(
    session: Session,
    row: tables.Round,
    stored: tables.Allocation,
    case: RoundCase | None = None,
) -> bool:
    """Whether an allocation rests on the round as it stands now."""
    plain = input_hash_of(session, row, case)
    return stored.input_hash in (plain, _again(plain, _before(session, stored)))


def next_hash(
    session: Session, row: tables.Round, case: RoundCase, newest: tables.Allocation | None
) -> str:
    """The hash to keep an allocation under; another one where its input came back unchanged.

    The newest allocation of a round is the one that counts. When a judgement is taken back, the
    same input as of an earlier one must make a newer allocation again.
    """
    plain = input_hash_of(session, row, case)
    used = session.exec(
        select(tables.Allocation.id).where(
            tables.Allocation.round_id == row.id, tables.Allocation.input_hash == plain
        )
    ).first()
    return plain if used is None else _again(plain, newest.id if newest else None)


def _before(session: Session, stored: tables.Allocation) -> int | None:
    return session.exec(
        select(tables.Allocation.id)
        .where(
            tables.Allocation.round_id == stored.round_id,
            col(tables.Allocation.id) < (stored.id or 0),
        )
        .order_by(col(tables.Allocation.id).desc())
    ).first()


def _again(plain: str, before: int | None) -> str:
    return hashlib.sha256(f"{plain} after {before}".encode()).hexdigest()


def input_hash_of(session: Session, row: tables.Round, case: RoundCase | None = None) -> str:
    """A hash over all that the division of a round rests on; ``case`` where it was read already."""
    case = case or case_of_round(session, row.id)
    parts = [seal_of(session, row)]
    parts += [f"amendment {one.id}" for one in amendments(session, row.id) if not one.same]
    parts += [candidate.model_dump_json() for candidate in case.candidates]
    parts += [one.application.model_dump_json() for one in case.taken]
    parts += [
        answer.model_dump_json()
        for one in case.taken
        for answer in case.assessments[one.application.application_id]
        if answer.judged_by
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _inputs(session: Session, round_id: str) -> tuple[tuple[str, str], ...]:
    rows = session.exec(
        select(tables.Batch.file, tables.Batch.sha256).where(tables.Batch.round_id == round_id)
    ).all()
    return tuple(sorted((name, digest) for name, digest in rows))


def _awards(case: RoundCase, solution: Solution) -> tuple[Award, ...]:
    given = {one.application_id: one for one in solution.given}
    by_id = {candidate.application_id: candidate for candidate in case.candidates}
    explained = ceiling_reasons(case.policy, case.candidates, solution)
    undecided = UNDECIDED if case.policy.asks else ()
    awards: list[Award] = []
    for one in case.taken:
        number = one.application.application_id
        if number in given:
            awards.append(
                _award(
                    one,
                    by_id[number],
                    given[number],
                    explained,
                    open_=given[number].reason in undecided,
                )
            )
        else:
            awards.append(_not_a_candidate(one, case.assessments[number], case.waits.get(number)))
    return tuple(awards)


def _award(
    one: Taken,
    candidate: Candidate,
    given: Given,
    explained: Mapping[str, tuple[Reason, ...]],
    *,
    open_: bool,
) -> Award:
    """What became of a candidate; ``open_`` where the division itself waits for an answer."""
    amount, instrument = Euro(given.cents), instruments()[one.instrument]
    asked = one.application.requested if one.application.requested else candidate.requested
    if open_:
        outcome = Outcome.NEEDS_JUDGEMENT
    elif not amount:
        outcome = Outcome.REFUSED_CEILING
    else:
        outcome = Outcome.GRANTED if amount >= asked else Outcome.PARTLY_GRANTED
    split = instrument.split_vat(one.application, amount)
    return Award(
        application_id=candidate.application_id,
        instrument=candidate.instrument,
        project_id=one.application.project_id or "",
        municipality_code=one.application.municipality_code,
        outcome=outcome,
        requested=asked,
        amount=amount,
        compensable_vat=split.compensable,
        payable=split.payable,
        next_window=Euro(given.next_window),
        homes=given.homes,
        rank=given.rank,
        payments=given.payments,
        reasons=explained.get(candidate.application_id, ()),
    )


def _not_a_candidate(one: Taken, assessments: tuple[Assessment, ...], waits: Waits | None) -> Award:
    application = one.application
    if application.withdrawn_on is not None:
        when, in_english = (written(application.withdrawn_on, english=e) for e in (False, True))
        outcome = Outcome.WITHDRAWN
        reasons = (
            Reason(
                code="WITHDRAWN",
                article="",
                nl=f"De gemeente heeft de aanvraag op {when} ingetrokken.",
                en=f"The municipality withdrew the application on {in_english}.",
            ),
        )
    elif waits is not None:
        outcome = Outcome.NEEDS_JUDGEMENT
        reasons = (Reason(code="WAITS", article="", nl=waits.nl, en=waits.en),)
    else:
        refused = verdict(assessments) is Answer.NOT_MET
        outcome = Outcome.REFUSED_RULE if refused else Outcome.NEEDS_JUDGEMENT
        wanted = Answer.NOT_MET if refused else Answer.NEEDS_JUDGEMENT
        reasons = tuple(
            Reason(code=a.code, article=a.article, nl=a.sentence_nl, en=a.sentence_en)
            for a in assessments
            if a.answer is wanted
        )
    return Award(
        application_id=application.application_id,
        instrument=one.instrument,
        project_id=application.project_id or "",
        municipality_code=application.municipality_code,
        outcome=outcome,
        requested=application.requested or ZERO,
        reasons=reasons,
    )


def _totals(awards: Sequence[Award], solution: Solution) -> Totals:
    return Totals(
        applications=len(awards),
        granted=sum(1 for award in awards if award.amount),
        requested=Euro.total(award.requested for award in awards),
        amount=Euro.total(award.amount for award in awards),
        homes=solution.homes,
        affordable_homes=solution.homes.affordable,
    )


def keep(
    session: Session,
    row: tables.Round,
    allocation: Allocation,
    solution: Solution,
    input_hash: str,
    who: Actor,
) -> None:
    """Add an allocation with its awards, and reserve its money."""
    kept = tables.Allocation(
        round_id=row.id,
        input_hash=input_hash,
        status=allocation.status,
        digest=solution.digest,
        made_by=who.name,
        allocation_json=allocation.model_dump_json(),
        solution_json=solution.model_dump_json(),
    )
    session.add(kept)
    session.flush()
    assert kept.id is not None
    awards = [
        {
            "allocation_id": kept.id,
            "application_id": award.application_id,
            "instrument": award.instrument,
            "municipality_code": award.municipality_code,
            "outcome": award.outcome.value,
            "requested_cents": award.requested.cents,
            "amount_cents": award.amount.cents,
            "compensable_vat_cents": award.compensable_vat.cents,
            "payable_cents": award.payable.cents,
            "affordable_homes": award.affordable_homes,
        }
        for award in allocation.awards
    ]
    add_rows(session, tables.Award, awards)
    book_reservations(session, row, allocation.awards)
    move(session, row, Step.ALLOCATE)
    audit.append(session, row.id, "round.allocated", who.name, program_version())


def ties_of(session: Session, round_id: str) -> tuple[str, ...]:
    """The applications between which only lots can decide, in the newest allocation."""
    found = session.exec(
        select(tables.Allocation.solution_json)
        .where(tables.Allocation.round_id == round_id)
        .order_by(col(tables.Allocation.id).desc())
    ).first()
    return Solution.model_validate_json(found).ties if found is not None else ()
