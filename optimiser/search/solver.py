"""What a solver is to the search, rows in a solver's floats, and CBC through PuLP.

Of any solver, gaps are zero (absolute: less than one unit of an integer objective), one thread, a
fixed seed. The status is the solver's own: PuLP calls a time-out *Optimal* and leaves variables of
an infeasible model at zero. This is the only module that imports PuLP; HiGHS is in ``highs``.

Rows in cents are too large for a solver's tolerances. They are divided by their greatest common
divisor, scaled to coefficients of at most a million and relaxed by more than the tolerance, never
tightened; what the solver answers is checked in exact integers elsewhere.
"""

from __future__ import annotations

import math
import warnings
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol

from ..model.program import Linear, Program, Row, Variable

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


class Engine(Model, Protocol):
    """A program loaded in a solver."""

    name: str

    def change(self, place: int, variable: Variable) -> None:
        """Give a variable other bounds."""
        ...

    def run(
        self,
        objective: Linear,
        *,
        maximise: bool,
        seconds: float,
        start: Sequence[int] | None,
        effort: float = math.inf,
    ) -> Answer:
        """Search for at most so long.

        ``effort`` is in seconds of a quiet processor: a solver that counts its own steps stops at
        the same step on a busy one. For the others these are seconds as they are.
        """
        ...


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
        self.change(variable, self.variables[variable].within(lower, upper))

    def change(self, place: int, variable: Variable) -> None:
        """Give a variable other bounds."""
        self.variables[place] = variable
        for one in self.engines:
            one.change(place, variable)


@dataclass(frozen=True, slots=True)
class ScaledRow:
    """A row in the solver's floats: ``sum of terms <= limit``, and what it was multiplied with."""

    columns: Sequence[int]
    values: Sequence[float]
    limit: float
    factor: float


def scaled(row: Row, variables: Sequence[Variable]) -> ScaledRow:
    """Divide a row by its greatest common divisor, scale it, and relax it beyond the tolerance."""
    columns = array("i", (v for v, _ in row.terms))
    coefficients = [c for _, c in row.terms]
    limit: int | Fraction = row.limit
    if not columns:
        return ScaledRow(columns, array("d"), float(limit), 1.0)
    whole = [c for c in coefficients if isinstance(c, int)]
    integral, divisor = len(whole) == len(coefficients), 1
    if integral:
        divisor = math.gcd(*whole)
        coefficients = [c // divisor for c in whole]
        limit = Fraction(limit) / divisor
        if all(variables[v].whole or variables[v].implied for v in columns):
            limit = math.floor(limit)
    largest = max(abs(float(c)) for c in coefficients)
    factor = Fraction(min(1.0, _LARGEST / largest))
    relaxed = max(_TOLERANCE, min(1e-3, factor / 2)) if largest > 1000 else 0.0
    if not integral:
        relaxed = max(relaxed, _TOLERANCE)
    times, of = factor.numerator, factor.denominator
    # Whole numbers divide to the nearest float, whatever their size, and faster than fractions.
    values = array("d", (c.numerator * times / (c.denominator * of) for c in coefficients))
    limited = limit.numerator * times / (limit.denominator * of) + float(relaxed)
    return ScaledRow(columns, values, limited, float(factor / divisor))


def scaled_objective(objective: Linear) -> tuple[dict[int, float], float]:
    """The objective in the solver's floats, and what one unit of it is worth there."""
    terms = {v: int(c) for v, c in objective.terms.items() if c}
    if not terms:
        return {}, 1.0
    divisor = math.gcd(*terms.values())
    largest = max(abs(c) for c in terms.values()) // divisor
    factor = min(1.0, _LARGEST / largest)
    return {v: c // divisor * factor for v, c in terms.items()}, factor / divisor


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


class Cbc:
    """CBC as PuLP ships it: the second solver of a cross-check. It loads anew for each run."""

    name = "CBC"

    def __init__(self, program: Program) -> None:
        self._variables = list(program.variables)
        self._rows = list(program.rows)

    def add_variable(self, variable: Variable) -> None:
        self._variables.append(variable)

    def add_row(self, row: Row) -> None:
        self._rows.append(row)

    def change(self, place: int, variable: Variable) -> None:
        self._variables[place] = variable

    def run(
        self,
        objective: Linear,
        *,
        maximise: bool,
        seconds: float,
        start: Sequence[int] | None,
        effort: float = math.inf,
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
                timeLimit=max(1, math.ceil(min(seconds, effort))),
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
