"""The audit trail finds whatever was changed behind the program's back."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlmodel import Session, select

from verdeelsleutel.io import cli
from verdeelsleutel.io.records import tables
from verdeelsleutel.io.records.connecting import engine_of

from ..records.coherent import retold
from .conftest import ANSWERED, ROUND, Verdeel
from .test_bad_input import one_sentence, state


@pytest.fixture(scope="session")
def decided_database(small_samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small round, approved, in a database to copy."""
    database = tmp_path_factory.mktemp("decided") / "verdeel.db"
    common = ("--database", f"sqlite:///{database.as_posix()}", "--as")
    steps = [
        ("round", "open", ROUND, "--policy", str(small_samples / "policy.toml"),
         *common, "bram.dekker"),
        ("load", str(small_samples / "bereikbaarheid.xlsx"), "--round", ROUND,
         *common, "sanne.vermeulen"),
        ("screen", "--round", ROUND, *common, "sanne.vermeulen"),
        (*ANSWERED, *common, "sanne.vermeulen"),
        ("allocate", "--round", ROUND, *common, "sanne.vermeulen"),
        ("approve", "--round", ROUND, *common, "yasmina.haddou"),
    ]  # fmt: skip
    for step in steps:
        assert cli.run(list(step)) == 0, step
    return database


@pytest.fixture
def decided(desk: Path, decided_database: Path) -> Path:
    shutil.copy(decided_database, desk / "verdeel.db")
    return desk


def tamper(database: Path, *statements: str) -> None:
    """Change the database as somebody with the file and a database program could."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def test_an_untouched_round_is_sound_and_checking_changes_nothing(
    decided: Path, verdeel: Verdeel
) -> None:
    before = state(decided / "verdeel.db")
    result = verdeel("audit", "verify")
    assert result.code == 0, result.err
    assert "In orde: 6 gebeurtenissen" in result.out
    assert state(decided / "verdeel.db") == before


@pytest.mark.sample(every=3)
@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE award SET amount_cents = amount_cents + 1, payable_cents = payable_cents + 1 "
         "WHERE id = 3", "Award"),
        ("UPDATE application SET application_json = replace(application_json, '1', '2') "
         "WHERE id = 5", "Application"),
        ("UPDATE approval SET approver = 'T. Rademaker'", "Approval"),
        ("UPDATE round SET policy_json = policy_json || ' '", "Round"),
        ("UPDATE screening SET assessments_json = '[]' WHERE id = 2", "Screening"),
        ("DELETE FROM award WHERE id = 4", "Award"),
        ("INSERT INTO batch (round_id, file, sha256, loaded_by) "
         "VALUES ('2026-1', 'extra.xlsx', 'abc', 'niemand')", "Batch"),
        ("UPDATE event SET person = 1 WHERE number = 2", "Gebeurtenis 2"),
        ("UPDATE event SET detail_json = '[]' WHERE number = 4", "gebeurtenis 4"),
        ("UPDATE event SET at = '2020-01-01T00:00:00+00:00' WHERE number = 1", "Gebeurtenis 1"),
        ("DELETE FROM event WHERE number = 3", "Gebeurtenis 3 ontbreekt"),
        ("UPDATE event SET number = number + 1 WHERE number = 6", "Gebeurtenis 6 ontbreekt"),
    ],
)  # fmt: skip
def test_whatever_is_changed_is_found_and_named(
    decided: Path, verdeel: Verdeel, statement: str, told: str
) -> None:
    tamper(decided / "verdeel.db", statement)
    result = verdeel("audit", "verify")
    assert result.code == 3
    assert told in one_sentence(result)


def test_a_cut_off_tail_is_found_against_an_anchor(decided: Path, verdeel: Verdeel) -> None:
    anchor = json.loads(verdeel("audit", "anchor", "--json").out)
    assert anchor["number"] == 6
    assert verdeel("audit", "verify", "--anchor", anchor["hash"]).code == 0
    # As a shell of an office keeps what was printed: PowerShell 5.1 writes UTF-16.
    kept = [decided / f"anker-{encoding}.txt" for encoding in ("utf-8", "utf-16")]
    for path, told in zip(kept, (("--json",), ()), strict=True):
        printed = verdeel("audit", "anchor", *told).out
        path.write_bytes(printed.replace("\n", "\r\n").encode(path.stem.partition("-")[2]))
        assert verdeel("audit", "verify", "--anchor", path).code == 0
    tamper(
        decided / "verdeel.db",
        "DELETE FROM event WHERE number = 6",
        "DELETE FROM person WHERE number = (SELECT max(number) FROM person)",  # who approved it
        "DELETE FROM approval",
        "DELETE FROM ledger_posting WHERE entry_id = (SELECT max(id) FROM ledger_entry)",
        "DELETE FROM ledger_entry WHERE kind = 'committed'",
        "UPDATE round SET state = 'allocated'",
    )
    assert verdeel("audit", "verify").code == 0
    for against in (anchor["hash"], *kept):
        result = verdeel("audit", "verify", "--anchor", against)
        assert result.code == 3
        assert "afgeknipt" in one_sentence(result)


@pytest.mark.parametrize("text", ["[" * 200_000, '{"a":' * 200_000, '[{"reference": 3}', "null"])
def test_an_anchor_that_is_no_register_is_one_sentence(
    decided: Path, verdeel: Verdeel, text: str
) -> None:
    path = decided / "receipts.json"
    path.write_text(text, encoding="utf-8")
    refused = verdeel("audit", "verify", "--anchor", path)
    assert refused.code == 5
    assert "is geen register van brieven" in one_sentence(refused)


@pytest.mark.parametrize("text", ["[" * 200_000, "{", "3", '["a"]', "x"])
def test_a_value_that_cannot_be_read_is_a_finding(
    decided: Path, verdeel: Verdeel, text: str
) -> None:
    """Also where every hash was written anew, so that only reading it fails."""
    tamper(decided / "verdeel.db", "UPDATE event SET kind = kind")
    url = f"sqlite:///{(decided / 'verdeel.db').as_posix()}"
    engine = engine_of(url)
    with Session(engine) as session:
        for row in session.exec(select(tables.Screening)).all():
            row.assessments_json = text
        retold(session)
        session.commit()
    engine.dispose()
    found = verdeel("audit", "verify")
    assert found.code == 3
    assert "niet te lezen" in one_sentence(found)


@pytest.mark.parametrize("act", ["UPDATE event SET kind = 'x'", "DELETE FROM event"])
def test_the_database_itself_refuses_to_change_an_event(decided: Path, act: str) -> None:
    refuse: Callable[[], object]
    with closing(sqlite3.connect(decided / "verdeel.db")) as connection:
        refuse = lambda: connection.execute(act)  # noqa: E731
        with pytest.raises(sqlite3.IntegrityError, match="never changed or deleted"):
            refuse()


def test_the_chain_holds_numbers_and_no_names(decided: Path) -> None:
    with closing(sqlite3.connect(decided / "verdeel.db")) as connection:
        events = str(connection.execute("SELECT * FROM event").fetchall())
    assert "Vermeulen" not in events
    assert "Haddou" not in events
