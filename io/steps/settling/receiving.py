"""What came in of a claim and of the interest on it, and what of that is undone.

What came in is recorded by one officer and booked, on the day of it, when another confirms it.
"""

from __future__ import annotations

from collections.abc import Collection, Generator
from contextlib import contextmanager
from datetime import date

from ....grants.ledger.ledger import Overdrawn
from ....grants.lives.round import Step
from ....grants.money import Euro
from ....grants.record import Record
from ...errors import RefusedByProcess, WrongUse
from ...records.rounds.reader import RoundReader
from ...records.settling.stored import SettlingDetail, SettlingKind, StoredAct
from ...rounds.actor import Actor
from ...rounds.checks.chronology import Ground, require_after
from ...rounds.settling.booking import (
    book_interest_received,
    book_interest_undone,
    book_repayment,
    book_undoing,
)
from ...rounds.settling.claims import Claim, claims_of, open_claim, require_claim, waiting_act
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
_PAYING = "artikel 4:89, eerste lid, Awb"
_CARE = "artikel 3:2 Awb"


class Received(Record):
    """A receipt, or that one is undone, with the claim that it is of as it stands after it."""

    act: StoredAct
    claim: Claim
    new: bool = True


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
) -> Received:
    """Record what came back of a claim; it is booked when another confirms it.

    ``to_fund`` says that it is the part of the BTW-compensatiefonds, which does not come from the
    municipality.

    Raises:
        WrongUse: no claim is open, or the reference is missing.
        RefusedByProcess: it is more than is open, or the state or role forbids it.
    """
    permit_act(reader, Step.RECLAIM, who)
    claim = require_claim(reader, number, equated)
    # Not after what lowered it since: what came before is booked on its day, for the interest.
    first = Ground(day=claim.first.done_on, dutch="de terugvordering")
    require_after("De terugbetaling", on, (first,))
    left = claim.left_of_fund if to_fund else claim.left
    of = "het BTW-compensatiefonds" if to_fund else "de gemeente"
    _require_open(reference, amount, left, f"Op {number} staat {left} van {of} open")
    detail = SettlingDetail(
        about=claim.act.row_id, amount=amount, reference=reference, to_fund=to_fund
    )
    made, new = act(reader, number, _K.REPAID, who, on, _PAYING, reference, detail)
    return Received(act=made, claim=claim, new=new)


def approve_repayment(
    reader: RoundReader, number: str, who: Actor, on: date, equated: Days = ()
) -> Received:
    """Confirm what came back: it is booked on the day on which it was received.

    Raises:
        WrongUse: nothing was recorded, or of a later day.
        RefusedByProcess: the same officer recorded it, less is open since, or the state or role
            forbids it.
    """
    one = _to_confirm(reader, number, _K.REPAID, who, on)
    claim = require_claim(reader, number, equated)
    left = claim.left_of_fund if one.detail.to_fund else claim.left
    if one.detail.about != claim.act.row_id or one.detail.amount > left:
        raise changed_since(number)
    with _refused_by_the_books(number):
        book_repayment(reader, number, one.detail.amount, one.on)
    return _confirmed(reader, one, claim, who, on, equated)


def propose_interest(
    reader: RoundReader, number: str, who: Actor, on: date, amount: Euro, reference: str,
    equated: Days = (),
) -> Received:  # fmt: skip
    """Record statutory interest that came in; it is booked when another confirms it.

    It is taken in apart from what was claimed back, of which nothing is open any more by then.

    Raises:
        WrongUse: no interest is due, or the reference is missing.
        RefusedByProcess: it is more than is due, or the state or role forbids it.
    """
    permit_act(reader, Step.RECLAIM, who)
    claim = _with_interest_due(reader, number, equated)
    fixed = Ground(day=claim.interest[-1].done_on, dutch="het rentebesluit")
    require_after("De ontvangst van de rente", on, (fixed,))
    left = claim.interest_left
    _require_open(reference, amount, left, f"Van de rente over {number} staat {left} open")
    detail = SettlingDetail(about=claim.act.row_id, amount=amount, reference=reference)
    made, new = act(reader, number, _K.INTEREST_RECEIVED, who, on, _PAYING, reference, detail)
    return Received(act=made, claim=claim, new=new)


def approve_interest(
    reader: RoundReader, number: str, who: Actor, on: date, equated: Days = ()
) -> Received:
    """Confirm interest that came in: it is booked on the day on which it was received.

    Raises:
        WrongUse: nothing was recorded, or of a later day.
        RefusedByProcess: the same officer recorded it, less is due since, or the state or role
            forbids it.
    """
    one = _to_confirm(reader, number, _K.INTEREST_RECEIVED, who, on)
    claim = _with_interest_due(reader, number, equated)
    if one.detail.about != claim.act.row_id or one.detail.amount > claim.interest_left:
        raise changed_since(number)
    with _refused_by_the_books(number):
        book_interest_received(reader, number, one.detail.amount, one.on)
    return _confirmed(reader, one, claim, who, on, equated)


def interest_waits(reader: RoundReader, number: str) -> bool:
    """Whether a receipt of interest is what waits for a second name."""
    one = waiting_act(reader, number)
    return one is not None and one.kind is _K.INTEREST_RECEIVED


def propose_undoing(
    reader: RoundReader,
    number: str,
    who: Actor,
    on: date,
    reason: str,
    reference: str,
    equated: Days = (),
) -> Received:
    """Propose to undo what was booked as received and did not come, by its reference.

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
    return Received(act=made, claim=claim, new=new)


def approve_undoing(
    reader: RoundReader, number: str, who: Actor, on: date, equated: Days = ()
) -> Received:
    """Undo what was booked as received: what it was booked for is claimed and open again.

    Raises:
        WrongUse: nothing was proposed, or of a later day.
        RefusedByProcess: the same officer proposed it, it was undone since, or the state or role
            forbids it.
    """
    one = _to_confirm(reader, number, _K.UNDONE, who, on)
    wrong, claim = _booked(reader, number, one.detail.reference, equated)
    if wrong.row_id != one.detail.about:
        raise changed_since(number)
    with _refused_by_the_books(number):
        if wrong.kind is _K.REPAID:
            back = claim.back.vat if one.detail.to_fund else claim.back.payable
            beyond = min(back, one.detail.amount)
            book_undoing(reader, number, one.detail.amount, on, beyond)
        else:
            book_interest_undone(reader, number, one.detail.amount, on)
    return _confirmed(reader, one, claim, who, on, equated)


def _require_open(reference: str, amount: Euro, left: Euro, told: str) -> None:
    """Refuse a receipt without a reference, or of more than is ``left``, as it is ``told``."""
    if not reference:
        raise WrongUse("Noem met --reference het kenmerk van het financiële systeem.")
    if amount.cents <= 0 or amount > left:
        raise RefusedByProcess(
            f"{told}, geen {amount}. Wat te veel is betaald, gaat terug; leg alleen vast wat "
            "openstond."
        )


def _to_confirm(
    reader: RoundReader, number: str, kind: SettlingKind, who: Actor, on: date
) -> StoredAct:
    """What was recorded of a kind and waits for the second name of this officer."""
    permit_act(reader, Step.RECLAIM, who)
    return to_approve_act(reader, number, (kind,), who, on)


@contextmanager
def _refused_by_the_books(number: str) -> Generator[None]:
    """Refuse, rather than fail, where an account holds less than is booked from it."""
    try:
        yield
    except Overdrawn as short:
        raise RefusedByProcess(f"{number}: {short}.") from short


def _confirmed(
    reader: RoundReader, one: StoredAct, claim: Claim, who: Actor, on: date, equated: Days
) -> Received:
    """An act with its second name, and its claim as it stands once the act was booked on it."""
    taken = approve_act(reader, one, who, on)
    every = claims_of(reader, one.application_id, equated)
    stands = next(other for other in every if other.act.row_id == claim.act.row_id)
    return Received(act=taken, claim=stands)


def _with_interest_due(reader: RoundReader, number: str, equated: Days) -> Claim:
    """The oldest claim with interest that did not come in."""
    for one in claims_of(reader, number, equated):
        if one.interest_left.cents > 0:
            return one
    raise WrongUse(
        f"Over {number} staat geen wettelijke rente open. Zij wordt eerst vastgesteld (artikel "
        f"4:99 Awb): verdeel reclaim interest {number}"
    )


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
