"""What two people do, as it is kept: proposed under one name, counting once another approved it.

A decision on an award, what settles one and a supplementary list have a row each, and beside that a
row for the approval, which repeats the hash of what was approved.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Set
from datetime import date
from typing import Any, Protocol, TypeVar

from sqlmodel import Session, select

from ....grants.record import Record


class OfTwo(Record):
    """An act of two people as it is read back. ``approver`` is empty until somebody approved it.

    ``row_id`` is of the row of the proposal. ``digest`` is the hash of all that it says and of who
    proposed it, ``approved_digest`` that of what was approved, as it stands with the approval.
    """

    row_id: int
    digest: str = ""
    approver: str = ""
    approved_on: date | None = None
    approved_digest: str = ""


class Approval(Protocol):
    """The row of an approval, whatever it is of."""

    id: int | None
    round_id: str
    approver: str
    on: str
    digest: str


Approving = TypeVar("Approving", bound=Approval)


def approvals(
    session: Session, table: type[Approving], round_id: str, of: Callable[[Approving], int]
) -> Mapping[int, Approving]:
    """The approvals in a table of one round, by the row that each is ``of``."""
    rows = session.exec(select(table).where(table.round_id == round_id))
    return {of(row): row for row in rows}


def second_name(approval: Approval | None) -> dict[str, Any]:
    """What an approval adds to an act of two people; nothing where there is none yet."""
    if approval is None:
        return {}
    return {
        "approver": approval.approver,
        "approved_on": date.fromisoformat(approval.on),
        "approved_digest": approval.digest,
    }


def hash_of(one: Record, said: Set[str]) -> str:
    """The hash of what an act says, by the names of its fields, in the order in which it has them.

    What was hashed once stays as it was: a new field is left out where it says nothing.
    """
    return hashlib.sha256(one.model_dump_json(include=set(said)).encode()).hexdigest()
