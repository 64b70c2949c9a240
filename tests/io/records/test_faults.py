"""What goes wrong around the database: nothing is lost or doubled, and one sentence says what."""

import hashlib
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from verdeelsleutel.io.errors import Unreadable
from verdeelsleutel.io.records import tables
from verdeelsleutel.io.records.connecting import engine_of
from verdeelsleutel.io.records.database import reading, transaction
from verdeelsleutel.io.records.trail import audit, chain

from ...postgresql import Server, connected, server_of_the_wheel
from .conftest import Desk, Verdeel
from .programs import NOBODY, run_limited, run_powerless
from .rounds import MAKER, ROUND, write_round

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")


def everything(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return "\n".join(connection.iterdump())


def load(desk: Desk) -> tuple[str | Path, ...]:
    return ("load", *desk.workbooks, "--round", ROUND, "--as", MAKER)


@posix
def test_a_disk_that_is_full_loses_nothing_and_the_same_command_again_completes_it(
    verdeel: Verdeel, desk: Desk, sqlite_url: str, tmp_path: Path
) -> None:
    opened = verdeel("round", "open", ROUND, "--policy", desk.policy, "--as", MAKER, on=sqlite_url)
    assert opened.code == 0
    path = tmp_path / "verdeel.db"
    before = everything(path)
    for room in (0, 20_000):
        full = run_limited(path.stat().st_size + room, *load(desk), on=sqlite_url)
        assert full.code == 5, full.err
        assert "Er is niets gewijzigd" in full.sentence
        assert everything(path) == before
    assert verdeel("audit", "verify", on=sqlite_url).code == 0
    done = verdeel(*load(desk), on=sqlite_url)
    assert done.code == 0
    assert "ongewijzigd" in done.out
    with reading(sqlite_url) as session:
        counted = session.connection().execute(text("SELECT count(*) FROM application")).scalar()
    assert counted == 12


@pytest.mark.slow(
    sample="test_a_disk_that_is_full_loses_nothing_and_the_same_command_again_completes_it"
)
@posix
def test_a_disk_that_is_full_leaves_no_half_database_and_no_half_copy(
    verdeel: Verdeel, desk: Desk, sqlite_url: str, tmp_path: Path
) -> None:
    new = tmp_path / "nieuw.db"
    open_round = ("round", "open", ROUND, "--policy", desk.policy, "--as", MAKER)
    full = run_limited(8_192, *open_round, on=f"sqlite:///{new.as_posix()}")
    assert full.code == 5
    assert full.sentence
    assert not new.exists()
    assert verdeel(*open_round, on=sqlite_url).code == 0
    copy = run_limited(1_000, "backup", "--out", tmp_path / "kopie.zip", on=sqlite_url)
    assert copy.code == 5
    assert "ruimte" in copy.sentence
    assert [path.name for path in tmp_path.iterdir() if "kopie" in path.name] == []
    assert verdeel("backup", "--out", tmp_path / "kopie.zip", on=sqlite_url).code == 0


@pytest.fixture
def outside() -> Iterator[Path]:
    """A folder that somebody without rights can reach, unlike those of pytest."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
        for path in Path(folder).rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)


@pytest.mark.slow(
    sample="test_a_disk_that_is_full_loses_nothing_and_the_same_command_again_completes_it"
)
@posix
def test_in_a_read_only_folder_one_can_read_and_everything_else_is_told_in_a_sentence(
    verdeel: Verdeel, outside: Path
) -> None:
    desk = Desk(outside / "desk", write_round(outside / "desk"))
    locked, warm = outside / "locked", outside / "warm"
    locked.mkdir()
    warm.mkdir()
    url, warm_url = (f"sqlite:///{folder.as_posix()}/verdeel.db" for folder in (locked, warm))
    open_round = ("round", "open", ROUND, "--policy", desk.policy, "--as", MAKER)
    assert verdeel(*open_round, on=url).code == 0
    shutil.copyfile(locked / "verdeel.db", warm / "verdeel.db")
    if os.geteuid() == 0:
        os.chown(warm, NOBODY, NOBODY)
    before = everything(locked / "verdeel.db")
    (locked / "verdeel.db").chmod(0o444)
    locked.chmod(0o555)
    other, warm_other = (f"sqlite:///{folder.as_posix()}/nieuw.db" for folder in (locked, warm))
    status, verified, refused, copy, new = run_powerless(
        (warm_url, url, ("round", "status", ROUND)),
        (warm_url, url, ("audit", "verify")),
        (warm_url, url, load(desk)),
        (warm_url, url, ("backup", "--out", locked / "kopie.zip")),
        (warm_other, other, open_round),
    )
    assert (status.code, verified.code) == (0, 0), status.err + verified.err
    assert refused.code == 5, refused.err
    assert "Er is niets gewijzigd" in refused.sentence
    assert copy.code == 5
    assert "geschreven" in copy.sentence
    assert new.code == 5
    assert new.sentence
    locked.chmod(0o755)
    assert everything(locked / "verdeel.db") == before


@pytest.fixture
def own_server() -> Iterator[Server]:
    """A server that a test may kill."""
    with tempfile.TemporaryDirectory(prefix="verdeel-tests-", ignore_cleanup_errors=True) as folder:
        server = server_of_the_wheel(Path(folder) / "postgresql")
        yield server
        server.end()


def halfway(url: str, fault: Callable[[], None]) -> None:
    """Write something to lose, and let the fault come before the transaction ends."""
    with transaction(url) as session:
        session.add(
            tables.Round(
                id=ROUND, state="open", policy_json="{}", policy_hash="h", policy_file="p",
                program_version="1", opened_by="S. Vermeulen",
            )
        )  # fmt: skip
        audit.append(session, ROUND, "round.opened", "S. Vermeulen", "1")
        fault()


def end_sessions(url: str) -> None:
    """What an administrator does before maintenance."""
    with connected(url) as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE pid <> pg_backend_pid() AND datname = current_database()"
            )
        )


def test_a_server_that_dies_halfway_loses_nothing_and_the_same_command_again_completes_it(
    verdeel: Verdeel, desk: Desk, own_server: Server
) -> None:
    url = own_server.fresh()
    open_round = ("round", "open", ROUND, "--policy", desk.policy, "--as", MAKER)
    assert verdeel("database", "create", "--example", on=url).code == 0
    with pytest.raises(Unreadable, match="viel weg op het moment van bewaren"):
        halfway(url, own_server.kill)
    gone = verdeel(*open_round, on=url)
    assert gone.code == 5
    assert "kan niet worden gelezen" in gone.sentence
    own_server.start()
    with reading(url) as session:
        assert chain.head(session).number == 0
    assert verdeel(*open_round, on=url).code == 0
    assert verdeel(*load(desk), on=url).code == 0
    assert verdeel("audit", "verify", on=url).code == 0


@pytest.mark.slow(
    sample="test_a_server_that_dies_halfway_loses_nothing_and_the_same_command_again_completes_it"
)
def test_a_session_that_the_server_ends_halfway_loses_nothing(
    verdeel: Verdeel, desk: Desk, postgresql_url: str
) -> None:
    assert verdeel("database", "create", "--example", on=postgresql_url).code == 0
    with pytest.raises(Unreadable, match="dezelfde opdracht opnieuw"):
        halfway(postgresql_url, lambda: end_sessions(postgresql_url))
    open_round = ("round", "open", ROUND, "--policy", desk.policy, "--as", MAKER)
    assert verdeel(*open_round, on=postgresql_url).code == 0
    assert verdeel("audit", "verify", on=postgresql_url).code == 0


def sha(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def test_a_clock_that_went_back_breaks_nothing_and_is_mentioned(
    verdeel: Verdeel, desk: Desk, any_url: str
) -> None:
    """An event of a computer whose clock was ahead, written as the trail is: hash over hash."""
    later = (datetime.now(UTC) + timedelta(days=400)).isoformat(timespec="seconds")
    detail_hash = sha("salt", "[]")
    written = {
        "number": 1, "round_id": ROUND, "kind": "lots.drawn", "person": 1, "at": later,
        "program_version": "1", "salt": "salt", "detail_hash": detail_hash, "detail_json": "[]",
        "previous": "0" * 64,
        "hash": sha("0" * 64, "1", ROUND, "lots.drawn", "1", later, "1", detail_hash),
    }  # fmt: skip
    assert verdeel("database", "create", "--example", on=any_url).code == 0
    engine = engine_of(any_url)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO person (number, name) VALUES (1, 'S. Vermeulen')"))
        names = ", ".join(written)
        values = ", ".join(f":{name}" for name in written)
        connection.execute(text(f"INSERT INTO event ({names}) VALUES ({values})"), written)
    engine.dispose()
    open_round = ("round", "open", ROUND, "--policy", desk.policy, "--as", "bram.dekker")
    if any_url.startswith("postgres"):
        with connected(any_url) as connection:
            # The number was given from outside, so the server has to be told where to go on.
            connection.execute(text("SELECT setval('person_number_seq', 1)"))
    assert verdeel(*open_round, on=any_url).code == 0
    verified = verdeel("audit", "verify", on=any_url)
    assert verified.code == 0, verified.err
    assert "Gebeurtenis 2 draagt een vroeger tijdstip" in verified.out


@pytest.mark.slow(
    sample="tests/io/records/test_dividing.py::test_a_second_run_is_refused_with_who_is_at_it"
)
def test_whoever_waits_too_long_is_told_for_whom(
    verdeel: Verdeel, desk: Desk, any_url: str
) -> None:
    """Another command keeps the database for longer than anybody waits: half a minute."""
    assert verdeel("database", "create", "--example", on=any_url).code == 0
    open_round = ("round", "open", ROUND, "--policy", desk.policy, "--as", MAKER)
    with transaction(any_url):
        refused = verdeel(*open_round, on=any_url)
        assert refused.code == 3
        assert "bezet door een" in refused.sentence
        assert any_url.startswith("sqlite") or str(make_url(any_url).username) in refused.sentence
    assert verdeel(*open_round, on=any_url).code == 0
