"""Choosing ceilings: one solve with the awards, and every answer checked in whole numbers."""

from __future__ import annotations

import time
from collections.abc import Sequence

from ...grants.decisions.allocation import Basis, Stage
from ..model.case import Grant
from ..model.ceilings import Ceilings
from ..model.objectives import Objective, objectives_of
from ..solution import OURS
from .solvers.solver import Model
from .stages.cuts import exclude
from .stages.result import Found, NotFound
from .stages.search import Search
from .stages.verification import Truth


class Payable(Truth):
    """The truth of a list whose ceilings are chosen with it."""

    def __init__(self, ceilings: Ceilings, engine: Model) -> None:
        super().__init__(ceilings.program, engine)
        self._ceilings = ceilings

    def keeps_all(self, grants: Sequence[Grant]) -> bool:
        """Whether ceilings can be chosen for it, and everything holds as it is paid."""
        paid = self._ceilings.paid(grants)
        return self._ceilings.payable(grants) and super().keeps_all(paid)

    def mend(
        self,
        values: Sequence[int],
        levels: Sequence[int],
        grants: Sequence[Grant],
        objective: Objective,
        claimed: int,
    ) -> bool:
        """Cut the answer off if it is not true; whether it was cut."""
        if self._ceilings.payable(grants):
            paid = self._ceilings.paid(grants)
            return super().mend(values, levels, paid, objective, claimed)
        exclude(self.program, self.engine, self.case.open_items, levels, up=True)
        return True


def choose(
    ceilings: Ceilings, keys: Sequence[str], *, homes_first: bool, deadline: float
) -> tuple[Found, list[Stage]] | NotFound:
    """The best ceilings and awards: homes, goals, least money, and then the smallest steps.

    Without ``homes_first`` goals come before homes, as they do where the optimiser divides. The
    ceilings become as small as they can be in the order of ``keys``. A stage that was not proven in
    time is held at what was found.
    """
    search = Search(ceilings.program, OURS, deadline)
    search.loaded.truth = Payable(ceilings, search.engine)
    *goals, homes, money = objectives_of(ceilings.program)
    order = [homes, *goals] if homes_first else [*goals, homes]
    stages: list[Stage] = []
    found: Found | None = None
    for objective in [*order, money, *(ceilings.smallest(key) for key in keys)]:
        answer = search.proven_best(objective)
        if isinstance(answer, NotFound):
            if found is None or answer.proven:
                return answer
            stages.append(_stage(objective, objective.exact(found.grants), None))
            continue
        found = answer
        stages.append(_stage(objective, answer.value, answer))
        search.narrow(objective, answer.value)
        search.hold(objective, answer.value)
    assert found is not None  # there is always the stage of homes and that of money
    return found, stages


def _stage(objective: Objective, value: int, found: Found | None) -> Stage:
    """A stage as it went; proven where a bound shows it, or two solvers say so."""
    basis = Basis.NOTHING if found is None else found.basis
    return Stage(
        name=objective.name,
        unit=objective.unit,
        value=value,
        bound=value if found is None else found.bound,
        proven=found is not None and found.proven and basis is not Basis.NOTHING,
        solver="none" if found is None else " and ".join(found.solvers) or "none",
        basis=basis,
        multipliers=() if found is None else found.proof,
    )


def until(seconds: int) -> float:
    """When a search that may take so many seconds has to be over."""
    return time.monotonic() + seconds
