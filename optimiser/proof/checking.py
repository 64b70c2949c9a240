"""Following a proof, step by step, in plain integers; it holds, or it is refused with the reason.

Nothing is believed of who wrote it: rows come from the case, each step is worked out again, and a
tree covers every list because it is followed to its end, with nothing open and nothing left over.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager

from ...grants.frozen import frozen
from .box import Box
from .dominance import never_used
from .system import Claim, Column, Row, sized
from .tree import Branch, Combination, Lemma, Refused, Step, TreeProof

_OPEN = "a box is left open: the proof ends before it is closed"
_LEFT = "a step is left over: all was closed before it"


@frozen
class Pending:
    """What is still to be closed: the bounds and rows to go back to, and what holds there."""

    mark: int
    rows: int
    branch: Branch | None = None
    lemma: Row | None = None


class Tree:
    """A tree that is being followed over a box, by a checker or by who grows it."""

    def __init__(self, box: Box) -> None:
        self.box = box
        self.pending: list[Pending] = []
        self.closed = False
        self._base = len(box.rows)

    def follow(self, step: Step) -> None:
        """One step further.

        Raises:
            Refused: the tree is closed already, or the step is none that may be taken here.
        """
        if self.closed:
            raise Refused(_LEFT)
        match step:
            case Combination():
                self.combine(step)
            case Branch():
                self._branch(step)
            case Lemma():
                self._lemma(step)

    def combine(self, step: Combination) -> None:
        """Add rows up: the box is closed, or ranges shrink."""
        count, last = len(self.box.rows), -1
        for row, weight in step.weights:
            if not last < row < count:
                raise Refused(f"row {row} is not there, or not in its order")
            if weight < 1:
                raise Refused(f"the multiplier of row {row} is not above nought")
            last = row
        closed = self.box.apply(step.weights)
        if closed is None:
            raise Refused("a sum of rows neither closes its box nor makes it smaller")
        if closed:
            self.close()

    def _branch(self, step: Branch) -> None:
        box, j = self.box, step.column
        if not 0 <= j < len(box.lower) or not box.whole[j]:
            raise Refused(f"variable {j} is not one that has to be whole")
        if not box.lower[j] <= step.most < box.upper[j]:
            raise Refused(f"variable {j} cannot be more or less than {step.most} here")
        self._fold()
        self.pending.append(Pending(box.mark(), len(box.rows), branch=step))
        box.bound(j, box.lower[j], step.most)

    def _lemma(self, step: Lemma) -> None:
        box = self.box
        last = -1
        for j, a in step.terms:
            if not last < j < len(box.lower) or not box.whole[j] or not a:
                raise Refused(f"a lemma cannot say anything of variable {j}")
            last = j
        self._fold()
        holds = sized(step.terms, step.most, integral=True)
        fails = sized([(j, -a) for j, a in step.terms], -(step.most + 1), integral=True)
        self.pending.append(Pending(box.mark(), len(box.rows), lemma=holds))
        box.add(fails)

    def _fold(self) -> None:
        if not self.pending:
            self.box.fold()

    def close(self) -> None:
        """The box is closed: go on with what is pending, if anything is."""
        box = self.box
        if not self.pending:
            self.closed = True
            return
        one = self.pending.pop()
        box.undo(one.mark)
        box.drop(one.rows)
        if one.lemma is not None:
            box.add(one.lemma)
        elif one.branch is not None:
            j = one.branch.column
            box.bound(j, one.branch.most + 1, box.upper[j])


def close(box: Box, steps: Sequence[Step]) -> None:
    """Follow a tree that has to close a box.

    Raises:
        Refused: it does not, or more follows.
    """
    tree = Tree(box)
    for step in steps:
        tree.follow(step)
    if not tree.closed:
        raise Refused(_OPEN)


def stage_box(claim: Claim, place: int) -> Box:
    """The box and rows of a stage: first its cutoff, then the case's own, then what is held."""
    held = [goal.held() for goal in claim.goals[:place]]
    return Box(claim.system.columns, [claim.goals[place].cutoff(), *claim.system.rows, *held])


def check_stage(claim: Claim, place: int, steps: Sequence[Step]) -> None:
    """Check that a goal has no smaller value while those before it are held.

    Raises:
        Refused: the steps do not show it.
    """
    close(stage_box(claim, place), steps)


def order_box(claim: Claim) -> Box:
    """The box and rows of the published order: the last goal held, then the rest as in a stage.

    What is never used in any list that is as good is fixed at nought.
    """
    *before, last = claim.goals
    rows = [last.held(), *claim.system.rows, *(goal.held() for goal in before)]
    unused = never_used(claim)
    columns = [
        Column(one.lower, 0, one.whole) if j in unused else one
        for j, one in enumerate(claim.system.columns)
    ]
    return Box(columns, rows)


def asked(claim: Claim, box: Box) -> Iterator[tuple[int, int, int]]:
    """Each application that could have a step more within the bounds, with the bound that asks it.

    While it is asked, those before it have what they have in the list; the box is changed.

    Raises:
        Refused: the list itself is not within the bounds.
    """
    for number, place in enumerate(claim.order):
        step = place.next_step()
        if step is not None and step[1] <= box.upper[step[0]]:
            yield number, *step
        for j, value in zip(place.columns, place.values(), strict=True):
            if not box.lower[j] <= value <= box.upper[j]:
                raise Refused("the list is not one of those that are as good")
            if box.lower[j] != box.upper[j]:
                box.bound(j, value, value)


@contextmanager
def apart(box: Box) -> Generator[None]:
    """A tree of its own: no bound, and no row of a lemma, is left in the box after it."""
    box.fold()
    mark, rows, folded = box.mark(), len(box.rows), box.folded()
    try:
        yield
    finally:
        box.undo(mark)
        box.drop(rows)
        box.unfold(folded)


def check_order(claim: Claim, shared: Sequence[Step], order: dict[int, Sequence[Step]]) -> None:
    """Check that no application in the published order can have a step more.

    Raises:
        Refused: the steps do not show it.
    """
    box = order_box(claim)
    tree = Tree(box)
    for step in shared:
        if not isinstance(step, Combination):
            raise Refused("before the first application only sums of rows can stand")
        tree.follow(step)
    if tree.closed:
        raise Refused("the list itself is not one of those that are as good")
    left = dict(order)
    for number, column, least in asked(claim, box):
        steps = left.pop(number, None)
        if steps is None:
            raise Refused(f"application {number} of the published order is left open")
        with apart(box):
            box.bound(column, least, box.upper[column])
            close(box, steps)
    if left:
        raise Refused(f"application {min(left)} is asked for nothing, and has steps")


@frozen
class Shown:
    """What a proof shows: the places of stages without a better value, and whether the order."""

    stages: tuple[int, ...]
    order: bool


def check(claim: Claim, proof: TreeProof, sha256: str) -> Shown:
    """What a proof shows of a claim, whose hash is given.

    Raises:
        Refused: it is a proof of something else, or any part of it does not hold.
    """
    if proof.claim != sha256:
        raise Refused("it is a proof of another round, or of another list")
    for place, steps in proof.stages.items():
        if place >= len(claim.goals):
            raise Refused(f"there is no stage {place}")
        check_stage(claim, place, steps)
    if proof.shared is not None:
        check_order(claim, proof.shared, dict(proof.order))
    return Shown(tuple(proof.stages), proof.shared is not None)
