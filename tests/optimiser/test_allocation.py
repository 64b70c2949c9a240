"""The optimum equals enumeration, in every stage and to the cent."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verdeelsleutel.grants.allocation import Status
from verdeelsleutel.grants.candidate import Candidate, Form
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.policy import Policy
from verdeelsleutel.optimiser.allocation import allocate
from verdeelsleutel.optimiser.case import Case, Grant, case_of
from verdeelsleutel.optimiser.certificate import certify
from verdeelsleutel.optimiser.ledger import (
    affordable_homes,
    charged_cents,
    checks,
    shortfalls,
)
from verdeelsleutel.optimiser.solution import Why

from .builders import MLN, at, candidate, goal, policy


def enumerated(candidates: Sequence[Candidate], rules: Policy) -> tuple[int, ...] | None:
    """The levels of the best list, by looking at every list there is."""
    case = case_of(candidates, rules)
    best: tuple[Any, ...] | None = None
    for levels in itertools.product(*(range(i.ladder.top + 1) for i in case.items)):
        grants = [item.grant(level) for item, level in zip(case.items, levels, strict=True)]
        if all(check.holds or not check.hard for check in checks(case, grants)):
            key = (*_shortfall_key(case, grants), -affordable_homes(case, grants))
            key = (*key, charged_cents(grants), tuple(-level for level in levels))
            best = key if best is None or key < best else best
    return None if best is None else tuple(-level for level in best[-1])


def _shortfall_key(case: Case, grants: Sequence[Grant]) -> list[int]:
    soft = [limit for limit in case.limits if not limit.hard]
    short = shortfalls(case, grants)
    return [
        sum(limit.weight * short[limit.code] for limit in soft if limit.importance == importance)
        for importance in sorted({limit.importance for limit in soft})
    ]


@st.composite
def small_rounds(draw: st.DrawFn) -> tuple[list[Candidate], Policy]:
    count = draw(st.integers(1, 7))
    made: list[Candidate] = []
    for k in range(count):
        cents = draw(st.integers(1, 9)) * 100_000 + draw(st.sampled_from((0, 0, 1, 37)))
        first = draw(st.integers(0, cents))
        more: dict[str, Any] = {"years": {2026: first, 2027: cents - first}}
        kind = draw(st.sampled_from(("whole", "whole", "scalable", "per home")))
        homes = draw(st.lists(st.integers(0, 12), min_size=4, max_size=4))
        if kind == "scalable":
            least = draw(st.integers(0, cents))
            more |= {"form": Form.SCALABLE, "minimum": Euro(least), "step": Euro(200_001)}
            more |= {"all_homes_at_minimum": draw(st.booleans())}
        if kind == "per home" and sum(homes):
            each = draw(st.integers(1, 3)) * 100_000
            homes = [h // 8 for h in homes]
            cents = each * sum(homes)
            more = {"form": Form.PER_HOME, "step": Euro(each), "years": {2026: cents}}
        made.append(
            candidate(
                f"A-{draw(st.permutations(range(9)))[0]}{k}",
                cents,
                homes,
                project_id=draw(st.sampled_from(("P1", "P2", f"own {k}"))),
                phases=draw(st.sampled_from(((), (), ("een",), ("twee",), ("een", "twee")))),
                province=draw(st.sampled_from(("Utrecht", "Drenthe"))),
                received_at=at(9, k),
                **more,
            )
        )
    names = [c.application_id for c in made]
    if count > 2 and draw(st.booleans()):
        made[0] = made[0].model_copy(update={"excludes": (names[1],)})
        made[2] = made[2].model_copy(update={"requires": (names[0],)})
    total = sum(c.requested.cents for c in made)
    money = draw(st.integers(0, total))
    share = goal("SHARE", measure="social_rent", of="homes", at_least="1/3", hard=False)
    floor = goal(
        "FLOOR",
        measure=draw(st.sampled_from(("affordable_homes", "number"))),
        at_least=draw(st.integers(0, 4)),
        hard=draw(st.booleans()),
        group={"province": "Drenthe"},
        importance=2,
    )
    cash = {2026: Euro(draw(st.integers(0, total))), 2027: Euro(total)}
    fund = {"cash": cash, "carry_over": Euro(draw(st.integers(0, total)))}
    kept = draw(st.sampled_from(((), (share,), (share, floor))))
    return made, policy(money, fund=draw(st.sampled_from(({}, fund))), constraint=kept)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(small_rounds())
def test_the_optimum_equals_enumeration_over_all_stages(
    drawn: tuple[list[Candidate], Policy],
) -> None:
    candidates, rules = drawn
    solution = allocate(candidates, rules)
    wanted = enumerated(candidates, rules)
    if wanted is None:
        assert solution.status is Status.INFEASIBLE
        assert solution.conflict
        return
    assert solution.status is Status.PROVEN
    order = [item.candidate.application_id for item in case_of(candidates, rules).items]
    assert tuple(solution.of(name).steps for name in order) == wanted
    certificate = certify(candidates, rules, solution)
    assert certificate.faults == ()
    assert certificate.valid


def test_homes_of_one_project_count_once() -> None:
    road = candidate("BER-1", 10 * MLN, (300, 0, 0), project_id="Havenkwartier")
    homes = candidate("WBI-1", 4 * MLN, (300, 0, 0), project_id="Havenkwartier")
    other = candidate("WBI-2", 9 * MLN, (100, 0, 0))
    solution = allocate([road, homes, other], policy(13 * MLN))
    assert [g.application_id for g in solution.given if g.cents] == ["WBI-1", "WBI-2"]
    assert solution.homes.affordable == 400


def test_two_phases_add_up_and_the_whole_project_adds_nothing() -> None:
    first = candidate("WBI-1", MLN, (60, 0, 0), project_id="Haven", phases=("Kade",))
    second = candidate("WBI-2", MLN, (50, 0, 0), project_id="Haven", phases=("Dok",))
    road = candidate("BER-1", MLN, (100, 0, 0), project_id="Haven")
    solution = allocate([first, second, road], policy(3 * MLN))
    assert solution.homes.social_rent == 110
    assert solution.of("BER-1").cents == 0


def test_an_application_larger_than_its_ceiling_is_refused_for_the_ceiling() -> None:
    rules = policy(10 * MLN, instruments={"woningbouwimpuls": {"ceiling": Euro(2 * MLN)}})
    solution = allocate([candidate("WBI-1", 3 * MLN, (100,))], rules)
    assert solution.of("WBI-1").reason is Why.CEILING
    assert solution.status is Status.PROVEN


def test_a_ceiling_of_zero_gives_nobody_anything() -> None:
    solution = allocate([candidate("WBI-1", 3 * MLN, (100,))], policy(0))
    assert solution.status is Status.PROVEN
    assert solution.cents == 0


def test_a_round_without_applications_is_proven_and_empty() -> None:
    solution = allocate([], policy(MLN))
    assert (solution.status, solution.given) == (Status.PROVEN, ())


def test_floors_that_cannot_hold_together_are_named_and_no_others() -> None:
    made = [candidate("WBI-1", 3 * MLN, (100,)), candidate("WBI-2", MLN, (50,))]
    rules = policy(
        2 * MLN,
        constraint=(
            goal("VEEL", measure="homes", at_least=100, hard=True),
            goal("WEINIG", measure="number", at_most=5, hard=True),
        ),
    )
    solution = allocate(made, rules)
    assert solution.status is Status.INFEASIBLE
    assert [named.code for named in solution.conflict] == ["FUND-vro", "VEEL"]


def test_a_statutory_award_is_not_bent_and_breaks_a_hard_cap_in_the_open() -> None:
    made = [candidate("WBI-1", 3 * MLN, (100,), rank=8), candidate("GB-1", MLN, (10,))]
    made[1] = made[1].model_copy(update={"instrument": "gebiedsbudget"})
    rules = policy(
        5 * MLN,
        instruments={"woningbouwimpuls": {"rule": "rank"}, "gebiedsbudget": {}},
        constraint=(goal("KAP", measure="homes", at_most=50, hard=True),),
    )
    solution = allocate(made, rules)
    assert solution.status is Status.INFEASIBLE
    assert [named.code for named in solution.conflict] == ["KAP"]
    assert solution.of("WBI-1").cents == 3 * MLN


def test_fixed_in_and_out_hold_with_the_amount_of_the_decision() -> None:
    made = [candidate(f"WBI-{k}", 2 * MLN, (100 + k,)) for k in range(3)]
    fixed = {"reason": "Eerdere toezegging van de minister", "article": "artikel 6, tweede lid"}
    names = {"authorised_by": ("A. de Wit", "B. Smit")}
    rules = policy(
        3 * MLN,
        fixed=(
            {"application": "WBI-0", "decision": "in", "amount": Euro(MLN), **fixed, **names},
            {"application": "WBI-2", "decision": "out", **fixed, **names},
        ),
    )
    solution = allocate(made, rules)
    assert [g.cents for g in solution.given] == [MLN, 2 * MLN, 0]
    assert solution.of("WBI-0").homes.social_rent == 50
    assert certify(made, rules, solution).valid


def test_money_is_never_over_when_the_budget_is_a_cent_short() -> None:
    made = [candidate(f"WBI-{k:02d}", (k * 7919 + 104_729) * 100, (90 + k,)) for k in range(24)]
    best = allocate(made, policy(sum(c.requested.cents for c in made) // 2))
    trap = allocate(made, policy(best.cents - 1))
    assert trap.cents <= best.cents - 1
    assert certify(made, policy(best.cents - 1), trap).valid


def test_what_is_left_of_a_year_moves_to_the_next_up_to_its_limit() -> None:
    made = [
        candidate("WBI-1", 2 * MLN, (100,), years={2026: MLN, 2027: MLN}),
        candidate("WBI-2", 2 * MLN, (100,), years={2027: 2 * MLN}),
    ]
    cash = {2026: Euro(2 * MLN), 2027: Euro(2 * MLN)}
    enough = policy(9 * MLN, fund={"cash": cash, "carry_over": Euro(MLN)})
    short = policy(9 * MLN, fund={"cash": cash, "carry_over": Euro(MLN - 1)})
    assert allocate(made, enough).homes.affordable == 200
    assert allocate(made, short).homes.affordable == 100


def test_an_unknown_solver_is_refused() -> None:
    with pytest.raises(ValueError, match="choose highs or cbc"):
        allocate([candidate("WBI-1", MLN, (10,))], policy(MLN), solver="gurobi")


def test_no_time_gives_a_list_that_says_it_is_not_proved() -> None:
    made = [candidate("WBI-1", MLN, (10,))]
    solution = allocate(made, policy(MLN), time_limit_seconds=0)
    assert solution.status is Status.NOT_PROVED
    assert "ran out of time" in certify(made, policy(MLN), solution).rests_on
