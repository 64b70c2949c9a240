"""An .xlsb: a package like .xlsx, with binary records instead of XML.

The fast reader gives its values; the look walks the records for errors and hidden rows.
"""

from __future__ import annotations

import hashlib
import posixpath
import struct
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from python_calamine import SheetTypeEnum, SheetVisibleEnum

from .biff import ERRORS
from .limits import check_time
from .look import Malformed, SheetLook
from .number_formats import BUILT_IN, shows_otherwise
from .packed import byte, fields, utf16
from .parts import main_part, packed, parts_of, with_slashes
from .program import program_in
from .source import (
    ReadOnce,
    SheetEntry,
    Value,
    as_the_sender_sees,
    check_limits,
    fast_values,
    fast_workbook,
    opened,
    read_part,
    refusing,
)
from .trial import survives

_ROW, _BLANK, _LAST_CELL, _ERROR_CELLS = 0, 1, 11, (3, 11)
_MERGED, _COLUMNS = 176, 60
_FORMULAS, _TEXT_FORMULA, _NUMBER_FORMULA = range(8, 12), 8, 9
_SHORT = dict(zip(range(12, 19), (1, 2, 3, 4, 5, 6, 7), strict=True))
"""Cells without a column, and the kinds that have one."""

_FORMAT, _STYLE, _STYLES_BEGIN, _STYLES_END, _COMPUTING = 44, 47, 617, 618, 157
_SHEET = 156  # in the list of sheets of the workbook
_LAST_ROW, _LAST_COLUMN = 1_048_575, 16_383


class BinaryWorkbook(ReadOnce):
    """An .xlsb."""

    kind = ".xlsb"
    encoding = ""  # the file states it
    template: tuple[str, int] | None = None  # that is kept in an .xlsx only

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self.sha256 = hashlib.sha256(data).hexdigest()
        self._looks: dict[str, SheetLook] = {}
        with refusing(name), opened(data) as archive:
            check_limits(name, archive)
        with refusing(name):
            self._data = data = _readable(with_slashes(data))
            survives(data)
        with refusing(name), opened(data) as archive:
            self._calamine = fast_workbook(data)
            workbook = main_part(archive)
            parts = _sheet_parts(archive, workbook)
            self._formats = _formats(archive)
            left = _leaves_computing(archive, workbook)
            self.program = replace(program_in(archive), leaves_computing=left)
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
            if entry.part not in self._looks:
                found = _look(read_part(archive, entry.part), self._formats)
                self._looks[entry.part] = self.program.judged(found)
            return self._looks[entry.part]

    def values(self, entry: SheetEntry) -> Sequence[Sequence[Value]]:
        """The values of a sheet by row and column from A1. Look first: see ``SheetLook.cells``.

        Raises:
            Unreadable: the sheet is damaged.
        """
        look = self.look(entry)
        with refusing(self.name):
            return as_the_sender_sees(fast_values(self._calamine, entry), look)


def _readable(data: bytes) -> bytes:
    """The package as the fast reader can read it: with every cell in full, under usual names."""
    with opened(data) as archive:
        workbook = main_part(archive)
        parts = parts_of(archive, workbook)
        sheets = {one.part for one in parts.relations.values() if one.kind == "worksheet"}
        content = {name: read_part(archive, name) for name in archive.namelist()}
    short = {name for name in sheets if name in content and _has_short(content[name])}
    if not short and workbook.lower() == "xl/workbook.bin":
        return data
    for name in short:
        content[name] = _in_full(content[name])
    if workbook.lower() != "xl/workbook.bin":
        folder, base = posixpath.split(workbook)
        content["xl/workbook.bin"] = content.pop(workbook)
        relations = content.pop(f"{folder}/_rels/{base}.rels".lstrip("/"), b"")
        content["xl/_rels/workbook.bin.rels"] = relations
        root = content.get("_rels/.rels", b"")
        content["_rels/.rels"] = root.replace(workbook.encode(), b"xl/workbook.bin")
    return packed(content)


def _has_short(part: bytes) -> bool:
    return any(kind in _SHORT for kind, _ in _records(part))


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


def _sheet_parts(archive: zipfile.ZipFile, workbook: str) -> dict[str, str]:
    """The part of each sheet by its name."""
    relations = parts_of(archive, workbook).relations
    parts: dict[str, str] = {}
    for kind, record in _records(read_part(archive, workbook)):
        if kind == _SHEET:
            relation, at = _text(record, 8)
            name, _ = _text(record, at)
            parts[name] = relations[relation].part if relation in relations else ""
    return parts


def _leaves_computing(archive: zipfile.ZipFile, workbook: str) -> bool:
    """Whether the workbook says that it must be computed when it is opened."""
    for kind, record in _records(read_part(archive, workbook)):
        if kind == _COMPUTING:
            return len(record) >= 26 and bool(fields("<H", record, 24)[0] & 4)
    return False


def _formats(archive: zipfile.ZipFile) -> dict[int, str]:
    """The format of each cell style that may show something else than it holds."""
    by_lower = {name.lower(): name for name in archive.namelist()}
    if "xl/styles.bin" not in by_lower:
        return {}
    codes: dict[int, str] = {}
    used: list[int] = []
    in_cells = False
    for kind, record in _records(read_part(archive, by_lower["xl/styles.bin"])):
        if kind == _FORMAT:
            codes[fields("<H", record)[0]] = _text(record, 2)[0]
        elif kind in (_STYLES_BEGIN, _STYLES_END):
            in_cells = kind == _STYLES_BEGIN
        elif kind == _STYLE and in_cells:
            used.append(fields("<H", record, 2)[0])
    shown = {at: codes.get(one, BUILT_IN.get(one, "")) for at, one in enumerate(used)}
    return {at: code for at, code in shown.items() if code and shows_otherwise(code)}


def _in_full(part: bytes) -> bytes:
    """The records of a sheet with the column of each cell, which short ones leave out.

    A cell without one stands in the column after the cell before it; the fast reader takes it for
    something else. Source: [MS-XLSB] 2.4, the records BrtShortBlank to BrtShortIsst.
    """
    written: list[bytes] = []
    column = -1
    for kind, record in _records(part):
        if kind == _ROW:
            column = -1
        elif _BLANK <= kind <= _LAST_CELL:
            column = fields("<I", record)[0]
        elif kind in _SHORT:
            column += 1
            kind, record = _SHORT[kind], struct.pack("<I", column) + record
        written.append(_record(kind, record))
    return b"".join(written)


def _record(kind: int, content: bytes) -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, left = bytearray(), len(content)
    while True:
        size.append(left & 0x7F | (0x80 if left > 0x7F else 0))
        left >>= 7
        if not left:
            return head + bytes(size) + content


def _text(record: bytes, at: int) -> tuple[str, int]:
    length = fields("<I", record, at)[0]
    end = at + 4 + 2 * length
    return utf16(record[at + 4 : end]), end


def _look(part: bytes, formats: Mapping[int, str]) -> SheetLook:
    look, row = SheetLook(filled=0), -1
    for kind, record in _records(part):
        if kind == _ROW:
            row = fields("<I", record)[0]
            if row > _LAST_ROW:
                raise Malformed(f"{row} is no row")
            if byte(record, 11) & 0x10 or fields("<H", record, 8)[0] == 0:
                look.hidden_rows.append(row)
        elif _BLANK <= kind <= _LAST_CELL and row >= 0:
            _cell(look, kind, record, row, formats)
        elif kind == _MERGED:
            first, last, left, right = fields("<IIII", record)
            look.merged.append(((first, left), (last, right)))
        elif kind == _COLUMNS:
            first, last, width, _, flags = fields("<IIIIH", record)
            if (flags & 1 or width == 0) and last <= _LAST_COLUMN:
                look.hidden_columns.append((first, last))
    return look


def _cell(look: SheetLook, kind: int, record: bytes, row: int, formats: Mapping[int, str]) -> None:
    column, style = fields("<II", record)
    if column > _LAST_COLUMN:
        raise Malformed(f"column {column} is beyond the last")
    if kind in _ERROR_CELLS:
        look.errors[row, column] = ERRORS.get(byte(record, 8), "#FOUT")
    if kind == _BLANK:
        return
    look.last = (max(look.last[0], row), max(look.last[1], column))
    if style & 0xFFFFFF in formats:
        look.formats[row, column] = formats[style & 0xFFFFFF]
    if kind in _FORMULAS:
        look.formulas += 1
        number = kind == _NUMBER_FORMULA and fields("<d", record, 8)[0] == 0
        if number or (kind == _TEXT_FORMULA and fields("<I", record, 8)[0] == 0):
            look.of_nothing.add((row, column))
