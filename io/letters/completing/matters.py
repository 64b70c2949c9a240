"""What each letter about completing says of its application: its points, its days, its facts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from ....grants import notation
from ....grants.applications.application import Application
from ....grants.applications.public_body import PublicBody
from ....grants.applications.received import day_only
from ....grants.bilingual import Bilingual, in_language
from ....grants.money import ZERO, Euro
from ....grants.municipality import Municipality, municipalities
from ....grants.rounds.policy import Policy
from ....instruments.instrument import STATEMENT, instruments
from ....instruments.screening.completing import settled_on
from ...records.rounds.completions import Asked, StoredNotice, StoredRequest
from ...rounds.aside.waiting import Waits
from ...rounds.calendar.deadlines import deadline_of
from ...rounds.completing.asking import Incomplete, past_supplying
from ...rounds.completing.closing import ClosingTerm, Left
from ...rounds.completing.term import Term
from .author import Matter, Point


def addressed(about: Incomplete, code: str) -> Municipality | PublicBody:
    """Whom a letter about an application goes to: a municipality, or the body in its place.

    ``code`` is empty where it is no municipality.
    """
    if not code:
        assert about.body is not None
        return about.body
    return municipalities()[code]


def book_name(number: str) -> str:
    """The file of the workbook that goes with a request."""
    return f"aanvulling_{number}.xlsx"


def request_letter(policy: Policy, request: StoredRequest, about: Incomplete, lang: str) -> Matter:
    """A request to complete an application."""
    sheets = instruments()[about.instrument].sheets
    stood = [one.name for one in sheets if about.stood.said(one)]
    settled = settled_on(policy, about.instrument, request.on)
    clock = request.on + timedelta(days=1)
    begins = deadline_of(policy, about.instrument).begins or clock
    stated = instruments()[about.instrument].submission is STATEMENT  # no clock stands still for it
    return Matter(
        kind="aanvulling",
        number=request.number,
        instrument=about.instrument,
        place=addressed(about, request.municipality_code),
        project_id=about.project_id,
        points=_points(request.asked, settled=settled),
        facts={
            "received": about.received_at is not None,
            "open": any(not past_supplying(one, settled=settled) for one in request.asked),
            "settled": settled and any(asked.bears for asked in request.asked),
            "sheets": bool(sheets) and not stood,
            "stood": bool(stood),
            "runs": not stated and begins <= clock,
            "begins_within": not stated and clock < begins <= request.until,
            "begins_later": not stated and clock < begins > request.until,
        },
        fields={
            **_received(about, lang),
            "until": notation.unbroken_day(request.until, lang),
            "workbook": book_name(request.number),
            "sheets": notation.joined(stood or [sheet.name for sheet in sheets], lang),
            "clock_from": notation.unbroken_day(clock, lang),
            "begins": notation.unbroken_day(begins, lang),
        },
        dates=(request.until,) if stated else (request.until, max(clock, begins)),
    )


def later_letter(
    notice: StoredNotice, about: Incomplete, code: str, term: Term, lang: str
) -> Matter:
    """A notice of a later decision; ``term`` is that in which it has to be taken."""
    days = {"earlier": notice.earlier, "later": notice.later, "term": term.day}
    over = term.day < notice.on
    stated = instruments()[about.instrument].submission is STATEMENT
    return Matter(
        kind="verlenging",
        number=notice.number,
        instrument=about.instrument,
        place=addressed(about, code),
        project_id=about.project_id,
        facts={
            "set_by_law": not term.reasonable,
            "late_by_law": not term.reasonable and not stated,
            # Nobody applied (Awb 4:14), or it is told after the eight weeks.
            "late_itself": (stated and not term.reasonable) or (term.reasonable and over),
            "reasonable_told": term.reasonable and not over,
            "reasonable_over": term.reasonable and over,
            **_if_late(about.instrument, over=over),
        },
        fields={
            **_received(about, lang),
            **{name: notation.unbroken_day(day, lang) for name, day in days.items()},
            "reason": notation.as_typed(notice.reason, lang),
            "term_reasons": notation.reasons_of(term.day, term.reasons, lang),
        },
        dates=tuple(days.values()),
    )


def untreated_letter(
    policy: Policy, request: StoredRequest, about: Incomplete, reason: str, left: Left,
    term: ClosingTerm, lang: str,
) -> Matter:  # fmt: skip
    """A decision not to treat an application; ``left`` is what is still not there of it, and
    ``term`` the time within which it is taken."""
    settled = settled_on(policy, about.instrument, request.on)
    return Matter(
        kind="nietbehandeld",
        number=request.number,
        instrument=about.instrument,
        place=addressed(about, request.municipality_code),
        project_id=about.project_id,
        points=tuple(left_point(one, settled=settled) for one in left.open),
        facts={"received": about.received_at is not None, "completed": term.completed},
        fields={
            **_received(about, lang),
            "since": notation.unbroken_day(term.since, lang),
            "last": notation.unbroken_day(term.last, lang),
            "asked_on": notation.unbroken_day(request.on, lang),
            "until": notation.unbroken_day(request.until, lang),
            "not_completed": _not_completed(left).text(lang),
            "came": _came(left, lang),
            "reason": notation.as_typed(reason, lang),
        },
        dates=(request.on, request.until, term.last),
    )


def _not_completed(left: Left) -> Bilingual:
    if left.came is None:
        return Bilingual(nl="niet is aangevuld", en="was not completed")
    if not left.in_time:
        return Bilingual(nl="niet op tijd is aangevuld", en="was not completed in time")
    return Bilingual(nl="niet volledig is aangevuld", en="was not completed in full")


def _came(left: Left, lang: str) -> str:
    """What came in upon the request, and when."""
    if left.came is None:
        return in_language(lang, "Ik heb geen aanvulling ontvangen.", "I have received nothing.")
    day = notation.unbroken_day(left.came, lang)
    if not left.in_time:
        return in_language(
            lang,
            f"Op {day}, na die dag, ontving ik een aanvulling. Die telt niet mee.",
            f"On {day}, after that day, I received further data. They do not count.",
        )
    return in_language(
        lang,
        f"Op {day} ontving ik een aanvulling, maar zij lost dit niet op.",
        f"On {day} I received further data, but they do not mend this.",
    )


def receipt_letter(
    number: str, instrument: str, place: Municipality | PublicBody, received: datetime | None,
    lang: str,
) -> Matter:  # fmt: skip
    """An acknowledgement of receipt, with its moment where that could be read."""
    return Matter(
        kind="ontvangst",
        number=number,
        instrument=instrument,
        place=place,
        facts={"received": received is not None},
        fields={"received_at": "" if received is None else _moment(received, lang)},
        dates=() if received is None else (received.date(),),
    )


def aside_letter(
    number: str, instrument: str, application: Application, reserved: Euro | None, reason: str,
    waits: Waits, on: date, lang: str,
) -> Matter:  # fmt: skip
    """That an application is decided on later, with what is reserved for it.

    ``on`` is the day of the letter: the term of the law may be over by then.
    """
    over, reasonable = waits.term.day < on, waits.term.reasonable
    return Matter(
        kind="aanhouding",
        number=number,
        instrument=instrument,
        place=application.applicant,
        project_id=application.project_id or "",
        points=tuple(Point(nl=one.nl, en=one.en) for one in waits.questions),
        facts={
            "asked": bool(waits.questions),
            "law_runs": not reasonable and not over,
            "reasonable_runs": reasonable and not over,
            "law_over": not reasonable and over,
            "reasonable_over": reasonable and over,
            **_if_late(instrument, over=over),
        },
        fields={
            "received_on": notation.unbroken_day(application.received_at.date(), lang),
            "reserved": notation.amount(reserved or ZERO, lang),
            "reason": notation.as_typed(reason, lang),
            "term": notation.unbroken_day(waits.term.day, lang),
            "term_reasons": notation.reasons_of(waits.term.day, waits.term.reasons, lang),
        },
        dates=(application.received_at.date(), waits.term.day),
    )  # fmt: skip


def _if_late(instrument: str, *, over: bool) -> dict[str, bool]:
    """What is open to whoever gets no decision: a penalty only where they applied (Awb 4:17)."""
    stated = instruments()[instrument].submission is STATEMENT
    return {
        "penalty": not stated and not over,
        "penalty_now": not stated and over,
        "court": stated and not over,
        "court_now": stated and over,
    }


def withdrawal_letter(
    about: Incomplete, code: str, withdrawn_on: date, *, decided: bool, sent: bool, lang: str
) -> Matter:
    """A confirmation that an application was withdrawn; ``code`` is whom it goes to.

    ``decided`` says whether its round had been decided by then, ``sent`` whether its decision went.
    """
    return Matter(
        kind="intrekking",
        number=about.number,
        instrument=about.instrument,
        place=addressed(about, code),
        project_id=about.project_id,
        facts={
            "received": about.received_at is not None, "undecided": not decided,
            "unsent": decided and not sent, "sent": sent,
        },
        fields={
            **_received(about, lang),
            "withdrawn_on": notation.unbroken_day(withdrawn_on, lang),
        },
        dates=(withdrawn_on,),
    )  # fmt: skip


def _moment(received: datetime, lang: str) -> str:
    """A moment of receipt as a letter writes it; midnight is a day without a time."""
    day = notation.unbroken_day(received.date(), lang)
    if day_only(received):
        return day
    return day + in_language(lang, f" om {received:%H.%M} uur", f" at {received:%H:%M}")


def _received(about: Incomplete, lang: str) -> dict[str, str]:
    if about.received_at is None:
        return {"received_on": ""}
    return {"received_on": notation.unbroken_day(about.received_at.date(), lang)}


def _points(asked: Sequence[Asked], *, settled: bool) -> tuple[Point, ...]:
    return tuple(point_of(one, settled=settled) for one in asked)


def left_point(one: Asked, *, settled: bool) -> Point:
    """What was never supplied, in a decision: nobody is asked to fill it in any more."""
    told = point_of(one, settled=settled)
    if past_supplying(one, settled=settled):
        return told
    if one.absent:
        return Point(nl=f"{one.label}: dit is niet ingevuld.", en=told.en)
    parts = [one.rstrip(".") for one in told.nl.split(". ")]
    seen = ". ".join([p for p in parts if p.partition(" ")[0] not in _FILLING_IN] or parts)
    return Point(
        nl=f"{seen}. Dit is niet te lezen of klopt niet.", en=_wrong(one.label, seen),
    )  # fmt: skip


_FILLING_IN = frozenset(
    ("Vul", "Kies", "Zet", "Schrijf", "Noem", "Laat", "Controleer", "Geef", "Gebruik", "Verwijder")
)
"""What a sentence begins with that says what to fill in."""


def point_of(one: Asked, *, settled: bool) -> Point:
    """What is missing, and that it cannot be supplied any more where that is so."""
    if past_supplying(one, settled=settled):
        return Point(
            nl=f"{one.label}: dit ontbrak toen het tijdvak sloot en kan niet meer worden "
            "aangevuld.",
            en=f"{one.label}: this was missing when the window closed and cannot be supplied any "
            "more.",
        )
    return Point(
        nl=one.said if one.label in one.said else f"{one.label}: {one.said}",
        en=f"{one.label}: this is missing." if one.absent else _wrong(one.label, one.said),
    )


def _wrong(label: str, said: str) -> str:
    """What is wrong with a cell, in English: what is said of it in Dutch is a part of why."""
    return f"{label}: this cannot be read or does not agree: {notation.as_typed(said, 'en')}"
