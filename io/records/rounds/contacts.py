"""Contact persons: taken out of an application when it comes in, and kept beside it.

What is decided on, and what the audit trail covers, never holds them. They are kept so that the
office can reach somebody, and so that a name can be taken out of free text before it is published.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlmodel import Session, col, select

from ....grants.applications.application import Application
from .. import tables
from ..adding import add_rows

if TYPE_CHECKING:
    from .reader import RoundReader


_SALT = 16  # bytes


class KeptApart(NamedTuple):
    """What a row says of people: the contact person, and the cells of nobody's column as JSON."""

    contact: str
    email: str
    beside_json: str


class Contacts:
    """The contact persons of a round while a workbook is taken in."""

    def __init__(self, reader: RoundReader) -> None:
        self._session, self._round_id = reader.session, reader.id
        self._known: dict[str, tables.Contact] | None = None

    def add(self, versions: Iterable[tuple[int, KeptApart]]) -> None:
        """Keep the contact persons of versions that were added, by the numbers of their rows."""
        rows = list(versions)
        salts = secrets.token_hex(_SALT * len(rows))  # asked of the system once
        new = [
            _contact(self._round_id, row_id, one, salts[2 * _SALT * at : 2 * _SALT * (at + 1)])
            for at, (row_id, one) in enumerate(rows)
        ]
        add_rows(self._session, tables.Contact, new)

    def mend(self, application_id: str, one: KeptApart) -> None:
        """Keep another contact person for an application in which nothing else changed."""
        if self._known is None:
            self._known = _newest(self._session, self._round_id)
        known = self._known.get(application_id)
        if known is None:
            return
        told = _contact(self._round_id, known.application_row_id, one, secrets.token_hex(_SALT))
        if (known.contact, known.email) != (told["contact"], told["email"]):
            known.contact, known.email = told["contact"], told["email"]
            known.beside_json, known.salt = told["beside_json"], told["salt"]
            self._session.add(known)


def copy(reader: RoundReader, of_row: int, to_row: int) -> None:
    """Keep the contact persons of one version for another that was made of it."""
    known = reader.contacts.get(of_row)
    if known is not None:
        apart = KeptApart(contact=known.contact, email=known.email, beside_json=known.beside_json)
        salt = secrets.token_hex(_SALT)
        add_rows(reader.session, tables.Contact, [_contact(reader.id, to_row, apart, salt)])


def _contact(round_id: str, row_id: int, one: KeptApart, salt: str) -> dict[str, Any]:
    return {
        "round_id": round_id,
        "application_row_id": row_id,
        "contact": one.contact,
        "email": one.email,
        "beside_json": one.beside_json,
        "purged_on": "",
        "salt": salt,
    }


def _newest(session: Session, round_id: str) -> dict[str, tables.Contact]:
    """By application, the contact person of its newest good version."""
    rows = session.exec(
        select(tables.Application.application_id, tables.Contact)
        .where(
            tables.Contact.round_id == round_id,
            tables.Contact.application_row_id == tables.Application.id,
            tables.Application.application_json != "",
        )
        .order_by(col(tables.Application.version))
    ).all()
    return dict(rows)


def held(reader: RoundReader) -> tuple[tables.Contact, ...]:
    """The contact persons that are still kept, in the order that they came in."""
    rows = reader.session.exec(
        select(tables.Contact)
        .where(tables.Contact.round_id == reader.id, tables.Contact.purged_on == "")
        .order_by(col(tables.Contact.id))
    ).all()
    return tuple(rows)


def empty(reader: RoundReader, on: date) -> None:
    """Make every contact person of a round empty, and keep on what day."""
    for row in held(reader):
        row.contact = row.email = row.beside_json = row.salt = ""
        row.purged_on = on.isoformat()
        reader.session.add(row)
    reader.session.flush()


def names_in(session: Session) -> tuple[str, ...]:
    """The names and addresses of all contact persons in the database, in a fixed order."""
    known = session.exec(select(tables.Contact.contact, tables.Contact.email).distinct()).all()
    return tuple(text for pair in sorted(known) for text in pair)


def other_rounds(reader: RoundReader) -> tuple[str, ...]:
    """The numbers of the other rounds that still keep contact persons, in order."""
    rows = reader.session.exec(
        select(tables.Contact.round_id)
        .where(tables.Contact.round_id != reader.id, tables.Contact.purged_on == "")
        .distinct()
        .order_by(col(tables.Contact.round_id))
    ).all()
    return tuple(rows)


def contacts_of(session: Session, round_id: str) -> Mapping[int, tables.Contact]:
    """The contact persons that are still kept, by the row of the application."""
    rows = session.exec(
        select(tables.Contact).where(
            tables.Contact.round_id == round_id, tables.Contact.purged_on == ""
        )
    ).all()
    return {row.application_row_id: row for row in rows}


def with_contact(application: Application, known: tables.Contact | None) -> Application:
    """The application with its contact person, as far as that is still kept."""
    if known is None or not (known.contact or known.email):
        return application
    told = {"contact": known.contact or None, "email": known.email or None}
    return application.model_copy(update=told)
