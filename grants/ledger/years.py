"""The money of all rounds by fund, scheme and year: committed, still to pay, paid, settled, free.

A commitment (*verplichting*) stands in the budget year of its decision, or of the window that it
was charged to; a payment in the calendar year in which it is made or is still to be made. So a row
says what of a year's ceiling is committed beside what leaves in that year, and the two are not of
the same awards.
"""

from __future__ import annotations

from ..money import ZERO, Euro
from ..record import Record


class YearLine(Record):
    """A fund (``instrument`` empty), or one of its schemes, in a year; amounts in cents.

    ``ceiling`` and ``free`` are ``None`` where the cell has no ceiling of its own. ``to_pay`` is
    what decisions still bring in that calendar year, ``paid`` what left in it and did not come
    back; of that ``settled`` was found to be due, and ``reclaimed`` is claimed back.
    """

    fund: str
    instrument: str
    year: int
    ceiling: Euro | None = None
    reserved: Euro = ZERO
    committed: Euro = ZERO
    to_pay: Euro = ZERO
    paid: Euro = ZERO
    settled: Euro = ZERO
    reclaimed: Euro = ZERO
    free: Euro | None = None


MONEY = ("reserved", "committed", "to_pay", "paid", "settled", "reclaimed")
"""The amounts of a line that are sums over rounds; a ceiling and what is free are none."""
