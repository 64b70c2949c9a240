"""Terms in letters: the last day for an objection, and dates a number of years ahead.

The general holidays are computed here rather than taken from a package of public holidays. Such
packages follow what shops and schools do: for the Netherlands they give 5 May once in five years
and leave Good Friday out, while the Algemene termijnenwet names both for every year. The list is
short, fixed by that act (art. 3), and the only computed day is Easter.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from ...grants.calendar import general_holidays

OBJECTION_DAYS = 42  # six weeks, Awb art. 6:7, as those of a payment by art. 4:87


def last_day_for_objection(sent_on: date, equated_days: Iterable[date] = ()) -> date:
    """The last day on which an objection (*bezwaar*) is in time.

    The term of six weeks starts the day after sending (Awb art. 6:7 and 6:8). If its last day is a
    Saturday, a Sunday or a general holiday, it runs on to the next day that is none of these
    (Algemene termijnenwet art. 1). ``equated_days`` are days that a royal decree equates with a
    holiday (art. 3, third paragraph); the office file lists them.

    >>> last_day_for_objection(date(2026, 9, 7))
    datetime.date(2026, 10, 19)
    """
    equated = frozenset(equated_days)
    day = six_weeks_after(sent_on)
    while day.isoweekday() > 5 or day in equated or day in general_holidays(day.year):
        day += timedelta(days=1)
    return day


def six_weeks_after(sent_on: date) -> date:
    """The day on which six weeks end, before the Algemene termijnenwet moves it."""
    return sent_on + timedelta(days=OBJECTION_DAYS)


def years_after(day: date, years: int) -> date:
    """The same day ``years`` later; 28 February where there is no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
