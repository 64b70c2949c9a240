"""The three divisions as a table and a paragraph, for the page and the summary."""

from __future__ import annotations

from typing import Any

from ....grants.dossier import Dossier
from ...wording.divisions import Row, division_lines, division_rows
from ...wording.texts import sentences_in
from ..words import Words

_KEYS = ("name", "homes", "amount", "cost", "more", "less", "stands")


def divisions_told(dossier: Dossier, words: Words) -> dict[str, Any] | None:
    """Title, paragraph, headers and rows as text; ``None`` in a round without them."""
    rows = division_rows(dossier.allocation, dossier.policy, words.lang, dossier.supplemented)
    if not rows:
        return None
    texts = sentences_in(words.lang)
    return {
        "title": texts("division.title"),
        "lines": list(
            division_lines(
                dossier.allocation,
                dossier.policy,
                words.lang,
                dossier.supplemented,
                approved=dossier.approval is not None,
            )
        ),
        "headers": [texts(f"division.{key}") for key in _KEYS],
        "rows": [_cells(row, words) for row in rows],
    }


def _cells(row: Row, words: Words) -> list[str]:
    cost = row.cost
    return [
        words.capital(row.name), words.number(row.affordable), words.millions(row.amount.cents),
        words.euros(cost.cents) if cost else "–", words.number(row.more), words.number(row.less),
        row.stands or "–",
    ]  # fmt: skip
