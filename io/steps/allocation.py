"""One run of ``verdeel allocate``: read, divide, and keep, with the database free in between.

Dividing can take minutes. It stands between two short transactions, so that others can go on; the
second one keeps the result only where the round is still what the first one read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session

from ...grants.allocation import Allocation, Status
from ...grants.rounds import RoundState, Step
from ...optimiser.solution import Progress, Solution
from ..errors import RefusedByProcess
from ..records import audit, tables
from ..records.allocations import newest_allocation
from ..records.claims import claimed
from ..records.database import reading, transaction
from ..records.events import done_since
from ..records.retry import until_not_crossed
from ..rounds.actor import Actor
from ..rounds.division import (
    RoundCase,
    case_of_round,
    divide,
    input_hash_of,
    is_current,
    is_kept,
    keep,
    next_hash,
)
from ..rounds.state import require_may, require_seal, require_state, round_of, seal_of


def allocate_round(
    url: str,
    round_id: str,
    who: Actor,
    *,
    progress: Callable[[Progress], None] | None = None,
    time_limit_seconds: int | None = None,
) -> Allocation:
    """Divide the money, prove it, and keep it. The same input gives the stored answer again.

    Raises:
        RefusedByProcess: the round was not screened or changed meanwhile, the certificate is not
            valid, the actor is an auditor, the seal is that of another program, or somebody else
            is dividing this round.
        InfeasiblePolicy: no allocation keeps every hard constraint.
    """
    with claimed(url, round_id, Step.ALLOCATE.value, who.name):
        with reading(url) as session:
            read = _read(session, round_id, who)
        if isinstance(read, Allocation):
            return read
        allocation, solution = divide(
            read.case, read.seal, progress=progress, time_limit_seconds=time_limit_seconds
        )
        return until_not_crossed(lambda: _kept(url, read, allocation, solution, who))


@dataclass(frozen=True, slots=True)
class _Read:
    """What a division starts from; ``event`` is the last of the audit trail at that moment."""

    case: RoundCase
    seal: str
    input_hash: str
    event: int


def _read(session: Session, round_id: str, who: Actor) -> Allocation | _Read:
    """The stored answer where there is one for this input, else what to divide."""
    row = round_of(session, round_id)
    require_may(who, Step.ALLOCATE)
    stored = newest_allocation(session, round_id)
    if stored is None or not RoundState(row.state).decided:
        require_state(row, Step.ALLOCATE)
    case = case_of_round(session, round_id)
    if stored is not None and stored.status == Status.PROVEN and is_current(
        session, row, stored, case
    ):  # fmt: skip
        return Allocation.model_validate_json(stored.allocation_json)
    require_state(row, Step.ALLOCATE)
    require_seal(session, row)
    return _Read(
        case=case,
        seal=seal_of(session, row),
        input_hash=input_hash_of(session, row, case),
        event=audit.head(session).number,
    )


def _kept(
    url: str, read: _Read, allocation: Allocation, solution: Solution, who: Actor
) -> Allocation:
    """Keep the answer, unless the round is another one by now."""
    round_id = read.case.round_id
    with transaction(url) as session:
        row = round_of(session, round_id)
        _check_unchanged(session, row, read)
        require_state(row, Step.ALLOCATE)
        stored = newest_allocation(session, round_id)
        current = stored is not None and is_current(session, row, stored, read.case)
        input_hash = (
            stored.input_hash if stored and current else next_hash(session, row, read.case, stored)
        )
        # A list that was not proven is tried again, and kept beside the earlier ones if it differs.
        if not is_kept(session, round_id, input_hash, allocation.status, solution.digest):
            keep(session, row, allocation, solution, input_hash, who)
    return allocation


def _check_unchanged(session: Session, row: tables.Round, read: _Read) -> None:
    """Whatever changes a round leaves an event, so the input is read again only where there is one.

    Raises:
        RefusedByProcess: with what was done meanwhile.
    """
    done = done_since(session, row.id, read.event)
    if not done or input_hash_of(session, row) == read.input_hash:
        return
    raise RefusedByProcess(
        f"Tijdens het verdelen is in ronde {row.id} {' en '.join(done)}. De verdeling rust daar "
        "niet op en is niet bewaard; geef dezelfde opdracht opnieuw."
    )
