"""What each role may do in PostgreSQL, asked of the server itself by whoever has that role."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError, ProgrammingError
from sqlalchemy.pool import NullPool

from verdeelsleutel.io import cli
from verdeelsleutel.io.records import roles, schema, tables
from verdeelsleutel.io.records.connecting import engine_of

from ...postgresql import Server, as_user
from .conftest import Desk, Verdeel
from .rounds import ADMINISTRATOR, APPROVER, AUDITOR, MAKER, ROUND, number, write_round

_LOGINS = (
    (MAKER, "verdeel_officer"),
    (APPROVER, "verdeel_approver"),
    (AUDITOR, "verdeel_auditor"),
    (ADMINISTRATOR, "verdeel_administrator"),
)
_EVENT = (
    "INSERT INTO event (number, round_id, kind, person, at, program_version, salt, detail_hash, "
    "detail_json, previous, hash) "
    "VALUES (99, 'r', 'k', (SELECT min(number) FROM person), '', '', '', '', '', '', 'h')"
)
_APPROVAL = (
    'INSERT INTO approval (allocation_id, round_id, maker, approver, "on", digest) '
    "SELECT id, round_id, made_by, 'iemand', '', digest FROM allocation"
)


@pytest.fixture(scope="module")
def rights(server: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with an allocated round and the four roles, each with somebody to log in."""
    folder = tmp_path_factory.mktemp("desk")
    workbooks = write_round(folder, unknown=())
    url = server.fresh()
    steps: list[tuple[str | Path, ...]] = [
        ("round", "open", ROUND, "--policy", folder / "policy.toml"),
        ("load", *workbooks, "--round", ROUND),
        ("screen", "--round", ROUND),
        ("allocate", "--round", ROUND),
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VERDEEL_DATABASE", url)
        assert cli.run(["database", "create", "--example"]) == 0
        assert cli.run(["database", "roles", "--apply"]) == 0
        for user, group in _LOGINS:
            server.login(user, group)
        patch.setenv("VERDEEL_DATABASE", as_user(url, MAKER))
        for step in steps:
            assert cli.run([str(part) for part in step]) == 0, step
    return url


@contextmanager
def connection_of(url: str, user: str) -> Generator[Connection]:
    """A connection of a user, of which nothing is kept."""
    parsed = as_user(url, user).replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(parsed, poolclass=NullPool)
    with engine.connect() as connection:
        yield connection
        connection.rollback()
    engine.dispose()


def refused(connection: Connection, statement: str) -> bool:
    """Whether the server says that this role has no permission."""
    try:
        with connection.begin_nested():
            connection.execute(text(statement))
    except ProgrammingError as fault:
        if getattr(fault.orig, "sqlstate", "") == "42501":
            return True
        raise
    return False


EVERYBODY = {"verdeel_officer", "verdeel_approver", "verdeel_auditor"}
WRITERS = {"verdeel_officer", "verdeel_approver"}
# All that a group may do to a table beside reading it, by the table: nothing more is needed.
ADDED_BY_APPROVERS = {
    "approval", "supplement_approval", "objection_decision", "award_decision_approval",
    "settling_act_approval",
}  # fmt: skip
ADDED_BY_NOBODY = {"mark", "login", "alembic_version", "gate"}
CHANGED = {
    ("round", "state"): WRITERS,
    ("round", "screened_by"): WRITERS,
    ("contact", "contact"): WRITERS,
    ("contact", "email"): WRITERS,
    ("contact", "beside_json"): WRITERS,
    ("contact", "salt"): WRITERS,
    ("contact", "purged_on"): {"verdeel_approver"},
    ("gate", "id"): WRITERS,
}


def test_the_list_of_rights_is_this_one(rights: str) -> None:
    asked = (
        "SELECT table_name, column_name, privilege_type, grantee "
        "FROM information_schema.column_privileges "
        "WHERE table_schema = current_schema() AND grantee <> 'verdeel_administrator' "
        "AND grantee LIKE 'verdeel%'"
    )
    whole = asked.replace("column_name", "''").replace("column_privileges", "table_privileges")
    with connection_of(rights, ADMINISTRATOR) as connection:
        looked = inspect(connection)
        names = {*looked.get_table_names(), *looked.get_view_names()}
        tables_of = set(looked.get_table_names())
        of_tables = {tuple(row) for row in connection.execute(text(whole))}
        of_columns = {tuple(row) for row in connection.execute(text(asked))}
    reads = {(name, "", "SELECT", group) for name in names for group in EVERYBODY}
    adds = {
        (name, "", "INSERT", group)
        for name in tables_of - ADDED_BY_NOBODY
        for group in ({"verdeel_approver"} if name in ADDED_BY_APPROVERS else WRITERS)
    }
    locks = {("gate", "", "UPDATE", group) for group in WRITERS}
    assert of_tables == reads | adds | locks
    assert {row for row in of_columns if row[2] not in ("SELECT", "INSERT")} == {
        (*column, "UPDATE", group) for column, groups in CHANGED.items() for group in groups
    }


def test_an_officer_adds_events_and_never_changes_or_deletes_one(rights: str) -> None:
    with connection_of(rights, MAKER) as connection:
        assert not refused(connection, _EVENT)
        assert refused(connection, "UPDATE event SET kind = 'x'")
        assert refused(connection, "DELETE FROM event")
        assert refused(connection, "TRUNCATE event")
        assert refused(connection, _APPROVAL)
        assert refused(connection, "UPDATE round SET policy_json = ''")
        assert not refused(connection, "UPDATE round SET state = state")
        assert refused(connection, "DROP TRIGGER event_no_update ON event")
        assert refused(connection, "CREATE TABLE extra (id integer)")
        assert refused(connection, "UPDATE mark SET schema_version = 1")


def test_an_approver_alone_adds_an_approval(rights: str) -> None:
    with connection_of(rights, APPROVER) as connection:
        assert not refused(connection, _APPROVAL)
        assert refused(connection, "UPDATE approval SET approver = 'x'")
        assert refused(connection, "DELETE FROM approval")


def test_an_auditor_reads_everything_and_changes_nothing(rights: str) -> None:
    with connection_of(rights, AUDITOR) as connection:
        looked = inspect(connection)
        names = looked.get_table_names() + looked.get_view_names()
        assert {"event", "application", "person", "report_award"} <= set(names)
        for name in names:
            connection.execute(text(f'SELECT count(*) FROM "{name}"'))
        for name in looked.get_table_names():
            column = looked.get_columns(name)[0]["name"]
            assert refused(connection, f'INSERT INTO "{name}" DEFAULT VALUES')
            assert refused(connection, f'UPDATE "{name}" SET "{column}" = "{column}"')
            assert refused(connection, f'DELETE FROM "{name}"')


def test_nobody_but_the_administrator_changes_any_row_that_is_for_ever(rights: str) -> None:
    with connection_of(rights, MAKER) as connection:
        looked = inspect(connection)
        for name in sorted(looked.get_table_names()):
            may = ("id",) if name == "gate" else tables.CHANGING.get(name, ())
            may = tuple(one for one in may if one != "purged_on")  # of approvers
            for column in [one["name"] for one in looked.get_columns(name)]:
                update = f'UPDATE "{name}" SET "{column}" = "{column}" WHERE false'
                assert refused(connection, update) == (column not in may), (name, column)
            assert refused(connection, f'DELETE FROM "{name}" WHERE false')


def test_before_the_administrator_stands_a_trigger(rights: str) -> None:
    with connection_of(rights, ADMINISTRATOR) as connection:
        for act in ("UPDATE event SET kind = 'x'", "DELETE FROM event", "DELETE FROM award"):
            with (
                pytest.raises(DBAPIError, match="never changed or deleted"),
                connection.begin_nested(),
            ):
                connection.execute(text(act))


def test_an_auditor_reads_and_verifies_and_opens_nothing(
    verdeel: Verdeel, desk: Desk, rights: str, tmp_path: Path
) -> None:
    auditor = as_user(rights, AUDITOR)
    assert verdeel("audit", "verify", on=auditor).code == 0
    explained = verdeel("explain", number(1), "--round", ROUND, on=auditor)
    assert explained.code == 0, explained.err
    copied = verdeel("backup", "--out", tmp_path / "kopie.zip", on=auditor)
    assert copied.code == 0, copied.err
    other = desk.folder / "policy.toml"
    other.write_text(other.read_text(encoding="utf-8").replace(ROUND, "2026-10"), "utf-8")
    by_the_office = verdeel("round", "open", "2026-10", "--policy", other, on=auditor)
    assert by_the_office.code == 3
    assert "C. Oostveen is auditor" in by_the_office.sentence
    # An office file can be changed by whoever keeps it; the server then refuses by itself.
    office = desk.folder / "office.toml"
    changed = office.read_text(encoding="utf-8").replace('"auditor"', '"officer"')
    office.write_text(changed, encoding="utf-8")
    by_the_server = verdeel("round", "open", "2026-10", "--policy", other, on=auditor)
    assert by_the_server.code == 3
    assert "mag dit niet" in by_the_server.sentence


def test_the_role_in_the_database_is_who_acts(verdeel: Verdeel, rights: str) -> None:
    own = verdeel("approve", "--round", ROUND, on=as_user(rights, MAKER))
    assert own.code == 3
    assert "S. Vermeulen" in own.sentence
    approved = verdeel("approve", "--round", ROUND, on=as_user(rights, APPROVER))
    assert approved.code == 0, approved.err
    assert "Y. Haddou" in approved.out


def test_the_administrator_brings_a_database_forwards_and_new_tables_get_their_rights(
    verdeel: Verdeel, server: Server, postgresql_url: str
) -> None:
    engine = engine_of(postgresql_url)
    with engine.begin() as connection:
        schema.migrate(connection, to=2)
        connection.execute(
            text("INSERT INTO mark (id, schema_version, example) VALUES (1, 2, true)")
        )
        for statement in roles.statements():
            if not any(name in statement for name in _made_after(connection)):
                connection.execute(text(statement.replace(":", r"\:")))
    engine.dispose()
    for user, group in _LOGINS:
        server.login(user, group)
    early = verdeel("audit", "anchor", on=as_user(postgresql_url, MAKER))
    assert early.code == 3
    assert "beheerder" in early.sentence
    done = verdeel("database", "upgrade", on=as_user(postgresql_url, ADMINISTRATOR))
    assert done.code == 0, done.err
    assert "houdt daarom niemand aan zijn naam" in done.out
    with connection_of(postgresql_url, MAKER) as connection:
        for name in inspect(connection).get_table_names():
            connection.execute(text(f'SELECT count(*) FROM "{name}"'))
        assert not refused(
            connection, "INSERT INTO ledger_entry (round_id, number, kind, \"on\") "
            "SELECT '', 1, '', '' WHERE false"
        )  # fmt: skip
        assert refused(connection, "DELETE FROM ledger_entry")


def _made_after(connection: Connection) -> set[str]:
    there = {*inspect(connection).get_table_names()}
    missing = {f'"{table}"' for table in tables.SQLModel.metadata.tables if table not in there}
    return missing | {name for name in roles.FUNCTIONS if name != "verdeel_refuse"}


def test_the_printed_sql_makes_the_officers_and_holds_no_password(
    verdeel: Verdeel, desk: Desk
) -> None:
    printed = verdeel("database", "roles", "--office", desk.folder / "office.toml")
    assert printed.code == 0
    assert 'GRANT verdeel_approver TO "yasmina.haddou";' in printed.out
    assert "PASSWORD" not in printed.out
    refused_here = verdeel("database", "roles", "--apply", "--database", "sqlite:///er-niet.db")
    assert refused_here.code == 5
