"""Every command of a round's whole life, killed at any moment.

No contact person stands outside the database and the files that exist to hold one, and the same
command then completes: the life goes on to its end, with a sound trail.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Collection, Sequence
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from ..cli.orders import Desk
from .long_lived import STEPS, born, commands
from .test_nothing_personal_outside import holding

SEED = 20261130
FIRST_STEPS, KILLS = 14, 5  # up to the division of the money; all of them by `make verify`
_RUN = "import sys; from verdeelsleutel.io.cli.program import main; sys.argv[0] = 'verdeel'; main()"
pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows ends processes in another way")


def started(line: Sequence[str], temporary: Path) -> subprocess.Popen[bytes]:
    temporary.mkdir(exist_ok=True)
    return subprocess.Popen(
        [sys.executable, "-c", _RUN, *line], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, cwd=temporary.parent,
        env={**os.environ, "TMPDIR": str(temporary), "PYTHONUTF8": "1"},
    )  # fmt: skip


def usual(line: Sequence[str], folder: Path) -> float:
    """How long a command takes, on a copy of the folder."""
    copy = folder.with_name("kopie")
    shutil.copytree(folder, copy)
    there = [part.replace(str(folder), str(copy)) for part in line]
    began = time.perf_counter()
    assert started(there, copy / "temporary").wait() in (0, 1), there
    took = time.perf_counter() - began
    shutil.rmtree(copy)
    return took


def swept(desk: Desk, chosen: Collection[int], kills: int, draw: random.Random) -> int:
    """A life as far as the last chosen step, each of them killed so many times before it is taken;
    how many were killed in time."""
    killed, folder = 0, desk.folder
    for at, (step, who, command) in enumerate(commands(folder)):
        if at > max(chosen):
            break
        asked = command()
        if at not in chosen:
            assert desk.give(who, *asked) in (0, 1), (step, desk.said)
            continue
        line = desk.line(*asked, "--as", who)
        whole = usual(line, folder)
        for _ in range(kills):
            process = started(line, folder / "temporary")
            try:
                process.wait(draw.uniform(0.3, 1.0) * whole)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                killed += 1
            assert holding(folder) == [], step
        assert started(line, folder / "temporary").wait() in (0, 1), step
        assert holding(folder) == [], step
        assert desk.asks("audit", "verify") == 0, (step, desk.said)
    return killed


def home(folder: Path) -> Desk:
    with as_file(files("verdeelsleutel.sample_applications")) as samples:
        return born(folder / "desk", samples)


def test_a_command_that_is_drawn_leaves_no_contact_person_and_completes(tmp_path: Path) -> None:
    draw = random.Random(SEED)
    swept(home(tmp_path), [draw.randrange(FIRST_STEPS)], 1, draw)


@pytest.mark.slow
def test_every_command_leaves_no_contact_person_and_completes(tmp_path: Path) -> None:
    killed = swept(home(tmp_path), range(len(STEPS)), KILLS, random.Random(SEED))
    assert killed > len(STEPS) * KILLS // 2
