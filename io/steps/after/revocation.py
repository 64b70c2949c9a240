"""Revoking an award (*intrekken*): an own decision, heard first where the Awb asks that.

What is committed comes free. What was paid stays paid until it is claimed back, which is another
decision.
"""

from __future__ import annotations

from datetime import date

from ....grants.lives.decision import DECISION_LIFE, DecisionEvent
from ....grants.money import ZERO, Euro
from ....grants.record import Record
from ....grants.rounds import Step
from ....instruments.instrument import instruments
from ...errors import RefusedByProcess, WrongUse
from ...records.rounds.award_decisions import DecisionKind, Detail, StoredAwardDecision
from ...records.rounds.reader import RoundReader
from ...rounds.actor import Actor
from ...rounds.after.deciding import (
    approve,
    permit_deciding,
    propose,
    require_still,
    require_unchanged,
    standing_of,
    to_approve,
)
from ...rounds.after.paying import paid_of
from ...rounds.after.revoking import Ground, NotHeard, article_for
from ...rounds.after.standing import StandingAward
from ...rounds.checks.chronology import Ground as Since
from ...rounds.checks.chronology import require_after
from ...rounds.ledger import book_release
from ...rounds.lives import lives_of, record_event

_SHORTEST_VIEW = 20


class Revoked(Record):
    """A revocation, proposed or taken; ``paid`` had been paid of the award."""

    decision: StoredAwardDecision
    standing: StandingAward
    paid: Euro
    new: bool = True


def propose_revocation(
    reader: RoundReader,
    number: str,
    who: Actor,
    on: date,
    ground: Ground,
    reason: str,
    heard_on: date | None = None,
    view: str = "",
    not_heard: NotHeard | None = None,
) -> Revoked:
    """Propose to revoke an award.

    Raises:
        WrongUse: it is unknown or was given nothing; the reason is missing; or how it was heard is
            told by half.
        RefusedByProcess: it was not heard and no article excuses that, an order to pay it is out,
            nothing is owed of it any more, or the state or role forbids it.
    """
    permit_deciding(reader, Step.REVOKE, who)
    standing = standing_of(reader, number)
    require_after("De intrekking", on, _since(standing))
    _require_heard(number, on, standing, heard_on, view, not_heard)
    require_still(reader, number, "de toekenning intrekken")
    award = standing.award
    nothing: dict[str, object] = {
        "amount": ZERO, "compensable_vat": ZERO, "payable": ZERO, "next_window": ZERO,
        "payments": (),
    }  # fmt: skip
    detail = Detail(
        before=award, after=award.model_copy(update=nothing), freed=award.amount,
        heard_on=heard_on, view=view, not_heard="" if not_heard is None else not_heard.value,
        ground=ground.value,
    )  # fmt: skip
    article = article_for(instruments()[award.instrument], ground)
    made, new = propose(reader, number, DecisionKind.REVOKED, who, on, article, reason, detail)
    return Revoked(decision=made, standing=standing, paid=paid_of(reader, number), new=new)


def _since(standing: StandingAward) -> tuple[Since, ...]:
    days = [standing.sent_on or standing.decided_on]
    days += [one.approved_on for one in standing.by if one.approved_on is not None]
    return (Since(day=max(days), dutch="het laatste besluit over de toekenning"),)


def _require_heard(
    number: str,
    on: date,
    standing: StandingAward,
    heard_on: date | None,
    view: str,
    not_heard: NotHeard | None,
) -> None:
    if heard_on is None and not_heard is None:
        raise RefusedByProcess(
            f"Voor het intrekken van {number} is de gemeente nog niet gehoord (artikel 4:8 Awb). "
            "Geef haar de gelegenheid en noem --heard jjjj-mm-dd met --view, of noem met "
            "--not-heard waarom het niet hoeft."
        )
    if heard_on is not None and not_heard is not None:
        raise WrongUse("Kies een van --heard en --not-heard.")
    if heard_on is not None and len(view) < _SHORTEST_VIEW:
        raise WrongUse(
            "Noem met --view wat de gemeente naar voren bracht en hoe dat is gewogen; het komt in "
            "de brief (artikel 3:46 Awb)."
        )
    if heard_on is not None:
        require_after("Het horen", heard_on, _since(standing))
        require_after("De intrekking", on, (Since(day=heard_on, dutch="het horen"),))


def approve_revocation(reader: RoundReader, number: str, who: Actor, on: date) -> Revoked:
    """Take the decision: what is committed comes free.

    Raises:
        WrongUse: nothing was proposed, or of a later day.
        RefusedByProcess: the same officer proposed it, the award changed since, an order to pay it
            is out, or the state or role forbids it.
    """
    permit_deciding(reader, Step.REVOKE, who)
    one = to_approve(reader, number, (DecisionKind.REVOKED,), who, on)
    standing = standing_of(reader, number)
    require_unchanged(one, standing.award)
    require_still(reader, number, "de toekenning intrekken")
    paid = paid_of(reader, number)
    book_release(reader, number, on)
    life = next(o for o in lives_of(reader) if o.application_id == number)
    if DECISION_LIFE.allowed(DecisionEvent.REVOKED, life.decision):
        record_event(reader, life.row_id, DecisionEvent.REVOKED, who, on, one.reason)
    taken = approve(reader, one, who, on)
    return Revoked(decision=taken, standing=standing, paid=paid)
