"""Variables that no row and no goal can tell apart, which a tree branches on by their sum.

Eighty applications of one size and one price are eighty columns of the program, and one whole
number of it: how many of them. A tree that branches on one after another tries the same numbers in
every order. Branched on is the sum, by a lemma, which a proof has anyway; so whoever checks it
needs to know nothing of what is alike, and nothing is believed of it.

Rows that say no more than that one variable needs another, such as the steps of an award that they
need the award, are left out of the comparison: entitlements at one price are alike then whatever
their size, since a sum of steps can always be spread over them.

Where less than half of the variables are alike none is taken to be: there it is by chance, or it is
the award and the steps of one application, and single variables tell more.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...proof.box import Box
from ...proof.system import Row
from .simplex import Broken

_NEAR = 1e-6
_LINK = 2


class Alike:
    """The groups of whole variables of a box that are alike."""

    def __init__(self, box: Box) -> None:
        told: dict[int, list[tuple[int, int]]] = {
            j: [] for j, low in enumerate(box.lower) if box.whole[j] and low < box.upper[j]
        }
        for place, row in enumerate(box.rows):
            if not _links(row):
                for j, a in row.terms:
                    if j in told:
                        told[j].append((place, a))
        groups: dict[tuple[tuple[int, int], ...], list[int]] = {}
        for j, terms in told.items():
            groups.setdefault(tuple(terms), []).append(j)
        found = tuple(tuple(one) for one in groups.values() if len(one) > 1)
        self.groups = found if 2 * sum(map(len, found)) >= len(told) else ()
        self._of = {j: g for g, one in enumerate(self.groups) for j in one}

    def broken(self, box: Box, values: Sequence[float], broken: Sequence[Broken]) -> list[Broken]:
        """On what can be branched: sums that are not whole, and variables without a group."""
        if not self.groups:
            return list(broken)
        found = [one for one in broken if one.j not in self._of]
        for g in sorted({self._of[one.j] for one in broken if one.j in self._of}):
            free = tuple(j for j in self.groups[g] if box.lower[j] < box.upper[j])
            total = math.fsum(values[j] for j in free)
            cut = math.floor(total)
            if _NEAR < total - cut < 1 - _NEAR:
                found.append(Broken(-1 - self.groups[g][0], cut, total - cut, free))
        return found

    def spread(self, box: Box, values: Sequence[float]) -> tuple[int, ...] | None:
        """Whole values in which the first of each group have as much as they can.

        Every sum is whole already, and every variable without a group. ``None`` where one variable
        needs another that does not have it.
        """
        made = [round(value) for value in values]
        for group in self.groups:
            left = round(math.fsum(values[j] for j in group)) - sum(box.lower[j] for j in group)
            for j in group:
                more = min(left, box.upper[j] - box.lower[j])
                made[j], left = box.lower[j] + more, left - more
        for row in box.rows:
            if _links(row) and sum(a * made[j] for j, a in row.terms) > row.limit:
                return None
        return tuple(made)


def _links(row: Row) -> bool:
    """Whether a row says that one variable is at most so many times another."""
    if len(row.terms) != _LINK or row.limit or row.rounded:
        return False
    (_, one), (_, other) = row.terms
    return (one < 0) != (other < 0)
