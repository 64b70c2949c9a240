"""The sample's three divisions agree with a plain model of these tests, to the home and the cent.

The model reads the workbooks and the policy file by itself (``tests/io/plain``).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ..plain.facts import Facts, read
from ..plain.model import WBI, Best, given_by_right, given_in_order, kept, supported

Divisions = dict[str, dict[str, Any]]
POLICIES = {"finished": "policy.toml", "statutory": "policies/wettelijk.toml"}


def facts(folder: Path, samples: Path, policy: str) -> Facts:
    rule = folder / "report" / "open_data" / "distribution_rule.json"
    return read(samples, samples / policy, rule)


def divisions(folder: Path) -> Divisions:
    told = json.loads((folder / "allocation.json").read_text("utf-8"))["divisions"]
    return {one["kind"]: one for one in told}


def holds(found: Facts, one: dict[str, Any]) -> None:
    """A division keeps every limit and goal, and comes to the homes and cents that it says."""
    later = {one["marginal"]: one["next_window"]} if one["marginal"] else {}
    assert kept(found, one["amounts"], later) == []
    assert sum(supported(found, one["amounts"])[:3]) == one["affordable_homes"]
    assert sum(one["amounts"].values()) - sum(later.values()) == one["amount"]


def beyond_free(found: Facts, told: Divisions) -> None:
    """As announced, and the best within the law afterwards."""
    law = given_by_right(found) | given_in_order(found)[0]
    announced = told["as_announced"]
    assert {n: c for n, c in announced["amounts"].items() if n in law} == {
        n: c for n, c in law.items() if c
    }
    best = Best(found, law, {}).found()
    assert (announced["affordable_homes"], announced["amount"]) == best
    given, marginal, ahead = given_in_order(found, crossing=True)
    crossing = given_by_right(found) | given
    later = {marginal: ahead}
    homes, cents = Best(found, crossing, later).found()
    within = told["best_within_the_law"]
    if homes > best[0]:
        assert (within["marginal"], within["next_window"]) == (marginal, ahead)
        assert (within["affordable_homes"], within["amount"]) == (homes, cents)
    else:
        assert (within["marginal"], within["amounts"]) == (None, announced["amounts"])


def test_what_the_law_gives_on_the_sample_agrees_with_a_plain_model(
    finished: Path, samples: Path
) -> None:
    found, told = facts(finished, samples, "policy.toml"), divisions(finished)
    for one in told.values():
        holds(found, one)
    beyond_free(found, told)


@pytest.mark.slow
@pytest.mark.parametrize("policy", sorted(POLICIES))
def test_all_three_of_the_sample_agree_with_a_plain_model_under_either_policy(
    policy: str, samples: Path, request: pytest.FixtureRequest
) -> None:
    folder = request.getfixturevalue(policy)
    found, told = facts(folder, samples, POLICIES[policy]), divisions(folder)
    for one in told.values():
        holds(found, one)
    beyond_free(found, told)
    homes, cents = Best(found, given_by_right(found), {}).found()
    free = told["free_optimum"]
    assert (free["affordable_homes"], free["amount"]) == (homes, cents)
    gap = homes - told["as_announced"]["affordable_homes"]
    assert free["price_of_the_rule"] == {WBI: gap}
