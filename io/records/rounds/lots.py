"""Lots (*loting*) as they are kept: drawn outside the program, and entered as facts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from ....grants.record import Record
from .. import tables

if TYPE_CHECKING:
    from .reader import RoundReader


class DrawnLot(Record):
    """The lot of one application, and where its draw is recorded."""

    application_id: str
    lot: int
    deed: str
    officer: str


def drawn(session: Session, round_id: str) -> tuple[DrawnLot, ...]:
    """The lots of a round, in the order drawn."""
    rows = session.exec(
        select(tables.Lot).where(tables.Lot.round_id == round_id).order_by(col(tables.Lot.lot))
    ).all()
    return tuple(
        DrawnLot(application_id=row.application_id, lot=row.lot, deed=row.deed, officer=row.officer)
        for row in rows
    )


def add(reader: RoundReader, numbers: Sequence[str], deed: str, officer: str) -> None:
    """Add a draw: the first number has the first lot."""
    for lot, number in enumerate(numbers, start=1):
        reader.session.add(
            tables.Lot(
                round_id=reader.id, application_id=number, lot=lot, deed=deed, officer=officer
            )
        )
