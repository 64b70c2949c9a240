"""Terms in letters: the last day for an objection, and dates a number of years ahead.

The general holidays are computed here rather than taken from a package of public holidays. Such
packages follow what shops and schools do: for the Netherlands they give 5 May once in five years
and leave Good Friday out, while the Algemene termijnenwet names both for every year. The list is
short, fixed by that act (art. 3), and the only computed day is Easter.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

OBJECTION_DAYS = 42  # six weeks, Awb art. 6:7


def easter_sunday(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the rule of Meeus, Jones and Butcher).

    >>> easter_sunday(2026)
    datetime.date(2026, 4, 5)
    """
    golden = year % 19
    century, of_century = divmod(year, 100)
    leaps, rest = divmod(century, 4)
    shift = (century + 8) // 25
    moon = (19 * golden + century - leaps - (century - shift + 1) // 3 + 15) % 30
    quarter, left = divmod(of_century, 4)
    weekday = (32 + 2 * rest + 2 * quarter - moon - left) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def general_holidays(year: int) -> tuple[date, ...]:
    """The general holidays of the Algemene termijnenwet art. 3, Good Friday included, by date.

    Easter Sunday and Whit Sunday are left out, being Sundays. The King's birthday is kept on
    27 April, or on the 26th when the 27th is a Sunday.
    """
    easter = easter_sunday(year)
    king = date(year, 4, 27)
    if king.isoweekday() == 7:
        king = date(year, 4, 26)
    days = {
        date(year, 1, 1),
        easter - timedelta(days=2),  # Goede Vrijdag, equated by the second paragraph
        easter + timedelta(days=1),  # tweede paasdag
        king,
        date(year, 5, 5),
        easter + timedelta(days=39),  # Hemelvaartsdag
        easter + timedelta(days=50),  # tweede pinksterdag
        date(year, 12, 25),
        date(year, 12, 26),
    }
    return tuple(sorted(days))


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
    day = sent_on + timedelta(days=OBJECTION_DAYS)
    while day.isoweekday() > 5 or day in equated or day in general_holidays(day.year):
        day += timedelta(days=1)
    return day


def years_after(day: date, years: int) -> date:
    """The same day ``years`` later; 28 February where there is no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
