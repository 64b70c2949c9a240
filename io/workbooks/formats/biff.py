"""An .xls: the format of Excel 97 to 2003, records in a compound file.

The fast reader gives its values; the look walks the records for errors and hidden rows.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator, Mapping, Sequence

from python_calamine import SheetTypeEnum, SheetVisibleEnum

from ...errors import Unreadable
from .limits import check_time
from .look import Malformed, SheetLook
from .number_formats import BUILT_IN, shows_otherwise
from .packed import byte, fields, utf16
from .program import Family, Program, program_of
from .source import (
    ReadOnce,
    SheetEntry,
    Value,
    as_the_sender_sees,
    fast_values,
    fast_workbook,
    refusing,
)
from .trial import survives

ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!",
    0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA",
}  # fmt: skip
"""Error values by their code in binary files."""

_FORMULA, _EOF, _FILEPASS, _BOUNDSHEET = 0x06, 0x0A, 0x2F, 0x85
_BOOL_OR_ERROR, _ROW, _BEGIN, _MERGED = 0x205, 0x208, 0x809, 0xE5
_NUMBERS, _COLUMNS, _FORMAT, _STYLE, _WRITER = 0xBD, 0x7D, 0x41E, 0xE0, 0x5C
_CELLS = frozenset((_FORMULA, _NUMBERS, 0xD6, 0xFD, 0x203, 0x204, _BOOL_OR_ERROR, 0x27E))
_END_OF_CHAIN = 0xFFFFFFFA  # this and higher: not a sector


class OldWorkbook(ReadOnce):
    """An .xls."""

    kind = ".xls"
    encoding = ""  # the file states it
    template: tuple[str, int] | None = None  # that is kept in an .xlsx only

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self.sha256 = hashlib.sha256(data).hexdigest()
        self._looks: dict[str, SheetLook] = {}
        with refusing(name):
            self._stream, macros = _workbook_stream(data)
            self._starts = _sheet_starts(name, self._stream)
            survives(data)
            self._calamine = fast_workbook(data)
            told = _Globals(self._stream)
            self.program = _program(data, told.writer)
            self._formats = told.formats
            self.sheets: tuple[SheetEntry, ...] = tuple(
                SheetEntry(
                    name=sheet.name,
                    part=str(at),
                    visible=sheet.visible == SheetVisibleEnum.Visible,
                    worksheet=sheet.typ == SheetTypeEnum.WorkSheet,
                )
                for at, sheet in enumerate(self._calamine.sheets_metadata)
            )
            if len(self.sheets) != len(self._starts):
                raise Malformed("two lists of sheets that differ")
        self.remarks: tuple[str, ...] = ("INT-049",) if macros else ()

    def look(self, entry: SheetEntry) -> SheetLook:
        """What the records of a sheet say.

        Raises:
            Unreadable: the sheet is damaged.
        """
        with refusing(self.name):
            if entry.part not in self._looks:
                by_excel = self.program.family is Family.EXCEL
                start = self._starts[int(entry.part)]
                found = _look(self._stream, start, self._formats, by_excel=by_excel)
                self._looks[entry.part] = self.program.judged(found)
            return self._looks[entry.part]

    def values(self, entry: SheetEntry) -> Sequence[Sequence[Value]]:
        """The values of a sheet by row and column from A1.

        Raises:
            Unreadable: the sheet is damaged.
        """
        look = self.look(entry)
        with refusing(self.name):
            return as_the_sender_sees(fast_values(self._calamine, entry), look)


def _program(data: bytes, writer: str) -> Program:
    """The program that wrote an .xls, by the names that it leaves in it.

    LibreOffice writes nought for outcomes that are texts, and so computes nothing that can be
    relied on; libraries leave no summary of the document.
    """
    if writer == "Calc":
        return program_of("LibreOffice", leaves_computing=True)
    if b"Microsoft Excel\0" in data:
        return program_of("Microsoft Excel", "16")
    return program_of("een bibliotheek" if writer in ("None", "") else "")


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    at = start
    while at + 4 <= len(stream):
        check_time()
        kind, size = fields("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _sheet_starts(name: str, stream: bytes) -> list[int]:
    starts: list[int] = []
    for kind, record in _records(stream, 0):
        if kind == _FILEPASS:
            raise Unreadable(
                f"{name} is met een wachtwoord versleuteld. Open het in Excel, haal het "
                "wachtwoord weg en sla het opnieuw op als .xlsx."
            )
        if kind == _BOUNDSHEET:
            starts.append(fields("<I", record)[0])
        elif kind == _EOF:
            break
    return starts


class _Globals:
    """What an .xls says before its sheets: the formats of its cell styles, and who wrote it."""

    def __init__(self, stream: bytes) -> None:
        codes: dict[int, str] = {}
        used: list[int] = []
        self.writer = ""
        for kind, record in _records(stream, 0):
            if kind == _FORMAT and len(record) > 5:
                codes[fields("<H", record)[0]] = _string(record, 2)
            elif kind == _STYLE:
                used.append(fields("<H", record, 2)[0])
            elif kind == _WRITER and len(record) > 3:
                plain = record.strip(b" \0").isalpha()  # some libraries leave the length out
                self.writer = (
                    record.decode("latin-1").strip() if plain else _string(record, 0).strip()
                )
            elif kind == _EOF:
                break
        shown = {at: codes.get(one, BUILT_IN.get(one, "")) for at, one in enumerate(used)}
        self.formats = {at: code for at, code in shown.items() if code and shows_otherwise(code)}


def _string(record: bytes, at: int) -> str:
    """A text with its length before it; one byte a letter, or two."""
    length, flags = fields("<HB", record, at)
    content = record[at + 3 : at + 3 + (2 * length if flags & 1 else length)]
    return utf16(content[: len(content) // 2 * 2]) if flags & 1 else content.decode("latin-1")


def _look(stream: bytes, start: int, formats: Mapping[int, str], *, by_excel: bool) -> SheetLook:
    look, depth = SheetLook(filled=0), 0
    for kind, record in _records(stream, start):
        if kind == _BEGIN:
            depth += 1  # a chart within the sheet has its own beginning and end
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                break
        elif depth == 1 and kind == _ROW:
            row, height, flags = fields("<H4xH4xH", record)
            if flags & 0x20 or height & 0x7FFF == 0:
                look.hidden_rows.append(row)
        elif depth == 1 and kind == _COLUMNS:
            first, last, width, flags = fields("<HHH2xH", record)
            if flags & 1 or width == 0:
                look.hidden_columns.append((first, last))
        elif depth == 1 and kind == _MERGED:
            for number in range(fields("<H", record)[0]):
                first, last, left, right = fields("<HHHH", record, 2 + 8 * number)
                look.merged.append(((first, left), (last, right)))
        elif depth == 1 and kind in _CELLS:
            _cells(look, kind, record, formats)
            if kind == _FORMULA:
                _formula(look, record, by_excel=by_excel)
    return look


def _cells(look: SheetLook, kind: int, record: bytes, formats: Mapping[int, str]) -> None:
    """The one cell of a record, or the several numbers of a row in one."""
    row, column, style = fields("<HHH", record)
    styles = [style]
    if kind == _NUMBERS:
        styles = [fields("<H", record, 4 + 6 * at)[0] for at in range((len(record) - 6) // 6)]
    look.last = (max(look.last[0], row), max(look.last[1], column + len(styles) - 1))
    code = _error(kind, record)
    if code is not None:
        look.errors[row, column] = ERRORS.get(code, "#FOUT")
        return
    assert look.filled is not None
    look.filled += len(styles)
    for at, one in enumerate(styles):
        if one in formats:
            look.formats[row, column + at] = formats[one]


def _formula(look: SheetLook, record: bytes, *, by_excel: bool) -> None:
    """Whether the outcome of a formula is nothing, and was left to who opens the file.

    A formula can ask by itself to be computed on opening; Excel marks those of today's date so.
    """
    row, column = fields("<HH", record)
    outcome, flags = fields("<8sH", record, 6)
    look.formulas += 1
    empty = outcome[6:] == b"\xff\xff" and outcome[0] == 3
    if empty:
        assert look.filled is not None
        look.filled -= 1
    if empty or outcome in (bytes(8), bytes(7) + b"\x80"):
        if flags & (2 if by_excel else 3):
            look.formulas_without_value.add((row, column))
        else:
            look.of_nothing.add((row, column))


def _error(kind: int, record: bytes) -> int | None:
    """The code of an error value in a cell, or ``None``."""
    if kind == _BOOL_OR_ERROR and byte(record, 7):
        return record[6]
    if kind == _FORMULA and record[12:14] == b"\xff\xff" and record[6] == 2:
        return record[8]
    return None


def _workbook_stream(data: bytes) -> tuple[bytes, bool]:
    """The stream of the workbook in a compound file, and whether the file has macros."""
    size = 1 << fields("<H", data, 30)[0]
    mini_size = 1 << fields("<H", data, 32)[0]
    if size not in (512, 4096):
        raise Malformed("sectors of no known size")
    first_directory, cutoff, first_mini = (fields("<I", data, at)[0] for at in (48, 56, 60))
    table = _allocation(data, size)
    directory = _chain(data, table, first_directory, size)
    entries = list(_entries(directory))
    names = {name.lower() for name, _, _ in entries}
    for name, start, length in entries:
        if name.lower() in ("workbook", "book"):
            if length >= cutoff:
                return _chain(data, table, start, size)[:length], "_vba_project_cur" in names
            mini = _chain(data, table, first_mini, size)
            mini_table = [n for (n,) in struct.iter_unpack("<I", mini[: len(mini) // 4 * 4])]
            small = _chain(data, table, entries[0][1], size)
            stream = _chain(small, mini_table, start, mini_size, before=0)[:length]
            return stream, "_vba_project_cur" in names
    raise Malformed("no workbook in the file")


def _allocation(data: bytes, size: int) -> list[int]:
    """The table that says which sector follows which."""
    sectors = list(fields("<109I", data, 76))
    more, seen = fields("<I", data, 68)[0], 0
    while more < _END_OF_CHAIN:
        seen += 1
        if seen > len(data) // size:
            raise Malformed("a list of sectors without an end")
        block = fields(f"<{size // 4}I", data, (more + 1) * size)
        sectors.extend(block[:-1])
        more = block[-1]
    table: list[int] = []
    for sector in sectors:
        if sector < _END_OF_CHAIN:
            table.extend(fields(f"<{size // 4}I", data, (sector + 1) * size))
    return table


def _chain(data: bytes, table: Sequence[int], start: int, size: int, *, before: int = 1) -> bytes:
    """The sectors of a stream, one after the other; ``before`` of them hold the header."""
    pieces: list[bytes] = []
    sector = start
    while sector < _END_OF_CHAIN:
        if sector >= len(table) or len(pieces) > len(table):
            raise Malformed("a chain of sectors that leads nowhere")
        pieces.append(data[(sector + before) * size : (sector + before + 1) * size])
        sector = table[sector]
    return b"".join(pieces)


def _entries(directory: bytes) -> Iterator[tuple[str, int, int]]:
    """The name, first sector and length of each stream."""
    for at in range(0, len(directory) - 127, 128):
        length = fields("<H", directory, at + 64)[0]
        name = utf16(directory[at : at + max(min(length, 64) - 2, 0)])
        yield name, *fields("<II", directory, at + 116)
