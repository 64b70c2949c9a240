"""Changes to the sample workbooks as real programs and people make them, from a seed.

Each is a kind by its name. It changes a copy and says where something may be asked: of what was
loaded, every application equals the truth, or an error stands at one of those places. Whatever a
kind changes, a cell still shows what it showed, or shows something that nobody can be sure of.
"""

# openpyxl, xlsxwriter and pandas are typed in part.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportMissingModuleSource=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import csv
import random
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

import openpyxl
import pandas as pd
import xlsxwriter

from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.io.workbooks.formats.look import address

from .mutating import ANYWHERE, BY_OPENPYXL, KINDS, Make, Mutated
from .mutations_by_hand import SHEETS
from .mutations_of_cells import FORMATS, TEXTS

__all__ = ["ANYWHERE", "BY_OPENPYXL", "FORMATS", "KINDS", "SHEETS", "TEXTS", "Mutated", "converted"]


def with_xlsxwriter(base: Path, out: Path, rng: random.Random) -> Mutated:
    """Every cell written anew by XlsxWriter."""
    book = openpyxl.load_workbook(base)
    new = xlsxwriter.Workbook(str(out), {"constant_memory": rng.random() < 0.5})
    for sheet in book.worksheets:
        target: Any = new.add_worksheet(sheet.title)
        for row in sheet.iter_rows():
            for cell in cast("tuple[Any, ...]", row):
                if isinstance(cell.value, datetime | date):
                    shown = new.add_format({"num_format": cell.number_format})
                    target.write_datetime(cell.row - 1, cell.column - 1, cell.value, shown)
                elif cell.value is not None:
                    target.write(cell.row - 1, cell.column - 1, cell.value)
    new.close()
    return Mutated(out)


def by_xlsxwriter_formulas(base: Path, out: Path, rng: random.Random) -> Mutated:
    """Some numbers as formulas that XlsxWriter does not compute."""
    spots: list[str] = []
    book = openpyxl.load_workbook(base)
    new = xlsxwriter.Workbook(str(out))
    chosen = rng.choice(book.sheetnames)
    for sheet in book.worksheets:
        target: Any = new.add_worksheet(sheet.title)
        for row in sheet.iter_rows():
            for cell in cast("tuple[Any, ...]", row):
                at_cell = (cell.row - 1, cell.column - 1)
                if isinstance(cell.value, datetime | date):
                    shown = new.add_format({"num_format": cell.number_format})
                    target.write_datetime(*at_cell, cell.value, shown)
                elif (
                    isinstance(cell.value, int | float)
                    and sheet.title == chosen
                    and rng.random() < 0.02
                ):
                    target.write_formula(*at_cell, f"=Bron!{cell.coordinate}")
                    spots.append(cell.coordinate)
                elif cell.value is not None:
                    target.write(*at_cell, cell.value)
    new.close()
    return Mutated(out, chosen, frozenset(spots))


def with_backslashes(base: Path, out: Path, _: random.Random) -> Mutated:
    """The parts of the package named as Windows names files."""
    with zipfile.ZipFile(base) as source, zipfile.ZipFile(out, "w") as target:
        for one in source.infolist():
            target.writestr(zipfile.ZipInfo(one.filename.replace("/", "\\")), source.read(one))
    return Mutated(out)


def saved_by_openpyxl(base: Path, out: Path, _: random.Random) -> Mutated:
    """The same workbook, saved by openpyxl."""
    openpyxl.load_workbook(base).save(out)
    return Mutated(out)


def as_it_is(base: Path, out: Path, _: random.Random) -> Mutated:
    """Nothing changed."""
    shutil.copy(base, out)
    return Mutated(out)


KINDS.update(
    {
        "written by XlsxWriter": with_xlsxwriter,
        "formulas of XlsxWriter": by_xlsxwriter_formulas,
        "backslashes in the package": with_backslashes,
        "saved by openpyxl": saved_by_openpyxl,
        "as it is": as_it_is,
    }
)


# Text with separators, and LibreOffice.


def as_csv(encoding: str, separator: str = ";") -> Make:
    """One sheet as lines of text. In an old code page, letters may be asked about."""

    def make(base: Path, out: Path, rng: random.Random) -> Mutated:
        book = openpyxl.load_workbook(base)
        sheet = rng.choice([one for one in book.worksheets if one.title in SCHEME_SHEETS])
        path = out.with_name(f"{sheet.title}.csv")
        rows = [[_csv_text(cell.value) for cell in row] for row in sheet.iter_rows()]
        with path.open("w", encoding=encoding, newline="", errors="replace") as stream:
            csv.writer(stream, delimiter=separator).writerows(rows)
        old = encoding in ("cp850", "mac_roman")
        odd = {
            address(r, c) for r, row in enumerate(rows) for c, text in enumerate(row)
            if not text.isascii()
        }  # fmt: skip
        return Mutated(path, path.stem, frozenset(odd if old else ()), only=sheet.title)

    return make


def _csv_text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "WAAR" if value else "ONWAAR"
        case datetime():
            return value.strftime("%d-%m-%Y %H:%M:%S")
        case int() | float():
            return str(value).replace(".", ",")
        case _:
            return str(value)


SCHEME_SHEETS = frozenset(one.sheet for one in instruments().values())
KINDS.update({
    f"a .csv in {encoding}": as_csv(encoding)
    for encoding in (
        "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp850", "mac_roman"
    )
})  # fmt: skip
KINDS.update(
    {"a .csv with commas": as_csv("utf-8", ","), "a .csv with tabs": as_csv("cp1252", "\t")}
)


def by_pandas(base: Path, out: Path, _: random.Random) -> Mutated:
    """Each sheet read and written by pandas, which gives its headers a border."""
    sheets = pd.read_excel(base, sheet_name=None, header=None, dtype=object, engine="openpyxl")
    with pd.ExcelWriter(out, engine="openpyxl", datetime_format="dd-mm-yyyy hh:mm") as writer:
        for name, frame in sheets.items():
            frame.to_excel(writer, sheet_name=str(name), index=False, header=False)
    return Mutated(out)


KINDS["written by pandas"] = by_pandas


def converted(files: Sequence[Path], kind: str, folder: Path) -> list[Path]:
    """The files as LibreOffice saves them, all in one run of it."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [
            "soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to", kind, "--outdir", str(folder), *map(str, files),
        ],
        check=True, capture_output=True, timeout=600,
    )  # fmt: skip
    return [folder / f"{one.stem}.{kind}" for one in files]
