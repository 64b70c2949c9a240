"""Where the award of each application stands, in one place for whoever tells of it.

The states are those of ``grants.lives``; beside them is what was decided since, and the money.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ....grants.ledger.ledger import Account
from ....grants.lives.award import AwardState
from ....grants.lives.decision import DecisionState
from ....grants.money import ZERO, Euro
from ....grants.record import Record
from ...records.after.award_decisions import DecisionKind
from ...records.after.orders import PaymentState
from ...records.rounds.once import worked_out
from ...records.rounds.reader import RoundReader
from ..lives import lives_of


class DecidedSince(Record):
    """A decision on an award after its letter, with the award before and after it."""

    kind: DecisionKind
    on: date
    before: Euro
    after: Euro
    article: str


class AwardTold(Record):
    """Where an award stands: its state, that of its decision, and the money.

    ``committed`` is what is owed of it by the ledger and ``paid`` what was paid and did not come
    back, both as they are charged to the ceiling; ``ordered`` was ordered and not paid yet.
    ``award`` is ``None`` where nothing was ever reserved. ``place`` is the place on the reserve
    ladder that was kept at the approval, for who was refused for money alone.
    """

    application_id: str
    decision: DecisionState
    award: AwardState | None
    committed: Euro = ZERO
    paid: Euro = ZERO
    ordered: Euro = ZERO
    since: tuple[DecidedSince, ...] = ()
    place: int | None = None

    @property
    def standing(self) -> str:
        """The standing by its identifier: that of the award, unless its decision was revoked."""
        if self.decision is DecisionState.REVOKED:
            return self.decision.value
        return self.award.value if self.award is not None else ""

    @property
    def dutch(self) -> str:
        """The standing in words an office uses."""
        if self.decision is DecisionState.REVOKED:
            return self.decision.dutch
        return self.award.dutch if self.award is not None else ""

    def day_of(self, kind: DecisionKind) -> date | None:
        """The day of the newest decision of a kind; ``None`` where there is none."""
        return next((one.on for one in reversed(self.since) if one.kind is kind), None)


@worked_out
def awards_told(reader: RoundReader) -> Mapping[str, AwardTold]:
    """Where every application with a number stands, by that number."""
    kept = reader.has_ledger
    now = reader.balances if kept else None
    since: dict[str, list[DecidedSince]] = {}
    for one in reader.after.award_decisions:
        if one.approved_on is not None:
            since.setdefault(one.application_id, []).append(
                DecidedSince(
                    kind=one.kind, on=one.approved_on, before=one.detail.before.amount,
                    after=one.detail.after.amount, article=one.article,
                )
            )  # fmt: skip
    money: dict[tuple[str, PaymentState], Euro] = {}
    for order in reader.after.payment_orders:
        at = (order.application_id, order.state)
        money[at] = money.get(at, ZERO) + order.charged
    places = {
        p.application_id: p.place for own in reader.after.reserve_ladder.values() for p in own
    }
    return {
        life.application_id: AwardTold(
            application_id=life.application_id,
            decision=life.decision,
            award=life.award,
            committed=ZERO if now is None else now.total(Account.COMMITTED, life.application_id),
            paid=money.get((life.application_id, PaymentState.PAID), ZERO),
            ordered=money.get((life.application_id, PaymentState.ORDERED), ZERO),
            since=tuple(since.get(life.application_id, ())),
            place=places.get(life.application_id),
        )
        for life in lives_of(reader)
        if life.application_id
    }
