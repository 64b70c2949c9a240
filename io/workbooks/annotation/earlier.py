"""What an earlier annotated copy left in a workbook: taken out before it is annotated anew.

The sheet of findings is known by its headings, the last of which only this program writes. Its
hidden last column keeps the fill that each marked cell had. Our notes are known by their author,
and what we added to a note of the officer by how it begins. A mark that moved with its row, as
after sorting, is found by the number of the application.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ...errors import Unreadable
from ..formats.container import Container
from ..formats.limits import MAX_CELLS
from ..formats.look import Place, place_of
from ..formats.number_formats import Value
from ..formats.source import SheetEntry
from ..intake.cells import shown
from .marks import Styles, with_styles
from .markup import Edit, Element, NotPatchable, edited, told, tree, whole
from .notes import AUTHOR
from .overview import (
    CELL_COLUMN,
    FILL_HEADING,
    HEADINGS,
    NUMBER_COLUMN,
    SEVERITY_NL,
    SHEET,
    SHEET_COLUMN,
)
from .package import Package

_OURS = re.compile(rf"\s*[A-Z]{{2,4}}-[0-9]{{2,3}} \((?:{'|'.join(SEVERITY_NL.values())})\)\n")
_SHAPE = re.compile(rb"<v:shape\b(?:(?!</v:shape>).)*</v:shape>", re.DOTALL)
_ROW, _COLUMN = (
    re.compile(rb"<x:%s>\s*([0-9]{1,7})\s*</x:%s>" % (n, n)) for n in (b"Row", b"Column")
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell that was marked: its place then, the application it belonged to, and its own fill."""

    place: Place
    application_id: str
    fill: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """The sheet of findings that stands in a workbook, and the marks of each sheet by its name."""

    entry: SheetEntry
    marks: Mapping[str, Sequence[Mark]]


def earlier_in(container: Container) -> Earlier | None:
    """The findings of an earlier annotated copy; ``None`` where there are none.

    Raises:
        NotPatchable: a sheet that may hold them cannot be read.
    """
    for entry in container.sheets:
        if not entry.worksheet or not entry.name.startswith(SHEET):
            continue
        rows = _values(container, entry)
        if rows and list(rows[0]) == [*(text for text, _ in HEADINGS), FILL_HEADING]:
            marks: dict[str, list[Mark]] = {}
            for row in rows[1:]:
                mark = Mark(place_of(str(row[CELL_COLUMN])), str(row[NUMBER_COLUMN]), str(row[-1]))
                if mark.place >= (0, 0):
                    marks.setdefault(str(row[SHEET_COLUMN]), []).append(mark)
            return Earlier(entry, marks)
    return None


def _values(container: Container, entry: SheetEntry) -> Sequence[Sequence[Value]]:
    """The cells of a sheet; none of one that is too large.

    Raises:
        NotPatchable: it cannot be read.
    """
    try:
        return () if container.look(entry).cells > MAX_CELLS else container.values(entry)
    except Unreadable as damaged:
        raise NotPatchable(f"het blad {entry.name} erin is niet te lezen") from damaged


def take_out(package: Package, container: Container, earlier: Earlier, styles: Styles) -> None:
    """Give marked cells their own fill again, and take our notes out of every sheet.

    Raises:
        NotPatchable: a note hangs in a drawing that is written in an unusual way.
    """
    for entry in container.sheets:
        if not entry.worksheet or entry == earlier.entry:
            continue
        marks = earlier.marks.get(entry.name, ())
        if marks:
            fills = _fills_now(container, entry, marks)
            sheet = with_styles(package.read(entry.part), fills, styles.with_own_fill)
            package.write(entry.part, sheet)
        _without_notes(package, entry.part)


def _fills_now(container: Container, entry: SheetEntry, marks: Sequence[Mark]) -> dict[Place, str]:
    """The own fill of each marked cell, at the place that it has now."""
    rows = _rows_by_number(container, entry, {mark.application_id for mark in marks})
    moved: dict[Place, str] = {}
    stayed: dict[Place, str] = {}
    for mark in marks:
        row = rows.get(mark.application_id)
        if row is None:
            stayed[mark.place] = mark.fill
        else:
            moved[row, mark.place[1]] = mark.fill
    return stayed | moved


def _rows_by_number(
    container: Container, entry: SheetEntry, numbers: Collection[str]
) -> dict[str, int]:
    """The row of each application whose number stands in one row of the sheet, and no other."""
    rows: dict[str, set[int]] = {}
    for number, values in enumerate(_values(container, entry)):
        for value in values:
            text = shown(value).upper() if isinstance(value, str) else ""
            if text and text in numbers:
                rows.setdefault(text, set()).add(number)
    return {text: min(found) for text, found in rows.items() if len(found) == 1}


def _without_notes(package: Package, part: str) -> None:
    targets = {relation.kind: relation.target for relation in package.relations(part)}
    comments, drawing = targets.get("comments", ""), targets.get("vmlDrawing", "")
    if not package.has(comments):
        return
    data = package.read(comments)
    if AUTHOR.encode() not in data and b" (" not in data:
        return
    kept, gone = _without_texts(data)
    package.write(comments, kept)
    if gone:
        if not package.has(drawing):
            raise NotPatchable("de tekening achter de notities van een blad ontbreekt")
        package.write(drawing, _without_shapes(package.read(drawing), gone))


def _without_texts(data: bytes) -> tuple[bytes, set[Place]]:
    """The notes without ours, and the cells that now have none."""
    root = tree(data)
    authors, comments = root.child("authors"), root.child("commentList")
    if authors is None or comments is None:
        raise NotPatchable("de notities van een blad zijn onvolledig")
    names = [told(data[one.opened : one.closing]) for one in authors.children]
    edits: list[Edit] = []
    gone: set[Place] = set()
    for comment in comments.children:
        holder = comment.child("text")
        runs = holder.children if holder is not None else []
        ours = [run for run in runs if _OURS.match(_text(data, run))]
        author = whole(comment.attributes.get("authorId", "0"))
        if ours and len(ours) == len(runs) and names[author : author + 1] == [AUTHOR]:
            edits.append(Edit(comment.start, comment.end, b""))
            gone.add(place_of(comment.attributes.get("ref", "")))
        else:
            edits.extend(Edit(run.start, run.end, b"") for run in ours if run.name == "r")
    return edited(data, edits), gone


def _text(data: bytes, run: Element) -> str:
    if run.name == "t":
        return _unescaped(told(data[run.opened : run.closing]))
    inner = run.child("t")
    return _unescaped(told(data[inner.opened : inner.closing])) if inner is not None else ""


def _unescaped(text: str) -> str:
    return text.replace("&#10;", "\n").replace("_x000a_", "\n").replace("\r\n", "\n")


def _without_shapes(drawing: bytes, places: set[Place]) -> bytes:
    """The drawing without the shapes of some cells.

    Raises:
        NotPatchable: one of them is not there as such shapes are written.
    """
    edits: list[Edit] = []
    left = set(places)
    for shape in _SHAPE.finditer(drawing):
        row, column = _ROW.search(shape[0]), _COLUMN.search(shape[0])
        place = (int(row[1]), int(column[1])) if row and column else (-1, -1)
        if place in left:
            left.discard(place)
            edits.append(Edit(shape.start(), shape.end(), b""))
    if left:
        raise NotPatchable("de tekening achter de notities van een blad is ongewoon geschreven")
    return edited(drawing, edits)
