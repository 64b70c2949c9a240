"""Before each act of a round's life that decides or leaves the office a row is changed behind the
program's back: nothing is decided or written, and what was changed is named."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ..cli.orders import Desk
from .long_lived import STEPS, Life, commands

SEED = 20261130
LEAVE = (
    "acknowledge", "request", "extend", "aside confirm", "approve", "letters",
    "supplement approve", "supplement letters", "open", "show", "decide", "pay order",
    "pay confirm", "change confirm", "intend", "revoke confirm", "ask", "account", "intend claim",
    "claim", "claim confirm",
)  # fmt: skip
# A list that rests on what is no longer there is refused before anything is worked out again.
STALE = ("approve", "supplement approve")
_READABLE = "SELECT id, application_id FROM application WHERE application_json <> '' ORDER BY id"
AT = {step: at for at, (step, _, _) in enumerate(STEPS)}
EARLY = 14  # up to the division of the money


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Life:
    return Life(tmp_path_factory.mktemp("leven"))


def change(desk: Desk, draw: random.Random) -> None:
    """Let an application ask more than it did, as whoever has the file can do."""
    with closing(sqlite3.connect(desk.folder / "verdeel.db")) as raw:
        for (name,) in raw.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        rows = raw.execute(_READABLE).fetchall()
        key, _ = draw.choice(rows)
        raw.execute(
            "UPDATE application SET application_json = json_set(application_json, '$.requested', "
            "json_extract(application_json, '$.requested') + 100) WHERE id = ?", (key,),
        )  # fmt: skip
        raw.commit()


def files_of(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and ".db" not in path.name
    }


def refused_before(life: Life, step: str, folder: Path) -> None:
    at, draw = AT[step], random.Random(f"{SEED} {step}")
    desk = life.before(at, folder)
    _, who, command = list(commands(folder))[at]
    line = (*command(), *(("--out", str(folder / "bericht")) if step == "open" else ()))
    change(desk, draw)
    before = files_of(folder)
    assert desk.give(who, *line) == 3, (step, desk.said)
    assert step in STALE or "volgt niet uit haar aanvragen" in desk.said, (step, desk.said)
    assert files_of(folder) == before, step


@pytest.mark.parametrize("step", [one for one in LEAVE if AT[one] < EARLY])
def test_nothing_leaves_before_the_decision_on_a_changed_row(
    life: Life, tmp_path: Path, step: str
) -> None:
    refused_before(life, step, tmp_path / "desk")


@pytest.mark.slow(sample="test_nothing_leaves_before_the_decision_on_a_changed_row")
@pytest.mark.parametrize("step", [one for one in LEAVE if AT[one] >= EARLY])
def test_nothing_leaves_on_a_changed_row(life: Life, tmp_path: Path, step: str) -> None:
    refused_before(life, step, tmp_path / "desk")
