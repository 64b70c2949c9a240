"""Rounds of the past come out as they did, and are read by the law of their own day."""

from __future__ import annotations

import json
import random
import re
import shutil
import zipfile
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest

from verdeelsleutel.grants.money import Euro
from verdeelsleutel.io import cli
from verdeelsleutel.sample_applications.facts import facts

from ..io.reports.open_data.changes import ANY, restate, two_rows

OFFICER, SECOND = "sanne.vermeulen", "yasmina.haddou"
ANNOUNCED_NL = (
    "Het gebied staat in de bijlage; de bedragen daarin zijn niet geraadpleegd. Het bedrag is het "
    "laagste van het bedrag dat de Rijksoverheid op 23-06-2023 bekendmaakte, het gevraagde bedrag "
    "en de kosten die in aanmerking komen."
)
ANNOUNCED_EN = (
    "The area stands in the annex; the amounts in it were not consulted. The amount is the lowest "
    "of the amount that the central government announced on 2023-06-23, the amount requested and "
    "the eligible costs."
)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The past rounds with the office of their day, and no database yet."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("VERDEEL_DATABASE", raising=False)
    with as_file(files("verdeelsleutel.sample_applications")) as samples:
        shutil.copytree(samples / "past", tmp_path / "past")
        shutil.copytree(samples / "huisstijl", tmp_path / "huisstijl")
    return tmp_path / "past"


def run(*arguments: str | Path) -> int:
    return cli.run([str(argument) for argument in arguments])


def divided(desk: Path, name: str, number: str) -> dict[str, Any]:
    """A round opened, loaded, screened and divided; its allocation."""
    as_ = ("--as", OFFICER)
    assert run("round", "open", number, "--policy", desk / f"{name}.toml", *as_) == 0
    assert run("load", desk / f"{name}.xlsx", "--round", number, *as_) < 2
    assert run("screen", "--round", number, *as_) == 0
    assert run("allocate", "--round", number, "--out", desk, *as_) == 0
    return json.loads((desk / "allocation.json").read_text(encoding="utf-8"))


def test_the_area_budget_of_2023_comes_out_to_the_cent(desk: Path) -> None:
    found = divided(desk, "gebiedsbudget_2023", "gb-2023")
    published = {row["area"]: row["amount_eur"] * 100 for row in facts()["gebiedsbudget_2023"]}
    awards = {one["application_id"]: one for one in found["awards"]}
    assert [awards[f"GB-2023-{k:04d}"]["amount"] for k in range(1, 16)] == list(published.values())
    assert {one["outcome"] for one in found["awards"]} == {"granted"}
    assert found["totals"]["amount"] == Euro.euros(441_955_000).cents == sum(published.values())
    assert published["Nijmegen Kanaalzone + Stationsgebied"] == 2_441_200_000
    told = {(one["nl"], one["en"]) for a in found["awards"] for one in a["explanation"]}
    assert told == {(ANNOUNCED_NL, ANNOUNCED_EN)}


@pytest.mark.slow(sample="test_what_is_published_of_a_past_round_can_be_divided_again_by_anybody")
def test_the_woningbouwimpuls_of_2022_is_scored_ranked_and_written_by_the_law_of_that_day(
    desk: Path,
) -> None:
    found = divided(desk, "woningbouwimpuls_2022", "wbi-2022")
    awards = {one["application_id"]: one for one in found["awards"]}
    assert {number: (one["outcome"], one["rank"]) for number, one in awards.items()} == {
        "WBI-2022-0001": ("granted", 1),  # (9 + 6 + 9 + 8) / 4 = 8
        "WBI-2022-0002": ("refused_rule", None),  # (5.5 + 6.5 + 5.5 + 2) / 4 = 4.875
        "WBI-2022-0003": ("granted", 2),  # (7 + 8 + 6 + 9) / 4 = 7.5
        "WBI-2022-0004": ("granted", 3),  # (8 + 7.5 + 7 + 6) / 4 = 7.125
        "WBI-2022-0005": ("refused_ceiling", 4),  # 6, and EUR 0.5 mln left
    }
    assert awards["WBI-2022-0005"]["binding"] == ["CEILING-woningbouwimpuls"]
    assert "WBI-16" in awards["WBI-2022-0002"]["reasons"]
    assert run("approve", "--round", "wbi-2022", "--as", SECOND) == 0
    letters = ("letters", "--round", "wbi-2022", "--out", desk / "brieven", "--as", OFFICER)
    assert run(*letters, "--word") == 0
    for number, article in {
        "WBI-2022-0001": "artikel 4, zesde lid, van de Regeling Woningbouwimpuls",
        "WBI-2022-0002": "artikel 6, eerste lid, onderdeel b, van het Besluit Woningbouwimpuls",
        "WBI-2022-0005": "artikel 6, eerste lid, onderdeel c, van het Besluit Woningbouwimpuls",
    }.items():
        told = _text(desk / "brieven" / f"{number}.docx")
        assert article in told
        assert "artikel 11 van het Besluit" not in told
        assert not re.search(r"artikel 3, (?:eerste|tweede|derde) lid,? (?:van de )?Regeling", told)
        assert "noodzaak 9 (25%)" in told or number != "WBI-2022-0001"
        assert "minister voor Volkshuisvesting en Ruimtelijke Ordening" in told
        assert "elektronisch bezwaar" not in told
        assert "Voorbeeld-mandaatbesluit volkshuisvesting 2022" in told
        assert "2026" not in told
        assert "t/m" not in told


def _text(letter: Path) -> str:
    with zipfile.ZipFile(letter) as parts:
        text = re.sub(r"<[^>]+>", "", parts.read("word/document.xml").decode())
    return text.replace("\u00a0", " ")


@pytest.mark.sample(every=2)
@pytest.mark.parametrize(
    ("name", "number", "said"),
    [
        (
            "woningbouwimpuls_2022",
            "wbi-2022",
            "(woningbouwimpuls): alle 4 aanvragen krijgen hetzelfde",
        ),
        ("gebiedsbudget_2023", "gb-2023", "(gebiedsbudget): alle 15 aanvragen krijgen hetzelfde"),
    ],
)
def test_what_is_published_of_a_past_round_can_be_divided_again_by_anybody(
    desk: Path, name: str, number: str, said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    divided(desk, name, number)
    reason = ("--reason", "De gemeente heeft het toegelicht.", "--date", "2023-12-01")
    for code in ("INT-154", "INT-157"):
        run("answer", "all", code, "--round", number, *reason, "--as", OFFICER)
    assert run("approve", "--round", number, "--as", SECOND) == 0
    report = ("report", "--round", number, "--out", desk / "rapport", "--as", OFFICER)
    assert run(*report) == 0
    capfd.readouterr()
    published = desk / "rapport" / "open_data"
    assert run("recompute", published) == 0
    told = capfd.readouterr().out
    assert said in told
    assert "bewijs" not in told
    draw = random.Random(2022)
    for change in (one for one in ANY if one is not two_rows):  # all of an area budget are granted
        copy = desk / "anders"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(published, copy)
        change(draw, copy)
        restate(copy)
        assert run("recompute", copy) == 1, change.__name__
