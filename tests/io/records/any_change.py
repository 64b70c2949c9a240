"""One change to a database behind the program's back, drawn from a seed over every table.

A row is taken away, doubled, or exchanged with another, or one of its values becomes another.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Connection,
    MetaData,
    Table,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.sql.schema import ColumnCollectionConstraint
from sqlalchemy.types import Boolean, Integer

# What no event covers, by design: docs/records.md says why. ``None`` is the whole table.
OUTSIDE: dict[str, tuple[str, ...] | None] = {
    "alembic_version": None,
    "gate": None,
    "login": None,  # of the server: held by an event of its own kind, tested in test_names_held
    "mark": ("schema_version", "id"),
}


@dataclass(frozen=True)
class Change:
    """What is changed, for a message; ``table`` as the database calls it."""

    table: str
    what: str


def tables_in(connection: Connection) -> list[Table]:
    found = MetaData()
    found.reflect(connection)
    return [
        table
        for table in found.sorted_tables
        if OUTSIDE.get(table.name, ()) is not None
        and connection.execute(select(func.count()).select_from(table)).scalar()
    ]


def changed(connection: Connection, draw: random.Random, known: Sequence[Table]) -> Change:
    """Change one thing; says what it was."""
    table = draw.choice(known)
    key = next(iter(table.primary_key.columns))
    keys = list(connection.execute(select(key).order_by(key)).scalars())
    chosen = draw.choice(keys)
    kind = draw.random()
    if kind < 0.12 and table.name != "mark":
        connection.execute(delete(table).where(key == chosen))
        return Change(table.name, f"row {chosen} taken away")
    if kind < 0.22 and table.name not in ("mark", "person"):  # who never acted says nothing
        return _doubled(connection, draw, table, key, chosen)
    outside = OUTSIDE.get(table.name) or ()
    column = draw.choice([c for c in table.columns if c.name not in outside and c is not key])
    held = connection.execute(select(column).where(key == chosen)).scalar()
    others = [
        one
        for one in connection.execute(select(column).distinct()).scalars()
        if one != held and one is not None
    ]
    if others and draw.random() < 0.4 and not _unique(table, column.name):
        value = draw.choice(sorted(others, key=str))
    else:
        value = _other(draw, column.type, held)
    connection.execute(update(table).where(key == chosen).values({column.name: value}))
    return Change(table.name, f"{column.name} of row {chosen}: {held!r} -> {value!r}"[:300])


def _doubled(
    connection: Connection, draw: random.Random, table: Table, key: Any, chosen: Any
) -> Change:
    row = dict(connection.execute(select(table).where(key == chosen)).mappings().one())
    row[key.name] = chosen + 100_000 if isinstance(chosen, int) else f"{chosen}x"
    for column in table.columns:
        if column is not key and (_unique(table, column.name) or draw.random() < 0.1):
            row[column.name] = _other(draw, column.type, row[column.name])
    connection.execute(insert(table).values(row))
    return Change(table.name, f"row {chosen} doubled")


def _unique(table: Table, column: str) -> bool:
    held = [one for one in table.constraints if isinstance(one, ColumnCollectionConstraint)]
    sets = [set(one.columns.keys()) for one in held]
    sets += [set(one.columns.keys()) for one in table.indexes if one.unique]
    return any(column in names for names in sets)


def _other(draw: random.Random, kind: Any, held: Any) -> Any:
    if isinstance(kind, Boolean) or isinstance(held, bool):
        return not held
    if isinstance(kind, Integer) or isinstance(held, int):
        return (held or 0) + draw.choice((1, 2, 7, 1_000, 100_000))
    text = str(held or "")
    if not text:
        return draw.choice(("x", "S. Vermeulen", "{}"))
    at = draw.randrange(len(text))
    sign = draw.choice([one for one in "0123456789abcXYZ .-" if one != text[at]])
    return text[:at] + sign + text[at + 1 :]


def seeds(seed: int, kind: str, count: int) -> Iterator[random.Random]:
    return (random.Random(f"{seed} {kind} {at}") for at in range(count))
