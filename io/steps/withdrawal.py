"""Withdrawing: a municipality takes its application back.

Before the list is approved the application takes no part in it; the list must be drawn again if
there was one. After approval the decision stands as it was taken: the withdrawal is recorded beside
it, what was committed comes free, and nobody else gets it by itself.
"""

from __future__ import annotations

from datetime import date

from ...grants.money import ZERO, Euro
from ...grants.record import Record
from ...grants.rounds import RoundState, Step
from ..errors import RefusedByProcess, WrongUse
from ..records.rounds import withdrawals
from ..records.rounds.applications import latest
from ..records.rounds.events import EventKind
from ..records.rounds.reader import RoundReader
from ..records.rounds.withdrawals import Withdrawn
from ..rounds.actor import Actor
from ..rounds.checks.chronology import Ground, require_after
from ..rounds.incomplete import incomplete_of
from ..rounds.ledger import book_release
from ..rounds.state import permit, record

_SHORTEST_REASON = 5


class RecordedWithdrawal(Record):
    """A withdrawal with what it does to the round. ``freed`` came back under the ceiling."""

    round: str
    application_id: str
    instrument: str
    fund: str
    on: date
    reason: str
    officer: str
    state: RoundState
    late: bool
    freed: Euro = ZERO
    new: bool = True


def withdraw(
    reader: RoundReader, number: str, who: Actor, on: date | None, reason: str
) -> RecordedWithdrawal:
    """Record that an application was withdrawn; the same again changes nothing.

    Raises:
        WrongUse: the application is unknown, or the date or the reason is missing.
        RefusedByProcess: the state or the role forbids it, or it was withdrawn otherwise before.
    """
    permit(reader, Step.WITHDRAW, who)
    instrument = _instrument(reader, number)
    if on is None or len(reason) < _SHORTEST_REASON:
        raise WrongUse(
            "Noem de dag waarop de gemeente de aanvraag introk met --date jjjj-mm-dd, en met "
            "--reason waaruit dat blijkt."
        )
    for earlier in reader.withdrawals:
        if earlier.application_id == number:
            return _again(reader, instrument, earlier, on, reason)
    require_after(f"De intrekking van {number}", on, _received(reader, number))
    decided = reader.state.decided
    standing = reader.allocation_id if decided else None
    withdrawals.add(reader, number, on, reason, who.name, standing)
    freed = book_release(reader, number, on) if decided else ZERO
    record(reader, EventKind.WITHDRAWN, who)
    return RecordedWithdrawal(
        round=reader.id,
        application_id=number,
        instrument=instrument,
        fund=_fund_of(reader, instrument),
        on=on,
        reason=reason,
        officer=who.name,
        state=reader.state,
        late=decided,
        freed=freed,
    )


def _received(reader: RoundReader, number: str) -> tuple[Ground, ...]:
    """When it came in, as far as that could be read."""
    days = [
        one.application.received_at
        for one in reader.applications
        if one.application.application_id == number
    ]
    days += [
        one.received_at
        for one in incomplete_of(reader)
        if one.application_id == number and one.received_at is not None
    ]
    return tuple(Ground(day=day.date(), dutch=f"de ontvangst van {number}") for day in days)


def _instrument(reader: RoundReader, number: str) -> str:
    """The scheme of an application, also of one that is incomplete."""
    known = latest(reader, number)
    if known is not None:
        return known.instrument
    for one in incomplete_of(reader):
        if one.application_id == number:
            return one.instrument
    raise WrongUse(f"Ronde {reader.id} heeft geen aanvraag {number}. Controleer het nummer.")


def _fund_of(reader: RoundReader, instrument: str) -> str:
    """The fund that the scheme of an application draws on."""
    return reader.policy.instruments[instrument].fund


def _again(
    reader: RoundReader, instrument: str, earlier: Withdrawn, on: date, reason: str
) -> RecordedWithdrawal:
    if (earlier.on, earlier.reason) != (on, reason):
        raise RefusedByProcess(
            f"{earlier.application_id} is al ingetrokken op {earlier.on:%d-%m-%Y} "
            f"({earlier.reason}), vastgelegd door {earlier.officer}. Dat wijzigt niet meer."
        )
    return RecordedWithdrawal(
        round=reader.id,
        application_id=earlier.application_id,
        instrument=instrument,
        fund=_fund_of(reader, instrument),
        on=on,
        reason=reason,
        officer=earlier.officer,
        state=reader.state,
        late=earlier.late,
        new=False,
    )
