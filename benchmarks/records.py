"""How long the records of a large round take: 10,000 applications through all states of a round.

Run from the root of the project: ``python -m benchmarks.records``; see ``--help``.
One application in twenty passes the rules, so that dividing is quick. Of each command the program
prints the processor time, the seconds in statements to the database, and how many statements there
were. Counted is everything that a command does, reading the workbook, judging, hashing and the
screen included, but for two things that are no work of the records and are told apart: dividing,
and setting the pages of letters (see ``benchmarks.letters``). After the round is archived come the
commands that read it.
"""

# xlsxwriter is annotated in part and ships no py.typed.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from __future__ import annotations

import argparse
import io
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from datetime import datetime, timedelta
from itertools import cycle, islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Engine, event

from verdeelsleutel.grants.columns import Kind
from verdeelsleutel.grants.dossier import Dossier
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.io import cli
from verdeelsleutel.io.cli.commands import allocation, queries, rounds
from verdeelsleutel.io.cli.commands import amendment as amend_command
from verdeelsleutel.io.cli.commands import approval as approve_command
from verdeelsleutel.io.cli.commands import letters as letter_commands
from verdeelsleutel.io.cli.commands.keeping import audit as audit_commands
from verdeelsleutel.io.cli.commands.keeping import backup
from verdeelsleutel.io.cli.process import look_for_cycles_seldom
from verdeelsleutel.io.letters.writing import LettersWritten
from verdeelsleutel.io.rounds.amending import effects as amending
from verdeelsleutel.io.steps import allocation as dividing
from verdeelsleutel.io.workbooks.formats.writing import (
    Formats,
    open_workbook,
    write_headers,
    write_rows,
)
from verdeelsleutel.sample_applications.batches import instrument_of, sample_rows
from verdeelsleutel.sample_applications.cases import CASES
from verdeelsleutel.sample_applications.rows import Row

ROUND = "2026-groot"
# Loading the program is no work of the records: a command finds these loaded.
LOADED = (
    amend_command, approve_command, audit_commands, backup, allocation, queries, rounds
)  # fmt: skip
_TIES = {"excludes", "requires", "withdrawn_on", "phases", "lot"}
_SCHEME = instruments()["bereikbaarheid"]


class Spent:
    """Seconds in the driver of the database, since it was last asked."""

    def __init__(self) -> None:
        self._seconds, self._began, self.statements = 0.0, 0.0, 0
        event.listen(Engine, "before_cursor_execute", self._before)
        event.listen(Engine, "after_cursor_execute", self._after)

    def _before(self, *_: Any) -> None:
        self._began = time.perf_counter()

    def _after(self, *_: Any) -> None:
        self._seconds += time.perf_counter() - self._began
        self.statements += 1

    def taken(self) -> tuple[float, int]:
        found = self._seconds, self.statements
        self._seconds, self.statements = 0.0, 0
        return found


class Divided:
    """Processor seconds in dividing, which is the optimiser's and not that of the records."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._divide = dividing.divide
        dividing.divide = amending.divide = self._timed

    def _timed(self, *given: Any, **named: Any) -> Any:
        began = time.process_time()
        found = self._divide(*given, **named)
        self.seconds += time.process_time() - began
        return found


def without_pages() -> None:
    """Let ``verdeel letters`` do all but the letters: read, check, write receipts, record."""

    def none(whole: Dossier, _office: object, out: Path, **_named: object) -> LettersWritten:
        out.mkdir(parents=True, exist_ok=True)
        return LettersWritten(
            folder=out, register=out / "letters.csv", letters=len(whole.decided), written=(),
            unchanged=0,
        )  # fmt: skip

    letter_commands.write_letters = none


def applications(count: int) -> Iterator[Row]:
    """The plain applications of the sample round, over and over, each with its own number."""
    special = {case.where for case in CASES if case.prefix == "BER"}
    plain = [
        {key: value for key, value in row.items() if key not in _TIES}
        for row in sample_rows()
        if instrument_of(row) == _SCHEME.key and row["municipality"] not in special
    ]
    first = datetime(2026, 9, 1)  # noqa: DTZ001 - what a workbook states has no zone
    for k, row in enumerate(islice(cycle(plain), count), start=1):
        own = {"application_id": f"BER-{k:05d}", "project_id": f"P-{k:05d}"}
        share = {} if k % 20 == 0 else {"regional_share": Euro(100)}
        yield {**row, **own, **share, "received_at": first + timedelta(minutes=k)}


def write_round(folder: Path, count: int) -> tuple[Path, Path]:
    """The policy and the workbook."""
    rows = list(applications(count))
    asked = sum(row["requested"].cents for row in rows if isinstance(row["requested"], Euro))
    policy, path = folder / "policy.toml", folder / "aanvragen.xlsx"
    million = asked // 100_000_000 + 1
    text = (
        f'[round]\nid = "{ROUND}"\ntitle = "Groot"\nkind = "example"\n'
        "window_opens = 2026-09-01\nwindow_closes = 2026-10-15\ndecision_date = 2026-11-30\n"
        '[funds.vro]\nname_nl = "VRO"\nname_en = "Housing"\nsource = "voorbeeld"\n'
        f'total = "€ {million} mln"\n'
        '[instruments.bereikbaarheid]\nfund = "vro"\nrule = "first_come"\n'
        'basis = "Voorbeeldbesluit"\nauthorised_by = ["A (fictief)", "B (fictief)"]\n'
    )
    policy.write_text(text, encoding="utf-8")
    more = text.replace(f"€ {million} mln", f"€ {million + 1} mln")
    policy.with_name("gewijzigd.toml").write_text(more, encoding="utf-8")
    samples = Path(str(sys.modules["verdeelsleutel.sample_applications.cases"].__file__)).parent
    office = (samples / "office.toml").read_text(encoding="utf-8")
    (folder / "office.toml").write_text(office, encoding="utf-8")
    workbook = open_workbook(path, title="Aanvragen")
    formats = Formats(workbook)
    formats.of_kind[Kind.MONEY] = workbook.add_format({"num_format": '"€" #,##0.00'})
    sheet = workbook.add_worksheet(_SCHEME.sheet)
    write_headers(sheet, _SCHEME.columns, formats, row=0)
    write_rows(sheet, _SCHEME.columns, rows, formats, first_row=1)
    workbook.close()
    return policy, path


def steps(policy: Path, path: Path, folder: Path) -> list[tuple[str, ...]]:
    maker, approver = ("--as", "sanne.vermeulen"), ("--as", "yasmina.haddou")
    second, here = ("--as", "bram.dekker"), ("--round", ROUND)
    other = policy.with_name("gewijzigd.toml")
    reason = ("--reason", "Het fonds is een miljoen groter geworden.")
    return [
        ("round", "open", ROUND, "--policy", str(policy), *maker),
        ("load", str(path), *here, *maker),
        ("round", "close", ROUND, *maker),
        ("screen", *here, *maker),
        ("allocate", *here, *maker),
        ("approve", *here, *approver),
        ("round", "amend", ROUND, "--policy", str(other), *reason, *maker),
        ("round", "amend", ROUND, "--confirm", *second),
        ("allocate", *here, *maker),
        ("approve", *here, *approver),
        ("letters", *here, "--out", str(folder / "brieven"), *maker),
        ("round", "archive", ROUND, *approver),
        (),
        ("explain", "BER-00001", *here),
        ("query", "province", "Zuid-Holland", *here),
        ("audit", "verify"),
        ("backup", "--out", str(folder / "kopie.zip")),
    ]


def _shown(step: tuple[str, ...]) -> str:
    named = [part for part in step[:2] if part != "--round"]
    confirmed = " --confirm" if "--confirm" in step else ""
    return " ".join(named)[:16] + confirmed


class Run(NamedTuple):
    """What a command came to, in seconds; ``said`` is the end of what it printed."""

    code: int
    processor: float
    inside: float
    statements: int
    solver: float
    said: str


def _run(step: tuple[str, ...], url: str, tell: Connection) -> None:
    """One command in a process of its own, as an officer starts it, with everything imported."""
    look_for_cycles_seldom()
    spent, divided = Spent(), Divided()
    without_pages()
    out = io.StringIO()
    began = time.process_time()
    with redirect_stdout(out), redirect_stderr(out):
        code = cli.run([*step, "--database", url])
    processor = time.process_time() - began - divided.seconds
    tell.send(Run(code, processor, *spent.taken(), divided.seconds, out.getvalue()[-500:]))


def _done(step: tuple[str, ...], url: str) -> Run:
    context = multiprocessing.get_context("fork")
    hear, tell = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(step, url, tell))
    process.start()
    told: Run = hear.recv()
    process.join()
    return told


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--database", default="")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        policy, path = write_round(folder, options.count)
        url = options.database or f"sqlite:///{(folder / 'verdeel.db').as_posix()}"
        whole = inside = 0.0
        sys.stdout.write(f"{options.count} applications\n")
        for step in steps(policy, path, folder):
            if not step:
                told = f"all states {whole:.1f} s, of which {inside:.1f} s in the database\n"
                sys.stdout.write(told)
                continue
            run = _done(step, url)
            whole, inside = whole + run.processor, inside + run.inside
            sys.stdout.write(
                f"{_shown(step):<26} exit {run.code}  {run.processor:7.1f} s processor  "
                f"{run.inside:6.1f} s in the database, {run.statements} statements"
                + (f"; besides {run.solver:.1f} s of dividing\n" if run.solver else "\n")
            )
            sys.stdout.flush()
            if run.code > 1:
                sys.stdout.write(run.said)
                return run.code
        sys.stdout.write(f"altogether {whole:.1f} s, of which {inside:.1f} s in the database\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
