"""Judgements as they are kept: recorded by one officer, confirmed by another, never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from ....grants.assessment import Answer, Assessment
from ....grants.record import Record
from ....instruments.law.judgement import Judgement, judged
from .. import tables

if TYPE_CHECKING:
    from .reader import RoundReader


class RecordedJudgement(Record):
    """A judgement with where it stands. ``confirmed_by`` is empty until a second officer did."""

    application_id: str
    rule: str
    answer: Answer
    reason: str
    officer: str
    on: date
    article: str
    confirmed_by: str = ""
    confirmed_on: date | None = None
    row_id: int


def recorded(session: Session, round_id: str) -> tuple[RecordedJudgement, ...]:
    """Every judgement of a round, oldest first, with its confirmation."""
    rows = session.exec(
        select(tables.Judgement, tables.Application.application_id)
        .where(
            tables.Judgement.round_id == round_id,
            tables.Judgement.application_row_id == tables.Application.id,
        )
        .order_by(col(tables.Judgement.id))
    ).all()
    seconds = {row.confirms: row for row, _ in rows if row.confirms is not None}
    found: list[RecordedJudgement] = []
    for row, number in rows:
        if row.confirms is not None:
            continue
        second = seconds.get(row.id or 0)
        found.append(
            RecordedJudgement(
                application_id=number,
                rule=row.rule,
                answer=Answer(row.answer),
                reason=row.reason,
                officer=row.officer,
                on=date.fromisoformat(row.on),
                article=row.article,
                confirmed_by=second.officer if second else "",
                confirmed_on=date.fromisoformat(second.on) if second else None,
                row_id=row.id or 0,
            )
        )
    return tuple(found)


def judged_answers(
    given: Sequence[RecordedJudgement], answers: Mapping[str, tuple[Assessment, ...]]
) -> dict[str, tuple[Assessment, ...]]:
    """The answers with the newest confirmed judgement of each rule in their place."""
    by_number: dict[str, list[Judgement]] = {}
    for one in given:
        if one.confirmed_on is not None:
            by_number.setdefault(one.application_id, []).append(
                Judgement(
                    rule=one.rule,
                    answer=one.answer,
                    reason=one.reason,
                    officer=one.officer,
                    confirmed_by=one.confirmed_by,
                    on=one.confirmed_on,
                    article=one.article,
                )
            )
    return {
        number: judged(assessments, by_number[number]) if number in by_number else assessments
        for number, assessments in answers.items()
    }


def add(
    reader: RoundReader,
    application_row_id: int,
    rule: str,
    answer: Answer,
    reason: str,
    officer: str,
    on: date,
    *,
    article: str,
    confirms: int | None = None,
) -> None:
    """Add a judgement, or the confirmation of the one that it ``confirms``."""
    reader.session.add(
        tables.Judgement(
            round_id=reader.id,
            application_row_id=application_row_id,
            rule=rule,
            answer=answer,
            reason=reason,
            officer=officer,
            on=on.isoformat(),
            article=article,
            confirms=confirms,
        )
    )
