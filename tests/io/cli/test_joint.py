"""Several municipalities apply together: one of them leads, and the money goes to it."""

import csv
import json
import random
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from verdeelsleutel.grants.municipality import Municipality, municipalities

from .conftest import Verdeel
from .test_completing import text_of
from .test_unknown import DECIDED, MAKER, POLICY, REASON, ROUND, Small, row, workbook

TOGETHER = "Utrecht; GM0355; gemeente De Bilt"


@pytest.fixture
def small(desk: Any, samples: Any, verdeel: Verdeel) -> Small:
    return Small(desk, samples, verdeel)


def opened(small: Small, *rows: dict[str, Any]) -> Any:
    policy = small.policy(POLICY.format(decision=DECIDED))
    small.does("round", "open", ROUND, "--policy", policy, "--as", MAKER)
    book = workbook(small.desk / "aanvragen.xlsx", {"woningbouwimpuls": [*rows]})
    return small.verdeel("load", book, *small.of(MAKER))


def test_a_joint_application_is_decided_for_its_lead_and_told_to_all(small: Small) -> None:
    small.screened(woningbouwimpuls=[
        row("woningbouwimpuls", "A", Deelnemende_gemeenten=TOGETHER),
        row("woningbouwimpuls", "B", Gemeentecode="GM0363", Score_effectiviteit=6,
            Gevraagd_bedrag=4_100_000, Deelnemende_gemeenten="0363; 0384"),
    ])  # fmt: skip
    (first, second) = json.loads(small.does("round", "applications", ROUND, "--json"))
    assert (first["municipality"], first["partners"]) == ("Utrecht", ["Zeist", "De Bilt"])
    assert second["partners"] == ["Diemen"]
    shown = small.does("round", "applications", ROUND)
    assert "Woningbouwimpuls, Utrecht (penvoerder, met Zeist, De Bilt)" in shown
    assert max(map(len, shown.splitlines())) <= 80
    told = json.loads(small.does("allocate", "--json", *small.of(MAKER)))["awards"]
    assert {one["municipality_code"]: one["outcome"] for one in told} == {
        "GM0344": "granted", "GM0363": "refused_ceiling",
    }  # fmt: skip
    assert "Utrecht, Zeist, De Bilt" in small.does("explain", "A", "--round", ROUND)
    assert small.approve("--date", "2026-06-01").code == 0
    small.does("letters", "--out", "brieven", "--no-word", *small.of(MAKER))
    granted, refused = text_of(Path("brieven/A.pdf")), text_of(Path("brieven/B.pdf"))
    assert "als penvoerder, samen met Zeist en De Bilt. Ik betaal de uitkering aan u." in granted
    assert "als penvoerder, samen met Diemen. Dit besluit geldt ook" in refused
    small.does("report", "--out", "rapport", *small.of(MAKER))
    register = rows_of(Path("brieven/letters.csv"), delimiter=";")
    assert [(one["aanvraagnummer"], one["samen_met"]) for one in register] == [
        ("A", "Zeist; De Bilt"), ("B", "Diemen"),
    ]  # fmt: skip
    listed = rows_of(Path("rapport/open_data/decisions.csv"))
    assert [(one["municipality"], one["partner_codes"], one["partners"]) for one in listed] == [
        ("Utrecht", "GM0355 GM0310", "Zeist; De Bilt"), ("Amsterdam", "GM0384", "Diemen"),
    ]  # fmt: skip
    (grant,) = json.loads(Path("rapport/open_data/360giving.json").read_text("utf-8"))["grants"]
    assert [one["geoCode"] for one in grant["beneficiaryLocation"]] == [
        "GM0344", "GM0355", "GM0310",
    ]  # fmt: skip
    assert grant["recipientOrganization"][0]["name"] == "Gemeente Utrecht"  # who leads is paid
    (book,) = Path("rapport").glob("*.xlsx")
    sheet: Any = openpyxl.load_workbook(book)["Aanvragen"]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert {"Samen met", "Zeist; De Bilt", "Diemen"} <= set(cells)
    assert "Utrecht; Zeist; De Bilt" in Path("rapport/report.html").read_text("utf-8")
    assert small.verdeel("audit", "verify").code == 0


def rows_of(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def test_a_project_of_another_municipality_that_nobody_filed_is_asked_about(small: Small) -> None:
    small.screened(woningbouwimpuls=[
        row("woningbouwimpuls", "A", Projectcode="P-1", Gevraagd_bedrag=1_000_000),
        row("woningbouwimpuls", "B", Projectcode="GM0344:P-2", Gemeentecode="GM0363",
            Gevraagd_bedrag=1_100_000),
        row("woningbouwimpuls", "C", Projectcode="GM0344:P-1", Gemeentecode="GM0106",
            Gevraagd_bedrag=1_200_000),
        row("woningbouwimpuls", "D", Projectcode="GM0355:P-9", Gevraagd_bedrag=1_300_000,
            Deelnemende_gemeenten=TOGETHER),
    ])  # fmt: skip
    (asked,) = [one for one in small.questions() if one["code"] == "INT-178"]
    assert asked["application_id"] == "B"
    assert "verwijst naar een project p-2 van Utrecht" in asked["message"]
    small.outcomes()
    assert "B (INT-178)" in small.approve("--date", "2026-06-01").err


def test_a_lead_that_is_not_among_the_municipalities_is_a_fault(small: Small) -> None:
    told = opened(
        small,
        row("woningbouwimpuls", "A", Deelnemende_gemeenten="Zeist; Bunnik"),
        row("woningbouwimpuls", "B", Gemeentecode="GM0355", Deelnemende_gemeenten="Zeist; Bunnik"),
    )
    assert told.code == 1
    (found,) = [line for line in told.out.splitlines() if "INT-089" in line]
    assert "gezamenlijk, van Zeist, Bunnik, maar de penvoerder Utrecht staat daar niet bij" in found
    lines = json.loads(small.does("round", "applications", ROUND, "--json"))
    assert [one["state"] for one in lines] == ["incomplete", "complete"]


@pytest.mark.sample(only=("Nergensstad", "Bergen", "GM0501", "Brielle"))
@pytest.mark.parametrize(
    ("written", "code"),
    [("Utrecht; Nergensstad", "INT-099"), ("Utrecht; Bergen", "INT-099"),
     ("Utrecht; GM9999", "INT-099"), ("Utrecht; GM0501", "INT-088"), ("Utrecht; 614", "INT-088"),
     ("Utrecht; Brielle", "INT-088"), ("Utrecht; gemeente Westvoorne", "INT-088")],
)  # fmt: skip
def test_a_municipality_that_is_none_is_told_at_its_cell(
    small: Small, written: str, code: str
) -> None:
    told = opened(small, row("woningbouwimpuls", "A", Deelnemende_gemeenten=written))
    assert told.code == 1
    (found,) = [line for line in told.out.splitlines() if line.strip().startswith("AB")]
    assert code in found


def test_a_partner_whose_code_ends_within_the_window_is_asked_about_from_that_day(
    small: Small,
) -> None:
    policy = POLICY.format(decision="decision_date = 2027-06-01")
    policy = policy.replace("window_opens = 2026-03-02", "window_opens = 2026-12-01")
    policy = policy.replace("window_closes = 2026-03-31", "window_closes = 2027-01-31")
    small.does("round", "open", ROUND, "--policy", small.policy(policy), "--as", MAKER)
    rows = [
        row("woningbouwimpuls", number, Gemeentecode="GM0402", Ontvangen_op=day,
            Deelnemende_gemeenten="Hilversum; Wijdemeren")
        for number, day in (
            ("VOOR", datetime(2026, 12, 31, 23, 59)),  # noqa: DTZ001 - as a workbook has it
            ("NA", datetime(2027, 1, 1, 0, 0, 1)),  # noqa: DTZ001
        )
    ]  # fmt: skip
    book = workbook(small.desk / "laat.xlsx", {"woningbouwimpuls": rows})
    told = small.verdeel("load", book, *small.of(MAKER))
    (asked,) = (line for line in told.out.splitlines() if "INT-088" in line)
    assert "Wijdemeren is op 01-01-2027 opgegaan in Hilversum (GM0402)" in asked


def ways_of(one: Municipality) -> tuple[str, ...]:
    code = one.code[2:].lstrip("0")
    return (one.name, one.name.upper(), one.code, code, f"Gemeente {one.name}")


@pytest.mark.sample(every=3)
@pytest.mark.parametrize("seed", range(3))
def test_municipalities_are_read_however_people_write_them(small: Small, seed: int) -> None:
    drawn = random.Random(seed)
    chosen = drawn.sample([one for one in municipalities().values() if "(" not in one.name], 4)
    written = "; ".join(drawn.choice(ways_of(one)) for one in chosen)
    told = opened(small, row("woningbouwimpuls", "A", Gemeentecode=chosen[0].code,
                             Deelnemende_gemeenten=written))  # fmt: skip
    assert told.code == 0, told.out
    (line,) = json.loads(small.does("round", "applications", ROUND, "--json"))
    assert [line["municipality"], *line["partners"]] == [one.name for one in chosen]


def test_a_project_of_another_municipality_is_the_same_where_it_is_named(small: Small) -> None:
    """The very same code in two municipalities is two projects; one that names the other is one."""
    rows = [
        row("woningbouwimpuls", "A", Projectcode="P-1", Gevraagd_bedrag=2_000_000),
        row("woningbouwimpuls", "B", Projectcode="gm0344:\uff50-1", Gemeentecode="GM0363",
            Gevraagd_bedrag=2_000_000, Score_effectiviteit=9),
        row("woningbouwimpuls", "C", Projectcode="P-1", Gemeentecode="GM0106",
            Gevraagd_bedrag=1_500_000, Score_effectiviteit=9),
    ]  # fmt: skip
    small.screened(woningbouwimpuls=rows)
    asked = {(one["application_id"], one["code"]) for one in small.questions()}
    assert [number for number, code in sorted(asked) if code == "INT-175"] == ["C"]
    small.does("answer", "all", "INT-175", "--date", "2026-05-04", "--reason", REASON,
               *small.of(MAKER))  # fmt: skip
    told = json.loads(small.verdeel("allocate", "--json", *small.of(MAKER)).out)
    assert {one["outcome"] for one in told["awards"]} == {"granted"}
    assert told["totals"]["affordable_homes"] == 600  # A and B are one project, C another
