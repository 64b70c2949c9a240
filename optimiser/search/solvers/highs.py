"""The only module that imports HiGHS: the relaxation without whole numbers, and its own search.

Both are loaded once, when they are first asked, and then changed in place: a stage changes an
objective, some bounds and a row, and loading again would cost more than solving. The relaxation
starts from where it last ended.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from ...model.linear import Linear, Variable
from ...model.program import Program
from .native_output import native_output_aside
from .solver import Answer, Ended, ScaledRow, Stated, scaled, scaled_objective


class _Loaded:
    """A program in HiGHS; what changed since it was last asked is passed on when it is asked."""

    def __init__(self, *, whole: bool, options: Sequence[tuple[str, Any]] = ()) -> None:
        self._whole = whole
        self._options = (("output_flag", False), ("threads", 1), *options)
        self._there: list[Variable] = []
        self._rows = 0
        self._costs: Any = None
        self.highs: Any = None

    def pass_on(
        self, variables: Sequence[Variable], rows: Sequence[ScaledRow], costs: dict[int, float]
    ) -> None:
        """Load the program, or what is new of it. Rows only come after those that were there."""
        import numpy as np

        if self.highs is None:
            self._load(variables, rows)
        highs: Any = self.highs
        self._add_variables(variables)
        changed = [v for v, one in enumerate(self._there) if variables[v] is not one]
        if changed:
            lower, upper = _bounds([variables[v] for v in changed])
            places = np.array(changed, dtype=np.int32)
            highs.changeColsBounds(len(changed), places, lower, upper)
        self._there = list(variables)
        for row in rows[self._rows :]:
            columns, values = np.array(row.columns, dtype=np.int32), np.array(row.values)
            highs.addRow(-math.inf, row.limit, len(columns), columns, values)
        self._rows = len(rows)
        wanted = np.zeros(len(variables))
        for v, cost in costs.items():
            wanted[v] = cost
        if self._costs is None or not np.array_equal(self._costs, wanted):
            everywhere = np.arange(len(wanted), dtype=np.int32)
            highs.changeColsCost(len(wanted), everywhere, wanted)
            self._costs = wanted

    def _load(self, variables: Sequence[Variable], rows: Sequence[ScaledRow]) -> None:
        import highspy
        import numpy as np

        lp: Any = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(variables), len(rows)
        lp.col_cost_ = np.zeros(len(variables))
        lp.col_lower_, lp.col_upper_ = _bounds(variables)
        lp.row_lower_ = np.full(len(rows), -math.inf)
        lp.row_upper_ = np.array([row.limit for row in rows])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.cumsum([0, *(len(row.columns) for row in rows)])
        none = np.zeros(0)
        columns = [np.asarray(row.columns, dtype=np.int32) for row in rows]
        values = [np.asarray(row.values) for row in rows]
        lp.a_matrix_.index_ = np.concatenate([none.astype(np.int32), *columns])
        lp.a_matrix_.value_ = np.concatenate([none, *values])
        if self._whole:
            kinds = highspy.HighsVarType
            lp.integrality_ = [kinds.kInteger if v.whole else kinds.kContinuous for v in variables]
        with native_output_aside():
            self.highs = highspy.Highs()
        for name, value in self._options:
            self.highs.setOptionValue(name, value)
        self.highs.passModel(lp)
        self._there, self._rows = list(variables), len(rows)

    def _add_variables(self, variables: Sequence[Variable]) -> None:
        for one in variables[len(self._there) :]:
            self.highs.addVar(float(one.lower), float(one.upper))
            if self._whole and one.whole:
                import highspy

                place = len(self._there)
                self.highs.changeColIntegrality(place, highspy.HighsVarType.kInteger)
            self._there.append(one)


def _bounds(variables: Sequence[Variable]) -> tuple[Any, Any]:
    import numpy as np

    lower = np.array([one.lower for one in variables], dtype=np.float64)
    return lower, np.array([one.upper for one in variables], dtype=np.float64)


class Relaxation:
    """The program without whole numbers."""

    def __init__(self) -> None:
        self._loaded = _Loaded(whole=False)

    def multipliers(
        self,
        variables: Sequence[Variable],
        rows: Sequence[ScaledRow],
        objective: Linear,
        *,
        maximise: bool,
    ) -> list[float] | None:
        """The multipliers of the rows as stated, each at least zero.

        ``rows`` are all of them, with those of an earlier time first. ``None`` where HiGHS finds
        none.
        """
        costs, unit = scaled_objective(objective)
        sign = -1.0 if maximise else 1.0
        self._loaded.pass_on(variables, rows, {v: sign * c for v, c in costs.items()})
        highs = self._loaded.highs
        highs.run()
        if highs.getModelStatus().name != "kOptimal":
            highs.clearSolver()  # where it last ended may be a bad place to start from
            highs.run()
        if highs.getModelStatus().name != "kOptimal":
            return None
        duals = highs.getSolution().row_dual
        return [max(0.0, -dual) * row.factor / unit for dual, row in zip(duals, rows, strict=True)]

    def values(self) -> list[float]:
        """The value of every variable where it last ended."""
        return list(self._loaded.highs.getSolution().col_value)


class Highs(Stated):
    """The search of HiGHS over whole numbers."""

    name = "HiGHS"

    def __init__(self, program: Program) -> None:
        super().__init__(program.variables, program.rows)
        self._rows: list[ScaledRow] = []
        self._loaded = _Loaded(
            whole=True,
            options=(
                ("mip_rel_gap", 0.0),
                ("random_seed", 20260101),
                ("mip_heuristic_run_feasibility_jump", False),
            ),
        )

    @property
    def limit(self) -> float:
        """The seconds that its newest search was given, as HiGHS has them."""
        return float(self._loaded.highs.getOptionValue("time_limit")[1])

    def run(
        self,
        objective: Linear,
        *,
        maximise: bool,
        seconds: float,
        start: Sequence[float] | None,
        effort: float = math.inf,
    ) -> Answer:
        for row in self._stated[len(self._rows) :]:
            self._rows.append(scaled(row, self._variables))
        costs, unit = scaled_objective(objective)
        sign = -1.0 if maximise else 1.0
        self._loaded.pass_on(self._variables, self._rows, {v: sign * c for v, c in costs.items()})
        highs = self._loaded.highs
        highs.setOptionValue("mip_abs_gap", 0.9 * unit)
        # Of a search in whole numbers HiGHS counts the time from its start, and not over all runs.
        highs.setOptionValue("time_limit", max(0.1, min(seconds, effort)))
        if start is not None:
            places = list(range(len(start)))
            highs.setSolution(len(places), places, [float(value) for value in start])
        highs.run()
        return _answer(highs, sign / unit, float(objective.constant))


def _answer(highs: Any, times: float, constant: float) -> Answer:
    status = highs.getModelStatus().name
    info = highs.getInfo()
    ended = {
        "kOptimal": Ended.OPTIMAL,
        "kInfeasible": Ended.INFEASIBLE,
        "kUnboundedOrInfeasible": Ended.INFEASIBLE,
        "kTimeLimit": Ended.OUT_OF_TIME,
    }.get(status, Ended.FAILED)
    values: tuple[int, ...] | None = None
    if ended is not Ended.INFEASIBLE and info.primal_solution_status == 2:
        values = tuple(round(value) for value in highs.getSolution().col_value)
    elif ended is Ended.OPTIMAL:
        ended = Ended.FAILED
    return Answer(ended, values, times * info.mip_dual_bound + constant)
