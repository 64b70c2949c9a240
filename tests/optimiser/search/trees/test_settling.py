"""One row alone shrinks ranges by what its other columns take at the least."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from verdeelsleutel.optimiser.proof.box import Box
from verdeelsleutel.optimiser.proof.system import Column, Row, sized
from verdeelsleutel.optimiser.search.trees.settling import Settled

NUMBERS = st.lists(st.integers(-9, 9), min_size=4, max_size=4)
RANGES = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=4, max_size=4)


def row(terms: Sequence[int], limit: int) -> Row:
    return sized(list(enumerate(terms)), limit, integral=True)


def settled(box: Box) -> bool:
    box.touched.update(range(len(box.lower)))
    return Settled(box).settle(box)


@settings(max_examples=200, deadline=None)
@given(NUMBERS, NUMBERS, st.integers(-20, 20), st.integers(-20, 20), RANGES)
def test_no_point_that_keeps_the_rows_is_lost(
    first: list[int], second: list[int], most: int, least: int, ranges: list[tuple[int, int]]
) -> None:
    columns = [Column(low, low + wide, whole=True) for low, wide in ranges]
    box = Box(columns, [row(first, most), row(second, least)])
    points = [
        at
        for at in product(*(range(one.lower, one.upper + 1) for one in columns))
        if sum(a * x for a, x in zip(first, at, strict=True)) <= most
        and sum(a * x for a, x in zip(second, at, strict=True)) <= least
    ]
    assert settled(box) or not points
    for at in points:
        assert all(low <= x <= high for low, x, high in zip(box.lower, at, box.upper, strict=True))


def test_what_is_left_of_a_fund_rules_out_a_larger_award() -> None:
    box = Box([Column(1, 1, True), Column(0, 1, True), Column(0, 4, True)], [row((6, 5, 2), 10)])
    assert settled(box)
    assert (box.lower, box.upper) == ([1, 0, 0], [1, 0, 2])


def test_a_column_that_is_whole_of_itself_only_keeps_its_range() -> None:
    box = Box([Column(1, 1, True), Column(0, 1, False)], [row((6, 5), 10)])
    assert settled(box)
    assert box.upper == [1, 1]


def test_a_row_that_nothing_keeps_empties_the_box() -> None:
    box = Box([Column(1, 1, True), Column(1, 2, True)], [row((6, 5), 10)])
    assert not settled(box)


def test_what_follows_from_a_smaller_range_is_found_by_the_other_rows() -> None:
    # The first rules out the second column, without which the third has to be in.
    box = Box(
        [Column(1, 1, True), Column(0, 1, True), Column(0, 1, True)],
        [row((6, 5, 0), 10), row((0, -1, -1), -1)],
    )
    assert settled(box)
    assert (box.lower, box.upper) == ([1, 0, 1], [1, 0, 1])


def test_two_rows_that_shrink_each_other_by_a_step_are_left_to_the_relaxation() -> None:
    wide = 10**9
    box = Box([Column(0, wide, True), Column(0, wide, True)], [row((1, -1), -1), row((-1, 1), 0)])
    assert settled(box)  # and not after a thousand million rounds
    assert 0 < box.lower[0] < 1_000
