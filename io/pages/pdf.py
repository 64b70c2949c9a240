"""A structured letter to a page: PDF/A-2a and PDF/UA-1 in one file, the same bytes every time.

Only this module knows typst. Text goes in as data, never as markup. The fonts are those shipped
beside the template and those inside typst; the fonts of the machine are never looked at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

import typst

from ..config.office import HouseStyle
from ..errors import Unreadable
from ..files.signs import PLAIN, visible, written_out
from .blocks import Letter
from .logo import Logo

_HERE = Path(__file__).parent
_STANDARDS: list[Any] = ["a-2a", "ua-1"]  # the stub of typst wants a list of its own literals
# The letter is a file beside the template, held in memory. As an input of the program it would be
# part of typst's library, and nothing that typst laid out for one letter could serve the next.
_MAIN = b'#include "letter.typ"'
_LONG = 40
_LONG_WORD = re.compile(rf"\S{{{_LONG},}}")
_PIECE = 12
_ZERO_WIDTH_SPACE = "\u200b"


class Renderer:
    """Renders letters in one house style, one after another, with one compiler."""

    def __init__(self, style: HouseStyle, logo: Logo | None = None) -> None:
        self._style = style
        self._logo = logo
        self._compiler = _compiler()
        self._shown: dict[str, bool] = {}

    @cached_property
    def _probe(self) -> typst.Compiler:
        """What is asked whether the fonts have a sign; most letters have none to ask about."""
        return _compiler(_HERE / "probe.typ")

    def pdf(self, letter: Letter) -> bytes:
        """The letter as a tagged PDF; its dates are the letter's own.

        Raises:
            Unreadable: the logo cannot be drawn.
        """
        content = _each_text(letter.model_dump(mode="json"), self.safe)
        content["title"] = content["title"].replace(_ZERO_WIDTH_SPACE, "")  # no page, no breaks
        logo = self._logo
        data = {
            "letter": content,
            "logo": "" if logo is None else logo.svg,
            "logo_mm": 0 if logo is None else logo.height_mm,
            "logo_alt": "" if logo is None else logo.text(letter.lang),
            "accent": self._style.accent,
            "font_size_pt": self._style.font_size_pt,
            "date": [letter.sent_on.year, letter.sent_on.month, letter.sent_on.day],
        }
        try:
            made = self._compiler.compile(
                {"main.typ": _MAIN, "letter.json": json.dumps(data, ensure_ascii=False).encode()},  # pyright: ignore[reportArgumentType]
                format="pdf",
                pdf_standards=_STANDARDS,
            )
        except typst.TypstError:
            if logo is not None:
                as_picture(logo.svg)  # says so where the logo is what cannot be drawn
            raise
        if not isinstance(made, bytes):
            raise TypeError("typst gave several files for one letter")
        return made

    def safe(self, text: str) -> str:
        """The text with what cannot be shown written as its code point, and long words breakable.

        A letter must show every character or say which it cannot show: a blank box would hide a
        part of a name, and PDF/A forbids it. Controls that turn the direction of text are written
        out as well, so that a name cannot make its line read otherwise.
        """
        if PLAIN.match(text):
            return text if len(text) < _LONG else _LONG_WORD.sub(_breakable, text)
        text = visible(text)
        if not PLAIN.match(text) and not self._can_show(text):
            text = "".join(
                c if PLAIN.match(c) or self._can_show(c) else written_out(c) for c in text
            )
            if not self._can_show(text):
                text = "".join(c if PLAIN.match(c) else written_out(c) for c in text)
        return _LONG_WORD.sub(_breakable, text)

    def _can_show(self, text: str) -> bool:
        """Whether the fonts have every sign of the text, asked of typst itself."""
        known = self._shown.get(text)
        if known is None:
            try:
                self._probe.compile(
                    format="pdf", pdf_standards=_STANDARDS, sys_inputs={"text": text}
                )
                known = True
            except typst.TypstError as fault:
                if "could not be displayed" not in str(fault):
                    raise
                known = False
            self._shown[text] = known
        return known


def set_page(template: str, name: str, data: dict[str, Any]) -> bytes:
    """A page of a template of this folder as a tagged PDF; it reads the data under ``name``."""
    made = _compiler(_HERE / template).compile(
        format="pdf",
        pdf_standards=_STANDARDS,
        sys_inputs={name: json.dumps(data, ensure_ascii=False)},
    )
    if not isinstance(made, bytes):
        raise TypeError(f"typst gave several files for one {template}")
    return made


def as_picture(svg: str) -> bytes:
    """A drawing as a PNG of 300 dots an inch, for formats that hold no drawings.

    Raises:
        Unreadable: it is no picture after all.
    """
    compiler = _compiler(_HERE / "logo.typ")
    try:
        compiler.compile(format="pdf", sys_inputs={"logo": svg})  # this alone reads what it holds
        made = compiler.compile(format="png", ppi=300, sys_inputs={"logo": svg})
    except typst.TypstError as fault:
        raise Unreadable("Het logo van de huisstijl kan niet worden getekend.") from fault
    if not isinstance(made, bytes):
        raise TypeError("typst gave several pictures for one logo")
    return made


def _compiler(source: Path | None = None) -> typst.Compiler:
    return typst.Compiler(
        source,
        root=_HERE,
        font_paths=[_HERE / "fonts"],
        ignore_system_fonts=True,
    )


def _breakable(word: re.Match[str]) -> str:
    text = word[0]
    pieces = [text[at : at + _PIECE] for at in range(0, len(text), _PIECE)]
    return _ZERO_WIDTH_SPACE.join(pieces)


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    """The same JSON with every text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _each_text(part, change) for key, part in value.items()}  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, list):
        return [_each_text(part, change) for part in value]  # pyright: ignore[reportUnknownVariableType]
    return value
