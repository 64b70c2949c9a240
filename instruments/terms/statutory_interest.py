"""Statutory interest (*wettelijke rente*) on what was not paid in its term, Awb 4:97 to 4:99.

Interest runs over the time of the default: from the day after the last day to pay, up to the day on
which the money came in. After each year of default the interest over that year is added to what
bears interest (BW 6:119, second paragraph). A year has the days of its calendar year. Each line is
rounded down to the cent, so that the lines of a letter add up to its amount.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import pairwise

import tomli

from ...grants.money import ZERO, Euro
from ...grants.record import Record
from .rate import Rate
from .settling import years_later

ARTICLE = "artikel 4:99 Awb"
LEAST = Euro(20_00)  # Awb 4:98, second paragraph: below this none is owed
LEAST_ARTICLE = "artikel 4:98, tweede lid, Awb"
_HIGHEST = 2_000  # hundredths of a percent: no decree came near it


class Rates(Record):
    """The rates that are known, in order, and the last day that they are known for."""

    rates: tuple[Rate, ...]
    known_until: date


class Late(Record):
    """An amount that was in default from a day until, but not on, another."""

    amount: Euro
    since: date
    until: date


class InterestLine(Record):
    """Interest on an amount over days with one rate: from ``since`` until, but not on, ``until``.

    ``base`` bears it: the amount with the interest of the years of default that are over.
    """

    base: Euro
    since: date
    until: date
    hundredths: int
    interest: Euro


class RateUnknown(ValueError):
    """No rate is known for a day."""

    def __init__(self, day: date) -> None:
        super().__init__(f"no rate of statutory interest is known for {day.isoformat()}")
        self.day = day


class RateRefused(ValueError):
    """A rate that somebody named contradicts what is known, or is none."""


@cache
def known_rates() -> Rates:
    """The rates that were shipped."""
    text = files(__package__ or "").joinpath("statutory_interest.toml").read_text(encoding="utf-8")
    return Rates.model_validate(tomli.loads(text))


def with_named(named: Sequence[Rate], known: Rates | None = None) -> tuple[Rate, ...]:
    """The rates that are known, with those that an officer named before or after those days.

    Raises:
        RateRefused: one is of a day that is known, starts on no first day of a half year, or is no
            rate.
    """
    of = known or known_rates()
    for one in named:
        if of.rates[0].since <= one.since <= of.known_until:
            raise RateRefused(f"{one.since.isoformat()} is known")
        if (one.since.month, one.since.day) not in ((1, 1), (7, 1)):
            raise RateRefused(f"{one.since.isoformat()} begins no half year")
        if not 0 < one.hundredths <= _HIGHEST:
            raise RateRefused(f"{one.hundredths} hundredths is no rate")
    if len({one.since for one in named}) < len(named):
        raise RateRefused("a day stands there twice")
    return tuple(sorted((*of.rates, *named), key=lambda one: one.since))


def interest_on(
    late: Iterable[Late], rates: Sequence[Rate], known_until: date
) -> tuple[InterestLine, ...]:
    """The interest on amounts that were late, line by line.

    ``rates`` are in order; those before the first known one and after ``known_until`` are named by
    somebody, and hold until the next one.

    Raises:
        RateUnknown: there is no rate for a day of it.
    """
    return tuple(line for one in late for line in _lines(one, rates, known_until))


def _lines(late: Late, rates: Sequence[Rate], known_until: date) -> Iterator[InterestLine]:
    base, over_the_year = late.amount, ZERO
    for since, until in pairwise(_edges(late, rates, known_until)):
        if since > late.since and _is_anniversary(late.since, since):
            base, over_the_year = base + over_the_year, ZERO
        hundredths = _rate_on(since, rates, known_until)
        days, year = (until - since).days, 366 if isleap(since.year) else 365
        interest = Euro(base.cents * hundredths * days // (10_000 * year))
        over_the_year = over_the_year + interest
        yield InterestLine(
            base=base, since=since, until=until, hundredths=hundredths, interest=interest
        )


def _edges(late: Late, rates: Sequence[Rate], known_until: date) -> list[date]:
    """The days on which a line begins, and the end of the last one: a year of the calendar or of
    the default is over, or the rate is another."""
    years = range(1, late.until.year - late.since.year + 1)
    cuts = {date(late.since.year + n, 1, 1) for n in years}
    cuts |= {years_later(late.since, n) for n in years}
    cuts |= {one.since for one in rates} | {known_until + timedelta(days=1)}
    inner = {day for day in cuts if late.since < day < late.until}
    return sorted({late.since, late.until} | inner)


def _is_anniversary(since: date, day: date) -> bool:
    return day == years_later(since, day.year - since.year)


def _rate_on(day: date, rates: Sequence[Rate], known_until: date) -> int:
    held = [one for one in rates if one.since <= day]
    if not held or (day > known_until and held[-1].since <= known_until):
        raise RateUnknown(day)
    return held[-1].hundredths


def total_of(lines: Iterable[InterestLine]) -> Euro:
    """What the lines come to."""
    return Euro.total(one.interest for one in lines)
