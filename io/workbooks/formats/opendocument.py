"""An .ods: an OpenDocument spreadsheet, as LibreOffice writes it.

The fast reader gives its values; the look finds errors, formulas without an outcome, hidden rows,
and repeats that would fill memory.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from python_calamine import CalamineWorkbook

from ...errors import Unreadable
from .look import Malformed, SheetLook, feed
from .source import (
    SheetEntry,
    Value,
    check_limits,
    elements,
    fast_values,
    fast_workbook,
    open_part,
    opened,
    read_part,
    refusing,
)

_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384


class OpenDocument:
    """An OpenDocument spreadsheet."""

    kind = ".ods"
    template: tuple[str, int] | None = None  # that is kept in an .xlsx only

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self.sha256 = hashlib.sha256(data).hexdigest()
        with refusing(name), opened(data) as archive:
            check_limits(name, archive)
            parts = archive.namelist()
            manifest = "META-INF/manifest.xml"
            if manifest in parts and elements(archive, manifest, "encryption-data"):
                raise Unreadable(
                    f"{name} is met een wachtwoord versleuteld. Sla het op zonder wachtwoord."
                )
            if "mimetype" in parts and b"spreadsheet" not in read_part(archive, "mimetype"):
                raise Unreadable(
                    f"{name} is geen werkblad maar een ander OpenDocument-bestand. Sla de "
                    "aanvragen op als Excel-werkmap (.xlsx)."
                )
            looks = _Sheets()
            with open_part(archive, "content.xml") as part:
                feed(part, start=looks.start, end=looks.end, text=looks.text)
            macros = any(part.startswith("Basic/") for part in parts)
            self._looks = looks.found
            self._calamine: CalamineWorkbook | None = None
            self._data = data
            self.sheets: tuple[SheetEntry, ...] = tuple(
                SheetEntry(sheet, "content.xml", sheet not in looks.hidden, True)
                for sheet in looks.found
            )
        self.remarks: tuple[str, ...] = ("INT-049",) if macros else ()

    def look(self, entry: SheetEntry) -> SheetLook:
        """What the XML says of a sheet."""
        return self._looks[entry.name]

    def values(self, entry: SheetEntry) -> Sequence[Sequence[Value]]:
        """The values of a sheet by row and column from A1. Look first: see ``SheetLook.cells``.

        Raises:
            Unreadable: the sheet is damaged.
        """
        with refusing(self.name):
            if self._calamine is None:
                self._calamine = fast_workbook(self._data)
            return fast_values(self._calamine, entry)


class _Sheets:
    """Follows the tables of a document as a parser meets them."""

    def __init__(self) -> None:
        self.found: dict[str, SheetLook] = {}
        self.hidden: set[str] = set()
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._look: SheetLook | None = None
        self._row = self._rows = self._column = self._columns = 0
        self._cell: dict[str, str] | None = None
        self._text: list[str] = []
        self._depth = 0  # tables within a cell count as its content

    def start(self, name: str, attributes: dict[str, str]) -> None:
        plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if name == "style":
            self._style = plain.get("name", "")
        elif name == "table-properties" and plain.get("display") == "false":
            self._hidden_styles.add(self._style)
        elif name == "table":
            self._start_table(plain)
        elif self._look is None or self._depth > 1:
            return
        elif name == "table-row":
            self._start_row(self._look, plain)
        elif name in ("table-cell", "covered-table-cell"):
            self._cell, self._text = plain | _value_types(attributes), []
            self._columns = _count(plain.get("number-columns-repeated"), _MOST_COLUMNS)

    def _start_table(self, plain: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > 1:
            return
        name = plain.get("name", "")
        if name in self.found:
            raise Malformed("two sheets of one name")
        self._look = self.found[name] = SheetLook()
        self._row = self._rows = 0
        if plain.get("style-name") in self._hidden_styles:
            self.hidden.add(name)

    def _start_row(self, look: SheetLook, plain: dict[str, str]) -> None:
        self._row += self._rows
        self._rows = _count(plain.get("number-rows-repeated"), _MOST_ROWS)
        self._column = 0
        state = plain.get("visibility", "visible")
        if state != "visible" and self._rows < _MOST_ROWS // 2:
            numbers = range(self._row, self._row + self._rows)
            look.hidden_rows.extend(numbers)
            look.filtered = look.filtered or state == "filter"

    def text(self, text: str) -> None:
        if self._cell is not None:
            self._text.append(text)

    def end(self, name: str) -> None:
        if name == "table":
            self._depth -= 1
            if self._depth == 0:
                self._look = None
        elif name in ("table-cell", "covered-table-cell") and self._depth == 1:
            self._end_cell()

    def _end_cell(self) -> None:
        cell, look = self._cell, self._look
        self._cell = None
        if cell is not None and look is not None:
            place = (self._row, self._column)
            across = _count(cell.get("number-columns-spanned"), _MOST_COLUMNS)
            down = _count(cell.get("number-rows-spanned"), _MOST_ROWS)
            if across > 1 or down > 1:
                corner = (place[0] + down - 1, place[1] + across - 1)
                look.merged.append((place, corner))
            text = "".join(self._text).strip()
            if cell.get("calcext:value-type") == "error" or text.startswith("Err:"):
                look.errors[place] = text or "#FOUT"
            elif "formula" in cell and "office:value-type" not in cell:
                look.formulas_without_value.add(place)
            if "office:value-type" in cell or text:
                row, column = look.last
                last = (self._row + self._rows - 1, self._column + self._columns - 1)
                look.last = (max(row, last[0]), max(column, last[1]))
        self._column += self._columns


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
