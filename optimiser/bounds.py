"""Exact bounds from a relaxation's multipliers, and what they fix. No solver is needed to check.

For any multipliers of at least zero, adding up the rows in these proportions gives a bound that
every allocation keeps; it needs no trust in where the multipliers came from. A variable that would
take the bound past the value already found, if it moved away from where the bound has it, cannot
move that far in any allocation as good: its range shrinks, often to one value.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from .program import Linear, Number, Row, Variable

SCALE = 2**70  # multipliers are whole numbers of this size's inverse


@dataclass(frozen=True, slots=True)
class Bound:
    """An exact bound, with the price of moving each variable by one: its reduced cost."""

    value: Fraction
    prices: dict[int, Number]  # times SCALE, for the smallest of the turned objective


def exact_bound(
    variables: Sequence[Variable],
    rows: Sequence[Row],
    objective: Linear,
    multipliers: Sequence[float],
    *,
    maximise: bool,
) -> Bound:
    """The bound on the objective from these multipliers, in exact arithmetic."""
    sign = -1 if maximise else 1
    prices: dict[int, Number] = {v: sign * c * SCALE for v, c in objective.terms.items()}
    total: Number = sign * objective.constant * SCALE
    for row, multiplier in zip(rows, multipliers, strict=True):
        weight = round(multiplier * SCALE) if multiplier > 0 else 0
        if weight:
            for v, c in row.terms:
                prices[v] = prices.get(v, 0) + weight * c
            total -= weight * row.limit
    for v, price in prices.items():
        total += price * (variables[v].lower if price > 0 else variables[v].upper)
    return Bound(sign * Fraction(total) / SCALE, prices)


def tightened(
    variables: Sequence[Variable], bound: Bound, value: int, *, maximise: bool
) -> list[tuple[int, int, int]]:
    """The variables whose range shrinks, given that an allocation with this value exists."""
    room = (bound.value - value if maximise else value - bound.value) * SCALE
    found: list[tuple[int, int, int]] = []
    for v in sorted(bound.prices):
        price, variable = bound.prices[v], variables[v]
        if not price or not (variable.whole or variable.implied):
            continue
        steps = math.floor(room / abs(price))
        if steps >= variable.upper - variable.lower:
            continue
        if price > 0:
            found.append((v, variable.lower, variable.lower + max(0, steps)))
        else:
            found.append((v, variable.upper - max(0, steps), variable.upper))
    return found
