"""Findings handed back as a workbook, for the officer or the municipality to work through.

This version writes a workbook of its own beside the file that was sent; the file itself is left as
it is.
"""

# xlsxwriter is annotated in part and ships no py.typed.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ...grants.finding import Finding, Severity
from .writing import Formats, open_workbook

SHEET = "Bevindingen"
_SEVERITY_NL = {
    Severity.ERROR: "fout",
    Severity.WARNING: "waarschuwing",
    Severity.QUESTION: "vraag",
}
_COLOURS = {
    Severity.ERROR: "#F4CCCC",
    Severity.WARNING: "#FCE8B2",
    Severity.QUESTION: "#DCE9F5",
}
_HEADINGS = (
    ("Ernst", 13),
    ("Code", 10),
    ("Bestand", 26),
    ("Blad", 20),
    ("Cel", 8),
    ("Aanvraagnummer", 20),
    ("Waarde", 24),
    ("Wat er mis is", 60),
    ("Wat te doen", 60),
)
_LONGEST_TEXT = 32_767  # what a cell can hold


def findings_path(workbook: Path) -> Path:
    """Where the findings of a workbook belong: ``<name>.bevindingen.xlsx`` beside it."""
    return workbook.with_name(f"{workbook.stem}.bevindingen.xlsx")


def write_findings(path_in: Path, findings: Sequence[Finding], path_out: Path) -> None:
    """Write the findings of the workbook ``path_in`` into a workbook of their own.

    Every text is written as text: a value that begins with ``=`` stays what was read.
    """
    workbook = open_workbook(path_out, title=f"Bevindingen bij {path_in.name}")
    formats = Formats(workbook)
    fills = {
        severity: workbook.add_format({"bg_color": colour, "text_wrap": True, "valign": "top"})
        for severity, colour in _COLOURS.items()
    }
    sheet = workbook.add_worksheet(SHEET)
    for index, (heading, width) in enumerate(_HEADINGS):
        sheet.set_column(index, index, width)
        sheet.write_string(0, index, heading, formats.required)
    for row, found in enumerate(findings, start=1):
        for index, text in enumerate(_texts(path_in, found)):
            cell_format = fills[found.severity] if index == 0 else formats.wrapped
            sheet.write_string(row, index, text[:_LONGEST_TEXT], cell_format)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(findings), len(_HEADINGS) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    workbook.close()


def _texts(path_in: Path, found: Finding) -> tuple[str, ...]:
    return (
        _SEVERITY_NL[found.severity],
        found.code,
        found.file or path_in.name,
        found.sheet,
        found.cell,
        found.application_id,
        found.value,
        found.message,
        found.cure,
    )
