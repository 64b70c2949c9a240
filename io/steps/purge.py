"""Contact persons taken away once they need not be kept.

They are kept for as long as the office file says after the decision, and then made empty, in the
file of SQLite too. Nothing that a decision rests on goes, and the audit trail stays whole: it never
covered them. One officer does so, in an event that bears a name; what remains is told.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from sqlmodel import Session, col, select

from ...grants.record import Record
from ...grants.rounds import KEEPERS, RoundState
from ..config.office import Office
from ..errors import RefusedByProcess
from ..records import audit, tables
from ..rounds.actor import Actor, require_role
from ..rounds.dossier import dossier
from ..rounds.seal import program_version
from ..rounds.state import round_of


class Purge(Record):
    """What was taken away, or would be. ``kept_until`` is the last day of the retention term."""

    round: str
    kept_until: date
    contacts: int
    done: bool
    remains: tuple[str, ...]


def due(session: Session, round_id: str, before: date, office: Office) -> Purge:
    """What would be taken away of a round whose term ended before a day; nothing changes.

    Raises:
        RefusedByProcess: the round is not published, or the term has not ended.
    """
    return _due(session, round_id, before, office)


def purge(session: Session, round_id: str, before: date, office: Office, who: Actor) -> Purge:
    """Take the contact persons of a round away, where their term ended before a day.

    Raises:
        RefusedByProcess: the round is not published, the term has not ended, or the actor may not.
    """
    require_role(who, KEEPERS, "contactpersonen wegnemen")
    told = _due(session, round_id, before, office)
    if told.contacts:
        _empty(session, round_id, before)
        audit.append(session, round_id, "privacy.purged", who.name, program_version())
    return told.model_copy(update={"done": True})


def _due(session: Session, round_id: str, before: date, office: Office) -> Purge:
    state = RoundState(round_of(session, round_id).state)
    if state not in (RoundState.PUBLISHED, RoundState.ARCHIVED):
        raise RefusedByProcess(
            f"Ronde {round_id} is {state.dutch}; contactpersonen blijven tot na de bekendmaking."
        )
    approval = dossier(session, round_id).approval
    assert approval is not None, "a published round is approved"
    last = months_after(approval.on, office.contacts_kept_months)
    if last >= before:
        raise RefusedByProcess(
            f"De contactpersonen van ronde {round_id} worden bewaard tot en met {last:%d-%m-%Y}, "
            f"{office.contacts_kept_months} maanden na het besluit. Doe dit daarna."
        )
    return Purge(
        round=round_id,
        kept_until=last,
        contacts=len(_held(session, round_id)),
        done=False,
        remains=_remains(session, round_id),
    )


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month.

    >>> months_after(date(2026, 8, 31), 6).isoformat()
    '2027-02-28'
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _held(session: Session, round_id: str) -> list[tables.Contact]:
    rows = session.exec(
        select(tables.Contact)
        .where(tables.Contact.round_id == round_id, tables.Contact.purged_on == "")
        .order_by(col(tables.Contact.id))
    ).all()
    return list(rows)


def _empty(session: Session, round_id: str, before: date) -> None:
    for row in _held(session, round_id):
        row.contact = row.email = row.beside_json = ""
        row.purged_on = before.isoformat()
        session.add(row)
    session.flush()


def _remains(session: Session, round_id: str) -> tuple[str, ...]:
    """What personal data is still there, in Dutch."""
    found = [
        "de namen van medewerkers bij wat zij deden: dat is wat een besluit draagt;",
        "vrije tekst van de aanvrager, zoals een projectnaam, waarin een naam kan staan;",
    ]
    others = session.exec(
        select(tables.Contact.round_id)
        .where(tables.Contact.round_id != round_id, tables.Contact.purged_on == "")
        .distinct()
        .order_by(col(tables.Contact.round_id))
    ).all()
    if others:
        found.append(f"de contactpersonen van andere rondes: {', '.join(others)};")
    found.append(
        "wat buiten deze database ligt: de werkmappen zelf, gemarkeerde kopieën daarvan, "
        "reservekopieën en exports met persoonsgegevens van vóór vandaag."
    )
    return tuple(found)
