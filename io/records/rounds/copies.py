"""The rows of one round as text, for a copy of it that leaves the database without contact persons.

The trail is copied whole, since each event is hashed with the one before it.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Connection, Table, insert
from sqlmodel import Session

from .. import schema
from ..copies import NO_ROW, is_own, rows_of, tables_of
from ..trail import chain
from ..without_contacts import cleaned

if TYPE_CHECKING:
    from .reader import RoundReader

# How a table without a round of its own belongs to one: by which column, to a row of which table.
_BELONGS = {
    "finding": ("batch_id", "batch"),
    "award": ("allocation_id", "allocation"),
    "amendment_confirmation": ("amendment_id", "amendment"),
    "approval_answer": ("approval_id", "approval"),
    "amendment_dropped": ("amendment_id", "amendment"),
    "withdrawal_struck": ("withdrawal_id", "withdrawal"),
    "withdrawal_struck_confirmation": ("withdrawal_struck_id", "withdrawal_struck"),
    "life_event_confirmation": ("life_event_id", "life_event"),
    "completion_confirmation": ("completion_answer_id", "completion_answer"),
    "payment_correction_confirmation": ("payment_correction_id", "payment_correction"),
    "ledger_posting": ("entry_id", "ledger_entry"),
}
_WHOLE = ("mark", "event")
_LEFT_OUT = ("contact",)


def lines_of(reader: RoundReader, stripped: list[str]) -> Iterator[tuple[str, bytes]]:
    """For each table, the name of a part and the rows of the round in it, an object a line.

    ``stripped`` is told of rows, as ``table/id``, from which contact persons were taken that an
    older version had kept in them.
    """
    connection, round_id = reader.session.connection(), reader.id
    kept: dict[str, set[Any]] = {}
    people: set[int] = set()
    for table in sorted(tables_of(connection), key=_order):
        if table.name in _LEFT_OUT:
            continue
        made = io.BytesIO()
        keys = kept.setdefault(table.name, set())
        for row in _of_round(connection, table, round_id, kept, people):
            if "id" in row:
                keys.add(row["id"])
            if table.name == "event" and row["round_id"] == round_id:
                people.add(row["person"])
            if cleaned(table.name, row):
                stripped.append(f"{table.name}/{row['id']}")
            line = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            made.write(line.encode() + b"\n")
        yield f"rows/{table.name}.jsonl", made.getvalue()


def _order(table: Table) -> tuple[bool, bool, str]:
    """Tables that belong to another after it, and the people after the events."""
    return (table.name == "person", table.name in _BELONGS, table.name)


def _of_round(
    connection: Connection,
    table: Table,
    round_id: str,
    kept: Mapping[str, set[Any]],
    people: set[int],
) -> Iterator[dict[str, Any]]:
    names = [column.name for column in table.columns]
    for values in rows_of(connection, table):
        row = dict(zip(names, values, strict=True))
        if table.name in _WHOLE:
            yield row
        elif table.name == "person":
            if row["number"] in people:
                yield row
        elif table.name in _BELONGS:
            column, parent = _BELONGS[table.name]
            if row[column] in kept[parent]:
                yield row
        elif row["id" if table.name == "round" else "round_id"] == round_id:
            yield row


def fill(session: Session, parts: Mapping[str, bytes], number: int) -> chain.Anchor:
    """Put the rows of :func:`lines_of` into an empty database, and bring its schema forwards.

    ``number`` is that of the schema that they came from. Returns the head of the trail of before: a
    step of the schema may tell of itself in it.

    Raises:
        ValueError: they are not the rows of a round.
    """
    connection = session.connection()
    schema.migrate(connection, to=number)
    try:
        for table in tables_of(connection):
            lines = parts.get(f"rows/{table.name}.jsonl", b"").splitlines()
            rows = [_row_in(line) for line in lines]
            keys = set(table.primary_key.columns.keys())
            if not all(keys <= row.keys() for row in rows):
                raise ValueError("a row without its key")
            if rows:
                connection.execute(insert(table), rows)
        head = chain.head(session)
        if number < schema.newest():
            schema.migrate(connection)
    except NO_ROW as fault:
        if is_own(fault):
            raise
        raise ValueError(str(fault)) from fault
    session.flush()
    session.expire_all()
    return head


def _row_in(line: bytes) -> dict[str, Any]:
    """The row in a line: its values by column, as :func:`lines_of` wrote it."""
    try:
        row: Any = json.loads(line)
    except RecursionError as fault:
        raise ValueError("brackets without end") from fault
    if not isinstance(row, dict):
        raise ValueError("a row has its values by column")
    named = cast("dict[str, Any]", row)
    if any(isinstance(one, list | dict | float) for one in named.values()):
        raise ValueError("a row has texts and whole numbers")
    return named
