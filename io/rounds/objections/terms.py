"""The terms of an objection as it is kept: when it had to come, and by when it is decided."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from ....grants.after.objection import Inadmissible, ObjectionStep
from ....grants.lives.decision import DecisionEvent
from ....grants.money import Euro
from ....grants.notation import counted
from ....grants.record import Record
from ....instruments.terms.objections import (
    Arrived,
    Mend,
    Moved,
    Term,
    arrived,
    posted_in_time,
    to_appeal,
    to_decide,
    to_object,
    until_answered,
)
from ....instruments.terms.penalty import Penalty, penalty
from ...records.rounds.objections import StoredAct, StoredObjection
from ...records.rounds.reader import RoundReader
from .finding import contested_by

PER_DAY = "per_day"
"""In what is kept of a notice of default: the amounts a day that the office named, in cents."""
EQUATED = "equated"
"""In what is kept of a penalty: the days equated with holidays by which its terms were counted."""

EXCUSED = "excused: "
"""Before why being late is not held against an objector, in the ground of a decision."""

Days = Collection[date]


class ObjectionTerms(Record):
    """Every term of an objection, each with what set it and what moved it.

    ``objecting`` and ``deciding`` are unknown as long as the decision was not sent; so is
    ``by_post``, until when what was posted in time can be received. ``mending`` is
    the last day of a request to mend that still waits, ``posting`` that of a request to show when
    it was posted. ``explain_by`` is until when the objector was asked to explain why it came late
    (Awb 6:11), ``explaining`` the same as long as it runs and no explanation was recorded.
    ``penalty`` is what a notice of default brings, ``appealing`` the last day for an
    appeal against the decision on the objection.
    """

    sent_on: date | None
    objecting: Term | None
    arrived: Arrived
    deciding: Term | None
    mending: date | None
    penalty: Penalty | None
    appealing: Term | None
    posting: date | None = None
    by_post: Term | None = None
    explain_by: date | None = None
    explaining: date | None = None


def terms_of(
    reader: RoundReader, one: StoredObjection, equated: Days = (), by: date | None = None
) -> ObjectionTerms:
    """The terms of an objection; ``equated`` are days that a decree equates with holidays.

    What a notice of default brings is told as of the day ``by``, and whether the terms to show when
    it was posted and to explain why it came late have ended.
    """
    sent_on = contested_by(reader, one).sent_on
    objecting = None if sent_on is None else to_object(sent_on, equated)
    deciding = _deciding(one, objecting, equated)
    decided_on = ended_on(one)
    came = arrived(objecting, one.received, one.posted_on, one.channel, sent_on, equated)
    posting = _posting(one, by or decided_on) if came is Arrived.UNSHOWN else None
    late = came is Arrived.LATE or (came is Arrived.UNSHOWN and _too_late(one, posting))
    explain_by = _explain_by(one, objecting, sent_on, equated) if late else None
    return ObjectionTerms(
        sent_on=sent_on,
        objecting=objecting,
        arrived=Arrived.LATE if late else came,
        deciding=deciding,
        mending=_mending(one),
        penalty=_penalty(one, deciding, by, decided_on, equated),
        appealing=None if one.decision is None else to_appeal(one.decision.on, equated),
        posting=posting,
        by_post=None if objecting is None else posted_in_time(objecting, equated),
        explain_by=explain_by,
        explaining=_explaining(one, explain_by, by or decided_on),
    )


def _posting(one: StoredObjection, by: date | None) -> date | None:
    """The last day of the newest request to show when it was posted, while it runs."""
    asked = one.of_kind(ObjectionStep.ASKED_WHEN_POSTED)[-1:]
    last = asked[0].until if asked else None
    return None if last is None or (by is not None and by > last) else last


def _too_late(one: StoredObjection, posting: date | None) -> bool:
    """Whether what came by post on an unknown day counts as late: who was asked for proof did not
    give it in the term, or it was decided so."""
    made = one.decision
    if made is not None and (made.ground == Inadmissible.LATE or made.ground.startswith(EXCUSED)):
        return True
    return posting is None and bool(one.of_kind(ObjectionStep.ASKED_WHEN_POSTED))


def _explain_by(
    one: StoredObjection, objecting: Term | None, sent_on: date | None, equated: Days
) -> date:
    """The last day to explain why an objection came late, as its letter asks: the acknowledgement,
    or the request for its posting. Without either it counts from the day that showed it late."""
    at_first = arrived(objecting, one.received, one.posted, one.channel, sent_on, equated)
    asked = one.of_kind(ObjectionStep.ASKED_WHEN_POSTED)[-1:]
    shown = one.of_kind(ObjectionStep.POSTING_SHOWN)[-1:]
    if at_first is Arrived.LATE:
        return until_answered(one.on, None, equated)
    if asked and asked[0].until is not None:
        return asked[0].until
    return until_answered(shown[0].on if shown else one.on, None, equated)


def _explaining(one: StoredObjection, last: date | None, by: date | None) -> date | None:
    explained = one.of_kind(ObjectionStep.LATENESS_EXPLAINED)
    over = last is None or (by is not None and by > last)
    return None if explained or over else last


def _deciding(one: StoredObjection, objecting: Term | None, equated: Days) -> Term | None:
    if objecting is None:
        return None
    return to_decide(
        objecting, committee=one.committee, changes=tuple(_changes(one)), equated=equated
    )


def penalty_due(
    one: StoredObjection, sent_on: date, equated: Days = (), by: date | None = None
) -> Penalty | None:
    """What a notice of default brings as of the day ``by``, where the decision that is objected to
    was sent on a day; ``None`` where there was no notice."""
    return _penalty(
        one, _deciding(one, to_object(sent_on, equated), equated), by, ended_on(one), equated
    )


def fixed_told(amount: Euro, days: int) -> str:
    """What a penalty that is fixed says of itself, as it is kept."""
    return f"Vastgesteld op {amount}, over {counted(days, 'dag', 'dagen')}."


def advice_told(departs: str) -> str:
    """What an advice that is kept says of what was done with it."""
    return "Het advies is niet gevolgd." if departs else "Het advies is gevolgd."


def last_to_object(reader: RoundReader, equated: Days = ()) -> Term | None:
    """Until when the last of the round's decisions can be objected to; ``None`` if none was sent.

    Of the list, of what was set aside and of what was not treated; not of later decisions on
    awards, which are taken in the archive too. ``equated`` as in :func:`terms_of`.
    """
    sent = [one.confirmed_on or one.on for one in reader.untreated.values()]
    sent += [one.on for one in reader.life_events if one.event == DecisionEvent.SENT]
    if reader.published_on is not None:
        sent.append(reader.published_on)
    return to_object(max(sent), equated) if sent else None


def ended_on(one: StoredObjection) -> date | None:
    """The day on which it was decided or withdrawn, by which a penalty stops."""
    if one.decision is not None:
        return one.decision.on
    return None if one.withdrawn is None else one.withdrawn.on


def open_request_to_mend(one: StoredObjection) -> StoredAct | None:
    """The request to mend a defect that was not mended yet, if there is one."""
    last = one.of_kind(ObjectionStep.ASKED_TO_MEND, ObjectionStep.MENDED)[-1:]
    return last[0] if last and last[0].kind is ObjectionStep.ASKED_TO_MEND else None


def _mending(one: StoredObjection) -> date | None:
    asked = open_request_to_mend(one)
    return None if asked is None else asked.until


def _changes(one: StoredObjection) -> Iterator[Mend | Moved]:
    asked: StoredAct | None = None
    for act in one.acts:
        match act.kind:
            case ObjectionStep.ASKED_TO_MEND:
                if asked is not None and asked.until is not None:
                    yield Mend(on=asked.on, until=asked.until)
                asked = act
            case ObjectionStep.MENDED:
                if asked is not None and asked.until is not None:
                    yield Mend(on=asked.on, until=asked.until, mended_on=act.on)
                asked = None
            case ObjectionStep.ADJOURNED | ObjectionStep.CONSENTED:
                assert act.until is not None
                agreed = act.kind is ObjectionStep.CONSENTED
                yield Moved(on=act.on, until=act.until, by_consent=agreed)
            case _:
                continue
    if asked is not None and asked.until is not None:
        yield Mend(on=asked.on, until=asked.until)


class Notice(Record):
    """The notice of default by which a penalty runs, with the amounts that the office named."""

    on: date
    per_day: tuple[int, ...]


def notice_of(one: StoredObjection, deciding: Term | None) -> Notice | None:
    """The notice that counts: the first after the term had ended, else the first."""
    notices = one.of_kind(ObjectionStep.NOTICE_OF_DEFAULT)
    if not notices or deciding is None:
        return None
    ripe = [act for act in notices if act.on > deciding.last]
    notice = (ripe or list(notices))[0]
    named = [
        act.detail[PER_DAY] for act in notices if act.on == notice.on and PER_DAY in act.detail
    ]
    return Notice(on=notice.on, per_day=tuple(int(cents) for cents in "".join(named[-1:]).split()))


def _penalty(
    one: StoredObjection, deciding: Term | None, by: date | None, decided_on: date | None,
    equated: Days,
) -> Penalty | None:  # fmt: skip
    notice = notice_of(one, deciding)
    if notice is None or deciding is None:
        return None
    return penalty(notice.on, deciding, by or notice.on, decided_on, equated, notice.per_day)
