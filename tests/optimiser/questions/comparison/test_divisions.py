"""Three divisions under the same limits agree with a plain model; each tells what it rests on."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

import pulp  # pyright: ignore[reportMissingTypeStubs]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verdeelsleutel.grants.applications.candidate import Candidate
from verdeelsleutel.grants.decisions.divisions import Division, DivisionKind
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.policy import DistributionRule, MarginalDecision, Policy
from verdeelsleutel.optimiser.model.case import case_of
from verdeelsleutel.optimiser.model.limits import cash_limits, limits_of
from verdeelsleutel.optimiser.questions.comparison.divisions import (
    FACTS,
    added_up,
    opposite,
    three_divisions,
    under,
)
from verdeelsleutel.optimiser.search.allocation import allocate

from ...builders import MLN, candidate, goal, policy

WBI, GB, RS, BER = "woningbouwimpuls", "gebiedsbudget", "realisatiestimulans", "bereikbaarheid"
OWN = {
    WBI: DistributionRule.RANK,
    GB: DistributionRule.CLOSED_LIST,
    RS: DistributionRule.PRO_RATA,
    BER: DistributionRule.OPTIMISE,
}
STEP = 100_000


def divided(made: Sequence[Candidate], rules: Policy) -> dict[DivisionKind, Division]:
    found = three_divisions(made, rules, OWN, allocate(made, rules), marginal=(WBI,))
    return {one.kind: one for one in found}


def plainly(made: Sequence[Candidate], rules: Policy, free: Sequence[str]) -> int | None:
    """The most affordable homes in a plain model: whole awards, one fund, one cash year.

    Of the schemes that are not free the ranking is walked and the rest is given what it asks.
    """
    given: dict[str, int] = {}
    left = _ceiling(rules, WBI)
    if WBI not in free:
        for one in sorted(
            (c for c in made if c.instrument == WBI), key=lambda c: -int(c.score or 0)
        ):
            if one.requested.cents > left:
                break
            left -= one.requested.cents
            given[one.application_id] = 1
    given |= {one.application_id: 1 for one in made if one.instrument in (GB, RS)}
    model: Any = pulp.LpProblem("plain", pulp.LpMaximize)
    x = {
        one.application_id: model.add_variable(f"x{k}", 0, 1, cat="Integer")
        for k, one in enumerate(made)
    }
    model += pulp.lpSum(one.homes.affordable * x[one.application_id] for one in made)
    fund = rules.funds["vro"]
    model += (
        pulp.lpSum(one.requested.cents // STEP * x[one.application_id] for one in made)
        <= fund.total.cents // STEP
    )
    for year, most in fund.cash.items():
        model += (
            pulp.lpSum(_paid(one, year) // STEP * x[one.application_id] for one in made)
            <= most.cents // STEP
        )
    mine = [one for one in made if one.instrument == WBI]
    model += (
        pulp.lpSum(one.requested.cents // STEP * x[one.application_id] for one in mine)
        <= _ceiling(rules, WBI) // STEP
    )
    for one in made:
        if one.instrument not in free:
            model += x[one.application_id] == given.get(one.application_id, 0)
    model.solve(pulp.HiGHS(msg=False, gapRel=0))
    if pulp.LpStatus[model.status] != "Optimal":
        return None
    return round(float(model.objective.value()))


def _ceiling(rules: Policy, key: str) -> int:
    ceiling: Any = rules.instruments[key].ceiling
    return ceiling.cents


def _paid(one: Candidate, year: int) -> int:
    return sum(paid.amount.cents for paid in one.payments if paid.year == year)


def a_round(seed: int) -> tuple[list[Candidate], Policy]:
    """Four schemes whose entitlements fit, from a seed; a cash year that may be too little."""
    draw = random.Random(seed)
    made: list[Candidate] = []
    for k in range(14):
        key = (WBI, WBI, WBI, BER, BER, GB, RS)[k % 7]
        cents = draw.randint(1, 9) * STEP
        later = cents // STEP // 2 * STEP
        made.append(
            candidate(
                f"A-{k:02d}", cents, (draw.randint(0, 40),), instrument=key, rank=50 - k,
                years={2026: cents - later, 2027: later},
            )
        )  # fmt: skip
    rest = sum(c.requested.cents for c in made if c.instrument == RS)
    rules = {
        WBI: {"ceiling": Euro(draw.randint(5, 20) * STEP)},
        GB: {},
        RS: {"ceiling": Euro(rest)},
        BER: {},
    }
    fund = {"cash": {2027: Euro(draw.randint(8, 30) * STEP)}}
    return made, policy(draw.randint(35, 70) * STEP, instruments=rules, fund=fund)


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10_000))
def test_three_divisions_equal_a_plain_model(seed: int) -> None:
    _compare(seed)


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10_000))
def test_three_divisions_equal_a_plain_model_at_length(seed: int) -> None:
    _compare(seed)


def _compare(seed: int) -> None:
    made, rules = a_round(seed)
    found = divided(made, rules)
    law, free = found[DivisionKind.ANNOUNCED], found[DivisionKind.FREE]
    plain = plainly(made, rules, (BER,))
    assert law.payable == (plain is not None)
    if plain is not None:
        assert law.affordable_homes == plain
    best = plainly(made, rules, (WBI, BER))
    assert free.payable == (best is not None)
    if best is not None:
        assert free.affordable_homes == best
    if law.payable and free.payable:
        assert free.price == {WBI: free.affordable_homes - law.affordable_homes}
    else:
        assert free.price == {}  # no difference is called the price of the law


@pytest.mark.parametrize("kind", list(DivisionKind))
def test_all_three_are_under_the_same_limits(kind: DivisionKind) -> None:
    made, rules = a_round(3)
    own = under(made, rules, OWN, kind)
    assert limits_of(made, own) == limits_of(made, rules)
    assert cash_limits(made, own) == cash_limits(made, rules)
    assert (own.funds, own.constraint, own.fixed) == (rules.funds, rules.constraint, rules.fixed)
    for key in (GB, RS):
        assert own.instruments[key].rule in FACTS


def test_what_was_announced_and_breaks_a_cash_year_is_not_payable_by_so_much() -> None:
    made = [
        candidate("GB-1", 6 * MLN, (9,), instrument=GB, years={2027: 6 * MLN}),
        candidate("WBI-1", 2 * MLN, (50,), rank=1, years={2027: 2 * MLN}),
    ]
    rules = policy(
        9 * MLN,
        instruments={WBI: {"ceiling": Euro(2 * MLN)}, GB: {}},
        fund={"cash": {2027: Euro(5 * MLN)}},
    )
    law = divided(made, rules)[DivisionKind.ANNOUNCED]
    (broken,) = law.broken
    assert (broken.code, broken.short) == ("CASH-vro-2027", 3 * MLN)
    assert law.amounts == {"GB-1": Euro(6 * MLN), "WBI-1": Euro(2 * MLN)}


def test_afterwards_only_the_application_that_crosses_the_ceiling_is_left_to_choose() -> None:
    made = [
        candidate("WBI-1", 5 * MLN, (10,), rank=9),
        candidate("WBI-2", 4 * MLN, (90,), rank=8),
        candidate("WBI-3", MLN, (500,), rank=7),
    ]
    ranked: Mapping[str, Any] = {WBI: {"rule": "rank", "ceiling": Euro(6 * MLN)}}
    found = divided(made, policy(20 * MLN, instruments=ranked))
    law, within = found[DivisionKind.ANNOUNCED], found[DivisionKind.WITHIN_LAW]
    assert (law.affordable_homes, within.affordable_homes) == (10, 100)
    assert (within.marginal, within.next_window) == ("WBI-2", Euro(3 * MLN))
    # The ceiling and the reading were announced: a smaller one may not pass afterwards.
    skip: Mapping[str, Any] = {WBI: dict(ranked[WBI]) | {"when_it_does_not_fit": "skip"}}
    passed = divided(made, policy(20 * MLN, instruments=skip))[DivisionKind.WITHIN_LAW]
    assert (passed.marginal, passed.affordable_homes) == ("", 510)


def test_a_list_is_held_against_the_law_or_against_the_optimum() -> None:
    made, free = a_round(1)
    found = three_divisions(made, free, OWN, allocate(made, free))
    law = opposite(free, found)
    assert law is not None
    assert law.affordable_homes == found[0].affordable_homes
    ranked = under(made, free, OWN, DivisionKind.ANNOUNCED)
    rules = ranked.model_copy(
        update={"instruments": {k: r for k, r in ranked.instruments.items() if k != BER}}
    )
    fewer = [one for one in made if one.instrument != BER]
    there = three_divisions(fewer, rules, OWN, allocate(fewer, rules))
    best = opposite(rules, there)
    assert best is not None
    assert best.affordable_homes == there[-1].affordable_homes


def test_a_division_is_added_up_again_without_a_solver() -> None:
    made, rules = a_round(5)
    for kind, one in divided(made, rules).items():
        as_made = under(made, rules, OWN, kind)
        cents = {name: amount.cents for name, amount in one.amounts.items()}
        again = added_up(case_of(made, as_made), kind, cents)
        assert again is not None
        assert (again.homes, again.amount, again.broken) == (one.homes, one.amount, one.broken)
        ruled = next(name for name in cents if name == "A-05")  # of a closed list
        assert added_up(case_of(made, as_made), kind, cents | {ruled: cents[ruled] - 1}) is None


def ranked(ceiling: int, **more: Any) -> Mapping[str, Any]:
    return {WBI: {"rule": "rank", "ceiling": Euro(ceiling), **more}}


def test_a_goal_that_only_the_free_choice_meets_is_no_price_of_the_law() -> None:
    """A free choice meets its goals first, so that it may even have fewer homes."""
    made = [
        candidate("WBI-1", 5 * MLN, (0, 90), rank=9),
        candidate("WBI-2", 5 * MLN, (40, 0), rank=8),
        candidate("WBI-3", 5 * MLN, (50, 0), rank=7),
    ]
    social = goal("SOCIAAL", measure="social_rent", at_least=80, hard=False, importance=1)
    found = divided(made, policy(20 * MLN, instruments=ranked(10 * MLN), constraint=(social,)))
    law, free = found[DivisionKind.ANNOUNCED], found[DivisionKind.FREE]
    assert (law.affordable_homes, free.affordable_homes) == (130, 90)
    assert [(one.code, one.short) for one in law.missed] == [("SOCIAAL", 40)]
    assert (free.missed, free.price, law.same_yardstick(free)) == ((), {}, False)


def test_a_goal_that_both_miss_by_as_much_leaves_the_price_of_the_rule() -> None:
    made = [
        candidate("WBI-1", 5 * MLN, (0, 10), rank=9),
        candidate("WBI-2", 5 * MLN, (0, 70), rank=8),
    ]
    social = goal("SOCIAAL", measure="social_rent", at_least=80, hard=False, importance=1)
    found = divided(made, policy(20 * MLN, instruments=ranked(6 * MLN), constraint=(social,)))
    law, free = found[DivisionKind.ANNOUNCED], found[DivisionKind.FREE]
    assert [one.short for one in (*law.missed, *free.missed)] == [80, 80]
    assert free.price == {WBI: 60}


def test_what_takes_of_the_next_window_is_not_compared_with_what_does_not() -> None:
    made = [
        candidate("WBI-1", 5 * MLN, (10,), rank=9),
        candidate("WBI-2", 4 * MLN, (90,), rank=8),
    ]
    announced = ranked(6 * MLN, marginal_application=True)
    found = divided(made, policy(20 * MLN, instruments=announced))
    law, free = found[DivisionKind.ANNOUNCED], found[DivisionKind.FREE]
    assert (law.affordable_homes, law.next_window) == (100, Euro(3 * MLN))
    assert (free.affordable_homes, free.next_window, free.price) == (90, Euro(0), {})


def test_one_granted_by_name_after_the_window_is_in_none_of_the_three_but_the_second() -> None:
    made = [
        candidate("WBI-1", 5 * MLN, (10,), rank=9),
        candidate("WBI-2", 4 * MLN, (90,), rank=8),
    ]
    plain = policy(20 * MLN, instruments=ranked(6 * MLN))
    decided = plain.model_copy(update={"marginal": (_decision("WBI-2"),)})
    assert divided(made, decided) == divided(made, plain)


def _decision(number: str) -> MarginalDecision:
    return MarginalDecision(
        instrument=WBI, application=number, reason="De woningen staan in de planning.",
        article="artikel 6, derde lid, RWbi",
    )  # fmt: skip


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 10_000))
def test_in_a_mixed_round_a_price_is_told_only_under_one_yardstick(seed: int) -> None:
    """With goals in it, whatever part the optimiser divides; it is never below nought then."""
    made, rules = a_round(seed)
    draw = random.Random(seed)
    social = goal(
        "SOCIAAL", measure="affordable_homes", at_least=draw.randint(50, 250), hard=False,
        importance=1, group={"instrument": draw.choice((WBI, BER))},
    )  # fmt: skip
    mixed = draw.random() < 0.5
    stated = {WBI: {"rule": DistributionRule.RANK}, GB: {"rule": DistributionRule.CLOSED_LIST},
              RS: {"rule": DistributionRule.PRO_RATA}} if mixed else {}  # fmt: skip
    own = {
        key: about.model_copy(update=stated.get(key, {}))
        for key, about in rules.instruments.items()
    }
    limits = policy(MLN, constraint=(social,)).constraint
    rules = rules.model_copy(update={"instruments": own, "constraint": limits})
    found = divided(made, rules)
    law, free = found[DivisionKind.ANNOUNCED], found[DivisionKind.FREE]
    if free.price:
        assert law.same_yardstick(free)
        assert min(free.price.values()) >= 0
    else:
        assert not law.same_yardstick(free)


def test_a_ceiling_that_the_policy_leaves_out_is_the_same_in_all_three() -> None:
    made = [
        candidate("WBI-1", 5 * MLN, (10,), rank=9),
        candidate("WBI-2", 4 * MLN, (90,), rank=8),
        candidate("GB-1", 2 * MLN, (30,), instrument=GB),
    ]
    rules = policy(12 * MLN, instruments={WBI: {}, GB: {"ceiling": Euro(6 * MLN)}})
    stated = [limits_of(made, under(made, rules, OWN, kind)) for kind in DivisionKind]
    assert stated[0] == stated[1] == stated[2]
    found = divided(made, rules)
    law, free = found[DivisionKind.ANNOUNCED], found[DivisionKind.FREE]
    # EUR 10 million would be left of the fund; 6 is what the ceiling of the other leaves.
    assert (law.affordable_homes, free.affordable_homes) == (40, 120)
    assert free.price == {WBI: 80}
