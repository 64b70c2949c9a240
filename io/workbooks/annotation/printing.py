"""How the sheets of an annotated copy come out on paper: on their side, whole columns on a page.

A sheet that says itself how it is printed keeps that. The others, which would come out as loose
pages of a few columns each, are set as the sheets of a template are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from .markup import Edit, Element, edited, escaped, inside, qualified, tree
from .package import Package

FOOTER = "&amp;L&amp;F, &amp;A&amp;RBlad &amp;P van &amp;N"
"""The file, the sheet, and the page of how many."""
COLUMNS_ON_A_PAGE = 20

_WORKBOOK = "xl/workbook.xml"
_TITLES = "_xlnm.Print_Titles"
_ROWS = re.compile(rb"<((?:\w+:)?)sheetData(?:\s[^>]*)?(/?)>")
_FROZEN = re.compile(rb"<(?:\w+:)?pane\s[^>]*\bySplit=[\"'](\d{1,2})[\"']")
# What may stand behind the rows of a sheet, before and after how it is printed.
_BEFORE = frozenset(
    ("sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState",
     "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting",
     "dataValidations", "hyperlinks", "printOptions", "pageMargins")
)  # fmt: skip
_AFTER = frozenset(
    ("cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF",
     "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst")
)  # fmt: skip


def page_setup(prefix: str = "", columns: int = 1, *, paper: int = 8) -> str:
    """The XML that sets a sheet on its side with its columns over as few pages as can be read."""
    wide = math.ceil(columns / COLUMNS_ON_A_PAGE)
    return (
        f'<{prefix}pageSetup paperSize="{paper}" orientation="landscape" fitToWidth="{wide}" '
        f'fitToHeight="0"/><{prefix}headerFooter><{prefix}oddFooter>{FOOTER}</{prefix}oddFooter>'
        f"</{prefix}headerFooter>"
    )


def printable(sheet: bytes, columns: int) -> tuple[bytes, tuple[str, ...]]:
    """A sheet that can be printed, and what each page repeats of it; nothing where it is as it was.

    As it was stays one that says how it is printed, and one in which something unknown stands.
    """
    rows = _ROWS.search(sheet)
    if rows is None:
        return sheet, ()
    prefix = rows[1].decode()
    closing = f"</{prefix}sheetData>".encode()
    ends = rows.end() if rows[2] else sheet.rfind(closing) + len(closing)
    top = b"<" + f"{prefix}worksheet".encode() + b">"
    head = tree(sheet[: rows.start()] + top.replace(b"<", b"</"))
    tail = tree(top + sheet[ends:])
    behind = {one.name for one in tail.children}
    own = head.child("sheetPr")
    if not behind <= _BEFORE | _AFTER or (own is not None and own.child("pageSetUpPr")):
        return sheet, ()
    fits = f'<{prefix}pageSetUpPr fitToPage="1"/>'
    if own is None:
        at = head.opened
        first = Edit(at, at, f"<{prefix}sheetPr>{fits}</{prefix}sheetPr>".encode())
    else:
        first = inside(sheet[: rows.start()], own, fits.encode())
    moved = ends - len(top)
    after = next((one.start for one in tail.children if one.name in _AFTER), tail.closing)
    set_up = Edit(after + moved, after + moved, page_setup(prefix, columns).encode())
    frozen = _FROZEN.search(sheet, 0, rows.start())
    repeated = f"$1:${int(frozen[1]) or 1 if frozen else 1}"
    wide = columns > COLUMNS_ON_A_PAGE
    return edited(sheet, [first, set_up]), ("$A:$A", repeated) if wide else (repeated,)


def repeat_titles(package: Package, titles: Mapping[str, Sequence[str]]) -> None:
    """Have rows and columns of sheets, by their names, on each page, where the file says none."""
    data = package.read(_WORKBOOK)
    root = tree(data)
    sheets = root.child("sheets")
    if sheets is None:
        return
    names = root.child("definedNames")
    here = names.children if names is not None else []
    told = {
        one.attributes.get("localSheetId") for one in here if one.attributes.get("name") == _TITLES
    }
    tag = qualified(sheets, "definedName")
    written = "".join(
        f'<{tag} name="{_TITLES}" localSheetId="{at}">{_titles_of(sheet, titles)}</{tag}>'
        for at, sheet in enumerate(sheets.children)
        if sheet.attributes.get("name") in titles and str(at) not in told
    ).encode()
    if not written:
        return
    if names is not None:
        package.write(_WORKBOOK, edited(data, [inside(data, names, written)]))
        return
    before = [one for one in root.children if one.name in ("functionGroups", "externalReferences")]
    end = (before or [sheets])[-1].end
    around = qualified(sheets, "definedNames").encode()
    text = b"<" + around + b">" + written + b"</" + around + b">"
    package.write(_WORKBOOK, edited(data, [Edit(end, end, text)]))


def _titles_of(sheet: Element, titles: Mapping[str, Sequence[str]]) -> str:
    name = sheet.attributes["name"]
    quoted = escaped(name.replace("'", "''"))
    return ",".join(f"'{quoted}'!{part}" for part in titles[name])
