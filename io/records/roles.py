"""Who may do what in PostgreSQL: four group roles, and what the server itself lets each of them do.

The program asks the office file who somebody is; the server is asked by nobody and refuses by
itself. Nobody but the administrator may change or take away a row, and even for the administrator
a trigger stands before the rows that are for ever. An approval is added by approvers alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, text
from sqlmodel import SQLModel

from . import audit, tables
from .views import NAMES

GROUPS = ("verdeel_officer", "verdeel_approver", "verdeel_auditor", "verdeel_administrator")
_OFFICER, _APPROVER, _AUDITOR, _ADMINISTRATOR = GROUPS
_WRITERS = f"{_OFFICER}, {_APPROVER}"
_EVERYBODY = f"{_WRITERS}, {_AUDITOR}"
# Made by the administrator alone: the mark of a database, and which migrations it has had.
_OF_THE_ADMINISTRATOR = ("mark", "alembic_version")
_OF_APPROVERS = ("approval",)


def statements(logins: Iterable[tuple[str, str]] = ()) -> tuple[str, ...]:
    """The SQL that makes the groups and says what each may do; it can be run again and again.

    ``logins`` are names to log in under, each with the role of its officer. No password is in it.
    """
    assert audit.COVERED  # whoever knows the audit trail has loaded every module with tables
    names = sorted(table.name for table in SQLModel.metadata.sorted_tables)
    every = [*names, "alembic_version", *NAMES]
    return (
        *(_made(group, "NOLOGIN") for group in GROUPS),
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {_EVERYBODY}",
        f"GRANT USAGE, CREATE ON SCHEMA public TO {_ADMINISTRATOR}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {_EVERYBODY}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {_EVERYBODY}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {_WRITERS}",
        *(grant for name in names for grant in _writing(name)),
        *(f'ALTER TABLE "{name}" OWNER TO {_ADMINISTRATOR}' for name in every),
        f"ALTER FUNCTION verdeel_refuse() OWNER TO {_ADMINISTRATOR}",
        *(line for login, role in logins for line in _login(login, role)),
    )


def apply(connection: Connection, logins: Iterable[tuple[str, str]] = ()) -> None:
    """Make the groups and their rights in this database."""
    for statement in statements(logins):
        connection.execute(text(statement.replace(":", r"\:")))


def in_use(connection: Connection) -> bool:
    """Whether this database has the groups' rights, so that new tables must have them too."""
    if connection.dialect.name != "postgresql":
        return False
    found = connection.execute(
        text(
            "SELECT 1 FROM pg_roles WHERE rolname = :group "
            "AND has_table_privilege(oid, 'mark', 'SELECT')"
        ),
        {"group": _AUDITOR},
    )
    return found.first() is not None


def _writing(name: str) -> list[str]:
    if name in _OF_THE_ADMINISTRATOR:
        return []
    who = _APPROVER if name in _OF_APPROVERS else _WRITERS
    grants = [f'GRANT INSERT ON "{name}" TO {who}']
    columns = ", ".join(f'"{column}"' for column in tables.CHANGING.get(name, ()))
    if columns:
        grants.append(f'GRANT UPDATE ({columns}) ON "{name}" TO {_WRITERS}')
    return grants


def _login(login: str, role: str) -> list[str]:
    return [_made(login, "LOGIN"), f"GRANT verdeel_{role} TO {_name(login)}"]


def _made(role: str, kind: str) -> str:
    """Make a role where there is none: roles belong to the server, not to one database."""
    literal = role.replace("'", "''")
    return (
        f"DO $verdeel$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{literal}') "
        f"THEN CREATE ROLE {_name(role)} {kind}; END IF; END $verdeel$"
    )


def _name(role: str) -> str:
    doubled = role.replace('"', '""')
    return f'"{doubled}"'
