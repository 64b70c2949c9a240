"""From a case to the system and the claims that a proof is about: by the case, never by a proof."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ..model.case import Grant, Item
from ..model.limits import Cash
from ..model.objectives import Objective, objectives_of
from ..model.program import Program
from .system import MOST_BITS, Claim, Column, Goal, Payment, Place, Row, System, sized


def system_of(program: Program) -> System:
    """The rows of a program in plain integers.

    Raises:
        ValueError: a variable may be below zero, for which no row is rounded.
    """
    if any(one.lower < 0 for one in program.variables):
        raise ValueError("a variable of the program may be below zero")
    columns = tuple(Column(v.lower, v.upper, v.whole) for v in program.variables)
    known = {
        f"{cash.code}-{year}": (cash, year) for cash in program.case.cash for year in cash.years
    }
    rows: list[Row] = []
    for row in program.rows:
        if row.code in known:
            payments = _rounded(program, *known[row.code])
            if payments:
                rows.append(_cash_row(program, row.terms, row.limit - len(payments), payments))
                continue
        whole = all(
            program.variables[v].whole or program.variables[v].implied for v, _ in row.terms
        )
        rows.append(sized(row.terms, row.limit, integral=whole))
    return System(columns, tuple(rows))


def _rounded(program: Program, cash: Cash, year: int) -> list[Payment]:
    """The payments of a year that are rounded: of awards that can be cut, paid in several years."""
    found: list[Payment] = []
    for i in cash.members:
        item = program.case.items[i]
        if item.constant is None:
            payment = _payment(program, i, item, year)
            if payment is not None:
                found.append(payment)
    return found


def _payment(program: Program, i: int, item: Item, year: int) -> Payment | None:
    planned: dict[int, int] = {}
    for one in item.candidate.payments:
        planned[one.year] = planned.get(one.year, 0) + one.amount.cents
    amount, requested = planned.get(year, 0), item.candidate.requested.cents
    if not amount or amount == requested or (item.ladder.top == 1 and item.ladder.base == requested):
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


def _cash_row(
    program: Program,
    terms: Sequence[tuple[int, int | Fraction]],
    limit: int | Fraction,
    payments: Sequence[Payment],
) -> Row:
    """A cash year whose payments are rounded: each coefficient rounded down by itself.

    A payment is less than a cent below its share, or, of the last year, not below it.
    """
    largest = max(int(abs(c)).bit_length() for _, c in terms)
    unit = MOST_BITS - largest
    scale = Fraction(2) ** unit
    whole = tuple((v, (c * scale).__floor__()) for v, c in terms)
    room = [0 if one.rest else scale.__ceil__() for one in payments]
    return Row(
        tuple((v, c) for v, c in whole if c),
        (limit * scale).__ceil__() + sum(room),
        tuple(zip(payments, room, strict=True)),
        unit,
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


def claim_of(program: Program, grants: Sequence[Grant]) -> Claim:
    """What has to be shown of a list so that it is the best by every stage, and the canonical one.

    Raises:
        ValueError: an award is none that its application can have.
    """
    levels: list[int] = []
    for item, grant in zip(program.case.items, grants, strict=True):
        level = 0 if item.constant is not None else item.ladder.level_of(grant.cents)
        if level is None:
            raise ValueError(f"{item.candidate.application_id} has no award of {grant.cents} cents")
        levels.append(level)
    goals = tuple(goal_of(one, one.exact(grants)) for one in objectives_of(program))
    return Claim(system_of(program), goals, places_of(program, levels))
