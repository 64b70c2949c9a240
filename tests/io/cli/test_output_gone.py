"""A pipe that is closed and a disk that is full: one sentence, and the command is not half done."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from verdeelsleutel.io import cli

from ..records.rounds import MAKER, ROUND, write_round

_RUN = "import sys; from verdeelsleutel.io.cli.program import main; sys.argv[0] = 'verdeel'; main()"
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
def test_output_that_cannot_be_written_is_one_sentence(
    desk: Path, command: tuple[str, ...], full: bool, capfd: pytest.CaptureFixture[str]
) -> None:
    if full and not Path("/dev/full").exists():
        pytest.skip("this system has no disk that is always full")
    own = command
    if command == ("load",):
        books = sorted(str(path) for path in desk.glob("*.xlsx"))
        own = ("load", *books, "--round", ROUND, "--as", MAKER)
    code, said = ended(desk, *own, full=full)
    assert code == 5, said
    assert "Traceback" not in said
    assert "Exception ignored" not in said
    lines = [line for line in said.splitlines() if line.startswith("verdeel: ")]
    assert len(lines) == 1
    why = "de schijf is vol" if full else "het programma dat het las, is daarmee gestopt"
    assert f"kan niet worden geschreven: {why}. Wilt u" in lines[0]
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
