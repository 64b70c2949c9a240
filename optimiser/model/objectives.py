"""What the stages optimise, for a solver and exactly from a list of awards."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from ...grants.decisions.allocation import Unit
from ...grants.frozen import frozen
from ...grants.rounds.constraint import Measure
from .case import Case, Grant
from .limits import Limit
from .linear import Linear, Row
from .program import Program
from .recount import affordable_homes, charged_cents, shortfalls

_MOST = {
    Measure.AFFORDABLE_HOMES: "affordable homes",
    Measure.HOMES: "all homes",
    Measure.SOCIAL_RENT: "homes of social rent",
    Measure.MID_RENT: "homes of mid rent",
    Measure.AFFORDABLE_PURCHASE: "homes of affordable purchase",
}
MOST_HOMES = frozenset(_MOST.values())
"""What stage 2 can be called."""


@frozen
class Objective:
    """What a stage optimises: for the solver, and exactly from a list of awards."""

    name: str
    unit: Unit
    linear: Linear
    maximise: bool
    exact: Callable[[Sequence[Grant]], int]


def most_homes_named(case: Case) -> str:
    """What stage 2 is called: in a what-if it may count other homes, and says which."""
    return _MOST[case.policy.objective]


def objectives_of(program: Program) -> list[Objective]:
    """Stages 1 to 3 in their order."""
    case = program.case
    found: list[Objective] = []
    soft = [limit for limit in case.limits if not limit.hard]
    found.extend(
        _shortfall(program, [limit for limit in soft if limit.importance == importance])
        for importance in sorted({limit.importance for limit in soft})
    )
    found.append(
        Objective(
            most_homes_named(case),
            Unit.HOMES,
            program.affordable,
            True,
            lambda grants: affordable_homes(case, grants),
        )
    )
    found.append(Objective("money", Unit.CENTS, program.money, False, charged_cents))
    return found


def _shortfall(program: Program, limits: Sequence[Limit]) -> Objective:
    linear = Linear()
    for limit in limits:
        linear.terms[program.shortfall[limit.code]] = limit.weight

    def exact(grants: Sequence[Grant]) -> int:
        short = shortfalls(program.case, grants)
        return sum(limit.weight * short[limit.code] for limit in limits)

    name = "shortfall " + ", ".join(limit.code for limit in limits)
    return Objective(name, Unit.NUMBER, linear, False, exact)


def beyond_row(objective: Objective, value: int) -> Row | None:
    """The row that accepts only what is better; ``None`` where nothing can vary."""
    unit = math.gcd(*(int(c) for c in objective.linear.terms.values() if c)) or 1
    return held_row(objective, value + unit if objective.maximise else value - unit)


def held_row(objective: Objective, value: int) -> Row | None:
    """The row that accepts only what is at least as good; ``None`` where nothing can vary."""
    row = Linear()
    row.add(objective.linear, -1 if objective.maximise else 1)
    limit = -value if objective.maximise else value
    terms = tuple((v, c) for v, c in row.terms.items() if c)
    return Row("", terms, limit - row.constant) if terms else None
