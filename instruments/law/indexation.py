"""Indexation of what is paid, from the price level of the agreements to the year of payment (IBOI).

The yearly figures (*Index bruto overheidsinvesteringen*) are no part of a public text here: the
policy of a round names them. A payment over a year without a figure is not indexed over that year,
and says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ...grants.applications.application import Payment
from ...grants.money import Euro
from ...grants.record import Record
from .catalogue import Law

_RULE = "BER-01"


class IndexedPayments(Record):
    """Payments at the price level of their own year, each rounded down to the cent.

    ``missing`` has the years over which no figure is known, in order.
    """

    price_year: int
    payments: tuple[Payment, ...]
    missing: tuple[int, ...]

    @property
    def total(self) -> Euro:
        """What is paid in all, in cents."""
        return Euro.total(payment.amount for payment in self.payments)


def indexed(payments: Sequence[Payment], law: Law) -> IndexedPayments:
    """Payments at the price level of the law, indexed until the year in which each is paid."""
    base = law.year(f"{_RULE}.price_year")
    known = {year: _figure(law, year) for year in _years(base, payments)}
    factors, factor = {base: Fraction(1)}, Fraction(1)
    for year, figure in known.items():
        if figure:
            factor *= 1 + figure
        factors[year] = factor
    return IndexedPayments(
        price_year=base,
        payments=tuple(
            one if by == 1 else Payment(year=one.year, amount=one.amount.fraction(by))
            for one in payments
            for by in (factors[max(one.year, base)],)
        ),
        missing=tuple(year for year, figure in known.items() if figure is None),
    )


def _years(base: int, payments: Sequence[Payment]) -> range:
    last = max((payment.year for payment in payments if payment.amount), default=base)
    return range(base + 1, max(last, base) + 1)


def _figure(law: Law, year: int) -> Fraction | None:
    """The figure of a year as the policy names it; ``None`` where it names none."""
    key = f"{_RULE}.iboi_{year}"
    if not law.has(key) or not law.values[key].set_by_policy:
        return None
    return law.share(key).value
