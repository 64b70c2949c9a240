"""Homes of a project count once.

An application claims the homes of named phases of its project, or of the whole project. The homes
that a set of awards supports are found for each project and each segment apart:

* Claims of exactly the same phases overlap in full: the j-th home is claimed by every application
  that states at least j homes, so together they support the largest number that one of them
  states, never the sum.
* A claim of a larger part (several phases, or the whole project) holds the claims of the phases
  within it. It supports the larger of its own number and what the awarded claims within it support
  together. So two phases awarded apart add up, and a road to the whole project adds nothing to
  homes that its phases have already brought.
* Claims that overlap without one holding the other cannot be told apart, since an application
  states one number for all its phases. They are read as claims of all those phases together, so
  that the largest counts. This may count too few homes, never one twice.

Which phases are joined in the last way depends on all candidates of the project, not on who gets
money, so that an award can never make another award count for more or less than stated above.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ...grants.frozen import frozen
from .ladder import NONE, Counts


@frozen
class Part:
    """A part of a project: who claims exactly this part, and the parts within it."""

    claimants: tuple[int, ...]
    within: tuple[Part, ...]

    def everyone(self) -> tuple[int, ...]:
        """The claimants of this part and of every part within it."""
        return self.claimants + tuple(i for part in self.within for i in part.everyone())


def parts_of_project(claims: Iterable[tuple[int, tuple[str, ...]]]) -> tuple[Part, ...]:
    """The parts of one project, from each claimant and the phases it names (none: the whole)."""
    listed = list(claims)
    if len(listed) == 1:
        return (Part((listed[0][0],), ()),)
    named = frozenset(phase for _, phases in listed for phase in phases)
    whole = named | {""}
    sets = {i: frozenset(phases) if phases else whole for i, phases in listed}
    sets = _joined(sets)
    distinct = sorted(set(sets.values()), key=lambda s: (len(s), sorted(s)))
    return _forest(distinct, sets)


def _joined(sets: dict[int, frozenset[str]]) -> dict[int, frozenset[str]]:
    """Join the claims that cross, until any two are apart or one holds the other."""
    while True:
        distinct = sorted(set(sets.values()), key=lambda s: (len(s), sorted(s)))
        groups: list[set[frozenset[str]]] = []
        for one in distinct:
            touching = [g for g in groups if any(_cross(one, other) for other in g)]
            groups = [g for g in groups if g not in touching]
            groups.append({one}.union(*touching))
        if all(len(group) == 1 for group in groups):
            return sets
        union = {one: frozenset[str]().union(*group) for group in groups for one in group}
        sets = {i: union[claimed] for i, claimed in sets.items()}


def _cross(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one & other) and not one <= other and not other <= one


def _forest(distinct: list[frozenset[str]], sets: Mapping[int, frozenset[str]]) -> tuple[Part, ...]:
    built: list[tuple[frozenset[str], Part]] = []
    for one in distinct:  # smallest first, so that what lies within is already there
        inside = [part for claimed, part in built if claimed < one]
        built = [(claimed, part) for claimed, part in built if not claimed < one]
        claimants = tuple(i for i in sorted(sets) if sets[i] == one)
        built.append((one, Part(claimants, tuple(inside))))
    return tuple(part for _, part in built)


def supported(parts: Iterable[Part], claimed: Mapping[int, Counts]) -> Counts:
    """The homes by segment that awarded claims support; ``claimed`` holds awarded claims only."""
    a, b, c, d = NONE
    for part in parts:
        if len(part.claimants) == 1 and not part.within:
            found = claimed.get(part.claimants[0])
        else:
            found = _largest(part, claimed)
        if found is not None:
            a, b, c, d = a + found[0], b + found[1], c + found[2], d + found[3]
    return (a, b, c, d)


def _largest(part: Part, claimed: Mapping[int, Counts]) -> Counts | None:
    """The homes of one part; ``None`` where nobody in it is awarded."""
    own = [claimed[i] for i in part.claimants if i in claimed]
    if part.within:
        inner = [found for one in part.within if (found := _largest(one, claimed)) is not None]
        if inner:
            a, b, c, d = (sum(of_segment) for of_segment in zip(*inner, strict=True))
            own.append((a, b, c, d))
    if len(own) <= 1:
        return own[0] if own else None
    a, b, c, d = (max(of_segment) for of_segment in zip(*own, strict=True))
    return (a, b, c, d)
