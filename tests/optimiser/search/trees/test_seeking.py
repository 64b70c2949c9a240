"""A tree that looks for the best ends with the best there is, whatever was in hand at first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verdeelsleutel.optimiser.proof.box import Box
from verdeelsleutel.optimiser.proof.system import Column, Row, sized
from verdeelsleutel.optimiser.search.trees.seeking import Seeker
from verdeelsleutel.optimiser.search.trees.tree import Budget, OutOfBudget

from ....sampling import examples

NUMBERS = st.lists(st.integers(1, 30), min_size=5, max_size=5)


def more_than(worth: Sequence[int], value: int) -> Row:
    return sized([(j, -a) for j, a in enumerate(worth)], -(value + 1), integral=True)


def most(worth: Sequence[int], rows: Sequence[Row], first: int, leaves: int = 1000) -> int:
    """The most that choices from none to two of each are worth, if it is more than ``first``."""
    best = first

    def read(values: tuple[int, ...]) -> Mapping[int, int]:
        nonlocal best
        value = sum(a * x for a, x in zip(worth, values, strict=True))
        if value <= best:
            return {}
        best = value
        return {0: more_than(worth, best).limit}

    columns = [Column(0, 2, whole=True) for _ in worth]
    box = Box(columns, [more_than(worth, first), *rows])
    Seeker(box, Budget(leaves=leaves), read).seek()
    return best


@settings(max_examples=examples(40), deadline=None)
@given(NUMBERS, NUMBERS, NUMBERS, st.integers(10, 120), st.integers(10, 120), st.integers(-1, 60))
def test_what_is_in_hand_at_the_end_is_the_best_of_all_choices(
    worth: list[int], weight: list[int], size: list[int], heavy: int, large: int, first: int
) -> None:
    limits = ((weight, heavy), (size, large))
    rows = [sized(list(enumerate(terms)), limit, integral=True) for terms, limit in limits]
    there = (
        sum(a * x for a, x in zip(worth, chosen, strict=True))
        for chosen in product(range(3), repeat=len(worth))
        if all(
            sum(a * x for a, x in zip(terms, chosen, strict=True)) <= limit
            for terms, limit in limits
        )
    )
    assert most(worth, rows, first) == max(first, *there)


@pytest.mark.parametrize("first", [-1, 39, 45])
def test_what_is_alike_is_branched_on_by_its_sum_and_no_box_is_lost(first: int) -> None:
    rows = [sized(list(enumerate((3, 3, 3, 3, 2))), 20, integral=True)]
    assert most((7, 7, 7, 7, 4), rows, first) == 46  # six of the four that are alike, and one


def test_a_tree_that_may_not_grow_says_nothing() -> None:
    row = sized([(0, 7), (1, 9), (2, 11)], 20, integral=True)
    with pytest.raises(OutOfBudget):
        most((7, 9, 11), [row], -1, leaves=0)
