"""Withdrawing: a municipality takes its application back.

Before the list is approved the application takes no part in it; the list must be drawn again if
there was one. After approval the decision stands as it was taken: the withdrawal is recorded beside
it, what was committed comes free, and nobody else gets it by itself.
"""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from ...grants.money import ZERO, Euro
from ...grants.record import Record
from ...grants.rounds import RoundState, Step
from ..errors import RefusedByProcess, WrongUse
from ..records import audit, changes, tables
from ..records.allocations import newest_allocation
from ..records.applications import latest
from ..records.withdrawals import Withdrawn, withdrawals
from ..rounds.actor import Actor
from ..rounds.ledger import book_release
from ..rounds.seal import program_version
from ..rounds.state import permit, policy_of, round_of

_SHORTEST_REASON = 5


class Gone(Record):
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


def record(
    session: Session, round_id: str, number: str, who: Actor, on: date | None, reason: str
) -> Gone:
    """Record that an application was withdrawn; the same again changes nothing.

    Raises:
        WrongUse: the application is unknown, or the date or the reason is missing.
        RefusedByProcess: the state or the role forbids it, or it was withdrawn otherwise before.
    """
    row = round_of(session, round_id)
    permit(row, Step.WITHDRAW, who)
    known = latest(session, round_id, number)
    if known is None:
        raise WrongUse(f"Ronde {round_id} heeft geen aanvraag {number}. Controleer het nummer.")
    if on is None or len(reason) < _SHORTEST_REASON:
        raise WrongUse(
            "Noem de dag waarop de gemeente de aanvraag introk met --date jjjj-mm-dd, en met "
            "--reason waaruit dat blijkt."
        )
    for earlier in withdrawals(session, round_id):
        if earlier.application_id == number:
            return _again(row, known, earlier, _fund_of(session, row, known), on, reason)
    decided = RoundState(row.state).decided
    stored = newest_allocation(session, round_id) if decided else None
    session.add(
        changes.Withdrawal(
            round_id=round_id,
            application_id=number,
            on=on.isoformat(),
            reason=reason,
            officer=who.name,
            allocation_id=stored.id if stored is not None else None,
        )
    )
    freed = book_release(session, row, number, on) if decided else ZERO
    audit.append(session, round_id, "application.withdrawn", who.name, program_version())
    return Gone(
        round=round_id,
        application_id=number,
        instrument=known.instrument,
        fund=_fund_of(session, row, known),
        on=on,
        reason=reason,
        officer=who.name,
        state=RoundState(row.state),
        late=decided,
        freed=freed,
    )


def _fund_of(session: Session, row: tables.Round, known: tables.Application) -> str:
    """The fund that the scheme of an application draws on."""
    return policy_of(session, row).instruments[known.instrument].fund


def _again(
    row: tables.Round,
    known: tables.Application,
    earlier: Withdrawn,
    fund: str,
    on: date,
    reason: str,
) -> Gone:
    if (earlier.on, earlier.reason) != (on, reason):
        raise RefusedByProcess(
            f"{earlier.application_id} is al ingetrokken op {earlier.on:%d-%m-%Y} "
            f"({earlier.reason}), vastgelegd door {earlier.officer}. Dat wijzigt niet meer."
        )
    return Gone(
        round=row.id,
        application_id=earlier.application_id,
        instrument=known.instrument,
        fund=fund,
        on=on,
        reason=reason,
        officer=earlier.officer,
        state=RoundState(row.state),
        late=earlier.late,
        new=False,
    )
