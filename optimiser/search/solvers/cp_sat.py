"""The only module that imports OR-Tools: CP-SAT, which reasons in whole numbers only.

HiGHS and CBC work in floating point and accept a row that is over by a millionth. CP-SAT has no
tolerance: what it calls optimal or infeasible is so in integers, for the rows as they are given to
it. It is slow on a whole round and fast on what is left of one when the relaxation's exact prices
have fixed the rest, which is how it is used here: to search such a core, to walk the published
order in large blocks, and as the second of the two solvers on which a proof rests.

Rows are put in whole numbers, less what is fixed, and divided by their greatest common divisor. One
that would then be too large for 64 bits is loosened by rounding, never tightened.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from typing import Any

from ...model.linear import Linear, Number, Row
from ...model.program import Program
from .solver import Answer, Ended, Stated

LARGEST_ACTIVITY = 2**60  # a row must stay far below 64 bits, whatever the values
WORK = 0.5  # of CP-SAT's own count in a second of a quiet processor, as measured
FINE = 2**80  # fractions that are fixed add up in this size's inverse, each rounded down
LARGEST_WEIGHT = 2**50  # of an objective: CP-SAT compares value and bound in doubles of 53 bits


class CpSat(Stated):
    """A program in CP-SAT. Each run states anew what the bounds leave free."""

    name = "CP-SAT"

    def __init__(self, program: Program) -> None:
        super().__init__(program.variables, program.rows)
        self._parts: dict[int, int] = {}
        for row in program.rows:
            self._measure(row)

    def add_row(self, row: Row) -> None:
        self._measure(row)
        super().add_row(row)

    def run(
        self,
        objective: Linear,
        *,
        maximise: bool,
        seconds: float,
        start: Sequence[float] | None,
        effort: float = math.inf,
    ) -> Answer:
        # Imported late: it takes half a second, and most commands solve nothing.
        from ortools.sat.python import cp_model

        linear: Any = cp_model.LinearExpr
        model = cp_model.CpModel()
        stated: dict[int, Any] = {
            v: model.new_int_var(0, self._range(v), "")
            for v, one in enumerate(self._variables)
            if one.upper > one.lower
        }
        for row in self._stated:
            left = self._left(row)
            if left is None:
                continue
            columns, coefficients, most = left
            if not columns:
                return Answer(Ended.INFEASIBLE, None, math.nan)
            model.add(linear.weighted_sum([stated[v] for v in columns], coefficients) <= most)
        costs = {v: int(c) for v, c in objective.terms.items() if c and v in stated}
        divisor = math.gcd(*costs.values()) or 1
        if costs:
            goal = linear.weighted_sum(
                [stated[v] for v in costs], [c // divisor for c in costs.values()]
            )
            (model.maximize if maximise else model.minimize)(goal)
        for v, value in enumerate(start or ()):
            if v in stated and v not in self._parts:
                model.add_hint(stated[v], round(value) - self._variables[v].lower)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 20260101
        solver.parameters.linearization_level = 2
        # The bounds have been worked out already; presolving what is left costs more than it saves.
        solver.parameters.cp_model_presolve = False
        solver.parameters.catch_sigint_signal = False
        solver.parameters.max_time_in_seconds = max(0.1, seconds)
        if math.isfinite(effort):
            solver.parameters.max_deterministic_time = effort * WORK
        status: str = solver.status_name(_interruptible(solver, model))
        if status == "MODEL_INVALID":
            raise AssertionError(f"CP-SAT refused the model: {model.validate()}")
        return self._answer(status, solver, stated, objective, divisor if costs else 0)

    def _answer(
        self, status: str, solver: Any, stated: dict[int, Any], objective: Linear, divisor: int
    ) -> Answer:
        ended = {"OPTIMAL": Ended.OPTIMAL, "INFEASIBLE": Ended.INFEASIBLE}.get(
            status, Ended.OUT_OF_TIME
        )
        values: tuple[int, ...] | None = None
        if status in ("OPTIMAL", "FEASIBLE"):
            values = tuple(
                one.lower
                if v not in stated
                # Of an amount that moves to the next year only the limits count, which are checked.
                else (0 if v in self._parts else one.lower + solver.value(stated[v]))
                for v, one in enumerate(self._variables)
            )
        lowest = sum(c * self._variables[v].lower for v, c in objective.terms.items())
        bound = float(objective.constant + lowest) + divisor * solver.best_objective_bound
        return Answer(ended, values, bound)

    def _range(self, v: int) -> int:
        """How far a variable reaches above its lower bound; of an amount that moves, in cents."""
        return self._parts.get(v, self._variables[v].upper - self._variables[v].lower)

    def _measure(self, row: Row) -> None:
        """An amount that moves on is stated as a part of what may: here it is whole cents."""
        for v, c in row.terms:
            one = self._variables[v]
            if not (one.whole or one.implied):
                self._parts[v] = max(self._parts.get(v, 1), math.ceil(abs(c)))

    def _left(self, row: Row) -> tuple[list[int], list[int], int] | None:
        """What a row says of what is free; ``None`` if nothing, no columns if it is broken."""
        free: list[tuple[int, Number]] = []
        variables, parts = self._variables, self._parts
        fixed, fine = 0, 0  # what is fixed: whole, and of fractions in units of 1 / FINE
        for v, c in row.terms:
            one = variables[v]
            if one.lower and v not in parts:
                if isinstance(c, int):
                    fixed += c * one.lower
                else:
                    fine += c.numerator * one.lower * FINE // c.denominator
            if one.upper > one.lower:
                free.append((v, Fraction(c) / parts[v] if v in parts else c))
        limit = row.limit - fixed - (Fraction(fine, FINE) if fine else 0)
        if not free:
            return None if limit >= 0 else ([], [], 0)
        times = math.lcm(*(c.denominator for _, c in free))
        whole = [(v, c.numerator * (times // c.denominator)) for v, c in free]
        divisor = math.gcd(*(c for _, c in whole))
        limit = limit.numerator * times // (limit.denominator * divisor)
        return self._fitting([(v, c // divisor) for v, c in whole], limit)

    def _fitting(
        self, free: list[tuple[int, int]], limit: int
    ) -> tuple[list[int], list[int], int] | None:
        """The same in 64 bits: loosened by rounding where it would be too large."""
        most = sum(c * self._range(v) for v, c in free if c > 0)
        least = sum(c * self._range(v) for v, c in free if c < 0)
        if most <= limit:
            return None
        if least > limit:
            return [], [], 0
        size = max(most, -least, abs(limit))
        if size > LARGEST_ACTIVITY:
            shift = -(-size // LARGEST_ACTIVITY)
            free = [(v, c // shift) for v, c in free]
            limit = -(-limit // shift)
        return [v for v, c in free if c], [c for _, c in free if c], limit


def _interruptible(solver: Any, model: Any) -> Any:
    """Solve beside the main thread, which alone can hear Ctrl-C."""
    with ThreadPoolExecutor(1) as beside:
        job = beside.submit(solver.solve, model)
        try:
            while True:
                try:
                    return job.result(timeout=0.2)
                except TimeoutError:
                    continue
        except BaseException:
            solver.stop_search()
            raise
