"""What people type about accounts, settlements and claims, on the small round of ``after``."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from .after import OF, After
from .conftest import APPROVER, MAKER, SECOND

WHY = ("--reason", "Dit volgt uit de verantwoording van de gemeente.")
COLUMNS: tuple[str, ...] = (
    "aanvraag", "gemeentecode", "jaar", "laatste", "besteed", "rechtmatig", "onrechtmatig",
    "werkelijk_tekort", "woningen", "betaalbare_woningen", "kenmerk",
)  # fmt: skip


def account(number: str, code: str, spent: str, **more: str) -> dict[str, str]:
    """A line of accounts: the last one, everything lawful, with changes."""
    own = {
        "aanvraag": number, "gemeentecode": code, "jaar": "2026", "laatste": "ja",
        "besteed": spent, "rechtmatig": spent, "onrechtmatig": "0", "kenmerk": f"SISA-{number}",
    }  # fmt: skip
    return {**dict.fromkeys(COLUMNS, ""), **own, **more}


def file_of(after: After, *lines: dict[str, str], name: str = "sisa.csv") -> Path:
    """Lines of accounts as a file."""
    path = after.desk / name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(COLUMNS), delimiter=";")
        writer.writeheader()
        writer.writerows(lines)
    return path


class Settling:
    """The round, as far as its payments, and what is done with its awards after that."""

    def __init__(self, after: After) -> None:
        self.after = after

    def paid(self, **amounts: str) -> None:
        """These awards ordered and confirmed."""
        numbers = [key.replace("_", "-") for key in amounts]
        self.after.order(*numbers)
        for number, amount in zip(numbers, amounts.values(), strict=True):
            self.after.confirm(number, amount)

    def load(self, *lines: dict[str, str], on: str = "2027-07-12", code: int = 0) -> Any:
        path = file_of(self.after, *lines)
        told = self.after.verdeel("account", "load", path, *OF, "--date", on, "--json", *MAKER)
        assert told.code == code, told.out + told.err
        return json.loads(told.out)

    def propose(self, command: str, number: str, on: str, *more: str) -> Any:
        words = command.split()
        return self.after.says(*words, number, *OF, "--date", on, *more, *MAKER)

    def confirm(self, command: str, number: str, on: str, *, letter: bool = True) -> Any:
        out = ("--out", str(self.after.desk / "afrekening")) if letter else ()
        words = command.split()
        return self.after.says(*words, number, *OF, "--date", on, "--confirm", *out, *APPROVER)

    def both(self, command: str, number: str, on: str, *more: str, letter: bool = True) -> Any:
        self.propose(command, number, on, *more)
        return self.confirm(command, number, on, letter=letter)

    def intend(self, number: str, on: str, *more: str) -> Any:
        out = ("--out", str(self.after.desk / "afrekening"))
        return self.propose("reclaim intend", number, on, *WHY, *out, *more)

    def refused(self, command: str, number: str, on: str, *more: str, by: Any = MAKER) -> str:
        words = command.split()
        return self.after.refused(*words, number, *OF, "--date", on, *more, *by)

    def told(self, number: str) -> Any:
        listed = self.after.says("account", "list", *OF)
        return next(one for one in listed if one["application_id"] == number)


__all__ = ["COLUMNS", "SECOND", "WHY", "Settling", "account", "file_of"]
