"""Questions about one application, answered by a tree that closes every other list in integers.

A list is *better* than that of the round where it has more homes, or as many for less money. Each
has a tree of its own. In one row, with a home that outweighs any money, the relaxation could trade
a part of a home for money, and a tree would have to tell apart by money the thousands of lists that
have as many homes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import product
from math import gcd

from ...model.case import Case, Grant
from ...model.formulation import program_of
from ...model.linear import Place
from ...model.objectives import objectives_of
from ...proof.box import Box
from ...proof.restating import goal_of, system_of
from ...proof.system import Column, Row, sized
from ...search.trees.best_first import BestFirst, Limits
from ...search.trees.seeking import Enough, Seeker
from ...search.trees.simplex import Simplex, State
from ...search.trees.tree import Budget, OutOfBudget
from .learned import NOTHING, Learned

Bounds = Mapping[int, tuple[int, int]]
_LOOSE = 2**200  # a limit that no list reaches
_SECONDS = 20.0  # for a relaxation, or a tree
_LEAVES = (600, 1200)  # for the trees of an amount, one after another
_AT_ONCE = 1500  # for the one that begins with nothing
_PATIENCE = 120  # boxes after which it has to know more
_NEAR = 1e-6
_PARTS, _UNSURE = 4, 2  # levels of which both sides are tried; awards of which the nearest is
_BEYOND = 16  # times the request
_CHEAPER, _MORE = 1, 2  # rows of the tree of the homes
_HOMES, _MONEY, _WITHIN = 1, 2, 3  # rows of it


class Beside(IntEnum):
    """How a list compares with that of the round, where both have the homes that count."""

    DEARER = 0
    ALIKE = 1  # for as much money: the published order decides
    CHEAPER = 2


@dataclass(frozen=True, slots=True)
class MostHomes:
    """The most homes of a list with these bounds, and how little money one with them takes."""

    homes: int
    levels: tuple[int, ...]
    beside: Beside


@dataclass(frozen=True, slots=True)
class MostSteps:
    """The most steps with which a list is better than that of the round; 0 where none is.

    Where it ``closed`` no more steps are better. ``alike`` says that with more steps one may have
    the homes of the round for as much money, so that the published order decides.
    """

    steps: int
    alike: bool
    closed: bool


class RelaxedHomes:
    """Where to look for a number of homes: a guess, by which nothing is decided."""

    def __init__(self, box: Box, home: float, column: int, top: int) -> None:
        moves = column >= 0 and box.lower[column] < box.upper[column]
        self._simplex = Simplex(box, 0, _SECONDS) if moves else None
        self._home = home  # what one is in the row of the homes
        self._column, self._top = column, top

    def where(self, steps: int, homes: int, wanted: int) -> int:
        """The most steps that may have so many homes as are wanted, if the relaxation is as far off
        as at so many ``steps``, where a list has ``homes`` at the most."""
        here = self._at(steps)
        if here is None:
            return steps // 2
        low, high = 1, steps
        while high - low > 1:
            middle = (low + high) // 2
            there = self._at(middle)
            enough = there is not None and there - here >= wanted - homes
            low, high = (middle, high) if enough else (low, middle)
        return low

    def _at(self, steps: int) -> float | None:
        if self._simplex is None:
            return None
        self._simplex.try_bounds(self._column, steps - 1, self._top - 1)
        found = self._simplex.solve()
        if found.state is not State.OPTIMAL or not self._home:
            return None
        return -self._simplex.in_units(found.value) / self._home


class OneRound:
    """A case with the shortfalls of stage 1 held, at nought where ``None``; in plain integers.

    ``money`` is what the list of the round costs. ``learned`` is on what to branch in it.
    """

    def __init__(
        self,
        case: Case,
        shortfalls: Sequence[int] | None,
        money: int,
        learned: Learned = NOTHING,
    ) -> None:
        self.case = case
        self._learned = learned
        self.program = program_of(case)
        *short, self._homes, self._money = objectives_of(self.program)
        values = [0] * len(short) if shortfalls is None else shortfalls
        self._held = list(zip(short, values, strict=True))
        self._system = system_of(self.program)
        self._rows = [*self._system.rows, *(goal_of(o, v).held() for o, v in self._held)]
        self._least = money

    def bounds_in(self, i: int, now: int) -> dict[int, tuple[int, int]]:
        """The bounds that force an item in: in whole where it has a part ``now``."""
        place, variables = self.program.places[i], self.program.variables
        if not now:
            return {place.x: (1, 1)}
        return {v: (variables[v].upper, variables[v].upper) for v in place.variables()}

    def grants(self, values: Sequence[int]) -> tuple[list[int], list[Grant]]:
        """The levels and awards that values of the variables are."""
        levels = self.program.levels(values)
        return levels, self.awards(levels)

    def beside(self, grants: Sequence[Grant]) -> Beside:
        """How the money of a list compares with that of the round."""
        cents = self._money.exact(grants)
        return Beside((cents <= self._least) + (cents < self._least))

    def homes(self, grants: Sequence[Grant]) -> int:
        """What a list has of what stage 2 counts."""
        return self._homes.exact(grants)

    def most_homes(
        self,
        bounds: Bounds,
        known: Sequence[int],
        true: Callable[[Sequence[int], Sequence[Grant]], bool],
        budget: Budget,
    ) -> MostHomes | None:
        """The most homes within these bounds, from the levels of a ``known`` list on; of all with
        them, how little money one takes. ``None`` where it took more than it may.

        ``true`` says of levels and awards whether they are a list.
        """
        start = self.awards(known)
        best = MostHomes(self.homes(start), tuple(known), self.beside(start))
        more = self._box(bounds, self._cutoff(best.homes + 1), self._no_dearer(_LOOSE))

        def read(values: tuple[int, ...]) -> Mapping[int, int]:
            nonlocal best
            levels, grants = self.grants(values)
            found = MostHomes(self.homes(grants), tuple(levels), self.beside(grants))
            better = (found.homes, found.beside) > (best.homes, best.beside)
            if not better or not true(levels, grants):
                return {}
            if found.homes == best.homes and found.beside is Beside.CHEAPER:
                best = found
                raise Enough
            rose, best = found.homes > best.homes, found
            if rose:
                return {0: self._cutoff(best.homes + 1).limit}
            return {1: self._no_dearer(self._least - 1).limit}

        history = self._learned.history(self.program)
        try:
            Seeker(more, budget, read, history=history).seek()
            if best.beside is not Beside.CHEAPER:
                least = self._least - (best.beside is Beside.ALIKE)
                as_many = self._box(bounds, self._cutoff(best.homes), self._no_dearer(least))
                Seeker(as_many, budget, read, history=history).seek()
        except OutOfBudget:
            return None
        return best

    def most_homes_at_once(
        self,
        bounds: Bounds,
        known: Sequence[int],
        true: Callable[[Sequence[int], Sequence[Grant]], bool],
        budget: Budget,
    ) -> MostHomes | None:
        """As :meth:`most_homes`, by one tree that needs no good list to begin from."""
        start = self.awards(known)
        best = MostHomes(self.homes(start), tuple(known), self.beside(start))

        def wanted() -> int:
            return best.homes + (best.beside is Beside.CHEAPER)

        def taken(levels: Sequence[int]) -> bool:
            nonlocal best
            grants = self.awards(levels)
            homes = self.homes(grants)
            if homes < best.homes:
                return False
            found = MostHomes(homes, tuple(levels), self.beside(grants))
            better = (homes, found.beside) > (best.homes, best.beside)
            if better and true(levels, grants):
                best = found
                return True
            return False

        def read(values: tuple[int, ...]) -> Mapping[int, int]:
            taken_now = taken(self.program.levels(values))
            return {0: self._cutoff(wanted()).limit} if taken_now else {}

        def near(values: Sequence[float]) -> Mapping[int, int]:
            if any(taken(levels) for levels in self._levels_near(values)):
                return {0: self._cutoff(wanted()).limit}
            return {}

        def apart(values: tuple[int, ...], limits: Limits) -> Sequence[Limits]:
            levels, grants = self.grants(values)
            if self.homes(grants) != best.homes or not true(levels, grants):
                return ()
            least = self._no_dearer(self._least - (best.beside is Beside.ALIKE)).limit
            if _CHEAPER in limits:
                return ({_CHEAPER: least},) if least < limits[_CHEAPER] else ()
            if _MORE in limits:
                return ()
            return {_MORE: self._cutoff(best.homes + 1).limit}, {_CHEAPER: least}

        loose = replace(self._cutoff(0), limit=_LOOSE)
        rows = self._cutoff(wanted()), self._no_dearer(_LOOSE), loose
        unit = abs(self._cutoff(self._home).limit - self._cutoff(0).limit)
        history = self._learned.history(self.program)
        try:
            BestFirst(
                self._box(bounds, *rows), budget, read, apart,
                unit=unit, near=near, history=history,
            ).seek()  # fmt: skip
        except OutOfBudget:
            return None
        return best

    def most_steps_at_once(
        self,
        i: int,
        homes: int,
        first: int,
        true: Callable[[Sequence[Grant]], bool],
        until: float,
    ) -> MostSteps:
        """The most steps as :meth:`most_steps` has them, by one tree that begins with nothing.

        Its relaxation tells of each box how many steps it reaches at the most. What is beyond the
        whole request counts too until a list comes up, so that boxes which all reach that can be
        told apart. Where what it reaches tells of no box more than of the others, it ends soon,
        without an answer.
        """
        place, best = self.program.places[i], MostSteps(first, alike=False, closed=False)

        def more_than(steps: int) -> Row:
            return sized([(place.t, -1)], -steps, integral=True)

        def read(values: tuple[int, ...]) -> Mapping[int, int]:
            nonlocal best
            if values[place.t] > most:
                return {}
            levels, grants = self.grants(values)
            if not true(grants):
                return {}
            if not self._better(grants, homes):
                return {}
            best = replace(best, steps=highest(levels, i, self.case.items[i].ladder.top, better))
            return {0: more_than(best.steps).limit}

        def near(values: Sequence[float]) -> Mapping[int, int]:
            nonlocal best
            for levels in self._levels_near(values):
                raised = [*levels[:i], best.steps + 1, *levels[i + 1 :]]
                if best.steps < most + 1 and better(raised):
                    steps = highest(raised, i, self.case.items[i].ladder.top, better)
                    best = replace(best, steps=steps)
                    return {0: more_than(steps).limit}
            return {}

        def better(levels: Sequence[int]) -> bool:
            grants = self.awards(levels)
            return self._better(grants, homes) and true(grants)

        def apart(values: tuple[int, ...], limits: Limits) -> Sequence[Limits]:
            nonlocal best
            if values[place.t] > most:
                return ({**limits, _WITHIN: within.limit},) if _WITHIN not in limits else ()
            _, grants = self.grants(values)
            if self.homes(grants) != homes or _HOMES in limits or not true(grants):
                return ()
            beside = self.beside(grants)
            best = replace(best, alike=best.alike or beside is Beside.ALIKE)
            least = self._no_dearer(self._least - best.alike).limit
            if _MONEY in limits:
                return ({**limits, _MONEY: least},) if least < limits[_MONEY] else ()
            more = {**limits, _HOMES: self._cutoff(homes + 1).limit}
            return more, {**limits, _MONEY: least}

        most = max(0, self.case.items[i].ladder.top - 2)
        within = sized([(place.t, 1)], most, integral=True)
        loose = replace(within, limit=_LOOSE)
        rows = more_than(best.steps), self._cutoff(homes), self._no_dearer(_LOOSE), loose
        beyond = self._short_of_all(i) | {place.t: (0, _BEYOND * self.case.items[i].ladder.top)}
        box = self._box(beyond, *rows, without=place)
        unit = more_than(0).limit - more_than(1).limit
        budget = Budget(_SECONDS, _AT_ONCE, until)
        history = self._learned.history(self.program)
        with suppress(OutOfBudget):
            BestFirst(
                box,
                budget,
                read,
                apart,
                unit=unit,
                near=near,
                patience=_PATIENCE,
                last=[place.t],
                guide=_HOMES,
                history=history,
            ).seek()
            return replace(best, closed=True)
        return best

    def most_steps(
        self,
        i: int,
        homes: int,
        first: int,
        true: Callable[[Sequence[Grant]], bool],
        until: float,
    ) -> MostSteps:
        """The most steps of an item, short of its whole request, in a list that is better than that
        of the round with so many ``homes``; from ``first`` on, with which one is.

        A tree that begins from few steps has many boxes, so that after some it begins again from
        what it found. ``true`` says of awards whether they are a list.
        """
        place, best = self.program.places[i], MostSteps(first, alike=False, closed=False)
        as_many = False  # first more homes are looked for; then as many, for less money

        def more_than(steps: int) -> Row:
            return sized([(place.t, -1)], -steps, integral=True)

        def read(values: tuple[int, ...]) -> Mapping[int, int]:
            nonlocal best
            levels, grants = self.grants(values)
            if not true(grants):
                return {}
            if self._better(grants, homes):
                raised = highest(levels, i, self.case.items[i].ladder.top, better)
                best = replace(best, steps=raised)
                return {2: more_than(best.steps).limit}
            if not as_many or best.alike or self.beside(grants) is not Beside.ALIKE:
                return {}
            best = replace(best, alike=True)
            return {1: self._no_dearer(self._least - 1).limit}

        def better(levels: Sequence[int]) -> bool:
            grants = self.awards(levels)
            return self._better(grants, homes) and true(grants)

        history, short = self._learned.history(self.program), self._short_of_all(i)
        for leaves in _LEAVES:
            budget = Budget(_SECONDS, leaves, until)
            with suppress(OutOfBudget):
                if not as_many:
                    rows = self._cutoff(homes + 1), self._no_dearer(_LOOSE), more_than(best.steps)
                    Seeker(self._box(short, *rows), budget, read, history=history).seek()
                    as_many = True
                least = self._least - best.alike
                rows = self._cutoff(homes), self._no_dearer(least), more_than(best.steps)
                Seeker(self._box(short, *rows), budget, read, history=history).seek()
                return replace(best, closed=True)
        return best

    def _levels_near(self, values: Sequence[float]) -> Iterator[list[int]]:
        """The levels next to values of which steps are not whole, or few awards."""
        levels = [int(one.constant is not None) for one in self.case.items]
        parts, unsure = list[int](), 0
        for k, place in self.program.places.items():
            at = math.fsum(values[v] for v in place.variables())
            if self.case.items[k].ladder.top > 1:
                levels[k] = math.floor(at + _NEAR)
                if at - levels[k] > _NEAR:
                    parts.append(k)
            else:
                levels[k] = round(at)
                unsure += abs(at - levels[k]) > _NEAR
        if unsure <= _UNSURE and len(parts) <= _PARTS:
            for up in product((0, 1), repeat=len(parts)):
                tried = list(levels)
                for k, more in zip(parts, up, strict=True):
                    tried[k] += more
                yield tried

    def _better(self, grants: Sequence[Grant], homes: int) -> bool:
        """Whether a list is better than that of the round, with so many homes."""
        return (self.homes(grants), self.beside(grants)) >= (homes, Beside.CHEAPER)

    def awards(self, levels: Sequence[int]) -> list[Grant]:
        """The exact awards at these levels."""
        return [item.grant(one) for item, one in zip(self.case.items, levels, strict=True)]

    @property
    def _home(self) -> int:
        """By how many homes two lists can differ at the least."""
        return gcd(*(a for _, a in goal_of(self._homes, 0).terms)) or 1

    def relaxed_homes(self, i: int) -> RelaxedHomes:
        """The most homes by the steps of an item, short of its whole request, by the relaxation."""
        place, top = self.program.places[i], self.case.items[i].ladder.top
        cutoff, unit = self._cutoff(0), self._home
        home = (self._cutoff(-unit).limit - cutoff.limit) / unit
        return RelaxedHomes(self._box(self._short_of_all(i), cutoff), home, place.t, top - 1)

    def _short_of_all(self, i: int) -> dict[int, tuple[int, int]]:
        """The bounds that put an item in, short of its whole request."""
        place, top = self.program.places[i], self.case.items[i].ladder.top
        bounds = {place.x: (1, 1)}
        if place.t >= 0:
            bounds[place.t] = (0, max(0, top - 2))
        if place.rest >= 0:
            bounds[place.rest] = (0, 0)
        return bounds

    def _box(self, bounds: Bounds, *rows: Row, without: Place | None = None) -> Box:
        columns, stated = list(self._system.columns), self._rows
        if without is not None:
            stated = [one for one in stated if {j for j, _ in one.terms} != {without.x, without.t}]
        for v, (lower, upper) in bounds.items():
            columns[v] = Column(lower, upper, columns[v].whole)
        return Box(columns, [*rows, *stated])

    def _cutoff(self, homes: int) -> Row:
        """So many homes or more."""
        return goal_of(self._homes, homes).held()

    def _no_dearer(self, cents: int) -> Row:
        """No dearer than so much money."""
        return goal_of(self._money, cents).held()


def highest(levels: Sequence[int], i: int, top: int, holds: Callable[[Sequence[int]], bool]) -> int:
    """The most steps of an item below ``top`` with which a list still holds, the others as they
    are; its level in the list does."""
    low, high = levels[i], top
    while high - low > 1:
        middle = (low + high) // 2
        if holds([*levels[:i], middle, *levels[i + 1 :]]):
            low = middle
        else:
            high = middle
    return low
