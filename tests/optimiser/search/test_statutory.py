"""What a statutory rule gives is the law's: no objective, share, floor or other money bends it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verdeelsleutel.grants.applications.candidate import Candidate
from verdeelsleutel.grants.decisions.allocation import Status
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.optimiser.search.allocation import allocate
from verdeelsleutel.optimiser.solution import Solution

from ..builders import at, candidate, goal, policy

STEP = 100_000
WBI, GB = "woningbouwimpuls", "gebiedsbudget"


def _awards(solution: Solution) -> dict[str, tuple[Any, ...]]:
    return {
        one.application_id: (one.cents, one.next_window, one.payments, one.reason, one.rank)
        for one in solution.given
        if one.application_id.startswith("WBI")
    }


@settings(max_examples=8, deadline=None)
@given(st.data())
def test_statutory_awards_are_the_same_whatever_the_objective_shares_and_floors(
    data: st.DataObject,
) -> None:
    _compare(data)


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(st.data())
def test_statutory_awards_are_the_same_in_many_rounds(data: st.DataObject) -> None:
    _compare(data)


def _compare(data: st.DataObject) -> None:
    made: list[Candidate] = []
    for k in range(8):
        name, key = (f"WBI-{k}", WBI) if k < 5 else (f"GB-{k}", GB)
        made.append(
            candidate(
                name,
                data.draw(st.integers(1, 9)) * STEP + 7,
                (data.draw(st.integers(0, 9)), 0, 0, data.draw(st.integers(0, 9))),
                instrument=key,
                rank=data.draw(st.integers(1, 4)),
                received_at=at(9, k),
                lot=k,
                province=data.draw(st.sampled_from(("Utrecht", "Drenthe"))),
            )
        )
    rule = {
        "rule": data.draw(
            st.sampled_from(("rank", "first_come", "lottery", "pro_rata", "closed_list"))
        ),
        "ceiling": Euro(data.draw(st.integers(0, 30)) * STEP),
        "when_it_does_not_fit": data.draw(st.sampled_from(("stop", "skip"))),
        "marginal_application": data.draw(st.booleans()),
    }
    bare = allocate(made, policy(200 * STEP, instruments={WBI: rule, GB: {}}))
    soft = [
        goal("SOCIAAL", measure="social_rent", of="homes", at_least="2/3", hard=False),
        goal("VLOER", measure="money", at_least="€ 9.000", hard=False, importance=2,
             group={"province": "Drenthe"}),
        goal("MAXIMUM", measure="number", at_most=2, hard=False, importance=3),
    ]  # fmt: skip
    bound = allocate(
        made,
        policy(
            200 * STEP,
            instruments={WBI: rule, GB: {"ceiling": Euro(data.draw(st.integers(0, 20)) * STEP)}},
            fund={"cash": {2026: Euro(500 * STEP)}},
            constraint=soft,
        ),
    )
    alone = allocate(made[:5], policy(200 * STEP, instruments={WBI: rule, GB: {}}))
    if bare.status is Status.PROVEN:
        assert _awards(bound) == _awards(bare)
        assert _awards(alone) == _awards(bare)
