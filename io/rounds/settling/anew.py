"""What is decided anew about the end of an award, since an objection was founded.

What was fixed rests on what was granted (after Awb 4:46, first paragraph). Where a decision on an
objection puts another grant in its place (Awb 7:11, second paragraph), it is fixed anew, by a
decision of its own and never lower than before: 4:49 names what it may be lowered for, and that
somebody objected is not among it. What is missing then is paid on that decision (Awb 4:87). Where
its law fixes nothing, what was added is paid on the decision on the objection itself.

An objection can also be to the fixing or to the interest itself. Where it is founded, that decision
is revoked and another is put in its place (7:11, second paragraph), not worse for whoever objected,
and not by who took the first (10:3, third paragraph).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ....grants.ledger import Account
from ....grants.money import ZERO, Euro
from ....grants.names import is_same_person
from ....grants.record import Record
from ....instruments.instrument import instruments
from ...errors import RefusedByProcess
from ...records.after.orders import PaymentState
from ...records.ledger import RECLAIMED
from ...records.rounds.reader import RoundReader
from ...records.settling.stored import SettlingKind, StoredAct
from ..after.awards_now import changed_amounts
from ..after.instalments import Instalment, instalments_of, term_to_pay
from ..after.standing import StandingAward
from ..objections.finding import contested_act
from .claims import acts_of

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
    """A decision that a founded objection revoked, and that no other has taken the place of yet.

    ``objection`` is the name of the objection, and ``on`` the day on which it was decided.
    """

    act: StoredAct
    objection: str
    on: date


def overturned(reader: RoundReader, number: str, kind: SettlingKind) -> Overturned | None:
    """The decision of a kind on an award that has to be taken anew; ``None`` where none has."""
    replaced = {one.detail.replaces for one in acts_of(reader, number, kind)}
    for one in reversed(reader.objections):
        made = one.decision
        if one.application_id != number or one.contested.value != kind.value:
            continue
        act = contested_act(reader, one)
        if made is None or not made.outcome.revises or act is None or act.row_id in replaced:
            continue
        return Overturned(act=act, objection=one.name, on=made.on)
    return None


def require_another(upon: Overturned | None, who: str) -> None:
    """Refuse that who took a decision takes the one that an objection puts in its place.

    Raises:
        RefusedByProcess: it is the same person.
    """
    if upon is not None and is_same_person(upon.act.approver, who):
        raise RefusedByProcess(
            f"{who} nam het besluit van {upon.act.done_on:%d-%m-%Y} waartegen {upon.objection} was "
            "gericht, en neemt niet ook het besluit dat ervoor in de plaats komt (artikel 10:3, "
            "derde lid, Awb). Laat een ander beslissen."
        )


def ends_payment(act: StoredAct) -> bool:
    """Whether nothing more is paid by the parts of an award once this was done to it."""
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
    return tuple(
        one
        for one in acts_of(reader, number, kinds.SETTLED, kinds.RECLAIMED, kinds.CORRECTED)
        if ends_payment(one)
    )


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
    own = next(o for o in reader.applications if o.application.application_id == number)
    split = instruments()[own.instrument].split_vat(own.application, final)
    payable, vat = split.payable, split.compensable
    for order in reader.after.payment_orders:
        of_award = order.application_id == number and order.part < part
        if of_award and order.state is PaymentState.PAID:
            payable = payable - order.payable - order.set_off
            vat = vat - order.compensable_vat
    for one in acts_of(reader, number, SettlingKind.RECLAIMED, SettlingKind.CORRECTED):
        if one.done_on <= on:
            payable, vat = payable + one.detail.payable, vat + one.detail.vat
    whole = payable + vat
    if payable.cents < 0:
        return ZERO, whole
    return (whole, ZERO) if vat.cents < 0 else (payable, vat)
