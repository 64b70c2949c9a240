"""When the applications of a workbook came in, held against the window of their round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from ....grants.applications.finding import Finding
from ....grants.applications.received import day_only
from ....grants.rounds.window import Arrival, Window, is_certain
from ....instruments.law.quantity import Words, written
from ....instruments.screening.window import last_moment, moment
from .codes import finding
from .rows import ReadRow

_CODES = {
    Arrival.LATE: "INT-090",
    Arrival.EARLY: "INT-091",
    Arrival.UNDECIDED: "INT-092",
}


def held_against(
    rows: Sequence[ReadRow], file: str, windows: Mapping[str, Window]
) -> tuple[ReadRow, ...]:
    """The rows, each with what there is to say of the moment it came in, at its cell.

    ``windows`` are those of the schemes that hold one, by key. A row is taken in all the same.
    """
    texts = {key: _shown(window) for key, window in windows.items()}
    return tuple(
        _held(row, file, windows.get(row.instrument), texts.get(row.instrument, {})) for row in rows
    )


def _held(row: ReadRow, file: str, window: Window | None, texts: Mapping[str, str]) -> ReadRow:
    if row.application is None or window is None:
        return row
    received = row.application.received_at
    code = _CODES.get(window.arrival(received), "")
    if not code and not day_only(received) and not is_certain(received):
        code = "INT-093"
    if not code:
        return row
    found = finding(
        code, file=file, sheet=row.sheet, cell=row.cells.get("received_at", ""),
        value=_moment(received), application_id=row.application_id, field="received_at",
        received=_moment(received), number=row.application_id, **texts,
    )  # fmt: skip
    return row._replace(findings=(*row.findings, found))


@lru_cache(maxsize=1_000)
def _moment(received: datetime) -> str:
    return moment(received).nl


def _shown(window: Window) -> dict[str, str]:
    first = Words("", "") if window.opens is None else window.opens
    return {"first": written(first), "last": last_moment(window).nl}


def received_findings(rows: Sequence[ReadRow]) -> tuple[Finding, ...]:
    """What :func:`held_against` said of rows."""
    codes = {*_CODES.values(), "INT-093"}
    return tuple(found for row in rows for found in row.findings if found.code in codes)
