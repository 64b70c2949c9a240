"""What a cell says as a date: a date of the file itself, or a text in a Dutch or ISO notation."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from ..formats.number_formats import Value
from .shown import Fault, shown

FIRST_DATE, LAST_DATE = date(1990, 1, 1), date(2100, 12, 31)

_DAY_FIRST = re.compile(r"^([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})$")
_YEAR_FIRST = re.compile(r"^([0-9]{4})-([0-9]{2})-([0-9]{2})$")
_IN_WORDS = re.compile(r"^([0-9]{1,2}) ([a-z]+)\.? ([0-9]{4})$")
_TIME = re.compile(
    r"^(?P<day>.+?),?[ t]+(?P<h>[0-9]{1,2}):(?P<m>[0-9]{2})(?P<s>(?::[0-9]{2})?)(?:[.,]0{1,9})?"
    r"(?: ?uur)?$"
)
_ZONE = re.compile(
    r"[0-9]:[0-9]{2}(?:[.,][0-9]+)?(?P<zone> ?(?:z|utc|gmt|[+-][0-9]{2}:?[0-9]{2}))$"
)
_END_OF_DAY = re.compile(r"[ t]24:00(?::00)?(?: ?uur)?$")
_LONGEST_DATE = 60
_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


def any_date(value: Value, *, of_day: bool) -> datetime | Fault:
    """A date with its time of day, or what is wrong with it.

    Where only the day counts, ``of_day``, a time zone matters less.
    """
    if isinstance(value, str):
        return _in_a_zone(shown(value).lower(), of_day=of_day) or _plain_date(value)
    return _plain_date(value)


def _in_a_zone(text: str, *, of_day: bool) -> datetime | Fault | None:
    """A date that names its time zone, where its own clock says what a Dutch clock says.

    Elsewhere a person has to say which is meant: some programs write Z behind any time. Of a day,
    ``of_day``, it is enough that both clocks are at the same one. ``None`` if it names no zone, or
    is no date.
    """
    zone = _ZONE.search(text) if len(text) <= _LONGEST_DATE else None
    if zone is None:
        return None
    own = _written_date(text[: zone.start("zone")])
    if own is None:
        return None
    if not FIRST_DATE <= own.date() <= LAST_DATE:
        return _beyond_dates()
    digits = re.sub("[^0-9]", "", zone["zone"])
    ahead = timedelta(hours=int(digits[:2]), minutes=int(digits[2:])) if digits else timedelta()
    ahead = -ahead if "-" in zone["zone"] else ahead
    dutch = _dutch_clock(own - ahead)
    agree = dutch.date() == own.date() if of_day else dutch == own
    return own if agree else Fault("INT-068", {"dutch": f"{dutch:%d-%m-%Y %H:%M}"})


def _dutch_clock(moment: datetime) -> datetime:
    """What a Dutch clock says at a moment of UTC.

    Summer time lasts from the last Sunday of March to that of October, at one o'clock UTC
    (Directive 2000/84/EC). It is computed, since not every system has a table of time zones.
    """
    starts, ends = (_last_sunday(moment.year, month) for month in (3, 10))
    return moment + timedelta(hours=2 if starts <= moment < ends else 1)


def _last_sunday(year: int, month: int) -> datetime:
    last = datetime(year, month, 31, 1)  # noqa: DTZ001 - of UTC
    return last - timedelta(days=(last.weekday() + 1) % 7)


def _beyond_dates() -> Fault:
    return Fault("INT-045", {"limit": f"{FIRST_DATE.year}-{LAST_DATE.year}"})


def _plain_date(value: Value) -> datetime | Fault:
    """A date with its time of day; a bare number is no date, since its count may start in 1904."""
    match value:
        case datetime():
            found = value
        case date():
            found = datetime.combine(value, time())
        case str():
            found = _written_date(shown(value).lower())
        case _:
            found = None
    if found is None:
        late = isinstance(value, str) and _END_OF_DAY.search(shown(value).lower()[-_LONGEST_DATE:])
        return Fault("INT-069" if late else "INT-011")
    if not FIRST_DATE <= found.date() <= LAST_DATE:
        return _beyond_dates()
    return found


def month_first(value: Value) -> bool | None:
    """Whether a text is a date with the month before the day; ``None`` if it could be either way.

    ``False`` for any other value.
    """
    match = _DAY_FIRST.match(shown(value).partition(" ")[0]) if isinstance(value, str) else None
    if match is None:
        return False
    first, second = int(match[1]), int(match[3])
    if 1 <= first <= 12 < second <= 31:
        return True
    return None if 1 <= first <= 12 and 1 <= second <= 12 and first != second else False


def _written_date(text: str) -> datetime | None:
    if len(text) > _LONGEST_DATE:  # of a page of text, the search for a time would take minutes
        return None
    clock = _TIME.match(text)
    numbers = _year_month_day(clock["day"] if clock else text)
    if numbers is None:
        return None
    hour, minute, second = (
        map(int, (clock["h"], clock["m"], clock["s"].lstrip(":") or "0")) if clock else (0, 0, 0)
    )
    try:
        return datetime(*numbers, hour, minute, second)  # noqa: DTZ001 - an office's own clock
    except ValueError:  # such as 31-02-2026
        return None


def _year_month_day(text: str) -> tuple[int, int, int] | None:
    if match := _DAY_FIRST.match(text):
        return int(match[4]), int(match[3]), int(match[1])
    if match := _YEAR_FIRST.match(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _IN_WORDS.match(text):
        month = "mrt" if match[2].startswith("maa") else match[2][:3]
        if month in _MONTHS:
            return int(match[3]), _MONTHS.index(month) + 1, int(match[1])
    return None
