"""A whole database as one file, the same for SQLite and PostgreSQL, and a database made from it.

A copy is a zip: ``manifest.json``, and for each table ``tables/<name>.jsonl`` with a line for each
row in the order of its key, every line a list of values in the order of the manifest's columns. The
manifest has the number of the schema, the head of the audit trail, and of each table its columns,
how many rows it has and the SHA-256 of its lines. A copy holds no moment and no name of a machine:
the same rows give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import IO, Any, cast

from pydantic import Field
from sqlalchemy import Connection, MetaData, Table, func, insert, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from ...grants.frozen import frozen
from ...grants.record import Record
from ..errors import RefusedByProcess, Unreadable, VerdeelError
from ..files.archive import NO_ZIP, is_swollen, require_usual_packing
from . import schema
from .trail import chain, verification

FORMAT = "verdeel-backup-1"
_MANIFEST = "manifest.json"
# A zip cannot be older; a moment of our own would make each copy another one.
_NO_MOMENT = (1980, 1, 1, 0, 0, 0)
_AT_ONCE = 1_000
# What rows from outside can end in where a column cannot hold them, or an older schema reads them.
NO_ROW = (
    SQLAlchemyError, ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError,
    RecursionError,
)  # fmt: skip
_KINDS = (str, bytes, bool, int, float, list, dict, date, datetime)  # of a value that is there
_MOST_MANIFEST = 1 << 20  # bytes
_LONGEST_LINE = 1 << 28  # bytes: an allocation of a hundred thousand applications stands in one
# What a step of the schema tells of itself.
_BY_THE_SCHEMA = {"contacts.moved", "trail.widened"}
# What is of the server, and not of what the office keeps in it.
_NOT_COPIED = ("alembic_version", "login", "gate")


def is_own(fault: Exception) -> bool:
    """Whether a fault among :data:`NO_ROW` is one of the program itself, and says nothing of a row.

    A stored value of another kind than expected is asked for what only the expected kind has. An
    attribute that no kind of stored value has, or that is asked of anything else, is a mistake in
    the program: that is not told as a damaged value, and stays as it is.
    """
    if not isinstance(fault, AttributeError):
        return False
    of_a_value = fault.obj is None or type(fault.obj) in _KINDS  # words of our own are texts too
    return not (of_a_value and any(hasattr(kind, fault.name or "") for kind in _KINDS))


class CopiedTable(Record):
    """A table of a copy. ``sha256`` is over its lines."""

    name: str
    columns: tuple[str, ...]
    rows: int
    sha256: str


class Manifest(Record):
    """What a copy holds. ``number`` and ``hash`` are the head of the audit trail."""

    format: str
    schema_number: int = Field(ge=1)
    example: bool
    head: chain.Anchor
    tables: tuple[CopiedTable, ...]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)


def write_copy(session: Session, file: IO[bytes]) -> Manifest:
    """Copy everything that the session sees to a new file."""
    connection = session.connection()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        copied = [_write_table(archive, connection, table) for table in tables_of(connection)]
        manifest = Manifest(
            format=FORMAT,
            schema_number=schema.number_of(connection),
            example=bool(connection.execute(text("SELECT example FROM mark")).scalar()),
            head=chain.head(session),
            tables=tuple(copied),
        )
        archive.writestr(_entry(_MANIFEST), manifest.model_dump_json(indent=2) + "\n")
    return manifest


def tables_of(connection: Connection) -> list[Table]:
    """Every table of a database, as it is there, each after those that it refers to."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name not in _NOT_COPIED]


@frozen
class KeptTable:
    """A table as it is there: its columns by name, each with its type, and how to read its rows."""

    name: str
    columns: Mapping[str, str]
    rows: Callable[[], Iterator[tuple[Any, ...]]]


def kept_tables(session: Session) -> tuple[KeptTable, ...]:
    """Every table of a database, each after those that it refers to; rows in order of their key."""
    connection = session.connection()
    return tuple(
        KeptTable(
            name=table.name,
            columns={column.name: str(column.type) for column in table.columns},
            rows=partial(rows_of, connection, table),
        )
        for table in tables_of(connection)
    )


def rows_of(connection: Connection, table: Table) -> Iterator[tuple[Any, ...]]:
    """The rows of a table in the order of its key, never all of them in memory."""
    statement = select(table).order_by(*table.primary_key.columns)
    for row in connection.execute(statement, execution_options={"yield_per": _AT_ONCE}):
        yield tuple(row)


def _told_of(connection: Connection, table: Table) -> tuple[int, str]:
    """How many rows a table has, and the SHA-256 of its lines in a copy."""
    digest, count = hashlib.sha256(), 0
    for row in rows_of(connection, table):
        digest.update(_line(row))
        count += 1
    return count, digest.hexdigest()


def _line(row: Sequence[Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _write_table(archive: zipfile.ZipFile, connection: Connection, table: Table) -> CopiedTable:
    digest, count = hashlib.sha256(), 0
    with archive.open(_entry(_member(table.name)), "w", force_zip64=True) as member:
        for row in rows_of(connection, table):
            line = _line(row)
            member.write(line)
            digest.update(line)
            count += 1
    return CopiedTable(
        name=table.name,
        columns=tuple(column.name for column in table.columns),
        rows=count,
        sha256=digest.hexdigest(),
    )


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _NO_MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


def _member(table: str) -> str:
    return f"tables/{table}.jsonl"


def read_manifest(path: Path) -> Manifest:
    """What a copy says that it holds.

    Raises:
        Unreadable: there is no such file, it is no copy, or a newer program made it.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            require_usual_packing(archive)
            if archive.getinfo(_MANIFEST).file_size > _MOST_MANIFEST:
                raise ValueError("an index longer than any")
            manifest = Manifest.model_validate_json(archive.read(_MANIFEST))
    except (OSError, *NO_ZIP) as fault:
        raise Unreadable(
            f"{path} is geen reservekopie van verdeel, of is beschadigd. Noem een bestand dat "
            '"verdeel backup" heeft gemaakt.'
        ) from fault
    if manifest.format != FORMAT or manifest.schema_number > schema.newest():
        raise Unreadable(
            f"De reservekopie {path} is gemaakt door een nieuwere versie van verdeel. "
            "Werk het programma bij."
        )
    return manifest


def restore_copy(session: Session, path: Path) -> Manifest:
    """Fill an empty database from a copy, within the transaction that is open, and check it.

    Raises:
        Unreadable: the copy is damaged.
        RefusedByProcess: the database is not empty, or what the copy holds is not sound.
    """
    manifest = read_manifest(path)
    connection = session.connection()
    if not schema.is_known(manifest.schema_number):
        raise _damaged(path)
    if schema.number_of(connection) != 0:
        if _is_restored(session, manifest):
            return manifest  # killed after it was kept: all there is to do is to say so
        raise RefusedByProcess(
            "De database is niet leeg. Zet een reservekopie terug in een nieuwe database."
        )
    schema.migrate(connection, to=manifest.schema_number)
    made = {table.name: table for table in tables_of(connection)}
    told = {table.name: table for table in manifest.tables}
    if set(made) != set(told) or any(
        set(told[name].columns) != set(table.columns.keys()) for name, table in made.items()
    ):
        raise _damaged(path)
    try:
        with zipfile.ZipFile(path) as archive:
            if any(is_swollen(entry) for entry in archive.infolist()):
                raise _damaged(path)
            for name, table in made.items():
                _fill(connection, table, archive, told[name], path)
        _continue_numbering(connection, made.values())
        if chain.head(session) != manifest.head:
            raise _damaged(path)
        if manifest.schema_number < schema.newest():
            schema.migrate(connection)
    except (OSError, *NO_ZIP, *NO_ROW) as fault:
        if is_own(fault):
            raise
        raise _damaged(path) from fault
    _check(session, path)
    return manifest


def _is_restored(session: Session, manifest: Manifest) -> bool:
    """Whether a database holds what a copy says that it holds, and nothing that was done since.

    A copy of an older schema was brought forwards, of which the trail tells.
    """
    connection = session.connection()
    if schema.number_of(connection) != schema.newest():
        return False
    if manifest.schema_number == schema.newest():
        told = {one.name: (one.rows, one.sha256) for one in manifest.tables}
        return {table.name: _told_of(connection, table) for table in tables_of(connection)} == told
    kept = manifest.head
    events = chain.kinds_since(session, kept)
    return events is not None and set(events) <= _BY_THE_SCHEMA and not verification.verify(session)


def contacts_in_copy(path: Path, round_id: str) -> int:
    """How many contact persons of a round a copy still holds; none in a file that is no copy."""
    try:
        manifest = read_manifest(path)
        columns = next(one.columns for one in manifest.tables if one.name == "contact")
        with zipfile.ZipFile(path) as archive, archive.open(_member("contact")) as member:
            count = 0
            while line := member.readline(_LONGEST_LINE):
                row = dict(zip(columns, values_in(line), strict=True))
                count += row["round_id"] == round_id and not row["purged_on"]
            return count
    except (VerdeelError, OSError, StopIteration, *NO_ZIP, *NO_ROW) as fault:
        if is_own(fault):
            raise
        return 0


def _fill(
    connection: Connection, table: Table, archive: zipfile.ZipFile, told: CopiedTable, path: Path
) -> None:
    digest, count = hashlib.sha256(), 0
    waiting: list[dict[str, Any]] = []
    with archive.open(_member(table.name)) as member:
        while line := member.readline(_LONGEST_LINE):
            digest.update(line)
            count += 1
            waiting.append(dict(zip(told.columns, values_in(line), strict=True)))
            if len(waiting) == _AT_ONCE:
                connection.execute(insert(table), waiting)
                waiting.clear()
    if waiting:
        connection.execute(insert(table), waiting)
    if (count, digest.hexdigest()) != (told.rows, told.sha256):
        raise _damaged(path)


def values_in(line: bytes) -> list[Any]:
    """The values of a row: texts and numbers, as the columns of this database have them.

    Raises:
        ValueError: the line is no such list.
    """
    try:
        values: Any = json.loads(line)
    except RecursionError as fault:
        raise ValueError("brackets without end") from fault
    if not isinstance(values, list) or any(
        isinstance(one, list | dict | float) for one in cast("list[Any]", values)
    ):
        raise ValueError("a row is a list of texts and whole numbers")
    return cast("list[Any]", values)


def _continue_numbering(connection: Connection, made: Iterable[Table]) -> None:
    """PostgreSQL counts on from the numbers that it gave itself; these came from outside."""
    if connection.dialect.name != "postgresql":
        return
    for table in made:
        for column in table.primary_key.columns:
            sequence = connection.execute(
                select(func.pg_get_serial_sequence(f'"{table.name}"', column.name))
            ).scalar()
            highest = connection.execute(select(func.max(column))).scalar()
            if sequence and highest:
                connection.execute(select(func.setval(sequence, highest)))


def _check(session: Session, path: Path) -> None:
    faults = verification.verify(session)
    if faults:
        raise RefusedByProcess(
            f"De reservekopie {path} is niet teruggezet: het spoor erin klopt niet. "
            + " ".join(faults[:5])
        )


def _damaged(path: Path) -> Unreadable:
    return Unreadable(
        f"De reservekopie {path} is beschadigd en is niet teruggezet. Neem een andere kopie."
    )
