"""Many solves on a real cluster of Dask, local, give the same answers bit for bit."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from verdeelsleutel.grants.applications.candidate import Candidate
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.io.errors import WrongUse
from verdeelsleutel.io.rounds import cluster
from verdeelsleutel.io.rounds.cluster import solving
from verdeelsleutel.optimiser.questions.what_if.answers import (
    frontier,
    price_of_rules,
    reserve_ladder,
)
from verdeelsleutel.optimiser.search.allocation import allocate

from ..builders import MLN, candidate, policy


def made() -> tuple[list[Candidate], Policy]:
    draw = random.Random(20261123)
    found = [
        candidate(f"WBI-{k}", draw.randint(2, 9) * MLN, (draw.randint(10, 90),), rank=99 - k)
        for k in range(20)
    ]
    return found, policy(sum(one.requested.cents for one in found) // 2)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A scheduler with two workers, each a process of its own."""
    distributed: Any = pytest.importorskip(
        "distributed", reason="the extra verdeelsleutel[cluster] is not installed"
    )
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as local:
        yield local.scheduler_address


def test_a_cluster_gives_the_same_frontier_prices_and_reserve(address: str) -> None:
    candidates, rules = made()
    total = rules.funds["vro"].total.cents
    budgets = [total * k // 6 for k in range(1, 10)]
    solution = allocate(candidates, rules)
    with solving(2, address, candidates=3) as executor:
        points = frontier(candidates, rules, "vro", budgets, executor=executor)
        prices = price_of_rules(candidates, rules, executor=executor)
        steps = reserve_ladder(
            candidates, rules, solution, "vro", [5 * MLN, 20 * MLN], executor=executor
        )
    assert points == frontier(candidates, rules, "vro", budgets)
    assert prices == price_of_rules(candidates, rules)
    assert steps == reserve_ladder(candidates, rules, solution, "vro", [5 * MLN, 20 * MLN])


@pytest.mark.sample(only="tcp://127.0.0.1:1")
@pytest.mark.parametrize("wrong", ["tcp://127.0.0.1:1", "een kabel"])
def test_an_address_where_nothing_answers_is_wrong_use(
    wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_TO_ANSWER", "500ms")
    pytest.importorskip("distributed", reason="the extra verdeelsleutel[cluster] is not installed")
    with pytest.raises(WrongUse, match="antwoordt geen planner"), solving(1, wrong, candidates=3):
        sys.exit("there is nothing here to solve on")
