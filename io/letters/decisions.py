"""The decision list to print and sign: PDF/A-2a and PDF/UA-1, the same bytes every time.

It stands here because this folder alone knows typst.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import typst

from ..office import HouseStyle
from .rendering import Renderer

_HERE = Path(__file__).parent
_STANDARDS: list[Any] = ["a-2a", "ua-1"]  # the stub of typst wants a list of its own literals


def decisions_pdf(
    facts: Mapping[str, str], rows: Sequence[Sequence[str]], blocks: Sequence[str], on: date
) -> bytes:
    """The list from its texts; ``on`` is the date in the file, ``blocks`` the hash in parts."""
    style = HouseStyle()
    safe = Renderer(style).safe
    data = {
        "facts": {key: safe(text) for key, text in facts.items()},
        "rows": [[safe(cell) for cell in row] for row in rows],
        "blocks": list(blocks),
        "accent": style.accent,
        "date": [on.year, on.month, on.day],
    }
    compiler = typst.Compiler(
        _HERE / "decisions.typ",
        root=_HERE,
        font_paths=[_HERE / "fonts"],
        ignore_system_fonts=True,
    )
    made = compiler.compile(
        format="pdf",
        pdf_standards=_STANDARDS,
        sys_inputs={"decisions": json.dumps(data, ensure_ascii=False)},
    )
    if not isinstance(made, bytes):
        raise TypeError("typst gave several files for one list")
    return made
