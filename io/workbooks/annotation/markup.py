"""Where the elements of an XML part stand, byte for byte, so that it can be edited in place.

A part that is parsed and written again comes back with other prefixes, spaces and orders. Here the
parser only tells where things are; what is not edited keeps its very bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

from ..formats.look import Malformed

_TAG = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
_ATTRIBUTE = re.compile(rb"""(\s+)([^\s=/>"']+)\s*=\s*("[^"]*"|'[^']*')""")
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WHOLE = re.compile(r"[+-]?[0-9]{1,9}", re.ASCII)
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


class NotPatchable(Exception):
    """The part cannot be edited in place without a risk; the Dutch sentence says why."""


@dataclass(slots=True)
class Element:
    """An element by its place: ``<a ...>`` is ``start:opened``, ``</a>`` is ``closing:end``.

    An element written ``<a/>`` has ``opened == closing == end``.
    """

    name: str
    prefix: str
    attributes: dict[str, str]
    depth: int
    start: int
    opened: int
    closing: int = 0
    end: int = 0
    children: list[Element] = field(default_factory=list["Element"])

    def child(self, name: str) -> Element | None:
        """The first child of this name."""
        return next((inner for inner in self.children if inner.name == name), None)


@dataclass(frozen=True, slots=True)
class Edit:
    """Bytes to take out, from ``start`` to ``end``, and what to put there."""

    start: int
    end: int
    text: bytes


class Places:
    """A parser that knows where in the bytes it is."""

    def __init__(self, data: bytes) -> None:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise NotPatchable("een onderdeel van het bestand is niet in UTF-8 geschreven")
        self._data = data
        self.parser = expat.ParserCreate()
        self.parser.XmlDeclHandler = _utf8_only
        self.parser.StartDoctypeDeclHandler = _no_document_type

    @property
    def here(self) -> int:
        """The first byte of the tag that is being told."""
        return self.parser.CurrentByteIndex

    def tag_end(self, start: int) -> int:
        """Just past the ``>`` of the tag that begins at ``start``."""
        tag = _TAG.match(self._data, start)
        if tag is None:
            raise Malformed("a tag without an end")
        return tag.end()

    def parse(self) -> None:
        """Go through the part.

        Raises:
            Malformed: the XML is broken.
            NotPatchable: it is not written in UTF-8.
        """
        try:
            self.parser.Parse(self._data, True)
        except (expat.ExpatError, LookupError, ValueError) as error:
            raise Malformed(str(error)) from error


def _utf8_only(_version: str, encoding: str | None, _standalone: int) -> None:
    if (encoding or "utf-8").lower() not in ("utf-8", "utf8", "us-ascii"):
        raise NotPatchable("een onderdeel van het bestand is niet in UTF-8 geschreven")


def _no_document_type(*_: object) -> None:
    raise Malformed("a document type")


def tree(data: bytes) -> Element:
    """The elements of a small part with their places.

    Raises:
        Malformed: the XML is broken.
        NotPatchable: it is not written in UTF-8.
    """
    places = Places(data)
    root = Element("", "", {}, 0, 0, 0)
    stack = [root]

    def start(name: str, attributes: dict[str, str]) -> None:
        prefix, _, local = name.rpartition(":")
        begin = places.here
        opened = places.tag_end(begin)
        element = Element(local, prefix, attributes, len(stack), begin, opened)
        stack[-1].children.append(element)
        stack.append(element)

    def end(_: str) -> None:
        element = stack.pop()
        if data[element.opened - 2 : element.opened] == b"/>":
            element.closing = element.end = element.opened
        else:
            element.closing = places.here
            element.end = places.tag_end(element.closing)

    places.parser.StartElementHandler = start
    places.parser.EndElementHandler = end
    places.parse()
    places.parser.StartElementHandler = places.parser.EndElementHandler = None  # a cycle less
    return root.children[0]


def edited(data: bytes, edits: Iterable[Edit]) -> bytes:
    """The part with the edits made; what is put in at a place comes before what changes there."""
    pieces: list[bytes] = []
    at = 0
    for edit in sorted(edits, key=lambda one: (one.start, one.end)):
        assert edit.start >= at, "edits must not overlap"
        pieces += (data[at : edit.start], edit.text)
        at = edit.end
    pieces.append(data[at:])
    return b"".join(pieces)


def with_attribute(tag: bytes, name: str, value: str) -> bytes:
    """A start tag with one attribute set; the others keep their bytes and order."""
    written = b'"%s"' % escaped(value).encode()
    for match in _ATTRIBUTE.finditer(tag):
        if match[2] == name.encode():
            return tag[: match.start(3)] + written + tag[match.end(3) :]
    close = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:close].rstrip() + b" " + name.encode() + b"=" + written + tag[close:]


def inside(data: bytes, element: Element, text: bytes) -> Edit:
    """Put text at the end of an element, also of one that is written ``<a/>``."""
    if element.closing != element.opened or data[element.opened - 2 : element.opened] != b"/>":
        return Edit(element.closing, element.closing, text)
    name = f"{element.prefix}:{element.name}" if element.prefix else element.name
    whole = data[element.start : element.opened - 2].rstrip() + b">" + text
    return Edit(element.start, element.end, whole + b"</" + name.encode() + b">")


def qualified(element: Element, name: str) -> str:
    """A name with the prefix that its neighbour bears."""
    return f"{element.prefix}:{name}" if element.prefix else name


def whole(stated: str) -> int:
    """A number as an attribute states it.

    Raises:
        Malformed: it is none, or not there.
    """
    if _WHOLE.fullmatch(stated.strip()) is None:
        raise Malformed(f"{stated!r} is no number")
    return int(stated)


def told(data: bytes) -> str:
    """The bytes of a part as text.

    Raises:
        Malformed: they are not UTF-8.
    """
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise Malformed(str(error)) from error


def escaped(text: str) -> str:
    """Text for an element or an attribute; what XML cannot hold is left out."""
    plain = _NOT_IN_XML.sub("", text)
    for sign, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        plain = plain.replace(sign, written)
    return plain


def cell_text(text: str) -> str:
    """Text for a cell; ``_x0041_`` stays what it is instead of becoming the letter it stands for.

    >>> cell_text("a & _x0041_")
    'a &amp; _x005F_x0041_'
    """
    return escaped(_ESCAPE_LIKE.sub("_x005F_", text))
