"""Answers to the questions people ask, each the difference of two exact optima."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence

import pytest

from verdeelsleutel.grants.applications.candidate import Candidate, Form
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.policy import DistributionRule, Policy
from verdeelsleutel.optimiser.questions.application.explain import explain
from verdeelsleutel.optimiser.questions.application.forced import forced_in
from verdeelsleutel.optimiser.questions.comparison.crosscheck import cross_check
from verdeelsleutel.optimiser.questions.comparison.statutory_comparison import counterpart
from verdeelsleutel.optimiser.questions.comparison.swaps import swing_report
from verdeelsleutel.optimiser.questions.many import local_processes
from verdeelsleutel.optimiser.questions.what_if.answers import (
    frontier,
    price_of_rules,
    reserve_ladder,
)
from verdeelsleutel.optimiser.questions.what_if.optimum import (
    most_homes,
    most_that_counts,
    with_total,
)
from verdeelsleutel.optimiser.search.allocation import allocate
from verdeelsleutel.optimiser.solution import Why

from ...builders import MLN, a_round, candidate, goal, policy


def _simple(seed: int) -> tuple[list[Candidate], Policy]:
    """Ten applications with projects of their own and a fund for about half of them."""
    draw = random.Random(seed)
    made = [
        candidate(f"WBI-{k}", draw.randint(2, 9) * MLN, (draw.randint(1, 9) * 10,), rank=9 - k)
        for k in range(10)
    ]
    return made, policy(sum(c.requested.cents for c in made) // 2)


def _lists(made: Sequence[Candidate], money: int) -> Iterator[tuple[int, int, set[str]]]:
    """Homes, cents and numbers of every list within the money."""
    for size in range(len(made) + 1):
        for chosen in itertools.combinations(made, size):
            cents = sum(c.requested.cents for c in chosen)
            if cents <= money:
                homes = sum(c.homes.affordable for c in chosen)
                yield homes, cents, {c.application_id for c in chosen}


@pytest.mark.parametrize("seed", range(3))
def test_the_swing_report_equals_enumeration(seed: int) -> None:
    made, rules = _simple(seed)
    solution = allocate(made, rules)
    lists = list(_lists(made, rules.funds["vro"].total.cents))
    best = max((homes, -cents) for homes, cents, _ in lists)
    optima = [names for homes, cents, names in lists if (homes, -cents) == best]
    granted = {g.application_id for g in solution.given if g.cents}
    report = swing_report(made, rules, solution)
    assert report.complete
    assert set(report.could_be_in) == set[str]().union(*optima) - granted
    assert set(report.could_be_out) == granted - granted.intersection(*optima)


def test_the_frontier_never_falls_and_ends_with_everybody() -> None:
    made, rules = _simple(4)
    total = sum(c.requested.cents for c in made)
    points = frontier(made, rules, "vro", [total * k // 5 for k in range(6)])
    homes = [point.homes or 0 for point in points]
    assert homes == sorted(homes)
    assert homes[0] == 0
    assert homes[-1] == sum(c.homes.affordable for c in made)


@pytest.mark.slow(sample="test_budgets_searched_together_have_the_answers_that_each_has_alone")
def test_the_frontier_is_the_same_over_processes() -> None:
    made, rules = _simple(4)
    budgets = [10 * MLN, 20 * MLN]
    with local_processes(2) as executor:
        spread = frontier(made, rules, "vro", budgets, executor=executor)
    assert spread == frontier(made, rules, "vro", budgets)


def test_budgets_searched_together_have_the_answers_that_each_has_alone() -> None:
    made, loose = a_round(20, seed=5)
    asked = sum(c.requested.cents for c in made)
    paid = {"cash": {2026: Euro(asked // 3), 2027: Euro(asked // 6)}}
    about = loose.funds["vro"].model_copy(update=paid)
    rules = loose.model_copy(update={"funds": {"vro": about}})
    budgets = [asked * k // 12 for k in range(1, 12)]
    points = frontier(made, rules, "vro", budgets)
    alone = [most_homes(made, with_total(rules, "vro", cents)) for cents in budgets]
    assert [(one.status, one.homes) for one in points] == [(o.status, o.homes) for o in alone]
    beyond = most_that_counts(made, rules, "vro")
    assert beyond is not None
    assert budgets[0] < beyond < budgets[-1]
    assert len({one.homes for one in points if one.cents >= beyond}) == 1
    assert points[0].homes != points[-1].homes


def test_the_price_of_a_floor_is_the_homes_it_costs() -> None:
    made = [
        candidate("WBI-1", 5 * MLN, (100,), province="Utrecht"),
        candidate("WBI-2", 5 * MLN, (60,), province="Drenthe"),
    ]
    floor = goal("DRENTHE", measure="number", at_least=1, hard=True, group={"province": "Drenthe"})
    prices = price_of_rules(made, policy(5 * MLN, constraint=(floor,)))
    assert [(price.code, price.homes_gained) for price in prices] == [("DRENTHE", 40)]


def test_the_reserve_ladder_holds_what_was_given_and_names_the_next() -> None:
    made = [
        candidate("WBI-1", 5 * MLN, (100,)),
        candidate("WBI-2", 4 * MLN, (70,)),
        candidate("WBI-3", 3 * MLN, (50,)),
    ]
    rules = policy(5 * MLN)
    steps = reserve_ladder(
        made, rules, allocate(made, rules), "vro", [2 * MLN, 3 * MLN, 4 * MLN, 7 * MLN]
    )
    assert [sorted(name for name, _ in step.awards) for step in steps] == [
        [],
        ["WBI-3"],
        ["WBI-2"],
        ["WBI-2", "WBI-3"],
    ]
    assert [step.homes_gained for step in steps] == [0, 50, 70, 120]


def test_the_reserve_ladder_of_a_ranking_follows_the_ranking() -> None:
    made = [candidate(f"WBI-{k}", 5 * MLN, (10 * k,), rank=9 - k) for k in range(3)]
    rules = policy(5 * MLN, instruments={"woningbouwimpuls": {"rule": "rank"}})
    (step,) = reserve_ladder(
        made, rules, allocate(made, rules), "vro", [5 * MLN], instrument="woningbouwimpuls"
    )
    assert step.awards == (("WBI-1", 5 * MLN),)


def test_a_second_solver_agrees_on_every_stage() -> None:
    made, rules = _simple(2)
    check = cross_check(made, rules, allocate(made, rules))
    assert check.agrees
    assert [stage.value for stage in check.stages] == [stage.other for stage in check.stages]


def test_the_law_beside_the_optimum_and_the_optimum_beside_the_law() -> None:
    made = [
        candidate("WBI-1", 5 * MLN, (50,), rank=9),
        candidate("WBI-2", 4 * MLN, (70,), rank=8),
    ]
    free = policy(5 * MLN)
    ranked = policy(5 * MLN, instruments={"woningbouwimpuls": {"rule": "rank"}})
    own = {"woningbouwimpuls": DistributionRule.RANK}
    law = counterpart(made, free, own)
    assert (law.affordable_homes, law.amounts) == (50, {"WBI-1": Euro(5 * MLN)})
    best = counterpart(made, ranked, own)
    assert (best.affordable_homes, best.amounts) == (70, {"WBI-2": Euro(4 * MLN)})


def test_an_optimum_beside_the_law_that_was_not_proven_in_its_time_says_so() -> None:
    made = [candidate(f"WBI-{k}", (5 + k) * MLN, (50 + 7 * k,), rank=9) for k in range(9)]
    ranked = policy(50 * MLN, instruments={"woningbouwimpuls": {"rule": "rank"}})
    own = {"woningbouwimpuls": DistributionRule.RANK}
    found = counterpart(made, ranked, own, time_limit_seconds=0)
    assert not found.proven
    assert "niet bewezen" in found.name_nl
    assert "not proven" in found.name_en
    assert '"proven":false' in found.model_dump_json()
    best = counterpart(made, ranked, own)
    assert best.proven
    assert "proven" not in best.model_dump_json()  # as it was written before this was told


def test_an_explanation_has_the_place_the_line_and_the_money_that_was_left() -> None:
    made = [
        candidate("WBI-1", 5 * MLN, (50,), rank=9),
        candidate("WBI-2", 4 * MLN, (70,), rank=8),
    ]
    rules = policy(6 * MLN, instruments={"woningbouwimpuls": {"rule": "rank"}})
    facts = explain(made, rules, allocate(made, rules), "WBI-2")
    assert (facts.reason, facts.place, facts.of) == (Why.CEILING, 2, 2)
    assert facts.line_score == 9
    assert facts.left_in_fund == MLN
    assert facts.binding == ("FUND-vro",)


def test_an_explanation_with_a_re_solve_names_the_loss_and_who_would_give_way() -> None:
    made = [candidate("WBI-1", 5 * MLN, (50,)), candidate("WBI-2", 4 * MLN, (70,))]
    rules = policy(6 * MLN)
    facts = explain(made, rules, allocate(made, rules), "WBI-1", resolve=True)
    assert (facts.homes_lost, facts.displaced) == (20, ("WBI-2",))


def test_explaining_somebody_who_takes_no_part_is_a_key_error() -> None:
    made, rules = _simple(1)
    with pytest.raises(KeyError):
        explain(made, rules, allocate(made, rules), "WBI-99")


@pytest.mark.parametrize("seed", range(3))
def test_the_full_amount_of_a_part_costs_what_enumeration_says(seed: int) -> None:
    """Of who got a part: the homes that the round would lose for all that it asked."""
    draw = random.Random(seed)
    made = [
        candidate(f"WBI-{k}", draw.randint(2, 9) * MLN, (draw.randint(1, 9) * 10,), rank=9 - k)
        for k in range(7)
    ]
    cut = made[0].model_copy(
        update={"form": Form.SCALABLE, "minimum": Euro(MLN), "step": Euro(MLN)}
    )
    made[0] = cut.model_copy(update={"all_homes_at_minimum": True})
    money = sum(c.requested.cents for c in made) // 2
    rules = policy(money)
    solution = allocate(made, rules)
    given = solution.of("WBI-0").cents
    found = forced_in(made, rules, solution, ["WBI-0"])["WBI-0"]
    best = max(homes for homes, _, _ in _lists(made, money) if homes)
    assert found.proven
    with_all = max(homes for homes, _, names in _lists(made, money) if "WBI-0" in names)
    if given < made[0].requested.cents:
        assert found.homes_lost == solution.homes.affordable - with_all
    else:
        assert found.homes_lost == 0
    assert solution.homes.affordable >= best
