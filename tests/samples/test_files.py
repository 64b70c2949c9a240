"""The files of the sample round, as they stand in the folder."""

# python-calamine does not say what kind of path it takes.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.sample_applications import regenerate
from verdeelsleutel.sample_applications.batches import BATCHES, sample_rows
from verdeelsleutel.sample_applications.faults import FAULTS, FILE, FIRST_ROW, ROWS, SHEET

FOLDER = Path(regenerate.__file__).parent


def test_making_the_files_again_gives_the_same_bytes() -> None:
    assert regenerate.changed_files() == []


def test_the_check_says_what_differs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert regenerate.main(["--check"]) == 0
    assert capsys.readouterr().out == ""
    made = regenerate.regenerate(tmp_path)
    assert len(made) == len(BATCHES) + 10
    assert all((tmp_path / path).read_bytes() == (FOLDER / path).read_bytes() for path in made)


def test_only_the_workbooks_of_the_round_lie_in_the_folder_itself() -> None:
    assert {path.name for path in FOLDER.glob("*.xlsx")} == {batch.file for batch in BATCHES}


def test_the_workbooks_hold_values_and_no_formulas() -> None:
    for batch in BATCHES:
        with zipfile.ZipFile(FOLDER / batch.file) as parts:
            sheets = [name for name in parts.namelist() if "worksheets/sheet" in name]
            assert sheets
            assert not any(b"<f>" in parts.read(name) for name in sheets)


def test_a_workbook_has_the_sheets_of_its_schemes_and_headers_of_their_columns() -> None:
    found = 0
    by_sheet = {instrument.sheet: instrument for instrument in instruments().values()}
    for batch in BATCHES:
        workbook = CalamineWorkbook.from_path(str(FOLDER / batch.file))
        for name in workbook.sheet_names:
            if name == "Toelichting":
                continue
            table = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            header = next(n for n, line in enumerate(table) if line[0] == "Aanvraagnummer")
            assert table[header] == [column.label for column in by_sheet[name].columns]
            found += len(table) - header - 1
    assert found == len(sample_rows())


def test_every_fault_stands_in_the_faulty_workbook_where_its_readme_says() -> None:
    workbook = CalamineWorkbook.from_path(str(FOLDER / "faulty" / FILE))
    table = workbook.get_sheet_by_name(SHEET).to_python(skip_empty_area=False)
    labels = {c.field: c.label for c in instruments()["woningbouwimpuls"].columns}
    assert table[FIRST_ROW - 1 + ROWS][0] == "Totaal"
    text = (FOLDER / "faulty" / "README.md").read_text(encoding="utf-8")
    for fault in FAULTS:
        column = table[FIRST_ROW - 2].index(labels[fault.field])
        cell = str(table[FIRST_ROW - 1 + fault.row][column])
        if not fault.typed.startswith(("<", "-", "#")):
            assert cell == fault.typed
        assert f"| {FIRST_ROW + fault.row} | {labels[fault.field]} | {fault.says} |" in text


def test_the_readmes_name_every_file() -> None:
    top = (FOLDER / "README.md").read_text(encoding="utf-8")
    for path in (
        *FOLDER.glob("*.xlsx"),
        *FOLDER.glob("*.toml"),
        *FOLDER.glob("policies/*"),
        *FOLDER.glob("incomplete/*.xlsx"),
    ):
        assert f"`{path.relative_to(FOLDER).as_posix()}`" in top
    below = (FOLDER / "faulty" / "README.md").read_text(encoding="utf-8")
    for path in (FOLDER / "faulty").glob("*"):
        assert path.name == "README.md" or f"`{path.name}`" in below


def test_the_files_are_plain_text_with_line_ends_of_one_kind() -> None:
    for path in (*FOLDER.rglob("*.toml"), *FOLDER.rglob("*.md")):
        assert b"\r" not in path.read_bytes()
        assert not re.search(r"[ \t]$", path.read_text(encoding="utf-8"), re.MULTILINE), path.name
