"""A round with an application set aside, brought as far as its supplement and what comes after."""

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from ...sharing import made_once
from ..letters.pages import flat, page_texts
from .orders import (
    APPROVER,
    BECAUSE,
    MAKER,
    OTHER_APPROVER,
    SECOND,
    Desk,
    begun,
    command_of,
    written,
)
from .test_unknown import ROUND

NOBODY = "NERGENS-1"
OF = ("round", "supplement", ROUND)
Begin = Callable[..., Desk]


@pytest.fixture(scope="session")
def approved(samples: Path, shared_folder: Path) -> Path:
    """The folder of the round as it is, approved with C set aside, to copy."""

    def make(folder: Path) -> None:
        written(folder, samples, {})
        go(begun(folder, url_in(folder)), *DECIDED)

    return made_once(shared_folder, "aanvullend", make)


@pytest.fixture
def begin(tmp_path: Path, samples: Path, approved: Path) -> Begin:
    """A round brought as far as these steps, with other cells in its workbook."""

    def made(changes: Mapping[str, Mapping[str, object]], *steps: str) -> Desk:
        folder = tmp_path / f"r{len(list(tmp_path.iterdir()))}"
        if not changes and steps[: len(DECIDED)] == DECIDED:
            shutil.copytree(approved, folder)
            desk, steps = Desk(folder, url_in(folder)), steps[len(DECIDED) :]
        else:
            written(folder, samples, changes)
            desk = begun(folder, url_in(folder))
        go(desk, *steps)
        return desk

    return made


def url_in(folder: Path) -> str:
    return f"sqlite:///{(folder / 'verdeel.db').as_posix()}"


_WHO = {"aside confirm": SECOND, "judge confirm": SECOND, "leave confirm": SECOND,
        "undo confirm": SECOND, "approve": APPROVER, "supplement approve": OTHER_APPROVER,
        "archive": OTHER_APPROVER}  # fmt: skip
_DAYS = {
    "screen": "", "request": "2026-04-03", "leave": "2026-05-04", "leave confirm": "2026-05-05",
    "approve": "2026-06-02", "letters": "2026-06-04", "judge": "2026-06-10",
    "judge confirm": "2026-06-11", "supplement": "2026-06-12", "withdraw": "2026-06-12",
    "undo": "2026-06-12", "undo confirm": "2026-06-12", "supplement approve": "2026-06-15",
    "supplement letters": "2026-06-17",
}  # fmt: skip
DECIDED = ("screen", "request", "leave", "leave confirm", "aside", "aside confirm", "answer",
           "allocate", "approve")  # fmt: skip


def go(desk: Desk, *steps: str, number: str = "C") -> None:
    for step in steps:
        day = _DAYS.get(step) or "2026-05-06"
        command = command_of(step, number, day, desk.folder)
        assert desk.give(_WHO.get(step, MAKER), *command) in (0, 1), (step, desk.said)


def does(desk: Desk, *command: str, by: str = MAKER) -> str:
    assert desk.give(by, *command) in (0, 1), (command, desk.said)
    return desk.said


def refused(desk: Desk, *command: str, by: str = MAKER) -> str:
    assert desk.give(by, *command) == 3, (command, desk.said)
    return desk.said


def aside(desk: Desk, number: str) -> None:
    put = ("judge", number, "--set-aside", "--round", ROUND, "--date", "2026-05-06")
    does(desk, *put, *BECAUSE)
    does(desk, *put, "--confirm", "--out", str(desk.folder / "berichten"), by=SECOND)


def condition(desk: Desk, answer: str, day: str = "2026-06-10") -> None:
    said = ("judge", "D", "--rule", "REQUIRES", "--round", ROUND, "--date", day)
    does(desk, *said, "--answer", answer, *BECAUSE)
    does(desk, *said, "--confirm", by=SECOND)


def told(desk: Desk, *command: str) -> Any:
    return json.loads(does(desk, *command, "--json"))


def text(pdf: Path) -> str:
    return flat(" ".join(page_texts(pdf.read_bytes())))


def done_over(desk: Desk) -> tuple[str, ...]:
    """A objects to a cell of its own; the command that does the round over without that fault."""
    about = ("--round", ROUND, "--date", "2026-06-12", "--received", "2026-06-12")
    does(desk, "objection", "open", "A", "--channel", "post", *about, *BECAUSE)
    return ("objection", "replay", "BZ-1", "--round", ROUND, "--set", "project_name=Proefkade-Zuid")
