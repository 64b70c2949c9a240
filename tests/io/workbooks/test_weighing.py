"""A new check starts as a warning, until the windows in which it is an error."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from verdeelsleutel.grants.applications.finding import Severity
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.io.workbooks.intake.codes import ERROR_FROM, REGISTER, as_they_are, weighed_on
from verdeelsleutel.io.workbooks.intake.codes_of_cells import CODES_OF_CELLS
from verdeelsleutel.io.workbooks.intake.codes_of_files import CODES_OF_FILES
from verdeelsleutel.io.workbooks.intake.codes_of_receipt import CODES_OF_RECEIPT
from verdeelsleutel.io.workbooks.intake.reading import ReadWorkbook, read_workbook

from .made import by_openpyxl, table
from .scheme import BRIDGES, GOOD, good

COLUMNS = [column for column in BRIDGES.columns if column.field in {*GOOD, "minimum"}]
STARTS = {"INT-021": date(2026, 7, 1)}  # the minimum is more than what is asked


@pytest.fixture
def path(tmp_path: Path) -> Path:
    rows = [good(1, minimum=Euro.euros(2_000_000)), good(2)]
    return by_openpyxl(tmp_path / "a.xlsx", {"Bruggen": table(COLUMNS, rows)})


def read(path: Path, opens: date) -> ReadWorkbook:
    return read_workbook(path, {"bruggen": BRIDGES}, weighed_on(opens, STARTS))


def test_before_its_day_a_new_check_warns_and_the_application_takes_part(path: Path) -> None:
    workbook = read(path, date(2026, 6, 30))
    (found,) = workbook.findings
    assert (found.code, found.severity) == ("INT-021", Severity.WARNING)
    assert found.cure.endswith(
        "In aanvraagtijdvakken die vanaf 01-07-2026 openen, is dit een fout."
    )
    assert [row.application is not None for row in workbook.rows] == [True, True]


def test_from_its_day_on_it_is_an_error(path: Path) -> None:
    workbook = read(path, date(2026, 7, 1))
    assert [found.severity for found in workbook.findings] == [Severity.ERROR]
    assert [row.application is not None for row in workbook.rows] == [False, True]


def test_without_a_window_every_check_weighs_in_full(path: Path) -> None:
    (found,) = read_workbook(path, {"bruggen": BRIDGES}).findings
    assert found.severity is Severity.ERROR
    assert as_they_are(found) is found


def test_no_check_of_a_cell_that_cannot_be_read_starts_as_a_warning() -> None:
    assert not ERROR_FROM.keys() & REGISTER.keys()


def test_no_code_stands_for_two_findings() -> None:
    tables = (CODES_OF_FILES, CODES_OF_CELLS, CODES_OF_RECEIPT)
    assert sum(map(len, tables)) == len(REGISTER)
