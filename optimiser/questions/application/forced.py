"""What it would cost to put an application in: homes lost, and who would lose the award for it.

Who got nothing is put in with whatever it can have, and who got a part with all that it asked for.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor

from ....grants.applications.candidate import Candidate
from ....grants.decisions.allocation import Basis
from ....grants.record import Record
from ....grants.rounds.policy import Policy
from ...model.case import Grant, case_of
from ...search.stages.result import Found, NotFound
from ...search.trees.tree import Budget
from ...solution import Solution
from ..asking.by_tree import Beside, MostHomes, OneRound
from ..asking.learned import learned_of
from ..asking.nearby import awards_of, nearby
from ..asking.question_session import Asking, Bounds, asking, how_many
from ..many import in_order
from .more_homes import without_limits_of_homes

CHUNK = 40  # questions in a job of its own, where there is an executor
SEVERAL = 5  # from so many on it pays to look first for those that cost nothing
SWAP_SECONDS = 2.0
_AT_ONCE = 1000  # leaves for the tree that begins from a list near that of the round
_LEAVES, _EFFORT = 20_000, 10.0  # for the tree of one application; in seconds of a processor


class Forced(Record):
    """The round with one application forced in, at the same shortfalls of stage 1.

    ``homes_lost`` is exact when ``proven``; ``possible`` is false where no allocation can hold it.
    Where time ran out it is the most that is lost, by the list that was found, and ``at_least`` the
    least by the bound; neither is known where ``homes_lost`` is ``None`` too.
    ``displaced`` would get less in that list; another list may lose as few homes. ``basis`` is what
    it rests on that no list loses fewer.
    """

    application_id: str
    possible: bool
    proven: bool
    homes_lost: int | None = None
    at_least: int | None = None
    displaced: tuple[str, ...] = ()
    basis: Basis = Basis.NOTHING


def forced_in(
    candidates: Sequence[Candidate],
    policy: Policy,
    solution: Solution,
    application_ids: Sequence[str],
    *,
    solver: str = "highs",
    time_limit_seconds: int = 60,
    executor: Executor | None = None,
    done: Callable[[int, int], None] | None = None,
) -> dict[str, Forced]:
    """Force each of these in and solve stage 2 again, with the shortfalls of stage 1 held.

    An application of a statutory rule is not open to the optimiser; it is left out of the answer.
    Many questions go faster over the processes of an ``executor``, with the same homes; the time
    limit is then of each job of some dozens. The answers rest on the word of a solver:
    :func:`forced_by_tree` shows that of one application.
    """
    names = list(application_ids)
    size = CHUNK if executor is not None else max(1, len(names))
    jobs = [
        (candidates, policy, solution, names[at : at + size], solver, time_limit_seconds)
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
) -> dict[str, Forced]:
    asked, most, now = _asked(candidates, policy, solution, solver, seconds)
    open_to = [name for name in application_ids if asked.place.get(name) in asked.program.places]
    refused = [name for name in open_to if not now[name]]
    several = len(refused) >= SEVERAL
    free = _without_loss(asked, most, [asked.place[name] for name in refused]) if several else {}
    found: dict[str, Forced] = {}
    for name in open_to:
        i = asked.place[name]
        ladder = asked.case.items[i].ladder
        if now[name] >= ladder.cents(ladder.top):
            found[name] = _has_all(name)
        elif i in free:
            found[name] = _answer(asked, name, most, Found((), free[i], most, most, True), now)
        else:
            best = _best(asked, i, now[name])
            found[name] = (
                _answer(asked, name, most, best, now)
                if isinstance(best, Found)
                else _not_in(asked, name, best)
            )
    return found


def forced_by_tree(
    candidates: Sequence[Candidate],
    policy: Policy,
    solution: Solution,
    application_id: str,
    *,
    time_limit_seconds: int = 60,
) -> tuple[Forced, MostHomes | None] | None:
    """One application forced in, shown by a tree; ``None`` where the optimiser has no say in it.

    The list that answers is one near that of the round: it keeps as many of the awards as a short
    search finds. With it comes what the tree showed, for who got nothing: the most homes where no
    constraint on homes that it takes part in counts, which is no more than with them.
    """
    name = application_id
    asked, most, now = _asked(candidates, policy, solution, "highs", time_limit_seconds)
    i = asked.place.get(name)
    if i is None or i not in asked.program.places:
        return None
    ladder = asked.case.items[i].ladder
    if now[name] >= ladder.cents(ladder.top):
        return _has_all(name), None
    bounds = asked.bounds_in(i, now[name])
    begun = None  # a list near that of the round, from which the tree goes on, or else a search
    if asked.can_be_in(i):
        begun = nearby(asked, awards_of(asked.case, solution), i, asked.homes, bounds)
    best, shown = begun, None
    if begun is not None:
        shown = _shown(candidates, policy, solution, asked, i, begun, at_once=True)
    if best is None or shown is None:
        best = _best(asked, i, now[name])
        if isinstance(best, NotFound):
            return _not_in(asked, name, best), None
        shown = _shown(candidates, policy, solution, asked, i, best)
    if shown is not None:
        grants = tuple(asked.search.grants(shown.levels))
        values = best.values if shown.levels == best.levels else ()
        best = Found(shown.levels, grants, shown.homes, shown.homes, True, values=values)
    answer = _answer(asked, name, most, best, now)
    if answer.homes_lost:
        basis = Basis.CHECKED_TREE if shown else answer.basis
        answer = answer.model_copy(update={"basis": basis})
        if best.proven:
            answer = _closest(asked, answer, bounds, best, now)
    return answer, None if now[name] else shown


def _shown(
    candidates: Sequence[Candidate], policy: Policy, solution: Solution, asked: Asking, i: int,
    best: Found, *, at_once: bool = False,
) -> MostHomes | None:  # fmt: skip
    """The most homes with an item in, by a tree; ``None`` where it took too long.

    ``at_once`` where the list that it begins from may be far from the best.
    Nothing is above the homes of the round, which were proven.
    """
    values = [stage.value for stage in solution.stages[:-1]]
    short, homes, money = values[:-2], values[-2], values[-1]
    if best.value == homes:
        return MostHomes(homes, best.levels, Beside.DEARER)
    freer = policy if any(short) else without_limits_of_homes(asked.case, policy, i)
    case = case_of(candidates, freer)
    learned = learned_of(candidates, policy, solution)
    round_of = OneRound(case, short if freer is policy else None, money, learned)
    given = {one.application_id: one.cents for one in solution.given}
    bounds = round_of.bounds_in(i, given[case.items[i].candidate.application_id])
    budget = Budget(_EFFORT, _AT_ONCE if at_once else _LEAVES, asked.search.deadline)
    most = round_of.most_homes_at_once if at_once else round_of.most_homes
    return most(bounds, best.levels, lambda _, g: asked.search.keeps_all(g), budget)


def _asked(
    candidates: Sequence[Candidate], policy: Policy, solution: Solution, solver: str, seconds: float
) -> tuple[Asking, int, dict[str, int]]:
    """The round with its shortfalls held, its homes, and what everybody has."""
    asked = asking(case_of(candidates, policy), seconds, solver)
    values = {stage.name: stage.value for stage in solution.stages}
    for objective in asked.shortfalls:
        asked.hold(objective, values[objective.name])
    now = {one.application_id: one.cents for one in solution.given}
    return asked, values[asked.homes.name], now


def _has_all(name: str) -> Forced:
    return Forced(
        application_id=name, possible=True, proven=True, homes_lost=0, basis=Basis.EXACT_BOUND
    )


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


def _best(asked: Asking, i: int, now: int) -> Found | NotFound:
    if not asked.can_be_in(i):
        return NotFound(proven=True)
    return asked.best(asked.homes, asked.bounds_in(i, now))


def _not_in(asked: Asking, name: str, best: NotFound) -> Forced:
    by_itself = not asked.can_be_in(asked.place[name])
    basis = Basis.EXACT_BOUND if by_itself else Basis.ONE_SOLVER
    return Forced(
        application_id=name, possible=False, proven=best.proven,
        basis=basis if best.proven else Basis.NOTHING,
    )  # fmt: skip


def _closest(
    asked: Asking, answer: Forced, bounds: Bounds, best: Found, now: dict[str, int]
) -> Forced:
    """The same answer by a list that keeps more awards, if a short search finds one."""
    nearer = asking(asked.case, asked.search.seconds_left(), asked.solver)
    for objective, value in asked.held:
        nearer.hold(objective, value)
    nearer.hold(nearer.homes, best.value)
    granted = [i for other, i in asked.place.items() if now[other] and i in asked.program.places]
    found = nearer.short(how_many(nearer, granted), bounds, best.levels)
    if not isinstance(found, Found):
        return answer
    return answer.model_copy(update={"displaced": _displaced(asked, found.grants, now)})


def _answer(asked: Asking, name: str, most: int, found: Found, now: dict[str, int]) -> Forced:
    # A list with all homes of the round shows by itself that none are lost.
    basis = Basis.EXACT_BOUND if found.value == most else Basis.ONE_SOLVER
    return Forced(
        application_id=name,
        possible=True,
        proven=found.proven,
        homes_lost=most - found.value,
        at_least=None if found.proven else max(0, most - found.bound),
        displaced=_displaced(asked, found.grants, now),
        basis=Basis.NOTHING if not found.proven else basis,
    )


def _displaced(asked: Asking, grants: Sequence[Grant], now: dict[str, int]) -> tuple[str, ...]:
    """Who would get less in a list than they have."""
    return tuple(
        sorted(
            item.candidate.application_id
            for item, grant in zip(asked.case.items, grants, strict=True)
            if grant.cents < now[item.candidate.application_id]
        )
    )
