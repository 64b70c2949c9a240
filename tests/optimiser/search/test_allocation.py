"""The optimum equals enumeration, in every stage and to the cent."""

from __future__ import annotations

import pytest

from verdeelsleutel.grants.decisions.allocation import Status
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.optimiser.proof.certificate import certify
from verdeelsleutel.optimiser.search.allocation import allocate
from verdeelsleutel.optimiser.solution import Why

from ..builders import MLN, candidate, goal, policy


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


@pytest.mark.parametrize("count", [16, pytest.param(24, marks=pytest.mark.slow)])
def test_money_is_never_over_when_the_budget_is_a_cent_short(count: int) -> None:
    made = [candidate(f"WBI-{k:02d}", (k * 7919 + 104_729) * 100, (90 + k,)) for k in range(count)]
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
    with pytest.raises(ValueError, match="choose highs, scip, cbc, copt, cplex, gurobi"):
        allocate([candidate("WBI-1", MLN, (10,))], policy(MLN), solver="lindo")


def test_no_time_gives_a_list_that_says_it_is_not_proved() -> None:
    made = [candidate("WBI-1", MLN, (10,))]
    solution = allocate(made, policy(MLN), time_limit_seconds=0)
    assert solution.status is Status.NOT_PROVED
    assert "ran out of time" in certify(made, policy(MLN), solution).rests_on
