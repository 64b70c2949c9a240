"""Adding many rows in few statements: an object for each would take longer than the database."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Any, cast

from sqlalchemy import Connection, Table, event, func, insert, inspect, select
from sqlmodel import Session, SQLModel

_ADDED = "rows added many at once"
_TIMES = "times that something was written"
Added = tuple[type[SQLModel], dict[str, Any]]


def add_rows(
    session: Session, model: type[SQLModel], rows: Sequence[dict[str, Any]]
) -> Sequence[int]:
    """Add rows that have a value for every column but ``id``; returns the keys they got, in order.

    An event of the audit trail must tell of them, as of rows that are added one by one.
    """
    if not rows:
        return ()
    session.flush()
    session.info[_TIMES] = session.info.get(_TIMES, 0) + 1
    with_keys = _added(session.connection(), cast("Table", inspect(model).local_table), rows)
    added: list[Added] = session.info.setdefault(_ADDED, [])
    added += [(model, row) for row in with_keys]
    return [row["id"] for row in with_keys]


def _added(
    connection: Connection, table: Table, rows: Sequence[dict[str, Any]]
) -> Sequence[dict[str, Any]]:
    if connection.dialect.name != "sqlite":
        adding = insert(table).returning(table.c.id, sort_by_parameter_order=True)
        keys: Sequence[int] = connection.execute(adding, list(rows)).scalars().all()
        return [{**row, "id": key} for key, row in zip(keys, rows, strict=True)]
    # SQLite does not promise to tell keys in order. It counts on from the highest, and nobody else
    # writes meanwhile.
    highest = connection.execute(select(func.max(table.c.id))).scalar() or 0
    with_keys = [{**row, "id": key} for key, row in enumerate(rows, highest + 1)]
    _insert(connection, table, with_keys)
    return with_keys


def _insert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Add rows as the driver takes them, where no column has a type that changes its values.

    To look at each value of twenty thousand rows takes longer than the database does.
    """
    adding = insert(table)
    dialect = connection.dialect
    named = adding.compile(dialect=dialect, column_keys=list(rows[0])).positiontup
    changed = any(one.type.dialect_impl(dialect).bind_processor(dialect) for one in table.columns)
    if named is None or changed:
        connection.execute(adding, rows)
    else:
        text = str(adding.compile(dialect=dialect, column_keys=list(rows[0])))
        in_order = itemgetter(*named)
        connection.exec_driver_sql(text, list(map(in_order, rows)))


def taken(session: Session) -> list[Added]:
    """What was added since this was last asked."""
    return session.info.pop(_ADDED, [])


def times_written(session: Session) -> int:
    """How often this session has written something since it was first asked this.

    What was read before it grew may not be so any more.
    """
    if _TIMES not in session.info:
        session.info[_TIMES] = 0
        event.listen(session, "after_flush", _count)
    return session.info[_TIMES]


def _count(session: Session, _context: object) -> None:
    session.info[_TIMES] += 1
