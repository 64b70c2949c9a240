"""The fingerprint of a row, a hash over its columns that never change, and the hash of an event."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlmodel import SQLModel

from ...files.json_rows import rows_as_json
from .. import tables

_AT_ONCE = 500  # rows of which the texts are in memory beside the rows
# By table, the columns that a later schema added, each with its value in rows from before: a row
# that holds that value has the fingerprint that it had without the column.
ADDED_LATER: dict[str, dict[str, object]] = {
    "Judgement": {"question_json": ""},
    "ObjectionDecision": {"evidence_json": ""},
    "RevocationIntention": {"effect": ""},
}

# Tables whose rows change, and of which an event tells each change anew, with a salt in the row.
TOLD_ANEW = ("Contact",)
# Only a value that was tampered with is of a kind that JSON has not.
_AS_JSON = json.JSONEncoder(sort_keys=True, ensure_ascii=False, default=repr)


def fingerprint(row: SQLModel) -> str:
    """SHA-256 over the columns of a row that never change."""
    return print_of(type(row), row.model_dump(warnings=False))


def told_of(
    model: type[SQLModel], rows: Sequence[dict[str, Any]]
) -> Iterator[tuple[str, str, str]]:
    """What an event tells of rows of one table: its name, and the key and fingerprint of each."""
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        for values, told in zip(some, _prints_of(model, some), strict=True):
            yield model.__name__, str(values["id"]), told


def _prints_of(model: type[SQLModel], rows: Sequence[dict[str, Any]]) -> Sequence[str]:
    """The fingerprints of rows of one table, which have the same columns."""
    later, changing = ADDED_LATER.get(model.__name__, {}), _changing(model)
    columns: dict[str, Sequence[Any]] = {}
    for name in sorted(rows[0].keys() - set(changing)):
        values = [row[name] for row in rows]
        usual = sum(1 for value in values if value == later[name]) if name in later else 0
        if 0 < usual < len(rows):  # it tells of itself in some of the rows
            break
        if not usual:
            columns[name] = values
    else:
        texts = rows_as_json(columns, len(rows))
        if texts is not None:
            return [hashlib.sha256(text.encode(errors="replace")).hexdigest() for text in texts]
    return [print_of(model, values) for values in rows]


def print_of(model: type[SQLModel], values: dict[str, Any]) -> str:
    """As :func:`fingerprint`, of a row as it is kept."""
    later, changing = ADDED_LATER.get(model.__name__, {}), _changing(model)
    kept = {
        name: value
        for name, value in values.items()
        if name not in changing and not (name in later and later[name] == value)
    }
    return sha(_AS_JSON.encode(kept))


def _changing(model: type[SQLModel]) -> tuple[str, ...]:
    """The columns of a table that may change after an event told of its row."""
    told_anew = model.__name__ in TOLD_ANEW
    return () if told_anew else tables.CHANGING.get(model.__name__.lower(), ())


def link_hash(link: tables.Event) -> str:
    """The hash of an event, over the one before it."""
    return sha(
        link.previous,
        link.number,
        link.round_id,
        link.kind,
        link.person,
        link.at,
        link.program_version,
        link.detail_hash,
    )


def sha(*parts: object) -> str:
    """SHA-256 over these, which are text or numbers unless they were tampered with."""
    text = str(parts[0]) if len(parts) == 1 else "\x1f".join(map(str, parts))
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()
