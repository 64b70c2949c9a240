"""How fast workbooks are read and handed back, as ratios within one run.

Run from the root of the repository: ``python benchmarks/workbooks.py``. It prints one line for each
piece of work, with the goal beside what was measured. Times depend on the machine; ratios less.
"""

# Neither library is typed.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportMissingModuleSource=false

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
from python_calamine import CalamineWorkbook

from verdeelsleutel.grants.columns import Kind
from verdeelsleutel.grants.finding import Severity
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.instruments.instrument import Instrument, instruments
from verdeelsleutel.io.workbooks.annotated import hand_back
from verdeelsleutel.io.workbooks.codes import finding
from verdeelsleutel.io.workbooks.reading import ReadWorkbook, read_workbook
from verdeelsleutel.io.workbooks.writing import Formats, open_workbook, write_headers, write_rows

ROWS, COLUMNS = 20_000, 40
_SCHEME = instruments()["woningbouwimpuls"]
_FIXED: Mapping[Kind, object] = {
    Kind.TEXT: "Havenkwartier",
    Kind.COUNT: 120,
    Kind.DECIMAL: Decimal("7.5"),
    Kind.DATE: date(2027, 5, 1),
    Kind.MOMENT: datetime(2026, 3, 1, 9, 30),  # noqa: DTZ001
    Kind.YES_NO: True,
    Kind.MUNICIPALITY: "GM0599",
    Kind.AREA: "Rotterdam-Zuid",
}
_LEFT_OUT = ("minimum", "excludes", "requires", "phases", "lot", "withdrawn_on", "payments")


def application(scheme: Instrument, number: int) -> dict[str, object]:
    """A row without a fault; its number, name and amounts are its own."""
    row: dict[str, object] = {}
    for column in scheme.columns:
        if column.field.partition(".")[0] not in _LEFT_OUT:
            money = Euro(1_000_000_00 + number * 1_000_07)
            row[column.field] = money if column.kind is Kind.MONEY else _FIXED.get(column.kind)
    own = {
        "application_id": f"WBI-2026-{number:05d}",
        "project_id": f"P-{number:05d}",
        "project_name": f"Plan {number} aan de haven",
        "municipality": "Rotterdam",
        "last_start": date(2027, 9, 1),
        "score_housing_task": 6,
        "shortfall": Euro(9_000_000_00 + number * 9_000_63),
        "homes.demolished": number % 7,
        "homes.social_rent": number % 400,
    }
    return row | {field: value for field, value in own.items() if field in row}


def written(path: Path, first: int, rows: int, columns: int = COLUMNS) -> Path:
    """A workbook of applications with that many columns, the required ones among them."""
    needed = [column for column in _SCHEME.columns if column.required]
    others = [column for column in _SCHEME.columns if not column.required]
    filled = [column for column in others if column.field.partition(".")[0] not in _LEFT_OUT]
    chosen = [*needed, *filled, *(c for c in others if c not in filled)][:columns]
    workbook = open_workbook(path, title="Meting")
    formats = Formats(workbook)
    sheet = workbook.add_worksheet(_SCHEME.sheet)
    write_headers(sheet, chosen, formats)
    fields = {column.field for column in chosen}
    write_rows(
        sheet,
        chosen,
        [
            {f: v for f, v in application(_SCHEME, first + n).items() if f in fields}
            for n in range(rows)
        ],
        formats,
    )
    workbook.close()
    return path


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """The least time of a few runs."""
    least = float("inf")
    for _ in range(times):
        began = time.perf_counter()
        work()
        least = min(least, time.perf_counter() - began)
    return least


def by_calamine(path: Path) -> object:
    """What the fast reader alone needs."""
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)


def by_openpyxl(path: Path) -> list[object]:
    """The same cells read by openpyxl, typed into the same models; both must be done."""
    sheet = openpyxl.load_workbook(path, read_only=True).worksheets[0]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    read = read_workbook(path, {_SCHEME.key: _SCHEME})
    return [cells, read]


def read(path: Path) -> ReadWorkbook:
    """A workbook to validated applications."""
    workbook = read_workbook(path, {_SCHEME.key: _SCHEME})
    wrong = [found for found in workbook.findings if found.severity is Severity.ERROR]
    if wrong or any(row.application is None for row in workbook.rows):
        sys.exit(f"the workbook of the measurement has faults: {wrong[:1]}")
    return workbook


def show(work: str, measured: str, goal: str) -> None:
    """A line of the table."""
    sys.stdout.write(f"| {work} | {measured} | {goal} |\n")


def main() -> None:
    """Measure, and print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        big = written(folder / "groot.xlsx", 0, ROWS)
        show("work", "measured", "goal")
        show("---", "---", "---")
        alone, whole = seconds(lambda: by_calamine(big)), seconds(lambda: read(big))
        size = f"{ROWS} x {COLUMNS} to applications"
        show(size, f"{whole:.2f} s, {whole / alone:.1f} x calamine", "2.5 x")
        slow = seconds(lambda: by_openpyxl(big), times=1) - whole
        show("openpyxl reading the same", f"{(slow + whole) / whole:.1f} x ours", "5 x")
        findings = [
            finding(
                "INT-008", file=big.name, sheet=_SCHEME.sheet, cell=f"G{number * 10 + 2}",
                value="veel", label="Gevraagd bedrag",
            )
            for number in range(2_000)
        ]  # fmt: skip
        back = seconds(lambda: hand_back(big, findings, folder / "terug"), times=1)
        show("annotated copy, 2,000 findings", f"{back:.1f} s", "20 s")
        many = [written(folder / f"{n}.xlsx", n * 200, 200) for n in range(50)]
        one = written(folder / "een.xlsx", 0, 10_000)
        apart, together = seconds(lambda: [read(path) for path in many]), seconds(lambda: read(one))
        show("50 x 200 rows against 10,000", f"{apart / together:.2f} x", "1.5 x")


if __name__ == "__main__":
    main()
