"""What was done to one application, one decision or one award by itself, as it is kept.

Most of a life is told by other rows: the versions of an application, its withdrawal, the steps of
its round, the lists it stood in, the entries of the ledger. Those are not told twice. Here is only
what no other row tells, such as that the applicant was asked to complete something. Rows are added
and never changed; what asks two people counts from its confirmation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select as Columns
from sqlalchemy import select as columns
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import Select

from ....grants.lives.application import APPLICATION_LIFE, ApplicationEvent
from ....grants.lives.decision import DECISION_LIFE, DecisionEvent
from ....grants.record import Record
from .. import tables
from ..ledger import LedgerEntry
from ..trail import chain

if TYPE_CHECKING:
    from .reader import RoundReader


class StoredLifeEvent(Record):
    """An event as it is read back. ``confirmed_by`` is empty where no second officer did.

    ``after_event`` and ``after_entry`` are those of the confirmation where there is one.
    """

    row_id: int
    application_id: str
    version_row_id: int
    life: str
    event: str
    on: date
    reason: str
    article: str
    officer: str
    confirmed_by: str = ""
    confirmed_on: date | None = None
    after_event: int
    after_entry: int


class StoredVersion(Record):
    """A version of an application as it came in. ``good`` says that it was read without a fault."""

    row_id: int
    application_id: str
    version: int
    instrument: str
    sheet: str
    row: int
    good: bool


def versions(
    session: Session, round_id: str, linked: Mapping[int, str]
) -> tuple[StoredVersion, ...]:
    """Every version of every application of a round, also those with a fault, oldest first.

    ``linked`` has the numbers that officers gave to rows without one, by row.
    """
    rows = session.connection().execute(_versions(), {"round_id": round_id})
    return tuple(_version(row, linked) for row in rows)


@cache
def _versions() -> Columns[*tuple[Any, ...]]:
    of = tables.Application
    read = (
        col(of.id), col(of.application_id), col(of.version), col(of.instrument), col(of.sheet),
        col(of.row),
    )  # fmt: skip
    return (
        columns(*read, col(of.application_json) != "")
        .where(col(of.round_id) == tables.OF_ROUND)
        .order_by(col(of.id))
    )


def _version(row: Sequence[Any], linked: Mapping[int, str]) -> StoredVersion:
    row_id, application_id, version, instrument, sheet, line, good = row
    return StoredVersion(
        row_id=row_id,
        application_id=application_id or linked.get(row_id, ""),
        version=version,
        instrument=instrument,
        sheet=sheet,
        row=line,
        good=bool(good),
    )


def life_events(
    session: Session, round_id: str, linked: Mapping[int, str]
) -> tuple[StoredLifeEvent, ...]:
    """Every event of a round that is kept here, in the order in which they came to count.

    One that still waits for its confirmation stands where it was recorded. ``linked`` as in
    ``versions``.
    """
    rows = session.exec(_life_events(), params={"round_id": round_id}).all()
    if not rows:
        return ()
    seconds = _confirmations(session, round_id)
    found = [
        _read(row, number or linked.get(row.application_row_id, ""), seconds.get(row.id or 0))
        for row, number in rows
    ]
    return tuple(sorted(found, key=lambda one: (one.after_event, one.row_id)))


@cache
def _life_events() -> Select[tables.LifeEvent, str]:
    return (
        select(tables.LifeEvent, tables.Application.application_id)
        .where(
            col(tables.LifeEvent.round_id) == tables.OF_ROUND,
            tables.LifeEvent.application_row_id == tables.Application.id,
        )
        .order_by(col(tables.LifeEvent.id))
    )


def _confirmations(session: Session, round_id: str) -> dict[int, tables.LifeEventConfirmation]:
    rows = session.exec(
        select(tables.LifeEventConfirmation).where(
            tables.LifeEventConfirmation.life_event_id == tables.LifeEvent.id,
            tables.LifeEvent.round_id == round_id,
        )
    )
    return {row.life_event_id: row for row in rows}


def _read(
    row: tables.LifeEvent, number: str, second: tables.LifeEventConfirmation | None
) -> StoredLifeEvent:
    placed = second or row
    return StoredLifeEvent(
        row_id=row.id or 0,
        application_id=number,
        version_row_id=row.application_row_id,
        life=row.life,
        event=row.event,
        on=date.fromisoformat(row.on),
        reason=row.reason,
        article=row.article,
        officer=row.officer,
        confirmed_by=second.officer if second else "",
        confirmed_on=date.fromisoformat(second.on) if second else None,
        after_event=placed.after_event,
        after_entry=placed.after_entry,
    )


def untreated(found: Iterable[StoredLifeEvent]) -> dict[str, StoredLifeEvent]:
    """The applications that two officers left untreated (Awb art. 4:5), each with that event.

    Also those that an objection had treated after all: they are no part of the list all the same.
    """
    return {
        one.application_id: one
        for one in found
        if one.life == APPLICATION_LIFE.name
        and one.event == ApplicationEvent.LEFT_UNTREATED
        and one.confirmed_by
    }


def set_aside(found: Iterable[StoredLifeEvent]) -> dict[str, StoredLifeEvent]:
    """The applications that two officers set aside, each with that event; by number."""
    return {
        one.application_id: one
        for one in found
        if one.life == DECISION_LIFE.name
        and one.event == DecisionEvent.SET_ASIDE
        and one.confirmed_by
    }


def heard(found: Iterable[StoredLifeEvent]) -> dict[str, StoredLifeEvent]:
    """How a reaction to an intention to refuse was weighed, the newest by application number."""
    return {
        one.application_id: one
        for one in found
        if one.life == DECISION_LIFE.name and one.event == DecisionEvent.HEARD
    }


def add_event(
    reader: RoundReader,
    version: StoredVersion,
    told: tuple[str, str],
    *,
    on: date,
    reason: str,
    article: str,
    officer: str,
) -> int:
    """Keep an event, ``told`` as its life and its name; returns its number.

    An event of the audit trail must tell of it.
    """
    after_event, after_entry = _now(reader)
    row = tables.LifeEvent(
        round_id=reader.id,
        application_row_id=version.row_id,
        life=told[0],
        event=told[1],
        on=on.isoformat(),
        reason=reason,
        article=article,
        officer=officer,
        after_event=after_event,
        after_entry=after_entry,
    )
    reader.session.add(row)
    reader.session.flush()
    assert row.id is not None
    return row.id


def add_confirmation(
    reader: RoundReader, event: StoredLifeEvent, *, on: date, officer: str
) -> None:
    """Put the second name under an event. An event of the audit trail must tell of it."""
    after_event, after_entry = _now(reader)
    reader.session.add(
        tables.LifeEventConfirmation(
            life_event_id=event.row_id,
            officer=officer,
            on=on.isoformat(),
            after_event=after_event,
            after_entry=after_entry,
        )
    )
    reader.session.flush()


def _now(reader: RoundReader) -> tuple[int, int]:
    """The last event of the trail, and the last entry in the ledger of the round."""
    entry = reader.session.exec(
        select(func.max(LedgerEntry.number)).where(LedgerEntry.round_id == reader.id)
    ).one()
    return chain.head(reader.session).number, entry or 0
