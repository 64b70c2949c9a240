"""What if, what would more money buy, who is next: answers from a small allocated round."""

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import ROUND, Verdeel
from .test_bad_input import one_sentence, state


@pytest.fixture
def allocated(at: Any, desk: Path) -> Path:
    at("allocated")
    return desk


def answer(verdeel: Verdeel, *arguments: str | Path) -> Any:
    result = verdeel(*arguments, "--round", ROUND, "--json")
    assert result.code == 0, result.err
    return json.loads(result.out)


@pytest.mark.slow(
    sample="tests/io/cli/test_comparing.py::"
    "test_a_round_is_set_beside_itself_under_another_policy_and_beside_a_round"
)
def test_another_policy_is_set_beside_the_round_and_changes_nothing_in_it(
    allocated: Path, small_samples: Path, verdeel: Verdeel
) -> None:
    before = state(allocated / "verdeel.db")
    text = (small_samples / "policy.toml").read_text(encoding="utf-8")
    poorer = allocated / "armer.toml"
    poorer.write_text(text.replace('total = "€ 2,5 mld"', 'total = "€ 1,5 mld"'), encoding="utf-8")
    found = answer(verdeel, "compare", "--policy", poorer)
    assert found["after"]["amount"] <= 150_000_000_000 < found["before"]["amount"]
    assert found["homes_gained"] < 0
    assert sum(one["difference"] for one in found["changes"]) == (
        found["after"]["amount"] - found["before"]["amount"]
    )
    same = answer(verdeel, "compare", "--policy", small_samples / "policy.toml")
    assert (same["homes_gained"], same["changes"]) == (0, [])
    assert state(allocated / "verdeel.db") == before


@pytest.mark.slow(
    sample="tests/optimiser/test_enumeration.py::"
    "test_the_frontier_equals_enumeration_and_never_falls"
)
def test_more_money_never_supports_fewer_homes(allocated: Path, verdeel: Verdeel) -> None:
    found = answer(verdeel, "frontier", "--points", "5")
    budgets = [one["cents"] for one in found]
    homes = [one["homes"] for one in found]
    assert budgets == sorted(budgets)
    assert homes == sorted(homes)
    assert 250_000_000_000 in budgets
    assert found[0]["binding"] == ["FUND-mobiliteitsfonds"]
    shown = verdeel("frontier", "--round", ROUND, "--points", "3").out
    assert "knelt" in shown
    assert "geldbron" in shown[shown.index("knelt") :]


@pytest.mark.slow(sample="test_a_refusal_is_explained_with_what_it_would_have_cost")
def test_who_is_next_gets_no_more_than_what_comes_free(allocated: Path, verdeel: Verdeel) -> None:
    found = answer(verdeel, "reserve", "--amount", "€ 10 mln", "--amount", "€ 400 mln")
    assert [one["freed"] for one in found] == [1_000_000_000, 40_000_000_000]
    for one in found:
        assert sum(cents for _, cents in one["awards"]) <= one["freed"]
    assert found[1]["awards"]


def test_a_refusal_is_explained_with_what_it_would_have_cost(
    allocated: Path, verdeel: Verdeel
) -> None:
    awards = answer(verdeel, "allocate")["awards"]
    refused = next(a["application_id"] for a in awards if a["outcome"] == "refused_ceiling")
    found = answer(verdeel, "explain", refused)
    assert found["why_not"]["homes_lost"] >= 0
    winning = found["why_not"]["winning"]
    assert 0 < winning["amount"] < found["why_not"]["requested"]
    assert winning["homes"] >= found["why_not"]["homes_lost"]
    shown = verdeel("explain", refused, "--round", ROUND)
    assert "Zou deze aanvraag toch geld krijgen" in shown.out
    assert f"{winning['homes']:,}".replace(",", ".") + " betaalbare woningen meer" in shown.out
    english = verdeel("explain", refused, "--round", ROUND, "--lang", "en")
    assert "For the same homes it would have been awarded" in english.out
    assert "(policy parameter of the round)" in english.out
    assert "artikel" not in english.out
    assert "beleidsparameter" not in english.out


def test_a_second_solver_finds_the_same_list(allocated: Path, verdeel: Verdeel) -> None:
    result = verdeel("allocate", "--round", ROUND, "--cross-check")
    assert result.code == 0, result.out
    assert "tot op de cent" in result.out


def test_an_unknown_fund_or_amount_is_wrong_use(allocated: Path, verdeel: Verdeel) -> None:
    fund = verdeel("frontier", "--round", ROUND, "--fund", "spaarpot")
    assert fund.code == 2
    assert "mobiliteitsfonds" in one_sentence(fund)
    amount = verdeel("reserve", "--round", ROUND, "--amount", "veel")
    assert amount.code == 2
    one_sentence(amount)


def test_before_allocation_there_is_nothing_to_ask(
    opened_small: Path, small_samples: Path, verdeel: Verdeel
) -> None:
    verdeel("load", small_samples / "bereikbaarheid.xlsx", "--round", ROUND)
    for command in (("reserve",), ("compare", "--policy", str(small_samples / "policy.toml"))):
        result = verdeel(*command, "--round", ROUND)
        assert result.code == 3
        one_sentence(result)


def test_a_planner_that_is_none_is_wrong_use(allocated: Path, verdeel: Verdeel) -> None:
    pytest.importorskip("distributed", reason="the extra verdeelsleutel[cluster] is not installed")
    wrong = verdeel("frontier", "--round", ROUND, "--scheduler", "een kabel")
    assert wrong.code == 2
    assert "planner" in one_sentence(wrong)


@pytest.mark.slow(
    sample="tests/optimiser/questions/test_cluster.py::"
    "test_a_cluster_gives_the_same_frontier_prices_and_reserve"
)
def test_a_cluster_gives_the_same_frontier_and_reserve(allocated: Path, verdeel: Verdeel) -> None:
    distributed: Any = pytest.importorskip(
        "distributed", reason="the extra verdeelsleutel[cluster] is not installed"
    )
    with distributed.LocalCluster(n_workers=1, processes=True, dashboard_address=None) as cluster:
        for asked in (("frontier", "--points", "3"), ("reserve", "--amount", "€ 10 mln")):
            spread = answer(verdeel, *asked, "--scheduler", cluster.scheduler_address)
            assert spread == answer(verdeel, *asked)
