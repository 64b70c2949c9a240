"""Stage 4: the one list among all optima, by the published order.

The walk takes each application in whenever some optimum still contains it, and gives it the most
steps that any optimum allows. An application that the best list so far already gives the most that
the earlier stages leave it needs no solve. The others are decided in blocks: the largest sum of
levels, each weighted by more than all that come after it together, is the same as taking them one
by one. How long a block can be depends on the solver: CP-SAT adds in whole numbers, the others stay
far above their tolerance.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from ...grants.allocation import Basis, Unit
from ..model.case import Grant
from ..model.objectives import Objective
from ..model.program import Linear
from ..solution import Progress
from .cp_sat import LARGEST_WEIGHT, CpSat
from .result import Found, Nothing
from .search import Search
from .tree import SECONDS, BetterList

FLOATING_WEIGHT = 2**16  # far below a tolerance of 1e-6 relative to the largest weight


def ordered(search: Search, found: Found) -> Found:
    """The canonical list, and what it rests on that it is; ``proven`` unless time ran out.

    Its trees are grown after the walk. Should they come upon a list that comes earlier, it is taken
    and they are grown again. Where they take too long another solver walks alone.
    """
    began = time.monotonic()
    canonical = walk(search, found)
    if canonical is None:
        return replace(found, proven=False, basis=Basis.NOTHING)
    if search.prover is None:
        return canonical
    took = time.monotonic() - began
    while True:
        try:
            closed = search.prover.order(
                canonical.grants, true=partial(_comes_earlier, search, canonical), took=took
            )
        except BetterList as other:
            levels = search.program.levels(other.values)
            grants = tuple(search.grants(levels))
            canonical = replace(
                canonical, levels=tuple(levels), grants=grants, values=other.values,
                solvers=tuple(sorted({*canonical.solvers, "HiGHS"})),
            )  # fmt: skip
            continue
        if closed:
            return replace(canonical, basis=Basis.CHECKED_TREE)
        return _walked_again(search, found, canonical, max(SECONDS, 2 * took))


def _comes_earlier(search: Search, known: Found, number: int, values: tuple[int, ...]) -> bool:
    """Whether values of the variables are a list that the ledger allows, as good by all stages, in
    which one application has more and those before it have as much."""
    levels = search.program.levels(values)
    own = search.case.open_items[number]
    before = all(levels[i] == known.levels[i] for i in search.case.open_items if i < own)
    more = before and levels[own] > known.levels[own]
    return more and search.keeps_all(search.grants(levels))


def _walked_again(search: Search, found: Found, canonical: Found, seconds: float) -> Found:
    """What the word of another solver, which walks alone for a time, adds to that of the first."""
    if len(search.searchers) == 1:
        return canonical
    for i in search.case.open_items:
        _free(search, i)
    deadline = search.deadline
    search.deadline = min(deadline, time.monotonic() + seconds)
    try:
        second = walk(search, found, whole_numbers=False)
    finally:
        search.deadline = deadline
    if second is None or second.levels != canonical.levels:
        return canonical
    solvers = tuple(sorted({*canonical.solvers, *second.solvers}))
    return replace(canonical, basis=Basis.TWO_SOLVERS, solvers=solvers)


def walk(search: Search, found: Found, *, whole_numbers: bool = True) -> Found | None:
    """Make the list canonical; ``None`` when time ran out. Earlier stages must be held."""
    waiting = [i for i in search.case.open_items if _most(search, i) > 0]
    total, current = len(waiting), replace(found, basis=Basis.ONE_SOLVER, solvers=())
    whole_numbers = whole_numbers and isinstance(search.searchers[0], CpSat)
    while waiting:
        waiting = _fix_what_is_full(search, waiting, current)
        if not waiting:
            break
        largest = LARGEST_WEIGHT if whole_numbers else FLOATING_WEIGHT
        block = _next_block(search, waiting, largest)
        better = search.walked(_weights(search, block), whole_numbers=whole_numbers)
        if isinstance(better, Nothing) or not better.proven:
            if not whole_numbers:
                return None
            whole_numbers = False  # smaller questions to the other solver, before giving up
            continue
        current = replace(better, solvers=tuple(sorted({*current.solvers, *better.solvers})))
        for i in block:
            search.fix(i, current.levels[i])
        waiting = waiting[len(block) :]
        _report(search, total - len(waiting), total)
    return current


def _most(search: Search, i: int) -> int:
    """The highest level that the bounds of now leave an item."""
    return sum(search.engine.variables[v].upper for v in search.program.places[i].variables())


def _fix_what_is_full(search: Search, waiting: Sequence[int], current: Found) -> list[int]:
    """Fix those at the head that the list in hand already gives their most."""
    for place, i in enumerate(waiting):
        if current.levels[i] != _most(search, i):
            return list(waiting[place:])
        search.fix(i, current.levels[i])
    return []


def _next_block(search: Search, waiting: Sequence[int], largest: int) -> list[int]:
    """The next ones that can be weighed together: always one, more while the weights allow."""
    block: list[int] = []
    weight = 1
    for i in waiting:
        weight *= _most(search, i) + 1
        if block and weight > largest:
            return block
        block.append(i)
    return block


def _weights(search: Search, block: Sequence[int]) -> Objective:
    linear = Linear()
    weights: dict[int, int] = {}
    weight = 1
    for i in reversed(block):
        weights[i] = weight
        weight *= _most(search, i) + 1
    for i in block:
        linear.add(search.program.level(i), weights[i])

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
        # What the earlier stages leave no room for cannot fare better in any list as good.
        lacking = [i for i in members if found.levels[i] < _room(search, i)]
        if len(members) == 1 or not lacking or not any(found.levels[i] for i in members):
            continue
        if _can_fare_better(search, found, members, lacking):
            decided.extend(members)
    return decided


def _room(search: Search, i: int) -> int:
    """The highest level that the earlier stages leave an item, before the walk fixed it."""
    return sum(search.program.variables[v].upper for v in search.program.places[i].variables())


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

        objective = Objective("ties", Unit.NUMBER, linear, True, exact)
        other = search.walked(objective, whole_numbers=isinstance(search.searchers[0], CpSat))
        if isinstance(other, Nothing) and not other.proven:
            other = search.walked(objective, whole_numbers=False)
        if isinstance(other, Found) and other.levels[i] > found.levels[i]:
            return True
    return False


def _free(search: Search, i: int) -> None:
    place = search.program.places[i]
    for v in place.variables():
        variable = search.program.variables[v]
        search.engine.set_bounds(v, variable.lower, variable.upper)
