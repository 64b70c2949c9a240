"""Ranges that shrink by one row alone, and rows that nothing keeps any more, without a relaxation.

What is left of a fund is less than a large award asks for: it cannot be made, which the relaxation
does not see, since a part of it could.
"""

from __future__ import annotations

from ...proof.box import Box

# Two rows that tie two awards to each other can shrink both by a step at a time, for millions of
# steps. What these rounds leave, the relaxation and the branches see.
_ROUNDS = 100


class Settled:
    """The rows of a box, by the columns that stand in them."""

    def __init__(self, box: Box) -> None:
        self._rows: list[list[int]] = [[] for _ in box.lower]
        for place, row in enumerate(box.rows):
            for j, _ in row.terms:
                self._rows[j].append(place)

    def settle(self, box: Box) -> bool:
        """Shrink what the rows of changed columns shrink, and what follows of it, for some rounds;
        whether anything can still be in the box."""
        changed = list(box.touched)
        for _ in range(_ROUNDS):
            if not changed:
                break
            places = dict.fromkeys(place for j in changed for place in self._rows[j])
            changed = list[int]()
            for place in places:
                shrunk = box.settle(place)
                if shrunk is None:
                    return False
                changed += shrunk
        return True
