"""A proven list of a case that is nearly this one, so that a search and its trees begin there.

Such as a round in which one application is corrected. Nothing rests on it: a list is held against
the case of now before it is used, and a step of a tree is taken where it does in this box what it
did in that one. So another beginning gives the same list, with another proof of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from ....grants.applications.candidate import Candidate
from ....grants.frozen import frozen
from ....grants.rounds.policy import Policy
from ...model.case import Case, case_of
from ...model.formulation import program_of
from ...model.recount import checks
from ...proof.box import Box
from ...proof.checking import Tree, order_box
from ...proof.restating import claim_of
from ...proof.system import Claim, System
from ...proof.tree import Refused, Steps, TreeProof, opened
from ...solution import Solution


@frozen
class Known:
    """The case of then with its proven list: the level of each item, and what was proven of it."""

    case: Case
    levels: dict[str, int]
    claim: Claim
    proof: TreeProof

    def fits(self, case: Case, system: System) -> bool:
        """Whether the variables and rows of then are those of now, but for what they say."""
        then = self.claim.system
        return (
            _open(self.case) == _open(case)
            and [one.whole for one in then.columns] == [one.whole for one in system.columns]
            and len(then.rows) == len(system.rows)
        )

    def steps(self, place: int) -> tuple[Steps, Claim] | None:
        """What closed a stage; ``None`` where no tree did."""
        steps = self.proof.stages.get(place)
        return None if steps is None else (steps, self.claim)

    def start(self, case: Case) -> list[int] | None:
        """Its list in the case of now: whoever had all has all; ``None`` where that is no list.

        Of an application whose claim became another the list without it is tried too. Whoever got a
        part bears the difference, first who comes last in the published order.
        """
        then = {item.candidate.application_id: item for item in self.case.items}
        whole: list[int] = []
        without: list[int] = []
        for item in case.items:
            if item.constant is not None:
                level = int(item.constant.cents > 0)
                whole.append(level)
                without.append(level)
                continue
            name = item.candidate.application_id
            before, had = then.get(name), self.levels.get(name, 0)
            full = before is not None and had >= before.ladder.top
            whole.append(item.ladder.top if had and full else min(had, item.ladder.top))
            same = before is not None and before.candidate == item.candidate
            without.append(whole[-1] if same else 0)
        parts = [
            i for i in case.open_items
            if self.levels.get(case.items[i].candidate.application_id, 0) > 0
            and 0 < whole[i] < case.items[i].ladder.top
        ]  # fmt: skip
        for levels in (whole, without):
            found = _fitted(case, levels, parts)
            if found is not None:
                return found
        return None


def known_of(candidates: Sequence[Candidate], policy: Policy, solution: Solution) -> Known | None:
    """A proven list with its case; ``None`` where no proof was kept with it."""
    if not solution.proof:
        return None
    case = case_of(candidates, policy)
    levels = {one.application_id: one.steps for one in solution.given}
    grants = [item.grant(levels[item.candidate.application_id]) for item in case.items]
    try:
        proof = opened(solution.proof)
    except Refused:
        return None
    return Known(case, levels, claim_of(program_of(case), grants), proof)


class Beside:
    """The box of the published order of then, beside that of now."""

    def __init__(self, box: Box, known: Known) -> None:
        self.box = box
        self._places = known.claim.order
        self._steps = known.proof.order

    @classmethod
    def of(cls, known: Known) -> Beside | None:
        """That of a known case; ``None`` where its proof says nothing of the order."""
        if known.proof.shared is None:
            return None
        try:
            box = order_box(known.claim)
            tree = Tree(box)
            for step in known.proof.shared:
                tree.follow(step)
        except Refused:
            return None
        return cls(box, known)

    def steps_of(self, number: int, step: tuple[int, int]) -> Steps | None:
        """What showed that an application could not have this step; ``None`` where nothing did."""
        asked = self._places[number].next_step() == step
        return self._steps.get(number) if asked else None

    def fix(self, number: int) -> None:
        """Those after it were asked while it kept what it had then."""
        place, box = self._places[number], self.box
        for j, value in zip(place.columns, place.values(), strict=True):
            if box.lower[j] != box.upper[j]:
                box.bound(j, value, value)


def _open(case: Case) -> list[str]:
    return [case.items[i].candidate.application_id for i in case.open_items]


def _fitted(case: Case, levels: Sequence[int], parts: Sequence[int]) -> list[int] | None:
    """A list in which those with a part have as much as fits; ``None`` where none fits."""
    found = list(levels)
    if not _holds(case, found):
        lowered = next((i for i in reversed(parts) if _holds(case, _with(found, i, 1))), None)
        if lowered is None:
            return None
        found[lowered] = 1
    for i in parts:
        fits, too_much = found[i], case.items[i].ladder.top + 1
        while too_much - fits > 1:
            middle = (fits + too_much) // 2
            if _holds(case, _with(found, i, middle)):
                fits = middle
            else:
                too_much = middle
        found[i] = fits
    return found


def _with(levels: Sequence[int], i: int, level: int) -> list[int]:
    return [*levels[:i], level, *levels[i + 1 :]]


def _holds(case: Case, levels: Sequence[int]) -> bool:
    grants = [item.grant(level) for item, level in zip(case.items, levels, strict=True)]
    return all(one.holds for one in checks(case, grants) if one.hard)
