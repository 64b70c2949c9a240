"""An .ods: an OpenDocument spreadsheet, as LibreOffice writes it.

The fast reader gives its values; the look finds errors, formulas without an outcome, hidden rows,
and repeats that would fill memory.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from python_calamine import CalamineWorkbook

from ...errors import Unreadable
from .look import Malformed, SheetLook
from .opendocument_tables import read_tables
from .parts import packed, with_slashes
from .program import program_of, texts_of
from .rewriting import rewritten_document
from .source import (
    ReadOnce,
    SheetEntry,
    Value,
    as_the_sender_sees,
    check_limits,
    elements,
    fast_values,
    fast_workbook,
    open_part,
    opened,
    read_part,
    refusing,
)
from .trial import survives


class OpenDocument(ReadOnce):
    """An OpenDocument spreadsheet."""

    kind = ".ods"
    encoding = ""  # the file states it
    template: tuple[str, int] | None = None  # that is kept in an .xlsx only

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self.sha256 = hashlib.sha256(data).hexdigest()
        with refusing(name):
            data = with_slashes(data)
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
            looks = read_tables(archive)
            self.program = program_of(texts_of(archive, "meta.xml").get("generator", ""))
            for look in looks.found.values():
                self.program.judged(look)
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

    def _account(self, name: str, values: Sequence[Sequence[Value]]) -> None:
        """Note the cells that the XML fills and the fast reader does not give."""
        look = self._looks[name]
        with opened(self._data) as archive:
            written = read_tables(archive, every=name).found[name].unread
        look.unread = {
            (row, column): text
            for (row, column), text in written.items()
            if (row, column) not in look.errors
            and (row >= len(values) or column >= len(values[row]) or values[row][column] == "")
        }

    def values(self, entry: SheetEntry) -> Sequence[Sequence[Value]]:
        """The values of a sheet by row and column from A1. Look first: see ``SheetLook.cells``.

        Raises:
            Unreadable: the sheet is damaged.
        """
        with refusing(self.name):
            if self._calamine is None:
                self._calamine = self._opened()
            values = fast_values(self._calamine, entry)
            look = self._looks[entry.name]
            if sum(len(row) - row.count("") for row in values) != look.filled:
                self._account(entry.name, values)
            return as_the_sender_sees(values, look)

    def _opened(self) -> CalamineWorkbook:
        """The document opened by the fast reader; a plainer one, where it cannot read that."""
        survives(self._data)
        try:
            found = fast_workbook(self._data)
            if set(self._looks) <= set(found.sheet_names):
                return found
        except Malformed:
            pass  # the plainer document may be read, or says what is wrong
        with opened(self._data) as archive, open_part(archive, "content.xml") as part:
            self._data = packed(rewritten_document(part))
        survives(self._data)
        with opened(self._data) as archive:
            shown = read_tables(archive)
        for name, look in shown.found.items():
            look.drawn = self._looks[name].drawn
            self._looks[name] = self.program.judged(look)
        return fast_workbook(self._data)
