"""What is still open in a round whose letters went, so that it does not go to the archive yet.

First what somebody can do now about an objection, a decision or the end of an award; then what is
to be paid; then what the office waits for; and last the reports that are missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ....grants.lives.round import APPROVERS, Step, move_of
from ...records.after.orders import PaymentState
from ...records.rounds.reader import RoundReader
from ..monitors.followed import is_followed
from ..objections.following import following
from ..objections.standing import open_objections
from ..settling.terms import TermKind, terms_of
from ..settling.upcoming import all_upcoming
from .acts import acts_next
from .unpaid import unpaid

Act = tuple[str, tuple[str, ...]]
"""A command with what is said about it, and the roles of who may give it."""

_OF_APPROVERS = ("objection decide", "objection cover", "objection penalty")
# Terms of what was announced or claimed, for which the municipality or its fund is waited for.
_AWAITED = (
    TermKind.VIEW, TermKind.PAYMENT, TermKind.REMINDER, TermKind.INTEREST, TermKind.LIMITATION,
)  # fmt: skip


def left_open(reader: RoundReader, on: date) -> Act | None:
    """What comes first of what is open on a day; ``None`` where nothing is."""
    return next(_all(reader, on), None)


def _all(reader: RoundReader, on: date) -> Iterator[Act]:
    for one in acts_next(reader, on):
        yield one.command, _roles(one.command)
    yield from _corrections(reader)
    yield from _payments(reader, on)
    yield from _awaited(reader, on)
    yield from _reports(reader, on)


def _roles(command: str) -> tuple[str, ...]:
    """Who may give a command about awards: a second name and what an objection comes to is of
    approvers."""
    typed = command.removeprefix("verdeel ")
    if "--confirm" in typed or typed.startswith(_OF_APPROVERS):
        return APPROVERS
    return next(move_of(step).roles for step in Step if typed.startswith(step.value))


def _corrections(reader: RoundReader) -> Iterator[Act]:
    """What is said to be wrong with a payment counts once another person says so too."""
    for one in reader.after.payment_orders:
        if one.disputed is not None:
            yield (
                f"verdeel pay correct {one.application_id} --confirm --round {reader.id} --date "
                "jjjj-mm-dd, door een ander",
                move_of(Step.PAY).roles,
            )


def _payments(reader: RoundReader, on: date) -> Iterator[Act]:
    """What was ordered is confirmed first; a part of a closed year is moved before it is paid."""
    of, roles = f"--round {reader.id}", move_of(Step.PAY).roles
    if any(one.state is PaymentState.ORDERED for one in reader.after.payment_orders):
        yield f"verdeel pay confirm --file <terug.csv> {of}, door een ander", roles
    left = sorted(
        (one.year, one.standing.award.application_id)
        for one in unpaid(reader, on)
        if not one.ordered
    )
    for year, number in left:
        if year < on.year:
            yield (
                f'verdeel change request {number} --year <jaar> --reason "..." {of} --date '
                f"jjjj-mm-dd, want kasjaar {year} is gesloten",
                move_of(Step.CHANGE).roles,
            )
        else:
            later = f", vanaf 01-01-{year}" if year > on.year else ""
            yield f"verdeel pay order --out <map> {of} --date jjjj-mm-dd{later}", roles


def _awaited(reader: RoundReader, on: date) -> Iterator[Act]:
    """What can be recorded as soon as it comes; what may come and need not is left out."""
    for one, terms in open_objections(reader, on=on):
        after = following(reader.id, one, terms)
        if after is not None and after.command:
            yield f"{after.command}, {after.nl}", _roles(after.command)
    running = {one.application_id for one in terms_of(reader) if one.kind in _AWAITED}
    for one in all_upcoming(reader, on) if running else ():
        if one.application_id in running:
            yield f"{one.command}, zodra dat er is", _roles(one.command)


def _reports(reader: RoundReader, on: date) -> Iterator[Act]:
    """Municipalities whose report is missing are reminded, where any was asked for or came."""
    if not is_followed(reader):
        return
    from ..monitors.reporting import ReportState, reporting_of  # late: of most rounds nobody did

    if any(one.state is ReportState.MISSING for one in reporting_of(reader, on)):
        yield (
            f"verdeel monitor remind {reader.id} --date jjjj-mm-dd --until jjjj-mm-dd --out <map>, "
            "want van een gemeente ontbreekt een verslag",
            move_of(Step.MONITOR).roles,
        )
