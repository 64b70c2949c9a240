"""The relaxation over a box, in HiGHS's dual simplex: it starts where it last ended.

What it answers is a float and proves nothing. Its multipliers do, when they are added up in whole
numbers elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from ..proof.box import Box
from ..proof.system import Row

_BITS = 20  # of a row's largest coefficient, far above the tolerance of 1e-7 and far below 1e15
_ROOM = 1e-5  # by which rows are looser: what is empty then is so by more than a tolerance
_NO_LIMIT = 2**31 - 1
USUAL, FINE = 1e-7, 1e-9  # tolerances


class State(Enum):
    """How a relaxation ended."""

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    LIMITED = "limited"  # by the number of iterations
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Relaxed:
    """How it ended, and the value in the units of the objective row's floats."""

    state: State
    value: float


class SimplexFailed(RuntimeError):
    """HiGHS did not take a program, and says so by its status only."""


class Simplex:
    """The rows of a box, of which one is not a row but has the terms of the objective."""

    def __init__(self, box: Box, objective: int = 0) -> None:
        import highspy
        import numpy as np

        self._box = box
        self._objective = objective
        self._scales = [_scale(row) for row in box.rows]
        rows = [*box.rows[:objective], *box.rows[objective + 1 :]]
        scales = [*self._scales[:objective], *self._scales[objective + 1 :]]
        lp: Any = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(box.lower), len(rows)
        costs = np.zeros(len(box.lower))
        for j, a in box.rows[objective].terms:
            costs[j] = _float(a, self._scales[objective])
        lp.col_cost_ = costs
        lp.col_lower_ = np.array(box.lower, dtype=np.float64)
        lp.col_upper_ = np.array(box.upper, dtype=np.float64)
        lp.row_lower_ = np.full(len(rows), -math.inf)
        lp.row_upper_ = np.array(
            [_float(row.limit, s) + _ROOM for row, s in zip(rows, scales, strict=True)]
        )
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.cumsum([0, *(len(row.terms) for row in rows)])
        lp.a_matrix_.index_ = np.array([j for row in rows for j, _ in row.terms], dtype=np.int32)
        lp.a_matrix_.value_ = np.array(
            [_float(a, s) for row, s in zip(rows, scales, strict=True) for _, a in row.terms]
        )
        self._highs: Any = highspy.Highs()
        for name, value in (
            ("output_flag", False),
            ("threads", 1),
            ("presolve", "off"),
            ("solver", "simplex"),
            ("simplex_strategy", 1),
        ):
            self._ok(self._highs.setOptionValue(name, value))
        self._ok(self._highs.passModel(lp))
        self._limits = {k: row.limit for k, row in enumerate(box.rows) if row.rounded}
        box.touched.clear()

    def _ok(self, status: Any) -> None:
        if status.name == "kError":
            raise SimplexFailed("HiGHS refused a part of the program")

    @property
    def cutoff(self) -> float:
        """What the objective must be above, in its floats, for the box to be closed."""
        return _float(self._box.rows[self._objective].limit, self._scales[self._objective])

    def follow(self) -> None:
        """Take over the bounds of the box, and limits of rows whose payments are known by them."""
        box = self._box
        for j in box.touched:
            self._ok(self._highs.changeColBounds(j, float(box.lower[j]), float(box.upper[j])))
        if box.touched:
            for place, before in self._limits.items():
                limit = box.limit(place)
                if limit != before:
                    self._limits[place] = limit
                    most = _float(limit, self._scales[place]) + _ROOM
                    self._ok(self._highs.changeRowBounds(self._place(place), -math.inf, most))
        box.touched.clear()

    def try_bounds(self, column: int, lower: int, upper: int) -> None:
        """Other bounds for a moment, of which the box does not know."""
        self._ok(self._highs.changeColBounds(column, float(lower), float(upper)))

    def solve(self, iterations: int | None = None) -> Relaxed:
        """Solve from where it last ended; where that fails, once more from nothing."""
        highs = self._highs
        limit = _NO_LIMIT if iterations is None else iterations
        self._ok(highs.setOptionValue("simplex_iteration_limit", limit))
        found = self._run()
        if found.state is State.FAILED or (found.state is State.LIMITED and iterations is None):
            self._ok(highs.clearSolver())
            found = self._run()
        return found

    def _run(self) -> Relaxed:
        highs = self._highs
        if highs.run().name == "kError":
            return Relaxed(State.FAILED, math.nan)
        status = highs.getModelStatus().name
        if status == "kInfeasible":
            return Relaxed(State.INFEASIBLE, math.inf)
        value = highs.getInfo().objective_function_value
        if status == "kOptimal":
            return Relaxed(State.OPTIMAL, value)
        if status == "kIterationLimit":
            return Relaxed(State.LIMITED, value)
        return Relaxed(State.FAILED, math.nan)

    def tolerance(self, size: float) -> None:
        """How exact the next answers are."""
        for name in ("primal_feasibility_tolerance", "dual_feasibility_tolerance"):
            self._ok(self._highs.setOptionValue(name, size))

    def values(self) -> Sequence[float]:
        """The value of every variable."""
        return self._highs.getSolution().col_value

    def prices(self) -> Sequence[float]:
        """The reduced cost of every variable."""
        return self._highs.getSolution().col_dual

    def basis(self) -> Any:
        """Where it ended, to start from there again."""
        return self._highs.getBasis()

    def start(self, basis: Any) -> None:
        """Start the next from there."""
        self._ok(self._highs.setBasis(basis))

    def weights(self) -> list[float]:
        """The multiplier of every row of the box, the objective's with them."""
        duals = self._highs.getSolution().row_dual
        return self._all(1.0, [-value for value in duals])

    def rays(self) -> list[list[float]]:
        """Multipliers that may show that no point is in the box; the objective takes no part."""
        _, known, ray = self._highs.getDualRay()
        if not known:
            return []
        values = [float(value) for value in ray]
        return [self._all(0.0, [sign * value for value in values]) for sign in (-1.0, 1.0)]

    def _all(self, objective: float, others: list[float]) -> list[float]:
        """Multipliers of all rows of the box, in their own size, none below nought."""
        others.insert(self._objective, objective)
        return [
            math.ldexp(max(0.0, value), scale)
            for value, scale in zip(others, self._scales, strict=True)
        ]

    def _place(self, row: int) -> int:
        """Where a row of the box stands among those of the solver."""
        return row - (row > self._objective)


def _scale(row: Row) -> int:
    """The power of two that a row is multiplied with to be a row of floats."""
    return _BITS - max((abs(a).bit_length() for _, a in row.terms), default=_BITS)


def _float(number: int, scale: int) -> float:
    return math.ldexp(float(number), scale)
