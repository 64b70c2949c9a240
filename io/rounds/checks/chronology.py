"""The order of dates in a round: no act is dated before what it rests on.

Dates come from outside, so that nothing but this holds them in order: a decision that is dated
before the window closed, or before a judgement in it was confirmed, was taken on what did not exist
yet (Awb 3:2, 3:46). What an act rests on is read from the records at the moment of the act.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ....grants.lives.round import RoundState
from ....grants.record import Record
from ...errors import RefusedByProcess
from ...records.rounds.applications import StoredApplication
from ...records.rounds.reader import RoundReader


class Ground(Record):
    """What an act rests on, with its day; ``dutch`` completes "van ... is"."""

    day: date
    dutch: str


def require_after(act: str, on: date, grounds: Iterable[Ground]) -> None:
    """Refuse an act that is dated before what it rests on; the latest of that is named.

    Raises:
        RefusedByProcess: with the first day on which the act can be dated.
    """
    latest = max(grounds, key=lambda one: one.day, default=None)
    if latest is not None and on < latest.day:
        raise RefusedByProcess(
            f"{act} kan niet van {on:%d-%m-%Y} zijn: {latest.dutch} is van "
            f"{latest.day:%d-%m-%Y}. Noem met --date die dag of een latere."
        )


def under_a_decision(reader: RoundReader) -> Iterator[Ground]:
    """What the decision on a round rests on: its window, and all that was done before it."""
    policy = reader.policy
    for key in policy.instruments:
        yield Ground(day=policy.window_of(key).closes, dutch="de laatste dag van het tijdvak")
    for one in reader.applications:
        yield _receipt(one)
    for one in reader.judgements:
        if one.confirmed_on is not None:
            number = one.application_id
            yield Ground(day=one.confirmed_on, dutch=f"het oordeel over {number} ({one.rule})")
    for one in reader.withdrawals:
        if not one.late:
            yield Ground(day=one.on, dutch=f"de intrekking van {one.application_id}")
    for one in reader.question_answers:
        yield Ground(day=one.on, dutch=f"het antwoord over {one.application_id} ({one.question})")
    for one in reader.strikes:
        what = f"de verbetering van de intrekking van {one.application_id}"
        yield Ground(day=one.confirmed_on or one.on, dutch=what)
    for one in reader.life_events:
        what = f"wat bij {one.application_id} is vastgelegd"
        yield Ground(day=one.confirmed_on or one.on, dutch=what)
    for one in reader.requests:
        yield Ground(day=one.on, dutch=f"het verzoek om aanvulling van {one.number}")
    for one in reader.completions:
        yield Ground(day=one.on, dutch=f"de aanvulling van {one.number}")
    yield from under_an_amendment(reader)


def under_a_supplement(reader: RoundReader, numbers: Iterable[str]) -> Iterator[Ground]:
    """What a supplementary list rests on: the decision, and what was judged of those in it."""
    yield from under_letters(reader)
    wanted = set(numbers)
    for one in reader.judgements:
        if one.application_id in wanted and one.confirmed_on is not None:
            what = f"het oordeel over {one.application_id} ({one.rule})"
            yield Ground(day=one.confirmed_on, dutch=what)


def under_letters(reader: RoundReader) -> Iterator[Ground]:
    """What the letters of a round rest on: the decision that they tell."""
    if reader.approval is not None:
        yield Ground(day=reader.approval.on, dutch="het besluit")


def under_an_amendment(reader: RoundReader) -> Iterator[Ground]:
    """What a change of policy rests on: the ones before it, and the list that it puts aside."""
    seconds = {one.amendment_id: one.on for one in reader.confirmations}
    for one in reader.amendments:
        for day in (one.on, seconds.get(one.id or 0, "")):
            if day:
                yield Ground(day=date.fromisoformat(day), dutch="een wijziging van het beleid")
    if reader.state is RoundState.APPROVED and reader.approval is not None:
        yield Ground(day=reader.approval.on, dutch="het besluit dat erdoor vervalt")


def under_an_act_on(one: StoredApplication) -> tuple[Ground, ...]:
    """What an act on one application rests on: that it had come in."""
    return (_receipt(one),)


def _receipt(one: StoredApplication) -> Ground:
    number = one.application.application_id
    return Ground(day=one.application.received_at.date(), dutch=f"de ontvangst van {number}")
