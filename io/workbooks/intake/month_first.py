"""Columns of dates with the month before the day, told by the column and never swapped by the cell.

Of 10/12/2026 nobody can say what it is; of 09/25/2026 one can. Where a sheet has one of the second
kind, every text of the first is doubtful, in that column and in its other columns of dates. A
program that expects the day first has made dates of the first kind, swapped, when it opened such
a file, and left the second as texts; so dates in the column itself are doubtful too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from ....grants.columns import Kind
from ....grants.frozen import frozen
from ..formats.look import Place
from ..formats.number_formats import Value
from .cells import shown
from .dates import month_first
from .layout import Header

_LAST_MONTH = 12
_SIGN = re.compile("[^-/.]")  # what stands between the figures is left


@frozen
class MonthFirst:
    """The doubtful cells of a sheet, and an example of each column that has any, by its place."""

    cells: Mapping[Place, str]
    columns: Mapping[int, str]


def month_first_columns(values: Sequence[Sequence[Value]], header: Header) -> MonthFirst:
    """The cells below a header whose day and month may be swapped."""
    places = [
        at for at, column in header.columns.items() if column.kind in (Kind.DATE, Kind.MOMENT)
    ]
    columns = {at: dict(_below(values, header.row, at)) for at in places}
    certain = {
        at: next((shown(v) for v in cells.values() if month_first(v) is True), "")
        for at, cells in columns.items()
        if any(isinstance(value, str) for value in cells.values())
    }
    example = next((text for text in certain.values() if text), "")
    if not example:
        return MonthFirst({}, {})
    signs = {_SIGN.sub("", text)[:1] for text in certain.values()}  # a Dutch date has another
    doubtful = {
        (row, at): shown(value)
        for at, cells in columns.items()
        for row, value in cells.items()
        if (month_first(value) is not False and _SIGN.sub("", str(value))[:1] in signs)
        or (certain.get(at) and _may_be_swapped(value))
    }
    return MonthFirst(
        doubtful, {at: certain.get(at) or example for at in sorted({at for _, at in doubtful})}
    )


def _below(
    values: Sequence[Sequence[Value]], header: int, place: int
) -> Iterator[tuple[int, Value]]:
    for number in range(header + 1, len(values)):
        row = values[number]
        if place < len(row) and row[place] != "":
            yield number, row[place]


def _may_be_swapped(value: Value) -> bool:
    if isinstance(value, datetime | date):
        return value.day <= _LAST_MONTH and value.day != value.month
    return False
