"""A fault put into any cell, under any layout, comes back at that very cell with its code."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from verdeelsleutel.grants.columns import ColumnSpec
from verdeelsleutel.grants.finding import Severity
from verdeelsleutel.io.workbooks.look import address
from verdeelsleutel.io.workbooks.reading import read_workbook

from .made import as_typed, by_openpyxl, by_xlsxwriter, table
from .scheme import BRIDGES, GOOD, good

FAULTS: list[tuple[str, object, str]] = [
    *((column.field, None, "INT-007") for column in BRIDGES.columns if column.required),
    ("project_name", " \u00a0", "INT-007"),
    ("requested", "twee miljoen", "INT-008"),
    ("requested", "1,234,567", "INT-008"),
    ("shortfall", True, "INT-008"),
    ("minimum", date(2026, 3, 1), "INT-008"),
    ("requested", 1234.567, "INT-009"),
    ("requested", "€ 1.234,567", "INT-009"),
    ("homes.mid_rent", 12.5, "INT-010"),
    ("homes.mid_rent", "12,5", "INT-010"),
    ("homes.demolished", "twaalf", "INT-010"),
    ("received_at", "volgende week", "INT-011"),
    ("received_at", 46082, "INT-011"),
    ("first_start", "31-02-2027", "INT-011"),
    ("first_start", "01-02-27", "INT-011"),
    ("coherent", "misschien", "INT-012"),
    ("industrialised", 1, "INT-012"),
    ("works", "tram", "INT-013"),
    ("municipality_code", "GM9999", "INT-014"),
    ("municipality_code", 9999, "INT-014"),
    ("municipality_code", "Amsterdam", "INT-014"),
    ("application_id", "BRU 2026/1", "INT-015"),
    ("application_id", "com1", "INT-015"),
    ("excludes", "BRU-2026-0008, BRU-2026-0009", "INT-048"),
    ("requires", "BRU-2026-0008; zie bijlage", "INT-048"),
    ("requested", "#REF!", "INT-017"),
    ("application_id", "#N/A", "INT-017"),
    ("phases", "#NAME?", "INT-017"),
    ("shortfall", "=1+1", "INT-018"),
    ("project_name", '="Brug "&"1"', "INT-018"),
    ("homes.other", -1, "INT-019"),
    ("requested", -5, "INT-019"),
    ("requested", "-5,00", "INT-019"),
    ("requested", 5_000_000_000.01, "INT-030"),
    ("shortfall", "6 mld", "INT-030"),
    ("homes.other", 50_001, "INT-030"),
    ("score", "goed", "INT-031"),
    ("score", 11, "INT-032"),
    ("start_year", 2030, "INT-032"),
    ("lot", 0, "INT-032"),
    ("project_name", "x" * 201, "INT-033"),
    ("first_start", "01-01-1900", "INT-045"),
    ("project_id", date(2026, 5, 3), "INT-046"),
]

Maker = Callable[..., Path]


@st.composite
def layouts(draw: st.DrawFn) -> tuple[list[ColumnSpec | str | None], int, int]:
    """Columns in any order with blank and unknown ones between, title rows, and rows."""
    fields = {*GOOD, *(field for field, _, _ in FAULTS)}
    columns: list[ColumnSpec | str | None] = [c for c in BRIDGES.columns if c.field in fields]
    extras = st.lists(st.sampled_from([None, "Opmerking", "Wijk", "Telefoon"]), max_size=3)
    columns.extend(draw(extras))
    return draw(st.permutations(columns)), draw(st.integers(0, 8)), draw(st.integers(1, 4))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    layout=layouts(),
    fault=st.sampled_from(FAULTS),
    at=st.integers(0, 3),
    maker=st.sampled_from([by_openpyxl, by_xlsxwriter]),
    gap=st.booleans(),
)
def test_a_fault_comes_back_at_its_cell(
    layout: tuple[list[ColumnSpec | str | None], int, int],
    fault: tuple[str, object, str],
    at: int,
    maker: Maker,
    gap: bool,
) -> None:
    columns, titles, count = layout
    field, value, code = fault
    cells: dict[str, object] = {address(row, 1): "Ronde 2026" for row in range(0, titles, 2)}
    wrong = at % count
    expected = ""
    for index, column in enumerate(columns):
        if column is None:
            continue
        cells[address(titles, index)] = column if isinstance(column, str) else column.label
        for number in range(count):
            row = titles + 1 + number + (1 if gap and number > 0 else 0)
            if isinstance(column, str):
                cells[address(row, index)] = f"{column} {number}"
            elif number == wrong and column.field == field:
                expected = address(row, index)
                cells[expected] = value
            else:
                cells[address(row, index)] = as_typed(good(number + 1).get(column.field))
    cells = {cell: value for cell, value in cells.items() if value is not None}
    with tempfile.TemporaryDirectory() as folder:
        path = maker(Path(folder) / "a.xlsx", {"Voorblad": {"A1": "x"}, "Bruggen": cells})
        workbook = read_workbook(path, {"bruggen": BRIDGES})
    errors = [found for found in workbook.findings if found.severity is Severity.ERROR]
    assert [(found.code, found.cell) for found in errors] == [(code, expected)]
    assert [row.application is None for row in workbook.rows] == [n == wrong for n in range(count)]


@pytest.mark.parametrize(("field", "value", "code"), FAULTS)
def test_each_fault_has_its_code_and_a_sentence_with_its_value(
    field: str, value: object, code: str, tmp_path: Path
) -> None:
    columns = [c for c in BRIDGES.columns if c.field in {*GOOD, field}]
    cells = table(columns, [GOOD])
    place = address(1, [column.field for column in columns].index(field))
    cells[place] = value
    workbook = read_workbook(
        by_openpyxl(tmp_path / "a.xlsx", {"Bruggen": cells}), {"bruggen": BRIDGES}
    )
    (found,) = workbook.findings
    assert (found.code, found.cell, found.field) == (code, place, field)
    assert found.file == "a.xlsx"
    assert "{" not in found.message + found.cure
    if code not in ("INT-007", "INT-018", "INT-033"):
        assert found.value
        assert found.value in found.message
