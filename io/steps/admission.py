"""Who may decide on a real round: another office file recorded, and people admitted by two others.

The office file says who somebody is, and whoever keeps it can write in it. So the one that is used
is recorded with the round, a change of it is an event, and whoever came by it is admitted by name.
"""

from __future__ import annotations

from ...grants.lives.round import Step
from ...grants.names import is_same_person
from ...grants.record import Record
from ..config.office import Office
from ..errors import RefusedByProcess, WrongUse
from ..records.rounds import people as kept
from ..records.rounds.events import EventKind
from ..records.rounds.people import Person
from ..records.rounds.reader import RoundReader
from ..rounds.actor import Actor, require_admitted
from ..rounds.checks.people import changes_between, people_of, standing
from ..rounds.state import permit, record


class Admitted(Record):
    """An admission: of whom, by whom, and whether it has its two names now."""

    person: Person
    by: tuple[str, ...]
    complete: bool


class UsedOffice(Record):
    """An office file that was used: its hash, who used it first, and what it changed of people."""

    sha256: str
    officer: str
    login: str
    changes: tuple[str, ...]


def is_recorded(reader: RoundReader, office: Office | None) -> bool:
    """Whether this is the office file that was used last; of an example none is recorded."""
    if reader.example or not reader.exists:
        return True
    newest = reader.offices[-1:]
    return bool(newest) and newest[0].sha256 == (office.sha256 if office is not None else "")


def record_office(reader: RoundReader, office: Office | None, who: Actor) -> tuple[str, ...]:
    """Record that another office file is used from now on; what it changes of people, in Dutch."""
    if is_recorded(reader, office):
        return ()
    before = reader.offices[-1].people if reader.offices else ()
    people = people_of(office)
    kept.add_office(reader, office.sha256 if office is not None else "", people, who.name)
    record(reader, EventKind.OFFICE_USED, who)
    return changes_between(before, people)


def admit(reader: RoundReader, login: str, who: Actor) -> Admitted:
    """Put one of two names under the admission of somebody who came to the round later.

    Raises:
        WrongUse: the office file that was recorded last does not have that login.
        RefusedByProcess: this person may decide already, or whoever admits does not stand, admits
            themselves, or gave their name already.
    """
    permit(reader, Step.ADMIT, who)
    require_admitted(who)
    person = _candidate(reader, login)
    known = standing(reader.offices, reader.admissions)
    if known.get(person.user.casefold()) == person:
        raise RefusedByProcess(f"{person.name} ({person.user}) hoort al bij ronde {reader.id}.")
    if is_same_person(who.name, person.name):
        raise RefusedByProcess(f"{who.name} laat zichzelf niet toe. Dat doen twee anderen.")
    if not any(is_same_person(one.name, who.name) for one in known.values()):
        raise RefusedByProcess(
            f"{who.name} hoorde niet bij ronde {reader.id} toen zij werd gemaakt, en laat daarom "
            "niemand toe."
        )
    given = [one.officer for one in reader.admissions if one.person == person]
    if not any(is_same_person(who.name, name) for name in given):
        kept.add_admission(reader, person, who.name)
        record(reader, EventKind.PERSON_ADMITTED, who)
    names = tuple(one.officer for one in reader.admissions if one.person == person)
    complete = standing(reader.offices, reader.admissions).get(person.user.casefold()) == person
    return Admitted(person=person, by=names, complete=complete)


def _candidate(reader: RoundReader, login: str) -> Person:
    people = reader.offices[-1].people if reader.offices else ()
    found = [one for one in people if one.user.casefold() == login.casefold()]
    if not found:
        raise WrongUse(
            f"Het kantoorbestand dat bij ronde {reader.id} is vastgelegd kent geen gebruiker "
            f"{login}. Neem die er eerst in op."
        )
    return found[0]


def used_offices(reader: RoundReader) -> tuple[UsedOffice, ...]:
    """The office files that were used for a round, each with what it changed of people."""
    before: tuple[Person, ...] = ()
    told: list[UsedOffice] = []
    for one in reader.offices:
        told.append(
            UsedOffice(
                sha256=one.sha256, officer=one.officer, login=one.login,
                changes=changes_between(before, one.people) if before else (),
            )
        )  # fmt: skip
        before = one.people
    return tuple(told)


def waiting(reader: RoundReader) -> tuple[Person, ...]:
    """Who stands in the office file of now and may not decide on the round yet."""
    known = standing(reader.offices, reader.admissions)
    people = reader.offices[-1].people if reader.offices else ()
    return tuple(one for one in people if known and known.get(one.user.casefold()) != one)
