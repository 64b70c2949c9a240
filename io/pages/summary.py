"""The summary of two pages as a tagged PDF: PDF/A-2a and PDF/UA-1, the same bytes every time.

It stands here because this folder alone knows typst; what it says comes from the reports.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from ..config.office import HouseStyle
from .pdf import Renderer, set_page

PAPER = {
    "--page": "#ffffff", "--ink": "#15202e", "--soft": "#4d5a6b", "--rule": "#d8dee6",
    "--c1": "#0072b2", "--c2": "#e69f00", "--c3": "#009e73", "--limit": "#b8400e",
    "--pale": "#c9dceb", "--m1": "#cfe1f2", "--m2": "#93c3df", "--m3": "#4b97c9", "--m4": "#1864aa",
    "--m5": "#08306b", "--none": "#f1f4f7",
}  # fmt: skip
_VARIABLE = re.compile(r"var\((--[a-z0-9]+)\)")
_FONT = re.compile(r'font-family="[^"]*"')


def briefing_pdf(content: dict[str, Any], on: date) -> bytes:
    """The summary from its texts and pictures; ``on`` is the date in the file.

    Each picture has ``title``, ``sentence``, ``svg`` with the page's colour variables, ``undrawn``
    (what is said where there is no picture), ``legend`` (pairs of a name and a variable), ``keys``
    (of a name and a small picture), and ``weight``: its part of the height that a page leaves.
    """
    style = HouseStyle()
    data = _safe(content, Renderer(style))
    data["accent"] = style.accent
    data["date"] = [on.year, on.month, on.day]
    return set_page("summary.typ", "summary", data)


def _safe(value: Any, renderer: Renderer) -> Any:
    """The same JSON with every text showable; a picture gets the colours and font of paper."""
    if isinstance(value, str):
        return renderer.safe(value)
    if isinstance(value, dict):
        parts = cast("dict[str, Any]", value)
        return {
            key: on_paper(part) if key in ("svg", "colour") else _safe(part, renderer)
            for key, part in parts.items()
        }
    if isinstance(value, Sequence):
        return [_safe(part, renderer) for part in cast("Sequence[Any]", value)]
    return value


def on_paper(drawn: str) -> str:
    """A picture or colour of the page in the colours and the font of paper."""
    coloured = _VARIABLE.sub(lambda found: PAPER[found[1]], drawn)
    return _FONT.sub('font-family="Source Sans Pro"', coloured)
