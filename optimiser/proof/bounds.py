"""Exact bounds from a relaxation's multipliers, and what they fix. No solver is needed to check.

For any multipliers of at least zero, adding up the rows in these proportions gives a bound that
every allocation keeps; it needs no trust in where the multipliers came from. A variable that would
take the bound past the value already found, if it moved away from where the bound has it, cannot
move that far in any allocation as good: its range shrinks, often to one value.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from ...grants.frozen import frozen
from ..model.linear import Linear, Row, Variable
from ..model.program import Program

SCALE = 2**70  # multipliers are whole numbers of this size's inverse
CORE = 120  # whole variables that the first core leaves open
Multipliers = tuple[tuple[int, int], ...]  # the place of a row, and its multiplier times SCALE


@frozen
class Bound:
    """An exact bound, with the price of moving each variable by one: its reduced cost."""

    value: Fraction
    prices: dict[int, int]  # times SCALE, for the smallest of the turned objective
    weights: Multipliers = ()


def exact_bound(
    variables: Sequence[Variable],
    rows: Sequence[Row],
    objective: Linear,
    multipliers: Sequence[float],
    *,
    maximise: bool,
) -> Bound:
    """The bound on the objective from these multipliers, in exact arithmetic."""
    weights = tuple(
        (place, round(multiplier * SCALE))
        for place, multiplier in enumerate(multipliers)
        if multiplier > 0
    )
    return weighed(variables, rows, objective, weights, maximise=maximise)


def weighed(
    variables: Sequence[Variable],
    rows: Sequence[Row],
    objective: Linear,
    weights: Multipliers,
    *,
    maximise: bool,
) -> Bound:
    """The same from multipliers that are whole numbers already, none below zero."""
    sign = -1 if maximise else 1
    prices: dict[int, int] = {v: sign * int(c) * SCALE for v, c in objective.terms.items()}
    parts: dict[int, list[tuple[int, int]]] = {}
    total = sign * int(objective.constant) * SCALE
    for place, weight in weights:
        row = rows[place]
        for v, c in row.terms:
            if isinstance(c, int):
                prices[v] = prices.get(v, 0) + weight * c
            else:
                parts.setdefault(v, []).append((weight * c.numerator, c.denominator))
        total -= math.ceil(weight * row.limit)
    for v, fractions in parts.items():
        total += _add_fractions(prices, v, fractions, variables[v])
    for v, price in prices.items():
        if v not in parts:
            total += price * (variables[v].lower if price > 0 else variables[v].upper)
    return Bound(sign * Fraction(total, SCALE), prices, weights)


def _add_fractions(
    prices: dict[int, int], v: int, fractions: Sequence[tuple[int, int]], variable: Variable
) -> int:
    """What a variable with a price in fractions adds to the bound, rounded to the safe side.

    Its price is kept rounded to nothing, so that it fixes less and never more.
    """
    shared = math.lcm(*(denominator for _, denominator in fractions))
    exact = prices.get(v, 0) * shared + sum(n * (shared // d) for n, d in fractions)
    prices[v] = exact // shared if exact > 0 else -(-exact // shared)
    return exact * (variable.lower if exact > 0 else variable.upper) // shared


def first_gap(variables: Sequence[Variable], bound: Bound) -> int:
    """How far below the bound a first aim lies: so far that a core of some size is open."""
    noise = SCALE // 10**6  # a price below a millionth may be a basic variable's rounding
    prices = sorted(
        abs(price)
        for v, price in bound.prices.items()
        if abs(price) > noise and variables[v].whole and variables[v].upper > variables[v].lower
    )
    if not prices:
        return 1
    return max(1, math.ceil(Fraction(prices[min(CORE, len(prices) - 1)]) / SCALE))


def tightened(
    variables: Sequence[Variable], bound: Bound, value: int, *, maximise: bool
) -> list[tuple[int, int, int]]:
    """The variables whose range shrinks, given that an allocation with this value exists."""
    room = math.ceil((bound.value - value if maximise else value - bound.value) * SCALE)
    found: list[tuple[int, int, int]] = []
    for v in sorted(bound.prices):
        price, variable = bound.prices[v], variables[v]
        if not price or not (variable.whole or variable.implied):
            continue
        steps = room // abs(price)
        if steps >= variable.upper - variable.lower:
            continue
        if price > 0:
            found.append((v, variable.lower, variable.lower + max(0, steps)))
        else:
            found.append((v, variable.upper - max(0, steps), variable.upper))
    return found


class Proof:
    """What a stage's exact bound rests on, so that it can be worked out again without a solver.

    It counts only what the case itself states, in its own order: the bounds and rows of the program
    before any search, and one row for each stage that is held. A row that a search added to cut off
    an untrue answer is left out.
    """

    def __init__(self, program: Program) -> None:
        self._program = program
        self._stated = tuple(program.variables)
        self._places = list(range(len(program.rows)))
        self.last_held = -1

    def hold(self, place: int) -> None:
        """The next row of the program is that of a stage that is held."""
        self._places.append(place)
        self.last_held = place

    def own(self, bound: Bound) -> Multipliers:
        """The multipliers of those rows that the case itself states, or that are held."""
        own = {place: k for k, place in enumerate(self._places)}
        return tuple((own[place], w) for place, w in bound.weights if place in own)

    def of(self, linear: Linear, bound: Bound, value: int, *, maximise: bool) -> Multipliers | None:
        """The multipliers by which no list is better than ``value``; ``None`` if too weak."""
        weights = self.own(bound)
        rows = [self._program.rows[place] for place in self._places]
        if proves(self._stated, rows, linear, weights, value, maximise=maximise):
            return weights
        return None


def proves(
    variables: Sequence[Variable],
    rows: Sequence[Row],
    objective: Linear,
    weights: Multipliers,
    value: int,
    *,
    maximise: bool,
) -> bool:
    """Whether these multipliers show, in exact arithmetic, that nothing is better than a value."""
    if any(weight < 0 or not 0 <= place < len(rows) for place, weight in weights):
        return False
    exact = weighed(variables, rows, objective, weights, maximise=maximise).value
    return math.floor(exact) <= value if maximise else math.ceil(exact) >= value
