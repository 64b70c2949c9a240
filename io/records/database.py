"""One transaction a command: everything in it is kept, or nothing is."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, StaticPool
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, create_engine

from ..errors import CrossedByAnother, RefusedByProcess, Unreadable
from . import adding, schema, tables
from .connecting import engine_of, file_of, shown, told
from .trail import audit, held

__all__ = ["Session", "engine_of", "filling", "is_example", "reading", "transaction"]


@contextmanager
def transaction(url: str, *, create_as: bool | None = None) -> Generator[Session]:
    """A session in one transaction: everything in it is kept, or nothing is.

    Only one such transaction runs at a time; the next one waits, and sees what this one wrote.
    ``create_as`` makes the database where there is none: ``True`` as an example for ever, ``False``
    for real rounds. An existing database is never changed from one into the other.

    Raises:
        Unreadable: there is no database, it cannot be opened, or a newer program made it.
        RefusedByProcess: an example is asked of a real database, or the other way round; or others
            keep the database occupied.
        CrossedByAnother: the same transaction must be tried again from its start.
    """
    with _one_transaction(url, must_exist=create_as is None) as session:
        _prepare(session, url, create_as)
        adding.number_on(session)
        audit.watch(session)
        yield session
        assert not audit.untold(session), "rows were added that no event tells of"


@contextmanager
def filling(url: str) -> Generator[Session]:
    """A session in one transaction on a database that has nothing yet, to restore a copy into.

    Raises:
        Unreadable: the database cannot be made or opened.
        RefusedByProcess: others keep it occupied.
    """
    with _one_transaction(url, must_exist=False) as session:
        yield session


@contextmanager
def in_memory() -> Generator[Session]:
    """A session on a database of its own that has no tables yet, and is gone at the end."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    try:
        with Session(engine) as session:
            yield session
    finally:
        engine.dispose()


@contextmanager
def _one_transaction(url: str, *, must_exist: bool) -> Generator[Session]:
    engine = engine_of(url, must_exist=must_exist)
    file = file_of(engine)
    new_file = file if file is not None and not file.exists() else None
    if new_file is not None:
        _for_its_owner(new_file)
    committing = kept = False
    try:
        with Session(engine) as session:
            yield session
            session.flush()
            committing = True
            session.commit()
            kept = True
    except DBAPIError as fault:
        raise told(url, fault, committing=committing) from fault
    finally:
        engine.dispose()
        if new_file is not None and not kept:
            new_file.unlink(missing_ok=True)
    if new_file is not None:
        _still_there(new_file)


@contextmanager
def reading(url: str) -> Generator[Session]:
    """A session that sees the database as it is now, and changes nothing; nobody waits for it.

    Raises:
        Unreadable: there is no database, it cannot be opened, or a newer program made it.
    """
    engine = engine_of(url, must_exist=True, writing=False)
    try:
        with Session(engine) as session:
            number = schema.number_of(session.connection())
            if 0 < number < schema.newest():
                session.rollback()
                with transaction(url):
                    pass  # an older database is migrated first, where it may be changed
                number = schema.number_of(session.connection())
            _check_number(number, url)
            yield session
            session.rollback()
    except DBAPIError as fault:
        raise told(url, fault) from fault
    finally:
        engine.dispose()


def emptied(url: str) -> None:
    """Bring what was taken away out of the log beside a SQLite database too, where it has one.

    A database is only in that mode where somebody put it in it.
    """
    if place_of(url) is None:
        return
    engine = engine_of(url, must_exist=True)
    try:
        raw = engine.raw_connection()
        try:
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            raw.close()
    except DBAPIError as fault:
        raise told(url, fault) from fault
    finally:
        engine.dispose()


def place_of(url: str) -> Path | None:
    """The file of a SQLite database; ``None`` of one on a server."""
    engine = engine_of(url)
    try:
        return file_of(engine)
    finally:
        engine.dispose()


def schema_number(session: Session) -> int:
    """The number of the schema that a database has."""
    return schema.number_of(session.connection())


def is_example(session: Session) -> bool:
    """Whether the database was made as an example; it then can never hold a real round."""
    return _mark(session).example


def _for_its_owner(new_file: Path) -> None:
    """Make the file that SQLite will fill, readable for nobody else; it holds personal data."""
    with suppress(OSError):  # where it cannot be made, SQLite says so in its own words
        os.close(os.open(new_file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _still_there(new_file: Path) -> None:
    """Another command that failed at its start may have taken the file away that both made."""
    if not new_file.exists():
        raise CrossedByAnother(
            f"De database {new_file} is tijdens het aanmaken door een andere opdracht verwijderd. "
            "Geef dezelfde opdracht opnieuw."
        )


def _prepare(session: Session, url: str, create_as: bool | None) -> None:
    connection = session.connection()
    number = schema.number_of(connection)
    if number or create_as is None:
        _check_number(number, url)
    if number < schema.newest():
        schema.migrate(connection)
    if not number and create_as is not None:
        _require_unicode(connection, url)
        session.add(tables.Mark(schema_version=schema.newest(), example=create_as))
        session.flush()
    mark = _mark(session)
    if create_as is not None and create_as != mark.example:
        kind = "een voorbeeld" if mark.example else "voor echte rondes"
        raise RefusedByProcess(
            f"De database {shown(url)} is {kind} en blijft dat. Kies een andere met --database."
        )


def _require_unicode(connection: Connection, url: str) -> None:
    """Refuse to make a database in which not every name can be written."""
    if connection.dialect.name != "postgresql":
        return
    encoding = str(connection.exec_driver_sql("SHOW server_encoding").scalar())
    if encoding != "UTF8":
        raise RefusedByProcess(
            f"De database {shown(url)} heeft de codering {encoding}, waarin niet iedere naam te "
            "schrijven is. Laat haar opnieuw maken met ENCODING 'UTF8' en TEMPLATE template0."
        )


def _check_number(number: int, url: str) -> None:
    if number == 0:
        raise Unreadable(
            f"{shown(url)} is geen database van verdeel. Noem de juiste met --database."
        )
    if number > schema.newest():
        raise Unreadable(
            f"De database {shown(url)} is gemaakt door een nieuwere versie van verdeel. "
            "Werk het programma bij."
        )


def _mark(session: Session) -> tables.Mark:
    mark = held.mark_of(session)
    if mark is None:
        raise Unreadable("De database mist haar kenmerk en is beschadigd. Zet een kopie terug.")
    return mark
