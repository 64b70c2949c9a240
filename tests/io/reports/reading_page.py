"""A page taken apart into its texts, each under a name that says where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import lxml.html  # pyright: ignore[reportMissingTypeStubs]

_SILENT = {"style", "script", "meta"}


@dataclass(frozen=True, order=True)
class Spot:
    """A text of a page: the part it stands in (an identifier, or ``header``, ``footer``,
    ``page``), what it is there, and how many of that kind come before it.

    In a table ``kind`` is the first cell of the row and the header of the column; in a card below
    a row the application and the label. In a picture it is ``wide`` or ``narrow``; on the map the
    municipality with ``label`` or ``aria-label``.
    """

    part: str
    kind: str
    number: int = 0


def spots(page: str) -> dict[Spot, str]:
    """Every text that a reader of a page sees or hears, without what is only white."""
    counted: dict[tuple[str, str], int] = {}
    found: dict[Spot, str] = {}
    read: Any = lxml.html  # its makers give no types
    root = read.document_fromstring(page)
    for part, kind, text in _texts(root):
        number = counted.get((part, kind), 0)
        counted[part, kind] = number + 1
        found[Spot(part, kind, number)] = " ".join(text.split()).replace("\u00a0", " ")
    return found


def _texts(element: Any) -> Iterator[tuple[str, str, str]]:
    if not isinstance(element.tag, str) or element.tag in _SILENT:
        return
    if element.get("aria-label"):
        kind = f"{_on_map(element)} | aria-label" if element.tag == "g" else "aria-label"
        yield _part(element), kind, str(element.get("aria-label"))
    if _speaks(element):
        yield _part(element), _kind(element), _own(element)
        return
    for child in element:
        yield from _texts(child)


def _speaks(element: Any) -> bool:
    """Whether an element has words of its own, and not only elements that have."""
    pieces = [element.text, *(child.tail for child in element)]
    return any(piece and piece.strip() for piece in pieces)


def _own(element: Any) -> str:
    return str(element.text_content())


def _part(element: Any) -> str:
    for above in (element, *element.iterancestors()):
        if above.get("id") and above.tag != "input":
            return str(above.get("id")).removesuffix("-table")
        if above.tag in ("header", "footer"):
            return str(above.tag)
    return "page"


def _kind(element: Any) -> str:
    above = [element, *element.iterancestors()]
    if element.tag == "tspan":
        return f"{_on_map(element)} | label"
    if element.tag == "text":
        return next(one.get("class") for one in above if one.tag == "div")
    cell = next((one for one in above if one.tag in ("td", "th")), None)
    if cell is None:
        return f"{element.tag}.{element.get('class')}" if element.get("class") else element.tag
    row = cell.getparent()
    first = " ".join(_own(row[0]).split())
    if any(one.tag == "details" for one in above[: above.index(cell)]):
        return f"{first}: {_label(element)}"
    table = next(one for one in above if one.tag == "table")
    header = table.find("./thead/tr")[row.index(cell)]
    return f"{first} | {' '.join(_own(header).split())}"


def _on_map(element: Any) -> str:
    """The municipality of a map that a text belongs to: the first line of its label."""
    shape = next(one for one in (element, *element.iterancestors()) if one.tag == "g")
    return str(shape.find(".//tspan").text)


def _label(element: Any) -> str:
    """The label of a value on a card; else the element."""
    before = element.getprevious()
    if element.tag == "dd" and before is not None and before.tag == "dt":
        return str(before.text_content())
    return str(element.tag)
