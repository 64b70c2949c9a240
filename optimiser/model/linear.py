"""The variables and rows of an integer program, and the level and amount of each application in it.

Every application has a binary ``x`` (awarded or not); one that can be cut has a whole number ``t``
of steps above its lowest award and, where the request is no whole number of steps, a binary for
the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from ...grants.frozen import frozen
from .case import Case

Number = int | Fraction


@dataclass(slots=True)
class Linear:
    """A linear expression: coefficients by variable, and a constant."""

    terms: dict[int, Number] = field(default_factory=dict[int, Number])
    constant: Number = 0

    def add(self, other: Linear, times: Number = 1) -> None:
        for variable, coefficient in other.terms.items():
            self.terms[variable] = self.terms.get(variable, 0) + times * coefficient
        self.constant += times * other.constant

    def value(self, at: Mapping[int, int] | Sequence[Number]) -> Number:
        return self.constant + sum(c * at[v] for v, c in self.terms.items())


@frozen
class Variable:
    """A variable with its bounds.

    ``whole`` where it takes whole numbers only, ``implied`` where it does so of itself as soon as
    all others do; neither where it is an amount that moves to the next year.
    """

    name: str
    lower: int
    upper: int
    whole: bool = True
    implied: bool = False

    def within(self, lower: int, upper: int) -> Variable:
        """The same variable with other bounds."""
        return Variable(self.name, lower, upper, self.whole, self.implied)


@frozen
class Row:
    """``sum of terms <= limit``. ``code`` is the constraint it belongs to, empty for structure."""

    code: str
    terms: tuple[tuple[int, Number], ...]
    limit: Number


@frozen
class Place:
    """The variables of one item: -1 where it has none."""

    x: int
    t: int = -1
    rest: int = -1

    def variables(self) -> tuple[int, ...]:
        """Those that it has; together they are its level."""
        return tuple(v for v in (self.x, self.t, self.rest) if v >= 0)


@dataclass(slots=True)
class LinearProgram:
    """Variables and rows of a case; ``places`` are by item."""

    case: Case
    variables: list[Variable] = field(default_factory=list[Variable])
    rows: list[Row] = field(default_factory=list[Row])
    places: dict[int, Place] = field(default_factory=dict[int, Place])

    def variable(
        self,
        name: str,
        upper: int,
        *,
        lower: int = 0,
        whole: bool = True,
        implied: bool = False,
    ) -> int:
        """Add a variable and give its number."""
        self.variables.append(Variable(name, lower, upper, whole, implied))
        return len(self.variables) - 1

    def at_most(self, left: Linear, limit: Number, code: str = "") -> None:
        """Add the row ``left <= limit``."""
        terms = tuple((v, c) for v, c in left.terms.items() if c)
        self.rows.append(Row(code, terms, limit - left.constant))

    def at_least(self, left: Linear, limit: Number, code: str = "") -> None:
        """Add the row ``left >= limit``."""
        turned = Linear()
        turned.add(left, -1)
        self.at_most(turned, -limit, code)

    def level(self, i: int) -> Linear:
        """The level of an item: 0, 1, 2, ..."""
        place = self.places[i]
        terms: dict[int, Number] = {place.x: 1}
        for variable in (place.t, place.rest):
            if variable >= 0:
                terms[variable] = 1
        return Linear(terms)

    def cents(self, i: int) -> Linear:
        """What an item charges, in cents."""
        found = Linear()
        self._add_cents(found, i, 1)
        return found

    def _add_cents(self, to: Linear, i: int, times: int) -> None:
        """What an item charges, times a factor."""
        item = self.case.items[i]
        if item.constant is not None:
            to.constant += times * item.constant.charged
            return
        place, steps, terms = self.places[i], item.ladder, to.terms
        terms[place.x] = terms.get(place.x, 0) + times * steps.base
        if place.t >= 0:
            terms[place.t] = terms.get(place.t, 0) + times * steps.step
        if place.rest >= 0:
            terms[place.rest] = terms.get(place.rest, 0) + times * steps.rest

    def number(self, i: int) -> Linear:
        """1 where an item is awarded."""
        item = self.case.items[i]
        if item.constant is not None:
            return Linear({}, int(item.constant.cents > 0))
        return Linear({self.places[i].x: 1})

    def levels(self, values: Sequence[int]) -> list[int]:
        """The level of each item, from the values of the variables; 1 or 0 for a constant."""
        found: list[int] = []
        for i, item in enumerate(self.case.items):
            if item.constant is not None:
                found.append(int(item.constant.cents > 0))
                continue
            place = self.places[i]
            level = values[place.x]
            if level:
                level += values[place.t] if place.t >= 0 else 0
                level += values[place.rest] if place.rest >= 0 else 0
            found.append(level)
        return found
