"""Whether an application gets in, once it alone is corrected.

Of one that got nothing the list of before stays the best of all without it, since nothing else
changed. So only what holds it is asked for: a list that is as good as that one in each stage, and
better in one. That takes a moment, where dividing everything again takes as long as the first time.
Of one that was in, the best list without it is not known, and everything is divided again.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from ...grants.allocation import Stage
from ...grants.candidate import Candidate
from ...grants.policy import Policy
from ...grants.record import Record
from ..model.case import Case, case_of
from ..model.listing import award_in
from ..model.objectives import Objective
from ..search.result import Found, NotFound
from ..solution import ProposedAward, Solution
from .question_session import asking, how_many


class Entry(StrEnum):
    """Whether it gets in."""

    IN = "in"
    OUT = "out"
    TIED = "tied"  # a list with it is exactly as good: the published order decides
    OPEN = "open"  # this question does not tell: time ran out, or its amount is not settled by it


class ComesIn(Record):
    """The answer. ``award`` is what it gets, where it gets in; ``stage`` the one that decided.

    ``better_by`` is how much better the list that was found is in that stage, in its unit: no less
    than that.
    """

    entry: Entry
    award: ProposedAward | None = None
    stage: Stage | None = None
    better_by: int | None = None


def comes_in(
    candidates: Sequence[Candidate],
    policy: Policy,
    before: Solution,
    application_id: str,
    *,
    time_limit_seconds: int = 60,
) -> ComesIn:
    """Whether an application gets in that had nothing in ``before``, a proven list of the others.

    An application of a statutory rule gets what that rule gives it. One that may be cut in steps
    is left open where it would get in: how much it gets is for a whole division.

    Raises:
        KeyError: it is no candidate, or the list has other stages.
    """
    case = case_of(candidates, policy)
    place = {item.candidate.application_id: i for i, item in enumerate(case.items)}[application_id]
    item = case.items[place]
    if item.constant is not None:
        grants = [one.constant or one.grant(0) for one in case.items]
        award = award_in(case, place, grants)
        return ComesIn(entry=Entry.IN if award.cents else Entry.OUT, award=award)
    if any(one.cents for one in before.given if one.application_id == application_id):
        return ComesIn(entry=Entry.OPEN)
    stages = {stage.name: stage for stage in before.stages}
    answer = _Question(case, place, time_limit_seconds).answer(stages)
    if answer.entry is Entry.IN and item.ladder.top > 1:
        return ComesIn(entry=Entry.OPEN)
    return answer


class _Question:
    """What holds the application, beside the best list without it."""

    def __init__(self, case: Case, place: int, seconds: int) -> None:
        self._case, self._place = case, place
        self._with = asking(case, seconds)

    def answer(self, stages: dict[str, Stage]) -> ComesIn:
        """Stage by stage: is there a list with it that is better here, and no worse before?"""
        if not self._with.can_be_in(self._place):
            return ComesIn(entry=Entry.OUT)
        for v, (lower, upper) in self._with.award(self._place).items():
            self._with.search.restrict(v, lower, upper)
        for objective in self._with.objectives:
            value = stages[objective.name].value
            found = self._better(objective, value)
            if isinstance(found, Found):
                return ComesIn(
                    entry=Entry.IN,
                    award=award_in(self._case, self._place, found.grants),
                    stage=stages[objective.name],
                    better_by=abs(objective.exact(found.grants) - value),
                )
            if not found.proven:
                return ComesIn(entry=Entry.OPEN)
            self._with.hold(objective, value)
        found = self._with.search.best(how_many(self._with, []))
        if isinstance(found, Found):
            return ComesIn(entry=Entry.TIED)
        return ComesIn(entry=Entry.OUT if found.proven else Entry.OPEN)

    def _better(self, objective: Objective, value: int) -> Found | NotFound:
        """Any list with it that is better than a value, beside all that is held."""
        if not objective.maximise and not value:
            return NotFound(proven=True)  # no shortfall and no sum of money is below zero
        aim = value + 1 if objective.maximise else value - 1
        once = asking(self._case, self._with.search.seconds_left())
        for v, (lower, upper) in once.award(self._place).items():
            once.search.restrict(v, lower, upper)
        for held, least in self._with.held:
            once.hold(held, least)
        once.hold(objective, aim)
        once.search.narrow(objective, aim)
        return once.search.best(how_many(once, []))
