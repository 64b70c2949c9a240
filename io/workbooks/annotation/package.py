"""A workbook as a package of parts: which there are, how they refer to each other, and writing it.

Parts that nobody touches are copied as they are.
"""

from __future__ import annotations

import io
import posixpath
import re
import shutil
import zipfile
from dataclasses import dataclass
from typing import IO

from ..formats.source import open_part, read_part, unpacking
from .markup import Edit, NotPatchable, edited, escaped, inside, qualified, tree

CONTENT_TYPES = "[Content_Types].xml"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Relation:
    """How one part refers to another: its id, the last word of its type, and the part."""

    id: str
    kind: str
    target: str


class Package:
    """The parts of a workbook. Reading gives a part as it now stands, edits included."""

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))  # it was opened and read before
        self._own = {name.lower(): name for name in self._archive.namelist()}
        self._changed: dict[str, bytes] = {}

    def names(self) -> tuple[str, ...]:
        """Every part, in the order of the file, new ones last."""
        return tuple(self._own.values())

    def has(self, part: str) -> bool:
        return part.lower() in self._own

    def read(self, part: str) -> bytes:
        """A part as it now stands.

        Raises:
            Malformed: there is no such part, or it is damaged.
        """
        name = self._own.get(part.lower(), part)
        if name in self._changed:
            return self._changed[name]
        return read_part(self._archive, name)

    def write(self, part: str, content: bytes) -> None:
        """Replace a part, or add one."""
        self._changed[self._own.setdefault(part.lower(), part)] = content

    def new_name(self, pattern: str) -> str:
        """A name for a new part that no part has: ``{}`` becomes the lowest free number."""
        number = 1
        while self.has(pattern.format(number)):
            number += 1
        return pattern.format(number)

    def relations(self, part: str) -> list[Relation]:
        """What a part refers to; targets outside the package keep their address."""
        path = _relations_of(part)
        if not self.has(path):
            return []
        folder = posixpath.dirname("/" + part)
        found: list[Relation] = []
        for element in tree(self.read(path)).children:
            kind = element.attributes.get("Type", "").rpartition("/")[2]
            target = element.attributes.get("Target", "")
            if element.attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join(folder, target)).lstrip("/")
            found.append(Relation(element.attributes.get("Id", ""), kind, target))
        return found

    def relate(self, part: str, kind: str, target: str) -> str:
        """Let a part refer to another; the id of the new relation."""
        path = _relations_of(part)
        taken = {relation.id for relation in self.relations(part)}
        number = len(taken) + 1
        while f"rId{number}" in taken:
            number += 1
        to = posixpath.relpath("/" + target, posixpath.dirname("/" + part))
        if not self.has(path):
            empty = f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{_RELATIONS}"/>'
            self.write(path, empty.encode())
        data = self.read(path)
        root = tree(data)
        written = (
            f'<{qualified(root, "Relationship")} Id="rId{number}" '
            f'Type="{OFFICE_RELATIONS}/{kind}" Target="{escaped(to)}"/>'
        )
        self.write(path, edited(data, [inside(data, root, written.encode())]))
        return f"rId{number}"

    def register(self, part: str, content_type: str) -> None:
        """Name the kind of a new part."""
        self._type(f'Override PartName="/{escaped(part)}" ContentType="{content_type}"', last=True)

    def register_extension(self, extension: str, content_type: str) -> None:
        """Name the kind of every part with this extension, unless that was done."""
        for element in tree(self.read(CONTENT_TYPES)).children:
            if element.name == "Default":
                stated = element.attributes
                if stated.get("Extension", "").lower() == extension:
                    return
        self._type(f'Default Extension="{extension}" ContentType="{content_type}"', last=False)

    def _type(self, written: str, *, last: bool) -> None:
        data = self.read(CONTENT_TYPES)
        root = tree(data)
        text = f"<{qualified(root, written)}/>".encode()
        edit = inside(data, root, text) if last else Edit(root.opened, root.opened, text)
        self.write(CONTENT_TYPES, edited(data, [edit]))

    def content_type(self, part: str) -> str:
        """The kind of a part as the package names it; "" if it does not."""
        for element in tree(self.read(CONTENT_TYPES)).children:
            if element.attributes.get("PartName", "").lower() == f"/{part}".lower():
                return element.attributes.get("ContentType", "")
        return ""

    def check(self) -> None:
        """Whether the package can be edited in place.

        Raises:
            NotPatchable: it is signed, shared, or written in the strict standard.
        """
        if any(name.startswith("_xmlsignatures/") for name in self._own):
            raise NotPatchable(
                "het bestand is digitaal ondertekend en elke wijziging verbreekt dat"
            )
        if any(name.startswith("xl/revisions/") for name in self._own):
            raise NotPatchable("het is een gedeelde werkmap, die haar eigen wijzigingen bijhoudt")
        if re.search(rb"purl\.oclc\.org/ooxml", self.read("xl/workbook.xml")):
            raise NotPatchable(
                "het is een 'Strict Open XML'-werkmap, die geen notities kan bevatten"
            )

    def save(self, out: IO[bytes]) -> None:
        """Write the package: the same parts in the same order, then the new ones.

        Raises:
            Malformed: a part that is copied is damaged.
        """
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            for name in self._own.values():
                old = self._archive.NameToInfo.get(name)
                entry = zipfile.ZipInfo(name, old.date_time if old else _FIRST_DAY)
                entry.compress_type = old.compress_type if old else zipfile.ZIP_DEFLATED
                entry.external_attr = old.external_attr if old else 0o600 << 16
                if name in self._changed:
                    target.writestr(entry, self._changed[name])
                else:
                    entry.file_size = old.file_size if old else 0
                    with (
                        unpacking(),
                        open_part(self._archive, name) as source,
                        target.open(entry, "w") as copy,
                    ):
                        shutil.copyfileobj(source, copy)


def _relations_of(part: str) -> str:
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{base}.rels")
