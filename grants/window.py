"""The window in which applications come in (*aanvraagtijdvak*), and whether one came in it.

A window is held as it was announced: *tot en met* a day is until 24:00 of that day, in Dutch local
time. What the program knows of a moment is what a workbook says; midnight stands for a day of which
no time was recorded.
"""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum

from .policy import Policy
from .record import Record


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


def day_only(received: datetime) -> bool:
    """Whether only the day is known: midnight stands for a day without a time."""
    return received.time() == time.min


def window_of(policy: Policy, instrument: str) -> Window:
    """The window of a scheme: that of the round, unless its own last day was announced."""
    round_, own = policy.round, policy.instruments[instrument].last_day
    if own is None:
        return Window(
            opens=round_.window_opens,
            closes=round_.window_closes,
            closes_at=round_.window_closes_at,
        )
    return Window(opens=round_.window_opens, closes=own)
