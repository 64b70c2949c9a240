"""An .xlsx or .xlsm as a file: whether it is safe to read, and its sheets.

The content decides what a file is, not its name. Everything that cannot be read ends in one
sentence; nothing that can be read is refused.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence

from ...errors import Unreadable
from .limits import MAX_CELLS, check_time
from .look import Malformed, SheetLook, feed, look_at
from .source import (
    SheetEntry,
    Value,
    check_limits,
    elements,
    fast_values,
    fast_workbook,
    open_part,
    opened,
    refusing,
)
from .template_marks import TEMPLATE_VERSION

_PROPERTIES = "docProps/custom.xml"


class Container:
    """An .xlsx or .xlsm: a package of XML parts."""

    kind = ".xlsx"

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self.sha256 = hashlib.sha256(data).hexdigest()
        self.data = data
        with refusing(self.name), opened(data) as archive:
            check_limits(name, archive)
            self.sheets: tuple[SheetEntry, ...] = tuple(_sheets(name, archive))
            macros = any(part.lower() == "xl/vbaproject.bin" for part in archive.namelist())
            self.template = _template(archive)
            version = self.template[1] if self.template else None
            self.remarks: tuple[str, ...] = (
                *(("INT-049",) if macros else ()),
                *(("INT-056",) if version is not None and version < TEMPLATE_VERSION else ()),
                *(("INT-057",) if version is not None and version > TEMPLATE_VERSION else ()),
            )
            _check_parts(archive)
            self._calamine = fast_workbook(data)

    def look(self, entry: SheetEntry) -> SheetLook:
        """What the XML of a sheet says.

        Raises:
            Unreadable: the sheet is damaged.
        """
        with (
            refusing(self.name),
            opened(self.data) as archive,
            open_part(archive, entry.part) as part,
        ):
            return look_at(part, enough=MAX_CELLS)

    def values(self, entry: SheetEntry) -> Sequence[Sequence[Value]]:
        """The values of a sheet by row and column from A1. Look first: see ``SheetLook.cells``.

        Raises:
            Unreadable: the sheet is damaged.
        """
        with refusing(self.name):
            return fast_values(self._calamine, entry)


def _template(archive: zipfile.ZipFile) -> tuple[str, int] | None:
    """The template that a workbook says it was made from, by name and version."""
    if _PROPERTIES not in archive.namelist():
        return None
    texts: dict[str, str] = {}
    name = ""

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal name
        if element == "property":
            name = attributes.get("name", "")

    def text(piece: str) -> None:
        texts[name] = texts.get(name, "") + piece

    with open_part(archive, _PROPERTIES) as part:
        feed(part, start=start, text=text)
    stated = texts.get("Sjabloonversie", "").strip()
    if re.fullmatch("[0-9]{1,4}", stated) is None:
        return None
    return texts.get("Sjabloon", "").strip(), int(stated)


def _check_parts(archive: zipfile.ZipFile) -> None:
    """Read the parts that the fast reader will read whole, so that none lies about its size."""
    for part in archive.infolist():
        folder, base = posixpath.split(part.filename.lower())
        if base in ("sharedstrings.xml", "styles.xml") and folder.startswith("xl"):
            with open_part(archive, part.filename) as stream:
                while chunk := stream.read(1 << 20):
                    check_time()
                    if b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk:
                        raise Malformed("a document type")


def _sheets(name: str, archive: zipfile.ZipFile) -> Iterator[SheetEntry]:
    by_lower = {part.lower(): part for part in archive.namelist()}
    if "[content_types].xml" not in by_lower:
        kind = "een OpenDocument-bestand" if "mimetype" in by_lower else "geen Excel-bestand"
        raise Unreadable(f"{name} is {kind}. Sla de aanvragen op als Excel-werkmap (.xlsx).")
    if "xl/workbook.xml" not in by_lower:
        raise Unreadable(
            f"{name} is geen Excel-werkmap. Sla de aanvragen op als Excel-werkmap (.xlsx)."
        )
    targets = dict(_relations(archive, by_lower))
    for attributes in elements(archive, by_lower["xl/workbook.xml"], "sheet"):
        relation = next(
            (value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), ""
        )
        kind, target = targets.get(relation, ("", ""))
        yield SheetEntry(
            name=attributes.get("name", ""),
            part=by_lower.get(target.lower(), target),
            visible=attributes.get("state", "visible") == "visible",
            worksheet=kind == "worksheet",
        )


def _relations(
    archive: zipfile.ZipFile, by_lower: dict[str, str]
) -> Iterator[tuple[str, tuple[str, str]]]:
    part = by_lower.get("xl/_rels/workbook.xml.rels", "")
    for attributes in elements(archive, part, "Relationship"):
        kind = attributes.get("Type", "").rpartition("/")[2]
        target = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", "")))
        yield attributes.get("Id", ""), (kind, target.lstrip("/"))
