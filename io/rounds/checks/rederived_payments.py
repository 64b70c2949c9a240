"""Payments, worked out again from the decisions: what was ordered is what they give, and the ledger
has as paid what was carried out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from ...records.rounds.payments import StoredOrder
from ...records.rounds.reader import RoundReader
from ..after.instalments import Instalment
from ..after.paying import less, paid_by_cell, paid_by_orders, parts_ever_due


def payment_difference(reader: RoundReader) -> str:
    """The first payment that does not follow from a decision, in Dutch; empty where all do."""
    if reader.payment_orders:
        due = parts_ever_due(reader)
        for one in reader.payment_orders:
            if not any(_is_of(one, part) for part in _parts(reader, one, due)):
                return (
                    f"opdracht {one.row_id} ({one.application_id}, deel {one.part}, "
                    f"{one.payable}) volgt uit geen besluit"
                )
            if one.paid is not None and one.paid.amount != one.payable:
                paid = one.paid.amount
                return f"opdracht {one.row_id} is van {one.payable} en bevestigd voor {paid}"
    by_ledger, by_orders = paid_by_cell(reader), paid_by_orders(reader)
    for cell in sorted({*by_ledger, *by_orders}):
        told, carried = by_ledger.get(cell), by_orders.get(cell)
        if told != carried:
            return (
                f"{cell[1]} in {cell[2]}: volgens het grootboek is {told or 'niets'} betaald, "
                f"volgens de bevestigde opdrachten {carried or 'niets'}"
            )
    return ""


def _parts(
    reader: RoundReader, one: StoredOrder, due: Mapping[str, tuple[Instalment, ...]]
) -> Iterator[Instalment]:
    """What an order can be of: a whole part, or what earlier orders of it left of one."""
    earlier = [
        other
        for other in reader.payment_orders
        if (other.application_id, other.part) == (one.application_id, one.part)
        and other.row_id < one.row_id
    ]
    for part in due.get(one.application_id, ()):
        for count in range(len(earlier) + 1):
            for some in combinations(earlier, count):
                yield less(part, some)


def _is_of(one: StoredOrder, part: Instalment) -> bool:
    return (one.part, one.year, one.payable, one.compensable_vat, one.set_off) == (
        part.part, part.year, part.payable, part.compensable_vat, part.set_off,
    )  # fmt: skip
