"""Tries hostile files of every kind that a command takes in, for as long as is asked.

``python -m tests.io.files.fuzzing --seconds 60 --seed 1 --found DIRECTORY``. A file may end in
findings or in one sentence. A traceback, more lines than one, a minute of the processor or more
than 500 MB at any moment is a find: the file is written to the directory, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import io
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from verdeelsleutel.io import cli

from .sending import MEGABYTES, SENT, Memory, made_of, sent, written, wrong_with

SECONDS = 60  # of the processor


def tried(desk: Path, kind: str, draw: random.Random, memory: Memory) -> tuple[bytes, str, int]:
    """A changed file, what is wrong with how the program took it, and the most memory in MiB."""
    data = made_of(desk, kind, draw)
    with tempfile.TemporaryDirectory(prefix="verdeel-vijandig-") as made:
        folder = Path(made)
        command, told = sent(desk, kind, data, folder), io.StringIO()
        memory.anew()
        began = time.process_time()
        try:
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(told):
                code = cli.run(command)
            wrong = wrong_with(kind, code, told.getvalue(), folder)
        except Exception as fault:
            wrong = repr(fault)
        most, took = memory.most(), time.process_time() - began
    if most > MEGABYTES or took > SECONDS:
        wrong = wrong or f"{most} MiB, {took:.0f} seconds of the processor"
    return data, wrong, most


def fuzz(desk: Path, seconds: float, seed: int, found: Path) -> tuple[Counter[str], int, int]:
    """How many files of each kind were tried, the most memory, and how many finds were written."""
    memory, tally, most, finds = Memory(), Counter[str](), 0, 0
    ends, at = time.monotonic() + seconds, 0
    while time.monotonic() < ends:
        for kind in SENT:
            data, wrong, took = tried(desk, kind, random.Random(f"{seed} {kind} {at}"), memory)
            tally[kind] += 1
            most = max(most, took)
            if wrong:
                finds += 1
                (found / f"{kind}_{seed}_{at}").write_bytes(data)
                sys.stdout.write(f"{kind} {seed} {at}: {wrong[:2000]}\n")
                sys.stdout.flush()
        at += 1
        if not at % 50:
            gc.collect()
            sys.stdout.write(f"{sum(tally.values())} files, most {most} MiB, {finds} finds\n")
            sys.stdout.flush()
    return tally, most, finds


def main() -> int:
    """Fuzz for the time that is asked; 1 where something was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--found", type=Path, required=True, help="where finds are written")
    chosen = parser.parse_args()
    chosen.found.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="verdeel-vijandig-"))
    with contextlib.redirect_stdout(io.StringIO()):
        desk = written(folder / "desk")
    tally, most, finds = fuzz(desk, chosen.seconds, chosen.seed, chosen.found)
    shutil.rmtree(folder)
    sys.stdout.write(f"{dict(tally)}, most {most} MiB, {finds} finds\n")
    return 1 if finds else 0


if __name__ == "__main__":
    sys.exit(main())
