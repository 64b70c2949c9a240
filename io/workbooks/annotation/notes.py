"""Notes at cells: the part with their text, and the drawing that says where they hang.

Notes that the officer made stay; ours are added to the same parts. Where a cell has a note, our
text follows its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..formats.look import Place, address
from .markup import (
    Edit,
    Element,
    NotPatchable,
    cell_text,
    edited,
    inside,
    qualified,
    told,
    tree,
    whole,
)

AUTHOR = "Verdeelsleutel"
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_SHEET_NAMES = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_EMPTY_COMMENTS = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<comments xmlns="{_SHEET_NAMES}"><authors></authors><commentList></commentList></comments>'
).encode()
_NAMES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMES.items())
_BLOCK = 1024  # a drawing numbers its shapes in blocks that no other drawing uses
_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;'
    "margin-left:60pt;margin-top:2pt;width:280pt;height:100pt;z-index:{z};visibility:hidden"
    '" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left}, 15, {top}, 2, {right}, 31, {bottom}, 9</x:Anchor>"
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
    "</x:ClientData></v:shape>"
)
_LAST_ROW, _LAST_COLUMN = 1_048_575, 16_383


def with_texts(part: bytes | None, notes: Mapping[Place, str]) -> tuple[bytes, list[Place]]:
    """The part of the notes with ours added, and the cells that had none and need a shape.

    A cell with a conversation (a threaded comment) is left alone: its note is kept by the program
    that shows the conversation.

    Raises:
        NotPatchable: the part lacks what every such part has.
    """
    data = _EMPTY_COMMENTS if part is None else part
    root = tree(data)
    authors, comments = root.child("authors"), root.child("commentList")
    if authors is None or comments is None:
        raise NotPatchable("de notities van een blad zijn onvolledig")
    names = [told(data[one.opened : one.closing]) for one in authors.children]
    edits: list[Edit] = []
    if AUTHOR not in names:
        author = qualified(authors, "author")
        edits.append(inside(data, authors, f"<{author}>{AUTHOR}</{author}>".encode()))
        names.append(AUTHOR)
    own = {one.attributes.get("ref", ""): one for one in comments.children}
    added: list[str] = []
    shapes: list[Place] = []
    for place, text in notes.items():
        cell = address(*place)
        if cell not in own:
            shapes.append(place)
            added.append(_comment(comments, cell, names.index(AUTHOR), text))
        elif not _is_conversation(names, own[cell]):
            edits.extend(_appended(data, own[cell], text))
    edits.append(inside(data, comments, "".join(added).encode()))
    return edited(data, edits), shapes


def _is_conversation(names: list[str], comment: Element) -> bool:
    author = whole(comment.attributes.get("authorId", "0"))
    return author < len(names) and names[author].startswith("tc=")


def _comment(near: Element, cell: str, author: int, text: str) -> str:
    names = {name: qualified(near, name) for name in ("comment", "text", "r", "t")}
    return (
        f'<{names["comment"]} ref="{cell}" authorId="{author}"><{names["text"]}>'
        f"{_run(near, text)}</{names['text']}></{names['comment']}>"
    )


def _run(near: Element, text: str) -> str:
    run, inner = qualified(near, "r"), qualified(near, "t")
    return f'<{run}><{inner} xml:space="preserve">{cell_text(text)}</{inner}></{run}>'


def _appended(data: bytes, comment: Element, text: str) -> list[Edit]:
    """Our text after the officer's own; plain text becomes a run, since runs may follow runs."""
    holder = comment.child("text")
    if holder is None:
        raise NotPatchable("een notitie heeft geen tekst")
    edits: list[Edit] = []
    for plain in holder.children:
        if plain.name == "t":
            run = qualified(plain, "r").encode()
            edits.append(Edit(plain.start, plain.start, b"<" + run + b">"))
            edits.append(Edit(plain.end, plain.end, b"</" + run + b">"))
    before = "\n\n" if holder.children else ""
    edits.append(inside(data, holder, _run(comment, before + text).encode()))
    return edits


def with_shapes(part: bytes | None, places: list[Place], first_block: int) -> bytes:
    """The drawing of a sheet with a hidden shape for each place.

    ``first_block`` is the first block of shape numbers that no drawing of the workbook uses.

    Raises:
        NotPatchable: the drawing is not written as such drawings are.
    """
    shapes = "".join(
        _shape(first_block * _BLOCK + 1 + at, at + 1, place) for at, place in enumerate(places)
    )
    blocks = ",".join(str(first_block + at) for at in range(blocks_of(len(places))))
    if part is None:
        layout = (
            f'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{blocks}"/></o:shapelayout>'
        )
        return f"<xml {_DECLARED}>{layout}{_SHAPE_TYPE}{shapes}</xml>".encode()
    end = part.rfind(b"</xml>")
    if end < 0:
        raise NotPatchable("de tekening achter de notities van een blad is ongewoon geschreven")
    if b'"_x0000_t202"' not in part:
        shapes = _SHAPE_TYPE + shapes
    if not all(f'xmlns:{p}="{uri}"'.encode() in part for p, uri in _NAMES.items()):
        shapes = re.sub("(<v:shape(?:type)?) ", rf"\1 {_DECLARED} ", shapes)
    return part[:end] + shapes.encode() + part[end:]


def blocks_of(count: int) -> int:
    """How many blocks of numbers a drawing with so many shapes takes."""
    return count // _BLOCK + 1


def last_block(drawing: bytes) -> int:
    """The highest block of shape numbers that a drawing uses."""
    numbers = (int(number) for number in re.findall(rb"_x0000_s([0-9]{1,9})\b", drawing))
    return max(numbers, default=0) // _BLOCK


def _shape(number: int, z: int, place: Place) -> str:
    row, column = place
    left = min(column + 1, _LAST_COLUMN - 4)
    top = min(max(row - 1, 0), _LAST_ROW - 8)
    return _SHAPE.format(
        number=number, z=z, row=row, column=column,
        left=left, right=left + 4, top=top, bottom=top + 7,
    )  # fmt: skip
