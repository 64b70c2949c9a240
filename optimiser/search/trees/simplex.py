"""The relaxation over a box, in HiGHS's dual simplex: it starts where it last ended.

What it answers is a float and proves nothing. Its multipliers do, when they are added up in whole
numbers elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from enum import Enum
from typing import Any, NamedTuple

from ....grants.frozen import frozen
from ...proof.box import Box
from ...proof.system import Row
from ..solvers.native_output import native_output_aside

_BITS = 20  # of a row's largest coefficient, far above the tolerance of 1e-7 and far below 1e15
_NEAR = 1e-6  # a whole number
_ROOM = 1e-5  # by which rows are looser: what is empty then is so by more than a tolerance
_NO_LIMIT = 2**31 - 1
USUAL, FINE = 1e-7, 1e-9  # tolerances


class State(Enum):
    """How a relaxation ended."""

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    LIMITED = "limited"  # by the number of iterations
    FAILED = "failed"


@frozen
class Relaxed:
    """How it ended, and the value in the units of the objective row's floats."""

    state: State
    value: float


class Broken(NamedTuple):
    """A variable that is not whole: its value is ``part`` above ``cut``.

    With ``columns`` it is the sum of these, and ``j`` a number below zero by which it is known.
    """

    j: int
    cut: int
    part: float
    columns: tuple[int, ...] = ()


class SimplexFailed(RuntimeError):
    """HiGHS did not take a program, and says so by its status only."""


class Simplex:
    """The rows of a box, of which one is not a row but has the terms of the objective.

    Columns that have one value in the box take no part; only bounds within it can be followed.
    """

    def __init__(self, box: Box, objective: int, seconds: float) -> None:
        import highspy
        import numpy as np

        self._box = box
        self._objective = objective
        self.columns = [j for j, low in enumerate(box.lower) if low != box.upper[j]]
        self._places = {j: k for k, j in enumerate(self.columns)}
        self._scales: list[int] = []
        self._fixed: list[int] = []
        free: list[list[tuple[int, int]]] = []
        for row in box.rows:
            terms = [(self._places[j], a) for j, a in row.terms if j in self._places]
            self._scales.append(_scale(terms))
            self._fixed.append(sum(a * box.lower[j] for j, a in row.terms if j not in self._places))
            free.append(terms)
        self._limits = [self._limit(place) for place in range(len(box.rows))]
        lp: Any = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.columns), len(free) - 1
        costs = np.zeros(len(self.columns))
        for k, a in free[objective]:
            costs[k] = _float(a, self._scales[objective])
        lp.col_cost_ = costs
        self._lower = np.array([box.lower[j] for j in self.columns], dtype=np.float64)
        self._upper = np.array([box.upper[j] for j in self.columns], dtype=np.float64)
        lp.col_lower_, lp.col_upper_ = self._lower, self._upper
        others = [place for place in range(len(free)) if place != objective]
        lp.row_lower_ = np.full(len(others), -math.inf)
        lp.row_upper_ = np.array([self._limits[place] for place in others])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.cumsum([0, *(len(free[place]) for place in others)])
        index = [k for place in others for k, _ in free[place]]
        values = [_float(a, self._scales[place]) for place in others for _, a in free[place]]
        lp.a_matrix_.index_ = np.array(index, dtype=np.int32)
        lp.a_matrix_.value_ = np.array(values)
        with native_output_aside():
            self._highs: Any = highspy.Highs()
        for name, value in (
            ("output_flag", False),
            ("threads", 1),
            ("presolve", "off"),
            ("solver", "simplex"),
            ("simplex_strategy", 1),
            ("time_limit", seconds),  # over all runs together
        ):
            self._ok(self._highs.setOptionValue(name, value))
        self._ok(self._highs.passModel(lp))
        self._base, self._added = len(box.rows), list[Row]()
        self._rounded = [place for place, row in enumerate(box.rows) if row.rounded]
        self._whole = np.array([box.whole[j] for j in self.columns], dtype=bool)
        box.touched.clear()

    def _ok(self, status: Any) -> None:
        if status.name == "kError":
            raise SimplexFailed("HiGHS refused a part of the program")

    def _limit(self, place: int) -> float:
        """The limit of a row for the columns that take part."""
        limit = self._box.limit(place) - self._fixed[place]
        return _float(limit, self._scales[place]) + _ROOM

    @property
    def cutoff(self) -> float:
        """What the objective must be above, in its floats, for the box to be closed."""
        return self._limits[self._objective] - _ROOM

    def scale(self, place: int) -> int:
        """The power of two that a row of the box is multiplied with to be one of floats."""
        return self._scales[place]

    def multiplier(self, place: int) -> float:
        """What a float of the limit of a row is worth in those of the objective, by the prices of
        now; of no objective row."""
        return abs(float(self._highs.getSolution().row_dual[self._place(place)]))

    def in_units(self, value: float) -> float:
        """A value of the objective's floats in the units of its row of the box."""
        return math.ldexp(value, -self._scales[self._objective])

    def follow(self) -> None:
        """Take over the bounds of the box, and limits of rows whose payments are known by them."""
        box = self._box
        moved = [
            (k, box.lower[j], box.upper[j])
            for j, k in ((j, self._places[j]) for j in box.touched)
            if (self._lower[k], self._upper[k]) != (box.lower[j], box.upper[j])
        ]
        if moved:
            self._move(moved)
        if box.touched:
            for place in self._rounded:
                if self._limit(place) != self._limits[place]:
                    self.take_limit(place)
        box.touched.clear()
        self._follow_lemmas()

    def _move(self, moved: Sequence[tuple[int, int, int]]) -> None:
        import numpy as np

        moved = sorted(moved)
        places = np.array([k for k, _, _ in moved], dtype=np.int32)
        lower = np.array([low for _, low, _ in moved], dtype=np.float64)
        upper = np.array([high for _, _, high in moved], dtype=np.float64)
        self._lower[places], self._upper[places] = lower, upper
        self._ok(self._highs.changeColsBounds(len(places), places, lower, upper))

    def _follow_lemmas(self) -> None:
        """Take over the rows of lemmas, which are those after the rows that it was made with."""
        rows = self._box.rows[self._base :]
        pairs = zip(rows, self._added, strict=False)
        same = next((k for k, (row, known) in enumerate(pairs) if row is not known), len(rows))
        self._drop(min(same, len(self._added)))
        for row in rows[len(self._added) :]:
            terms = [(self._places[j], a) for j, a in row.terms if j in self._places]
            lower = self._box.lower
            self._scales.append(_scale(terms))
            self._fixed.append(sum(a * lower[j] for j, a in row.terms if j not in self._places))
            self._limits.append(self._limit(self._base + len(self._added)))
            self._added.append(row)
            self._add(terms, self._scales[-1], self._limits[-1])

    def _add(self, terms: Sequence[tuple[int, int]], scale: int, limit: float) -> None:
        places, values = [k for k, _ in terms], [_float(a, scale) for _, a in terms]
        self._ok(self._highs.addRow(-math.inf, limit, len(places), places, values))

    def _drop(self, count: int) -> None:
        """Keep the rows of so many lemmas, the first ones."""
        gone = len(self._added) - count
        if gone:
            first = self._base - 1 + count  # one row of the box is the objective
            self._ok(self._highs.deleteRows(gone, list(range(first, first + gone))))
            del self._added[count:]
            for known in (self._scales, self._fixed, self._limits):
                del known[self._base + count :]

    def take_limit(self, place: int) -> None:
        """Take over the limit of a row of the box, which is another now; of the objective, which
        is no row here, what it has to be above."""
        self._limits[place] = limit = self._limit(place)
        if place != self._objective:
            self._ok(self._highs.changeRowBounds(self._place(place), -math.inf, limit))

    def try_bounds(self, column: int, lower: int, upper: int) -> None:
        """Other bounds for a moment, of which the box does not know."""
        place = self._places[column]
        self._lower[place], self._upper[place] = lower, upper
        self._ok(self._highs.changeColBounds(place, float(lower), float(upper)))

    @contextmanager
    def side(self, one: Broken, *, up: bool) -> Generator[None]:
        """One side of a variable or sum for a moment, of which the box does not know."""
        low, high = self._box.lower, self._box.upper
        if one.columns:
            sign, limit = (-1, -(one.cut + 1)) if up else (1, one.cut)
            terms = [(self._places[j], sign) for j in one.columns]
            self._add(terms, 0, limit + _ROOM)
            yield
            last = self._highs.getNumRow() - 1
            self._ok(self._highs.deleteRows(1, [last]))
            return
        self.try_bounds(one.j, one.cut + 1 if up else low[one.j], high[one.j] if up else one.cut)
        yield
        self.try_bounds(one.j, low[one.j], high[one.j])

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
        if status == "kModelEmpty":
            return Relaxed(State.LIMITED, 0.0)
        if status == "kIterationLimit":
            return Relaxed(State.LIMITED, value)
        return Relaxed(State.FAILED, math.nan)

    def tolerance(self, size: float) -> None:
        """How exact the next answers are."""
        for name in ("primal_feasibility_tolerance", "dual_feasibility_tolerance"):
            self._ok(self._highs.setOptionValue(name, size))

    def values(self) -> list[float]:
        """The value of every variable of the box."""
        found = [float(low) for low in self._box.lower]
        for j, value in zip(self.columns, self._highs.getSolution().col_value, strict=True):
            found[j] = value
        return found

    def shrinks(self) -> int:
        """How many ranges of whole columns the prices of now would make smaller, by floats."""
        import numpy as np

        room = self.cutoff - self._highs.getInfo().objective_function_value
        prices = np.abs(np.array(self._highs.getSolution().col_dual))
        far = prices * (self._upper - self._lower) > room
        return int(np.count_nonzero(far & self._whole))

    def broken(self) -> list[Broken]:
        """The variables that have to be whole and are not."""
        import numpy as np

        at = np.array(self._highs.getSolution().col_value)
        off = np.abs(at - np.rint(at)) > _NEAR
        places = np.flatnonzero(off & self._whole)
        cuts = np.floor(at[places])
        found = zip(places.tolist(), cuts.tolist(), (at[places] - cuts).tolist(), strict=True)
        return [Broken(self.columns[k], int(cut), part) for k, cut, part in found]

    def basis(self) -> Any:
        """Where it ended, to start from there again."""
        return self._highs.getBasis(), len(self._added)

    def start(self, basis: Any) -> None:
        """Start the next from there, without the rows that were added since."""
        known, count = basis
        self._drop(count)
        self._ok(self._highs.setBasis(known))

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
            math.ldexp(value, scale) if value > 0 else 0.0
            for value, scale in zip(others, self._scales, strict=True)
        ]

    def _place(self, row: int) -> int:
        """Where a row of the box stands among those of the solver."""
        return row - (row > self._objective)


def _scale(terms: Sequence[tuple[int, int]]) -> int:
    """The power of two that a row is multiplied with to be a row of floats."""
    return _BITS - max((abs(a).bit_length() for _, a in terms), default=_BITS)


def _float(number: int, scale: int) -> float:
    return math.ldexp(float(number), scale)
