"""The letters command: before a decision, as a concept, one alone, and for print and archive."""

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import ROUND, Verdeel
from .test_bad_input import one_sentence

MAKER = ("--as", "sanne.vermeulen")


def test_letters_before_a_decision_rest_on_the_screening_alone(
    at: Any, desk: Path, verdeel: Verdeel
) -> None:
    at("opened")
    out = desk / "brieven"
    days = ("--date", "2026-10-20", "--until", "2026-11-03")
    kind = ("letters", "--round", ROUND, "--out", out, "--no-word", *MAKER, "--kind", "voornemen")
    early = verdeel(*kind, *days)
    assert early.code == 3
    assert "open voor inname" in one_sentence(early)
    at("screened")
    assert verdeel(*kind).code == 2
    assert verdeel(*kind, "--date", "2026-10-20", "--until", "2026-10-20").code == 2
    done = verdeel(*kind, *days)
    assert done.code == 0, done.err
    made = sorted(out.glob("voornemen_*.pdf"))
    assert made
    assert sorted(out.glob("*.pdf")) == made
    assert verdeel(*kind, *days, "--application", "WBI-BESTAAT-NIET").code == 2


def test_a_preview_is_one_concept_and_no_letter_of_the_round(
    at: Any, desk: Path, verdeel: Verdeel
) -> None:
    at("allocated")
    out = desk / "proef"
    ask = ("letters", "--round", ROUND, "--out", out, *MAKER)
    assert verdeel(*ask, "--preview", "WBI-BESTAAT-NIET").code == 2
    awards = json.loads(verdeel("allocate", "--round", ROUND, "--json").out)["awards"]
    number = next(a["application_id"] for a in awards if a["outcome"] == "granted")
    done = verdeel(*ask, "--preview", number.lower())
    assert done.code == 0, done.err
    there = ["concept.csv", f"concept_{number}.pdf"]
    assert sorted(file.name for file in out.iterdir()) == there
    assert verdeel(*ask, "--preview", number, "--word").code == 0
    assert (out / f"concept_{number}.docx").exists()
    assert verdeel(*ask, "--until", "2026-12-01").code == 2


@pytest.mark.parametrize("kind", ["voornemen", "verlenging"])
def test_after_approval_no_letter_comes_before_the_decision(
    at: Any, desk: Path, verdeel: Verdeel, kind: str
) -> None:
    at("allocated")
    assert verdeel("approve", "--round", ROUND, "--as", "pieter.wiersma").code == 0
    late = verdeel(
        "letters", "--round", ROUND, "--out", desk / "uit", "--kind", kind,
        "--date", "2026-12-01", "--until", "2026-12-15", *MAKER,
    )  # fmt: skip
    assert late.code == 3
    assert "is vastgesteld" in one_sentence(late)


@pytest.mark.parametrize(("kind", "command"), [("aanvulling", "request"), ("verlenging", "extend")])
def test_what_starts_or_names_a_term_is_written_in_one_way_and_recorded(
    at: Any, desk: Path, verdeel: Verdeel, kind: str, command: str
) -> None:
    at("allocated")
    told = verdeel(
        "letters", "--round", ROUND, "--out", desk / "uit", "--kind", kind,
        "--date", "2026-12-01", "--until", "2026-12-15", *MAKER,
    )  # fmt: skip
    assert told.code == 2
    assert f"verdeel complete {command} <aanvraag>" in one_sentence(told)
    assert not (desk / "uit").exists()
