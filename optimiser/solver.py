"""The only module that imports a solver: PuLP, and through it HiGHS or CBC.

PuLP states the model. HiGHS is then kept loaded between the stages, since a stage changes an
objective, a few bounds and a row, and loading again would cost more than solving. Gaps are zero
(absolute: less than one unit of an integer objective), one thread, a fixed seed. The status is the
solver's own: PuLP calls a time-out *Optimal* and leaves variables of an infeasible model at zero.

Rows in cents are too large for a solver's tolerances. They are divided by their greatest common
divisor, scaled to coefficients of at most a million and relaxed by more than the tolerance, never
tightened; what the solver answers is checked in exact integers elsewhere.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol

from .program import Linear, Program, Row, Variable

_LARGEST = 1e6
_TOLERANCE = 4e-6  # HiGHS and CBC accept a row that is over by 1e-6


class Ended(StrEnum):
    """How a search ended, by the solver's own word."""

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    OUT_OF_TIME = "out_of_time"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a solver says: values are rounded to whole numbers, the bound is of the objective."""

    ended: Ended
    values: tuple[int, ...] | None
    bound: float


class Model(Protocol):
    """A program that can still change."""

    def add_variable(self, variable: Variable) -> None: ...

    def add_row(self, row: Row) -> None: ...

    def set_bounds(self, variable: int, lower: int, upper: int) -> None: ...


class Engine(Model, Protocol):
    """A program loaded in a solver."""

    name: str

    def run(
        self, objective: Linear, *, maximise: bool, seconds: float, start: Sequence[int] | None
    ) -> Answer: ...


class Engines:
    """Several solvers with one program: what changes, changes in all of them."""

    def __init__(self, program: Program, engines: Sequence[Engine]) -> None:
        self.engines = tuple(engines)
        self.name = " and ".join(one.name for one in engines)
        self.variables = list(program.variables)

    def add_variable(self, variable: Variable) -> None:
        """Add a variable."""
        self.variables.append(variable)
        for one in self.engines:
            one.add_variable(variable)

    def add_row(self, row: Row) -> None:
        """Add a row."""
        for one in self.engines:
            one.add_row(row)

    def set_bounds(self, variable: int, lower: int, upper: int) -> None:
        """Bound a variable."""
        self.variables[variable] = replace(self.variables[variable], lower=lower, upper=upper)
        for one in self.engines:
            one.set_bounds(variable, lower, upper)


@dataclass(frozen=True, slots=True)
class ScaledRow:
    """A row in the solver's floats: ``sum of terms <= limit``."""

    terms: tuple[tuple[int, float], ...]
    limit: float


def scaled(row: Row, variables: Sequence[Variable]) -> ScaledRow:
    """Divide a row by its greatest common divisor, scale it, and relax it beyond the tolerance."""
    limit: int | Fraction = row.limit
    terms = row.terms
    if not terms:
        return ScaledRow((), float(limit))
    if all(isinstance(c, int) for _, c in terms):
        divisor = math.gcd(*(int(c) for _, c in terms))
        terms = tuple((v, int(c) // divisor) for v, c in terms)
        limit = Fraction(limit) / divisor
        if all(variables[v].whole or variables[v].implied for v, _ in terms):
            limit = math.floor(limit)
    largest = max(abs(float(c)) for _, c in terms)
    factor = min(1.0, _LARGEST / largest)
    relaxed = max(_TOLERANCE, min(1e-3, factor / 2)) if largest > 1000 else 0.0
    if any(isinstance(c, Fraction) for _, c in terms):
        relaxed = max(relaxed, _TOLERANCE)
    return ScaledRow(
        tuple((v, float(c * Fraction(factor))) for v, c in terms),
        float(limit * Fraction(factor)) + relaxed,
    )


def scaled_objective(objective: Linear) -> tuple[dict[int, float], float]:
    """The objective in the solver's floats, and what one unit of it is worth there."""
    terms = {v: int(c) for v, c in objective.terms.items() if c}
    if not terms:
        return {}, 1.0
    divisor = math.gcd(*terms.values())
    largest = max(abs(c) for c in terms.values()) // divisor
    factor = min(1.0, _LARGEST / largest)
    return {v: c // divisor * factor for v, c in terms.items()}, factor / divisor


def engine(program: Program, solver: str) -> Engine:
    """Load a program. ``solver`` is ``highs`` or ``cbc``."""
    if solver == "highs":
        return _Highs(program)
    if solver == "cbc":
        return _Cbc(program)
    raise ValueError(f"there is no solver {solver}; choose highs or cbc")


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
        left = pulp.LpAffineExpression([(known[v], c) for v, c in fitted.terms])
        model.addConstraint(pulp.LpConstraint(left, -1, rhs=fitted.limit))
    return model, known


def relaxation(
    variables: Sequence[Variable],
    rows: Sequence[Row],
    fitted: Sequence[ScaledRow],
    objective: Linear,
    *,
    maximise: bool,
) -> list[float] | None:
    """The multipliers of the rows in the relaxation without whole numbers, each at least zero.

    ``fitted`` are the rows as scaled; the multipliers are of the rows as stated. ``None`` where
    HiGHS finds none.
    """
    import highspy
    import numpy as np

    costs, unit = scaled_objective(objective)
    lp: Any = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(variables), len(rows)
    sign = -1.0 if maximise else 1.0
    lp.col_cost_ = np.array([sign * costs.get(v, 0.0) for v in range(len(variables))])
    lp.col_lower_ = np.array([float(one.lower) for one in variables])
    lp.col_upper_ = np.array([float(one.upper) for one in variables])
    lp.row_lower_ = np.full(len(rows), -math.inf)
    lp.row_upper_ = np.array([row.limit for row in fitted])
    starts = [0]
    for row in fitted:
        starts.append(starts[-1] + len(row.terms))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.array(starts)
    lp.a_matrix_.index_ = np.array([v for row in fitted for v, _ in row.terms], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([c for row in fitted for _, c in row.terms])
    highs: Any = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.passModel(lp)
    highs.run()
    if highs.getModelStatus().name != "kOptimal":
        return None
    duals = highs.getSolution().row_dual
    return [
        max(0.0, -dual) * _factor(row, scaled_row) / unit
        for dual, row, scaled_row in zip(duals, rows, fitted, strict=True)
    ]


def _factor(row: Row, fitted: ScaledRow) -> float:
    """What a row was multiplied with."""
    if not row.terms:
        return 1.0
    return fitted.terms[0][1] / float(row.terms[0][1])


class _Highs:
    """HiGHS, loaded through PuLP once and then changed in place."""

    name = "HiGHS"

    def __init__(self, program: Program) -> None:
        import pulp  # pyright: ignore[reportMissingTypeStubs]

        model, _ = pulp_model(program.variables, program.rows, Linear(), maximise=False)
        loader: Any = pulp.HiGHS(
            msg=False,
            gapRel=0.0,
            threads=1,
            random_seed=20260101,
            mip_heuristic_run_feasibility_jump=False,
        )
        loader.createAndConfigureSolver(model)
        loader.buildSolverModel(model)
        self._highs: Any = model.solverModel
        self._variables = list(program.variables)
        self._costs: dict[int, float] = {}

    def add_variable(self, variable: Variable) -> None:
        self._highs.addVar(float(variable.lower), float(variable.upper))
        if variable.whole:
            import highspy

            self._highs.changeColIntegrality(len(self._variables), highspy.HighsVarType.kInteger)
        self._variables.append(variable)

    def add_row(self, row: Row) -> None:
        fitted = scaled(row, self._variables)
        columns = [v for v, _ in fitted.terms]
        self._highs.addRow(
            -math.inf, fitted.limit, len(columns), columns, [c for _, c in fitted.terms]
        )

    def set_bounds(self, variable: int, lower: int, upper: int) -> None:
        self._highs.changeColBounds(variable, float(lower), float(upper))

    def run(
        self, objective: Linear, *, maximise: bool, seconds: float, start: Sequence[int] | None
    ) -> Answer:
        unit = self._set_objective(objective, maximise)
        self._highs.setOptionValue("mip_abs_gap", 0.9 * unit)
        # HiGHS counts its time over all runs of one model.
        self._highs.setOptionValue("time_limit", self._highs.getRunTime() + max(0.1, seconds))
        if start is not None:
            places = list(range(len(start)))
            self._highs.setSolution(len(places), places, [float(value) for value in start])
        self._highs.run()
        return self._answer(unit, float(objective.constant))

    def _set_objective(self, objective: Linear, maximise: bool) -> float:
        costs, unit = scaled_objective(objective)
        sign = -1.0 if maximise else 1.0
        wanted = {v: sign * c for v, c in costs.items()}
        for v in sorted(self._costs.keys() | wanted.keys()):
            if self._costs.get(v) != wanted.get(v):
                self._highs.changeColCost(v, wanted.get(v, 0.0))
        self._costs = wanted
        self._sign = sign
        return unit

    def _answer(self, unit: float, constant: float) -> Answer:
        status = self._highs.getModelStatus().name
        info = self._highs.getInfo()
        ended = {
            "kOptimal": Ended.OPTIMAL,
            "kInfeasible": Ended.INFEASIBLE,
            "kUnboundedOrInfeasible": Ended.INFEASIBLE,
            "kTimeLimit": Ended.OUT_OF_TIME,
        }.get(status, Ended.FAILED)
        values: tuple[int, ...] | None = None
        if ended is not Ended.INFEASIBLE and info.primal_solution_status == 2:
            values = tuple(round(value) for value in self._highs.getSolution().col_value)
        elif ended is Ended.OPTIMAL:
            ended = Ended.FAILED
        return Answer(ended, values, self._sign * info.mip_dual_bound / unit + constant)


class _Cbc:
    """CBC as PuLP ships it: the second solver of a cross-check. It loads anew for each run."""

    name = "CBC"

    def __init__(self, program: Program) -> None:
        self._variables = list(program.variables)
        self._rows = list(program.rows)

    def add_variable(self, variable: Variable) -> None:
        self._variables.append(variable)

    def add_row(self, row: Row) -> None:
        self._rows.append(row)

    def set_bounds(self, variable: int, lower: int, upper: int) -> None:
        old = self._variables[variable]
        self._variables[variable] = Variable(old.name, lower, upper, old.whole, old.implied)

    def run(
        self, objective: Linear, *, maximise: bool, seconds: float, start: Sequence[int] | None
    ) -> Answer:
        import pulp  # pyright: ignore[reportMissingTypeStubs]
        from pulp.apis.coin_api import (  # pyright: ignore[reportMissingTypeStubs]
            pulp_cbc_path,
        )

        model, known = pulp_model(self._variables, self._rows, objective, maximise=maximise)
        _, unit = scaled_objective(objective)
        with warnings.catch_warnings():
            # PuLP 4 will drop its own CBC; the cross-check then needs one on the path.
            warnings.simplefilter("ignore", DeprecationWarning)
            cbc: Any = pulp.COIN_CMD(
                msg=False,
                path=str(Path(str(pulp_cbc_path)).resolve()),
                gapRel=0.0,
                gapAbs=0.9 * unit,
                threads=1,
                timeLimit=max(1, math.ceil(seconds)),
            )
            try:
                model.solve(cbc)
            except pulp.PulpSolverError:  # it is missing, was killed, or failed: it said nothing
                return Answer(Ended.FAILED, None, math.inf if maximise else -math.inf)
        ended = {
            pulp.LpSolutionOptimal: Ended.OPTIMAL,
            pulp.LpSolutionInfeasible: Ended.INFEASIBLE,
            pulp.LpSolutionIntegerFeasible: Ended.OUT_OF_TIME,
        }.get(model.sol_status, Ended.FAILED)
        values: tuple[int, ...] | None = None
        if ended in (Ended.OPTIMAL, Ended.OUT_OF_TIME):
            values = tuple(round(v.varValue or 0.0) for v in known)
        bound = math.inf if maximise else -math.inf
        if ended is Ended.OPTIMAL and values is not None:
            bound = float(objective.value(list(values)))
        return Answer(ended, values, bound)
