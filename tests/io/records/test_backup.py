"""A copy holds everything, goes back into either database, and is refused when it is not whole."""

import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel

from verdeelsleutel.io.records import schema
from verdeelsleutel.io.records.database import reading

from .conftest import Desk, Verdeel
from .filled import loosened, write_filled
from .rounds import MAKER, ROUND


@pytest.fixture
def filled(tmp_path: Path) -> str:
    return write_filled(tmp_path / "gevuld.db")


@pytest.fixture
def copy(verdeel: Verdeel, filled: str, tmp_path: Path) -> Path:
    out = tmp_path / "kopie.zip"
    assert verdeel("backup", "--out", out, on=filled).code == 0
    return out


def rewritten(copy: Path, member: str, change: Callable[[bytes], bytes]) -> Path:
    """The copy with one of its files changed, and the hash in the manifest set right again."""
    other = copy.with_name("veranderd.zip")
    with zipfile.ZipFile(copy) as before, zipfile.ZipFile(other, "w") as after:
        for name in before.namelist():
            held = before.read(name)
            after.writestr(name, change(held) if name == member else held)
    return other


def test_a_copy_of_sqlite_goes_into_postgresql_and_back_with_the_same_bytes(
    verdeel: Verdeel, copy: Path, postgresql_url: str, tmp_path: Path
) -> None:
    there = verdeel("restore", copy, on=postgresql_url)
    assert there.code == 0, there.err
    assert verdeel("audit", "verify", on=postgresql_url).code == 0
    again = tmp_path / "van_postgresql.zip"
    assert verdeel("backup", "--out", again, on=postgresql_url).code == 0
    assert again.read_bytes() == copy.read_bytes()
    back = f"sqlite:///{(tmp_path / 'terug.db').as_posix()}"
    assert verdeel("restore", again, on=back).code == 0
    last = tmp_path / "van_sqlite.zip"
    assert verdeel("backup", "--out", last, on=back).code == 0
    assert last.read_bytes() == copy.read_bytes()


@pytest.mark.slow(sample="test_a_copy_of_sqlite_goes_into_postgresql_and_back_with_the_same_bytes")
@pytest.mark.sample(only="sqlite")
def test_work_goes_on_in_a_restored_database(
    verdeel: Verdeel, desk: Desk, copy: Path, any_url: str
) -> None:
    assert verdeel("restore", copy, on=any_url).code == 0
    opened = verdeel("round", "open", ROUND, "--policy", desk.policy, "--as", MAKER, on=any_url)
    assert opened.code == 0, opened.err
    loaded = verdeel("load", *desk.workbooks, "--round", ROUND, "--as", MAKER, on=any_url)
    assert loaded.code == 0, loaded.err
    assert verdeel("audit", "verify", on=any_url).code == 0


def test_a_copy_holds_every_table_and_every_row(copy: Path, filled: str) -> None:
    with zipfile.ZipFile(copy) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        lines = {
            table["name"]: archive.read(f"tables/{table['name']}.jsonl").count(b"\n")
            for table in manifest["tables"]
        }
    # Who logs in under which role is of the server, as the roles are.
    assert set(lines) == set(SQLModel.metadata.tables) - {"login", "gate"}
    with reading(filled) as session:
        for table in manifest["tables"]:
            query = text(f'SELECT count(*) FROM "{table["name"]}"')
            assert session.connection().execute(query).scalar() == table["rows"]
            assert lines[table["name"]] == table["rows"]
    assert manifest["head"]["number"] == 7  # the last two tell of steps of the schema


def test_the_same_copy_again_changes_nothing_and_another_is_never_overwritten(
    verdeel: Verdeel, copy: Path, filled: str
) -> None:
    held = copy.read_bytes()
    assert verdeel("backup", "--out", copy, on=filled).code == 0
    assert copy.read_bytes() == held
    copy.write_bytes(b"iets anders")
    refused = verdeel("backup", "--out", copy, on=filled)
    assert refused.code == 2
    assert "bestaat al" in refused.sentence
    assert copy.read_bytes() == b"iets anders"
    assert sorted(path.name for path in copy.parent.iterdir()) == ["gevuld.db", "kopie.zip"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_only_its_owner_can_read_a_copy(copy: Path) -> None:
    assert copy.stat().st_mode & 0o077 == 0


@pytest.mark.sample(only="sqlite")
def test_a_database_that_is_not_empty_is_left_alone(
    verdeel: Verdeel, copy: Path, any_url: str
) -> None:
    assert verdeel("database", "create", "--example", on=any_url).code == 0
    refused = verdeel("restore", copy, on=any_url)
    assert refused.code == 3
    assert "niet leeg" in refused.sentence
    with reading(any_url) as session:
        assert session.connection().execute(text("SELECT count(*) FROM event")).scalar() == 0


def first_line_gone(held: bytes) -> bytes:
    return held.partition(b"\n")[2]


def one_line_more(held: bytes) -> bytes:
    return held + b"[]\n"


def another_amount(held: bytes) -> bytes:
    assert b"granted" in held
    return held.replace(b"granted", b"gramted", 1)


@pytest.mark.sample(every=4)
@pytest.mark.parametrize("member", ["tables/award.jsonl", "tables/event.jsonl"])
@pytest.mark.parametrize("change", [first_line_gone, one_line_more])
def test_a_damaged_copy_makes_no_database(
    verdeel: Verdeel, copy: Path, tmp_path: Path, member: str, change: Callable[[bytes], bytes]
) -> None:
    other = rewritten(copy, member, change)
    target = tmp_path / "nieuw.db"
    refused = verdeel("restore", other, on=f"sqlite:///{target.as_posix()}")
    assert refused.code == 5
    assert "beschadigd" in refused.sentence
    assert not target.exists()


@pytest.mark.sample(only="sqlite")
def test_a_copy_with_a_changed_row_and_a_fitting_hash_is_found_by_the_audit_trail(
    verdeel: Verdeel, copy: Path, any_url: str
) -> None:
    held: dict[str, bytes] = {}
    with zipfile.ZipFile(copy) as archive:
        held["award"] = another_amount(archive.read("tables/award.jsonl"))
    changed = rewritten(copy, "tables/award.jsonl", lambda _: held["award"])

    def fitting(manifest: bytes) -> bytes:
        told: dict[str, Any] = json.loads(manifest)
        for table in told["tables"]:
            if table["name"] == "award":
                table["sha256"] = hashlib.sha256(held["award"]).hexdigest()
        return json.dumps(told).encode()

    shutil.copy(changed, copy)
    refused = verdeel("restore", rewritten(copy, "manifest.json", fitting), on=any_url)
    assert refused.code == 3
    assert "Award" in refused.sentence
    empty = verdeel("audit", "verify", on=any_url)
    assert empty.code == 5


def test_a_copy_from_a_newer_version_is_refused_in_a_sentence(
    verdeel: Verdeel, copy: Path, sqlite_url: str
) -> None:
    newer = f'"schema_number": {schema.newest()}'.encode()
    other = rewritten(
        copy, "manifest.json", lambda held: held.replace(newer, b'"schema_number": 9999')
    )
    refused = verdeel("restore", other, on=sqlite_url)
    assert refused.code == 5
    assert "nieuwere versie" in refused.sentence


@pytest.mark.parametrize("content", [b"", b"geen zip", b"PK\x03\x04 afgebroken"])
def test_what_is_no_copy_is_refused_in_a_sentence(
    verdeel: Verdeel, tmp_path: Path, sqlite_url: str, content: bytes
) -> None:
    path = tmp_path / "kopie.zip"
    path.write_bytes(content)
    refused = verdeel("restore", path, on=sqlite_url)
    assert refused.code == 5
    assert "geen reservekopie" in refused.sentence


@pytest.mark.slow(
    sample="test_a_copy_with_a_changed_row_and_a_fitting_hash_is_found_by_the_audit_trail"
)
def test_a_copy_of_a_tampered_database_is_made_and_says_so(
    verdeel: Verdeel, filled: str, tmp_path: Path
) -> None:
    with loosened(tmp_path / "gevuld.db") as connection:
        connection.execute("UPDATE award SET outcome = 'refused_rule'")
    made = verdeel("backup", "--out", tmp_path / "kopie.zip", "--json", on=filled)
    assert made.code == 1
    assert not json.loads(made.out)["sound"]
    refused = verdeel("restore", tmp_path / "kopie.zip", on=f"sqlite:///{tmp_path / 'n.db'}")
    assert refused.code == 3
