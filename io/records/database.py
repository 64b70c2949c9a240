"""Opening a database, and one transaction a command."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event, inspect
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError
from sqlmodel import Session, SQLModel, create_engine

from ..errors import RefusedByProcess, Unreadable
from ..invocation import DEFAULT_DATABASE
from . import audit, tables
from .views import create_views


@contextmanager
def transaction(url: str, *, create_as: bool | None = None) -> Generator[Session]:
    """A session in one transaction: everything in it is kept, or nothing is.

    ``create_as`` makes the database where there is none: ``True`` as an example for ever, ``False``
    for real rounds. An existing database is never changed from one into the other.

    Raises:
        Unreadable: there is no database, it cannot be opened, or a newer program made it.
        RefusedByProcess: an example is asked of a real database, or the other way round.
    """
    engine = _engine(url, must_exist=create_as is None)
    new_file = _missing_file(engine)
    kept = False
    try:
        with Session(engine) as session:
            _prepare(session, url, create_as)
            audit.watch(session)
            yield session
            assert not audit.untold(session), "rows were added that no event tells of"
            session.commit()
            kept = True
    except DatabaseError as fault:
        raise Unreadable(_told(url, fault)) from fault
    finally:
        engine.dispose()
        if new_file is not None and not kept:
            new_file.unlink(missing_ok=True)


def is_example(session: Session) -> bool:
    """Whether the database was made as an example; it then can never hold a real round."""
    return _mark(session).example


def _engine(url: str, *, must_exist: bool) -> Engine:
    try:
        engine = create_engine(url)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as fault:
        raise Unreadable(
            f"{url!r} is geen adres van een database. Schrijf bijvoorbeeld {DEFAULT_DATABASE}."
        ) from fault
    if engine.dialect.name == "sqlite":
        _check_file(engine.url.database, url, must_exist=must_exist)
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)
    return engine


def _missing_file(engine: Engine) -> Path | None:
    """The file that SQLite will make, so that a command that fails can leave none behind."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return None
    path = Path(engine.url.database)
    return None if path.exists() else path


def _check_file(name: str | None, url: str, *, must_exist: bool) -> None:
    if not name or name == ":memory:":
        raise Unreadable(f"{url!r} noemt geen bestand. Schrijf bijvoorbeeld {DEFAULT_DATABASE}.")
    path = Path(name)
    if path.is_dir():
        raise Unreadable(f"De database {path} is een map. Noem een bestand.")
    if must_exist and not path.exists():
        raise Unreadable(
            f"De database {path} bestaat niet. Open eerst een ronde met 'verdeel round open', "
            "of noem de juiste database met --database."
        )
    if not path.parent.is_dir():
        raise Unreadable(f"De map {path.parent} bestaat niet. Maak die eerst aan.")


def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
    # SQLAlchemy begins its transactions itself (below), so that reading and writing in a command
    # are one transaction; the driver's own habit is to begin only at the first change.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA busy_timeout = 30000")


def _on_begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _prepare(session: Session, url: str, create_as: bool | None) -> None:
    connection = session.connection()
    if not inspect(connection).has_table("mark"):
        if create_as is None:
            raise Unreadable(f"{url} is geen database van verdeel. Noem de juiste met --database.")
        SQLModel.metadata.create_all(connection)
        create_views(connection)
        session.add(tables.Mark(example=create_as))
        session.flush()
    mark = _mark(session)
    if mark.schema_version > tables.SCHEMA_VERSION:
        raise Unreadable(
            f"De database {url} is gemaakt door een nieuwere versie van verdeel. "
            "Werk het programma bij."
        )
    if create_as is not None and create_as != mark.example:
        kind = "een voorbeeld" if mark.example else "voor echte rondes"
        raise RefusedByProcess(
            f"De database {url} is {kind} en blijft dat. Kies een andere met --database."
        )


def _mark(session: Session) -> tables.Mark:
    mark = session.get(tables.Mark, 1)
    if mark is None:
        raise Unreadable("De database mist haar kenmerk en is beschadigd. Zet een kopie terug.")
    return mark


def _told(url: str, fault: DatabaseError) -> str:
    origin: Any = fault.orig
    return (
        f"De database {url} kan niet worden gelezen of beschreven ({origin}). "
        "Er is niets gewijzigd; controleer het bestand en probeer het opnieuw."
    )
