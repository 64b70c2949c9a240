"""A conflict names what is needed for it, to the cent, also where payments are rounded down."""

from __future__ import annotations

import random
from typing import Any

import pytest

from verdeelsleutel.grants.applications.candidate import Candidate, Form
from verdeelsleutel.grants.decisions.allocation import Basis, Status
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.optimiser.model.case import Item, case_of
from verdeelsleutel.optimiser.proof.no_list import conflict_fault
from verdeelsleutel.optimiser.search.allocation import allocate

from ..builders import at, candidate, goal, policy
from ..enumeration import Lists

YEARS = (2026, 2027, 2028)
PLENTY = 10**8


def a_cent_short(draw: random.Random) -> tuple[list[Candidate], Policy]:
    """Everybody has to be in; each award is paid in three years, rounded down in two of them. One
    year or two, and at times the fund, have what the least awards take, or a cent less."""
    made = [_cut(draw, k) for k in range(draw.randint(1, 3))]
    items = case_of(made, policy(PLENTY)).items
    least = sum(item.ladder.cents(1) for item in items)
    tight = draw.sample(YEARS, draw.randint(1, 2))
    cash = {
        year: Euro(max(0, sum(_least_in(item, year) for item in items) - draw.randint(0, 1)))
        for year in tight
    }
    carry = {"carry_over": Euro(draw.choice((0, 1, 2, 50_000)))} if draw.random() < 0.5 else {}
    total = draw.choice((PLENTY, least - draw.randint(0, 1)))
    everybody = goal("IEDEREEN", measure="number", at_least=len(made), hard=True)
    return made, policy(total, fund={"cash": cash, **carry}, constraint=(everybody,))


def _cut(draw: random.Random, k: int) -> Candidate:
    cents = draw.randint(200_000, 900_000)
    first, second = sorted(draw.randint(0, cents) for _ in range(2))
    return candidate(
        f"WBI-{k}", cents, (draw.randint(1, 40),), received_at=at(9, k), form=Form.SCALABLE,
        years=dict(zip(YEARS, (first, second - first, cents - second), strict=True)),
        minimum=Euro(draw.randint(cents // 4, cents)), step=Euro(100_001),
    )  # fmt: skip


def _least_in(item: Item, year: int) -> int:
    return min(
        dict(item.offer(level).payments).get(year, 0) for level in range(1, item.ladder.top + 1)
    )


def holds(seeds: range) -> int:
    """How many of these rounds have a conflict of which every part is needed, which a tree shows
    and enumeration finds too."""
    found = 0
    for seed in seeds:
        made, rules = a_cent_short(random.Random(seed))
        lists, solution = Lists(made, rules), allocate(made, rules)
        assert (solution.status is Status.INFEASIBLE) == (not lists.feasible().any()), seed
        codes = [one.code for one in solution.conflict]
        if not codes:
            continue
        found += 1
        assert not lists.feasible(codes).any(), (seed, codes)
        for code in codes:
            others = [other for other in codes if other != code]
            assert lists.feasible(others).any(), (seed, codes, code)
        assert solution.conflict_basis is Basis.CHECKED_TREE
        assert conflict_fault(made, rules, solution) == ""
    return found


def test_no_constraint_is_named_that_only_a_cent_of_rounding_would_need() -> None:
    assert holds(range(50, 80)) == 24


@pytest.mark.slow
def test_no_constraint_is_named_that_only_a_cent_of_rounding_would_need_at_length() -> None:
    assert holds(range(3_000)) == 2148


def test_a_year_that_tells_on_what_to_branch_keeps_its_limit_out_of_other_rows() -> None:
    """Nobody can have anything of one cent in 2026 and no money; no other year is needed."""
    homes = (7, 3, 2)
    cut: dict[str, Any] = {"form": Form.SCALABLE, "step": Euro(200_001)}
    made = [
        candidate("A", 300_000, homes, received_at=at(9, 2), years={2026: 3, 2027: 299_997},
            minimum=Euro(0), instrument="gebiedsbudget", **cut),
        candidate("B", 500_000, homes, received_at=at(9, 3), years={2026: 500_000},
            minimum=Euro(284_564), **cut),
        candidate("C", 200_000, homes, received_at=at(9, 5), years={2026: 2, 2027: 199_998}),
    ]  # fmt: skip
    fund: dict[str, Any] = {"cash": {2026: Euro(1), 2027: Euro(2)}, "carry_over": Euro(0)}
    schemes: dict[str, dict[str, Any]] = {"woningbouwimpuls": {}, "gebiedsbudget": {}}
    goals = (
        goal("WONINGEN", measure="affordable_homes", at_least=33, hard=True),
        goal("AANTAL", measure="number", at_least=1, hard=True),
    )
    rules = policy(0, instruments=schemes, fund=fund, constraint=goals)
    solution = allocate(made, rules)
    assert [named.code for named in solution.conflict] == ["AANTAL", "CASH-vro-2026"]
    assert conflict_fault(made, rules, solution) == ""
