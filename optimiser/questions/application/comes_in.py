"""What one application gets, once it alone is corrected, without dividing everything again.

The list of before is a good list still, with the application as it is now. Its level is certain as
soon as no list with it at another one is as good: ``proof.level`` says what shows that, and checks
it without a solver. Lists without it are the same as before, of which the list was the best.

Of an application that got nothing a better list with it is looked for first. What is not shown, or
would be a matter of the published order, is left open for a whole division.
"""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Sequence
from enum import StrEnum

from ....grants.applications.candidate import Candidate
from ....grants.decisions.allocation import Stage, Status
from ....grants.record import Record
from ....grants.rounds.policy import Policy
from ...model.case import Case, Grant, case_of
from ...model.formulation import program_of
from ...model.listing import award_in
from ...model.objectives import Objective
from ...model.recount import checks
from ...proof.level import (
    Before,
    Bounds,
    award_by_rule,
    boxes,
    claim_of_box,
    hash_of_box,
    level_fault,
    place_of,
    values_of,
    worse_without,
)
from ...proof.tree import TreeProof, kept
from ...search.stages.result import Found, NotFound
from ...search.trees.tree import BetterList, Budget, OutOfBudget, grow_stage
from ...solution import LevelShown, ProposedAward, Solution
from ..asking.question_session import asking, how_many

_MOMENT = 2
"""For a list that is as good, in seconds; where there is one it is soon found."""
_LEAVES, _EFFORT, _LISTS = 5_000, 3.0, 8
"""What may be spent on a box, in leaves and seconds of a processor, and on how many lists: a whole
division is as fast."""


class Entry(StrEnum):
    """Whether it gets in."""

    IN = "in"
    OUT = "out"
    TIED = "tied"  # a list with it is exactly as good: the published order decides
    OPEN = "open"  # this question does not tell, or what it tells is not shown


class ComesIn(Record):
    """The answer. ``award`` is what it gets, also where that is nothing.

    ``stage`` is the one that decided that it gets in, and ``better_by`` how much better the list
    that was found is in it, in its unit: no less than that. ``shown`` is what shows it; of an award
    that a statutory rule gives there is none, since that is worked out.
    """

    entry: Entry
    award: ProposedAward | None = None
    stage: Stage | None = None
    better_by: int | None = None
    shown: LevelShown | None = None


def comes_in(
    candidates: Sequence[Candidate],
    policy: Policy,
    then: Sequence[Candidate],
    before: Solution,
    application_id: str,
    *,
    time_limit_seconds: int = 60,
) -> ComesIn:
    """What an application gets, of ``candidates`` that differ from those ``then`` in it alone.

    ``before`` is the list of then. An application of a statutory rule gets what that rule gives it.

    Raises:
        KeyError: it is no candidate, or the list has other stages.
    """
    case = case_of(candidates, policy)
    place = {item.candidate.application_id: i for i, item in enumerate(case.items)}[application_id]
    if case.items[place].constant is not None:
        award = award_by_rule(case, place)
        return ComesIn(entry=Entry.IN if award.cents else Entry.OUT, award=award)
    if before.status is not Status.PROVEN:
        return ComesIn(entry=Entry.OPEN)
    known = Before(case_of(then, policy), before.given)
    return _Question(case, place, known, time_limit_seconds).answer(before)


class _Question:
    """One application in its case, beside the list of before."""

    def __init__(self, case: Case, place: int, before: Before, seconds: int) -> None:
        self._case, self._place, self._before = case, place, before
        self._name = case.items[place].candidate.application_id
        self._seconds, self._until = seconds, time.monotonic() + seconds
        self._program = program_of(case)

    def answer(self, before: Solution) -> ComesIn:
        """Hold a list against all with the application at another level; a better one that comes
        up takes its place."""
        listed = self._listed()
        if listed is None:
            return ComesIn(entry=Entry.OPEN)
        if self._is_tied(listed):
            return ComesIn(entry=Entry.TIED)
        stages = {stage.name: stage for stage in before.stages}
        place = place_of(self._program, listed, self._place)
        if not place.level and boxes(self._program, place):
            found = self._gets_in(listed, stages)
            if isinstance(found, ComesIn):
                return found
            listed = found or listed
        for _ in range(_LISTS):
            found = self._kept(listed)
            if isinstance(found, ComesIn):
                return found
            listed = found
        return ComesIn(entry=Entry.OPEN)

    def _is_tied(self, listed: Sequence[Grant]) -> bool:
        """Whether a solver finds a list with it at another level that is exactly as good.

        Then the published order decides, and there is nothing to show by goals alone. Where it
        finds none in a moment, nothing is known.
        """
        for bounds in boxes(self._program, place_of(self._program, listed, self._place)):
            session = asking(self._case, _MOMENT)
            for v, (lower, upper) in bounds.items():
                session.search.restrict(v, lower, upper)
            for objective in session.objectives:
                session.hold(objective, objective.exact(listed))
            found = session.search.best(how_many(session, []))
            if isinstance(found, Found):
                good, own = (values_of(self._program, one) for one in (found.grants, listed))
                if good == own:
                    return True
        return False

    def _listed(self) -> list[Grant] | None:
        """The list of before with the application as it is now, at a level that can be."""
        kept = {one.application_id: one.steps for one in self._before.given}
        for level in self._levels(kept.get(self._name, 0)):
            levels = kept | {self._name: level}
            found = [
                item.grant(levels.get(item.candidate.application_id, 0))
                for item in self._case.items
            ]
            if all(one.holds for one in checks(self._case, found) if one.hard):
                return found
        return None

    def _levels(self, before: int) -> list[int]:
        """The levels that it can have where it had this one: all again, or as much as it had."""
        ladder = self._case.items[self._place].ladder
        if not before or ladder.top <= 1:
            return [min(before, ladder.top)]
        item = next(o for o in self._before.case.items if o.candidate.application_id == self._name)
        had = item.ladder.cents(before)
        as_much = bisect_right(range(ladder.top + 1), had, key=ladder.cents) - 1
        return [ladder.top, as_much] if before == item.ladder.top else [as_much]

    def _kept(self, listed: list[Grant]) -> ComesIn | list[Grant]:
        """That it has the level of the list, shown for every other one; or a better list."""
        then = worse_without(self._program, listed, self._place, self._before)
        proofs: list[str] = []
        for bounds in boxes(self._program, place_of(self._program, listed, self._place)):
            text = "" if then and self._is_out(bounds) else self._closed(listed, bounds)
            if not isinstance(text, str):
                return ComesIn(entry=Entry.OPEN) if text is None else text
            proofs.append(text)
        return self._told(listed, tuple(proofs), then=then)

    def _is_out(self, bounds: Bounds) -> bool:
        return bounds.get(self._program.places[self._place].x) == (0, 0)

    def _closed(self, listed: list[Grant], bounds: Bounds) -> str | list[Grant] | None:
        """The trees of a box of other levels, or a better list in it.

        ``None`` where the trees do not close in time, or a list is as good.
        """
        claim = claim_of_box(self._program, listed, bounds)
        budget = Budget(_EFFORT, _LEAVES, self._until)
        try:
            stages = {
                k: grow_stage(claim, k, budget, self._is_list) for k in range(len(claim.goals))
            }
        except OutOfBudget:
            return None
        except BetterList as other:
            found = self._grants(other.values)
            better = values_of(self._program, found) < values_of(self._program, listed)
            return found if better else None
        return kept(TreeProof(hash_of_box(self._program, listed, bounds), stages))

    def _grants(self, values: tuple[int, ...]) -> list[Grant]:
        levels = self._program.levels(values)
        return [
            item.constant or item.grant(level)
            for item, level in zip(self._case.items, levels, strict=True)
        ]

    def _is_list(self, values: tuple[int, ...]) -> bool:
        return all(one.holds for one in checks(self._case, self._grants(values)) if one.hard)

    def _told(
        self, grants: Sequence[Grant], proofs: tuple[str, ...], *, then: bool,
        stage: Stage | None = None, better_by: int | None = None,
    ) -> ComesIn:  # fmt: skip
        """The answer as far as it is shown: checked as at any door."""
        levels = tuple(
            (item.candidate.application_id, item.ladder.level_of(grants[i].cents) or 0)
            for i, item in enumerate(self._case.items)
            if item.constant is None
        )
        shown = LevelShown(levels=levels, proofs=proofs, then=then)
        if level_fault(self._case, self._name, shown, self._before):
            return ComesIn(entry=Entry.OPEN)
        award = award_in(self._case, self._place, grants)
        return ComesIn(
            entry=Entry.IN if award.cents else Entry.OUT, award=award, stage=stage,
            better_by=better_by, shown=shown,
        )  # fmt: skip

    def _gets_in(
        self, listed: Sequence[Grant], stages: dict[str, Stage]
    ) -> ComesIn | list[Grant] | None:
        """Stage by stage: is there a list with it that is better here, and no worse before?

        A list, where how much it gets is still to be shown; ``None`` where no solver finds one, so
        that it is to be shown that there is none.
        """
        session = asking(self._case, self._seconds)
        for v, (lower, upper) in session.award(self._place).items():
            session.search.restrict(v, lower, upper)
        for objective in session.objectives:
            value = objective.exact(listed)
            found = self._better(objective, value, session.held)
            if isinstance(found, Found):
                if self._case.items[self._place].ladder.top > 1:
                    return list(found.grants)
                return self._told(
                    found.grants, ("",), then=True, stage=stages[objective.name],
                    better_by=abs(objective.exact(found.grants) - value),
                )  # fmt: skip
            if not found.proven:
                return ComesIn(entry=Entry.OPEN)
            session.hold(objective, value)
        found = session.search.best(how_many(session, []))
        if isinstance(found, Found):
            return ComesIn(entry=Entry.TIED)
        return None if found.proven else ComesIn(entry=Entry.OPEN)

    def _better(
        self, objective: Objective, value: int, held: Sequence[tuple[Objective, int]]
    ) -> Found | NotFound:
        """Any list with it that is better than a value, beside all that is held."""
        if not objective.maximise and not value:
            return NotFound(proven=True)  # no shortfall and no sum of money is below zero
        aim = value + 1 if objective.maximise else value - 1
        once = asking(self._case, self._until - time.monotonic())
        for v, (lower, upper) in once.award(self._place).items():
            once.search.restrict(v, lower, upper)
        for known, least in held:
            once.hold(known, least)
        once.hold(objective, aim)
        once.search.narrow(objective, aim)
        return once.search.best(how_many(once, []))
