"""Who may decide on a round, as it is kept: the office files used, and who was admitted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from pydantic import TypeAdapter
from sqlmodel import Session, select

from ....grants.record import Record
from .. import changes, tables
from .. import people as rows
from ..login import login
from .register import in_order

if TYPE_CHECKING:
    from .reader import RoundReader


class Person(Record):
    """Somebody of the office: the login, the name that decisions bear, and the role."""

    user: str
    name: str
    role: str


class StoredOffice(Record):
    """An office file that was used for a round: its hash, its people, and who used it."""

    sha256: str
    people: tuple[Person, ...]
    officer: str
    login: str


class StoredAdmission(Record):
    """One name under an admission: whom it admits, and who gave it under what login."""

    person: Person
    officer: str
    login: str


_PEOPLE = TypeAdapter(tuple[Person, ...])
_AUTHORISED = "authorised_by"


def offices(session: Session, round_id: str) -> tuple[StoredOffice, ...]:
    """The office files that were used for a round, in the order in which they first were."""
    found = in_order(session, rows.OfficeFile, round_id)
    return tuple(
        StoredOffice(
            sha256=one.sha256,
            people=_PEOPLE.validate_json(one.people_json),
            officer=one.officer,
            login=one.login,
        )
        for one in found
    )


def admissions(session: Session, round_id: str) -> tuple[StoredAdmission, ...]:
    """The names under admissions, oldest first."""
    found = in_order(session, rows.Admission, round_id)
    return tuple(
        StoredAdmission(
            person=Person(user=one.person_login, name=one.person_name, role=one.person_role),
            officer=one.officer,
            login=one.login,
        )
        for one in found
    )


def named_in(session: Session) -> tuple[str, ...]:
    """Everybody whom an office file, an admission or a policy of the database names, in order.

    They need not have acted in it: who authorised a policy mostly did not.
    """
    found = {
        one.name
        for kept in session.exec(select(rows.OfficeFile.people_json)).all()
        for one in _PEOPLE.validate_json(kept)
    }
    found |= set(session.exec(select(rows.Admission.person_name)).all())
    for column in (tables.Round.policy_json, changes.Amendment.policy_json):
        for kept in session.exec(select(column)).all():
            found |= set(_authorising(json.loads(kept)))
    return tuple(sorted(found))


def _authorising(policy: Any) -> Iterator[str]:
    """The names under a policy, by whatever table of it, also of an older form."""
    if isinstance(policy, list):
        for inner in cast("list[Any]", policy):
            yield from _authorising(inner)
    elif isinstance(policy, dict):
        for key, inner in cast("dict[str, Any]", policy).items():
            yield from map(str, inner) if key == _AUTHORISED else _authorising(inner)


def add_office(
    reader: RoundReader, sha256: str, people: tuple[Person, ...], officer: str
) -> StoredOffice:
    """Keep the office file that is used for a round from now on."""
    kept = StoredOffice(sha256=sha256, people=people, officer=officer, login=login(reader.session))
    reader.session.add(
        rows.OfficeFile(
            round_id=reader.id,
            sha256=sha256,
            people_json=_PEOPLE.dump_json(people).decode(),
            officer=officer,
            login=kept.login,
        )
    )
    reader.session.flush()
    return kept


def add_admission(reader: RoundReader, person: Person, officer: str) -> None:
    """Keep one name under an admission."""
    reader.session.add(
        rows.Admission(
            round_id=reader.id,
            person_login=person.user,
            person_name=person.name,
            person_role=person.role,
            officer=officer,
            login=login(reader.session),
        )
    )
    reader.session.flush()
