"""The command ``verdeel reclaim``: what came in of a claim, of interest on it, and what did not."""

from __future__ import annotations

from datetime import date

from .....grants.lives.round import ANOTHER_APPROVER
from .....grants.money import Euro
from ....errors import WrongUse
from ....records.settling.stored import SettlingKind
from ....steps.settling import receiving as step
from ...invocation import Invocation
from ...typed import amount_of, day_of
from .papers import Doing, doing, only_confirming, told_before, told_of

_COUNTS = f"Het wordt geboekt als {ANOTHER_APPROVER} het bevestigt."


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
        raise WrongUse('Noem met --amount wat er is terugbetaald, bijvoorbeeld "€ 100.000".')
    if interest and fund:
        raise WrongUse("Kies een van --fund en --interest: rente betaalt de gemeente.")
    with doing(call, round_id, number, day) as act:
        if confirm:
            came_in = SettlingKind.INTEREST_RECEIVED, SettlingKind.REPAID
            done = next((one for k in came_in if (one := act.taken(k, day))), None)
            if done is not None:
                return told_before(act, done, day)
        of_interest = interest or (money is None and step.interest_waits(act.reader, number))
        if of_interest:
            told = _interest(act, day, money, reference.strip())
        elif money is None:
            told = step.approve_repayment(act.reader, number, act.who, day, act.equated)
        else:
            told = step.propose_repayment(
                act.reader, number, act.who, day, money, reference.strip(), to_fund=fund,
                equated=act.equated,
            )  # fmt: skip
    if of_interest:
        return _interest_told(act, told)
    claim = told.claim
    more: dict[str, object] = {
        "left": claim.left.cents, "left_of_fund": claim.left_of_fund.cents, "new": told.new,
    }  # fmt: skip
    came = (
        f"{number}: {told.act.detail.amount} ontvangen op {told.act.on:%d-%m-%Y}, vastgelegd. "
        f"{_COUNTS}"
    )
    if confirm:
        came = (
            f"{number}: {told.act.detail.amount} terugbetaald op {told.act.on:%d-%m-%Y}. Er staat "
            f"nog {claim.left} van de gemeente open en {claim.left_of_fund} van het "
            "BTW-compensatiefonds."
        )
    return told_of(act, told.act, None, more, [came])


def _interest(act: Doing, on: date, amount: Euro | None, reference: str) -> step.Received:
    who, number, equated = act.who, act.number, act.equated
    if amount is None:
        return step.approve_interest(act.reader, number, who, on, equated)
    return step.propose_interest(act.reader, number, who, on, amount, reference, equated)


def _interest_told(act: Doing, told: step.Received) -> int:
    one, left = told.act, told.claim.interest_left
    came = f"{one.application_id}: {one.detail.amount} rente ontvangen, vastgelegd. {_COUNTS}"
    if one.approver:
        came = (
            f"{one.application_id}: {one.detail.amount} wettelijke rente ontvangen op "
            f"{one.on:%d-%m-%Y}. Er staat nog {left} rente open."
        )
    return told_of(act, one, None, {"interest_left": left.cents, "new": told.new}, [came])


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
    with doing(call, round_id, number, day) as act:
        done = act.taken(SettlingKind.UNDONE, day) if confirm else None
        if done is not None:
            return told_before(act, done, day)
        if confirm:
            told = step.approve_undoing(act.reader, number, act.who, day, act.equated)
        else:
            typed = ((reason or "").strip(), (reference or "").strip())
            told = step.propose_undoing(act.reader, number, act.who, day, *typed, act.equated)
    claim = told.claim
    more: dict[str, object] = {
        "left": claim.left.cents, "left_of_fund": claim.left_of_fund.cents,
        "interest_left": claim.interest_left.cents, "new": told.new,
    }  # fmt: skip
    done = (
        "is ongedaan gemaakt"
        if confirm
        else f"wordt ongedaan gemaakt als {ANOTHER_APPROVER} het bevestigt"
    )
    undone = (
        f"{number}: de ontvangst van {told.act.detail.amount} ({told.act.detail.reference}) "
        f"{done}. Er staat {claim.left} van de gemeente open, {claim.left_of_fund} van het "
        f"BTW-compensatiefonds en {claim.interest_left} wettelijke rente."
    )
    return told_of(act, told.act, None, more, [undone])
