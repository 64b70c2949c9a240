"""The best list by branch and bound, the most promising box first, in which no solver is believed.

Where no good list is known beforehand, a tree that goes depth first closes many boxes that are far
from the best. This one goes on with the box whose relaxation reaches furthest (Land and Doig,
1960), so that it opens little else than what any proof has to; its first boxes go down at once, for
a list in hand. A box is closed in whole numbers when what is in hand is all that it reaches.

Whether a list is better can be an alternative: more homes, or as many for less money. A box in
which it has to be told falls apart there and then, in a box for each, by the limits of its rows.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Any

from ...proof.box import Box
from .branching import FAR, History, best_of
from .seeking import Enough, Read, Seeker
from .simplex import Broken, State
from .tree import Budget, OutOfBudget, failures

Limits = Mapping[int, int]
Apart = Callable[[tuple[int, ...], Limits], Sequence[Limits]]
"""Of whole values that are no list to take, and the limits of their box, the limits of the rows of
the boxes in which it falls apart: together all that is better. None where that is no reason."""

Near = Callable[[Sequence[float]], Mapping[int, int]]
"""As :data:`Read`, of values that are not all whole: where lists near them are to be taken."""

_DIVES = 40  # boxes that go down before the most promising is taken
_NEAR = 1e-6


@dataclass(slots=True, order=True)
class _Open:
    """A box that is not closed: the least that it reaches, in units; then the deepest first."""

    units: int
    above: int
    number: int
    value: float = field(compare=False)
    bounds: dict[int, tuple[int, int]] = field(compare=False)
    limits: Limits = field(compare=False)
    basis: Any = field(compare=False)
    weights: Sequence[float] = field(compare=False)


class BestFirst(Seeker):
    """A box of all lists that are better than the one in hand, by its first row.

    ``unit`` is by how much the limit of the first row differs between two values of it. ``last``
    are columns that are branched on where nothing else is left; ``guide`` is a row by whose terms
    the history tells how far a box is, if it is not the first. ``patience`` are the boxes after
    which the most promising one has to reach less.
    """

    def __init__(
        self,
        box: Box,
        budget: Budget,
        read: Read,
        apart: Apart,
        *,
        unit: int,
        near: Near | None = None,
        last: Collection[int] = (),
        guide: int = 0,
        history: History | None = None,
        patience: float = math.inf,
    ) -> None:
        super().__init__(box, budget, read, history=history)
        self._apart, self._near = apart, near
        self._last, self._guide = frozenset(last), guide
        self._unit = math.ldexp(float(unit), self.simplex.scale(0))
        self._heap: list[_Open] = []
        self._limits: Limits = {}  # of the box of now
        self._given: dict[int, int] = {}  # of all boxes, of the rows that boxes have their own of
        self._most_gain = self._unit
        self._made, self._patience = 0, patience
        self._waits_for = (0, 0)  # what the most promising box reaches, and since which box
        self._here: _Open | None = None  # whose relaxation was solved last
        box.fold()
        self._root = box.mark()

    def seek(self) -> None:
        """Go on until no better list is left.

        Raises:
            OutOfBudget: that took more than it may.
        """
        with failures(), suppress(Enough):
            self._solved({}, 0, None, -math.inf)
            if self._guide and self._heap:
                known = self.simplex.multiplier(self._guide)
                self.history = self.history.times(known)
            down: _Open | None = None
            while self._heap:
                self._wait()
                if down is None or self._made > _DIVES:
                    down = heappop(self._heap)
                else:
                    self._heap.remove(down)
                    self._heap.sort()
                down = self._expanded(down)

    def _wait(self) -> None:
        """Go on for a while, as long as what can be reached becomes less.

        Raises:
            OutOfBudget: it does not.
        """
        units = self._heap[0].units
        if units != self._waits_for[0]:
            self._waits_for = units, self._made
        elif self._made - self._waits_for[1] > self._patience:
            raise OutOfBudget

    def _expanded(self, box: _Open) -> _Open | None:
        """Close a box, or make boxes of it; the deeper one that reaches furthest."""
        if box is not self._here:
            self._jump(box.bounds, box.limits)
            if box.value > self.simplex.cutoff and self._closing_by([box.weights]) is not None:
                return None
            self.simplex.start(box.basis)
            if not self.rows_of.settle(self.box):
                return None
        elif box.value > self.simplex.cutoff and self._closing_by([box.weights]) is not None:
            return None
        self._here = None
        self.simplex.follow()
        relaxed = self.simplex.solve()
        if self._closed_by(relaxed) is not None:
            return None
        if relaxed.state is not State.OPTIMAL:
            return self._halved(box)
        self.fix(1)
        broken = self.simplex.broken()
        if not broken:
            return self._whole(box, tuple(round(value) for value in self.simplex.values()))
        if self._near is not None and (narrower := self._near(self.simplex.values())):
            return self._narrowed(box, narrower)
        lower, upper = self.box.lower, self.box.upper
        still = [one for one in broken if lower[one.j] <= one.cut < upper[one.j]]
        first = [one for one in still if one.j not in self._last]
        if not still:
            return self._halved(box)
        one = best_of(
            self.simplex, self.history, first or still, relaxed.value, self.simplex.basis(),
            self.looks, min(self.simplex.cutoff + FAR, relaxed.value + 2 * self._most_gain),
        )  # fmt: skip
        return self._branched(box, one, relaxed.value)

    def _whole(self, box: _Open, values: tuple[int, ...]) -> _Open | None:
        """Whole values came up in an open box."""
        narrower = self._read(values)
        if narrower:
            return self._narrowed(box, narrower)
        parts = self._apart(values, self._limits)
        if not parts:
            return self._halved(box)
        bounds, basis = self.box.moved(self._root), self.simplex.basis()
        for limits in parts:
            self._jump(bounds, limits)
            self.simplex.start(basis)
            self._solved(limits, box.above - 1, None, box.value)
        return None

    def _narrowed(self, box: _Open, narrower: Limits) -> None:
        """A list is in hand that is better: what is no better is left out of all boxes."""
        for place, limit in narrower.items():
            self._narrow(place, limit)
            if place in self._given:
                self._given[place] = limit
        heappush(self._heap, box)

    def _halved(self, box: _Open) -> _Open | None:
        """Branch where floats cannot tell on what: on a variable of a rounded payment first."""
        own = self.box
        first = (j for row in own.rows for one, _ in row.rounded for j in one.columns)
        for j in (*first, *range(len(own.lower))):
            low, high = own.lower[j], own.upper[j]
            if own.whole[j] and low < high:
                return self._branched(box, Broken(j, (low + high) // 2, 0.5), box.value, sure=False)
        if own.alone() is not None:
            return None
        values = tuple(own.lower)
        if not self._read(values) and not self._apart(values, self._limits):
            raise OutOfBudget
        return self._whole(box, values)

    def _branched(
        self, box: _Open, one: Broken, value: float, *, sure: bool = True
    ) -> _Open | None:
        bounds, limits, basis = self.box.moved(self._root), self._limits, self.simplex.basis()
        low, high = self.box.lower[one.j], self.box.upper[one.j]
        made: list[_Open] = []
        # The side that is expected to reach further is solved last, to go on from there.
        for up in sorted((False, True), key=lambda up: -self.history.expected(one, up=up)):
            self._jump(bounds, limits)
            self.box.bound(one.j, one.cut + 1 if up else low, high if up else one.cut)
            self.simplex.start(basis)
            learned = (one, up, value) if sure else None
            found = self._solved(limits, box.above - 1, learned, box.value)
            if found is not None:
                made.append(found)
        return min(made, default=None)

    def _solved(
        self, limits: Limits, above: int, born: tuple[Broken, bool, float] | None, least: float
    ) -> _Open | None:
        """Solve the box of now, and keep it where it is not closed."""
        self.budget.spend()
        self._made += 1
        self._here = None
        if not self.rows_of.settle(self.box):
            self._brought(born, math.inf)
            return None
        self.simplex.follow()
        relaxed = self.simplex.solve()
        self._brought(born, relaxed.value)
        if self._closed_by(relaxed) is not None:
            return None
        value = relaxed.value if relaxed.state is State.OPTIMAL else least
        if relaxed.state is State.OPTIMAL:
            self.fix(1)
        weights = self.simplex.weights() if relaxed.state is State.OPTIMAL else []
        units = math.ceil(value / self._unit - _NEAR) if math.isfinite(value) else 0
        found = _Open(
            units, above, self._made, value, self.box.moved(self._root), limits,
            self.simplex.basis(), weights,
        )  # fmt: skip
        heappush(self._heap, found)
        self._here = found
        return found

    def _brought(self, born: tuple[Broken, bool, float] | None, value: float) -> None:
        if born is None or math.isnan(value):
            return
        one, up, before = born
        if math.isfinite(value):
            self._most_gain = max(self._most_gain, value - before)
        most = min(self.simplex.cutoff + FAR, before + 2 * self._most_gain)
        gain = max(0.0, min(value, most) - before)
        self.history.learn(one.j, up, gain, 1 - one.part if up else one.part)

    def _jump(self, bounds: Mapping[int, tuple[int, int]], limits: Limits) -> None:
        """To another box: from the first one by its bounds, and by the limits of its rows."""
        box = self.box
        box.undo(self._root)
        for j, (low, high) in bounds.items():
            if (low, high) != (box.lower[j], box.upper[j]):
                box.bound(j, low, high)
        if limits != self._limits:
            for place in sorted({*limits, *self._limits}):
                given = self._given.setdefault(place, box.rows[place].limit)
                self._narrow(place, min(given, limits.get(place, given)))
            self._limits = limits
