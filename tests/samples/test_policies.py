"""The policies of the sample round."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.policy import DistributionRule, Policy, RoundKind
from verdeelsleutel.io.config.policy import load_policy
from verdeelsleutel.io.errors import InfeasiblePolicy, Unreadable
from verdeelsleutel.sample_applications import regenerate

FOLDER = Path(regenerate.__file__).parent
POLICIES = (FOLDER / "policy.toml", *sorted((FOLDER / "policies").glob("*.toml")))


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.name)
def test_a_policy_can_be_read_and_its_ceilings_can_hold(path: Path) -> None:
    policy, text = load_policy(path)
    assert policy == Policy.model_validate(tomllib.loads(text))
    assert set(policy.instruments) == {
        "woningbouwimpuls", "gebiedsbudget", "realisatiestimulans", "bereikbaarheid",
    }  # fmt: skip


def test_the_round_spreads_five_billion_by_the_optimiser_over_all_schemes() -> None:
    policy, _ = load_policy(FOLDER / "policy.toml")
    assert policy.round.kind is RoundKind.EXAMPLE
    assert policy.funds["vro"].total == Euro.parse("€ 5 mld")
    assert policy.funds["mobiliteitsfonds"].total == Euro.parse("€ 2,5 mld")
    for instrument in policy.instruments.values():
        assert instrument.rule is DistributionRule.OPTIMISE
        assert instrument.basis
        assert len(instrument.authorised_by) == 2


def test_the_legal_policy_divides_the_same_money_by_each_regulations_own_rule() -> None:
    policy, _ = load_policy(FOLDER / "policies" / "wettelijk.toml")
    housing = [i for i in policy.instruments.values() if i.fund == "vro"]
    ceilings = [i.ceiling for i in housing if isinstance(i.ceiling, Euro)]
    assert Euro.total(ceilings) == policy.funds["vro"].total == Euro.parse("€ 5 mld")
    assert {name: i.rule.value for name, i in policy.instruments.items()} == {
        "woningbouwimpuls": "rank",
        "gebiedsbudget": "closed_list",
        "realisatiestimulans": "pro_rata",
        "bereikbaarheid": "optimise",
    }


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def test_the_what_if_with_less_money_differs_in_nothing_else() -> None:
    base, other = _data("policy.toml"), _data("policies/minder_geld.toml")
    assert other["round"]["kind"] == "what_if"
    assert other["funds"]["vro"].pop("total") == "€ 4 mld"
    base["funds"]["vro"].pop("total")
    assert {k: v for k, v in other.items() if k != "round"} == {
        k: v for k, v in base.items() if k != "round"
    }


def test_the_what_if_without_floors_differs_in_nothing_else() -> None:
    base, other = _data("policy.toml"), _data("policies/zonder_ondergrenzen.toml")
    assert other["round"]["kind"] == "what_if"
    floor = re.compile("PROVINCIE-|NPLV")
    base["constraint"] = [c for c in base["constraint"] if not floor.match(c["code"])]
    assert {k: v for k, v in other.items() if k != "round"} == {
        k: v for k, v in base.items() if k != "round"
    }


def test_every_province_has_a_floor_of_its_own() -> None:
    policy, _ = load_policy(FOLDER / "policy.toml")
    floors = [c.group.province for c in policy.constraint if c.code.startswith("PROVINCIE-")]
    assert len(set(floors)) == 12


def test_the_faulty_policies_are_refused_with_a_sentence() -> None:
    with pytest.raises(Unreadable, match="Bedoelt u ceiling"):
        load_policy(FOLDER / "faulty" / "policy_tikfout.toml")
    with pytest.raises(InfeasiblePolicy, match=r"6\.000\.000\.000"):
        load_policy(FOLDER / "faulty" / "policy_past_niet.toml")
