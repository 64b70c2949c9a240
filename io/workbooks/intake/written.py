"""A row of a workbook written down as it will be kept, with its people apart."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, lru_cache, partial
from typing import NamedTuple

from ....grants.applications.application import Application
from ....grants.applications.finding import Finding
from ....grants.municipality import plain_name
from ....instruments.instrument import instruments
from ...records.rounds.contacts import KeptApart
from ...records.without_contacts import FIELDS
from .making import with_values
from .rows import Cells, RawRow, ReadRow, RowOfBlock


class WrittenRow(NamedTuple):
    """A row as it was read, and the texts that will be kept of it.

    ``written`` is the application without contact persons; empty where the row has an error, or is
    in ``conflict`` with another file. ``apart`` is what it says of people.
    """

    read: ReadRow
    conflict: tuple[Finding, ...]
    written: str
    cells_json: str
    raw_json: str
    apart: KeptApart


def written_row(row: ReadRow, conflict: tuple[Finding, ...]) -> WrittenRow:
    """The row with its texts."""
    good = row.application is not None and not conflict
    raw_json, beside_json = _raw(row)
    stated = row.application
    return WrittenRow(
        read=row,
        conflict=conflict,
        written=without(stated).model_dump_json() if stated and good else "",
        cells_json=row.cells.written() if isinstance(row.cells, Cells) else _json(row.cells),
        raw_json=raw_json,
        apart=KeptApart(
            contact=(stated.contact or "") if stated else "",
            email=(stated.email or "") if stated else "",
            beside_json=beside_json,
        ),
    )


def _raw(row: ReadRow) -> tuple[str, str]:
    """The cells of a row as JSON, and those to be kept apart; see :func:`divided`."""
    if isinstance(row.raw, RowOfBlock):
        written = row.raw.written(partial(_not_own, row.instrument))
        if written is not None:
            return written
    kept, beside = divided(row)
    return _json(kept), _json(beside) if beside else ""


def as_it_counts(
    row: WrittenRow, application: Application | None, findings: tuple[Finding, ...]
) -> WrittenRow:
    """The row with what counts of it, where that is not all that it states, or nothing."""
    good = application is not None and not row.conflict
    return row._replace(
        conflict=(*row.conflict, *findings),
        written=without(application).model_dump_json() if application and good else "",
    )


_NOBODY = dict.fromkeys(FIELDS)
_JSON = json.JSONEncoder(sort_keys=True, ensure_ascii=False)


def _json(values: Mapping[str, str]) -> str:
    return _JSON.encode(dict(values))


@cache
def _headers(instrument: str) -> frozenset[str]:
    """The headers of a scheme's own columns that hold nobody's name, as intake compares them."""
    own = instruments()[instrument]
    labels = [column.label for column in own.columns if not column.personal]
    return frozenset(map(plain_name, [*labels, *(old.label for old in own.renamed)]))


def without(application: Application) -> Application:
    """The application as it is decided on."""
    return with_values(application, _NOBODY)


def divided(row: ReadRow) -> tuple[dict[str, str], dict[str, str]]:
    """The cells of a row: those of the scheme's own columns, and those to be kept apart."""
    kept = row.raw.texts() if isinstance(row.raw, RawRow) else dict(row.raw)
    apart: dict[str, str] = {}
    for key in _not_own(row.instrument, tuple(kept)):
        value = kept.pop(key)
        if value:
            apart[key] = value
    return kept, apart


@lru_cache(maxsize=1_000)
def _not_own(instrument: str, headers: tuple[str, ...]) -> tuple[str, ...]:
    """The headers of a row that are not of the scheme's own columns; the same for a whole sheet."""
    own = _headers(instrument)
    return tuple(header for header in headers if plain_name(header) not in own)
