"""Answers of officers to questions of the program, as they are kept: added, never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import Select

from ....grants.applications.finding import Finding
from ....grants.record import Record
from .. import tables

if TYPE_CHECKING:
    from .reader import RoundReader

OTHER_APPLICANT, AFTER_WITHDRAWAL = "INT-050", "INT-051"
CONTESTING = (OTHER_APPLICANT, AFTER_WITHDRAWAL)
"""Questions about a new version, which does not count until somebody said that it is right."""

KEEP, DROP = "keep", "drop"


class GivenAnswer(Record):
    """An answer with what it is about. ``answer`` is :data:`KEEP` or :data:`DROP`.

    ``finding`` is the question as it stood, ``version_row_id`` the version that it was about.
    """

    row_id: int
    application_id: str
    version_row_id: int
    question: str
    finding: Finding
    answer: str
    reason: str
    officer: str
    on: date


@cache
def _given() -> Select[tables.QuestionAnswer, str]:
    return (
        select(tables.QuestionAnswer, tables.Application.application_id)
        .where(
            col(tables.QuestionAnswer.round_id) == tables.OF_ROUND,
            tables.QuestionAnswer.application_row_id == tables.Application.id,
        )
        .order_by(col(tables.QuestionAnswer.id))
    )


@cache
def _contesting() -> Select[int, str]:
    said = col(tables.Finding.finding_json)
    return select(tables.Finding.batch_id, tables.Finding.finding_json).where(
        tables.Finding.batch_id == tables.Batch.id,
        col(tables.Batch.round_id) == tables.OF_ROUND,
        or_(*(said.contains(f'"code":"{code}"') for code in CONTESTING)),
    )


def given(session: Session, round_id: str) -> tuple[GivenAnswer, ...]:
    """Every answer in a round, oldest first."""
    rows = session.exec(_given(), params={"round_id": round_id}).all()
    return tuple(
        GivenAnswer(
            row_id=row.id or 0,
            application_id=number,
            version_row_id=row.application_row_id,
            question=row.question,
            finding=Finding.model_validate_json(row.finding_json),
            answer=row.answer,
            reason=row.reason,
            officer=row.officer,
            on=date.fromisoformat(row.on),
        )
        for row, number in rows
    )


def contested(session: Session, round_id: str) -> Mapping[int, tuple[int, str]]:
    """The versions that do not count, since nobody said that they are their applicant's.

    By row, each with its workbook and the number of the application.
    """
    asked = session.exec(_contesting(), params={"round_id": round_id}).all()
    if not asked:
        return {}
    about: dict[tuple[int, str], set[str]] = {}
    for batch, text in asked:
        finding = Finding.model_validate_json(text)
        about.setdefault((batch, finding.application_id), set()).add(finding.code)
    of = tables.Application
    rows = session.exec(
        select(of.id, of.batch_id, of.application_id).where(of.round_id == round_id)
    ).all()
    kept = {
        (one.version_row_id, one.question) for one in given(session, round_id) if one.answer == KEEP
    }
    return {
        key: (batch, number)
        for key, batch, number in rows
        if key and any((key, code) not in kept for code in about.get((batch, number), ()))
    }


def add(
    reader: RoundReader,
    answered: Sequence[tuple[int, Finding]],
    answer: str,
    reason: str,
    officer: str,
    on: date,
) -> None:
    """Add the same answer to questions, each with the version of the application it is about."""
    for version_row_id, finding in answered:
        reader.session.add(
            tables.QuestionAnswer(
                round_id=reader.id,
                application_row_id=version_row_id,
                question=finding.code,
                finding_json=finding.model_dump_json(),
                answer=answer,
                reason=reason,
                officer=officer,
                on=on.isoformat(),
            )
        )
    reader.session.flush()
