"""The benchmark runs with one command, and every way that proves an optimum finds the same one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROVEN = ("ours, stages 1-2", "plain HiGHS, stage 2", "plain CBC, stage 2")
GREEDY = "greedy, homes per euro"


@pytest.mark.slow(
    sample="tests/optimiser/test_enumeration.py::"
    "test_under_other_numbers_and_with_another_solver_it_is_that_list_too"
)
@pytest.mark.sample(every=2)
@pytest.mark.parametrize(
    ("size", "ways"), [("20", (*PROVEN[:2], GREEDY)), ("40", (*PROVEN, GREEDY))], ids=["20", "40"]
)
def test_the_benchmark_prints_a_table_in_which_the_proven_optima_agree(
    size: str, ways: tuple[str, ...]
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.allocation", "--sizes", size, "--seeds", "1",
         "--seconds", "20", "--ways", *ways],
        cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    rows = [line.split("|") for line in done.stdout.splitlines()[2:]]
    assert [row[2].strip() for row in rows] == list(ways)
    *proven, greedy = [int(row[7]) for row in rows]
    assert set(proven) == {proven[0]}
    assert proven[0] >= greedy > 0
