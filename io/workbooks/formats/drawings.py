"""The texts that lie over a sheet instead of in its cells: text boxes, and pictures."""

from __future__ import annotations

import posixpath
import zipfile
from urllib.parse import unquote

from .look import Malformed, Place, feed
from .source import elements, open_part

_ANCHORS = frozenset(("twoCellAnchor", "oneCellAnchor", "absoluteAnchor"))
_LONGEST = 200
_MOST = 20  # boxes of a sheet that are told


def texts_drawn(archive: zipfile.ZipFile, sheet: str) -> list[tuple[Place, str]]:
    """The text of each box over a sheet with the cell it starts at; a picture has none.

    Nothing that is read depends on a drawing, so a damaged one is as none.
    """
    known = {name.lower(): name for name in archive.namelist()}
    folder, base = posixpath.split(sheet)
    relations = known.get(f"{folder}/_rels/{base}.rels".lower())
    found: list[tuple[Place, str]] = []
    if relations is None:
        return found
    try:
        for one in elements(archive, relations, "Relationship"):
            if one.get("Type", "").rpartition("/")[2] == "drawing":
                target = unquote(one.get("Target", "")).replace("\\", "/")
                path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                if path.lower() in known:
                    found.extend(_boxes(archive, known[path.lower()]))
    except Malformed:
        return found
    return found[:_MOST]


def _boxes(archive: zipfile.ZipFile, part: str) -> list[tuple[Place, str]]:
    reader = _Drawing()
    with open_part(archive, part) as stream:
        feed(stream, start=reader.start, end=reader.end, text=reader.text)
    return reader.found


class _Drawing:
    """Follows the anchors of a drawing as a parser meets them."""

    def __init__(self) -> None:
        self.found: list[tuple[Place, str]] = []
        self._texts: list[str] = []
        self._start: dict[str, str] = {}
        self._inside = ""
        self._from = self._picture = False

    def start(self, name: str, _: dict[str, str]) -> None:
        if name in _ANCHORS:
            self._texts, self._start, self._picture = [], {}, False
        elif name == "pic":
            self._picture = True
        elif name == "from":
            self._from = True
        self._inside = name

    def text(self, text: str) -> None:
        if self._inside == "t":
            self._texts.append(text)
        elif self._from and self._inside in ("col", "row"):
            self._start[self._inside] = self._start.get(self._inside, "") + text.strip()

    def end(self, name: str) -> None:
        self._inside = ""
        if name == "from":
            self._from = False
        elif name == "p" and self._texts:
            self._texts.append(" ")
        elif name in _ANCHORS:
            text = " ".join("".join(self._texts).split())
            if text or self._picture:
                place = (_number(self._start.get("row")), _number(self._start.get("col")))
                self.found.append((place, text[:_LONGEST]))


def _number(stated: str | None) -> int:
    return int(stated) if stated is not None and stated.isdecimal() and len(stated) < 8 else 0
