"""What one application gets, once it alone is corrected, without dividing everything again.

The list of before is a good list still, with the application as it is now. Its level is certain as
soon as no list with it at another one is as good: ``proof.level`` says what shows that, and checks
it without a solver. Lists without it are the same as before, of which the list was the best.

Of an application that got nothing a better list with it is looked for first. What is not shown, or
would be a matter of the published order, is left open for a whole division.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from enum import StrEnum

from ...grants.allocation import Stage, Status
from ...grants.candidate import Candidate
from ...grants.policy import Policy
from ...grants.record import Record
from ..model.case import Case, Grant, case_of
from ..model.formulation import program_of
from ..model.listing import award_in
from ..model.objectives import Objective
from ..model.program import Program
from ..model.recount import checks
from ..proof.level import (
    Before,
    Bounds,
    LevelShown,
    award_by_rule,
    boxes,
    claim_of_box,
    hash_of_box,
    level_fault,
    place_of,
    values_of,
)
from ..proof.tree import TreeProof, kept
from ..search.result import Found, NotFound
from ..search.tree import BetterList, Budget, OutOfBudget, grow_stage
from ..solution import ProposedAward, Solution
from .question_session import asking, how_many

_LEAVES = 5_000
"""A division is as fast as a tree of more."""


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
        listed = self._listed()
        if listed is None:
            return ComesIn(entry=Entry.OPEN)
        place = place_of(self._program, listed, self._place)
        asked = boxes(self._program, place)
        if not place.level and asked:
            found = self._gets_in(listed, {stage.name: stage for stage in before.stages})
            if found is not None:
                return found
        return self._kept(listed, asked)

    def _listed(self) -> list[Grant] | None:
        """The list of before with the application as it is now, if that is a list still."""
        levels = {one.application_id: one.steps for one in self._before.given}
        cents = {one.application_id: one.cents for one in self._before.given}
        found: list[Grant] = []
        for i, item in enumerate(self._case.items):
            name = item.candidate.application_id
            level = levels.get(name, 0)
            if i == self._place and level:
                whole = item.ladder.top == 1
                level = 1 if whole else item.ladder.level_of(cents[name]) or item.ladder.top
            if item.constant is None and level > item.ladder.top:
                return None
            found.append(item.grant(level))
        holds = all(one.holds for one in checks(self._case, found) if one.hard)
        return found if holds else None

    def _kept(self, listed: Sequence[Grant], asked: Sequence[Bounds]) -> ComesIn:
        """That it has the level of the list, shown for every other one."""
        then = self._best_without(listed)
        proofs: list[str] = []
        for bounds in asked:
            text = "" if then and self._is_out(bounds) else self._closed(listed, bounds)
            if text is None:
                return ComesIn(entry=Entry.OPEN)
            proofs.append(text)
        return self._told(listed, tuple(proofs), then=then)

    def _best_without(self, listed: Sequence[Grant]) -> bool:
        """Whether the list is better than the one of before, and so than all without it."""
        then = program_of(self._before.case)
        return values_of(self._program, listed) < values_of(then, self._before.grants())

    def _is_out(self, bounds: Bounds) -> bool:
        return bounds.get(self._program.places[self._place].x) == (0, 0)

    def _closed(self, listed: Sequence[Grant], bounds: Bounds) -> str | None:
        """The trees of a box of other levels; ``None`` where they do not close."""
        claim = claim_of_box(self._program, listed, bounds)
        budget = Budget(self._seconds, _LEAVES, self._until)
        try:
            stages = {
                k: grow_stage(claim, k, budget, lambda values: self._is_list(self._program, values))
                for k in range(len(claim.goals))
            }
        except (OutOfBudget, BetterList):
            return None
        return kept(TreeProof(hash_of_box(self._program, listed, bounds), stages))

    def _is_list(self, program: Program, values: tuple[int, ...]) -> bool:
        levels = program.levels(values)
        grants = [
            item.constant or item.grant(level)
            for item, level in zip(self._case.items, levels, strict=True)
        ]
        return all(one.holds for one in checks(self._case, grants) if one.hard)

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

    def _gets_in(self, listed: Sequence[Grant], stages: dict[str, Stage]) -> ComesIn | None:
        """Stage by stage: is there a list with it that is better here, and no worse before?

        ``None`` where no solver finds one, so that it is to be shown that there is none.
        """
        session = asking(self._case, self._seconds)
        for v, (lower, upper) in session.award(self._place).items():
            session.search.restrict(v, lower, upper)
        for objective in session.objectives:
            value = objective.exact(listed)
            found = self._better(objective, value, session.held)
            if isinstance(found, Found):
                if self._case.items[self._place].ladder.top > 1:
                    return ComesIn(entry=Entry.OPEN)  # how much it gets is for a whole division
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
