"""Whatever solver an office has finds the same list, and no solver is believed."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from shutil import which

import pytest

from verdeelsleutel.grants.applications.candidate import Form
from verdeelsleutel.grants.decisions.allocation import PROOFS, Status
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.optimiser.model.case import Case
from verdeelsleutel.optimiser.model.linear import Linear
from verdeelsleutel.optimiser.model.program import Program
from verdeelsleutel.optimiser.proof.certificate import certify
from verdeelsleutel.optimiser.search.allocation import allocate
from verdeelsleutel.optimiser.search.solvers.office_solver import SolverMissing
from verdeelsleutel.optimiser.search.solvers.scip import Scip
from verdeelsleutel.optimiser.search.solvers.solver import Ended

from ...builders import MLN, a_round, candidate, policy


@pytest.mark.parametrize("name", ["gurobi", "cplex", "copt"])
def test_a_solver_that_the_office_does_not_have_is_named(name: str) -> None:
    if find_spec({"gurobi": "gurobipy", "copt": "coptpy"}.get(name, name)) or which(name):
        pytest.skip(f"{name} is on this machine")
    with pytest.raises(SolverMissing, match="is not on this machine, or has no licence here"):
        allocate([candidate("WBI-1", MLN, (10,))], policy(MLN), solver=name)


@pytest.mark.sample(every=2)
@pytest.mark.parametrize("name", ["scip", "cbc"])
def test_another_solver_finds_the_same_list_and_it_is_proven_by_a_tree(name: str) -> None:
    made, rules = a_round(24, seed=11)
    ours, other = allocate(made, rules), allocate(made, rules, solver=name)
    assert other.status is Status.PROVEN
    assert other.digest == ours.digest
    assert all(stage.basis in PROOFS for stage in other.stages)
    assert certify(made, rules, other).valid


@pytest.mark.parametrize("fine", [False, True], ids=["as a rule", "amounts in fine steps"])
def test_a_plain_installation_finds_the_same_list_and_it_is_proven(
    fine: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the extra ``solvers``, on rounds for which SCIP is the first that is asked."""
    made, rules = a_round(12, seed=11)
    if fine:
        cut = {"form": Form.SCALABLE, "step": Euro(100_000)}
        made = [
            one.model_copy(update={**cut, "minimum": Euro(one.requested.cents * 3 // 5)})
            for one in made
        ]
    ours = allocate(made, rules)
    assert "SCIP" in {stage.solver for stage in ours.stages}
    monkeypatch.setitem(sys.modules, "pyscipopt", None)
    plain = allocate(made, rules)
    assert plain.status is Status.PROVEN
    assert plain.digest == ours.digest
    assert "SCIP" not in {stage.solver for stage in plain.stages}
    assert certify(made, rules, plain).valid


@pytest.mark.parametrize("name", ["scip", "gurobi"])
def test_a_solver_that_is_not_installed_is_named(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyscipopt", None)
    with pytest.raises(SolverMissing, match="is not on this machine"):
        allocate([candidate("WBI-1", MLN, (10,))], policy(MLN), solver=name)


def test_scip_can_widen_what_was_narrow_when_it_was_loaded() -> None:
    program = Program(Case.__new__(Case))
    steps = program.variable("t", 5)
    solver = Scip(program)
    solver.change(steps, program.variables[steps].within(0, 1))
    assert solver.run(Linear({steps: 1}), maximise=True, seconds=9, start=None).bound == 1
    solver.change(steps, program.variables[steps])
    answer = solver.run(Linear({steps: 1}), maximise=True, seconds=9, start=None)
    assert (answer.ended, answer.values) == (Ended.OPTIMAL, (5,))
