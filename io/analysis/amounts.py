"""Amounts in euros as an analyst writes them; never a float, in which a cent may be lost."""

from __future__ import annotations

from decimal import Decimal

from ...grants.money import Euro

Amount = Decimal | str | int | Euro
"""In euros: a ``Decimal``, text as a Dutch office writes it, or a whole number of euros."""


def cents_of(amount: Amount) -> int:
    """An amount in euros as whole cents.

    >>> cents_of("1.234.567,89"), cents_of(Decimal("0.05")), cents_of(5), cents_of("5 mln")
    (123456789, 5, 500, 500000000)

    Raises:
        ValueError: it is a float or no number, has parts of a cent, or can be read in two ways.
    """
    if isinstance(amount, Euro):
        return amount.cents
    if isinstance(amount, str):
        return Euro.parse(amount).cents
    if isinstance(amount, Decimal):
        if not amount.is_finite() or (cents := amount * 100) != cents.to_integral_value():
            raise ValueError(f"{amount} is no amount in whole cents")
        return int(cents)
    if isinstance(amount, bool) or not hasattr(amount, "__index__"):
        raise ValueError(f"{amount!r} is no amount; give a Decimal, text, or whole euros")
    return int(amount) * 100


def euros_of(cents: int) -> Decimal:
    """Cents as an exact number of euros.

    >>> euros_of(123456789)
    Decimal('1234567.89')
    """
    return Decimal(cents).scaleb(-2)
