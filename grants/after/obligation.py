"""What a municipality owes for an award besides spending it: dates, a share, reports, notices.

An obligation (*verplichting*) is of one award. Its day follows from the law of the round and the
date of the decision, or from a later decision that moved it.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from ..bilingual import Bilingual
from ..record import Record


class ObligationKind(StrEnum):
    """What is owed."""

    FIRST_START = "first_start"  # building has begun
    LAST_START = "last_start"  # building of the last home has begun
    MEASURES_READY = "measures_ready"
    AFFORDABLE = "affordable"  # at least a share of the homes is affordable
    REPORT = "report"  # every year, by a day
    ON_REQUEST = "on_request"  # a report when it is asked for
    NOTICE = "notice"  # at once, where something threatens not to be met


class Obligation(Record):
    """One obligation of an award, with what set its day and what it costs to miss it.

    ``day`` is the last day on which it can be met, or ``None`` where no day goes with it. ``month``
    and ``day_of_month`` are those of one that comes back every year. ``share`` is the least part of
    the homes, as a numerator and a denominator. ``article`` sets it; ``reasons`` say what set the
    day and what moved it, or why nothing did. ``missed`` says what it costs to miss it, and
    ``missed_article`` by which article.
    """

    kind: ObligationKind
    instrument: str
    article: str
    what: Bilingual
    missed: Bilingual
    missed_article: str
    day: date | None = None
    month: int = 0
    day_of_month: int = 0
    share: tuple[int, int] | None = None
    reasons: tuple[Bilingual, ...] = ()

    def days_between(self, after: date, until: date) -> tuple[date, ...]:
        """The days after one and up to another on which it falls due."""
        if self.month:
            every = (
                date(year, self.month, self.day_of_month)
                for year in range(after.year, until.year + 1)
            )
        else:
            every = iter(() if self.day is None else (self.day,))
        return tuple(one for one in every if after < one <= until)
