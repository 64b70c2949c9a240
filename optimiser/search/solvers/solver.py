"""What a solver is to the search, and rows in a solver's floats.

Of any solver, gaps are zero (absolute: less than one unit of an integer objective), one thread, a
fixed seed. The status is the solver's own.

Rows in cents are too large for a solver's tolerances. They are divided by their greatest common
divisor, scaled to coefficients of at most a million and relaxed by more than the tolerance, never
tightened; what the solver answers is checked in exact integers elsewhere.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from ....grants.frozen import frozen
from ...model.linear import Linear, Row, Variable
from ...model.program import Program

_LARGEST = 1e6
_TOLERANCE = 4e-6  # HiGHS and CBC accept a row that is over by 1e-6


class Ended(StrEnum):
    """How a search ended, by the solver's own word."""

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    OUT_OF_TIME = "out_of_time"
    FAILED = "failed"


@frozen
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
        start: Sequence[float] | None,
        effort: float = math.inf,
    ) -> Answer:
        """Search for at most so long.

        ``effort`` is in seconds of a quiet processor: a solver that counts its own steps stops at
        the same step on a busy one. For the others these are seconds as they are.
        """
        ...


class Stated:
    """The variables and rows that a solver is asked about; what changed is loaded when it runs."""

    def __init__(self, variables: Sequence[Variable], rows: Sequence[Row]) -> None:
        self._variables, self._stated = list(variables), list(rows)

    def add_variable(self, variable: Variable) -> None:
        """Add a variable; its place is that behind the last."""
        self._variables.append(variable)

    def add_row(self, row: Row) -> None:
        """Add a row; none is ever taken away."""
        self._stated.append(row)

    def change(self, place: int, variable: Variable) -> None:
        """Give a variable other bounds."""
        self._variables[place] = variable


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


@frozen
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
