"""Two rounds of one database never spend the same euro, nor pay for the same twice."""

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import APPROVER, MAKER, SECOND, Result, Verdeel
from .test_bad_input import one_sentence
from .test_unknown import POLICY, row, workbook

OPTIMISE = """rule = "optimise"
basis = "Voorbeeldbesluit (fictief)"
authorised_by = ["A. van Rijnsoever (fictief)", "M. Oudekerk (fictief)"]"""
WHY = ("--reason", "Het zijn andere woningen van dezelfde gemeente.")


class Rounds:
    """Several rounds in one database, each of Gebiedsbudget applications of its own."""

    def __init__(self, desk: Path, samples: Path, verdeel: Verdeel) -> None:
        self.desk, self.verdeel = desk, verdeel
        (desk / "office.toml").write_bytes((samples / "office.toml").read_bytes())

    def opened(self, name: str, *, fund: str = "", ceiling: str = "", day: str = "2026-06-01",
               money: str = "100", area: str = "5") -> None:  # fmt: skip
        text = POLICY.format(decision=f"decision_date = {day}").replace('"klein"', f'"{name}"')
        text = text.replace('Haven-Stad" = "€ 5 mln"', f'Haven-Stad" = "€ {area} mln"')
        text = text.replace('total = "€ 100 mln"', f'total = "€ {money} mln"\n{fund}')
        text = text.replace('rule = "closed_list"', OPTIMISE)
        text = text.replace('ceiling = "€ 6 mln"', f'ceiling = "€ {money} mln"')
        text = text.replace('ceiling = "€ 60 mln"', f'ceiling = "€ {money} mln"\n{ceiling}')
        policy = self.desk / f"{name}.toml"
        policy.write_text(text, encoding="utf-8")
        self.does("round", "open", name, "--policy", policy, *MAKER)

    def filled(self, name: str, rows: list[dict[str, Any]], key: str = "gebiedsbudget") -> None:
        book = workbook(self.desk / f"{name}.xlsx", {key: rows})
        self.does("load", book, "--round", name, *MAKER)
        told = json.loads(self.does("screen", "--round", name, "--json", *MAKER))
        if "INT-154" in {found["code"] for found in told["findings"]}:  # an amount a home
            answered = ("answer", "all", "INT-154", "--round", name, "--date", "2026-03-31")
            self.does(*answered, *WHY, *MAKER)

    def does(self, *command: str | Path) -> str:
        told = self.verdeel(*command)
        assert told.code == 0, told.out + told.err
        return told.out

    def divided(self, name: str) -> dict[str, tuple[str, int]]:
        told = self.verdeel("allocate", "--round", name, "--json", *MAKER)
        assert told.code in (0, 1), told.err
        awards = json.loads(told.out)["awards"]
        return {a["application_id"]: (a["outcome"], a["amount"]) for a in awards}

    def approve(self, name: str) -> Result:
        return self.verdeel("approve", "--round", name, *APPROVER)

    def sound(self) -> None:
        told = self.verdeel("audit", "verify")
        assert told.code == 0, told.out + told.err


@pytest.fixture
def rounds(desk: Path, samples: Path, verdeel: Verdeel) -> Rounds:
    return Rounds(desk, samples, verdeel)


def asks(number: str, mln: float, **more: Any) -> dict[str, Any]:
    return row("gebiedsbudget", number, Gevraagd_bedrag=int(mln * 1_000_000),
               Kosten_openbare_ruimte=int(mln * 1_000_000), **more)  # fmt: skip


TOTAL = {"fund": {"fund": 'holds = "total"'}, "ceiling": {"ceiling": 'ceiling_holds = "total"'}}


@pytest.mark.sample(every=2)
@pytest.mark.parametrize("what", sorted(TOTAL))
def test_a_second_round_has_only_what_the_first_left(rounds: Rounds, what: str) -> None:
    rounds.opened("eerst", money="6", **TOTAL[what])
    rounds.filled("eerst", [asks("A", 4)])
    rounds.opened("later", money="6", **TOTAL[what])
    rounds.filled("later", [asks("B", 1.5), asks("C", 1.5, Sociale_huurwoningen=151)])
    assert rounds.divided("eerst") == {"A": ("granted", 400_000_000)}
    assert rounds.divided("later")["C"][0] == "granted"  # nothing has been decided yet
    assert rounds.approve("eerst").code == 0
    stale = rounds.approve("later")
    assert stale.code == 3
    assert "in ronde eerst over hetzelfde geld beslist" in one_sentence(stale)
    outcomes = rounds.divided("later")
    assert sum(amount for _, amount in outcomes.values()) == 150_000_000
    assert sorted(told for told, _ in outcomes.values()) == ["granted", "refused_ceiling"]
    assert rounds.approve("later").code == 0
    rounds.sound()
    pack = ("bundle", "--round", "later", "--out", rounds.desk / "later.zip")
    rounds.does(*pack)
    told = rounds.verdeel("replay", rounds.desk / "later.zip")
    assert told.code == 0, told.out
    said = json.loads(rounds.does("allocate", "--round", "later", "--json", *MAKER))
    assert "openingsbalans" in [one["file"] for one in said["inputs"]]


@pytest.mark.slow(sample="test_a_second_round_has_only_what_the_first_left")
def test_what_comes_free_in_the_first_round_is_there_for_the_second(rounds: Rounds) -> None:
    rounds.opened("eerst", money="4", **TOTAL["fund"])
    rounds.filled("eerst", [asks("A", 4)])
    rounds.divided("eerst")
    assert rounds.approve("eerst").code == 0
    rounds.opened("later", money="4", **TOTAL["fund"])
    rounds.filled("later", [asks("B", 3, Gemeentecode="GM0363")])
    assert rounds.divided("later") == {"B": ("refused_ceiling", 0)}
    rounds.does("withdraw", "A", "--round", "eerst", "--date", "2026-06-10", "--reason", "brief 3",
                *MAKER)  # fmt: skip
    assert rounds.approve("later").code == 3  # the list rests on less than there is
    assert rounds.divided("later") == {"B": ("granted", 300_000_000)}
    assert rounds.approve("later").code == 0
    rounds.sound()


@pytest.mark.slow(sample="test_a_second_round_has_only_what_the_first_left")
def test_an_amount_of_a_year_or_of_a_round_is_there_again(rounds: Rounds) -> None:
    year = {"fund": 'holds = "year"'}
    rounds.opened("eerst", money="4", **year)
    rounds.filled("eerst", [asks("A", 4)])
    rounds.divided("eerst")
    assert rounds.approve("eerst").code == 0
    for name, more, told in (
        ("zelfde", year, "refused_ceiling"),
        ("volgend", {**year, "day": "2027-06-01"}, "granted"),
        ("eigen", {}, "granted"),
    ):
        rounds.opened(name, money="4", **more)
        rounds.filled(name, [asks(f"B-{name.upper()}", 4)])
        assert [outcome for outcome, _ in rounds.divided(name).values()] == [told], name


@pytest.mark.slow(sample="test_a_second_round_has_only_what_the_first_left")
def test_a_project_that_was_paid_is_asked_about_before_it_is_paid_again(rounds: Rounds) -> None:
    rounds.opened("eerst")
    rounds.filled("eerst", [asks("A", 4, Projectcode="P-1")])
    rounds.divided("eerst")
    assert rounds.approve("eerst").code == 0
    rounds.opened("later")
    rounds.filled("later", [asks("B", 1, Projectcode="p-1"), asks("C", 2, Projectcode="P-2")])
    assert {n: told for n, (told, _) in rounds.divided("later").items()} == {
        "B": "needs_judgement", "C": "granted",
    }  # fmt: skip
    told = rounds.approve("later")
    assert told.code == 3
    assert "B (INT-177)" in one_sentence(told)
    rounds.does("answer", "B", "INT-177", "--round", "later", "--date", "2026-05-05", *WHY, *SECOND)
    assert {told for told, _ in rounds.divided("later").values()} == {"granted"}
    assert rounds.approve("later").code == 0
    rounds.sound()


@pytest.mark.slow(sample="test_a_second_round_has_only_what_the_first_left")
def test_what_another_round_paid_since_the_screening_is_not_paid_again(rounds: Rounds) -> None:
    for name, number in (("eerst", "A"), ("later", "B")):
        rounds.opened(name)
        rounds.filled(name, [asks(number, 2, Projectcode="P-1")])
        rounds.divided(name)
    assert rounds.approve("eerst").code == 0
    told = rounds.approve("later")
    assert told.code == 3
    assert "Voor B is sinds de toetsing in een andere ronde al geld verleend" in one_sentence(told)


STATEMENTS = """
[round]
id = "{name}"
title = "Opgaven"
kind = "example"
window_opens = 2026-09-01
window_closes = 2026-10-15
decision_date = 2026-11-30

[funds.vro]
name_nl = "Ministerie van VRO"
name_en = "Ministry of VRO"
total = "€ 1.486 mln"

[instruments.realisatiestimulans]
fund = "vro"
rule = "pro_rata"
ceiling = "€ 1.486 mln"
ceiling_holds = "total"
"""


@pytest.mark.slow(sample="test_a_second_round_has_only_what_the_first_left")
def test_a_start_year_is_stated_once(rounds: Rounds, samples: Path) -> None:
    """With the statements of the sample round itself."""
    book = samples / "realisatiestimulans.xlsx"
    first: set[str] = set()
    for name in ("2026-1", "2026-2"):
        policy = rounds.desk / f"{name}.toml"
        policy.write_text(STATEMENTS.format(name=name), encoding="utf-8")
        rounds.does("round", "open", name, "--policy", policy, *MAKER)
        assert rounds.verdeel("load", book, "--round", name, *MAKER).code in (0, 1)
        rounds.does("screen", "--close", "--round", name, *MAKER)
        paid = {number for number, (_, amount) in rounds.divided(name).items() if amount}
        if name == "2026-1":
            assert paid
            for question in codes_in_the_way(rounds, name):
                answered = ("answer", "all", question, "--round", name, "--date", "2026-11-02")
                rounds.does(*answered, *WHY, *MAKER)
            first = paid
            rounds.divided(name)
            told = rounds.approve(name)
            assert told.code == 0, told.err
    assert not paid & first
    refused = rounds.approve("2026-2")
    assert refused.code == 3
    assert f"{min(first)} (INT-176)" in one_sentence(refused)
    answer = ("answer", min(first), "INT-176", "--round", "2026-2", "--date", "2026-11-05")
    kept = rounds.verdeel(*answer, *WHY, *SECOND)
    assert kept.code == 3
    assert "Een startjaar wordt een keer vastgesteld" in one_sentence(kept)


def codes_in_the_way(rounds: Rounds, name: str) -> list[str]:
    found = json.loads(rounds.verdeel("round", "check", name, "--json").out)
    asked = [one["sentence"].split()[1].rstrip(":") for one in found if one["what"] == "question"]
    return sorted(set(asked))
