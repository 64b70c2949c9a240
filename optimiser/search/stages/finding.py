"""Finding the best list by an objective: which solver searches what, and for how long.

What a solver answers is recomputed in exact integers, and cut off and asked again where it is not
true. That a list is the best is here no more than the word of one solver.

1. The relaxation's multipliers give an exact bound in fractions, and with it the range of every
   variable in any list above an aim that lies a little below that bound: most have one value left.
2. The rest, the core, is searched in whole numbers. A list of the core that reaches the aim is the
   best of the whole; where there is none the aim is lowered.
3. Where prices fix little there is no core, and the whole is searched at once.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from ....grants.decisions.allocation import Basis
from ...model.objectives import Objective
from ...proof.bounds import Bound, first_gap
from ..solvers.solver import Ended, Engine
from .loaded import Loaded
from .result import Found, NotFound, better, reach_of, within
from .shape import Shape, shape_of

Tried = Callable[[Found], Found | None]  # a proof that a list is the best, for a try; or nothing

_WIDER = 4
_FAR = 1000  # a first list that is more than a thousandth under the bound is far from it
_SHORT, _WHOLE, _QUICK = 1.0, 3.0, 1.0  # effort, in seconds of a quiet processor


class Finder:
    """The solvers of a round, and the list in hand."""

    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self.incumbent: Found | None = None
        self.given: Found | None = None
        self.start: tuple[int, ...] | None = None
        self._claimed: tuple[Objective, int] | None = None

    def expects(self, known: Found, objective: Objective) -> bool:
        """Whether this list is likely to be the best by an objective: it was to start from, or a
        solver said so in another question.

        That question asked for more: the shortfalls at the bound of the relaxation.
        """
        if self.given is not None and known.levels == self.given.levels:
            return True
        return self._claimed is not None and self._claimed == (objective, known.value)

    def take(self, found: Found, objective: Objective) -> Found:
        """A list as the one in hand."""
        self.start, self.incumbent = found.values, found
        self.loaded.tell_value(objective, found.value)
        return found

    def known(self, objective: Objective) -> Found | None:
        """The list in hand, if it is still one within the bounds and values of now."""
        best: Found | None = None
        for known in (self.given, self.incumbent):
            if known is not None and self._stands(known):
                value = objective.exact(known.grants)
                known = replace(
                    known, value=value, bound=value, proven=False, basis=Basis.NOTHING, limit=None
                )
                best = better(known, best, objective) if best else known
        return best

    def _stands(self, known: Found) -> bool:
        loaded = self.loaded
        now = zip(known.values, loaded.variables[: len(known.values)], strict=True)
        inside = all(v.lower <= value <= v.upper for value, v in now if v.whole)
        return inside and loaded.truth.keeps_all(known.grants)

    def quick(self, objective: Objective) -> Found | NotFound:
        """Any list that is good by an objective, in a moment."""
        loaded = self.loaded
        bound = loaded.relaxed(objective)
        if bound is None:
            return NotFound(proven=False)
        shape = self.shape(bound, objective)
        one, effort, _ = next(self._turns(shape))
        if shape is not Shape.CORE:
            found = self.run(one, objective, self.start, effort=effort)
            if isinstance(found, Found) and found.proven:
                self._claimed = objective, found.value
            return found
        sign = 1 if objective.maximise else -1
        aim = reach_of(bound, objective) - sign * first_gap(loaded.variables, bound)
        with loaded.core(bound, aim, objective):
            return self.run(one, objective, self.start, effort=_QUICK)

    def shape(self, bound: Bound, objective: Objective) -> Shape:
        """The shape of a question; to one solver alone all are alike."""
        if self.loaded.alone:
            return Shape.CORE
        return shape_of(self.loaded.program, self.loaded.variables, bound, objective)

    def by_cores(
        self, objective: Objective, bound: Bound, known: Found | None, tried: Tried | None
    ) -> Found | NotFound:
        """Search what can reach an aim; lower the aim until the best is among it.

        A list that is *proven* is the best by the word of its solver, or by a tree.
        """
        loaded, shape = self.loaded, self.shape(bound, objective)
        if shape is not Shape.CORE:
            return self._whole(objective, bound, known, tried, shape)
        sign, reach = (1 if objective.maximise else -1), reach_of(bound, objective)
        gap, far = first_gap(loaded.variables, bound), reach - sign * (abs(reach) // _FAR)
        first = not loaded.alone
        while True:
            aim = reach - sign * gap
            if known is not None and sign * known.value > sign * aim:
                aim = known.value
            with loaded.core(bound, aim, objective) as whole:
                found = self.searched(objective, shape, far if first and not whole else None, tried)
            if isinstance(found, Found) and found.basis is Basis.CHECKED_TREE:
                return found
            if isinstance(found, NotFound):
                if whole or not found.proven:
                    break
                gap *= _WIDER
            else:
                # The list in hand may be the better one; the limit is of this search.
                known = replace(better(known, found, objective), limit=found.limit)
                reaches = sign * found.value >= sign * aim
                if found.proven and (whole or reaches):
                    return found
                moved = first and not reaches and loaded.seconds_left() > 0
                if whole or not (found.proven or moved):
                    break
                gap, known = abs(reach - known.value), replace(known, limit=None)
            first = False
        if known is None or (isinstance(found, NotFound) and found.proven):
            return found
        # What was left out of the core does not reach the aim.
        left_out = None if whole else sign * aim - 1
        return _as_far(known, objective, reach, left_out)

    def _whole(
        self,
        objective: Objective,
        bound: Bound,
        known: Found | None,
        tried: Tried | None,
        shape: Shape,
    ) -> Found | NotFound:
        """Search all of what reaches the list in hand at once."""
        if known is None:
            found = self.searched(objective, shape, None, tried)
        else:
            with self.loaded.core(bound, known.value, objective):
                found = self.searched(objective, shape, None, tried)
        if isinstance(found, NotFound):
            if known is None:
                return found
            found = known
        elif found.proven:
            return found
        best = found if known is None else better(known, found, objective)
        best = replace(best, limit=found.limit)
        return _as_far(best, objective, reach_of(bound, objective), None)

    def searched(
        self,
        objective: Objective,
        shape: Shape = Shape.CORE,
        far: int | None = None,
        tried: Tried | None = None,
    ) -> Found | NotFound:
        """What the solvers find within the bounds of now, taking turns until one of them proves.

        A short turn whose list is worse than ``far`` is the last one: so little reaches the aim of
        this core that a proof of it is not worth its time; the core of that list comes next. After
        a short turn ``tried`` may prove its list, before the long ones.
        """
        best: Found | NotFound = NotFound(proven=False)
        limit: int | None = None
        sign = 1 if objective.maximise else -1
        for one, effort, part in self._turns(shape):
            start = best.values if isinstance(best, Found) else self.start
            found = self.run(one, objective, start, part=part, effort=effort)
            if found.proven:
                return found
            if not isinstance(found, Found):
                continue
            if found.limit is not None:
                limit = (
                    found.limit if limit is None else min(limit * sign, found.limit * sign) * sign
                )
            if isinstance(best, NotFound) or sign * found.value > sign * best.value:
                best = found
            short = math.isfinite(effort)
            if far is not None and short and sign * found.value < sign * far:
                break
            if short and tried is not None and (proven := tried(best)):
                return proven
        return replace(best, limit=limit) if isinstance(best, Found) else best

    def _turns(self, shape: Shape) -> Iterator[tuple[Engine, float, float]]:
        """Who searches, with how much effort, and for which part of the time that is left."""
        if self.loaded.alone:
            yield self.loaded.engines[0], math.inf, 1
            return
        whole, *between, highs = self.loaded.engines
        scip = between[0] if between else highs  # where SCIP is not installed
        match shape:
            case Shape.CORE:
                yield whole, _SHORT, 1
                yield highs, math.inf, 3 / 4
                yield whole, math.inf, 1
            case Shape.WIDE:
                yield scip, _WHOLE, 1
                yield scip, math.inf, 3 / 4
                yield highs, math.inf, 1
            case Shape.YEARS:
                yield whole, _SHORT, 1
                yield scip, _WHOLE, 1
                yield scip, math.inf, 3 / 4
                yield whole, math.inf, 1

    def run(
        self,
        one: Engine,
        objective: Objective,
        start: Sequence[float] | None,
        *,
        part: float = 1,
        effort: float = math.inf,
    ) -> Found | NotFound:
        """Let one solver search until its answer is true in exact integers."""
        loaded = self.loaded
        until = time.monotonic() + part * loaded.seconds_left()
        aside: Found | None = None  # a true list that was cut off with a claim that was not
        while (left := until - time.monotonic()) > 0:
            answer = one.run(
                objective.linear, maximise=objective.maximise, seconds=left, start=start,
                effort=effort,
            )  # fmt: skip
            if answer.ended is Ended.INFEASIBLE:
                return aside or NotFound(proven=True)
            if answer.values is None:
                break
            found = self.read(answer.values, objective, one.name)
            found = replace(
                found, proven=answer.ended is Ended.OPTIMAL,
                limit=within(answer.bound, maximise=objective.maximise),
            )  # fmt: skip
            claimed = round(objective.linear.value(list(answer.values)))
            if loaded.truth.mend(answer.values, found.levels, found.grants, objective, claimed):
                if loaded.truth.keeps_all(found.grants):
                    aside = better(aside, replace(found, proven=True), objective)
                continue
            return self.take(better(aside, found, objective), objective)
        return replace(aside, proven=False) if aside else NotFound(proven=False)

    def read(self, values: Sequence[int], objective: Objective, solver: str) -> Found:
        """The list that values of the variables are, by the ledger; nothing says it is the best."""
        levels = self.loaded.program.levels(values)
        grants = self.loaded.grants(levels)
        value = objective.exact(grants)
        return Found(
            tuple(levels), tuple(grants), value, value, proven=False, solvers=(solver,),
            values=tuple(values),
        )  # fmt: skip


def _as_far(known: Found, objective: Objective, reach: int, left_out: int | None) -> Found:
    """The best list so far, with the best that could still be.

    ``reach`` is that of the relaxation; ``left_out``, turned so that more is better, that of what
    was not searched.
    """
    sign = 1 if objective.maximise else -1
    bounds = [reach * sign]
    if known.limit is not None:
        searched = known.limit * sign
        bounds.append(searched if left_out is None else max(searched, left_out))
    best = max(min(bounds), sign * known.value) * sign
    return replace(known, bound=best, proven=False, basis=Basis.NOTHING)
