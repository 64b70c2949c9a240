"""One row while it is read: its typed values by field, and what is wrong so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ....grants.applications.finding import Finding
from ....grants.columns import ColumnSpec
from ....grants.frozen import frozen
from ..formats.limits import MAX_CELLS, check_time
from ..formats.look import Place, SheetLook, address
from ..formats.number_formats import Value
from .cells import Fault, is_blank
from .codes import finding
from .layout import Header
from .month_first import MonthFirst, month_first_columns


@frozen
class CellFault:
    """What the file says is wrong with a cell, and the text to show for it."""

    fault: Fault
    text: str


CellIsWrong = tuple[Fault, str]
"""What is wrong with a cell as the file has it, and the text to show for it."""


class Draft:
    """The row being read: its typed values by field, and what is wrong so far."""

    def __init__(self, file: str, sheet: str, cells: Mapping[str, str]) -> None:
        self._file, self._sheet = file, sheet
        self.cells = cells
        self.values: list[tuple[ColumnSpec, object]] = []
        self.findings: list[Finding] = []
        self.faulty: set[str] = set()

    def fault(self, column: ColumnSpec, fault: Fault, value: str, *, note: str = "") -> None:
        self.faulty.add(column.field)
        self.warn(column, fault, value, note=note)

    def warn(self, column: ColumnSpec, fault: Fault, value: str, *, note: str = "") -> None:
        """What a person should look at in a cell that is read."""
        fills = {
            "label": column.label,
            "note": note or column.note,
            **fault.fills,
        }
        self.findings.append(
            finding(
                fault.code,
                file=self._file,
                sheet=self._sheet,
                cell=self.cells.get(column.field, ""),
                value=value,
                field=column.field,
                **fills,
            )
        )

    def add(self, found: Finding) -> None:
        """A finding of the domain, which knows its field but not its cell."""
        self.findings.append(placed(found, self._file, self._sheet, self.cells))

    def nested(self) -> dict[str, Any]:
        """The values as the model takes them; the years of a run become a list of payments."""
        whole: dict[str, Any] = {}
        runs: dict[str, list[dict[str, object]]] = {}
        for column, value in self.values:
            if column.year is not None:
                run = runs.setdefault(".".join(column.path[:-1]), [])
                run.append({"year": column.year, "amount": value})
                continue
            inner = whole
            for part in column.path[:-1]:
                inner = inner.setdefault(part, {})
            inner[column.path[-1]] = value
        for name, run in runs.items():
            filled = [payment for payment in run if payment["amount"]]
            whole[name] = sorted(filled or run, key=lambda payment: str(payment["year"]))
        return whole


def faults_by_row(look: SheetLook) -> dict[int, dict[int, CellFault]]:
    """What a look at a sheet says is wrong, by row and column."""
    faults: dict[int, dict[int, CellFault]] = {}

    def add(place: Place, fault: CellFault) -> None:
        faults.setdefault(place[0], {})[place[1]] = fault

    for place, (text, other) in look.differing.items():
        add(place, CellFault(Fault("INT-080", {"other": other, "program": look.program}), text))
    for place, text in look.unsure.items():
        add(place, CellFault(Fault("INT-067"), text))
    for place, text in look.unread.items():
        add(place, CellFault(Fault("INT-076"), text))
    for place, text in look.errors.items():
        add(place, CellFault(Fault("INT-017"), text))
    never = Fault("INT-018", {"cure": look.cure})
    for place in sorted(look.formulas_without_value):
        add(place, CellFault(never, ""))
    return faults


def doubtful_dates(found: MonthFirst) -> dict[int, dict[int, CellFault]]:
    """The cells whose day and month may be swapped, by row and column."""
    faults: dict[int, dict[int, CellFault]] = {}
    for (row, place), text in found.cells.items():
        faults.setdefault(row, {})[place] = CellFault(Fault("INT-071"), text)
    return faults


def covered_cells(
    look: SheetLook, values: Sequence[Sequence[Value]], header: Header
) -> dict[int, dict[int, str]]:
    """The cells below the header that lie under a merged cell with a value, and its address.

    They seem to hold what the merged cell shows. The file keeps it for the first cell only, and
    may keep something else under it.
    """
    covered: dict[int, dict[int, str]] = {}
    for (top, left), (bottom, right) in look.merged:
        check_time()
        if bottom <= header.row or not 0 <= top < len(values) or not 0 <= left < len(values[top]):
            continue
        if is_blank(values[top][left]):
            continue
        under = [place for place in header.columns if left <= place <= right]
        for row in range(max(top, header.row + 1), min(bottom + 1, len(values))):
            for place in under:
                if (row, place) != (top, left):
                    covered.setdefault(row, {})[place] = address(top, left)
    return covered


def too_far(file: str, sheet: str, look: SheetLook) -> Finding:
    """The finding of a sheet that has more cells than can be read."""
    corner = address(*look.last)
    count, limit = (f"{cells:,}".replace(",", ".") for cells in (look.cells, MAX_CELLS))
    return finding(
        "INT-042", file=file, sheet=sheet, cell=corner, corner=corner, count=count, limit=limit
    )


def faulty_cells(
    look: SheetLook, values: Sequence[Sequence[Value]], header: Header
) -> dict[int, dict[int, CellIsWrong]]:
    """What is wrong with cells as the file has them, by row and column, and the text to show.

    A row of which nothing but cells under a merged one are wrong may be blank.
    """
    faults: dict[int, dict[int, CellIsWrong]] = {}
    for row, under in covered_cells(look, values, header).items():
        if any(not is_blank(value) for value in values[row]):
            faults[row] = {
                place: (Fault("INT-062", {"other": other}), "") for place, other in under.items()
            }
    dates = doubtful_dates(month_first_columns(values, header))
    for row, cells in (*dates.items(), *faults_by_row(look).items()):
        if row > header.row:
            for place, one in cells.items():
                faults.setdefault(row, {})[place] = (one.fault, one.text)
    return faults


def placed(found: Finding, file: str, sheet: str, cells: Mapping[str, str]) -> Finding:
    """A finding of the domain, which knows its field, at its cell."""
    cell = cells.get(found.field) or cells.get("application_id", "")
    return found.model_copy(update={"file": file, "sheet": sheet, "cell": cell})
