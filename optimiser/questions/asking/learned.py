"""On what to branch in a round, learned once from the tree of its most homes.

Questions about one application are told by the same homes as stage 2, so that what branching
brought there is true of nearly all of them. It is learned from the round alone, never from another
question: the order in which questions are asked changes no answer.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache

from ....grants.applications.candidate import Candidate
from ....grants.rounds.policy import Policy
from ...model.case import case_of
from ...model.formulation import program_of
from ...model.objectives import objectives_of
from ...model.program import Program
from ...proof.restating import goal_of, system_of
from ...proof.system import Claim
from ...proof.tree import Refused, leaves, opened
from ...search.trees.branching import History
from ...search.trees.tree import BetterList, Budget, OutOfBudget, grow_stage
from ...solution import Solution

_WORTH = 20  # leaves of the kept proof from which there is something to learn
_LEAVES = 500  # from which it is learned

Part = tuple[str, int]  # an application, and which of its variables


@dataclass(frozen=True, slots=True)
class Learned:
    """What branching down and up brought, by application, so that it holds in a changed case."""

    down: Mapping[Part, tuple[float, int]] = field(default_factory=dict[Part, tuple[float, int]])
    up: Mapping[Part, tuple[float, int]] = field(default_factory=dict[Part, tuple[float, int]])

    def history(self, program: Program) -> History:
        """The same by the variables of a program, to be added to."""
        parts = _parts(program)
        return History(
            {v: self.down[part] for v, part in parts.items() if part in self.down},
            {v: self.up[part] for v, part in parts.items() if part in self.up},
        )


NOTHING = Learned()


@dataclass(frozen=True, slots=True)
class _Round:
    """A round by the proof of its list, which names all that was proven by its hash."""

    proof: str
    candidates: Sequence[Candidate] = field(compare=False)
    policy: Policy = field(compare=False)
    values: tuple[int, ...] = field(compare=False)


def learned_of(candidates: Sequence[Candidate], policy: Policy, solution: Solution) -> Learned:
    """What is to be learned of a round with a proven list; nothing where its tree is small."""
    values = tuple(stage.value for stage in solution.stages[:-1])
    return _learned(_Round(solution.proof, candidates, policy, values))


@lru_cache(maxsize=4)  # a process is asked about one application of a round after another
def _learned(one: _Round) -> Learned:
    place = len(one.values) - 2
    try:
        steps = opened(one.proof).stages.get(place, ()) if one.proof else ()
    except Refused:
        return NOTHING
    if leaves(steps) < _WORTH:
        return NOTHING
    program = program_of(case_of(one.candidates, one.policy))
    stages = zip(objectives_of(program), one.values[: place + 1], strict=False)
    claim = Claim(system_of(program), tuple(goal_of(o, value) for o, value in stages), ())
    history = History()
    with suppress(OutOfBudget, BetterList):  # it is learned from as far as it went
        grow_stage(claim, place, Budget(math.inf, _LEAVES), lambda _: False, history=history)
    parts = _parts(program)
    return Learned(
        {parts[v]: told for v, told in history.down.items() if v in parts},
        {parts[v]: told for v, told in history.up.items() if v in parts},
    )


def _parts(program: Program) -> dict[int, Part]:
    """The variables of the levels, by the application that each is of."""
    found: dict[int, Part] = {}
    for i, place in program.places.items():
        name = program.case.items[i].candidate.application_id
        for which, v in enumerate((place.x, place.t, place.rest)):
            if v >= 0:
                found[v] = (name, which)
    return found
