"""Days that the Algemene termijnenwet keeps free."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import cache


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


@cache
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


def is_working_day(day: date) -> bool:
    """Whether a day is no Saturday, Sunday or general holiday (Algemene termijnenwet art. 1, 3)."""
    return day.isoweekday() <= 5 and day not in general_holidays(day.year)


def next_working_day(day: date) -> date:
    """That day, or the first one after it that is no weekend or general holiday.

    >>> next_working_day(date(2026, 4, 5))  # Easter Sunday
    datetime.date(2026, 4, 7)
    """
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def last_working_day_of(year: int) -> date:
    """The last day of a year on which can be paid.

    >>> last_working_day_of(2028)  # 31 December is a Sunday
    datetime.date(2028, 12, 29)
    """
    day = date(year, 12, 31)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month.

    >>> months_after(date(2026, 8, 31), 6).isoformat()
    '2027-02-28'
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
