"""What was decided on an award, or became of it, after the decision by which it was granted.

The list does not change by it. Each step has the amount before and after it, so that they lead from
the list to what stands today.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

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
