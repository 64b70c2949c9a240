"""Whose fate is decided by lots: by the tie itself, or by what follows from it.

A draft breaks a tie that the published order leaves. Whoever would get another amount if the lots
were drawn otherwise is marked in it: the tied ones, and those after them whose room depends on who
of them got in. All lists that lots can give are found one from another, each by moving one
application to the head of those that it is tied with, if that gives it more.
"""

from __future__ import annotations

from collections.abc import Sequence

from ....grants.decisions.allocation import Unit
from ...model.case import Grant
from ...model.objectives import Objective
from ..stages.result import Found, NotFound
from ..stages.search import Search
from .canonical import free, level_in, walk

_WALKS = (
    32  # lists that are looked at; where there are more, all who are free after the tie are marked
)


def decided_by_lots(search: Search, found: Found) -> list[int]:
    """The applications whose fate the draft's own tie rule decided, not the published order.

    Of a tie that matters all are marked, and everybody who fares otherwise in another list that
    lots can give. Where those are too many, or time ran out, everybody is whom the earlier stages
    leave free from the tie on.
    """
    marked: set[int] = set()
    seen = {found.levels}
    waiting = [(found, list(search.case.open_items))]
    walks = 0
    while waiting:
        known, order = waiting.pop()
        for members in _groups(search, order):
            for i in _better_first(search, known, order, members):
                marked |= {*members}
                moved = _at_the_head(order, members, i)
                walks += 1
                other = None if walks > _WALKS else _in_order(search, known, moved)
                if other is None:
                    return sorted(marked | _free_from(search, order, members))
                marked |= {j for j in order if other.levels[j] != found.levels[j]}
                if other.levels not in seen:
                    seen.add(other.levels)
                    waiting.append((other, moved))
    return sorted(marked)


def _groups(search: Search, order: Sequence[int]) -> list[list[int]]:
    """Those that the published order leaves tied with another, in the order of now."""
    groups: dict[int, list[int]] = {}
    for i in order:
        groups.setdefault(search.case.items[i].tie_group, []).append(i)
    return [groups[key] for key in sorted(groups) if len(groups[key]) > 1]


def _better_first(
    search: Search, known: Found, order: Sequence[int], members: Sequence[int]
) -> list[int]:
    """Who of the tied ones would get more at their head, with those before them as they are."""
    # What the earlier stages leave no room for cannot fare better in any list as good.
    lacking = [i for i in members if known.levels[i] < _room(search, i)]
    if not lacking or not any(known.levels[i] for i in members):
        return []
    head = order.index(members[0])
    for i in order[:head]:
        search.fix(i, known.levels[i])
    for i in order[head:]:
        free(search, i)
    return [i for i in lacking if _can_have_more(search, known, i)]


def _can_have_more(search: Search, known: Found, i: int) -> bool:
    def exact(grants: Sequence[Grant]) -> int:
        return level_in(search, i, grants[i])

    objective = Objective("ties", Unit.NUMBER, search.program.level(i), True, exact)
    loaded = search.loaded
    other = search.walked(objective, by=loaded.whole or loaded.floating)
    if isinstance(other, NotFound) and not other.proven:
        other = search.walked(objective, by=loaded.floating)
    return isinstance(other, Found) and other.levels[i] > known.levels[i]


def _at_the_head(order: Sequence[int], members: Sequence[int], i: int) -> list[int]:
    """The order with one of its tied ones as the first of them."""
    head = order.index(members[0])
    rest = [j for j in order[head:] if j != i]
    return [*order[:head], i, *rest]


def _in_order(search: Search, known: Found, order: Sequence[int]) -> Found | None:
    """The list that an order of all applications gives; ``None`` where time ran out."""
    for i in order:
        free(search, i)
    return walk(search, known, order=order)


def _room(search: Search, i: int) -> int:
    """The highest level that the earlier stages leave an item, before the walk fixed it."""
    return sum(search.program.variables[v].upper for v in search.program.places[i].variables())


def _free_from(search: Search, order: Sequence[int], members: Sequence[int]) -> set[int]:
    """Everybody from a tie on whom the earlier stages leave a choice."""
    variables, places = search.program.variables, search.program.places
    after = order[order.index(members[0]) :]
    return {
        i
        for i in after
        if any(variables[v].lower < variables[v].upper for v in places[i].variables())
    }
