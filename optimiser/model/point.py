"""A list as a point of the program: the value of every variable, worked out without a solver."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from .case import Grant
from .linear import Number
from .program import Program
from .recount import cash_room, paid_by_year, shortfalls


def point_of(program: Program, grants: Sequence[Grant]) -> tuple[Number, ...]:
    """The values of all variables at these awards, in the order of the items.

    Raises:
        ValueError: an award is none that its application can have.
    """
    values: list[Number] = [0] * len(program.variables)
    _set_levels(program, grants, values)
    for (i, _, asked), h in program.stairs().items():
        candidate = program.case.items[i].candidate
        values[h] = asked * grants[i].cents // candidate.requested.cents
    for claimants, z in program.layers().items():
        values[z] = int(any(grants[i].cents for i in claimants))
    for most, choices in program.maxima():
        reached = [expression.value(values) for _, _, expression in choices]
        best = max(range(len(choices)), key=lambda k: (reached[k], -k))
        values[most] = reached[best]
        pick, part, _ = choices[best]
        values[pick], values[part] = 1, reached[best]
    short = shortfalls(program.case, grants)
    for code, variable in program.shortfall.items():
        values[variable] = short[code]
    for variable, (cash, year) in program.carried.items():
        room = cash_room(cash, paid_by_year(grants, cash.members))
        values[variable] = Fraction(room[year + 1][0], cash.carry_over)
    return tuple(values)


def _set_levels(program: Program, grants: Sequence[Grant], values: list[Number]) -> None:
    for i, place in program.places.items():
        ladder = program.case.items[i].ladder
        level = ladder.level_of(grants[i].cents)
        if level is None:
            name = program.case.items[i].candidate.application_id
            raise ValueError(f"{name} has no award of {grants[i].cents} cents")
        values[place.x] = int(level > 0)
        if place.t >= 0:
            values[place.t] = max(0, min(level - 1, ladder.whole))
        if place.rest >= 0:
            values[place.rest] = int(level == ladder.top)
