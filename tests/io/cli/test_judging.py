"""Judging by hand: who may, what counts, and where it shows."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from .conftest import BY_LAW as ROUND
from .conftest import Result, Verdeel
from .test_bad_input import one_sentence, state

LATE = "GB-2026-0021"  # the last home starts after the last day
OUTSIDE = "GB-2026-0026"  # the annex does not have its area
SCORELESS = "WBI-2026-0008"  # a score of the committee is missing
LOW = ("--value", "Score noodzaak=5", "--source", "advies van 2 november 2026")
FIRST, SECOND, THIRD = "sanne.vermeulen", "bram.dekker", "yasmina.haddou"
REASON = "De vertraging komt door de netaansluiting en treft de gemeente onevenredig."


@pytest.fixture
def screened(desk: Path, by_law: Path) -> Path:
    """The sample round under the regulations' own rules, to work in."""
    return Path(shutil.copytree(by_law, desk, dirs_exist_ok=True))


def judge(verdeel: Verdeel, number: str, rule: str, officer: str, *more: str) -> Result:
    when = ("--date", "2026-11-04", "--as", officer)
    return verdeel("judge", number, "--rule", rule, "--round", ROUND, *more, *when)


def answer(verdeel: Verdeel, number: str, rule: str) -> dict[str, Any]:
    told = json.loads(verdeel("explain", number, "--round", ROUND, "--json").out)
    return next(a for a in told["assessments"] if a["code"] == rule)


def given(what: str) -> tuple[str, ...]:
    return ("--answer", what, "--reason", REASON)


def test_a_judgement_counts_when_a_second_officer_confirms_it(
    screened: Path, verdeel: Verdeel
) -> None:
    first = judge(verdeel, SCORELESS, "WBI-17", FIRST, *LOW, "--reason", REASON)
    assert first.code == 0, first.err
    assert "telt pas mee als een ander het bevestigt" in first.out
    assert answer(verdeel, SCORELESS, "WBI-17")["answer"] == "needs_judgement"
    own = judge(verdeel, SCORELESS, "WBI-17", FIRST, "--confirm")
    assert own.code == 3
    assert "S. Vermeulen" in one_sentence(own)
    second = judge(verdeel, SCORELESS, "WBI-17", SECOND, "--confirm", "--json")
    assert json.loads(second.out)["confirmed_by"] == "B. Dekker"
    told = answer(verdeel, SCORELESS, "WBI-17")
    assert (told["answer"], told["judged_by"]) == ("not_met", ["S. Vermeulen", "B. Dekker"])
    assert told["measured"] == "5"
    assert told["judgement"] == REASON
    text = verdeel("explain", SCORELESS, "--round", ROUND).out
    by = "S. Vermeulen, bevestigd door B. Dekker op 04-11-2026"
    assert f"toelichting: {REASON.rstrip('.')}; {by})" in text


def test_the_hardship_clause_lets_an_area_through_and_the_allocation_follows(
    screened: Path, verdeel: Verdeel
) -> None:
    def outcome() -> str:
        result = verdeel("allocate", "--round", ROUND, "--json", "--as", FIRST)
        awards = json.loads(result.out)["awards"]
        return next(a["outcome"] for a in awards if a["application_id"] == LATE)

    assert outcome() == "refused_rule"
    recorded = judge(verdeel, LATE, "gb-05", SECOND, *given("met"))
    assert (
        "artikel 12 van de Tijdelijke regeling specifieke uitkering gebiedsbudget" in recorded.out
    )
    assert outcome() == "refused_rule"
    assert judge(verdeel, LATE, "GB-05", THIRD, "--confirm").code == 0
    assert outcome() == "granted"
    assert answer(verdeel, LATE, "GB-05")["set_aside_under"].startswith("artikel 12")


def test_the_hardship_clause_reaches_the_list_of_areas(screened: Path, verdeel: Verdeel) -> None:
    """Article 12 is about any provision of the regulation."""
    assert judge(verdeel, OUTSIDE, "GB-02", FIRST, *given("met")).code == 0
    assert answer(verdeel, OUTSIDE, "GB-02")["answer"] == "not_met"
    assert judge(verdeel, OUTSIDE, "GB-02", SECOND, "--confirm").code == 0
    told = answer(verdeel, OUTSIDE, "GB-02")
    assert (told["answer"], told["set_aside_under"]) == (
        "met", "artikel 12 van de Tijdelijke regeling specifieke uitkering gebiedsbudget",
    )  # fmt: skip


def test_the_same_judgement_twice_changes_nothing(screened: Path, verdeel: Verdeel) -> None:
    for more, officer in ((given("met"), FIRST), (("--confirm",), SECOND)):
        assert judge(verdeel, LATE, "GB-05", officer, *more).code == 0
        kept = state(screened / "verdeel.db")
        again = judge(verdeel, LATE, "GB-05", officer, *more)
        assert again.code == 0
        assert "niets gewijzigd" in again.out
        assert state(screened / "verdeel.db") == kept


@pytest.mark.parametrize(
    ("number", "rule", "officer", "more", "code", "says"),
    [
        ("WBI-2026-0007", "WBI-04", FIRST, given("met"), 3, "geen bepaling om daarvan"),
        (LATE, "GB-06", FIRST, given("not_met"), 3, "valt niets te oordelen"),
        (LATE, "GB-05", "carla.oostveen", given("met"), 3, "is auditor"),
        (LATE, "GB-99", FIRST, given("met"), 2, "niet getoetst aan regel GB-99"),
        ("GB-2026-9999", "GB-05", FIRST, given("met"), 2, "geen aanvraag GB-2026-9999"),
        (LATE, "GB-05", FIRST, ("--confirm",), 2, "nog geen oordeel gegeven"),
        (LATE, "GB-05", FIRST, ("--answer", "met", "--reason", "omdat"), 2, "--reason"),
        (LATE, "GB-05", FIRST, ("--confirm", "--reason", REASON), 2, "Bevestigen gaat zonder"),
    ],
)
def test_what_nobody_may_judge_is_refused_in_a_sentence(
    screened: Path, verdeel: Verdeel, number: str, rule: str, officer: str, more: tuple[str, ...],
    code: int, says: str,
) -> None:  # fmt: skip
    kept = state(screened / "verdeel.db")
    result = judge(verdeel, number, rule, officer, *more)
    assert result.code == code
    assert says in one_sentence(result)
    assert state(screened / "verdeel.db") == kept


def test_a_judgement_needs_a_date_and_a_screened_round(opened: Path, verdeel: Verdeel) -> None:
    judgement = ("judge", LATE, "--rule", "GB-05", "--round", "2026-1", *given("met"))
    early = verdeel(*judgement, "--date", "2026-11-04", "--as", FIRST)
    assert early.code == 3
    assert "open voor inname" in one_sentence(early)
    undated = verdeel(*judgement)
    assert undated.code == 2
    assert "--date" in one_sentence(undated)


@pytest.mark.parametrize("rule", ["WBI-16", "WBI-17"])
@pytest.mark.parametrize("what", ["met", "not_met"])
def test_a_rule_that_needs_a_value_is_not_judged_either_way_without_it(
    screened: Path, verdeel: Verdeel, rule: str, what: str
) -> None:
    """A score that nobody gave is above no minimum, and below none."""
    kept = state(screened / "verdeel.db")
    bare = judge(verdeel, SCORELESS, rule, FIRST, *given(what))
    assert bare.code == 3
    assert "--value en --source" in one_sentence(bare)
    assert state(screened / "verdeel.db") == kept


def refuse_what_has_no_score(verdeel: Verdeel) -> None:
    """Answer the questions that a ranking waits for, with a score below the minimum."""
    told = json.loads(verdeel("screen", "--round", ROUND, "--json").out)["open"]
    asked = {one["application_id"]: one["who"] for one in told if one["code"] == "WBI-17"}
    for number, who in asked.items():
        fields = re.findall(r'--value "([^=]+)=', who)
        low = [part for field in fields for part in ("--value", f"{field}=5")]
        source = ("--source", "advies van 2 november 2026", "--reason", REASON)
        assert judge(verdeel, number, "WBI-17", THIRD, *low, *source).code == 0
        assert judge(verdeel, number, "WBI-17", FIRST, "--confirm").code == 0


def test_who_judged_cannot_approve(screened: Path, verdeel: Verdeel) -> None:
    assert judge(verdeel, LATE, "GB-05", THIRD, *given("met")).code == 0
    assert judge(verdeel, LATE, "GB-05", FIRST, "--confirm").code == 0
    assert verdeel("allocate", "--round", ROUND, "--as", SECOND).code == 0
    waits = verdeel("approve", "--round", ROUND, "--as", "pieter.wiersma")
    assert waits.code == 3
    assert SCORELESS in one_sentence(waits)
    refuse_what_has_no_score(verdeel)
    assert verdeel("allocate", "--round", ROUND, "--as", SECOND).code == 0
    refused = verdeel("approve", "--round", ROUND, "--as", THIRD)
    assert refused.code == 3
    assert "een oordeel gegeven" in one_sentence(refused)
    assert verdeel("approve", "--round", ROUND, "--as", "pieter.wiersma").code == 0
    late = judge(verdeel, LATE, "GB-05", FIRST, *given("met"))
    assert late.code == 3
    assert "is vastgesteld" in one_sentence(late)


def test_screening_shows_and_keeps_its_questions(
    screened: Path, samples: Path, verdeel: Verdeel
) -> None:
    told = json.loads(verdeel("screen", "--round", ROUND, "--json").out)
    codes = {finding["code"] for finding in told["findings"]}
    assert codes >= {"INT-153", "INT-154", "INT-155"}
    assert all(found["cell"] for found in told["findings"])
    asked = {one["code"] for one in told["findings"] if one["severity"] == "question"}
    assert asked == {"INT-151", "INT-154"}  # what else is odd is a remark
    again = json.loads(verdeel("screen", "--round", ROUND, "--json").out)
    assert again["findings"] == told["findings"]
    shown = verdeel("screen", "--round", ROUND).out
    assert "INT-154  vraag:" in shown
    assert "INT-155  waarschuwing:" in shown
