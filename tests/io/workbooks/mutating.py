"""Changing copies of the sample workbooks from a seed: what a kind of change is, and its writers.

Each is a kind by its name. It changes a copy and says where something may be asked: of what was
loaded, every application equals the truth, or an error stands at one of those places. Whatever a
kind changes, a cell still shows what it showed, or shows something that nobody can be sure of.
"""

# openpyxl, xlsxwriter and pandas are typed in part.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportMissingModuleSource=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl

from verdeelsleutel.grants.columns import ColumnSpec, Kind
from verdeelsleutel.instruments.instrument import Instrument, instruments
from verdeelsleutel.io.workbooks.formats.look import address
from verdeelsleutel.io.workbooks.intake.layout import find_header

from .odd_files import Parts, packed, parts_of

ANYWHERE = frozenset({"*"})


@dataclass(frozen=True)
class Mutated:
    """A changed copy, and the cells of a sheet at which an error may stand, or ``ANYWHERE``.

    ``only`` is the sheet that it holds, where it does not hold all.
    """

    path: Path
    sheet: str = ""
    cells: frozenset[str] = frozenset()
    only: str = ""


@dataclass
class Spot:
    """A cell of an application, to be changed, in a workbook that is open."""

    sheet: Any
    column: ColumnSpec
    row: int
    place: int
    header: int

    @property
    def cell(self) -> Any:
        return self.sheet.cell(self.row, self.place)

    @property
    def cells(self) -> frozenset[str]:
        return frozenset({self.cell.coordinate, address(self.header - 1, self.place - 1), ""})


@dataclass
class Open:
    """A sample workbook opened by openpyxl."""

    workbook: Any
    rng: random.Random
    tables: list[tuple[Any, Instrument, int, dict[int, ColumnSpec]]] = field(default_factory=list)

    def spot(self, *kinds: Kind, named: str = "", test: Callable[[Any], bool] = bool) -> Spot:
        """A filled cell of one of the kinds of column, by chance."""
        spots = [
            Spot(sheet, column, row, place + 1, header + 1)
            for sheet, _, header, columns in self.tables
            for place, column in columns.items()
            for row in range(header + 2, sheet.max_row + 1)
            if (column.kind in kinds or column.field == named)
            and sheet.cell(row, place + 1).value not in (None, "")
            and test(sheet.cell(row, place + 1).value)
        ]
        return self.rng.choice(spots)

    def header(self, *kinds: Kind) -> Spot:
        """The header above such a cell."""
        spot = self.spot(*kinds)
        return Spot(spot.sheet, spot.column, spot.header, spot.place, spot.header)


def opened(path: Path, rng: random.Random) -> Open:
    workbook = openpyxl.load_workbook(path)
    found = Open(workbook, rng)
    schemes = {one.sheet: one for one in instruments().values()}
    for sheet in workbook.worksheets:
        scheme = schemes.get(sheet.title)
        if scheme is None:
            continue
        rows: list[list[Any]] = [
            ["" if v is None else v for v in row] for row in sheet.iter_rows(values_only=True)
        ]
        header = find_header(rows, scheme.columns)
        assert header is not None
        found.tables.append((sheet, scheme, header.row, dict(header.columns)))
    return found


Change = Callable[[Open], tuple[str, frozenset[str]]]
Make = Callable[[Path, Path, random.Random], Mutated]
KINDS: dict[str, Make] = {}
BY_OPENPYXL: list[str] = []
"""The kinds that another program can open and save again without loss."""


def by_openpyxl(name: str) -> Callable[[Change], Change]:
    """A kind that openpyxl writes."""

    def register(change: Change) -> Change:
        def make(base: Path, out: Path, rng: random.Random) -> Mutated:
            book = opened(base, rng)
            sheet, cells = change(book)
            book.workbook.save(out)
            return Mutated(out, sheet, cells)

        KINDS[name] = make
        BY_OPENPYXL.append(name)
        return change

    return register


def by_hand(name: str) -> Callable[[Callable[[Parts, random.Random], Parts]], None]:
    """A kind made in the parts of the package, which changes nothing of what is shown."""

    def register(change: Callable[[Parts, random.Random], Parts]) -> None:
        def make(base: Path, out: Path, rng: random.Random) -> Mutated:
            out.write_bytes(packed(change(parts_of(base), rng)))
            return Mutated(out)

        KINDS[name] = make

    return register


def at(spot: Spot) -> tuple[str, frozenset[str]]:
    return spot.sheet.title, spot.cells
