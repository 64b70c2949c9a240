"""The lots that were drawn outside the program and recorded for a round."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from ...grants.candidate import Candidate
from ...grants.record import Record
from . import tables


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


def with_lots(
    session: Session, round_id: str, candidates: Sequence[Candidate], *, asks: bool = True
) -> tuple[Candidate, ...]:
    """The candidates with the lots drawn for this round; a workbook's own lots give way to them.

    Lots of two draws say nothing of each other, so that those of workbooks are left out of a round
    with a draw of its own. In a round of the first edition (without ``asks``) they stood beside it.
    """
    lots = {one.application_id: one.lot for one in drawn(session, round_id)}
    if lots and asks:
        return tuple(
            candidate.model_copy(update={"lot": lots.get(candidate.application_id)})
            for candidate in candidates
        )
    return tuple(
        candidate.model_copy(update={"lot": lots[candidate.application_id]})
        if candidate.application_id in lots
        else candidate
        for candidate in candidates
    )
