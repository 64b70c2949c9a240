"""``round check`` says beforehand what each step would be refused for."""

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import APPROVER, MAKER, ROUND, SECOND, Verdeel
from .test_answers import twice
from .test_changes import as_json
from .test_unknown import MAKER as BY
from .test_unknown import POLICY, Small, row, workbook
from .test_unknown import ROUND as SMALL

WHY = ("--reason", "De Kamer heeft het budget bij amendement verlaagd.")


@pytest.fixture
def small(desk: Path, samples: Path, verdeel: Verdeel) -> Small:
    return Small(desk, samples, verdeel)


def checked(verdeel: Verdeel, round_id: str = ROUND, *more: str) -> list[dict[str, Any]]:
    told = verdeel("round", "check", round_id, "--json", *more)
    found = json.loads(told.out)
    assert told.code == (1 if found else 0)
    return found


def stops(found: list[dict[str, Any]]) -> set[tuple[str, str, str]]:
    return {(one["what"], one["step"], one["application_id"]) for one in found if one["stops"]}


def test_a_round_that_can_go_on_has_nothing_in_its_way(at: Any, verdeel: Verdeel) -> None:
    at("allocated")
    assert stops(checked(verdeel)) == set()
    assert verdeel("approve", "--round", ROUND, *APPROVER).code == 0
    at("approved")
    assert checked(verdeel) == []


def test_what_stops_the_approval_is_what_the_approval_says(
    at: Any, less_money: Path, verdeel: Verdeel
) -> None:
    at("allocated")
    as_json(verdeel, "round", "amend", ROUND, "--policy", less_money, *WHY, *MAKER)
    gone = ("withdraw", "BER-2026-0002", "--round", ROUND)
    assert verdeel(*gone, "--date", "2026-11-01", "--reason", "brief 12", *MAKER).code == 0
    undo = (*gone, "--undo", "--date", "2026-11-02", "--reason", "van een ander", *SECOND)
    assert verdeel(*undo).code == 0
    assert stops(checked(verdeel)) == {
        ("proposal", "approve", ""), ("proposal", "approve", "BER-2026-0002"),
    }  # fmt: skip
    assert verdeel("approve", "--round", ROUND, *APPROVER).code == 3


def test_an_office_without_a_signatory_or_an_approver_is_told_at_once(
    desk: Path, small_samples: Path, verdeel: Verdeel
) -> None:
    text = (small_samples / "office.toml").read_text(encoding="utf-8")
    bare = text.replace("[instruments.bereikbaarheid", "[instruments.elders")
    bare = bare.replace('role = "approver"', 'role = "officer"')
    office = desk / "kantoor.toml"
    office.write_text(bare, encoding="utf-8")
    opened = verdeel(
        "round",
        "open",
        ROUND,
        "--policy",
        small_samples / "policy.toml",
        "--office",
        office,
        *MAKER,
    )
    assert opened.code == 0, opened.err
    assert "niemand over die mag vaststellen" in opened.err
    assert "geen minister, mandaat en ondertekenaar voor Bereikbaarheid" in opened.err
    told = verdeel("round", "check", ROUND, "--json", "--office", office)
    assert stops(json.loads(told.out)) == {("office", "letters", ""), ("people", "approve", "")}


def test_questions_and_judgements_are_told_with_what_answers_them(small: Small) -> None:
    waits = row("woningbouwimpuls", "C", Score_efficiëntie=None)
    small.screened(gebiedsbudget=twice(), woningbouwimpuls=[waits])
    found = checked(small.verdeel, SMALL)
    assert ("question", "approve", "A") in stops(found)
    (asked,) = (one for one in found if one["what"] == "question")
    assert "verdeel answer A INT-173" in asked["sentence"]
    assert {one["application_id"] for one in found if one["what"] == "judgement"} >= {"C"}
    small.does("answer", "A", "INT-173", "--date", "2026-05-04", "--reason",
               "Het zijn twee projecten.", *small.of(BY))  # fmt: skip
    assert ("question", "approve", "A") not in stops(checked(small.verdeel, SMALL))


def test_the_same_question_about_several_applications_is_told_once(small: Small) -> None:
    waits = [row("woningbouwimpuls", one, Score_efficiëntie=None) for one in ("C", "D", "E")]
    small.screened(woningbouwimpuls=waits)
    found = checked(small.verdeel, SMALL)
    asked = [one["sentence"] for one in found if one["what"] == "judgement"]
    told = small.verdeel("round", "check", SMALL).out
    assert [one.partition(" ")[0] for one in asked].count("D") == told.count("Zo ook bij D, E.") > 0
    assert told.count("WBI-16:") == 1
    assert f"{len(found)} punten" in told


def test_faults_stop_the_screening_and_a_planned_day_before_the_window_ends_the_approval(
    small: Small,
) -> None:
    policy = small.policy(POLICY.format(decision="decision_date = 2026-03-20"))
    small.does("round", "open", SMALL, "--policy", policy, "--as", BY)
    broken = row("woningbouwimpuls", "A", Gevraagd_bedrag="veel")
    book = workbook(small.desk / "fout.xlsx", {"woningbouwimpuls": [broken]})
    assert small.verdeel("load", book, *small.of(BY)).code in (0, 1)
    assert stops(checked(small.verdeel, SMALL)) == {
        ("fault", "screen", "A"), ("date", "approve", ""),
    }  # fmt: skip
    late = checked(small.verdeel, SMALL, "--date", "2027-01-04")
    assert any("is voorbij" in one["sentence"] for one in late)


def test_a_last_day_before_the_window_is_never_told_as_passed(at: Any, verdeel: Verdeel) -> None:
    at("screened")
    told = as_json(verdeel, "round", "status", ROUND, "--date", "2026-12-01")
    opens = told["window_opens"]
    assert all(one["day"] >= opens for one in told["warnings"])


def test_who_does_not_sign_yet_is_told_when_the_list_is_approved(
    at: Any, desk: Path, small_samples: Path, verdeel: Verdeel
) -> None:
    """Before a letter is due: an office that approves can still name its signatory that day."""
    at("allocated")
    text = (small_samples / "office.toml").read_text(encoding="utf-8")
    office = desk / "kantoor.toml"
    office.write_text(
        text.replace("[instruments.bereikbaarheid", "[instruments.elders"), encoding="utf-8"
    )
    approved = verdeel("approve", "--round", ROUND, "--office", office, *APPROVER)
    assert approved.code == 0, approved.err
    assert "geen minister, mandaat en ondertekenaar voor Bereikbaarheid" in approved.err
