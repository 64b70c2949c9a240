"""Statements with one thing unknown on a further sheet, read from real workbooks.

A case names a further sheet (*NPLV-toeslag*, *Correcties*, *Woningen*), a column of it, what stands
in the cell, and a rule of distribution. The statement that the row belongs to is divided with three
others, as the workbook has it and again with the values that the cell could have held.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from verdeelsleutel.grants.applications.application import Application
from verdeelsleutel.grants.columns import ColumnSpec, Kind
from verdeelsleutel.grants.rounds.policy import DistributionRule
from verdeelsleutel.instruments.instrument import SheetBeside, instruments
from verdeelsleutel.io.workbooks.intake.reading import read_workbook

from ..workbooks.made import by_openpyxl, table
from .one_unknown import CELLS, DAY_ONLY, TARGET, Case, Divided, divided, fields_of

RS = instruments()["realisatiestimulans"]
SHEETS: Mapping[str, SheetBeside] = {one.name: one for one in RS.sheets}
_ROWS: Mapping[str, Mapping[str, object]] = {
    "NPLV-toeslag": {
        "application_id": TARGET, "purpose": "openbare ruimte", "year": 2025,
        "area": "Amsterdam Zuidoost", "costs": 1_210_000, "compensable_vat": 210_000,
    },
    "Correcties": {
        "application_id": TARGET, "start_year": 2025, "stated": 300, "actual": 290,
        "price": 7_000,
    },
    "Woningen": {
        "application_id": TARGET, "bag_id": "0363010000000001", "segment": "sociale huur",
        "kind": "nieuwbouw", "price": 700, "start": date(2025, 6, 1),
    },
}  # fmt: skip
_OWN: Mapping[str, tuple[object, ...]] = {
    "application_id": (TARGET,), "year": (2025, 2026), "start_year": (2025, 2026),
    "area": ("Amsterdam Zuidoost", "Rotterdam-Zuid"), "actual": (0, 290, 300),
    "start_act": (None, "ontgraving voor de fundering", "sloop"),
    "bag_id": (None, "0363010000000001", "0363010000000009"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FurtherCase:
    """What is unknown, on which sheet, and under which rule the money is divided."""

    sheet: str
    field: str
    cell: str
    rule: DistributionRule

    def __str__(self) -> str:
        return f"{self.sheet}-{self.field}-{self.cell}-{self.rule.value}"

    @property
    def column(self) -> ColumnSpec:
        return next(one for one in SHEETS[self.sheet].columns if one.field == self.field)

    @property
    def of_statement(self) -> Case:
        """The round that the statement stands in: the same for every value of the cell."""
        return Case(RS.key, self.field, f"{self.sheet} {self.cell}", self.rule)


def every_further_case() -> tuple[FurtherCase, ...]:
    """Every column of every further sheet, with everything that can stand in it, by every rule."""
    return tuple(
        FurtherCase(name, column.field, cell, rule)
        for name, kind in SHEETS.items()
        for column in kind.columns
        for cell in CELLS
        if cell != DAY_ONLY
        for rule in DistributionRule
    )


def some_further(count: int, seed: int) -> list[FurtherCase]:
    """So many cases, drawn from a seed."""
    return random.Random(seed).sample(every_further_case(), count)


@dataclass(frozen=True, slots=True)
class ReadStatement:
    """What the rows of the sheet added to the statement, and whether a finding tells of the cell.

    ``added`` is ``None`` where the statement takes no part until the row is mended.
    """

    added: Mapping[str, Any] | None
    told: bool


@cache
def read(sheet: str, field: str, value: object) -> ReadStatement:
    """A workbook with this value in the column of the only row of the sheet."""
    statement: dict[str, object] = {
        "application_id": TARGET, "municipality_code": "GM0363", "received_at": date(2026, 3, 16),
        "homes.social_rent": 1, "homes.mid_rent": 0, "homes.affordable_purchase": 0,
        "homes.other": 0, "start_year": 2026,
    }  # fmt: skip
    row = {**_ROWS[sheet], field: value}
    sheets = {
        RS.sheet: table(RS.columns, [statement]),
        sheet: table(SHEETS[sheet].columns, [row]),
    }
    with tempfile.TemporaryDirectory() as folder:
        book = read_workbook(by_openpyxl(Path(folder) / "opgave.xlsx", sheets), {RS.key: RS})
    told = any(found.sheet == sheet and found.field == field for found in book.findings)
    (one,) = book.rows
    made: Any = one.application
    if made is None:
        return ReadStatement(None, told or bool(book.findings))
    names = ("supplements", "corrections", "bag_ids")
    return ReadStatement({name: getattr(made, name) for name in names}, told)


def divided_with(case: FurtherCase, statement: ReadStatement) -> Divided:
    """The round divided with the statement as it was read, or without it."""
    target: Application | None = None
    if statement.added is not None:
        fields = fields_of(case.of_statement, TARGET, 0) | dict(statement.added)
        target = RS.model.model_validate(fields)
    return divided(case.of_statement, target)


def possible_further(case: FurtherCase) -> Iterator[object]:
    """The best and the worst values that the cell could hold, and an ordinary one."""
    column = case.column
    if case.field in _OWN:
        yield from _OWN[case.field]
        return
    match column.kind:
        case Kind.MONEY:
            yield from (0, 7_000, 1_210_000)
        case Kind.COUNT:
            yield from (0, 290, 5_000)
        case Kind.DATE:
            yield from (date(2024, 1, 5), date(2025, 6, 1))
        case _ if column.choices:
            yield from map(str, column.choices)
        case _:
            yield from (None, "Woningbouwimpuls")
