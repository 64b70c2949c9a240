"""What was settled of an award and what is claimed back of it, as it stands now."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from ....grants.bilingual import Bilingual
from ....grants.ledger import Account
from ....grants.money import ZERO, Euro
from ....grants.notation import short_day
from ....grants.record import Record
from ....instruments.instrument import instruments
from ....instruments.objection_terms import Term
from ....instruments.settling import Settling, SettlingLaw
from ....instruments.settling_terms import (
    Postponed,
    after_reminder,
    default_from,
    to_pay_back,
    until_barred,
)
from ...records.after.orders import PaymentState
from ...records.rounds.reader import RoundReader
from ...records.settling.stored import Part, SettlingKind, StoredAccount, StoredAct

Days = Collection[date]


class Claim(Record):
    """A decision to claim money back, with what came of it.

    ``repaid`` is what the municipality paid, ``from_fund`` what came from the
    BTW-compensatiefonds. ``arrangements`` are all of them, of which the newest holds, ``term`` is
    the last day to pay by the decision, and ``ends`` the last day of all, by the arrangement where
    there is one. ``interest`` are the decisions that fixed statutory interest on it, and
    ``interest_receipts`` what came in of that. What was undone is not in it, and of interest not
    what another took the place of.
    """

    act: StoredAct
    term: Term
    arrangements: tuple[StoredAct, ...]
    reminded: tuple[StoredAct, ...]
    repayments: tuple[StoredAct, ...]
    interest: tuple[StoredAct, ...] = ()
    interest_receipts: tuple[StoredAct, ...] = ()

    @property
    def interest_left(self) -> Euro:
        """Interest that was fixed and did not come in; below zero where it has to be given back."""
        fixed = Euro.total(one.detail.amount for one in self.interest)
        return fixed - Euro.total(one.detail.amount for one in self.interest_receipts)

    def interest_by(self, equated: Days = ()) -> Term:
        """The last day to pay the interest by the newest decision on it (Awb 4:87)."""
        return to_pay_back(self.interest[-1].done_on, None, equated)

    @property
    def arranged(self) -> StoredAct | None:
        """The arrangement that holds."""
        return self.arrangements[-1] if self.arrangements else None

    @property
    def repaid(self) -> Euro:
        return Euro.total(o.detail.amount for o in self.repayments if not o.detail.to_fund)

    @property
    def from_fund(self) -> Euro:
        return Euro.total(o.detail.amount for o in self.repayments if o.detail.to_fund)

    @property
    def left(self) -> Euro:
        """What the municipality still has to pay."""
        return self.act.detail.payable - self.repaid

    @property
    def left_of_fund(self) -> Euro:
        """What still has to come from the BTW-compensatiefonds."""
        return self.act.detail.vat - self.from_fund

    @property
    def open(self) -> bool:
        return bool(self.left or self.left_of_fund)

    @property
    def parts(self) -> tuple[Part, ...]:
        """By when so much is due: in one, or by the arrangement; with what was paid before it."""
        if self.arranged is None:
            return (Part(by=self.term.last, amount=self.act.detail.payable),)
        return self.arranged.detail.parts

    @property
    def ends(self) -> date:
        return self.parts[-1].by

    @property
    def why(self) -> Bilingual:
        """What set the last day of all, and what moved it, or why nothing did."""
        if self.arranged is None:
            return Bilingual(nl=self.term.text("nl"), en=self.term.text("en"))
        on = self.arranged.on
        return Bilingual(
            nl=f"een dag die het kantoor stelde in de betalingsregeling van {on:%d-%m-%Y} (artikel "
            "4:94, eerste lid, Awb); niet verschoven: de regeling noemt de dag",
            en=f"a day that the office set in the payment arrangement of {short_day(on, 'en')} "
            "(article 4:94, first paragraph, Awb); not moved: the arrangement names the day",
        )

    def overdue(self, on: date) -> Part | None:
        """The first part that was not paid in its term by a day; ``None`` while none is late.

        What was paid by then counts for the parts in the order of their days.
        """
        before = ZERO if self.arranged is None else self.arranged.detail.amount
        paid = Euro.total(
            one.detail.amount for one in self.repayments
            if not one.detail.to_fund and one.on <= on
        )  # fmt: skip
        due = before
        for part in self.parts:
            due = due + part.amount
            if default_from(part.by) <= on and paid < due:
                return part
        return None

    def barred(self) -> Term:
        """The last day before the claim is barred, with what interrupted or lengthened it."""
        postponed = ()
        if self.arranged is not None:
            postponed = (Postponed(on=self.arranged.done_on, until=self.ends),)
        return until_barred(self.term.last, [one.on for one in self.reminded], postponed)

    def reminding(self, equated: Days = ()) -> Term | None:
        """The last day to pay upon the newest reminder, where there was one."""
        return after_reminder(self.reminded[-1].on, equated) if self.reminded else None


def settling_of(reader: RoundReader, instrument: str) -> tuple[Settling, SettlingLaw]:
    """How the law of a scheme ends awards, and the text of it that governs this round's."""
    own = instruments()[instrument].settling
    return own, own.on(reader.policy.round.window_opens)


def acts_of(
    reader: RoundReader, number: str, *kinds: SettlingKind, counting: bool = True
) -> tuple[StoredAct, ...]:
    """The acts of these kinds on an award that count, or all of them, in order."""
    return tuple(
        one
        for one in reader.after.settling_acts_of.get(number, ())
        if one.kind in (kinds or tuple(SettlingKind))
        if one.counts or not counting
    )


def waiting_act(
    reader: RoundReader, number: str, kinds: Collection[SettlingKind] = tuple(SettlingKind)
) -> StoredAct | None:
    """The newest proposal on an award that nobody approved and that nothing was done after."""
    own = acts_of(reader, number, counting=False)
    done = max((one.row_id for one in own if one.kind.by_two and one.counts), default=0)
    open_ = [o for o in own if not o.counts and o.row_id > done and o.kind in kinds]
    return max(open_, key=lambda one: one.row_id, default=None)


def settlement_of(reader: RoundReader, number: str) -> StoredAct | None:
    """The decision by which an award was fixed; ``None`` where it was not."""
    return next(iter(reversed(acts_of(reader, number, SettlingKind.SETTLED))), None)


def claims_of(reader: RoundReader, number: str, equated: Days = ()) -> tuple[Claim, ...]:
    """Every claim on an award, oldest first. ``equated`` are days that count as holidays."""
    every = acts_of(reader, number)
    return tuple(_claim(act, every, equated) for act in every if act.kind is SettlingKind.RECLAIMED)


def claim_before(reader: RoundReader, act: StoredAct, equated: Days = ()) -> Claim | None:
    """The claim that an act is about, as it stood when the act was taken; ``None`` if none."""
    every = acts_of(reader, act.application_id)
    before = every[: every.index(act)]
    return next(
        (_claim(one, before, equated) for one in before if one.row_id == act.detail.about), None
    )


def _claim(act: StoredAct, every: Sequence[StoredAct], equated: Days) -> Claim:
    kinds = SettlingKind
    undone = {one.detail.about for one in every if one.kind is kinds.UNDONE}
    # What was decided anew upon an objection stands in the place of what it was decided before.
    undone |= {one.detail.replaces for one in every if one.detail.replaces is not None}
    about = [one for one in every if one.detail.about == act.row_id and one.row_id not in undone]

    def of(kind: SettlingKind) -> tuple[StoredAct, ...]:
        return tuple(one for one in about if one.kind is kind)

    return Claim(
        act=act, term=to_pay_back(act.done_on, act.detail.until, equated),
        arrangements=of(kinds.ARRANGED), reminded=of(kinds.REMINDED),
        repayments=of(kinds.REPAID), interest=of(kinds.INTEREST),
        interest_receipts=of(kinds.INTEREST_RECEIVED),
    )  # fmt: skip


def open_claim(reader: RoundReader, number: str, equated: Days = ()) -> Claim | None:
    """The claim that was not repaid in full; there is at most one at a time."""
    return next((one for one in claims_of(reader, number, equated) if one.open), None)


def open_intention(reader: RoundReader, number: str) -> StoredAct | None:
    """The newest intention to claim back that no decision followed."""
    own = acts_of(reader, number, SettlingKind.INTENDED)
    decided = {one.detail.about for one in acts_of(reader, number, SettlingKind.RECLAIMED)}
    return next((one for one in reversed(own) if one.row_id not in decided), None)


def paid_parts(reader: RoundReader, number: str) -> tuple[Euro, Euro]:
    """What was paid of an award: to the municipality, and to the BTW-compensatiefonds.

    What was set off with earlier years counts as paid to the municipality.
    """
    own = [
        one
        for one in reader.after.payment_orders
        if one.application_id == number and one.state is PaymentState.PAID
    ]
    return (
        Euro.total(one.payable + one.set_off for one in own),
        Euro.total(one.compensable_vat for one in own),
    )


class Overpaid(Record):
    """What was paid above what stays due, apart from what was claimed before.

    ``payable`` was paid to the municipality and ``vat`` to the BTW-compensatiefonds.
    """

    payable: Euro
    vat: Euro

    @property
    def whole(self) -> Euro:
        return self.payable + self.vat


def overpaid(reader: RoundReader, number: str, stays: Euro) -> Overpaid:
    """What was paid above an amount that stays due, split as the award of that amount would be.

    The scheme splits what stays due (compensable VAT rounded down), so that the municipality keeps
    no cent too little; what is claimed is the difference. Below zero there is nothing to claim.
    """
    award = next(o for o in reader.applications if o.application.application_id == number)
    split = instruments()[award.instrument].split_vat(award.application, stays)
    payable, vat = paid_parts(reader, number)
    for one in acts_of(reader, number, SettlingKind.RECLAIMED, SettlingKind.CORRECTED):
        payable, vat = payable - one.detail.payable, vat - one.detail.vat
    more, more_vat = payable - split.payable, vat - split.compensable
    whole = more + more_vat
    if whole.cents <= 0:
        return Overpaid(payable=ZERO, vat=ZERO)
    # Where one of both was not paid in full yet, the other bears it: never more than was paid.
    more_vat = max(ZERO, min(more_vat, whole))
    return Overpaid(payable=whole - more_vat, vat=more_vat)


def left_by_account(reader: RoundReader, account: StoredAccount, granted: Euro) -> Euro:
    """What an account leaves of an award to claim: not spent by the last one, or unlawfully.

    What earlier claims took off the award was of the same money: it is claimed once.
    """
    part = granted - account.lawful if account.last else account.unlawful
    before = acts_of(reader, account.application_id, SettlingKind.RECLAIMED)
    return max(part - Euro.total(one.detail.lowered for one in before), ZERO)


def still_paid(reader: RoundReader, number: str) -> Euro:
    """What was paid of an award by the ledger and was not claimed back."""
    now = reader.balances
    return now.total(Account.ADVANCED, number) + now.total(Account.SETTLED, number)


def committed_of(reader: RoundReader, number: str) -> Euro:
    """What is committed to an award by the ledger."""
    return reader.balances.total(Account.COMMITTED, number)
