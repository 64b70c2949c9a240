"""Properties that hold of every round: looked for by hypothesis, held against enumeration."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verdeelsleutel.grants.allocation import Status
from verdeelsleutel.grants.application import Payment
from verdeelsleutel.grants.candidate import Candidate
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.policy import Policy
from verdeelsleutel.optimiser.allocation import allocate
from verdeelsleutel.optimiser.answers import frontier
from verdeelsleutel.optimiser.case import case_of
from verdeelsleutel.optimiser.certificate import certify
from verdeelsleutel.optimiser.forced import forced_in
from verdeelsleutel.optimiser.ledger import affordable_homes, checks
from verdeelsleutel.optimiser.solution import Given, Solution, digest_of

from .builders import MLN, a_round, candidate, goal, policy

CANDIDATES, POLICY = a_round(25, seed=20261123)
SOLUTION = allocate(CANDIDATES, POLICY)
SEGMENTS = ("social_rent", "mid_rent", "affordable_purchase", "other")


def money_moved(one: Given, draw: random.Random) -> Given:
    """A cent more or less in the award, a payment, or the part of the next window."""
    by = draw.choice((-1, 1))
    kind = draw.choice(("award", "payment", "both", "year", "window"))
    paid = list(one.payments)
    at = draw.randrange(len(paid)) if paid else -1
    if at < 0 or kind in ("award", "window"):
        name = "next_window" if kind == "window" else "cents"
        return one.model_copy(update={name: getattr(one, name) + by})
    year = paid[at].year + (draw.choice((-1, 1, 40)) if kind == "year" else 0)
    cents = paid[at].amount.cents + (0 if kind == "year" else by)
    paid[at] = Payment(year=year, amount=Euro(cents))
    more = by if kind == "both" else 0
    return one.model_copy(update={"payments": tuple(paid), "cents": one.cents + more})


def home_moved(one: Given, draw: random.Random) -> Given:
    """A home more, fewer, or in another segment."""
    homes = one.homes.model_dump()
    first, second = draw.sample(SEGMENTS, 2)
    homes[first] += draw.choice((-1, 1))
    if draw.random() < 0.3:
        homes[second] += 1
    return one.model_copy(update={"homes": one.homes.model_copy(update=homes)})


def swapped(one: Given, draw: random.Random) -> Given:
    """All or nothing the other way round, or a step more or less than its award."""
    if draw.random() < 0.5:
        return one.model_copy(update={"steps": one.steps + draw.choice((-1, 1))})
    return Given(application_id=one.application_id, cents=0 if one.cents else 1, reason=one.reason)


@settings(max_examples=150, deadline=None)
@given(
    place=st.integers(0, len(CANDIDATES) - 1),
    change=st.sampled_from((money_moved, home_moved, swapped)),
    seed=st.integers(0, 2**20),
    signed=st.booleans(),
)
def test_no_change_of_a_cent_a_home_or_a_step_passes_the_certificate(
    place: int, change: Callable[[Given, random.Random], Given], seed: int, signed: bool
) -> None:
    """Also where the digest was made anew to go with the change."""
    awards = list(SOLUTION.given)
    awards[place] = change(awards[place], random.Random(seed))
    changed = SOLUTION.model_copy(update={"given": tuple(awards)})
    if signed:
        changed = changed.model_copy(update={"digest": digest_of(changed.given)})
    assert not certify(CANDIDATES, POLICY, changed).valid


@settings(max_examples=60, deadline=None)
@given(
    segment=st.sampled_from(SEGMENTS), stage=st.integers(0, 2), by=st.sampled_from((-1, 1)),
    what=st.sampled_from(("homes", "entitled_homes", "stage")),
)  # fmt: skip
def test_no_change_of_a_total_or_a_stage_passes_the_certificate(
    segment: str, stage: int, by: int, what: str
) -> None:
    if what == "stage":
        stages = list(SOLUTION.stages)
        value = stages[stage].value + by
        stages[stage] = stages[stage].model_copy(update={"value": value, "bound": value})
        changed = SOLUTION.model_copy(update={"stages": tuple(stages)})
    else:
        homes = getattr(SOLUTION, what)
        other = homes.model_copy(update={segment: getattr(homes, segment) + by})
        changed = SOLUTION.model_copy(update={what: other})
    assert not certify(CANDIDATES, POLICY, changed).valid


def tiny(draw: st.DrawFn, count: int) -> list[Candidate]:
    return [
        candidate(
            f"A-{k}",
            draw(st.integers(1, 9)) * 100_000 + draw(st.sampled_from((0, 1, 37))),
            (draw(st.integers(0, 12)), draw(st.integers(0, 12))),
            rank=20 - k,
            project_id=draw(st.sampled_from(("P1", f"own {k}", f"own {k}"))),
            province=draw(st.sampled_from(("Utrecht", "Drenthe"))),
        )
        for k in range(count)
    ]


@st.composite
def rounds(draw: st.DrawFn) -> tuple[list[Candidate], Policy]:
    made = tiny(draw, draw(st.integers(2, 10)))
    total = sum(one.requested.cents for one in made)
    return made, policy(total * draw(st.integers(0, 10)) // 10)


@settings(max_examples=25, deadline=None)
@given(rounds())
def test_homes_lost_when_forced_in_equal_enumeration_over_shared_projects(
    drawn: tuple[list[Candidate], Policy],
) -> None:
    made, rules = drawn
    case = case_of(made, rules)
    lists: list[tuple[int, set[str]]] = []
    for levels in itertools.product((0, 1), repeat=len(case.items)):
        grants = [item.grant(level) for item, level in zip(case.items, levels, strict=True)]
        if all(check.holds for check in checks(case, grants)):
            names = {
                i.candidate.application_id for i, on in zip(case.items, levels, strict=True) if on
            }
            lists.append((affordable_homes(case, grants), names))
    best = max(homes for homes, _ in lists)
    found = forced_in(made, rules, allocate(made, rules), [c.application_id for c in made])
    for name, one in found.items():
        reached = [homes for homes, names in lists if name in names]
        assert one.possible == bool(reached)
        if reached:
            assert one.homes_lost == best - max(reached)


@settings(max_examples=25, deadline=None)
@given(rounds())
def test_more_budget_never_means_fewer_homes_for_any_round(
    drawn: tuple[list[Candidate], Policy],
) -> None:
    made, rules = drawn
    total = sum(one.requested.cents for one in made)
    points = frontier(made, rules, "vro", [total * k // 7 for k in range(8)])
    assert all(point.status is Status.PROVEN for point in points)
    homes = [point.homes or 0 for point in points]
    assert homes == sorted(homes)


def feasible(made: Sequence[Candidate], rules: Policy) -> bool:
    """Whether any list keeps every hard constraint, by looking at every list."""
    case = case_of(made, rules)
    return any(
        all(
            check.holds
            for check in checks(
                case, [i.grant(level) for i, level in zip(case.items, levels, strict=True)]
            )
            if check.hard
        )
        for levels in itertools.product((0, 1), repeat=len(case.items))
    )


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_the_conflict_cannot_hold_together_and_any_one_less_can(data: st.DataObject) -> None:
    made = data.draw(st.composite(lambda draw: tiny(draw, 6))())
    asked = sum(one.requested.cents for one in made)
    most = sum(one.homes.affordable for one in made)
    constraints = [
        goal("WONINGEN", measure="affordable_homes", at_least=most // 2 + 1, hard=True),
        goal("DRENTHE", measure="number", at_least=2, hard=True, group={"province": "Drenthe"}),
        goal("UTRECHT", measure="number", at_most=1, hard=True, group={"province": "Utrecht"}),
        goal("AANTAL", measure="number", at_least=data.draw(st.integers(1, 7)), hard=True),
    ]
    rules = policy(asked * data.draw(st.integers(1, 6)) // 10, constraint=constraints)
    solution: Solution = allocate(made, rules)
    assert (solution.status is Status.INFEASIBLE) == (not feasible(made, rules))
    codes = [one.code for one in solution.conflict]
    if not codes:
        return

    def only(kept: Sequence[str]) -> Policy:
        fund = asked if "FUND-vro" not in kept else rules.funds["vro"].total.cents
        return policy(fund, constraint=[one for one in constraints if one["code"] in kept])

    assert not feasible(made, only(codes))
    for code in codes:
        assert feasible(made, only([other for other in codes if other != code]))


@pytest.mark.parametrize("size", [5, 15])
def test_the_frontier_of_fifteen_applications_equals_enumeration(size: int) -> None:
    draw = random.Random(size)
    made = [
        candidate(f"A-{k}", draw.randint(1, 9) * MLN, (draw.randint(1, 90),)) for k in range(size)
    ]
    total = sum(one.requested.cents for one in made)
    budgets = [total * k // 5 for k in range(6)]
    best = dict.fromkeys(budgets, 0)
    for chosen in itertools.product((0, 1), repeat=size):
        cents = sum(one.requested.cents for one, on in zip(made, chosen, strict=True) if on)
        homes = sum(one.homes.affordable for one, on in zip(made, chosen, strict=True) if on)
        for budget in budgets:
            if cents <= budget:
                best[budget] = max(best[budget], homes)
    points = frontier(made, policy(total), "vro", budgets)
    assert [point.homes for point in points] == [best[budget] for budget in budgets]
