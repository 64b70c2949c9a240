"""Reading a letter back from its PDF."""

from __future__ import annotations

import io
import re
from functools import cache
from typing import Any, cast

import pypdfium2  # pyright: ignore[reportMissingTypeStubs]
from page import ValidationProfile, validate_pdf_bytes
from pypdf import PageObject, PdfReader

from verdeelsleutel.grants.dossier import Decided, Dossier
from verdeelsleutel.io.letters.content import letter_of
from verdeelsleutel.io.pages.logo import logo_of
from verdeelsleutel.io.pages.pdf import Renderer

from .rounds import dossier, sample_office


def flat(text: str) -> str:
    """The text with every run of blanks as one, so that a line break hides no words."""
    return re.sub(r"[\s\u00a0]+", " ", text.replace("\u200b", "")).strip()


@cache
def _renderer() -> Renderer:
    style = sample_office().house_style
    return Renderer(style, logo_of(style))


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page by PDFium, which reads one in a tenth of the time of pypdf."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_shown(page) for page in document]
    finally:
        document.close()


def _shown(page: pypdfium2.PdfPage) -> str:
    text = page.get_textpage()
    try:
        # The sign of PDFium for a word that goes on in the next line.
        return flat(text.get_text_range().replace("\ufffe", "- "))
    finally:
        text.close()
        page.close()


def texts_with_pictures(pdf: bytes) -> list[str]:
    """The text of each page by pypdf, which keeps the signs of a number in a drawing together."""
    return [flat(page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def pdf_of(one: Decided, round_: Dossier | None = None, lang: str = "nl") -> bytes:
    letter = letter_of(one, round_ or dossier((one,)), sample_office(), lang)
    return _renderer().pdf(letter)


def text_of(one: Decided, round_: Dossier | None = None, lang: str = "nl") -> str:
    """The text of the whole letter. The head and foot of each page are in it too."""
    return " ".join(page_texts(pdf_of(one, round_, lang)))


def in_tag_order(pdf: bytes) -> str:
    """The text as a screen reader meets it: by the structure tree, artifacts left out."""
    reader = PdfReader(io.BytesIO(pdf))
    marked: dict[int, dict[int, str]] = {}
    for page in reader.pages:
        assert page.indirect_reference is not None
        marked[page.indirect_reference.idnum] = _by_mark(page)
    parts: list[str] = []

    def walk(node: Any, page: int) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, int):
            parts.append(marked[page].get(int(node), ""))
        elif isinstance(node, list):
            for child in cast(list[Any], node):
                walk(child, page)
        elif isinstance(node, dict):
            own = cast(Any, node)
            on: int = own.raw_get("/Pg").idnum if "/Pg" in own else page
            if own.get("/Type") == "/MCR":
                parts.append(marked[on].get(int(own["/MCID"]), ""))
            elif "/K" in own:
                walk(own["/K"], on)

    root: Any = reader.trailer["/Root"]
    walk(root["/StructTreeRoot"], 0)
    return flat(" ".join(parts))


def _by_mark(page: PageObject) -> dict[int, str]:
    """The text of a page by its marks (MCID)."""
    found: dict[int, str] = {}
    open_marks: list[int | None] = []

    def operand(operator: bytes, operands: list[Any], _cm: Any, _tm: Any) -> None:
        if operator in (b"BDC", b"BMC"):
            properties: Any = operands[1] if operator == b"BDC" else {}
            open_marks.append(properties.get("/MCID") if hasattr(properties, "get") else None)
        elif operator == b"EMC":
            open_marks.pop()

    def text(words: str, *_rest: Any) -> None:
        mark = next((m for m in reversed(open_marks) if m is not None), None)
        if mark is not None:
            found[mark] = found.get(mark, "") + words

    page.extract_text(visitor_operand_before=operand, visitor_text=text)
    return found


_STREAM = re.compile(rb"/Length (\d+)[^>]*>>\s*stream\r?\n")
_LENGTH = "a stream /Length does not match its raw content length"


def failures(pdf: bytes, profile: ValidationProfile) -> list[str]:
    """What the validator finds wrong with a PDF.

    One of its findings is checked here: where the compressed bytes of a stream end in a carriage
    return, it takes that for part of the line end before ``endstream`` and calls a right /Length
    wrong. The finding is dropped only if every /Length leads to its own ``endstream``.
    """
    found = [failure.message for failure in validate_pdf_bytes(pdf, profile=profile).failures]
    streams = [(match.end(), int(match[1])) for match in _STREAM.finditer(pdf)]
    right = all(pdf.startswith(b"\nendstream", at + length) for at, length in streams)
    cut = any(pdf[at + length - 1 : at + length] == b"\r" for at, length in streams)
    return [message for message in found if not (message == _LENGTH and right and cut)]
