"""Reading whole workbooks: where the header is, what is taken in, what is said."""

from __future__ import annotations

import random
from datetime import date, datetime
from pathlib import Path

from verdeelsleutel.grants.applications.application import Payment
from verdeelsleutel.grants.applications.finding import Severity
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.io.workbooks.formats.writing import write_workbook
from verdeelsleutel.io.workbooks.intake.reading import ReadWorkbook, read_workbook

from .made import by_openpyxl, by_xlsxwriter, table
from .scheme import BRIDGES, GOOD, TUNNELS, BridgeApplication, good

SCHEMES = {scheme.key: scheme for scheme in (BRIDGES, TUNNELS)}
COLUMNS = BRIDGES.columns
FILLED = [column for column in COLUMNS if column.field in GOOD]


def read(path: Path) -> ReadWorkbook:
    return read_workbook(path, SCHEMES)


def said(workbook: ReadWorkbook) -> list[tuple[str, str]]:
    return [(found.code, found.cell) for found in workbook.findings]


def test_what_was_written_by_the_columns_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "aanvragen.xlsx"
    write_workbook(path, {BRIDGES: [GOOD]}, titles=["Ronde 2026-1"])
    workbook = read(path)
    assert workbook.findings == ()
    assert workbook.file == "aanvragen.xlsx"
    (row,) = workbook.rows
    application = row.application
    assert isinstance(application, BridgeApplication)
    assert application.requested == Euro(123456789)
    assert application.received_at == datetime(2026, 3, 1, 9, 30)  # noqa: DTZ001
    assert application.first_start == date(2027, 1, 31)
    assert application.homes.mid_rent == 50
    assert application.payments == (
        Payment(year=2026, amount=Euro(100000000)),
        Payment(year=2027, amount=Euro(23456789)),
    )
    assert row.cells["application_id"] == "A4"
    assert row.cells["homes.social_rent"] == "J4"
    assert row.raw["Gevraagd bedrag"] == "1234567,89"
    assert (row.instrument, row.sheet, row.row) == ("bruggen", "Bruggen", 4)


def test_the_header_is_found_below_titles_and_in_any_order(tmp_path: Path) -> None:
    shuffled = random.Random(7).sample(FILLED, len(FILLED))
    cells = table(shuffled, [GOOD, good(2)], row=6, column=3)
    cells |= {"A1": "Gemeente Amsterdam", "B3": "Aanvragen per", "C3": date(2026, 3, 1)}
    workbook = read(by_openpyxl(tmp_path / "a.xlsx", {"Bruggen": cells}, merged=["A1:F1"]))
    assert workbook.findings == ()
    assert [row.row for row in workbook.rows] == [8, 9]
    assert all(row.application for row in workbook.rows)


def test_headers_match_whatever_their_case_spaces_and_accents(tmp_path: Path) -> None:
    cells = table(FILLED, [GOOD])
    renamed = {
        "Financiële samenhang": "FINANCIELE  samenhang *",
        "Gevraagd bedrag": "gevraagd\nbedrag (in euro's)",
        "Projectcode": " project-code ",
    }
    cells = {cell: renamed.get(str(value), value) for cell, value in cells.items()}
    workbook = read(by_xlsxwriter(tmp_path / "a.xlsx", {" bruggen": cells}))
    assert workbook.findings == ()
    assert workbook.rows[0].application is not None


def test_an_unknown_column_is_said_and_its_values_are_kept(tmp_path: Path) -> None:
    cells = table(FILLED, [GOOD, good(2)])
    cells |= {"Z1": "Opmerking van de wethouder", "Z3": "=SUM(A1)", "Y3": "los"}
    workbook = read(by_xlsxwriter(tmp_path / "a.xlsx", {"Bruggen": cells | {"Z3": "Spoed"}}))
    assert said(workbook) == [("INT-006", "Z1"), ("INT-043", "Y3")]
    assert workbook.rows[1].raw["Opmerking van de wethouder"] == "Spoed"
    assert workbook.rows[1].raw["(kolom Y)"] == "los"
    assert all(row.application for row in workbook.rows)


def test_a_missing_required_column_is_one_finding_for_the_sheet(tmp_path: Path) -> None:
    kept = [column for column in FILLED if column.field != "shortfall"]
    workbook = read(
        by_openpyxl(tmp_path / "a.xlsx", {"Bruggen": table(kept, [GOOD, good(2), good(3)])})
    )
    assert said(workbook) == [("INT-004", "")]
    assert "'Publiek tekort'" in workbook.findings[0].message
    assert [row.application for row in workbook.rows] == [None, None, None]
    assert workbook.rows[2].application_id == "BRU-2026-0003"


def test_a_misspelt_required_column_is_suggested_and_said_once(tmp_path: Path) -> None:
    cells = table(FILLED, [GOOD])
    cells = {c: "Publiek te kort bedr." if v == "Publiek tekort" else v for c, v in cells.items()}
    workbook = read(by_openpyxl(tmp_path / "a.xlsx", {"Bruggen": cells}))
    assert [found.code for found in workbook.findings] == ["INT-004"]
    assert "Publiek te kort bedr." in workbook.findings[0].cure


def test_a_column_that_occurs_twice_is_never_chosen_from(tmp_path: Path) -> None:
    cells = table(FILLED, [GOOD])
    cells |= {"Z1": "gevraagd bedrag", "Z2": 5}
    workbook = read(by_openpyxl(tmp_path / "a.xlsx", {"Bruggen": cells}))
    assert said(workbook) == [("INT-005", "Z1")]
    assert workbook.rows[0].application is None
    assert workbook.rows[0].raw["gevraagd bedrag"] == "5"


def test_a_number_that_occurs_twice_is_an_error_at_both_cells(tmp_path: Path) -> None:
    double = good(3, application_id="bru-2026-0001")
    workbook = read(
        by_openpyxl(
            tmp_path / "a.xlsx",
            {"Bruggen": table(FILLED, [GOOD, good(2)]), "Tunnels": table(FILLED, [double])},
        )
    )
    assert [(f.code, f.sheet, f.cell) for f in workbook.findings] == [
        ("INT-016", "Bruggen", "A2"),
        ("INT-016", "Tunnels", "A2"),
    ]
    assert "Tunnels!A2" in workbook.findings[0].message
    assert [row.application is None for row in workbook.rows] == [True, False, True]


def test_totals_remarks_blank_rows_and_repeated_headers_are_no_applications(
    tmp_path: Path,
) -> None:
    cells = table(FILLED, [GOOD])
    cells |= {cell.replace("1", "4"): v for cell, v in cells.items() if cell.endswith("1")}
    cells |= {"E6": "Totaal gevraagd", "G6": 1234567.89}
    cells |= {"G7": 1234567.89, "H7": 175}
    cells |= {"A9": "Bron: opgave van de gemeente"}
    workbook = read(by_openpyxl(tmp_path / "a.xlsx", {"Bruggen": cells}))
    assert said(workbook) == [
        ("INT-037", "A4"),
        ("INT-034", "E6"),
        ("INT-035", "G7"),
        ("INT-036", "A9"),
    ]
    assert all(found.severity is Severity.WARNING for found in workbook.findings)
    assert len(workbook.rows) == 1


def test_a_project_called_totaalplan_is_an_application(tmp_path: Path) -> None:
    row = good(1, project_name="Totaal Noord")
    workbook = read(by_openpyxl(tmp_path / "a.xlsx", {"Bruggen": table(FILLED, [row])}))
    assert workbook.findings == ()
    assert len(workbook.rows) == 1


def test_hidden_rows_and_sheets_are_read_and_said(tmp_path: Path) -> None:
    path = by_openpyxl(
        tmp_path / "a.xlsx",
        {"Blad1": {"A1": "Voorblad"}, "Bruggen": table(FILLED, [good(n) for n in range(1, 6)])},
        hidden_rows=[3, 4, 6],
        hidden_sheets=["Bruggen"],
    )
    workbook = read(path)
    assert [found.code for found in workbook.findings] == ["INT-038", "INT-039"]
    assert "3-4, 6" in workbook.findings[0].message
    assert len([row for row in workbook.rows if row.application]) == 5
    assert workbook.other_sheets == ("Blad1",)


def test_dates_counted_from_1904_are_the_same_dates(tmp_path: Path) -> None:
    cells = table(FILLED, [GOOD])
    workbook = read(by_openpyxl(tmp_path / "mac.xlsx", {"Bruggen": cells}, from_1904=True))
    application = workbook.rows[0].application
    assert application is not None
    assert application.first_start == date(2027, 1, 31)


def test_a_workbook_without_a_known_sheet_says_which_names_are_known(tmp_path: Path) -> None:
    workbook = read(by_openpyxl(tmp_path / "a.xlsx", {"Blad1": {"A1": "hallo"}}))
    assert said(workbook) == [("INT-001", "")]
    assert "Blad1" in workbook.findings[0].message
    assert "Bruggen, Tunnels" in workbook.findings[0].cure


def test_a_sheet_of_a_scheme_of_another_round_is_told_as_such(tmp_path: Path) -> None:
    path = by_openpyxl(tmp_path / "a.xlsx", {"Bruggen": table(FILLED, [GOOD])})
    read_here = read_workbook(path, {TUNNELS.key: TUNNELS}, outside={BRIDGES.key: BRIDGES})
    found = next(one for one in read_here.findings if one.code == "INT-001")
    assert found.message.endswith(
        "de bladen heten 'Bruggen'. Deze ronde verdeelt geen geld van: Bruggen."
    )
    assert found.cure == "Geef het blad met aanvragen een van deze namen: Tunnels."


def test_a_sheet_that_looks_like_a_scheme_is_suggested(tmp_path: Path) -> None:
    path = by_openpyxl(
        tmp_path / "a.xlsx",
        {"Bruggen": table(FILLED, [GOOD]), "Bruggen (2)": table(FILLED, [good(2)])},
    )
    workbook = read(path)
    assert [(f.code, f.sheet) for f in workbook.findings] == [("INT-002", "Bruggen (2)")]
    assert workbook.other_sheets == ("Bruggen (2)",)
    assert len(workbook.rows) == 1


def test_a_sheet_without_a_header_says_so(tmp_path: Path) -> None:
    workbook = read(by_openpyxl(tmp_path / "a.xlsx", {"Bruggen": {"A1": "Geen aanvragen"}}))
    assert said(workbook) == [("INT-003", "")]


def test_agreement_within_a_row_is_placed_at_its_cell(tmp_path: Path) -> None:
    rows = [
        good(1, municipality="Utrecht"),
        good(2, shortfall=Euro(100)),
        good(3, payments__2027=Euro(5)),
    ]
    workbook = read(by_openpyxl(tmp_path / "a.xlsx", {"Bruggen": table(FILLED, rows)}))
    place = {column.field: index for index, column in enumerate(FILLED)}
    assert said(workbook) == [
        ("INT-020", "C2"),
        ("INT-199", f"{chr(65 + place['shortfall'])}3"),
        ("INT-022", f"{chr(65 + place['payments.2026'])}4"),
    ]
    assert [row.application is not None for row in workbook.rows] == [False, True, False]
    assert workbook.findings[1].application_id == "BRU-2026-0002"


def test_all_faults_of_a_row_are_said_at_once_and_each_once(tmp_path: Path) -> None:
    row = good(
        1, requested="veel", start_year=2040, coherent="soms", project_name=None, score="hoog"
    )
    workbook = read(by_openpyxl(tmp_path / "a.xlsx", {"Bruggen": table(FILLED, [row])}))
    assert sorted(found.code for found in workbook.findings) == [
        "INT-007",
        "INT-008",
        "INT-012",
        "INT-031",
        "INT-032",
    ]
    cells = [found.cell for found in workbook.findings]
    assert cells == sorted(cells, key=lambda cell: (len(cell), cell))


def test_the_same_file_gives_the_same_findings_and_hash(tmp_path: Path) -> None:
    path = by_openpyxl(
        tmp_path / "a.xlsx", {"Bruggen": table(FILLED, [good(1, requested="?"), good(1)])}
    )
    assert read(path) == read(path)


def test_a_stray_value_in_the_last_corner_is_said_and_harmless(tmp_path: Path) -> None:
    cells = {**table(FILLED, [GOOD]), "XFD1048576": "x"}
    workbook = read(
        by_openpyxl(tmp_path / "a.xlsx", {"Bruggen": cells, "Tunnels": table(FILLED, [good(2)])})
    )
    assert said(workbook)[0] == ("INT-042", "XFD1048576")
    assert [row.instrument for row in workbook.rows] == ["tunnels"]


def test_references_to_applications_are_read_in_capitals(tmp_path: Path) -> None:
    columns = [c for c in COLUMNS if c.field in {*GOOD, "excludes", "requires"}]
    row = good(1, excludes=("bru-2026-0008", "BRU-2026-0009"), requires="wbi-2026-0001")
    workbook = read(by_openpyxl(tmp_path / "a.xlsx", {"Bruggen": table(columns, [row])}))
    assert workbook.findings == ()
    application = workbook.rows[0].application
    assert application is not None
    assert application.excludes == ("BRU-2026-0008", "BRU-2026-0009")
    assert application.requires == ("WBI-2026-0001",)


def test_a_large_sheet_is_told_of_once_it_was_read(tmp_path: Path) -> None:
    rows = [good(number) for number in range(1, 1_001)]
    sheets = {"Bruggen": table(COLUMNS, rows), "Tunnels": table(COLUMNS, [])}
    path = by_xlsxwriter(tmp_path / "groot.xlsx", sheets)
    told: list[str] = []
    read_workbook(path, {"bruggen": BRIDGES, "tunnels": TUNNELS}, watch=told.append)
    assert told == ["groot.xlsx, blad Bruggen: 1.000 regels gelezen."]
