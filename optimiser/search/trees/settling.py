"""Ranges that shrink by one row alone, and rows that nothing keeps any more, without a relaxation.

What is left of a fund is less than a large award asks for: it cannot be made, which the relaxation
does not see, since a part of it could.

Floats tell which rows may shrink a range, all of them at once; whether one does, and by how much,
is worked out in whole numbers by the box. A row that floats pass over by a rounding is not missed:
nothing rests on a range that could have been smaller.
"""

from __future__ import annotations

from typing import Any

from ...proof.box import Box

# Two rows that tie two awards to each other can shrink both by a step at a time, for millions of
# steps. What these rounds leave, the relaxation and the branches see.
_ROUNDS = 100
_ROUNDING = 2.0**-44  # of all that a row adds up


class Settled:
    """The rows of a box in floats, term by term."""

    def __init__(self, box: Box) -> None:
        import numpy as np

        listed = [(place, row.terms) for place, row in enumerate(box.rows) if row.terms]
        self._places = [place for place, _ in listed]
        self._paying = [k for k, (place, _) in enumerate(listed) if box.rows[place].rounded]
        self._columns: Any = np.array([j for _, terms in listed for j, _ in terms], dtype=np.intp)
        self._factors: Any = np.array([float(a) for _, terms in listed for _, a in terms])
        self._starts: Any = np.cumsum([0, *(len(terms) for _, terms in listed[:-1])])
        self._up: Any = self._factors > 0
        whole = np.array(box.whole, dtype=bool)[self._columns]
        self._sizes: Any = np.abs(self._factors)
        self._shrinking: Any = np.where(whole, self._sizes, 0.0)
        self._limits: Any = np.array([float(box.limit(place)) for place in self._places])

    def take_limit(self, box: Box, place: int) -> None:
        """Take over the limit of a row of the box, which is another now."""
        if place in self._places:
            self._limits[self._places.index(place)] = float(box.limit(place))

    def settle(self, box: Box) -> bool:
        """Shrink what single rows shrink, and what follows of it, for some rounds; whether anything
        can still be in the box."""
        for _ in range(_ROUNDS):
            places = self._worth(box)
            if not places:
                break
            changed = False
            for place in places:
                shrunk = box.settle(place)
                if shrunk is None:
                    return False
                changed = changed or bool(shrunk)
            if not changed:
                break
        return True

    def _worth(self, box: Box) -> list[int]:
        """The rows that shrink a range or that nothing keeps, as floats have it."""
        import numpy as np

        if not self._places:
            return []
        for k in self._paying:
            self._limits[k] = float(box.limit(self._places[k]))
        lower = np.array(box.lower, dtype=np.float64)
        upper = np.array(box.upper, dtype=np.float64)
        low, high = lower[self._columns], upper[self._columns]
        least = np.where(self._up, low, high)
        sums = np.add.reduceat(self._factors * least, self._starts)
        scale = np.add.reduceat(self._sizes * high, self._starts)
        widest = np.maximum.reduceat(self._shrinking * (high - low), self._starts)
        room = self._limits - sums
        margin = _ROUNDING * (scale + np.abs(self._limits))
        flagged = (room < -margin) | (widest > room + margin)
        return [self._places[k] for k in np.flatnonzero(flagged)]
