"""The Dutch clock, where it is put forward in March and back in October.

All moments of the program are what a Dutch clock shows. Twice a year that is not enough: an hour
that is skipped names no moment, and one that is shown twice names two (Wet tijdsbepaling).
"""

from __future__ import annotations

from datetime import date, datetime

_FROM_HOUR, _BACK_HOUR = 2, 2  # from 2:00 to 3:00 in March; from 3:00 back to 2:00 in October


def _last_sunday(year: int, month: int) -> int:
    """The day of the month, for a month of 31 days."""
    return 31 - date(year, month, 31).isoweekday() % 7


def is_skipped(shown: datetime) -> bool:
    """Whether no Dutch clock ever shows this: the hour left out when summer time begins.

    >>> is_skipped(datetime(2026, 3, 29, 2, 30)), is_skipped(datetime(2026, 3, 29, 3, 0))
    (True, False)
    """
    return (shown.month, shown.day, shown.hour) == (3, _last_sunday(shown.year, 3), _FROM_HOUR)


def is_shown_twice(shown: datetime) -> bool:
    """Whether Dutch clocks show this twice: in the hour repeated when winter time begins.

    >>> is_shown_twice(datetime(2026, 10, 25, 2, 30)), is_shown_twice(datetime(2026, 10, 25, 3, 0))
    (True, False)
    """
    return (shown.month, shown.day, shown.hour) == (10, _last_sunday(shown.year, 10), _BACK_HOUR)


def is_certain(shown: datetime) -> bool:
    """Whether what a Dutch clock shows is one moment."""
    return not is_skipped(shown) and not is_shown_twice(shown)
