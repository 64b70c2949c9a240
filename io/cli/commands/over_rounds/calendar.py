"""The command ``verdeel calendar``: the open terms of all rounds, and the next one of one round."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from .....grants.notation import reasons_of, short_day
from .....instruments.instrument import instruments
from ....errors import WrongUse
from ....records.database import reading
from ....records.rounds.reader import RoundReader, readers
from ....rounds.calendar.latest_day import latest_day
from ....rounds.calendar.listing import CalendarLine, Pressing, pressing
from ....rounds.calendar.listing import calendar as terms_of
from ....rounds.calendar.term import RoundOnDay
from ....wording.texts import Texts
from ...console import show, show_json
from ...invocation import Invocation
from ...tables import WIDTH
from ...terminal import broken
from ...words import words_in
from ..actor import office_of

_INDENT = " " * 4


def calendar(
    call: Invocation, round_id: str | None, schemes: tuple[str, ...], within: int | None,
    on: date | None,
) -> int:  # fmt: skip
    """Show the open terms; 1 where any of them is late.

    Raises:
        WrongUse: there is no such round or scheme.
    """
    day = on or datetime.now(tz=UTC).astimezone().date()
    chosen = tuple(_scheme(name) for name in schemes)
    with reading(call.database) as session:
        every = readers(session)
        asked = every if round_id is None else tuple(one for one in every if one.id == round_id)
        if round_id is not None and not asked:
            known = ", ".join(one.id for one in every) or "geen"
            raise WrongUse(f"De database heeft geen ronde {round_id}. Rondes: {known}.")
        lines = terms_of(
            asked, day, lambda one: office_of(one, call), beside=every, schemes=chosen,
            within=within,
        )  # fmt: skip
    if call.as_json:
        show_json(
            {
                "on": day.isoformat(),
                "terms": [one.model_dump(mode="json") | {"late": one.late} for one in lines],
            }
        )
    else:
        for shown in _told(lines, day, within, words_in(call.lang)):
            show(shown)
    return 1 if any(one.late for one in lines) else 0


def _scheme(name: str) -> str:
    known = {own.prefix.lower(): key for key, own in instruments().items()}
    found = known.get(name.lower(), name.lower())
    if found not in instruments():
        raise WrongUse(f"De regeling {name} is onbekend. Kies uit: {', '.join(instruments())}.")
    return found


def _told(
    lines: tuple[CalendarLine, ...], on: date, within: int | None, words: Texts
) -> Iterator[str]:
    late = sum(1 for one in lines if one.late)
    yield words("calendar.title", on=_day(on, words), lines=len(lines), late=late)
    if within is not None:
        yield words("calendar.within", until=_day(on + timedelta(days=within), words))
    if not lines:
        yield words("calendar.nothing")
    for one in lines:
        yield ""
        yield from _entry(one, words)


def _entry(one: CalendarLine, words: Texts) -> Iterator[str]:
    """A line of the calendar within the width of a terminal: when and what, and why under it."""
    yield from _wrapped(f"{when(one, words)}: {one.what.text(words.lang)}", "")
    yield from _wrapped(_about(one, words))
    yield from _wrapped(words("calendar.who", who=one.who.text(words.lang)))
    named = one.first == one.last  # then the day stands above, and is not said again
    why = reasons_of(one.first, one.reasons, words.lang) if named else _in_a_row(one, words)
    yield from _wrapped(words("calendar.why", why=why))
    yield from _wrapped(words("calendar.cost", cost=one.cost.text(words.lang)))
    yield from _wrapped(words("calendar.next", command=one.command))


def _in_a_row(one: CalendarLine, words: Texts) -> str:
    """Why the first of several days is that day, which has to be named."""
    return "; ".join(reason.text(words.lang) for reason in one.reasons)


def _about(one: CalendarLine, words: Texts) -> str:
    parts = [words("calendar.round", round=one.round)]
    if len(one.applications) == 1:
        parts += one.applications
    elif one.applications:
        parts.append(words("calendar.applications", count=one.count))
    schemes = ", ".join(instruments()[name].name(words.lang) for name in one.instruments)
    return ", ".join(parts) + (f": {schemes}" if schemes else "")


def pressing_on(
    call: Invocation, reader: RoundReader, on: date | None, application_id: str = ""
) -> Pressing:
    """What presses most, of a round or of one application, on a day.

    Without a day the latest one that was recorded in the round is meant; without either nothing
    presses.
    """
    day = on or latest_day(reader)
    if day is None:
        return Pressing()
    beside = tuple(one for one in reader.rounds if one.id != reader.id)
    seen = RoundOnDay(reader, day, office_of(reader, call), beside)
    return pressing(seen, application_id)


def next_said(presses: Pressing, words: Texts) -> tuple[str, ...]:
    """The term that comes first and that of the office itself, each with the command to type."""
    told = (("calendar.upcoming", presses.first), ("calendar.upcoming_duty", presses.duty))
    return tuple(
        words(
            key, when=when(one, words), what=one.what.text(words.lang),
            who=one.who.text(words.lang), command=one.command,
        )
        for key, one in told
        if one is not None
    )  # fmt: skip


def as_json(presses: Pressing) -> dict[str, Any]:
    """Both terms, as the commands that show them have them."""
    return {
        "next_term": presses.first and presses.first.model_dump(mode="json"),
        "next_duty": presses.duty and presses.duty.model_dump(mode="json"),
    }


def when(one: CalendarLine, words: Texts) -> str:
    """When a term ends, and how far off that is."""
    days = _day(one.first, words)
    if one.last != one.first:
        days = words("calendar.span", first=days, last=_day(one.last, words))
    if one.late:
        return f"{days} ({words('calendar.late', days=-one.days_left)})"
    if not one.days_left:
        return f"{days} ({words('calendar.today')})"
    return f"{days} ({words('calendar.left', days=one.days_left)})"


def _day(day: date, words: Texts) -> str:
    return short_day(day, words.lang)


def _wrapped(text: str, indent: str = _INDENT) -> list[str]:
    return broken(text, WIDTH, indent, _INDENT + "  ")
