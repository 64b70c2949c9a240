"""Whatever needs two names gets them from two people, whoever writes the rows by raw SQL.

The tables are asked of the schema, so that a new one is among them by itself.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Connection, Engine, Integer, Table, create_engine, insert, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from verdeelsleutel.io import cli
from verdeelsleutel.io.records import tables
from verdeelsleutel.io.records.connecting import engine_of

from ...postgresql import Server, as_user
from ..real_rounds import as_real
from .rounds import ADMINISTRATOR, APPROVER, MAKER, ROUND, SECOND, write_round

SCHEMA = tables.SQLModel.metadata.tables
NAMED = ("officer", "made_by", "approver", "opened_by", "loaded_by")
# What a name stands under without being that of whoever adds the row, or is of the server.
OTHERS_NAMES = {"maker", "person_name"}
GROUPS = {
    MAKER: "verdeel_officer", SECOND: "verdeel_officer", APPROVER: "verdeel_approver",
    ADMINISTRATOR: "verdeel_administrator",
}  # fmt: skip
NAMES = {SECOND: "B. Dekker", APPROVER: "Y. Haddou", ADMINISTRATOR: "T. Rademaker"}
# Values that a constraint asks for, by table and column.
VALUES: dict[tuple[str, str], object] = {
    ("amendment", "kind"): "policy", ("amendment", "policy_hash"): "anders",
    ("settling_act", "kind"): "settled", ("award_decision", "kind"): "revoked",
    ("payment_correction", "kind"): "returned", ("life_event", "life"): "award",
    ("completion_answer", "accepts"): True, ("completion_request", "until"): "y",
    ("objection", "contested"): "list",
}  # fmt: skip
# Where a second name stands, and the table of the first.
SECONDS: dict[str, str] = {
    "amendment_confirmation": "amendment", "approval": "allocation",
    "award_decision_approval": "award_decision",
    "completion_confirmation": "completion_answer", "life_event_confirmation": "life_event",
    "objection_decision": "objection", "payment_confirmation": "payment_order",
    "payment_correction_confirmation": "payment_correction",
    "settling_act_approval": "settling_act", "supplement_approval": "supplement",
    "withdrawal_struck_confirmation": "withdrawal_struck",
}  # fmt: skip


@pytest.fixture(scope="module")
def real(server: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A real round, divided, in a database that has been told who its roles are."""
    folder = tmp_path_factory.mktemp("twee")
    workbooks = write_round(folder, unknown=())
    policy = folder / "policy.toml"
    policy.write_text(as_real(policy.read_text(encoding="utf-8")), encoding="utf-8")
    url, office = server.fresh(), str(folder / "office.toml")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VERDEEL_DATABASE", url)
        assert cli.run(["database", "create"]) == 0
        assert cli.run(["database", "roles", "--apply", "--office", office]) == 0
        for user, group in GROUPS.items():
            server.login(user, group)
        patch.setenv("VERDEEL_DATABASE", as_user(url, MAKER))
        _divided(policy, workbooks)
    return url


def _divided(policy: Path, workbooks: tuple[Path, ...], *who: str) -> None:
    for step in (
        ("round", "open", ROUND, "--policy", policy),
        ("load", *workbooks, "--round", ROUND),
        ("screen", "--round", ROUND),
        ("allocate", "--round", ROUND),
    ):
        assert cli.run([*map(str, step), *who]) == 0, step


@contextmanager
def reached(engine: Engine) -> Generator[Connection]:
    """A connection of which nothing is kept."""
    with engine.connect() as connection:
        yield connection
        connection.rollback()
    engine.dispose()


def as_officer(url: str, user: str) -> Engine:
    parsed = as_user(url, user).replace("postgresql://", "postgresql+psycopg://")
    return create_engine(parsed, poolclass=NullPool)


class Rows:
    """Rows made for one connection, all in one name, each with what its table cannot do without."""

    def __init__(self, connection: Connection, name: str) -> None:
        self._connection, self._name = connection, name
        self._numbers = count(9_001)

    def add(self, name: str, **given: object) -> object:
        """A row; its key."""
        table = SCHEMA[name]
        values = {c.name: given.get(c.name, self._value(table, c)) for c in _needed(table)}
        key = next(iter(table.primary_key.columns))
        self._connection.execute(insert(table).values({**values, **given}))
        return values.get(key.name)

    def _value(self, table: Table, column: Column[Any]) -> object:
        stated = VALUES.get((table.name, column.name))
        if stated is not None:
            return stated
        if column.name in NAMED or (table.name, column.name) == ("approval", "maker"):
            return self._name
        for key in column.foreign_keys:
            there = self._connection.execute(select(key.column).limit(1)).scalar()
            return there if there is not None else self.add(key.column.table.name)
        kind = column.type.python_type
        if column.primary_key or (isinstance(column.type, Integer) and column.name == "number"):
            return next(self._numbers)
        return {int: 1, bool: False}.get(kind, f"{next(self._numbers)}" if _own(column) else "x")


def _needed(table: Table) -> Iterator[Column[Any]]:
    for column in table.columns:
        if column.primary_key or not column.nullable:
            yield column


def _own(column: Column[Any]) -> bool:
    return bool(column.unique) or column.name in ("input_hash", "application_id")


def held(connection: Connection, name: str, second: str) -> str:
    """What the database says where one name does both; empty where it lets them."""
    first, rows = SECONDS[second], Rows(connection, name)
    try:
        with connection.begin_nested():
            made = rows.add(first)
            column = next(
                c.name for c in SCHEMA[second].columns
                for key in c.foreign_keys if key.column.table.name == first
            )  # fmt: skip
            rows.add(second, **{column: made})
    except DBAPIError as fault:
        return str(fault.orig)
    return ""


def test_every_table_with_a_second_name_is_among_these() -> None:
    found = {
        name for name, table in SCHEMA.items()
        if name.endswith(("_confirmation", "_approval")) or "approver" in table.columns
    }  # fmt: skip
    assert found == set(SECONDS)


@pytest.mark.sample(every=6)
@pytest.mark.parametrize("second", sorted(SECONDS))
def test_nobody_puts_both_names_on_postgresql(real: str, second: str) -> None:
    for user, name in NAMES.items():
        with reached(as_officer(real, user)) as connection:
            said = held(connection, name, second)
        wanted = ("does not", "by another", "permission denied", "and for what was ordered")
        assert any(part in said for part in wanted), (user, said)


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("twee")
    workbooks = write_round(folder, count=4, unknown=())
    url = f"sqlite:///{(folder / 'verdeel.db').as_posix()}"
    _divided(folder / "policy.toml", workbooks, "--as", MAKER, "--database", url)
    return url


@pytest.mark.parametrize("second", sorted(SECONDS))
def test_nor_on_sqlite(on_sqlite: str, second: str) -> None:
    with reached(engine_of(on_sqlite)) as connection:
        said = held(connection, "B. Dekker", second)
        assert any(part in said for part in ("does not", "by another")), said


def test_every_name_of_every_table_is_that_of_who_adds_the_row(real: str) -> None:
    names = [
        (name, column.name) for name, table in sorted(SCHEMA.items()) for column in table.columns
        if column.name in NAMED
    ]  # fmt: skip
    assert len(names) > 40
    with reached(as_officer(real, APPROVER)) as connection:
        for name, column in names:
            said = _refusal(connection, name, {column: "S. Vermeulen"})
            assert "not S. Vermeulen" in said, (name, column, said)
            own = _refusal(connection, name, {column: "Y. Haddou"})
            assert "violates not-null" in own or not own, (name, column, own)


def _refusal(connection: Connection, name: str, values: dict[str, str]) -> str:
    table = SCHEMA[name]
    keys = {c.name: "x" for c in table.primary_key.columns if not isinstance(c.type, Integer)}
    try:
        with connection.begin_nested():
            connection.execute(insert(table).values({**keys, **values}))
    except DBAPIError as fault:
        return str(fault.orig)
    return ""


def test_no_other_column_holds_the_name_of_an_officer() -> None:
    """A column that is called otherwise would be held by nothing."""
    suspect = {
        column.name for table in SCHEMA.values() for column in table.columns
        if column.name.endswith(("_by", "officer", "approver", "maker", "_name"))
    }  # fmt: skip
    assert suspect - set(NAMED) - OTHERS_NAMES == {"screened_by"}  # held by an update
