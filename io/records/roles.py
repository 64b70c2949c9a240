"""Who may do what in PostgreSQL: four group roles, and what the server itself lets each of them do.

The program asks the office file who somebody is; the server is asked by nobody and refuses by
itself. Nobody but the administrator may change or take away a row, and even for the administrator
a trigger stands before the rows that are for ever. An approval is added by approvers alone, and
nobody adds a row in the name of another: see ``naming``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, text
from sqlmodel import Session, SQLModel

from ..errors import WrongUse
from . import tables
from .trail import audit, held
from .views import NAMES

GROUPS = ("verdeel_officer", "verdeel_approver", "verdeel_auditor", "verdeel_administrator")
_OFFICER, _APPROVER, _AUDITOR, _ADMINISTRATOR = GROUPS
_WRITERS = f"{_OFFICER}, {_APPROVER}"
_EVERYBODY = f"{_WRITERS}, {_AUDITOR}"
# Made by the administrator alone: the mark of a database, and which migrations it has had.
_OF_THE_ADMINISTRATOR = ("mark", "alembic_version", "login")
# Locked by whoever changes something; it has no rows.
_GATE = "gate"
# What an approver alone changes of a row, beside what every writer does.
_OF_APPROVERS_IN = {"contact": ("purged_on",)}
_OF_APPROVERS = (
    "approval", "supplement_approval", "award_decision_approval", "objection_decision",
    "settling_act_approval",
)  # fmt: skip
FUNCTIONS = (
    "verdeel_refuse", "verdeel_own_name", "verdeel_approval_four_eyes",
    "verdeel_judgement_four_eyes", "verdeel_amendment_confirmation_four_eyes",
    "verdeel_round_screened_once", "verdeel_round_approved_first",
    "verdeel_life_event_confirmation_four_eyes", "verdeel_completion_confirmation_four_eyes",
    "verdeel_withdrawal_struck_confirmation_four_eyes", "verdeel_supplement_four_eyes",
    "verdeel_payment_four_eyes", "verdeel_payment_correction_four_eyes",
    "verdeel_award_decision_four_eyes", "verdeel_settling_act_four_eyes",
    "verdeel_publication_weighing_four_eyes",
    "verdeel_admission_four_eyes", "verdeel_round_moves",
    "verdeel_login_of_one_name", "verdeel_objection_decision_by_another",
    "verdeel_objection_decision_four_eyes",
)  # fmt: skip


EVENT = "roles.told"


class LogIn(NamedTuple):
    """A role to log in under, the role of its officer, and the name that its rows bear."""

    login: str
    role: str
    name: str


def statements(logins: Iterable[LogIn] = ()) -> tuple[str, ...]:
    """The SQL that makes the groups and says what each may do; it can be run again and again.

    ``logins`` are those of the officers. No password is in it. Once one is told, no row of a real
    round can be added in another name than that of whoever is logged in.
    """
    assert audit.COVERED  # whoever knows the audit trail has loaded every module with tables
    names = sorted(table.name for table in SQLModel.metadata.sorted_tables)
    every = [*names, "alembic_version", *NAMES]
    return (
        *(_made(group, "NOLOGIN") for group in GROUPS),
        _here("REVOKE CREATE ON SCHEMA %I FROM PUBLIC"),
        _here(f"GRANT USAGE ON SCHEMA %I TO {_EVERYBODY}"),
        _here(f"GRANT USAGE, CREATE ON SCHEMA %I TO {_ADMINISTRATOR}"),
        _here(f"REVOKE ALL ON ALL TABLES IN SCHEMA %I FROM PUBLIC, {_EVERYBODY}"),
        _here(f"GRANT SELECT ON ALL TABLES IN SCHEMA %I TO {_EVERYBODY}"),
        _here(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA %I TO {_WRITERS}"),
        *(grant for name in names for grant in _writing(name)),
        *(f'ALTER TABLE "{name}" OWNER TO {_ADMINISTRATOR}' for name in every),
        *(f"ALTER FUNCTION {name}() OWNER TO {_ADMINISTRATOR}" for name in FUNCTIONS),
        *(line for one in logins for line in _login(one)),
    )


def apply(connection: Connection, logins: Iterable[LogIn] = ()) -> None:
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


def give(session: Session, logins: Sequence[LogIn], name: str, version: str) -> None:
    """Make the groups, their rights and the officers in this database, and tell so in the trail.

    ``name`` is whoever does it, as far as the server knows no other name for their role.

    Raises:
        WrongUse: the database is no PostgreSQL.
    """
    connection = session.connection()
    if connection.dialect.name != "postgresql":
        raise WrongUse(
            "Rollen zijn er alleen in PostgreSQL. Bij SQLite gelden de rechten op het bestand."
        )
    apply(connection, logins)
    if logins:
        known = {one.login: one.name for one in logins}
        told = held.logins_told(session)
        audit.append(session, "", EVENT, known.get(name, _known(session, name)), version, told)


def _known(session: Session, role: str) -> str:
    found = session.get(tables.Login, role)
    return role if found is None else found.name


def knows_no_names(session: Session) -> bool:
    """Whether roles are in use whose names nobody told, so that no row is held to a name."""
    connection = session.connection()
    told = text("SELECT 1 FROM login LIMIT 1")
    return in_use(connection) and connection.execute(told).first() is None


def _writing(name: str) -> list[str]:
    if name in _OF_THE_ADMINISTRATOR:
        return []
    if name == _GATE:
        return [f'GRANT UPDATE ON "{name}" TO {_WRITERS}']
    who = _APPROVER if name in _OF_APPROVERS else _WRITERS
    grants = [f'GRANT INSERT ON "{name}" TO {who}']
    alone = _OF_APPROVERS_IN.get(name, ())
    shared = [column for column in tables.CHANGING.get(name, ()) if column not in alone]
    for group, columns in ((_WRITERS, shared), (_APPROVER, alone)):
        if columns:
            told = ", ".join(f'"{column}"' for column in columns)
            grants.append(f'GRANT UPDATE ({told}) ON "{name}" TO {group}')
    return grants


def _login(one: LogIn) -> list[str]:
    return [
        _made(one.login, "LOGIN"),
        f"GRANT verdeel_{one.role} TO {_name(one.login)}",
        f"INSERT INTO login (role, name) VALUES ({_text(one.login)}, {_text(one.name)}) "
        "ON CONFLICT (role) DO UPDATE SET name = EXCLUDED.name",
    ]


def _here(statement: str) -> str:
    """A statement about the schema that the tables are in, which need not be ``public``."""
    return f"DO $verdeel$ BEGIN EXECUTE format({_text(statement)}, current_schema()); END $verdeel$"


def _made(role: str, kind: str) -> str:
    """Make a role where there is none: roles belong to the server, not to one database."""
    return (
        f"DO $verdeel$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = {_text(role)}) "
        f"THEN CREATE ROLE {_name(role)} {kind}; END IF; END $verdeel$"
    )


def _name(role: str) -> str:
    doubled = role.replace('"', '""')
    return f'"{doubled}"'


def _text(value: str) -> str:
    doubled = value.replace("'", "''")
    return f"'{doubled}'"
