"""Payments, worked out again from the decisions: what was ordered is what they give, and the ledger
has as paid what was carried out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ...records.after.orders import StoredOrder
from ...records.rounds.reader import RoundReader
from ..after.instalments import Instalment
from ..after.paying import paid_by_cell, paid_by_orders, parts_ever_due


def payment_difference(reader: RoundReader) -> str:
    """The first payment that does not follow from a decision, in Dutch; empty where all do."""
    if reader.after.payment_orders:
        due = parts_ever_due(reader)
        for one in reader.after.payment_orders:
            if not _follows(reader, one, due):
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


Sums = tuple[int, int, int]


def _follows(
    reader: RoundReader, one: StoredOrder, due: Mapping[str, tuple[Instalment, ...]]
) -> bool:
    """Whether an order is a whole part, or what some earlier orders of it left of one."""
    before = sums_of(
        _sum(other)
        for other in reader.after.payment_orders
        if (other.application_id, other.part) == (one.application_id, one.part)
        and other.row_id < one.row_id
    )
    own = _sum(one)
    return any(
        tuple(whole - now for whole, now in zip(_sum(part), own, strict=True)) in before
        for part in due.get(one.application_id, ())
        if (part.part, part.year) == (one.part, one.year)
    )


def _sum(one: StoredOrder | Instalment) -> Sums:
    return one.payable.cents, one.compensable_vat.cents, one.set_off.cents


def sums_of(orders: Iterable[Sums]) -> frozenset[Sums]:
    """What some of these orders, or none, come to: to the municipality, to the fund, set off.

    Orders of the same part are mostly alike, so that there are few sums however many there are.
    """
    found = {(0, 0, 0)}
    for payable, vat, off in orders:
        found |= {(one + payable, two + vat, three + off) for one, two, three in found}
    return frozenset(found)
