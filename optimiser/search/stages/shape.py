"""What a round looks like to a solver, read off its relaxation: which one is asked first.

It is never found out by trying one solver after another on the officer's time. The list is the same
whoever finds it.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from ...model.linear import Variable
from ...model.objectives import Objective
from ...model.program import Program
from ...proof.bounds import Bound, first_gap, tightened
from .result import reach_of

_LARGE = 5_000  # columns beyond which only a core is searched
_FREE = 2  # prices have to fix one in so many of what is free
_MANY_YEARS = 3  # cash years that bind


class Shape(Enum):
    """How far the relaxation settles a question."""

    CORE = "core"  # its prices fix most: a core is left, for CP-SAT
    WIDE = "wide"  # they fix little: amounts in fine steps, a few as large as a hundred; for SCIP
    YEARS = "years"  # several cash years bind together: CP-SAT first, then SCIP


def shape_of(
    program: Program, variables: Sequence[Variable], bound: Bound, objective: Objective
) -> Shape:
    """The shape of a question, from the exact bound of its relaxation."""
    free = [one for one in variables if one.whole and one.upper > one.lower]
    if len(free) > _LARGE:
        return Shape.CORE
    sign = 1 if objective.maximise else -1
    aim = reach_of(bound, objective) - sign * first_gap(variables, bound)
    changes = tightened(variables, bound, aim, maximise=objective.maximise)
    fixed = sum(lower == upper and variables[v].whole for v, lower, upper in changes)
    if fixed * _FREE >= len(free):
        return Shape.CORE
    binding = {place for place, weight in bound.weights if weight}
    years = sum(place in binding for place in program.cash_rows)
    return Shape.YEARS if years >= _MANY_YEARS else Shape.WIDE
