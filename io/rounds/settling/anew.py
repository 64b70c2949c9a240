"""What is decided anew about the end of an award, since an objection was founded.

What was fixed rests on what was granted (after Awb 4:46, first paragraph). Where a decision on an
objection puts another grant in its place (Awb 7:11, second paragraph), it is fixed anew, by a
decision of its own and never lower than before: 4:49 names what it may be lowered for, and that
somebody objected is not among it. What is missing then is paid on that decision (Awb 4:87). Where
its law fixes nothing, what was added is paid on the decision on the objection itself.

An objection can also be to the fixing, the claim or the interest itself. Where it is founded, that
decision is revoked and, in the same decision on the objection, another is put in its place (7:11,
second paragraph), not worse for whoever objected, and not by who took the first (10:3, third
paragraph). It is proposed while the objection runs. What a claim is lowered by is committed to the
award again, and what was repaid of that is paid once more (4:87).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from ....grants.ledger.ledger import Account
from ....grants.money import ZERO, Euro
from ....grants.names import is_among
from ....grants.record import Record
from ....instruments.instrument import instruments
from ....instruments.terms.settling import to_pay_back
from ...errors import RefusedByProcess, WrongUse
from ...records.after.orders import PaymentState
from ...records.ledger import RECLAIMED
from ...records.rounds.objections import StoredObjection
from ...records.rounds.reader import RoundReader
from ...records.settling.stored import SettlingKind, StoredAct
from ..after.awards_now import changed_amounts
from ..after.instalments import Instalment, instalments_of, term_to_pay
from ..after.standing import StandingAward
from ..completing.term import Term
from ..objections.finding import contested_still, objection_of, takers_of
from ..objections.made import applications_since
from .claims import Claim, acts_of, claiming_acts, claims_at, claims_of, waiting_act

_ARTICLE = "artikel 4:87, eerste lid, van de Algemene wet bestuursrecht"


class Raised(Record):
    """An award that was raised on an objection after ``act`` fixed it, or a claim lowered it."""

    act: StoredAct
    on: date

    @property
    def to_fix(self) -> bool:
        """Whether it has to be fixed anew before anything more is paid."""
        return self.act.kind is SettlingKind.SETTLED


class Overturned(Record):
    """A decision that an objection is against, which another is to take the place of.

    ``objection`` is its name, and ``on`` the day on which it was decided, or registered while it
    runs. The name is empty of interest on a claim that an objection lowered. ``takers`` took what
    it is against, and do not decide on it again (Awb 10:3).
    """

    act: StoredAct
    objection: str
    on: date
    takers: tuple[str, ...] = ()


def overturned(reader: RoundReader, number: str, kind: SettlingKind) -> Overturned | None:
    """The decision of a kind on an award that has to be taken anew; ``None`` where none has."""
    replaced = {one.detail.replaces for one in acts_of(reader, number, kind)}
    for one in reversed(reader.objections):
        made = one.decision
        if one.application_id != number or one.contested.value != kind.value:
            continue
        act = contested_still(reader, one)
        if made is None or not made.outcome.revises or act is None or act.row_id in replaced:
            continue
        takers = tuple(takers_of(reader, one))
        return Overturned(act=act, objection=one.name, on=made.on, takers=takers)
    return _on_what_was_lowered(reader, number) if kind is SettlingKind.INTEREST else None


def _on_what_was_lowered(reader: RoundReader, number: str) -> Overturned | None:
    """Interest that was fixed on a claim before an objection lowered that: it follows from less.

    No objection was to it, so that none is named: it is fixed anew by a decision of its own.
    """
    every = acts_of(reader, number)
    for claim in claims_of(reader, number):
        place = every.index(claim.act)
        before = [one for one in claim.interest if every.index(one) < place]
        if claim.act is not claim.first and before:
            return Overturned(act=before[-1], objection="", on=claim.act.done_on)
    return None


def contested_now(
    reader: RoundReader, number: str, kind: SettlingKind, name: str
) -> Overturned | None:
    """The decision of a kind on an award that a running objection is against; ``None`` where no
    objection is named, and none was decided either.

    Raises:
        WrongUse: there is no such objection, or it is not against a decision of that kind on it.
        RefusedByProcess: it was decided or withdrawn.
    """
    if not name:
        return overturned(reader, number, kind)
    one = objection_of(reader, name)
    act = contested_still(reader, one)
    if one.application_id != number or one.contested.value != kind.value or act is None:
        raise WrongUse(
            f"{one.name} is niet gericht tegen een besluit waarbij {number} is {kind.dutch}."
        )
    if not one.open:
        raise RefusedByProcess(f"Op {one.name} is al beslist, of het is ingetrokken.")
    takers = tuple(takers_of(reader, one))
    return Overturned(act=act, objection=one.name, on=one.on, takers=takers)


def require_decided(reader: RoundReader, one: StoredAct) -> None:
    """Refuse a second name under what an objection asks before that objection is decided: it is
    taken with the decision on it, of which it is part (Awb 7:11, second paragraph).

    Raises:
        RefusedByProcess: with the command that takes both.
    """
    name = one.detail.upon
    if name and objection_of(reader, name).open:
        raise RefusedByProcess(
            f"Dit voorstel hoort bij {name}: het wordt genomen in de beslissing op dat bezwaar "
            f"(artikel 7:11, tweede lid, Awb). Typ: verdeel objection decide {name} --outcome "
            "founded"
        )


def proposed_upon(reader: RoundReader, one: StoredObjection) -> StoredAct | None:
    """What was proposed to take the place of the decision that an objection is against."""
    act = waiting_act(reader, one.application_id, (SettlingKind(one.contested.value),))
    return act if act is not None and act.detail.upon == one.name else None


def taken_upon(reader: RoundReader, one: StoredObjection) -> StoredAct | None:
    """What took the place of the decision that an objection was against."""
    own = acts_of(reader, one.application_id, SettlingKind(one.contested.value))
    return next((act for act in own if act.detail.upon == one.name), None)


def given_back(old: StoredAct, new: StoredAct) -> Euro:
    """What is committed again to an award since a claim on it was lowered by an objection."""
    if old.detail.lowered:
        return old.detail.lowered - new.detail.lowered
    return old.detail.amount - new.detail.amount


def require_another(upon: Overturned | None, who: str) -> None:
    """Refuse that who took a decision takes the one that an objection puts in its place.

    Raises:
        RefusedByProcess: it is the same person.
    """
    if upon is not None and is_among(who, upon.takers):
        raise RefusedByProcess(
            f"{who} nam het besluit waartegen {upon.objection} was gericht, en neemt niet ook het "
            "besluit dat ervoor in de plaats komt (artikel 10:3, derde lid, Awb). Laat een ander "
            "beslissen."
        )


def ends_payment(act: StoredAct) -> bool:
    """Whether nothing more is paid by the parts of an award once this was done to it.

    Of a claim, the one that stands: what an objection revoked ends nothing.
    """
    return act.kind is SettlingKind.SETTLED or bool(act.detail.lowered)


def raised_since(reader: RoundReader, number: str) -> Raised | None:
    """What of an award's end was overtaken by a decision on an objection; ``None`` if nothing was.

    A fixing names the grant that it rests on; of a claim the ledger tells what came first, also on
    one day.
    """
    days = [
        one.decision.on
        for one in reader.objections
        if one.application_id == number and one.decision is not None
        if one.decision.award is not None
    ]
    acts = _lowering(reader, number)
    if not days or not acts:
        return None
    if acts[-1].kind is SettlingKind.SETTLED:
        granted = changed_amounts(reader)[number].amount
        overtaken = granted > acts[-1].detail.granted
        return Raised(act=acts[-1], on=max(days)) if overtaken else None
    lowered = added = -1
    for at, entry in enumerate(reader.entries):
        own = [one for one in entry.postings if one.application_id == number]
        if any(one.target is Account.COMMITTED for one in own):
            added = at
        elif entry.kind == RECLAIMED and any(o.source is Account.COMMITTED for o in own):
            lowered = at
    return Raised(act=acts[-1], on=max(days)) if added > lowered else None


def _lowering(reader: RoundReader, number: str) -> tuple[StoredAct, ...]:
    kinds = SettlingKind
    standing = {one.row_id for one in claiming_acts(reader, number)}
    return tuple(
        one
        for one in acts_of(reader, number, kinds.SETTLED, kinds.RECLAIMED, kinds.CORRECTED)
        if ends_payment(one) and (one.kind is kinds.SETTLED or one.row_id in standing)
    )


def ended_payments(reader: RoundReader) -> dict[str, StoredAct]:
    """By what nothing more is paid by the parts of awards, the newest of each, by number."""
    numbers = dict.fromkeys(one.application_id for one in reader.after.settling_acts if one.counts)
    found = {number: _lowering(reader, number) for number in numbers}
    return {number: acts[-1] for number, acts in found.items() if acts}


def rest_to_pay(
    reader: RoundReader, number: str, standing: StandingAward, equated: Iterable[date] = ()
) -> Instalment | None:
    """What is still to be paid of an award by the decision that followed on it being raised.

    That is the fixing anew, or where nothing is fixed the decision on the objection. It is a part
    of its own, after those of the award; ``None`` where nothing more is due by that.
    """
    due = _due(reader, number, standing)
    if due is None:
        return None
    final, on = due
    part = len(instalments_of(reader.policy, standing)) + 1
    payable, vat = _still(reader, number, final, part, on)
    if (payable + vat).cents <= 0:
        return None
    year = on.year
    sent = standing.model_copy(update={"sent_on": on})
    return Instalment(
        application_id=number, instrument=standing.award.instrument, part=part, year=year,
        charged=payable + vat, payable=payable, compensable_vat=vat, set_off=ZERO,
        article=_ARTICLE, term=term_to_pay(sent, year, equated),
    )  # fmt: skip


def to_pay_again(
    reader: RoundReader, number: str, standing: StandingAward, equated: Iterable[date] = ()
) -> Instalment | None:
    """What was repaid of claims above what they are since an objection lowered them (Awb 4:87).

    A part of its own, after that of an award that was raised; it has no cash year but that in which
    it is paid. ``None`` where nothing is.
    """
    return _again(reader, number, standing, claims_of(reader, number), equated)


def ever_to_pay_again(
    reader: RoundReader, number: str, standing: StandingAward
) -> tuple[Instalment, ...]:
    """The same as it was after each act: a repayment that was undone since was to be paid then."""
    every = acts_of(reader, number)
    found = (
        _again(reader, number, standing, claims_at(every[: at + 1])) for at in range(len(every))
    )
    return tuple(dict.fromkeys(one for one in found if one is not None))


def _again(
    reader: RoundReader, number: str, standing: StandingAward, claims: Sequence[Claim],
    equated: Iterable[date] = (),
) -> Instalment | None:  # fmt: skip
    over = [one for one in claims if one.back.whole]
    if not over:
        return None
    on = max(one.act.done_on for one in over)
    payable = Euro.total(one.back.payable for one in over)
    vat = Euro.total(one.back.vat for one in over)
    paying = to_pay_back(on, None, tuple(equated))
    return Instalment(
        application_id=number, instrument=standing.award.instrument,
        part=len(instalments_of(reader.policy, standing)) + 2, year=on.year,
        charged=payable + vat, payable=payable, compensable_vat=vat, set_off=ZERO,
        article=_ARTICLE, term=Term(day=paying.last, reasons=paying.reasons),
    )  # fmt: skip


def _due(reader: RoundReader, number: str, standing: StandingAward) -> tuple[Euro, date] | None:
    """What an award comes to by the newest decision after it was raised, and the day of that."""
    fixed = acts_of(reader, number, SettlingKind.SETTLED)
    if len(fixed) > 1:
        return fixed[-1].detail.final, fixed[-1].done_on
    raised = raised_since(reader, number)
    if raised is None or raised.to_fix:
        return None
    lowered = Euro.total(one.detail.lowered for one in _lowering(reader, number))
    return standing.award.amount - lowered, raised.on


def _still(reader: RoundReader, number: str, final: Euro, part: int, on: date) -> tuple[Euro, Euro]:
    """What of an amount is missing at the municipality and at the BTW-compensatiefonds.

    Where too much went to one of both, the other gets so much less: together never more than due.
    """
    own = next(o for o in applications_since(reader) if o.application.application_id == number)
    split = instruments()[own.instrument].split_vat(own.application, final)
    payable, vat = split.payable, split.compensable
    for order in reader.after.payment_orders:
        of_award = order.application_id == number and order.part < part
        if of_award and order.state is PaymentState.PAID:
            payable = payable - order.payable - order.set_off
            vat = vat - order.compensable_vat
    for one in claiming_acts(reader, number):
        if one.done_on <= on:
            payable, vat = payable + one.detail.payable, vat + one.detail.vat
    whole = payable + vat
    if payable.cents < 0:
        return ZERO, whole
    return (whole, ZERO) if vat.cents < 0 else (payable, vat)
