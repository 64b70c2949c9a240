"""The values that rules compare, and how they are written in a sentence.

A value knows what it is (an amount, a share, a score, a date, a number of homes), so that a
sentence shows it in the notation of its language: ``49,9%`` in Dutch and ``49.9%`` in English.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import lru_cache

from ...grants.bilingual import in_language
from ...grants.frozen import frozen
from ...grants.money import Euro
from ...grants.notation import amount, point, short_day
from ...grants.notation import whole as grouped


@frozen
class Share:
    """A part of a whole (*aandeel*), exact: 1/2 is 50%."""

    value: Fraction

    def __hash__(self) -> int:
        """Cheaper than that of the fraction; equal values have equal terms."""
        return hash((self.value.numerator, self.value.denominator))


@frozen
class Score:
    """Points on a scale (*score*), exact."""

    value: Fraction

    def __hash__(self) -> int:
        """Cheaper than that of the fraction; equal values have equal terms."""
        return hash((self.value.numerator, self.value.denominator))


@frozen
class HomeCount:
    """A number of homes (*woningen*)."""

    value: int


@frozen
class Term:
    """A term (*termijn*) in whole years or weeks."""

    value: int
    unit: str  # "years" or "weeks"


@frozen
class CalendarYear:
    """A calendar year, such as that of a price level."""

    value: int


@frozen
class Words:
    """A text that differs between the languages."""

    nl: str
    en: str

    def text(self, lang: str) -> str:
        """The text in ``nl`` or ``en``."""
        return in_language(lang, self.nl, self.en)


Quantity = Euro | Share | Score | HomeCount | Term | CalendarYear | Words | date | int | str

UNKNOWN = Words("onbekend", "unknown")

_HOMES = (("woning", "woningen"), ("home", "homes"))
_UNITS = {
    "years": (("jaar", "jaar"), ("year", "years")),
    "weeks": (("week", "weken"), ("week", "weeks")),
}
_MOST_DECIMALS = 14  # enough for a cent in a thousand million
_SCORE_DECIMALS = 4
_REMEMBERED = 8_192  # limits, weights and marks come back in every application


@lru_cache(maxsize=_REMEMBERED, typed=True)
def written(value: Quantity, *, beside: Quantity | None = None, lang: str = "nl") -> str:
    """A value in the notation of the language.

    A share or score that is not equal to the value ``beside`` it never looks equal: it gets as
    many decimals as that takes, so that 49.96% under a limit of 50% does not read ``50%``.
    """
    match value:
        case Euro():
            return amount(value, lang)
        case Share() | Score():
            return _fraction(value, beside, lang)
        case HomeCount():
            one, many = in_language(lang, *_HOMES)
            return f"{grouped(value.value, lang)} {one if value.value == 1 else many}"
        case Term():
            one, many = in_language(lang, *_UNITS[value.unit])
            return f"{value.value} {one if value.value == 1 else many}"
        case CalendarYear():
            return str(value.value)
        case Words():
            return value.text(lang)
        case date():
            return short_day(value, lang)
        case int():
            return grouped(value, lang)
        case str():
            return value


def cut_off(part: int, of: int) -> Words:
    """A part of a whole in percent with one decimal, rounded down: never shown higher than it is.

    A dash where there is no whole.
    """
    if of == 0:
        return Words("–", "–")
    units, tenth = divmod(part * 1000 // of, 10)
    return Words(f"{grouped(units, 'nl')},{tenth}%", f"{grouped(units, 'en')}.{tenth}%")


def _fraction(value: Share | Score, beside: Quantity | None, lang: str) -> str:
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
    digits = grouped(whole, lang)
    if rest:
        fraction = f"{rest:0{decimals}d}".rstrip("0")
        digits = f"{digits}{point(lang)}{fraction}"
    return f"{'-' if scaled < 0 else ''}{digits}{sign}"


def _rounded(exact: tuple[int, int], decimals: int) -> int:
    """A fraction in units of its last decimal, a half rounded up."""
    numerator, denominator = exact
    return (2 * numerator * 10**decimals + denominator) // (2 * denominator)
