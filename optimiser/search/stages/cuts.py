"""Rows that cut off an answer which a solver thinks true and which is not, by a cent or a home."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...model.case import Item
from ...model.linear import Linear, Row, Variable
from ...model.program import Program
from ..solvers.solver import Model


def exclude(
    program: Program,
    engine: Model,
    members: Iterable[int],
    levels: Sequence[int],
    *,
    up: bool = False,
    cash: bool = False,
) -> None:
    """Require that one of the members changes: gets less, or with ``up`` also more.

    Without ``up`` this is right for what only grows with the awards: a list that holds all of these
    awards, or larger ones, breaks the limit too. Of ``cash`` an item whose payment of a year can
    fall by a cent when its award rises may also go up.
    """
    changes = Linear()
    for i in members:
        item = program.case.items[i]
        if item.constant is not None:
            continue
        if levels[i] > 0:
            changes.add(_less(program, engine, i, levels[i]))
        may_rise = up or (cash and not _payments_grow(item))
        if may_rise and levels[i] < item.ladder.top:
            changes.add(_more(program, engine, i, levels[i]))
    terms = tuple((v, -c) for v, c in changes.terms.items())
    _row(program, engine, Row("", terms, changes.constant - 1))


def mend_stairs(
    program: Program, engine: Model, values: Sequence[int], levels: Sequence[int]
) -> bool:
    """Where a solver rounds homes of a cut award wrongly, state the step in whole numbers."""
    mended = False
    for (i, _, asked), h in sorted(program.stairs().items()):
        item = program.case.items[i]
        exact = rounded(item, asked, levels[i])
        if values[h] == exact:
            continue
        mended = True
        if values[h] > exact:
            edge = _first_level(item, asked, exact + 1)
            up = _flag(program, engine)
            most = program.variables[h].upper
            _row(program, engine, Row("", ((h, 1), (up, exact - most)), exact))
            _level_row(program, engine, i, {up: edge}, 0, least=True)
        else:
            edge = _first_level(item, asked, exact)
            up = _flag(program, engine)
            _row(program, engine, Row("", ((h, -1), (up, exact)), 0))
            _level_row(program, engine, i, {up: edge - 1 - item.ladder.top}, edge - 1, least=False)
    return mended


def _payments_grow(item: Item) -> bool:
    """Whether each year's payment never falls when the award rises by a step."""
    ladder, candidate = item.ladder, item.candidate
    if ladder.top <= 1:
        return True
    years = [p.amount.cents for p in candidate.payments if p.amount.cents]
    step = ladder.rest or ladder.step
    return min(years) * min(step, ladder.step or step) >= candidate.requested.cents * len(years)


def _less(program: Program, engine: Model, i: int, level: int) -> Linear:
    """1 only if the item is below a level."""
    place = program.places[i]
    if level == 1:
        return Linear({place.x: -1}, 1)
    below = _flag(program, engine)
    top = program.case.items[i].ladder.top
    _level_row(program, engine, i, {below: top - level + 1}, top, least=False)
    return Linear({below: 1})


def _more(program: Program, engine: Model, i: int, level: int) -> Linear:
    """1 only if the item is above a level."""
    if level == 0:
        return Linear({program.places[i].x: 1})
    above = _flag(program, engine)
    _level_row(program, engine, i, {above: level + 1}, 0, least=True)
    return Linear({above: 1})


def _level_row(
    program: Program, engine: Model, i: int, flags: dict[int, int], limit: int, *, least: bool
) -> None:
    """``level + flags <= limit``, or with ``least`` ``level - flags >= limit``."""
    sign = -1 if least else 1
    terms = {v: sign * c for v, c in program.level(i).terms.items()}
    terms.update(flags)
    _row(program, engine, Row("", tuple(terms.items()), sign * limit))


def rounded(item: Item, asked: int, level: int) -> int:
    """How many of ``asked`` homes the award at a level makes possible."""
    return asked * item.ladder.cents(level) // item.candidate.requested.cents


def _first_level(item: Item, asked: int, homes: int) -> int:
    """The lowest level with at least so many homes."""
    low, high = 1, item.ladder.top
    while low < high:
        middle = (low + high) // 2
        if rounded(item, asked, middle) >= homes:
            high = middle
        else:
            low = middle + 1
    return low


def _flag(program: Program, engine: Model) -> int:
    place = program.variable(f"cut_{len(program.variables)}", 1)
    engine.add_variable(Variable(program.variables[place].name, 0, 1))
    return place


def _row(program: Program, engine: Model, row: Row) -> None:
    program.rows.append(row)
    engine.add_row(row)
