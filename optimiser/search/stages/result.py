"""What a search found, or that it found nothing."""

from __future__ import annotations

import math
from dataclasses import replace

from ....grants.decisions.allocation import Basis
from ....grants.frozen import frozen
from ...model.case import Grant
from ...model.objectives import Objective
from ...proof.bounds import Bound, Multipliers


@frozen
class Found:
    """An allocation that keeps every hard constraint and all that is held.

    ``bound`` is the best value that could still exist; equal to ``value`` when ``proven``, which
    then rests on ``basis`` and was said by ``solvers``. ``limit`` is the same of what was searched
    only, by the word of a solver that ran out of time.
    """

    levels: tuple[int, ...]
    grants: tuple[Grant, ...]
    value: int
    bound: int
    proven: bool
    basis: Basis = Basis.NOTHING
    solvers: tuple[str, ...] = ()
    values: tuple[int, ...] = ()
    proof: Multipliers = ()
    limit: int | None = None


@frozen
class NotFound:
    """No allocation was found; ``proven`` if there is none."""

    proven: bool


def reach_of(bound: Bound, objective: Objective) -> int:
    """The best whole number that the exact bound leaves possible."""
    return math.floor(bound.value) if objective.maximise else math.ceil(bound.value)


def within(bound: float, *, maximise: bool) -> int | None:
    """The best whole number within a solver's bound; ``None`` where it has none."""
    if not math.isfinite(bound):
        return None
    return math.floor(bound + 1e-6) if maximise else math.ceil(bound - 1e-6)


def better(one: Found | None, other: Found, objective: Objective) -> Found:
    if one is None:
        return other
    sign = 1 if objective.maximise else -1
    best = one if sign * one.value > sign * other.value else other
    return replace(best, bound=best.value, proven=other.proven)
