"""The largest amount with which a refused application would have won.

It is found by asking for the most homes of a list that holds the application at so many steps or
more: that can only fall as the steps rise, so that the largest number of steps with which it wins
is between two that were asked, without an assumption about any amount between them. What ties at
the homes is asked for in one search.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ....grants.applications.application import Payment
from ....grants.applications.candidate import Candidate, Form
from ....grants.decisions.allocation import Basis
from ....grants.money import Euro
from ....grants.rounds.policy import Policy
from ...model.case import case_of
from ...model.ladder import payments_at
from ...model.objectives import Objective
from ...search.stages.result import Found
from ...solution import Solution
from ..asking.by_tree import MostHomes, MostSteps, OneRound, RelaxedHomes, highest
from ..asking.question_session import Asking
from .changed_round import Change, ChangedRound, OutOfTime
from .facts import Answered

_TRIES = 8  # short searches for where it begins


class LargestAmount(ChangedRound):
    """The application for less money, all else as it was.

    ``surely`` are the most cents known to win, ``at_most`` the most not known to lose.
    """

    def __init__(
        self,
        candidates: Sequence[Candidate],
        policy: Policy,
        solution: Solution,
        own: Candidate,
    ) -> None:
        super().__init__(candidates, policy, solution, own)
        self.step = policy.instruments[own.instrument].step.cents
        self.surely = 0
        self.at_most = 0

    def found(self, deadline: float, shown: MostHomes | None) -> Change:
        """The answer, by the optimiser; ``shown`` is the most homes with its whole request."""
        self.deadline = deadline
        self.surely, self.at_most = 0, self.own.requested.cents
        try:
            self._find_largest_amount(shown)
        except OutOfTime:
            return Answered.NOT_DETERMINED, self.surely or None
        return (Answered.FOUND, self.surely) if self.surely else (Answered.NONE, None)

    def _find_largest_amount(self, shown: MostHomes | None) -> None:
        """The largest winning amount: strictly better at some stage, or as good and in order."""
        can_be_cut = self.own.model_copy(
            update={
                "form": Form.SCALABLE,
                "step": Euro(self.step),
                "minimum": Euro(min(self.step, self.own.requested.cents)),
                "all_homes_at_minimum": True,
            }
        )
        homes = len(self.values) - 2
        for stage, value in enumerate(self.values[:homes]):
            if value:  # a shortfall of nothing can't be less
                self._raise(self.asked(can_be_cut), better_at=stage)
        closed = self._by_tree(can_be_cut, shown)
        if closed is not None:
            if closed.alike:  # as many homes for as much money: the order
                self._raise(self.asked(can_be_cut), better_at=None)
            return
        if not self._bracketed(self.asked(can_be_cut), homes):
            return
        # As many homes for as much money: the order.
        if self._cheaper(self.asked(can_be_cut), self.asked(can_be_cut)):
            self._raise(self.asked(can_be_cut), better_at=None)

    def _by_tree(self, can_be_cut: Candidate, shown: MostHomes | None) -> MostSteps | None:
        """The most cents with more homes, or as many for less money, by a tree; ``None`` where it
        was not closed, after which as much is known as it found."""
        *short, homes, money = self.values
        asked = self.asked(can_be_cut)
        for objective, value in zip(asked.shortfalls, short, strict=True):
            asked.hold(objective, value)
        i = asked.place[self.name]
        if not asked.can_be_in(i) or asked.program.places[i].t < 0:
            return None
        ladder = asked.case.items[i].ladder
        round_of = OneRound(asked.case, short, money, self.learned)
        first, true = ladder.level_of(self.surely) or 0, asked.search.keeps_all
        found = round_of.most_steps_at_once(i, homes, first, true, self.deadline)
        if not found.closed:
            begins = self._beginning(asked, i, round_of.relaxed_homes(i), shown)
            first = max(found.steps, begins)
            found = round_of.most_steps(i, homes, first, true, self.deadline)
        self.surely = ladder.cents(found.steps)
        if not found.closed:
            return None
        if not found.alike:
            self.basis = Basis.CHECKED_TREE
        return found

    def _beginning(
        self, asked: Asking, i: int, relaxed: RelaxedHomes, shown: MostHomes | None
    ) -> int:
        """Many steps with more homes, as far as short searches find lists that have them.

        Asked as in :meth:`_bracketed`, but no answer is proven: that one has too few homes says
        nothing of other lists, and only where to ask next. What was ``shown`` of the whole request
        tells where to begin, and each search begins from the list before it.
        """
        top, wanted = asked.case.items[i].ladder.top, self.values[-2] + 1
        line, known = _Line(relaxed, wanted, top), tuple[int, ...]()
        if shown is not None and shown.homes < wanted:
            line.too_few(top, shown.homes)
            known = shown.levels
        for _ in range(_TRIES):
            if line.high - line.low <= 1:
                break
            at = line.next()
            begun = [at if k == i else level for k, level in enumerate(known)]
            found = asked.short(asked.homes, asked.between(i, at, top - 1), begun)
            if not isinstance(found, Found):
                line.too_few(at, wanted - 1)
                continue
            known = found.levels
            if found.value < wanted:
                line.too_few(at, found.value)
                continue
            line.enough(_as_high(asked, found, i, asked.homes, wanted), found.value)
            if found.value == wanted:
                break
        return line.low

    def _bracketed(self, asked: Asking, stage: int) -> bool:
        """Find the most cents with more homes; whether more cents can have as many.

        The most homes with at least so many steps can only fall as the steps rise.
        """
        for objective, value in zip(asked.objectives[:stage], self.values[:stage], strict=True):
            asked.hold(objective, value)
        i, wanted = asked.place[self.name], self.values[stage] + 1
        ladder = asked.case.items[i].ladder
        # At the whole request it has lost.
        line = _Line(self._relaxation(asked, i), wanted, ladder.top)
        line.low = ladder.level_of(self.surely) or 0
        tied = ladder.top  # from here on it cannot have as many
        while line.high - line.low > 1:
            at = line.next()
            found = asked.best(asked.objectives[stage], asked.between(i, at, ladder.top - 1))
            if not found.proven:
                raise OutOfTime
            if isinstance(found, Found) and found.value >= wanted:
                raised = _as_high(asked, found, i, asked.objectives[stage], found.value)
                line.enough(raised, found.value)
                self.surely = ladder.cents(raised)
                continue
            homes = found.value if isinstance(found, Found) else wanted - 1
            if not isinstance(found, Found) or homes < wanted - 1:
                tied = min(tied, at)
            line.too_few(at, homes)
            self.at_most = ladder.cents(tied - 1)
        return tied - 1 > line.low

    def _relaxation(self, asked: Asking, i: int) -> RelaxedHomes:
        """The most homes by the number of its steps, as the relaxation has them."""
        *short, _, money = self.values
        return OneRound(asked.case, short, money).relaxed_homes(i)

    def _cheaper(self, asked: Asking, homes: Asking) -> bool:
        """Find the most cents with as many homes and less money; whether more can cost as much.

        The least money with at least so many steps can only rise with the steps. The list that
        costs least is tried with as many steps as it keeps, after which no more is likely: that is
        told soonest by ``homes``, where nothing is held of them: that there are too few.
        """
        *before, money = zip(asked.objectives, self.values, strict=True)
        for objective, value in before:
            asked.hold(objective, value)
        for objective, value in before[:-1]:
            homes.hold(objective, value)
        i, (objective, value) = asked.place[self.name], money
        ladder, stride = asked.case.items[i].ladder, 1
        low = ladder.level_of(self.surely) or 0
        high = (ladder.level_of(self.at_most) or 0) + 1
        alike = tried = False  # whether as much can be had for the same; whether a list was raised
        while high - low > 1:
            at = min(low + stride, high - 1)
            if tried and not self._as_many(homes, i, at):
                found = None
            else:
                found = asked.best(objective, asked.between(i, at, ladder.top - 1))
                if not found.proven:
                    raise OutOfTime
            if isinstance(found, Found) and found.value < value:
                low = min(_as_high(asked, found, i, objective, value - 1), high - 1)
                self.surely = ladder.cents(low)
                tried, stride = True, 2 * stride if tried else 1
                continue
            alike = alike or (isinstance(found, Found) and found.value == value)
            high, stride = at, 1
            if not alike:
                self.at_most = ladder.cents(high - 1)
        return alike

    def _as_many(self, asked: Asking, i: int, at: int) -> bool:
        """Whether a list with at least so many steps has as many homes as the list in hand."""
        top = asked.case.items[i].ladder.top
        found = asked.best(asked.homes, asked.between(i, at, top - 1))
        if not found.proven:
            raise OutOfTime
        return isinstance(found, Found) and found.value >= self.values[-2]

    def _raise(self, asked: Asking, *, better_at: int | None) -> None:
        """The most cents with which a list is better at a stage, or wins a tie at all of them."""
        for stage, (objective, value) in enumerate(zip(asked.objectives, self.values, strict=True)):
            if stage == better_at:
                asked.hold(objective, value + 1 if objective.maximise else value - 1)
                break
            asked.hold(objective, value)
        i = asked.place[self.name]
        ladder = asked.case.items[i].ladder
        most = ladder.level_of(self.at_most) or 0
        most = min(most, ladder.top - 1)  # at the whole request it has lost
        least = 1 + (ladder.level_of(self.surely) or 0)
        while most >= least:
            found = asked.best(asked.level(i), asked.between(i, least, most))
            if not found.proven:
                raise OutOfTime
            if not isinstance(found, Found):
                return
            cents = found.grants[i].cents
            if better_at is not None or self.granted(self.asking_less(cents)):
                self.surely = cents
                return
            most = found.levels[i] - 1

    def asking_less(self, cents: int) -> Candidate:
        """The application for another amount, all or nothing, paid in the same proportion."""
        paid = tuple(Payment(year=y, amount=Euro(c)) for y, c in payments_at(self.own, cents))
        return self.own.model_copy(
            update={"requested": Euro(cents), "form": Form.WHOLE, "minimum": None, "payments": paid}
        )

    def by_rule(self) -> Change:
        """Under a rule of order its place stays, so only what is left at its turn counts."""
        low, high = 0, -(-self.own.requested.cents // self.step)
        while high - low > 1:
            middle = (low + high) // 2
            if self._wins_by_rule(middle * self.step):
                low = middle
            else:
                high = middle
        return (Answered.FOUND, low * self.step) if low else (Answered.NONE, None)

    def _wins_by_rule(self, cents: int) -> bool:
        case = case_of(self.among(self.asking_less(cents)), self.policy)
        item = next(one for one in case.items if one.candidate.application_id == self.name)
        return item.constant is not None and item.constant.cents > 0 and self.name not in case.ties


@dataclass(slots=True)
class _Line:
    """Where to ask for steps: some that have the homes that are wanted, and some with too few.

    The relaxation tells where to ask first, and between two answers a straight line; where one end
    stays, it counts for half from the second time on (the Illinois rule), since a list with a few
    homes too few is the best over many steps.
    """

    relaxed: RelaxedHomes
    wanted: int
    high: int
    low: int = 0
    _above: int = 0  # homes more than too few, at the low end
    _below: int = 0  # homes fewer than are wanted, at the high end
    _stride: int = 1
    _last: int = 0  # which end moved last: the low one, or the high one below nought

    def next(self) -> int:
        """The steps to ask of now, between both ends."""
        if not self._below:
            at = self.high - 1
        elif not self._above:
            at = self.relaxed.where(self.high, self.wanted - self._below, self.wanted)
            at = min(at, self.high - self._stride)
            self._stride *= 2
        else:
            at = self.low + (self.high - self.low) * self._above // (self._above + self._below)
        return min(max(at, self.low + 1), self.high - 1)

    def enough(self, steps: int, homes: int) -> None:
        """So many steps have these homes."""
        if self._last > 0 and self._below:
            self._below = max(1, self._below // 2)
        self.low, self._above, self._last = steps, homes - self.wanted + 1, 1

    def too_few(self, steps: int, homes: int) -> None:
        """So many steps have no more than these homes."""
        if self._last < 0 and self._above:
            self._above = max(1, self._above // 2)
        self.high, self._below, self._last = steps, self.wanted - homes, -1


def _as_high(asked: Asking, found: Found, i: int, objective: Objective, value: int) -> int:
    """The most steps of an item with which a list still holds all, with the others as they are.

    ``value`` is what the list has to come to by the objective, or better. The whole request takes
    no part: at that it has lost.
    """
    sign = 1 if objective.maximise else -1

    def holds(levels: Sequence[int]) -> bool:
        grants = asked.search.grants(levels)
        good = sign * objective.exact(grants) >= sign * value
        return good and asked.search.keeps_all(grants)

    return highest(found.levels, i, asked.case.items[i].ladder.top, holds)
