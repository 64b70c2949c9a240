"""A sheet of an .xlsx written again as plainly as can be, for what the fast reader cannot read.

Only the values go over, each in its cell: no formulas, and for an error value the one that the fast
reader knows. What the cell holds instead was found by the own look.
"""

from __future__ import annotations

from typing import IO
from xml.sax.saxutils import escape

from .look import feed

READ_ERRORS = frozenset(
    ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA")
)
"""The error values that the fast reader knows; at any other it gives up the whole sheet."""

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES = frozenset(("s", "str", "inlineStr", "n", "b", "d"))


def rewritten(part: IO[bytes]) -> bytes:
    """The XML of a sheet with nothing but its rows and values.

    Raises:
        Malformed: the XML cannot be parsed.
    """
    writer = _Writer()
    feed(part, start=writer.start, end=writer.end, text=writer.text)
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(writer.written)}</sheetData></worksheet>'
    ).encode()


class _Writer:
    """Writes rows and cells as a parser meets them."""

    def __init__(self) -> None:
        self.written: list[str] = []
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
            for key in ("r", "s")
            if key in self._cell
        )
        if kind == "e" or not value or kind not in _TYPES:
            self.written.append(f"<c{named}/>")
        elif kind == "inlineStr":
            text = f'<is><t xml:space="preserve">{escape(value)}</t></is>'
            self.written.append(f'<c{named} t="inlineStr">{text}</c>')
        else:
            self.written.append(f'<c{named} t="{kind}"><v>{escape(value)}</v></c>')
