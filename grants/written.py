"""How a policy writes amounts, shares and years: as text, with nothing in it a float."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, PlainSerializer, Tag

from .basis import AS_TABLE, AS_TEXT, LegalBasis, written_as
from .money import Euro

AMOUNT_AS_TEXT = 'schrijf een bedrag als tekst in euro\'s, bijvoorbeeld "€ 160 mln"'
"""What is said of an amount that is no text."""

_HIGHEST = Euro.euros(10_000_000_000_000)  # more than any ledger could add up in 64 bits of cents


def in_bounds(amount: Euro) -> Euro:
    """The amount, which is refused where it is more than a policy may name."""
    if abs(amount.cents) > _HIGHEST.cents:
        raise ValueError("een bedrag in het beleid is ten hoogste € 10.000 mld")
    return amount


def _euro(value: object) -> object:
    if isinstance(value, str):
        return in_bounds(Euro.parse(value))
    if isinstance(value, Euro):
        return value
    raise ValueError(AMOUNT_AS_TEXT)


def _fraction(value: object) -> object:
    if isinstance(value, Fraction):
        return value
    if isinstance(value, str):
        text = value.strip()
        if text.endswith("%"):
            return Fraction(text[:-1].replace(",", ".")) / 100
        return Fraction(text.replace(",", "."))
    raise ValueError('schrijf een aandeel als tekst, bijvoorbeeld "2/3" of "30%"')


def share_of(written: object) -> Fraction:
    """A share as it was written, which is refused where it is no part of a whole."""
    value: Any = _fraction(written)
    if not 0 <= value <= 1:
        raise ValueError("een aandeel ligt tussen 0 en 1")
    return value


PolicyEuro = Annotated[
    Euro, BeforeValidator(_euro), PlainSerializer(lambda a: a.format(cents=True), return_type=str)
]
Share = Annotated[Fraction, BeforeValidator(_fraction), PlainSerializer(str, return_type=str)]
Basis = Annotated[
    Annotated[LegalBasis, Tag(AS_TABLE)] | Annotated[str, Tag(AS_TEXT)], Discriminator(written_as)
]
Year = Annotated[int, Field(ge=2020, le=2060)]
