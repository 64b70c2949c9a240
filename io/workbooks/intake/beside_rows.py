"""What stands on the further sheets of a workbook under the number of an application, as text.

Kept of an application with an error, so that a request to complete it gives back what it stated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ...records.rounds.rows_beside import RowBeside
from ..formats.look import address
from ..formats.number_formats import Value
from .draft import CellIsWrong
from .layout import Header
from .rows import ReadRow
from .shown import is_blank, shown

_NUMBER = "application_id"


class RowsBeside(NamedTuple):
    """A further sheet as it was read: the name of its kind, and what stands below its header."""

    name: str
    header: Header
    values: Sequence[Sequence[Value]]
    faults: Mapping[int, Mapping[int, CellIsWrong]]

    def by_number(self) -> Mapping[str, tuple[RowBeside, ...]]:
        """Its rows by the number that they bear, in the order of the sheet."""
        place = next(at for at, one in self.header.columns.items() if one.field == _NUMBER)
        found: dict[str, list[RowBeside]] = {}
        for at in range(self.header.row + 1, max(len(self.values), *self.faults, 0) + 1):
            row = self.values[at] if at < len(self.values) else ()
            if at in self.faults or not all(is_blank(value) for value in row):
                number = shown(row[place]).strip().upper() if place < len(row) else ""
                found.setdefault(number, []).append(self._row(at, row))
        return {number: tuple(rows) for number, rows in found.items()}

    def _row(self, at: int, row: Sequence[Value]) -> RowBeside:
        wrong = self.faults.get(at, {})
        columns = sorted(self.header.columns.items())
        texts = {
            column.label: wrong[place][1] if place in wrong else shown(row[place])
            for place, column in columns
            if place in wrong or place < len(row)
        }
        return RowBeside(
            values={label: text for label, text in texts.items() if text},
            cells={column.label: address(at, place) for place, column in columns},
        )


def rows_beside(
    name: str, header: Header, values: Sequence[Sequence[Value]],
    faults: Mapping[int, Mapping[int, CellIsWrong]],
) -> RowsBeside | None:  # fmt: skip
    """A sheet as it was read; ``None`` where it has no column with numbers."""
    if all(one.field != _NUMBER for one in header.columns.values()):
        return None
    return RowsBeside(name, header, values, faults)


def with_rows_beside(rows: Sequence[ReadRow], sheets: Sequence[RowsBeside]) -> tuple[ReadRow, ...]:
    """The applications with the names of the further sheets that were read, and those with an error
    with what stands there.

    To a row without a number belong the rows of all numbers that no application of the file has: it
    may turn out to be any of those.
    """
    if not sheets:
        return tuple(rows)
    known = {row.application_id for row in rows}
    names = frozenset(one.name for one in sheets)
    some = any(row.application is None for row in rows)
    found = {one.name: one.by_number() for one in sheets} if some else {}
    stray = {
        name: tuple(row for number, at in own.items() if number not in known for row in at)
        for name, own in found.items()
    }
    return tuple(
        row._replace(sheets=names)
        if row.application is not None
        else row._replace(
            sheets=names,
            beside={
                name: own.get(row.application_id, ()) if row.application_id else stray[name]
                for name, own in found.items()
            },
        )
        for row in rows
    )
