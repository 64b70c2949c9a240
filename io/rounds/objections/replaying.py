"""The sealed round done over for an objection (*heroverweging*, Awb 7:11), with its corrections.

It is done over on the data, the law and the ceilings of the first decision, with nothing else
changed. Nothing is kept, and nobody else's award changes by it: what the objector would have had
comes out of the objection reserve, or asks for cover.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from ....grants.applications.application import Payment
from ....grants.decisions.allocation import Award, Outcome, Status
from ....grants.money import ZERO, Euro
from ....grants.record import Record
from ....instruments.law.catalogue import Catalogue
from ....optimiser.solution import LevelShown, ProposedAward, Solution
from ...errors import RefusedByProcess
from ...records.rounds.reader import RoundReader
from ..after.awards_now import changed_amounts
from ..aside.exclusions import (
    withdrawn_since,
    without_exclusions,
    without_what_it_needs,
)
from ..dividing.awards import awards_of
from ..dividing.case import RoundCase, case_of_round
from ..division import proven_list
from .correcting import corrected_application, require_untreated, round_with
from .fields import TREATED, Corrected
from .reserve import left_in_reserve

SECONDS = 60


def _is_nothing(listed: object) -> bool:
    return not listed


class How(StrEnum):
    """How the answer was found."""

    UNCHANGED = "unchanged"  # nothing that decides is another: the list stands
    RULES = "rules"  # the rules decide, whoever else is in the list
    QUESTION = "question"  # the list of before stays the best without it: asked whether it comes in
    DIVIDED = "divided"  # the money was divided again, with its certificate


class Evidence(Record):
    """What shows the award of a round done over: one level, or a list with its proof.

    ``withdrawn`` are those whose exclusion of it was left out, since they withdrew after the
    decision.

    Neither where the rules decide or nothing that decides is another. It is kept with the decision
    that rests on it, and checked again at every door without a solver.
    """

    level: LevelShown | None = None
    solution: Solution | None = None
    withdrawn: Annotated[tuple[str, ...], Field(exclude_if=_is_nothing)] = ()


class Replayed(Record):
    """What the round would have brought. ``before`` is the award as it stands now.

    ``gains`` is what it would have had more, ``takes`` what of that the objection reserve covers,
    ``beyond`` what asks for cover. ``stage`` and ``better_by`` say in which stage a list with it is
    better, and by no less than how much, in ``unit``.
    """

    round: str
    application_id: str
    corrections: tuple[Corrected, ...]
    before: Award
    after: Award
    how: How
    reserve: Euro
    gains: Euro
    takes: Euro
    beyond: Euro
    stage: str = ""
    better_by: int | None = None
    unit: str = ""
    evidence: Evidence = Field(default=Evidence(), exclude=True)

    @property
    def wins(self) -> bool:
        """Whether it would have had more than it has."""
        return bool(self.gains)

    @property
    def treated(self) -> bool:
        """Whether it is treated after all, so that it is decided on whatever comes of that."""
        return any(one.field == TREATED for one in self.corrections)

    @property
    def asks_judgement(self) -> bool:
        """Whether nobody can say yet what it would have had: a rule asks a judgement of it."""
        return self.after.outcome is Outcome.NEEDS_JUDGEMENT


class Stood(Record):
    """What a decision on an objection comes upon: the award, and what is left in the reserve."""

    award: Award
    left: Euro


def stands(reader: RoundReader, number: str) -> Stood:
    """What it comes upon now."""
    award = current_award(reader, number)
    fund = reader.policy.instruments[award.instrument].fund
    return Stood(award=award, left=left_in_reserve(reader, fund))


def replayed(
    reader: RoundReader,
    number: str,
    corrections: Mapping[str, str],
    *,
    seconds: int | None = None,
    upon: Stood | None = None,
    evidence: Evidence | None = None,
    withdrawn: Collection[str] | None = None,
    laws: Mapping[str, Catalogue] = MappingProxyType({}),
) -> Replayed:
    """The round done over with corrections of one application, ``upon`` what stood then.

    Who withdrew since excludes it no longer, and it cannot go ahead with that one any more unless
    its need is corrected: ``withdrawn``, or those of now where that is left out.
    ``laws`` are catalogues to read in place of those of this program. With
    ``evidence`` of an earlier time that is checked, and nothing is searched.

    The money is divided again only where no shorter question settles it. Whatever settles it is
    shown without trust in a solver.

    Raises:
        WrongUse: there is no such application, or a value does not fit its field.
        RefusedByProcess: the round was not decided, the division is not proven in time, or the
            evidence does not show it.
    """
    if not reader.state.decided:
        raise RefusedByProcess(
            f"Ronde {reader.id} is nog niet vastgesteld; er is nog niets om over te doen."
        )
    treated = TREATED in corrections
    if treated:
        require_untreated(reader, number)
    changed = corrected_application(reader, number, corrections)
    upon = upon or stands(reader, number)
    before, reserve = upon.award, upon.left
    gone = withdrawn_since(reader) if withdrawn is None else withdrawn
    case = round_with(reader, number, changed.filed, laws, treated=treated)
    case, fell = without_exclusions(case, {number}, gone)
    case, lacks = without_what_it_needs(case, number, gone)
    fell = tuple(sorted({*fell, *lacks}))
    found = _award(reader, case, number, seconds=seconds, evidence=evidence, laws=laws)
    gains = max(found.award.amount - before.amount, ZERO)
    takes = min(gains, reserve)
    return Replayed(
        round=reader.id, application_id=number, corrections=changed.told, before=before,
        after=found.award, how=found.how, reserve=reserve, gains=gains, takes=takes,
        beyond=gains - takes, stage=found.stage, better_by=found.better_by, unit=found.unit,
        evidence=found.evidence.model_copy(update={"withdrawn": fell}),
    )  # fmt: skip


def current_award(reader: RoundReader, number: str) -> Award:
    """The award of an application as it stands: of the list, a supplement, or a later decision."""
    changed = changed_amounts(reader)
    if number in changed:
        return changed[number]
    return reader.supplemented.get(number) or reader.allocation.award_of(number)


class _Found(Record):
    """What it gets, how that was found, what shows it, and which stage decided."""

    award: Award
    how: How
    evidence: Evidence = Evidence()
    stage: str = ""
    better_by: int | None = None
    unit: str = ""


def _award(
    reader: RoundReader, case: RoundCase, number: str, *, seconds: int | None,
    evidence: Evidence | None, laws: Mapping[str, Catalogue],
) -> _Found:  # fmt: skip
    """What the application gets in that round."""
    if number not in {one.application_id for one in case.candidates}:
        return _Found(award=_without_it(case, number), how=How.RULES)
    standing = _standing_case(reader, number, laws)
    if standing is not None and _others(standing, number) == _others(case, number):
        if _own(standing, number) == _own(case, number):
            listed = _listed(standing, reader.solution, number)
            return _Found(award=listed, how=How.UNCHANGED)
        found = (
            _asked(case, standing, reader.solution, number)
            if evidence is None
            else _by_level(case, standing, reader.solution, number, evidence)
        )
        if found is not None:
            return found
    if evidence is not None:
        return _by_list(case, number, evidence)
    then = None if standing is None else (standing, reader.solution)
    case, solution, _ = proven_list(case, time_limit_seconds=seconds, then=then)
    if solution.status is not Status.PROVEN:
        raise RefusedByProcess(
            "De ronde met deze correctie is in de tijd die er was niet bewezen. Geef meer tijd met "
            "--time-limit."
        )
    return _Found(
        award=_listed(case, solution, number), how=How.DIVIDED,
        evidence=Evidence(solution=solution),
    )  # fmt: skip


def _by_level(
    case: RoundCase, standing: RoundCase, solution: Solution, number: str, evidence: Evidence
) -> _Found | None:
    """The answer as it was shown then; ``None`` where it rests on a list."""
    if evidence.solution is not None:
        return None
    from ....optimiser.proof.level import award_shown  # with the checker of trees

    given, fault = award_shown(
        case.candidates, case.policy, standing.candidates, solution.given, number, evidence.level
    )
    if given is None:
        raise RefusedByProcess(f"Wat de uitkomst moet aantonen, doet dat niet ({fault}).")
    award = _in_list(case, solution, number, given)
    return _Found(award=award, how=How.QUESTION, evidence=evidence)


def _by_list(case: RoundCase, number: str, evidence: Evidence) -> _Found:
    """The award of the list that was made then, once its certificate is made again."""
    solution = evidence.solution
    if solution is None or solution.status is not Status.PROVEN:
        raise RefusedByProcess("Wat de uitkomst moet aantonen, is er niet.")
    from ....optimiser.proof.certificate import certify  # with the checker of trees

    certificate = certify(case.candidates, case.policy, solution)
    if not certificate.valid:
        raise RefusedByProcess(
            "De verdeling waarop de uitkomst rust, doorstaat de controle niet: "
            f"{certificate.faults[0]}"
        )
    return _Found(award=_listed(case, solution, number), how=How.DIVIDED, evidence=evidence)


def _own(case: RoundCase, number: str) -> object:
    return next((one for one in case.candidates if one.application_id == number), None)


def _others(case: RoundCase, number: str) -> object:
    return [one for one in case.candidates if one.application_id != number]


def _standing_case(
    reader: RoundReader, number: str, laws: Mapping[str, Catalogue]
) -> RoundCase | None:
    """The round as its list was drawn; ``None`` of what a supplement decided, or where the day of
    the decision makes another candidate of somebody."""
    if number in reader.supplemented or number in reader.set_aside:
        return None
    drawn = case_of_round(reader, laws=laws)
    decided = case_of_round(reader, reader.policy_as_decided, laws=laws)
    return decided if drawn.candidates == decided.candidates else None


def _without_it(case: RoundCase, number: str) -> Award:
    """The award of an application that takes no part: the rules decide, or it waits."""
    alone = RoundCase(
        case.round_id, case.policy,
        tuple(one for one in case.applications if one.application.application_id == number),
        case.assessments, (), case.inputs, waits=case.waits, untreated=case.untreated,
        reserved=case.reserved,
    )  # fmt: skip
    return awards_of(alone, _nothing_given())[0]


def _nothing_given() -> Solution:
    from ....grants.homes import NO_HOMES
    from ....optimiser.solution import digest_of

    return Solution(status=Status.PROVEN, given=(), homes=NO_HOMES, digest=digest_of(()))


def _listed(case: RoundCase, solution: Solution, number: str) -> Award:
    return next(one for one in awards_of(case, solution) if one.application_id == number)


def _asked(case: RoundCase, standing: RoundCase, solution: Solution, number: str) -> _Found | None:
    """The answer without dividing again; ``None`` where that question does not settle it."""
    # Imported late: who reads what is kept waits for no solver.
    from ....optimiser.questions.application.comes_in import Entry, comes_in

    answer = comes_in(
        case.candidates, case.policy, standing.candidates, solution, number,
        time_limit_seconds=SECONDS,
    )  # fmt: skip
    if answer.entry not in (Entry.IN, Entry.OUT) or answer.award is None:
        return None
    found = _Found(
        award=_in_list(case, solution, number, answer.award), how=How.QUESTION,
        evidence=Evidence(level=answer.shown),
    )  # fmt: skip
    if answer.stage is None:
        return found
    decided_by = {
        "stage": answer.stage.name, "better_by": answer.better_by, "unit": answer.stage.unit.value,
    }  # fmt: skip
    return found.model_copy(update=decided_by)


def _in_list(case: RoundCase, solution: Solution, number: str, given: ProposedAward) -> Award:
    """The award as a list tells it that gives the others what they had, and this one that."""
    others = tuple(one for one in solution.given if one.application_id != number)
    listed = tuple(sorted((*others, given), key=lambda one: one.application_id))
    return _listed(case, solution.model_copy(update={"given": listed}), number)


def paid_from(award: Award, on: date) -> Award:
    """An award that is decided on later: what would have been paid before is paid in that year."""
    paid: dict[int, Euro] = {}
    for one in award.payments:
        year = max(one.year, on.year)
        paid[year] = paid.get(year, ZERO) + one.amount
    payments = tuple(Payment(year=year, amount=paid[year]) for year in sorted(paid))
    return award.model_copy(update={"payments": payments})
