"""Knapsacks of the literature, through the public interface, to optima that are known or proven.

The seven problems of OR-Library's mknap1 (C.C. Petersen, Management Science 13(9), 1967) stand
in ``mknap1.txt`` with their published optima: items, dimensions and optimum, then the profits, a
row of weights for each dimension, and the capacities. Pisinger's families (Computers & Operations
Research 32(9), 2005) are drawn from a seed; a dynamic programme finds their one canonical list.
Of the size of mknap2's problems, drawn from a seed too, a second solver has to find the same list.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from verdeelsleutel.grants.decisions.allocation import Status
from verdeelsleutel.optimiser.problem import knapsack
from verdeelsleutel.optimiser.solution import Solution

MKNAP1 = (Path(__file__).parent / "mknap1.txt").read_text(encoding="ascii").strip().split("\n\n")

FAMILIES = (
    "uncorrelated",
    "weakly correlated",
    "strongly correlated",
    "inverse strongly correlated",
    "almost strongly correlated",
    "subset sum",
    "uncorrelated with similar weights",
    "profit ceiling",
    "circle",
)


def homes_stage(solution: Solution) -> int:
    return next(stage.value for stage in solution.stages if stage.name == "affordable homes")


@pytest.mark.parametrize("place", range(7))
def test_the_problems_of_mknap1_are_solved_to_their_published_optima(place: int) -> None:
    rows = [[Decimal(number) for number in line.split()] for line in MKNAP1[place].splitlines()]
    (items, dimensions, optimum), profits, *weights, capacities = rows
    assert (len(profits), len(weights)) == (items, dimensions)
    # The second problem has profits in tenths.
    problem = knapsack(
        [int(profit * 10) for profit in profits],
        [[int(weight) for weight in row] for row in weights],
        [int(capacity) for capacity in capacities],
    )
    solution = problem.solve()
    assert solution.status is Status.PROVEN
    assert homes_stage(solution) == optimum * 10
    assert problem.certify(solution).faults == ()


def pisinger(family: str, count: int, size: int, seed: int) -> tuple[list[int], list[int], int]:
    """Profits, weights and a capacity of half the weight."""
    draw = random.Random(f"{family} {seed}")
    weights = [draw.randint(1, size) for _ in range(count)]
    match family:
        case "uncorrelated":
            profits = [draw.randint(1, size) for _ in weights]
        case "weakly correlated":
            profits = [max(1, draw.randint(w - size // 10, w + size // 10)) for w in weights]
        case "strongly correlated":
            profits = [w + size // 10 for w in weights]
        case "inverse strongly correlated":
            profits = weights
            weights = [p + size // 10 for p in profits]
        case "almost strongly correlated":
            spread = size // 500
            profits = [
                draw.randint(w + size // 10 - spread, w + size // 10 + spread) for w in weights
            ]
        case "subset sum":
            profits = list(weights)
        case "uncorrelated with similar weights":
            weights = [draw.randint(100 * size, 100 * size + size // 10) for _ in weights]
            profits = [draw.randint(1, size) for _ in weights]
        case "profit ceiling":
            profits = [3 * -(-w // 3) for w in weights]
        case _:
            # An arc of a circle: 2/3 of its height, in whole numbers.
            profits = [int(2 * Decimal(w * (4 * size - w)).sqrt() / 3) for w in weights]
    return profits, weights, sum(weights) // 2


def canonical(profits: Sequence[int], weights: Sequence[int], capacity: int) -> list[bool]:
    """Most profit, then least weight, then the order: one number in which all three are digits.

    States that weigh more without a higher number are left out. No solver, no floats.
    """
    count = len(profits)
    weight_digits = sum(weights).bit_length()
    states: list[tuple[int, int]] = [(0, 0)]
    for k, (profit, weight) in enumerate(zip(profits, weights, strict=True)):
        worth = ((profit << weight_digits) - weight << count) + (1 << count - 1 - k)
        taken = [(w + weight, v + worth) for w, v in states if w + weight <= capacity]
        merged = sorted(states + taken, key=lambda state: (state[0], -state[1]))
        states = []
        for state in merged:
            if not states or state[1] > states[-1][1]:
                states.append(state)
    chosen = states[-1][1] & ((1 << count) - 1)
    return [bool(chosen >> count - 1 - k & 1) for k in range(count)]


@pytest.mark.sample(every=3)
@pytest.mark.parametrize("family", FAMILIES)
def test_pisingers_families_are_solved_to_the_list_of_a_dynamic_programme(family: str) -> None:
    _small_of_a_family(family, (0,))


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES)
def test_more_of_pisingers_families_are_solved_to_that_list(family: str) -> None:
    _small_of_a_family(family, range(1, 5))


def _small_of_a_family(family: str, seeds: Iterable[int]) -> None:
    for seed in seeds:
        profits, weights, capacity = pisinger(family, 30, 1000, seed)
        problem = knapsack(profits, [weights], [capacity])
        solution = problem.solve()
        assert solution.status is Status.PROVEN
        wanted = canonical(profits, weights, capacity)
        assert [one.cents > 0 for one in solution.given] == wanted
        assert problem.certify(solution).faults == ()


@pytest.mark.slow(sample="test_pisingers_families_are_solved_to_the_list_of_a_dynamic_programme")
@pytest.mark.parametrize("family", FAMILIES)
def test_larger_instances_of_pisingers_families_are_solved_to_that_list(family: str) -> None:
    for seed in range(5):
        profits, weights, capacity = pisinger(family, 100, 1000, seed)
        solution = knapsack(profits, [weights], [capacity]).solve()
        assert solution.status is Status.PROVEN
        wanted = canonical(profits, weights, capacity)
        assert [one.cents > 0 for one in solution.given] == wanted


def drawn(items: int, dimensions: int, seed: int) -> tuple[list[int], list[list[int]], list[int]]:
    """A multi-dimensional knapsack as hard as Chu and Beasley's, with half of each capacity."""
    draw = random.Random(seed)
    weights = [[draw.randint(0, 1000) for _ in range(items)] for _ in range(dimensions)]
    profits = [
        sum(row[k] for row in weights) // dimensions + draw.randint(0, 500) for k in range(items)
    ]
    return profits, weights, [sum(row) // 2 for row in weights]


@pytest.mark.sample(every=3)
@pytest.mark.parametrize(("items", "dimensions"), [(28, 2), (30, 5), (20, 10)])
def test_problems_of_the_size_of_mknap2_have_one_list_in_two_solvers(
    items: int, dimensions: int
) -> None:
    problem = knapsack(*drawn(items, dimensions, seed=items))
    solution = problem.solve()
    assert solution.status is Status.PROVEN
    assert problem.cross_check(solution).agrees
    assert problem.certify(solution).faults == ()


@pytest.mark.slow
@pytest.mark.parametrize(("items", "dimensions"), [(60, 5), (90, 5), (37, 30), (105, 2)])
def test_the_larger_sizes_of_mknap2_have_one_list_in_two_solvers(
    items: int, dimensions: int
) -> None:
    problem = knapsack(*drawn(items, dimensions, seed=items))
    solution = problem.solve()
    assert solution.status is Status.PROVEN
    assert problem.cross_check(solution).agrees


def test_an_item_that_weighs_nothing_is_always_in() -> None:
    solution = knapsack([5, 7, 9], [[3, 0, 4], [2, 0, 2]], [4, 2]).solve()
    assert homes_stage(solution) == 16


def test_a_knapsack_of_crooked_rows_or_too_many_dimensions_is_refused() -> None:
    with pytest.raises(ValueError, match="a weight for every item"):
        knapsack([1, 2], [[1]], [1])
    with pytest.raises(ValueError, match="41 dimensions; at most 40 fit"):
        knapsack([1], [[1]] * 41, [1] * 41)
