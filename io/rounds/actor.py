"""Who acts: the role in PostgreSQL, the operating system's user on SQLite, or, in an example
database, a named officer."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Protocol, TypeVar

from ...grants.lives.round import ANOTHER_APPROVER, APPROVERS, ROLES_NL
from ...grants.names import is_same_person
from ...grants.record import Record
from ..config.office import OFFICE, Office, Officer
from ..errors import RefusedByProcess, WrongUse
from ..records.login import knows_names, login
from ..records.rounds.reader import RoundReader
from .checks.people import known_as, people_of, standing


class Proposed(Protocol):
    """What one officer proposed on a day, and another approves."""

    @property
    def made_by(self) -> str:
        """Who proposed it."""
        ...

    @property
    def on(self) -> date:
        """The day on which it was proposed."""
        ...


Proposal = TypeVar("Proposal", bound=Proposed)


class Actor(Record):
    """Whoever gives the command. ``role`` is empty for somebody the office does not know.

    On SQLite the name is the operating system's, which is weaker proof than a database role: the
    server has checked the role, while whoever owns the computer chooses its users. ``held_back``
    says why this person decides on nothing in a real round yet; empty where nothing stands in the
    way. ``beside`` are, in an example database, the login and the role of the others of the office.
    """

    name: str
    role: str = ""
    held_back: str = ""
    beside: tuple[tuple[str, str], ...] = ()

    def instead(self, roles: Collection[str]) -> str:
        """How another of the office gives this command, as a sentence that comes last.

        Empty in a database of real rounds: there everybody is known by a login of their own.
        """
        user = next((user for user, role in self.beside if role in roles), None)
        return "" if user is None else f" In dit voorbeeld kan dat met --as {user}."


def actor(reader: RoundReader, office: Office | None, as_name: str | None) -> Actor:
    """The officer behind this command.

    Raises:
        RefusedByProcess: ``--as`` outside an example database, or naming nobody of the office.
    """
    if as_name is None:
        name = login(reader.session)
        if not reader.example and reader.exists:
            recorded = known_as(
                name,
                people_of(office),
                standing(reader.offices, reader.admissions),
                names_held=knows_names(reader.session),
            )
            return Actor(name=name) if recorded is None else Actor(**recorded.model_dump())
        known = office.officer(name) if office else None
        if known is None:
            return Actor(name=name, beside=_beside(office, None))
        return Actor(name=known.name, role=known.role, beside=_beside(office, known))
    if not reader.example:
        raise RefusedByProcess(
            "--as werkt alleen in een voorbeelddatabase. Meld u aan onder uw eigen naam."
        )
    if office is None:
        raise RefusedByProcess(
            f"Naast het beleid van ronde {reader.id} staat geen {OFFICE}, zodat niemand met de "
            f"naam {as_name} bekend is. Zet het daar, of noem het kantoorbestand met --office."
        )
    for officer in office.officers:
        if as_name in (officer.user, officer.name):
            return Actor(name=officer.name, role=officer.role, beside=_beside(office, officer))
    raise RefusedByProcess(
        f"Het kantoorbestand kent niemand met de naam {as_name}. Bekend zijn: "
        f"{', '.join(one.user for one in office.officers)}. Controleer de naam, of {OFFICE}."
    )


def _beside(office: Office | None, own: Officer | None) -> tuple[tuple[str, str], ...]:
    """The others of an office, by login and role."""
    every = office.officers if office is not None else ()
    return tuple((one.user, one.role) for one in every if one != own)


def office_path(reader: RoundReader, given: Path | None) -> Path:
    """The office file: the one given, else ``office.toml`` beside the policy."""
    return given or Path(reader.row.policy_file).parent / OFFICE


def require_admitted(who: Actor) -> None:
    """Refuse a decision to whoever came to the round later and was not admitted by two others.

    Raises:
        RefusedByProcess: with why, and what to do.
    """
    if who.held_back:
        raise RefusedByProcess(who.held_back)


def require_role(who: Actor, roles: tuple[str, ...], what: str) -> None:
    """Refuse whoever may not do this.

    Raises:
        RefusedByProcess: the actor has none of the roles.
    """
    if who.role not in roles:
        has = f"de rol {_named(who.role)}" if who.role else "geen rol in office.toml"
        allowed = " of ".join(_named(role) for role in roles)
        raise RefusedByProcess(
            f"{who.name} heeft {has} en mag niet {what}. Dat mag wel: {allowed}."
            f"{who.instead(roles)}"
        )


def proposed_by_another(made: Proposal | None, number: str, who: Actor, on: date) -> Proposal:
    """What was proposed on an award, for the officer who puts the second name under it on a day.

    Raises:
        WrongUse: nothing was proposed, or of a later day.
        RefusedByProcess: the same officer made it.
    """
    if made is None:
        raise WrongUse(f"Over {number} is niets voorgesteld dat op een tweede naam wacht.")
    if is_same_person(made.made_by, who.name):
        raise RefusedByProcess(
            f"{who.name} maakte dit voorstel over {number} en stelt het niet vast. Laat "
            f"{ANOTHER_APPROVER} dat doen (vier ogen).{who.instead(APPROVERS)}"
        )
    if on < made.on:
        raise WrongUse(f"Het voorstel is van {made.on:%d-%m-%Y}; beslis op die dag of later.")
    return made


def _named(role: str) -> str:
    """A role in Dutch, with its word in the office file."""
    return f"{ROLES_NL[role]} ({role} in office.toml)" if role else ROLES_NL[role]
