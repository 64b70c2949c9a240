"""Statutory interest on what came after its term: fixed by decision of two (Awb 4:99)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from ....grants.lives.round import Step
from ....grants.money import ZERO, Euro
from ....grants.record import Record
from ....instruments.terms.objections import Term
from ....instruments.terms.settling import to_pay_back
from ....instruments.terms.statutory_interest import (
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
from ...rounds.settling.anew import (
    Overturned,
    contested_now,
    overturned,
    require_another,
    require_decided,
)
from ...rounds.settling.booking import book_interest
from ...rounds.settling.claims import Claim, claims_of
from ...rounds.settling.deciding import (
    act,
    approve_act,
    changed_since,
    permit_act,
    permit_second_name,
    require_reason,
    to_approve_act,
)
from ...rounds.settling.lateness import interest_lines

Days = Collection[date]


class InterestFixed(Record):
    """A decision on interest, proposed or taken, with how it was worked out and when it is due.

    ``before`` is what was fixed of it earlier. ``replaces`` is the decision that this one takes the
    place of, upon a founded objection.
    """

    act: StoredAct
    claim: Claim
    lines: tuple[InterestLine, ...]
    before: Euro
    paying: Term
    new: bool = True
    replaces: StoredAct | None = None
    upon: Overturned | None = None


def propose_interest(
    reader: RoundReader,
    number: str,
    who: Actor,
    on: date,
    reason: str,
    rates: Sequence[Rate],
    equated: Days = (),
    amount: Euro | None = None,
    against: str = "",
) -> InterestFixed:
    """Propose the interest on what the municipality paid too late of its newest claim.

    ``against`` is the objection to interest that this is to take the place of: it is what now
    follows, and never more than it was; ``amount`` is less than that, nought included.

    Raises:
        WrongUse: there is no claim, a rate is missing or cannot be, the amount cannot be, or the
            reason does not do.
        RefusedByProcess: something of it is open still, nothing was late, it is less than the law
            lets be asked, or the state or role forbids it.
    """
    permit_act(reader, Step.RECLAIM, who)
    require_reason(reason)
    if any(not one.source for one in rates):
        raise WrongUse(
            "Noem bij --rate ook met --source waar dat percentage staat, bijvoorbeeld 'Stb. 2028, "
            "123'; het komt in de brief."
        )
    upon = contested_now(reader, number, SettlingKind.INTEREST, against)
    claim, lines, owed = _owed(reader, number, rates, equated, upon)
    require_after("Het rentebesluit", on, _since(claim, upon))
    detail = SettlingDetail(
        about=claim.act.row_id, amount=_asked(owed, amount, upon), rates=tuple(rates),
        upon="" if upon is None else upon.objection,
        replaces=None if upon is None else upon.act.row_id,
    )  # fmt: skip
    made, new = act(reader, number, SettlingKind.INTEREST, who, on, ARTICLE, reason, detail)
    return _told(made, claim, lines, on, equated, upon, new=new)


def _asked(owed: Euro, amount: Euro | None, upon: Overturned | None) -> Euro:
    if amount is None:
        return owed
    if upon is None or amount > owed or amount.cents < 0:
        most = "" if upon is None else f", en ten hoogste {owed}"
        raise WrongUse(
            "De rente volgt uit de dagen en het percentage; laat --amount weg. Minder kan alleen "
            f"bij een bezwaar tegen de rente, dat u noemt met --upon{most}."
        )
    return amount


def approve_interest(
    reader: RoundReader, number: str, who: Actor, on: date, equated: Days = ()
) -> InterestFixed:
    """Take the decision. Interest is no part of the grant: it is booked beside it.

    Raises:
        WrongUse: nothing was proposed, or of a later day.
        RefusedByProcess: the same officer proposed it, what it rests on changed since, or the
            state or role forbids it.
    """
    permit_second_name(reader, number, SettlingKind.INTEREST, Step.RECLAIM, who)
    one = to_approve_act(reader, number, (SettlingKind.INTEREST,), who, on)
    require_decided(reader, one)
    upon = overturned(reader, number, SettlingKind.INTEREST)
    require_another(upon, who.name)
    claim, lines, owed = _owed(reader, number, one.detail.rates, equated, upon)
    require_after("Het rentebesluit", on, _since(claim, upon))
    same = one.detail.amount <= owed if upon is not None else one.detail.amount == owed
    name = "" if upon is None else upon.objection
    if not same or claim.act.row_id != one.detail.about or one.detail.upon != name:
        raise changed_since(number)
    former = ZERO if upon is None else upon.act.detail.amount
    book_interest(reader, number, one.detail.amount - former, on)
    return _told(approve_act(reader, one, who, on), claim, lines, on, equated, upon, new=True)


def _told(
    made: StoredAct, claim: Claim, lines: tuple[InterestLine, ...], on: date, equated: Days,
    upon: Overturned | None, *, new: bool,
) -> InterestFixed:  # fmt: skip
    own = {made.row_id, made.detail.replaces}
    before = Euro.total(one.detail.amount for one in claim.interest if one.row_id not in own)
    paying = to_pay_back(on, None, equated)
    return InterestFixed(
        act=made, claim=claim, lines=lines, before=before, paying=paying, new=new,
        replaces=None if upon is None else upon.act, upon=upon,
    )  # fmt: skip


def _since(claim: Claim, upon: Overturned | None) -> tuple[Ground, ...]:
    found = [
        Ground(day=one.done_on, dutch="het vastleggen van de betaling") for one in claim.repayments
    ]
    if upon is not None:
        found.append(Ground(day=upon.on, dutch=f"de beslissing op {upon.objection}"))
    return tuple(found)


def _owed(
    reader: RoundReader, number: str, rates: Sequence[Rate], equated: Days,
    upon: Overturned | None,
) -> tuple[Claim, tuple[InterestLine, ...], Euro]:  # fmt: skip
    """The claim, the interest on it line by line, and what of that was not fixed yet.

    It is the newest claim, or the one whose interest an objection contested with success: of that
    it is no more than what was fixed then, and it can be nothing.
    """
    claims = claims_of(reader, number, equated)
    if not claims:
        raise WrongUse(f"Op {number} is niets teruggevorderd; er is geen rente.")
    if upon is not None:
        claim = next(one for one in claims if upon.act in one.interest)
        lines = _lines(number, claim, rates)
        others = [one for one in claim.interest if one.row_id != upon.act.row_id]
        left = total_of(lines) - Euro.total(one.detail.amount for one in others)
        return claim, lines, max(min(left, upon.act.detail.amount), ZERO)
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
            f"Staatsblad en noem haar met --rate {half.isoformat()}=<procent> en --source; zij "
            "geldt tot de volgende die u noemt."
        ) from unknown
    except RateRefused as wrong:
        raise WrongUse(
            "Noem met --rate alleen dagen waarvan dit programma de rente niet kent, op 1 januari "
            "of 1 juli, elk een keer, met een percentage boven 0 en tot 20."
        ) from wrong
