"""The schema: what the migrations make, what they do with an older database, what they refuse."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.exc import DatabaseError, DBAPIError
from sqlmodel import SQLModel

from verdeelsleutel.io import cli
from verdeelsleutel.io.errors import Unreadable
from verdeelsleutel.io.records import schema
from verdeelsleutel.io.records.database import engine_of, transaction
from verdeelsleutel.io.records.trail import verification

from ... import new_databases
from .conftest import Verdeel
from .filled import write_before_migrations

FOR_EVER = (
    "event", "batch", "application", "finding", "screening", "judgement", "lot", "allocation",
    "award", "approval", "life_event", "life_event_confirmation",
)  # fmt: skip

FOLDER = Path(schema.__file__).parent / "migrations"
EARLIER = sorted(int(step.revision) for step in ScriptDirectory(FOLDER).walk_revisions())[:-1]
RELEASED = 8  # with version 0.1.0
# From the first on every later step is taken too.
ALWAYS = (
    *(f"[sqlite-{number}]" for number in (EARLIER[0], RELEASED, EARLIER[-1])),
    f"[postgresql-{RELEASED}]",
)


def checks_of(connection: Connection) -> dict[str, list[str]]:
    """The conditions of every table, as the database tells them."""
    looked = inspect(connection)
    return {
        table: sorted(check["sqltext"] for check in looked.get_check_constraints(table))
        for table in sorted(looked.get_table_names())
        if table != "alembic_version"
    }


def differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_server_default": True})
    found: list[Any] = compare_metadata(context, SQLModel.metadata)
    return [one for one in found if getattr(one[1], "name", "") != "alembic_version"]


@pytest.fixture
def filled_before_migrations(tmp_path: Path) -> Path:
    """A database that the program made before it had migrations, with an approved round in it."""
    return write_before_migrations(tmp_path / "verdeel.db")


def everything(path: Path) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(path)) as connection:
        listed = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        names = sorted({name for (name,) in listed} - {"alembic_version", "mark"})
        return {
            name: connection.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall()
            for name in names
        }


def test_the_migrations_make_the_tables_that_the_program_knows(any_url: str) -> None:
    with transaction(any_url, create_as=True) as session:
        assert differences(session.connection()) == []


def test_the_migrations_make_the_conditions_that_the_program_knows(
    any_url: str, request: pytest.FixtureRequest
) -> None:
    kind = any_url.partition(":")[0]
    with transaction(any_url, create_as=True) as session:
        made = checks_of(session.connection())
    other = request.getfixturevalue(f"{kind}_url")
    other = other.replace("verdeel.db", "direct.db") if kind == "sqlite" else other
    engine = create_engine(other.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        if kind == "postgresql":
            # The fixture gives one database a test, so the tables go to a schema of their own.
            connection.execute(text("CREATE SCHEMA direct"))
            connection.execute(text("SET search_path TO direct"))
        SQLModel.metadata.create_all(connection)
        assert checks_of(connection) == made
    engine.dispose()


def test_what_tests_make_at_once_is_what_the_migrations_make(tmp_path: Path) -> None:
    made: list[dict[str, list[Any]]] = []
    ways = {"walked": schema.migrate, "first": new_databases.migrate, "next": new_databases.migrate}
    for name, migrate in ways.items():
        engine = create_engine(f"sqlite:///{(tmp_path / name).as_posix()}")
        with engine.begin() as connection:
            migrate(connection)
        engine.dispose()
        with closing(sqlite3.connect(tmp_path / name)) as connection:
            listed = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2")
            rows = connection.execute("SELECT version_num FROM alembic_version").fetchall()
            made.append({**everything(tmp_path / name), "": [*listed.fetchall(), *rows]})
    assert made[0] == made[1] == made[2]
    assert len(made[0][""]) > 80


def test_the_steps_stand_in_one_line() -> None:
    numbers = [step.revision for step in ScriptDirectory(FOLDER).walk_revisions()]
    assert numbers == sorted(set(numbers), reverse=True)
    steps = ScriptDirectory(FOLDER).walk_revisions()
    assert [Path(step.path).name[:4] for step in steps] == numbers
    assert schema.newest() == int(numbers[0])


def test_a_filled_database_of_before_the_migrations_is_taken_forwards_without_loss(
    filled_before_migrations: Path,
) -> None:
    path = filled_before_migrations
    url = f"sqlite:///{path.as_posix()}"
    before = everything(path)
    with transaction(url) as session:
        assert verification.verify(session) == ()
        assert schema.number_of(session.connection()) == schema.newest()
        assert differences(session.connection()) == []
    after = everything(path)
    # Contact persons move out of the rows, and an event more tells so: see test_older_contacts.
    moved = {"application", "finding", "event", "person"}
    assert {name: rows for name, rows in after.items() if name in before and name not in moved} == {
        name: rows for name, rows in before.items() if name not in moved
    }
    assert after["event"][: len(before["event"])] == before["event"]
    for name in ("application", "finding"):
        assert [row[0] for row in after[name]] == [row[0] for row in before[name]]
    assert cli.run(["query", "province", "Utrecht", "--round", "2026-1", "--database", url]) == 0


@pytest.mark.sample(only=ALWAYS)
@pytest.mark.parametrize("number", EARLIER)
def test_a_database_of_every_earlier_schema_is_taken_forwards(any_url: str, number: int) -> None:
    engine = engine_of(any_url)
    with engine.begin() as connection:
        schema.migrate(connection, to=number)
        connection.execute(
            text("INSERT INTO mark (id, schema_version, example) VALUES (1, :number, true)"),
            {"number": number},
        )
        connection.execute(text("INSERT INTO person (number, name) VALUES (1, 'S. Vermeulen')"))
        connection.execute(
            text(
                "INSERT INTO event (number, round_id, kind, person, at, program_version, salt, "
                "detail_hash, detail_json, previous, hash) "
                "VALUES (1, 'r', 'k', 1, '', '', '', '', '[]', '', 'h')"
            )
        )
    engine.dispose()
    with transaction(any_url) as session:
        connection = session.connection()
        assert differences(connection) == []
        assert schema.number_of(connection) == schema.newest()
        assert connection.execute(text("SELECT name FROM person")).scalars().all() == [
            "S. Vermeulen"
        ]
        assert connection.execute(text("SELECT count(*) FROM event")).scalar() == 1


def test_a_step_that_fails_leaves_the_older_database_as_it_was(
    filled_before_migrations: Path,
) -> None:
    """A table stands in the way of a trigger that a step makes."""
    path = filled_before_migrations
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "CREATE TRIGGER approval_no_delete BEFORE DELETE ON approval BEGIN SELECT 1; END"
        )
        connection.commit()
        before = "\n".join(connection.iterdump())
    with pytest.raises(Unreadable), transaction(f"sqlite:///{path.as_posix()}"):
        pass
    with closing(sqlite3.connect(path)) as connection:
        assert "\n".join(connection.iterdump()) == before


def test_a_database_from_a_newer_version_is_refused_in_a_sentence(
    any_url: str, verdeel: Verdeel
) -> None:
    with transaction(any_url, create_as=True) as session:
        session.connection().execute(text("UPDATE mark SET schema_version = 9999"))
    refused = verdeel("round", "status", "2026-1", on=any_url)
    assert refused.code == 5
    assert "nieuwere versie" in refused.sentence


@pytest.mark.sample(only=("sqlite", "-event]", "-award]"))
@pytest.mark.parametrize("table", FOR_EVER)
def test_the_database_itself_refuses_to_change_or_delete_what_is_for_ever(
    any_url: str, table: str
) -> None:
    with transaction(any_url, create_as=True) as session:
        columns = inspect(session.connection()).get_columns(table)
    filled = {
        column["name"]: 1 if "INT" in str(column["type"]) else "met"
        for column in columns
        if column["name"] != "confirms"
    }
    if table == "approval":
        filled |= {"approver": "Y. Haddou"}  # nobody approves what they made
    if table == "life_event":
        filled |= {"life": "decision"}
    if table == "award":
        filled |= {"compensable_vat_cents": 0}
    names = ", ".join(f'"{name}"' for name in filled)
    values = ", ".join(f":{name}" for name in filled)
    engine = engine_of(any_url)
    with engine.connect() as connection:
        kind = connection.dialect.name
        connection.rollback()
        if kind == "sqlite":
            connection.exec_driver_sql("COMMIT")
        loosened = "PRAGMA foreign_keys = OFF" if kind == "sqlite" else (
            "SET session_replication_role = replica"
        )  # fmt: skip
        connection.execute(text(loosened))
        connection.execute(text(f'INSERT INTO "{table}" ({names}) VALUES ({values})'), filled)
        if kind == "postgresql":
            connection.execute(text("SET session_replication_role = DEFAULT"))
        connection.commit()
        first = next(iter(filled))
        acts = [f'UPDATE "{table}" SET "{first}" = "{first}"', f'DELETE FROM "{table}"']
        if kind == "postgresql":
            acts.append(f'TRUNCATE "{table}" CASCADE')
        for act in acts:
            with pytest.raises((DatabaseError, DBAPIError), match="never changed or deleted"):
                connection.execute(text(act))
            connection.rollback()
        assert connection.execute(text(f'SELECT count(*) FROM "{table}"')).scalar() == 1
    engine.dispose()
