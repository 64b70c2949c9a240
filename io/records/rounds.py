"""The row of a round, and the amendments by which what was sealed in it can change.

The policy that was sealed first stays in the row of the round for ever. A confirmed amendment
brings its own, which holds from then on; an amendment of the program that gave the same bytes on
replay brings a new seal and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from ...grants.rounds import RoundState
from ..errors import WrongUse
from . import changes, tables

if TYPE_CHECKING:
    from .reader import RoundReader


def find(session: Session, round_id: str) -> tables.Round | None:
    """The row of a round, if there is such a round."""
    return session.get(tables.Round, round_id)


def numbers(session: Session) -> tuple[str, ...]:
    """The numbers of all rounds, in order."""
    return tuple(session.exec(select(tables.Round.id).order_by(tables.Round.id)).all())


def states(session: Session) -> tuple[tuple[str, str], ...]:
    """The number and the state of every round as they are written, in order of their numbers."""
    rows = session.exec(select(tables.Round.id, tables.Round.state).order_by(tables.Round.id)).all()
    return tuple(rows)


def unknown(session: Session, round_id: str) -> WrongUse:
    """What to say of a round that is not there."""
    known = numbers(session)
    there = f"Bekend zijn: {', '.join(known)}." if known else "Open er eerst een."
    return WrongUse(f"Ronde {round_id} bestaat niet in deze database. {there}")


def add(reader: RoundReader, row: tables.Round) -> None:
    """Add the row of a round that is opened."""
    reader.session.add(row)
    reader.session.flush()


def set_state(reader: RoundReader, state: RoundState) -> None:
    """Bring a round into another state."""
    reader.row.state = state
    reader.session.add(reader.row)


def set_screened_by(reader: RoundReader, name: str) -> None:
    """Keep who put the applications to the rules."""
    reader.row.screened_by = name
    reader.session.add(reader.row)


def proposals(session: Session, round_id: str) -> tuple[changes.Amendment, ...]:
    """Every amendment that was proposed for a round, oldest first."""
    rows = session.exec(
        select(changes.Amendment)
        .where(changes.Amendment.round_id == round_id)
        .order_by(col(changes.Amendment.id))
    ).all()
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


def add_amendment(reader: RoundReader, row: changes.Amendment) -> None:
    """Add an amendment as it is proposed."""
    reader.session.add(row)


def confirm_amendment(reader: RoundReader, amendment_id: int, officer: str, on: str) -> None:
    """Put the second name under an amendment; ``on`` is empty where no date was given."""
    reader.session.add(
        changes.AmendmentConfirmation(amendment_id=amendment_id, officer=officer, on=on)
    )
    reader.session.flush()
