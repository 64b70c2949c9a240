"""The best list by branch and bound, in which no solver is believed.

It grows a tree as ``tree`` does, but a list that comes up is not the end of it: the rows that say
what a list has to beat are tightened there and then. What was closed before holds no list that
beats less, so that what is in hand when all is closed is the best. Every box was closed in whole
numbers; the steps are not kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ...proof.box import Box
from .branching import History
from .tree import Budget, Grower, failures

Read = Callable[[tuple[int, ...]], Mapping[int, int]]
"""Of whole values of the variables, the rows that narrow with their new limits: those that this
list, and all that are no better, break. None where the values are no list to take."""


class Seeker(Grower):
    """A box of all lists that are better than the one in hand."""

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

    def seek(self) -> None:
        """Go on until no better list is left.

        Raises:
            OutOfBudget: that took more than it may.
        """
        with failures():
            self.grow()

    def came_up(self, values: tuple[int, ...]) -> bool:
        """Whole values came up: where they are a list that is better, it is the one to beat."""
        narrower = self._read(values)
        for place, limit in narrower.items():
            self.box.tighten(place, limit)
            self.simplex.tighten(place)
        return bool(narrower)
