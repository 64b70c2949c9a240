"""Supplementary lists as they are kept: what was set aside, decided after the approval."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import TYPE_CHECKING

from pydantic import TypeAdapter
from sqlmodel import Session, col, select

from ....grants.decisions.allocation import Allocation, Award, Totals
from ....optimiser.solution import Solution
from .. import supplements as rows
from .by_two import OfTwo, approvals, second_name

if TYPE_CHECKING:
    from .reader import RoundReader


class StoredSupplement(OfTwo):
    """A supplementary list as it is read back.

    ``done_over`` is the round done over with its applications in, ``solution`` what it was made of.
    """

    allocation_id: int
    input_hash: str
    made_by: str
    on: date
    awards: tuple[Award, ...]
    totals: Totals
    done_over: Allocation
    solution: Solution

    @property
    def numbers(self) -> tuple[str, ...]:
        """The applications that it decides on, in order."""
        return tuple(award.application_id for award in self.awards)


_AWARDS = TypeAdapter(tuple[Award, ...])


def supplements(
    session: Session, round_id: str, allocation_id: int | None
) -> tuple[StoredSupplement, ...]:
    """The supplementary lists to an approved list, oldest first."""
    approved = approvals(session, rows.SupplementApproval, round_id, lambda one: one.supplement_id)
    solutions = {
        one.supplement_id: one.solution_json
        for one in session.exec(
            select(rows.SupplementSolution).where(rows.SupplementSolution.round_id == round_id)
        )
    }
    found = session.exec(
        select(rows.Supplement)
        .where(rows.Supplement.round_id == round_id, rows.Supplement.allocation_id == allocation_id)
        .order_by(col(rows.Supplement.id))
    ).all()
    return tuple(_read(row, approved.get(row.id or 0), solutions[row.id or 0]) for row in found)


def _read(
    row: rows.Supplement, approval: rows.SupplementApproval | None, solution: str
) -> StoredSupplement:
    return StoredSupplement(
        row_id=row.id or 0,
        allocation_id=row.allocation_id,
        input_hash=row.input_hash,
        digest=row.digest,
        made_by=row.made_by,
        on=date.fromisoformat(row.on),
        awards=_AWARDS.validate_json(row.awards_json),
        totals=Totals.model_validate_json(row.totals_json),
        done_over=Allocation.model_validate_json(row.allocation_json),
        solution=Solution.model_validate_json(solution),
        **second_name(approval),
    )


def awards_as_json(awards: tuple[Award, ...]) -> str:
    """Awards as they are kept, and hashed."""
    return _AWARDS.dump_json(awards).decode()


def digest_of(awards: tuple[Award, ...]) -> str:
    """The hash of a supplementary list."""
    return hashlib.sha256(awards_as_json(awards).encode()).hexdigest()


def add(reader: RoundReader, one: StoredSupplement) -> None:
    """Keep a supplementary list; its own ``row_id`` is not read."""
    made = rows.Supplement(
        round_id=reader.id,
        allocation_id=one.allocation_id,
        input_hash=one.input_hash,
        digest=one.digest,
        made_by=one.made_by,
        on=one.on.isoformat(),
        awards_json=awards_as_json(one.awards),
        totals_json=one.totals.model_dump_json(),
        allocation_json=one.done_over.model_dump_json(),
    )
    reader.session.add(made)
    reader.session.flush()
    assert made.id is not None
    reader.session.add(
        rows.SupplementSolution(
            round_id=reader.id, supplement_id=made.id,
            solution_json=one.solution.model_dump_json(),
        )
    )  # fmt: skip
    reader.session.flush()


def approve(reader: RoundReader, one: StoredSupplement, approver: str, on: date) -> None:
    """Keep the approval of a supplementary list."""
    reader.session.add(
        rows.SupplementApproval(
            round_id=reader.id, supplement_id=one.row_id, approver=approver, on=on.isoformat(),
            digest=one.digest,
        )
    )  # fmt: skip
    reader.session.flush()
