"""Approvals as they are kept: one name beside the maker's, or two under a list not proven."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from ....grants.decisions.allocation import Approval
from .. import tables
from .events import EventKind, kind_of
from .register import in_order

if TYPE_CHECKING:
    from .reader import RoundReader


def rows_of(session: Session, round_id: str) -> tuple[tables.Approval, ...]:
    """The approvals of a round, oldest first."""
    rows = in_order(session, tables.Approval, round_id)
    return tuple(rows)


def approval_of(row: tables.Approval, first: str) -> Approval:
    """An approval as it was given, with the name that came first where two were asked."""
    return Approval(
        maker=row.maker,
        approver=row.approver,
        on=date.fromisoformat(row.on),
        digest=row.digest,
        first=first,
    )


@cache
def _last_of_a_list() -> Select[str, str]:
    kinds = (EventKind.FIRST_NAME, EventKind.ALLOCATED, EventKind.AMENDED)
    return (
        select(tables.Event.kind, tables.Person.name)
        .where(
            col(tables.Event.round_id) == tables.OF_ROUND,
            tables.Event.person == tables.Person.number,
            col(tables.Event.kind).in_([kind.value for kind in kinds]),
        )
        .order_by(col(tables.Event.number).desc())
        .limit(1)
    )


def first_name(session: Session, round_id: str) -> str:
    """Who put the first name under the list of now; empty where nobody did.

    The trail says so: what was divided or amended since is another list.
    """
    last = session.exec(_last_of_a_list(), params={"round_id": round_id}).first()
    return last[1] if last is not None and kind_of(last[0]) is EventKind.FIRST_NAME else ""


def add(reader: RoundReader, stored: tables.Allocation, approver: str, on: date) -> int:
    """Add the approval of an allocation; returns its number."""
    assert stored.id is not None
    row = tables.Approval(
        allocation_id=stored.id,
        round_id=reader.id,
        maker=stored.made_by,
        approver=approver,
        on=on.isoformat(),
        digest=stored.digest,
    )
    reader.session.add(row)
    reader.session.flush()
    assert row.id is not None
    return row.id
