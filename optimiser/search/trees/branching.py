"""On which variable a tree branches: pseudo-costs, made reliable by short strong branching.

After Achterberg, Koch and Martin, *Branching rules revisited* (2005). What is learned is of a row
by whose terms it is told how far a box is from being closed, so that it is carried from one tree to
the next wherever that row has the same terms: the homes of a stage tell it of the money and of the
published order too.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .simplex import Broken, Simplex

LOOKS, _CANDIDATES, _ITERATIONS = 8, 20, 200
_NEAR = 1e-6
FAR = 1000.0


@dataclass(slots=True)
class History:
    """What branching on a variable brought, down and up: the sum of gains, and how many."""

    down: dict[int, tuple[float, int]] = field(default_factory=dict[int, tuple[float, int]])
    up: dict[int, tuple[float, int]] = field(default_factory=dict[int, tuple[float, int]])

    def learn(self, j: int, up: bool, gain: float, part: float) -> None:
        """What a move of ``part`` of a unit brought."""
        known = self.up if up else self.down
        total, count = known.get(j, (0.0, 0))
        known[j] = (total + gain / max(part, _NEAR), count + 1)

    def times(self, factor: float) -> History:
        """The same gains in another unit."""
        down, up = (
            {j: (total * factor, count) for j, (total, count) in side.items()}
            for side in (self.down, self.up)
        )
        return History(down, up)

    def expected(self, one: Broken, *, up: bool) -> float:
        """What is to be expected of one side."""
        total, count = (self.up if up else self.down).get(one.j, (0.0, 0))
        return total / count * (1 - one.part if up else one.part) if count else 0.0

    def looks(self, j: int) -> int:
        """How often the side that was tried least was tried."""
        return min(self.down.get(j, (0.0, 0))[1], self.up.get(j, (0.0, 0))[1])

    def score(self, j: int, part: float) -> float:
        """What is to be expected, where the value is ``part`` above the whole number below."""
        down, downs = self.down.get(j, (0.0, 0))
        up, ups = self.up.get(j, (0.0, 0))
        low = down / downs * part if downs else 0.0
        high = up / ups * (1 - part) if ups else 0.0
        return max(low, _NEAR) * max(high, _NEAR)


def best_of(
    simplex: Simplex,
    history: History,
    broken: Sequence[Broken],
    value: float,
    basis: Any,
    looks: int = LOOKS,
    most: float | None = None,
) -> Broken:
    """The variable by which both boxes come closest to being closed.

    ``value`` and ``basis`` are those of the relaxation, from which the simplex goes on. What was
    tried so many ``looks`` is believed. ``most`` is the value that a side without a point counts
    for; a little more than the cutoff, where nothing else is said.
    """
    most_value = simplex.cutoff + FAR if most is None else most
    scores = {one.j: history.score(one.j, one.part) for one in broken}
    ranked = sorted(broken, key=lambda one: (-scores[one.j], one.j))
    unsure = [one for one in ranked if history.looks(one.j) < looks][:_CANDIDATES]
    best, best_score = ranked[0], -1.0
    for one in dict.fromkeys([ranked[0], *unsure]):
        score = scores[one.j]
        if history.looks(one.j) < looks:
            score = _look(simplex, history, one, value, basis, most_value)
        if score > best_score:
            best, best_score = one, score
    return best


def _look(
    simplex: Simplex, history: History, one: Broken, value: float, basis: Any, most: float
) -> float:
    """Try both sides of a variable, or of a sum, for a few iterations, and learn from it."""
    score = 1.0
    for up, share in ((False, one.part), (True, 1 - one.part)):
        with simplex.side(one, up=up):
            found = simplex.solve(_ITERATIONS)
        reached = value if math.isnan(found.value) else found.value
        gain = max(0.0, min(reached, most) - value)
        history.learn(one.j, up, gain, share)
        score *= max(gain, _NEAR)
        simplex.start(basis)
    return score
