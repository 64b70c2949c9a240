"""The money of all rounds of a database by year, read from their ledgers and their decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ....grants.ledger.by_year import RoundMoney, years_of
from ....grants.ledger.ledger import WHOLE_FUND, Cell, budget_year, ceilings_of
from ....grants.ledger.opening import left_of
from ....grants.ledger.years import YearLine
from ....grants.money import ZERO, Euro
from ....grants.rounds.fund import Holds
from ....grants.rounds.policy import Policy
from ...errors import RefusedByProcess
from ...records.rounds.reader import RoundReader
from ..checks.earlier_rounds import opening_of
from .awards_now import awards_now
from .freed import paid_and_not_due


def money_by_year(rounds: Sequence[RoundReader]) -> tuple[YearLine, ...]:
    """The table of these rounds; those in which nothing can be decided bring nothing to it.

    Raises:
        RefusedByProcess: a ledger does not balance, so that nothing may be told of it.
    """
    counted = [one for one in rounds if one.has_ledger and not one.policy.round.explores]
    for one in counted:
        faults = one.balances.faults()
        if faults:
            raise RefusedByProcess(
                f"Het grootboek van ronde {one.id} klopt niet: {' '.join(faults[:10])} Zie "
                '"verdeel audit verify".'
            )
    return years_of(
        RoundMoney(one.balances, _ceilings(one, counted), _planned(one), paid_and_not_due(one))
        for one in counted
    )


def _ceilings(reader: RoundReader, rounds: Sequence[RoundReader]) -> Mapping[Cell, Euro]:
    """The ceilings that this round tells, as other rounds left them by now.

    One that holds for a year or in total is told by the newest round that has it: the room of an
    earlier round is the same money.
    """
    policy = reader.policy
    found = ceilings_of(left_of(policy, opening_of(reader)))
    for cell, amount in reader.raised_ceilings.items():
        found[cell] = found.get(cell, ZERO) + amount
    return {
        cell: ceiling
        for cell, ceiling in found.items()
        if all(
            _order(other) <= _order(reader)
            for other in rounds
            if other.id != reader.id and _same_money(policy, other.policy, cell)
        )
    }


def _order(reader: RoundReader) -> tuple[object, ...]:
    return (budget_year(reader.policy), reader.policy.round.window_opens, reader.id)


def _same_money(policy: Policy, other: Policy, cell: Cell) -> bool:
    """Whether a cell of one round is, by its policy, the same money as one of another round."""
    if cell.instrument == WHOLE_FUND:
        mine, theirs = policy.funds.get(cell.fund), other.funds.get(cell.fund)
        holds = Holds.ROUND if mine is None else mine.holds
        there = theirs is not None
    else:
        mine_too = policy.instruments[cell.instrument]
        theirs_too = other.instruments.get(cell.instrument)
        holds = mine_too.ceiling_holds
        there = theirs_too is not None and theirs_too.ceiling is not None
    if not there or holds is Holds.ROUND:
        return False
    return holds is Holds.TOTAL or budget_year(other) == cell.year


def _planned(reader: RoundReader) -> dict[str, tuple[Cell, Mapping[int, Euro]]]:
    """What each award pays by calendar year, by the newest decision on it."""
    if not reader.state.decided:
        return {}
    policy, found = reader.policy, dict[str, tuple[Cell, Mapping[int, Euro]]]()
    for number, award in sorted(awards_now(reader).items()):
        fund = policy.instruments[award.instrument].fund
        plan: dict[int, Euro] = {}
        for payment in award.payments:
            plan[payment.year] = plan.get(payment.year, ZERO) + payment.amount
        found[number] = (Cell(fund, award.instrument, budget_year(policy)), plan)
    return found
