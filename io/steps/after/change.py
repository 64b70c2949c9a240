"""Changing an award upon request (*wijzigen op aanvraag*): asked, proposed, and decided by another.

The request is kept as it came in, also where it lacks something: that has to be completed before it
can be granted. A refusal is a decision too.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from ....grants.lives.award import AwardEvent
from ....grants.lives.round import Step
from ....grants.money import ZERO, Euro
from ....grants.record import Record
from ....instruments.instrument import instruments
from ...errors import RefusedByProcess, WrongUse
from ...records.after import award_decisions
from ...records.after.award_decisions import (
    ChangeAsked,
    DecisionKind,
    Detail,
    StoredAwardDecision,
    StoredRequestToChange,
)
from ...records.rounds.events import EventKind
from ...records.rounds.reader import RoundReader
from ...rounds.actor import Actor
from ...rounds.after.changing import (
    article_for,
    change_faults,
    changed_award,
    lacking_in,
    open_request,
    shares_of,
    term_to_decide_change,
)
from ...rounds.after.deciding import (
    approve,
    permit_deciding,
    propose,
    require_still,
    require_unchanged,
    standing_of,
    taken_before,
    to_approve,
)
from ...rounds.after.paying import paid_of
from ...rounds.after.standing import StandingAward, before_decision, standing_versions
from ...rounds.checks.chronology import Ground, require_after
from ...rounds.completing.term import Term
from ...rounds.ledger import book_change
from ...rounds.lives import lives_of, record_event
from ...rounds.objections.made import judged_since
from ...rounds.state import record

_SHORTEST_TEXT = 10
_DECIDED = (DecisionKind.CHANGED, DecisionKind.CHANGE_REFUSED)


class Asked(Record):
    """A request to change an award, with its term and the letters of what it lacks."""

    request: StoredRequestToChange
    term: Term
    lacking: tuple[str, ...]
    new: bool = True


def ask(reader: RoundReader, number: str, who: Actor, on: date, asked: ChangeAsked) -> Asked:
    """Keep a request as it came in; the same again changes nothing, another completes it.

    Raises:
        WrongUse: the award is unknown or was given nothing, or what is asked is missing.
        RefusedByProcess: nothing is owed of it any more, the request is of before its letter, or
            the state or role forbids it.
    """
    permit_deciding(reader, Step.CHANGE, who)
    standing = standing_of(reader, number)
    if len(asked.text) < _SHORTEST_TEXT:
        raise WrongUse("Noem met --reason in een zin wat de gemeente vraagt, en waarom.")
    sent = standing.sent_on or standing.decided_on
    require_after("Het verzoek", on, (Ground(day=sent, dutch="het besluit"),))
    before = open_request(reader, number)
    held = tuple(sorted({*asked.holds, *(before.asked.holds if before else ())}))
    whole = asked.model_copy(update={"holds": held})
    new = before is None or before.asked != whole
    if new:
        award_decisions.add_request(reader, number, on, whole, who.name)
        record(reader, EventKind.CHANGE_ASKED, who)
    found = open_request(reader, number)
    assert found is not None
    own = instruments()[standing.award.instrument]
    return Asked(
        request=found,
        term=term_to_decide_change(reader.policy, own.key, found.on),
        lacking=lacking_in(own, found.asked),
        new=new,
    )


class Changed(Record):
    """A decision on a request to change, proposed or taken.

    ``shares`` are those of the grant in the shortfall, before and after; ``late`` says that it is
    dated after its term.
    """

    decision: StoredAwardDecision
    standing: StandingAward
    request: StoredRequestToChange
    term: Term
    paid: Euro
    shares: tuple[Fraction, Fraction] | None = None
    new: bool = True

    @property
    def late(self) -> bool:
        """Whether it was decided after the last day to decide."""
        return (self.decision.approved_on or self.decision.on) > self.term.day


def propose_change(
    reader: RoundReader,
    number: str,
    who: Actor,
    on: date,
    reason: str,
    special: str = "",
    *,
    refuse: bool = False,
) -> Changed:
    """Propose to grant what was asked, or to refuse it.

    Raises:
        WrongUse: nothing was asked, or the reason is missing.
        RefusedByProcess: the article or the cash year does not let it be granted, an order to pay
            it is out, or the state or role forbids it.
    """
    permit_deciding(reader, Step.CHANGE, who)
    standing, request = standing_of(reader, number), _request(reader, number)
    require_after("Het besluit", on, (Ground(day=request.on, dutch="het verzoek"),))
    application = _application(reader, number)
    before = standing.award
    own = instruments()[before.instrument]
    if refuse:
        after, kind = before, DecisionKind.CHANGE_REFUSED
    else:
        _require_grantable(reader, standing, application, request, on, special)
        require_still(reader, number, "de toekenning wijzigen")
        after, kind = changed_award(standing, application, request.asked), DecisionKind.CHANGED
    detail = Detail(
        before=before, after=after, freed=before.amount - after.amount,
        asked=request.asked.model_copy(update={"received": request.on}),
        special="" if refuse else special,
    )  # fmt: skip
    made, new = propose(
        reader, number, kind, who, on, article_for(own), reason, detail, request.row_id
    )
    return _told(reader, made, standing, application, request, new=new)


def _request(reader: RoundReader, number: str) -> StoredRequestToChange:
    found = open_request(reader, number)
    if found is None:
        raise WrongUse(
            f'Van {number} ligt er geen verzoek tot wijziging. Leg het vast met "verdeel change '
            f'request {number}".'
        )
    return found


def _application(reader: RoundReader, number: str) -> Any:
    return next(
        one.application for one in judged_since(reader) if one.application.application_id == number
    )


def _require_grantable(
    reader: RoundReader,
    standing: StandingAward,
    application: Any,
    request: StoredRequestToChange,
    on: date,
    special: str,
) -> None:
    faults = tuple(change_faults(reader, standing, application, request, on, special))
    if faults:
        raise RefusedByProcess(
            f"{' '.join(faults)} Toewijzen kan zo niet; weigeren kan met --refuse."
        )


def approve_change(reader: RoundReader, number: str, who: Actor, on: date) -> Changed:
    """Take the decision on a request to change; the same again changes nothing.

    Raises:
        WrongUse: nothing was proposed, or of a later day.
        RefusedByProcess: the same officer proposed it; the award or the request changed since; the
            article or the cash year does not let it be granted on that day; or the state or role
            forbids it.
    """
    permit_deciding(reader, Step.CHANGE, who)
    again = taken_before(reader, number, _DECIDED, who, on)
    if again is not None:
        asked = next(one for one in reader.after.change_requests if one.row_id == again.request_id)
        stands = before_decision(standing_versions(reader)[number], again)
        assert stands is not None
        own = _application(reader, number)
        return _told(reader, again, stands, own, _received(again, asked), new=False)
    one = to_approve(reader, number, _DECIDED, who, on)
    standing, request = standing_of(reader, number), _request(reader, number)
    application = _application(reader, number)
    require_unchanged(one, standing.award)
    if one.request_id != request.row_id:
        raise RefusedByProcess(
            f"Sinds het voorstel kwam over {number} nog iets binnen. Doe het voorstel opnieuw."
        )
    if one.kind is DecisionKind.CHANGED:
        special = one.detail.special
        _require_grantable(reader, standing, application, request, on, special)
        require_still(reader, number, "de toekenning wijzigen")
        _book(reader, one, who, on)
    taken = approve(reader, one, who, on)
    return _told(reader, taken, standing, application, request)


def _received(one: StoredAwardDecision, asked: StoredRequestToChange) -> StoredRequestToChange:
    """A request with the day on which the first of it came in, as it was decided on."""
    first = one.detail.asked.received if one.detail.asked is not None else None
    return asked.model_copy(update={"on": first or asked.on})


def _book(reader: RoundReader, one: StoredAwardDecision, who: Actor, on: date) -> None:
    """A lower amount is an entry in the ledger; what leaves the amount alone is an event."""
    if one.detail.freed > ZERO:
        book_change(reader, one.application_id, one.detail.after.amount, on)
        return
    life = next(o for o in lives_of(reader) if o.application_id == one.application_id)
    record_event(reader, life.row_id, AwardEvent.CHANGED, who, on, one.reason)


def _told(
    reader: RoundReader,
    made: StoredAwardDecision,
    standing: StandingAward,
    application: Any,
    request: StoredRequestToChange,
    *,
    new: bool = True,
) -> Changed:
    award = standing.award
    return Changed(
        decision=made,
        standing=standing,
        request=request,
        term=term_to_decide_change(reader.policy, award.instrument, request.on),
        paid=paid_of(reader, award.application_id),
        shares=shares_of(standing, application, made.detail.after, request.asked),
        new=new,
    )
