"""What comes of a claim: an arrangement, a reminder, and what was repaid."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from ....grants.ledger import Overdrawn
from ....grants.money import Euro
from ....grants.record import Record
from ....grants.rounds import Step
from ....instruments.objection_terms import Term
from ....instruments.settling_terms import after_reminder, default_from
from ...errors import RefusedByProcess, WrongUse
from ...records.rounds.reader import RoundReader
from ...records.settling.stored import Part, SettlingDetail, SettlingKind, StoredAct
from ...rounds.actor import Actor
from ...rounds.checks.chronology import Ground, require_after
from ...rounds.settling.booking import (
    book_interest_undone,
    book_repayment,
    book_undoing,
)
from ...rounds.settling.claims import Claim, claims_of, open_claim
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
_PAYING = "artikel 4:89, eerste lid, Awb"
_CARE = "artikel 3:2 Awb"


class Collected(Record):
    """An act on a claim, with the claim as it stands after it; ``term`` is that of a reminder."""

    act: StoredAct
    claim: Claim
    term: Term | None = None
    late: Part | None = None
    new: bool = True


def _claim(reader: RoundReader, number: str, equated: Days) -> Claim:
    one = open_claim(reader, number, equated)
    if one is None:
        raise WrongUse(f"Op {number} loopt geen terugvordering waar nog iets van openstaat.")
    return one


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
    claim = _claim(reader, number, equated)
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
    claim = _claim(reader, number, equated)
    if claim.left != one.detail.payable or claim.act.row_id != one.detail.about:
        raise changed_since(number)
    _check_parts(claim, on, one.detail.parts)
    taken = approve_act(reader, one, who, on)
    return Collected(act=taken, claim=_claim(reader, number, equated))


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
    claim = _claim(reader, number, equated)
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


def propose_repayment(
    reader: RoundReader,
    number: str,
    who: Actor,
    on: date,
    amount: Euro,
    reference: str,
    *,
    to_fund: bool = False,
    equated: Days = (),
) -> Collected:
    """Record what came back of a claim; it is booked when another confirms it.

    ``to_fund`` says that it is the part of the BTW-compensatiefonds, which does not come from the
    municipality.

    Raises:
        WrongUse: no claim is open, or the reference is missing.
        RefusedByProcess: it is more than is open, or the state or role forbids it.
    """
    permit_act(reader, Step.RECLAIM, who)
    claim = _claim(reader, number, equated)
    # Not after what lowered it since: what came before is booked on its day, for the interest.
    first = Ground(day=claim.first.done_on, dutch="de terugvordering")
    require_after("De terugbetaling", on, (first,))
    if not reference:
        raise WrongUse("Noem met --reference het kenmerk van het financiële systeem.")
    left = claim.left_of_fund if to_fund else claim.left
    if amount.cents <= 0 or amount > left:
        of = "het BTW-compensatiefonds" if to_fund else "de gemeente"
        raise RefusedByProcess(
            f"Op {number} staat {left} van {of} open, geen {amount}. Wat te veel is betaald, gaat "
            "terug; leg alleen vast wat openstond."
        )
    detail = SettlingDetail(
        about=claim.act.row_id, amount=amount, reference=reference, to_fund=to_fund
    )
    made, new = act(reader, number, _K.REPAID, who, on, _PAYING, reference, detail)
    return Collected(act=made, claim=claim, new=new)


def approve_repayment(
    reader: RoundReader, number: str, who: Actor, on: date, equated: Days = ()
) -> Collected:
    """Confirm what came back: it is booked on the day on which it was received.

    Raises:
        WrongUse: nothing was recorded, or of a later day.
        RefusedByProcess: the same officer recorded it, or the state or role forbids it.
    """
    permit_act(reader, Step.RECLAIM, who)
    one = to_approve_act(reader, number, (_K.REPAID,), who, on)
    claim = _claim(reader, number, equated)
    left = claim.left_of_fund if one.detail.to_fund else claim.left
    if one.detail.about != claim.act.row_id or one.detail.amount > left:
        raise changed_since(number)
    try:
        book_repayment(reader, number, one.detail.amount, one.on)
    except Overdrawn as short:
        raise RefusedByProcess(f"{number}: {short}.") from short
    taken = approve_act(reader, one, who, on)
    after = next(o for o in claims_of(reader, number, equated) if o.act.row_id == claim.act.row_id)
    return Collected(act=taken, claim=after)


def propose_undoing(
    reader: RoundReader,
    number: str,
    who: Actor,
    on: date,
    reason: str,
    reference: str,
    equated: Days = (),
) -> Collected:
    """Propose to undo a repayment that was recorded and did not come, by its reference.

    Raises:
        WrongUse: no such repayment was booked, or more than one with that reference.
        RefusedByProcess: another claim on the award is open, or the state or role forbids it.
    """
    permit_act(reader, Step.RECLAIM, who)
    require_reason(reason)
    wrong, claim = _booked(reader, number, reference, equated)
    require_after("Het ongedaan maken", on, (Ground(day=wrong.done_on, dutch="het vastleggen"),))
    detail = SettlingDetail(
        about=wrong.row_id, amount=wrong.detail.amount, to_fund=wrong.detail.to_fund,
        reference=wrong.detail.reference,
    )  # fmt: skip
    made, new = act(reader, number, _K.UNDONE, who, on, _CARE, reason, detail)
    return Collected(act=made, claim=claim, new=new)


def approve_undoing(
    reader: RoundReader, number: str, who: Actor, on: date, equated: Days = ()
) -> Collected:
    """Undo the repayment: what it was booked for is claimed and open again.

    Raises:
        WrongUse: nothing was proposed, or of a later day.
        RefusedByProcess: the same officer proposed it, it was undone since, or the state or role
            forbids it.
    """
    permit_act(reader, Step.RECLAIM, who)
    one = to_approve_act(reader, number, (_K.UNDONE,), who, on)
    wrong, claim = _booked(reader, number, one.detail.reference, equated)
    if wrong.row_id != one.detail.about:
        raise changed_since(number)
    try:
        if wrong.kind is _K.REPAID:
            back = claim.back.vat if one.detail.to_fund else claim.back.payable
            beyond = min(back, one.detail.amount)
            book_undoing(reader, number, one.detail.amount, on, beyond)
        else:
            book_interest_undone(reader, number, one.detail.amount, on)
    except Overdrawn as short:
        raise RefusedByProcess(f"{number}: {short}.") from short
    taken = approve_act(reader, one, who, on)
    after = next(o for o in claims_of(reader, number, equated) if o.act.row_id == claim.act.row_id)
    return Collected(act=taken, claim=after)


def _booked(
    reader: RoundReader, number: str, reference: str, equated: Days
) -> tuple[StoredAct, Claim]:
    """A repayment or receipt of interest that was booked, with the claim that it was booked on."""
    booked = [
        (one, claim)
        for claim in claims_of(reader, number, equated)
        for one in (*claim.repayments, *claim.interest_receipts)
    ]
    found = [(one, claim) for one, claim in booked if one.detail.reference == reference]
    if len(found) != 1:
        known = ", ".join(one.detail.reference for one, _ in booked)
        many = "meer dan een" if found else "geen"
        raise WrongUse(
            f"Op {number} is {many} terugbetaling met kenmerk '{reference}' geboekt. Geboekt is: "
            f"{known or 'niets'}."
        )
    wrong, claim = found[0]
    running = open_claim(reader, number, equated)
    if running is not None and running.act.row_id != claim.act.row_id:
        raise RefusedByProcess(
            f"Op {number} loopt een latere terugvordering, van {running.act.done_on:%d-%m-%Y}. "
            "Handel die eerst af: er loopt er altijd maar een."
        )
    return wrong, claim
