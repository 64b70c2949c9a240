"""The application that came in incomplete, for the folder ``incomplete``.

It says nothing of its shortfall (*publiek tekort*), without which nobody can judge or rank it. The
municipality is asked for it, does not answer in its term, and its application is not treated (Awb
art. 4:5). It stands in a file of its own, so that the other workbooks are taken in without a fault.
"""

from __future__ import annotations

from pathlib import Path

from .batches import Batch, contact
from .rows import Row
from .woningbouwimpuls_rows import one_row

NUMBER = "WBI-2026-0120"
INCOMPLETE = Path("incomplete", "onvolledig.xlsx")
MISSING = "shortfall"
_WHERE = "Gooise Meren"
_NAME = "Buurt De Stille Kievit"

BATCH = Batch(INCOMPLETE.name, ("Noord-Holland",), ("woningbouwimpuls",))
"""The workbook of that one application."""


def incomplete_row() -> Row:
    """The application as the municipality sent it, with a blank where the shortfall belongs."""
    row = one_row(int(NUMBER.rsplit("-", 1)[1]), _WHERE)
    unjudged = dict.fromkeys(("score_necessity", "score_effectiveness", "score_efficiency"))
    return {**row, "project_name": _NAME, **contact(_WHERE), **unjudged, MISSING: None}
