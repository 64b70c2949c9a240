"""Whatever is killed, and whenever: contact persons are in the database and nowhere else.

But for the files that exist to hold them: the workbook as it came in, its annotated copy, the
workbook to complete, and a reserve copy.
"""

from __future__ import annotations

import io
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from verdeelsleutel.io.files.placing import making, place
from verdeelsleutel.io.files.temporary import abandoned, take_away

from .keeping import MAIL, NAME, do
from .rounds import APPROVER, MAKER, ROUND, policy_of, rows, workbook_of, write_round

SEED = 20261130
# The workbooks as they came in, and the two files that exist to hold a contact person.
LISTED = (
    "aanvragen.xlsx", "verbeterd.xlsx", "terug.xlsx", "aanvragen.bevindingen.xlsx",
    "aanvulling_E.xlsx", "kopie.zip",
)  # fmt: skip
DATABASES = ("ronde.db", "verdeel.db")
MARKS = [text.encode() for text in (NAME, MAIL)] + [NAME.encode("utf-16-le")]
# What a round asks, in order; each is killed and then given again.
STEPS: tuple[tuple[str, ...], ...] = (
    ("load", "aanvragen.xlsx", "--annotate", "terug"),
    ("screen",),
    ("allocate", "--out", "lijst"),
    ("approve", "--date", "2026-11-30"),
    ("letters", "--out", "brieven"),
    ("report", "--out", "verslag"),
    ("bundle", "--out", "ronde.zip"),
    ("backup", "--out", "kopie.zip"),
)
_RUN = "import sys; from verdeelsleutel.io.cli.running import main; sys.argv[0] = 'verdeel'; main()"
pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows ends processes in another way")


def holding(folder: Path) -> list[str]:
    """Every file that holds a contact person, also within a zip, but for those that may."""
    return [
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not path.name.startswith(DATABASES)
        and path.name not in LISTED
        and any(mark in data for data in contents(path.read_bytes()) for mark in MARKS)
    ]


def contents(data: bytes) -> Iterator[bytes]:
    yield data
    if data[:2] == b"PK":
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for name in archive.namelist():
                    yield from contents(archive.read(name))
        except (zipfile.BadZipFile, OSError):
            return  # half a file; its bytes were looked at


def written(folder: Path, count: int) -> Path:
    write_round(folder, count, unknown=())
    for old in folder.glob("aanvragen_*.xlsx"):
        old.unlink()
    made = [row | {"contact": NAME, "email": MAIL} for row in rows(count, ())]
    made[0] |= {"project_name": "Plan\u200b Oost"}  # a finding: so there is an annotated copy
    workbook_of(folder / "aanvragen.xlsx", made)
    (folder / "policy.toml").write_text(policy_of(made), encoding="utf-8")
    (folder / "temporary").mkdir()
    on = f"sqlite:///{(folder / 'ronde.db').as_posix()}"
    assert do(on, "round", "open", ROUND, "--policy", folder / "policy.toml", "--as", MAKER) == 0
    return folder


def started(folder: Path, step: tuple[str, ...]) -> subprocess.Popen[bytes]:
    who = APPROVER if step[0] == "approve" else MAKER
    own = () if step[0] == "backup" else ("--round", ROUND, "--as", who)
    environment = {
        **os.environ, "VERDEEL_DATABASE": f"sqlite:///{(folder / 'ronde.db').as_posix()}",
        "TMPDIR": str(folder / "temporary"), "PYTHONUTF8": "1",
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-c", _RUN, *step, *own], cwd=folder, env=environment,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def swept(folder: Path, kills: int, draw: random.Random, steps: tuple[tuple[str, ...], ...]) -> int:
    """Kill each step so many times at a moment of chance, then let it end; how many were killed."""
    killed = 0
    for step in steps:
        before = folder.with_name(f"{folder.name}-{step[0]}")
        shutil.copytree(folder, before)
        began = time.perf_counter()
        assert started(before, step).wait() in (0, 1), step
        usual = time.perf_counter() - began
        shutil.rmtree(before)
        for _ in range(kills):
            process = started(folder, step)
            try:
                process.wait(draw.uniform(0.2, 1.0) * usual)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                killed += 1
            assert holding(folder) == [], step
        assert started(folder, step).wait() in (0, 1), step
        assert holding(folder) == [], step
    return killed


@pytest.mark.slow
def test_loading_and_letters_that_are_killed_leave_no_contact_person(tmp_path: Path) -> None:
    folder = written(tmp_path / "desk", count=4)
    swept(folder, 0, random.Random(SEED), STEPS[:1])
    assert (folder / "terug" / "aanvragen.bevindingen.xlsx").exists()
    swept(folder, 0, random.Random(SEED), STEPS[1:4])
    assert swept(folder, 2, random.Random(SEED), STEPS[4:5]) > 0


@pytest.mark.slow
def test_every_command_that_is_killed_at_any_moment_leaves_no_contact_person(
    tmp_path: Path,
) -> None:
    killed = swept(written(tmp_path / "desk", count=60), 20, random.Random(SEED), STEPS)
    assert killed > len(STEPS) * 10


def test_a_file_that_is_not_finished_leaves_nothing_and_what_stood_there_stays(
    tmp_path: Path,
) -> None:
    place(tmp_path / "brief.txt", b"eerst")
    broken = making(tmp_path / "brief.txt", private=True)
    broken.__enter__().write(NAME.encode())
    assert holding(tmp_path) == [] or sys.platform != "linux"
    stopped = RuntimeError("killed")
    assert broken.__exit__(RuntimeError, stopped, None) is False
    assert [path.name for path in tmp_path.iterdir()] == ["brief.txt"]
    assert (tmp_path / "brief.txt").read_bytes() == b"eerst"


def _exits(*_: object) -> None:
    sys.exit(9)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere files are made in a folder")
def test_what_was_killed_just_before_it_took_its_place_is_taken_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, other = tmp_path / "brief.txt", tmp_path / ".brief.txt-van-een-ander"
    place(target, b"eerst")
    other.write_bytes(b"van een ander")
    for again in (lambda: place(target, b"opnieuw"), lambda: purged(tmp_path)):
        with monkeypatch.context() as killed:
            killed.setattr(Path, "replace", _exits)
            with pytest.raises(SystemExit):
                place(target, NAME.encode(), private=True)
        assert len(holding(tmp_path)) == 1
        again()
        assert holding(tmp_path) == []
    assert target.read_bytes() == b"opnieuw"
    assert sorted(path.name for path in tmp_path.iterdir()) == [other.name, target.name]


def purged(folder: Path) -> None:
    for draft in abandoned(folder):
        take_away(draft)


def test_no_file_is_written_through_a_link(tmp_path: Path) -> None:
    target = tmp_path / "van_een_ander.txt"
    target.write_bytes(b"van een ander")
    for name in ("brief.txt", "hangend.txt"):
        (tmp_path / name).symlink_to(target if name == "brief.txt" else tmp_path / "er-niet")
        place(tmp_path / name, b"van ons")
        assert not (tmp_path / name).is_symlink()
        assert (tmp_path / name).read_bytes() == b"van ons"
    assert target.read_bytes() == b"van een ander"
    assert not (tmp_path / "er-niet").exists()


def test_what_is_taken_away_is_gone_from_the_log_of_the_database_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = written(tmp_path / "desk", count=4)
    on = f"sqlite:///{(folder / 'ronde.db').as_posix()}"
    with closing(sqlite3.connect(folder / "ronde.db")) as raw:
        raw.execute("PRAGMA journal_mode = WAL")
    monkeypatch.chdir(folder)
    for step in STEPS[:5]:
        who = APPROVER if step[0] == "approve" else MAKER
        assert do(on, *step, "--round", ROUND, "--as", who) in (0, 1), step
    assert do(on, "backup", "--out", "kopie.zip") == 0
    reader = sqlite3.connect(folder / "ronde.db")  # keeps the log from being folded in at the end
    reader.execute("SELECT count(*) FROM round").fetchall()
    left = folder / ".brieven-abc12345"
    left.mkdir()
    (left / ".in_use").touch()
    (left / "work.pickle").write_bytes(NAME.encode())
    ended = subprocess.run(
        [sys.executable, "-c", _RUN, "privacy", "purge", "--round", ROUND, "--before",
         "2030-01-01", "--as", APPROVER, "--database", f"sqlite:///{folder / 'ronde.db'}"],
        cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
    )  # fmt: skip
    reader.close()
    assert ended.returncode == 0, ended.stderr
    assert "kopie.zip (4 versies)" in ended.stdout
    assert f"is weggenomen: {left}" in ended.stdout
    assert not left.exists()
    for path in folder.glob("ronde.db*"):
        assert not any(mark in path.read_bytes() for mark in MARKS), path.name
