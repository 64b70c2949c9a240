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
    "verdeelsleutel.io.reports.writing",
)  # fmt: skip
PAPERS = ("typst", "pypdfium2", "xlsxwriter", "verdeelsleutel.io.letters")
# What divides, works out again what is kept, or adds to it.
DOING = (
    "verdeelsleutel.io.steps.opening", "verdeelsleutel.io.steps.objections",
    "verdeelsleutel.io.steps.settling", "verdeelsleutel.io.records.audit",
    "verdeelsleutel.io.rounds.division", "verdeelsleutel.io.rounds.checks.rederivation",
    "verdeelsleutel.io.workbooks.intake", "verdeelsleutel.optimiser.model",
)  # fmt: skip
TABLES = ("sqlmodel", "verdeelsleutel.io.records.tables")
# Of schemes that take no part in the round, and the options of other commands.
OTHERS = ("verdeelsleutel.instruments.nplv", "verdeelsleutel.io.cli.settling")
READS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "status": (("round", "status", ROUND), (*NO_READING, *PAPERS, *DOING, *OTHERS)),
    "query": (
        ("query", "municipality", "Ede", "--round", ROUND),
        (*NO_READING, *PAPERS, *DOING, *OTHERS),
    ),
    "preview": (
        ("letters", "--preview", "BER-2026-0018", "--out", "brieven", "--round", ROUND, *MAKER),
        (*NO_READING, "verdeelsleutel.io.records.audit"),
    ),
    "objections": (("objection", "list", "--round", ROUND), (*NO_READING, *PAPERS, *DOING)),
    "accounts": (("account", "list", "--round", ROUND), (*NO_READING, *PAPERS, *DOING)),
    "rules": (("rules",), (*NO_READING, *PAPERS, *DOING, *TABLES[1:])),
}


@pytest.mark.sample(every=3)
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
