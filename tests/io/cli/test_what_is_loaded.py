"""A command that only reads waits for no part of the program that looks for a list."""

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
heavy = ("verdeelsleutel.optimiser.search", "verdeelsleutel.optimiser.proof", "pulp", "highspy",
         "ortools", "pyscipopt", "pandas", "openpyxl", "python_calamine", "alembic", "distributed",
         "numpy", "docx", "pypdf", "vl_convert", "jinja2", "psycopg",
         "verdeelsleutel.io.reports.writing")
if "--preview" not in sys.argv:
    heavy += ("typst", "pypdfium2", "xlsxwriter", "verdeelsleutel.io.letters")
print(json.dumps([code, [name for name in heavy if name in sys.modules]]), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "command",
    [
        ("round", "status", ROUND),
        ("query", "municipality", "Ede", "--round", ROUND),
        ("letters", "--preview", "BER-2026-0018", "--out", "brieven", "--round", ROUND, *MAKER),
    ],
    ids=["status", "query", "preview"],
)
def test_reading_a_decided_round_loads_no_search_and_no_solver(
    desk: Path, at: Any, small_samples: Path, command: tuple[str, ...]
) -> None:
    at("approved")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *command, "--office", str(small_samples / "office.toml")],
        capture_output=True, text=True, check=True, cwd=desk, encoding="utf-8",
    )  # fmt: skip
    assert json.loads(done.stderr.splitlines()[-1]) == [0, []], done.stderr
