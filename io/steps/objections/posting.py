"""When an objection by post was posted, where nobody knows: asked, and shown (Awb 6:9)."""

from __future__ import annotations

from datetime import date

from ....grants.after.objection import Channel, ObjectionStep
from ....instruments.terms.objections import Arrived, arrived, until_answered
from ...errors import RefusedByProcess, WrongUse
from ...records.rounds.objections import POSTED, StoredObjection
from ...records.rounds.reader import RoundReader
from ...rounds.actor import Actor
from ...rounds.objections.terms import ObjectionTerms, terms_of
from .handling import Days, Handled, keep_act, open_one


def ask_when_posted(
    reader: RoundReader, name: str, until: date | None, who: Actor, on: date, equated: Days = ()
) -> Handled:
    """Ask an objector to show when the objection was posted; it does not stop the clock.

    What came by post within a week of the last day is in time if it was posted by that day (Awb
    6:9, second paragraph). Whether it was is for the objector to show, once it was asked to.

    Raises:
        RefusedByProcess: that day cannot matter or is known, a request still waits, or the
            objection cannot be acted on.
    """
    one = open_one(reader, name, who)
    terms, last = terms_of(reader, one, equated, on), until_answered(on, until, equated)
    if not _matters(one, terms, equated):
        raise RefusedByProcess(
            f"Wanneer {one.name} is gepost, hoeft u niet te vragen: het kwam {one.channel.dutch}, "
            f"{terms.arrived.dutch}."
        )
    asked = one.of_kind(ObjectionStep.ASKED_WHEN_POSTED)[-1:]
    if terms.posting is not None and (asked[0].on, asked[0].until) != (on, last):
        raise RefusedByProcess(
            f"{one.name} wacht al op een bewijs van de dag van posten, tot en met "
            f'{terms.posting:%d-%m-%Y}. Leg vast wat er kwam: "verdeel objection posting --shown".'
        )
    return keep_act(
        reader, one, ObjectionStep.ASKED_WHEN_POSTED, who, on,
        "De dag van posten is niet bekend (artikel 6:9, tweede lid, Awb).", equated, until=last,
    )  # fmt: skip


def _matters(one: StoredObjection, terms: ObjectionTerms, equated: Days) -> bool:
    """Whether it depends on the day of posting if it came in time, and that day is not known."""
    came = arrived(
        terms.objecting, one.received, one.posted_on, one.channel, terms.sent_on, equated
    )
    return came is Arrived.UNSHOWN


def show_posting(
    reader: RoundReader, name: str, posted: date, reason: str, who: Actor, on: date,
    equated: Days = (),
) -> Handled:  # fmt: skip
    """Record on which day an objection was posted, and what shows it; the last one counts.

    Raises:
        WrongUse: it did not come by post, or that day lies after its receipt.
        RefusedByProcess: the objection cannot be acted on.
    """
    one = open_one(reader, name, who)
    if one.channel is not Channel.POST:
        raise WrongUse(
            f"{one.name} kwam {one.channel.dutch}. Alleen van wat per post komt, telt de dag van "
            "posten (artikel 6:9, tweede lid, Awb)."
        )
    if posted > one.received:
        raise WrongUse(
            f"{one.name} kan niet op {posted:%d-%m-%Y} zijn gepost: het is ontvangen op "
            f"{one.received:%d-%m-%Y}."
        )
    return keep_act(
        reader, one, ObjectionStep.POSTING_SHOWN, who, on, reason, equated,
        detail={POSTED: posted.isoformat()},
    )  # fmt: skip
