"""A bound from multipliers is true whatever the multipliers, and large rounds go the same way."""

from __future__ import annotations

import random
import time

from verdeelsleutel.grants.allocation import Status
from verdeelsleutel.optimiser.allocation import allocate, objectives_of
from verdeelsleutel.optimiser.bounds import exact_bound
from verdeelsleutel.optimiser.case import case_of
from verdeelsleutel.optimiser.certificate import certify
from verdeelsleutel.optimiser.program import program_of
from verdeelsleutel.optimiser.search import Found, Search
from verdeelsleutel.optimiser.solver import relaxation

from .builders import a_round


def test_no_multipliers_give_a_bound_below_the_optimum() -> None:
    candidates, rules = a_round(25, seed=3)
    best = allocate(candidates, rules).homes.affordable
    program = program_of(case_of(candidates, rules))
    draw = random.Random(1)
    for _ in range(20):
        weights = [draw.choice((0.0, 0.0, draw.uniform(0, 1e-4))) for _ in program.rows]
        bound = exact_bound(
            program.variables, program.rows, program.affordable, weights, maximise=True
        )
        assert bound.value >= best


def test_the_relaxations_own_multipliers_say_something() -> None:
    candidates, rules = a_round(25, seed=3)
    program = program_of(case_of(candidates, rules))
    weights = relaxation(program.variables, program.rows, program.affordable, maximise=True)
    assert weights is not None
    bound = exact_bound(program.variables, program.rows, program.affordable, weights, maximise=True)
    best = allocate(candidates, rules).homes.affordable
    everybody = sum(c.homes.affordable for c in candidates)
    assert best <= bound.value < everybody


def test_a_core_finds_the_same_optimum_as_the_whole() -> None:
    candidates, rules = a_round(80, seed=9)
    values: list[int] = []
    for width in (0, 10):
        program = program_of(case_of(candidates, rules))
        search = Search(program, "highs", time.monotonic() + 60)
        homes = objectives_of(program)[-2]
        answer = search.best_by_core(homes, width) if width else search.best(homes)
        assert isinstance(answer, Found)
        assert answer.proven
        values.append(answer.value)
    assert values[0] == values[1]


def test_a_round_of_fifty_is_proven_and_certified() -> None:
    candidates, rules = a_round(50, seed=2)
    solution = allocate(candidates, rules)
    assert solution.status is Status.PROVEN
    assert certify(candidates, rules, solution).valid
