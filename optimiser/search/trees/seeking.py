"""The best list by branch and bound, in which no solver is believed.

It grows a tree as ``tree`` does, but a list that comes up is not the end of it: the rows that say
what a list has to beat are tightened there and then. What was closed before holds no list that
beats less, so that what is in hand when all is closed is the best. Every box was closed in whole
numbers; the steps are not kept.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import NamedTuple

from ...proof.box import Box
from ...proof.tree import Combination, Lemma, Step
from .branching import FAR, History
from .settling import Settled
from .simplex import Broken, Relaxed, State
from .tree import Budget, Grower, failures, whole

Read = Callable[[tuple[int, ...]], Mapping[int, int]]
"""Of whole values of the variables, the rows that narrow with their new limits: those that this
list, and all that are no better, break. None where the values are no list to take."""


class Enough(Exception):
    """Of who reads what came up: no other list has to be looked for."""


class _Born(NamedTuple):
    """The branch that made a box: on what, which side, from which value, and how far it moved."""

    j: int
    up: bool
    value: float
    part: float


class Seeker(Grower):
    """A box of all lists that are better than the one in hand."""

    # Nothing is kept, so that steps of many bits and steps that shrink little cost no more.
    bit_sizes = (24, 40, 52)
    worth = 1
    looks = 1

    def __init__(
        self,
        box: Box,
        budget: Budget,
        read: Read,
        *,
        objective: int = 0,
        history: History | None = None,
    ) -> None:
        super().__init__(box, budget, lambda _: False, objective=objective, history=history)
        self._read = read
        self._born: _Born | None = None  # of the box of now, until its relaxation is known
        self._waiting: list[_Born | None] = []
        self._told: tuple[_Born | None, _Born | None] = (None, None)
        self.rows_of = Settled(box)

    def seek(self) -> None:
        """Go on until no better list is left.

        Raises:
            OutOfBudget: that took more than it may.
        """
        with failures(), suppress(Enough):
            self.grow()

    def fix(self, least: int) -> bool:
        """Shrink ranges by the multipliers of now, if at least so many do; whether they did."""
        if self.simplex.shrinks() < least:
            return False
        return self.box.apply(whole(self.simplex.weights(), self.bit_sizes[0])) is False

    def _take(self, step: Step) -> None:
        if isinstance(step, Combination):  # it was added up already, and closes the box
            self._closed()
            return
        down, up = self._told
        self._told = None, None
        # A lemma begins with the side on which its sum is more.
        self._born, later = (up, down) if isinstance(step, Lemma) else (down, up)
        self._waiting.append(later)
        super()._take(step)

    def _close(self, relaxed: Relaxed) -> bool:
        if relaxed.state is not State.FAILED:
            self._learn(relaxed.value)
        return super()._close(relaxed)

    def _chosen(self, one: Broken, value: float) -> None:
        self._told = _Born(one.j, False, value, one.part), _Born(one.j, True, value, 1 - one.part)

    def _learn(self, value: float) -> None:
        """What the branch to the box of now brought, by its value."""
        born, self._born = self._born, None
        if born is not None and not math.isnan(value):
            gain = max(0.0, min(value, self.simplex.cutoff + FAR) - born.value)
            self.history.learn(born.j, born.up, gain, born.part)

    def _closed(self) -> None:
        self._learn(math.inf)
        basis = self._bases.pop() if self._bases else None
        self._born = self._waiting.pop() if self._waiting else None
        self.tree.close()
        if basis is not None:
            self.simplex.start(basis)

    def _by_rows(self, *, root: bool) -> bool:
        if root:
            return super()._by_rows(root=True)
        if self.rows_of.settle(self.box):
            return False
        self._closed()
        return True

    def came_up(self, values: tuple[int, ...]) -> bool:
        """Whole values came up: where they are a list that is better, it is the one to beat."""
        narrower = self._read(values)
        for place, limit in narrower.items():
            self._narrow(place, limit)
        return bool(narrower)

    def _narrow(self, place: int, limit: int) -> None:
        """Another limit of a row of the box."""
        self.box.tighten(place, limit)
        self.simplex.take_limit(place)
        self.rows_of.take_limit(self.box, place)
