"""Statutory interest on what came after its term, fixed by decision of two people (Awb 4:99)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from ....grants.money import Euro
from ....grants.record import Record
from ....grants.rounds import Step
from ....instruments.objection_terms import Term
from ....instruments.settling_terms import to_pay_back
from ....instruments.statutory_interest import (
    ARTICLE,
    LEAST,
    LEAST_ARTICLE,
    InterestLine,
    Rate,
    RateRefused,
    RateUnknown,
    total_of,
)
from ...errors import RefusedByProcess, WrongUse
from ...records.rounds.reader import RoundReader
from ...records.settling.stored import SettlingDetail, SettlingKind, StoredAct
from ...rounds.actor import Actor
from ...rounds.checks.chronology import Ground, require_after
from ...rounds.settling.claims import Claim, claims_of
from ...rounds.settling.deciding import (
    act,
    approve_act,
    changed_since,
    permit_act,
    require_reason,
    to_approve_act,
)
from ...rounds.settling.lateness import interest_lines

Days = Collection[date]


class InterestFixed(Record):
    """A decision on interest, proposed or taken, with how it was worked out and when it is due.

    ``before`` is what was fixed of it earlier.
    """

    act: StoredAct
    claim: Claim
    lines: tuple[InterestLine, ...]
    before: Euro
    paying: Term
    new: bool = True


def propose_interest(
    reader: RoundReader,
    number: str,
    who: Actor,
    on: date,
    reason: str,
    rates: Sequence[Rate],
    equated: Days = (),
) -> InterestFixed:
    """Propose the interest on what the municipality paid too late of its newest claim.

    Raises:
        WrongUse: there is no claim, a rate is missing or cannot be, or the reason does not do.
        RefusedByProcess: something of it is open still, nothing was late, it is less than the law
            lets be asked, or the state or role forbids it.
    """
    permit_act(reader, Step.RECLAIM, who)
    require_reason(reason)
    claim, lines, owed = _owed(reader, number, rates, equated)
    require_after("Het rentebesluit", on, _since(claim))
    detail = SettlingDetail(about=claim.act.row_id, amount=owed, rates=tuple(rates))
    made, new = act(reader, number, SettlingKind.INTEREST, who, on, ARTICLE, reason, detail)
    return _told(made, claim, lines, on, equated, new=new)


def approve_interest(
    reader: RoundReader, number: str, who: Actor, on: date, equated: Days = ()
) -> InterestFixed:
    """Take the decision. Interest is no part of the grant, so that no ledger entry follows.

    Raises:
        WrongUse: nothing was proposed, or of a later day.
        RefusedByProcess: the same officer proposed it, what it rests on changed since, or the
            state or role forbids it.
    """
    permit_act(reader, Step.RECLAIM, who)
    one = to_approve_act(reader, number, (SettlingKind.INTEREST,), who, on)
    claim, lines, owed = _owed(reader, number, one.detail.rates, equated)
    require_after("Het rentebesluit", on, _since(claim))
    if owed != one.detail.amount or claim.act.row_id != one.detail.about:
        raise changed_since(number)
    return _told(approve_act(reader, one, who, on), claim, lines, on, equated, new=True)


def _told(
    made: StoredAct, claim: Claim, lines: tuple[InterestLine, ...], on: date, equated: Days, *,
    new: bool,
) -> InterestFixed:  # fmt: skip
    before = Euro.total(one.detail.amount for one in claim.interest if one.row_id != made.row_id)
    paying = to_pay_back(on, None, equated)
    return InterestFixed(
        act=made, claim=claim, lines=lines, before=before, paying=paying, new=new
    )  # fmt: skip


def _since(claim: Claim) -> tuple[Ground, ...]:
    return tuple(
        Ground(day=one.done_on, dutch="het vastleggen van de betaling") for one in claim.repayments
    )


def _owed(
    reader: RoundReader, number: str, rates: Sequence[Rate], equated: Days
) -> tuple[Claim, tuple[InterestLine, ...], Euro]:
    """The newest claim, the interest on it line by line, and what of that was not fixed yet."""
    claims = claims_of(reader, number, equated)
    if not claims:
        raise WrongUse(f"Op {number} is niets teruggevorderd; er is geen rente.")
    claim = claims[-1]
    if claim.left:
        raise RefusedByProcess(
            f"Van {number} staat nog {claim.left} open. De rente loopt door tot de dag van "
            "ontvangst; stel haar vast als alles is betaald."
        )
    lines = _lines(number, claim, rates)
    owed = total_of(lines) - Euro.total(one.detail.amount for one in claim.interest)
    if not lines:
        raise RefusedByProcess(
            f"Van {number} is alles op tijd betaald; er is geen rente (artikel 4:97 Awb)."
        )
    if owed < LEAST:
        raise RefusedByProcess(
            f"De rente over {number} is {owed}. Onder {LEAST} is zij niet verschuldigd "
            f"({LEAST_ARTICLE})."
        )
    return claim, lines, owed


def _lines(number: str, claim: Claim, rates: Sequence[Rate]) -> tuple[InterestLine, ...]:
    try:
        return interest_lines(claim, rates)
    except RateUnknown as unknown:
        half = date(unknown.day.year, 1 if unknown.day.month < 7 else 7, 1)
        raise WrongUse(
            f"Over {number} loopt rente op {unknown.day:%d-%m-%Y}, en van die dag kent dit "
            "programma geen wettelijke rente (artikel 6:120, eerste lid, BW). Zoek haar op in het "
            f"Staatsblad en noem haar met --rate {half.isoformat()}=<procent>; zij geldt tot de "
            "volgende die u noemt."
        ) from unknown
    except RateRefused as wrong:
        raise WrongUse(
            "Noem met --rate alleen dagen waarvan dit programma de rente niet kent, op 1 januari "
            "of 1 juli, elk een keer, met een percentage boven 0 en tot 20."
        ) from wrong
