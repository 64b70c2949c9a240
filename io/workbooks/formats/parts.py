"""The parts of an Office package by what they are for, wherever a program put them.

A package says in its relations which part is the workbook and where its sheets, texts and styles
are (ECMA-376, part 2). Office follows them; the readers expect the usual names. Where a program
chose others, a plain copy with the usual names is made for the readers.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from .look import Malformed
from .source import elements, opened, read_part

_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_DECLARED = re.compile(r"<\?xml[^>]*\?>")
COUNTS = re.compile(rb"""\s(?:uniqueCount|count)\s*=\s*["']([0-9]+)["']""")
"""What an element claims to count, as the list of texts does."""

_COUNTED_IN = 4096  # bytes from the start, where such a claim stands
_UTF8 = frozenset((b"utf-8", b"utf8", b"us-ascii", b"ascii"))
_MARKS = (b"\xff\xfe", b"\xfe\xff")
_MAIN = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_USUAL_NAMES = {"sharedStrings": "xl/sharedstrings.xml", "styles": "xl/styles.xml"}


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part is to the workbook, and its name in the package."""

    kind: str
    part: str
    stated: str  # the target as it is written


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a package. ``usual`` says whether all are where readers look for them."""

    workbook: str
    relations: Mapping[str, Relation]
    usual: bool

    def of_kind(self, kind: str) -> str:
        """The part of this kind; "" if there is none."""
        return next((one.part for one in self.relations.values() if one.kind == kind), "")


def with_slashes(data: bytes) -> bytes:
    """The package with ``/`` in the names of its parts, where a program wrote ``\\``.

    Raises:
        Malformed: it cannot be unpacked.
    """
    with opened(data) as archive:
        if not any("\\" in one.orig_filename for one in archive.infolist()):
            return data
        return packed(
            {one.filename.replace("\\", "/"): read_part(archive, one.filename)
             for one in archive.infolist()}
        )  # fmt: skip


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Parts as a package, stored as they are."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    return content.getvalue()


def main_part(archive: zipfile.ZipFile) -> str:
    """The part that the package says is its document; "" where it says none that is there."""
    by_lower = {name.lower(): name for name in archive.namelist()}
    root = by_lower.get("_rels/.rels")
    if root is not None:
        for one in elements(archive, root, "Relationship"):
            if one.get("Type", "").rpartition("/")[2] == "officeDocument":
                found = by_lower.get(_resolved("", one.get("Target", "")).lower())
                if found is not None:
                    return found
    usual = ("xl/workbook.xml", "xl/workbook.bin")
    return next((by_lower[name] for name in usual if name in by_lower), "")


def parts_of(archive: zipfile.ZipFile, workbook: str) -> Parts:
    """The parts that a workbook refers to.

    Raises:
        Malformed: it has no relations, or they are damaged.
    """
    by_lower = {name.lower(): name for name in archive.namelist()}
    folder, base = posixpath.split(workbook)
    listed = by_lower.get(f"{folder}/_rels/{base}.rels".lstrip("/").lower(), "")
    relations: dict[str, Relation] = {}
    usual = workbook.lower() == "xl/workbook.xml" and _is_utf8(archive, workbook)
    for one in elements(archive, listed, "Relationship"):
        kind = one.get("Type", "").rpartition("/")[2]
        stated = one.get("Target", "")
        target = _resolved(folder, stated)
        part = by_lower.get(target.lower(), target)
        relations[one.get("Id", "")] = Relation(kind, part, stated)
        if kind in ("worksheet", *_USUAL_NAMES):
            usual = usual and _is_plain(stated, kind, part) and _is_utf8(archive, part)
    return Parts(workbook, relations, usual)


def utf8(content: bytes) -> bytes:
    """The XML of a part in UTF-8, whatever it was written in.

    Raises:
        Malformed: it is not in the encoding that it names.
    """
    encoding = _encoding(content)
    if encoding is None:
        return content
    try:
        text = content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise Malformed(str(error)) from error
    return _DECLARED.sub("", text.lstrip("\ufeff"), count=1).encode()


_STRICT = {
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}


def plain_copy(
    archive: zipfile.ZipFile, parts: Parts, rewritten: Mapping[str, bytes] | None = None
) -> bytes:
    """A package with the same workbook, sheets, texts and styles under their usual names.

    ``rewritten`` are worksheets to take the place of the sheets of the same part.
    """
    known = set(archive.namelist())
    content: dict[str, bytes] = {}
    relations: list[str] = []
    overrides = [_override("xl/workbook.xml", "sheet.main")]
    for number, (key, one) in enumerate(parts.relations.items(), 1):
        if one.kind not in ("worksheet", "chartsheet", *_USUAL_NAMES) or one.part not in known:
            continue
        new = (rewritten or {}).get(one.part)
        kind = one.kind if new is None else "worksheet"
        name = {"sharedStrings": "sharedStrings.xml", "styles": "styles.xml"}.get(
            kind, f"{kind}s/sheet{number}.xml"
        )
        content[f"xl/{name}"] = _uncounted(read_part(archive, one.part)) if new is None else new
        relations.append(_relation(key, kind, name))
        overrides.append(_override(f"xl/{name}", kind))
    every = {
        "[Content_Types].xml": _document(
            "Types", _TYPES,
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
            'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>',
            *overrides,
        ),
        "_rels/.rels": _document(
            "Relationships", _RELATIONS, _relation("rId1", "officeDocument", "xl/workbook.xml")
        ),
        "xl/workbook.xml": _transitional(utf8(read_part(archive, parts.workbook))),
        "xl/_rels/workbook.xml.rels": _document("Relationships", _RELATIONS, *relations),
    }  # fmt: skip
    return packed({**every, **content})


def _uncounted(content: bytes) -> bytes:
    """The part in UTF-8, without what its first elements claim to count."""
    plain = utf8(content)
    start = _transitional(plain[:_COUNTED_IN])
    return COUNTS.sub(b"", start) + plain[_COUNTED_IN:]


def _transitional(start: bytes) -> bytes:
    """The names of the strict standard as most programs write them, in which they are read."""
    for strict, usual in _STRICT.items():
        start = start.replace(strict, usual)
    return start


def _resolved(folder: str, target: str) -> str:
    """The part that a target names, seen from a folder of the package."""
    path = unquote(target).replace("\\", "/").partition("#")[0]
    return posixpath.normpath(posixpath.join("/", folder, path)).lstrip("/")


def _is_plain(stated: str, kind: str, part: str) -> bool:
    usual = _USUAL_NAMES.get(kind)
    named = part.lower() == usual if usual else part.lower().startswith("xl/")
    return named and "%" not in stated and "./" not in stated and "\\" not in stated


def _is_utf8(archive: zipfile.ZipFile, part: str) -> bool:
    if part not in archive.namelist():
        return True  # it is missing, which is told elsewhere
    with archive.open(part) as stream:
        return _encoding(stream.read(256)) is None


def _encoding(content: bytes) -> str | None:
    """The encoding of XML that is not UTF-8; ``None`` for UTF-8."""
    if content.startswith(_MARKS):
        return "utf-16"
    for mark, name in ((b"<\0?\0", "utf-16-le"), (b"\0<\0?", "utf-16-be")):
        if content.startswith(mark):
            return name
    stated = _ENCODING.match(content[:256].removeprefix(b"\xef\xbb\xbf"))
    if stated is None or stated[1].lower() in _UTF8:
        return None
    return stated[1].decode("ascii")


def _relation(key: str, kind: str, target: str) -> str:
    home = _MAIN
    return f'<Relationship Id="{_escaped(key)}" Type="{home}/{kind}" Target="{target}"/>'


def _override(name: str, kind: str) -> str:
    return f'<Override PartName="/{name}" ContentType="{_TYPE}.{kind}+xml"/>'


def _document(name: str, home: str, *inside: str) -> bytes:
    return f'<{name} xmlns="{home}">{"".join(inside)}</{name}>'.encode()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
