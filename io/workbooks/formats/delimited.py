"""A .csv: lines of text with a separator, in the encodings that offices use.

The separator and the encoding are found, not assumed. Every cell is text and is typed by its
column; its address is the one that a spreadsheet program shows for it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Sequence
from pathlib import Path, PurePath

from ...errors import Unreadable, why_not
from .encodings import Decoded, decoded, utf16_of
from .limits import MAX_CELLS, MAX_LINES, MAX_OF_LINES, check_time
from .look import SheetLook
from .number_formats import Value
from .program import Program
from .source import ReadOnce, SheetEntry

_EXTENSIONS = (".csv", ".txt", ".tsv")
_SEPARATORS = (";", "\t", ",", "|")
_SEP_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_LOOKED_AT = 64 * 2**10
_FEWEST_COLUMNS = 3


class Delimited(ReadOnce):
    """Text with separators, read whole. Its one sheet has the name of the file."""

    kind = ".csv"
    template: tuple[str, int] | None = None  # that is kept in an .xlsx only

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self.sha256 = hashlib.sha256(data).hexdigest()
        self.program = Program()
        self._found = found = _decoded(name, data)
        self.encoding = found.asked
        self.remarks: tuple[str, ...] = (
            *(("INT-055",) if found.mixed else ()),
            *(("INT-083",) if found.asked else ()),
        )
        self._rows = _rows(name, found.text)
        self.sheets: tuple[SheetEntry, ...] = (SheetEntry(PurePath(name).stem, "", True, True),)

    def look(self, entry: SheetEntry) -> SheetLook:
        """How far the text reaches, and the cells whose letters are a guess."""
        width = max((len(row) for row in self._rows), default=0)
        unsure = {
            (number, place): text
            for number, row in enumerate(self._rows)
            for place, text in enumerate(row)
            if not text.isascii() and self._found.is_unsure(text)
        }
        return SheetLook(last=(len(self._rows) - 1, width - 1), unsure=unsure)

    def values(self, entry: SheetEntry) -> Sequence[Sequence[Value]]:
        """The cells as text, by row and column from A1."""
        return self._rows


def is_delimited(name: str, data: bytes) -> bool:
    """Whether these bytes are lines of cells: by their name, or by at least three cells a line."""
    start = data[:_LOOKED_AT]
    wide = utf16_of(data)
    if wide:
        start = start.decode(wide, errors="ignore").lstrip("\ufeff").encode(errors="ignore")
    if b"\0" in start or start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(
        (b"<", b"%PDF", b"{\\rtf")
    ):
        return False
    if PurePath(name).suffix.lower() in _EXTENSIONS:
        return True
    lines = [line for line in start.splitlines() if line.strip()]
    counts = [[line.count(sign.encode()) for line in lines[:30]] for sign in _SEPARATORS]
    return len(lines) > 1 and any(min(found) >= _FEWEST_COLUMNS - 1 for found in counts)


def read_lines(path: Path, of_what: str) -> tuple[bytes, list[list[str]]]:
    """A file with a line for each of many things, such as payments: its bytes, and its cells.

    Raises:
        Unreadable: there is no such file, it is no text with separators, or it is larger than any
            office has a use for.
    """
    try:
        data = path.read_bytes() if path.stat().st_size <= MAX_OF_LINES else b""
    except FileNotFoundError as fault:
        raise Unreadable(f"{path} bestaat niet. Controleer de naam en de map.") from fault
    except OSError as fault:
        raise Unreadable(f"{path} kan niet worden gelezen ({why_not(fault)}).") from fault
    if not data:
        raise Unreadable(
            f"{path} is leeg, of groter dan {MAX_OF_LINES // 2**20} MB; dit is geen bestand met "
            f"{of_what}."
        )
    if b"\0" in data[:4096] or data.startswith(b"PK"):
        raise Unreadable(
            f"{path.name} is geen CSV. Sla het in Excel op als 'CSV UTF-8 (door komma's of "
            "puntkomma's gescheiden)'."
        )
    read = Delimited(path.name, data)
    rows = read.values(read.sheets[0])
    if len(rows) > MAX_LINES:
        most = f"{MAX_LINES:,}".replace(",", ".")
        raise Unreadable(
            f"{path.name} heeft meer dan {most} regels; er is niets uit opgenomen. Verdeel de "
            "regels over meer bestanden."
        )
    return data, [[str(cell or "") for cell in row] for row in rows]


def _decoded(name: str, data: bytes) -> Decoded:
    try:
        return decoded(data)
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"{name} is geen leesbare tekst (byte {error.start + 1}). Sla het in Excel op als "
            "'CSV UTF-8' of als Excel-werkmap (.xlsx)."
        ) from error


def _rows(name: str, text: str) -> list[list[str]]:
    stated = _SEP_LINE.match(text)
    if stated is not None:
        text = text[stated.end() :]
    separator = stated[1] if stated is not None else _separator(text)
    rows: list[list[str]] = []
    cells = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for row in reader:
            cells += len(row)
            check_time()
            if cells > MAX_CELLS:
                raise Unreadable(
                    f"{name} heeft meer dan {MAX_CELLS // 10**6} miljoen cellen. Verdeel de "
                    "aanvragen over meer bestanden."
                )
            rows.append(list(map(_as_opened, row)))
    except csv.Error as error:
        raise Unreadable(
            f"{name} is bij regel {max(reader.line_num, 1)} niet te lezen als CSV. Controleer de "
            "aanhalingstekens, of sla het op als Excel-werkmap (.xlsx)."
        ) from error
    return rows


def _as_opened(cell: str) -> str:
    """A cell as Excel opens it: ``="0017"`` is the usual way to keep a code as it is."""
    if cell[:2] == '="' and cell[-1] == '"' and '"' not in cell[2:-1]:
        return cell[2:-1]
    return cell


def _separator(text: str) -> str:
    """The separator that most of the first lines have, and most often; a semicolon if none has."""
    lines = [line for line in text[:_LOOKED_AT].splitlines()[:30] if line.strip()]

    def strength(sign: str) -> tuple[int, int]:
        counts = [re.sub('"[^"]*"', "", line).count(sign) for line in lines]
        usual = max(counts, default=0)
        return sum(1 for count in counts if count > 0 and count == usual), usual

    return max(_SEPARATORS, key=lambda sign: (min(strength(sign)) > 0, strength(sign)[1]))
