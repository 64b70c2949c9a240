"""What it would cost to put an application in: homes lost, and who would lose the award for it."""

from __future__ import annotations

import time
from collections.abc import Sequence

from ..grants.candidate import Candidate
from ..grants.policy import Policy
from ..grants.record import Record
from .allocation import objectives_of
from .case import Case, case_of
from .program import program_of
from .search import Found, Search
from .solution import Solution


class Forced(Record):
    """The round with one application forced in, at the same shortfalls of stage 1.

    ``homes_lost`` is exact when ``proven``; ``possible`` is false where no allocation can hold it.
    """

    application_id: str
    possible: bool
    proven: bool
    homes_lost: int | None = None
    displaced: tuple[str, ...] = ()


def forced_in(
    candidates: Sequence[Candidate],
    policy: Policy,
    solution: Solution,
    application_ids: Sequence[str],
    *,
    solver: str = "highs",
    time_limit_seconds: int = 60,
) -> dict[str, Forced]:
    """Force each of these in and solve stage 2 again, with the shortfalls of stage 1 held.

    An application of a statutory rule is not open to the optimiser; it is left out of the answer.
    """
    case = case_of(candidates, policy)
    objectives = objectives_of(program := program_of(case))
    values = {stage.name: stage.value for stage in solution.stages}
    search = Search(program, solver, time.monotonic() + time_limit_seconds)
    for objective in objectives[:-2]:
        search.hold(objective, values[objective.name])
    homes = objectives[-2]
    place = {case.items[i].candidate.application_id: i for i in case.open_items}
    found: dict[str, Forced] = {}
    for name in application_ids:
        if name not in place:
            continue
        i = place[name]
        x = program.variables[program.places[i].x]
        if x.upper == 0:
            found[name] = Forced(application_id=name, possible=False, proven=True)
            continue
        search.bound_x(i, 1, 1)
        answer = search.best(homes)
        search.bound_x(i, x.lower, x.upper)
        if isinstance(answer, Found):
            found[name] = Forced(
                application_id=name,
                possible=True,
                proven=answer.proven,
                homes_lost=values[homes.name] - answer.value,
                displaced=_displaced(case, answer, solution),
            )
        else:
            found[name] = Forced(application_id=name, possible=False, proven=answer.proven)
    return found


def _displaced(case: Case, answer: Found, solution: Solution) -> tuple[str, ...]:
    """Those who get less in this optimum than in the list."""
    now = {one.application_id: one.cents for one in solution.given}
    return tuple(
        sorted(
            item.candidate.application_id
            for item, grant in zip(case.items, answer.grants, strict=True)
            if grant.cents < now[item.candidate.application_id]
        )
    )
