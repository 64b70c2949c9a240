"""What was decided on an award, or became of it, after the decision by which it was granted.

The list does not change by it. Each step has the amount before and after it, so that they lead from
the list to what stands today.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from ..bilingual import Bilingual
from ..money import ZERO, Euro
from ..record import Record


class LaterKind(StrEnum):
    """What it is: a decision, or a withdrawal by the municipality."""

    OBJECTION = "objection"
    RESERVE = "reserve"
    CHANGED = "changed"
    CHANGE_REFUSED = "change_refused"
    REVOKED = "revoked"
    SETTLED = "settled"
    RECLAIMED = "reclaimed"
    WITHDRAWN = "withdrawn"


class Ending(Record):
    """How far the end of an award is: accounted for, fixed, claimed back and repaid.

    ``accounted_to`` is the latest year that was accounted for, ``lawful`` what was lawfully spent
    by then and ``last`` whether that was the last account. ``fixed`` is its final amount. ``None``
    is what was not done. ``claimed`` is what was claimed back over all decisions, ``repaid`` what
    came of that, ``interest`` the statutory interest that was fixed beside it and
    ``interest_received`` what came of that. ``corrected`` is what later statements settled, and
    ``carried`` what they left for another. ``coming`` is what comes next, ``None`` where nothing
    does.
    """

    accounted_to: int | None = None
    last: bool = False
    lawful: Euro | None = None
    fixed: Euro | None = None
    claimed: Euro = ZERO
    repaid: Euro = ZERO
    interest: Euro = ZERO
    interest_received: Euro = ZERO
    corrected: Euro = ZERO
    carried: Euro = ZERO
    coming: Bilingual | None = None

    @property
    def open(self) -> Euro:
        """What was claimed back and did not come yet."""
        return self.claimed - self.repaid


class LaterDecision(Record):
    """One step. ``why`` are the codes of its reasons, ``article`` is what it rests on.

    ``came_free`` is what had come free to give, of money from the reserve, and otherwise what this
    set free. ``from_reserve`` and ``beyond`` are what a decision on an objection added, out of the
    objection reserve and beyond it. ``years`` are the payments foreseen after it. ``name`` is that
    of the objection.
    """

    on: date
    kind: LaterKind
    why: tuple[str, ...]
    article: str = ""
    before: Euro
    after: Euro
    compensable_vat: Euro = ZERO
    payable: Euro = ZERO
    came_free: Euro = ZERO
    from_reserve: Euro = ZERO
    beyond: Euro = ZERO
    years: dict[int, Euro] = {}
    name: str = ""
