"""Contact persons: taken out of an application when it comes in, and kept beside it.

What is decided on, and what the audit trail covers, never holds them. They are kept so that the
office can reach somebody, and so that a name can be taken out of free text before it is published.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from sqlmodel import Session, col, select

from ...grants.application import Application
from ...grants.municipality import plain_name
from ...instruments.instrument import instruments
from ..workbooks.intake.rows import ReadRow
from . import tables
from .adding import add_rows
from .without_contacts import FIELDS

if TYPE_CHECKING:
    from ..steps.stated import Stated


@cache
def _headers(instrument: str) -> frozenset[str]:
    """The headers of a scheme's own columns that hold nobody's name, as intake compares them."""
    own = instruments()[instrument]
    labels = [column.label for column in own.columns if not column.personal]
    return frozenset(map(plain_name, [*labels, *(old.label for old in own.renamed)]))


def without(application: Application) -> Application:
    """The application as it is decided on."""
    return application.model_copy(update=dict.fromkeys(FIELDS))


def divided(row: ReadRow) -> tuple[dict[str, str], dict[str, str]]:
    """The cells of a row: those of the scheme's own columns, and those to be kept apart."""
    kept: dict[str, str] = {}
    apart: dict[str, str] = {}
    for key, value in row.raw.items():
        if _is_own(row.instrument, key):
            kept[key] = value
        elif value:
            apart[key] = value
    return kept, apart


@lru_cache(maxsize=10_000)
def _is_own(instrument: str, header: str) -> bool:
    return plain_name(header) in _headers(instrument)


class Contacts:
    """The contact persons of a round while a workbook is taken in."""

    def __init__(self, session: Session, round_id: str) -> None:
        self._session, self._round_id = session, round_id
        self._known: dict[str, tables.Contact] | None = None

    def add(self, versions: Iterable[tuple[int, Stated]]) -> None:
        """Keep the contact persons of versions that were added, by the numbers of their rows."""
        new = [_contact(self._round_id, row_id, one) for row_id, one in versions]
        add_rows(self._session, tables.Contact, new)

    def mend(self, one: Stated) -> None:
        """Keep another contact person for an application in which nothing else changed."""
        if self._known is None:
            self._known = _newest(self._session, self._round_id)
        known = self._known.get(one.read.application_id)
        if known is None:
            return
        told = _contact(self._round_id, known.application_row_id, one)
        if (known.contact, known.email) != (told["contact"], told["email"]):
            known.contact, known.email = told["contact"], told["email"]
            known.beside_json = told["beside_json"]
            self._session.add(known)


def _contact(round_id: str, row_id: int, one: Stated) -> dict[str, Any]:
    application = one.read.application
    return {
        "round_id": round_id,
        "application_row_id": row_id,
        "contact": (application.contact or "") if application else "",
        "email": (application.email or "") if application else "",
        "beside_json": one.beside_json,
        "purged_on": "",
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
