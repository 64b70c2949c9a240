"""A second solver that is missing or killed says nothing, and nothing that looks like a proof."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from verdeelsleutel.optimiser.model.case import case_of
from verdeelsleutel.optimiser.model.formulation import program_of
from verdeelsleutel.optimiser.search.solvers.highs import Highs
from verdeelsleutel.optimiser.search.solvers.solver import Ended

from ...test_literature import drawn, knapsack

ASKED = """
from verdeelsleutel.grants.homes import Homes
from verdeelsleutel.optimiser.problem import Problem, applied, small_policy
from verdeelsleutel.optimiser.proof.certificate import certify
made = tuple(applied(name, 400, Homes(social_rent=9)) for name in ('A', 'B'))
problem = Problem(candidates=made, policy=small_policy(500))
solution = problem.solve(solver='cbc')
print(solution.status.value)
print(certify(problem.candidates, problem.policy, solution).rests_on)
check = problem.cross_check(problem.solve())
print(check.decided, check.agrees)
"""


def pulp_beside(folder: Path, *left_out: str) -> Path:
    """A copy of PuLP as it is installed, found before that one by a program in this folder."""
    spec = importlib.util.find_spec("pulp")
    assert spec is not None
    assert spec.origin is not None
    away = shutil.ignore_patterns("tests", "__pycache__", *left_out)
    return Path(shutil.copytree(Path(spec.origin).parent, folder / "pulp", ignore=away))


def told(folder: Path) -> list[str]:
    """What a program of its own says of a small problem, with the PuLP of this folder."""
    paths = [str(folder), *([os.environ["PYTHONPATH"]] if "PYTHONPATH" in os.environ else [])]
    done = subprocess.run(
        [sys.executable, "-c", ASKED],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True, text=True, check=False, cwd=folder,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.skipif(sys.platform == "win32", reason="a program that kills itself, for a shell")
def test_a_solver_that_is_killed_proves_nothing(tmp_path: Path) -> None:
    """CBC is killed each time that it was started, before it has said anything."""
    started = tmp_path / "started"
    for program in pulp_beside(tmp_path).glob("solverdir/cbc/*/*/cbc"):
        program.write_text(f'#!/bin/sh\necho "$0" >> "{started}"\nkill -KILL $$\n')
        program.chmod(0o755)
    status, rests_on, check = told(tmp_path)
    assert len(started.read_text().splitlines()) >= 2  # the search, and the other that checks
    assert (status, check) == ("not_proved", "False False")
    assert "nothing yet" in rests_on


@pytest.mark.slow(sample="test_a_solver_that_is_killed_proves_nothing")
def test_a_solver_that_is_missing_proves_nothing(tmp_path: Path) -> None:
    """PuLP as it is where its wheel holds no CBC: the package without its programs."""
    pulp_beside(tmp_path, "solverdir")
    status, rests_on, check = told(tmp_path)
    assert (status, check) == ("not_proved", "False False")
    assert "nothing yet" in rests_on


def test_each_search_of_highs_is_given_its_own_time_and_not_that_of_those_before() -> None:
    """Its limit once grew with all searches before it."""
    problem = knapsack(*drawn(150, 10, seed=1))
    program = program_of(case_of(problem.candidates, problem.policy))
    solver = Highs(program)
    for _ in range(4):
        answer = solver.run(program.affordable, maximise=True, seconds=0.5, start=None)
        assert answer.ended is Ended.OUT_OF_TIME
        assert solver.limit == 0.5
