"""A round in which one refused application is changed, and all others stay as they were.

Every list without the application stays what it was, so the list in hand stays the best of those.
The changed application wins where some list with it is better, stage by stage, or as good and
before it in the published order.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from ....grants.applications.candidate import Candidate
from ....grants.decisions.allocation import Basis, Status
from ....grants.rounds.policy import Policy
from ...model.case import case_of
from ...search.allocation import allocate
from ...solution import Solution
from ..asking.learned import learned_of
from ..asking.question_session import Asking, asking
from .facts import Answered

Change = tuple[Answered, int | None]


class OutOfTime(Exception):
    """No answer within the time; caught where the question was asked."""


class ChangedRound:
    """One refused application, changed, among candidates that stay as they were.

    ``basis`` is what the answer rests on.
    """

    def __init__(
        self,
        candidates: Sequence[Candidate],
        policy: Policy,
        solution: Solution,
        own: Candidate,
    ) -> None:
        self.candidates = candidates
        self.policy = policy
        self.learned = learned_of(candidates, policy, solution)
        self.own = own
        self.name = own.application_id
        # Of stages 1 to 3; the published order has no value of its own.
        self.values = [stage.value for stage in solution.stages[:-1]]
        self.deadline = 0.0
        self.basis = Basis.ONE_SOLVER

    def among(self, changed: Candidate) -> list[Candidate]:
        """All candidates, with the changed one in its place."""
        return [changed if one.application_id == self.name else one for one in self.candidates]

    def asked(self, changed: Candidate) -> Asking:
        """The changed round to ask questions of, until the deadline.

        Raises:
            OutOfTime: it is past.
        """
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise OutOfTime
        return asking(case_of(self.among(changed), self.policy), left)

    def granted(self, changed: Candidate) -> bool:
        """Whether the canonical list of the changed round grants it, without a draft's tie rule.

        Raises:
            OutOfTime: that is not known within the time.
        """
        left = self.deadline - time.monotonic()
        if left < 1:
            raise OutOfTime
        again = allocate(self.among(changed), self.policy, time_limit_seconds=int(left))
        if again.status is not Status.PROVEN:
            raise OutOfTime
        return again.of(self.name).cents > 0 and self.name not in again.ties
