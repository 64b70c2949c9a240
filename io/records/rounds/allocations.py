"""The allocations that a round keeps: the newest is the one that counts. No solver is needed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from ....grants.decisions.allocation import Allocation
from ....grants.ledger.opening import NOTHING_TAKEN, OpeningBalance
from ....optimiser.solution import Solution
from ...errors import RefusedByProcess
from .. import changes, tables
from ..adding import add_rows
from .register import in_order

if TYPE_CHECKING:
    from .reader import RoundReader


def newest_id(session: Session, round_id: str, *, before: int | None = None) -> int | None:
    """The number of the newest allocation of a round, or of the newest ``before`` another one."""
    found = select(tables.Allocation.id).where(tables.Allocation.round_id == round_id)
    if before is not None:
        found = found.where(col(tables.Allocation.id) < before)
    return session.exec(found.order_by(col(tables.Allocation.id).desc()).limit(1)).first()


def opening(session: Session, round_id: str) -> OpeningBalance:
    """What earlier rounds had taken when this one was last divided."""
    row = session.exec(
        select(changes.Opening)
        .where(changes.Opening.round_id == round_id)
        .order_by(col(changes.Opening.id).desc())
        .limit(1)
    ).first()
    return NOTHING_TAKEN if row is None else OpeningBalance.model_validate_json(row.balance_json)


def add_opening(reader: RoundReader, balance: OpeningBalance) -> None:
    """Keep what earlier rounds have taken."""
    reader.session.add(
        changes.Opening(
            round_id=reader.id, balance_json=balance.model_dump_json(), digest=balance.sha256
        )
    )
    reader.session.flush()


def row_of(session: Session, allocation_id: int | None) -> tables.Allocation | None:
    """The row of an allocation."""
    return None if allocation_id is None else session.get(tables.Allocation, allocation_id)


def not_divided(round_id: str) -> RefusedByProcess:
    """What to say of a round that has no allocation yet."""
    return RefusedByProcess(
        f'Ronde {round_id} is nog niet verdeeld. Doe eerst "verdeel allocate --round {round_id}".'
    )


def awards_of(session: Session, allocation_id: int | None) -> tuple[tables.Award, ...]:
    """The awards of an allocation."""
    rows = session.exec(select(tables.Award).where(tables.Award.allocation_id == allocation_id))
    return tuple(rows.all())


def publications(session: Session, round_id: str) -> tuple[tables.Publication, ...]:
    """Every time that the letters of a list of a round were written in full, oldest first."""
    rows = in_order(session, tables.Publication, round_id)
    return tuple(rows)


def allocation_of(reader: RoundReader, allocation_id: int) -> Allocation:
    """An allocation by its number."""
    found = row_of(reader.session, allocation_id)
    assert found is not None
    return Allocation.model_validate_json(found.allocation_json)


def is_kept(reader: RoundReader, input_hash: str, status: str, digest: str) -> bool:
    """Whether this very list is kept already for this input."""
    same = select(tables.Allocation.id).where(
        tables.Allocation.round_id == reader.id,
        tables.Allocation.input_hash == input_hash,
        tables.Allocation.status == status,
        tables.Allocation.digest == digest,
    )
    return reader.session.exec(same).first() is not None


def rests_on(reader: RoundReader, input_hash: str) -> bool:
    """Whether any allocation of the round was kept for this input."""
    used = select(tables.Allocation.id).where(
        tables.Allocation.round_id == reader.id, tables.Allocation.input_hash == input_hash
    )
    return reader.session.exec(used).first() is not None


def before(reader: RoundReader, stored: tables.Allocation) -> int | None:
    """The number of the allocation that came before this one, if there is one."""
    return newest_id(reader.session, reader.id, before=stored.id or 0)


def add(
    reader: RoundReader, allocation: Allocation, solution: Solution, input_hash: str, made_by: str
) -> None:
    """Add an allocation with its awards."""
    kept = tables.Allocation(
        round_id=reader.id,
        input_hash=input_hash,
        status=allocation.status,
        digest=solution.digest,
        made_by=made_by,
        allocation_json=allocation.model_dump_json(),
        solution_json=solution.model_dump_json(),
    )
    reader.session.add(kept)
    reader.session.flush()
    assert kept.id is not None
    awards = [
        {
            "allocation_id": kept.id,
            "application_id": award.application_id,
            "instrument": award.instrument,
            "municipality_code": award.municipality_code,
            "outcome": award.outcome.value,
            "requested_cents": award.asked.cents,
            "amount_cents": award.amount.cents,
            "compensable_vat_cents": award.compensable_vat.cents,
            "payable_cents": award.payable.cents,
            "affordable_homes": award.affordable_homes,
        }
        for award in allocation.awards
        if award.requested is not None  # what could not be read adds up to nothing
    ]
    add_rows(reader.session, tables.Award, awards)


def add_publication(
    reader: RoundReader, stored: tables.Allocation, officer: str, on: date, letters: int
) -> None:
    """Keep that the letters of an allocation were written in full."""
    assert stored.id is not None
    reader.session.add(
        tables.Publication(
            round_id=reader.id,
            allocation_id=stored.id,
            officer=officer,
            on=on.isoformat(),
            letters=letters,
        )
    )
