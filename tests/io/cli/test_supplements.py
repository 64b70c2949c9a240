"""What was set aside is decided on later: at every door, in any number of lists, by two people."""

import csv
import json
from datetime import date

import pytest

from verdeelsleutel.io.records.rounds.reader import reading_round
from verdeelsleutel.io.reports.open_data.outside.recompute import examined
from verdeelsleutel.io.rounds.aside.supplementing import (
    case_done_over,
)

from .orders import (
    BECAUSE,
    MAKER,
    OTHER_APPROVER,
    SECOND,
)
from .supplementing import (
    DECIDED,
    NOBODY,
    OF,
    Begin,
    approved,
    aside,
    begin,
    condition,
    does,
    go,
    refused,
    text,
    told,
)
from .test_unknown import ROUND

__all__ = ["approved", "begin"]  # fixtures


NEEDY = {"D": {"Vereist aanvraag": NOBODY}}


@pytest.mark.sample(every=2)
@pytest.mark.parametrize(("answer", "outcome"), [("met", "granted"), ("not_met", "refused_rule")])
def test_a_condition_about_an_application_of_no_round_is_answered_by_two_people(
    begin: Begin, answer: str, outcome: str
) -> None:
    desk = begin(NEEDY, *DECIDED[:-2])
    aside(desk, "D")
    go(desk, "allocate", "approve", "letters", "judge", "judge confirm")
    does(desk, *OF, "--date", "2026-06-12")
    left = does(desk, *OF, "--date", "2026-06-12")
    assert "Blijft aangehouden, nog te beslissen: D" in left
    status = does(desk, "round", "status", ROUND)
    assert "Aangehouden, nog te beslissen: C, D" in status
    condition(desk, answer)
    made = told(desk, *OF, "--date", "2026-06-13")
    assert {one["application_id"]: one["outcome"] for one in made["awards"]} == {
        "C": "granted", "D": outcome,
    }  # fmt: skip
    go(desk, "supplement approve", "supplement letters")
    letter = text(desk.folder / "later" / "D.pdf")
    assert f"alleen doorgaan samen met {NOBODY}" in letter or answer == "met"
    assert "Awb" in letter or "Algemene wet bestuursrecht" in letter
    explained = does(desk, "explain", "D", "--round", ROUND)
    assert "S. Vermeulen, bevestigd door B. Dekker" in explained
    does(desk, "audit", "verify")
    go(desk, "archive")


@pytest.mark.slow(
    sample="test_a_condition_about_an_application_of_no_round_is_answered_by_two_people"
)
def test_a_supplement_says_what_to_do_about_a_condition(begin: Begin) -> None:
    desk = begin(NEEDY | {"C": {"Score efficiëntie": 7}}, *DECIDED[:4], "answer")
    waits = does(desk, "round", "status", ROUND)
    assert "verdeel judge D --rule REQUIRES" in waits
    aside(desk, "D")
    go(desk, "allocate", "approve")
    said = refused(desk, *OF, "--date", "2026-06-12")
    assert f"D: De aanvraag kan volgens de aanvrager alleen doorgaan samen met {NOBODY}" in said
    assert "verdeel judge D --rule REQUIRES" in said
    coming = told(desk, "round", "status", ROUND)
    assert coming["set_aside"] == ["D"]
    wrong = ("judge", "A", "--rule", "REQUIRES", "--answer", "met", "--round", ROUND)
    assert desk.give(MAKER, *wrong, "--date", "2026-06-10", *BECAUSE) in (2, 3)


@pytest.mark.slow(
    sample="test_a_condition_about_an_application_of_no_round_is_answered_by_two_people"
)
def test_a_condition_that_fell_away_before_the_division_keeps_nobody_out(begin: Begin) -> None:
    desk = begin(NEEDY, *DECIDED[:-2])
    condition(desk, "met", day="2026-05-06")
    go(desk, "allocate")
    awards = {
        one["application_id"]: one for one in told(desk, "allocate", "--round", ROUND)["awards"]
    }
    assert awards["D"]["outcome"] in ("granted", "refused_ceiling")
    go(desk, "approve")
    does(desk, "audit", "verify")


@pytest.mark.slow(sample="test_a_supplement_and_what_came_after_it_can_be_checked_by_anybody")
def test_each_of_two_supplements_gets_its_letters_whenever_they_are_written(begin: Begin) -> None:
    desk = begin({"D": {"Score efficiëntie": None}}, *DECIDED[:-2])
    aside(desk, "D")
    go(desk, "allocate", "approve", "letters", "judge", "judge confirm", "supplement",
       "supplement approve")  # fmt: skip
    own = ("judge", "D", "--rule", "WBI-17", "--round", ROUND)
    value = ("--value", "Score efficiëntie=7", "--source", "advies van de commissie")
    does(desk, *own, "--date", "2026-06-16", *value, *BECAUSE)
    does(desk, *own, "--date", "2026-06-16", "--confirm", by=SECOND)
    does(desk, *OF, "--date", "2026-06-17")
    does(desk, *OF, "--approve", "--date", "2026-06-17", by=OTHER_APPROVER)
    later = ("--letters", "--out", str(desk.folder / "later"), "--date", "2026-06-18")
    for number in ("C", "D"):
        coming = told(desk, "round", "status", ROUND)["next"]
        assert coming.startswith("verdeel round supplement klein --letters"), number
        does(desk, *OF, *later)
        assert (desk.folder / "later" / f"{number}.pdf").is_file()
    with (desk.folder / "later" / "aanvullend_besluit.csv").open(encoding="utf-8-sig") as file:
        assert [r["aanvraagnummer"] for r in csv.DictReader(file, delimiter=";")] == ["C", "D"]
    assert told(desk, "round", "status", ROUND)["next"].startswith(
        "verdeel pay order --out <map> --round klein --date "
    )
    go(desk, "archive")


@pytest.mark.slow(
    sample="tests/io/cli/test_chapter_three.py::test_no_decision_names_a_day_of_payment_that_is_over"
)
def test_no_letter_of_a_supplement_promises_a_payment_in_a_year_that_is_over(begin: Begin) -> None:
    desk = begin({}, *DECIDED, "judge", "judge confirm")
    does(desk, *OF, "--date", "2026-12-28")
    said = does(desk, *OF, "--approve", "--date", "2026-12-30", by=OTHER_APPROVER)
    assert "Haar brieven moeten uit met een dag in 2026" in said
    again = does(desk, *OF, "--approve", "--date", "2026-12-30", by=OTHER_APPROVER)
    assert "Dat was al vastgelegd; er is niets gewijzigd." in again
    assert desk.give(OTHER_APPROVER, *OF, "--approve", "--date", "2026-12-31") == 2
    letters = (*OF, "--letters", "--out", str(desk.folder / "later"), "--date")
    why = refused(desk, *letters, "2027-01-04")
    assert "Een brief van 04-01-2027 zou betaling beloven in een jaar dat voorbij is: C." in why
    assert not (desk.folder / "later").exists()
    assert "verdeel round supplement klein --date 2027-01-04" in why
    does(desk, *letters, "2026-12-31")
    does(desk, *letters, "2026-12-31")  # made again, whatever the day on which that is done
    with reading_round(desk.url, ROUND) as reader:
        (award,) = reader.supplements[-1].awards
        assert {one.year for one in award.payments} == {2026}


@pytest.mark.slow(
    sample="tests/io/cli/test_chapter_three.py::test_no_decision_names_a_day_of_payment_that_is_over"
)
def test_a_supplement_whose_year_is_over_is_decided_over_by_two_people(begin: Begin) -> None:
    desk = begin({}, *DECIDED)
    whole = ("letters", "--round", ROUND, "--out", str(desk.folder / "brieven"))
    does(desk, *whole, "--date", "2026-06-04")
    go(desk, "judge", "judge confirm")
    does(desk, *OF, "--date", "2026-12-28")
    does(desk, *OF, "--approve", "--date", "2026-12-30", by=OTHER_APPROVER)
    before = told(desk, "ledger", "--round", ROUND)["balances"]
    assert told(desk, *OF, "--date", "2027-01-05")["on"] == "2027-01-05"
    assert told(desk, "round", "status", ROUND)["next"].startswith(
        "verdeel round supplement klein --approve"
    )
    letters = (*OF, "--letters", "--out", str(desk.folder / "brieven"), "--date")
    refused(desk, *letters, "2027-01-06")  # what was approved is still that of 2026
    refused(desk, *OF, "--approve", "--date", "2027-01-06", by=MAKER)
    said = does(desk, *OF, "--approve", "--date", "2027-01-06", by=OTHER_APPROVER)
    assert "Deze lijst komt in de plaats van die van 30-12-2026" in said
    assert "artikel 3:40" in said
    assert told(desk, "ledger", "--round", ROUND)["balances"] == before
    does(desk, *letters, "2027-01-08")
    letter = text(desk.folder / "brieven" / "C.pdf")
    assert "8 januari 2027" in letter
    assert "2026 € 1.000.000" not in letter
    with reading_round(desk.url, ROUND) as reader:
        assert {one.year for one in reader.supplemented["C"].payments} == {2027}
        first, second = reader.supplements
        assert (first.numbers, second.numbers) == (("C",), ("C",))
    assert told(desk, "round", "status", ROUND)["next"].startswith(
        "verdeel pay order --out <map> --round klein --date "
    )
    out = desk.folder / "rapport"
    does(desk, "report", "--round", ROUND, "--out", str(out))
    examined(out / "open_data")
    with (out / "open_data" / "payments.csv").open(encoding="utf-8", newline="") as file:
        assert [r["year"] for r in csv.DictReader(file) if r["application_id"] == "C"] == ["2027"]
    with (out / "open_data" / "decisions.csv").open(encoding="utf-8", newline="") as file:
        (row,) = [r for r in csv.DictReader(file) if r["application_id"] == "C"]
        assert row["decided_on"] == "2027-01-06"
    does(desk, "audit", "verify")
    does(desk, "audit", "verify", "--letters", str(desk.folder / "brieven"))
    does(desk, "bundle", "--round", ROUND, "--out", "ronde.zip")
    assert desk.asks("replay", "ronde.zip") == 0
    refused(desk, *OF, "--date", "2027-01-09")  # nothing waits any more
    go(desk, "archive")


def test_the_rules_of_a_supplement_are_those_of_the_day_of_the_decision(begin: Begin) -> None:
    desk = begin({}, *DECIDED, "judge", "judge confirm", "supplement")
    with reading_round(desk.url, ROUND) as reader:
        case = case_done_over(reader, ["C"])
        assert case.policy.round.decision_date == date(2026, 6, 2)  # planned was 1 June
        kept, asked = reader.assessments["C"], case.assessments["C"]
        assert kept == asked
        assert any("02-06-2029" in one.sentence_nl for one in asked)
        assert not any("01-06-2029" in one.sentence_nl for one in asked)


@pytest.mark.slow(sample="test_a_supplement_and_what_came_after_it_can_be_checked_by_anybody")
def test_a_bundle_does_the_supplements_over_too(begin: Begin) -> None:
    desk = begin({}, *DECIDED, "letters", "judge", "judge confirm", "supplement",
                 "supplement approve", "supplement letters")  # fmt: skip
    does(desk, "bundle", "--round", ROUND, "--out", "ronde.zip")
    assert desk.asks("replay", "ronde.zip", "--json") == 0
    steps = {one["what"]: one["difference"] for one in json.loads(desk.said)["steps"]}
    assert steps["de aanvullende lijst"] == ""


def test_a_supplement_and_what_came_after_it_can_be_checked_by_anybody(begin: Begin) -> None:
    desk = begin({}, *DECIDED, "letters", "judge", "judge confirm", "supplement",
                 "supplement approve", "supplement letters")  # fmt: skip
    about = ("--round", ROUND)
    does(desk, "pay", "order", "C", *about, "--date", "2026-06-18")
    does(desk, "withdraw", "A", *about, "--date", "2026-06-19", "--reason", "brief van het college")
    out = desk.folder / "rapport"
    does(desk, "report", *about, "--out", str(out))
    published = out / "open_data"
    assert any("Hoe bij aanvulling is beslist op C" in one.nl for one in examined(published).unseen)
    with (published / "later_decisions.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert [row[key] for key in ("application_id", "decision", "after_eur")] == [
        "A", "withdrawn", "0.00",
    ]  # fmt: skip
    with (published / "decisions.csv").open(encoding="utf-8", newline="") as file:
        rows = {one["application_id"]: one for one in csv.DictReader(file)}
    assert (rows["C"]["standing"], rows["C"]["still_committed_eur"]) == (
        "committed", rows["C"]["amount_eur"],
    )  # fmt: skip
    assert rows["C"]["decided_on"] == "2026-06-15"
