"""Commands that are killed at a moment of chance, and what must hold after that.

Each command is a process of its own, with everything imported beforehand, so that the moments fall
within its work and not within the loading of libraries.
"""

import hashlib
import io
import json
import multiprocessing
import os
import random
import sys
import time
from collections import Counter
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import func
from sqlmodel import col, select

from verdeelsleutel.io import cli
from verdeelsleutel.io.records import tables
from verdeelsleutel.io.records.database import reading
from verdeelsleutel.io.records.trail import chain
from verdeelsleutel.io.steps.publication import TRAIL, WrittenFrom

from .rounds import APPROVER, MAKER, ROUND, SECOND

STEPS = (
    "load", "screen", "allocate", "approve", "letters", "pay order", "pay confirm",
    "change request", "change decide", "change confirm", "revoke intend", "revoke",
    "revoke confirm",
)  # fmt: skip
_DECIDING = STEPS[7:]
BETWEEN = ("change request", "change decide", "revoke intend", "revoke")
"""What is killed only where there is time for it: the confirmations decide."""
_GROUND = ("--ground", "not_performed", "--reason", "De gemeente heeft het plan gestopt.")
_WEIGHED = (
    "--interest", "De gemeente mist het geld voor de wegen.",
    "--weighed", "De woningen waarvoor het geld was, komen er niet.",
)  # fmt: skip
_LOADED = [
    "verdeelsleutel.io.cli.commands.allocation", "verdeelsleutel.io.steps.allocation",
    "verdeelsleutel.io.cli.commands.letters", "verdeelsleutel.io.cli.commands.after.payments",
    "verdeelsleutel.io.cli.commands.after.changes",
    "verdeelsleutel.io.cli.commands.after.revoking",
    "verdeelsleutel.io.cli.commands.keeping.audit",
    "verdeelsleutel.optimiser.search.solvers.solver",
    "tests.io.records.killing",
    "psycopg", "pypdf", "typst",
]  # fmt: skip


def _verdeel(arguments: list[str], url: str, out: str) -> None:
    """The program in a process of its own; what it prints goes to a file."""
    os.environ["VERDEEL_DATABASE"] = url
    sys.stdout = sys.stderr = Path(out).open("w", encoding="utf-8", buffering=1)  # noqa: SIM115
    os._exit(cli.run(arguments))


@dataclass
class Tally:
    """How many processes were killed in time, by step and kind of database."""

    killed: Counter[str] = field(default_factory=Counter[str])
    too_late: int = 0

    @property
    def total(self) -> int:
        return sum(self.killed.values())

    def of(self, step: str) -> int:
        return sum(count for name, count in self.killed.items() if name.endswith(step))


@dataclass
class Life:
    """A round from its opening to its letters, with every command killed on the way."""

    url: str
    desk: Path
    workbooks: tuple[Path, ...]
    out: Path
    draw: random.Random
    tally: Tally
    usual: dict[str, float]

    def arguments(self, step: str) -> list[str]:
        who = {"approve": APPROVER, "pay confirm": SECOND}.get(step, MAKER)
        if step in _DECIDING:
            return self._deciding(step)
        own = {
            "load": [str(path) for path in self.workbooks],
            "allocate": ["--out", str(self.out)],
            "letters": ["--no-word", "--out", str(self.out / "letters")],
            "pay order": ["--date", "2026-12-04", "--out", str(self.out / "orders")],
            "pay confirm": ["--file", str(self.out / "back.csv")],
        }
        if step == "pay confirm":
            self._carried_out()
        return [*step.split(), *own.get(step, []), "--round", ROUND, "--as", who]

    def _deciding(self, step: str) -> list[str]:
        """A change of the first award that was ordered, and the revocation of the last."""
        (made,) = (self.out / "orders").iterdir()
        _, *lines = made.read_text(encoding="utf-8-sig").splitlines()
        first, last = (line.split(";")[2] for line in (lines[0], lines[-1]))
        letters = ("--out", str(self.out / "later"))
        change, revoke = ("change", "decide", first), ("revoke", last)
        command = {
            "change request": ("change", "request", first, "--date", "2026-12-09", "--amount",
                               "€ 1.000", "--reason", "De gemeente vraagt minder."),
            "change decide": (*change, "--date", "2026-12-10", "--reason",
                              "Het verzoek is redelijk, en de woningen gaan door."),
            "change confirm": (*change, "--confirm", "--date", "2026-12-11", *letters),
            "revoke intend": (*revoke, "--intend", "--date", "2026-12-09", *_GROUND, *letters),
            "revoke": (*revoke, "--date", "2026-12-28", "--silent", *_GROUND, *_WEIGHED),
            "revoke confirm": (*revoke, "--confirm", "--date", "2026-12-29", *letters),
        }[step]  # fmt: skip
        who = APPROVER if step.endswith("confirm") else MAKER
        return [*command, "--round", ROUND, "--as", who]

    def _carried_out(self) -> None:
        """The orders as the financial system gives them back, all paid."""
        (made,) = (self.out / "orders").iterdir()
        head, *lines = made.read_text(encoding="utf-8-sig").splitlines()
        paid = [
            f"{line.removesuffix(';;')}2026-12-08;{line.split(';')[8]};kenmerk" for line in lines
        ]
        (self.out / "back.csv").write_text("\n".join([head, *paid]), encoding="utf-8")

    def run(self, step: str) -> None:
        """The command to its end."""
        began = time.perf_counter()
        process = self._started(self.arguments(step))
        process.join()
        assert process.exitcode == 0, (step, self._printed())
        took = time.perf_counter() - began
        self.usual[step] = min(took, self.usual.get(step, took))

    def kill(self, step: str) -> None:
        """The command, killed at a moment between its start and a little after its usual end."""
        before = self.events()
        process = self._started(self.arguments(step))
        process.join(self.draw.uniform(0, 1.1 * self.usual[step]))
        process.kill()
        process.join()
        if process.exitcode == 0:
            self.tally.too_late += 1
        else:
            assert process.exitcode == -9, (step, self._printed())
            self.tally.killed[f"{self.url.partition(':')[0]} {step}"] += 1
        self.check(before, step)

    def check(self, before: list[str], step: str) -> None:
        """Trail and ledger are sound, and the step was taken wholly or not at all."""
        assert quietly("audit", "verify", on=self.url) == 0
        assert quietly("ledger", "--round", ROUND, on=self.url) == 0
        since = self.events()[len(before) :]
        expected = {"load": ["batch.loaded"] * len(self.workbooks)}.get(step)
        assert since in ([], expected) if expected else len(since) <= 2, (step, since)

    def events(self) -> list[str]:
        with reading(self.url) as session:
            kinds = select(tables.Event.kind).order_by(col(tables.Event.number))
            return list(session.exec(kinds).all())

    def _started(self, arguments: list[str]) -> multiprocessing.Process:
        context = multiprocessing.get_context("forkserver" if os.name == "posix" else "spawn")
        if os.name == "posix":
            context.set_forkserver_preload(_LOADED)
        self.out.mkdir(exist_ok=True)
        process = context.Process(
            target=_verdeel, args=(arguments, self.url, str(self.out / "printed.txt"))
        )
        process.start()
        return process  # pyright: ignore[reportReturnType] - every context has its own class

    def _printed(self) -> str:
        return (self.out / "printed.txt").read_text(encoding="utf-8")

    def outcome(self) -> dict[str, str]:
        """The hash of every file that the round gave, and how many rows each table has.

        Beside the letters stands the head of this very trail, which holds moments and salts.
        """
        made = {
            path.relative_to(self.out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(self.out.rglob("*"))
            if path.is_file() and path.name not in ("printed.txt", TRAIL)
        }
        told = WrittenFrom.model_validate_json((self.out / "letters" / TRAIL).read_bytes())
        with reading(self.url) as session:
            since = chain.kinds_since(session, told.head)
            assert told.round == ROUND
            assert (since or ())[:2] == ("payment.ordered", "payment.confirmed")
            made["number of the head beside the letters"] = str(told.head.number)
            connection = session.connection()
            for name, table in sorted(tables.SQLModel.metadata.tables.items()):
                counted = func.count().select().select_from(table)
                made[f"rows of {name}"] = str(connection.execute(counted).scalar())
        return {**made, "events": json.dumps(self.events())}


def open_round(url: str, desk: Path) -> None:
    quietly("round", "open", ROUND, "--policy", str(desk / "policy.toml"), "--as", MAKER, on=url)


def quietly(*arguments: str, on: str) -> int:
    with redirect_stdout(io.StringIO()):
        return cli.run([*arguments, "--database", on])
