"""An .xlsb made by hand, record by record, since no library writes one."""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

from verdeelsleutel.io.workbooks.formats.look import place_of

_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
</Types>"""
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?><Relationships '
    'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
    'Target="{target}"/></Relationships>'
)
ERROR_CODES = {"#REF!": 0x17, "#N/A": 0x2A, "#DIV/0!": 0x07}


def record(kind: int, content: bytes = b"") -> bytes:
    """A record: its kind and its size in seven bits a byte."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, number = b"", len(content)
    while True:
        size += bytes([number & 0x7F | (0x80 if number > 0x7F else 0)])
        number >>= 7
        if not number:
            return head + size + content


def text(value: str) -> bytes:
    return struct.pack("<I", len(value)) + value.encode("utf-16-le")


def cell(column: int, value: object) -> bytes:
    head = struct.pack("<II", column, 0)
    if isinstance(value, str) and value in ERROR_CODES:
        return record(3, head + bytes([ERROR_CODES[value]]))
    if isinstance(value, int | float):
        return record(5, head + struct.pack("<d", value))
    return record(6, head + text(str(value)))


def sheet(
    cells: Mapping[str, object],
    hidden: tuple[int, ...] = (),
    merged: tuple[tuple[int, int, int, int], ...] = (),
) -> bytes:
    """A sheet; ``hidden`` are rows from 1, ``merged`` first and last rows and columns from 0."""
    rows: dict[int, dict[int, object]] = {}
    for address, value in cells.items():
        row, column = place_of(address)
        rows.setdefault(row, {})[column] = value
    last = max(rows)
    width = max(column for row in rows.values() for column in row)
    parts = [record(129), record(148, struct.pack("<IIII", 0, last, 0, width)), record(145)]
    for number, row in sorted(rows.items()):
        flags = bytes([0, 0x10 if number + 1 in hidden else 0, 0])
        parts.append(record(0, struct.pack("<IIH", number, 0, 300) + flags + struct.pack("<I", 0)))
        parts.extend(cell(column, value) for column, value in sorted(row.items()))
    parts.append(record(146))
    if merged:
        blocks = (record(176, struct.pack("<IIII", *block)) for block in merged)
        parts.extend((record(177, struct.pack("<I", len(merged))), *blocks, record(178)))
    return b"".join([*parts, record(130)])


def by_hand(path: Path, name: str, part: bytes) -> Path:
    """A workbook with one sheet."""
    bundle = struct.pack("<II", 0, 1) + text("rId1") + text(name)
    book = b"".join((record(131), record(143), record(156, bundle), record(144), record(132)))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr(
            "_rels/.rels", _RELATIONS.format(kind="officeDocument", target="xl/workbook.bin")
        )
        archive.writestr("xl/workbook.bin", book)
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            _RELATIONS.format(kind="worksheet", target="worksheets/sheet1.bin"),
        )
        archive.writestr("xl/worksheets/sheet1.bin", part)
    return path


def as_text(value: object) -> object:
    """A date as an officer types it where a cell has no number format."""
    iso = re.match(r"([0-9]{4}-[0-9]{2}-[0-9]{2})( [0-9]{2}:[0-9]{2})?", str(value))
    return iso[0] if iso and not isinstance(value, int | float) else value
