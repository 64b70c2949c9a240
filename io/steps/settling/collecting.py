"""What comes of a claim that is not paid at once: an arrangement, and a reminder."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from ....grants.lives.round import Step
from ....grants.money import Euro
from ....grants.record import Record
from ....instruments.terms.objections import Term
from ....instruments.terms.settling import after_reminder, default_from
from ...errors import RefusedByProcess, WrongUse
from ...records.rounds.reader import RoundReader
from ...records.settling.stored import Part, SettlingDetail, SettlingKind, StoredAct
from ...rounds.actor import Actor
from ...rounds.checks.chronology import Ground, require_after
from ...rounds.settling.claims import Claim, require_claim
from ...rounds.settling.deciding import (
    act,
    approve_act,
    changed_since,
    permit_act,
    require_reason,
    to_approve_act,
)

Days = Collection[date]
_K = SettlingKind
_ARRANGING = "artikel 4:94, eerste lid, Awb"
_REMINDING = "artikel 4:112, eerste lid, Awb"


class Collected(Record):
    """An act on a claim, with the claim as it stands after it; ``term`` is that of a reminder."""

    act: StoredAct
    claim: Claim
    term: Term | None = None
    late: Part | None = None
    new: bool = True


def _since(one: Claim) -> tuple[Ground, ...]:
    return (Ground(day=one.act.done_on, dutch="de terugvordering"),)


def propose_arrangement(
    reader: RoundReader,
    number: str,
    who: Actor,
    on: date,
    reason: str,
    parts: Sequence[Part],
    equated: Days = (),
) -> Collected:
    """Propose that the municipality pays in parts (*betalingsregeling*, Awb 4:94).

    Raises:
        WrongUse: no claim is open, or the parts are not what is left of it, in order.
        RefusedByProcess: the claim is barred, or the state or role forbids it.
    """
    permit_act(reader, Step.RECLAIM, who)
    claim = require_claim(reader, number, equated)
    require_after("De regeling", on, _since(claim))
    require_reason(reason)
    _require_not_barred(number, claim, on)
    _check_parts(claim, on, parts)
    detail = SettlingDetail(
        about=claim.act.row_id, amount=claim.repaid, payable=claim.left, parts=tuple(parts)
    )
    made, new = act(reader, number, _K.ARRANGED, who, on, _ARRANGING, reason, detail)
    return Collected(act=made, claim=claim, new=new)


def _check_parts(claim: Claim, on: date, parts: Sequence[Part]) -> None:
    total = Euro.total(one.amount for one in parts)
    if not parts or total != claim.left:
        raise WrongUse(
            f"De delen zijn samen {total}, en er staat {claim.left} open. Noem elk deel met --part "
            "jjjj-mm-dd=bedrag."
        )
    days = [one.by for one in parts]
    if days != sorted(set(days)) or days[0] <= on:
        raise WrongUse("Noem de delen op volgorde van hun dag, elk op een eigen dag, na --date.")
    if any(one.amount.cents <= 0 for one in parts):
        raise WrongUse("Een deel van niets is geen deel.")


def approve_arrangement(
    reader: RoundReader, number: str, who: Actor, on: date, equated: Days = ()
) -> Collected:
    """Take the decision on an arrangement.

    Raises:
        WrongUse: nothing was proposed, or of a later day.
        RefusedByProcess: the same officer proposed it, something was repaid since, or the state or
            role forbids it.
    """
    permit_act(reader, Step.RECLAIM, who)
    one = to_approve_act(reader, number, (_K.ARRANGED,), who, on)
    claim = require_claim(reader, number, equated)
    if claim.left != one.detail.payable or claim.act.row_id != one.detail.about:
        raise changed_since(number)
    _check_parts(claim, on, one.detail.parts)
    taken = approve_act(reader, one, who, on)
    return Collected(act=taken, claim=require_claim(reader, number, equated))


def _require_not_barred(number: str, claim: Claim, on: date) -> None:
    last = claim.barred()
    if on > last.last:
        raise RefusedByProcess(
            f"De vordering op {number} is verjaard op {last.last:%d-%m-%Y}: {last.text('nl')}. Wat "
            "de gemeente uit zichzelf betaalt, legt u nog vast."
        )


def remind(reader: RoundReader, number: str, who: Actor, on: date, equated: Days = ()) -> Collected:
    """Remind whoever is in default (*aanmanen*, Awb 4:112): it interrupts the limitation too.

    Raises:
        WrongUse: no claim is open.
        RefusedByProcess: nobody is in default yet, the claim is barred, or the state or role
            forbids it.
    """
    permit_act(reader, Step.RECLAIM, who)
    claim = require_claim(reader, number, equated)
    require_after("De aanmaning", on, _since(claim))
    _require_not_barred(number, claim, on)
    late = claim.overdue(on)
    if late is None:
        first = next((one for one in claim.parts if default_from(one.by) > on), claim.parts[-1])
        raise RefusedByProcess(
            f"De gemeente is over {number} nog niet in verzuim: zij kan betalen tot en met "
            f"{first.by:%d-%m-%Y} (artikel 4:97 Awb). Aanmanen kan vanaf "
            f"{default_from(first.by):%d-%m-%Y}."
        )
    owed = _owed(claim, on)
    term = after_reminder(on, equated)
    detail = SettlingDetail(about=claim.act.row_id, amount=owed, until=term.last)
    reason = f"Niet betaald uiterlijk {late.by:%d-%m-%Y}."
    made, new = act(reader, number, _K.REMINDED, who, on, _REMINDING, reason, detail)
    return Collected(act=made, claim=claim, term=term, late=late, new=new)


def _owed(claim: Claim, on: date) -> Euro:
    """What is owed of the parts whose term is over."""
    before = claim.arranged.detail.amount if claim.arranged is not None else Euro(0)
    due = Euro.total(one.amount for one in claim.parts if default_from(one.by) <= on)
    return before + due - claim.repaid
