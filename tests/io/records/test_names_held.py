"""Nobody writes a row in another's name, whatever they say to the database themselves."""

import zlib
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError, DBAPIError

from verdeelsleutel.io import cli
from verdeelsleutel.io.records.connecting import engine_of

from ...postgresql import Server, as_user
from ..real_rounds import as_real
from .conftest import Desk, Verdeel
from .rounds import (
    ADMINISTRATOR,
    APPROVER,
    AUDITOR,
    FOUND,
    MAKER,
    OPEN_NORM,
    ROUND,
    SECOND,
    number,
    write_round,
)

_GROUPS = {
    MAKER: "verdeel_officer",
    SECOND: "verdeel_officer",
    APPROVER: "verdeel_approver",
    ADMINISTRATOR: "verdeel_administrator",
    AUDITOR: "verdeel_auditor",
}
_NAMES = {
    MAKER: "S. Vermeulen", SECOND: "B. Dekker", APPROVER: "Y. Haddou", ADMINISTRATOR: "T. Rademaker"
}  # fmt: skip
# Every column that names who adds the row, but for the number in an event.
_NAMED = [
    ("round", "opened_by"), ("batch", "loaded_by"), ("judgement", "officer"), ("lot", "officer"),
    ("allocation", "made_by"), ("amendment", "officer"), ("amendment_confirmation", "officer"),
    ("withdrawal", "officer"), ("publication", "officer"), ("person", "name"),
    ("life_event", "officer"), ("life_event_confirmation", "officer"),
    ("office_file", "officer"), ("admission", "officer"),
]  # fmt: skip


@pytest.fixture(scope="module")
def held(server: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A real round, divided, in a database that has been told who its roles are."""
    folder = tmp_path_factory.mktemp("echt")
    workbooks = write_round(folder, unknown=(3,))
    policy = folder / "policy.toml"
    policy.write_text(as_real(policy.read_text(encoding="utf-8")), encoding="utf-8")
    url = server.fresh()
    steps: list[tuple[str | Path, ...]] = [
        ("round", "open", ROUND, "--policy", policy),
        ("load", *workbooks, "--round", ROUND),
        ("screen", "--round", ROUND),
        ("judge", number(3), "--rule", OPEN_NORM, "--round", ROUND, *FOUND,
         "--reason", "De commissie gaf alsnog een zeven.", "--date", "2026-11-02"),
        ("allocate", "--round", ROUND),
    ]  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VERDEEL_DATABASE", url)
        assert cli.run(["database", "create"]) == 0
        assert (
            cli.run(["database", "roles", "--apply", "--office", f"{folder / 'office.toml'}"]) == 0
        )
        for user, group in _GROUPS.items():
            server.login(user, group)
        patch.setenv("VERDEEL_DATABASE", as_user(url, MAKER))
        for step in steps:
            assert cli.run([str(part) for part in step]) == 0, step
    return url


@contextmanager
def raw(url: str, user: str) -> Generator[psycopg.Connection]:
    """What an officer reaches with any other program; nothing of it is kept."""
    with psycopg.connect(as_user(url, user)) as connection:
        connection.execute("SELECT 1")  # begins what is rolled back: what follows are savepoints
        yield connection
        connection.rollback()


def state_of(connection: psycopg.Connection, statement: LiteralString | sql.Composed) -> str:
    """The code with which the server refuses a statement; empty where it does it."""
    try:
        with connection.transaction():
            connection.execute(statement)
    except psycopg.Error as fault:
        return fault.sqlstate or "?"
    return ""


def added(table: str, column: str, name: str) -> sql.Composed:
    """A row with that name and nothing else, which a table refuses for what is missing."""
    return sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(table), sql.Identifier(column), sql.Literal(name)
    )


@pytest.mark.parametrize(("table", "column"), _NAMED)
def test_an_officer_adds_no_row_in_the_name_of_another(held: str, table: str, column: str) -> None:
    with raw(held, SECOND) as connection:
        for other in ("S. Vermeulen", "Y. Haddou", "bram.dekker", "b. dekker", ""):
            assert state_of(connection, added(table, column, other)) == "42501", other
        assert state_of(connection, added(table, column, "B. Dekker")) in ("", "23502")


def test_an_approver_approves_in_no_other_name_and_not_what_another_made_in_hers(
    held: str,
) -> None:
    approval = sql.SQL(
        'INSERT INTO approval (allocation_id, round_id, maker, approver, "on", digest) '
        "SELECT id, round_id, {}, {}, '2026-11-30', digest FROM allocation"
    )
    with raw(held, APPROVER) as connection:
        of_another = approval.format("S. Vermeulen", "P. Wiersma")
        assert state_of(connection, of_another) == "42501"
        assert state_of(connection, approval.format("B. Dekker", "Y. Haddou")) == "23001"
        assert state_of(connection, approval.format("S. Vermeulen", "Y. Haddou")) == ""


def test_an_event_bears_the_number_of_whoever_adds_it(held: str) -> None:
    event = sql.SQL(
        "INSERT INTO event (number, round_id, kind, person, at, program_version, salt, "
        "detail_hash, detail_json, previous, hash) SELECT 99, 'r', 'k', number, '', '', '', '', "
        "'', '', 'h' FROM person WHERE name = {}"
    )
    with raw(held, SECOND) as connection:
        connection.execute("INSERT INTO person (name) VALUES ('B. Dekker')")
        assert state_of(connection, event.format("S. Vermeulen")) == "42501"
        assert state_of(connection, event.format("B. Dekker")) == ""


def test_who_screened_a_round_stays_and_its_state_is_not_moved_past_an_approval(held: str) -> None:
    with raw(held, SECOND) as connection:
        taken = "UPDATE round SET screened_by = 'B. Dekker'"
        assert state_of(connection, taken) == "23001"
        assert state_of(connection, "UPDATE round SET screened_by = NULL") == "42501"
        for state in ("approved", "published", "archived"):
            moved = sql.SQL("UPDATE round SET state = {}").format(state)
            assert state_of(connection, moved) == "23001"
        for state in ("drafted", "open", "closed", "screened", "anything"):
            moved = sql.SQL("UPDATE round SET state = {}").format(state)
            assert state_of(connection, moved) == "23001", state
        assert state_of(connection, "UPDATE round SET state = 'amended'") == ""


def test_the_administrator_is_held_to_it_too(held: str) -> None:
    with raw(held, ADMINISTRATOR) as connection:
        assert state_of(connection, added("batch", "loaded_by", "S. Vermeulen")) == "42501"
        assert state_of(connection, added("batch", "loaded_by", "T. Rademaker")) == "23502"


def test_a_name_belongs_to_one_login(held: str) -> None:
    with raw(held, ADMINISTRATOR) as connection:
        for name in ("S. Vermeulen", " s. VERMEULEN "):
            added = sql.SQL("INSERT INTO login (role, name) VALUES ('another', {})").format(name)
            assert state_of(connection, added) == "23001"
        renamed = sql.SQL("UPDATE login SET name = 'S. Vermeulen' WHERE role = {}")
        assert state_of(connection, renamed.format(SECOND)) == "23001"


def test_a_name_that_the_server_was_told_otherwise_is_found(verdeel: Verdeel, held: str) -> None:
    with psycopg.connect(as_user(held, ADMINISTRATOR)) as connection:
        connection.execute("UPDATE login SET name = 'E. Ander' WHERE role = %s", (SECOND,))
        connection.commit()
        found = verdeel("audit", "verify", on=held)
        connection.execute("UPDATE login SET name = 'B. Dekker' WHERE role = %s", (SECOND,))
    assert found.code == 3
    assert f"bij de rol {SECOND}" in found.sentence
    assert verdeel("audit", "verify", on=held).code == 0


def test_who_only_reads_keeps_nobody_out(verdeel: Verdeel, held: str, tmp_path: Path) -> None:
    """Anybody who may log in can take a lock of a session; the gate is none of those."""
    step = zlib.crc32(f"allocate\x1f{ROUND}".encode()) - 2**31
    with raw(held, AUDITOR) as connection:
        connection.execute("SELECT pg_advisory_lock(7305001)")
        connection.execute("SELECT pg_advisory_lock(7305002, %s)", (step,))
        assert state_of(connection, "LOCK TABLE gate IN EXCLUSIVE MODE") == "42501"
        done = verdeel("allocate", "--round", ROUND, on=as_user(held, MAKER))
        assert done.code == 0, done.err


def test_no_table_of_ones_own_and_no_setting_gets_round_it(held: str) -> None:
    with raw(held, SECOND) as connection:
        assert state_of(connection, "SET session_replication_role = replica") == "42501"
        assert state_of(connection, "SET SESSION AUTHORIZATION 'sanne.vermeulen'") in (
            "42501", "22023"
        )  # fmt: skip
        assert state_of(connection, "ALTER TABLE batch DISABLE TRIGGER ALL") == "42501"
        assert state_of(connection, "UPDATE login SET name = 'S. Vermeulen'") == "42501"
        assert state_of(connection, "DELETE FROM login") == "42501"
        connection.execute("CREATE TEMPORARY TABLE login (role text, name text)")
        connection.execute("CREATE TEMPORARY TABLE mark AS SELECT 1 AS id, true AS example")
        connection.execute("SET search_path = pg_temp, public")
        assert state_of(connection, added("batch", "loaded_by", "S. Vermeulen")) == "42501"


def test_whose_office_file_gives_another_name_is_refused_in_a_sentence(
    verdeel: Verdeel, desk: Desk, held: str
) -> None:
    """An officer keeps an office file of his own, in which his role is hers."""
    office = desk.folder / "office.toml"
    lines = office.read_text(encoding="utf-8")
    swapped = lines.replace("sanne.vermeulen", "x.y").replace("bram.dekker", "sanne.vermeulen")
    office.write_text(swapped.replace("x.y", "bram.dekker"), encoding="utf-8")
    withdrawn = ("withdraw", number(1), "--round", ROUND, "--date", "2026-11-03", "--reason",
                 "De gemeente trekt haar aanvraag in.", "--office", office)  # fmt: skip
    refused = verdeel(*withdrawn, on=as_user(held, SECOND))
    assert refused.code == 3, refused.err
    assert "that is B. Dekker, not S. Vermeulen" in refused.sentence
    assert verdeel("audit", "verify", on=held).code == 0


@pytest.fixture
def divided(verdeel: Verdeel, desk: Desk, any_url: str) -> str:
    steps: list[tuple[str | Path, ...]] = [
        ("round", "open", ROUND, "--policy", desk.policy),
        ("load", *desk.workbooks, "--round", ROUND),
        ("screen", "--round", ROUND),
        ("judge", number(3), "--rule", OPEN_NORM, "--round", ROUND, *FOUND,
         "--reason", "De commissie gaf alsnog een zeven.", "--date", "2026-11-02"),
        ("allocate", "--round", ROUND),
    ]  # fmt: skip
    for step in steps:
        assert verdeel(*step, "--as", MAKER, on=any_url).code == 0
    return any_url


def test_both_databases_hold_four_eyes_by_themselves(divided: str) -> None:
    approval = (
        'INSERT INTO approval (allocation_id, round_id, maker, approver, "on", digest) '
        "SELECT id, round_id, {}, {}, '2026-11-30', {} FROM allocation"
    )
    refusals = (
        approval.format("made_by", "made_by", "digest"),
        approval.format("'Y. Haddou'", "'Y. Haddou'", "digest"),
        approval.format("made_by", "'Y. Haddou'", "'another list'"),
        "INSERT INTO judgement (round_id, application_row_id, rule, answer, reason, officer, "
        '"on", article, confirms) SELECT round_id, application_row_id, rule, answer, reason, '
        'officer, "on", article, id FROM judgement',
        "UPDATE round SET screened_by = 'B. Dekker'",
        "UPDATE round SET screened_by = NULL",
        "UPDATE round SET state = 'approved'",
    )
    engine = engine_of(divided)
    with engine.connect() as connection:
        for statement in refusals:
            assert refused(connection, statement), statement
        assert not refused(connection, approval.format("made_by", "'Y. Haddou'", "digest"))
        assert not refused(connection, "UPDATE round SET state = 'approved'")
        connection.rollback()
    engine.dispose()


def refused(connection: Connection, statement: str) -> bool:
    try:
        with connection.begin_nested():
            connection.execute(text(statement))
    except (DatabaseError, DBAPIError) as fault:
        said = str(fault.orig)
        assert any(
            part in said
            for part in ("does not approve", "by another", "stays", "approved by an approval")
        ), said
        return True
    return False
