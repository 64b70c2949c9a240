"""Commands of any test killed on a copy of its desk, before the test gives them.

Where the environment asks for it, each command that is named there is given as a process of its own
on a copy of the folder of its database, killed at moments of chance, and then given to its end: no
contact person stands in a file that did not hold one, and the trail is sound. The test goes on as
if nothing happened. ``test_killed_anywhere.py`` runs the tests of other modules in this way.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from verdeelsleutel.io import cli

from .records.keeping import MAIL, NAME
from .records.test_nothing_personal_outside import contents

ASKED, TOLD = "VERDEEL_TESTS_KILL", "VERDEEL_TESTS_KILLED"
"""The commands, as JSON, and the file to which is told how often each was killed in time."""
LISTED = ("aanvulling_", "kopie.zip")  # beside what ends in .bevindingen.xlsx
CONTACT = {"Contactpersoon": NAME, "E-mail": MAIL}
KILLS, SEED = 3, 20261130
_RUN = """
import os, sys
seat = int(sys.argv.pop(1))
os.getuid = lambda: seat
from verdeelsleutel.io.cli.running import main
sys.argv[0] = "verdeel"
main()
"""
Run = Callable[[list[str]], int]


def started(line: Sequence[str], temporary: Path) -> subprocess.Popen[bytes]:
    """A command as a process of its own, in the folder above that of its temporary files.

    Who sits at the computer in the test gives it.
    """
    temporary.mkdir(exist_ok=True)
    return subprocess.Popen(
        [sys.executable, "-c", _RUN, str(os.getuid()), *line], cwd=temporary.parent,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "TMPDIR": str(temporary), "PYTHONUTF8": "1"},
    )  # fmt: skip


def killed_in_time(line: Sequence[str], temporary: Path, after: float) -> bool:
    """Start a command and kill it after so many seconds; whether it still ran then."""
    process = started(line, temporary)
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True
    return False


def with_contacts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every application of the small rounds a contact person."""
    from .cli import test_unknown  # late: the conftest beside it asks for what stands here

    plain = test_unknown.workbook

    def filled(path: Path, rows: dict[str, list[dict[str, Any]]]) -> Path:
        return plain(path, {key: [CONTACT | one for one in own] for key, own in rows.items()})

    for module in list(sys.modules.values()):
        if getattr(module, "workbook", None) is plain:
            monkeypatch.setattr(module, "workbook", filled)


@dataclass
class Killer:
    """Takes the place of the program for a test, and kills what is asked for on the way."""

    run: Run
    asked: Collection[str]
    place: Path
    draw: random.Random = field(default_factory=lambda: random.Random(SEED))
    killed: dict[str, int] = field(default_factory=dict[str, int])

    def __call__(self, arguments: Sequence[str]) -> int:
        line = [str(one) for one in arguments]
        name = next((one for one in self.asked if one not in self.killed and is_one(line, one)), "")
        if name:
            self._sweep(name, line)
        return self.run(list(arguments))

    def _sweep(self, name: str, line: list[str]) -> None:
        folder, line = placed(line)
        place = Path(tempfile.mkdtemp(dir=self.place))
        whole, desk = place / "heel", place / "desk"
        shutil.copytree(folder, whole)
        shutil.copytree(folder, desk)
        marks = contacts(desk / database_of(line))
        began = time.perf_counter()
        if started(moved(line, folder, whole), whole / "temporary").wait() not in (0, 1):
            return  # refused, and the test says why
        usual = time.perf_counter() - began
        marks = sorted({*marks, *contacts(whole / database_of(line))})
        assert marks, f"{name}: nobody is a contact person"
        before, there = holding(desk, marks), moved(line, folder, desk)
        self.killed[name] = 0
        for _ in range(KILLS):
            after = self.draw.uniform(0.3, 1.0) * usual
            self.killed[name] += killed_in_time(there, desk / "temporary", after)
            assert holding(desk, marks) <= before, name
        assert started(there, desk / "temporary").wait() in (0, 1), name
        assert holding(desk, marks) <= before, name
        database = ("--database", str(desk / database_of(line)))
        assert started(("audit", "verify", *database), desk / "temporary").wait() == 0, name
        shutil.rmtree(place)


def is_one(line: Sequence[str], name: str) -> bool:
    """Whether a command line is the command of this name, which is by two where it says so."""
    parts = name.split()
    words = [part for part in parts if not part.startswith("--")]
    options = [part for part in parts if part.startswith("--")]
    return (
        [*line[: len(words)]] == words
        and all(one in line for one in options)
        and ("--confirm" in line) == ("--confirm" in options)
        and "--dry-run" not in line
    )


def placed(line: list[str]) -> tuple[Path, list[str]]:
    """The folder of the database of a command, and the command with that database in it."""
    if "--database" in line:
        at = line.index("--database") + 1
        url, line = line[at], [*line[: at - 1], *line[at + 1 :]]
    else:
        url = os.environ.get("VERDEEL_DATABASE") or "verdeel.db"
    path = Path(url.removeprefix("sqlite:///")).absolute()
    return path.parent, [*line, "--database", str(path)]


def database_of(line: Sequence[str]) -> str:
    return Path(line[-1]).name


def moved(line: Sequence[str], folder: Path, copy: Path) -> list[str]:
    """The same command in a copy of its folder."""
    return [part.replace(str(folder), str(copy)) for part in line]


def contacts(database: Path) -> list[bytes]:
    """Each name and address of a contact person, as they would stand in a file."""
    if not database.exists():
        return []
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT contact, email FROM contact").fetchall()
    texts = {text for row in rows for text in row if text}
    return [text.encode(code) for text in sorted(texts) for code in ("utf-8", "utf-16-le")]


def holding(folder: Path, marks: Sequence[bytes]) -> set[str]:
    """The files that hold a contact person, also within a zip, but for those that may."""
    return {
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and ".db" not in path.name
        and not path.name.startswith(LISTED)
        and not path.name.endswith(".bevindingen.xlsx")
        and any(mark in data for data in contents(path.read_bytes()) for mark in marks)
    }


def killing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """From now on kill what the environment asks for, and tell of it at the end."""
    with tempfile.TemporaryDirectory(prefix="verdeel-gedood-") as place:
        killer = Killer(cli.run, json.loads(os.environ[ASKED]), Path(place))
        monkeypatch.setattr(cli, "run", killer)
        yield
    Path(os.environ[TOLD]).write_text(json.dumps(killer.killed), encoding="utf-8")
