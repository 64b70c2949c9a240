"""A small round whose decisions went out, and what people do with its awards after that."""

import csv
import io
import json
import shutil
import subprocess
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from verdeelsleutel.io import cli

from .conftest import APPROVER, MAKER, SECOND, Result, Verdeel
from .small_policy import WBI_RANKED, gb_listed, opening
from .test_unknown import row, workbook

ROUND = "na-besluit"
OTHER_APPROVER = ("--as", "pieter.wiersma")
SENT = "2026-06-03"
OF = ("--round", ROUND)
MLN = 100_000_000
WEIGHED = (
    "--interest", "De gemeente mist geld voor de openbare ruimte rond het station.",
    "--weighed", "De woningen waarvoor het geld was komen er niet, ook geen deel ervan.",
)  # fmt: skip
"""What a revocation weighs."""

POLICY = opening(ROUND, reserve="€ 5 mln") + WBI_RANKED + gb_listed("€ 50 mln")


class After:
    """A desk with the round, as far as its letters."""

    def __init__(self, desk: Path, verdeel: Verdeel) -> None:
        self.desk, self._verdeel = desk, verdeel

    def verdeel(self, *command: str | Path) -> Result:
        """A command on the database of this desk."""
        return self._verdeel(*command, "--database", (self.desk / "verdeel.db").as_posix())

    def written(self, samples: Path, policy: str = POLICY) -> "After":
        """The same desk with its office file and policy."""
        (self.desk / "office.toml").write_bytes((samples / "office.toml").read_bytes())
        (self.desk / "policy.toml").write_text(policy, encoding="utf-8")
        return self

    def copied(self, desk: Path, verdeel: Verdeel) -> "After":
        """Another desk, where this one stands now."""
        shutil.copytree(self.desk, desk, dirs_exist_ok=True)
        return After(desk, verdeel)

    def decided(self, rows: dict[str, list[dict[str, Any]]], *, sent: bool = True) -> None:
        """The round opened, filled, divided and approved, and its letters sent."""
        book = workbook(self.desk / "aanvragen.xlsx", rows)
        self.does("round", "open", ROUND, "--policy", self.desk / "policy.toml", *MAKER)
        self.does("load", book, *OF, *MAKER)
        told = json.loads(self.does("screen", *OF, "--json", *MAKER))
        asked = {one["code"] for one in told["findings"]} & {"INT-154", "INT-156", "INT-157"}
        for code in sorted(asked):
            self.does("answer", "all", code, *OF, "--date", "2026-04-01", "--reason",
                      "De gemeente heeft dit toegelicht.", *MAKER)  # fmt: skip
        self.does("allocate", *OF, *MAKER)
        self.does("approve", *OF, *APPROVER)
        if sent:
            self.send()

    def send(self) -> None:
        out = self.desk / "brieven"
        self.does("letters", *OF, "--out", out, "--date", SENT, "--no-word", *MAKER)

    def gives(self, *command: str | Path) -> Result:
        return self.verdeel(*command)

    def does(self, *command: str | Path) -> str:
        told = self.verdeel(*command)
        assert told.code in (0, 1), told.out + told.err
        return told.out

    def says(self, *command: str | Path) -> Any:
        return json.loads(self.does(*command, "--json"))

    def refused(self, *command: str | Path, code: int = 3) -> str:
        told = self.verdeel(*command)
        assert told.code == code, told.out + told.err
        assert told.err.count("\n") == 1, told.err
        return told.err.replace("\u00a0", " ")

    # Payments.

    def order(self, *numbers: str, on: str = "2026-06-10", by: tuple[str, str] = MAKER) -> Any:
        return self.says("pay", "order", *numbers, *OF, "--date", on, *by)

    def confirm(
        self, number: str, amount: str, *, on: str = "2026-06-15", by: tuple[str, str] = SECOND
    ) -> Any:
        told = ("--date", on, "--amount", amount, "--reference", f"BET-{number}")
        return self.says("pay", "confirm", number, *OF, *told, *by)

    def file(self, on: str = "2026-06-10") -> Path:
        """The orders as they go to the financial system."""
        out = self.desk / "betalen"
        self.does("pay", "order", *OF, "--date", on, "--out", out, *MAKER)
        (made,) = out.glob("betaalopdrachten_*.csv")
        return made

    def filled(self, path: Path, **columns: str) -> Path:
        """The same file as it comes back: everything paid, the first with other cells."""
        lines = list(csv.DictReader(path.read_text("utf-8-sig").splitlines(), delimiter=";"))
        for line in lines:
            line |= {"betaald_op": "2026-06-15", "betaald_in_centen": line["bedrag_in_centen"]}
            line |= {"kenmerk": f"BET-{line['opdracht']}"}
        lines[0] |= columns
        back = self.desk / "terug.csv"
        with back.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(lines[0]), delimiter=";")
            writer.writeheader()
            writer.writerows(lines)
        return back

    # What it all comes to.

    def on(self, account: str, scheme: str = "gebiedsbudget") -> int:
        """What is on an account of a scheme, over its years, in cents."""
        told = self.says("ledger", *OF)["balances"]
        return sum(one[account] for one in told if one["instrument"] == scheme)

    def sound(self) -> None:
        """The trail, the ledger and every rule at the door hold, and hledger agrees."""
        told = self.verdeel("audit", "verify")
        assert told.code == 0, told.out + told.err
        journal = self.desk / "grootboek.journal"
        self.does("ledger", *OF, "--out", journal)
        hledger = shutil.which("hledger")
        if hledger is not None:
            subprocess.run([hledger, "check", "-s", "-f", str(journal)], check=True)


def quietly(*command: str | Path) -> Result:
    """A command line in this process, for what is prepared once for many tests."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = cli.run([str(one) for one in command])
    return Result(code, out.getvalue(), err.getvalue())


def gb(number: str, mln: float, **more: Any) -> dict[str, Any]:
    """An application for the Gebiedsbudget, a seventh of which is compensable VAT."""
    euros = int(mln * 1_000_000)
    own: dict[str, Any] = {"Gevraagd bedrag": euros, "Kosten openbare ruimte": euros,
                           "Compensabele btw": euros // 8}  # fmt: skip
    return {**row("gebiedsbudget", number, **more), **own}


def wbi(number: str, mln: float, **more: Any) -> dict[str, Any]:
    """An application for the Woningbouwimpuls."""
    return row("woningbouwimpuls", number, Gevraagd_bedrag=int(mln * 1_000_000), **more)
