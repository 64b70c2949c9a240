"""Contact persons: kept apart, in nothing that leaves, and taken away after their term."""

import json
import os
import sqlite3
import zipfile
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from verdeelsleutel.grants.calendar import months_after
from verdeelsleutel.io.letters.verification.reading import read_back

from .conftest import Desk, Verdeel
from .keeping import MAIL, NAME, Kept, write_kept
from .rounds import ADMINISTRATOR, MAKER, ROUND, rows, workbook_of

PLANTED = (NAME, MAIL, "Quispel")


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return write_kept(tmp_path / "desk")


def told_in(path: Path) -> list[str]:
    """The files under a path, or parts of a zip, in which a planted name stands."""
    found: list[str] = []
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if not file.is_file():
            continue
        pieces = {file.name: file.read_bytes()}
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as archive:
                pieces = {f"{file.name}/{name}": archive.read(name) for name in archive.namelist()}
        if file.suffix == ".pdf":
            pieces = {file.name: str(read_back(file.read_bytes())).encode()}
        found += [
            name
            for name, data in pieces.items()
            if any(planted.encode() in data for planted in PLANTED)
        ]
    return found


def test_no_output_holds_a_contact_person(verdeel: Verdeel, kept: Kept, tmp_path: Path) -> None:
    out = tmp_path / "uit"
    out.mkdir()
    made = [
        verdeel("report", "--round", ROUND, "--out", out / "rapport", on=kept.url),
        verdeel("backup", "--open-formats", "--out", out / "open", on=kept.url),
        verdeel("allocate", "--round", ROUND, "--out", out / "lijst", "--as", MAKER, on=kept.url),
        verdeel("explain", "WBI-00001", "--round", ROUND, "--json", on=kept.url),
        verdeel("screen", "--round", ROUND, "--json", "--as", MAKER, on=kept.url),
        verdeel("ledger", "--round", ROUND, "--json", on=kept.url),
        verdeel("audit", "verify", "--json", on=kept.url),
        verdeel("round", "status", ROUND, "--json", on=kept.url),
        verdeel("round", "amend", ROUND, on=kept.url),
        verdeel("ledger", "--round", ROUND, "--out", out / "grootboek.journal", on=kept.url),
        verdeel("audit", "anchor", on=kept.url),
        verdeel("query", "province", "Utrecht", "--round", ROUND, on=kept.url),
        verdeel("replay", kept.bundle, "--no-solve", "--json"),
        verdeel("load", kept.folder / "aanvragen.xlsx", "--round", ROUND, "--as", MAKER,
                on=kept.url),
    ]  # fmt: skip
    for one in made:
        assert not [name for name in PLANTED if name in one.out + one.err]
    assert {one.code for one in made} <= {0, 1, 3}
    assert told_in(out) == []
    assert told_in(kept.letters) == []
    assert told_in(kept.bundle) == []
    assert told_in(kept.folder / "ronde.db") == ["ronde.db"], "the search finds what is there"


@pytest.mark.slow(sample="test_no_output_holds_a_contact_person")
def test_of_free_text_is_promised_what_the_manual_says(verdeel: Verdeel, tmp_path: Path) -> None:
    """A contact's name in a project's name goes where that name goes, but is not published."""
    kept = write_kept(tmp_path / "desk", count=3, project=f"Plan van {NAME}, {MAIL}")
    out = tmp_path / "uit"
    report = ("report", "--round", ROUND, "--out", out / "rapport")
    assert verdeel(*report, on=kept.url).code == 0
    assert verdeel("backup", "--open-formats", "--out", out / "open", on=kept.url).code == 0
    assert {Path(name.partition("/")[0]).name for name in told_in(out / "rapport")} == {
        "report.html", "report.xlsx"
    }  # fmt: skip
    assert told_in(out / "open") == []
    published = [path.name for path in (out / "rapport").iterdir() if "open_data" in path.name]
    assert published


@pytest.mark.slow(sample="test_no_output_holds_a_contact_person")
def test_what_is_decided_on_holds_no_contact_person(kept: Kept) -> None:
    with closing(sqlite3.connect(kept.folder / "ronde.db")) as connection:
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        ).fetchall():
            held = str(connection.execute(f'SELECT * FROM "{name}"').fetchall())
            assert (NAME in held) == (name == "contact"), name


def test_after_the_term_they_are_gone_from_the_file_and_everything_else_is_as_it_was(
    verdeel: Verdeel, kept: Kept, tmp_path: Path
) -> None:
    purge = ("privacy", "purge", "--round", ROUND)
    early = verdeel(*purge, "--before", "2027-01-01", "--as", ADMINISTRATOR, on=kept.url)
    assert early.code == 3
    assert "bewaard tot en met 30-11-2028" in early.sentence
    dry = verdeel(*purge, "--before", "2028-12-01", "--dry-run", "--json", on=kept.url)
    assert json.loads(dry.out)["contacts"] == 9
    assert not json.loads(dry.out)["done"]
    by_an_officer = verdeel(*purge, "--before", "2028-12-01", "--as", MAKER, on=kept.url)
    assert by_an_officer.code == 3
    assert told_in(kept.folder / "ronde.db") != []
    done = verdeel(*purge, "--before", "2028-12-01", "--as", ADMINISTRATOR, on=kept.url)
    assert done.code == 0, done.err
    assert "9 versies" in done.out
    assert "Wat blijft:" in done.out
    assert told_in(kept.folder / "ronde.db") == []
    again = verdeel(*purge, "--before", "2028-12-01", "--as", ADMINISTRATOR, "--json", on=kept.url)
    assert json.loads(again.out)["contacts"] == 0
    sound = verdeel("audit", "verify", "--anchor", kept.bundle, on=kept.url)
    assert sound.code == 0, sound.err
    letters = ("letters", "--round", ROUND, "--out", tmp_path / "weer", "--no-word")
    assert verdeel(*letters, "--as", MAKER, on=kept.url).code == 0
    for name in ("receipts.json", "letters.csv", "WBI-00001.pdf"):
        assert (tmp_path / "weer" / name).read_bytes() == (kept.letters / name).read_bytes()
    after = tmp_path / "na.zip"
    assert verdeel("bundle", "--round", ROUND, "--out", after, on=kept.url).code == 0
    assert verdeel("replay", after).code == 0


def test_another_contact_person_alone_is_no_new_version(verdeel: Verdeel, desk: Desk) -> None:
    url = f"sqlite:///{(desk.folder / 'r.db').as_posix()}"
    opened = ("round", "open", ROUND, "--policy", desk.policy, "--as", MAKER)
    assert verdeel(*opened, on=url).code == 0
    for name in ("Eerste Persoon", NAME):
        made = [row | {"contact": name, "email": MAIL} for row in rows(2)]
        book = workbook_of(desk.folder / "zelfde.xlsx", made)
        loaded = verdeel("load", book, "--round", ROUND, "--as", MAKER, "--json", on=url)
        assert loaded.code == 0, loaded.err
    assert json.loads(loaded.out)[0]["unchanged"] == 2
    with closing(sqlite3.connect(desk.folder / "r.db")) as connection:
        held = connection.execute("SELECT contact FROM contact").fetchall()
    assert held == [(NAME,), (NAME,)]


@pytest.mark.skipif(os.name != "posix", reason="Windows has rights of another kind")
def test_a_new_database_is_its_owners_alone(kept: Kept) -> None:
    assert (kept.folder / "ronde.db").stat().st_mode & 0o777 == 0o600


def test_months_are_counted_to_the_last_day_of_a_shorter_month() -> None:
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_after(date(2026, 11, 30), 24) == date(2028, 11, 30)
    assert months_after(date(2026, 12, 31), 12) == date(2027, 12, 31)
