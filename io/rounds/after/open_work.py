"""What is still to be done about the awards of a decided round, for whoever asks where it stands.

A last day that has passed is told as one: what was not done by then is late, and what ended by
itself, as the term for a view does, is over.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ...records.after.award_decisions import DecisionKind
from ...records.after.orders import PaymentState
from ...records.after.weighings import newest
from ...records.rounds.reader import RoundReader
from ..monitors.followed import followed
from ..objections.made import applications_since
from ..settling.terms import terms_of
from ..settling.told import settlings_told
from .acts import acts_next
from .changing import open_request, term_to_decide_change
from .standing import Ended, StandingAward, standing_awards
from .told import awards_told


def open_work(reader: RoundReader, as_of: date | None) -> dict[str, Any]:
    """What becomes of the awards of a decided round, by the fields of where it stands."""
    counts: dict[str, int] = {}
    for one in awards_told(reader).values():
        if one.dutch:
            counts[one.dutch] = counts.get(one.dutch, 0) + 1
    return {
        **followed(reader, as_of),
        "awards": {state: counts[state] for state in sorted(counts)},
        "to_pay": tuple(
            f"opdracht {one.row_id}, {one.application_id}, {one.payable}, "
            f"{by_the_day(one.due, as_of)}"
            for one in reader.after.payment_orders
            if one.state is PaymentState.ORDERED
        ),
        "proposed": _proposed(reader),
        "intentions": _intentions(reader, as_of),
        "requests_to_change": _requests(reader, as_of),
        "to_settle": tuple(
            f"{one.application_id}, {one.what.nl}, "
            f"{by_the_day(one.term.last, as_of, ends=one.kind.ends)}"
            for one in terms_of(reader)
            if one.kind.presses
        ),
        "acts_next": ()
        if as_of is None
        else tuple(
            f"{one.application_id}: {one.what.nl}. {one.command}"
            for one in acts_next(reader, as_of)
        ),
    }


def by_the_day(last: date, as_of: date | None, *, ends: bool = False) -> str:
    """A last day, and whether it has passed: what ``ends`` by itself is over then, and not late.

    >>> by_the_day(date(2027, 10, 25), date(2027, 10, 25))
    'uiterlijk 25-10-2027'
    >>> by_the_day(date(2027, 10, 25), None, ends=True)
    'tot en met 25-10-2027'
    >>> by_the_day(date(2027, 10, 25), date(2027, 10, 26))
    'moest uiterlijk 25-10-2027 (te laat)'
    >>> by_the_day(date(2027, 10, 25), date(2027, 10, 26), ends=True)
    'liep tot en met 25-10-2027 (voorbij)'
    """
    if as_of is None or as_of <= last:
        return f"{'tot en met' if ends else 'uiterlijk'} {last:%d-%m-%Y}"
    return (
        f"liep tot en met {last:%d-%m-%Y} (voorbij)"
        if ends
        else f"moest uiterlijk {last:%d-%m-%Y} (te laat)"
    )


def _proposed(reader: RoundReader) -> tuple[str, ...]:
    """What waits for a second name."""
    decisions = _decisions_proposed(reader) if reader.after.award_decisions else ()
    settling = tuple(
        f"{number} ({one.waits.dutch})"
        for number, one in settlings_told(reader).items()
        if one.waits is not None
    )
    return decisions + settling + (_weighed(reader) if reader.after.weighings else ())


def _decisions_proposed(reader: RoundReader) -> tuple[str, ...]:
    from .deciding import waiting  # late, as below: most rounds were decided on once

    return tuple(
        f"{one.application_id} ({one.kind.dutch})"
        for number in dict.fromkeys(o.application_id for o in reader.after.award_decisions)
        if (one := waiting(reader, number, tuple(DecisionKind))) is not None
    )


def _weighed(reader: RoundReader) -> tuple[str, ...]:
    from .publicity import called

    return tuple(
        f"{one.application_id} (weging van wat openbaar wordt: {called(reader, one)})"
        for one in newest(reader.after.weighings).values()
        if not one.confirmed_by
    )


def _intentions(reader: RoundReader, as_of: date | None) -> tuple[str, ...]:
    """Intentions to revoke that nothing was decided on, with the term for a view."""
    if not reader.after.revocation_intentions:
        return ()
    from .revoking import intention_for

    standings: Mapping[str, StandingAward] = standing_awards(reader)
    return tuple(
        f"{one.application_id}, zienswijze {by_the_day(one.until, as_of, ends=True)} "
        "(artikel 4:8 Awb; niet verschoven: een termijn die het bestuursorgaan zelf stelt)"
        for number in dict.fromkeys(o.application_id for o in reader.after.revocation_intentions)
        if (one := intention_for(reader, number)) is not None
        and standings[number].ended is Ended.NOT
    )


def _requests(reader: RoundReader, as_of: date | None) -> tuple[str, ...]:
    """Requests to change an award that wait for a decision."""
    schemes = {one.application.application_id: one.instrument for one in applications_since(reader)}
    asked = dict.fromkeys(one.application_id for one in reader.after.change_requests)
    open_ = [one for number in asked if (one := open_request(reader, number)) is not None]
    return tuple(
        f"{one.application_id}, beslissen {by_the_day(term.day, as_of)} "
        f"({'; '.join(reason.nl for reason in term.reasons)})"
        for one in open_
        for term in (term_to_decide_change(reader.policy, schemes[one.application_id], one.on),)
    )
