"""Databases of tests: made at once, and their statements put in words once in a process.

Hundreds of tests begin with a new database, and the migrations take a quarter of a second of the
processor. The first new database of a process is made as the program makes it; what its statements
left is then written at once into each later one. ``test_schema`` holds the one against the other.

The program has one database in a process, whose engine keeps the statements that it put in words;
tests have one each, and would put the same hundred statements in words for every one of them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, Engine, StaticPool, event, text
from sqlmodel import create_engine

from verdeelsleutel.io.records import connecting, database, schema

_DEFINED = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
_made: dict[tuple[Path, int], tuple[list[str], str]] = {}


def migrate(connection: Connection, *, to: int | None = None) -> None:
    """Bring a database forwards; an empty one on SQLite by what the first of them became."""
    empty = connection.dialect.name == "sqlite" and schema.number_of(connection) == 0
    if not empty or to is not None:
        schema.migrate(connection, to=to)
        return
    key = (schema._FOLDER, schema.newest())  # pyright: ignore[reportPrivateUsage]
    if key not in _made:
        schema.migrate(connection)
        revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        _made[key] = [str(sql) for (sql,) in connection.execute(text(_DEFINED))], revision
        return
    statements, revision = _made[key]
    for statement in statements:
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (revision,))


def made_at_once() -> None:
    """Let the program make its new databases so, in this process; nobody pulls its plug."""
    event.listen(Engine, "connect", _without_waiting_for_the_disk)
    sqlite3.connect = _connected_without_waiting  # pyright: ignore
    functions = {name: getattr(schema, name) for name in ("newest", "number_of")}
    database.schema = SimpleNamespace(**functions, migrate=migrate)  # pyright: ignore
    connecting.create_engine = _of_one_dialect()
    connecting.PAGE_SIZE = 4096  # most of their 180 tables and indexes are empty, a page for each


_connect = sqlite3.connect


def _connected_without_waiting(*arguments: Any, **more: Any) -> sqlite3.Connection:
    """What is not opened by SQLAlchemy: the small files with a lock, and tests that tamper."""
    connection = _connect(*arguments, **more)
    with suppress(sqlite3.Error):  # no database at all, which the caller is to find
        connection.execute("PRAGMA synchronous = OFF")
    return connection


def _without_waiting_for_the_disk(connection: Any, _record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous = OFF")


def _of_one_dialect() -> Callable[..., Engine]:
    """Engines of SQLite that share what was put in words, under whatever address."""
    first = create_engine("sqlite://", poolclass=StaticPool)
    first.connect().close()  # a dialect knows the database from its first connection
    first.dispose()

    def made(*arguments: Any, **more: Any) -> Engine:
        engine = create_engine(*arguments, **more)
        if engine.dialect.name == first.dialect.name:
            engine.dialect = first.dialect
            engine._compiled_cache = first._compiled_cache  # pyright: ignore[reportPrivateUsage]
        return engine

    return made
