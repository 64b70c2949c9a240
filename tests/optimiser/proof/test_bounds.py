"""A bound from multipliers is true whatever the multipliers, and large rounds go the same way."""

from __future__ import annotations

import random
import time

from verdeelsleutel.grants.decisions.allocation import PROOFS, Basis, Status
from verdeelsleutel.optimiser.model.case import case_of
from verdeelsleutel.optimiser.model.formulation import program_of
from verdeelsleutel.optimiser.proof.bounds import exact_bound
from verdeelsleutel.optimiser.proof.certificate import certify
from verdeelsleutel.optimiser.search.allocation import allocate, objectives_of
from verdeelsleutel.optimiser.search.solvers.highs import Relaxation
from verdeelsleutel.optimiser.search.solvers.solver import scaled
from verdeelsleutel.optimiser.search.stages.result import Found
from verdeelsleutel.optimiser.search.stages.search import Search

from ..builders import MLN, a_round, candidate, policy


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
    fitted = [scaled(row, program.variables) for row in program.rows]
    weights = Relaxation().multipliers(program.variables, fitted, program.affordable, maximise=True)
    assert weights is not None
    bound = exact_bound(program.variables, program.rows, program.affordable, weights, maximise=True)
    best = allocate(candidates, rules).homes.affordable
    everybody = sum(c.homes.affordable for c in candidates)
    assert best <= bound.value < everybody


def test_cores_of_either_solver_hold_the_same_optimum() -> None:
    candidates, rules = a_round(80, seed=9)
    values: list[int] = []
    for solver in ("highs", "cbc"):
        program = program_of(case_of(candidates, rules))
        search = Search(program, solver, time.monotonic() + 60)
        answer = search.best(objectives_of(program)[-2])
        assert isinstance(answer, Found)
        assert answer.proven
        values.append(answer.value)
    assert values[0] == values[1]


def test_a_stage_rests_on_a_tree_or_has_its_multipliers() -> None:
    candidates, rules = a_round(50, seed=2)
    solution = allocate(candidates, rules)
    for stage in solution.stages:
        assert stage.basis in PROOFS
        assert stage.basis is Basis.EXACT_BOUND or not stage.multipliers


def test_the_certificate_works_an_exact_bound_out_again_and_refuses_other_multipliers() -> None:
    made = [candidate("A", MLN, (30,)), candidate("B", MLN, (20,)), candidate("C", MLN, (10,))]
    rules = policy(2 * MLN)
    solution = allocate(made, rules)
    homes = solution.stages[0]
    assert (homes.name, homes.value, homes.basis) == ("affordable homes", 50, Basis.EXACT_BOUND)
    assert homes.multipliers
    certificate = certify(made, rules, solution)
    assert certificate.valid
    assert "affordable homes" in certificate.rests_on
    assert "an exact bound in fractions" in certificate.rests_on
    ((row, weight), *_) = homes.multipliers
    for other in ((), ((row, weight // 2),), ((row, -weight),), ((row + 9, weight),)):
        forged = homes.model_copy(update={"multipliers": other})
        told = solution.model_copy(update={"stages": (forged, *solution.stages[1:])})
        assert certify(made, rules, told).faults == (
            "The multipliers of stage affordable homes do not prove 50.",
        )


def test_nothing_is_called_proven_that_rests_on_nothing() -> None:
    made = [candidate("A", MLN, (30,)), candidate("B", MLN, (20,))]
    rules = policy(MLN)
    solution = allocate(made, rules)
    assert solution.status is Status.PROVEN
    baseless = solution.stages[0].model_copy(update={"basis": Basis.NOTHING, "multipliers": ()})
    told = solution.model_copy(update={"stages": (baseless, *solution.stages[1:])})
    assert certify(made, rules, told).faults == (
        "Stage affordable homes is called proven, and rests on nothing.",
    )


def test_a_round_of_fifty_is_proven_and_certified() -> None:
    candidates, rules = a_round(50, seed=2)
    solution = allocate(candidates, rules)
    assert solution.status is Status.PROVEN
    assert certify(candidates, rules, solution).valid
