"""Amounts, dates, numbers and shares as a letter writes them, in Dutch or English."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ...grants.money import Euro
from .clauses import library


def number(value: int, lang: str) -> str:
    """A whole number with its thousands apart, ``1.234`` or ``1,234``."""
    written = f"{value:,}"
    return written.replace(",", ".") if lang == "nl" else written


def amount(value: Euro, lang: str, *, cents: bool | None = None) -> str:
    """An amount, ``€ 1.234,50`` or ``€1,234.50``; whole euros without cents unless asked for."""
    dutch = value.format(cents=cents)
    if lang == "nl":
        return dutch
    return dutch.replace("\u00a0", "").translate(str.maketrans(".,", ",."))


def show_cents(values: Iterable[Euro]) -> bool:
    """Whether a table of these amounts needs cents: all of its amounts are written alike."""
    return any(value.cents % 100 for value in values)


def day(value: date, lang: str) -> str:
    """A date in full, ``7 september 2026``; never broken over two lines."""
    return f"{value.day}\u00a0{library().words[lang].months[value.month - 1]}\u00a0{value.year}"


def source(article: str, lang: str) -> str:
    """What a text rests on: a law by its own Dutch name, the policy of a round in the language."""
    return library().words[lang].policy_sources.get(article, article)


def decimal(value: Decimal, lang: str) -> str:
    """A decimal without needless zeros, ``7,25`` or ``7.25``."""
    written = f"{value.normalize():f}"
    return written.replace(".", ",") if lang == "nl" else written


def share(value: Fraction, lang: str) -> str:
    """A fraction as a percentage with at most two decimals, rounded half up.

    >>> share(Fraction(2, 3), "nl")
    '66,67%'
    """
    hundredths = (abs(value) * 10_000 * 2 + 1) // 2
    whole, rest = divmod(hundredths, 100)
    point = "," if lang == "nl" else "."
    decimals = f"{point}{rest:02d}".rstrip("0").rstrip(point)
    return f"{'-' if value < 0 and hundredths else ''}{number(whole, lang)}{decimals}%"
