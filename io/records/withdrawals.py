"""Withdrawals as they are kept: facts that an officer recorded, never changed."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, select

from ...grants.record import Record
from ...grants.rounds import RoundState
from . import changes, tables


class Withdrawn(Record):
    """An application that its municipality took back. ``late`` says it was decided on already."""

    application_id: str
    on: date
    reason: str
    officer: str
    late: bool


def withdrawals(session: Session, round_id: str) -> tuple[Withdrawn, ...]:
    """The withdrawals of a round, in the order they were recorded.

    A late one stands beside a list that was approved with the application in it, and does not
    change that list. Once the list is to be drawn anew, it is a withdrawal like any other.
    """
    rows = session.exec(
        select(changes.Withdrawal)
        .where(changes.Withdrawal.round_id == round_id)
        .order_by(col(changes.Withdrawal.id))
    ).all()
    if not rows:
        return ()
    standing = _standing_list(session, round_id)
    return tuple(
        Withdrawn(
            application_id=row.application_id,
            on=date.fromisoformat(row.on),
            reason=row.reason,
            officer=row.officer,
            late=row.allocation_id is not None and row.allocation_id == standing,
        )
        for row in rows
    )


def _standing_list(session: Session, round_id: str) -> int | None:
    """The allocation whose approved list stands; none where there is none, or no longer."""
    row = session.get(tables.Round, round_id)
    if row is None or not RoundState(row.state).decided:
        return None
    return session.exec(
        select(tables.Allocation.id)
        .where(tables.Allocation.round_id == round_id)
        .order_by(col(tables.Allocation.id).desc())
    ).first()
