"""What became of every application in a list, with the reasons for it, and what it adds up to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ....grants.applications.assessment import Answer, Assessment, verdict
from ....grants.applications.candidate import Candidate
from ....grants.bilingual import LANGUAGES
from ....grants.decisions.allocation import (
    Award,
    Outcome,
    Reason,
    Totals,
)
from ....grants.homes import Homes
from ....grants.money import ZERO, Euro
from ....grants.rounds.policy import Policy
from ....grants.rounds.window import Arrival
from ....instruments.instrument import instruments
from ....instruments.screening.window import kept_out
from ....optimiser.model.ladder import counts, places_at
from ....optimiser.questions.application.binding import HeldBack, binding, held_back
from ....optimiser.solution import UNDECIDED, ProposedAward, Solution
from ...records.rounds.applications import StoredApplication
from ...wording.reasons import COUNTED_ELSEWHERE, ceiling_reasons
from ...wording.texts import sentences_in
from ...wording.untreated import untreated_reasons
from ..aside.reserving import Reserved
from ..incomplete import award_of_incomplete
from .case import RoundCase

_LATER = "artikel 4:13 van de Algemene wet bestuursrecht"


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
