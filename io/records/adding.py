"""Adding many rows in few statements: an object for each would take longer than the database."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Any, cast

from sqlalchemy import Column, Connection, Table, event, func, insert, inspect, select
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
    with_keys = [{**row, "id": key} for key, row in enumerate(rows, _next(connection, table.c.id))]
    if connection.dialect.name == "sqlite":
        _insert(connection, table, with_keys)
    else:
        connection.execute(insert(table), with_keys)
    return with_keys


def _next(connection: Connection, key: Column[Any]) -> int:
    """The key after the highest: nobody else writes meanwhile."""
    return (connection.execute(select(func.max(key))).scalar() or 0) + 1


def number_on(session: Session) -> None:
    """Let each row that is added without a key get the one after the highest of its table.

    SQLite does so by itself. PostgreSQL counts what was given out, also to a transaction that came
    to nothing: a command that is stopped and given again would name other orders to pay.
    """
    if session.connection().dialect.name != "sqlite":
        event.listen(session, "before_flush", _number)


def _number(session: Session, _context: object, _instances: object) -> None:
    following: dict[type[object], int] = {}
    for row in session.new:
        model = cast("type[object]", type(row))
        table = cast("Table", inspect(model).local_table)
        key = table.autoincrement_column
        if key is None or getattr(row, key.name, None) is not None:
            continue
        if model not in following:
            following[model] = _next(session.connection(), key)
        setattr(row, key.name, following[model])
        following[model] += 1


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
