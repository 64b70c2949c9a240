"""What is unknown waits, is told, and is answered with a value, its source and two names."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from verdeelsleutel.instruments.instrument import instruments

from .conftest import Result, Verdeel
from .test_bad_input import one_sentence

ROUND = "klein"
MAKER, SECOND, THIRD = "sanne.vermeulen", "bram.dekker", "yasmina.haddou"
REASON = "Het advies van de commissie is later binnengekomen."
WBI = {
    "Gemeentecode": "GM0344", "Projectnaam": "Proefkade", "Gevraagd bedrag": 4_000_000,
    "Sociale huurwoningen": 150, "Middenhuurwoningen": 100, "Betaalbare koopwoningen": 50,
    "Overige woningen": 100, "Start bouw": date(2027, 9, 1),
    "Start laatste woning": date(2031, 9, 1),
    "Publiek tekort": 10_000_000, "Eigen bijdrage": 5_000_000, "Financiële samenhang": "ja",
    "Geografische samenhang": "ja", "Organisatorische samenhang": "nee",
    "Kosten ontsluiting": 5_000_000, "Score noodzaak": 7, "Score effectiviteit": 6.5,
    "Score efficiëntie": 6, "Score woningbouwopgave": 5,
    "Ontvangen op": datetime(2026, 3, 16, 10, 0),  # noqa: DTZ001 - as a workbook has it
}  # fmt: skip
GB = {
    "Gemeentecode": "GM0363", "Projectnaam": "Proefplan", "Gevraagd bedrag": 4_000_000,
    "Sociale huurwoningen": 150, "Middenhuurwoningen": 100, "Betaalbare koopwoningen": 50,
    "Overige woningen": 100, "Start bouw": date(2027, 9, 1),
    "Start laatste woning": date(2031, 9, 1),
    "Gebied": "Haven-Stad", "Kosten openbare ruimte": 4_000_000, "Kosten hinder": 500_000,
    "Kosten klimaat en groen": 0, "Compensabele btw": 600_000, "Resterend tekort": 9_000_000,
    "Maatregelen gereed": date(2036, 12, 31), "Kosten vanaf": date(2026, 7, 1),
    "Ontvangen op": datetime(2026, 3, 16, 10, 0),  # noqa: DTZ001 - as a workbook has it
}  # fmt: skip
ORDINARY = {"woningbouwimpuls": WBI, "gebiedsbudget": GB}
POLICY = """
[round]
id = "klein"
title = "Kleine ronde"
kind = "example"
window_opens = 2026-03-02
window_closes = 2026-03-31
{decision}

[funds.vro]
name_nl = "Ministerie van VRO"
name_en = "Ministry of VRO"
total = "€ 100 mln"

[instruments.woningbouwimpuls]
fund = "vro"
rule = "rank"
ceiling = "€ 6 mln"

[instruments.gebiedsbudget]
fund = "vro"
rule = "closed_list"
ceiling = "€ 60 mln"
parameters = {{ "GB-02.Haven-Stad" = "€ 5 mln" }}
"""
DECIDED = "decision_date = 2026-06-01"


def row(instrument: str, number: str, **changes: Any) -> dict[str, Any]:
    """An ordinary row with changes, by header with underscores for spaces."""
    changed = {header.replace("_", " "): value for header, value in changes.items()}
    own = {
        "Aanvraagnummer": number, "Projectcode": f"P-{number}",
        "Projectnaam": f"{ORDINARY[instrument]['Projectnaam']} {number}",
    }  # fmt: skip
    return {**ORDINARY[instrument], **own, **changed}


def workbook(path: Path, rows: Mapping[str, list[dict[str, Any]]]) -> Path:
    book: Any = openpyxl.Workbook()
    book.remove(book.active)
    for key, filled in rows.items():
        sheet = book.create_sheet(instruments()[key].sheet)
        headers = [column.label for column in instruments()[key].columns if column.year is None]
        sheet.append(headers)
        for one in filled:
            assert set(one) <= set(headers)
            sheet.append([one.get(header) for header in headers])
    book.save(path)
    return path


class Small:
    """A small round on a desk of its own, brought as far as its screening."""

    def __init__(self, desk: Path, samples: Path, verdeel: Verdeel, text: str = POLICY) -> None:
        self.desk, self.verdeel, self.text = desk, verdeel, text
        (desk / "office.toml").write_bytes((samples / "office.toml").read_bytes())

    def policy(self, text: str) -> Path:
        path = self.desk / "policy.toml"
        path.write_text(text, encoding="utf-8")
        return path

    def screened(self, *, decision: str = DECIDED, **rows: list[dict[str, Any]]) -> dict[str, Any]:
        policy = self.policy(self.text.format(decision=decision))
        for command in (
            ("round", "open", ROUND, "--policy", policy, "--as", MAKER),
            ("load", workbook(self.desk / "aanvragen.xlsx", rows), *self.of(MAKER)),
        ):
            result = self.verdeel(*command)
            assert result.code == 0, result.out + result.err
        told = json.loads(self.does("screen", "--json", *self.of(MAKER)))
        if "INT-154" in {found["code"] for found in told["findings"]}:
            self.does("answer", "all", "INT-154", "--date", "2026-03-31", "--reason", REASON,
                      *self.of(MAKER))  # fmt: skip
        return told

    def of(self, who: str) -> tuple[str, ...]:
        return ("--round", ROUND, "--as", who)

    def does(self, *command: str | Path) -> str:
        result = self.verdeel(*command)
        assert result.code == 0, result.out + result.err
        return result.out

    def judged(self, number: str, rule: str, *answer: str) -> None:
        self.does("judge", number, "--rule", rule, *answer, "--reason", REASON,
                  "--date", "2026-05-04", *self.of(MAKER))  # fmt: skip
        self.does("judge", number, "--rule", rule, "--confirm", "--date", "2026-05-05",
                  *self.of(SECOND))  # fmt: skip

    def outcomes(self) -> dict[str, str]:
        result = self.verdeel("allocate", "--json", *self.of(MAKER))
        assert result.code in (0, 1), result.err
        return {a["application_id"]: a["outcome"] for a in json.loads(result.out)["awards"]}

    def questions(self) -> list[dict[str, Any]]:
        lines = json.loads(self.does("round", "applications", ROUND, "--json"))
        return [one for line in lines for one in line["questions"]]

    def approve(self, *more: str) -> Result:
        return self.verdeel("approve", *self.of(THIRD), *more)

    def rule(self, number: str, code: str) -> dict[str, Any]:
        told = json.loads(self.does("explain", number, "--round", ROUND, "--json"))
        return next(a for a in told["assessments"] if a["code"] == code)


@pytest.fixture
def small(desk: Path, samples: Path, verdeel: Verdeel) -> Small:
    return Small(desk, samples, verdeel)


def test_a_missing_score_is_answered_with_its_value_and_never_with_a_yes(small: Small) -> None:
    strong = row("woningbouwimpuls", "STERK", Score_noodzaak=None, Score_effectiviteit=9)
    weak = row("woningbouwimpuls", "ZWAK", Gevraagd_bedrag=3_900_000)
    told = small.screened(woningbouwimpuls=[strong, weak])
    assert {(one["application_id"], one["code"]) for one in told["open"]} == {
        ("STERK", "WBI-16"), ("STERK", "WBI-17"), ("ZWAK", "WAITS"),
    }  # fmt: skip
    asked = [one["who"] for one in told["open"] if one["application_id"] == "STERK"]
    assert all('--value "Score noodzaak=..."' in who for who in asked)
    judge = ("judge", "STERK", "--rule", "WBI-16", "--date", "2026-05-04", *small.of(MAKER))
    yes = small.verdeel(*judge, "--answer", "met", "--reason", REASON)
    assert yes.code == 3
    assert "--value" in one_sentence(yes)
    bare = small.verdeel(*judge, "--value", "Score noodzaak=9", "--reason", REASON)
    assert bare.code == 2
    assert "--source" in one_sentence(bare)
    for wrong in ("Score urgentie=9", "Score noodzaak", "Gevraagd bedrag=1"):
        answer = ("--value", wrong, "--source", "advies", "--reason", REASON)
        assert small.verdeel(*judge, *answer).code == 2
    too_high = ("--value", "Score noodzaak=11", "--source", "advies", "--reason", REASON)
    assert "past niet" in one_sentence(small.verdeel(*judge, *too_high))
    assert small.outcomes() == {"STERK": "needs_judgement", "ZWAK": "needs_judgement"}
    assert "niet zo voor STERK" in small.does("explain", "ZWAK", "--round", ROUND)
    waits = small.approve()
    assert waits.code == 3
    assert "Woningbouwimpuls op STERK" in one_sentence(waits)
    small.judged("STERK", "WBI-16", "--value", "Score noodzaak=9", "--source", "advies 12-4-2026")
    assert small.outcomes() == {"STERK": "granted", "ZWAK": "refused_ceiling"}
    score = small.rule("STERK", "WBI-16")
    assert (score["answer"], score["judged_by"]) == ("met", ["S. Vermeulen", "B. Dekker"])
    assert "ingevuld (bron: advies 12-4-2026;" in score["sentence_nl"]
    assert small.rule("STERK", "WBI-17")["answer"] == "met"
    assert small.approve().code == 0


def test_a_value_that_fails_the_rule_refuses_the_application(small: Small) -> None:
    low = row("woningbouwimpuls", "LAAG", Score_noodzaak=None)
    small.screened(woningbouwimpuls=[low])
    small.judged("LAAG", "WBI-17", "--value", "Score noodzaak=5", "--source", "advies 12-4-2026")
    assert small.outcomes() == {"LAAG": "refused_rule"}


@pytest.mark.slow(sample="test_a_missing_score_is_answered_with_its_value_and_never_with_a_yes")
def test_a_judgement_does_not_outlive_the_question_that_it_answers(small: Small) -> None:
    late = row("woningbouwimpuls", "LAAT", Start_bouw=date(2029, 6, 2))
    told = small.screened(decision="", woningbouwimpuls=[late])
    assert [one["code"] for one in told["open"]] == ["WBI-08"]
    small.judged("LAAT", "WBI-08", "--answer", "met")
    assert small.outcomes() == {"LAAT": "granted"}
    other = small.desk / "ander.toml"
    other.write_text(POLICY.format(decision=DECIDED), encoding="utf-8")
    amend = ("round", "amend", ROUND, "--date", "2026-05-06")
    small.does(*amend, "--policy", other, "--reason", "De datum staat vast.", "--as", MAKER)
    small.does(*amend, "--confirm", "--as", SECOND)
    assert small.outcomes() == {"LAAT": "refused_rule"}
    start = small.rule("LAAT", "WBI-08")
    assert (start["answer"], start["judged_by"]) == ("not_met", [])
    assert "gold een andere vraag" in start["sentence_nl"]
    refused = small.verdeel(
        "judge", "LAAT", "--rule", "WBI-08", "--answer", "met", "--reason", REASON,
        "--date", "2026-05-07", *small.of(MAKER),
    )  # fmt: skip
    assert refused.code == 3
    assert "geen bepaling om daarvan af te wijken" in one_sentence(refused)


@pytest.mark.slow(sample="test_a_missing_score_is_answered_with_its_value_and_never_with_a_yes")
def test_a_judgement_is_open_again_where_the_amended_rule_asks_something_else(
    small: Small,
) -> None:
    late = row("woningbouwimpuls", "LAAT", Start_bouw=None)
    told = small.screened(decision="", woningbouwimpuls=[late])
    assert [one["code"] for one in told["open"]] == ["WBI-08", "WBI-29"]
    for rule in ("WBI-08", "WBI-29"):
        small.judged("LAAT", rule, "--answer", "met")
    assert small.outcomes() == {"LAAT": "granted"}
    other = small.desk / "ander.toml"
    other.write_text(POLICY.format(decision=DECIDED), encoding="utf-8")
    amend = ("round", "amend", ROUND, "--date", "2026-05-06")
    small.does(*amend, "--policy", other, "--reason", "De datum staat vast.", "--as", MAKER)
    small.does(*amend, "--confirm", "--as", SECOND)
    assert small.outcomes() == {"LAAT": "needs_judgement"}
    answers = [small.rule("LAAT", rule)["answer"] for rule in ("WBI-08", "WBI-29")]
    assert answers == ["needs_judgement", "met"]
    small.judged("LAAT", "WBI-08", "--answer", "met")
    assert small.outcomes() == {"LAAT": "granted"}


def test_an_application_waits_with_the_one_that_it_needs(small: Small) -> None:
    needs = row("gebiedsbudget", "GB-A", Vereist_aanvraag="WBI-A")
    unscored = row("woningbouwimpuls", "WBI-A", Score_noodzaak=None)
    told = small.screened(woningbouwimpuls=[unscored], gebiedsbudget=[needs])
    (waiting,) = [one for one in told["open"] if one["application_id"] == "GB-A"]
    assert (waiting["code"], "WBI-A" in waiting["nl"]) == ("WAITS", True)
    assert small.outcomes() == {"GB-A": "needs_judgement", "WBI-A": "needs_judgement"}
    assert "GB-A" in small.does("round", "status", ROUND)
    small.judged("WBI-A", "WBI-16", "--value", "Score noodzaak=8", "--source", "advies 12-4-2026")
    assert small.outcomes() == {"GB-A": "granted", "WBI-A": "granted"}


def test_a_number_that_nobody_has_is_asked_and_a_word_for_none_is_none(small: Small) -> None:
    small.screened(
        gebiedsbudget=[
            row("gebiedsbudget", "GB-A", Vereist_aanvraag="WBI-9999", Gevraagd_bedrag=1_000_000),
            row("gebiedsbudget", "GB-B", Vereist_aanvraag="geen", Gevraagd_bedrag=1_000_000),
        ]
    )
    assert small.outcomes() == {"GB-A": "needs_judgement", "GB-B": "granted"}


def test_an_area_that_applies_twice_never_gets_more_than_the_annex_allows(small: Small) -> None:
    both = [row("gebiedsbudget", "GB-A"), row("gebiedsbudget", "GB-B", Gemeentecode="GM0363")]
    told = small.screened(gebiedsbudget=both)
    assert {one["code"] for one in told["open"]} == {"GB-02"}
    for number in ("GB-A", "GB-B"):
        small.judged(number, "GB-02", "--answer", "met")
    result = small.verdeel("allocate", *small.of(MAKER))
    assert result.code == 4
    assert "Voor Haven-Stad is ten hoogste" in result.err


def test_a_request_of_nothing_is_refused_for_that_and_not_for_the_ceiling(small: Small) -> None:
    small.screened(woningbouwimpuls=[row("woningbouwimpuls", "NIETS", Gevraagd_bedrag=0)])
    assert small.outcomes() == {"NIETS": "refused_rule"}
    assert "Er valt niets te verlenen" in small.does("explain", "NIETS", "--round", ROUND)


@pytest.mark.slow(sample="test_a_missing_score_is_answered_with_its_value_and_never_with_a_yes")
def test_vat_that_nobody_stated_is_asked_and_paid_as_it_was_found(small: Small) -> None:
    small.screened(gebiedsbudget=[row("gebiedsbudget", "GB-A", Compensabele_btw=None)])
    assert small.outcomes() == {"GB-A": "needs_judgement"}
    small.judged("GB-A", "GB-09", "--value", "Compensabele btw=€ 694.000", "--source", "opgave")
    small.outcomes()
    awards = json.loads(small.does("allocate", "--json", *small.of(MAKER)))["awards"]
    assert [(a["amount"], a["compensable_vat"]) for a in awards] == [(400_000_000, 69_400_000)]


def test_without_a_date_of_decision_no_other_year_can_be_decided_in(small: Small) -> None:
    small.screened(decision="", woningbouwimpuls=[row("woningbouwimpuls", "A")])
    assert small.outcomes() == {"A": "granted"}
    other = small.approve("--date", "2027-01-04")
    assert other.code == 3
    assert "geen datum van het besluit" in one_sentence(other)
    assert small.approve("--date", "2026-12-31").code == 0


def test_a_policy_cannot_choose_its_edition_nor_cut_nobody(small: Small) -> None:
    text = POLICY.format(decision=DECIDED)
    chosen = small.verdeel("round", "open", ROUND, "--policy", small.policy("edition = 1\n" + text))
    assert chosen.code == 5
    assert "edition" in one_sentence(chosen)
    nobody = text + 'cut_for = ["Amsterdamm"]\ncut = "20%"\n'
    refused = small.verdeel("round", "open", ROUND, "--policy", small.policy(nobody))
    assert refused.code == 5
    assert "Amsterdamm" in one_sentence(refused)
