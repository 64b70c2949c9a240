"""Which applications could change places without any loss: the swing report."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from ....grants.applications.candidate import Candidate
from ....grants.decisions.allocation import Unit
from ....grants.record import Record
from ....grants.rounds.policy import Policy
from ...model.case import Grant, case_of
from ...model.formulation import program_of
from ...model.linear import Linear
from ...model.objectives import Objective
from ...search.allocation import objectives_of
from ...search.stages.result import NotFound
from ...search.stages.search import Search
from ...solution import Progress, Solution

SWING_SECONDS = 120


class SwingReport(Record):
    """The applications that some list as good in stages 1 to 3 treats otherwise.

    ``could_be_in`` got nothing and could be in; ``could_be_out`` were granted and could be out.
    With one price for every home that is most of them, which is why the published order matters.
    ``complete`` is false when time ran out.
    """

    could_be_in: tuple[str, ...]
    could_be_out: tuple[str, ...]
    complete: bool


def swing_report(
    candidates: Sequence[Candidate],
    policy: Policy,
    solution: Solution,
    *,
    solver: str = "highs",
    time_limit_seconds: int = SWING_SECONDS,
    progress: Callable[[Progress], None] | None = None,
) -> SwingReport:
    """Find every application that could swap at no loss.

    Each solve looks for a list that turns as many as possible of those not yet seen; when none can
    be turned, the report is complete.
    """
    case = case_of(candidates, policy)
    program = program_of(case)
    search = Search(program, solver, time.monotonic() + time_limit_seconds, progress)
    values = {stage.name: stage.value for stage in solution.stages}
    for objective in objectives_of(program):
        search.narrow(objective, values[objective.name])
        search.hold(objective, values[objective.name])
    given = {one.application_id: one.cents > 0 for one in solution.given}
    now = {i: given[case.items[i].candidate.application_id] for i in case.open_items}
    unseen = [i for i in now if not _is_fixed(search, i)]
    turned: list[int] = []
    complete = True
    while unseen:
        answer = search.best(_turn(search, unseen, now))
        if isinstance(answer, NotFound) or not answer.proven:
            complete = False
            break
        new = [i for i in unseen if (answer.grants[i].cents > 0) is not now[i]]
        if not new:
            break
        turned += new
        unseen = [i for i in unseen if i not in set(new)]
        if progress is not None:
            progress(Progress(stage="swing", done=len(now) - len(unseen), total=len(now)))

    def named(awarded: bool) -> tuple[str, ...]:
        found = [i for i in turned if now[i] is awarded]
        return tuple(sorted(case.items[i].candidate.application_id for i in found))

    return SwingReport(could_be_in=named(False), could_be_out=named(True), complete=complete)


def _is_fixed(search: Search, i: int) -> bool:
    x = search.program.variables[search.program.places[i].x]
    return x.lower == x.upper


def _turn(search: Search, unseen: Sequence[int], now: dict[int, bool]) -> Objective:
    linear = Linear()
    for i in unseen:
        linear.add(search.program.number(i), -1 if now[i] else 1)
    awarded = sum(now[i] for i in unseen)
    linear.constant = awarded

    def exact(grants: Sequence[Grant]) -> int:
        return sum((grants[i].cents > 0) is not now[i] for i in unseen)

    return Objective("swing", Unit.NUMBER, linear, True, exact)
