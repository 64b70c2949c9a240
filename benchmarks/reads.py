"""What each command that only reads costs, in a process of its own, on the round of the demo.

``python -m benchmarks.reads DEMO [times]`` takes the folder that ``verdeel demo --out DEMO`` wrote,
and prints the seconds of the processor (user and system, children included) of each command: the
least of so many runs (5), after one that lets Python compile. Other work on a machine changes those
a little, so an empty start of the interpreter is measured beside them, in the same minutes.
Commands that work a round out again before they show it, are no plain reading: they are told apart.
One refusal is explained from an answer that was kept with the list, which is worked out first. How
many times an import of SQLModel and pydantic each row is, holds on a busy machine too.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib.resources import as_file, files
from pathlib import Path

from verdeelsleutel.grants.decisions.allocation import Outcome
from verdeelsleutel.io.records.rounds.events import EventKind
from verdeelsleutel.io.records.rounds.reader import changing_round, reading_round
from verdeelsleutel.io.records.rounds.why_not import add_answers
from verdeelsleutel.io.rounds.actor import Actor
from verdeelsleutel.io.rounds.questions import solved
from verdeelsleutel.io.rounds.state import record
from verdeelsleutel.optimiser.questions.application.explain import explain

ROUND = "2026-1"
OF_ROUND = ("--round", ROUND)
ONE = "WBI-2026-0010"
OFFICER = ("--as", "sanne.vermeulen")
ON = ("--date", "2026-11-30")
READING: tuple[tuple[str, ...], ...] = (
    ("--help",),
    (),
    ("round", "status", ROUND),
    ("round", "applications", ROUND),
    ("round", "check", ROUND),
    ("round", "marginal", ROUND),
    ("explain", ONE, *OF_ROUND),
    ("calendar", *ON),
    ("query", "municipality", "Ede", *OF_ROUND),
    ("query", "province", "Utrecht", *OF_ROUND),
    ("query", "social-homes", "--below", "20000", *OF_ROUND),
    ("query", "breakthrough", *OF_ROUND),
    ("letters", "--preview", ONE, *OF_ROUND, "--out", "brieven", *OFFICER),
    ("lots", *OF_ROUND),
    ("ledger", "--years"),
    ("objection", "list", *OF_ROUND),
    ("account", "list", *OF_ROUND),
    ("privacy", "purge", *OF_ROUND, "--before", "2046-01-01", "--dry-run"),
    ("audit", "anchor"),
    ("rules",),
    ("policy", "show", "policy.toml"),
    ("policy", "check", "policy.toml"),
)
AT_A_DOOR: tuple[tuple[str, ...], ...] = (
    ("ledger", *OF_ROUND),
    ("pay", "list", *OF_ROUND),
    ("monitor", "list", ROUND, *ON),
    ("monitor", "status", ROUND, *ON),
)
_STARTED = "from verdeelsleutel.io.cli import main; main()"


def spent_by(program: Sequence[str], folder: Path) -> float:
    """Seconds of the processor that a process took, with those that it started."""
    env = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    env |= {"VERDEEL_DATABASE": f"sqlite:///{(folder / 'verdeel.db').as_posix()}"}
    before = os.times()
    done = subprocess.run(
        [sys.executable, *program], cwd=folder, env=env, capture_output=True, check=False
    )
    after = os.times()
    if done.returncode not in (0, 1):  # 1: there is something to look at
        raise RuntimeError(done.stderr.decode(errors="replace"))
    return (
        after.children_user + after.children_system - before.children_user - before.children_system
    )


def least(program: Sequence[str], folder: Path, times: int) -> float:
    """The least of several runs, after one that does not count."""
    spent_by(program, folder)
    return min(spent_by(program, folder) for _ in range(times))


def keep_one_answer(url: str) -> str:
    """Keep with the list what ``verdeel why-not`` would of the first refusal; its number."""
    with reading_round(url, ROUND) as reader:
        case, allocation, solution = solved(reader)
        number = next(
            one.application_id
            for one in allocation.awards
            if one.outcome is Outcome.REFUSED_CEILING
        )
    found = explain(case.candidates, case.policy, solution, number, resolve=True)
    with changing_round(url, ROUND) as reader:
        add_answers(reader, {number: found.model_dump_json()})
        who = Actor(name="S. Vermeulen", role="officer")
        record(reader, EventKind.WHY_NOT_KEPT, who)
    return number


def rows(demo: Path, times: int) -> Iterator[str]:
    """The table, row by row."""
    with tempfile.TemporaryDirectory() as name, as_file(
        files("verdeelsleutel.sample_applications")
    ) as samples:  # fmt: skip
        folder = Path(name)
        shutil.copy(demo / "verdeel.db", folder)
        for part in ("policy.toml", "office.toml"):
            shutil.copy(samples / part, folder)
        shutil.copytree(samples / "huisstijl", folder / "huisstijl")
        kept = keep_one_answer(f"sqlite:///{(folder / 'verdeel.db').as_posix()}")
        yield f"| an empty start of Python | {least(('-c', 'pass'), folder, times):.2f} | |"
        libraries = least(("-c", "import sqlmodel, pydantic"), folder, times)
        yield f"| SQLModel and pydantic imported | {libraries:.2f} | 1.0 |"
        with_answer = (*READING, ("explain", kept, *OF_ROUND))
        for title, commands in ("reads", with_answer), ("works the round out again", AT_A_DOOR):
            yield f"| *{title}* | | |"
            for one in commands:
                spent = least(("-c", _STARTED, *one), folder, times)
                yield f"| `{' '.join(('verdeel', *one))}` | {spent:.2f} | {spent / libraries:.1f} |"


def main() -> None:
    """Print the table."""
    demo, *rest = sys.argv[1:]
    print("| command | processor s | times the libraries |\n| --- | ---: | ---: |")  # noqa: T201
    for row in rows(Path(demo), int(rest[0]) if rest else 5):
        print(row, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
