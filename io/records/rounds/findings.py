"""Findings as they are kept: with the workbook that they are about, and never changed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from ....grants.applications.finding import Finding
from .. import tables
from ..adding import add_rows
from ..without_contacts import clean_finding

if TYPE_CHECKING:
    from .reader import RoundReader


def placed(session: Session, round_id: str) -> tuple[tuple[int, Finding], ...]:
    """Every finding of a round with the number of its workbook, oldest first."""
    rows = session.exec(_placed(), params={"round_id": round_id}).all()
    return tuple((batch_id, Finding.model_validate_json(text)) for batch_id, text in rows)


@cache
def _placed() -> Select[int, str]:
    one, batch = tables.Finding, tables.Batch
    return (
        select(one.batch_id, one.finding_json)
        .where(one.batch_id == batch.id, col(batch.round_id) == tables.OF_ROUND)
        .order_by(col(one.id))
    )


def of_batch(reader: RoundReader, batch_id: int | None) -> tuple[Finding, ...]:
    """The findings about one workbook, oldest first."""
    rows = reader.session.exec(
        select(tables.Finding.finding_json)
        .where(tables.Finding.batch_id == batch_id)
        .order_by(col(tables.Finding.id))
    ).all()
    return tuple(Finding.model_validate_json(text) for text in rows)


def add(reader: RoundReader, found: Iterable[tuple[int, Finding]]) -> None:
    """Add findings, each with the number of its workbook; no contact person is kept in them."""
    rows = [
        {"batch_id": batch_id, "finding_json": clean_finding(one.model_dump_json())}
        for batch_id, one in found
    ]
    add_rows(reader.session, tables.Finding, rows)
