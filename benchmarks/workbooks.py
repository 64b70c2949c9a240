"""How fast workbooks are read and handed back, as ratios within one run.

Run from the root of the repository: ``python -m benchmarks.workbooks``, or with the names of some
of the pieces of work (``load`` for the whole command). It prints one line for each, with the goal
beside what was measured. Times are of the processor, so that other work on the machine matters
less; they depend on the machine, and ratios less so.
"""

# Neither library is typed.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportMissingModuleSource=false

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import redirect_stdout
from datetime import date, datetime
from decimal import Decimal
from multiprocessing import get_context
from pathlib import Path

import openpyxl
import pandas as pd
from python_calamine import CalamineWorkbook

from verdeelsleutel.grants.applications.finding import Severity
from verdeelsleutel.grants.columns import Kind, columns_of
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.instruments.instrument import Instrument, instruments
from verdeelsleutel.instruments.realisatiestimulans.homes_sheet import HomeColumns
from verdeelsleutel.io import cli
from verdeelsleutel.io.workbooks.annotation.annotated import hand_back
from verdeelsleutel.io.workbooks.formats.writing import (
    Formats,
    open_workbook,
    write_headers,
    write_rows,
)
from verdeelsleutel.io.workbooks.intake.codes import finding
from verdeelsleutel.io.workbooks.intake.reading import ReadWorkbook, read_workbook

ROWS, COLUMNS = 20_000, 40
_ROUND = "2026-1"
_POLICY = Path(__file__).parents[1] / "sample_applications" / "policy.toml"
_SCHEME = instruments()["woningbouwimpuls"]
_STATEMENTS = instruments()["realisatiestimulans"]
_FIXED: Mapping[Kind, object] = {
    Kind.TEXT: "Havenkwartier",
    Kind.COUNT: 120,
    Kind.DECIMAL: Decimal("7.5"),
    Kind.DATE: date(2027, 5, 1),
    Kind.MOMENT: datetime(2026, 9, 15, 9, 30),  # noqa: DTZ001
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
    """The least processor time of a few runs, until the result is there."""
    least = float("inf")
    for _ in range(times):
        began = time.process_time()
        result = work()
        least = min(least, time.process_time() - began)
        del result
    return least


def by_calamine(path: Path) -> object:
    """What the fast reader alone needs."""
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)


def by_openpyxl(path: Path, *, read_only: bool) -> object:
    """The same cells read by openpyxl; the models come on top."""
    sheet = openpyxl.load_workbook(path, read_only=read_only, data_only=True).worksheets[0]
    return [[*row] for row in sheet.iter_rows(values_only=True)]


def by_pandas(path: Path) -> object:
    """The same cells read as most programs do, by pandas, which reads with openpyxl."""
    return pd.read_excel(path, engine="openpyxl", header=None, dtype=object)


def read(path: Path) -> ReadWorkbook:
    """A workbook to validated applications."""
    workbook = read_workbook(path, {_SCHEME.key: _SCHEME})
    wrong = [found for found in workbook.findings if found.severity is Severity.ERROR]
    if wrong or any(row.application is None for row in workbook.rows):
        sys.exit(f"the workbook of the measurement has faults: {wrong[:1]}")
    return workbook


def homes_workbook(path: Path, homes: int) -> Path:
    """A statement with that many homes, one a row of the sheet ``Woningen``."""
    columns = columns_of(HomeColumns)
    workbook = open_workbook(path, title="Meting")
    formats = Formats(workbook)
    statement = application(_STATEMENTS, 1) | {
        "application_id": "RS-2026-1", "start_year": 2025, "requested": None,
        "homes.social_rent": homes, "homes.mid_rent": 0, "homes.affordable_purchase": 0,
        "homes.other": 0, "homes.demolished": 0,
    }  # fmt: skip
    known = {column.field for column in _STATEMENTS.columns}
    sheet = workbook.add_worksheet(_STATEMENTS.sheet)
    write_headers(sheet, _STATEMENTS.columns, formats)
    row = {field: value for field, value in statement.items() if field in known}
    write_rows(sheet, _STATEMENTS.columns, [row], formats)
    listed = workbook.add_worksheet("Woningen")
    write_headers(listed, columns, formats)
    fields = {column.field for column in columns}
    for number in range(homes):
        home = {
            "application_id": "RS-2026-1", "bag_id": f"{363010000000000 + number:016d}",
            "segment": "sociale huur", "kind": "nieuwbouw", "start": date(2025, 6, 1),
            "price": Euro(500_00 + number % 40_000),
        }  # fmt: skip
        filled = {field: value for field, value in home.items() if field in fields}
        write_rows(listed, columns, [filled], formats, first_row=number + 1)
    workbook.close()
    return path


def homes_read(path: str) -> tuple[float, int]:
    """Seconds of processor time, and the most memory of this process in MiB (0 if unknown).

    Linux tells it in a file; what it tells by ``getrusage`` counts what the parent had, too.
    """
    took = seconds(lambda: read_workbook(Path(path), {_STATEMENTS.key: _STATEMENTS}), times=1)
    status = Path("/proc/self/status")
    if not status.exists():
        return took, 0
    return took, int(status.read_text(encoding="utf-8").split("VmHWM:")[1].split()[0]) // 1024


def whole_command(path: Path, url: str, *, twice: bool) -> tuple[float, int]:
    """The processor time of ``verdeel load``, its start included, and the most memory in MiB.

    ``twice`` is with the second reader; without it the goal is another.
    """
    with redirect_stdout(io.StringIO()):
        cli.run(["round", "open", _ROUND, "--policy", str(_POLICY), "--database", url])
    command = [sys.executable, "-m", "benchmarks.loading", str(path), _ROUND, url]
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        command if twice else [*command, "once"],
        check=True, stdout=subprocess.PIPE, text=True, env=kept,  # compiled, as when installed
    )  # fmt: skip
    took, most = done.stdout.split()
    return float(took), int(most)


def show_command(folder: Path) -> None:
    """The whole command against what calamine needs, in pairs, of which the least count."""
    big = written(folder / "inname.xlsx", 0, ROWS)
    for twice, goal in ((False, "8 x"), (True, "20 x")):
        pairs: list[tuple[float, float, int]] = []
        for pair in range(7):
            url = f"sqlite:///{(folder / f'inname {twice} {pair}.db').as_posix()}"
            pairs.append((seconds(lambda: by_calamine(big)), *whole_command(big, url, twice=twice)))
        alone, took = min(one[0] for one in pairs), min(one[1] for one in pairs)
        name = "load, read twice" if twice else "load, read once"
        measured = f"{took:.2f} s against {alone:.2f} s: {took / alone:.1f} x"
        show(f"{name}, {ROWS} x {COLUMNS}", f"{measured}, {max(p[2] for p in pairs)} MiB", goal)


def show(work: str, measured: str, goal: str) -> None:
    """A line of the table."""
    sys.stdout.write(f"| {work} | {measured} | {goal} |\n")
    sys.stdout.flush()


def show_speed(folder: Path) -> None:
    """A large workbook, beside calamine alone and beside openpyxl with the same models."""
    big = written(folder / "groot.xlsx", 0, ROWS)
    rounds = [(seconds(lambda: by_calamine(big), 2), seconds(lambda: read(big), 2)) for _ in "123"]
    alone, whole = (min(times) for times in zip(*rounds, strict=True))
    size = f"{ROWS} x {COLUMNS} to applications"
    show(size, f"{whole:.2f} s; calamine alone {alone:.2f} s: {whole / alone:.2f} x", "2.5 x")
    models = whole - alone
    for name, other in (
        ("openpyxl", lambda: by_openpyxl(big, read_only=False)),
        ("openpyxl, read_only", lambda: by_openpyxl(big, read_only=True)),
        ("pandas with openpyxl", lambda: by_pandas(big)),
    ):
        slow = seconds(other, times=1) + models
        show(f"{name} with the same models", f"{slow:.2f} s: {slow / whole:.1f} x ours", "5 x")


def show_copy(folder: Path) -> None:
    """The annotated copy of a large workbook."""
    big = written(folder / "terug.xlsx", 0, ROWS)
    findings = [
        finding(
            "INT-008", file=big.name, sheet=_SCHEME.sheet, cell=f"G{number * 10 + 2}",
            value="veel", label="Gevraagd bedrag",
        )
        for number in range(2_000)
    ]  # fmt: skip
    back = seconds(lambda: hand_back(big, findings, folder / "terug"), times=1)
    show("annotated copy, 2,000 findings", f"{back:.1f} s", "20 s")


def show_many(folder: Path) -> None:
    """Many small workbooks beside a large one."""
    many = [written(folder / f"{n}.xlsx", n * 200, 200) for n in range(50)]
    one = written(folder / "een.xlsx", 0, 10_000)
    rounds = [
        (seconds(lambda: [read(path) for path in many], 1), seconds(lambda: read(one), 1))
        for _ in range(5)
    ]
    apart, together = (min(times) for times in zip(*rounds, strict=True))
    measured = f"{apart:.2f} s against {together:.2f} s: {apart / together:.2f} x"
    show("50 x 200 rows against 10,000", measured, "1.5 x")


def show_homes(folder: Path) -> None:
    """A year of homes, read in a process of its own, so that its memory is its own."""
    path = homes_workbook(folder / "woningen.xlsx", 100_000)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other:
        took, most = other.submit(homes_read, str(path)).result()
    show("100,000 homes on the sheet Woningen", f"{took:.1f} s, {most} MiB", "10 s, 1024 MiB")


PARTS: Mapping[str, Callable[[Path], None]] = {
    "speed": show_speed,
    "copy": show_copy,
    "many": show_many,
    "homes": show_homes,
    "load": show_command,
}


def main() -> None:
    """Measure, and print the table."""
    chosen = sys.argv[1:] or list(PARTS)
    if unknown := [one for one in chosen if one not in PARTS]:
        sys.exit(f"{unknown[0]} is none of: {', '.join(PARTS)}")
    with tempfile.TemporaryDirectory() as name:
        show("work", "measured", "goal")
        show("---", "---", "---")
        for part in chosen:
            PARTS[part](Path(name))


if __name__ == "__main__":
    main()
