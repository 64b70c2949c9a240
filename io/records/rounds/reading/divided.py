"""How the money of a round was divided, and what became of that list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from .....grants.decisions.allocation import Allocation, Approval
from .....grants.ledger.opening import NOTHING_TAKEN, OpeningBalance
from .....grants.rounds.policy import Policy
from .....optimiser.solution import Solution
from ... import tables
from .. import allocations, approvals, why_not
from ..once import once
from .sealed import SealedRound


class DividedRound(SealedRound):
    """A round with its newest list, who approved that, and what is kept with it."""

    @once
    def allocation_id(self) -> int | None:
        """The number of the newest allocation, the one that counts; ``None`` before the first."""
        return allocations.newest_id(self.session, self.id)

    @once
    def opening(self) -> OpeningBalance:
        """What earlier rounds had taken when this one was last divided."""
        return (
            allocations.opening(self.session, self.id)
            if self.has_rows("opening_balance")
            else NOTHING_TAKEN
        )

    @once
    def newest_allocation(self) -> tables.Allocation | None:
        """The row of the newest allocation; ``None`` before the first."""
        return allocations.row_of(self.session, self.allocation_id)

    @property
    def allocation_row(self) -> tables.Allocation:
        """The row of the newest allocation.

        Raises:
            WrongUse: there is no such round.
            RefusedByProcess: there is no allocation yet.
        """
        found = self.newest_allocation if self.row else None
        if found is None:
            raise allocations.not_divided(self.id)
        return found

    @once
    def allocation(self) -> Allocation:
        """The newest allocation.

        Raises:
            WrongUse: there is no such round.
            RefusedByProcess: there is none yet.
        """
        return Allocation.model_validate_json(self.allocation_row.allocation_json)

    @once
    def solution(self) -> Solution:
        """What the optimiser found for the newest allocation; raises as ``allocation`` does."""
        return Solution.model_validate_json(self.allocation_row.solution_json)

    @property
    def ties(self) -> tuple[str, ...]:
        """The applications between which only lots can decide, in the newest allocation."""
        return self.solution.ties if self.newest_allocation is not None else ()

    @once
    def awards(self) -> tuple[tables.Award, ...]:
        """The awards of the newest allocation, as they can be added up in SQL."""
        return allocations.awards_of(self.session, self.allocation_id)

    @once
    def first_name(self) -> str:
        """Who put the first name under the list of now; empty where nobody did."""
        return approvals.first_name(self.session, self.id)

    @once
    def approvals(self) -> tuple[tables.Approval, ...]:
        """Every approval, also of a list that an amendment put aside, oldest first."""
        return approvals.rows_of(self.session, self.id)

    @once
    def approval(self) -> Approval | None:
        """The approval of the newest allocation, where the round still stands decided by it."""
        if not (self.exists and self.state.decided):
            return None  # an amendment leaves the former approval over a list that is put aside
        row = self.approval_row
        return approvals.approval_of(row, self.first_name) if row is not None else None

    @property
    def approval_row(self) -> tables.Approval | None:
        """The row of the approval of the newest allocation, while the round stands decided."""
        if not (self.exists and self.state.decided):
            return None
        newest = self.allocation_id
        return next((one for one in self.approvals if one.allocation_id == newest), None)

    @property
    def policy_as_decided(self) -> Policy:
        """The policy that holds, with the day of the decision where that has been taken."""
        row = self.approval_row
        if row is None or not self.policy.asks:
            return self.policy
        return self.policy.decided_on(date.fromisoformat(row.on))

    @once
    def why_not(self) -> Mapping[str, str]:
        """What was kept with the list of now of who has not the full amount, by number."""
        return why_not.kept_answers(self) if self.has_rows("why_not") else {}

    @once
    def deep_answers(self) -> str | None:
        """What a deep report says of the list of now; ``None`` where it was not worked out."""
        return why_not.kept_deep_answers(self) if self.has_rows("deep_answer") else None

    @once
    def answered_at_approval(self) -> frozenset[str]:
        """Of whom that was there when the list was approved; of all, where it is not yet."""
        return why_not.answered_at_approval(self) if self.has_rows("why_not") else frozenset()

    @once
    def publications(self) -> tuple[tables.Publication, ...]:
        """Every time that the letters of a list were written in full, oldest first."""
        return allocations.publications(self.session, self.id)

    @property
    def published_on(self) -> date | None:
        """The date of the letters of the newest allocation; ``None`` before they are written."""
        newest = self.allocation_id
        days = [one.on for one in self.publications if one.allocation_id == newest]
        return date.fromisoformat(days[0]) if days else None
