"""A second solver that is missing or killed says nothing, and nothing that looks like a proof."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from verdeelsleutel.grants.decisions.allocation import Status
from verdeelsleutel.optimiser.model.case import case_of
from verdeelsleutel.optimiser.model.formulation import program_of
from verdeelsleutel.optimiser.proof.certificate import certify
from verdeelsleutel.optimiser.search.allocation import allocate
from verdeelsleutel.optimiser.search.solvers.highs import Highs
from verdeelsleutel.optimiser.search.solvers.solver import Ended

from ...builders import a_round
from ...test_literature import drawn, knapsack


def _children() -> list[int]:
    """The processes that this one started and that run CBC."""
    found: list[int] = []
    for task in Path("/proc/self/task").iterdir():
        for child in (task / "children").read_text().split():
            name = Path(f"/proc/{child}/comm")
            if name.exists() and name.read_text().startswith("cbc"):
                found.append(int(child))
    return found


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are looked up in /proc")
def test_a_solver_that_is_killed_proves_nothing() -> None:
    made, rules = a_round(60, seed=4)
    killed: list[int] = []
    over = threading.Event()

    def hunt() -> None:
        while not over.is_set():
            for child in _children():
                os.kill(child, signal.SIGKILL)
                killed.append(child)
            time.sleep(0.001)

    hunter = threading.Thread(target=hunt)
    hunter.start()
    try:
        solution = allocate(made, rules, solver="cbc")
    finally:
        over.set()
        hunter.join()
    assert killed
    assert solution.status is Status.NOT_PROVED
    assert "nothing yet" in certify(made, rules, solution).rests_on


@pytest.mark.slow(sample="test_a_solver_that_is_killed_proves_nothing")
def test_a_solver_that_is_missing_proves_nothing(tmp_path: Path) -> None:
    """PuLP as it is where its wheel holds no CBC: the package without its programs."""
    spec = importlib.util.find_spec("pulp")
    assert spec is not None
    assert spec.origin is not None
    shutil.copytree(
        Path(spec.origin).parent,
        tmp_path / "pulp",
        ignore=shutil.ignore_patterns("solverdir", "tests", "__pycache__"),
    )
    asked = (
        "from verdeelsleutel.grants.homes import Homes\n"
        "from verdeelsleutel.optimiser.problem import Problem, applied, small_policy\n"
        "made = tuple(applied(name, 400, Homes(social_rent=9)) for name in ('A', 'B'))\n"
        "problem = Problem(candidates=made, policy=small_policy(500))\n"
        "print(problem.solve(solver='cbc').status.value)\n"
        "check = problem.cross_check(problem.solve())\n"
        "print(check.decided, check.agrees)\n"
    )
    paths = [str(tmp_path), *([os.environ["PYTHONPATH"]] if "PYTHONPATH" in os.environ else [])]
    done = subprocess.run(
        [sys.executable, "-c", asked],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["not_proved", "False", "False"]


def test_each_search_of_highs_is_given_its_own_time_and_not_that_of_those_before() -> None:
    """Its limit once grew with all searches before it."""
    problem = knapsack(*drawn(150, 10, seed=1))
    program = program_of(case_of(problem.candidates, problem.policy))
    solver = Highs(program)
    for _ in range(4):
        answer = solver.run(program.affordable, maximise=True, seconds=0.5, start=None)
        assert answer.ended is Ended.OUT_OF_TIME
        assert solver.limit == 0.5
