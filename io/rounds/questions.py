"""Answers to the questions people ask of a round: what if, what would more money buy, who is next.

Every answer is computed from the round as it stands in the database. Why not the full amount is in
``why_not``, since it is mostly read and not computed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ...grants.decisions.allocation import Allocation, Outcome
from ...grants.money import ZERO, Euro
from ...grants.record import Record
from ...grants.rounds.policy import Policy
from ...optimiser.questions.comparison.crosscheck import CrossCheck, cross_check
from ...optimiser.questions.comparison.swaps import SWING_SECONDS, SwingReport, swing_report
from ...optimiser.questions.what_if.answers import (
    POINT_SECONDS,
    PRICE_SECONDS,
    FrontierPoint,
    Next,
    RulePrice,
    frontier,
    price_of_rules,
    reserve_ladder,
)
from ...optimiser.questions.what_if.next_in_line import next_in_line
from ...optimiser.solution import Progress, ProposedAward, Solution, Why
from ..errors import WrongUse
from ..records.rounds.reader import RoundReader
from .after.freed import released, still_there
from .after.standing import Ended, standing_awards
from .checks.earlier_rounds import opening_of
from .cluster import solving
from .dividing.case import RoundCase, case_of_round
from .division import divide
from .seal import policy_hash

Counted = Callable[[int, int], None]
Watched = Callable[[Progress], None]


class Change(Record):
    """An application that gets another amount under another policy."""

    application_id: str
    instrument: str
    municipality_code: str
    before: Euro
    after: Euro
    outcome_before: Outcome
    outcome_after: Outcome

    @property
    def difference(self) -> Euro:
        """What it gets more; below zero where it gets less."""
        return self.after - self.before


class WhatIf(Record):
    """A round as it was allocated, beside the same applications under another policy."""

    name: str
    before: Allocation
    after: Allocation
    changes: tuple[Change, ...]

    @property
    def homes_gained(self) -> int:
        """Affordable homes more under the other policy; negative where it supports fewer."""
        return self.after.totals.affordable_homes - self.before.totals.affordable_homes


def solved(reader: RoundReader) -> tuple[RoundCase, Allocation, Solution]:
    """An allocated round with the solution behind it.

    Raises:
        RefusedByProcess: the round is not allocated yet.
    """
    allocation, solution = reader.allocation, reader.solution
    return case_of_round(reader), allocation, solution


def compare(reader: RoundReader, policy: Policy, *, watch: Watched | None = None) -> WhatIf:
    """The same round under another policy, with who gains and who loses.

    Raises:
        RefusedByProcess: the round is not allocated yet.
        InfeasiblePolicy: no allocation keeps every hard constraint of the other policy.
    """
    before = reader.allocation
    after, _ = divide(case_of_round(reader, policy), policy_hash(policy), progress=watch)
    return WhatIf(
        name=policy.round.title, before=before, after=after, changes=changes(before, after)
    )


def changes(before: Allocation, after: Allocation) -> tuple[Change, ...]:
    """Every application whose amount or outcome differs, the largest loss first."""
    then = {award.application_id: award for award in after.awards}
    found = [
        Change(
            application_id=award.application_id,
            instrument=award.instrument,
            municipality_code=award.municipality_code,
            before=award.amount,
            after=then[award.application_id].amount if award.application_id in then else ZERO,
            outcome_before=award.outcome,
            outcome_after=(
                then[award.application_id].outcome
                if award.application_id in then
                else Outcome.REFUSED_CEILING
            ),
        )
        for award in before.awards
    ]
    return tuple(
        sorted(
            (one for one in found if one.difference or one.outcome_before is not one.outcome_after),
            key=lambda one: (one.difference.cents, one.application_id),
        )
    )


def budgets_around(total: Euro, points: int) -> list[int]:
    """Budgets in equal steps from half to one and a half times a total, in cents, in whole mln."""
    million = 100_000_000
    middle = total.cents // million
    return sorted(
        {
            max(0, middle * (points - 1 + 2 * at) // (2 * (points - 1))) * million
            for at in range(points)
        }
    )


def frontier_of(
    reader: RoundReader,
    fund: str,
    points: int,
    *,
    workers: int,
    done: Counted | None,
    scheduler: str | None = None,
    seconds_each: int = POINT_SECONDS,
) -> tuple[FrontierPoint, ...]:
    """What more or less money in a fund would buy, in affordable homes.

    Raises:
        WrongUse: the policy has no such fund, or the scheduler does not answer.
    """
    case = case_of_round(reader)
    _known_fund(case.policy, fund)
    budgets = budgets_around(case.policy.funds[fund].total, points)
    gone = _gone(reader)
    with solving(workers, scheduler, candidates=len(case.candidates)) as executor:
        return frontier(
            [one for one in case.candidates if one.application_id not in gone],
            case.policy,
            fund,
            budgets,
            executor=executor,
            done=done,
            time_limit_seconds=seconds_each,
        )


def prices_of(
    reader: RoundReader,
    *,
    workers: int,
    done: Counted | None,
    scheduler: str | None = None,
    seconds_each: int = PRICE_SECONDS,
) -> tuple[RulePrice, ...]:
    """What each rule of the policy costs in affordable homes."""
    case = case_of_round(reader)
    with solving(workers, scheduler, candidates=len(case.candidates)) as executor:
        return price_of_rules(
            case.candidates,
            case.policy,
            executor=executor,
            done=done,
            time_limit_seconds=seconds_each,
        )


def reserve_of(
    reader: RoundReader,
    fund: str,
    amounts: Sequence[Euro],
    *,
    workers: int,
    done: Counted | None,
    scheduler: str | None = None,
    seconds_each: int | None = None,
) -> tuple[Next, ...]:
    """Who is next for each amount that may come free in a fund, existing awards held.

    Raises:
        WrongUse: the policy has no such fund, or the scheduler does not answer.
        RefusedByProcess: the round is not allocated yet.
    """
    case, _, solution = solved(reader)
    _known_fund(case.policy, fund)
    with solving(workers, scheduler, candidates=len(case.candidates)) as executor:
        return reserve_ladder(
            case.candidates,
            case.policy,
            solution,
            fund,
            [amount.cents for amount in amounts],
            executor=executor,
            done=done,
            time_limit_seconds=seconds_each,
        )


def came_free(reader: RoundReader, fund: str, *, seconds: int | None = None) -> Next | None:
    """Who is next for what came free in a fund since the decision; ``None`` where nothing did.

    It is what the ledger has as released: by scheme where that has a ceiling of its own.

    Raises:
        WrongUse: the policy has no such fund.
    """
    _known_fund(reader.policy, fund)
    if not reader.state.decided:
        return None
    solution = reader.solution
    case = case_of_round(reader, decided=set(reader.supplemented), opening=opening_of(reader))
    freed = still_there(reader, case.policy, fund, released(reader, fund))
    if not any(freed.values()):
        return None
    there = {one.application_id for one in case.candidates}
    stands = {one.application_id: one for one in solution.given}
    stands |= _decided_since(reader)
    given = [stands[number] for number in sorted(stands) if number in there]
    return next_in_line(
        case.candidates,
        case.policy,
        solution.model_copy(update={"given": tuple(given)}),
        fund,
        gone=_gone(reader),
        freed=freed,
        time_limit_seconds=seconds,
    )


def _decided_since(reader: RoundReader) -> dict[str, ProposedAward]:
    """What supplements, the reserve and later decisions made of awards, as they stand now."""
    standing = dict(reader.supplemented)
    standing |= {n: one.award for n, one in standing_awards(reader).items() if one.by}
    return {
        number: ProposedAward(
            application_id=number, cents=award.amount.cents, homes=award.homes,
            payments=award.payments, reason=Why.FIXED_IN,
        )
        for number, award in standing.items()
    }  # fmt: skip


def _gone(reader: RoundReader) -> frozenset[str]:
    """Who withdrew, or lost the award, since the decision: no candidate, though the list has it."""
    withdrew = {one.application_id for one in reader.withdrawals if one.late}
    if not reader.after.award_decisions:
        return frozenset(withdrew)
    ended = {n for n, one in standing_awards(reader).items() if one.ended is Ended.REVOKED}
    return frozenset(withdrew | ended)


def swing_of(
    reader: RoundReader,
    *,
    watch: Watched | None = None,
    seconds: int = SWING_SECONDS,
) -> SwingReport:
    """Which applications could change places without any loss."""
    case, _, solution = solved(reader)
    return swing_report(
        case.candidates, case.policy, solution, progress=watch, time_limit_seconds=seconds
    )


def cross_checked(
    reader: RoundReader,
    *,
    time_limit_seconds: int | None = None,
    watch: Watched | None = None,
) -> CrossCheck:
    """The whole division by a second solver, compared stage by stage and cent by cent."""
    case, _, solution = solved(reader)
    return cross_check(
        case.candidates,
        case.policy,
        solution,
        time_limit_seconds=time_limit_seconds,
        progress=watch,
    )


def _known_fund(policy: Policy, fund: str) -> None:
    if fund not in policy.funds:
        raise WrongUse(
            f"Het beleid kent geen geldbron {fund}. Kies uit: {', '.join(policy.funds)}."
        )
