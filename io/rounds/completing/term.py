"""A day by which something has to be decided or paid, and why that day."""

from __future__ import annotations

from datetime import date

from ....grants.bilingual import Bilingual
from ....grants.record import Record


class Term(Record):
    """By when has to be decided on an application, and why that day.

    ``day`` is that of the law, moved by what suspended it. ``announced`` is the day of the newest
    notice (Awb art. 4:14), ``None`` without one: it leaves the term of a regulation as it is, and
    is the term itself where that is a ``reasonable`` one and the notice came within it.
    """

    day: date
    reasons: tuple[Bilingual, ...]
    announced: date | None = None
    reasonable: bool = False
