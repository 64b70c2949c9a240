"""The further sheets of a statement: supplements, corrections and homes, in real workbooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from verdeelsleutel.grants.applications.finding import Severity
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.instruments.realisatiestimulans.scheme import RealisatiestimulansStatement
from verdeelsleutel.io.workbooks.intake.reading import ReadWorkbook, read_workbook

from .made import by_openpyxl, table

RS = instruments()["realisatiestimulans"]
BESIDE = {one.name: one for one in RS.sheets}
STATEMENT: dict[str, object] = {
    "application_id": "RS-1", "municipality_code": "0363", "received_at": date(2027, 3, 16),
    "homes.social_rent": 2, "homes.mid_rent": 0, "homes.affordable_purchase": 0, "homes.other": 0,
    "start_year": 2026,
}  # fmt: skip
COSTS: dict[str, object] = {
    "application_id": "rs-1", "purpose": "openbare ruimte", "year": 2026,
    "area": "Amsterdam Zuidoost", "costs": 1_210_000, "compensable_vat": 210_000,
}  # fmt: skip
FEWER: dict[str, object] = {
    "application_id": "RS-1",
    "start_year": 2025,
    "stated": 300,
    "actual": 290,
    "price": 7_000,
}
Rows = Sequence[Mapping[str, object]]


def read(path: Path, *, costs: Rows = (), corrections: Rows = ()) -> ReadWorkbook:
    sheets = {RS.sheet: table(RS.columns, [STATEMENT])}
    for name, rows in (("NPLV-toeslag", costs), ("Correcties", corrections)):
        if rows:
            sheets[name] = table(BESIDE[name].columns, rows)
    return read_workbook(by_openpyxl(path / "opgave.xlsx", sheets), {RS.key: RS})


def told(found: ReadWorkbook) -> list[tuple[str, str, str]]:
    return [(f.code, f.sheet, f.cell) for f in found.findings]


def test_rows_beside_a_statement_become_part_of_it(tmp_path: Path) -> None:
    found = read(tmp_path, costs=[COSTS], corrections=[FEWER])
    assert told(found) == []
    assert found.other_sheets == ()
    statement = found.rows[0].application
    assert isinstance(statement, RealisatiestimulansStatement)
    assert statement.supplements[0].costs == Euro.euros(1_210_000)
    assert statement.supplements[0].purpose.supplement == "RS-10"
    assert statement.corrections[0].amount == Euro.euros(-70_000)
    assert (
        RealisatiestimulansStatement.model_validate_json(statement.model_dump_json()) == statement
    )


@pytest.mark.parametrize(
    ("costs", "corrections", "code", "sheet", "cell"),
    [
        ({"costs": None}, {}, "INT-007", "NPLV-toeslag", "C2"),
        ({"costs": "veel"}, {}, "INT-008", "NPLV-toeslag", "C2"),
        ({"granted_before": "#REF!"}, {}, "INT-017", "NPLV-toeslag", "E2"),
        ({"granted_before": "=1+1"}, {}, "INT-018", "NPLV-toeslag", "E2"),
        ({"purpose": "groen"}, {}, "INT-013", "NPLV-toeslag", "F2"),
        ({"year": 2030}, {}, "INT-047", "NPLV-toeslag", "G2"),
        ({"compensable_vat": 1_210_001}, {}, "INT-047", "NPLV-toeslag", "A2"),
        ({}, {"start_year": 2024}, "INT-047", "Correcties", "B2"),
        ({}, {"actual": -1}, "INT-019", "Correcties", "D2"),
    ],
)
def test_a_row_with_a_fault_keeps_its_statement_out_until_it_is_mended(
    tmp_path: Path, costs: dict[str, object], corrections: dict[str, object],
    code: str, sheet: str, cell: str,
) -> None:  # fmt: skip
    found = read(tmp_path, costs=[{**COSTS, **costs}], corrections=[{**FEWER, **corrections}])
    wrong = next(one for one in found.findings if one.severity is Severity.ERROR)
    assert (wrong.code, wrong.sheet, wrong.cell, wrong.application_id) == (
        code, sheet, cell, "RS-1",
    )  # fmt: skip
    assert wrong.message.endswith(".")
    assert found.rows[0].application is None


def test_a_row_of_a_number_that_no_statement_has_is_a_warning(tmp_path: Path) -> None:
    found = read(tmp_path, corrections=[{**FEWER, "application_id": "RS-9"}])
    assert told(found) == [("INT-060", "Correcties", "A2")]
    assert found.rows[0].application is not None


def test_a_missing_column_is_one_finding(tmp_path: Path) -> None:
    columns = [c for c in BESIDE["Correcties"].columns if c.field != "price"]
    sheets = {RS.sheet: table(RS.columns, [STATEMENT]), "Correcties": table(columns, [FEWER])}
    found = read_workbook(by_openpyxl(tmp_path / "opgave.xlsx", sheets), {RS.key: RS})
    waits = ("INT-087", RS.sheet, "A2")
    assert told(found) == [waits, ("INT-004", "Correcties", "")]
    assert found.rows[0].application is None


@pytest.mark.parametrize("name", ["NPLV-toeslag", "Correcties"])
@pytest.mark.parametrize(
    "cells", [{"C1": "Iets (x 1.000)"}, {"A1": "", "B1": "", "C1": "x", "D1": "", "E1": ""},
              {"Z1": "Aanvraagnummer"}, {"A1": "Nr"}],
    ids=["in thousands", "no headers", "a number twice", "no numbers"],
)  # fmt: skip
def test_a_statement_waits_for_a_sheet_that_names_it_and_cannot_be_taken_in(
    name: str, cells: dict[str, object], tmp_path: Path
) -> None:
    first = table(BESIDE[name].columns, FURTHER[name])
    own = {at: f"{first['C1']} (x 1.000)" if text == "Iets (x 1.000)" else text
           for at, text in cells.items()}  # fmt: skip
    found = changed(tmp_path, name, own)
    assert found.rows[0].application is None
    assert ("INT-087", RS.sheet, "A2") in told(found)
    elsewhere = changed(tmp_path, name, {**own, "A2": "RS-2"})
    assert elsewhere.rows[0].application is not None


def test_the_homes_of_another_scheme_are_kept_by_their_bag_id(tmp_path: Path) -> None:
    ber = instruments()["bereikbaarheid"]
    application = {
        "application_id": "BER-1", "municipality_code": "0363", "project_id": "P-1",
        "project_name": "Brug", "received_at": date(2026, 3, 16), "requested": 4_000_000,
        "homes.social_rent": 2, "homes.mid_rent": 0, "homes.affordable_purchase": 0,
        "homes.other": 0, "works": "ov", "inside_large_scale_area": False,
        "total_cost": 9_000_000, "regional_share": 4_500_000, "compensable_vat": 0,
        "works_start": date(2027, 3, 1),
        "homes_opened_up": 400,
    }  # fmt: skip
    home = {
        "application_id": "BER-1", "bag_id": "363010000000001", "segment": "sociale huur",
        "kind": "nieuwbouw", "price": 700, "start": date(2027, 6, 1),
    }  # fmt: skip
    sheets = {
        ber.sheet: table(ber.columns, [application]),
        "Woningen": table(BESIDE["Woningen"].columns, [home]),
    }
    found = read_workbook(by_openpyxl(tmp_path / "brug.xlsx", sheets), instruments())
    assert told(found) == []
    assert found.rows[0].application is not None
    assert found.rows[0].application.bag_ids == ("0363010000000001",)


HOME: dict[str, object] = {
    "application_id": "RS-1", "bag_id": "363010000000001", "segment": "sociale huur",
    "kind": "nieuwbouw", "price": 700, "start": date(2026, 6, 1),
}  # fmt: skip
HOMES = [HOME, {**HOME, "bag_id": "363010000000002"}]
FURTHER = {"NPLV-toeslag": [COSTS], "Correcties": [FEWER], "Woningen": HOMES}
UNSEEN = ("\u00ad", "\u200b", "\u202e", "\ufeff", "\u034f")


def changed(
    path: Path, name: str, cells: Mapping[str, object], hidden: Sequence[int] = (), *,
    sheet_hidden: bool = False,
) -> ReadWorkbook:  # fmt: skip
    """A statement with one further sheet, some of whose cells are others."""
    sheets = {
        RS.sheet: table(RS.columns, [STATEMENT]),
        name: {**table(BESIDE[name].columns, FURTHER[name]), **cells},
    }
    file = by_openpyxl(
        path / "opgave.xlsx", sheets, hidden_rows=hidden,
        hidden_sheets=[name] if sheet_hidden else [],
    )  # fmt: skip
    return read_workbook(file, {RS.key: RS})


@pytest.mark.parametrize("sign", UNSEEN, ids=lambda sign: f"U+{ord(sign):04X}")
@pytest.mark.parametrize("name", list(FURTHER))
def test_signs_that_do_not_show_are_told_on_every_sheet(
    tmp_path: Path, name: str, sign: str
) -> None:
    found = changed(tmp_path, name, {"A2": f"RS-{sign}1"})
    assert ("INT-075", name, "A2") in told(found)
    assert found.rows[0].application is not None
    if name != "Woningen":
        assert any(
            getattr(found.rows[0].application, kind) for kind in ("supplements", "corrections")
        )


@pytest.mark.parametrize("name", list(FURTHER))
def test_nothing_on_a_further_sheet_goes_unmentioned(tmp_path: Path, name: str) -> None:
    """A column of another name, a value below no header, rows and a sheet that do not show."""
    far = {"Z1": "Opmerking van de gemeente", "Z2": "let op", "AB2": 7}
    found = changed(tmp_path, name, far, hidden=[2], sheet_hidden=True)
    assert sorted(one for one in told(found) if one[1] == name) == [
        ("INT-038", name, ""), ("INT-039", name, ""), ("INT-043", name, "AB2"),
        ("INT-086", name, "Z1"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", list(FURTHER))
def test_a_column_that_comes_back_on_a_further_sheet_is_asked(tmp_path: Path, name: str) -> None:
    first = table(BESIDE[name].columns, FURTHER[name])
    found = changed(tmp_path, name, {"Z1": first["A1"], "Z2": "RS-2"})
    assert ("INT-005", name, "Z1") in told(found)
    assert not getattr(found.rows[0].application, "bag_ids", ())


def test_an_example_that_was_changed_is_not_lost_in_silence(tmp_path: Path) -> None:
    example = {"application_id": "VOORBEELD", **BESIDE["Correcties"].example}
    assert told(read(tmp_path, corrections=[example])) == []
    changed = read(tmp_path, corrections=[{**example, "actual": 1}])
    assert told(changed) == [("INT-054", "Correcties", "A2")]
