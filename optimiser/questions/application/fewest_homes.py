"""The fewest homes more with which a refused application would have won, for the same amount.

They follow from what is lost when it is forced in. Where that is not shown they are found by
halving where more homes can only help, and otherwise one by one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from ....grants.applications.candidate import Candidate
from ....grants.decisions.allocation import Basis
from ....grants.rounds.policy import Policy
from ...model.case import Case, case_of
from ...model.recount import affordable_homes, checks
from ...search.stages.result import Found
from ...solution import Solution
from ..asking.by_tree import Beside, MostHomes
from ..asking.question_session import asking
from .changed_round import Change, ChangedRound, OutOfTime
from .facts import MOST_ADDED, Answered
from .more_homes import only_helps, with_more, without_limits_of_homes


class FewestHomes(ChangedRound):
    """The application with more homes of social rent, all else as it was.

    ``at_least`` are the fewest homes more that are not known to lose.
    """

    def __init__(
        self,
        candidates: Sequence[Candidate],
        policy: Policy,
        solution: Solution,
        own: Candidate,
    ) -> None:
        super().__init__(candidates, policy, solution, own)
        self.maximised = {len(self.values) - 2}  # the homes
        self.at_least = 1

    def found(self, deadline: float, shown: MostHomes | None) -> Change:
        """The answer; ``shown`` is the most homes with the application forced in."""
        self.deadline, self.at_least = deadline, 1
        try:
            found = self._fewest_homes(shown)
        except OutOfTime:
            return Answered.NOT_DETERMINED, None
        return (Answered.FOUND, found) if found else (Answered.NONE, None)

    def _fewest_homes(self, shown: MostHomes | None) -> int | None:
        most = MOST_ADDED * max(self.own.homes.affordable, 1)
        fewest = self._by_what_was_shown(shown) if shown is not None else None
        if fewest is not None:
            self.basis = Basis.CHECKED_TREE
            return fewest if fewest <= most else None
        asked = self.asked(self.own)
        i = asked.place[self.name]
        if not asked.can_be_in(i):
            return None
        if not only_helps(asked.case, i):
            return next((n for n in range(1, most + 1) if self._wins_with(n)), None)
        low = self._too_few(i, asked.case)
        self.at_least = low + 1
        stride = 1
        while low < most:
            n = min(low + stride, most)
            if self._wins_with(n):
                return _first(low, n, self._wins_with)
            low, stride = n, 2 * stride
            self.at_least = low + 1
        return None

    def _by_what_was_shown(self, shown: MostHomes) -> int | None:
        """The fewest homes more: those that are lost when it is forced in, or one more.

        A home more adds one at the most, so that fewer cannot do. With as many as are lost a list
        with it has the homes of the round, and wins where one costs less; else one more is enough.
        ``None`` where that does not follow: homes more can do harm or do not all count, or as much
        money ties.
        """
        lost = self.values[-2] - shown.homes
        if any(self.values[:-2]) or (shown.beside is Beside.ALIKE and lost):
            return None
        fewest = max(1, lost if shown.beside is Beside.CHEAPER else lost + 1)
        case = case_of(self.among(with_more(self.own, fewest)), self.policy)
        i = next(k for k, one in enumerate(case.items) if one.candidate.application_id == self.name)
        if not only_helps(case, i):
            return None
        grants = [item.grant(one) for item, one in zip(case.items, shown.levels, strict=True)]
        holds = all(one.holds for one in checks(case, grants))
        counted = affordable_homes(case, grants) == shown.homes + fewest
        return fewest if holds and counted else None

    def _too_few(self, i: int, case: Case) -> int:
        """A number of homes more with which it can't win yet: a home more adds one at the most.

        Limits of homes that it takes part in are left out, since more homes could help it there.
        """
        if any(self.values[:-2]):
            return 0
        freer = without_limits_of_homes(case, self.policy, i)
        left = self.deadline - time.monotonic()
        asked = asking(case_of(self.candidates, freer), max(left, 0))
        for objective in asked.shortfalls:
            asked.hold(objective, 0)
        found = asked.best(asked.homes, asked.award(asked.place[self.name]))
        if not found.proven:
            raise OutOfTime
        return max(0, self.values[-2] - found.value - 1) if isinstance(found, Found) else 0

    def _wins_with(self, more: int) -> bool:
        """Whether it wins with so many homes of social rent more, for the same amount."""
        changed = with_more(self.own, more)
        asked = self.asked(changed)
        i = asked.place[self.name]
        for stage, (objective, value) in enumerate(zip(asked.objectives, self.values, strict=True)):
            if stage in self.maximised or value:
                found = asked.best(objective, asked.award(i))
                if not found.proven:
                    raise OutOfTime
                if not isinstance(found, Found):
                    return False
                if found.value != value:
                    return (found.value > value) is objective.maximise
            asked.hold(objective, value)
        return self.granted(changed)


def _first(low: int, high: int, wins: Callable[[int], bool]) -> int:
    """The first number that wins, between one that does not and one that does."""
    while high - low > 1:
        middle = (low + high) // 2
        if wins(middle):
            high = middle
        else:
            low = middle
    return high
