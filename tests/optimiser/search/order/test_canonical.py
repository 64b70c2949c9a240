"""One list, whatever the application numbers, the order of rows, or the solver."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from verdeelsleutel.grants.applications.candidate import Candidate
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.optimiser.search.allocation import allocate
from verdeelsleutel.optimiser.solution import Solution

from ...builders import MLN, a_round, candidate, policy


def renamed(candidates: Sequence[Candidate], seed: int) -> tuple[list[Candidate], dict[str, str]]:
    """The same applications under other numbers, in another order; and the old numbers."""
    draw = random.Random(seed)
    numbers = draw.sample(range(10_000), len(candidates))
    new = {c.application_id: f"X-{n}" for c, n in zip(candidates, numbers, strict=True)}
    made = [
        c.model_copy(
            update={
                "application_id": new[c.application_id],
                "excludes": tuple(new.get(name, name) for name in c.excludes),
                "requires": tuple(new.get(name, name) for name in c.requires),
            }
        )
        for c in candidates
    ]
    draw.shuffle(made)
    return made, {now: old for old, now in new.items()}


def cents(solution: Solution, old: dict[str, str]) -> dict[str, int]:
    return {old.get(g.application_id, g.application_id): g.cents for g in solution.given}


@pytest.mark.slow(
    sample="tests/optimiser/search/test_verification.py::"
    "test_a_sample_of_renamings_solvers_and_hash_seeds_gives_one_list"
)
@pytest.mark.parametrize("one_price", [False, True])
def test_renaming_and_shuffling_never_change_the_list(one_price: bool) -> None:
    candidates, rules = a_round(30, seed=5, one_price=one_price)
    wanted = cents(allocate(candidates, rules), {})
    for seed in range(3):
        made, old = renamed(candidates, seed)
        assert cents(allocate(made, rules), old) == wanted


@pytest.mark.sample(only="False")
@pytest.mark.parametrize("one_price", [False, True])
def test_another_solver_gives_the_same_list(one_price: bool) -> None:
    candidates, rules = a_round(16, seed=7, one_price=one_price)
    highs, cbc = allocate(candidates, rules), allocate(candidates, rules, solver="cbc")
    assert highs.given == cbc.given
    assert [(s.name, s.value) for s in highs.stages] == [(s.name, s.value) for s in cbc.stages]


def test_the_published_order_decides_between_equals() -> None:
    made = [candidate("WBI-1", MLN, (50,), rank=7), candidate("WBI-2", MLN, (50,), rank=8)]
    solution = allocate(made, policy(MLN))
    assert [g.cents for g in solution.given] == [0, MLN]
    assert solution.ties == ()


def _tied() -> tuple[list[Candidate], Policy]:
    made = [
        candidate("WBI-1", MLN, (50,), applicant_reference="Zuid"),
        candidate("WBI-2", MLN, (50,), applicant_reference="Noord"),
    ]
    return made, policy(MLN)


def test_a_tie_that_the_order_leaves_is_broken_for_a_draft_and_marked() -> None:
    made, rules = _tied()
    solution = allocate(made, rules)
    assert [g.cents for g in solution.given] == [0, MLN]
    assert solution.ties == ("WBI-1", "WBI-2")


def test_lots_settle_a_tie() -> None:
    made, rules = _tied()
    drawn = [made[0].model_copy(update={"lot": 1}), made[1].model_copy(update={"lot": 2})]
    solution = allocate(drawn, rules)
    assert [g.cents for g in solution.given] == [MLN, 0]
    assert solution.ties == ()
