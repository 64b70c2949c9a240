"""The register of rounds: one row for each, of which only the state and who screened it change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

from sqlalchemy import text
from sqlmodel import Session, col, select

from ....grants.lives.round import RoundState
from ...errors import WrongUse
from .. import tables
from .events import EventKind

if TYPE_CHECKING:
    from .reader import RoundReader

# Tables that most rounds have no row in. They are read only where there is one, which spares a
# command some twenty statements, and setting up the tables that these are about.
_OF_A_ROUND = (
    "account", "admission", "amendment", "award_decision", "change_request", "completion",
    "completion_answer", "completion_request", "deep_answer", "judgement", "lot", "monitor_file",
    "monitor_report", "monitor_request", "objection", "office_file", "opening_balance",
    "payment_order", "publication_weighing", "question_answer", "revocation_intention", "row_link",
    "screened_again", "settling_act", "supplement", "term_notice", "withdrawal",
)  # fmt: skip
# The same, by the approval or the allocation that they are of: asked of all rounds at once.
_OF_ALL_ROUNDS = ("approval_answer", "reserve_ladder", "why_not")
SELDOM = frozenset((*_OF_A_ROUND, *_OF_ALL_ROUNDS))
_WITH_ROWS = text(
    " UNION ALL ".join(
        (
            *(
                f"SELECT '{one}' WHERE EXISTS (SELECT 1 FROM {one} WHERE round_id = :round_id)"
                for one in _OF_A_ROUND
            ),
            *(f"SELECT '{one}' WHERE EXISTS (SELECT 1 FROM {one})" for one in _OF_ALL_ROUNDS),
        )
    )
)


def with_rows(session: Session, round_id: str) -> frozenset[str]:
    """Those of the ``SELDOM`` tables in which a round has a row; of some, any round at all."""
    found = session.connection().execute(_WITH_ROWS, {"round_id": round_id})
    return frozenset(found.scalars())


class OfARound(Protocol):
    """A row that is of one round."""

    id: int | None
    round_id: str


Row = TypeVar("Row", bound=OfARound)


def in_order(session: Session, table: type[Row], round_id: str) -> Sequence[Row]:
    """The rows of a round in a table, in the order in which they were added."""
    asked = select(table).where(table.round_id == round_id).order_by(col(table.id))
    return session.exec(asked).all()


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
