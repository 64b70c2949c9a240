"""A sheet written again as plainly as can be, for what the fast reader cannot read.

Only the values go over, each in its cell: no formulas, and for an error value the one that the fast
reader knows. What the cell holds instead was found by the own look.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from .look import Place, feed, feed_with_names, place_of

READ_ERRORS = frozenset(
    ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA")
)
"""The error values that the fast reader knows; at any other it gives up the whole sheet."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES = frozenset(("s", "str", "inlineStr", "n", "b", "d"))


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A sheet written again, and the cells that were left out since they are no numbers."""

    content: bytes
    left_out: frozenset[Place]


def rewritten(part: IO[bytes], *, styles: bool = True, numbers_only: bool = False) -> Rewritten:
    """The XML of a sheet with nothing but its rows and values.

    Without ``styles`` no cell names one. With ``numbers_only`` a cell that says it is a number and
    is none is left out.

    Raises:
        Malformed: the XML cannot be parsed.
    """
    writer = _Writer(styles=styles, numbers_only=numbers_only)
    feed(part, start=writer.start, end=writer.end, text=writer.text)
    rows = "".join(writer.written)
    content = f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()
    return Rewritten(content, frozenset(writer.left_out))


class _Writer:
    """Writes rows and cells as a parser meets them."""

    def __init__(self, *, styles: bool, numbers_only: bool) -> None:
        self.written: list[str] = []
        self.left_out: set[Place] = set()
        self._keys = ("r", "s") if styles else ("r",)
        self._numbers_only = numbers_only
        self._cell: dict[str, str] = {}
        self._value: list[str] = []
        self._inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            stated = attributes.get("r")
            self.written.append(f'<row r="{escape(stated)}">' if stated else "<row>")
        elif name == "c":
            self._cell, self._value = attributes, []
        elif name in ("v", "t"):
            self._inside = True

    def text(self, text: str) -> None:
        if self._inside:
            self._value.append(text)

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._inside = False
        elif name == "row":
            self.written.append("</row>")
        elif name == "c":
            self._end_cell()

    def _end_cell(self) -> None:
        value, kind = "".join(self._value), self._cell.get("t", "n")
        named = "".join(
            f' {key}="{escape(self._cell[key], {chr(34): "&quot;"})}"'
            for key in self._keys
            if key in self._cell
        )
        if self._numbers_only and kind == "n" and value and not _is_number(value):
            self.left_out.add(place_of(self._cell.get("r", "")))
            value = ""
        if kind == "e" or not value or kind not in _TYPES:
            self.written.append(f"<c{named}/>")
        elif kind == "inlineStr":
            text = f'<is><t xml:space="preserve">{escape(value)}</t></is>'
            self.written.append(f'<c{named} t="inlineStr">{text}</c>')
        else:
            self.written.append(f'<c{named} t="{kind}"><v>{escape(value)}</v></c>')


def _is_number(value: str) -> bool:
    try:
        return math.isfinite(float(value))
    except ValueError:
        return False


_SPACES = {
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0": "text",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style",
    "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0": "calcext",
}
_MANIFEST = (
    b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
)


def rewritten_document(part: IO[bytes]) -> dict[str, bytes]:
    """The parts of an .ods with the same tables, as LibreOffice would name and space them.

    The fast reader knows the usual prefixes only, and no line breaks between cells.

    Raises:
        Malformed: the XML cannot be parsed.
    """
    writer = _DocumentWriter()
    feed_with_names(part, start=writer.start, end=writer.end, text=writer.text)
    return {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": _MANIFEST,
        "content.xml": "".join(writer.written).encode(),
    }


class _DocumentWriter:
    """Writes the elements of tables and texts as a parser meets them, and leaves out drawings."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self._left_out = self._in_text = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        plain = _named(name)
        if self._left_out or not plain or plain == "office:annotation":
            self._left_out += 1
            return
        self._in_text += plain == "text:p"
        known = {_named(key): value for key, value in attributes.items() if _named(key)}
        if not self.written:
            known |= {f"xmlns:{prefix}": space for space, prefix in _SPACES.items()}
        stated = "".join(f" {key}={quoteattr(value)}" for key, value in known.items())
        self.written.append(f"<{plain}{stated}>")

    def text(self, text: str) -> None:
        if self._in_text and not self._left_out:
            self.written.append(escape(text))

    def end(self, name: str) -> None:
        if self._left_out:
            self._left_out -= 1
            return
        plain = _named(name)
        self._in_text -= plain == "text:p"
        self.written.append(f"</{plain}>")


def _named(name: str) -> str:
    """The usual name of an element or attribute; "" of a name space that holds no values."""
    space, _, own = name.rpartition(" ")
    prefix = _SPACES.get(space)
    return f"{prefix}:{own}" if prefix else ""
