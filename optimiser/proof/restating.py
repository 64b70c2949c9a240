"""From a case to the system and the claims that a proof is about: by the case, never by a proof."""

from __future__ import annotations

from collections.abc import Sequence

from ..model.case import Case, Grant, Item
from ..model.limits import Cash
from ..model.objectives import Objective, objectives_of
from ..model.program import Program
from .system import Claim, Column, Goal, Payment, Place, StatedRow, System


def system_of(program: Program) -> System:
    """The columns and rows of a program in plain integers.

    Raises:
        ValueError: a variable may be below zero, for which no row is rounded.
    """
    if any(one.lower < 0 for one in program.variables):
        raise ValueError("a variable of the program may be below zero")
    columns = tuple(Column(v.lower, v.upper, v.whole) for v in program.variables)
    return System(columns, tuple(row.sized() for row in rows_of(program)))


def rows_of(program: Program) -> list[StatedRow]:
    """The rows of a program, with the payments that are rounded told apart."""
    found: list[StatedRow] = []
    for place, row in enumerate(program.rows):
        integral = all(
            program.variables[v].whole or program.variables[v].implied for v, _ in row.terms
        )
        year = program.cash_rows.get(place)
        payments = () if year is None else _payments(program, *year)
        terms, limit = row.terms, row.limit
        if payments:
            plain = dict(terms)
            for payment in payments:
                for v, share in payment.terms():
                    plain[v] = plain.get(v, 0) - share
            terms = tuple((v, c) for v, c in plain.items() if c)
            limit -= len(payments)  # by so many cents the program is looser
        found.append(StatedRow(row.code, terms, limit, integral, payments))
    return found


def _payments(program: Program, cash: Cash, year: int) -> tuple[Payment, ...]:
    """The payments of a year that are rounded: of awards that can be cut, paid in several years."""
    found: list[Payment] = []
    for i in cash.members:
        item = program.case.items[i]
        if item.constant is None:
            payment = _payment(program, i, item, year)
            if payment is not None:
                found.append(payment)
    return tuple(found)


def _payment(program: Program, i: int, item: Item, year: int) -> Payment | None:
    requested = item.candidate.requested.cents
    if item.ladder.top == 1 and item.ladder.base == requested:
        return None
    planned: dict[int, int] = {}
    for one in item.candidate.payments:
        planned[one.year] = planned.get(one.year, 0) + one.amount.cents
    amount = planned.get(year, 0)
    if not amount or amount == requested:
        return None
    cents = {v: int(c) for v, c in program.cents(i).terms.items()}
    columns = tuple(sorted(cents))
    earlier = tuple(planned[y] for y in sorted(planned) if planned[y] and y < year)
    last = max(y for y in planned if planned[y]) == year
    return Payment(
        columns=columns,
        cents=tuple(cents[v] for v in columns),
        shares=earlier if last else (amount,),
        requested=requested,
        rest=last,
    )


def goal_of(objective: Objective, value: int) -> Goal:
    """An objective of a stage, turned so that less is better, and the value that it came to."""
    sign = -1 if objective.maximise else 1
    terms = tuple((v, sign * int(c)) for v, c in sorted(objective.linear.terms.items()) if c)
    return Goal(terms, sign * (value - int(objective.linear.constant)))


def places_of(program: Program, levels: Sequence[int]) -> tuple[Place, ...]:
    """The open items in the published order, at the levels of a list."""
    found: list[Place] = []
    for i in program.case.open_items:
        place, ladder = program.places[i], program.case.items[i].ladder
        parts = [(place.x, int(ladder.top > 0)), (place.t, ladder.whole), (place.rest, 1)]
        own = [(v, most) for v, most in parts if v >= 0]
        found.append(Place(tuple(v for v, _ in own), tuple(m for _, m in own), levels[i]))
    return tuple(found)


def levels_of(case: Case, grants: Sequence[Grant]) -> list[int]:
    """The level of each item's award; 0 where the optimiser has no say in it.

    Raises:
        ValueError: an award is none that its application can have.
    """
    levels: list[int] = []
    for item, grant in zip(case.items, grants, strict=True):
        level = 0 if item.constant is not None else item.ladder.level_of(grant.cents)
        if level is None:
            raise ValueError(f"{item.candidate.application_id} has no award of {grant.cents} cents")
        levels.append(level)
    return levels


def claim_of(program: Program, grants: Sequence[Grant]) -> Claim:
    """What has to be shown of a list so that it is the best by every stage, and the canonical one.

    Raises:
        ValueError: an award is none that its application can have.
    """
    goals = tuple(goal_of(one, one.exact(grants)) for one in objectives_of(program))
    return Claim(system_of(program), goals, places_of(program, levels_of(program.case, grants)))
