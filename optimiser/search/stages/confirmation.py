"""Confirming a stage by asking otherwise: for any better list, or with the question turned round.

*No list of so many homes costs less* is shown by the most homes that a list costing less can have:
what the stage before holds becomes the objective, and what this stage found, less one unit, a row.
In whole numbers that is often a question of seconds, where the first is one of hours.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ...model.linear import Linear, Row, Variable
from ...model.objectives import Objective, beyond_row
from ...model.program import Program
from ...proof.bounds import exact_bound, tightened
from ..solvers.cp_sat import CpSat
from ..solvers.highs import Relaxation
from ..solvers.solver import Ended, Engine, ScaledRow, scaled

_MOMENT = 1.0  # effort, in seconds of a quiet processor


def nothing_better(
    program: Program,
    variables: Sequence[Variable],
    rows: Sequence[tuple[Row, ScaledRow | None]],
    objective: Objective,
    value: int,
    before: Objective,
    reached: int,
    seconds: float,
    load: Callable[[Program], Engine],
) -> bool:
    """Whether a solver shows that no list reaches what is held and is better than ``value``.

    ``rows`` are without the row that holds ``before``, each as scaled if it was. ``False`` says
    that it was not shown, not that there is such a list.
    """
    beyond = beyond_row(objective, value)
    if beyond is None:
        return True  # nothing is left that could make a difference
    stated = [*(row for row, _ in rows), beyond]
    fitted = [known or scaled(row, variables) for row, known in (*rows, (beyond, None))]
    core = list(variables)
    multipliers = Relaxation().multipliers(core, fitted, before.linear, maximise=before.maximise)
    if multipliers is not None:
        bound = exact_bound(core, stated, before.linear, multipliers, maximise=before.maximise)
        if bound.value < reached if before.maximise else bound.value > reached:
            return True
        for v, lower, upper in tightened(core, bound, reached, maximise=before.maximise):
            core[v] = core[v].within(lower, upper)
    one = load(Program(program.case, variables=core, rows=stated))
    answer = one.run(before.linear, maximise=before.maximise, seconds=seconds, start=None)
    if answer.ended is Ended.INFEASIBLE:
        return True
    if answer.ended is not Ended.OPTIMAL or answer.values is None:
        return False
    most = before.linear.value(list(answer.values))
    return most < reached if before.maximise else most > reached


def none_beyond(
    program: Program,
    variables: Sequence[Variable],
    objective: Objective,
    value: int,
    seconds: float,
) -> bool:
    """Whether CP-SAT shows in a moment that no list is better, asked for any such list.

    Without an objective it is over at once where sums and numbers leave no room, as in Pisinger's
    inversely strongly correlated knapsacks, of which the proof of a most can take it hours.
    ``False`` says that it was not shown.
    """
    beyond = beyond_row(objective, value)
    if beyond is None:
        return True
    one = CpSat(Program(program.case, list(variables), [*program.rows, beyond]))
    answer = one.run(Linear(), maximise=False, seconds=seconds, start=None, effort=_MOMENT)
    return answer.ended is Ended.INFEASIBLE
