"""Whatever single thing is changed in any table, on either database, is found and named."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from verdeelsleutel.io import cli
from verdeelsleutel.io.records.connecting import engine_of
from verdeelsleutel.io.records.rounds.reader import RoundReader
from verdeelsleutel.io.records.trail import audit, chain, verification
from verdeelsleutel.io.rounds.checks import rederivation
from verdeelsleutel.io.rounds.checks.rederivation import faults_of

from ...postgresql import Server
from ..cli.test_unknown import ROUND as KLEIN
from ..files.hostile import changed_copy
from . import coherent, coherent_since
from .any_change import Change, changed, seeds, tables_in
from .coherent import Forge, retold
from .lived import lived
from .long_lived import long_lived
from .rounds import ROUND

SEED = 20261130
SAMPLE, ALL = 20, 300
AT_THE_DOOR = (*coherent.FOUND_AT_THE_DOOR, *coherent_since.FOUND_AT_THE_DOOR)
# What is worked out again of the round that these changes are made to.
LIVED_THROUGH = {
    "case_of_round", "screening_difference", "allocation_difference", "certificate_difference",
    "answer_difference", "approval_difference", "approver_difference", "decided_difference",
    "award_decision_difference", "payment_difference", "settling_difference", "monitor_difference",
    "beside_difference", "first_difference",
}  # fmt: skip
BY_AN_ANCHOR = (*coherent.FOUND_BY_AN_ANCHOR, *coherent_since.FOUND_BY_AN_ANCHOR)


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A round with something in as many tables as there are, and a copy of its database."""
    return lived(tmp_path_factory.mktemp("gewijzigd"))


@dataclass
class Bench:
    """A database that is opened, changed without its triggers, looked at, and left as it was."""

    engine: Engine
    round_id: str = ROUND

    def tried(self, kind: str, count: int) -> tuple[int, list[str]]:
        """How many changes were made, and those that were not found or not named."""
        missed, made = list[str](), 0
        with self.engine.connect() as connection:
            known = tables_in(connection)
            connection.rollback()
            for draw in seeds(SEED, kind, count * 2):
                if made == count:
                    break
                loosen(connection)
                try:
                    change = changed(connection, draw, known)
                except IntegrityError:
                    connection.rollback()  # the database itself does not take it
                    continue
                found = found_in(connection, self.round_id)
                connection.rollback()
                made += 1
                if not named(change, found):
                    missed.append(f"{change.table}: {change.what}: {found[:2]}")
        return made, missed


def loosen(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        return
    connection.execute(text("PRAGMA defer_foreign_keys = ON"))
    triggers = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    for name in triggers.scalars().all():
        connection.execute(text(f"DROP TRIGGER {name}"))


def found_in(connection: Connection, round_id: str) -> tuple[str, ...]:
    """What stands at every door: the same that `letters` asks before it writes anything."""
    with (
        Session(bind=connection, join_transaction_mode="create_savepoint") as session,
        verification.whatever_is_there(session),
    ):
        return faults_of(RoundReader(session, round_id))


def named(change: Change, found: tuple[str, ...]) -> bool:
    """Whether something says of which table, event, round or person it is."""
    plain = change.table.replace("_", "").lower()
    told = " ".join(found).lower()
    if change.table in ("event", "person", "mark", "round"):
        return bool(found)
    return plain in told or "ebeurtenis" in told


@pytest.fixture(scope="module")
def on_sqlite(decided: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    path = tmp_path_factory.mktemp("kopie") / "verdeel.db"
    shutil.copy(decided / "verdeel.db", path)
    engine = engine_of(f"sqlite:///{path.as_posix()}")
    yield Bench(engine)
    engine.dispose()


@pytest.fixture(scope="module")
def on_postgresql(decided: Path, server: Server) -> Iterator[Bench]:
    url = server.fresh()
    assert cli.run(["restore", str(decided / "kopie.zip"), "--database", url]) == 0
    engine = engine_of(url)
    yield Bench(engine)
    engine.dispose()


def test_a_sample_of_changes_is_found_on_sqlite(on_sqlite: Bench) -> None:
    assert on_sqlite.tried("sqlite", SAMPLE) == (SAMPLE, [])


@pytest.mark.slow(sample="test_a_sample_of_changes_is_found_on_sqlite")
def test_a_sample_of_changes_is_found_on_postgresql(on_postgresql: Bench) -> None:
    assert on_postgresql.tried("postgresql", SAMPLE // 2) == (SAMPLE // 2, [])


@pytest.mark.slow(sample="test_a_sample_of_changes_is_found_on_sqlite")
def test_three_hundred_changes_are_found_on_sqlite(on_sqlite: Bench) -> None:
    assert on_sqlite.tried("sqlite", ALL) == (ALL, [])


@pytest.mark.slow(sample="test_a_sample_of_changes_is_found_on_sqlite")
def test_three_hundred_changes_are_found_on_postgresql(on_postgresql: Bench) -> None:
    assert on_postgresql.tried("postgresql", ALL) == (ALL, [])


def test_a_mistake_in_the_program_is_not_told_as_a_damaged_value(
    on_sqlite: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In whatever part of working a round out again: it stands as it is, with where it was made."""
    parts = [name for name in vars(rederivation) if name.endswith("_difference") and name[0] != "_"]
    reached: set[str] = set()
    with on_sqlite.engine.connect() as connection:
        for part in ("case_of_round", *parts):

            def mistaken(reader: Any, *_: object, part: str = part, **__: object) -> str:
                reached.add(part)
                return str(reader.what_no_reader_has)

            with monkeypatch.context() as patch:
                patch.setattr(rederivation, part, mistaken)
                if part in LIVED_THROUGH:
                    with pytest.raises(AttributeError, match="what_no_reader_has"):
                        found_in(connection, ROUND)
                else:
                    assert found_in(connection, ROUND) == ()
    assert reached == LIVED_THROUGH


def forged(bench: Bench, forge: Forge, draw: random.Random) -> tuple[list[str], list[str], bool]:
    """What the trail says of a forgery, what the door says, and whether an anchor finds it."""
    with bench.engine.connect() as connection:
        loosen(connection)
        with Session(bind=connection, join_transaction_mode="create_savepoint") as session:
            head = chain.head(session).hash
            assert verification.verify(session, head) == ()
            forge(session, draw)
            retold(session)
            session.commit()
            torn = list(verification.verify(session))
            door = list(faults_of(RoundReader(session, ROUND)))
            anchored = verification.verify(session, head) != ()
        connection.rollback()
    return torn, door, anchored


def forgeries_found(bench: Bench, kind: str, times: int) -> int:
    made = 0
    for forge in (*AT_THE_DOOR, *BY_AN_ANCHOR):
        for draw in seeds(SEED, f"{kind} {forge.__name__}", times):
            torn, door, anchored = forged(bench, forge, draw)
            assert torn == [], forge.__name__  # it hangs together
            assert anchored, forge.__name__
            if forge in AT_THE_DOOR:
                assert door != [], forge.__name__
                assert ROUND in door[0] or ":" in door[0], door
            made += 1
    return made


def test_a_coherent_forgery_of_each_kind_is_found_on_sqlite(on_sqlite: Bench) -> None:
    assert forgeries_found(on_sqlite, "sqlite", 1) == len(AT_THE_DOOR) + len(BY_AN_ANCHOR)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_three_coherent_forgeries_of_each_kind_are_found(
    kind: str, request: pytest.FixtureRequest
) -> None:
    bench = request.getfixturevalue(f"on_{kind}")
    assert forgeries_found(bench, kind, 3) == 3 * (len(AT_THE_DOOR) + len(BY_AN_ANCHOR))


@pytest.mark.slow(
    sample="tests/io/records/test_backup.py::test_a_copy_with_a_changed_row_and_a_fitting_hash_is_found_by_the_audit_trail"
)
def test_a_doctored_copy_is_not_put_back(decided: Path, tmp_path: Path) -> None:
    """Every hash of the copy is set right again; the trail in it still tells."""
    data = (decided / "kopie.zip").read_bytes()
    refused = 0
    for draw in seeds(SEED, "kopie", 6):
        (tmp_path / "kopie.zip").write_bytes(changed_copy(draw, data))
        target = tmp_path / "nieuw.db"
        code = cli.run(["restore", str(tmp_path / "kopie.zip"), "--database", str(target)])
        assert code in (0, 3, 5)
        refused += code != 0
        target.unlink(missing_ok=True)
    assert refused >= 5


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a round in which nearly everything happened, and a copy of it."""
    folder = tmp_path_factory.mktemp("lang")
    with as_file(files("verdeelsleutel.sample_applications")) as samples:
        desk = long_lived(folder / "desk", samples)
    assert desk.asks("backup", "--out", str(folder / "kopie.zip")) == 0, desk.said
    shutil.copy(desk.folder / "verdeel.db", folder)
    return folder


@pytest.mark.slow(sample="test_a_sample_of_changes_is_found_on_sqlite")
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_three_hundred_changes_of_a_long_life_are_found(
    long: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{(long / 'verdeel.db').as_posix()}"
    if kind == "postgresql":
        url = request.getfixturevalue("server").fresh()
        assert cli.run(["restore", str(long / "kopie.zip"), "--database", url]) == 0
    bench = Bench(engine_of(url), KLEIN)
    with bench.engine.connect() as connection:
        assert found_in(connection, KLEIN) == ()
    assert bench.tried(f"lang {kind}", ALL) == (ALL, [])
    bench.engine.dispose()


# What neither life has a row of: real rounds, earlier ones, and a few acts before the letters.
IN_NEITHER = {
    "admission", "office_file", "opening_balance", "lot", "row_beside", "row_link",
    "completion_answer", "completion_confirmation", "deep_answer", "publication_weighing",
}  # fmt: skip


@pytest.mark.slow
def test_every_table_is_drawn_from(on_sqlite: Bench, long: Path) -> None:
    names: set[str] = set()
    other = engine_of(f"sqlite:///{(long / 'verdeel.db').as_posix()}")
    for engine in (on_sqlite.engine, other):
        with engine.connect() as connection:
            names |= {table.name for table in tables_in(connection)}
    other.dispose()
    covered = {str(inspect(model).local_table) for model in audit.COVERED}
    assert covered - names <= IN_NEITHER


def test_every_table_with_rows_is_drawn_from(on_sqlite: Bench) -> None:
    with on_sqlite.engine.connect() as connection:
        names = {table.name for table in tables_in(connection)}
    assert {
        "account", "allocation", "application", "approval", "award", "award_decision",
        "award_decision_approval", "batch", "change_request", "contact", "event", "finding",
        "judgement", "ledger_entry", "ledger_posting", "mark", "monitor_file", "monitor_report",
        "monitor_request", "payment_confirmation", "payment_correction", "payment_order", "person",
        "publication", "reserve_ladder", "round", "screening", "settling_act",
        "settling_act_approval", "withdrawal",
    } <= names  # fmt: skip
