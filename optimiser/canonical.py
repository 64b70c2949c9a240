"""Stage 4: the one list among all optima, by the published order.

The walk takes each application in whenever some optimum still contains it, and gives it the most
steps that any optimum allows. An application that the best list so far already holds at its top
needs no solve. The others are decided in blocks: the largest sum of weights 2^k over the next ones
of the order is the same as taking them one by one, as long as the weights are far above the
solver's tolerance.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..grants.allocation import Unit
from .case import Grant
from .program import Linear
from .search import Found, Nothing, Objective, Search
from .solution import Progress

BLOCK = 16  # 2^16 stays far below a tolerance of 1e-6 relative to the largest weight


def walk(search: Search, found: Found) -> Found | None:
    """Make the list canonical; ``None`` when time ran out. Earlier stages must be held."""
    waiting = [
        i
        for i in search.case.open_items
        if search.program.variables[search.program.places[i].x].upper > 0
    ]
    total, current = len(waiting), found
    while waiting:
        waiting = _fix_what_is_full(search, waiting, current)
        if not waiting:
            break
        block = _next_block(search, waiting)
        better = search.best(_weights(search, block))
        if isinstance(better, Nothing) or not better.proven:
            return None
        current = better
        for i in block:
            search.fix(i, current.levels[i])
        waiting = waiting[len(block) :]
        _report(search, total - len(waiting), total)
    return current


def _fix_what_is_full(search: Search, waiting: Sequence[int], current: Found) -> list[int]:
    """Fix those at the head that the list in hand already gives their most."""
    for place, i in enumerate(waiting):
        if current.levels[i] != search.case.items[i].ladder.top:
            return list(waiting[place:])
        search.fix(i, current.levels[i])
    return []


def _next_block(search: Search, waiting: Sequence[int]) -> list[int]:
    """The next ones that can be weighed together; one that can be cut goes by itself."""
    block: list[int] = []
    for i in waiting:
        single = search.case.items[i].ladder.top == 1
        if not single:
            return block or [i]
        block.append(i)
        if len(block) == BLOCK:
            return block
    return block


def _weights(search: Search, block: Sequence[int]) -> Objective:
    linear = Linear()
    weights = {i: 2 ** (len(block) - 1 - k) for k, i in enumerate(block)}
    for i, weight in weights.items():
        linear.add(search.program.level(i), weight)

    def exact(grants: Sequence[Grant]) -> int:
        return sum(weight * _level(search, i, grants[i]) for i, weight in weights.items())

    return Objective("order", Unit.NUMBER, linear, True, exact)


def _level(search: Search, i: int, grant: Grant) -> int:
    return search.case.items[i].ladder.level_of(grant.cents) or 0


def _report(search: Search, done: int, total: int) -> None:
    if search.progress is not None:
        search.progress(Progress(stage="order", done=done, total=total))


def tied_by_draft(search: Search, found: Found) -> list[int]:
    """The applications whose fate the draft's own tie rule decided, not the published order.

    For each group that the published order leaves tied and in which not all fare alike, the walk is
    repeated up to the group: if a list as good gives one that has less more, the tie decided.
    """
    groups: dict[int, list[int]] = {}
    for i in search.case.open_items:
        groups.setdefault(search.case.items[i].tie_group, []).append(i)
    decided: list[int] = []
    for group in sorted(groups):
        members = groups[group]
        lacking = [i for i in members if found.levels[i] < search.case.items[i].ladder.top]
        if len(members) == 1 or not lacking or not any(found.levels[i] for i in members):
            continue
        if _can_fare_better(search, found, members, lacking):
            decided.extend(members)
    return decided


def _can_fare_better(
    search: Search, found: Found, members: Sequence[int], lacking: Sequence[int]
) -> bool:
    for i in search.case.open_items:
        if i < members[0]:
            search.fix(i, found.levels[i])
        else:
            _free(search, i)
    for i in lacking:
        linear = search.program.level(i)

        def exact(grants: Sequence[Grant], i: int = i) -> int:
            return _level(search, i, grants[i])

        other = search.best(Objective("ties", Unit.NUMBER, linear, True, exact))
        if isinstance(other, Found) and other.levels[i] > found.levels[i]:
            return True
    return False


def _free(search: Search, i: int) -> None:
    place = search.program.places[i]
    for v in (place.x, place.t, place.rest):
        if v >= 0:
            variable = search.program.variables[v]
            search.engine.set_bounds(v, variable.lower, variable.upper)
