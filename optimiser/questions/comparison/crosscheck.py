"""A second solver over the whole allocation, compared stage by stage and cent by cent."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ....grants.applications.candidate import Candidate
from ....grants.decisions.allocation import Stage, Status
from ....grants.record import Record
from ....grants.rounds.policy import Policy
from ...model.objectives import MOST_HOMES
from ...search.allocation import second_opinion
from ...search.solvers.office_solver import is_running
from ...solution import Progress, Solution


class StageCheck(Record):
    """One stage as both solvers have it; ``other`` is ``None`` where the second proved nothing."""

    name: str
    value: int
    other: int | None
    agrees: bool


class CrossCheck(Record):
    """``agrees`` where every stage has the same value and the lists are the same to the cent.

    ``decided`` is false when the second solver ran out of time: then it says nothing. Nor does it
    where it could not be ``run`` at all.
    """

    solver: str
    decided: bool
    agrees: bool
    stages: tuple[StageCheck, ...]
    same_list: bool
    run: bool = True


def cross_check(
    candidates: Sequence[Candidate],
    policy: Policy,
    solution: Solution,
    *,
    solver: str = "cbc",
    time_limit_seconds: int | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> CrossCheck:
    """Divide the money again with another solver and compare.

    It begins with the list in hand, and has to find in each stage whether any is better; without
    it CBC alone seldom gets to the end of a real round.
    """
    if not is_running(solver):
        return CrossCheck(
            solver=solver, decided=False, agrees=False, stages=(), same_list=False, run=False
        )
    other = second_opinion(
        candidates,
        policy,
        solution,
        solver=solver,
        progress=progress,
        time_limit_seconds=time_limit_seconds,
    )
    mine = {stage.name: stage.value for stage in solution.stages}
    values = {stage.name: stage.value for stage in other.stages if _counts(stage, mine)}
    stages = tuple(
        StageCheck(
            name=stage.name,
            value=stage.value,
            other=values.get(stage.name),
            agrees=values.get(stage.name) == stage.value,
        )
        for stage in solution.stages
    )
    same = other.digest == solution.digest and other.status is solution.status
    decided = other.status is not Status.NOT_PROVED
    return CrossCheck(
        solver=solver,
        decided=decided,
        agrees=decided and same and all(stage.agrees for stage in stages),
        stages=stages,
        same_list=same,
    )


def _counts(stage: Stage, mine: Mapping[str, int]) -> bool:
    """Whether a value of the second solver says something: it is proven, or it is better.

    It began with the list in hand, so that the same value without a proof says nothing.
    """
    if stage.proven or stage.name == "published order":
        return stage.proven
    better = stage.value - mine.get(stage.name, stage.value)
    return better > 0 if stage.name in MOST_HOMES else better < 0
