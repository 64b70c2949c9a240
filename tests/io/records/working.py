"""Officers at work at the same time, each a process of its own: what they do until the bell."""

import io
import json
import multiprocessing
import os
import random
import time
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from verdeelsleutel.io import cli

from .rounds import (
    APPROVER,
    FOUND,
    MAKER,
    OPEN_NORM,
    REASON,
    SECOND,
    number,
    policy_of,
    rows,
    workbook_of,
)

INTAKE, JUDGED = "2026-intake", "2026-oordeel"
SHARED = 5
_JUDGES = (MAKER, SECOND, APPROVER)
_LOADED = [
    "verdeelsleutel.io.cli.commands.allocation", "verdeelsleutel.io.steps.allocation",
    "verdeelsleutel.io.steps.judgement",
    "verdeelsleutel.optimiser.search.solvers.solver",
    "tests.io.records.working", "psycopg", "openpyxl",
]  # fmt: skip


@dataclass(frozen=True)
class Done:
    """A command that somebody gave: what came of it, and how long it took."""

    what: str
    code: int
    said: str
    out: Any
    seconds: float


class Desk:
    """One of the officers, with the office file and a place for files."""

    def __init__(self, url: str, folder: Path, seed: int, until: float) -> None:
        os.environ["VERDEEL_DATABASE"] = url
        self.folder, self.draw, self._until = folder, random.Random(seed), until
        self.done: list[Done] = []
        self._wait = 0

    def working(self) -> bool:
        return time.monotonic() < self._until

    def give(self, *arguments: str | Path) -> Done:
        """One command, as the program runs it."""
        out, err, began = io.StringIO(), io.StringIO(), time.perf_counter()
        with redirect_stdout(out), redirect_stderr(err):
            code = cli.run([*map(str, arguments), "--json"])
        printed = out.getvalue()
        told = Done(
            str(arguments[0]), code, err.getvalue().strip(),
            json.loads(printed) if code == 0 and printed else None,
            time.perf_counter() - began,
        )  # fmt: skip
        self.done.append(told)
        return told


def load(desk: Desk, own: int) -> None:
    """New applications, and each time another version of one that all loaders share."""
    made = 0
    while desk.working():
        made += 1
        mine = list(rows(3))
        for k, row in enumerate(mine[:2], start=1):
            row["application_id"] = f"WBI-{own}-{made:04d}-{k}"
            row["project_id"] = f"P-{own}-{made:04d}-{k}"
        shared = desk.draw.randint(1, SHARED)
        mine[2] |= {
            "application_id": f"WBI-SAMEN-{shared}", "project_id": f"P-SAMEN-{shared}",
            "project_name": f"Plan van lader {own}, keer {made}",
        }  # fmt: skip
        path = workbook_of(desk.folder / f"lader_{own}_{made:04d}.xlsx", mine)
        desk.give("load", path, "--round", INTAKE, "--as", MAKER)


def judge(desk: Desk, own: int) -> None:
    """Answer an open norm, or confirm what another has answered."""
    who = _JUDGES[own % len(_JUDGES)]
    while desk.working():
        chosen = number(3 * desk.draw.randint(1, 10))
        judged = ("judge", chosen, "--rule", OPEN_NORM, "--round", JUDGED, "--as", who)
        if desk.draw.random() < 0.5:
            desk.give(*judged, "--confirm", "--date", "2026-11-03")
        else:
            reason = f"{REASON} ({own}, {len(desk.done)})"
            desk.give(*judged, *FOUND, "--reason", reason, "--date", "2026-11-02")


def approve(desk: Desk, own: int) -> None:
    """Whole small rounds; whoever made one tries to approve it, and then somebody else does."""
    made = 0
    while desk.working():
        made += 1
        name = f"2026-klein-{own}-{made:03d}"
        folder = desk.folder / name
        folder.mkdir()
        few = list(rows(3, ()))
        for k, row in enumerate(few, start=1):  # no project that an earlier round paid
            row["project_id"] = f"P-{name}-{k}"
        (folder / "policy.toml").write_text(policy_of(few, name), encoding="utf-8")
        book = workbook_of(folder / "aanvragen.xlsx", few)
        office = ("--office", desk.folder / "office.toml")
        desk.give("round", "open", name, "--policy", folder / "policy.toml", *office, "--as", MAKER)
        for step in (("load", book), ("screen",), ("allocate",)):
            desk.give(*step, "--round", name, *office, "--as", MAKER)
        desk.give("approve", "--round", name, *office, "--as", MAKER)
        desk.give("approve", "--round", name, *office, "--as", APPROVER)


_WORK = {"load": load, "judge": judge, "approve": approve}


def _work(what: str, own: int, url: str, folder: str, seconds: float) -> None:
    desk = Desk(url, Path(folder), own, time.monotonic() + seconds)
    _WORK[what](desk, own)
    told = json.dumps([asdict(one) for one in desk.done])
    (desk.folder / f"done_{own}.json").write_text(told, encoding="utf-8")


def at_once(team: tuple[str, ...], url: str, folder: Path, seconds: float) -> list[Done]:
    """Everybody of the team at work for so long; all that they did."""
    context = multiprocessing.get_context("forkserver" if os.name == "posix" else "spawn")
    if os.name == "posix":
        context.set_forkserver_preload(_LOADED)
    processes = [
        context.Process(target=_work, args=(what, own, url, str(folder), seconds))
        for own, what in enumerate(team)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        assert process.exitcode == 0
    return [
        Done(**one)
        for own in range(len(team))
        for one in json.loads((folder / f"done_{own}.json").read_text(encoding="utf-8"))
    ]
