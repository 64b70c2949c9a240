"""Hostile files as they are sent to each command that takes one, and what must come of it."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from verdeelsleutel.io import cli
from verdeelsleutel.io.records.rounds.reader import reading_round
from verdeelsleutel.io.rounds.after.payment_file import OrderLine, orders_as_csv

from ..records.lived import lived
from ..records.rounds import MAKER, ROUND, SECOND, write_round
from . import hostile

Change = Callable[[random.Random, bytes], bytes]
SEED = 20261129
REFUSED, DIFFERENT, WRONG_USE, OTHER = 5, 1, 2, 3
MEGABYTES = 500
BY_ITSELF = 150  # MiB that a process takes once it has loaded what the largest command needs
_OF = ("--round", ROUND)
AS_FINDINGS = ("judgements", "monitor", "accounts", "payments")
"""Files of which a fault is a finding where they can be read, and not a sentence alone."""


@dataclass(frozen=True)
class Sent:
    """A file that is sent: what a sound one is called, how it is changed, and what takes it in.

    ``database`` is the one that the command works on; empty for one that is not there yet.
    """

    file: str
    change: Change
    command: tuple[str, ...]
    database: str = ""


SENT: dict[str, Sent] = {
    "copy": Sent("kopie.zip", hostile.changed_copy, ("restore", "FILE")),
    "bundle": Sent("ronde.zip", hostile.changed_bundle, ("replay", "FILE", "--no-solve")),
    "policy": Sent("policy.toml", hostile.changed_toml, ()),
    "office": Sent("office.toml", hostile.changed_toml, ()),
    "judgements": Sent(
        "oordelen.xlsx", hostile.changed_workbook,
        ("judge", *_OF, "--file", "FILE", "--date", "2026-11-02", "--as", MAKER), "getoetst.db",
    ),
    "monitor": Sent(
        "gevuld.xlsx", hostile.changed_workbook,
        ("monitor", "load", "FILE", *_OF, "--date", "2027-06-02", "--as", MAKER), "geleefd.db",
    ),
    "accounts": Sent(
        "sisa.csv", hostile.changed_lines,
        ("account", "load", "FILE", *_OF, "--date", "2027-07-13", "--as", MAKER), "geleefd.db",
    ),
    "payments": Sent(
        "betaald.csv", hostile.changed_lines,
        ("pay", "confirm", *_OF, "--file", "FILE", "--as", SECOND), "geleefd.db",
    ),
}  # fmt: skip


def written(folder: Path) -> Path:
    """A sound file of every kind, and the databases that take them in."""
    _divided(folder)
    life = folder / "leven"
    life.mkdir()
    lived(life)
    for name in ("gevuld.xlsx", "sisa.csv"):
        shutil.copy(life / name, folder)
    shutil.copy(life / "verdeel.db", folder / "geleefd.db")
    with reading_round(f"sqlite:///{(folder / 'geleefd.db').as_posix()}", ROUND) as reader:
        lines = [
            OrderLine(order=one, instrument="woningbouwimpuls", instrument_name="Wbi",
                      ministry="VRO", municipality_code="GM0599", municipality="Rotterdam")
            for one in reader.after.payment_orders
        ]  # fmt: skip
    sent = orders_as_csv(ROUND, lines).decode("utf-8-sig")
    (folder / "betaald.csv").write_text(sent.replace(";;;", ";2026-12-08;100;B-3"), "utf-8")
    return folder


def _divided(folder: Path) -> None:
    """A round of four applications, divided, with a copy of its database and a bundle of it."""
    books = write_round(folder, count=4)
    on = ("--database", f"sqlite:///{(folder / 'verdeel.db').as_posix()}")
    of_round = (*_OF, "--as", MAKER)
    for command in (
        ("round", "open", ROUND, "--policy", folder / "policy.toml", "--as", MAKER),
        ("load", *books, *of_round),
        ("screen", *of_round),
        ("judge", *_OF, "--template", folder / "oordelen.xlsx"),
        ("allocate", *of_round),
        ("backup", "--out", folder / "kopie.zip"),
        ("bundle", "--out", folder / "ronde.zip", *of_round),
    ):
        assert cli.run([str(part) for part in (*command, *on)]) == 0
        if command[0] == "screen":
            shutil.copy(folder / "verdeel.db", folder / "getoetst.db")


def sent(desk: Path, kind: str, made: bytes, folder: Path) -> list[str]:
    """The command that reads this file, which lies in a folder of its own."""
    shutil.copy(desk / "policy.toml", folder)
    shutil.copy(desk / "office.toml", folder)
    one = SENT[kind]
    path = folder / one.file
    path.write_bytes(made)
    base = folder / "nieuw.db"
    if one.database:
        shutil.copy(desk / one.database, base)
    command = one.command or (
        "round", "open", ROUND, "--policy", str(folder / "policy.toml"), "--as", MAKER,
        "--office", str(folder / "office.toml"),
    )  # fmt: skip
    named = [str(path) if part == "FILE" else part for part in command]
    return named if kind == "bundle" else [*named, "--database", f"sqlite:///{base.as_posix()}"]


def made_of(desk: Path, kind: str, draw: random.Random) -> bytes:
    """A changed file of a kind."""
    data = (desk / SENT[kind].file).read_bytes()
    return (SENT[kind].change if draw.random() < 0.7 else draw.choice(hostile.DAMAGE))(draw, data)


def wrong_with(kind: str, code: int, told: str, folder: Path) -> str:
    """What is wrong with how a command ended; empty where it ended as it should."""
    if code not in (0, REFUSED, DIFFERENT, WRONG_USE, OTHER):
        return f"code {code}: {told}"
    if code in (REFUSED, WRONG_USE, OTHER) and (
        len(told.strip().splitlines()) != 1 or not told.startswith("verdeel: ")
    ):
        return f"not one sentence: {told}"
    if kind == "copy" and code in (REFUSED, OTHER) and not is_empty(folder / "nieuw.db"):
        return "something was put back"
    return ""


def is_empty(database: Path) -> bool:
    if not database.exists():
        return True
    with closing(sqlite3.connect(database)) as connection:
        return not connection.execute("SELECT name FROM sqlite_master").fetchall()


class Memory:
    """The most memory that a process of its own would have had since ``anew``, in MiB.

    This process has much in memory that a command has not, so what is counted is what it came to
    have more, upon what the program takes by itself. Linux keeps both; elsewhere it is unknown, 0.
    """

    _told, _anew = Path("/proc/self/status"), Path("/proc/self/clear_refs")
    _before = 0

    def anew(self) -> None:
        if self._anew.exists():
            self._anew.write_text("5", encoding="utf-8")
            self._before = self._kibibytes("VmRSS")

    def most(self) -> int:
        if not self._told.exists():
            return 0
        return BY_ITSELF + (self._kibibytes("VmHWM") - self._before) // 1024

    def _kibibytes(self, name: str) -> int:
        return int(self._told.read_text(encoding="utf-8").split(f"{name}:")[1].split()[0])
