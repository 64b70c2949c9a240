"""The chain of the audit trail as it is read: its head, and what events tell of their rows.

``audit`` adds to it and ``verification`` holds it against its rows. That needs every table that
there is, which whoever only reads does without.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import TypeAdapter, ValidationError
from sqlmodel import Session, SQLModel, col, select

from ....grants.record import Record
from .. import tables
from . import held

START = "0" * 64
ADDED = "rows added and not yet in the audit trail"
# What an event tells of each row that it added: its table, its key and its fingerprint.
_DETAIL = TypeAdapter(list[tuple[str, str, str]])


class Anchor(Record):
    """The head of the chain: how many events there are, and the hash of the last."""

    number: int
    hash: str


def is_watched(session: Session) -> bool:
    """Whether what this session adds will be told by an event: it is there to change something."""
    return ADDED in session.info


def head(session: Session) -> Anchor:
    """The last event; before the first, number 0."""
    last = session.exec(
        select(tables.Event).order_by(col(tables.Event.number).desc()).limit(1)
    ).first()
    return Anchor(number=last.number, hash=last.hash) if last else Anchor(number=0, hash=START)


def kinds_since(session: Session, anchor: Anchor) -> tuple[str, ...] | None:
    """The kinds of the events after an earlier head; ``None`` where that is not in the chain."""
    then = session.get(tables.Event, anchor.number)
    if anchor.number and (then is None or then.hash != anchor.hash):
        return None
    rows = session.exec(
        select(tables.Event.kind)
        .where(anchor.number < col(tables.Event.number))
        .order_by(col(tables.Event.number))
    ).all()
    return tuple(rows)


def added_by(link: tables.Event, model: type[SQLModel]) -> frozenset[str]:
    """The keys of the rows of a table that an event added."""
    rows = _DETAIL.validate_json(link.detail_json)
    return frozenset(key for name, key, _ in rows if name == model.__name__)


def details_of(events: Sequence[tables.Event]) -> dict[int, held.Detail | None]:
    """What each event tells, by its number; ``None`` where that is not one that we write."""
    return {link.number: _detail(link) for link in events}


def readable(details: Mapping[int, held.Detail | None]) -> dict[int, held.Detail]:
    """What the events tell of which that can be read, by number."""
    return {number: detail for number, detail in details.items() if detail is not None}


def logins_of(events: Sequence[tables.Event]) -> Mapping[int, str]:
    """The login under which each event was made, by its number; none of before schema 15."""
    return held.logins_in(readable(details_of(events)))


def _detail(link: tables.Event) -> list[tuple[str, str, str]] | None:
    """The rows that an event tells of; ``None`` where its detail is not one that we write."""
    try:
        return _DETAIL.validate_json(link.detail_json)
    except ValidationError:
        return None
