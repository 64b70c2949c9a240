"""One run of ``verdeel allocate``: read, divide, and keep, with the database free in between.

Dividing can take minutes. It stands between two short transactions, so that others can go on; the
second one keeps the result only where the round is still what the first one read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ...grants.decisions.allocation import Allocation, Status
from ...grants.lives.round import Step
from ...optimiser.solution import OURS, Progress, Solution
from ..errors import RefusedByProcess
from ..records.claims import claimed
from ..records.retry import retry_on_conflict
from ..records.rounds import allocations
from ..records.rounds.events import EventKind, done_since
from ..records.rounds.reader import RoundReader, changing_round, reading_round
from ..rounds.actor import Actor
from ..rounds.checks.earlier_rounds import opening_of
from ..rounds.dividing.case import RoundCase, case_of_round
from ..rounds.division import divide, input_hash_of, is_current, next_hash
from ..rounds.ledger import book_reservations
from ..rounds.state import move, record, require_may, require_seal, require_state


def allocate_round(
    url: str,
    round_id: str,
    who: Actor,
    *,
    progress: Callable[[Progress], None] | None = None,
    time_limit_seconds: int | None = None,
    solver: str = OURS,
) -> Allocation:
    """Divide the money, prove it, and keep it. The same input gives the stored answer again.

    ``solver`` is who looks for the list; the list does not depend on it.

    Raises:
        RefusedByProcess: the round was not screened or changed meanwhile, the certificate is not
            valid, the actor is an auditor, the seal is that of another program, or somebody else
            is dividing this round.
        WrongUse: the solver is not on this machine.
        InfeasiblePolicy: no allocation keeps every hard constraint.
    """
    with claimed(url, round_id, Step.ALLOCATE.value, who.name):
        with reading_round(url, round_id) as reader:
            read = _read(reader, who)
        if isinstance(read, Allocation):
            return read
        allocation, solution = divide(
            read.case, read.seal, progress=progress, time_limit_seconds=time_limit_seconds,
            solver=solver,
        )  # fmt: skip
        return retry_on_conflict(lambda: _kept(url, read, allocation, solution, who))


@dataclass(frozen=True, slots=True)
class _Read:
    """What a division starts from; ``event`` is the last of the audit trail at that moment."""

    case: RoundCase
    seal: str
    input_hash: str
    event: int


def _read(reader: RoundReader, who: Actor) -> Allocation | _Read:
    """The stored answer where there is one for this input, else what to divide."""
    decided = reader.state.decided
    require_may(who, Step.ALLOCATE)
    stored = reader.newest_allocation
    if stored is None or not decided:
        require_state(reader, Step.ALLOCATE)
    opening = reader.opening if decided else opening_of(reader)
    case = case_of_round(reader, opening=opening)
    proven = stored is not None and stored.status == Status.PROVEN
    if stored is not None and proven and is_current(reader, stored, case):
        return reader.allocation
    require_state(reader, Step.ALLOCATE)
    require_seal(reader)
    return _Read(
        case=case,
        seal=reader.seal,
        input_hash=input_hash_of(reader, case),
        event=reader.last_event,
    )


def _kept(
    url: str, read: _Read, allocation: Allocation, solution: Solution, who: Actor
) -> Allocation:
    """Keep the answer, unless the round is another one by now."""
    with changing_round(url, read.case.round_id) as reader:
        _check_unchanged(reader, read)
        if not reader.state.decided and opening_of(reader) != read.case.opening:
            raise RefusedByProcess(
                "Tijdens het verdelen is in een andere ronde over hetzelfde geld beslist. Er is "
                "niets bewaard; geef dezelfde opdracht opnieuw."
            )
        require_state(reader, Step.ALLOCATE)
        stored = reader.newest_allocation
        current = stored is not None and is_current(reader, stored, read.case)
        input_hash = stored.input_hash if stored and current else next_hash(reader, read.case)
        # A list that was not proven is tried again, and kept beside the earlier ones if it differs.
        if not allocations.is_kept(reader, input_hash, allocation.status, solution.digest):
            if read.case.opening != reader.opening:
                book_reservations(reader, ())  # the former list may take more than is left now
                allocations.add_opening(reader, read.case.opening)
            allocations.add(reader, allocation, solution, input_hash, who.name)
            book_reservations(reader, allocation.awards)
            move(reader, Step.ALLOCATE)
            record(reader, EventKind.ALLOCATED, who)
    return allocation


def _check_unchanged(reader: RoundReader, read: _Read) -> None:
    """Whatever changes a round leaves an event, so the input is read again only where there is one.

    Raises:
        RefusedByProcess: with what was done meanwhile.
    """
    done = done_since(reader, read.event)
    now = case_of_round(reader, opening=read.case.opening) if done else read.case
    if not done or input_hash_of(reader, now) == read.input_hash:
        return
    raise RefusedByProcess(
        f"Tijdens het verdelen is in ronde {reader.id} {' en '.join(done)}. De verdeling rust daar "
        "niet op en is niet bewaard; geef dezelfde opdracht opnieuw."
    )
