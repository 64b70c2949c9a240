"""Rounds at the edge, and solvers that lie: what is called proven is so."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Sequence

import pytest

from verdeelsleutel.grants.applications.candidate import Candidate, Form
from verdeelsleutel.grants.decisions.allocation import PROOFS, Basis, Status
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.optimiser.model.case import case_of
from verdeelsleutel.optimiser.model.formulation import program_of
from verdeelsleutel.optimiser.model.linear import Linear, Row, Variable
from verdeelsleutel.optimiser.model.objectives import objectives_of
from verdeelsleutel.optimiser.model.program import Program
from verdeelsleutel.optimiser.proof.certificate import certify
from verdeelsleutel.optimiser.search.allocation import allocate
from verdeelsleutel.optimiser.search.solvers.solver import Answer, Ended, Engines
from verdeelsleutel.optimiser.search.stages.result import Found
from verdeelsleutel.optimiser.search.stages.search import Search
from verdeelsleutel.optimiser.search.trees.proving import Prover

from ..builders import MLN, a_round, candidate, goal, policy

SEED = 20261130


def is_certified(made: list[Candidate], rules: Policy) -> None:
    solution = allocate(made, rules)
    assert solution.status is Status.PROVEN
    assert {stage.basis for stage in solution.stages} <= set(PROOFS)
    assert certify(made, rules, solution).valid


@pytest.mark.parametrize("seed", range(SEED, SEED + 3))
def test_an_objective_in_odd_cents_is_proven(seed: int) -> None:
    draw = random.Random(seed)
    made = [
        candidate(
            f"A-{k:02d}",
            draw.randint(100_000_001, 900_000_001) | 1,
            (draw.randint(5, 90),),
            project_id=f"P{k}",
        )
        for k in range(30)
    ]
    is_certified(made, policy(sum(c.requested.cents for c in made) // 2 + 1))


def test_stages_whose_value_is_nought_are_proven() -> None:
    """Goals that are met, no affordable home anywhere, and so no money."""
    made = [candidate(f"A-{k}", MLN, (0, 0, 0, 30), project_id=f"P{k}") for k in range(6)]
    met = goal("SOCIAAL", measure="social_rent", of="homes", at_least="30%", hard=False)
    rules = policy(3 * MLN, constraint=(met,))
    solution = allocate(made, rules)
    assert [stage.value for stage in solution.stages] == [0, 0, 0, 0]
    is_certified(made, rules)


def test_years_that_all_bind_are_proven() -> None:
    draw = random.Random(SEED)
    made: list[Candidate] = []
    for k in range(24):
        paid = {2026 + y: MLN * draw.randint(1, 9) + draw.randint(0, 99) for y in range(5)}
        homes = (draw.randint(5, 90),)
        made.append(
            candidate(f"A-{k:02d}", sum(paid.values()), homes, years=paid, project_id=f"P{k}")
        )
    asked = {y: sum(p.amount.cents for c in made for p in c.payments if p.year == y)
             for y in range(2026, 2031)}  # fmt: skip
    total = sum(c.requested.cents for c in made)
    is_certified(made, policy(total, fund={"cash": {y: Euro(c // 2) for y, c in asked.items()}}))


def test_payments_with_coefficients_from_1e15_are_proven() -> None:
    """Amounts of which only a part is paid in a year, in steps: a row's fractions are huge."""
    made = [
        candidate(
            f"A-{k}",
            10_000_000_000_019 + 2 * k,
            (40 + k,),
            years={2026: 3_333_333_333_331 + k, 2027: 6_666_666_666_688 + k},
            project_id=f"P{k}",
            form=Form.SCALABLE, minimum=Euro(4_000_000_000_007), step=Euro(1_000_000_000_003),
        )
        for k in range(5)
    ]  # fmt: skip
    cash = {2026: Euro(7_000_000_000_000), 2027: Euro(16_000_000_000_000)}
    is_certified(made, policy(30_000_000_000_000, fund={"cash": cash}))


def of_one_price(count: int) -> tuple[list[Candidate], Policy]:
    made = [
        candidate(f"A-{k:04d}", 700_000 * (k % 90 + 10), (k % 90 + 10,), project_id=f"P{k}")
        for k in range(count)
    ]
    return made, policy(sum(c.requested.cents for c in made) // 2 + 350_000)


@pytest.mark.slow(
    sample="tests/optimiser/proof/test_certificate_of_trees.py::test_two_hundred_of_one_price_are_proven"
)
def test_two_thousand_of_one_price_end_with_a_list_that_says_what_it_is() -> None:
    made, rules = of_one_price(2_000)
    solution = allocate(made, rules, time_limit_seconds=600)
    assert certify(made, rules, solution).valid
    homes = next(stage for stage in solution.stages if stage.name == "affordable homes")
    assert homes.basis in PROOFS


class Liar:
    """A solver that says of the same list, every time, that it is the best."""

    name = "Liar"

    def __init__(self, program: Program, values: tuple[int, ...], ended: Ended) -> None:
        self._size = len(program.variables)
        self._values, self._ended = values, ended

    def add_variable(self, variable: Variable) -> None: ...

    def add_row(self, row: Row) -> None: ...

    def change(self, place: int, variable: Variable) -> None: ...

    def run(
        self,
        objective: Linear,
        *,
        maximise: bool,
        seconds: float,
        start: Sequence[float] | None,
        effort: float = math.inf,
    ) -> Answer:
        worth = float(objective.value(self._values))
        return Answer(self._ended, self._values, worth)


def _nobody(program: Program) -> tuple[int, ...]:
    return (0,) * len(program.variables)


def _everybody(program: Program) -> tuple[int, ...]:
    return tuple(one.upper for one in program.variables)


@pytest.mark.sample(only=("optimal-nobody", "out_of_time-over"))
@pytest.mark.parametrize("lie", [_nobody, _everybody], ids=["nobody gets it", "over the money"])
@pytest.mark.parametrize("ended", [Ended.OPTIMAL, Ended.OUT_OF_TIME])
def test_a_solver_that_lies_makes_no_proof(
    lie: Callable[[Program], tuple[int, ...]], ended: Ended
) -> None:
    made, rules = a_round(9, seed=5)
    rules = rules.model_copy(update={"constraint": ()})
    best = allocate(made, rules).homes.affordable
    case = case_of(made, rules)
    deadline = time.monotonic() + 2
    search = Search(program_of(case), "highs", deadline, prover=Prover(case, deadline))
    loaded = search.loaded
    liar = Liar(search.program, lie(search.program), ended)
    loaded.engines = (liar, liar, liar)
    loaded.engine = Engines(search.program, loaded.engines)
    homes = objectives_of(search.program)[-2]
    search.at(homes.name, 0, 3)
    found = search.proven_best(homes)
    if isinstance(found, Found) and found.proven and found.basis in PROOFS:
        assert found.value == best
    else:
        assert not isinstance(found, Found) or found.basis not in (
            Basis.EXACT_BOUND, Basis.CHECKED_TREE,
        )  # fmt: skip
    if isinstance(found, Found):
        assert search.keeps_all(found.grants)
