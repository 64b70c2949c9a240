"""Reaching a database: its address, its engine, and what to say when it cannot be reached.

SQLite is a file of one laptop or one office; PostgreSQL a server that many share. The one gate
through which every change goes is SQLite's own lock on the file, and on PostgreSQL a lock of the
session, which the server lets go when a process dies. Behind it PostgreSQL's transactions are
serialisable still, for whoever does not come through the gate.
"""

from __future__ import annotations

import sqlite3
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from sqlalchemy import URL, Connection, Engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import NullPool
from sqlmodel import create_engine

from ..errors import CrossedByAnother, RefusedByProcess, Unreadable, VerdeelError
from .location import DEFAULT_DATABASE

# A lock of the session, for a database that has no gate yet: it is made, or is older. Any fixed
# number will do: locks of this kind are kept for each database apart.
GATE = 7_305_001
_MAY_LOCK = "may lock the gate; none where there is no gate yet"
PAGE_SIZE = 16_384  # bytes
_WAIT_SECONDS = 30
_CONNECT_SECONDS = 10
_ENDINGS = (".db", ".sqlite", ".sqlite3")
_SECRETS = ("password", "sslpassword")
_SERIALISATION = ("40001", "40P01")
_FORBIDDEN = "42501"
_WAITED_TOO_LONG = "55P03"


def shown(url: str) -> str:
    """The address as it may be shown: without the password that it may hold."""
    if is_path(url):
        return url
    try:
        parsed = _parsed(url).set(drivername=url.partition(":")[0])
    except (ArgumentError, ValueError):
        return f"***@{url.rpartition('@')[2]}" if "@" in url else url
    return parsed.difference_update_query(_SECRETS).render_as_string()


def engine_of(url: str, *, must_exist: bool = False, writing: bool = True) -> Engine:
    """The engine of a database; ``writing`` takes the gate with each connection.

    Raises:
        Unreadable: the address names no database, or no file where there must be one, or one of
            PostgreSQL where the extra ``postgresql`` is not installed.
    """
    try:
        parsed = _parsed(url)
        if parsed.get_backend_name() == "postgresql" and find_spec("psycopg") is None:
            raise Unreadable(
                f"{shown(url)!r} is een database in PostgreSQL; het onderdeel daarvoor is hier "
                "niet geïnstalleerd. Installeer verdeelsleutel[postgresql]."
            )
        engine = _engine(parsed, str(Path.cwd()), writing=writing)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError, ValueError) as fault:
        raise Unreadable(
            f"{shown(url)!r} is geen adres van een database. "
            f"Schrijf bijvoorbeeld {DEFAULT_DATABASE}."
        ) from fault
    if engine.dialect.name == "sqlite":
        _check_file(engine.url.database, url, must_exist=must_exist)
    return engine


@lru_cache(maxsize=8)
def _engine(parsed: URL, folder: str, *, writing: bool) -> Engine:
    """One engine for all transactions of a process: it keeps the statements that it put in words.

    It holds no connection between them. ``folder`` is where a relative path of SQLite begins.
    """
    engine = create_engine(parsed, poolclass=NullPool, **_arguments(parsed, writing=writing))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_connected if writing else _sqlite_read_only)
        event.listen(engine, "begin", _begin_at_once if writing else _begin)
    elif writing:
        event.listen(engine, "connect", _to_the_gate)
        event.listen(engine, "begin", _through_the_gate)
    return engine


def side_engine(url: str, name: str) -> Engine:
    """Sessions in PostgreSQL beside a transaction, which bear a name that others can see."""
    return create_engine(
        _parsed(url),
        poolclass=NullPool,
        pool_reset_on_return=None,
        isolation_level="AUTOCOMMIT",
        connect_args={"application_name": name[:63], "connect_timeout": _CONNECT_SECONDS},
    )


def is_path(url: str) -> bool:
    """Whether a database was named by the path of its file alone."""
    if ":" in url[2:] or not url.strip():  # C:\ is a drive
        return False
    path = Path(url)
    return path.suffix.lower() in _ENDINGS or len(path.parts) > 1 or path.exists()


def _parsed(url: str) -> URL:
    if is_path(url):
        return URL.create("sqlite", database=url)
    parsed = make_url(url)
    if parsed.drivername in ("postgres", "postgresql"):
        # As PostgreSQL's own programs read an address: percent signs in the name of a database too.
        name = unquote(parsed.database) if parsed.database else parsed.database
        return parsed.set(drivername="postgresql+psycopg", database=name)
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise ArgumentError("neither SQLite nor PostgreSQL")
    return parsed


def _arguments(parsed: URL, *, writing: bool) -> dict[str, Any]:
    if parsed.get_backend_name() == "sqlite":
        return {}
    connect = {
        "application_name": "verdeel", "connect_timeout": _CONNECT_SECONDS,
        "client_encoding": "utf8",
    }  # fmt: skip
    if writing:
        return {"connect_args": connect, "isolation_level": "SERIALIZABLE"}
    options = {"postgresql_readonly": True}
    return {
        "connect_args": connect, "isolation_level": "REPEATABLE READ", "execution_options": options,
    }  # fmt: skip


def file_of(engine: Engine) -> Path | None:
    """The file of a SQLite database."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return None
    return Path(engine.url.database)


def file_named(url: str) -> Path | None:
    """The file that an address of SQLite names; ``None`` of any other address."""
    try:
        parsed = _parsed(url)
    except (ArgumentError, ValueError):
        return None
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return None
    return Path(parsed.database)


def _check_file(name: str | None, url: str, *, must_exist: bool) -> None:
    if not name or name == ":memory:":
        raise Unreadable(f"{url!r} noemt geen bestand. Schrijf bijvoorbeeld {DEFAULT_DATABASE}.")
    path = Path(name)
    if path.is_dir():
        raise Unreadable(f"De database {path} is een map. Noem een bestand.")
    if must_exist and not path.exists():
        raise Unreadable(
            f'De database {path} bestaat niet. Open eerst een ronde met "verdeel round open", '
            "of noem de juiste database met --database."
        )
    if not path.parent.is_dir():
        raise Unreadable(f"De map {path.parent} bestaat niet. Maak die eerst aan.")


def _sqlite_connected(connection: sqlite3.Connection, _record: object) -> None:
    # SQLAlchemy begins its transactions itself (below), so that reading and writing in a command
    # are one transaction; the driver's own habit is to begin only at the first change.
    connection.isolation_level = None
    # Of a new database only: an application with its cells fills a page of the usual size.
    connection.execute(f"PRAGMA page_size = {PAGE_SIZE}")
    connection.execute("PRAGMA foreign_keys = ON")
    # What privacy takes away is to be gone from the file too, not only from the tables.
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute(f"PRAGMA busy_timeout = {_WAIT_SECONDS * 1000}")


def _sqlite_read_only(connection: sqlite3.Connection, record: object) -> None:
    _sqlite_connected(connection, record)
    connection.execute("PRAGMA query_only = ON")


def _begin_at_once(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _to_the_gate(connection: Any, record: Any) -> None:
    """Before the transaction begins: is there a gate, or is a lock of the session to do for it.

    Who may only read does not come through it, and is refused at what they would write.
    """
    before = connection.autocommit
    connection.autocommit = True
    connection.execute(f"SET lock_timeout = '{_WAIT_SECONDS}s'")
    found = connection.execute(
        "SELECT has_table_privilege(to_regclass('gate')::oid, 'UPDATE')"
    ).fetchone()
    record.info[_MAY_LOCK] = found[0]
    if found[0] is None:
        connection.execute(f"SELECT pg_advisory_lock({GATE})")
    connection.autocommit = before


def _through_the_gate(connection: Connection) -> None:
    """As the first statement, which takes no snapshot: it sees what the one before has written."""
    if connection.info[_MAY_LOCK]:
        connection.exec_driver_sql("LOCK TABLE gate IN EXCLUSIVE MODE")


def told(url: str, fault: DBAPIError, *, committing: bool = False) -> VerdeelError:
    """What to tell an officer when the database refuses or fails.

    Nothing was written then, unless a server was lost while it was ``committing``: what it did
    last cannot be known, and the same command again finds out.
    """
    origin: Any = fault.orig
    state: str = getattr(origin, "sqlstate", None) or ""
    where = f"De database {shown(url)}"
    busy = isinstance(origin, sqlite3.OperationalError) and "locked" in str(origin)
    if state in _SERIALISATION:
        return CrossedByAnother(
            "Een ander wijzigde tegelijk dezelfde gegevens. Er is niets gewijzigd; geef dezelfde "
            "opdracht opnieuw."
        )
    if state == _WAITED_TOO_LONG or busy:
        return RefusedByProcess(
            f"{where} is al {_WAIT_SECONDS} seconden bezet door {_at_the_gate(url)}. Er is niets "
            "gewijzigd; geef dezelfde opdracht straks opnieuw."
        )
    if state == _FORBIDDEN:
        return RefusedByProcess(
            f"Uw rol in {shown(url)} mag dit niet ({_line(origin)}). Er is niets gewijzigd; vraag "
            "het aan wie deze rol wel heeft, of laat de beheerder de rollen bijwerken."
        )
    if committing and fault.connection_invalidated:
        return Unreadable(
            f"{where} viel weg op het moment van bewaren ({_line(origin)}). Geef dezelfde opdracht "
            "opnieuw zodra zij er weer is: die maakt haar af, of zegt dat zij al gedaan was."
        )
    return Unreadable(
        f"{where} kan niet worden gelezen of beschreven ({_line(origin)}). "
        "Er is niets gewijzigd; controleer de database en geef dezelfde opdracht opnieuw."
    )


def _at_the_gate(url: str) -> str:
    """The role that holds the gate in PostgreSQL; SQLite does not tell who has its file."""
    if _parsed(url).get_backend_name() == "sqlite":
        return "een andere opdracht"
    engine = side_engine(url, "verdeel")
    with engine.connect() as connection:
        found = connection.execute(
            text(
                "SELECT a.usename FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid "
                "WHERE l.granted AND ((l.locktype = 'advisory' "
                "AND l.objid = :gate AND l.objsubid = 1) OR (l.locktype = 'relation' "
                "AND l.relation = to_regclass('gate') AND l.mode = 'ExclusiveLock')) "
                "AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            ),
            {"gate": GATE},
        ).scalar()
    return f"een opdracht van {found}" if found else "een andere opdracht"


def _line(origin: object) -> str:
    """What a driver says, on one line."""
    return " ".join(str(origin).split()) or type(origin).__name__
