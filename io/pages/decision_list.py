"""The decision list to print and sign: PDF/A-2a and PDF/UA-1, the same bytes every time.

It stands here because this folder alone knows typst.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from ..config.office import HouseStyle
from .pdf import Renderer, set_page


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
    return set_page("decisions.typ", "decisions", data)
