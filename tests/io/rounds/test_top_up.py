"""What a later decision adds to a part that was paid is paid beside it, and only that."""

from datetime import date

from verdeelsleutel.grants.money import ZERO, Euro
from verdeelsleutel.io.records.after.orders import Paid, StoredOrder
from verdeelsleutel.io.rounds.after.instalments import instalments_of
from verdeelsleutel.io.rounds.after.paying import less

from .test_instalments import policy, standing


def order(payable: int, vat: int = 0) -> StoredOrder:
    paid = Paid(on=date(2026, 6, 9), amount=Euro(payable), reference="", file="", officer="B.")
    return StoredOrder(
        row_id=1, application_id="A-1", part=1, year=2026, payable=Euro(payable),
        compensable_vat=Euro(vat), set_off=ZERO, article="", due=date(2026, 7, 15),
        on=date(2026, 6, 8), officer="S.", paid=paid,
    )  # fmt: skip


def test_what_is_left_of_a_part_is_its_money_and_its_vat_less_what_was_paid() -> None:
    (part,) = instalments_of(policy(), standing("gebiedsbudget", (2026, 500), vat=70))
    left = less(part, [order(258, 42)])
    assert (left.payable, left.compensable_vat, left.charged) == (Euro(172), Euro(28), Euro(200))
    assert less(part, [order(430, 70)]).charged == ZERO
    assert less(part, []) == part
