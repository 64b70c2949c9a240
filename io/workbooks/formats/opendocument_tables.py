"""What ``content.xml`` of an .ods says of each sheet besides its values."""

from __future__ import annotations

import re
import zipfile

from .look import Malformed, SheetLook, feed
from .number_formats import as_told
from .source import open_part

_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
_NO_SIZE = re.compile(r"0(?:\.0[0-9]*)?(?:cm|in)?|0(?:\.[0-9]+)?mm|[0-2](?:\.[0-9]+)?p[tx]")
"""A height or width of nothing, or of so little that nothing is seen."""
_MOST_REPEATED = 1_000  # cells of one element that are told one by one
_NUMBERS = frozenset(("float", "percentage", "currency"))
_LONGEST = 200
_OF_OTHERS = frozenset(("value", "date-value", "time-value", "boolean-value"))
_DAY = re.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TRUTHS = {"ja": True, "waar": True, "true": True, "nee": False, "onwaar": False, "false": False}
_DRAWN = frozenset(
    (
        *("frame", "text-box", "custom-shape", "rect", "line", "polyline", "polygon", "path"),
        *("regular-polygon", "circle", "ellipse", "g", "caption", "measure", "connector"),
        *("control", "note"),
    )
)
"""What hangs within a text and is none of it."""
_BESIDE = frozenset(("ruby-text", "annotation", "hidden-text", "hidden-paragraph"))
"""Texts within a text that say how it sounds, or what somebody remarked of it."""
_LEFT_OUT = frozenset(("tab", "line-break"))  # by the fast reader


def read_tables(archive: zipfile.ZipFile, *, every: str | None = None) -> Tables:
    """Look at each sheet; ``every`` is one whose values are noted too, in ``unread``.

    Raises:
        Malformed: the document is damaged.
    """
    looks = Tables(every)
    with open_part(archive, "content.xml") as part:
        feed(part, start=looks.start, end=looks.end, text=looks.text)
    return looks


class Tables:
    """Follows the tables of a document as a parser meets them."""

    def __init__(self, every: str | None = None) -> None:
        self.found: dict[str, SheetLook] = {}
        self.hidden: set[str] = set()
        self._every, self._name = every, ""
        self._hidden_styles: set[str] = set()
        self._without_size: set[str] = set()
        self._style = ""
        self._look: SheetLook | None = None
        self._row = self._rows = self._column = self._columns = self._listed = 0
        self._groups: list[tuple[str, bool]] = []  # outlines around, and whether they are closed
        self._depth = 0  # tables within a cell count as its content
        self._cell: dict[str, str] | None = None
        self._text: list[str] = []
        self._drawn: list[str] = []
        self._inner = 0  # how deep within a cell
        self._in_text = self._has_text = self._has_shape = self._own = False
        self._aside = 0  # how deep what is no text of the cell begins within it; 0 outside

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._cell is not None:
            self._within_cell(name)
            if name == "table":
                self._depth += 1
            return
        plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if name == "style":
            self._style = plain.get("name", "")
        elif name == "table-properties" and plain.get("display") == "false":
            self._hidden_styles.add(self._style)
        elif name in ("table-row-properties", "table-column-properties"):
            size = plain.get("row-height", plain.get("column-width", ""))
            if _NO_SIZE.fullmatch(size):
                self._without_size.add(self._style)
        elif name == "table":
            self._start_table(plain)
        elif self._look is None or self._depth > 1:
            return
        elif name in ("table-row-group", "table-column-group"):
            self._groups.append((name, plain.get("display") == "false"))
        elif name == "table-column":
            self._list_column(self._look, plain)
        elif name == "table-row":
            self._start_row(self._look, plain)
        elif name in ("table-cell", "covered-table-cell"):
            self._start_cell(plain | _value_types(attributes))

    def _within_cell(self, name: str) -> None:
        self._inner += 1
        if self._inner == 1:
            self._in_text = name == "p"
            self._has_shape = self._has_shape or name not in ("p", "annotation", "detective")
            if self._in_text and self._has_text:
                self._text.append("\n")
            self._has_text = self._has_text or self._in_text
        if self._in_text and not self._aside and name in _DRAWN | _BESIDE:
            self._aside, self._own = self._inner, True
            self._has_shape = self._has_shape or name in _DRAWN
        if name in ("s", "tab", "line-break") and self._in_text:
            self._own = self._own or name in _LEFT_OUT
            self._text.append("\n" if name == "line-break" else " ")
        elif name == "p" and self._has_shape and not self._in_text:
            self._drawn.append(" ")

    def _start_table(self, plain: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > 1:
            return
        name = plain.get("name", "")
        if name in self.found:
            raise Malformed("two sheets of one name")
        self._look, self._name = SheetLook(filled=0), name
        self.found[name] = self._look
        self._row = self._rows = self._listed = 0
        if plain.get("style-name") in self._hidden_styles:
            self.hidden.add(name)

    def _list_column(self, look: SheetLook, plain: dict[str, str]) -> None:
        count = _count(plain.get("number-columns-repeated"), _MOST_COLUMNS)
        if (
            plain.get("visibility", "visible") != "visible"
            or plain.get("style-name") in self._without_size
            or ("table-column-group", True) in self._groups
        ):
            look.hidden_columns.append((self._listed, self._listed + count - 1))
        self._listed += count

    def _start_row(self, look: SheetLook, plain: dict[str, str]) -> None:
        self._row += self._rows
        self._rows = _count(plain.get("number-rows-repeated"), _MOST_ROWS)
        self._column = 0
        state = plain.get("visibility", "visible")
        hidden = state != "visible" or plain.get("style-name") in self._without_size
        hidden = hidden or ("table-row-group", True) in self._groups
        if hidden and self._rows < _MOST_ROWS // 2:
            numbers = range(self._row, self._row + self._rows)
            look.hidden_rows.extend(numbers)
            look.filtered = look.filtered or state == "filter"

    def _start_cell(self, cell: dict[str, str]) -> None:
        self._cell, self._text, self._drawn, self._inner = cell, [], [], 0
        self._in_text = self._has_text = self._has_shape = self._own = False
        self._aside = 0
        self._columns = _count(cell.get("number-columns-repeated"), _MOST_COLUMNS)

    def text(self, text: str) -> None:
        if self._in_text and not self._aside:
            self._text.append(text)
        elif self._cell is not None and self._has_shape:
            self._drawn.append(text)

    def end(self, name: str) -> None:
        if name == "table":
            self._depth -= 1
            if self._depth == 0:
                self._look = None
        elif self._groups and name == self._groups[-1][0] and self._cell is None:
            self._groups.pop()
        if self._cell is None:
            return
        if self._inner == 0 and name in ("table-cell", "covered-table-cell"):
            self._end_cell(self._cell)
            self._cell = None
            return
        self._inner -= 1
        if self._inner < self._aside:
            self._aside = 0
        if self._inner == 0:
            self._in_text = False

    def _end_cell(self, cell: dict[str, str]) -> None:
        look = self._look
        if look is not None:
            place = (self._row, self._column)
            self._merged(look, cell)
            text = "".join(self._text).strip()
            kind = cell.get("office:value-type", "")
            if cell.get("calcext:value-type") == "error" or text.startswith("Err:"):
                look.errors[place] = text or "#FOUT"
            else:
                self._end_value(look, cell, kind, text)
            if self._has_shape:
                self._end_shape(look)
            if (self._has_shape or self._own) and kind in ("", "string"):
                look.own.update(dict.fromkeys(self._places(), text))
            if kind or text:
                row, column = look.last
                last = (self._row + self._rows - 1, self._column + self._columns - 1)
                look.last = (max(row, last[0]), max(column, last[1]))
        self._column += self._columns

    def _merged(self, look: SheetLook, cell: dict[str, str]) -> None:
        across = _count(cell.get("number-columns-spanned"), _MOST_COLUMNS)
        down = _count(cell.get("number-rows-spanned"), _MOST_ROWS)
        if across > 1 or down > 1:
            corner = (self._row + down - 1, self._column + across - 1)
            look.merged.append(((self._row, self._column), corner))

    def _end_value(self, look: SheetLook, cell: dict[str, str], kind: str, text: str) -> None:
        place = (self._row, self._column)
        held = cell.get("value", "") if kind in _NUMBERS else cell.get("string-value", text)
        if "formula" in cell:
            look.formulas += 1
            if not kind and (text or not self._has_text):
                look.formulas_without_value.add(place)
            elif _is_nothing(kind, held):
                look.of_nothing.add(place)
        if kind in _NUMBERS and self._has_text and text != held:
            number = _number(held)
            if number is not None and as_told(number, text) is not None:
                look.shown.update(dict.fromkeys(self._places(), text))
        elif kind == "string" and self._has_text and held.strip() != text:
            look.shown.update(dict.fromkeys(self._places(), text))
        elif kind == "string" and _OF_OTHERS & cell.keys():  # the fast reader takes those first
            look.own.update(dict.fromkeys(self._places(), text))
        elif self._has_text and _says_otherwise(kind, cell, text):
            look.shown.update(dict.fromkeys(self._places(), text))
        if (kind and held) or (kind and kind != "string") or text:
            assert look.filled is not None
            look.filled += self._rows * self._columns
            if self._name == self._every:
                look.unread.update(dict.fromkeys(self._places(), text or held))

    def _end_shape(self, look: SheetLook) -> None:
        """A box that hangs at a cell: the fast reader adds its text to that of the cell."""
        place = (self._row, self._column)
        look.drawn.append((place, " ".join("".join(self._drawn).split())[:_LONGEST]))

    def _places(self) -> list[tuple[int, int]]:
        """The cells of this element, as far as they are told one by one."""
        across = min(self._columns, _MOST_REPEATED)
        down = min(self._rows, max(1, _MOST_REPEATED // across))
        return [
            (self._row + row, self._column + column)
            for row in range(down)
            for column in range(across)
        ]


def _says_otherwise(kind: str, cell: dict[str, str], text: str) -> bool:
    """Whether a date shows no day, month or year, or a truth the opposite, in the text beside it.

    A month may be a word.
    """
    if kind == "boolean":
        says = _TRUTHS.get(text.lower())
        return says is not None and says != (cell.get("boolean-value") == "true")
    held = _DAY.match(cell.get("date-value", "")) if kind == "date" else None
    if held is None:
        return False
    year, month, day = map(int, held.groups())
    numbers = [int(one) for one in re.findall("[0-9]+", text)]
    named = re.search(r"[^\W\d_]{3}", text) is not None
    seen = day in numbers and (month in numbers or named)
    return not (seen and (year in numbers or year % 100 in numbers)) and text not in (
        f"{day:02}{month:02}{year}", f"{year}{month:02}{day:02}"
    )  # fmt: skip


def _is_nothing(kind: str, held: str) -> bool:
    if kind in _NUMBERS:
        return _number(held) == 0
    return kind in ("", "string") and not held


def _number(stated: str) -> float | None:
    try:
        return float(stated)
    except ValueError:
        return None


def _value_types(attributes: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in attributes.items() if key.endswith(":value-type")}


def _count(stated: str | None, most: int) -> int:
    """How often a row or cell is repeated.

    Raises:
        Malformed: it is no number, or more than a sheet has.
    """
    if stated is None:
        return 1
    if not stated.isdecimal() or not 0 < int(stated) <= most:
        raise Malformed(f"repeated {stated} times")
    return int(stated)
