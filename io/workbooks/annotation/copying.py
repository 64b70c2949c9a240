"""The annotated copy: the officer's own package with marks, notes and one sheet more."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ....grants.applications.finding import Finding, Severity
from ..formats.container import Container
from ..formats.look import Place, address, column_letters, place_of
from ..formats.source import SheetEntry
from .earlier import earlier_in, take_out
from .marks import Styles, with_marks, with_notes
from .markup import (
    Edit,
    Element,
    NotPatchable,
    edited,
    escaped,
    qualified,
    told,
    tree,
    whole,
    with_attribute,
)
from .notes import COMMENTS_TYPE, DRAWING_TYPE, last_block, with_shapes, with_texts
from .overview import (
    CELL_COLUMN,
    FILL_HEADING,
    HEADINGS,
    SEVERITY_NL,
    SHEET,
    overview_sheet,
    texts_of,
)
from .package import OFFICE_RELATIONS, Package
from .printing import printable, repeat_titles

_WORKBOOK = "xl/workbook.xml"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_HEADER = ("$1:$1",)
_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.QUESTION: 2}
_SUFFIXES = {
    "sheet.macroEnabled.main": ".xlsm",
    "template.macroEnabled.main": ".xltm",
    "template.main": ".xltx",
}


@dataclass(frozen=True, slots=True)
class Copy:
    """The bytes of an annotated copy, and the extension that its content asks for."""

    content: bytes
    suffix: str


def annotated_copy(
    container: Container, findings: Sequence[Finding], since: Mapping[Finding, str]
) -> Copy:
    """The workbook with its findings in it. The same input gives the same bytes.

    Raises:
        NotPatchable: the file cannot be edited in place safely.
        Malformed: a part that must be edited is broken.
    """
    package = Package(container.data)
    package.check()
    styles_part = _styles_part(package)
    styles = Styles(package.read(styles_part))
    earlier = earlier_in(container)
    if earlier is not None:
        take_out(package, container, earlier, styles)
    fills: dict[tuple[str, str], str] = {}
    titles: dict[str, tuple[str, ...]] = {}
    for entry in container.sheets:
        here = [found for found in findings if found.sheet == entry.name and found.cell]
        if here and entry.worksheet:
            before, titles[entry.name] = _annotate_sheet(package, entry, here, styles)
            fills |= {(entry.name, address(*at)): styles.fill_of(s) for at, s in before.items()}
    overview = _overview(container, findings, since, styles, fills)
    package.write(styles_part, styles.part())
    if earlier is None:
        titles[_add_sheet(package, overview)] = _HEADER
    else:
        _replace_sheet(package, earlier.entry, overview, len(findings))
        titles[earlier.entry.name] = _HEADER
    repeat_titles(package, {name: parts for name, parts in titles.items() if parts})
    out = io.BytesIO()
    package.save(out)
    kind = package.content_type(_WORKBOOK)
    suffix = next((suffix for word, suffix in _SUFFIXES.items() if word in kind), ".xlsx")
    return Copy(out.getvalue(), suffix)


def _styles_part(package: Package) -> str:
    for relation in package.relations(_WORKBOOK):
        if relation.kind == "styles" and package.has(relation.target):
            return relation.target
    raise NotPatchable("het bestand heeft geen opmaak waar kleuren bij kunnen")


def _annotate_sheet(
    package: Package, entry: SheetEntry, findings: Sequence[Finding], styles: Styles
) -> tuple[Mapping[Place, int], tuple[str, ...]]:
    """Mark the cells of a sheet: the style that each had, and what each page repeats of it."""
    by_cell: dict[Place, list[Finding]] = {}
    for found in findings:
        by_cell.setdefault(place_of(found.cell), []).append(found)
    marks = {
        place: min((found.severity for found in there), key=_WEIGHT.__getitem__)
        for place, there in sorted(by_cell.items())
    }
    notes = {place: _note(by_cell[place]) for place in marks}
    sheet, before = with_marks(package.read(entry.part), marks, styles)
    widest = 1 + max(column for _, column in marks)
    set_up, repeated = printable(sheet, widest)
    package.write(entry.part, _with_notes(package, entry.part, set_up, notes))
    return before, repeated


def _note(findings: Sequence[Finding]) -> str:
    return "\n\n".join(
        f"{found.code} ({SEVERITY_NL[found.severity]})\n{found.message}\n{found.cure}".strip()
        for found in findings
    )


def _with_notes(package: Package, part: str, sheet: bytes, notes: Mapping[Place, str]) -> bytes:
    """The sheet, referring to its notes; their parts are added or extended in the package."""
    targets = {relation.kind: relation.target for relation in package.relations(part)}
    comments = targets.get("comments", "")
    texts, shapes = with_texts(package.read(comments) if comments else None, notes)
    if not comments:
        comments = package.new_name("xl/comments{}.xml")
        package.register(comments, COMMENTS_TYPE)
    package.write(comments, texts)
    if "comments" not in targets:
        package.relate(part, "comments", comments)
    if not shapes:
        return sheet
    return _with_drawing(package, part, sheet, shapes)


def _with_drawing(package: Package, part: str, sheet: bytes, shapes: list[Place]) -> bytes:
    reference = re.search(rb"""<(?:\w+:)?legacyDrawing\s[^>]*?:id\s*=\s*["']([^"']+)""", sheet)
    by_id = {relation.id: relation.target for relation in package.relations(part)}
    block = 1 + max(
        (last_block(package.read(n)) for n in package.names() if n.lower().endswith(".vml")),
        default=0,
    )
    if reference is not None:
        drawing = by_id.get(told(reference[1]), "")
        if not package.has(drawing):
            raise NotPatchable("de tekening achter de notities van een blad ontbreekt")
        package.write(drawing, with_shapes(package.read(drawing), shapes, block))
        return sheet
    drawing = package.new_name("xl/drawings/vmlDrawing{}.vml")
    package.write(drawing, with_shapes(None, shapes, block))
    package.register_extension("vml", DRAWING_TYPE)
    return with_notes(sheet, package.relate(part, "vmlDrawing", drawing))


def _overview(
    container: Container, findings: Sequence[Finding], since: Mapping[Finding, str],
    styles: Styles, fills: Mapping[tuple[str, str], str],
) -> bytes:  # fmt: skip
    first = {severity: styles.plain(wrap=True, severity=severity) for severity in Severity}
    sheets = {entry.name for entry in container.sheets}
    rows = [
        (
            first[found.severity],
            (
                *texts_of(container.name, found, since.get(found, "")),
                fills.get((found.sheet, found.cell), ""),
            ),
            _target(found) if found.sheet in sheets else "",
        )
        for found in findings
    ]
    return overview_sheet(
        (*HEADINGS, (FILL_HEADING, 0)),
        rows,
        heading_style=styles.plain('<b/><sz val="11"/><name val="Calibri"/>', wrap=True),
        text_style=styles.plain(wrap=True),
        link_style=styles.plain(
            '<u/><sz val="11"/><color rgb="FF0B5394"/><name val="Calibri"/>', wrap=True
        ),
        link_column=CELL_COLUMN,
    )


def _target(found: Finding) -> str:
    """Where a finding links to; with $, since R7 alone is also a row in another notation."""
    name = found.sheet.replace("'", "''")
    row, column = place_of(found.cell or "A1")
    return f"'{name}'!${column_letters(column)}${row + 1}"


def _add_sheet(package: Package, overview: bytes) -> str:
    """Put the sheet before the others, and tell its name; the sheet that was open opens still."""
    part = package.new_name("xl/worksheets/bevindingen{}.xml")
    package.write(part, overview)
    package.register(part, _SHEET_TYPE)
    relation = package.relate(_WORKBOOK, "worksheet", part)
    data = package.read(_WORKBOOK)
    root = tree(data)
    sheets = root.child("sheets")
    if sheets is None or not sheets.children:
        raise NotPatchable("de lijst van bladen ontbreekt")
    ids = [whole(sheet.attributes.get("sheetId", "")) for sheet in sheets.children]
    name = _free_name({sheet.attributes.get("name", "").casefold() for sheet in sheets.children})
    written = (
        f'<{qualified(sheets, "sheet")} xmlns:r="{OFFICE_RELATIONS}" name="{escaped(name)}" '
        f'sheetId="{max(ids) + 1}" r:id="{relation}"/>'
    )
    edits = [Edit(sheets.opened, sheets.opened, written.encode())]
    edits.extend(_moved_up(data, root, sheets))
    package.write(_WORKBOOK, edited(data, edits))
    return name


def _replace_sheet(package: Package, entry: SheetEntry, overview: bytes, findings: int) -> None:
    """Write the findings over those of an earlier copy; the sheet stays where it is."""
    package.write(entry.part, overview)
    data = package.read(_WORKBOOK)
    names = tree(data).child("definedNames")
    last = f"${column_letters(len(HEADINGS))}${findings + 1}"
    edits = [  # the rows that the filter of the sheet spans, which some programs name
        Edit(name.opened, name.closing, re.sub(rb"\$[A-Z]+\$[0-9]+$", last.encode(), text))
        for name in (names.children if names is not None else ())
        if name.attributes.get("name") == "_xlnm._FilterDatabase"
        and entry.name in told(text := data[name.opened : name.closing])
    ]
    package.write(_WORKBOOK, edited(data, edits))


def _free_name(taken: set[str]) -> str:
    name, number = SHEET, 1
    while name.casefold() in taken:
        number += 1
        name = f"{SHEET} ({number})"
    return name


def _moved_up(data: bytes, root: Element, sheets: Element) -> list[Edit]:
    """What counts sheets by their place counts one more: the open sheet, and local names."""
    edits: list[Edit] = []
    views = root.child("bookViews")
    if views is None:
        name, view = qualified(sheets, "bookViews"), qualified(sheets, "workbookView")
        text = f'<{name}><{view} activeTab="1"/></{name}>'.encode()
        edits.append(Edit(sheets.start, sheets.start, text))
    counted = [(view, "activeTab", "0") for view in (views.children if views else ())]
    names = root.child("definedNames")
    counted += [
        (name, "localSheetId", "")
        for name in (names.children if names else ())
        if "localSheetId" in name.attributes
    ]
    for element, attribute, default in counted:
        stated = whole(element.attributes.get(attribute, default))
        tag = data[element.start : element.opened]
        moved = with_attribute(tag, attribute, str(stated + 1))
        edits.append(Edit(element.start, element.opened, moved))
    return edits
