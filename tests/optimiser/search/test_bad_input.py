"""What cannot be divided has a clear answer each, and none looks like a proven list."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from verdeelsleutel.grants.applications.application import Payment
from verdeelsleutel.grants.applications.candidate import Candidate, Form
from verdeelsleutel.grants.decisions.allocation import Status
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.optimiser.proof.certificate import certify
from verdeelsleutel.optimiser.search.allocation import allocate
from verdeelsleutel.optimiser.solution import Why

from ..builders import MLN, candidate, goal, policy

LARGE = 2**53


def proven(made: list[Candidate], rules: Any) -> dict[str, int]:
    """The cents of a list that is proven and certified."""
    solution = allocate(made, rules)
    assert solution.status is Status.PROVEN
    assert certify(made, rules, solution).valid
    return {one.application_id: one.cents for one in solution.given}


def test_an_infeasible_policy_has_a_conflict_and_no_certificate() -> None:
    made = [candidate("WBI-1", MLN, (10,))]
    rules = policy(MLN, constraint=(goal("TWEE", measure="number", at_least=2, hard=True),))
    solution = allocate(made, rules)
    assert (solution.status, [one.code for one in solution.conflict]) == (
        Status.INFEASIBLE,
        ["TWEE"],
    )
    assert not certify(made, rules, solution).valid


def test_where_nothing_is_free_one_broken_limit_is_the_smallest_conflict() -> None:
    made = [candidate("WBI-1", MLN, (10,))]
    decided = {"application": "WBI-1", "decision": "in", "amount": Euro(1), "reason": "Toezegging.",
               "article": "artikel 4", "authorised_by": ("A. de Wit", "B. Smit")}  # fmt: skip
    twice = goal("TWEE", measure="number", at_least=2, hard=True)
    solution = allocate(made, policy(0, constraint=(twice,), fixed=(decided,)))
    assert [one.code for one in solution.conflict] == ["FUND-vro"]


def test_a_round_without_candidates_is_proven_to_give_nothing() -> None:
    assert proven([], policy(MLN)) == {}


def test_a_floor_over_nobody_is_infeasible_even_without_candidates() -> None:
    rules = policy(MLN, constraint=(goal("EEN", measure="number", at_least=1, hard=True),))
    assert allocate([], rules).status is Status.INFEASIBLE


def test_an_instrument_without_a_ceiling_is_bounded_by_its_fund() -> None:
    made = [candidate("WBI-1", MLN, (10,)), candidate("WBI-2", MLN, (20,))]
    assert proven(made, policy(MLN)) == {"WBI-1": 0, "WBI-2": MLN}


@pytest.mark.parametrize("rule", ["optimise", "rank", "first_come", "pro_rata"])
def test_a_ceiling_or_fund_of_zero_gives_nothing(rule: str) -> None:
    made = [candidate("WBI-1", MLN, (10,), rank=9)]
    ceiling = policy(MLN, instruments={"woningbouwimpuls": {"rule": rule, "ceiling": Euro(0)}})
    assert proven(made, ceiling) == {"WBI-1": 0}
    assert proven(made, policy(0, instruments={"woningbouwimpuls": {"rule": rule}})) == {"WBI-1": 0}


def test_a_candidate_larger_than_its_ceiling_is_refused_for_it() -> None:
    made = [candidate("WBI-1", 2 * MLN, (90,)), candidate("WBI-2", MLN, (10,))]
    solution = allocate(made, policy(MLN))
    assert [one.reason for one in solution.given] == [Why.CEILING, Why.FITS]


def test_payments_that_do_not_add_up_are_refused_with_both_amounts() -> None:
    with pytest.raises(ValidationError, match=r"add up to .*10\.000, not to .*20\.000"):
        candidate("WBI-1", 2_000_000, (10,), years={2026: 1_000_000})
    with pytest.raises(ValidationError, match="negative"):
        candidate("WBI-1", 100, (10,), years={2026: 200, 2027: -100})


def test_who_require_each_other_in_a_circle_are_in_together_or_not() -> None:
    made = [
        candidate("WBI-1", MLN, (10,), requires=("WBI-2",)),
        candidate("WBI-2", MLN, (10,), requires=("WBI-3",)),
        candidate("WBI-3", MLN, (10,), requires=("WBI-1",)),
    ]
    assert set(proven(made, policy(2 * MLN)).values()) == {0}
    assert set(proven(made, policy(3 * MLN)).values()) == {MLN}
    assert "in een kring" in allocate(made, policy(2 * MLN)).remarks[0]


def test_a_circle_under_a_ranking_gives_to_nobody_and_ends() -> None:
    made = [
        candidate("WBI-1", MLN, (10,), rank=9, requires=("WBI-2",)),
        candidate("WBI-2", MLN, (10,), rank=8, requires=("WBI-9",)),
    ]
    rules = policy(3 * MLN, instruments={"woningbouwimpuls": {"rule": "rank"}})
    assert set(proven(made, rules).values()) == {0}


def test_a_lottery_without_lots_gives_nothing_and_asks_for_lots() -> None:
    made = [candidate(f"WBI-{k}", MLN, (10,)) for k in (1, 2)]
    rules = policy(MLN, instruments={"woningbouwimpuls": {"rule": "lottery"}})
    solution = allocate(made, rules)
    assert solution.ties == ("WBI-1", "WBI-2")
    assert {one.reason for one in solution.given} == {Why.LOTS_NEEDED}
    assert solution.cents == 0


def test_a_tie_across_the_line_of_a_ranking_asks_for_lots() -> None:
    made = [candidate(f"WBI-{k}", MLN, (10,), rank=9) for k in (1, 2)]
    rules = policy(MLN, instruments={"woningbouwimpuls": {"rule": "rank"}})
    assert allocate(made, rules).ties == ("WBI-1", "WBI-2")
    drawn = [one.model_copy(update={"lot": 3 - k}) for k, one in enumerate(made, start=1)]
    settled = allocate(drawn, rules)
    assert (settled.ties, settled.of("WBI-2").cents) == ((), MLN)


@pytest.mark.parametrize("cents", [LARGE - 1, LARGE + 1, 2**60 + 1])
def test_amounts_beyond_what_a_float_holds_are_exact_to_the_cent(cents: int) -> None:
    made = [candidate("WBI-1", cents, (90,)), candidate("WBI-2", cents - 1, (80,))]
    assert proven(made, policy(cents - 1)) == {"WBI-1": 0, "WBI-2": cents - 1}
    assert proven(made, policy(cents)) == {"WBI-1": cents, "WBI-2": 0}
    assert proven(made, policy(2 * cents - 2)) == {"WBI-1": cents, "WBI-2": 0}
    assert proven(made, policy(2 * cents - 1)) == {"WBI-1": cents, "WBI-2": cents - 1}


def test_a_sum_beyond_64_bits_is_still_exact() -> None:
    cents = 2**62
    made = [candidate(f"WBI-{k}", cents + k, (10 + k,)) for k in range(4)]
    assert sum(one > 0 for one in proven(made, policy(3 * cents + 5)).values()) == 3
    total = sum(one.requested.cents for one in made)
    assert sum(proven(made, policy(total)).values()) == total
    assert sum(one > 0 for one in proven(made, policy(total - 1)).values()) == 3


def test_an_application_twice_or_of_another_scheme_is_refused() -> None:
    one = candidate("WBI-1", MLN, (10,))
    with pytest.raises(ValueError, match="WBI-1 is there twice"):
        allocate([one, one], policy(MLN))
    with pytest.raises(ValueError, match="takes no part"):
        allocate([candidate("X-1", MLN, (10,), instrument="huurtoeslag")], policy(MLN))


def test_what_can_be_cut_needs_a_step_and_a_minimum_within_its_amount() -> None:
    for wrong in (
        {"form": Form.SCALABLE, "minimum": Euro(1)},
        {"form": Form.SCALABLE, "minimum": Euro(2 * MLN), "step": Euro(1)},
        {"form": Form.PER_HOME, "step": Euro(0)},
    ):
        with pytest.raises(ValidationError):
            candidate("WBI-1", MLN, (10,), **wrong)


def test_out_of_time_is_not_proved_and_says_so() -> None:
    made = [candidate(f"WBI-{k}", (k + 3) * MLN + k, (7 * k % 30 + 1,)) for k in range(20)]
    rules = policy(sum(one.requested.cents for one in made) // 2)
    solution = allocate(made, rules, time_limit_seconds=0)
    assert solution.status is Status.NOT_PROVED
    assert not all(stage.proven for stage in solution.stages)
    certificate = certify(made, rules, solution)
    assert "better list" not in certificate.rests_on


def test_a_payment_of_nothing_is_no_payment() -> None:
    one = candidate("WBI-1", MLN, (10,), years={2026: MLN, 2027: 0})
    assert proven([one], policy(MLN)) == {"WBI-1": MLN}
    assert allocate([one], policy(MLN)).of("WBI-1").payments == (
        Payment(year=2026, amount=Euro(MLN)),
    )
