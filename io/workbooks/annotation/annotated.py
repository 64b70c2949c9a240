"""Findings handed back to the officer: in a copy of the own workbook, or in one beside it.

The copy is the officer's own file with coloured cells, notes and a first sheet ``Bevindingen``
with a link to each cell. The parts of the file are edited in place, and only those that must be:
see ``tests/io/workbooks/test_annotated.py`` for which. Where that cannot be done safely, a separate
workbook with the findings is written and it is said why.
"""

# xlsxwriter is annotated in part and ships no py.typed.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ....grants.applications.finding import Finding
from ...errors import Unreadable, why_not
from ...files.placing import place
from ..formats.container import Container
from ..formats.look import Malformed
from ..formats.opening import open_source
from ..formats.writing import Formats, open_workbook
from .copying import annotated_copy
from .marks import COLOURS
from .markup import NotPatchable
from .overview import HEADINGS, SHEET, texts_of
from .since_earlier import own_stem


@dataclass(frozen=True, slots=True)
class HandedBack:
    """What was handed back: the file, and why it is not a copy; "" if it is one."""

    path: Path
    why_separate: str


def findings_path(workbook: Path) -> Path:
    """Where the findings of a workbook belong: ``<name>.bevindingen.xlsx`` beside it."""
    return workbook.with_name(f"{workbook.stem}.bevindingen.xlsx")


def hand_back(
    path_in: Path,
    findings: Sequence[Finding],
    folder: Path,
    *,
    since: Mapping[Finding, str] | None = None,
) -> HandedBack:
    """Write the findings of a workbook into a folder, as a copy of the workbook if that is safe.

    A file that stands there with other content is never overwritten, since an officer may have
    worked in it: the new one gets a number. ``since`` says of findings how they stand against an
    earlier version of the file.

    Raises:
        Unreadable: the file cannot be read, or the folder cannot be written.
    """
    why, suffix = "", ".xlsx"
    try:
        source = open_source(path_in)
        if not isinstance(source, Container):
            raise NotPatchable(
                f"in een {source.kind}-bestand kunnen geen kleuren en notities komen"
            )
        copy = annotated_copy(source, findings, since or {})
        content, suffix = copy.content, copy.suffix
    except NotPatchable as refusal:
        why, content = str(refusal), _separate(path_in, findings, since or {})
    except Malformed:
        why = "de opbouw van het bestand is ongewoon"
        content = _separate(path_in, findings, since or {})
    return HandedBack(_saved(content, folder, f"{own_stem(path_in.name)}.bevindingen", suffix), why)


def _saved(content: bytes, folder: Path, stem: str, suffix: str) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path, number = folder / f"{stem}{suffix}", 1
        while path.exists() and path.read_bytes() != content:
            number += 1
            path = folder / f"{stem}-{number}{suffix}"
        if not path.exists() or path.is_symlink():
            place(path, content, private=True)  # it holds contact persons, as the workbook did
    except OSError as error:
        raise Unreadable(
            f"In {folder} kan niet worden geschreven ({why_not(error)}). Geef een andere map."
        ) from error
    return path


def _separate(path_in: Path, findings: Sequence[Finding], since: Mapping[Finding, str]) -> bytes:
    content = io.BytesIO()
    _write(path_in.name, findings, content, since)
    return content.getvalue()


def write_findings(path_in: Path, findings: Sequence[Finding], path_out: Path) -> None:
    """Write the findings of the workbook ``path_in`` into a workbook of their own.

    Every text is written as text: a value that begins with ``=`` stays what was read.
    """
    _write(path_in.name, findings, path_out, {})


def _write(
    name: str,
    findings: Sequence[Finding],
    out: Path | io.BytesIO,
    since: Mapping[Finding, str],
) -> None:
    workbook = open_workbook(out, title=f"Bevindingen bij {name}")
    formats = Formats(workbook)
    fills = {
        severity: workbook.add_format({"bg_color": f"#{c}", "text_wrap": True, "valign": "top"})
        for severity, c in COLOURS.items()
    }
    sheet = workbook.add_worksheet(SHEET)
    for index, (heading, width) in enumerate(HEADINGS):
        sheet.set_column(index, index, width)
        sheet.write_string(0, index, heading, formats.required)
    for row, found in enumerate(findings, start=1):
        for index, text in enumerate(texts_of(name, found, since.get(found, ""))):
            cell_format = fills[found.severity] if index == 0 else formats.wrapped
            sheet.write_string(row, index, text, cell_format)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(findings), len(HEADINGS) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&F, &A&RBlad &P van &N")
    workbook.close()
