"""The only module that imports SCIP, by its wheel ``pyscipopt``.

On a round in which the relaxation's prices fix little, a few applications as large as a hundred
others and amounts cut in fine steps, it finds the best list in a tenth of the time of HiGHS. Its
cuts and its presolve cost more there than they save; in the published order, where all stages are
held, they find at once what branching alone does not. What it says proves nothing: the list is
checked to the cent, and that none is better is for a tree.

The program is stated once. Each run changes the bounds that changed, and adds the rows that are
new.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from typing import Any

from ...model.linear import Linear, Variable
from ...model.program import Program
from .native_output import native_output_aside
from .solver import Answer, Ended, ScaledRow, Stated, scaled, scaled_objective

_NODES = 1000  # in a second of a quiet processor, as measured: it counts its steps, not the time


def scip_is_here() -> bool:
    """Whether the extra ``solvers``, which brings SCIP, is installed."""
    return find_spec("pyscipopt") is not None


class Scip(Stated):
    """A program in SCIP."""

    name = "SCIP"

    def __init__(self, program: Program) -> None:
        super().__init__(program.variables, program.rows)
        self._widest = list(program.variables)
        self._rows: list[ScaledRow] = []
        self._there: list[Variable] = []
        self._columns: list[Any] = []
        self._model: Any = None
        self.plain = True  # without cuts and presolve

    def add_variable(self, variable: Variable) -> None:
        super().add_variable(variable)
        self._widest.append(variable)

    def run(
        self,
        objective: Linear,
        *,
        maximise: bool,
        seconds: float,
        start: Sequence[float] | None,
        effort: float = math.inf,
    ) -> Answer:
        costs, unit = scaled_objective(objective)
        self._pass_on(costs, maximise=maximise)
        model = self._model
        model.setParam("limits/absgap", 0.9 * unit)
        model.setParam("limits/time", max(0.1, seconds))
        model.setParam("limits/nodes", math.ceil(effort * _NODES) if math.isfinite(effort) else -1)
        if start is not None:
            given = model.createSol()
            for column, value in zip(self._columns, start, strict=False):
                model.setSolVal(given, column, value)
            model.addSol(given)
        _interruptible(model)
        return self._answer(objective, maximise=maximise, unit=unit)

    def _pass_on(self, costs: dict[int, float], *, maximise: bool) -> None:
        """Load the program, or what is new of it."""
        from pyscipopt import quicksum
        from pyscipopt.scip import PY_SCIP_PARAMSETTING

        if self._model is None:
            self._model = _empty_model()
        model = self._model
        model.freeTransform()
        effort = PY_SCIP_PARAMSETTING.OFF if self.plain else PY_SCIP_PARAMSETTING.DEFAULT
        model.setPresolve(effort)
        model.setSeparating(effort)
        # SCIP takes what is added between 0 and 1 for a binary, which can never be more again.
        for one in self._widest[len(self._columns) :]:
            kind = "I" if one.whole else "C"
            self._columns.append(model.addVar(vtype=kind, lb=one.lower, ub=one.upper))
            self._there.append(one)
        for v, one in enumerate(self._variables):
            if one is not self._there[v]:
                model.chgVarLb(self._columns[v], one.lower)
                model.chgVarUb(self._columns[v], one.upper)
                self._there[v] = one
        for row in self._stated[len(self._rows) :]:
            fitted = scaled(row, self._variables)
            terms = zip(fitted.columns, fitted.values, strict=True)
            model.addCons(quicksum(self._columns[v] * c for v, c in terms) <= fitted.limit)
            self._rows.append(fitted)
        goal = quicksum(self._columns[v] * cost for v, cost in costs.items())
        model.setObjective(goal, "maximize" if maximise else "minimize")

    def _answer(self, objective: Linear, *, maximise: bool, unit: float) -> Answer:
        model = self._model
        ended = {
            "optimal": Ended.OPTIMAL,
            "gaplimit": Ended.OPTIMAL,
            "infeasible": Ended.INFEASIBLE,
            "inforunbd": Ended.INFEASIBLE,
            "timelimit": Ended.OUT_OF_TIME,
            "nodelimit": Ended.OUT_OF_TIME,
        }.get(model.getStatus(), Ended.FAILED)
        values: tuple[int, ...] | None = None
        if model.getNSols() and ended in (Ended.OPTIMAL, Ended.OUT_OF_TIME):
            best = model.getBestSol()
            values = tuple(round(model.getSolVal(best, one)) for one in self._columns)
        elif ended is Ended.OPTIMAL:
            ended = Ended.FAILED
        bound = model.getDualbound() / unit
        if ended is Ended.INFEASIBLE or abs(bound) >= model.infinity():
            bound = math.inf if maximise else -math.inf
        return Answer(ended, values, bound + float(objective.constant))


def _empty_model() -> Any:
    from pyscipopt import Model

    with native_output_aside():
        model: Any = Model()
        model.hideOutput()
    model.setParam("misc/catchctrlc", False)
    return model


def _interruptible(model: Any) -> None:
    """Solve beside the main thread, which alone can hear Ctrl-C."""
    with ThreadPoolExecutor(1) as beside:
        job = beside.submit(model.optimizeNogil)
        try:
            while True:
                try:
                    job.result(timeout=0.2)
                    return
                except TimeoutError:
                    continue
        except BaseException:
            model.interruptSolve()
            raise
