"""The register of rounds: one row for each, of which only the state and who screened it change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from ....grants.rounds import RoundState
from ...errors import WrongUse
from .. import tables
from .events import EventKind

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


def policies(session: Session) -> tuple[tuple[str, str], ...]:
    """The number of every round and the policy that it was opened with, as it is written."""
    asked = select(tables.Round.id, tables.Round.policy_json).order_by(tables.Round.id)
    return tuple(session.exec(asked).all())


def screeners(session: Session) -> tuple[tuple[str, str | None, str | None], ...]:
    """Of every round who screened it, by its row and by the audit trail."""
    rows = session.exec(select(tables.Round.id, tables.Round.screened_by).order_by(tables.Round.id))
    told = session.exec(
        select(tables.Event.round_id, tables.Person.name)
        .where(
            tables.Event.person == tables.Person.number,
            tables.Event.kind == EventKind.SCREENED.value,
        )
        .order_by(col(tables.Event.number))
    ).all()
    trail = dict(told)
    return tuple((number, name, trail.get(number)) for number, name in rows.all())


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
