"""What every event of the audit trail holds beside the rows that it added.

That is the mark of the database (an example, or for real rounds), whoever acted as the person that
the chain numbers, and the login under which they did. So none of these can be changed afterwards,
or given another meaning, without an event that no longer agrees. Events from before schema 15 hold
none of it; there the names in the rows that an event added stand for the name of its person.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence

from sqlmodel import Session, select

from .. import tables

# Told of an event: a name of what is held, its key, and its fingerprint.
Detail = Sequence[tuple[str, str, str]]
People = Mapping[int | None, tables.Person]
MARK, PERSON, ACTOR, LOGIN = "Mark", "Person", "Actor", "Login"
_READ = "the mark of the database"
# The column of a row for ever that names whoever added it.
_NAMED = ("opened_by", "loaded_by", "made_by", "approver", "officer")


def mark_of(session: Session) -> tables.Mark | None:
    """The mark of the database, read once a session: whether it is an example never changes."""
    if _READ not in session.info:
        session.info[_READ] = session.get(tables.Mark, 1)
    mark: tables.Mark | None = session.info[_READ]
    return mark


def details_of(session: Session, person: tables.Person, login: str) -> list[tuple[str, str, str]]:
    """What an event of this person, under this login, holds of the database as it is."""
    mark, told = mark_of(session), print_of(person.number, person.name)
    held = [(PERSON, str(person.number), told), (ACTOR, login, told)]
    return held if mark is None else [*held, (MARK, "1", print_of(mark.example))]


def print_of(*values: object) -> str:
    """SHA-256 over values that are held."""
    return hashlib.sha256(json.dumps([*map(str, values)]).encode(errors="replace")).hexdigest()


def logins_in(details: Mapping[int, Detail]) -> Mapping[int, str]:
    """The login under which each event was made, by its number; none of before schema 15."""
    return {
        number: key
        for number, detail in details.items()
        for name, key, _ in detail
        if name == ACTOR
    }


def faults_of(
    session: Session,
    events: Sequence[tables.Event],
    details: Mapping[int, Detail],
    people: People,
) -> Iterator[str]:
    """Where the mark, the people or their names are not those that the events hold, in Dutch.

    Somebody who never acted is no fault: such a row says nothing.
    """
    mark = mark_of(session)
    held = None if mark is None else print_of(mark.example)
    begun = False
    for link in events:
        told = {name: (key, print_) for name, key, print_ in details.get(link.number, ())}
        if MARK in told:
            begun = True
            if told[MARK] != ("1", held):
                yield (
                    f"Gebeurtenis {link.number} ({link.kind}): het kenmerk van de database "
                    "(voorbeeld, of voor echte rondes) is sindsdien gewijzigd."
                )
        if begun:
            yield from _person_faults(link, told, people)
        elif link.person not in people:
            yield f"Gebeurtenis {link.number} ({link.kind}) is van iemand die er niet meer staat."


def _person_faults(
    link: tables.Event,
    told: Mapping[str, tuple[str, str]],
    people: People,
) -> Iterator[str]:
    where = f"Gebeurtenis {link.number} ({link.kind})"
    person = people.get(link.person)
    if not {MARK, PERSON, ACTOR} <= set(told):
        yield f"{where} zegt niet in welke database, door wie en onder welke login zij is gemaakt."
    elif person is None or told[PERSON] != (
        str(link.person),
        print_of(person.number, person.name),
    ):
        yield f"{where}: de naam van persoon {link.person} is sindsdien gewijzigd."
    elif told[ACTOR][1] != told[PERSON][1]:
        yield f"{where}: de login hoort niet bij persoon {link.person}."


def signed_by(values: Mapping[str, object]) -> str | None:
    """The name in a row of whoever added it; ``None`` where the table has none."""
    for column in _NAMED:
        if column in values:
            return str(values[column])
    return None


def login_faults(session: Session, details: Sequence[Detail]) -> Iterator[str]:
    """Where the server was told another name for a role than the trail says, in Dutch.

    A database that was put back elsewhere has no roles yet, and nothing to compare.
    """
    told = next(
        (
            {key: print_ for name, key, print_ in one if name == LOGIN}
            for one in reversed(details)
            if any(name == LOGIN for name, _, _ in one)
        ),
        None,
    )
    rows = session.exec(select(tables.Login)).all()
    if told is None or not rows:
        return
    found = {row.role: print_of(row.role, row.name) for row in rows}
    for role in sorted({*told, *found}):
        if told.get(role) != found.get(role):
            yield (f'De naam bij de rol {role} is buiten "verdeel database roles" om gewijzigd.')


def logins_told(session: Session) -> list[tuple[str, str, str]]:
    """What the server was told of roles and names, as an event holds it."""
    rows = session.exec(select(tables.Login).order_by(tables.Login.role)).all()
    return [(LOGIN, row.role, print_of(row.role, row.name)) for row in rows]
