"""A good list near one that is known, in a moment.

Whoever has the same in the list that is known as in the relaxation of the question keeps it, and
only the others are searched (relaxation induced neighbourhoods: Danna, Rothberg and Le Pape,
*Exploring relaxation induced neighborhoods to improve MIP solutions*, 2005); with them those of the
same fund whose place is the least sure by their price. Nothing follows from what is found, but that
a tree begins closer to its end.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...model.case import Case, Grant
from ...model.objectives import Objective
from ...model.point import point_of
from ...search.stages.result import Found
from ...solution import Solution
from .question_session import Asking, Bounds

_EFFORT = 0.3  # seconds of a quiet processor
_UNSURE = 30  # of the same fund
_NEAR = 1e-6


def nearby(
    asked: Asking, known: Sequence[Grant], i: int, objective: Objective, bounds: Bounds
) -> Found | None:
    """A list good by an objective within these bounds, most of which is as in a ``known`` one.

    ``i`` is the item that the question is about. ``None`` where a short search finds none. The next
    search of the same begins from what was found.
    """
    search, loaded = asked.search, asked.search.loaded
    with asked.within(bounds):
        fixed = _kept(asked, known, i, objective)
        if fixed is None:
            return None
        with loaded.within(fixed):
            by = (loaded.engines[1:] or loaded.engines)[0]
            found = search.finder.run(by, objective, None, effort=_EFFORT)
    return found if isinstance(found, Found) else None


def awards_of(case: Case, solution: Solution) -> list[Grant]:
    """The awards of a list in the order of the items of its case."""
    steps = {one.application_id: one.steps for one in solution.given}
    return [item.grant(steps[item.candidate.application_id]) for item in case.items]


def _kept(
    asked: Asking, known: Sequence[Grant], i: int, objective: Objective
) -> dict[int, tuple[int, int]] | None:
    """Who keeps what it has; ``None`` where the relaxation does not tell."""
    loaded, program, items = asked.search.loaded, asked.program, asked.case.items
    bound = loaded.relaxed(objective)
    if bound is None:
        return None
    relaxed, had = loaded.relaxed_values(), point_of(program, known)
    own, alike = items[i].fund, list[tuple[bool, int, int]]()
    for k, place in program.places.items():
        x = place.x
        if k != i and abs(relaxed[x] - float(had[x])) < _NEAR:
            alike.append((items[k].fund != own, abs(bound.prices.get(x, 0)), x))
    kept = sorted(alike)[_UNSURE:]
    return {x: (int(had[x]), int(had[x])) for *_, x in kept}
