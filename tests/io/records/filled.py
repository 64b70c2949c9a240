"""A database with an approved round in it, made by the program before it had migrations."""

import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

from verdeelsleutel.io.records.database import transaction

_DUMP = Path(__file__).parent / "schema_1.sql"
ROUND = "2026-1"


def write_before_migrations(path: Path) -> Path:
    """The database as it was, at ``path``."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(_DUMP.read_text(encoding="utf-8"))
    return path


def write_filled(path: Path) -> str:
    """The same database brought forwards; its address."""
    url = f"sqlite:///{write_before_migrations(path).as_posix()}"
    with transaction(url):
        pass
    return url


@contextmanager
def loosened(path: Path) -> Generator[sqlite3.Connection]:
    """A database without its triggers, as somebody with the file can make it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        connection.commit()
