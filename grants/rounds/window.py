"""The window in which applications come in (*aanvraagtijdvak*), and whether one came in it.

A window is held as it was announced: *tot en met* a day is until 24:00 of that day, in Dutch local
time. What the program knows of a moment is what a workbook says; midnight stands for a day of which
no time was recorded. The Dutch clock is put forward in March and back in October.
"""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum

from ..applications.received import day_only
from ..record import Record

# An hour that is skipped names no moment, and one that is shown twice names two.
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


class Arrival(StrEnum):
    """How an application came in, held against its window."""

    IN_TIME = "in_time"
    EARLY = "early"
    LATE = "late"
    UNDECIDED = "undecided"  # on the last day, which closes at an hour, and no time was recorded


class Window(Record):
    """From the first moment of a day to the last moment of another.

    ``opens`` is ``None`` where nothing can come too early: a statement (*opgave*) only has a last
    day. ``closes_at`` is the last moment of the last day, where that is not its end.
    """

    opens: date | None
    closes: date
    closes_at: time | None = None

    def arrival(self, received: datetime) -> Arrival:
        """How what was received then came in.

        The first moment of the day after is late: 24:00 of the last day is its first moment too,
        and the window is the day itself.

        >>> window = Window(opens=date(2026, 9, 1), closes=date(2026, 10, 15))
        >>> window.arrival(datetime(2026, 10, 15, 23, 59, 59)).value
        'in_time'
        >>> window.arrival(datetime(2026, 10, 16)).value
        'late'
        """
        day = received.date()
        if self.opens is not None and day < self.opens:
            return Arrival.EARLY
        if day > self.closes:
            return Arrival.LATE
        if day < self.closes or self.closes_at is None:
            return Arrival.IN_TIME
        if day_only(received):
            return Arrival.UNDECIDED
        return Arrival.IN_TIME if received.time() <= self.closes_at else Arrival.LATE
