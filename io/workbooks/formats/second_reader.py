"""The second reader: openpyxl, another program by another author, on the same .xlsx.

Two programs seldom make the same mistake. Each value of the first reading is held against what
openpyxl makes of the cell; what differs is told at the cell with both values. Up to 5,000 rows it
reads all of a sheet; above that its first rows, where headers stand, its last one, and a sample
that follows from the content of the file, so that the same file always gets the same sample.
"""

# openpyxl is not typed.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import gc
import io
import math
import random
import re
import warnings
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from .limits import check_time
from .look import Malformed, Place, SheetLook
from .number_formats import ByFormat, Value, as_shown

WHOLE = 5_000  # rows up to which all are read
_SAMPLE = 500  # rows of a larger sheet, besides the first and the last
_FIRST = 100  # rows in which headers and titles stand
_ROW = re.compile(rb'<row(?!Breaks)[^>]*?\sr="([0-9]{1,7})"[^>]*>')
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - dates of a workbook have no zone
_SAME_DATE = timedelta(seconds=1)


class SecondReader:
    """A workbook opened by openpyxl."""

    def __init__(self, data: bytes) -> None:
        """Open a package.

        Raises:
            Malformed: openpyxl cannot open it, and why.
        """
        import openpyxl  # late: of files that it cannot read it need not be loaded

        check_time()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of what it does not keep; nothing is written
                self._workbook: Any = openpyxl.load_workbook(
                    io.BytesIO(data), read_only=True, data_only=True, keep_links=False
                )
        except Exception as error:  # it raises whatever a part makes it stumble over
            raise Malformed(_why(error)) from error

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of the worksheets."""
        return tuple(sheet.title for sheet in self._workbook.worksheets)

    def differing(
        self,
        sheet: str,
        values: Sequence[Sequence[Value]],
        look: SheetLook,
        aside: Collection[Place] = (),
    ) -> dict[Place, tuple[str, str]]:
        """What the first and this reader make of each cell on which they differ.

        Cells are left out of which the look says already that they cannot be read, and those set
        ``aside``, which this reader did not get.

        Raises:
            Malformed: openpyxl cannot read the sheet, and why.
        """
        told = {*look.errors, *look.formulas_without_value, *look.unread, *aside}
        found: dict[Place, tuple[str, str]] = {}
        try:
            for row, cells in self._rows(sheet):
                ours = values[row] if row < len(values) else ()
                for place, (own, other) in _differences(ours, cells):
                    if (row, place) not in told:
                        found[row, place] = (own, other)
        except Exception as error:
            if isinstance(error, Malformed):
                raise
            raise Malformed(_why(error)) from error
        return found

    def _rows(self, sheet: str) -> Iterator[tuple[int, Sequence[Any]]]:
        """The rows that hold anything, counted from 0."""
        worksheet = self._workbook[sheet]
        worksheet.reset_dimensions()  # a file may state less than it holds
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for number, cells in enumerate(worksheet.iter_rows()):
                if number % 1_000 == 0:
                    check_time()
                if cells:
                    yield number, cells


def forget() -> None:
    """Free what a reader that is no longer held has kept.

    Its parts refer to each other, and while a file is read nobody looks for that. What came before
    the file is not looked through.
    """
    gc.collect(0)


def sampled(content: bytes, seed: str) -> bytes | None:
    """The XML of a sheet with the rows to read again: those with cells, or a sample of those.

    ``seed`` is the hash of the file: the sample follows from it, and from nothing else. ``None``
    where the XML is not plain, and is to be read whole.
    """
    first, end = content.find(b"<row "), content.rfind(b"</sheetData>")
    if not 0 <= first < end or b"<row>" in content:
        return None
    pieces = content[first:end].split(b"<row ")
    filled = [piece for piece in pieces if b"<v" in piece or b"<is" in piece]
    if len(filled) > WHOLE:
        rng = random.Random(seed)
        some = sorted(rng.sample(range(_FIRST, len(filled) - 1), _SAMPLE))
        filled = [*filled[:_FIRST], *(filled[at] for at in some), filled[-1]]
    rows = [b"<row " + piece for piece in filled]
    if not all(_ROW.match(row) for row in rows):
        return None
    return b"".join((content[:first], *rows, b"</sheetData></worksheet>"))


def rows_in(sampled_content: bytes) -> frozenset[int]:
    """The numbers of the rows, from 0, that stand in the XML of a sheet."""
    return frozenset(int(row[1]) - 1 for row in _ROW.finditer(sampled_content))


def _differences(
    ours: Sequence[Value], cells: Sequence[Any]
) -> Iterator[tuple[int, tuple[str, str]]]:
    for place in range(max(len(ours), len(cells))):
        own = ours[place] if place < len(ours) else ""
        cell = cells[place] if place < len(cells) else None
        value = None if cell is None else cell.value
        if own == "" and value is None:
            continue
        if own.__class__ is value.__class__ and own == value and own.__class__ is not str:
            if isinstance(own, int | float) and _shows(cell, value) is not None:
                yield place, (_told(own), str(_shows(cell, value)))
            continue
        if not _same(own, value, cell):
            shown = _shows(cell, value)
            yield place, (_told(own), _told(value) if shown is None else str(shown))


def _same(own: Value, value: Any, cell: Any) -> bool:
    if isinstance(own, ByFormat):
        if isinstance(own.held, date):
            return _alike(own.held, value)
        shown = _shows(cell, value)
        if shown is None:  # the file itself tells what is shown, or openpyxl knows no format
            return False
        return _alike(own.held, value) and own.shown == shown.shown
    if not _alike(own, value):
        return False
    return isinstance(own, date) or _shows(cell, value) is None


def _shows(cell: Any, value: Any) -> ByFormat | None:
    """What the number format of openpyxl shows, if that is something else than the value."""
    if value is None or isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    code = cell.number_format
    return None if code == "General" or code in _local() else as_shown(code, value)


@cache
def _local() -> frozenset[str]:
    """Formats that a file names by number: in a Dutch office they show euros, and here dollars."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS  # late, as above

    money = (5, 6, 7, 8, 37, 38, 39, 40, 41, 42, 43, 44)
    return frozenset(BUILTIN_FORMATS[number] for number in money)


def _alike(own: Value, value: Any) -> bool:
    if value is None or isinstance(value, str):
        return isinstance(own, str) and " ".join(own.split()) == _plain(value or "")
    if isinstance(own, bool) or isinstance(value, bool):
        return own is value
    if isinstance(own, int | float) and isinstance(value, int | float):
        return math.isclose(own, value, rel_tol=1e-12) or own == value
    if isinstance(own, str) or isinstance(value, int | float) or isinstance(own, int | float):
        return False
    first, second = _moment(own), _moment(value)
    return first is not None and second is not None and abs(first - second) <= _SAME_DATE


def _moment(value: Any) -> datetime | None:
    match value:
        case datetime():
            return value
        case date():
            return datetime.combine(value, time())
        case time():
            return datetime.combine(_DAY_ZERO, value)
        case timedelta():
            return _DAY_ZERO + value
        case _:
            return None


def _plain(text: str) -> str:
    """A text of openpyxl, which leaves signs as a file writes them, as it is seen."""
    decoded = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
    return " ".join(decoded.split())


def _told(value: Any) -> str:
    return "leeg" if value in ("", None) else str(value)


def _why(error: Exception) -> str:
    text = " ".join(str(error).split())
    return (text or type(error).__name__)[:120]
