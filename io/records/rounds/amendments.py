"""Amendments as they are kept: proposed under one name, and holding once there is a second.

The policy that was sealed first stays in the row of the round for ever. A confirmed amendment
brings its own, which holds from then on; an amendment of the program that gave the same bytes on
replay brings a new seal and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from .. import changes
from .register import in_order

if TYPE_CHECKING:
    from .reader import RoundReader


def proposals(session: Session, round_id: str) -> tuple[changes.Amendment, ...]:
    """Every amendment that was proposed for a round, oldest first."""
    rows = in_order(session, changes.Amendment, round_id)
    return tuple(rows)


def confirmations(session: Session, round_id: str) -> tuple[changes.AmendmentConfirmation, ...]:
    """The second names under the amendments of a round, oldest first."""
    rows = session.exec(
        select(changes.AmendmentConfirmation)
        .where(
            changes.AmendmentConfirmation.amendment_id == changes.Amendment.id,
            changes.Amendment.round_id == round_id,
        )
        .order_by(col(changes.AmendmentConfirmation.id))
    ).all()
    return tuple(rows)


def dropped(session: Session, round_id: str) -> tuple[changes.AmendmentDropped, ...]:
    """The proposals of a round that were taken back, in the order of that."""
    rows = session.exec(
        select(changes.AmendmentDropped)
        .where(
            changes.AmendmentDropped.amendment_id == changes.Amendment.id,
            changes.Amendment.round_id == round_id,
        )
        .order_by(col(changes.AmendmentDropped.id))
    ).all()
    return tuple(rows)


def that_hold(
    proposed: Sequence[changes.Amendment], seconds: Sequence[changes.AmendmentConfirmation]
) -> tuple[changes.Amendment, ...]:
    """The amendments that hold: those with a second name, and those by which nothing differs."""
    confirmed = {second.amendment_id for second in seconds}
    return tuple(one for one in proposed if one.same or one.id in confirmed)


def amenders(
    made: Sequence[changes.Amendment], seconds: Sequence[changes.AmendmentConfirmation]
) -> tuple[str, ...]:
    """Who made these amendments, and who confirmed them."""
    numbers = {one.id for one in made}
    confirming = [second.officer for second in seconds if second.amendment_id in numbers]
    return (*(one.officer for one in made), *confirming)


def add(reader: RoundReader, row: changes.Amendment) -> None:
    """Add an amendment as it is proposed."""
    reader.session.add(row)


def confirm(reader: RoundReader, amendment_id: int, officer: str, on: str) -> None:
    """Put the second name under an amendment; ``on`` is empty where no date was given."""
    reader.session.add(
        changes.AmendmentConfirmation(amendment_id=amendment_id, officer=officer, on=on)
    )
    reader.session.flush()


def drop(reader: RoundReader, amendment_id: int, reason: str, officer: str, on: str) -> None:
    """Take a proposal back; ``on`` is empty where no date was given."""
    reader.session.add(
        changes.AmendmentDropped(amendment_id=amendment_id, reason=reason, officer=officer, on=on)
    )
    reader.session.flush()
