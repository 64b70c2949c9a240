"""What a row of a workbook states, written down as it will be kept, before anything is kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from ...grants.finding import Finding
from ..records.contacts import divided, without
from ..workbooks.intake.rows import ReadRow


@dataclass(frozen=True, slots=True)
class Stated:
    """A row as it was read, and the texts that will be kept of it.

    ``written`` is the application without contact persons; empty where the row has an error, or is
    in ``conflict`` with another file. ``beside_json`` has the cells that are kept apart.
    """

    read: ReadRow
    conflict: tuple[Finding, ...]
    written: str
    cells_json: str
    raw_json: str
    beside_json: str


def stated(row: ReadRow, conflict: tuple[Finding, ...]) -> Stated:
    """The row with its texts."""
    good = row.application is not None and not conflict
    kept, beside = divided(row)
    return Stated(
        read=row,
        conflict=conflict,
        written=without(row.application).model_dump_json() if row.application and good else "",
        cells_json=_json(dict(row.cells)),
        raw_json=_json(kept),
        beside_json=_json(beside) if beside else "",
    )


def _json(values: Mapping[str, str]) -> str:
    return json.dumps(values, sort_keys=True, ensure_ascii=False)
