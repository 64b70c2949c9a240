"""A fault put into any cell, under any layout, comes back at that very cell with its code."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from verdeelsleutel.grants.applications.finding import Severity
from verdeelsleutel.grants.columns import ColumnSpec
from verdeelsleutel.io.workbooks.formats.look import address
from verdeelsleutel.io.workbooks.intake.reading import read_workbook

from ...sampling import examples
from .made import as_typed, by_openpyxl, by_xlsxwriter, table
from .odd_files import packed, parts_of
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


@dataclass(frozen=True)
class Layout:
    """How a sheet is laid out: its columns with blank and unknown ones between, and its rows.

    ``merged`` are the columns whose header is merged with a blank column at its right, or, where
    ``down`` is more than 1, with the cells below it. ``before`` and ``after`` are other sheets.
    """

    columns: list[ColumnSpec | str | None]
    titles: int
    count: int
    gap: bool
    merged: frozenset[int]
    down: int
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def first(self) -> int:
        """The row of the first application, counted from 0."""
        return self.titles + (self.down if self.merged else 1)

    def areas(self) -> list[str]:
        """What is merged, the title above the columns included."""
        title = [f"A1:{address(0, len(self.columns) + 3)}"] if self.titles > 1 else []
        low = self.titles + self.down - 1
        heads = [
            f"{address(self.titles, at)}:{address(low, at + (self.columns[at + 1] is None))}"
            for at in sorted(self.merged)
            if self.columns[at + 1] is None or self.down > 1
        ]
        return [*title, *heads]


SHEETS = ("Voorblad", "Toelichting", "Tunnels", "Bruggen 2025", "Draaitabel")


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    fields = {*GOOD, *(field for field, _, _ in FAULTS)}
    columns: list[ColumnSpec | str | None] = [c for c in BRIDGES.columns if c.field in fields]
    extras = st.lists(st.sampled_from([None, None, "Opmerking", "Wijk", "Telefoon"]), max_size=4)
    columns.extend(draw(extras))
    columns = [*draw(st.permutations(columns)), None]
    headed = [at for at, column in enumerate(columns) if column is not None]
    others = draw(st.lists(st.sampled_from(SHEETS), unique=True, max_size=3))
    split = draw(st.integers(0, len(others)))
    return Layout(
        columns=columns,
        titles=draw(st.integers(0, 8)),
        count=draw(st.integers(1, 4)),
        gap=draw(st.booleans()),
        merged=frozenset(draw(st.lists(st.sampled_from(headed), max_size=5))),
        down=draw(st.integers(1, 2)),
        before=tuple(others[:split]),
        after=tuple(others[split:]),
    )


@settings(max_examples=examples(80), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    layout=layouts(),
    fault=st.sampled_from(FAULTS),
    at=st.integers(0, 3),
    maker=st.sampled_from([by_openpyxl, by_xlsxwriter]),
)
def test_a_fault_comes_back_at_its_cell(
    layout: Layout, fault: tuple[str, object, str], at: int, maker: Maker
) -> None:
    field, value, code = fault
    cells: dict[str, object] = {address(row, 0): "Ronde 2026" for row in range(0, layout.titles, 2)}
    wrong = at % layout.count
    expected = ""
    for index, column in enumerate(layout.columns):
        if column is None:
            continue
        head = column if isinstance(column, str) else column.label
        cells[address(layout.titles, index)] = head
        for number in range(layout.count):
            row = layout.first + number + (1 if layout.gap and number > 0 else 0)
            if isinstance(column, str):
                cells[address(row, index)] = f"{column} {number}"
            elif number == wrong and column.field == field:
                expected = address(row, index)
                cells[expected] = value
            else:
                cells[address(row, index)] = as_typed(good(number + 1).get(column.field))
    cells = {cell: value for cell, value in cells.items() if value is not None}
    sheets: dict[str, dict[str, object]] = {name: {"A1": "x"} for name in layout.before}
    sheets |= {"Bruggen": cells, **{name: {"B2": 3} for name in layout.after}}
    with tempfile.TemporaryDirectory() as folder:
        path = maker(Path(folder) / "a.xlsx", sheets)
        merge(path, list(sheets).index("Bruggen"), layout.areas())
        workbook = read_workbook(path, {"bruggen": BRIDGES})
    errors = [found for found in workbook.findings if found.severity is Severity.ERROR]
    assert [(f.code, f.sheet, f.cell) for f in errors] == [(code, "Bruggen", expected)]
    assert [row.application is None for row in workbook.rows] == [
        number == wrong for number in range(layout.count)
    ]


def merge(path: Path, sheet: int, areas: Sequence[str]) -> None:
    """Merge cells of a sheet, as the file says it, whatever wrote the file."""
    if not areas:
        return
    part = f"xl/worksheets/sheet{sheet + 1}.xml"
    parts = parts_of(path)
    written = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    whole = f'</sheetData><mergeCells count="{len(areas)}">{written}</mergeCells>'
    parts[part] = parts[part].replace(b"</sheetData>", whole.encode())
    path.write_bytes(packed(parts))


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
