"""The values that rules compare, and how they are written in a sentence.

A value knows what it is (an amount, a share, a score, a date, a number of homes), so that a
sentence shows it in the notation of its language: ``49,9%`` in Dutch and ``49.9%`` in English.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

from ...grants.money import Euro


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole (*aandeel*), exact: 1/2 is 50%."""

    value: Fraction

    def __hash__(self) -> int:
        """Cheaper than that of the fraction; equal values have equal terms."""
        return hash((self.value.numerator, self.value.denominator))


@dataclass(frozen=True, slots=True)
class Score:
    """Points on a scale (*score*), exact."""

    value: Fraction

    def __hash__(self) -> int:
        """Cheaper than that of the fraction; equal values have equal terms."""
        return hash((self.value.numerator, self.value.denominator))


@dataclass(frozen=True, slots=True)
class HomeCount:
    """A number of homes (*woningen*)."""

    value: int


@dataclass(frozen=True, slots=True)
class Term:
    """A term (*termijn*) in whole years or weeks."""

    value: int
    unit: str  # "years" or "weeks"


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """A calendar year, such as that of a price level."""

    value: int


@dataclass(frozen=True, slots=True)
class Words:
    """A text that differs between the languages."""

    nl: str
    en: str


Quantity = Euro | Share | Score | HomeCount | Term | CalendarYear | Words | date | int | str

UNKNOWN = Words("onbekend", "unknown")

_UNITS = {
    "years": (("jaar", "jaar"), ("year", "years")),
    "weeks": (("week", "weken"), ("week", "weeks")),
}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_MOST_DECIMALS = 14  # enough for a cent in a thousand million
_SCORE_DECIMALS = 4
_REMEMBERED = 8_192  # limits, weights and marks come back in every application


@lru_cache(maxsize=_REMEMBERED, typed=True)
def written(value: Quantity, *, beside: Quantity | None = None, english: bool = False) -> str:
    """A value in the notation of the language.

    A share or score that is not equal to the value ``beside`` it never looks equal: it gets as
    many decimals as that takes, so that 49.96% under a limit of 50% does not read ``50%``.
    """
    match value:
        case Euro():
            return _euro_in_english(value) if english else value.format()
        case Share() | Score():
            return _fraction(value, beside, english)
        case HomeCount():
            one, many = ("home", "homes") if english else ("woning", "woningen")
            return f"{_grouped(value.value, english)} {one if value.value == 1 else many}"
        case Term():
            one, many = _UNITS[value.unit][1 if english else 0]
            return f"{value.value} {one if value.value == 1 else many}"
        case CalendarYear():
            return str(value.value)
        case Words():
            return value.en if english else value.nl
        case date():
            if english:
                return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
            return f"{value.day:02d}-{value.month:02d}-{value.year}"
        case int():
            return _grouped(value, english)
        case str():
            return value


def cut_off(part: int, of: int) -> Words:
    """A part of a whole in percent with one decimal, rounded down: never shown higher than it is.

    A dash where there is no whole.
    """
    if of == 0:
        return Words("–", "–")
    units, tenth = divmod(part * 1000 // of, 10)
    return Words(f"{_grouped(units, False)},{tenth}%", f"{_grouped(units, True)}.{tenth}%")


def _grouped(number: int, english: bool) -> str:
    text = f"{number:,}"
    return text if english else text.replace(",", ".")


def _euro_in_english(amount: Euro) -> str:
    sign = "-" if amount.cents < 0 else ""
    euros, rest = divmod(abs(amount.cents), 100)
    return f"{sign}€{euros:,}.{rest:02d}" if rest else f"{sign}€{euros:,}"


def _fraction(value: Share | Score, beside: Quantity | None, english: bool) -> str:
    factor, sign = (100, "%") if isinstance(value, Share) else (1, "")
    exact = (value.value.numerator * factor, value.value.denominator)
    decimals = 1
    if isinstance(value, Score):  # the weighted score of a ranking is shown in full
        while decimals < _SCORE_DECIMALS and exact[0] * 10**decimals % exact[1]:
            decimals += 1
    if isinstance(beside, Share | Score) and beside.value != value.value:
        limit = (beside.value.numerator * factor, beside.value.denominator)
        while decimals < _MOST_DECIMALS and _rounded(exact, decimals) == _rounded(limit, decimals):
            decimals += 1
    scaled = _rounded(exact, decimals)
    whole, rest = divmod(abs(scaled), 10**decimals)
    digits = _grouped(whole, english)
    if rest:
        fraction = f"{rest:0{decimals}d}".rstrip("0")
        digits = f"{digits}{'.' if english else ','}{fraction}"
    return f"{'-' if scaled < 0 else ''}{digits}{sign}"


def _rounded(exact: tuple[int, int], decimals: int) -> int:
    """A fraction in units of its last decimal, a half rounded up."""
    numerator, denominator = exact
    return (2 * numerator * 10**decimals + denominator) // (2 * denominator)
