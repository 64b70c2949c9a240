"""Contact persons taken away once they need not be kept.

They are kept for as long as the office file says after the decision, and then made empty, in the
file of SQLite too. Nothing that a decision rests on goes, and the audit trail stays whole: it has
hashes of them, of which the salt goes too. One officer does so, in an event that bears a name; what
remains is told.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from ...grants.calendar import months_after
from ...grants.lives.round import KEEPERS, RoundState
from ...grants.notation import counted
from ...grants.record import Record
from ..config.office import Office
from ..errors import RefusedByProcess
from ..files.temporary import abandoned, take_away
from ..records.copies import contacts_in_copy
from ..records.rounds import contacts, objections
from ..records.rounds.events import EventKind
from ..records.rounds.reader import RoundReader
from ..rounds.actor import Actor, require_role
from ..rounds.state import record


class Purge(Record):
    """What was taken away, or would be. ``kept_until`` is the last day of the retention term.

    ``abandoned`` are work files of processes that were killed, in which an earlier version may have
    left contact persons; ``copies`` the reserve copies that were found to hold them still.
    """

    round: str
    kept_until: date
    contacts: int
    done: bool
    remains: tuple[str, ...]
    abandoned: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()


def due(reader: RoundReader, before: date, office: Office) -> Purge:
    """What would be taken away of a round whose term ended before a day; nothing changes.

    Raises:
        RefusedByProcess: the round is not published, or the term has not ended.
    """
    state = reader.state
    if state not in (RoundState.PUBLISHED, RoundState.ARCHIVED):
        raise RefusedByProcess(
            f"Ronde {reader.id} is {state.dutch}; contactpersonen blijven tot na de bekendmaking."
        )
    approval = reader.approval
    assert approval is not None, "a published round is approved"
    last = months_after(approval.on, office.contacts_kept_months)
    if last >= before:
        raise RefusedByProcess(
            f"De contactpersonen van ronde {reader.id} worden bewaard tot en met {last:%d-%m-%Y}, "
            f"{counted(office.contacts_kept_months, 'maand', 'maanden')} na het besluit. Doe dit "
            "daarna."
        )
    return Purge(
        round=reader.id,
        kept_until=last,
        contacts=len(reader.contacts),
        done=False,
        remains=_remains(reader),
    )


def purge(reader: RoundReader, before: date, office: Office, who: Actor) -> Purge:
    """Take the contact persons of a round away, where their term ended before a day.

    Raises:
        RefusedByProcess: the round is not published, the term has not ended, or the actor may not.
    """
    require_role(who, KEEPERS, "contactpersonen wegnemen")
    told = due(reader, before, office)
    if told.contacts:
        contacts.empty(reader, before)
        record(reader, EventKind.PURGED, who)
    return told.model_copy(update={"done": True})


def looked_through(told: Purge, folders: Iterable[Path]) -> Purge:
    """The same, with what lies in some folders: work files that were left there, and copies.

    The work files go where the contact persons do; a copy is only named.
    """
    places = sorted({folder.resolve() for folder in folders if folder.is_dir()})
    left = [draft for place in places for draft in abandoned(place)]
    if told.done:
        for draft in left:
            take_away(draft)
    holding = [
        f"{path} ({counted(count, 'versie', 'versies')})"
        for place in places
        for path in sorted(place.glob("*.zip"))
        if (count := contacts_in_copy(path, told.round))
    ]
    return told.model_copy(update={"abandoned": tuple(map(str, left)), "copies": tuple(holding)})


def _remains(reader: RoundReader) -> tuple[str, ...]:
    """What personal data is still there, in Dutch."""
    found = [
        "de namen van medewerkers bij wat zij deden: dat is wat een besluit draagt;",
        "vrije tekst van de aanvrager, zoals een projectnaam, waarin een naam kan staan;",
    ]
    named = objections.outsiders(reader.objections)
    if named:
        found.append(
            f"{counted(len(named), 'naam', 'namen')} van wie bezwaar maakte of daarover hoorde, en "
            "wat zij naar voren brachten: dat draagt de beslissing op het bezwaar;"
        )
    others = contacts.other_rounds(reader)
    if others:
        found.append(f"de contactpersonen van andere rondes: {', '.join(others)};")
    found.append(
        "wat buiten deze database ligt: de werkmappen zelf, gemarkeerde kopieën daarvan, mappen om "
        "aan te vullen, brieven over bezwaren, reservekopieën en exports met persoonsgegevens van "
        "vóór vandaag."
    )
    return tuple(found)
