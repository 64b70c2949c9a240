"""Rounds of up to fifteen applications, held against every list there is (``enumeration``).

Drawn by hypothesis over everything a policy can ask: amounts that can be cut, homes that count
once, ceilings, cash that moves on, goals, floors, caps, links and decisions. Few and small ones
here; hundreds, and all sizes, in ``make verify``.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verdeelsleutel.grants.applications.candidate import Candidate, Form
from verdeelsleutel.grants.applications.located_homes import LocatedHomes, in_order
from verdeelsleutel.grants.decisions.allocation import Status
from verdeelsleutel.grants.homes import SEGMENTS
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.optimiser.proof.certificate import certify
from verdeelsleutel.optimiser.questions.application.forced import forced_by_tree, forced_in
from verdeelsleutel.optimiser.questions.what_if.answers import frontier
from verdeelsleutel.optimiser.search.allocation import allocate
from verdeelsleutel.optimiser.solution import Solution

from .builders import at, candidate, goal, policy
from .enumeration import Best, Lists
from .search.order.test_canonical import renamed

THOUSAND = 100_000
MOST_LISTS = 40_000
DRENTHE: dict[str, Any] = {"group": {"province": "Drenthe"}}
Round = tuple[list[Candidate], Policy]


def _shape(draw: st.DrawFn, room: int) -> tuple[dict[str, Any], int]:
    """An amount, homes and payments; and how many awards it can have, nothing included."""
    cents = draw(st.integers(1, 9)) * THOUSAND + draw(st.sampled_from((0, 0, 1, 37)))
    first = draw(st.integers(0, cents))
    homes = draw(st.lists(st.integers(0, 12), min_size=4, max_size=4))
    years = {2026: first, 2027: cents - first}
    plain: dict[str, Any] = {"cents": cents, "homes": homes, "years": years}
    kind = draw(st.sampled_from(("whole", "whole", "scalable", "per home")))
    if kind == "scalable" and room >= 6:
        least, step = draw(st.integers(0, cents)), 200_001
        cut = {"form": Form.SCALABLE, "minimum": Euro(least), "step": Euro(step)}
        return plain | cut | {"all_homes_at_minimum": draw(st.booleans())}, 6
    few = [h // 8 for h in homes]
    if kind == "per home" and sum(few) and room >= 5:
        each = draw(st.integers(1, 3)) * THOUSAND
        cents = each * sum(few)
        paid = {"form": Form.PER_HOME, "step": Euro(each), "years": {2026: cents}}
        return plain | {"cents": cents, "homes": few} | paid, 1 + sum(few)
    return plain, 2


def _located(draw: st.DrawFn, one: Candidate) -> Candidate:
    """A joint application whose homes stand in up to three municipalities, of two provinces."""
    if one.form is Form.PER_HOME or not draw(st.booleans()):
        return one
    left, rows = list(one.homes.by_segment().values()), list[LocatedHomes]()
    for code in ("GM0106", "GM0109"):
        own = [draw(st.integers(0, count)) for count in left]
        left = [count - taken for count, taken in zip(left, own, strict=True)]
        rows.append(_row(code, own))
    return one.model_copy(update={"located": in_order([*rows, _row("GM0344", left)])})


def _row(code: str, homes: Sequence[int]) -> LocatedHomes:
    return LocatedHomes(municipality_code=code, **dict(zip(SEGMENTS, homes, strict=True)))


def _applications(draw: st.DrawFn, most: int) -> list[Candidate]:
    count = draw(st.integers(1, most))
    numbers = draw(st.permutations(range(count)))
    made: list[Candidate] = []
    lists = 1
    for k in range(count):
        shape, awards = _shape(draw, MOST_LISTS // (lists * 2 ** (count - k - 1)))
        lists *= awards
        made.append(
            candidate(
                f"A-{numbers[k]:02d}",
                shape.pop("cents"),
                shape.pop("homes"),
                instrument=draw(st.sampled_from(("woningbouwimpuls", "gebiedsbudget"))),
                municipality_codes=(draw(st.sampled_from(("GM0344", "GM0106"))),),
                project_id=draw(st.sampled_from(("P1", "P2", f"own {k}"))),
                phases=draw(st.sampled_from(((), (), ("een",), ("twee",), ("een", "twee")))),
                province=draw(st.sampled_from(("Utrecht", "Drenthe"))),
                received_at=at(9, k),
                **shape,
            )
        )
    made = [_located(draw, one) for one in made]
    if count > 2 and draw(st.booleans()):
        names = [c.application_id for c in made]
        made[0] = made[0].model_copy(update={"excludes": (names[1],)})
        made[2] = made[2].model_copy(update={"requires": (names[0],)})
    return made


def _goals(draw: st.DrawFn, total: int, *, soft: bool) -> list[dict[str, Any]]:
    """A share, a floor and a cap, or some of them; without soft ones the floor and cap are hard."""
    share = goal("SHARE", measure="social_rent", of="homes", at_least="1/3", hard=False)
    homes = ("affordable_homes", "affordable_homes", "mid_rent")
    measure = draw(st.sampled_from((*homes, "number", "money")))
    least: Any = draw(st.integers(0, 4 if measure == "number" else 30))
    if measure == "money":
        least = Euro(draw(st.integers(0, total // 3))).format(cents=True)
    hard = not soft or draw(st.booleans())
    floor = goal("FLOOR", measure=measure, at_least=least, hard=hard, importance=2, **DRENTHE)
    hard = not soft or draw(st.booleans())
    cap = goal("CAP", measure="homes", at_most=draw(st.integers(0, 90)), hard=hard, importance=2)
    if not soft:
        return draw(st.sampled_from(([], [floor], [cap], [floor, cap])))
    return draw(st.sampled_from(([], [share], [share, floor], [cap, share], [floor, cap])))


def _decision(draw: st.DrawFn, made: Sequence[Candidate]) -> list[dict[str, Any]]:
    """Nobody, or the last application put in or out."""
    kind = draw(st.sampled_from((None, None, "in", "out", "amount")))
    if kind is None:
        return []
    one = made[-1]
    amount = Euro(draw(st.integers(1, one.requested.cents))) if kind == "amount" else None
    return [
        {
            "application": one.application_id,
            "decision": "out" if kind == "out" else "in",
            "amount": amount,
            "reason": "Eerdere toezegging van de minister.",
            "article": "artikel 4",
            "authorised_by": ("A. de Wit", "B. Smit"),
        }
    ]


@st.composite
def rounds(draw: st.DrawFn, most: int = 15, *, soft: bool = True) -> Round:
    made = _applications(draw, most)
    total = sum(c.requested.cents for c in made)
    cash = {2026: Euro(draw(st.integers(0, total))), 2027: Euro(draw(st.integers(0, total)))}
    paying = {"cash": cash, "carry_over": Euro(draw(st.integers(0, total)))}
    area = draw(
        st.sampled_from(
            (
                {},
                {"ceiling": Euro(draw(st.integers(0, total // 2)))},
                {"max_per_municipality": draw(st.integers(1, 3))},
            )
        )
    )
    return made, policy(
        draw(st.integers(total // 4, total)),
        instruments={"woningbouwimpuls": {}, "gebiedsbudget": area},
        fund=draw(st.sampled_from(({}, paying))),
        constraint=_goals(draw, total, soft=soft),
        fixed=_decision(draw, made),
    )


def _best(solution: Solution, lists: Lists, old: dict[str, str] | None = None) -> Best:
    """What was found, told as the enumeration tells it."""
    values = {stage.name: stage.value for stage in solution.stages}
    cents = {(old or {}).get(g.application_id, g.application_id): g.cents for g in solution.given}
    short = tuple(value for name, value in values.items() if name.startswith("shortfall"))
    return Best(
        short,
        values["affordable homes"],
        values["money"],
        tuple(cents[name] for name in lists.names),
    )


def holds_optimum(made: list[Candidate], rules: Policy) -> None:
    lists, solution = Lists(made, rules), allocate(made, rules)
    wanted = lists.best()
    if wanted is None:
        assert solution.status is Status.INFEASIBLE
        assert solution.conflict
        return
    assert solution.status is Status.PROVEN
    assert _best(solution, lists) == wanted
    assert certify(made, rules, solution).faults == ()


@settings(max_examples=12, deadline=None)
@given(rounds())
def test_the_optimum_equals_enumeration_over_all_stages(drawn: Round) -> None:
    holds_optimum(*drawn)


@pytest.mark.slow
@settings(max_examples=1_000, deadline=None)
@given(rounds())
def test_the_optimum_equals_enumeration_over_all_stages_at_length(drawn: Round) -> None:
    holds_optimum(*drawn)


def holds_renamed(made: list[Candidate], rules: Policy, seed: int) -> None:
    """Decisions stay with their applications."""
    lists = Lists(made, rules)
    wanted = lists.best()
    other, old = renamed(made, seed)
    new = {name: now for now, name in old.items()}
    fixed = tuple(
        one.model_copy(update={"application": new[one.application]}) for one in rules.fixed
    )
    solution = allocate(other, rules.model_copy(update={"fixed": fixed}), solver="cbc")
    assert (solution.status is Status.INFEASIBLE) == (wanted is None)
    if wanted is not None:
        assert _best(solution, lists, old) == wanted


@settings(max_examples=4, deadline=None)
@given(rounds(), st.integers(0, 99))
def test_under_other_numbers_and_with_another_solver_it_is_that_list_too(
    drawn: Round, seed: int
) -> None:
    holds_renamed(*drawn, seed)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(rounds(), st.integers(0, 99))
def test_under_other_numbers_and_with_another_solver_it_is_that_list_too_at_length(
    drawn: Round, seed: int
) -> None:
    holds_renamed(*drawn, seed)


def holds_forced(made: list[Candidate], rules: Policy) -> None:
    lists, solution = Lists(made, rules), allocate(made, rules)
    best = lists.best()
    if best is None:
        return
    constant = {one.application for one in rules.fixed if one.amount is not None}
    found = forced_in(made, rules, solution, lists.names)
    assert set(found) == set(lists.names) - constant
    for name, one in found.items():
        reached = lists.homes_with(name, whole=solution.of(name).cents > 0)
        assert (one.possible, one.proven) == (reached is not None, True), name
        if reached is not None:
            assert one.homes_lost == best.homes - reached, name
    for name in [name for name in found if not solution.of(name).cents][:1]:
        shown, _ = forced_by_tree(made, rules, solution, name) or (None, None)
        assert shown is not None
        assert (shown.possible, shown.homes_lost) == (found[name].possible, found[name].homes_lost)


@settings(max_examples=10, deadline=None)
@given(rounds())
def test_homes_lost_when_forced_in_equal_enumeration(drawn: Round) -> None:
    holds_forced(*drawn)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(rounds())
def test_homes_lost_when_forced_in_equal_enumeration_at_length(drawn: Round) -> None:
    holds_forced(*drawn)


def holds_frontier(made: list[Candidate], rules: Policy) -> None:
    """No soft constraint, and no limit that depends on the budget: then more is never less."""
    lists = Lists(made, rules)
    total = sum(c.requested.cents for c in made)
    budgets = [total * k // 5 for k in range(6)]
    others = lists.feasible([code for code in lists.codes() if code != "FUND-vro"])
    points = frontier(made, rules, "vro", budgets)
    reached = [point.homes for point in points if point.homes is not None]
    assert reached == sorted(reached)
    for budget, point in zip(budgets, points, strict=True):
        there = lists.homes[others & (lists.money <= budget)]
        assert point.status is (Status.PROVEN if len(there) else Status.INFEASIBLE)
        assert point.homes == (int(there.max()) if len(there) else None)


@settings(max_examples=6, deadline=None)
@given(rounds(soft=False))
def test_the_frontier_equals_enumeration_and_never_falls(drawn: Round) -> None:
    holds_frontier(*drawn)


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(rounds(soft=False))
def test_the_frontier_equals_enumeration_and_never_falls_at_length(drawn: Round) -> None:
    holds_frontier(*drawn)


@st.composite
def tight_rounds(draw: st.DrawFn, most: int = 15) -> Round:
    """Rounds that often cannot be: much is demanded, of little, and a cent may be too few."""
    made, rules = draw(rounds(most, soft=False))
    lists = Lists(made, rules)
    wanted = [
        goal("WONINGEN", measure="affordable_homes", at_least=draw(st.integers(1, 60)), hard=True),
        goal("DRENTHE", measure="number", at_least=draw(st.integers(1, 4)), hard=True, **DRENTHE),
        goal("AANTAL", measure="number", at_least=draw(st.integers(1, 9)), hard=True),
    ]
    total = draw(st.integers(0, sum(c.requested.cents for c in made)))
    enough = lists.money[lists.homes >= wanted[0]["at_least"]]
    if len(enough) and draw(st.booleans()):
        total = max(0, int(enough.min()) - 1)
    return made, policy(
        total,
        instruments={
            k: v.model_dump(exclude={"fund", "rule"}) for k, v in rules.instruments.items()
        },
        fund=rules.funds["vro"].model_dump(include={"cash", "carry_over"}),
        constraint=[*(one.model_dump() for one in rules.constraint), *wanted],
        fixed=[one.model_dump() for one in rules.fixed],
    )


def holds_conflict(made: list[Candidate], rules: Policy) -> None:
    lists, solution = Lists(made, rules), allocate(made, rules)
    assert (solution.status is Status.INFEASIBLE) == (not lists.feasible().any())
    codes = [one.code for one in solution.conflict]
    if not codes:
        return
    assert not lists.feasible(codes).any()
    for code in codes:
        assert lists.feasible([other for other in codes if other != code]).any(), code


@settings(max_examples=25, deadline=None)
@given(tight_rounds())
def test_the_conflict_cannot_hold_together_and_any_one_less_can(drawn: Round) -> None:
    holds_conflict(*drawn)


@pytest.mark.slow
@settings(max_examples=500, deadline=None)
@given(tight_rounds())
def test_the_conflict_cannot_hold_together_and_any_one_less_can_at_length(drawn: Round) -> None:
    holds_conflict(*drawn)


def test_fifteen_applications_are_enough_to_find_a_home_too_few() -> None:
    """The enumeration itself, against a knapsack whose answer is known by hand."""
    draw = random.Random(15)
    made = [
        candidate(f"A-{k:02d}", (k + 1) * THOUSAND, (k + 1,), received_at=at(9, k))
        for k in draw.sample(range(15), 15)
    ]
    best = Lists(made, policy(119 * THOUSAND)).best()
    # All but the smallest cost 119; everything together 120.
    assert best is not None
    assert (best.homes, best.cents) == (119, 119 * THOUSAND)
    assert best.awards == (0, *(k * THOUSAND for k in range(2, 16)))
