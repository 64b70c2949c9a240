"""How a policy writes amounts, shares and years: as text, with nothing in it a float."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated

from pydantic import BeforeValidator, Discriminator, Field, PlainSerializer, Tag

from ..money import Euro
from .basis import AS_TABLE, AS_TEXT, LegalBasis, written_as

AMOUNT_AS_TEXT = 'schrijf een bedrag als tekst in euro\'s, bijvoorbeeld "€ 160 mln"'
"""What is said of an amount that is no text."""
SHARE_AS_TEXT = 'schrijf een aandeel als tekst, bijvoorbeeld "2/3" of "30%"'
"""What is said of a part or a proportion that is no text, or no number."""

_LONGEST = 200  # signs of a share
_HIGHEST = Euro.euros(10_000_000_000_000)  # more than any ledger could add up in 64 bits of cents


def in_bounds(amount: Euro) -> Euro:
    """The amount, which is refused where it is more than a policy may name."""
    if abs(amount.cents) > _HIGHEST.cents:
        raise ValueError("een bedrag is ten hoogste € 10.000 mld")
    return amount


def _euro(value: object) -> object:
    if isinstance(value, str):
        return in_bounds(Euro.parse(value))
    if isinstance(value, Euro):
        return value
    raise ValueError(AMOUNT_AS_TEXT)


def fraction_of(value: object) -> Fraction:
    """A part or a proportion as a policy writes it: ``2/3``, ``30%``, ``0,3``.

    Raises:
        ValueError: it is no text, or says no number: with how to write it.
    """
    if isinstance(value, Fraction):
        return value
    text = value.strip().replace(",", ".") if isinstance(value, str) else ""
    try:
        if len(text) > _LONGEST or "e" in text.lower():  # an exponent can ask for all memory
            raise ValueError(text)
        return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise ValueError(SHARE_AS_TEXT) from None


def share_of(written: object) -> Fraction:
    """A share as it was written, which is refused where it is no part of a whole."""
    value = fraction_of(written)
    if not 0 <= value <= 1:
        raise ValueError("een aandeel ligt tussen 0 en 1")
    return value


PolicyEuro = Annotated[
    Euro, BeforeValidator(_euro), PlainSerializer(lambda a: a.format(cents=True), return_type=str)
]
Share = Annotated[Fraction, BeforeValidator(fraction_of), PlainSerializer(str, return_type=str)]
Basis = Annotated[
    Annotated[LegalBasis, Tag(AS_TABLE)] | Annotated[str, Tag(AS_TEXT)], Discriminator(written_as)
]
Year = Annotated[int, Field(ge=2020, le=2060)]
