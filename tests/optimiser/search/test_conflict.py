"""A conflict names what is needed for it, to the cent, also where payments are rounded down."""

from __future__ import annotations

import random
from collections.abc import Callable
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
Round = tuple[list[Candidate], Policy]


def a_cent_short(draw: random.Random) -> Round:
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


def a_few_cents(draw: random.Random) -> Round:
    """Some have to be in; most are paid a few cents in one of two years, which have hardly any."""
    made = [_few(draw, k) for k in range(draw.randint(4, 8))]
    fund = {
        "cash": {2026: Euro(draw.randint(0, 2)), 2027: Euro(draw.randint(0, 2))},
        "carry_over": Euro(draw.choice((0, 1, 4))),
    }
    some = goal("AANTAL", measure="number", at_least=draw.randint(1, 3), hard=True)
    return made, policy(draw.choice((0, PLENTY)), fund=fund, constraint=(some,))


def _few(draw: random.Random, k: int) -> Candidate:
    cents, few = draw.randint(1, 9) * 100_000 + draw.choice((0, 1, 37)), draw.randint(0, 6)
    first = draw.choice((few, few, cents - few))
    cut: dict[str, Any] = {
        "form": Form.SCALABLE, "minimum": Euro(draw.randint(0, cents)), "step": Euro(200_001),
    }  # fmt: skip
    return candidate(
        f"WBI-{k}", cents, (draw.randint(1, 12),), received_at=at(9, k),
        years={2026: first, 2027: cents - first}, **(cut if draw.random() < 0.5 else {}),
    )  # fmt: skip


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


def holds(seeds: range, drawn: Callable[[random.Random], Round] = a_cent_short) -> int:
    """How many of these rounds have a conflict of which every part is needed, which a tree shows
    and enumeration finds too."""
    found = 0
    for seed in seeds:
        made, rules = drawn(random.Random(seed))
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


def test_no_constraint_is_named_that_a_year_of_a_few_cents_does_not_need() -> None:
    assert holds(range(60), a_few_cents) == 60


@pytest.mark.slow
def test_no_constraint_is_named_that_a_year_of_a_few_cents_does_not_need_at_length() -> None:
    assert holds(range(600), a_few_cents) == 600
