"""A round as its letters and reports tell it: read from the records, without a solver."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date

from ...grants.applications.assessment import Assessment
from ...grants.decisions.allocation import Award
from ...grants.dossier import AfterDecision, Days, Decided, Dossier, Objected, Weighed
from ...grants.ledger.ledger import Account
from ...grants.ledger.opening import left_of
from ...grants.lives.decision import DecisionEvent
from ...grants.money import Euro
from ...instruments.after.besides import Correction
from ...instruments.instrument import instruments
from ..records.after.award_decisions import DecisionKind
from ..records.after.weighings import counting
from ..records.ledger import SETTLED
from ..records.rounds.applications import StoredApplication
from ..records.rounds.objections import drawn
from ..records.rounds.reader import RoundReader
from ..records.rounds.supplements import StoredSupplement
from .incomplete import incomplete_of
from .screening import settings
from .why_not import needed


def dossier(
    reader: RoundReader,
    sent_on: date | None = None,
    *,
    supplemented: bool = False,
    of: StoredSupplement | None = None,
    only: str = "",
) -> Dossier:
    """Everything about a round, for its letters and reports.

    As its list was approved; ``supplemented`` with what was decided since on applications that had
    been set aside. ``of`` is the supplementary list that letters are about, with its own approval.
    For the letter of one application, ``only``, what others asked is not read: it has no other in
    ``decided``, and none at all where that one is unknown or incomplete.

    Raises:
        WrongUse: there is no such round.
        RefusedByProcess: the round is not allocated yet.
    """
    allocation, approval = reader.allocation, reader.approval
    if of is not None and approval is not None and of.approved_on is not None:
        approval = approval.model_copy(
            update={"maker": of.made_by, "approver": of.approver, "on": of.approved_on, "first": ""}
        )
    decided = [one for one in reader.supplements if one.approver]
    if (supplemented or of is not None) and decided:
        from .aside.supplementing import merged  # late: most rounds set nothing aside

        allocation = merged(allocation, reader.supplemented, decided[-1].totals)
    awards = {award.application_id: award for award in allocation.awards}
    kept = {a.application_id: a.reserved for a in reader.allocation.awards if a.reserved}
    return Dossier(
        policy=left_of(reader.policy_as_decided, reader.opening),
        policy_hash=reader.seal,
        allocation=allocation,
        decided=tuple(
            Decided(
                application=reader.with_contact(one),
                assessments=said,
                award=awards[one.application.application_id],
                heard=_heard(reader, one.application.application_id),
            )
            for one, said in _judged(reader, only)
        ),
        incomplete=() if only else incomplete_of(reader),
        findings=reader.findings,
        approval=approval,
        sent_on=sent_on or _sent_on(reader),
        example=reader.example,
        set_aside={} if of is None else {n: kept[n] for n in of.numbers if n in kept},
        since=_since(reader, awards) if approval else (),
        letters_went=_letters_went(reader, of),
        supplemented=_days_of_supplements(reader) if supplemented else {},
        untreated={n: one.confirmed_on or one.on for n, one in reader.untreated.items()},
        needed=needed(reader, awards),
        weighings=counting(reader.after.weighings),
    )


def _judged(
    reader: RoundReader, only: str
) -> Iterable[tuple[StoredApplication, tuple[Assessment, ...]]]:
    """Every application with what is said of it, or the one that is asked for."""
    if only:
        found = reader.judged(only)
        return () if found is None else (found,)
    said = reader.assessments
    return [(one, said[one.application.application_id]) for one in reader.judged_applications]


def _heard(reader: RoundReader, number: str) -> Weighed | None:
    """How a reaction to the intention to refuse an application was weighed, if there was one."""
    one = reader.heard.get(number)
    return None if one is None else Weighed(on=one.on, reason=one.reason)


def _letters_went(reader: RoundReader, of: StoredSupplement | None) -> bool:
    """Whether the letters of the list, or of the supplement, were all sent."""
    if of is not None:
        from .aside.waiting import sent_alone  # late, as above

        return sent_alone(reader).issuperset(of.numbers)
    return reader.approval is not None and reader.published_on is not None


def _since(reader: RoundReader, awards: Mapping[str, Award]) -> tuple[AfterDecision, ...]:
    """What became of awards after the decision, by the records as they are now."""
    gone = {one.application_id: one.on for one in reader.withdrawals if one.late}
    fixed = {
        posting.application_id: entry.on
        for entry in reader.entries
        if entry.kind == SETTLED
        for posting in entry.postings
        if posting.application_id
    }
    objected = _objected(reader)
    added = drawn(reader.objections)
    decided = {one.application_id for one in reader.after.award_decisions if one.approver}
    paid = {one.application_id for one in reader.after.payment_orders}
    from .settling.endings import endings  # late: what ends is told of awards that stand on this

    ends = endings(reader)
    touched = sorted({*gone, *fixed, *decided, *paid, *objected, *ends} & set(awards))
    if not touched:
        return ()
    # Late: until something was decided, paid or ended after the list there is nothing to tell.
    from .after.awards_now import awards_now
    from .after.history import later_decisions, paid_by_year
    from .after.told import awards_told

    now, told, newest = reader.balances, awards_told(reader), awards_now(reader)
    later, years = later_decisions(reader, awards), paid_by_year(reader)
    unsent = _before_their_letters(reader) if gone else frozenset[str]()
    return tuple(
        AfterDecision(
            application_id=number,
            withdrawn_on=gone.get(number),
            unsent=number in unsent,
            settled_on=fixed.get(number),
            still=now.total(Account.COMMITTED, number),
            objections=objected.get(number, ()),
            added=Euro.total(added.get(number, ())),
            given_on=told[number].day_of(DecisionKind.RESERVE),
            changed_on=told[number].day_of(DecisionKind.CHANGED),
            revoked_on=told[number].day_of(DecisionKind.REVOKED),
            award=newest[number] if newest.get(number) != awards[number] else None,
            paid=told[number].paid,
            paid_by_year=years.get(number, {}),
            standing=told[number].standing,
            later=later.get(number, ()),
            ending=ends.get(number),
        )
        for number in touched
    )


def _objected(reader: RoundReader) -> Mapping[str, tuple[Objected, ...]]:
    if not reader.objections:
        return {}
    from .objections.standing import objected_of  # late: to most rounds nobody objected

    return objected_of(reader)


def _days_of_supplements(reader: RoundReader) -> dict[str, Days]:
    """When each application was decided on by a supplement, and when that was sent."""
    sent = {o.application_id: o.on for o in reader.life_events if o.event == DecisionEvent.SENT}
    return {
        number: Days(decided_on=one.approved_on, sent_on=sent.get(number))
        for one in reader.supplements
        if one.approved_on is not None
        for number in one.numbers
    }


def _before_their_letters(reader: RoundReader) -> frozenset[str]:
    """Who was withdrawn after the decision and before its letter went, by the trail.

    In a round of the first edition that letter went all the same, until all of them had.
    """
    added = {
        (name, key): link.number
        for link in reader.events
        for name, key, _ in json.loads(link.detail_json)
    }
    list_went = next(
        (
            added[("Publication", str(one.id))]
            for one in reader.publications
            if one.allocation_id == reader.allocation_id
        ),
        None,
    )
    alone = {
        one.application_id: added[("LifeEvent", str(one.row_id))]
        for one in reader.life_events
        if one.event == DecisionEvent.SENT
    }
    found: set[str] = set()
    for gone in (one for one in reader.withdrawals if one.late):
        number = gone.application_id
        went = alone.get(number) if number in reader.set_aside else list_went
        at = added[("Withdrawal", str(gone.row_id))]
        if went is None or (reader.policy.asks and at < went):
            found.add(number)
    return frozenset(found)


def _sent_on(reader: RoundReader) -> date | None:
    """When the letters were sent, or else the day of the decision, where there is one."""
    approval = reader.approval
    return (reader.published_on or approval.on) if approval else None


def corrections_of(reader: RoundReader, whole_round: Dossier) -> dict[str, Correction]:
    """The earlier years that decisions of this round settle, by application number."""
    if all(instruments()[one.award.instrument].beside is None for one in whole_round.decided):
        return {}
    awards = {award.application_id: award for award in whole_round.allocation.awards}
    within = settings(whole_round.policy, reader.applications)
    found: dict[str, Correction] = {}
    for one in reader.applications:
        number = one.application.application_id
        own = instruments()[one.instrument]
        if own.beside is None or one.application.withdrawn_on is not None or number not in awards:
            continue
        told = own.beside(one.application, within[one.instrument], awards[number].amount)
        if told.settled is not None:
            years = tuple(own.papers.corrections(one.application))
            found[number] = Correction(years, told.settled)
    return found
