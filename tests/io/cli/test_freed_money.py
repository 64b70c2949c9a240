"""Money that came free: back under its ceiling and in its year, for whoever was next."""

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import MAKER, Verdeel
from .test_earlier_rounds import OPTIMISE, TOTAL, Rounds, asks
from .test_unknown import row, workbook

MLN = 100_000_000


@pytest.fixture
def rounds(desk: Path, samples: Path, verdeel: Verdeel) -> Rounds:
    return Rounds(desk, samples, verdeel)


def homes(count: int) -> dict[str, int]:
    return {"Sociale_huurwoningen": count}


def told(rounds: Rounds, *command: str) -> Any:
    said = rounds.verdeel(*command, "--json")
    assert said.code in (0, 1), said.err
    return json.loads(said.out)


def free(rounds: Rounds, name: str) -> Any:
    """What came free with who is next for it; nothing where nothing did."""
    found = told(rounds, "reserve", "--round", name)
    first = [one for one in found if one["came_free"]]
    assert found[: len(first)] == first
    return first[0] if first else None


def withdraw(rounds: Rounds, number: str, name: str = "eerst") -> None:
    gone = ("withdraw", number, "--round", name, "--date", "2026-06-10", "--reason", "brief 3")
    rounds.does(*gone, *MAKER)


def decided(rounds: Rounds, rows: list[dict[str, Any]], **policy: Any) -> None:
    rounds.opened("eerst", area="50", **policy)
    rounds.filled("eerst", rows)
    rounds.divided("eerst")
    told = rounds.approve("eerst")
    assert told.code == 0, told.err


def cells(rounds: Rounds, name: str, account: str) -> dict[str, int]:
    found = told(rounds, "ledger", "--round", name)["balances"]
    return {one["instrument"] or "": one[account] for one in found if one[account]}


A_B_C = [asks("A", 4, **homes(900)), asks("B", 3, **homes(300)), asks("C", 1, **homes(200))]


def test_who_was_refused_only_for_money_is_next_where_a_ceiling_equals_its_fund(
    rounds: Rounds,
) -> None:
    decided(rounds, A_B_C, money="5")
    assert free(rounds, "eerst") is None
    withdraw(rounds, "A")
    assert cells(rounds, "eerst", "released") == {"": 4 * MLN, "gebiedsbudget": 4 * MLN}
    next_ = free(rounds, "eerst")
    assert (next_["freed"], next_["awards"]) == (4 * MLN, [["B", 3 * MLN]])
    shown = rounds.does("reserve", "--round", "eerst")
    assert "€ 4.000.000 *" in shown.replace("\u00a0", " ")
    assert "Dit is vrijgevallen sinds het besluit." in shown


def test_the_frontier_counts_nobody_who_withdrew(rounds: Rounds) -> None:
    decided(rounds, A_B_C, money="5")

    def points() -> dict[int, int]:
        found = told(rounds, "frontier", "--round", "eerst", "--points", "3")
        return {one["cents"]: one["homes"] for one in found}

    before = points()
    withdraw(rounds, "A")
    after = points()
    assert before[5 * MLN] - after[5 * MLN] == 600  # A's 900 and C's 200; then B's 300 and C's


def test_what_came_free_goes_to_nobody_of_another_ceiling(rounds: Rounds) -> None:
    """A of Gebiedsbudget withdraws; W waits under the full ceiling of Woningbouwimpuls."""
    rounds.opened("breed", area="50")
    text = (rounds.desk / "breed.toml").read_text(encoding="utf-8").replace("breed", "eng")
    text = text.replace('rule = "rank"\nceiling = "€ 100 mln"', f'{OPTIMISE}\nceiling = "€ 1 mln"')
    (rounds.desk / "eng.toml").write_text(text, encoding="utf-8")
    rounds.does("round", "open", "eng", "--policy", rounds.desk / "eng.toml", *MAKER)
    book = workbook(rounds.desk / "eng.xlsx", {
        "gebiedsbudget": [asks("A", 4)], "woningbouwimpuls": [row("woningbouwimpuls", "W")],
    })  # fmt: skip
    rounds.does("load", book, "--round", "eng", *MAKER)
    rounds.does("screen", "--round", "eng", *MAKER)
    assert rounds.divided("eng")["W"][0] == "refused_ceiling"
    assert rounds.approve("eng").code == 0
    withdraw(rounds, "A", "eng")
    assert free(rounds, "eng")["awards"] == []
    asked = told(rounds, "reserve", "--round", "eng", "--amount", "€ 4 mln")
    assert asked[0]["awards"] == [["W", 4 * MLN]]  # had it come free there


@pytest.mark.slow(
    sample="test_who_was_refused_only_for_money_is_next_where_a_ceiling_equals_its_fund"
)
def test_what_a_later_round_took_is_nobodys_next(rounds: Rounds) -> None:
    decided(rounds, [asks("A", 4, **homes(900)), asks("B", 3)], money="4", **TOTAL["fund"])
    withdraw(rounds, "A")
    assert free(rounds, "eerst")["awards"] == [["B", 3 * MLN]]
    rounds.opened("later", money="4", area="50", **TOTAL["fund"])
    rounds.filled("later", [asks("Z", 2, Gemeentecode="GM0363")])
    rounds.divided("later")
    assert rounds.approve("later").code == 0
    left = free(rounds, "eerst")
    assert (left["freed"], left["awards"]) == (2 * MLN, [])
    rounds.sound()
