"""Two rounds in one database: the second is opened with what the first left and charged ahead."""

import csv
import json
import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from .conftest import APPROVER, MAKER, SECOND, Verdeel
from .test_unknown import row, workbook

MLN = 100_000_000
POLICY = """
[round]
id = "{name}"
title = "Ronde {name}"
kind = "example"
window_opens = {opens}
window_closes = {closes}
decision_date = {decision}

[funds.vro]
name_nl = "Ministerie van VRO"
name_en = "Ministry of VRO"
total = "€ 100 mln"
holds = "{holds}"

[instruments.woningbouwimpuls]
fund = "vro"
rule = "rank"
ceiling = "€ 6 mln"
marginal_application = true
{retake}
[instruments.gebiedsbudget]
fund = "vro"
rule = "closed_list"
ceiling = "€ 60 mln"
ceiling_holds = "{holds}"
parameters = {{ "GB-02.Haven-Stad" = "€ 50 mln" }}
"""
SPRING = {"opens": "2026-03-02", "closes": "2026-03-31", "decision": "2026-06-01"}
AUTUMN = {"opens": "2026-09-01", "closes": "2026-09-30", "decision": "2026-12-07"}


class Following:
    """Rounds after each other in one database, each with rows of its own."""

    def __init__(self, desk: Path, samples: Path, verdeel: Verdeel) -> None:
        self.desk, self.verdeel = desk, verdeel
        (desk / "office.toml").write_bytes((samples / "office.toml").read_bytes())

    def does(self, *command: str | Path) -> str:
        told = self.verdeel(*command)
        assert told.code in (0, 1), told.out + told.err
        return told.out

    def says(self, *command: str | Path) -> Any:
        return json.loads(self.does(*command, "--json"))

    def divided(
        self, name: str, days: dict[str, str], rows: dict[str, list[dict[str, Any]]],
        holds: str = "total", retake: str = "",
    ) -> dict[str, tuple[str, int]]:  # fmt: skip
        policy = self.policy(name, days, holds, retake)
        of = ("--round", name)
        self.does("round", "open", name, "--policy", policy, *MAKER)
        self.does("load", workbook(self.desk / f"{name}.xlsx", rows), *of, *MAKER)
        told = self.says("screen", *of, *MAKER)
        for code in sorted(
            {one["code"] for one in told["findings"]} & {"INT-154", "INT-156", "INT-157"}
        ):
            self.does("answer", "all", code, *of, "--date", days["closes"], "--reason",
                      "De gemeente heeft dit toegelicht.", *MAKER)  # fmt: skip
        return self.list_of(name)

    def policy(self, name: str, days: dict[str, str], holds: str, retake: str) -> Path:
        policy = self.desk / f"{name}.toml"
        text = POLICY.format(name=name, holds=holds, retake=retake, **days)
        policy.write_text(text, encoding="utf-8")
        return policy

    def list_of(self, name: str) -> dict[str, tuple[str, int]]:
        awards = self.says("allocate", "--round", name, *MAKER)["awards"]
        return {one["application_id"]: (one["outcome"], one["amount"]) for one in awards}

    def balances(self, name: str, *more: str | Path) -> dict[tuple[str, int], dict[str, int]]:
        told = self.says("ledger", "--round", name, *more)["balances"]
        return {(one["instrument"] or "", one["year"]): one for one in told}

    def years(self, *more: str) -> dict[tuple[str, int], dict[str, int]]:
        told = self.says("ledger", "--years", *more)["years"]
        return {(one["instrument"] or "", one["year"]): one for one in told}

    def sound(self, *names: str) -> None:
        """The trail and the ledgers hold, hledger agrees, and the table is what the ledgers are."""
        told = self.verdeel("audit", "verify")
        assert told.code == 0, told.out + told.err
        table, booked = self.years(), list[dict[tuple[str, int], dict[str, int]]]()
        for name in names:
            journal = self.desk / f"{name}.journal"
            booked.append(self.balances(name, "--out", journal))
            hledger = shutil.which("hledger")
            if hledger is not None:
                subprocess.run([hledger, "check", "-s", "-f", str(journal)], check=True)
        for account in ("reserved", "committed", "settled", "reclaimed"):
            for key in table:
                posted = sum(one.get(key, {}).get(account, 0) for one in booked)
                if key[0] or account in ("reserved", "committed"):
                    assert table[key][account] == posted, (key, account)


@pytest.fixture
def following(desk: Path, samples: Path, verdeel: Verdeel) -> Following:
    return Following(desk, samples, verdeel)


def wbi(number: str, mln: float, day: datetime | None = None, **more: Any) -> dict[str, Any]:
    asked: dict[str, Any] = {"Gevraagd_bedrag": int(mln * 1_000_000)} | more
    return row("woningbouwimpuls", number, **asked, **({"Ontvangen_op": day} if day else {}))


def gb(number: str, mln: float, day: datetime | None = None, **more: Any) -> dict[str, Any]:
    euros = int(mln * 1_000_000)
    asked: dict[str, Any] = {"Gevraagd_bedrag": euros, "Kosten_openbare_ruimte": euros,
                             "Resterend_tekort": 90_000_000, "Compensabele_btw": 0,
                             "Kosten_hinder": 0} | more  # fmt: skip
    return row("gebiedsbudget", number, **asked, **({"Ontvangen_op": day} if day else {}))


LATER = datetime(2026, 9, 16, 10, 0)  # noqa: DTZ001 - as a workbook has it
FIRST = {
    "woningbouwimpuls": [
        wbi("WBI-1", 4, Score_noodzaak=9), wbi("WBI-2", 4, Score_noodzaak=8), wbi("WBI-3", 3),
    ],
    "gebiedsbudget": [gb("GB-1", 30)],
}  # fmt: skip
NEXT = {
    "woningbouwimpuls": [wbi("WBI-4", 4, LATER, Gemeentecode="GM0599", Score_noodzaak=9)],
    "gebiedsbudget": [gb("GB-2", 20, LATER, Projectnaam="Ander plan", Sociale_huurwoningen=151)],
}


@pytest.mark.slow(
    sample="tests/io/cli/test_earlier_rounds.py::test_a_second_round_has_only_what_the_first_left"
)
def test_a_second_round_opens_with_what_the_first_left_and_charged_ahead(
    following: Following,
) -> None:
    first = following.divided("voorjaar", SPRING, FIRST)
    assert first["WBI-2"] == ("granted", 4 * MLN)  # crosses the ceiling: two million is ahead
    assert first["WBI-3"] == ("refused_ceiling", 0)
    following.does("approve", "--round", "voorjaar", *APPROVER)
    following.sound("voorjaar")
    table = following.years()
    assert table["woningbouwimpuls", 2026]["committed"] == 6 * MLN
    assert table["woningbouwimpuls", 2027]["committed"] == 2 * MLN
    assert table["gebiedsbudget", 2026]["free"] == 30 * MLN

    letters = ("letters", "--round", "voorjaar", "--out", following.desk / "brieven", "--date",
               "2026-06-03", "--no-word", *MAKER)  # fmt: skip
    following.does(*letters)
    following.does("pay", "order", "GB-1", "--round", "voorjaar", "--date", "2026-06-10", *MAKER)
    following.does("pay", "confirm", "GB-1", "--round", "voorjaar", "--date", "2026-06-15",
                   "--amount", "€ 30 mln", "--reference", "B-1", *SECOND)  # fmt: skip
    table = following.years()
    assert table["gebiedsbudget", 2026]["paid"] == 30 * MLN
    assert table["gebiedsbudget", 2026]["to_pay"] == 0
    assert table["woningbouwimpuls", 2026]["to_pay"] == 6 * MLN
    assert table["woningbouwimpuls", 2027]["to_pay"] == 2 * MLN
    following.sound("voorjaar")

    # What is missed next is told, and by which article; a second window for WBI-3 is one of it.
    presses = following.says("calendar", "--date", "2026-06-16")["terms"]
    retake = next(one for one in presses if one["what"]["nl"].startswith("een herkansing"))
    assert retake["first"] == date(2026, 7, 28).isoformat()

    second = following.divided("najaar", AUTUMN, NEXT)
    assert second == {"WBI-4": ("granted", 4 * MLN), "GB-2": ("granted", 20 * MLN)}
    opening = following.balances("najaar")
    assert opening["woningbouwimpuls", 2026]["ceiling"] == 4 * MLN  # six, less two charged ahead
    assert opening["gebiedsbudget", 2026]["ceiling"] == 30 * MLN
    assert opening["", 2026]["ceiling"] == (100 - 38) * MLN
    told = following.does("approve", "--round", "najaar", *APPROVER)
    assert "vastgesteld" in told
    following.sound("voorjaar", "najaar")
    table = following.years()
    assert table["gebiedsbudget", 2026]["free"] == 10 * MLN  # once, in both rounds the same money
    assert table["", 2026]["free"] == (100 - 62) * MLN
    assert table["woningbouwimpuls", 2026]["committed"] == 10 * MLN
    report = following.desk / "rapport"
    following.does("report", "--round", "najaar", "--out", report)
    published = (report / "open_data" / "ledger_years.csv").read_text(encoding="utf-8")
    listed = list(csv.DictReader(published.splitlines()))
    assert len(listed) == len(table)
    for one in listed:
        told = table[one["instrument"], int(one["year"])]
        for name in ("ceiling", "committed", "to_pay", "paid", "free"):
            cents = one[f"{name}_eur"].replace(".", "")
            assert (int(cents) if cents else None) == told[name], one
    pack = following.desk / "najaar.zip"
    following.does("bundle", "--round", "najaar", "--out", pack)
    assert following.verdeel("replay", pack).code == 0


def test_what_was_charged_ahead_lowers_a_ceiling_that_holds_for_its_own_round_alone(
    following: Following,
) -> None:
    following.divided("voorjaar", SPRING, FIRST, holds="round")
    following.does("approve", "--round", "voorjaar", *APPROVER)
    following.divided("najaar", AUTUMN, NEXT, holds="round")
    opening = following.balances("najaar")
    assert opening["woningbouwimpuls", 2026]["ceiling"] == 4 * MLN
    assert opening["gebiedsbudget", 2026]["ceiling"] == 60 * MLN
    assert opening["", 2026]["ceiling"] == 98 * MLN
    assert following.list_of("najaar")["WBI-4"] == ("granted", 4 * MLN)
    # A third window is not the next one of the first round: it has its whole ceiling.
    days = {"opens": "2027-01-04", "closes": "2027-01-29", "decision": "2027-03-01"}
    day = datetime(2027, 1, 12, 10, 0)  # noqa: DTZ001 - as a workbook has it
    more: dict[str, Any] = {"Start_bouw": date(2028, 9, 1), "Projectcode": "Q"}
    rows = {"woningbouwimpuls": [wbi("WBI-5", 5, day, Gemeentecode="GM0344", **more)]}
    following.divided("winter", days, rows, holds="round")
    assert following.balances("winter")["woningbouwimpuls", 2027]["ceiling"] == 6 * MLN


@pytest.mark.slow(
    sample="tests/io/cli/test_earlier_rounds.py::test_a_second_round_has_only_what_the_first_left"
)
def test_what_comes_free_of_what_was_charged_ahead_is_there_again(following: Following) -> None:
    following.divided("voorjaar", SPRING, FIRST, holds="round")
    following.does("approve", "--round", "voorjaar", *APPROVER)
    following.divided("najaar", AUTUMN, NEXT, holds="round")
    following.does("withdraw", "WBI-2", "--round", "voorjaar", "--date", "2026-10-05", "--reason",
                   "brief van de gemeente", *MAKER)  # fmt: skip
    stale = following.verdeel("approve", "--round", "najaar", *APPROVER)
    assert stale.code == 3
    assert "voorjaar" in stale.err
    following.list_of("najaar")
    assert following.balances("najaar")["woningbouwimpuls", 2026]["ceiling"] == 6 * MLN
    following.does("approve", "--round", "najaar", *APPROVER)
    following.sound("voorjaar", "najaar")


def test_the_table_is_the_same_on_the_screen_as_json_and_as_csv(following: Following) -> None:
    following.divided("voorjaar", SPRING, FIRST)
    following.does("approve", "--round", "voorjaar", *APPROVER)
    table = following.years()
    rows = list(csv.DictReader(following.does("ledger", "--years", "--csv").splitlines()))
    assert len(rows) == len(table)
    for one in rows:
        told = table[one["instrument"], int(one["year"])]
        for name in ("ceiling", "committed", "to_pay", "paid", "settled", "reclaimed", "free"):
            assert one[f"{name}_cents"] == ("" if told[name] is None else str(told[name]))
    shown = following.does("ledger", "--years")
    assert "€\u00a06.000.000" in shown
    assert all(len(line) <= 80 for line in shown.splitlines() if "Rondes" not in line)
    assert following.years("--round", "voorjaar") == table
    for wrong in (("ledger",), ("ledger", "--csv", "--round", "voorjaar"),
                  ("ledger", "--years", "--out", "x.journal"),
                  ("ledger", "--years", "--round", "nergens")):  # fmt: skip
        assert following.verdeel(*wrong).code == 2, wrong


RETAKE = """retake_of = "voorjaar"
retake_closed = {closed}
retake_projects = [{projects}]
"""
AGAIN = datetime(2026, 7, 16, 10, 0)  # noqa: DTZ001 - as a workbook has it
SUMMER = {"opens": "2026-07-13", "closes": "2026-07-24", "decision": "2026-09-28"}


@pytest.mark.slow(
    sample="test_what_was_charged_ahead_lowers_a_ceiling_that_holds_for_its_own_round_alone"
)
def test_a_second_chance_is_for_the_projects_that_were_refused_and_for_no_other(
    following: Following,
) -> None:
    following.divided("voorjaar", SPRING, FIRST)
    following.does("approve", "--round", "voorjaar", *APPROVER)

    def opens(days: dict[str, str], closed: str = "2026-03-31", projects: str = "") -> Any:
        listed = projects or '"GM0344:P-WBI-3"'
        retake = RETAKE.format(closed=closed, projects=listed)
        policy = following.policy("zomer", days, "total", retake)
        return following.verdeel("round", "open", "zomer", "--policy", policy, *MAKER)

    late = opens({**SUMMER, "opens": "2026-07-29", "closes": "2026-08-14"})
    assert late.code == 4
    assert "uiterlijk 28-07-2026 (17 weken" in late.err
    wrong = opens(SUMMER, projects='"GM0344:P-WBI-1"')
    assert wrong.code == 3
    assert 'Schrijf in retake_projects: "GM0344:p-wbi-3".' in wrong.err
    off = opens({**SUMMER, "opens": "2026-07-13"}, closed="2026-04-30")
    assert off.code == 3
    assert "sloot op 31-03-2026" in off.err

    rows = {
        "woningbouwimpuls": [
            wbi("WBI-6", 3, AGAIN, Projectcode="p-wbi-3"),
            wbi("WBI-7", 1, AGAIN, Gemeentecode="GM0599", Score_noodzaak=9),
        ]
    }
    retake = RETAKE.format(closed="2026-03-31", projects='"GM0344:P-WBI-3"')
    list_ = following.divided("zomer", SUMMER, rows, retake=retake)
    assert list_ == {"WBI-6": ("granted", 3 * MLN), "WBI-7": ("refused_rule", 0)}
    assert following.balances("zomer")["woningbouwimpuls", 2026]["ceiling"] == 4 * MLN
    told = following.does("explain", "WBI-7", "--round", "zomer")
    assert "alleen voor projecten die in ronde voorjaar zijn afgewezen" in told
    assert "artikel 4, eerste lid, van de Regeling Woningbouwimpuls 2020" in told
    following.does("approve", "--round", "zomer", *APPROVER)
    following.sound("voorjaar", "zomer")
    terms = following.says("calendar", "--date", "2026-07-20")["terms"]
    assert not any(
        one["what"]["nl"].startswith("een herkansing") and one["round"] == "voorjaar"
        for one in terms
    )
