"""The command ``verdeel reclaim``: what came in of a claim, of interest on it, and what did not."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from .....grants.money import Euro
from ....errors import WrongUse
from ....records.rounds.reader import RoundReader, changing_round
from ....rounds.actor import Actor
from ....rounds.settling.upcoming import Upcoming
from ....steps.settling import collecting
from ....steps.settling import interest as step
from ...console import show
from ...invocation import Invocation
from ..actor import acting, office_of
from .claims import act_json
from .papers import amount_of, day_of, next_of, only_confirming, show_next


def repaid(
    call: Invocation,
    application_id: str,
    round_id: str,
    on: date | None,
    amount: str | None,
    reference: str,
    fund: bool,
    interest: bool,
    confirm: bool,
) -> int:
    """Record what came back, or confirm that another did."""
    day, number = day_of(on, "de ontvangst"), application_id.upper()
    only_confirming(confirm, amount, reference, fund)
    money = amount_of(amount, "--amount")
    if not confirm and money is None:
        raise WrongUse("Noem met --amount wat er is terugbetaald, bijvoorbeeld '€ 100.000'.")
    if interest and fund:
        raise WrongUse("Kies een van --fund en --interest: rente betaalt de gemeente.")
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        equated = office_of(reader, call).days_equated_with_holidays
        if interest or (money is None and step.receipt_waits(reader, number)):
            received = _interest(reader, number, who, day, money, reference.strip(), equated)
            return _told(call, round_id, received, next_of(reader, call, number, day))
        if money is None:
            told = collecting.approve_repayment(reader, number, who, day, equated)
        else:
            told = collecting.propose_repayment(
                reader, number, who, day, money, reference.strip(), to_fund=fund, equated=equated
            )
        coming = next_of(reader, call, number, day)
    claim = told.claim
    if call.as_json:
        more = {
            "left": claim.left.cents, "left_of_fund": claim.left_of_fund.cents, "new": told.new,
        }  # fmt: skip
        return act_json(round_id, told.act, None, coming, more)
    if not confirm:
        show(f"{number}: {told.act.detail.amount} ontvangen op {told.act.on:%d-%m-%Y}, vastgelegd.")
    else:
        show(
            f"{number}: {told.act.detail.amount} terugbetaald op {told.act.on:%d-%m-%Y}. Er staat "
            f"nog {claim.left} van de gemeente open en {claim.left_of_fund} van het "
            "BTW-compensatiefonds."
        )
    show_next(coming, number)
    return 0


def _interest(
    reader: RoundReader, number: str, who: Actor, on: date, amount: Euro | None, reference: str,
    equated: Collection[date],
) -> step.InterestReceived:  # fmt: skip
    if amount is None:
        return step.approve_receipt(reader, number, who, on, equated)
    return step.propose_receipt(reader, number, who, on, amount, reference, equated)


def _told(
    call: Invocation, round_id: str, told: step.InterestReceived, coming: Upcoming | None
) -> int:
    one, left = told.act, told.claim.interest_left
    if call.as_json:
        return act_json(round_id, one, None, coming, {"interest_left": left.cents, "new": told.new})
    if not one.approver:
        show(f"{one.application_id}: {one.detail.amount} rente ontvangen, vastgelegd.")
    else:
        show(
            f"{one.application_id}: {one.detail.amount} wettelijke rente ontvangen op "
            f"{one.on:%d-%m-%Y}. Er staat nog {left} rente open."
        )
    show_next(coming, one.application_id)
    return 0


def undo(
    call: Invocation,
    application_id: str,
    round_id: str,
    on: date | None,
    reference: str | None,
    reason: str | None,
    confirm: bool,
) -> int:
    """Propose to undo a repayment, or confirm that another did."""
    day, number = day_of(on, "het ongedaan maken"), application_id.upper()
    only_confirming(confirm, reference, reason)
    if not confirm and not (reference or "").strip():
        raise WrongUse("Noem met --reference het kenmerk van de terugbetaling die niet kwam.")
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        equated = office_of(reader, call).days_equated_with_holidays
        if confirm:
            told = collecting.approve_undoing(reader, number, who, day, equated)
        else:
            typed = ((reason or "").strip(), (reference or "").strip())
            told = collecting.propose_undoing(reader, number, who, day, *typed, equated)
        coming = next_of(reader, call, number, day)
    claim = told.claim
    if call.as_json:
        more = {
            "left": claim.left.cents, "left_of_fund": claim.left_of_fund.cents,
            "interest_left": claim.interest_left.cents, "new": told.new,
        }  # fmt: skip
        return act_json(round_id, told.act, None, coming, more)
    done = (
        "is ongedaan gemaakt" if confirm else "wordt ongedaan gemaakt als een ander het bevestigt"
    )
    show(
        f"{number}: de ontvangst van {told.act.detail.amount} ({told.act.detail.reference}) "
        f"{done}. Er staat {claim.left} van de gemeente open, {claim.left_of_fund} van het "
        f"BTW-compensatiefonds en {claim.interest_left} wettelijke rente."
    )
    show_next(coming, number)
    return 0
