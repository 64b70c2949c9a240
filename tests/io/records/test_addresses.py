"""How a database may be named, and where it may lie."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path, PureWindowsPath
from urllib.parse import quote

import pytest
from sqlalchemy import make_url, text

from verdeelsleutel.io.errors import Unreadable
from verdeelsleutel.io.records.connecting import engine_of, shown
from verdeelsleutel.io.records.database import transaction
from verdeelsleutel.io.records.placement import synchronised, wrong_place

from ...postgresql import Server, address, as_user
from .conftest import Desk, Verdeel
from .rounds import ADMINISTRATOR, APPROVER, MAKER, ROUND

DAY = "2026-11-30"
MOUNTS = (
    "/dev/sda1 / ext4 rw 0 0\n//server/share /mnt/schijf\\040g cifs rw 0 0\n"
    "server:/home /home nfs4 rw 0 0\ntmpfs /tmp tmpfs rw 0 0\n"
)


def test_a_path_alone_names_a_database(verdeel: Verdeel, desk: Desk) -> None:
    path = desk.folder / "met een spatie & 100%.db"
    opened = ("round", "open", ROUND, "--policy", desk.policy, "--as", MAKER)
    assert verdeel(*opened, "--database", path).code == 0
    assert path.exists()
    assert verdeel("round", "status", ROUND, on=str(path)).code == 0
    assert shown(str(path)) == str(path)
    gone = verdeel("round", "status", ROUND, "--database", desk.folder / "er-niet.db")
    assert gone.code == 5
    assert "bestaat niet" in gone.sentence
    nothing = verdeel("round", "status", ROUND, "--database", "onzin")
    assert nothing.code == 5
    assert "geen adres van een database" in nothing.sentence


def whole(verdeel: Verdeel, desk: Desk, owner: str, users: dict[str, str]) -> None:
    """A round from its opening to its approval, by roles of the server."""
    for step, who in (
        (("round", "open", ROUND, "--policy", desk.policy), MAKER),
        (("load", *desk.workbooks, "--round", ROUND), MAKER),
        (("screen", "--round", ROUND), MAKER),
        (("allocate", "--round", ROUND), MAKER),
    ):
        done = verdeel(*step, on=users[who])
        assert done.code == 0, (step, done.err)
    assert verdeel("audit", "verify", on=owner).code == 0


@pytest.mark.sample(only="Ronde")
@pytest.mark.parametrize("name", ["verdeel", 'Ronde "2026" 100%'])
def test_the_tables_may_be_in_any_schema(
    verdeel: Verdeel, desk: Desk, server: Server, name: str
) -> None:
    home = make_url(server.fresh())
    quoted = '"' + name.replace('"', '""') + '"'
    engine = engine_of(address(home))
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {quoted}"))
    engine.dispose()
    options = "-c search_path=" + quoted.replace(" ", "\\ ")
    url = address(home.update_query_dict({"options": options}))
    assert verdeel("database", "create", "--example", on=url).code == 0
    assert verdeel("database", "roles", "--apply", on=url).code == 0
    for user, group in ((MAKER, "officer"), (APPROVER, "approver"),
                        (ADMINISTRATOR, "administrator")):  # fmt: skip
        server.login(user, f"verdeel_{group}")
    whole(verdeel, desk, url, {user: as_user(url, user) for user in (MAKER, APPROVER)})
    engine = engine_of(url)
    with engine.connect() as connection:
        found = connection.execute(
            text("SELECT DISTINCT table_schema FROM information_schema.tables "
                 "WHERE table_name IN ('event', 'round', 'gate', 'report_award')")
        ).scalars()  # fmt: skip
        assert list(found) == [name]
    engine.dispose()


def test_a_name_and_options_with_spaces_and_percent_signs_reach_the_server(
    verdeel: Verdeel, server: Server
) -> None:
    name = "ronde 100% 2026"
    server.run(f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"')
    url = make_url(server.fresh())
    written = address(url).replace(f"/{url.database}", f"/{quote(name)}")
    written += (
        "&" if "?" in written else "?"
    ) + "application_name=a%20b&options=-c%20statement_timeout%3D9s"
    assert verdeel("database", "create", on=written).code == 0
    engine = engine_of(written)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT current_database()")).scalar() == name
        assert connection.execute(text("SHOW statement_timeout")).scalar() == "9s"
    engine.dispose()
    server.run(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_a_database_in_which_not_every_name_can_be_written_is_not_made(
    verdeel: Verdeel, server: Server
) -> None:
    server.run(
        "DROP DATABASE IF EXISTS latijn",
        "CREATE DATABASE latijn ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0",
    )
    refused = verdeel(
        "database", "create", on=address(make_url(server.fresh()).set(database="latijn"))
    )
    assert refused.code == 3
    assert "codering LATIN1" in refused.sentence


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/mnt/schijf g/rondes/verdeel.db", "op een netwerkschijf"),
        ("/home/sv/verdeel.db", "op een netwerkschijf"),
        ("//server/share/verdeel.db", ""),
        ("/srv/OneDrive - Gemeente/verdeel.db", "in een map die wordt gesynchroniseerd"),
        ("/srv/rondes/verdeel.db", ""),
        ("/srv/stackoverflow/verdeel.db", ""),
    ],
)
def test_a_network_drive_and_a_synchronised_folder_are_told(path: str, says: str) -> None:
    told = wrong_place(Path(path), MOUNTS)
    assert told.startswith(says)
    assert bool(told) == bool(says) or path.startswith("//")


def test_synchronised_folders_of_windows_are_known() -> None:
    for folder in (r"C:\Users\sv\OneDrive", r"C:\Users\sv\Dropbox\rondes",
                   r"C:\Users\sv\iCloudDrive", r"C:\Users\sv\Google Drive\x"):  # fmt: skip
        known = synchronised(PureWindowsPath(folder))
        assert bool(known) or "iCloudDrive" in folder, folder
    assert synchronised(PureWindowsPath(r"C:\rondes\2026")) == ""


def test_the_place_is_told_and_the_command_is_done(verdeel: Verdeel, desk: Desk) -> None:
    folder = desk.folder / "Dropbox"
    folder.mkdir()
    opened = ("round", "open", ROUND, "--policy", desk.policy, "--as", MAKER)
    done = verdeel(*opened, "--database", folder / "ronde.db")
    assert done.code == 0
    assert "wordt gesynchroniseerd (Dropbox)" in done.err


@pytest.mark.slow(
    sample="tests/io/records/test_backup.py::test_the_same_copy_again_changes_nothing_and_another_is_never_overwritten"
)
@pytest.mark.sample(only="sqlite")
def test_a_copy_that_was_put_back_already_is_told_so(
    verdeel: Verdeel, desk: Desk, any_url: str, tmp_path: Path
) -> None:
    """As after a power cut between the keeping and the telling."""
    source = f"sqlite:///{(desk.folder / 'bron.db').as_posix()}"
    opened = ("round", "open", ROUND, "--policy", desk.policy, "--as", MAKER)
    assert verdeel(*opened, on=source).code == 0
    copy = tmp_path / "kopie.zip"
    assert verdeel("backup", "--out", copy, on=source).code == 0
    first = verdeel("restore", copy, on=any_url)
    assert first.code == 0, first.err
    again = verdeel("restore", copy, on=any_url)
    assert (again.code, again.out) == (0, first.out)
    loaded = ("load", desk.workbooks[0], "--round", ROUND, "--as", MAKER)
    assert verdeel(*loaded, on=any_url).code == 0
    later = verdeel("restore", copy, on=any_url)
    assert later.code == 3
    assert "niet leeg" in later.sentence


@pytest.mark.sample(every=2)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE round SET state = 'onzin'",
        "UPDATE round SET policy_json = '{'",
        "UPDATE allocation SET allocation_json = x'ff00'",
        "UPDATE ledger_posting SET cents = 'veel'",
        "UPDATE ledger_entry SET kind = x'00'",
        "UPDATE application SET version = 'eerste'",
        "UPDATE person SET name = x'fe'",
        "UPDATE event SET person = 'niemand' WHERE number = 2",
    ],
)
def test_a_value_that_cannot_be_read_is_a_finding(
    verdeel: Verdeel, desk: Desk, divided_database: Path, statement: str
) -> None:
    path = desk.folder / "kapot.db"
    shutil.copy(divided_database, path)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA foreign_keys = OFF")
        for (name,) in raw.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute(statement)
        raw.commit()
    found = verdeel("audit", "verify", on=f"sqlite:///{path.as_posix()}")
    assert found.code in (3, 5)
    assert found.sentence


@pytest.fixture(scope="module")
def divided_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from verdeelsleutel.io import cli

    from .rounds import write_round

    folder = tmp_path_factory.mktemp("gedeeld")
    books = write_round(folder, count=4, unknown=())
    path = folder / "verdeel.db"
    on = ("--database", str(path), "--as", MAKER)
    for step in (
        ("round", "open", ROUND, "--policy", folder / "policy.toml"),
        ("load", *books, "--round", ROUND),
        ("screen", "--round", ROUND),
        ("allocate", "--round", ROUND),
    ):
        assert cli.run([str(part) for part in (*step, *on)]) == 0
    with transaction(f"sqlite:///{path.as_posix()}"):
        pass
    return path


def test_a_plain_installation_says_which_part_postgresql_needs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)  # as where the extra is not installed
    with pytest.raises(Unreadable, match=r"Installeer verdeelsleutel\[postgresql\]"):
        engine_of("postgresql://server/verdeel")
