"""Amounts in words: spelling, and that no two amounts are written alike."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verdeelsleutel.grants.money import ZERO, Euro
from verdeelsleutel.io.wording.numerals import LARGEST, amount_in_words, in_dutch, in_english

DUTCH = {
    0: "nul", 1: "een", 8: "acht", 14: "veertien", 21: "eenentwintig", 22: "tweeëntwintig",
    33: "drieëndertig", 80: "tachtig", 100: "honderd", 101: "honderdeen",
    199: "honderdnegenennegentig",
    200: "tweehonderd", 1_000: "duizend", 1_001: "duizend een", 2_022: "tweeduizend tweeëntwintig",
    21_000: "eenentwintigduizend", 101_000: "honderdeenduizend",
    350_000: "driehonderdvijftigduizend", 1_000_000: "een miljoen",
    2_000_003: "twee miljoen drie", 7_350_000: "zeven miljoen driehonderdvijftigduizend",
    18_432_101: "achttien miljoen vierhonderdtweeëndertigduizend honderdeen",
    1_017_500_000: "een miljard zeventien miljoen vijfhonderdduizend",
    5_000_000_000: "vijf miljard",
}  # fmt: skip


@pytest.mark.parametrize(("number", "words"), DUTCH.items())
def test_a_number_in_dutch_follows_the_spelling_rules(number: int, words: str) -> None:
    assert in_dutch(number) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (21, "twenty-one"),
        (100, "one hundred"),
        (101, "one hundred and one"),
        (1_001, "one thousand and one"),
        (1_100, "one thousand one hundred"),
        (4_350_000, "four million three hundred and fifty thousand"),
        (5_000_000_000, "five billion"),
    ],
)
def test_a_number_in_english(number: int, words: str) -> None:
    assert in_english(number) == words


def test_cents_follow_the_euros() -> None:
    assert amount_in_words(Euro(1_500_000_033), "nl") == (
        "vijftien miljoen euro en drieëndertig cent"
    )
    assert amount_in_words(Euro(101), "en") == "one euro and one cent"
    assert amount_in_words(ZERO, "nl") == "nul euro"


def test_what_cannot_be_written_is_refused() -> None:
    for cents in (-1, LARGEST * 100):
        with pytest.raises(ValueError, match="not written out"):
            amount_in_words(Euro(cents), "nl")


VALUES = {in_dutch(n): n for n in range(1, 1_000)}
SIZES = {"miljard": 10**9, "miljoen": 10**6}


def read_back(words: str) -> int:
    """The number that Dutch words say, read with nothing but a list of the numbers below 1,000."""
    total, waiting = 0, 0
    for word in words.split():
        if word in SIZES:
            total, waiting = total + waiting * SIZES[word], 0
        elif word.endswith("duizend"):
            total += VALUES.get(word.removesuffix("duizend"), 1) * 1_000
        else:
            waiting = 0 if word == "nul" else VALUES[word]
    return total + waiting


@given(st.integers(min_value=0, max_value=5_000_000_000))
def test_words_read_back_as_the_number_they_were_made_from(number: int) -> None:
    assert read_back(in_dutch(number)) == number


def test_every_number_below_a_thousand_has_words_of_its_own() -> None:
    for write in (in_dutch, in_english):
        written = [write(number) for number in range(1_000)]
        assert len(set(written)) == 1_000
        assert all(re.fullmatch(r"[a-zë -]+", words) for words in written)
