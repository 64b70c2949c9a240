"""An .xlsb: a package like .xlsx, with binary records instead of XML.

The fast reader gives its values; the look walks the records for errors and hidden rows.
"""

from __future__ import annotations

import hashlib
import posixpath
import zipfile
from collections.abc import Iterator, Sequence

from python_calamine import SheetTypeEnum, SheetVisibleEnum

from .biff import ERRORS
from .limits import check_time
from .look import Malformed, SheetLook
from .packed import byte, fields, utf16
from .source import (
    SheetEntry,
    Value,
    check_limits,
    elements,
    fast_values,
    fast_workbook,
    opened,
    read_part,
    refusing,
)

_ROW, _BLANK, _LAST_CELL, _ERROR_CELLS = 0, 1, 11, (3, 11)
_MERGED = 176
_SHEET = 156  # in the list of sheets of the workbook
_LAST_ROW, _LAST_COLUMN = 1_048_575, 16_383


class BinaryWorkbook:
    """An .xlsb."""

    kind = ".xlsb"
    template: tuple[str, int] | None = None  # that is kept in an .xlsx only

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self.sha256 = hashlib.sha256(data).hexdigest()
        self._data = data
        with refusing(name), opened(data) as archive:
            check_limits(name, archive)
            self._calamine = fast_workbook(data)
            parts = _sheet_parts(archive)
            self.sheets: tuple[SheetEntry, ...] = tuple(
                SheetEntry(
                    name=sheet.name,
                    part=parts.get(sheet.name, ""),
                    visible=sheet.visible == SheetVisibleEnum.Visible,
                    worksheet=sheet.typ == SheetTypeEnum.WorkSheet,
                )
                for sheet in self._calamine.sheets_metadata
            )
            macros = any(part.lower() == "xl/vbaproject.bin" for part in archive.namelist())
        self.remarks: tuple[str, ...] = ("INT-049",) if macros else ()

    def look(self, entry: SheetEntry) -> SheetLook:
        """What the records of a sheet say.

        Raises:
            Unreadable: the sheet is damaged.
        """
        with refusing(self.name), opened(self._data) as archive:
            return _look(read_part(archive, entry.part))

    def values(self, entry: SheetEntry) -> Sequence[Sequence[Value]]:
        """The values of a sheet by row and column from A1. Look first: see ``SheetLook.cells``.

        Raises:
            Unreadable: the sheet is damaged.
        """
        with refusing(self.name):
            return fast_values(self._calamine, entry)


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(part):
        check_time()
        kind, at = _number(part, at, 2)
        size, at = _number(part, at, 4)
        yield kind, part[at : at + size]
        at += size


def _number(part: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where it ends; kinds keep their marking bits."""
    value = 0
    for place in range(most):
        if at >= len(part):
            raise Malformed("a record without an end")
        byte = part[at]
        value |= (byte & 0x7F) << (7 * place)
        at += 1
        if not byte & 0x80:
            break
    return value, at


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of each sheet by its name."""
    targets = {
        found.get("Id", ""): posixpath.normpath(posixpath.join("xl", found.get("Target", "")))
        for found in elements(archive, "xl/_rels/workbook.bin.rels", "Relationship")
    }
    parts: dict[str, str] = {}
    for kind, record in _records(read_part(archive, "xl/workbook.bin")):
        if kind == _SHEET:
            relation, at = _text(record, 8)
            name, _ = _text(record, at)
            parts[name] = targets.get(relation, "").removeprefix("/")
    return parts


def _text(record: bytes, at: int) -> tuple[str, int]:
    length = fields("<I", record, at)[0]
    end = at + 4 + 2 * length
    return utf16(record[at + 4 : end]), end


def _look(part: bytes) -> SheetLook:
    look, row = SheetLook(), -1
    for kind, record in _records(part):
        if kind == _ROW:
            row = fields("<I", record)[0]
            if row > _LAST_ROW:
                raise Malformed(f"{row} is no row")
            if byte(record, 11) & 0x10:
                look.hidden_rows.append(row)
        elif _BLANK <= kind <= _LAST_CELL and row >= 0:
            column = fields("<I", record)[0]
            if column > _LAST_COLUMN:
                raise Malformed(f"column {column} is beyond the last")
            if kind in _ERROR_CELLS:
                look.errors[row, column] = ERRORS.get(byte(record, 8), "#FOUT")
            if kind != _BLANK:
                look.last = (max(look.last[0], row), max(look.last[1], column))
        elif kind == _MERGED:
            first, last, left, right = fields("<IIII", record)
            look.merged.append(((first, left), (last, right)))
    return look
