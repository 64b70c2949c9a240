"""The best list by branch and bound, in which no solver is believed.

It grows a tree as ``tree`` does, but a list that comes up is not the end of it: the rows that say
what a list has to beat are tightened there and then. What was closed before holds no list that
beats less, so that what is in hand when all is closed is the best. Every box was closed in whole
numbers; the steps are not kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress

from ...proof.box import Box
from ...proof.tree import Combination, Step
from .branching import History
from .settling import Settled
from .tree import Budget, Grower, failures, whole

Read = Callable[[tuple[int, ...]], Mapping[int, int]]
"""Of whole values of the variables, the rows that narrow with their new limits: those that this
list, and all that are no better, break. None where the values are no list to take."""


class Enough(Exception):
    """Of who reads what came up: no other list has to be looked for."""


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
        else:
            super()._take(step)

    def _closed(self) -> None:
        basis = self._bases.pop() if self._bases else None
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
            self.box.tighten(place, limit)
            self.simplex.take_limit(place)
        return bool(narrower)
