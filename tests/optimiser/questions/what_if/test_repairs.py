"""What each constraint of a conflict must give way for the round to be possible, and its homes."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from verdeelsleutel.grants.applications.candidate import Candidate
from verdeelsleutel.grants.decisions.allocation import Status, Unit
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.optimiser.model.case import case_of
from verdeelsleutel.optimiser.model.recount import affordable_homes, checks
from verdeelsleutel.optimiser.questions.what_if.repairs import Repair, repairs
from verdeelsleutel.optimiser.search.allocation import allocate

from ...builders import MLN, candidate, goal, policy

THOUSAND = 100_000


def of(made: list[Candidate], rules: Policy) -> dict[str, Repair]:
    solution = allocate(made, rules)
    assert solution.status is Status.INFEASIBLE
    return {one.code: one for one in repairs(made, rules, solution.conflict)}


def two() -> list[Candidate]:
    return [
        candidate("WBI-1", 5 * MLN, (50, 0, 0, 50), province="Drenthe"),
        candidate("WBI-2", 4 * MLN, (70,), province="Utrecht"),
    ]


def test_a_floor_above_the_fund_gives_way_or_the_fund_grows() -> None:
    floor = goal("VLOER", measure="money", at_least="€ 5 mln", hard=True,
                 group={"province": "Drenthe"})  # fmt: skip
    found = of(two(), policy(4 * MLN, constraint=(floor,)))
    assert (found["FUND-vro"].by, found["FUND-vro"].homes) == (MLN, 50)
    assert (found["VLOER"].by, found["VLOER"].homes) == (5 * MLN, 70)
    assert all(one.enough and one.unit is Unit.CENTS for one in found.values())


def test_the_repair_that_keeps_most_homes_comes_first() -> None:
    floor = goal("VLOER", measure="money", at_least="€ 5 mln", hard=True,
                 group={"province": "Drenthe"})  # fmt: skip
    rules = policy(4 * MLN, constraint=(floor,))
    listed = repairs(two(), rules, allocate(two(), rules).conflict)
    assert [one.code for one in listed] == ["VLOER", "FUND-vro"]


def test_more_money_is_told_with_what_a_scheme_without_a_ceiling_then_takes_of_it() -> None:
    """A ranking takes what a fund has: with more it grants more, beside a list that is fixed."""
    made = [candidate(f"WBI-{k:02}", MLN, (10,), rank=k) for k in range(12)]
    made.append(candidate("GB-1", 3 * MLN, (30,), instrument="gebiedsbudget"))

    def of_money(cents: int) -> Policy:
        rules = {"woningbouwimpuls": {"rule": "rank"}, "gebiedsbudget": {"rule": "closed_list"}}
        return policy(cents, instruments=rules)

    found = of(made, of_money(5 * MLN))["FUND-vro"]
    assert (found.enough, found.by, found.homes) == (True, 10 * MLN, 150)
    assert allocate(made, of_money(15 * MLN)).status is not Status.INFEASIBLE
    assert allocate(made, of_money(14 * MLN)).status is Status.INFEASIBLE


def test_a_share_is_told_as_one_that_can_be_reached() -> None:
    share = goal("BETAALBAAR", measure="affordable_homes", of="homes", at_least="2/3", hard=True)
    number = goal("EEN", measure="number", at_least=1, hard=True)
    made = [candidate("WBI-1", 5 * MLN, (50, 0, 0, 50))]
    found = of(made, policy(5 * MLN, constraint=(share, number)))
    assert (found["BETAALBAAR"].share, found["BETAALBAAR"].homes) == (Fraction(1, 2), 50)
    assert (found["EEN"].by, found["EEN"].unit, found["EEN"].homes) == (1, Unit.NUMBER, 0)


def test_more_cash_in_one_year_is_told_in_thousands() -> None:
    made = [candidate("WBI-1", 5 * MLN, (50,), years={2026: 3 * MLN + 1, 2027: 2 * MLN - 1})]
    number = goal("EEN", measure="number", at_least=1, hard=True)
    rules = policy(5 * MLN, fund={"cash": {2026: Euro(2 * MLN)}}, constraint=(number,))
    found = of(made, rules)
    assert (found["CASH-vro-2026"].by, found["CASH-vro-2026"].homes) == (MLN + THOUSAND, 50)


def test_decisions_of_which_lifting_one_is_enough_are_named() -> None:
    fixed = [
        {
            "application": name, "decision": "in", "reason": "Bij besluit toegekend.",
            "article": "artikel 4", "authorised_by": ("A", "B"),
        }
        for name in ("WBI-1", "WBI-2")
    ]  # fmt: skip
    found = of(two(), policy(5 * MLN, fixed=fixed))
    assert found["FIXED"].applications == ("WBI-1", "WBI-2")
    assert found["FIXED"].homes == 70
    assert found["FUND-vro"].by == 4 * MLN


def test_a_statutory_award_that_breaks_a_limit_is_told_with_what_is_missing() -> None:
    cap = goal("MAXIMUM", measure="money", at_most="€ 6 mln", hard=True)
    ranked = {"woningbouwimpuls": {"rule": "rank"}}
    found = of(two(), policy(9 * MLN, instruments=ranked, constraint=(cap,)))
    assert (found["MAXIMUM"].by, found["MAXIMUM"].homes, found["MAXIMUM"].enough) == (
        3 * MLN,
        120,
        True,
    )


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_the_least_repair_and_its_homes_equal_enumeration(data: st.DataObject) -> None:
    made = [
        candidate(
            f"A-{k}",
            data.draw(st.integers(1, 9)) * THOUSAND,
            (data.draw(st.integers(0, 9)),),
            province=data.draw(st.sampled_from(("Utrecht", "Drenthe"))),
        )
        for k in range(5)
    ]
    drenthe: dict[str, Any] = {"group": {"province": "Drenthe"}}
    constraints = [
        goal("AANTAL", measure="number", at_least=data.draw(st.integers(1, 6)), hard=True),
        goal("WONINGEN", measure="affordable_homes", at_least=data.draw(st.integers(0, 30)),
             hard=True, **drenthe),
    ]  # fmt: skip
    rules = policy(data.draw(st.integers(0, 30)) * THOUSAND, constraint=constraints)
    solution = allocate(made, rules)
    if solution.status is not Status.INFEASIBLE:
        return
    case = case_of(made, rules)
    lists = [
        [i.grant(level) for i, level in zip(case.items, levels, strict=True)]
        for levels in itertools.product((0, 1), repeat=len(case.items))
    ]
    for one in repairs(made, rules, solution.conflict):
        missing: list[tuple[int, int]] = []
        for grants in lists:
            found = {check.code: -check.slack for check in checks(case, grants)}
            if all(short <= 0 for code, short in found.items() if code != one.code):
                missing.append((found[one.code], -affordable_homes(case, grants)))
        assert one.enough == bool(missing)
        if missing:
            least = min(short for short, _ in missing)
            assert one.by == least
            assert one.homes == max(-homes for short, homes in missing if short <= least)
