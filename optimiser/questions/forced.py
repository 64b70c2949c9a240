"""What it would cost to put an application in: homes lost, and who would lose the award for it.

Who got nothing is put in with whatever it can have, and who got a part with all that it asked for.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor

from ...grants.candidate import Candidate
from ...grants.policy import Policy
from ...grants.record import Record
from ..model.case import Grant, case_of
from ..search.result import Found
from ..solution import Solution
from .many import in_order
from .question_session import Asking, Bounds, asking, how_many

CHUNK = 40  # questions in a job of its own, where there is an executor
SEVERAL = 5  # from so many on it pays to look first for those that cost nothing
SWAP_SECONDS = 2.0


class Forced(Record):
    """The round with one application forced in, at the same shortfalls of stage 1.

    ``homes_lost`` is exact when ``proven``; ``possible`` is false where no allocation can hold it.
    Where time ran out it is the most that is lost, by the list that was found, and ``at_least`` the
    least by the bound; neither is known where ``homes_lost`` is ``None`` too.
    ``displaced`` would get less in that list; another list may lose as few homes.
    """

    application_id: str
    possible: bool
    proven: bool
    homes_lost: int | None = None
    at_least: int | None = None
    displaced: tuple[str, ...] = ()


def forced_in(
    candidates: Sequence[Candidate],
    policy: Policy,
    solution: Solution,
    application_ids: Sequence[str],
    *,
    solver: str = "highs",
    time_limit_seconds: int = 60,
    closest: bool = False,
    executor: Executor | None = None,
    done: Callable[[int, int], None] | None = None,
) -> dict[str, Forced]:
    """Force each of these in and solve stage 2 again, with the shortfalls of stage 1 held.

    An application of a statutory rule is not open to the optimiser; it is left out of the answer.
    With ``closest`` the list that answers is one that keeps as many of the awards as it can, which
    takes another solve for each. Many questions go faster over the processes of an ``executor``,
    with the same homes; the time limit is then of each job of some dozens.
    """
    names = list(application_ids)
    size = CHUNK if executor is not None else max(1, len(names))
    jobs = [
        (candidates, policy, solution, names[at : at + size], solver, time_limit_seconds, closest)
        for at in range(0, len(names), size)
    ]
    found: dict[str, Forced] = {}
    for answers in in_order(_forced, jobs, executor, done):
        found |= answers
    return found


def _forced(
    candidates: Sequence[Candidate],
    policy: Policy,
    solution: Solution,
    application_ids: Sequence[str],
    solver: str,
    seconds: int,
    closest: bool,
) -> dict[str, Forced]:
    asked = asking(case_of(candidates, policy), seconds, solver)
    values = {stage.name: stage.value for stage in solution.stages}
    for objective in asked.shortfalls:
        asked.hold(objective, values[objective.name])
    now = {one.application_id: one.cents for one in solution.given}
    most = values[asked.homes.name]
    open_to = [name for name in application_ids if asked.place.get(name) in asked.program.places]
    refused = [name for name in open_to if not now[name]]
    several = len(refused) >= SEVERAL and not closest
    free = _without_loss(asked, most, [asked.place[name] for name in refused]) if several else {}
    found: dict[str, Forced] = {}
    for name in open_to:
        i = asked.place[name]
        ladder = asked.case.items[i].ladder
        if now[name] >= ladder.cents(ladder.top):
            found[name] = Forced(application_id=name, possible=True, proven=True, homes_lost=0)
        elif i in free:
            found[name] = _answer(asked, name, most, Found((), free[i], most, most, True), now)
        else:
            bounds = asked.whole(i) if now[name] else asked.award(i)
            found[name] = _one(asked, name, bounds, most, now, closest)
    return found


def _without_loss(asked: Asking, most: int, unseen: Sequence[int]) -> dict[int, tuple[Grant, ...]]:
    """Lists with as many homes that hold as many as possible of these at once.

    With one price a home that is nearly everybody, and each by itself would be slow to find. Whom
    this does not find in a moment is asked for alone.
    """
    free = asking(asked.case, asked.search.seconds_left(), asked.solver)
    for objective, value in asked.held:
        free.hold(objective, value)
    free.hold(free.homes, most)
    found: dict[int, tuple[Grant, ...]] = {}
    while unseen:
        free.search.deadline = time.monotonic() + min(SWAP_SECONDS, asked.search.seconds_left())
        answer = free.search.best(how_many(free, unseen))
        if not isinstance(answer, Found) or not answer.value:
            break
        found |= {i: answer.grants for i in unseen if answer.grants[i].cents}
        unseen = [i for i in unseen if i not in found]
    return found


def _one(
    asked: Asking, name: str, bounds: Bounds, most: int, now: dict[str, int], closest: bool
) -> Forced:
    if not asked.can_be_in(asked.place[name]):
        return Forced(application_id=name, possible=False, proven=True)
    best = asked.best(asked.homes, bounds)
    if not isinstance(best, Found):
        return Forced(application_id=name, possible=False, proven=best.proven)
    answer = _answer(asked, name, most, best, now)
    return _closest(asked, answer, bounds, most, best, now) if closest and best.proven else answer


def _closest(
    asked: Asking, answer: Forced, bounds: Bounds, most: int, best: Found, now: dict[str, int]
) -> Forced:
    """The same answer by a list that keeps as many awards as it can; as it was, if too late."""
    name = answer.application_id
    nearer = asking(asked.case, asked.search.seconds_left(), asked.solver)
    for objective, value in asked.held:
        nearer.hold(objective, value)
    nearer.hold(nearer.homes, best.value)
    granted = [i for other, i in asked.place.items() if now[other] and i in asked.program.places]
    found = nearer.best(how_many(nearer, granted), bounds)
    if not isinstance(found, Found):
        return answer
    return _answer(asked, name, most, Found((), found.grants, best.value, best.value, True), now)


def _answer(asked: Asking, name: str, most: int, found: Found, now: dict[str, int]) -> Forced:
    return Forced(
        application_id=name,
        possible=True,
        proven=found.proven,
        homes_lost=most - found.value,
        at_least=None if found.proven else max(0, most - found.bound),
        displaced=tuple(
            sorted(
                item.candidate.application_id
                for item, grant in zip(asked.case.items, found.grants, strict=True)
                if grant.cents < now[item.candidate.application_id]
            )
        ),
    )
