"""Completing: an applicant is asked for what is missing, and what comes of that (Awb art. 4:5).

Each act is recorded with its date and its officer. An application that is not completed in its term
is not treated only by two officers, and within four weeks after that term.
"""

from __future__ import annotations

import re
from datetime import date

from ...grants.lives.application import ApplicationEvent, ApplicationState
from ...grants.municipality import canonical_code
from ...grants.record import Record
from ..errors import RefusedByProcess, WrongUse
from ..records.rounds import completions
from ..records.rounds.completions import StoredNotice, StoredRequest
from ..records.rounds.events import EventKind
from ..records.rounds.reader import RoundReader
from ..rounds.actor import Actor
from ..rounds.calendar.deadlines import deadline_of
from ..rounds.completing.acting import permit_completing, require_reason
from ..rounds.completing.asking import (
    Incomplete,
    incomplete_one,
    life_of,
    open_request,
    require_linked,
    waiting_completion,
)
from ..rounds.completing.closing import ClosingTerm, Left, closing_term, left_of, require_left
from ..rounds.completing.term import Term
from ..rounds.completing.until import term_of, term_to_decide
from ..rounds.incomplete import faulty_row
from ..rounds.lawful import require_deciding
from ..rounds.lives import confirm_event, record_event
from ..rounds.state import record

_NUMBER = re.compile(r"^[A-Z0-9][A-Z0-9-]{0,39}$")


class Asking(Record):
    """A request that stands, with the application it is about; ``new`` as far as it was not yet."""

    request: StoredRequest
    about: Incomplete
    new: bool


def request(
    reader: RoundReader,
    number: str,
    who: Actor,
    on: date,
    until: date | None = None,
    municipality: str | None = None,
) -> Asking:
    """Ask an applicant for what is missing; the same again changes nothing.

    Raises:
        WrongUse: there is no such application, or nobody to ask can be read.
        RefusedByProcess: nothing can be asked of it, or the state or the role forbids it.
    """
    permit_completing(reader, who)
    require_linked(number)
    about = incomplete_one(reader, number)
    standing = open_request(reader, number)
    code = _addressee(about, municipality)
    asked = StoredRequest(
        row_id=0, number=number, version_row_id=about.version_row_id, municipality_code=code,
        on=on, until=term_of(reader, on, until), asked=about.asked, officer=who.name,
    )  # fmt: skip
    if standing is not None and _same(standing, asked):
        return Asking(request=standing, about=about, new=False)
    _may_be_asked(reader, about, on, standing)
    completions.add_request(reader, asked)
    _leads_to_asked(reader, about, who, on)
    return Asking(request=reader.requests[-1], about=about, new=True)


def _same(standing: StoredRequest, asked: StoredRequest) -> bool:
    left_out = {"row_id", "officer"}
    return standing.model_dump(exclude=left_out) == asked.model_dump(exclude=left_out)


def _addressee(about: Incomplete, municipality: str | None) -> str:
    known = canonical_code(municipality) if municipality else about.applicant_code
    if not known and about.body is None:
        raise WrongUse(
            f"Van {about.number} is niet te lezen welke gemeente haar deed. Noem de gemeente met "
            "--municipality GM0000."
        )
    return known or ""  # to a public body that has no code


def _may_be_asked(
    reader: RoundReader, about: Incomplete, on: date, standing: StoredRequest | None
) -> None:
    if about.state in _ENDED:
        raise RefusedByProcess(
            f"{about.number} is {about.state.dutch}: er valt niets aan te vullen."
        )
    if not about.asked and about.of_the_office:
        raise RefusedByProcess(
            f"Aan {about.number} ontbreekt alleen wat het kantoor zelf invult: "
            f"{', '.join(about.of_the_office)}. Verbeter dat in de werkmap en laad haar opnieuw."
        )
    if not about.asked:
        raise RefusedByProcess(
            f"Aan {about.number} ontbreekt niets dat de aanvrager kan aanvullen."
        )
    if waiting_completion(reader, about.number) is not None:
        raise RefusedByProcess(
            f"Over de aanvulling van {about.number} is nog niet beslist. Aanvaard of weiger die "
            f"eerst: verdeel complete accept {about.number}, of refuse."
        )
    received = about.received_at.date() if about.received_at is not None else None
    earliest = standing.on if standing is not None else received
    if earliest is not None and on < earliest:
        raise WrongUse(f"Het verzoek kan niet van voor {earliest:%d-%m-%Y} zijn.")


def _leads_to_asked(reader: RoundReader, about: Incomplete, who: Actor, on: date) -> None:
    """Lead its life to where it waits for the applicant."""
    row_id = life_of(reader, about.number).row_id
    said = f"Verzoek om aanvulling: {', '.join(dict.fromkeys(one.label for one in about.asked))}."
    if about.state is ApplicationState.COMPLETE:
        record_event(reader, row_id, ApplicationEvent.FOUND_INCOMPLETE, who, on, said)
    record_event(reader, row_id, ApplicationEvent.ASKED, who, on, said)


class Extended(Record):
    """A notice of a later decision (Awb art. 4:14). ``term`` is what it is held against: that of a
    regulation, which the notice leaves as it is, or a reasonable one with the notice in it."""

    notice: StoredNotice
    about: Incomplete
    term: Term
    new: bool


def extend(
    reader: RoundReader, number: str, who: Actor, on: date, later: date, reason: str
) -> Extended:
    """Tell an applicant that the decision comes later; the same again changes nothing.

    Raises:
        WrongUse: there is no such application, the reason is missing, or the day is no later one.
        RefusedByProcess: the application waits for no decision, or the state or role forbids it.
    """
    permit_completing(reader, who)
    require_linked(number)
    require_reason(reason)
    about = incomplete_one(reader, number)
    if about.state in _ENDED:
        raise RefusedByProcess(f"{number} is {about.state.dutch} en wacht niet op een besluit.")
    came = None if about.received_at is None else about.received_at.date()
    of_law = deadline_of(reader.policy, about.instrument)
    term = term_to_decide(reader, number, of_law, came)
    told = [one for one in reader.notices if one.number == number]
    if told and (told[-1].on, told[-1].later, told[-1].reason) == (on, later, reason):
        reasons = term.reasons if term.reasonable else term.reasons[:-1]  # without the notice
        term = term.model_copy(update={"reasons": reasons})
        return Extended(notice=told[-1], about=about, term=term, new=False)
    earlier = term.announced or term.day
    if later <= earlier or later <= on:
        raise WrongUse(
            f"Een besluit over {number} was te verwachten tot en met {earlier:%d-%m-%Y}. Noem met "
            "--until een latere dag, die ook na de dag van het bericht ligt."
        )
    notice = StoredNotice(
        number=number, on=on, earlier=earlier, later=later, reason=reason, officer=who.name
    )
    completions.add_notice(reader, about.version_row_id, notice)
    record(reader, EventKind.TERM_NOTIFIED, who)
    if term.reasonable:
        term = term_to_decide(reader, number, of_law, came, besides=(notice,))
    return Extended(notice=notice, about=about, term=term, new=True)


_ENDED = (ApplicationState.WITHDRAWN, ApplicationState.NOT_TREATED)


class Closing(Record):
    """A decision not to treat an application; it counts once ``confirmed``.

    ``on`` is the day of the decision, ``left`` what of the ``request`` is still open, ``term`` the
    time within which it can be taken.
    """

    request: StoredRequest
    about: Incomplete
    on: date
    reason: str
    officer: str
    left: Left
    term: ClosingTerm
    confirmed_by: str = ""
    new: bool = True


def close(reader: RoundReader, number: str, who: Actor, on: date, reason: str) -> Closing:
    """Record that an application is not treated, since it was not completed in its term.

    Raises:
        WrongUse: there is no such application, or the reason is missing.
        RefusedByProcess: its term has not ended, a completion still waits, or it is too late for
            such a decision; or the state or the role forbids it.
    """
    permit_completing(reader, who)
    require_deciding(reader.policy)
    require_linked(number)
    about, asked = incomplete_one(reader, number), _closable(reader, number, on)
    left = require_left(reader, asked, about)
    life = life_of(reader, number)
    for one in life.open_events:
        if one.event != ApplicationEvent.LEFT_UNTREATED:
            continue
        if (one.on, one.reason) != (on, reason):
            raise RefusedByProcess(
                f"Dat {number} niet in behandeling wordt genomen, is al vastgelegd op "
                f"{one.on:%d-%m-%Y} door {one.officer} ({one.reason}). Dat wijzigt niet meer; een "
                "ander bevestigt het met --confirm."
            )
        return Closing(
            request=asked,
            about=about,
            on=one.on,
            reason=one.reason,
            officer=one.officer,
            left=left,
            term=closing_term(reader, asked),
            new=False,
        )
    record_event(reader, life.row_id, ApplicationEvent.LEFT_UNTREATED, who, on, reason)
    return Closing(
        request=asked, about=about, on=on, reason=reason, officer=who.name, left=left,
        term=closing_term(reader, asked),
    )  # fmt: skip


def confirm_close(reader: RoundReader, number: str, who: Actor, on: date) -> Closing:
    """Put the second name under a decision not to treat; from then on it is taken.

    Raises:
        WrongUse: nobody recorded such a decision.
        RefusedByProcess: the same officer did, it is too late, or the state or role forbids it.
    """
    permit_completing(reader, who)
    require_deciding(reader.policy)
    about = incomplete_one(reader, number)
    taken = reader.untreated.get(number)
    asked = [one for one in reader.requests if one.number == number]
    if taken is not None and asked:
        return Closing(
            request=asked[-1], about=about, on=taken.confirmed_on or taken.on, reason=taken.reason,
            officer=taken.officer, confirmed_by=taken.confirmed_by,
            left=left_of(reader, asked[-1], about), term=closing_term(reader, asked[-1]),
            new=False,
        )  # fmt: skip
    waits = [
        one for one in life_of(reader, number).open_events
        if one.event == ApplicationEvent.LEFT_UNTREATED
    ]  # fmt: skip
    if not waits:
        raise WrongUse(
            f"Over {number} is nog niet voorgesteld om haar niet te behandelen, dus er is niets te "
            "bevestigen."
        )
    last = _closable(reader, number, on)
    if on < waits[-1].on:
        raise WrongUse(f"Het voorstel is van {waits[-1].on:%d-%m-%Y}; bevestigen kan niet eerder.")
    left = require_left(reader, last, about)
    confirm_event(reader, waits[-1].row_id, who, on)
    return Closing(
        request=last, about=about, on=on, reason=waits[-1].reason, officer=waits[-1].officer,
        left=left, term=closing_term(reader, last), confirmed_by=who.name,
    )  # fmt: skip


def _closable(reader: RoundReader, number: str, on: date) -> StoredRequest:
    """The request that was not met, where it can be decided on that day not to treat."""
    asked = open_request(reader, number)
    if asked is None:
        raise RefusedByProcess(
            f"{number} wacht niet op een aanvulling. Niet behandelen kan alleen nadat daarom is "
            f"gevraagd (artikel 4:5 Awb): verdeel complete request {number}"
        )
    if on <= asked.until:
        raise RefusedByProcess(
            f"De termijn om {number} aan te vullen loopt tot en met {asked.until:%d-%m-%Y}. Pas "
            "daarna kan zij niet in behandeling worden genomen."
        )
    if waiting_completion(reader, number) is not None:
        raise RefusedByProcess(
            f"Er is een aanvulling van {number} binnen waarover nog niet is beslist. Aanvaard of "
            f"weiger die eerst: verdeel complete accept {number}, of refuse."
        )
    term = closing_term(reader, asked)
    if on > term.last:
        raise RefusedByProcess(
            f"Een besluit om {number} niet te behandelen kon tot en met {term.last:%d-%m-%Y} "
            f"({term.why.nl}). Daarna wordt zij behandeld: "
            f'vraag haar opnieuw om aanvulling met "verdeel complete request {number}".'
        )
    return asked


def link(
    reader: RoundReader, nameless: str, number: str, who: Actor, on: date, reason: str
) -> None:
    """Give a row without a usable number the one that it belongs to, once and for all.

    Raises:
        WrongUse: there is no such row, the number cannot be one, or the reason is missing.
        RefusedByProcess: it was withdrawn, or the state or the role forbids it.
    """
    permit_completing(reader, who)
    require_reason(reason)
    row = faulty_row(reader, nameless)
    if row is None or row.application_id:
        raise WrongUse(f"Ronde {reader.id} heeft geen rij {nameless} zonder aanvraagnummer.")
    if not _NUMBER.match(number) or number.startswith("ONBEKEND-"):
        raise WrongUse(
            f"{number} kan geen aanvraagnummer zijn: hoofdletters, cijfers en streepjes, ten "
            "hoogste 40 tekens."
        )
    if any(one.application_id == nameless for one in reader.withdrawals):
        raise RefusedByProcess(f"{nameless} is ingetrokken; zij krijgt geen nummer meer.")
    other = {one.application_id: one.instrument for one in reader.versions if one.application_id}
    if other.get(number, row.instrument) != row.instrument:
        raise WrongUse(f"{number} is een aanvraag van een andere regeling dan deze rij.")
    completions.add_link(reader, row.row_id, number, on, reason, who.name)
    record(reader, EventKind.ROW_LINKED, who)
