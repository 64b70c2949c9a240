"""A list in which an application has more, because ones later in the published order have as much
less.

Where many are granted at one price, such as the entitlements of a scheme for each home, any of them
could have what another has, with as many homes for as much money. A relaxation sees no difference
between them, and a tree would branch on one after another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...model.point import point_of
from ..stages.result import Found
from ..stages.search import Search


def exchanged(search: Search, known: Found, number: int, most: int) -> Found | None:
    """A list that the ledger allows, as good by all stages, in which an application has more.

    ``number`` is its place in the published order, ``most`` the highest level that it may have.
    Those before it keep what they have; whoever comes last gives first. ``None`` where no exchange
    with one other raises it: nothing follows from that.
    """
    order, levels = search.case.open_items, list(known.levels)
    own, before = order[number], levels[order[number]]
    for other in reversed(order[number + 1 :]):
        steps = _steps(search, levels, own, other, most)
        if steps:
            levels[own] += steps
            levels[other] -= steps
        if levels[own] == most:
            break
    if levels[own] == before:
        return None
    grants = search.grants(levels)
    values = tuple(round(value) for value in point_of(search.program, grants))
    return replace(known, levels=tuple(levels), grants=tuple(grants), values=values)


def _steps(search: Search, levels: Sequence[int], own: int, other: int, most: int) -> int:
    """How many steps of another an application can have, of as many cents; 0 for none."""
    ladders = [search.case.items[i].ladder for i in (own, other)]
    steps = min(most - levels[own], levels[other])
    while steps > 0:
        more = ladders[0].cents(levels[own] + steps) - ladders[0].cents(levels[own])
        less = ladders[1].cents(levels[other]) - ladders[1].cents(levels[other] - steps)
        if more == less:
            changed = list(levels)
            changed[own] += steps
            changed[other] -= steps
            if search.keeps_all(search.grants(changed)):
                return steps
        steps //= 2
    return 0
