"""A full disk is told in a sentence, a pipe that is closed in none; nothing is half done."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from verdeelsleutel.io import cli

from ..records.rounds import MAKER, ROUND, write_round

_RUN = "import sys; from verdeelsleutel.io.cli.running import main; sys.argv[0] = 'verdeel'; main()"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("uitvoer")
    write_round(folder, count=4, unknown=())
    opened = ["round", "open", ROUND, "--policy", str(folder / "policy.toml"), "--as", MAKER]
    assert cli.run([*opened, "--database", str(folder / "verdeel.db")]) == 0
    return folder


def ended(desk: Path, *arguments: str, full: bool) -> tuple[int, str]:
    """The exit code and what is said, of a command whose output nobody takes."""
    command = [sys.executable, "-c", _RUN, *arguments, "--database", str(desk / "verdeel.db")]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    if full:
        with Path("/dev/full").open("w") as disk:
            done = subprocess.run(
                command, stdout=disk, stderr=subprocess.PIPE, env=environment, text=True,
                encoding="utf-8", check=False,
            )  # fmt: skip
            return done.returncode, done.stderr
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        command, stdout=writing, stderr=subprocess.PIPE, env=environment, text=True,
        encoding="utf-8", check=False,
    )  # fmt: skip
    os.close(writing)
    return done.returncode, done.stderr


@pytest.mark.sample(only=("command2-full disk", "command0-closed pipe"))
@pytest.mark.parametrize("full", [True, False], ids=["full disk", "closed pipe"])
@pytest.mark.parametrize(
    "command", [("round", "status", ROUND), ("audit", "anchor", "--json"), ("load",)]
)
def test_output_that_cannot_be_written_is_one_sentence_and_one_that_nobody_reads_none(
    desk: Path, command: tuple[str, ...], full: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    if full and not Path("/dev/full").exists():
        pytest.skip("this system has no disk that is always full")
    own = command
    if command == ("load",):
        books = sorted(str(path) for path in desk.glob("*.xlsx"))
        own = ("load", *books, "--round", ROUND, "--as", MAKER)
    code, said = ended(desk, *own, full=full)
    assert code == (5 if full else 0), said
    assert "Traceback" not in said
    assert "Exception ignored" not in said
    lines = [line for line in said.splitlines() if line.startswith("verdeel: ")]
    assert len(lines) == int(full), said
    if full:
        assert "kan niet worden geschreven: de schijf is vol. Wilt u" in lines[0]
    capfd.readouterr()
    assert cli.run([*own, "--database", str(desk / "verdeel.db")]) == 0
    if command == ("load",):
        assert "was al geladen" in capfd.readouterr().out
    told = json.loads(_status(desk, capfd))
    assert told["applications"] in (0, 4)


def _status(desk: Path, capfd: pytest.CaptureFixture[str]) -> str:
    capfd.readouterr()
    where = ("--database", str(desk / "verdeel.db"))
    assert cli.run(["round", "status", ROUND, "--json", *where]) == 0
    return capfd.readouterr().out


def test_a_program_that_reads_one_line_hears_nothing_of_the_rest(desk: Path) -> None:
    """As `verdeel round status | head -1` does; it closes its end after that line."""
    database = str(desk / "verdeel.db")
    command = [sys.executable, "-c", _RUN, "round", "status", "--database", database]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
    ) as running:  # fmt: skip
        assert running.stdout is not None
        assert running.stderr is not None
        first = running.stdout.readline()
        running.stdout.close()
        said = running.stderr.read()
    assert first.startswith(f"Ronde {ROUND}: ")
    assert (running.returncode, said) == (0, "")
