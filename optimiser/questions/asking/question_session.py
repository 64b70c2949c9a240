"""A round that is asked many exact questions, which differ in a bound or in what is held.

Every list that comes back was recomputed in exact integers and keeps every hard constraint and all
that is held.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager

from ....grants.decisions.allocation import Unit
from ...model.case import Case, Grant
from ...model.formulation import program_of
from ...model.linear import Linear
from ...model.objectives import Objective
from ...model.point import point_of
from ...search.allocation import objectives_of
from ...search.stages.result import Found, NotFound
from ...search.stages.search import Search

Bounds = Mapping[int, tuple[int, int]]
SHORT = 0.3  # effort, in seconds of a quiet processor


class Asking:
    """One case with what is held, asked for the best by one objective after another."""

    def __init__(self, case: Case, solver: str, deadline: float) -> None:
        self.case = case
        self.program = program_of(case)
        self.objectives = objectives_of(self.program)
        self.search = Search(self.program, solver, deadline)
        self.place = {item.candidate.application_id: i for i, item in enumerate(case.items)}
        self.solver = solver
        self.held: list[tuple[Objective, int]] = []

    @property
    def shortfalls(self) -> list[Objective]:
        """Stage 1: an objective for each importance."""
        return self.objectives[:-2]

    @property
    def homes(self) -> Objective:
        return self.objectives[-2]

    @property
    def money(self) -> Objective:
        return self.objectives[-1]

    def can_be_in(self, i: int) -> bool:
        """Whether an item is open to the optimiser and nothing by itself keeps it out."""
        places = self.program.places
        return i in places and self.program.variables[places[i].x].upper > 0

    def award(self, i: int) -> dict[int, tuple[int, int]]:
        """The bounds that put an item in, at whatever level."""
        return {self.program.places[i].x: (1, 1)}

    def between(self, i: int, least: int, most: int) -> dict[int, tuple[int, int]]:
        """The bounds that put an item in, from a level to one that is below its highest."""
        place = self.program.places[i]
        bounds = self.award(i)
        if place.t >= 0:
            bounds[place.t] = (least - 1, most - 1)
        if place.rest >= 0:
            bounds[place.rest] = (0, 0)
        return bounds

    def whole(self, i: int) -> dict[int, tuple[int, int]]:
        """The bounds that give an item all that it asked for."""
        variables = self.program.variables
        most = {v: variables[v].upper for v in self.program.places[i].variables()}
        return {v: (upper, upper) for v, upper in most.items()}

    def bounds_in(self, i: int, now: int) -> dict[int, tuple[int, int]]:
        """The bounds that force an item in: in whole where it has a part ``now``."""
        return self.whole(i) if now else self.award(i)

    def level(self, i: int) -> Objective:
        """The level of an item, as large as can be."""

        def exact(grants: Sequence[Grant]) -> int:
            return self.case.items[i].ladder.level_of(grants[i].cents) or 0

        return Objective("level", Unit.NUMBER, self.program.level(i), True, exact)

    def hold(self, objective: Objective, value: int) -> None:
        """From now on, only lists that are at least as good by this objective."""
        self.held.append((objective, value))
        self.search.hold(objective, value)

    def best(self, objective: Objective, bounds: Bounds) -> Found | NotFound:
        """The best list by an objective with these bounds on some variables."""
        with self.within(bounds):
            return self.search.best(objective)

    def quick(self, objective: Objective, bounds: Bounds) -> Found | NotFound:
        """A list that is good by an objective, with little effort."""
        with self.within(bounds):
            return self.search.finder.quick(objective)

    def short(
        self, objective: Objective, bounds: Bounds, known: Sequence[int] = ()
    ) -> Found | NotFound:
        """A list that is good by an objective, by a short search of SCIP, where it is there.

        It is no worse than a ``known`` list within these bounds, by its levels, if there is one.
        """
        with self.within(bounds):
            loaded, finder = self.search.loaded, self.search.finder
            by = (loaded.engines[1:] or loaded.engines)[0]
            bound = loaded.relaxed(objective) if known else None
            if bound is None:
                return finder.run(by, objective, None, effort=SHORT)
            grants = self.search.grants(known)
            start = tuple(map(float, point_of(self.program, grants)))
            with loaded.core(bound, objective.exact(grants), objective):
                return finder.run(by, objective, start, effort=SHORT)

    @contextmanager
    def within(self, bounds: Bounds) -> Generator[None]:
        """These bounds for a moment, with no list in hand from before."""
        self.search.forget()
        for v, (lower, upper) in bounds.items():
            self.search.engine.set_bounds(v, lower, upper)
        try:
            yield
        finally:
            for v in bounds:
                one = self.program.variables[v]
                self.search.engine.set_bounds(v, one.lower, one.upper)


def asking(case: Case, seconds: float, solver: str = "highs") -> Asking:
    """A case to ask questions of, for so many seconds from now."""
    return Asking(case, solver, time.monotonic() + seconds)


def how_many(asked: Asking, items: Sequence[int]) -> Objective:
    """The number of these items that get an award."""
    linear = Linear()
    for i in items:
        linear.add(asked.program.number(i))

    def exact(grants: Sequence[Grant]) -> int:
        return sum(grants[i].cents > 0 for i in items)

    return Objective("how many", Unit.NUMBER, linear, True, exact)
