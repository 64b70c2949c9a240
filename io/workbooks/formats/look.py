"""What a file says of a sheet besides its values, and the places of cells.

The fast reader gives an error cell (``#REF!``) and a formula without a stored outcome as an empty
cell, and says nothing of hidden rows, formats and drawings. Each kind of file gets an own look that
fills a :class:`SheetLook`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from .limits import check_time

_CHUNK = 1 << 20
_REFERENCE = re.compile(r"^([A-Z]{1,3})([1-9][0-9]{0,6})$")
LAST_ROW, LAST_COLUMN = 1_048_575, 16_383  # of any sheet, from 0

Place = tuple[int, int]
"""Row and column, both counted from 0."""


class Malformed(Exception):
    """The XML of a part is broken, or holds a document type, which no workbook needs."""


@dataclass(slots=True)
class SheetLook:
    """What a file says of a sheet besides its values; rows and columns are counted from 0.

    ``last`` is the corner that its values reach, ``rows`` how many the file writes, empty ones
    included, 0 if unknown; ``filtered`` whether a filter hides rows;
    ``merged`` are the first and the last cell of each block of merged ones. ``of_nothing`` are
    formulas with nought or an empty text for an outcome, which may be one that was never computed.
    ``formats`` has the code of the number format of a cell that may show something else than it
    holds, ``shown`` the text that it shows where the file tells; ``dated`` are cells with a date
    that is written as a text, ``own`` texts that the fast reader gets wrong. ``cure`` is what an
    officer does about a formula without an outcome, in Dutch, and ``program`` the one to save the
    file in once more. ``filled`` is how many cells hold a value, ``None`` if unknown; ``unread``
    are those that the fast reader does not give, ``twice`` cells that the file has
    twice, ``unsure`` texts whose letters are a guess.
    ``differing`` has what the first and the second reader make of a cell, ``drawn`` the texts of
    boxes and pictures by the cell they lie at.
    """

    errors: dict[Place, str] = field(default_factory=dict[Place, str])
    formulas_without_value: set[Place] = field(default_factory=set[Place])
    of_nothing: set[Place] = field(default_factory=set[Place])
    formulas: int = 0
    rows: int = 0
    hidden_rows: list[int] = field(default_factory=list[int])
    hidden_columns: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    filtered: bool = False
    last: Place = (-1, -1)
    merged: list[tuple[Place, Place]] = field(default_factory=list[tuple[Place, Place]])
    formats: dict[Place, str] = field(default_factory=dict[Place, str])
    shown: dict[Place, str] = field(default_factory=dict[Place, str])
    dated: set[Place] = field(default_factory=set[Place])
    own: dict[Place, str] = field(default_factory=dict[Place, str])
    cure: str = ""
    program: str = "Excel"
    differing: dict[Place, tuple[str, str]] = field(default_factory=dict[Place, tuple[str, str]])
    filled: int | None = None
    unread: dict[Place, str] = field(default_factory=dict[Place, str])
    twice: dict[Place, str] = field(default_factory=dict[Place, str])
    unsure: dict[Place, str] = field(default_factory=dict[Place, str])
    drawn: list[tuple[Place, str]] = field(default_factory=list[tuple[Place, str]])

    @property
    def cells(self) -> int:
        """How many cells the block from A1 to the last value has."""
        return (self.last[0] + 1) * (self.last[1] + 1)


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

    def plain_start(name: str, attributes: dict[str, str]) -> None:
        start(name.rpartition(":")[2], attributes)

    def plain_end(name: str) -> None:
        if end is not None:
            end(name.rpartition(":")[2])

    _parse(expat.ParserCreate(), part, plain_start, plain_end, text)


def feed_with_names(
    part: IO[bytes],
    *,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """The same with the name space of each element and attribute before its name, and a space.

    Raises:
        Malformed: the XML is broken or has a document type.
    """
    _parse(expat.ParserCreate(namespace_separator=" "), part, start, end, text)


def _parse(
    parser: expat.XMLParserType,
    part: IO[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None] | None,
) -> None:
    def doctype(*_: object) -> None:
        raise Malformed("a document type")

    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
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


def block_of(reference: str) -> tuple[Place, Place]:
    """The first and last cell of a block such as ``A1:C3``; of one that is none, no cell."""
    first, _, last = reference.partition(":")
    return place_of(first), place_of(last)


def row_number(stated: str) -> int:
    """The number of a row, from 0.

    Raises:
        Malformed: no sheet has it.
    """
    if re.fullmatch("[1-9][0-9]{0,6}", stated) is None or int(stated) - 1 > LAST_ROW:
        raise Malformed(f"{stated} is no row")
    return int(stated) - 1
