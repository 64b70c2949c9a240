"""A round in which nearly everything happens that can happen to one, for what every table holds."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from importlib.resources import as_file, files
from pathlib import Path

from ..cli.monitoring import each, filled
from ..cli.orders import (
    APPROVER,
    BECAUSE,
    MAKER,
    NUMBERS,
    OTHER_APPROVER,
    SECOND,
    Desk,
    begun,
    command_of,
    written,
)
from ..cli.test_unknown import ROUND
from .keeping import MAIL, NAME

FIRST = date(2026, 5, 5)
ACCOUNT = (
    "aanvraag;gemeentecode;jaar;laatste;besteed;rechtmatig;onrechtmatig;kenmerk\n"
    "{};GM0599;2026;ja;1.000;900;100;SISA-1\n"
)
DAYS = {"silent": 20, "hear": 20, "account": 300, "claim": 20}
"""How many days after the step before it one is taken, where that is not the next day."""
RESERVE = "artikel 5 van de Voorbeeldregeling (fictief)"
STEPS: tuple[tuple[str, str, str], ...] = (
    ("load", MAKER, ""), ("acknowledge", MAKER, ""), ("screen", MAKER, ""),
    ("request", MAKER, "E"), ("come in", MAKER, ""), ("extend", MAKER, "D"),
    ("aside", MAKER, "C"), ("aside confirm", SECOND, "C"), ("admit", MAKER, "F"),
    ("admit confirm", SECOND, "F"), ("answer", MAKER, ""), ("withdraw", MAKER, "D"),
    ("undo", MAKER, "D"), ("undo confirm", SECOND, "D"), ("allocate", MAKER, ""),
    ("amend", MAKER, ""), ("amend drop", MAKER, ""), ("amend", MAKER, ""),
    ("amend confirm", SECOND, ""), ("allocate", MAKER, ""), ("why not", MAKER, ""),
    ("deep", MAKER, ""), ("approve", APPROVER, ""), ("letters", MAKER, ""), ("judge", MAKER, "C"),
    ("judge confirm", SECOND, "C"), ("supplement", MAKER, ""),
    ("supplement approve", OTHER_APPROVER, ""), ("supplement letters", MAKER, ""),
    ("open", SECOND, "D"), ("hear", SECOND, "BZ-1"), ("show", SECOND, "BZ-1"),
    ("decide", OTHER_APPROVER, "BZ-1"), ("pay order", MAKER, ""), ("pay confirm", SECOND, ""),
    ("return", MAKER, "C"), ("return confirm", SECOND, "C"), ("change request", MAKER, "C"),
    ("change", MAKER, "C"), ("change confirm", APPROVER, "C"), ("intend", MAKER, "C"),
    ("silent", MAKER, "C"), ("revoke confirm", APPROVER, "C"),
    ("ask", MAKER, ""), ("report", MAKER, ""), ("account", MAKER, "D"),
    ("intend claim", MAKER, "D"), ("claim", MAKER, "D"), ("claim confirm", APPROVER, "D"),
)  # fmt: skip


def long_lived(folder: Path, samples: Path) -> Desk:
    """The desk of that round, at its end."""
    desk = born(folder, samples)
    for step, who, command in commands(folder):
        code = desk.give(who, *command())
        assert code in (0, 1), (step, desk.said)
    return desk


def born(folder: Path, samples: Path) -> Desk:
    """The desk of that round, opened and filled; each application has a contact person."""
    contact = {"Contactpersoon": NAME, "E-mail": MAIL}
    written(folder, samples, dict.fromkeys(NUMBERS, contact))
    for name in ("policy.toml", "minder.toml"):
        path = folder / name
        text = path.read_text(encoding="utf-8")
        text = text.replace('rule = "optimise"', f'rule = "optimise"\nreserve = "{RESERVE}"')
        text = text.replace('total = "€ 100 mln"',
                            'total = "€ 100 mln"\nobjection_reserve = "€ 3 mln"')  # fmt: skip
        path.write_text(text, encoding="utf-8")
    return begun(folder, f"sqlite:///{(folder / 'verdeel.db').as_posix()}")


class Life:
    """A life that goes on as far as it is asked for: something is tried before each of its steps.

    Steps are asked for in their order; an earlier one begins the life anew.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._lives, self._taken = folder, 0, 0
        self._desk: Desk | None = None

    def before(self, at: int, folder: Path) -> Desk:
        """A copy, in a folder of its own, of the desk before the step of this number is taken."""
        if self._desk is None or at < self._taken:
            self._lives += 1
            with as_file(files("verdeelsleutel.sample_applications")) as samples:
                self._desk, self._taken = born(self._folder / str(self._lives), samples), 0
        for step, who, command in list(commands(self._desk.folder))[self._taken : at]:
            assert self._desk.give(who, *command()) in (0, 1), (step, self._desk.said)
        self._taken = at
        shutil.copytree(self._desk.folder, folder)
        return Desk(folder, f"sqlite:///{(folder / 'verdeel.db').as_posix()}")


def commands(folder: Path) -> Iterator[tuple[str, str, Callable[[], tuple[str, ...]]]]:
    """Each step with who takes it and its command, which rests on the files of those before it."""
    day = FIRST
    for step, who, number in STEPS:
        day += timedelta(days=DAYS.get(step, 1))
        yield step, who, partial(_command, step, number, day, folder)


def _command(step: str, number: str, day: date, folder: Path) -> tuple[str, ...]:
    of, on, out = ("--round", ROUND), ("--date", day.isoformat()), str(folder / "bezwaar")
    objection = ("objection", step, number, *of, *on)
    more: dict[str, tuple[str, ...]] = {
        "acknowledge": ("complete", "acknowledge", *of, *on, "--out", str(folder / "ontvangst")),
        "why not": ("why-not", *of),
        "deep": ("report", *of, "--deep", "--out", str(folder / "verslag")),
        "open": (*objection, "--channel", "post", "--received", day.isoformat(), *BECAUSE),
        "hear": (*objection, "--held", "--by", "mr. V. Zitter", "--by", "mr. W. Lid", *BECAUSE),
        "show": ("objection", "file", number, *of, *on, "--out", out),
        "decide": (*objection, "--outcome", "unfounded", *BECAUSE, "--out", out,
                   "--no-word"),
        **_ended(number, (*of, *on), day, folder),
    }  # fmt: skip
    if step == "report":
        _filled(folder, day)
    if step == "account":
        (folder / "sisa.csv").write_text(ACCOUNT.format(number), encoding="utf-8")
    return more.get(step) or command_of(step, number or "A", day.isoformat(), folder)


def _ended(
    number: str, about: tuple[str, ...], day: date, folder: Path
) -> dict[str, tuple[str, ...]]:
    """How homes are followed, and how what was given ends."""
    monitors, letters = str(folder / "voortgang"), ("--out", str(folder / "afrekening"))
    claim = ("reclaim", "decide", number, *about)
    return {
        "ask": ("monitor", "ask", ROUND, *about[2:], "--until",
                (day + timedelta(days=30)).isoformat(), "--out", monitors),
        "report": ("monitor", "load", str(folder / "gevuld.xlsx"), *about, "--annotate",
                   str(folder / "terug")),
        "account": ("account", "load", str(folder / "sisa.csv"), *about),
        "intend claim": ("reclaim", "intend", number, *about, *BECAUSE, *letters),
        "claim": (*claim, *BECAUSE),
        "claim confirm": (*claim, "--confirm", *letters),
    }  # fmt: skip


def _filled(folder: Path, day: date) -> None:
    """The first workbook that went out, as a municipality gives it back."""
    asked = min((folder / "voortgang").glob("*.xlsx"))
    filled(asked, folder / "gevuld.xlsx", each(Peildatum=day))
