"""Colouring cells in place: the style index of a cell in the sheet's XML, and the styles behind it.

A cell keeps its number format, font and borders; only its fill is another. A cell that does not
exist yet, because it is empty, is written at its place in its row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from ....grants.applications.finding import Severity
from ..formats.look import Malformed, Place, address, place_of
from .markup import (
    Edit,
    Element,
    NotPatchable,
    Places,
    edited,
    inside,
    qualified,
    told,
    tree,
    whole,
    with_attribute,
)
from .package import OFFICE_RELATIONS

COLOURS: Mapping[Severity, str] = {
    Severity.ERROR: "F4CCCC",
    Severity.WARNING: "FCE8B2",
    Severity.QUESTION: "DCE9F5",
}
_AFTER_NOTES = frozenset(
    (
        *("legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls"),
        *("webPublishItems", "tableParts", "extLst", "AlternateContent"),
    )
)
"""What follows the reference to the notes among the children of a sheet."""


class Styles:
    """The styles of a workbook, to which those of marked cells are added."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        root = tree(data)
        self._lists = {
            name: _filled(root, name) for name in ("fonts", "fills", "borders", "cellXfs")
        }
        self._own = [data[xf.start : xf.end] for xf in self._lists["cellXfs"].children]
        self._added: dict[str, list[bytes]] = {name: [] for name in self._lists}
        self._fills: dict[Severity, int] = {}
        self._marked: dict[tuple[int, Severity], int] = {}
        self._given_back: dict[tuple[int, str], int] = {}

    def marked(self, base: int, severity: Severity) -> int:
        """The index of a style like this one, with the colour of a severity."""
        key = (base, severity)
        if key not in self._marked:
            self._marked[key] = self._with_fill(base, self._fill(severity))
        return self._marked[key]

    def plain(self, font: str = "", *, wrap: bool = False, severity: Severity | None = None) -> int:
        """The index of a style of our own; ``font`` is what stands inside a font's element."""
        fonts = self._lists["fonts"]
        font_id = self._add("fonts", self._written(fonts, "font", font)) if font else 0
        fill = self._fill(severity) if severity else 0
        alignment = qualified(fonts, "alignment")
        written = (
            f'<{qualified(fonts, "xf")} numFmtId="0" fontId="{font_id}" fillId="{fill}" '
            f'borderId="0" applyFont="1" applyFill="1" applyAlignment="1">'
            f'<{alignment} vertical="top" wrapText="{int(wrap)}"/></{qualified(fonts, "xf")}>'
        )
        return self._add("cellXfs", written.encode())

    def fill_of(self, index: int) -> str:
        """The fill of a style as it is written; "" where it has none."""
        fill = whole(tree(self._xf(index)).attributes.get("fillId", "0"))
        fills = self._lists["fills"].children
        if fill < 2 or fill >= len(fills):  # the first two are none and a pattern of dots
            return ""
        return told(self._data[fills[fill].start : fills[fill].end])

    def with_own_fill(self, base: int, fill: str) -> int:
        """The index of a style like this one with the fill given; itself, if it bears no mark."""
        if not any(colour in self.fill_of(base).upper() for colour in COLOURS.values()):
            return base
        key = (base, fill)
        if key not in self._given_back:
            index = self._fill_written(fill) if fill else 0
            self._given_back[key] = self._with_fill(base, index)
        return self._given_back[key]

    def _fill_written(self, fill: str) -> int:
        """The index of a fill as our own sheet kept it; an unknown one is added."""
        fills = self._lists["fills"].children
        texts = [self._data[one.start : one.end] for one in fills]
        if fill.encode() in texts:
            return texts.index(fill.encode())
        return 0  # the file was written anew by another program

    def _xf(self, index: int) -> bytes:
        added = self._added["cellXfs"]
        if index < len(self._own):
            return self._own[index]
        return (
            added[index - len(self._own)] if index < len(self._own) + len(added) else self._own[0]
        )

    def _with_fill(self, base: int, fill: int) -> int:
        own = self._xf(base)
        element = tree(own)
        tag = with_attribute(own[: element.opened], "fillId", str(fill))
        tag = with_attribute(tag, "applyFill", "1")
        return self._add("cellXfs", tag + own[element.opened :])

    def part(self) -> bytes:
        """The styles with what was added."""
        edits: list[Edit] = []
        for name, added in self._added.items():
            if not added:
                continue
            element = self._lists[name]
            count = str(len(element.children) + len(added))
            tag = with_attribute(self._data[element.start : element.opened], "count", count)
            edits.append(Edit(element.start, element.opened, tag))
            edits.append(Edit(element.closing, element.closing, b"".join(added)))
        return edited(self._data, edits)

    def _fill(self, severity: Severity) -> int:
        if severity not in self._fills:
            fills = self._lists["fills"]
            pattern, colour = qualified(fills, "patternFill"), qualified(fills, "fgColor")
            solid = f'<{colour} rgb="FF{COLOURS[severity]}"/>'
            inner = f'<{pattern} patternType="solid">{solid}</{pattern}>'
            self._fills[severity] = self._add("fills", self._written(fills, "fill", inner))
        return self._fills[severity]

    def _add(self, name: str, written: bytes) -> int:
        self._added[name].append(written)
        return len(self._lists[name].children) + len(self._added[name]) - 1

    @staticmethod
    def _written(near: Element, name: str, inner: str) -> bytes:
        full = qualified(near, name)
        return f"<{full}>{inner}</{full}>".encode()


def _filled(root: Element, name: str) -> Element:
    element = root.child(name)
    if element is None or not element.children:
        raise NotPatchable("de opmaak van het bestand is onvolledig")
    return element


def with_notes(sheet: bytes, relation: str) -> bytes:
    """The XML of a sheet that refers to its drawing of notes by the id of a relation."""
    walk = _Walk(sheet, {})
    walk.go()
    name = f"{walk.prefix}:legacyDrawing" if walk.prefix else "legacyDrawing"
    written = f'<{name} xmlns:r="{OFFICE_RELATIONS}" r:id="{relation}"/>'.encode()
    return edited(sheet, [Edit(walk.notes_at, walk.notes_at, written)])


def with_styles(
    sheet: bytes, cells: Mapping[Place, str], style: Callable[[int, str], int]
) -> bytes:
    """The XML of a sheet with other styles for the cells that are there.

    ``style`` gives the index for a cell that has one, by that and what stands for the cell.

    Raises:
        Malformed: the XML is broken.
    """
    rows: dict[int, dict[int, Severity]] = {}
    for row, column in sorted(cells):
        rows.setdefault(row, {})[column] = Severity.ERROR
    walk = _Walk(sheet, rows)
    walk.go()
    return edited(sheet, walk.restyled(cells, style))


def with_marks(
    sheet: bytes, marks: Mapping[Place, Severity], styles: Styles
) -> tuple[bytes, Mapping[Place, int]]:
    """The XML of a sheet with the cells coloured, and the style that each had before.

    Raises:
        Malformed: the XML is broken.
        NotPatchable: a cell must be added where the order of rows or cells does not say where.
    """
    rows: dict[int, dict[int, Severity]] = {}
    for (row, column), severity in sorted(marks.items()):
        rows.setdefault(row, {})[column] = severity
    walk = _Walk(sheet, rows)
    walk.go()
    return edited(sheet, walk.edits(styles)), walk.before


class _Row:
    """A marked row as the sheet has it: its own tag, and those of its cells."""

    def __init__(self, number: int, start: int, opened: int, style: int | None) -> None:
        self.number, self.start, self.opened, self.style = number, start, opened, style
        self.closing = 0
        self.cells: list[tuple[int, int, int]] = []  # column, start of the tag, style
        self.bare = False  # whether a cell stands here by its order alone


class _Walk:
    """Goes through a sheet once and remembers where the marked rows and cells are."""

    def __init__(self, sheet: bytes, rows: Mapping[int, Mapping[int, Severity]]) -> None:
        self._sheet, self._rows = sheet, rows
        self._places = Places(sheet)
        self._depth = 0
        self._row_number = self._column = -1
        self._row: _Row | None = None
        self._found: dict[int, _Row] = {}
        self._before: dict[int, int] = {}  # rows that are not there: where they belong
        self._pending = sorted(rows)
        self._column_styles: list[tuple[int, int, int]] = []
        self._unordered = False
        self.before: dict[Place, int] = {}
        self._data: Element | None = None
        self.prefix = ""
        self.notes_at = 0
        self._notes_placed = False

    def go(self) -> None:
        parser = self._places.parser
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        self._places.parse()
        if self._data is None:
            raise Malformed("no sheetData")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._row is not None and self._depth == 4 and name.endswith("c"):
            self._start_cell(attributes)
        elif self._depth == 3:
            local = name.rpartition(":")[2]
            if local == "row":
                self._start_row(attributes)
            elif local == "col" and "style" in attributes:
                first, last = (whole(attributes.get(name, "")) for name in ("min", "max"))
                style = whole(attributes["style"])
                self._column_styles.append((first - 1, last - 1, style))
        elif self._depth == 2:
            self._start_child(name, attributes)

    def _start_child(self, name: str, attributes: dict[str, str]) -> None:
        prefix, _, local = name.rpartition(":")
        here = self._places.here
        if local == "sheetData":
            opened = self._places.tag_end(here)
            self._data = Element(local, prefix, attributes, 2, here, opened)
            self.prefix = prefix
        if self._data is not None and local in _AFTER_NOTES and not self._notes_placed:
            self.notes_at, self._notes_placed = here, True

    def _start_row(self, attributes: dict[str, str]) -> None:
        stated = attributes.get("r")
        number = self._row_number + 1 if stated is None else whole(stated) - 1
        self._unordered = self._unordered or number <= self._row_number
        self._row_number, self._column = number, -1
        here = self._places.here
        while self._pending and self._pending[0] < number:
            self._before[self._pending.pop(0)] = here
        if self._pending and self._pending[0] == number:
            self._pending.pop(0)
            style = attributes.get("s") if attributes.get("customFormat") in ("1", "true") else None
            opened = self._places.tag_end(here)
            self._row = _Row(number, here, opened, whole(style) if style else None)
            self._found[number] = self._row

    def _start_cell(self, attributes: dict[str, str]) -> None:
        assert self._row is not None
        stated = attributes.get("r")
        column = self._column + 1 if stated is None else place_of(stated)[1]
        self._row.bare = self._row.bare or stated is None or column <= self._column
        self._column = column
        style = whole(attributes.get("s", "0"))
        self._row.cells.append((column, self._places.here, style))

    def _end(self, name: str) -> None:
        if self._depth == 3 and self._row is not None:
            opened = self._row.opened
            closed = self._sheet[opened - 2 : opened] == b"/>"
            self._row.closing = opened if closed else self._places.here
            self._row = None
        elif self._depth == 2 and name.endswith("sheetData") and self._data is not None:
            data = self._data
            closed = self._sheet[data.opened - 2 : data.opened] == b"/>"
            data.closing = data.opened if closed else self._places.here
            data.end = data.opened if closed else self._places.tag_end(data.closing)
        elif self._depth == 1 and not self._notes_placed:
            self.notes_at = self._places.here
        self._depth -= 1

    def edits(self, styles: Styles) -> list[Edit]:
        """What to change in the sheet for its marks."""
        edits: list[Edit] = []
        for number, row in self._found.items():
            edits.extend(self._row_edits(row, self._rows[number], styles))
        if (self._before or self._pending) and self._unordered:
            raise NotPatchable("de regels van een blad staan niet op volgorde")
        for number, at in self._before.items():
            edits.append(Edit(at, at, self._new_row(number, styles)))
        if self._pending and self._data is not None:
            text = b"".join(self._new_row(number, styles) for number in self._pending)
            edits.append(inside(self._sheet, self._data, text))
        return edits

    def restyled(
        self, cells: Mapping[Place, str], style: Callable[[int, str], int]
    ) -> Iterable[Edit]:
        """What to change in the sheet for other styles of cells that are there."""
        for number, row in self._found.items():
            for column, start, own in row.cells:
                told_of = cells.get((number, column))
                if told_of is None or (index := style(own, told_of)) == own:
                    continue
                end = self._places.tag_end(start)
                yield Edit(start, end, with_attribute(self._sheet[start:end], "s", str(index)))

    def _row_edits(
        self, row: _Row, marks: Mapping[int, Severity], styles: Styles
    ) -> Iterable[Edit]:
        there = {column: (start, style) for column, start, style in row.cells}
        new: dict[int, list[bytes]] = {}
        for column, severity in marks.items():
            if column in there:
                start, style = there[column]
                end = self._places.tag_end(start)
                self.before[row.number, column] = style
                index = str(styles.marked(style, severity))
                yield Edit(start, end, with_attribute(self._sheet[start:end], "s", index))
                continue
            if row.bare:
                raise NotPatchable("de cellen van een blad hebben geen adres")
            at = next((start for c, start, _ in row.cells if c > column), row.closing)
            new.setdefault(at, []).append(self._new_cell(row.number, column, severity, styles, row))
        for at, cells in new.items():
            if at == row.closing:
                element = Element("row", self.prefix, {}, 3, row.start, row.opened)
                element.closing = element.end = row.closing
                yield inside(self._sheet, element, b"".join(cells))
            else:
                yield Edit(at, at, b"".join(cells))

    def _new_row(self, number: int, styles: Styles) -> bytes:
        name = f"{self.prefix}:row" if self.prefix else "row"
        cells = b"".join(
            self._new_cell(number, column, severity, styles, None)
            for column, severity in self._rows[number].items()
        )
        return f'<{name} r="{number + 1}">'.encode() + cells + f"</{name}>".encode()

    def _new_cell(
        self, row: int, column: int, severity: Severity, styles: Styles, own: _Row | None
    ) -> bytes:
        base = own.style if own is not None and own.style is not None else self._of_column(column)
        self.before[row, column] = base
        name = f"{self.prefix}:c" if self.prefix else "c"
        return f'<{name} r="{address(row, column)}" s="{styles.marked(base, severity)}"/>'.encode()

    def _of_column(self, column: int) -> int:
        return next(
            (style for first, last, style in self._column_styles if first <= column <= last), 0
        )
