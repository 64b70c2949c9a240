"""Who is at work on a step of a round that takes long, so that nobody does it twice at once.

A claim is a lock of the operating system or of the server, which ends with the process that holds
it: a process that was killed blocks nobody. It saves work, and says who is at it. That nothing is
written twice or over newer input does not rest on it: that is checked where the result is kept.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote, unquote
from zlib import crc32

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from ..errors import RefusedByProcess, Unreadable
from .connecting import engine_of, file_of, side_engine, told

# The first half of the key of a lock in PostgreSQL; the second half is of the round and the step.
_CLAIMS = 7_305_002


@contextmanager
def claimed(url: str, round_id: str, step: str, holder: str) -> Generator[None]:
    """Hold a step of a round while the block runs.

    Raises:
        RefusedByProcess: somebody else is at it.
        Unreadable: the database cannot be reached, or nothing can be written beside its file.
    """
    engine = engine_of(url, must_exist=True, writing=False)
    path = file_of(engine)
    if path is not None:
        with _in_a_file(path, round_id, step, holder):
            yield
        return
    with _on_the_server(url, round_id, step, holder):
        yield


def _refused(round_id: str, step: str, by: str) -> RefusedByProcess:
    return RefusedByProcess(
        f'{by or "Een ander"} is bezig met "verdeel {step}" van ronde {round_id}. '
        "Wacht tot dat klaar is, en geef dan dezelfde opdracht opnieuw."
    )


@contextmanager
def _in_a_file(database: Path, round_id: str, step: str, holder: str) -> Generator[None]:
    """A small SQLite file beside the database: whoever holds its lock has the claim.

    The lock lets others read, so that they can see the name.
    """
    path = database.with_name(f"{database.name}-{step}-{crc32(round_id.encode()):08x}")
    try:
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
            if not _written(connection, holder):
                raise _refused(round_id, step, _name_in(path))
            yield
            connection.execute("ROLLBACK")
    except sqlite3.Error as fault:
        raise Unreadable(
            f"Naast de database {database} kan niet worden geschreven ({fault}). Er is niets "
            "gewijzigd; controleer de map en geef dezelfde opdracht opnieuw."
        ) from fault
    # Another process may have the file open by now; it then stays, and does no harm.
    with suppress(OSError):
        path.unlink(missing_ok=True)


def _written(connection: sqlite3.Connection, holder: str) -> bool:
    """Write the name for others to see, and keep the lock; ``False`` if another has it."""
    try:
        while True:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("CREATE TABLE IF NOT EXISTS holder (name TEXT NOT NULL)")
            connection.execute("DELETE FROM holder")
            connection.execute("INSERT INTO holder VALUES (?)", (holder,))
            connection.execute("COMMIT")
            # What is committed can be seen. Another may have come in between, with its own name.
            connection.execute("BEGIN IMMEDIATE")
            if connection.execute("SELECT name FROM holder").fetchone() == (holder,):
                return True
            connection.execute("ROLLBACK")
    except sqlite3.OperationalError as fault:
        if fault.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            return False
        raise


def _name_in(path: Path) -> str:
    with closing(sqlite3.connect(path, timeout=1)) as connection:
        try:
            found = connection.execute("SELECT name FROM holder").fetchone()
        except sqlite3.OperationalError:
            return ""  # the other has only just begun, and has not written its name yet
    return str(found[0]) if found else ""


@contextmanager
def _on_the_server(url: str, round_id: str, step: str, holder: str) -> Generator[None]:
    """A lock of a session of its own, which bears the name for others to see."""
    engine = side_engine(url, f"verdeel {step}: {quote(holder, safe=' .')}")
    key = crc32(f"{step}\x1f{round_id}".encode()) - 2**31
    try:
        with engine.connect() as connection:
            if not connection.execute(
                text("SELECT pg_try_advisory_lock(:space, :key)"),
                {"space": _CLAIMS, "key": key},
            ).scalar() and _is_claim(connection, key):
                raise _refused(round_id, step, _name_of(connection, key))
            yield
    except DBAPIError as fault:
        raise told(url, fault) from fault
    finally:
        engine.dispose()


_HOLDER = (
    "FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid "
    "WHERE l.locktype = 'advisory' AND l.granted AND l.classid = :space "
    "AND l.objid = :key AND l.objsubid = 2 "
    "AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


def _is_claim(connection: Connection, key: int) -> bool:
    """Whether the lock is held by somebody who may take the step.

    Anybody who may log in can take a lock of this kind; who only reads keeps nobody out by it.
    """
    reader = text(f"SELECT has_table_privilege(a.usesysid, 'event', 'INSERT') {_HOLDER}")
    found = connection.execute(reader, {"space": _CLAIMS, "key": key % 2**32}).scalar()
    return found is None or bool(found)


def _name_of(connection: Connection, key: int) -> str:
    found = connection.execute(
        text(f"SELECT a.application_name {_HOLDER}"),
        {"space": _CLAIMS, "key": key % 2**32},
    ).scalar()
    return unquote(str(found).partition(": ")[2]) if found else ""
