"""The workbooks and applications that a round keeps: every version, of which the newest counts."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, bindparam
from sqlalchemy import select as columns
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from ....grants.applications.application import Application
from ....grants.record import Record
from ....instruments.instrument import instruments
from .. import tables
from ..adding import add_rows
from .register import in_order

if TYPE_CHECKING:
    from .reader import RoundReader

# As many numbers as one question to the database may name, whatever the database.
_AT_ONCE = 500


class StoredApplication(Record):
    """An application that takes part: its newest good version, and where it stands."""

    row_id: int
    batch_id: int
    application: Application
    instrument: str
    file: str
    sheet: str
    cells: dict[str, str]
    version: int


class FaultyRow(Record):
    """A row of a workbook that could not be taken in, as it was kept; ``batch`` is its workbook.

    ``replaces`` says whether an earlier version of the same number is good, and so stands.
    """

    row_id: int
    batch_id: int
    file: str
    sha256: str
    application_id: str
    version: int
    instrument: str
    sheet: str
    row: int
    cells: dict[str, str]
    values: dict[str, str]
    replaces: bool = False


@cache
def _faulty() -> SelectOfScalar[tables.Application]:
    mine = tables.Application
    return (
        select(mine)
        .where(
            col(mine.round_id) == tables.OF_ROUND,
            mine.batch_id == tables.Batch.id,
            mine.application_json == "",
        )
        .order_by(col(mine.id))
    )


@cache
def _good(*, one: bool = False) -> Select[*tuple[Any, ...]]:
    mine, batch = tables.Application, tables.Batch
    read = (
        col(mine.id), col(mine.batch_id), col(mine.application_id), col(mine.application_json),
        col(mine.instrument), col(batch.file), col(mine.sheet), col(mine.cells_json),
        col(mine.version),
    )  # fmt: skip
    asked = (
        columns(*read)
        .where(
            col(mine.round_id) == tables.OF_ROUND,
            col(mine.batch_id) == col(batch.id),
            col(mine.application_json) != "",
        )
        .order_by(col(mine.application_id), col(mine.version))
    )
    return asked.where(col(mine.application_id) == bindparam("number")) if one else asked


def newest_faulty(
    session: Session, round_id: str, linked: Mapping[int, str]
) -> tuple[FaultyRow, ...]:
    """The rows with a fault that nothing later took the place of, in the order they came in.

    Of a number it is the newest version, unless that is good. A row without a number stands until
    the same row of a newer workbook of that name came in, unless an officer gave it one: that is in
    ``linked``, by row.
    """
    wrong = session.exec(_faulty(), params={"round_id": round_id}).all()
    if not wrong:  # as most rounds; the rest is to see what took the place of such a row
        return ()
    rows = _places(session, round_id)
    files = {row.batch_id: row for row in rows}
    numbers_ = {row.id: row.application_id or linked.get(row.id, "") for row in rows}
    last = {numbers_[row.id]: row.id for row in rows}
    good = {row.application_id for row in rows if row.good}
    again = {(_same_file(row.file), row.sheet, row.row): row.batch_id for row in rows}
    return tuple(
        FaultyRow(
            row_id=row.id or 0,
            batch_id=row.batch_id,
            file=files[row.batch_id].file,
            sha256=files[row.batch_id].sha256,
            application_id=numbers_[row.id],
            version=row.version,
            instrument=row.instrument,
            sheet=row.sheet,
            row=row.row,
            cells=json.loads(row.cells_json),
            values=json.loads(row.raw_json),
            replaces=numbers_[row.id] in good,
        )
        for row in wrong
        if (
            last[numbers_[row.id]] == row.id
            if numbers_[row.id]
            else again[_same_file(files[row.batch_id].file), row.sheet, row.row] == row.batch_id
        )
    )


def _places(session: Session, round_id: str) -> Sequence[Any]:
    """Where each version of a round came in, in that order, without what it states."""
    mine, batch = tables.Application, tables.Batch
    read = (
        col(mine.id), col(mine.batch_id), col(mine.application_id), col(mine.sheet), col(mine.row),
        (col(mine.application_json) != "").label("good"), col(batch.file), col(batch.sha256),
    )  # fmt: skip
    asked = columns(*read).where(
        col(mine.round_id) == round_id, col(mine.batch_id) == col(batch.id)
    )
    return session.connection().execute(asked.order_by(col(mine.id))).all()


def _same_file(name: str) -> str:
    return name.rsplit(".", 1)[0].casefold()


def newest(
    session: Session,
    round_id: str,
    withdrawn: Mapping[str, date],
    contested: Collection[int] = (),
    *,
    number: str = "",
) -> tuple[StoredApplication, ...]:
    """Every application of a round in its newest good version, by application number.

    ``withdrawn`` has the day for those that bear one without their workbook saying so. A version
    that is ``contested`` does not count: the one before it stands. With a ``number`` that
    application alone is read.
    """
    wanted = {"round_id": round_id} | ({"number": number} if number else {})
    rows = session.connection().execute(_good(one=bool(number)), wanted)
    found = {row.application_id: row for row in rows if row.id not in contested}
    return tuple(
        StoredApplication(
            row_id=row.id,
            batch_id=row.batch_id,
            application=_with_withdrawal(
                _read(row.instrument, row.application_json), withdrawn.get(row.application_id)
            ),
            instrument=row.instrument,
            file=row.file,
            sheet=row.sheet,
            cells=json.loads(row.cells_json),
            version=row.version,
        )
        for row in found.values()
    )


@lru_cache(maxsize=1024)
def _read(instrument: str, written: str) -> Application:
    """A command reads its round before it changes it, and again once it may."""
    return instruments()[instrument].model.model_validate_json(written)


def _with_withdrawal(application: Application, on: date | None) -> Application:
    if on is None or application.withdrawn_on is not None:
        return application
    return application.model_copy(update={"withdrawn_on": on})


def numbers(session: Session, round_id: str) -> tuple[str, ...]:
    """The numbers of the applications of a round that have a good version, in order."""
    rows = session.exec(
        select(tables.Application.application_id)
        .where(tables.Application.round_id == round_id, tables.Application.application_json != "")
        .distinct()
        .order_by(col(tables.Application.application_id))
    ).all()
    return tuple(rows)


def latest(reader: RoundReader, application_id: str) -> tables.Application | None:
    """The newest good version of an application in a round."""
    return reader.session.exec(
        select(tables.Application)
        .where(
            tables.Application.round_id == reader.id,
            tables.Application.application_id == application_id,
            tables.Application.application_json != "",
        )
        .order_by(col(tables.Application.version).desc())
    ).first()


def sources(reader: RoundReader) -> dict[int, tuple[str, str, int]]:
    """By row: the hash of the workbook, the application as it is kept, and the row of the sheet."""
    rows = reader.session.exec(
        select(
            tables.Application.id,
            tables.Batch.sha256,
            tables.Application.application_json,
            tables.Application.row,
        ).where(
            tables.Application.round_id == reader.id,
            tables.Application.batch_id == tables.Batch.id,
        )
    ).all()
    return {key or 0: (digest, written, place) for key, digest, written, place in rows}


def version(reader: RoundReader, row_id: int) -> tables.Application:
    """One version of an application, by its row."""
    return reader.session.exec(
        select(tables.Application).where(
            tables.Application.round_id == reader.id, tables.Application.id == row_id
        )
    ).one()


def values_of(session: Session, row_id: int) -> dict[str, str]:
    """The cells of one version as they were kept, by header."""
    found: dict[str, str] = json.loads(
        session.exec(
            select(tables.Application.raw_json).where(tables.Application.id == row_id)
        ).one()
    )
    return found


def rounds_with_homes(reader: RoundReader) -> tuple[str, ...]:
    """The numbers of the other rounds with an application that lists its homes, in order."""
    lists_homes = col(tables.Application.application_json).contains('"bag_ids":["')
    rows = reader.session.exec(
        select(tables.Round.id)
        .where(
            tables.Round.id != reader.id,
            tables.Round.id == tables.Application.round_id,
            lists_homes,
        )
        .distinct()
        .order_by(col(tables.Round.id))
    ).all()
    return tuple(rows)


def batches(session: Session, round_id: str) -> tuple[tables.Batch, ...]:
    """The workbooks taken in, oldest first."""
    rows = in_order(session, tables.Batch, round_id)
    return tuple(rows)


def add_batch(reader: RoundReader, file: str, sha256: str, loaded_by: str) -> int:
    """Add a workbook; returns its number."""
    batch = tables.Batch(round_id=reader.id, file=file, sha256=sha256, loaded_by=loaded_by)
    reader.session.add(batch)
    reader.session.flush()
    assert batch.id is not None
    return batch.id


def add_versions(reader: RoundReader, rows: Sequence[dict[str, Any]]) -> Sequence[int]:
    """Add versions of applications, each with a value for every column but ``id``; their keys."""
    return add_rows(reader.session, tables.Application, rows)


class Versions:
    """What a round holds of some applications, by number, read at once and kept up."""

    def __init__(self, reader: RoundReader, numbers: Iterable[str]) -> None:
        self._newest: dict[str, int] = {}
        self._good: dict[str, str] = {}
        any_ = select(tables.Application.id).where(tables.Application.round_id == reader.id)
        wanted = sorted(set(numbers)) if reader.session.exec(any_.limit(1)).first() else []
        for start in range(0, len(wanted), _AT_ONCE):
            rows = reader.session.exec(
                select(
                    tables.Application.id,
                    tables.Application.application_id,
                    tables.Application.version,
                    tables.Application.application_json,
                )
                .where(
                    tables.Application.round_id == reader.id,
                    col(tables.Application.application_id).in_(wanted[start : start + _AT_ONCE]),
                )
                .order_by(col(tables.Application.version))
            ).all()
            for key, number, version, written in rows:
                self._keep(number, version, "" if key in reader.contested else written)

    def good(self, number: str) -> str | None:
        """The newest version without an error, as it was written down, if there is one."""
        return self._good.get(number)

    def add(self, number: str, written: str) -> int:
        """The number of a new version; ``written`` is empty where it does not count (yet)."""
        version = self._newest.get(number, 0) + 1
        self._keep(number, version, written)
        return version

    def _keep(self, number: str, version: int, written: str) -> None:
        self._newest[number] = version
        if written:
            self._good[number] = written
