"""Planning: the proposed ceilings equal trying every ceiling, and each rule answers as it does."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verdeelsleutel.grants.allocation import Status
from verdeelsleutel.grants.candidate import Candidate
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.policy import CeilingRange, Policy
from verdeelsleutel.optimiser.problem import Problem
from verdeelsleutel.optimiser.proof.certificate import certify
from verdeelsleutel.optimiser.questions.planning import plan
from verdeelsleutel.optimiser.search.allocation import allocate

from ..builders import MLN, at, candidate, policy

STEP = 100_000
WBI, GB = "woningbouwimpuls", "gebiedsbudget"


def planning(fund: int, **instruments: dict[str, Any]) -> Policy:
    made = policy(fund, instruments={WBI: {}, GB: {}})
    return Policy.model_validate(
        made.model_dump()
        | {
            "round": made.round.model_dump() | {"kind": "planning"},
            "instruments": {
                key: {"fund": "vro", "rule": "optimise"} | more for key, more in instruments.items()
            },
        }
    )


def between(least: int, most: int) -> CeilingRange:
    return CeilingRange(at_least=Euro(least), at_most=Euro(most))


def by_trying(made: list[Candidate], rules: Policy, stride: int) -> tuple[int, int] | None:
    """The most homes for the least money over all ceilings of whole steps within the fund."""
    best: tuple[int, int] | None = None
    grids: list[list[int]] = []
    for one in rules.instruments.values():
        assert isinstance(one.ceiling, CeilingRange)
        grids.append(list(range(one.ceiling.at_least.cents, one.ceiling.at_most.cents + 1, stride)))
    for ceilings in itertools.product(*grids):
        if sum(ceilings) <= rules.funds["vro"].total.cents:
            fixed = {
                key: one.model_copy(update={"ceiling": Euro(cents)})
                for (key, one), cents in zip(rules.instruments.items(), ceilings, strict=True)
            }
            found = allocate(made, rules.model_copy(update={"instruments": fixed}))
            value = (-found.homes.affordable, found.cents)
            best = value if best is None or value < best else best
    return best


@st.composite
def rounds(draw: st.DrawFn) -> tuple[list[Candidate], Policy]:
    made = [
        candidate(
            f"A-{k}",
            draw(st.integers(1, 5)) * STEP,
            (draw(st.integers(0, 9)),),
            instrument=WBI if k < 4 else GB,
            rank=9 - k,
            received_at=at(9, k),
        )
        for k in range(6)
    ]
    rule = draw(
        st.sampled_from(
            (
                {"rule": "rank"},
                {"rule": "rank", "when_it_does_not_fit": "skip"},
                {"rule": "first_come"},
                {"rule": "optimise"},
            )
        )
    )
    ranges = [
        between(least * STEP, (least + draw(st.integers(0, 8))) * STEP)
        for least in (draw(st.integers(0, 3)), draw(st.integers(0, 3)))
    ]
    fund = draw(st.integers(6, 16)) * STEP
    return made, planning(fund, **{WBI: rule | {"ceiling": ranges[0]}, GB: {"ceiling": ranges[1]}})


@settings(max_examples=3, deadline=None)
@given(rounds())
def test_the_proposed_ceilings_equal_trying_every_one(
    drawn: tuple[list[Candidate], Policy],
) -> None:
    _compare(*drawn)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(rounds())
def test_the_proposed_ceilings_equal_trying_every_one_at_length(
    drawn: tuple[list[Candidate], Policy],
) -> None:
    _compare(*drawn)


def _compare(made: list[Candidate], rules: Policy) -> None:
    found = plan(made, rules)
    assert found.every
    wanted = by_trying(made, rules, STEP)
    assert found.solution.status is Status.PROVEN
    assert (-found.solution.homes.affordable, found.solution.cents) == wanted
    assert sum(found.ceilings.values()) <= rules.funds["vro"].total.cents
    for key, cents in found.ceilings.items():
        within = rules.instruments[key].ceiling
        assert isinstance(within, CeilingRange)
        assert within.at_least.cents <= cents <= within.at_most.cents
    assert certify(made, found.policy, found.solution).valid


def test_a_ranking_answers_with_the_longest_part_that_fits() -> None:
    made = [
        candidate("WBI-1", 5 * MLN, (10,), rank=9),
        candidate("WBI-2", 4 * MLN, (90,), rank=8),
        candidate("GB-1", 5 * MLN, (60,), instrument=GB),
    ]
    rules = planning(
        10 * MLN,
        woningbouwimpuls={"rule": "rank", "ceiling": between(0, 9 * MLN)},
        gebiedsbudget={"ceiling": between(0, 5 * MLN)},
    )
    # WBI-2 has most homes, but only behind WBI-1: nine million for a hundred homes.
    assert plan(made, rules).ceilings == {WBI: 9 * MLN, GB: 0}
    kept = planning(
        10 * MLN,
        woningbouwimpuls={"rule": "rank", "ceiling": between(0, 9 * MLN)},
        gebiedsbudget={"ceiling": between(2 * MLN, 5 * MLN)},
    )
    found = plan(made, kept)
    assert found.ceilings == {WBI: 5 * MLN, GB: 5 * MLN}
    assert found.solution.homes.affordable == 70


def test_pro_rata_answers_with_a_fraction_and_leaves_the_rest_to_others() -> None:
    made = [
        candidate("RS-1", 6 * MLN, (30,), instrument=GB),
        candidate("WBI-1", 5 * MLN, (50,)),
    ]
    rules = planning(
        8 * MLN,
        woningbouwimpuls={"ceiling": between(0, 8 * MLN)},
        gebiedsbudget={"rule": "pro_rata", "ceiling": between(3 * MLN, 6 * MLN)},
    )
    found = plan(made, rules)
    assert found.ceilings == {WBI: 5 * MLN, GB: 3 * MLN}
    assert found.solution.of("RS-1").cents == 3 * MLN
    assert not found.every


def test_ranges_above_the_fund_have_no_plan() -> None:
    made = [candidate("WBI-1", MLN, (50,)), candidate("GB-1", MLN, (60,), instrument=GB)]
    rules = planning(
        3 * MLN,
        woningbouwimpuls={"ceiling": between(2 * MLN, 2 * MLN)},
        gebiedsbudget={"ceiling": between(2 * MLN, 2 * MLN)},
    )
    assert plan(made, rules).solution.status is Status.INFEASIBLE


@pytest.mark.parametrize("rule", ["closed_list", "lottery"])
def test_a_list_and_a_draw_answer_with_what_they_give(rule: str) -> None:
    made = [candidate(f"GB-{k}", MLN, (9,), instrument=GB, lot=k) for k in (1, 2)]
    rules = planning(
        3 * MLN,
        woningbouwimpuls={"ceiling": between(0, MLN)},
        gebiedsbudget={"rule": rule, "ceiling": between(0, 3 * MLN)},
    )
    assert plan(made, rules).ceilings == {WBI: 0, GB: 2 * MLN}


def test_a_range_is_never_solved_as_if_it_were_its_upper_end() -> None:
    rules = planning(10 * MLN, **{WBI: {"ceiling": between(MLN, 4 * MLN)}})
    problem = Problem(candidates=(candidate("WBI-1", 3 * MLN, (100,)),), policy=rules)
    with pytest.raises(ValueError, match="the ceiling of woningbouwimpuls is a range"):
        problem.solve()
    proposed = problem.plan()
    assert problem.under(proposed.policy).solve().homes.affordable == 100
