"""Answers to the questions people ask of a round: what if, what would more money buy, who is next.

Every answer is computed from the round as it stands in the database. Why not the full amount is in
``why_not``, since it is mostly read and not computed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ...grants.allocation import Allocation, Outcome
from ...grants.ledger import WHOLE_FUND, Account
from ...grants.money import ZERO, Euro
from ...grants.policy import Policy
from ...grants.record import Record
from ...optimiser.questions.answers import (
    POINT_SECONDS,
    PRICE_SECONDS,
    FrontierPoint,
    Next,
    RulePrice,
    frontier,
    price_of_rules,
    reserve_ladder,
)
from ...optimiser.questions.crosscheck import CrossCheck, cross_check
from ...optimiser.questions.next_in_line import next_in_line
from ...optimiser.questions.swaps import SWING_SECONDS, SwingReport, swing_report
from ...optimiser.solution import Progress, ProposedAward, Solution, Why
from ..errors import WrongUse
from ..records.rounds.reader import RoundReader
from .checks.earlier_rounds import opening_of
from .cluster import solving
from .division import RoundCase, case_of_round, divide
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
    with solving(workers, scheduler) as executor:
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
    with solving(workers, scheduler) as executor:
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
    with solving(workers, scheduler) as executor:
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
    freed = _still_there(reader, case.policy, fund, _released(reader, fund))
    if not any(freed.values()):
        return None
    later = tuple(
        ProposedAward(
            application_id=number, cents=award.amount.cents, homes=award.homes,
            payments=award.payments, reason=Why.FIXED_IN,
        )
        for number, award in reader.supplemented.items()
    )  # fmt: skip
    there = {one.application_id for one in case.candidates}
    given = [one for one in (*solution.given, *later) if one.application_id in there]
    return next_in_line(
        case.candidates,
        case.policy,
        solution.model_copy(update={"given": tuple(given)}),
        fund,
        gone=_gone(reader),
        freed=freed,
        time_limit_seconds=seconds,
    )


def _gone(reader: RoundReader) -> frozenset[str]:
    """Who withdrew since the decision: no candidate any more, though the list has them."""
    return frozenset(one.application_id for one in reader.withdrawals if one.late)


def _still_there(
    reader: RoundReader, policy: Policy, fund: str, released: Mapping[str, int]
) -> dict[str, int]:
    """What of it no later round took; ``policy`` is what other rounds left of this one by now."""
    now = reader.balances
    used: dict[str, int] = {}
    for cell in (one for one in now.cells if one.fund == fund):
        used[cell.instrument] = used.get(cell.instrument, 0) + now.of(cell, Account.COMMITTED).cents
    own = policy.funds[fund]
    raised: dict[str, int] = {}  # what decisions on objections took came on top
    for cell, amount in reader.raised_ceilings.items():
        if cell.fund == fund:
            raised[cell.instrument] = raised.get(cell.instrument, 0) + amount.cents
    room = (own.total - own.objection_reserve).cents + raised.get(WHOLE_FUND, 0)
    left = max(0, room - used.get(WHOLE_FUND, 0))
    found: dict[str, int] = {}
    for key, cents in released.items():
        ceiling = policy.instruments[key].ceiling if key else None
        own_room = ceiling.cents + raised.get(key, 0) if isinstance(ceiling, Euro) else None
        most = left if own_room is None else own_room - used.get(key, 0)
        found[key] = max(0, min(cents, most, left))
        left -= found[key]
    return found


def _released(reader: RoundReader, fund: str) -> dict[str, int]:
    """What came free, in cents by scheme; of schemes without a ceiling under the empty name."""
    now = reader.balances
    found: dict[str, int] = {}
    whole_fund = 0
    for cell in now.cells:
        if cell.fund != fund:
            continue
        cents = now.of(cell, Account.RELEASED).cents
        if cell.instrument == WHOLE_FUND:
            whole_fund += cents
        elif cents:
            found[cell.instrument] = found.get(cell.instrument, 0) + cents
    return found | {"": whole_fund - sum(found.values())}


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
