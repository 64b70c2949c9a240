"""The allocations that a round keeps: the newest is the one that counts. No solver is needed."""

from __future__ import annotations

from sqlmodel import Session, col, select

from ...grants.allocation import Allocation
from ..errors import RefusedByProcess
from ..rounds.state import round_of
from . import tables


def allocation_of(session: Session, round_id: str) -> Allocation | None:
    """The newest allocation of a round, if there is one."""
    found = session.exec(
        select(tables.Allocation.allocation_json)
        .where(tables.Allocation.round_id == round_id)
        .order_by(col(tables.Allocation.id).desc())
    ).first()
    return Allocation.model_validate_json(found) if found is not None else None


def newest_allocation(session: Session, round_id: str) -> tables.Allocation | None:
    """The newest allocation of a round, the one that counts; ``None`` before the first."""
    return session.exec(
        select(tables.Allocation)
        .where(tables.Allocation.round_id == round_id)
        .order_by(col(tables.Allocation.id).desc())
    ).first()


def allocation_row(session: Session, round_id: str) -> tables.Allocation:
    """The newest allocation of a round.

    Raises:
        RefusedByProcess: there is none yet.
    """
    round_of(session, round_id)
    found = newest_allocation(session, round_id)
    if found is None:
        raise RefusedByProcess(
            f"Ronde {round_id} is nog niet verdeeld. "
            f"Doe eerst 'verdeel allocate --round {round_id}'."
        )
    return found
