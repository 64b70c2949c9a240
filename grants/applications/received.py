"""When an application came in: a moment, or a day of which no time was recorded.

A workbook gives a date, with a time where the office recorded one. Midnight stands for a day
without a time: it is not the first moment of that day, and not the last either.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta


def day_only(received: datetime) -> bool:
    """Whether only the day is known."""
    return received.time() == time.min


def day_of(received: datetime) -> tuple[datetime, datetime]:
    """The first moment of its day, and that of the next day."""
    start = datetime.combine(received.date(), time.min)
    return start, start + timedelta(days=1)
