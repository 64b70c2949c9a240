"""Dividing the money of a round: solve, prove, and keep with its proof."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from types import MappingProxyType

from ...grants.allocation import (
    Allocation,
    Award,
    Certificate,
    IncompleteApplication,
    Outcome,
    Reason,
    Status,
    Totals,
)
from ...grants.assessment import Answer, Assessment, verdict
from ...grants.bilingual import LANGUAGES
from ...grants.candidate import Candidate
from ...grants.homes import Homes
from ...grants.money import ZERO, Euro
from ...grants.opening import NOTHING_TAKEN, OpeningBalance, left_of
from ...grants.policy import Policy
from ...grants.window import Arrival
from ...instruments.instrument import instruments
from ...instruments.law.catalogue import Catalogue
from ...instruments.waiting import Waits
from ...instruments.window import kept_out
from ...optimiser.model.ladder import counts, places_at
from ...optimiser.questions.binding import HeldBack, binding, held_back
from ...optimiser.solution import OURS, UNDECIDED, Progress, ProposedAward, Solution
from ..errors import RefusedByProcess, WrongUse
from ..records import tables
from ..records.rounds import allocations
from ..records.rounds.applications import StoredApplication
from ..records.rounds.judgements import as_judged
from ..records.rounds.reader import RoundReader
from ..wording.infeasible import infeasible
from ..wording.reasons import COUNTED_ELSEWHERE, ceiling_reasons
from ..wording.texts import sentences_in
from ..wording.unproven import divide_again
from ..wording.untreated import untreated_reasons
from .aside.reserving import Reserved, claims_of, less_reserved, reserved_for
from .beside import beside
from .checks.answers import both_right, waits_as_paid
from .incomplete import award_of_incomplete, incomplete_of
from .planning import has_ranges, planned
from .screening import divided_and_waiting, screened_under, with_lots
from .state import in_edition_of

_LATER = "artikel 4:13 van de Algemene wet bestuursrecht"


@dataclass(frozen=True, slots=True)
class RoundCase:
    """A screened round as the division takes it: its policy, applications and candidates."""

    round_id: str
    policy: Policy
    applications: tuple[StoredApplication, ...]
    assessments: Mapping[str, tuple[Assessment, ...]]
    candidates: tuple[Candidate, ...]
    inputs: tuple[tuple[str, str], ...]
    waits: Mapping[str, Waits] = field(default_factory=dict[str, Waits])
    incomplete: tuple[IncompleteApplication, ...] = ()
    opening: OpeningBalance = NOTHING_TAKEN
    untreated: Mapping[str, date] = field(default_factory=dict[str, date])
    reserved: Mapping[str, Reserved] = field(default_factory=dict[str, Reserved])


OPENING = "openingsbalans"
"""What the opening balance is called among the inputs of an allocation."""


def case_of_round(
    reader: RoundReader,
    policy: Policy | None = None,
    screened: Mapping[str, tuple[Assessment, ...]] | None = None,
    laws: Mapping[str, Catalogue] = MappingProxyType({}),
    opening: OpeningBalance | None = None,
    decided: Collection[str] = (),
    filed: Sequence[StoredApplication] | None = None,
    treated: str = "",
) -> RoundCase:
    """A round under its own policy, or under another one as a what-if.

    ``opening`` is what earlier rounds have taken; as it was when the round was last divided where
    it is left out.

    Under another policy the rules are put again, since its window may have another law;
    ``screened`` is what they said of every application, where that is known already. ``laws`` are
    catalogues, by name, to read in place of those of this program. What is set aside takes no part,
    and what is reserved for it is left out of the policy; but for those ``decided`` on now.
    ``filed`` are the applications where they are others than those of the list that stands, and
    ``treated`` is one that takes part upon an objection although it was not treated or came late.
    """
    chosen = reader.policy if policy is None else in_edition_of(reader, policy)
    filed, answers = reader.applications if filed is None else filed, reader.answers
    if policy is not None:
        filed = tuple(one for one in filed if one.instrument in chosen.instruments)
        answers = screened_under(chosen, filed, laws) if screened is None else screened
    if treated:
        answers = {**answers, treated: admitted_on_objection(filed, treated, answers[treated])}
    applications, assessments = as_judged(chosen, filed, answers, reader.judgements, laws)
    left = {number: one.confirmed_on or one.on for number, one in reader.untreated.items()}
    left.pop(treated, None)
    later = frozenset(reader.set_aside) - set(decided) - set(left)
    made, waits = divided_and_waiting(
        chosen, applications, assessments, laws,
        answered=both_right(reader), paid=waits_as_paid(reader),
        aside={*left, *later}, undecided=later,
    )  # fmt: skip
    made = _from_completeness(made, {one.number: one.on for one in reader.completions})
    candidates = with_lots(reader.lots, made, asks=chosen.asks)
    opening = reader.opening if opening is None else opening
    chosen = left_of(chosen, opening)
    inputs = tuple(sorted((one.file, one.sha256) for one in reader.batches))
    if opening.taken:
        inputs = (*inputs, (OPENING, opening.sha256))
    incomplete = tuple(
        one
        for one in incomplete_of(reader)
        if one.instrument in chosen.instruments and one.application_id != treated
    )
    kept = _reserved(chosen, filed, later, made)
    return RoundCase(
        reader.id, less_reserved(chosen, kept), applications, assessments, candidates, inputs,
        waits, incomplete, opening, left, {one.application_id: one for one in kept},
    )  # fmt: skip


_ON_OBJECTION = "artikel 7:11, tweede lid, van de Algemene wet bestuursrecht"


def admitted_on_objection(
    filed: Sequence[StoredApplication], number: str, said: tuple[Assessment, ...]
) -> tuple[Assessment, ...]:
    """What the rules say of an application that an objection puts within the window."""
    scheme = next(o.instrument for o in filed if o.application.application_id == number)
    rule = instruments()[scheme].window_rule
    nl, en = (sentences_in(lang).told("objection.admitted") for lang in LANGUAGES)
    return tuple(
        one.model_copy(
            update={
                "answer": Answer.MET, "set_aside_under": _ON_OBJECTION,
                "sentence_nl": f"{one.sentence_nl} {nl}", "sentence_en": f"{one.sentence_en} {en}",
            }
        )
        if one.code == rule and one.answer is Answer.NOT_MET
        else one
        for one in said
    )  # fmt: skip


def _reserved(
    policy: Policy,
    filed: Sequence[StoredApplication],
    later: Collection[str],
    among: Sequence[Candidate],
) -> tuple[Reserved, ...]:
    """What is kept for who is set aside, by what they filed: what is found later adds nothing."""
    standing = {
        one.application.application_id for one in filed if one.application.withdrawn_on is None
    }
    claims = claims_of(policy, filed, standing.intersection(later)) if later else ()
    return reserved_for(policy, claims, among)


def _from_completeness(
    candidates: Sequence[Candidate], completed: Mapping[str, date]
) -> tuple[Candidate, ...]:
    """The candidates, each as of when it was complete; of a completion only the day is known."""
    return tuple(
        one.model_copy(
            update={"received_at": datetime.combine(completed[one.application_id], time.min)}
        )
        if one.application_id in completed
        else one
        for one in candidates
    )


def divide(
    case: RoundCase,
    policy_hash: str,
    *,
    progress: Callable[[Progress], None] | None = None,
    time_limit_seconds: int | None = None,
    solver: str = OURS,
) -> tuple[Allocation, Solution]:
    """Divide the money of a round and prove it; nothing is kept.

    Raises:
        WrongUse: the solver is not on this machine.
        RefusedByProcess: the certificate is not valid, or no list was found in time.
        InfeasiblePolicy: no allocation keeps every hard constraint.
    """
    case, solution, certificate = proven_list(
        case, progress=progress, time_limit_seconds=time_limit_seconds, solver=solver
    )
    awards = awards_of(case, solution)
    counterpart, divisions = beside(case, solution, time_limit_seconds)
    allocation = Allocation(
        round=case.round_id,
        policy_hash=policy_hash,
        status=solution.status,
        totals=totals_of(awards, solution),
        certificate=certificate,
        inputs=case.inputs,
        awards=awards,
        counterpart=counterpart,
        divisions=divisions,
        remarks=solution.remarks,
    )
    return allocation, solution


def proven_list(
    case: RoundCase,
    *,
    progress: Callable[[Progress], None] | None = None,
    time_limit_seconds: int | None = None,
    solver: str = OURS,
    then: tuple[RoundCase, Solution] | None = None,
) -> tuple[RoundCase, Solution, Certificate]:
    """The list of a round with its certificate, and the case under the ceilings of its proposal.

    ``then`` is a round that is nearly this one with its proven list, from which the search begins;
    nothing rests on it.

    Raises:
        WrongUse: the solver is not on this machine.
        RefusedByProcess: the certificate is not valid, or no list was found in time.
        InfeasiblePolicy: no allocation keeps every hard constraint.
    """
    # Imported here, because what only reads a list has no search to wait for.
    from ...optimiser.proof.certificate import certify
    from ...optimiser.search.allocation import allocate
    from ...optimiser.search.known import known_of
    from ...optimiser.search.office_solver import SolverMissing

    if has_ranges(case.policy):
        policy, solution = planned(case.candidates, case.policy, time_limit_seconds)
        case = replace(case, policy=policy)
    else:
        known = None if then is None else known_of(then[0].candidates, then[0].policy, then[1])
        try:
            solution = allocate(
                case.candidates, case.policy, progress=progress, solver=solver,
                time_limit_seconds=time_limit_seconds, known=known,
            )  # fmt: skip
        except SolverMissing as missing:
            raise WrongUse(
                f"{missing.name} staat niet op deze computer, of heeft er geen licentie. Laat "
                "--solver weg: de lijst is met elke solver dezelfde. SCIP komt met "
                "verdeelsleutel[solvers]."
            ) from missing
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
    return case, solution, certificate


def is_current(
    reader: RoundReader, stored: tables.Allocation, case: RoundCase | None = None
) -> bool:
    """Whether an allocation rests on the round as it stands now."""
    plain = input_hash_of(reader, case)
    return stored.input_hash == plain or stored.input_hash == _again(
        plain, allocations.before(reader, stored)
    )


def next_hash(reader: RoundReader, case: RoundCase) -> str:
    """The hash to keep an allocation under; another one where its input came back unchanged.

    The newest allocation of a round is the one that counts. When a judgement is taken back, the
    same input as of an earlier one must make a newer allocation again.
    """
    plain = input_hash_of(reader, case)
    if not allocations.rests_on(reader, plain):
        return plain
    return _again(plain, reader.allocation_id)


def _again(plain: str, before: int | None) -> str:
    return hashlib.sha256(f"{plain} after {before}".encode()).hexdigest()


def input_hash_of(reader: RoundReader, case: RoundCase | None = None) -> str:
    """A hash over all that the division of a round rests on; ``case`` where it was read already."""
    case = case or case_of_round(reader)
    parts = [reader.seal]
    parts += [f"amendment {one.id}" for one in reader.decisive_amendments]
    parts += [candidate.model_dump_json() for candidate in case.candidates]
    # Of who is set aside only what is kept counts: an answer to the question is for later.
    taking_part = [
        one for one in case.applications if one.application.application_id not in case.reserved
    ]
    parts += [one.application.model_dump_json() for one in taking_part]
    parts += [
        answer.model_dump_json()
        for one in taking_part
        for answer in case.assessments[one.application.application_id]
        if answer.judged_by
    ]
    parts += [one.model_dump_json() for one in case.incomplete]
    parts += [case.opening.model_dump_json()] if case.opening.taken else []
    parts += [one.model_dump_json() for one in case.reserved.values()]
    parts += [f"untreated {number}" for number in sorted(case.untreated)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def awards_of(case: RoundCase, solution: Solution) -> tuple[Award, ...]:
    """What became of every application, by number: all of it follows from the case and the list."""
    given = {one.application_id: one for one in solution.given}
    by_id = {candidate.application_id: candidate for candidate in case.candidates}
    explained = ceiling_reasons(case.policy, case.candidates, solution)
    bound = _bound(case, solution) if case.policy.tells_its_grounds else {}
    undecided = UNDECIDED if case.policy.asks else ()
    awards = [award_of_incomplete(one) for one in case.incomplete]
    for one in case.applications:
        number = one.application.application_id
        if number in given:
            awards.append(
                _award(
                    one,
                    by_id[number],
                    given[number],
                    explained,
                    bound.get(number),
                    open_=given[number].reason in undecided,
                )
            )
        else:
            awards.append(_not_a_candidate(case, one))
    return tuple(sorted(awards, key=lambda award: award.application_id))


def _bound(case: RoundCase, solution: Solution) -> dict[str, HeldBack]:
    """What keeps each candidate from more: one that got nothing from its least amount."""
    refused = binding(case.candidates, case.policy, solution)
    return {
        **{number: HeldBack(codes, 0) for number, codes in refused.items()},
        **held_back(case.candidates, case.policy, solution),
    }


def award_given(
    one: StoredApplication, candidate: Candidate, given: ProposedAward, reasons: tuple[Reason, ...]
) -> Award:
    """The award of a candidate that was given something, with the reasons for it."""
    told = {candidate.application_id: reasons}
    return _award(one, candidate, given, told, None, open_=False)


def _award(
    one: StoredApplication,
    candidate: Candidate,
    given: ProposedAward,
    explained: Mapping[str, tuple[Reason, ...]],
    bound: HeldBack | None,
    *,
    open_: bool,
) -> Award:
    """What became of a candidate; ``open_`` where the division itself waits for an answer."""
    amount, instrument = Euro(given.cents), instruments()[one.instrument]
    asked = one.application.requested if one.application.requested else candidate.requested
    if open_:
        outcome = Outcome.NEEDS_JUDGEMENT
    elif not amount:
        codes = {reason.code for reason in explained.get(candidate.application_id, ())}
        outcome = (
            Outcome.COUNTED_ELSEWHERE if COUNTED_ELSEWHERE in codes else Outcome.REFUSED_CEILING
        )
    else:
        outcome = Outcome.GRANTED if amount >= asked else Outcome.PARTLY_GRANTED
    split = instrument.split_vat(one.application, amount)
    told = bound if outcome in (Outcome.REFUSED_CEILING, Outcome.PARTLY_GRANTED) else None
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
        homes=_stated(one, candidate, given),
        located=places_at(candidate, counts(given.homes), given.cents),
        rank=given.rank,
        payments=given.payments,
        reasons=explained.get(candidate.application_id, ()),
        binding=None if told is None else told.codes,
        bound_at=None if told is None or not amount else Euro(told.cents),
    )


def _stated(one: StoredApplication, candidate: Candidate, given: ProposedAward) -> Homes:
    """The homes of an award as its own application stated them, though others may count."""
    stated = one.application.homes_by_segment
    whole = given.homes == candidate.homes and candidate.homes.total == stated.total
    return stated if whole else given.homes


def _not_a_candidate(case: RoundCase, one: StoredApplication) -> Award:
    application = one.application
    number = application.application_id
    waits = case.waits.get(number)
    if application.withdrawn_on is not None:
        nl, en = (
            sentences_in(lang).told("withdrawn", day=application.withdrawn_on) for lang in LANGUAGES
        )
        outcome = Outcome.WITHDRAWN
        reasons = (
            Reason(
                code="WITHDRAWN",
                article="",
                nl=nl,
                en=en,
            ),
        )
    elif number in case.reserved:
        return _set_aside(one, case.reserved[number])
    elif number in case.untreated:
        outcome, reasons = Outcome.NOT_TREATED, untreated_reasons(case.untreated[number])
    elif waits is not None:
        outcome = Outcome.NEEDS_JUDGEMENT
        reasons = (Reason(code="WAITS", article="", nl=waits.nl, en=waits.en),)
    else:
        outcome, told = _refused_or_open(case.policy, one, case.assessments[number])
        reasons = tuple(
            Reason(code=a.code, article=a.article, nl=a.sentence_nl, en=a.sentence_en) for a in told
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


def _set_aside(one: StoredApplication, kept: Reserved) -> Award:
    """Its row while it is set aside: no decision yet, with what is kept for it."""
    nl, en = (sentences_in(lang).told("set_aside", reserved=kept.amount) for lang in LANGUAGES)
    return Award(
        application_id=kept.application_id,
        instrument=one.instrument,
        project_id=one.application.project_id or "",
        municipality_code=one.application.municipality_code,
        outcome=Outcome.SET_ASIDE,
        requested=one.application.requested or ZERO,
        reasons=(Reason(code="SET_ASIDE", article=_LATER, nl=nl, en=en),),
        reserved=kept.amount,
    )


def _refused_or_open(
    policy: Policy, one: StoredApplication, assessments: tuple[Assessment, ...]
) -> tuple[Outcome, Sequence[Assessment]]:
    """What became of an application that stands and is no candidate, and by which answers.

    Who came outside the window is refused for that alone, whatever else is not met.
    """
    outside = kept_out(instruments()[one.instrument].window_rule, assessments)
    if outside is not None:
        window = policy.window_of(one.instrument)
        early = window.arrival(one.application.received_at) is Arrival.EARLY
        return Outcome.REFUSED_EARLY if early else Outcome.REFUSED_LATE, (outside,)
    refused = verdict(assessments) is Answer.NOT_MET
    wanted = Answer.NOT_MET if refused else Answer.NEEDS_JUDGEMENT
    return (
        Outcome.REFUSED_RULE if refused else Outcome.NEEDS_JUDGEMENT,
        [a for a in assessments if a.answer is wanted],
    )


def totals_of(awards: Sequence[Award], solution: Solution) -> Totals:
    """What a list adds up to."""
    return Totals(
        applications=len(awards),
        granted=sum(1 for award in awards if award.amount),
        requested=Euro.total(award.asked for award in awards),
        amount=Euro.total(award.amount for award in awards),
        homes=solution.homes,
        affordable_homes=solution.homes.affordable,
    )
