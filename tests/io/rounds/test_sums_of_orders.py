"""What some of the orders of a part come to, however often it was ordered and lapsed."""

from collections.abc import Iterator
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from verdeelsleutel.io.rounds.checks.rederived_payments import Sums, sums_of

CENTS = st.integers(-3, 3)
ORDERS = st.lists(st.tuples(CENTS, CENTS, CENTS), max_size=7)


def every(orders: list[Sums]) -> Iterator[Sums]:
    for count in range(len(orders) + 1):
        for some in combinations(orders, count):
            one, two, three = (sum(order[at] for order in some) for at in range(3))
            yield one, two, three


@given(ORDERS)
def test_they_are_the_sums_of_every_choice_of_orders(orders: list[Sums]) -> None:
    assert sums_of(orders) == frozenset(every(orders))


def test_a_part_that_was_ordered_and_lapsed_forty_times_has_forty_one_sums() -> None:
    assert len(sums_of([(350_000_000, 50_000_000, 0)] * 40)) == 41
