"""Values in sentences."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verdeelsleutel.grants.money import Euro
from verdeelsleutel.instruments.law.quantity import (
    HomeCount,
    Quantity,
    Score,
    Share,
    Term,
    Words,
    written,
)


@pytest.mark.parametrize(
    ("value", "nl", "en"),
    [
        (Euro.euros(1_200_000), "€\u00a01.200.000", "€1,200,000"),
        (Euro(-123_45), "-€\u00a0123,45", "-€123.45"),
        (Share(Fraction(499, 1000)), "49,9%", "49.9%"),
        (Share(Fraction(2, 3)), "66,7%", "66.7%"),
        (Share(Fraction(1)), "100%", "100%"),
        (Score(Fraction(6325, 1000)), "6,325", "6.325"),
        (Score(Fraction(7)), "7", "7"),
        (HomeCount(1), "1 woning", "1 home"),
        (HomeCount(1_234), "1.234 woningen", "1,234 homes"),
        (HomeCount(-15), "-15 woningen", "-15 homes"),
        (Term(3, "years"), "3 jaar", "3 years"),
        (Term(1, "weeks"), "1 week", "1 week"),
        (date(2034, 12, 31), "31-12-2034", "31 December 2034"),
        (50_000, "50.000", "50,000"),
        (Words("geen", "none"), "geen", "none"),
        ("Haven-Stad", "Haven-Stad", "Haven-Stad"),
    ],
)
def test_a_value_is_written_in_the_notation_of_the_language(
    value: Quantity, nl: str, en: str
) -> None:
    assert written(value) == nl
    assert written(value, lang="en") == en


@given(
    st.integers(0, 100_000),
    st.integers(1, 100_000),
    st.sampled_from([Fraction(1, 2), Fraction(1, 3)]),
)
def test_a_share_never_looks_like_a_limit_it_does_not_reach(
    part: int, whole: int, limit: Fraction
) -> None:
    share = Share(Fraction(min(part, whole), whole))
    text = written(share, beside=Share(limit))
    assert (text == written(Share(limit), beside=Share(limit))) == (share.value == limit)


@given(st.integers(100, 1000), st.integers(100, 1000), st.integers(100, 1000))
def test_a_weighted_score_is_written_exactly(a: int, b: int, c: int) -> None:
    total = (30 * Fraction(a, 100) + 30 * Fraction(b, 100) + 40 * Fraction(c, 100)) / 100
    assert Fraction(written(Score(total)).replace(",", ".")) == total
