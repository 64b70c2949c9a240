"""A small round with one of each fate, and every step that people may take with it."""

import io
import shutil
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from sqlalchemy import make_url

from verdeelsleutel.io import cli
from verdeelsleutel.io.rounds.after.payment_file import FILLED, ORDERED

from ...postgresql import Server
from .test_unknown import DECIDED, POLICY, ROUND, row, workbook

MAKER, SECOND = "sanne.vermeulen", "bram.dekker"
APPROVER, AUDITOR = "yasmina.haddou", "carla.oostveen"
PEOPLE: tuple[str, ...] = (MAKER, SECOND, APPROVER, AUDITOR)
OTHER_APPROVER = "pieter.wiersma"
NUMBERS = ("A", "B", "C", "D", "E", "F")
FIRST_DAY, CLOSES = date(2026, 3, 1), date(2026, 3, 31)
BECAUSE = ("--reason", "De gemeente heeft dit per brief toegelicht.")
_FILES = (".toml", ".xlsx", ".pdf", ".zip")


@dataclass
class Desk:
    """The folder of a round, its database, and what was said last."""

    folder: Path
    url: str
    said: str = ""
    taken: list[str] = field(default_factory=list[str])

    def give(self, who: str, *arguments: str) -> int:
        """Give a command; what it said is kept, and that it was given where it was carried out."""
        code = self.asks(*arguments, "--as", who)
        if code in (0, 1):
            self.taken.append(" ".join(arguments[:3]))
        return code

    def asks(self, *arguments: str) -> int:
        """Give a command that changes nothing."""
        out, beside = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(beside):
            code = cli.run(self.line(*arguments))
        self.said = out.getvalue() if code in (0, 1) else out.getvalue() + beside.getvalue()
        return code

    def line(self, *arguments: str) -> list[str]:
        """A command as it is typed at this desk."""
        line = [str(self.folder / one) if one.endswith(_FILES) else one for one in arguments]
        office = () if line[0] == "audit" else ("--office", str(self.folder / "office.toml"))
        common = () if line[0] in ("replay", "recompute") else ("--database", self.url, *office)
        return [*line, *common]


Fresh = Callable[[Path], Desk]
"""A desk of one's own in a folder, with the round of all as it was prepared."""


def written(
    folder: Path, samples: Path, changes: Mapping[str, Mapping[str, object]] | None = None
) -> None:
    """The files of the round: its policy, one with less money, and its applications.

    A and B are for the same, C waits for a score, D has a date of its own, E has a fault, F is
    late. A, B, C and E are of one municipality, which may file three. ``changes`` are other cells,
    by application and header.
    """
    folder.mkdir(exist_ok=True)
    shutil.copy(samples / "office.toml", folder)
    text = POLICY.format(decision=DECIDED).replace(
        'rule = "rank"',
        'rule = "optimise"\nbasis = "Voorbeeldbesluit (fictief)"\n'
        'authorised_by = ["A. van Rijnsoever (fictief)", "M. Oudekerk (fictief)"]',
    )
    (folder / "policy.toml").write_text(text, encoding="utf-8")
    (folder / "minder.toml").write_text(text.replace("€ 6 mln", "€ 5 mln"), encoding="utf-8")

    def at(*moment: int) -> datetime:
        return datetime(2026, *moment)  # type: ignore[arg-type]  # noqa: DTZ001 - as in a workbook

    same = {"Projectcode": "P-1", "Projectnaam": "Proefkade"}
    rows = [
        row("woningbouwimpuls", "A", **same),
        row("woningbouwimpuls", "B", **same, Ontvangen_op=at(3, 17, 11, 0)),
        row("woningbouwimpuls", "C", Score_efficiëntie=None, Gevraagd_bedrag=1_000_000),
        row("woningbouwimpuls", "D", Gevraagd_bedrag=1_500_000, Start_bouw=date(2029, 5, 25),
            Gemeentecode="GM0599"),
        row("woningbouwimpuls", "E", Gevraagd_bedrag=800_000, Start_bouw="volgend jaar"),
        row("woningbouwimpuls", "F", Gevraagd_bedrag=700_000, Ontvangen_op=at(4, 1, 0, 0),
            Gemeentecode="GM0518"),
    ]  # fmt: skip
    for one in rows:
        one |= (changes or {}).get(one["Aanvraagnummer"], {})
    workbook(folder / "aanvragen.xlsx", {"woningbouwimpuls": rows})
    rows[3] |= {"Gevraagd bedrag": 1_600_000}
    workbook(folder / "verbeterd.xlsx", {"woningbouwimpuls": [rows[3]]})


def begun(folder: Path, url: str) -> Desk:
    """The round opened and its applications taken in."""
    desk = Desk(folder, url)
    for command in (
        ("round", "open", ROUND, "--policy", "policy.toml"),
        ("load", "aanvragen.xlsx", "--round", ROUND),
    ):
        assert desk.give(MAKER, *command) in (0, 1), desk.said
    return desk


def on_sqlite(folder: Path) -> Fresh:
    """Each desk has a copy of the database in its folder."""
    begun(folder, f"sqlite:///{(folder / 'verdeel.db').as_posix()}")

    def fresh(target: Path) -> Desk:
        shutil.copytree(folder, target)
        return Desk(target, f"sqlite:///{(target / 'verdeel.db').as_posix()}")

    return fresh


def on_postgresql(folder: Path, server: Server) -> Fresh:
    """Each desk has a copy of the database on the server."""
    home = begun(folder, server.fresh())

    def fresh(target: Path) -> Desk:
        shutil.copytree(folder, target)
        copy = server.fresh()
        name, other = (str(make_url(url).database) for url in (home.url, copy))
        server.run(f"DROP DATABASE {other}", f"CREATE DATABASE {other} TEMPLATE {name}")
        return Desk(target, copy)

    return fresh


# What is done, and how often it is drawn: what leads onwards more than what leads back.
STEPS: dict[str, int] = {
    "load": 1, "screen": 2, "judge": 2, "judge confirm": 3, "answer": 3, "admit": 1,
    "admit confirm": 1, "request": 2, "come in": 2, "accept": 1, "accept confirm": 1, "refuse": 1,
    "extend": 1, "leave": 1, "leave confirm": 2, "withdraw": 1, "undo": 1, "undo confirm": 2,
    "aside": 2, "aside confirm": 3, "allocate": 4, "amend": 1, "amend confirm": 1, "amend drop": 2,
    "approve": 5, "letters": 3, "supplement": 2, "supplement approve": 2, "supplement letters": 2,
    "archive": 1, "pay order": 3, "pay confirm": 3, "return": 1, "return confirm": 1,
    "change request": 2, "change": 2, "change confirm": 2, "intend": 1, "revoke": 1, "silent": 1,
    "revoke confirm": 2, "reserve": 2, "reserve confirm": 2, "object": 3, "hear": 2, "founded": 2,
    "unfounded": 1, "object gone": 1,
}  # fmt: skip


def command_of(step: str, number: str, day: str, folder: Path) -> tuple[str, ...]:
    """The command of a step, about an application where it is about one."""
    about, on = ("--round", ROUND), ("--date", day)
    rule, admit = ("judge", "C", "--rule", "WBI-17"), ("judge", "F", "--admit")
    aside, of = ("judge", "C", "--set-aside"), ("round", "supplement", ROUND)
    leave, amend = ("complete", "close", "E"), ("round", "amend", ROUND)
    confirm, bare = ("--confirm",), "--no-word"

    def out(name: str) -> tuple[str, str]:
        return ("--out", str(folder / name))

    return {
        "load": ("load", "verbeterd.xlsx", *about),
        "screen": ("screen", "--close", *about),
        "judge": (*rule, *about, *on, *BECAUSE, "--value", "Score efficiëntie=7", "--source",
                  "advies van de commissie"),
        "judge confirm": (*rule, *about, *on, *confirm),
        "answer": ("answer", "all", "INT-173", *about, *on, *BECAUSE),
        "admit": (*admit, *about, *on, *BECAUSE),
        "admit confirm": (*admit, *about, *on, *confirm),
        "request": ("complete", "request", "E", *about, *on, *out("verzoek"), bare),
        "come in": ("load", _completed(folder), *about, *on),
        "accept": ("complete", "accept", "E", *about, *on, *BECAUSE),
        "accept confirm": ("complete", "accept", "E", *about, *on, *confirm),
        "refuse": ("complete", "refuse", "E", *about, *on, *BECAUSE),
        "extend": ("complete", "extend", number, *about, *on, *BECAUSE, "--until", "2026-12-01",
                   *out("uitstel"), bare),
        "leave": (*leave, *about, *on, *BECAUSE, *out("niet"), bare),
        "leave confirm": (*leave, *about, *on, *confirm, *out("niet"), bare),
        "withdraw": ("withdraw", number, *about, *on, *BECAUSE),
        "undo": ("withdraw", number, "--undo", *about, *on, *BECAUSE),
        "undo confirm": ("withdraw", number, "--undo", *confirm, *about, *on),
        "aside": (*aside, *about, *on, *BECAUSE),
        "aside confirm": (*aside, *about, *on, *confirm, *out("berichten")),
        "allocate": ("allocate", *about),
        "amend": (*amend, "--policy", "minder.toml", *on, *BECAUSE),
        "amend confirm": (*amend, *confirm, *on),
        "amend drop": (*amend, "--drop", *on, *BECAUSE),
        "approve": ("approve", *about, *on),
        "letters": ("letters", *about, *out("brieven"), bare, *on),
        "supplement": (*of, *on),
        "supplement approve": (*of, "--approve", *on),
        "supplement letters": (*of, "--letters", *out("later"), *on),
        "archive": ("round", "archive", ROUND, "--date", "2030-01-02"),
        **_after_letters(number, (*about, *on), folder),
        **_objections(number, (*about, *on), day, folder),
    }[step]  # fmt: skip


WEIGHED = (
    "--ground", "not_performed", "--interest", "De gemeente mist het geld voor de wegen.",
    "--weighed", "De woningen waarvoor het geld was, komen er niet.",
)  # fmt: skip


def _after_letters(number: str, about: tuple[str, ...], folder: Path) -> dict[str, tuple[str, ...]]:
    """What people do with an award once its letter went."""
    change, revoke = ("change", "decide", number), ("revoke", number)
    award, correct = ("reserve", "award"), ("pay", "correct", number)
    of = ("--instrument", "woningbouwimpuls")
    confirm = ("--confirm", "--out", str(folder / "besluiten"))
    return {
        "pay order": ("pay", "order", *about, "--out", str(folder / "betalen")),
        "pay confirm": ("pay", "confirm", *about[:2], "--file", _paid(folder, about[-1])),
        "return": (*correct, *about, *BECAUSE, "--returned"),
        "return confirm": (*correct, *about, "--confirm"),
        "change request": ("change", "request", number, *about, *BECAUSE, "--amount", "€ 500.000"),
        "change": (*change, *about, *BECAUSE),
        "change confirm": (*change, *about, *confirm),
        "intend": (*revoke, "--intend", *about, *BECAUSE, *WEIGHED[:2], "--out",
                   str(folder / "besluiten")),
        "revoke": (*revoke, *about, *BECAUSE, *WEIGHED, "--not-heard", "own_data"),
        "silent": (*revoke, *about, *BECAUSE, *WEIGHED, "--silent"),
        "revoke confirm": (*revoke, *about, *confirm),
        "reserve": (*award, *of, *about, *BECAUSE),
        "reserve confirm": (*award, number, *about, *confirm),
    }  # fmt: skip


def _objections(
    number: str, about: tuple[str, ...], day: str, folder: Path
) -> dict[str, tuple[str, ...]]:
    """What is done about objections; those of A, B and C about the first that came in."""
    name = "BZ-1" if number in NUMBERS[:3] else "BZ-2"
    because, decide = (*about, *BECAUSE), ("objection", "decide", name, "--no-word")
    out = ("--out", str(folder / "bezwaren"))
    return {
        "object": ("objection", "open", number, "--channel", "post", "--received", day, *because),
        "hear": ("objection", "hear", name, "--held", "--by", "mr. V. Zitter", "--by", "B. Dekker",
                 *because),
        "founded": (*decide, "--outcome", "founded", "--amount", "€ 700.000", *out, *because),
        "unfounded": (*decide, "--outcome", "unfounded", *out, *because),
        "object gone": ("objection", "withdraw", name, *because),
    }  # fmt: skip


def _paid(folder: Path, day: str) -> str:
    """What was ordered as the financial system gives it back, all paid; nothing where nothing
    was."""
    made = next(iter(sorted((folder / "betalen").glob("*.csv"))), None)
    text = made.read_text(encoding="utf-8-sig") if made else ";".join((*ORDERED, *FILLED))
    head, *lines = text.splitlines()
    paid = [f"{one.removesuffix(';;')}{day};{one.split(';')[8]};kenmerk" for one in lines]
    back = folder / "terug.csv"
    back.write_text("\n".join([head, *paid]), encoding="utf-8")
    return str(back)


def _completed(folder: Path) -> str:
    """The workbook that E was asked with, as it comes back; any other where it was not asked."""
    asked = folder / "verzoek" / "aanvulling_E.xlsx"
    if not asked.is_file():
        return "verbeterd.xlsx"
    book: Any = openpyxl.load_workbook(asked)
    sheet = book["Woningbouwimpuls"]
    place = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, place["Start bouw"]).value = date(2028, 3, 1)
    book.save(folder / "terug.xlsx")
    return "terug.xlsx"


def day_after(day: date, days: int) -> date:
    """A day later, at the earliest the day after the window closed."""
    return max(day, CLOSES) + timedelta(days=days)
