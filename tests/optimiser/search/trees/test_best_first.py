"""The most promising box first: it ends with the best there is, whatever better means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verdeelsleutel.optimiser.proof.box import Box
from verdeelsleutel.optimiser.proof.system import Column, Row, sized
from verdeelsleutel.optimiser.search.trees.best_first import BestFirst, Limits
from verdeelsleutel.optimiser.search.trees.tree import Budget, OutOfBudget

from ....sampling import examples

NUMBERS = st.lists(st.integers(1, 30), min_size=5, max_size=5)
ANY = 2**200


def summed(terms: Sequence[int], values: Sequence[int]) -> int:
    return sum(a * x for a, x in zip(terms, values, strict=True))


def at_least(terms: Sequence[int], value: int) -> Row:
    return sized([(j, -a) for j, a in enumerate(terms)], -value, integral=True)


def at_most(terms: Sequence[int], value: int) -> Row:
    return sized(list(enumerate(terms)), value, integral=True)


def most(
    worth: Sequence[int], good: Sequence[int], wanted: int, cost: Sequence[int], paid: int,
    rows: Sequence[Row], leaves: int = 2000,
) -> int:  # fmt: skip
    """The most that choices from none to two of each are worth, of which more than ``wanted`` is
    good, or as much for a lower cost than was ``paid``; -1 where there are none."""
    best = -1

    def better(values: Sequence[int]) -> bool:
        is_good = summed(good, values)
        return is_good > wanted or (is_good == wanted and summed(cost, values) < paid)

    def read(values: tuple[int, ...]) -> Mapping[int, int]:
        nonlocal best
        if summed(worth, values) <= best or not better(values):
            return {}
        best = summed(worth, values)
        return {0: at_least(worth, best + 1).limit}

    def apart(values: tuple[int, ...], limits: Limits) -> Sequence[Limits]:
        if limits or summed(good, values) != wanted:
            return ()
        return {1: at_least(good, wanted + 1).limit}, {2: at_most(cost, paid - 1).limit}

    dear = Row(at_most(cost, 0).terms, ANY)
    box = Box(
        [Column(0, 2, whole=True) for _ in worth],
        [at_least(worth, 0), at_least(good, wanted), dear, *rows],
    )
    unit = at_least(worth, 0).limit - at_least(worth, 1).limit
    BestFirst(box, Budget(leaves=leaves), read, apart, unit=unit, guide=1).seek()
    return best


@settings(max_examples=examples(60), deadline=None)
@given(
    NUMBERS, NUMBERS, NUMBERS, NUMBERS,
    st.integers(0, 90), st.integers(0, 120), st.integers(10, 120),
)  # fmt: skip
def test_it_ends_with_the_best_of_all_choices_that_are_better_in_one_way_or_the_other(
    worth: list[int], good: list[int], cost: list[int], weight: list[int],
    wanted: int, paid: int, heavy: int,
) -> None:  # fmt: skip
    there = (
        summed(worth, chosen)
        for chosen in product(range(3), repeat=len(worth))
        if summed(weight, chosen) <= heavy
        and (
            summed(good, chosen) > wanted
            or (summed(good, chosen) == wanted and summed(cost, chosen) < paid)
        )
    )
    found = most(worth, good, wanted, cost, paid, [at_most(weight, heavy)])
    assert found == max(there, default=-1)


def test_what_may_not_grow_says_nothing() -> None:
    with pytest.raises(OutOfBudget):
        most((7, 9, 11), (1, 1, 1), 1, (1, 1, 1), 3, [at_most((7, 9, 11), 20)], leaves=0)
