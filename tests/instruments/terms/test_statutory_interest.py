"""Statutory interest worked out a day at a time, at its edges, and at rates that are not known."""

import random
from calendar import isleap
from datetime import date, timedelta
from fractions import Fraction

import pytest

from verdeelsleutel.grants.money import Euro
from verdeelsleutel.instruments.terms.rate import Rate
from verdeelsleutel.instruments.terms.statutory_interest import (
    Late,
    RateRefused,
    Rates,
    RateUnknown,
    interest_on,
    known_rates,
    total_of,
    with_named,
)

D = date
FOUR = (Rate(since=D(2026, 1, 1), hundredths=400),)
FAR = D(2040, 12, 31)


def interest(cents: int, since: date, until: date, rates: tuple[Rate, ...] = FOUR) -> int:
    late = (Late(amount=Euro(cents), since=since, until=until),)
    return total_of(interest_on(late, rates, FAR)).cents


def test_a_day_of_default_is_a_day_of_interest_and_the_day_of_receipt_is_none() -> None:
    # 4 % of a million is 40,000 a year, 109.58 a day of a year of 365 days, rounded down.
    assert interest(100_000_000, D(2027, 12, 14), D(2027, 12, 15)) == 10_958
    assert interest(100_000_000, D(2027, 12, 14), D(2027, 12, 16)) == 21_917
    # A day of a leap year is 366th.
    assert interest(100_000_000, D(2028, 2, 29), D(2028, 3, 1)) == 10_928


def test_after_a_year_the_interest_of_that_year_bears_interest_itself() -> None:
    since = D(2026, 3, 1)
    late = (Late(amount=Euro(100_000_000), since=since, until=D(2027, 3, 2)),)
    lines = interest_on(late, FOUR, FAR)
    assert [(one.since, one.until, one.base.cents) for one in lines] == [
        (D(2026, 3, 1), D(2027, 1, 1), 100_000_000), (D(2027, 1, 1), D(2027, 3, 1), 100_000_000),
        (D(2027, 3, 1), D(2027, 3, 2), 103_999_999),
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(40))
def test_it_is_what_a_plain_count_of_days_comes_to(seed: int) -> None:
    draw = random.Random(seed)
    since = D(2025, 1, 1) + timedelta(days=draw.randrange(1_500))
    until = since + timedelta(days=draw.randrange(1, 1_400))
    rates = tuple(
        Rate(since=day, hundredths=draw.randrange(100, 900))
        for day in (D(2024, 1, 1), D(2026, 7, 1), D(2028, 1, 1), D(2029, 7, 1))
    )
    amount = draw.randrange(1, 10**11)
    base, of_year, total, day = Fraction(amount), Fraction(0), Fraction(0), since
    while day < until:
        if day > since and (day.month, day.day) == (since.month, since.day):
            base, of_year = base + of_year, Fraction(0)
        rate = [one for one in rates if one.since <= day][-1].hundredths
        of_day = base * rate / 10_000 / (366 if isleap(day.year) else 365)
        of_year, total, day = of_year + of_day, total + of_day, day + timedelta(days=1)
    found = interest(amount, since, until, rates)
    assert total - 12 < found <= total  # a cent at most for each line, and what it bears


def test_a_day_of_which_no_rate_is_known_is_asked_and_never_carried_on() -> None:
    known = known_rates()
    last = known.known_until
    late = Late(amount=Euro(10_000_000), since=last, until=last + timedelta(days=1))
    assert interest_on([late], known.rates, last)[0].hundredths == 700
    beyond = late.model_copy(update={"until": last + timedelta(days=2)})
    with pytest.raises(RateUnknown) as asked:
        interest_on([beyond], known.rates, last)
    assert asked.value.day == last + timedelta(days=1)
    named = with_named([Rate(since=last + timedelta(days=1), hundredths=650)])
    assert [one.hundredths for one in interest_on([beyond], named, last)] == [700, 650]


def test_a_day_before_the_first_known_rate_is_asked_too() -> None:
    first = known_rates().rates[0].since
    last = known_rates().known_until
    early = Late(amount=Euro(10_000_000), since=first - timedelta(days=1), until=first)
    with pytest.raises(RateUnknown) as asked:
        interest_on([early], known_rates().rates, last)
    assert asked.value.day == first - timedelta(days=1)
    named = with_named([Rate(since=D(2015, 1, 1), hundredths=200, source="Stb. 2014, 520")])
    over = early.model_copy(update={"until": first + timedelta(days=1)})
    assert [one.hundredths for one in interest_on([over], named, last)] == [200, 400]


def test_every_known_rate_says_where_it_was_read() -> None:
    assert all(one.source and one.confidence in ("V1", "V2") for one in known_rates().rates)


def test_the_rates_that_are_known_begin_half_years_and_stand_in_order() -> None:
    known = known_rates()
    days = [one.since for one in known.rates]
    assert days == sorted(set(days))
    assert all((day.month, day.day) in ((1, 1), (7, 1)) for day in days)
    following = known.known_until + timedelta(days=1)
    assert (following.month, following.day) in ((1, 1), (7, 1))


@pytest.mark.parametrize(
    "named",
    [
        [Rate(since=D(2026, 7, 1), hundredths=700)],  # known
        [Rate(since=D(2027, 2, 1), hundredths=400)],  # begins no half year
        [Rate(since=D(2027, 1, 1), hundredths=0)],
        [Rate(since=D(2027, 1, 1), hundredths=2_001)],
        [Rate(since=D(2027, 1, 1), hundredths=400), Rate(since=D(2027, 1, 1), hundredths=500)],
    ],
)
def test_a_rate_that_cannot_be_is_refused(named: list[Rate]) -> None:
    known = Rates(rates=FOUR, known_until=D(2026, 12, 31))
    with pytest.raises(RateRefused):
        with_named(named, known)
