"""The smallest change with which a refused application would have won: less money, or more homes.

Every list without the application stays what it was, so the list in hand stays the best of those.
The changed application wins where some list with it is better, stage by stage, or as good and
before it in the published order.

Less money is found by asking for the most homes of a list that holds the application at so many
steps or more: that can only fall as the steps rise, so that the largest number of steps with which
it wins is between two that were asked, without an assumption about any amount between them. What
ties at the homes is asked for in one search. More homes are found by halving where more homes can
only help, and otherwise one by one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ...grants.applications.application import Payment
from ...grants.applications.candidate import Candidate, Form
from ...grants.decisions.allocation import Basis, Status
from ...grants.money import Euro
from ...grants.rounds.policy import DistributionRule, Policy
from ..model.case import Case, case_of
from ..model.ladder import payments_at
from ..model.objectives import Objective
from ..model.recount import checks
from ..search.allocation import allocate
from ..search.result import Found
from ..solution import ProposedAward, Solution, Why
from .by_tree import Beside, MostHomes, MostSteps, OneRound, RelaxedHomes, highest
from .facts import MOST_ADDED, Answered, Winning
from .learned import learned_of
from .more_homes import only_helps, with_more, without_limits_of_homes
from .question_session import Asking, asking


def winning_change(
    candidates: Sequence[Candidate],
    policy: Policy,
    solution: Solution,
    application_id: str,
    *,
    time_limit_seconds: float = 60,
    shown: MostHomes | None = None,
) -> Winning:
    """The smallest change in amount, and in homes, with which a refused application had won.

    Half of the time limit is for each. ``shown`` is what :func:`.forced.forced_by_tree` showed of
    it, from which the homes follow. Raises ``KeyError`` where the application is no candidate.
    """
    given = solution.of(application_id)
    own = next(c for c in candidates if c.application_id == application_id)
    rule = policy.instruments[own.instrument].rule
    moot = (Why.FIXED_IN, Why.FIXED_OUT, Why.NOTHING_ASKED, Why.LOTS_NEEDED, Why.REQUIRES)
    if given.cents or given.reason in moot or solution.status is not Status.PROVEN:
        return _winning(given, (Answered.NOT_APPLICABLE, None), (Answered.NOT_APPLICABLE, None))
    changing = _Changing(candidates, policy, solution, own)
    if rule is not DistributionRule.OPTIMISE:
        in_order = rule in (
            DistributionRule.RANK, DistributionRule.FIRST_COME, DistributionRule.LOTTERY,
        )  # fmt: skip
        amount = changing.amount_by_rule() if in_order else (Answered.NOT_APPLICABLE, None)
        return _winning(given, amount, (Answered.NOT_APPLICABLE, None))
    if own.form is Form.PER_HOME:
        # A price for each home is the scheme's: fewer homes for less money was already possible.
        return _winning(given, (Answered.NOT_APPLICABLE, None), (Answered.NOT_APPLICABLE, None))
    half = time_limit_seconds / 2
    amount = changing.amount(time.monotonic() + half)
    homes = changing.homes(time.monotonic() + time_limit_seconds, shown)
    return _winning(given, amount, homes, changing)


_TRIES = 6  # short searches for where it begins
Change = tuple[Answered, int | None]


def _winning(
    given: ProposedAward, amount: Change, homes: Change, changing: _Changing | None = None
) -> Winning:
    """The answer; where one is not determined, with the interval in which it is."""
    most = least = None
    if changing is not None and amount[0] is Answered.NOT_DETERMINED:
        most = changing.at_most
    if changing is not None and homes[0] is Answered.NOT_DETERMINED:
        least = changing.at_least
    return Winning(
        application_id=given.application_id,
        amount_answer=amount[0],
        amount=amount[1],
        homes_answer=homes[0],
        homes=homes[1],
        amount_at_most=most,
        homes_at_least=least,
        # Under a rule of order it is worked out.
        amount_basis=_basis(amount, changing.amount_basis if changing else Basis.EXACT_BOUND),
        homes_basis=_basis(homes, changing.homes_basis if changing else Basis.NOTHING),
    )


def _basis(answer: Change, basis: Basis) -> Basis | None:
    """What an answer rests on, where there is one."""
    return basis if answer[0] in (Answered.FOUND, Answered.NONE) else None


class _OutOfTime(Exception):
    """No answer within the time; caught where the question was asked."""


class _Changing:
    """One refused application, changed, among candidates that stay as they were."""

    def __init__(
        self,
        candidates: Sequence[Candidate],
        policy: Policy,
        solution: Solution,
        own: Candidate,
    ) -> None:
        self.candidates = candidates
        self.policy = policy
        self.learned = learned_of(candidates, policy, solution)
        self.own = own
        self.name = own.application_id
        self.step = policy.instruments[own.instrument].step.cents
        # Of stages 1 to 3; the published order has no value of its own.
        self.values = [stage.value for stage in solution.stages[:-1]]
        self.maximised = {len(self.values) - 2}  # the homes
        self.deadline = 0.0
        self.surely = 0  # the most cents known to win
        self.at_most = 0  # the most cents not known to lose
        self.at_least = 1  # the fewest homes more that are not known to lose
        self.amount_basis = self.homes_basis = Basis.ONE_SOLVER

    def among(self, changed: Candidate) -> list[Candidate]:
        return [changed if one.application_id == self.name else one for one in self.candidates]

    def asked(self, changed: Candidate) -> Asking:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise _OutOfTime
        return asking(case_of(self.among(changed), self.policy), left)

    # --- less money -------------------------------------------------------------------------------

    def amount(self, deadline: float) -> Change:
        self.deadline = deadline
        self.surely, self.at_most = 0, self.own.requested.cents
        try:
            self._find_largest_amount()
        except _OutOfTime:
            return Answered.NOT_DETERMINED, self.surely or None
        return (Answered.FOUND, self.surely) if self.surely else (Answered.NONE, None)

    def _find_largest_amount(self) -> None:
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
        closed = self._by_tree(can_be_cut)
        if closed is not None:
            if closed.alike:  # as many homes for as much money: the order
                self._raise(self.asked(can_be_cut), better_at=None)
            return
        if not self._bracketed(self.asked(can_be_cut), homes):
            return
        # As many homes for as much money: the order.
        if self._cheaper(self.asked(can_be_cut), self.asked(can_be_cut)):
            self._raise(self.asked(can_be_cut), better_at=None)

    def _by_tree(self, can_be_cut: Candidate) -> MostSteps | None:
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
        first = max(ladder.level_of(self.surely) or 0, self._beginning(asked, i))
        round_of = OneRound(asked.case, short, money, self.learned)
        found = round_of.most_steps(i, homes, first, asked.search.keeps_all, self.deadline)
        self.surely = ladder.cents(found.steps)
        if not found.closed:
            return None
        if not found.alike:
            self.amount_basis = Basis.CHECKED_TREE
        return found

    def _beginning(self, asked: Asking, i: int) -> int:
        """Many steps with more homes, as far as short searches find lists that have them.

        Asked as in :meth:`_bracketed`, but no answer is proven: that one has too few homes says
        nothing of other lists, and only where to ask next.
        """
        top, wanted = asked.case.items[i].ladder.top, self.values[-2] + 1
        line = _Line(self._relaxation(asked, i), wanted, top)
        for _ in range(_TRIES):
            if line.high - line.low <= 1:
                break
            at = line.next()
            found = asked.quick(asked.homes, asked.between(i, at, top - 1))
            if isinstance(found, Found) and found.value >= wanted:
                line.enough(_as_high(asked, found, i, asked.homes, wanted), found.value)
                if found.value == wanted:
                    break
            else:
                line.too_few(at, found.value if isinstance(found, Found) else wanted - 1)
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
                raise _OutOfTime
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
                    raise _OutOfTime
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
            raise _OutOfTime
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
                raise _OutOfTime
            if not isinstance(found, Found):
                return
            cents = found.grants[i].cents
            if better_at is not None or self._granted(self.asking_less(cents)):
                self.surely = cents
                return
            most = found.levels[i] - 1

    def asking_less(self, cents: int) -> Candidate:
        """The application for another amount, all or nothing, paid in the same proportion."""
        paid = tuple(Payment(year=y, amount=Euro(c)) for y, c in payments_at(self.own, cents))
        return self.own.model_copy(
            update={"requested": Euro(cents), "form": Form.WHOLE, "minimum": None, "payments": paid}
        )

    def _granted(self, changed: Candidate) -> bool:
        """Whether the canonical list of the changed round grants it, without a draft's tie rule."""
        left = self.deadline - time.monotonic()
        if left < 1:
            raise _OutOfTime
        again = allocate(self.among(changed), self.policy, time_limit_seconds=int(left))
        if again.status is not Status.PROVEN:
            raise _OutOfTime
        return again.of(self.name).cents > 0 and self.name not in again.ties

    def amount_by_rule(self) -> Change:
        """Under a rule of order its place stays, so only what is left at its turn counts."""
        low, high = 0, -(-self.own.requested.cents // self.step)
        while high - low > 1:
            middle = (low + high) // 2
            if self._by_rule(middle * self.step):
                low = middle
            else:
                high = middle
        return (Answered.FOUND, low * self.step) if low else (Answered.NONE, None)

    def _by_rule(self, cents: int) -> bool:
        case = case_of(self.among(self.asking_less(cents)), self.policy)
        item = next(one for one in case.items if one.candidate.application_id == self.name)
        return item.constant is not None and item.constant.cents > 0 and self.name not in case.ties

    # --- more homes -------------------------------------------------------------------------------

    def homes(self, deadline: float, shown: MostHomes | None) -> Change:
        self.deadline, self.at_least = deadline, 1
        try:
            found = self._fewest_homes(shown)
        except _OutOfTime:
            return Answered.NOT_DETERMINED, None
        return (Answered.FOUND, found) if found else (Answered.NONE, None)

    def _fewest_homes(self, shown: MostHomes | None) -> int | None:
        most = MOST_ADDED * max(self.own.homes.affordable, 1)
        asked = self.asked(self.own)
        i = asked.place[self.name]
        if not asked.can_be_in(i):
            return None
        if not only_helps(asked.case, i):
            return next((n for n in range(1, most + 1) if self._wins_with(n)), None)
        if shown is not None and not any(self.values[:-2]):
            fewest = self._by_what_was_shown(shown)
            if fewest is not None:
                self.homes_basis = Basis.CHECKED_TREE
                return fewest if fewest <= most else None
        low = self._too_few(i, asked.case)
        self.at_least = low + 1
        stride = 1
        while low < most:
            n = min(low + stride, most)
            if self._wins_with(n):
                return _first(low, n, self._wins_with)
            low, stride = n, 2 * stride
            self.at_least = low + 1
        return None

    def _by_what_was_shown(self, shown: MostHomes) -> int | None:
        """The fewest homes more: those that are lost when it is forced in, or one more.

        A home more adds one at the most, so that fewer cannot do. With as many as are lost a list
        with it has the homes of the round, and wins where one costs less; else one more is enough.
        ``None`` where that does not follow: its homes do not all count, or as much money ties.
        """
        lost = self.values[-2] - shown.homes
        if shown.beside is Beside.ALIKE and lost:
            return None
        fewest = max(1, lost if shown.beside is Beside.CHEAPER else lost + 1)
        case = case_of(self.among(with_more(self.own, fewest)), self.policy)
        there = OneRound(case, None, self.values[-1])
        grants = there.awards(shown.levels)
        holds = all(one.holds for one in checks(case, grants))
        counted = there.homes(grants) == shown.homes + fewest
        return fewest if holds and counted else None

    def _too_few(self, i: int, case: Case) -> int:
        """A number of homes more with which it can't win yet: a home more adds one at the most.

        Limits of homes that it takes part in are left out, since more homes could help it there.
        """
        if any(self.values[:-2]):
            return 0
        freer = without_limits_of_homes(case, self.policy, i)
        left = self.deadline - time.monotonic()
        asked = asking(case_of(self.candidates, freer), max(left, 0))
        for objective in asked.shortfalls:
            asked.hold(objective, 0)
        found = asked.best(asked.homes, asked.award(asked.place[self.name]))
        if not found.proven:
            raise _OutOfTime
        return max(0, self.values[-2] - found.value - 1) if isinstance(found, Found) else 0

    def _wins_with(self, more: int) -> bool:
        """Whether it wins with so many homes of social rent more, for the same amount."""
        changed = with_more(self.own, more)
        asked = self.asked(changed)
        i = asked.place[self.name]
        for stage, (objective, value) in enumerate(zip(asked.objectives, self.values, strict=True)):
            if stage in self.maximised or value:
                found = asked.best(objective, asked.award(i))
                if not found.proven:
                    raise _OutOfTime
                if not isinstance(found, Found):
                    return False
                if found.value != value:
                    return (found.value > value) is objective.maximise
            asked.hold(objective, value)
        return self._granted(changed)


@dataclass(slots=True)
class _Line:
    """Where to ask for steps: some that have the homes that are wanted, and some with too few.

    The relaxation tells where to ask first, and between two answers a straight line.
    """

    relaxed: RelaxedHomes
    wanted: int
    high: int
    low: int = 0
    _above: int = 0  # homes more than too few, at the low end
    _below: int = 0  # homes fewer than are wanted, at the high end
    _stride: int = 1

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
        self.low, self._above = steps, homes - self.wanted + 1

    def too_few(self, steps: int, homes: int) -> None:
        """So many steps have no more than these homes."""
        self.high, self._below = steps, self.wanted - homes


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


def _first(low: int, high: int, wins: Callable[[int], bool]) -> int:
    """The first number that wins, between one that does not and one that does."""
    while high - low > 1:
        middle = (low + high) // 2
        if wins(middle):
            high = middle
        else:
            low = middle
    return high
