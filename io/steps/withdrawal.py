"""The command ``verdeel withdraw``: a municipality takes its application back.

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
from ..cli.commands.round import acting
from ..cli.console import show, show_json
from ..cli.invocation import Invocation
from ..errors import RefusedByProcess, WrongUse
from ..records import audit, changes, tables
from ..records.allocations import newest_allocation
from ..records.database import transaction
from ..records.withdrawals import Withdrawn, withdrawals
from ..rounds.actor import Actor
from ..rounds.ledger import book_release
from ..rounds.seal import program_version
from ..rounds.state import permit, policy_of, round_of
from .intake import latest

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


def withdraw(
    call: Invocation, application_id: str, round_id: str, on: date | None, reason: str | None
) -> int:
    """Record a withdrawal, and say what can be done next."""
    with transaction(call.database) as session:
        who = acting(session, round_id, call)
        told = record(session, round_id, application_id.upper(), who, on, (reason or "").strip())
    if call.as_json:
        show_json(told.model_dump(mode="json"))
    else:
        for line in _lines(told):
            show(line)
    return 0


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


def _lines(told: Gone) -> list[str]:
    done = "is vastgelegd als ingetrokken" if told.new else "was al vastgelegd als ingetrokken"
    lines = [
        f"{told.application_id} {done} op {told.on:%d-%m-%Y}, door {told.officer}. {told.reason}"
    ]
    if told.late and told.new:
        lines.append(
            f"Er komt {told.freed} vrij in geldbron {told.fund}. De vastgestelde lijst blijft "
            "zoals zij is; niemand krijgt dit geld vanzelf."
        )
    if told.late:
        amount = f" --amount '{told.freed}'" if told.freed else ""
        lines.append(
            "Wie er aan de beurt is: "
            f"verdeel reserve --round {told.round} --fund {told.fund}{amount}"
        )
    elif told.state is RoundState.ALLOCATED:
        lines.append(
            f"De verdeling is van voor de intrekking. Hierna: verdeel allocate --round {told.round}"
        )
    elif told.new:
        lines.append("De aanvraag doet niet mee in de verdeling.")
    return lines
