"""Contact persons of rows from before they were kept apart: moved, and the trail stays whole."""

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, create_engine, insert, text
from sqlalchemy import select as columns
from sqlmodel import col, select

from verdeelsleutel.io.records import schema, tables
from verdeelsleutel.io.records.connecting import engine_of
from verdeelsleutel.io.records.database import reading, transaction
from verdeelsleutel.io.records.trail import chain, fingerprints, verification

from .conftest import Verdeel
from .filled import ROUND, loosened, write_before_migrations

PLANTED = "Zwaantje Quispel-Ypma"
WAS = "Team gebiedsontwikkeling"
_FREE = "Bel voor vragen"  # a column that no scheme knows


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """The database as an older program left it."""
    return write_before_migrations(tmp_path / "ouder.db")


@pytest.fixture
def older_url(older: Path, any_url: str) -> str:
    """The same rows on either database, in the schema of then."""
    if any_url.startswith("sqlite"):
        return f"sqlite:///{older.as_posix()}"
    source, target = create_engine(f"sqlite:///{older.as_posix()}"), engine_of(any_url)
    with source.connect() as old, target.begin() as new:
        schema.migrate(new, to=1)
        known = MetaData()
        known.reflect(old)
        for table in known.sorted_tables:
            rows = [dict(row) for row in old.execute(columns(table)).mappings()]
            if rows and table.name != "alembic_version":
                new.execute(insert(table), rows)
            for column in table.primary_key.columns:
                name = f"pg_get_serial_sequence('\"{table.name}\"', '{column.name}')"
                if rows and new.execute(text(f"SELECT {name}")).scalar():
                    new.execute(text(f"SELECT setval({name}, {rows[-1][column.name]})"))
        new.execute(text("UPDATE mark SET schema_version = 1"))
    source.dispose()
    target.dispose()
    return any_url


def applications(url: str) -> list[tables.Application]:
    with reading(url) as session:
        rows = session.exec(select(tables.Application).order_by(col(tables.Application.id))).all()
        session.expunge_all()
        return list(rows)


def test_they_move_and_the_trail_that_was_there_stays_as_it_was(
    verdeel: Verdeel, older: Path, older_url: str
) -> None:
    with closing(sqlite3.connect(older)) as connection:
        before = connection.execute("SELECT hash FROM event ORDER BY number").fetchall()
        written = connection.execute("SELECT application_json FROM application").fetchall()
    people = [json.loads(one)["contact"] for (one,) in written if one]
    assert WAS in people
    last = before[-1][0]
    verified = verdeel("audit", "verify", "--anchor", last, on=older_url)
    assert verified.code == 0, verified.err
    with reading(older_url) as session:
        hashes = session.exec(select(tables.Event.hash).order_by(col(tables.Event.number))).all()
        kinds = session.exec(select(tables.Event.kind).order_by(col(tables.Event.number))).all()
        kept = session.exec(select(tables.Contact).order_by(col(tables.Contact.id))).all()
        assert [one.contact for one in kept if one.contact] == [one for one in people if one]
        assert all("@" in one.email for one in kept if one.contact)
    assert list(hashes[:-2]) == [one for (one,) in before]
    assert list(kinds[-2:]) == ["contacts.moved", "trail.widened"]
    for row in applications(older_url):
        assert WAS not in row.application_json + row.raw_json
        assert "@" not in row.application_json + row.raw_json
        assert "Projectnaam" in json.loads(row.raw_json)


@pytest.mark.sample(only="sqlite")
def test_after_that_a_round_is_packed_and_copied_as_any_other(
    verdeel: Verdeel, older_url: str, tmp_path: Path
) -> None:
    bundle = tmp_path / "ronde.zip"
    packed = verdeel("bundle", "--round", ROUND, "--out", bundle, on=older_url)
    assert packed.code == 0, packed.err
    replayed = verdeel("replay", bundle, "--no-solve", "--json")
    # The rules and the proof are of another program than this; the rows and what is told are not.
    told = {one["what"]: one["difference"] for one in json.loads(replayed.out)["steps"]}
    assert [told[what] for what in ("het spoor", "het grootboek", "de uitvoer")] == ["", "", ""]
    copy = tmp_path / "kopie.zip"
    assert verdeel("backup", "--out", copy, on=older_url).code == 0
    other = f"sqlite:///{(tmp_path / 'terug.db').as_posix()}"
    assert verdeel("restore", copy, on=other).code == 0
    assert verdeel("audit", "verify", on=other).code == 0


def test_a_column_that_no_scheme_knows_moves_too(older: Path) -> None:
    """As somebody typed a name into a column of their own; the trail of then is over it."""
    with loosened(older) as connection:
        key, raw = connection.execute("SELECT id, raw_json FROM application LIMIT 1").fetchone()
        more = {**json.loads(raw), _FREE: PLANTED}
        changed = json.dumps(more, sort_keys=True, ensure_ascii=False)
        connection.execute("UPDATE application SET raw_json = ? WHERE id = ?", (changed, key))
        _tell_anew(connection, key)
    url = _with_triggers(older)
    with reading(url) as session:
        assert verification.verify(session) == ()
        (kept,) = session.exec(
            select(tables.Contact.beside_json).where(tables.Contact.application_row_id == key)
        ).all()
    assert json.loads(kept)[_FREE] == PLANTED
    assert PLANTED not in "".join(row.raw_json for row in applications(url))


def test_a_row_that_does_not_agree_with_the_trail_is_left_and_named(older: Path) -> None:
    with loosened(older) as connection:
        (written,) = connection.execute(
            "SELECT application_json FROM application WHERE id = 2"
        ).fetchone()
        other = written.replace(WAS, PLANTED)
        assert other != written
        connection.execute("UPDATE application SET application_json = ? WHERE id = 2", (other,))
    url = _with_triggers(older)
    with reading(url) as session:
        faults = verification.verify(session)
    assert len(faults) == 1
    assert "Rij 2 van Application is na gebeurtenis" in faults[0]
    assert PLANTED in applications(url)[1].application_json


def _with_triggers(path: Path) -> str:
    """The older database with the one trigger pair that its schema had, brought forwards."""
    with closing(sqlite3.connect(path)) as connection:
        for act in ("update", "delete"):
            connection.execute(
                f"CREATE TRIGGER event_no_{act} BEFORE {act.upper()} ON event BEGIN "
                "SELECT RAISE(ABORT, 'events are never changed or deleted'); END"
            )
        connection.commit()
    url = f"sqlite:///{path.as_posix()}"
    with transaction(url):
        pass
    return url


def _tell_anew(connection: sqlite3.Connection, key: int) -> None:
    """Set the trail right for a changed row, as if it had come in so."""
    connection.row_factory = sqlite3.Row
    row: dict[str, Any] = dict(
        connection.execute("SELECT * FROM application WHERE id = ?", (key,)).fetchone()
    )
    print_ = fingerprints.fingerprint(tables.Application(**row))
    previous = chain.START
    for event in connection.execute("SELECT * FROM event ORDER BY number").fetchall():
        detail = [
            [name, of, print_ if (name, of) == ("Application", str(key)) else told]
            for name, of, told in json.loads(event["detail_json"])
        ]
        values: dict[str, Any] = {**dict(event), "previous": previous}
        link = tables.Event(**values)
        link.detail_json = json.dumps(detail, separators=(",", ":"))
        link.detail_hash = _sha(link.salt, link.detail_json)
        link.hash = _sha(
            link.previous, link.number, link.round_id, link.kind, link.person, link.at,
            link.program_version, link.detail_hash,
        )  # fmt: skip
        connection.execute(
            "UPDATE event SET detail_json = ?, detail_hash = ?, previous = ?, hash = ? "
            "WHERE number = ?",
            (link.detail_json, link.detail_hash, link.previous, link.hash, link.number),
        )
        previous = link.hash


def _sha(*parts: object) -> str:
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()
