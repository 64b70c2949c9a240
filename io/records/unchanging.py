"""Rows that the database itself refuses to change or delete, by trigger, on SQLite and PostgreSQL.

The functions here are called by migrations, so what they make for a table that exists must stay as
it is: a change is a new function and a new migration.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

_FUNCTION = """
    CREATE OR REPLACE FUNCTION verdeel_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
    END $$"""


def refuse_changes(
    connection: Connection, table: str, *, columns: Sequence[str] = (), reason: str = ""
) -> None:
    """Refuse to delete a row of ``table``, and to change one.

    ``columns`` names the columns that never change; without it, none of them does. PostgreSQL
    refuses to empty the whole table too. ``reason`` is what SQLite says.
    """
    of = f" OF {', '.join(_quoted(name) for name in columns)}" if columns else ""
    sqlite = connection.dialect.name == "sqlite"
    said = reason or f"{table}s are never changed or deleted"
    if sqlite:
        for name, act in (("update", f"UPDATE{of}"), ("delete", "DELETE")):
            connection.exec_driver_sql(
                f"CREATE TRIGGER {table}_no_{name} BEFORE {act} ON {_quoted(table)} BEGIN "
                f"SELECT RAISE(ABORT, '{said}'); END"
            )
        return
    connection.exec_driver_sql(_FUNCTION.replace("%", "%%"))
    for name, act, each in (
        ("update", f"UPDATE{of}", "ROW"),
        ("delete", "DELETE", "ROW"),
        ("truncate", "TRUNCATE", "STATEMENT"),
    ):
        connection.exec_driver_sql(
            f"CREATE TRIGGER {table}_no_{name} BEFORE {act} ON {_quoted(table)} "
            f"FOR EACH {each} EXECUTE FUNCTION verdeel_refuse()"
        )


def _quoted(name: str) -> str:
    return f'"{name}"'
