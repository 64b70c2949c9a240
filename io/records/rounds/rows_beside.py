"""What stood on the further sheets of a workbook under the number of a row with an error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from pydantic import TypeAdapter
from sqlmodel import Session, col, select

from ....grants.record import Record
from ..adding import add_rows
from ..completions import kept as rows

if TYPE_CHECKING:
    from .reader import RoundReader


class RowBeside(Record):
    """A row of a further sheet: its texts, and the addresses of its cells, by their column."""

    values: dict[str, str]
    cells: dict[str, str] = {}


Beside = Mapping[str, tuple[RowBeside, ...]]
"""The rows of each further sheet that was read, by the name of the sheet."""

_ROWS = TypeAdapter(tuple[RowBeside, ...])


def add(reader: RoundReader, kept: Iterable[tuple[int, Beside]]) -> None:
    """Keep what stands beside rows, each by its key. An event of the trail must tell of it."""
    added = [
        {
            "round_id": reader.id, "application_row_id": row_id, "sheet": sheet,
            "rows_json": _ROWS.dump_json(found).decode(),
        }
        for row_id, beside in kept
        for sheet, found in beside.items()
    ]  # fmt: skip
    add_rows(reader.session, rows.RowBeside, added)


def of_row(session: Session, row_id: int) -> dict[str, tuple[RowBeside, ...]]:
    """What stood beside a row, by the name of the sheet."""
    found = session.exec(
        select(rows.RowBeside.sheet, rows.RowBeside.rows_json)
        .where(rows.RowBeside.application_row_id == row_id)
        .order_by(col(rows.RowBeside.id))
    ).all()
    return {sheet: _ROWS.validate_json(written) for sheet, written in found}
