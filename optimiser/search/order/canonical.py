"""Stage 4: the one list among all optima, by the published order.

The walk takes each application in whenever some optimum still contains it, and gives it the most
steps that any optimum allows. An application that the best list so far already gives the most that
the earlier stages leave it needs no solve. The others are decided in blocks: the largest sum of
levels, each weighted by more than all that come after it together, is the same as taking them one
by one. How long a block can be depends on the solver: CP-SAT adds in whole numbers, the others stay
far above their tolerance.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from ....grants.decisions.allocation import Basis, Unit
from ...model.case import Grant
from ...model.linear import Linear
from ...model.objectives import Objective
from ...solution import Progress
from ..solvers.cp_sat import LARGEST_WEIGHT
from ..solvers.scip import Scip
from ..stages.result import Found, NotFound
from ..stages.search import Search
from ..trees.order_trees import OrderTrees
from ..trees.tree import SECONDS, BetterList
from .exchanges import exchanged

FLOATING_WEIGHT = 2**16  # far below a tolerance of 1e-6 relative to the largest weight
_BLOCK = 20  # applications that have to fit in a block of CP-SAT's
_MOST = 5.0  # effort for the most that one application can have, in seconds of a quiet processor
_TWO = 2


def ordered(search: Search, found: Found) -> Found:
    """The canonical list, and what it rests on that it is; ``proven`` unless time ran out.

    Where many applications fit in a block, CP-SAT walks first and the trees come after; where few
    do, because awards are cut in fine steps, the trees themselves walk. They do too where those of
    a known case can be followed.
    """
    began, prover = time.monotonic(), search.prover
    trees = None if prover is None else prover.order(found.grants)
    if trees is not None:
        for v, (lower, upper) in enumerate(trees.bounds()):
            one = search.engine.variables[v]
            if one.whole and (lower > one.lower or upper < one.upper):
                search.restrict(v, max(lower, one.lower), min(upper, one.upper))
    begun = prover is not None and prover.begins_from is not None
    if trees is None or prover is None or (_fits_in_blocks(search) and not begun):
        canonical = walk(search, found)
        if canonical is None:
            return replace(found, proven=False, basis=Basis.NOTHING)
        if trees is None or prover is None:
            return canonical if prover is None else _walked_again(search, found, canonical, began)
        trees.begin(2 * (time.monotonic() - began))
        walked = True
    else:
        canonical, walked = replace(found, basis=Basis.ONE_SOLVER, solvers=()), False
    for i in search.case.open_items:
        free(search, i)
    canonical, closed = _by_trees(search, trees, canonical, walked=walked)
    if canonical.proven and closed:
        prover.ordered(trees)
        return replace(canonical, basis=Basis.CHECKED_TREE)
    return _walked_again(search, found, canonical, began) if canonical.proven else canonical


def _fits_in_blocks(search: Search) -> bool:
    """Whether CP-SAT can weigh so many applications at once that its walk is soon over."""
    waiting = [i for i in search.case.open_items if _most(search, i) > _least(search, i)]
    bits = sum((_most(search, i) - _least(search, i)).bit_length() for i in waiting)
    block = LARGEST_WEIGHT.bit_length()
    return search.loaded.whole is not None and len(waiting) * block >= _BLOCK * bits


def _by_trees(
    search: Search, trees: OrderTrees, found: Found, *, walked: bool
) -> tuple[Found, bool]:
    """Make the list canonical by the trees that prove it; whether all of them closed.

    Each application is asked for a step more. Where its tree does not close at once, a solver looks
    for the most that it can have, unless one ``walked`` already; a list that comes up is taken, and
    the tree is grown for that.
    """
    current, closed = found, True
    items = search.case.open_items
    for number, i in enumerate(items):
        asked = walked
        if not walked and trees.asks(number, current.levels[i]):
            most = trees.most(number, search.case.items[i].ladder.top)
            current = exchanged(search, current, number, most) or current
        while step := trees.asks(number, current.levels[i]):
            try:
                true = partial(_comes_earlier, search, current, number)
                if trees.close(number, step, true, trying=not asked):
                    break
            except BetterList as other:
                current = _taken(search, current, other.values)
                continue
            if asked:
                closed = False
                break
            better = _most_of(search, i, current)
            if better is None:
                return replace(current, proven=False, basis=Basis.NOTHING), False
            current, asked = better, True
        trees.fix(number, current.levels[i])
        search.fix(i, current.levels[i])
        _report(search, number + 1, len(items))
    return current, closed


def _taken(search: Search, current: Found, values: tuple[int, ...]) -> Found:
    """A list that a tree came upon."""
    levels = search.program.levels(values)
    return replace(
        current, levels=tuple(levels), grants=tuple(search.grants(levels)), values=values,
        solvers=tuple(sorted({*current.solvers, "HiGHS"})),
    )  # fmt: skip


def _most_of(search: Search, i: int, current: Found) -> Found | None:
    """A list in which an application has the most that it can; ``None`` where nobody knows."""
    search.finder.start = current.values
    # HiGHS counts its effort by the clock, of which a busy machine gives it a part: whoever did not
    # come to an end gets, in a second turn, all the time that there is.
    for effort in (_MOST, math.inf):
        for by in search.loaded.engines[1:] or search.loaded.engines:
            if isinstance(by, Scip):
                by.plain = False
            objective = _weights(search, [i])
            better = search.walked(objective, by=by, effort=effort)
            if isinstance(better, Found) and better.proven:
                return replace(better, solvers=tuple(sorted({*current.solvers, *better.solvers})))
    return None


def _comes_earlier(search: Search, known: Found, number: int, values: tuple[int, ...]) -> bool:
    """Whether values of the variables are a list that the ledger allows, as good by all stages, in
    which one application has more and those before it have as much."""
    levels = search.program.levels(values)
    own = search.case.open_items[number]
    before = all(levels[i] == known.levels[i] for i in search.case.open_items if i < own)
    more = before and levels[own] > known.levels[own]
    return more and search.keeps_all(search.grants(levels))


def _walked_again(search: Search, found: Found, canonical: Found, began: float) -> Found:
    """What the word of another solver, which walks alone for a time, adds to that of the first."""
    if search.loaded.alone:
        return canonical
    for i in search.case.open_items:
        free(search, i)
    deadline = search.deadline
    seconds = max(SECONDS, 2 * (time.monotonic() - began))
    search.deadline = min(deadline, time.monotonic() + seconds)
    try:
        second = walk(search, found, whole_numbers=False)
    finally:
        search.deadline = deadline
    if second is None or second.levels != canonical.levels:
        return canonical
    solvers = tuple(sorted({*canonical.solvers, *second.solvers}))
    if len(solvers) < _TWO:
        return canonical
    return replace(canonical, basis=Basis.TWO_SOLVERS, solvers=solvers)


def walk(
    search: Search,
    found: Found,
    *,
    whole_numbers: bool = True,
    order: Sequence[int] | None = None,
) -> Found | None:
    """Make the list canonical; ``None`` when time ran out. Earlier stages must be held.

    ``order`` is that in which applications are taken, by default the published one.
    """
    items = search.case.open_items if order is None else order
    waiting = [i for i in items if _most(search, i) > 0]
    total, current = len(waiting), replace(found, basis=Basis.ONE_SOLVER, solvers=())
    whole = search.loaded.whole if whole_numbers else None
    while waiting:
        waiting = _fix_what_is_full(search, waiting, current)
        if not waiting:
            break
        largest = FLOATING_WEIGHT if whole is None else LARGEST_WEIGHT
        block = _next_block(search, waiting, largest)
        better = search.walked(_weights(search, block), by=whole or search.loaded.floating)
        if isinstance(better, NotFound) or not better.proven:
            if whole is None:
                return None
            whole = None  # smaller questions to the other solver, before giving up
            continue
        current = replace(better, solvers=tuple(sorted({*current.solvers, *better.solvers})))
        for i in block:
            search.fix(i, current.levels[i])
        waiting = waiting[len(block) :]
        if order is None:
            _report(search, total - len(waiting), total)
    return current


def _most(search: Search, i: int) -> int:
    """The highest level that the bounds of now leave an item."""
    return sum(search.engine.variables[v].upper for v in search.program.places[i].variables())


def _least(search: Search, i: int) -> int:
    """The lowest level that they leave it."""
    return sum(search.engine.variables[v].lower for v in search.program.places[i].variables())


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
        return sum(weight * level_in(search, i, grants[i]) for i, weight in weights.items())

    return Objective("order", Unit.NUMBER, linear, True, exact)


def level_in(search: Search, i: int, grant: Grant) -> int:
    return search.case.items[i].ladder.level_of(grant.cents) or 0


def _report(search: Search, done: int, total: int) -> None:
    search.tell(Progress(stage="order", done=done, total=total))


def free(search: Search, i: int) -> None:
    place = search.program.places[i]
    for v in place.variables():
        variable = search.program.variables[v]
        search.engine.set_bounds(v, variable.lower, variable.upper)
