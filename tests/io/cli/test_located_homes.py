"""Homes of a joint application count in the municipality where they are built."""

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from verdeelsleutel.grants.columns import ColumnSpec
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.io.reports.open_data.outside.recompute import examined

from .conftest import Verdeel
from .test_unknown import MAKER, POLICY, ROUND, SECOND, THIRD, Small, row, workbook

FLOOR = """
[[constraint]]
code = "DRENTHE"
measure = "affordable_homes"
at_least = 60
hard = true
source = "Voorbeeldbesluit (fictief), artikel 2"
sentence_nl = "Ten minste 60 betaalbare woningen komen in Drenthe."
group = {{ province = "Drenthe" }}
"""
OPTIMISED = (
    'rule = "optimise"\nbasis = "Voorbeeldbesluit (fictief)"\n'
    'authorised_by = ["A. van Rijnsoever (fictief)", "M. Oudekerk (fictief)"]'
)
COLUMNS: tuple[ColumnSpec, ...] = instruments()["woningbouwimpuls"].sheets[0].columns
HEADERS = [column.label for column in COLUMNS]
UTRECHT, ASSEN = ("A", "Utrecht", 110, 80, 40, 90), ("A", "GM0106", 40, 20, 10, 10)


@pytest.fixture
def small(desk: Path, samples: Path, verdeel: Verdeel) -> Small:
    return Small(desk, samples, verdeel, POLICY.replace('rule = "rank"', OPTIMISED) + FLOOR)


def filed(small: Small, *rows: dict[str, Any], located: list[tuple[Any, ...]]) -> Any:
    """The round opened and a workbook with the further sheet loaded."""
    policy = small.policy(small.text.format(decision="decision_date = 2026-06-01"))
    small.does("round", "open", ROUND, "--policy", policy, "--as", MAKER)
    path = workbook(small.desk / "aanvragen.xlsx", {"woningbouwimpuls": [*rows]})
    if located:
        book: Any = openpyxl.load_workbook(path)
        sheet = book.create_sheet("Woningen per gemeente")
        sheet.append(HEADERS)
        for one in located:
            sheet.append(one)
        book.save(path)
    return small.verdeel("load", path, *small.of(MAKER))


JOINT = {"Deelnemende_gemeenten": "Utrecht; GM0106"}


def two(**more: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """A cheap one of Utrecht alone, and a joint one led by Utrecht with homes in Assen."""
    return (
        row("woningbouwimpuls", "A", Gevraagd_bedrag=5_000_000, **JOINT, **more),
        row("woningbouwimpuls", "B", Gevraagd_bedrag=4_000_000),
    )


def test_a_floor_of_a_province_is_met_by_the_homes_that_are_built_there(small: Small) -> None:
    assert filed(small, *two(), located=[UTRECHT, ASSEN]).code == 0
    small.does("screen", *small.of(MAKER))
    told = json.loads(small.does("allocate", "--json", *small.of(MAKER)))
    given = {one["application_id"]: one for one in told["awards"]}
    assert {n: one["outcome"] for n, one in given.items()} == {
        "A": "granted", "B": "refused_ceiling",
    }  # fmt: skip
    assert [one["municipality_code"] for one in given["A"]["homes_by_municipality"]] == [
        "GM0106", "GM0344",
    ]  # fmt: skip
    assert given["A"]["homes_by_municipality"][0]["homes"]["social_rent"] == 40
    assert "homes_by_municipality" not in given["B"]
    assert small.verdeel("approve", *small.of(THIRD), "--date", "2026-06-01").code == 0
    explained = small.does("explain", "A", "--round", ROUND)
    assert "Woningen per gemeente: Assen 80, Utrecht 320." in explained
    small.does("letters", "--out", "brieven", "--no-word", *small.of(MAKER))
    small.does("report", "--out", "rapport", *small.of(MAKER))
    rows = table("rapport", "Gemeenten")
    assert (rows["Assen"]["Betaalbaar"], rows["Assen"]["Toegekend"] or 0) == (70, 0)
    assert rows["Utrecht"]["Betaalbaar"] == 230
    assert rows["Utrecht"]["Toegekend"] == 5_000_000
    assert table("rapport", "Provincies")["Drenthe"]["Betaalbaar"] == 70
    page = Path("rapport/report.html").read_text("utf-8")
    assert "haar woningen tellen waar zij komen" in page
    published = Path("rapport/open_data")
    lines = {one["application_id"]: one for one in rows_of(published / "decisions.csv")}
    assert lines["A"]["homes_by_municipality"] == "GM0106:40/20/10/10 GM0344:110/80/40/90"
    assert lines["B"]["homes_by_municipality"] == ""
    examined(published)
    wrong = (published / "decisions.csv").read_text("utf-8").replace("GM0106:40", "GM0106:41")
    (published / "decisions.csv").write_text(wrong, "utf-8")
    assert small.verdeel("recompute", published).code != 0
    assert small.verdeel("audit", "verify").code == 0
    small.does("bundle", "--round", ROUND, "--out", "ronde.zip")
    small.does("replay", "ronde.zip")


def table(folder: str, name: str) -> dict[str, dict[str, Any]]:
    """A sheet of the report: its rows by their first cell, each by header."""
    (book,) = Path(folder).glob("*.xlsx")
    sheet: Any = openpyxl.load_workbook(book, data_only=True)[name]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    at = next(at for at, row in enumerate(rows) if "Toegekend" in row)
    return {str(row[0]): dict(zip(rows[at], row, strict=True)) for row in rows[at + 1 :]}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_where_nothing_is_stated_homes_count_for_who_leads(small: Small) -> None:
    filed(small, *two(), located=[])
    small.does("screen", *small.of(MAKER))
    assert small.verdeel("allocate", *small.of(MAKER)).code == 4  # none of them is in Drenthe
    told = small.does("explain", "A", "--round", ROUND)
    assert "Waar de woningen komen, is niet opgegeven: zij tellen bij de penvoerder." in told


@pytest.mark.sample(every=3)
@pytest.mark.parametrize(
    ("rows", "code", "cell"),
    [
        ([UTRECHT, ("A", "GM0106", 40, 20, 10, 9)], "INT-114", "F2"),
        ([UTRECHT, ("A", "Zeist", 40, 20, 10, 10)], "INT-109", "B3"),
        ([("A", "Utrecht", 100, 80, 40, 90), ("A", 344, 10, 0, 0, 0), ASSEN], "INT-110", "B3"),
        ([UTRECHT, ("A", "Nergensstad", 40, 20, 10, 10)], "INT-047", "B3"),
        ([UTRECHT, ("A", "Assen", 40, None, 10, 10)], "INT-007", "D3"),
        ([UTRECHT, ASSEN, ("B", "Utrecht", 150, 100, 50, 100)], "", ""),
    ],
)
def test_what_does_not_agree_is_told_at_its_cell_and_keeps_the_application_out(
    small: Small, rows: list[tuple[Any, ...]], code: str, cell: str
) -> None:
    told = filed(small, *two(), located=rows)
    states = json.loads(small.does("round", "applications", ROUND, "--json"))
    if not code:
        assert told.code == 0, told.out
        assert [one["state"] for one in states] == ["complete", "complete"]
        return
    assert told.code == 1
    assert any(cell in line and code in line for line in told.out.splitlines()), told.out
    assert states[0]["state"] == "incomplete"
    assert states[1]["state"] == "complete"


@pytest.mark.slow(
    sample="test_what_does_not_agree_is_told_at_its_cell_and_keeps_the_application_out"
)
def test_a_fault_on_the_sheet_is_asked_of_the_applicant_and_mended(small: Small) -> None:
    filed(small, *two(), located=[UTRECHT, ("A", "Assen", 40, 20, 10, "tien")])
    small.verdeel("screen", "--close", *small.of(MAKER))
    ask = ("complete", "request", "A", "--date", "2026-04-03", "--no-word", "--out", "verzoek")
    small.does(*ask, *small.of(MAKER))
    book: Any = openpyxl.load_workbook("verzoek/aanvulling_A.xlsx")
    sheet = book["Woningen per gemeente"]
    assert [cell.value for cell in sheet[3]][:2] == ["A", "Assen"]
    assert sheet["F3"].fill.fgColor.rgb.endswith("FFE699"), sheet["F3"].fill.fgColor.rgb
    sheet["F3"].value = 10
    book.save("terug.xlsx")
    back = small.verdeel("load", "terug.xlsx", "--date", "2026-04-10", *small.of(MAKER))
    assert back.code in (0, 1), back.err
    accept = ("complete", "accept", "A", "--date")
    small.does(*accept, "2026-04-13", "--reason", "De tien volgt uit het totaal.",
               *small.of(MAKER))  # fmt: skip
    small.does(*accept, "2026-04-14", "--confirm", *small.of(SECOND))
    told = json.loads(small.does("allocate", "--json", *small.of(MAKER)))
    given = {one["application_id"]: one for one in told["awards"]}
    assert given["A"]["homes_by_municipality"][0]["homes"]["other"] == 10


def test_other_homes_than_the_sheet_has_are_told_with_a_new_version(small: Small) -> None:
    filed(small, *two(), located=[UTRECHT, ASSEN])
    fewer = row("woningbouwimpuls", "A", Gevraagd_bedrag=5_000_000, Sociale_huurwoningen=140,
                **JOINT)  # fmt: skip
    again = workbook(small.desk / "later.xlsx", {"woningbouwimpuls": [fewer]})
    told = small.verdeel("load", again, *small.of(MAKER))
    said = " ".join(told.out.split())
    assert "Woningen per gemeente, Assen: 40/20/10/10 wordt leeg" in said, told.out
    assert "Sociale huurwoningen: 150 wordt 140" in said
