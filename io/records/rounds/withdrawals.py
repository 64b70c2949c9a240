"""Withdrawals as they are kept: facts that an officer recorded, never changed.

One that was recorded by mistake is struck by two: its row stays, and counts for nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from ....grants.record import Record
from .. import changes
from .register import in_order

if TYPE_CHECKING:
    from .reader import RoundReader


class Withdrawn(Record):
    """An application that its municipality took back. ``late`` says it was decided on already.

    ``allocation_id`` is the approved list that stood then, if one did.
    """

    application_id: str
    on: date
    reason: str
    officer: str
    late: bool
    allocation_id: int | None = None
    row_id: int = 0


class Strike(Record):
    """That a withdrawal was recorded by mistake; it counts once ``confirmed_by`` is somebody."""

    row_id: int
    withdrawal_id: int
    application_id: str
    on: date
    reason: str
    officer: str
    confirmed_by: str = ""
    confirmed_on: date | None = None


def strikes(session: Session, round_id: str) -> tuple[Strike, ...]:
    """What was said of withdrawals of a round, oldest first, with its second name."""
    rows = session.exec(
        select(changes.WithdrawalStruck, changes.Withdrawal.application_id)
        .where(
            changes.WithdrawalStruck.withdrawal_id == changes.Withdrawal.id,
            changes.Withdrawal.round_id == round_id,
        )
        .order_by(col(changes.WithdrawalStruck.id))
    ).all()
    if not rows:
        return ()
    seconds = {
        second.withdrawal_struck_id: second
        for second in session.exec(
            select(changes.WithdrawalStruckConfirmation).where(
                col(changes.WithdrawalStruckConfirmation.withdrawal_struck_id).in_(
                    [row.id for row, _ in rows]
                )
            )
        )
    }
    return tuple(_strike(row, number, seconds.get(row.id or 0)) for row, number in rows)


def _strike(
    row: changes.WithdrawalStruck, number: str, second: changes.WithdrawalStruckConfirmation | None
) -> Strike:
    return Strike(
        row_id=row.id or 0,
        withdrawal_id=row.withdrawal_id,
        application_id=number,
        on=date.fromisoformat(row.on),
        reason=row.reason,
        officer=row.officer,
        confirmed_by=second.officer if second else "",
        confirmed_on=date.fromisoformat(second.on) if second else None,
    )


def add_strike(
    reader: RoundReader, withdrawal_id: int, on: date, reason: str, officer: str
) -> None:
    """Say of a withdrawal that it was recorded by mistake."""
    reader.session.add(
        changes.WithdrawalStruck(
            withdrawal_id=withdrawal_id, reason=reason, officer=officer, on=on.isoformat()
        )
    )
    reader.session.flush()


def confirm_strike(reader: RoundReader, strike_id: int, on: date, officer: str) -> None:
    """Put the second name under it."""
    reader.session.add(
        changes.WithdrawalStruckConfirmation(
            withdrawal_struck_id=strike_id, officer=officer, on=on.isoformat()
        )
    )
    reader.session.flush()


def rows_of(session: Session, round_id: str) -> Sequence[changes.Withdrawal]:
    """The withdrawals of a round, in the order they were recorded."""
    return in_order(session, changes.Withdrawal, round_id)


def withdrawn(rows: Sequence[changes.Withdrawal], standing: int | None) -> tuple[Withdrawn, ...]:
    """Withdrawals beside the list that stands approved, which is ``None`` where none does.

    A late one stands beside a list that was approved with the application in it, and does not
    change that list. Once the list is to be drawn anew, it is a withdrawal like any other.
    """
    return tuple(
        Withdrawn(
            application_id=row.application_id,
            on=date.fromisoformat(row.on),
            reason=row.reason,
            officer=row.officer,
            late=row.allocation_id is not None and row.allocation_id == standing,
            allocation_id=row.allocation_id,
            row_id=row.id or 0,
        )
        for row in rows
    )


def add(
    reader: RoundReader,
    application_id: str,
    on: date,
    reason: str,
    officer: str,
    allocation_id: int | None,
) -> None:
    """Add a withdrawal, with the approved list that stands, if one does."""
    reader.session.add(
        changes.Withdrawal(
            round_id=reader.id,
            application_id=application_id,
            on=on.isoformat(),
            reason=reason,
            officer=officer,
            allocation_id=allocation_id,
        )
    )
