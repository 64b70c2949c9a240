"""A command that only reads waits for no part of the program that it does not use."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from .conftest import MAKER, ROUND

PROGRAM = """
import json, sys
from verdeelsleutel.io import cli
from verdeelsleutel.io.cli.process import arrange
arrange()
code = cli.run(sys.argv[1:])
from sqlmodel import SQLModel
tables = sorted(SQLModel.metadata.tables)
print(json.dumps([code, sorted(sys.modules), tables]), file=sys.stderr)
"""
# What looks for a list, opens workbooks, or is for analysts.
NO_READING = (
    "verdeelsleutel.optimiser.search", "verdeelsleutel.optimiser.proof", "pulp", "highspy",
    "ortools", "pyscipopt", "pandas", "openpyxl", "python_calamine", "alembic", "distributed",
    "numpy", "docx", "pypdf", "vl_convert", "jinja2", "psycopg",
    "verdeelsleutel.io.reports.writing", "asyncio.base_events", "ssl",
)  # fmt: skip
PAPERS = ("typst", "pypdfium2", "xlsxwriter", "verdeelsleutel.io.letters")
# What divides, works out again what is kept, or adds to it.
DOING = (
    "verdeelsleutel.io.steps.opening", "verdeelsleutel.io.steps.objections",
    "verdeelsleutel.io.steps.settling", "verdeelsleutel.io.records.trail.audit",
    "verdeelsleutel.io.rounds.division", "verdeelsleutel.io.rounds.checks.rederivation",
    "verdeelsleutel.io.workbooks.intake", "verdeelsleutel.optimiser.model",
)  # fmt: skip
# What a round has only once somebody objected, asked, reported, set aside or revoked.
SELDOM = (
    "verdeelsleutel.io.rounds.after.deciding", "verdeelsleutel.io.rounds.after.publicity",
    "verdeelsleutel.io.rounds.objections.fields", "verdeelsleutel.io.rounds.objections.following",
    "verdeelsleutel.instruments.findings.overlap",
    "verdeelsleutel.optimiser.questions.application.facts", "verdeelsleutel.io.wording.refusals",
)  # fmt: skip
# Of these a letter needs no more than what was decided.
NO_LETTER = (
    "verdeelsleutel.io.letters.notices", "verdeelsleutel.io.rounds.receipts",
    "verdeelsleutel.io.rounds.status", "verdeelsleutel.io.rounds.completing.asking",
    "verdeelsleutel.io.rounds.settling.claims", "verdeelsleutel.io.rounds.aside.supplementing",
    "verdeelsleutel.io.steps.publication", "verdeelsleutel.io.steps.admission",
)  # fmt: skip
TABLES = ("sqlmodel", "verdeelsleutel.io.records.tables")
# Of schemes that take no part in the round, and the options of other commands.
OTHERS = ("verdeelsleutel.instruments.nplv", "verdeelsleutel.io.cli.groups.settling")
# Of schemes of whose money and applications one letter says nothing.
OF_OTHER_FUNDS = (
    "verdeelsleutel.instruments.woningbouwimpuls", "verdeelsleutel.instruments.gebiedsbudget",
    "verdeelsleutel.instruments.realisatiestimulans",
)  # fmt: skip
READS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "status": (
        ("round", "status", ROUND),
        (*NO_READING, *PAPERS, *DOING, *OTHERS, *SELDOM, "verdeelsleutel.io.rounds.listing"),
    ),
    "explain": (
        ("explain", "BER-2026-0018", "--round", ROUND),
        (*NO_READING, *PAPERS, *DOING, *SELDOM),
    ),
    "query": (
        ("query", "municipality", "Ede", "--round", ROUND),
        (*NO_READING, *PAPERS, *DOING, *OTHERS),
    ),
    "preview": (
        ("letters", "--preview", "BER-2026-0018", "--out", "brieven", "--round", ROUND, *MAKER),
        (*NO_READING, *DOING, *SELDOM, *NO_LETTER, *OTHERS, *OF_OTHER_FUNDS),
    ),
    "objections": (("objection", "list", "--round", ROUND), (*NO_READING, *PAPERS, *DOING)),
    "accounts": (("account", "list", "--round", ROUND), (*NO_READING, *PAPERS, *DOING)),
    "rules": (("rules",), (*NO_READING, *PAPERS, *DOING, *TABLES[1:])),
}


@pytest.mark.sample(only=("status", "preview"))
@pytest.mark.parametrize("name", READS)
def test_reading_a_decided_round_loads_only_what_it_shows(
    desk: Path, at: Any, small_samples: Path, name: str
) -> None:
    at("approved")
    command, unneeded = READS[name]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *command, "--office", str(small_samples / "office.toml")],
        capture_output=True, text=True, check=True, cwd=desk, encoding="utf-8",
    )  # fmt: skip
    code, loaded, tables = json.loads(done.stderr.splitlines()[-1])
    assert (code, [one for one in unneeded if one in loaded]) == (0, []), done.stderr
    # Above sixty tables are kept; most rounds have rows in some twenty.
    assert len(tables) <= 24, tables
