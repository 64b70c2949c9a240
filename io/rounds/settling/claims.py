"""What was settled of an award and what is claimed back of it, as it stands now."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from ....grants.bilingual import Bilingual
from ....grants.ledger.ledger import Account
from ....grants.money import ZERO, Euro
from ....grants.notation import short_day
from ....grants.record import Record
from ....instruments.after.settling import Settling, SettlingLaw
from ....instruments.instrument import instruments
from ....instruments.terms.objections import Term
from ....instruments.terms.settling import (
    Postponed,
    after_reminder,
    default_from,
    to_pay_back,
    until_barred,
)
from ...errors import WrongUse
from ...records.after.orders import PaymentState
from ...records.rounds.objections import StoredObjection
from ...records.rounds.reader import RoundReader
from ...records.settling.stored import Part, SettlingKind, StoredAccount, StoredAct
from ..objections.made import applications_since

Days = Collection[date]


class Overpaid(Record):
    """What was paid above what stays due, apart from what was claimed before.

    ``payable`` was paid to the municipality and ``vat`` to the BTW-compensatiefonds.
    """

    payable: Euro
    vat: Euro

    @property
    def whole(self) -> Euro:
        """Both parts together."""
        return self.payable + self.vat


class Claim(Record):
    """A decision to claim money back, with what came of it.

    ``repaid`` is what the municipality paid, ``from_fund`` what came from the
    BTW-compensatiefonds. ``arrangements`` are all of them, of which the newest holds, ``term`` is
    the last day to pay by the decision, and ``ends`` the last day of all, by the arrangement where
    there is one. ``interest`` are the decisions that fixed statutory interest on it, and
    ``interest_receipts`` what came in of that. What was undone is not in it, and of interest not
    what another took the place of.

    ``first`` is the decision by which it was claimed, and ``act`` the one that took its place upon
    an objection, where one did: that lowers the claim, whose term stays that of the first.
    """

    act: StoredAct
    first: StoredAct
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
        """What the municipality paid back."""
        return Euro.total(o.detail.amount for o in self.repayments if not o.detail.to_fund)

    @property
    def from_fund(self) -> Euro:
        """What came back by way of the BTW-compensatiefonds."""
        return Euro.total(o.detail.amount for o in self.repayments if o.detail.to_fund)

    @property
    def left(self) -> Euro:
        """What the municipality still has to pay."""
        return max(self.act.detail.payable - self.repaid, ZERO)

    @property
    def left_of_fund(self) -> Euro:
        """What still has to come from the BTW-compensatiefonds."""
        return max(self.act.detail.vat - self.from_fund, ZERO)

    @property
    def back(self) -> Overpaid:
        """What was repaid above what is claimed since an objection lowered it: it is paid again."""
        return Overpaid(
            payable=max(self.repaid - self.act.detail.payable, ZERO),
            vat=max(self.from_fund - self.act.detail.vat, ZERO),
        )

    @property
    def open(self) -> bool:
        """Whether anything of it still has to come back, from either."""
        return bool(self.left or self.left_of_fund)

    @property
    def parts(self) -> tuple[Part, ...]:
        """By when so much is due: in one, or by the arrangement; with what was paid before it."""
        return self.parts_of(self.arranged)

    def parts_of(self, arranged: StoredAct | None) -> tuple[Part, ...]:
        """The same by one arrangement; what an objection took off the claim comes off its end."""
        due = self.act.detail.payable
        whole = (Part(by=self.term.last, amount=due),)
        if arranged is None:
            return whole
        found: list[Part] = []
        left = due - arranged.detail.amount
        for part in arranged.detail.parts:
            taken = min(part.amount, left)
            if taken.cents > 0:
                found.append(part.model_copy(update={"amount": taken}))
            left = left - taken
        return tuple(found) or whole

    @property
    def ends(self) -> date:
        """The last day of all parts."""
        return self.parts[-1].by

    @property
    def why(self) -> Bilingual:
        """What set the last day of all, and what moved it, or why nothing did."""
        if self.arranged is None:
            return Bilingual(nl=self.term.text("nl"), en=self.term.text("en"))
        on = self.arranged.on
        return Bilingual(
            nl=f"de dag die in de betalingsregeling van {on:%d-%m-%Y} staat (artikel "
            "4:94, eerste lid, Awb); niet verschoven: de regeling noemt de dag",
            en=f"the day that stands in the payment arrangement of {short_day(on, 'en')} "
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
    """The newest proposal on an award that nobody approved and that nothing was done after.

    What was proposed upon an objection falls with it, where it was not founded.
    """
    own = acts_of(reader, number, counting=False)
    done = max((one.row_id for one in own if one.kind.by_two and one.counts), default=0)
    over = {one.name for one in reader.objections if _fell(one)}
    open_ = [
        o for o in own
        if not o.counts and o.row_id > done and o.kind in kinds and o.detail.upon not in over
    ]  # fmt: skip
    return max(open_, key=lambda one: one.row_id, default=None)


def _fell(one: StoredObjection) -> bool:
    if one.decision is None:
        return one.withdrawn is not None
    return not one.decision.outcome.revises


def settlement_of(reader: RoundReader, number: str) -> StoredAct | None:
    """The decision by which an award was fixed; ``None`` where it was not."""
    return next(iter(reversed(acts_of(reader, number, SettlingKind.SETTLED))), None)


def claims_of(reader: RoundReader, number: str, equated: Days = ()) -> tuple[Claim, ...]:
    """Every claim on an award, oldest first. ``equated`` are days that count as holidays."""
    return claims_at(acts_of(reader, number), equated)


def claims_at(every: Sequence[StoredAct], equated: Days = ()) -> tuple[Claim, ...]:
    """Every claim on an award by the acts on it so far, oldest first."""
    made = _standing([one for one in every if one.kind is SettlingKind.RECLAIMED])
    return tuple(_claim(act, every, equated) for act in made)


def claiming_acts(reader: RoundReader, number: str) -> tuple[StoredAct, ...]:
    """The claims and corrections on an award that stand: none that another took the place of."""
    return _standing(acts_of(reader, number, SettlingKind.RECLAIMED, SettlingKind.CORRECTED))


def _standing(acts: Sequence[StoredAct]) -> tuple[StoredAct, ...]:
    replaced = {one.detail.replaces for one in acts}
    return tuple(one for one in acts if one.row_id not in replaced)


def claim_before(reader: RoundReader, act: StoredAct, equated: Days = ()) -> Claim | None:
    """The claim that an act is about, as it stood when the act was taken; ``None`` if none."""
    every = acts_of(reader, act.application_id)
    before = every[: every.index(act)]
    about = act.detail.about if act.kind is not SettlingKind.RECLAIMED else act.detail.replaces
    found = next((one for one in before if one.row_id == about), None)
    if found is None:
        return None
    line = _line_of(found, before)
    return _claim(line[-1], before, equated)


def _line_of(act: StoredAct, every: Sequence[StoredAct]) -> tuple[StoredAct, ...]:
    """A claim with the decisions whose place it took and those that took its, first to last."""
    line = [act]
    while line[0].detail.replaces is not None:
        line.insert(0, next(one for one in every if one.row_id == line[0].detail.replaces))
    while True:
        following = next((one for one in every if one.detail.replaces == line[-1].row_id), None)
        if following is None:
            return tuple(line)
        line.append(following)


def _claim(act: StoredAct, every: Sequence[StoredAct], equated: Days) -> Claim:
    kinds = SettlingKind
    undone = {one.detail.about for one in every if one.kind is kinds.UNDONE}
    # What was decided anew upon an objection stands in the place of what it was decided before.
    undone |= {one.detail.replaces for one in every if one.detail.replaces is not None}
    line = _line_of(act, every)
    own = {one.row_id for one in line}
    about = [
        one for one in every
        if one.detail.about in own and one.row_id not in undone and one.row_id not in own
    ]  # fmt: skip

    def of(kind: SettlingKind) -> tuple[StoredAct, ...]:
        return tuple(one for one in about if one.kind is kind)

    return Claim(
        act=act, first=line[0],
        term=to_pay_back(line[0].done_on, line[0].detail.until, equated),
        arrangements=of(kinds.ARRANGED), reminded=of(kinds.REMINDED),
        repayments=of(kinds.REPAID), interest=of(kinds.INTEREST),
        interest_receipts=of(kinds.INTEREST_RECEIVED),
    )  # fmt: skip


def open_claim(reader: RoundReader, number: str, equated: Days = ()) -> Claim | None:
    """The claim that was not repaid in full; there is at most one at a time."""
    return next((one for one in claims_of(reader, number, equated) if one.open), None)


def require_claim(reader: RoundReader, number: str, equated: Days) -> Claim:
    """The same.

    Raises:
        WrongUse: none is open.
    """
    one = open_claim(reader, number, equated)
    if one is None:
        raise WrongUse(f"Op {number} loopt geen terugvordering waar nog iets van openstaat.")
    return one


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


def overpaid(reader: RoundReader, number: str, stays: Euro) -> Overpaid:
    """What was paid above an amount that stays due, split as the award of that amount would be.

    The scheme splits what stays due (compensable VAT rounded down), so that the municipality keeps
    no cent too little; what is claimed is the difference. Below zero there is nothing to claim.
    """
    award = next(o for o in applications_since(reader) if o.application.application_id == number)
    split = instruments()[award.instrument].split_vat(award.application, stays)
    payable, vat = paid_parts(reader, number)
    for one in claiming_acts(reader, number):
        payable, vat = payable - one.detail.payable, vat - one.detail.vat
    for claim in claims_of(reader, number):  # what came back of it too much is paid once more
        payable, vat = payable - claim.back.payable, vat - claim.back.vat
    more, more_vat = payable - split.payable, vat - split.compensable
    whole = more + more_vat
    if whole.cents <= 0:
        return Overpaid(payable=ZERO, vat=ZERO)
    # Where one of both was not paid in full yet, the other bears it: never more than was paid.
    more_vat = max(ZERO, min(more_vat, whole))
    return Overpaid(payable=whole - more_vat, vat=more_vat)


def left_by_account(reader: RoundReader, account: StoredAccount, granted: Euro) -> Euro:
    """What an account leaves of an award to claim: not spent by the last one, or unlawfully.

    What earlier claims took off the award was of the same money: it is claimed once, also where an
    objection lowered the claim.
    """
    part = granted - account.lawful if account.last else account.unlawful
    before = acts_of(reader, account.application_id, SettlingKind.RECLAIMED)
    first = [one for one in before if one.detail.replaces is None]
    return max(part - Euro.total(one.detail.lowered for one in first), ZERO)


def still_paid(reader: RoundReader, number: str) -> Euro:
    """What was paid of an award by the ledger and was not claimed back."""
    now = reader.balances
    return now.total(Account.ADVANCED, number) + now.total(Account.SETTLED, number)


def committed_of(reader: RoundReader, number: str) -> Euro:
    """What is committed to an award by the ledger."""
    return reader.balances.total(Account.COMMITTED, number)
