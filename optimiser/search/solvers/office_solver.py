"""The only module that imports PuLP: the door to whatever solver an office has.

CBC comes with PuLP and is the second opinion of a cross-check; Gurobi, CPLEX and COPT are used
where the office has them, with its own licence. None is believed: a list is checked to the cent,
and that none is better is shown by a tree. The status is the solver's own: PuLP calls a time-out
*Optimal* and leaves variables of an infeasible model at zero.
"""

from __future__ import annotations

import math
import os
import re
import tempfile
import warnings
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ...model.linear import Linear, Row, Variable
from ...model.program import Program
from .native_output import native_output_aside
from .solver import Answer, Ended, Stated, scaled, scaled_objective

# By what an officer writes: the name that is shown, and PuLP's ways to it, the first that is there.
_KNOWN = {
    "cbc": ("CBC", ("COIN_CMD",)),
    "gurobi": ("Gurobi", ("GUROBI", "GUROBI_CMD")),
    "cplex": ("CPLEX", ("CPLEX_PY", "CPLEX_CMD")),
    "copt": ("COPT", ("COPT", "COPT_CMD")),
}
_PLAIN = re.compile(r"[\w./:\\~-]+", re.ASCII)
_SECONDS_TO_START = 60
_ELSEWHERE = ("/tmp", "/var/tmp", "C:\\Windows\\Temp")
NAMES = ("highs", "scip", *sorted(_KNOWN))


class SolverMissing(ValueError):
    """A solver that the office asks for is not there; ``name`` is what it is called."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is not on this machine, or has no licence here")
        self.name = name


def office_solver(program: Program, solver: str) -> OfficeSolver:
    """Load a program for one of these solvers, which then has to do it all.

    Raises:
        ValueError: there is no solver of that name.
        SolverMissing: there is, but not on this machine.
    """
    if solver not in _KNOWN:
        raise ValueError(f"there is no solver {solver}; choose {', '.join(NAMES)}")
    return OfficeSolver(program.variables, program.rows, solver)


def is_running(solver: str) -> bool:
    """Whether a solver answers the least question there is: it may be missing, or be kept out."""
    one = [Variable(name="one", lower=0, upper=1)]
    answer = OfficeSolver(one, [], solver).run(
        Linear({0: 1}), maximise=True, seconds=_SECONDS_TO_START, start=None
    )
    return answer.ended is Ended.OPTIMAL


def pulp_model(
    variables: Sequence[Variable], rows: Sequence[Row], objective: Linear, *, maximise: bool
) -> tuple[Any, list[Any]]:
    """The model as PuLP states it, and its variables in our order."""
    # Imported late: it takes a third of a second, and most commands solve nothing.
    import pulp  # pyright: ignore[reportMissingTypeStubs]

    sense = pulp.LpMaximize if maximise else pulp.LpMinimize
    model: Any = pulp.LpProblem("verdeelsleutel", sense)
    known: list[Any] = []
    for place, one in enumerate(variables):
        kind = "Integer" if one.whole else "Continuous"
        known.append(model.add_variable(f"v{place:06d}", one.lower, one.upper, kind))
    costs, _ = scaled_objective(objective)
    # A cost of zero keeps every variable in the model, in our order.
    model.setObjective(
        pulp.LpAffineExpression([(v, costs.get(i, 0.0)) for i, v in enumerate(known)])
    )
    for row in rows:
        fitted = scaled(row, variables)
        left = pulp.LpAffineExpression(
            [(known[v], c) for v, c in zip(fitted.columns, fitted.values, strict=True)]
        )
        model.addConstraint(pulp.LpConstraint(left, -1, rhs=fitted.limit))
    return model, known


class OfficeSolver(Stated):
    """A program for a solver behind PuLP, which loads it anew for each run."""

    def __init__(self, variables: Sequence[Variable], rows: Sequence[Row], solver: str) -> None:
        super().__init__(variables, rows)
        self._solver = solver
        self.name, self._ways = _KNOWN[solver]
        with _quietly():
            self._way = self._first_there()

    def again(self, program: Program) -> OfficeSolver:
        """Another program for the same solver."""
        return OfficeSolver(program.variables, program.rows, self._solver)

    def run(
        self,
        objective: Linear,
        *,
        maximise: bool,
        seconds: float,
        start: Sequence[float] | None,
        effort: float = math.inf,
    ) -> Answer:
        import pulp  # pyright: ignore[reportMissingTypeStubs]

        model, known = pulp_model(self._variables, self._stated, objective, maximise=maximise)
        _, unit = scaled_objective(objective)
        with _quietly(), native_output_aside():
            try:
                model.solve(self._loaded(math.ceil(max(1, min(seconds, effort))), unit))
            except (pulp.PulpSolverError, OSError):  # missing, killed, or no room: it said nothing
                return Answer(Ended.FAILED, None, math.inf if maximise else -math.inf)
        ended = {
            pulp.LpSolutionOptimal: Ended.OPTIMAL,
            pulp.LpSolutionInfeasible: Ended.INFEASIBLE,
            pulp.LpSolutionIntegerFeasible: Ended.OUT_OF_TIME,
        }.get(model.sol_status, Ended.FAILED)
        # A relaxation that holds where no whole numbers do: PuLP calls that no solution found.
        if model.status == pulp.LpStatusInfeasible:
            ended = Ended.INFEASIBLE
        values: tuple[int, ...] | None = None
        if ended in (Ended.OPTIMAL, Ended.OUT_OF_TIME):
            values = tuple(round(v.varValue or 0.0) for v in known)
        bound = math.inf if maximise else -math.inf
        if ended is Ended.OPTIMAL and values is not None:
            bound = float(objective.value(list(values)))
        return Answer(ended, values, bound)

    def _first_there(self) -> str:
        if len(self._ways) == 1:
            return self._ways[0]
        for way in self._ways:
            if self._made(way, msg=False).available():
                return way
        raise SolverMissing(self.name)

    def _loaded(self, seconds: int, unit: float) -> Any:
        if self._way == "COIN_CMD":
            return self._made(
                self._way, msg=False, gapRel=0.0, gapAbs=0.9 * unit, threads=1, timeLimit=seconds
            )
        return self._made(self._way, msg=False, gapRel=0.0, timeLimit=seconds)

    def _made(self, way: str, **options: Any) -> Any:
        import pulp  # pyright: ignore[reportMissingTypeStubs]

        if way == "COIN_CMD":
            from pulp.apis.coin_api import (  # pyright: ignore[reportMissingTypeStubs]
                pulp_cbc_path,
            )

            options["path"] = str(Path(str(pulp_cbc_path)).resolve())
        made = getattr(pulp, way)(**options)
        if way.endswith("_CMD"):
            made.tmpDir = _plain_folder()
        return made


def _plain_folder() -> str:
    """A folder for the files of a program that is told of them on a command line.

    PuLP cuts that line at spaces, and CBC reads a percent sign as its own. Where the folder for
    temporary files has such a sign another one is taken; that one, where there is no other.
    """
    usual = tempfile.gettempdir()
    for folder in (usual, *_ELSEWHERE, str(Path.cwd())):
        if _PLAIN.fullmatch(folder) and os.access(folder, os.W_OK | os.X_OK):
            return folder
    return usual


@contextmanager
def _quietly() -> Generator[None]:
    """PuLP 4 will drop its own CBC, and says so; the cross-check then needs one on the path."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield
