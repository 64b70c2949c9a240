"""Planning: the proposed ceilings equal trying every one, and each rule answers as it does."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from verdeelsleutel.grants.applications.candidate import Candidate, Form
from verdeelsleutel.grants.decisions.allocation import Status
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.fund import CeilingRange
from verdeelsleutel.grants.rounds.policy import DistributionRule, Policy
from verdeelsleutel.optimiser.problem import Problem
from verdeelsleutel.optimiser.proof.certificate import certify
from verdeelsleutel.optimiser.questions.what_if.planning import Plan, plan, with_ceilings
from verdeelsleutel.optimiser.search.allocation import allocate
from verdeelsleutel.optimiser.solution import Solution, Why

from ...builders import MLN, at, candidate, goal, policy

STEP = 100_000
WBI, GB = "woningbouwimpuls", "gebiedsbudget"
READINGS: tuple[dict[str, Any], ...] = (
    {"rule": "rank"},
    {"rule": "rank", "when_it_does_not_fit": "skip"},
    {"rule": "rank", "marginal_application": True},
    {"rule": "first_come", "when_it_does_not_fit": "skip"},
    {"rule": "lottery"},
    {"rule": "optimise"},
)


def planning(fund: int, more: dict[str, Any] | None = None, **instruments: Any) -> Policy:
    made = policy(fund, instruments={WBI: {}, GB: {}})
    return Policy.model_validate(
        made.model_dump()
        | {
            "round": made.round.model_dump() | {"kind": "planning"},
            "instruments": {
                key: {"fund": "vro", "rule": "optimise"} | more for key, more in instruments.items()
            },
        }
        | (more or {})
    )


def between(least: int, most: int, step: int = MLN) -> CeilingRange:
    return CeilingRange(at_least=Euro(least), at_most=Euro(most), step=Euro(step))


def steps_of(within: CeilingRange) -> list[int]:
    least, most, step = within.at_least.cents, within.at_most.cents, within.step.cents
    return [*range(least, most, step), most]


Key = tuple[Any, ...]


def judged(made: list[Candidate], rules: Policy, ceilings: dict[str, int]) -> Key | None:
    """How good these ceilings are, less being better; ``None`` where they may not be chosen."""
    found = allocate(made, with_ceilings(rules, ceilings))
    if found.status is Status.INFEASIBLE:
        return None
    instrument = {one.application_id: one.instrument for one in made}
    cents = dict.fromkeys(rules.instruments, 0)
    for one in found.given:
        cents[instrument[one.application_id]] += one.cents
    taken = sum(max(ceilings.get(key, 0), spent) for key, spent in cents.items())
    ruled = {key for key, one in rules.instruments.items() if one.rule.value != "optimise"}
    levers = {
        one.application_id
        for one in made
        if one.instrument in ruled
        and any(instrument[name] != one.instrument for name in one.requires)
    }
    dropped = [g for g in found.given if g.application_id in levers and g.reason is Why.REQUIRES]
    if taken > rules.funds["vro"].total.cents or dropped:
        return None
    missed = tuple(s.value for s in found.stages if s.name.startswith("shortfall"))
    first = (-found.homes.affordable, *missed)
    if any(one.instrument not in ruled for one in made):
        first = (*missed, -found.homes.affordable)
    return (*first, sum(cents.values()), *(ceilings[k] for k in rules.instruments if k in ceilings))


def by_trying(made: list[Candidate], rules: Policy) -> Key | None:
    """The best over all published ceilings within the fund."""
    ranges = {
        key: one.ceiling
        for key, one in rules.instruments.items()
        if isinstance(one.ceiling, CeilingRange)
    }
    tried = itertools.product(*(steps_of(one) for one in ranges.values()))
    keys = (judged(made, rules, dict(zip(ranges, one, strict=True))) for one in tried)
    return min((key for key in keys if key is not None), default=None)


@st.composite
def rounds(draw: st.DrawFn) -> tuple[list[Candidate], Policy]:
    """Six applications of two schemes: with variants, roads that must come first, and goals."""
    made: list[Candidate] = []
    for k in range(6):
        more: dict[str, Any] = {}
        if k and draw(st.integers(0, 4)) == 0:
            more["requires" if draw(st.booleans()) else "excludes"] = (f"A-{k - 1}",)
        if draw(st.integers(0, 4)) == 0:
            more["project_id"] = "P-samen"
        cents = draw(st.integers(1, 5)) * STEP
        made.append(
            candidate(
                f"A-{k}",
                cents,
                (draw(st.integers(0, 9)), 0, 0, draw(st.integers(0, 3))),
                instrument=WBI if k < 4 else GB,
                rank=9 - k,
                lot=k + 1,
                received_at=at(9, k),
                years={2026: cents // 2, 2027: cents - cents // 2},
                **more,
            )
        )
    first, second = draw(st.sampled_from(READINGS)), draw(st.sampled_from(READINGS))
    if draw(st.integers(0, 3)) == 0:
        second = {"rule": draw(st.sampled_from(("closed_list", "pro_rata")))}
    stride = draw(st.sampled_from((STEP, 2 * STEP)))
    ranges = [
        between(least * STEP, (least + draw(st.integers(0, 8))) * STEP, stride)
        for least in (draw(st.integers(0, 3)), draw(st.integers(0, 2)))
    ]
    rules: dict[str, Any] = {WBI: first | {"ceiling": ranges[0]}, GB: dict(second)}
    if "rule" in second and second["rule"] not in ("closed_list", "pro_rata"):
        rules[GB]["ceiling"] = ranges[1]
    total = draw(st.integers(6, 20)) * STEP
    more = {}
    if draw(st.booleans()):
        more["constraint"] = (
            goal("DEEL", measure="affordable_homes", of="homes", at_least="3/4", hard=False),
        )
    made_policy = planning(total, more, **rules)
    if draw(st.booleans()):
        about = made_policy.funds["vro"].model_copy(
            update={"cash": {2027: Euro(draw(st.integers(2, 8)) * STEP)}}
        )
        made_policy = made_policy.model_copy(update={"funds": {"vro": about}})
    return made, made_policy


@settings(max_examples=5, deadline=None)
@given(rounds())
def test_the_proposed_ceilings_equal_trying_every_one(
    drawn: tuple[list[Candidate], Policy],
) -> None:
    _compare(*drawn)


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(rounds())
def test_the_proposed_ceilings_equal_trying_every_one_at_length(
    drawn: tuple[list[Candidate], Policy],
) -> None:
    _compare(*drawn)


def _compare(made: list[Candidate], rules: Policy) -> None:
    found = plan(made, rules)
    wanted = by_trying(made, rules)
    if wanted is None:
        assert found.solution.status is Status.INFEASIBLE
        assert not found.ceilings
        assert found.solution.conflict
        return
    assert found.solution.status is Status.PROVEN
    assert found.proven
    assert judged(made, rules, found.ceilings) == wanted
    assert certify(made, found.policy, found.solution).valid
    for one in found.proposals:
        _check_interval(made, rules, found, one.instrument)
    _same_under_other_names(made, rules, found)


def _check_interval(made: list[Candidate], rules: Policy, found: Plan, key: str) -> None:
    """Every published ceiling of an order's interval has the same list; none loses more."""
    one = next(one for one in found.proposals if one.instrument == key)
    within = rules.instruments[key].ceiling
    assert isinstance(within, CeilingRange)
    assert one.hindsight  # the applications came in within the window
    if rules.instruments[key].rule.value in ("optimise", "pro_rata"):
        return
    here = {g.application_id for g in found.solution.given if g.cents}
    for cents in steps_of(within):
        if one.ceiling <= cents <= one.highest:
            other = allocate(made, with_ceilings(rules, found.ceilings | {key: cents}))
            assert {g.application_id for g in other.given if g.cents} == here


def _same_under_other_names(made: list[Candidate], rules: Policy, found: Plan) -> None:
    draw = random.Random(len(made))
    names = [one.application_id for one in made]
    other = dict(zip(names, draw.sample([f"Z-{k}" for k in range(99)], len(names)), strict=True))
    renamed = [
        one.model_copy(
            update={
                "application_id": other[one.application_id],
                "requires": tuple(other[name] for name in one.requires),
                "excludes": tuple(other[name] for name in one.excludes),
            }
        )
        for one in made
    ]
    draw.shuffle(renamed)
    again = plan(renamed, rules)
    assert again.proposals == found.proposals
    back = {other[g.application_id]: g.cents for g in found.solution.given}
    assert {g.application_id: g.cents for g in again.solution.given} == back


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


def test_under_skip_a_higher_ceiling_can_lose_homes_and_the_most_is_told() -> None:
    made = [
        candidate("WBI-1", 4 * MLN, (10,), rank=9),
        candidate("WBI-2", 6 * MLN, (20,), rank=8),
        candidate("WBI-3", 3 * MLN, (90,), rank=7),
    ]
    skip = {"rule": "rank", "when_it_does_not_fit": "skip", "ceiling": between(0, 12 * MLN)}
    found = plan(made, planning(12 * MLN, woningbouwimpuls=skip))
    (one,) = found.proposals
    # At 7 the third passes the second; from 10 on the second is in, and the third no more.
    assert (one.ceiling, one.highest) == (7 * MLN, 9 * MLN)
    assert one.largest_loss == 70
    assert found.solution.homes.affordable == 100


def test_an_entitlement_is_paid_in_full_and_never_starved() -> None:
    made = [
        candidate("RS-1", 6 * MLN, (30,), instrument=GB),
        candidate("WBI-1", 5 * MLN, (500,), rank=9),
    ]
    rank = {"rule": "rank", "ceiling": between(0, 8 * MLN)}
    share = {"rule": "pro_rata", "ceiling": between(3 * MLN, 9 * MLN)}
    found = plan(made, planning(8 * MLN, woningbouwimpuls=rank, gebiedsbudget=share))
    assert found.ceilings == {WBI: 0, GB: 6 * MLN}
    assert found.solution.of("RS-1").cents == 6 * MLN
    less = {"rule": "pro_rata", "ceiling": between(3 * MLN, 4 * MLN)}
    short = plan(made, planning(9 * MLN, woningbouwimpuls=rank, gebiedsbudget=less))
    assert short.ceilings == {WBI: 5 * MLN, GB: 4 * MLN}
    assert short.solution.of("RS-1").cents == 4 * MLN


def test_a_closed_list_is_a_constant() -> None:
    made = [
        candidate("GB-1", 6 * MLN, (1,), instrument=GB),
        candidate("WBI-1", 5 * MLN, (500,), rank=9),
    ]
    rules = planning(
        10 * MLN,
        woningbouwimpuls={"rule": "rank", "ceiling": between(0, 8 * MLN)},
        gebiedsbudget={"rule": "closed_list"},
    )
    found = plan(made, rules)
    assert found.ceilings == {WBI: 0}
    assert found.solution.of("GB-1").cents == 6 * MLN


def test_what_a_ranked_application_requires_elsewhere_is_forced() -> None:
    made = [
        candidate("WBI-1", 4 * MLN, (10,), rank=9, requires=("GB-2",)),
        candidate("WBI-2", 4 * MLN, (90,), rank=8),
        candidate("GB-1", 3 * MLN, (60,), instrument=GB, rank=9),
        candidate("GB-2", 3 * MLN, (0,), instrument=GB, rank=8),
    ]
    rules = planning(
        14 * MLN,
        woningbouwimpuls={"rule": "rank", "ceiling": between(0, 8 * MLN)},
        gebiedsbudget={"rule": "rank", "ceiling": between(0, 6 * MLN)},
    )
    # With a ceiling of 3 the second could be refused, and WBI-1 be dropped so that WBI-2 passes.
    found = plan(made, rules)
    assert found.ceilings == {WBI: 8 * MLN, GB: 6 * MLN}
    tight = planning(
        10 * MLN,
        woningbouwimpuls={"rule": "rank", "ceiling": between(4 * MLN, 8 * MLN)},
        gebiedsbudget={"rule": "rank", "ceiling": between(0, 3 * MLN)},
    )
    none = plan(made, tight)
    assert none.solution.status is Status.INFEASIBLE
    assert none.solution.conflict[0].code == "PLAN-RANGES"


@pytest.mark.parametrize("reading", READINGS)
def test_a_range_of_any_width_ends(reading: dict[str, Any]) -> None:
    made = [
        candidate(f"WBI-{k:02d}", (k * 7_919 % 97 + 3) * 12_345_67, (k * 13 % 50,), rank=k, lot=k)
        for k in range(1, 31)
    ]
    asked = sum(one.requested.cents for one in made)
    one = reading | {"ceiling": between(0, 500_000 * MLN, 1)}
    found = plan(made, planning(500_000 * MLN, woningbouwimpuls=one))
    assert found.proven
    assert found.solution.homes.affordable == sum(one.homes.affordable for one in made)
    assert found.ceilings[WBI] <= asked


def no_homes(made: list[Candidate], rules: Policy) -> list[str]:
    found = plan(made, rules)
    assert found.solution.status is Status.INFEASIBLE
    assert not found.proposals
    return [one.code for one in found.solution.conflict]


def test_lower_ends_above_the_fund_have_no_plan() -> None:
    made = [
        candidate("WBI-1", 2 * MLN, (50,)),
        candidate("GB-1", 2 * MLN, (60,), instrument=GB),
    ]
    rules = planning(
        3 * MLN,
        woningbouwimpuls={"ceiling": between(2 * MLN, 2 * MLN)},
        gebiedsbudget={"ceiling": between(2 * MLN, 2 * MLN)},
    )
    assert no_homes(made, rules) == ["PLAN-FUND-vro"]
    said = plan(made, rules).solution.conflict[0].sentence_nl.replace("\xa0", " ")
    assert "samen € 4.000.000; uit Ministerie van VRO is € 3.000.000 te verdelen" in said


def test_a_lower_end_above_what_the_scheme_needs_is_told() -> None:
    made = [candidate("WBI-1", 2 * MLN, (50,), rank=1)]
    rules = planning(9 * MLN, woningbouwimpuls={"ceiling": between(3 * MLN, 4 * MLN)})
    assert no_homes(made, rules) == [f"PLAN-NEED-{WBI}"]
    said = plan(made, rules).solution.conflict[0].sentence_nl.replace("\xa0", " ")
    assert "is € 3.000.000, en er is ten hoogste € 2.000.000 nodig" in said


def test_a_range_on_a_closed_list_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValidationError, match="een gesloten lijst legt vast wat ieder krijgt"):
        planning(9 * MLN, gebiedsbudget={"rule": "closed_list", "ceiling": between(0, MLN)})
    earlier = planning(9 * MLN, gebiedsbudget={"rule": "rank", "ceiling": between(0, MLN)})
    rules = earlier.instruments[GB].model_copy(update={"rule": DistributionRule.CLOSED_LIST})
    sealed = earlier.model_copy(update={"instruments": {GB: rules}, "edition": 1})
    sealed = Policy.sealed(sealed.model_dump_json())
    made = [candidate("GB-1", MLN, (1,), instrument=GB)]
    assert no_homes(made, sealed) == [f"PLAN-LIST-{GB}"]


def test_an_award_of_the_law_that_breaks_a_cash_year_is_a_conflict() -> None:
    made = [
        candidate("GB-1", 6 * MLN, (9,), instrument=GB, years={2027: 6 * MLN}),
        candidate("WBI-1", 2 * MLN, (50,), rank=1, years={2027: 2 * MLN}),
    ]
    rules = planning(
        9 * MLN,
        woningbouwimpuls={"rule": "rank", "ceiling": between(0, 2 * MLN)},
        gebiedsbudget={"rule": "closed_list"},
    )

    def with_cash(cents: int) -> Policy:
        about = rules.funds["vro"].model_copy(update={"cash": {2027: Euro(cents)}})
        return rules.model_copy(update={"funds": {"vro": about}})

    assert no_homes(made, with_cash(5 * MLN)) == ["CASH-vro-2027"]
    # A year that the list alone keeps bounds the ceiling of the ranking, and refuses nobody.
    assert plan(made, with_cash(7 * MLN)).ceilings == {WBI: 0}
    assert plan(made, with_cash(8 * MLN)).ceilings == {WBI: 2 * MLN}


@pytest.mark.slow(sample="test_the_proposed_ceilings_equal_trying_every_one")
def test_more_outcomes_than_can_be_stated_are_told() -> None:
    made = [candidate(f"W-{k}", 2**k * STEP, (1,), rank=k) for k in range(16)]
    one = {"rule": "rank", "when_it_does_not_fit": "skip", "ceiling": between(0, 2**16 * STEP, 1)}
    assert no_homes(made, planning(2**17 * STEP, woningbouwimpuls=one)) == [f"PLAN-STEPS-{WBI}"]


def test_without_applications_of_the_window_it_is_no_hindsight() -> None:
    made = [candidate("WBI-1", 2 * MLN, (50,), rank=1, received_at=datetime(2025, 3, 1, 9))]  # noqa: DTZ001
    rules = planning(9 * MLN, woningbouwimpuls={"rule": "rank", "ceiling": between(0, 4 * MLN)})
    (one,) = plan(made, rules).proposals
    assert (one.ceiling, one.highest, one.hindsight) == (2 * MLN, 4 * MLN, False)


def test_a_marginal_application_takes_its_whole_amount_from_the_same_fund() -> None:
    made = [candidate("WBI-1", 5 * MLN, (50,), rank=2), candidate("WBI-2", 5 * MLN, (90,), rank=1)]
    one = {"rule": "rank", "marginal_application": True, "ceiling": between(0, 10 * MLN)}
    found = plan(made, planning(10 * MLN, woningbouwimpuls=one))
    assert found.ceilings == {WBI: 6 * MLN}
    assert found.solution.of("WBI-2").next_window == 4 * MLN
    assert plan(made, planning(9 * MLN, woningbouwimpuls=one)).ceilings == {WBI: MLN}


def test_an_amount_that_can_be_cut_is_whole_or_nothing_in_an_order() -> None:
    cut = {"form": Form.SCALABLE, "minimum": Euro(MLN), "step": Euro(STEP)}
    made = [candidate("WBI-1", 5 * MLN, (50,), rank=2, **cut)]
    rules = planning(9 * MLN, woningbouwimpuls={"rule": "rank", "ceiling": between(0, 4 * MLN)})
    assert plan(made, rules).ceilings == {WBI: 0}


def given_of(solution: Solution) -> Iterator[str]:
    return (one.application_id for one in solution.given if one.cents)


def test_a_range_is_never_solved_as_if_it_were_its_upper_end() -> None:
    rules = planning(10 * MLN, **{WBI: {"ceiling": between(MLN, 4 * MLN)}})
    problem = Problem(candidates=(candidate("WBI-1", 3 * MLN, (100,)),), policy=rules)
    with pytest.raises(ValueError, match="the ceiling of woningbouwimpuls is a range"):
        problem.solve()
    proposed = problem.plan()
    assert list(given_of(problem.under(proposed.policy).solve())) == ["WBI-1"]
