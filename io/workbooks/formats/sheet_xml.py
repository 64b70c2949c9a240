"""An own look at the XML of a sheet.

A plain sheet is scanned as bytes and costs little; one with formulas, errors, hidden rows, odd
number formats or anything unusual in its writing is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import IO

from .limits import check_time
from .look import (
    LAST_COLUMN,
    Malformed,
    Place,
    SheetLook,
    block_of,
    column_number,
    feed,
    row_number,
)

_CHUNK = 1 << 20
_LAST_SCANNED_COLUMN = 78  # BZ; a sheet that is wider is parsed
_ROW = re.compile(rb'<row(?!Breaks)(?: r="([0-9]{1,9})"([^>/]*)(/?)>)?')
_ODD_CELL = re.compile(rb'<c(?! r="[AB]?[A-Z][0-9]{1,5}")[ >/]')  # far, wide, or unlike the rest
_FAR_CELL = re.compile(rb'<c(?! r="[AB]?[A-Z][0-9]{1,7}")[ >/]')  # the same, but far is no matter
_ODD_TYPE = re.compile(rb' t="(?:[ed]"|s"[^<]*<v>(?![0-9]+<))')
"""An error, a date by ISO, or a text by a place in the list that is no whole number."""
_MERGED = re.compile(rb'<mergeCell[^>]*? ref="([^"]*)"')
_COLUMNS = re.compile(rb"<col ([^>]*)>")
_ATTRIBUTE = re.compile(rb'([A-Za-z]+)="([^"]*)"')
_CELL = re.compile(r"^([A-Z]{1,3})([0-9]{1,7})$")
_INDEX = re.compile("[0-9]+")
_FAR_ROW = 100_000
_UNSEEN = re.compile(rb'hidden=|ht="[0-2](?:\.[0-9]*)?"')
_LOWEST, _NARROWEST = 3.0, 0.3  # points, and signs of the usual letter: what is less shows nothing
_UNUSUAL = (
    (b"!", b"<!"),  # a comment, a document type, literal text
    (b"#", b"<v>#"),
    (b"'", b"='"),
    (b"f", b"<f"),  # a formula
    (b"z", b"zeroHeight="),
    (b"=", b'defaultColWidth="0'),
    (b"=", b'defaultRowHeight="0'),
)
"""What makes a sheet unusual; where its rarest byte does not occur, that is soon known."""


def look_at(part: IO[bytes], *, enough: int, formats: Mapping[int, str]) -> SheetLook:
    """Look at the XML of a sheet; ``enough`` is the number of cells above which to be exact.

    ``formats`` has the number format of each cell style that may show something else than the
    figures of a number.

    Raises:
        Malformed: the XML cannot be parsed, or has a cell or row that no sheet has.
    """
    scanned = _scan(part, formats)
    if scanned is not None and scanned.cells <= enough:
        return scanned
    return parsed(part, formats)


def parsed(part: IO[bytes], formats: Mapping[int, str], *, every: bool = False) -> SheetLook:
    """The same, exactly; ``every`` also gives each value that is written in its cell.

    Those are in ``unread``, for who knows which of them were read.

    Raises:
        Malformed: the XML cannot be parsed, or has a cell or row that no sheet has.
    """
    part.seek(0)
    reader = _SheetParser(formats, every=every)
    feed(part, start=reader.start, end=reader.end, text=reader.text)
    return reader.look


def _scan(part: IO[bytes], formats: Mapping[int, str]) -> SheetLook | None:
    """A sheet that holds nothing special, as bytes; ``None`` if it must be parsed."""
    look = SheetLook(filled=0)
    odd = b"|".join(b"%d" % style for style in formats)
    odd_style = re.compile(rb'<c [^>]*s="(?:' + odd + rb')"') if odd else None
    last_row, far, rest, seen_data = 0, False, b"", False
    while True:
        check_time()
        chunk = part.read(_CHUNK)
        buffer = rest + chunk
        cut = buffer.rfind(b"<") if chunk else len(buffer)
        piece, rest = (buffer[:cut], buffer[cut:]) if cut >= 0 else (b"", buffer)
        if any(rare in piece and sign in piece for rare, sign in _UNUSUAL):
            return None
        if odd_style is not None and odd_style.search(piece) is not None:
            return None
        if _ODD_TYPE.search(piece) is not None:
            return None
        rows: list[tuple[bytes, bytes, bytes]] = _ROW.findall(piece)
        if any(not number or _UNSEEN.search(more) is not None for number, more, _ in rows):
            return None
        if _ODD_CELL.search(piece) is not None:
            if _FAR_CELL.search(piece) is not None:
                return None
            far = True
        look.rows += len(rows)
        filled = (int(number) for number, _, closed in rows if not closed)
        last_row = max(last_row, max(filled, default=0))
        seen_data = seen_data or b"<sheetData" in piece
        _note(look, piece)
        if not chunk:
            break
    if not seen_data or (far and last_row < _FAR_ROW):
        return None
    look.last = (last_row - 1, _LAST_SCANNED_COLUMN - 1)
    return look


def _note(look: SheetLook, piece: bytes) -> None:
    """What a piece of plain XML says of merged cells, hidden columns and filled cells."""
    if b"<mergeCell" in piece:
        look.merged.extend(block_of(ref.decode("latin-1")) for ref in _MERGED.findall(piece))
    if b"<col " in piece:
        for match in _COLUMNS.finditer(piece):
            found: dict[bytes, bytes] = dict(_ATTRIBUTE.findall(match[1]))
            look.hidden_columns.extend(
                _hidden({k.decode(): v.decode("latin-1") for k, v in found.items()})
            )
    assert look.filled is not None
    look.filled += piece.count(b"<v>") - piece.count(b"<v></v>")
    if b"i" in piece:  # rare, and soon looked for
        look.filled += piece.count(b"<is>")


def _hidden(attributes: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """The columns that this element hides, from 0: hidden, or without a width."""
    first, last = attributes.get("min", ""), attributes.get("max", "")
    hidden = attributes.get("hidden", "0") in ("1", "true")
    if not (hidden or _is_below(attributes.get("width", ""), _NARROWEST)):
        return
    if first.isdecimal() and last.isdecimal() and len(first + last) <= 10:
        yield int(first) - 1, int(last) - 1


def _is_below(stated: str, least: float) -> bool:
    """Whether a stated size shows nothing; "" is none."""
    try:
        return 0 <= float(stated) < least
    except ValueError:
        return False


def is_nought(stated: str) -> bool:
    """Whether a stated number is nought; "" is none."""
    try:
        return float(stated) == 0
    except ValueError:
        return False


class _SheetParser:
    """Follows the rows and cells of a sheet as a parser meets them."""

    def __init__(self, formats: Mapping[int, str], *, every: bool) -> None:
        self.look = SheetLook(filled=0)
        self._formats = {str(style): code for style, code in formats.items()}
        self._every = every
        self._seen: set[Place] = set()
        self._row = self._column = -1
        self._type = self._style = ""
        self._formula = self._stored = self._inside = False
        self._value: list[str] = []
        self._rows_hidden = self._columns_hidden = False
        self._sized: list[tuple[int, int]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._start_row(attributes)
        elif name == "c":
            self._start_cell(attributes)
        elif name == "f":
            self._formula = True
        elif name in ("v", "t"):
            self._stored = self._inside = True
        elif name == "mergeCell":
            self.look.merged.append(block_of(attributes.get("ref", "")))
        elif name == "filterColumn":
            self.look.filtered = True
        elif name == "col":
            self.look.hidden_columns.extend(_hidden(attributes))
            if attributes.get("min", "").isdecimal() and attributes.get("max", "").isdecimal():
                self._sized.append((int(attributes["min"]) - 1, int(attributes["max"]) - 1))
        elif name == "sheetFormatPr":
            self._default_sizes(attributes)

    def _start_row(self, attributes: dict[str, str]) -> None:
        stated = attributes.get("r")
        self._row = self._row + 1 if stated is None else row_number(stated)
        self._column = -1
        self.look.rows += 1
        hidden = attributes.get("hidden", "0") in ("1", "true")
        height = attributes.get("ht", "")
        if hidden or (_is_below(height, _LOWEST) if height else self._rows_hidden):
            self.look.hidden_rows.append(self._row)

    def _default_sizes(self, attributes: dict[str, str]) -> None:
        """What rows and columns without a size of their own have."""
        self._rows_hidden = attributes.get("zeroHeight", "0") in ("1", "true") or _is_below(
            attributes.get("defaultRowHeight", ""), _LOWEST
        )
        self._columns_hidden = _is_below(attributes.get("defaultColWidth", ""), _NARROWEST)

    def _hide_other_columns(self) -> None:
        """Columns that no element gives a width, where the usual width is nothing."""
        if self._columns_hidden:
            start = 0
            for first, last in sorted(self._sized):
                if first > start:
                    self.look.hidden_columns.append((start, first - 1))
                start = max(start, last + 1)
            self.look.hidden_columns.append((start, LAST_COLUMN))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        stated = attributes.get("r")
        if stated is None:
            self._column += 1
        else:
            reference = _CELL.match(stated)
            if reference is None:
                raise Malformed(f"{stated} is no cell")
            self._row = row_number(reference[2])
            self._column = column_number(reference[1])
        if self._column > LAST_COLUMN:
            raise Malformed(f"column {self._column} is beyond the last")
        self._type = attributes.get("t", "n")
        self._style = attributes.get("s", "0")
        self._formula = self._stored = False
        self._value = []

    def text(self, text: str) -> None:
        if self._inside:
            self._value.append(text)

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._inside = False
        elif name == "c":
            self._end_cell()
        elif name == "worksheet":
            self._hide_other_columns()

    def _end_cell(self) -> None:
        value, place, look = "".join(self._value), (self._row, self._column), self.look
        blank = not value.strip()
        if self._type == "e":
            look.errors[place] = value.strip() or "#FOUT"
        elif self._formula:
            self._end_formula(place, value.strip())
        if not blank and self._type != "e":
            assert look.filled is not None
            look.filled += 1
            if self._type == "d":
                look.dated.add(place)
            if self._type == "s" and _INDEX.fullmatch(value) is None:
                look.unread[place] = value.strip()  # readers take another text than Excel does
            if self._style in self._formats:
                look.formats[place] = self._formats[self._style]
            if self._every:
                self._note(place, value.strip())
        if value or self._formula:
            row, column = look.last
            look.last = (max(row, place[0]), max(column, place[1]))

    def _note(self, place: Place, value: str) -> None:
        """A value that may be missed, and a cell that is there twice, which surely is once."""
        if place in self._seen:
            self.look.twice[place] = value
        elif self._type != "s":
            self.look.unread[place] = value
        self._seen.add(place)

    def _end_formula(self, place: Place, value: str) -> None:
        look = self.look
        look.formulas += 1
        empty_text = self._type == "str" and self._stored and not value
        if not value and not empty_text:
            look.formulas_without_value.add(place)
        elif empty_text or (self._type != "b" and is_nought(value)):
            look.of_nothing.add(place)
