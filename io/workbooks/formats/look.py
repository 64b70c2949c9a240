"""An own look at the XML of a sheet, for what the fast reader does not tell.

The fast reader gives an error cell (``#REF!``) and a formula without a stored outcome as an empty
cell, says nothing of hidden rows, and would fill memory for one stray value in the last corner of
a sheet. A plain sheet is scanned as bytes and costs little; one with formulas, errors, hidden rows
or anything unusual in its writing is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from .limits import check_time

_CHUNK = 1 << 20
_LAST_SCANNED_COLUMN = 78  # BZ; a sheet that is wider is parsed
_ROW = re.compile(rb'<row(?!Breaks)(?: r="([0-9]{1,9})"([^>/]*)(/?)>)?')
_ODD_CELL = re.compile(rb'<c(?! r="[AB]?[A-Z][0-9]{1,5}")[ >/]')  # far, wide, or unlike the rest
_FAR_CELL = re.compile(rb'<c(?! r="[AB]?[A-Z][0-9]{1,7}")[ >/]')  # the same, but far is no matter
_MERGED = re.compile(rb'<mergeCell[^>]*? ref="([^"]*)"')
_FAR_ROW = 100_000
_REFERENCE = re.compile(r"^([A-Z]{1,3})([1-9][0-9]{0,6})$")
_LAST_ROW, _LAST_COLUMN = 1_048_575, 16_383  # of any sheet, from 0
_UNUSUAL = (
    (b"!", b"<!"),  # a comment, a document type, literal text
    (b"e", b't="e"'),
    (b"#", b"<v>#"),
    (b"'", b"='"),
    (b"f", b"<f>"),
    (b"f", b"<f "),
    (b"f", b"<f/"),
)
"""What makes a sheet unusual; where its rarest byte does not occur, that is soon known."""

Place = tuple[int, int]
"""Row and column, both counted from 0."""


class Malformed(Exception):
    """The XML of a part is broken, or holds a document type, which no workbook needs."""


@dataclass(slots=True)
class SheetLook:
    """What a file says of a sheet besides its values; rows and columns are counted from 0.

    ``last`` is the corner that its values reach; ``filtered`` whether a filter hides rows;
    ``merged`` are the first and the last cell of each block of merged ones.
    """

    errors: dict[Place, str] = field(default_factory=dict[Place, str])
    formulas_without_value: set[Place] = field(default_factory=set[Place])
    hidden_rows: list[int] = field(default_factory=list[int])
    filtered: bool = False
    last: Place = (-1, -1)
    merged: list[tuple[Place, Place]] = field(default_factory=list[tuple[Place, Place]])

    @property
    def cells(self) -> int:
        """How many cells the block from A1 to the last value has."""
        return (self.last[0] + 1) * (self.last[1] + 1)


def look_at(part: IO[bytes], *, enough: int) -> SheetLook:
    """Look at the XML of a sheet; ``enough`` is the number of cells above which to be exact.

    Raises:
        Malformed: the XML cannot be parsed, or has a cell or row that no sheet has.
    """
    scanned = _scan(part)
    if scanned is not None and scanned.cells <= enough:
        return scanned
    part.seek(0)
    return _parse(part)


def _scan(part: IO[bytes]) -> SheetLook | None:
    """A sheet that holds nothing special, as bytes; ``None`` if it must be parsed."""
    last_row, far, rest, seen_data = 0, False, b"", False
    merged: list[tuple[Place, Place]] = []
    while True:
        check_time()
        chunk = part.read(_CHUNK)
        buffer = rest + chunk
        cut = buffer.rfind(b"<") if chunk else len(buffer)
        piece, rest = (buffer[:cut], buffer[cut:]) if cut >= 0 else (b"", buffer)
        if any(rare in piece and sign in piece for rare, sign in _UNUSUAL):
            return None
        rows: list[tuple[bytes, bytes, bytes]] = _ROW.findall(piece)
        if any(not number or b"hidden=" in more for number, more, _ in rows):
            return None
        if _ODD_CELL.search(piece) is not None:
            if _FAR_CELL.search(piece) is not None:
                return None
            far = True
        filled = (int(number) for number, _, closed in rows if not closed)
        last_row = max(last_row, max(filled, default=0))
        seen_data = seen_data or b"<sheetData" in piece
        if b"m" in piece and b"<mergeCell" in piece:
            merged.extend(_block(ref.decode("latin-1")) for ref in _MERGED.findall(piece))
        if not chunk:
            break
    if not seen_data or (far and last_row < _FAR_ROW):
        return None
    return SheetLook(last=(last_row - 1, _LAST_SCANNED_COLUMN - 1), merged=merged)


def _parse(part: IO[bytes]) -> SheetLook:
    reader = _SheetParser()
    feed(part, start=reader.start, end=reader.end, text=reader.text)
    return reader.look


class _SheetParser:
    """Follows the rows and cells of a sheet as a parser meets them."""

    def __init__(self) -> None:
        self.look = SheetLook()
        self._row = self._column = -1
        self._type = ""
        self._formula = self._stored = self._inside = False
        self._value: list[str] = []

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
            self.look.merged.append(_block(attributes.get("ref", "")))
        elif name == "filterColumn":
            self.look.filtered = True

    def _start_row(self, attributes: dict[str, str]) -> None:
        stated = attributes.get("r")
        self._row = self._row + 1 if stated is None else _row_number(stated)
        self._column = -1
        if attributes.get("hidden", "0") in ("1", "true"):
            self.look.hidden_rows.append(self._row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        stated = attributes.get("r")
        if stated is None:
            self._column += 1
        else:
            reference = _REFERENCE.match(stated)
            if reference is None:
                raise Malformed(f"{stated} is no cell")
            self._row = _row_number(reference[2])
            self._column = column_number(reference[1])
        if self._column > _LAST_COLUMN:
            raise Malformed(f"column {self._column} is beyond the last")
        self._type = attributes.get("t", "n")
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

    def _end_cell(self) -> None:
        value, place = "".join(self._value), (self._row, self._column)
        empty_text = self._type == "str" and self._stored
        if self._type == "e":
            self.look.errors[place] = value.strip() or "#FOUT"
        elif self._formula and not value.strip() and not empty_text:
            self.look.formulas_without_value.add(place)
        if value or self._formula:
            row, column = self.look.last
            self.look.last = (max(row, self._row), max(column, self._column))


def _block(reference: str) -> tuple[Place, Place]:
    """The first and last cell of a block such as ``A1:C3``; of one that is none, no cell."""
    first, _, last = reference.partition(":")
    return place_of(first), place_of(last)


def _row_number(stated: str) -> int:
    if re.fullmatch("[1-9][0-9]{0,6}", stated) is None or int(stated) - 1 > _LAST_ROW:
        raise Malformed(f"{stated} is no row")
    return int(stated) - 1


def feed(
    part: IO[bytes],
    *,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Parse a part, calling the functions given; elements come without their prefix.

    Raises:
        Malformed: the XML is broken or has a document type.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def plain_start(name: str, attributes: dict[str, str]) -> None:
        start(name.rpartition(":")[2], attributes)

    def plain_end(name: str) -> None:
        if end is not None:
            end(name.rpartition(":")[2])

    def doctype(*_: object) -> None:
        raise Malformed("a document type")

    parser.StartElementHandler = plain_start
    parser.EndElementHandler = plain_end
    parser.StartDoctypeDeclHandler = doctype
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        while chunk := part.read(_CHUNK):
            check_time()
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # also encodings unheard of
        raise Malformed(str(error)) from error


def column_number(letters: str) -> int:
    """The number of a column, from 0: ``A`` is 0, ``AA`` is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(column: int) -> str:
    """The letters of a column counted from 0: 26 is ``AA``."""
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """The address of a cell counted from 0, as in ``D17``."""
    return f"{column_letters(column)}{row + 1}"


def place_of(cell: str) -> Place:
    """The place of an address; before every cell if it is empty."""
    match = _REFERENCE.match(cell)
    return (int(match[2]) - 1, column_number(match[1])) if match else (-1, -1)
