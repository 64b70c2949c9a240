"""The sheet ``Bevindingen`` that is put before the sheets of an annotated workbook."""

from __future__ import annotations

from collections.abc import Sequence

from ....grants.applications.finding import Finding, Severity
from ..formats.look import address, column_letters
from .markup import cell_text, escaped
from .printing import page_setup

_NAMES = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_MOST_LINKS = 65_000  # Excel takes some more on one sheet
_HIDDEN = ' hidden="1"'
_LONGEST_TEXT = 32_767  # what a cell can hold

SHEET = "Bevindingen"
HEADINGS = (
    ("Ernst", 13),
    ("Code", 10),
    ("Bestand", 26),
    ("Blad", 20),
    ("Cel", 8),
    ("Aanvraagnummer", 20),
    ("Waarde", 24),
    ("Wat er mis is", 60),
    ("Wat te doen", 60),
    ("Sinds de vorige versie", 14),
)
"""The columns of a list of findings, with their widths in characters."""

FILL_HEADING = "Opmaak voor de markering (Verdeelsleutel)"
"""The heading of the hidden last column: the fill that a marked cell had, so that it can be given
back. No other program writes it, so that it tells our sheet from any other."""

_LINE, _HIGHEST = 15, 405  # points of a line, and of the highest row that a program takes
SHEET_COLUMN = 3
CELL_COLUMN = 4
NUMBER_COLUMN = 5
SEVERITY_NL = {
    Severity.ERROR: "fout",
    Severity.WARNING: "waarschuwing",
    Severity.QUESTION: "vraag",
}


def texts_of(file: str, found: Finding, since: str) -> tuple[str, ...]:
    """A finding as a row of the list; ``since`` says how it stands against an earlier version."""
    texts = (
        SEVERITY_NL[found.severity], found.code, found.file or file, found.sheet, found.cell,
        found.application_id, found.value, found.message, found.cure, since,
    )  # fmt: skip
    return tuple(text[:_LONGEST_TEXT] for text in texts)


def overview_sheet(
    headings: Sequence[tuple[str, int]],
    rows: Sequence[tuple[int, Sequence[str], str]],
    *,
    heading_style: int,
    text_style: int,
    link_style: int,
    link_column: int,
) -> bytes:
    """The XML of the sheet.

    ``headings`` have a text and a width in characters; 0 hides the column. A row has the style of
    its first cell, its texts, and the place it links to from ``link_column``, as in
    ``'Blad 1'!D17``; "" for none.
    Every text is text: none can become a formula.
    """
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width or 9}" customWidth="1"'
        f"{'' if width else _HIDDEN}/>"
        for at, (_, width) in enumerate(headings, start=1)
    )
    widths = [width for _, width in headings]
    written = [_row(0, [(heading_style, text) for text, _ in headings], widths)]
    links: list[str] = []
    for number, (style, texts, target) in enumerate(rows, start=1):
        linked = bool(target) and len(links) < _MOST_LINKS
        styles = [style, *[text_style] * (len(texts) - 1)]
        if linked:
            styles[link_column] = link_style
            links.append(
                f'<hyperlink ref="{address(number, link_column)}" '
                f'location="{escaped(target)}" display="{escaped(texts[link_column])}"/>'
            )
        written.append(_row(number, list(zip(styles, texts, strict=True)), widths))
    last = f"{column_letters(len(headings) - 1)}{len(rows) + 1}"
    parts = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
        f'<worksheet xmlns="{_NAMES}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
        f'<dimension ref="A1:{last}"/><sheetViews><sheetView workbookViewId="0">',
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>',
        f"</sheetView></sheetViews><cols>{columns}</cols><sheetData>",
        *written,
        f'</sheetData><autoFilter ref="A1:{last}"/>',
        f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else "",
        f"{page_setup(paper=9)}</worksheet>",
    )
    return "".join(parts).encode()


def _row(number: int, cells: Sequence[tuple[int, str]], widths: Sequence[int]) -> str:
    """A row as high as its longest text needs, since not every program works that out by itself."""
    lines = max(
        -(-len(text) // width) for (_, text), width in zip(cells, widths, strict=True) if width
    )
    height = min(max(lines, 1) * _LINE, _HIGHEST)
    written = "".join(
        f'<c r="{address(number, at)}" s="{style}" t="inlineStr"><is>'
        f'<t xml:space="preserve">{cell_text(text)}</t></is></c>'
        for at, (style, text) in enumerate(cells)
    )
    return f'<row r="{number + 1}" ht="{height}" customHeight="1">{written}</row>'
