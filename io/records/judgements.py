"""Judgements as they are kept: recorded by one officer, confirmed by another, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlmodel import Session, col, select

from ...grants.assessment import Answer
from ...grants.record import Record
from ...instruments.law.judgement import FilledIn, Judgement, Question
from . import tables


class Bound(Record):
    """What a judgement is bound to: the question that was open, and what was filled in.

    A value has the field that it fills and stands as the officer wrote it, in Dutch notation.
    """

    question: Question | None = None
    values: tuple[FilledIn, ...] = ()
    source: str = ""


class Recorded(Record):
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
    bound: Bound = Bound()


def recorded(session: Session, round_id: str) -> tuple[Recorded, ...]:
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
    found: list[Recorded] = []
    for row, number in rows:
        if row.confirms is not None:
            continue
        second = seconds.get(row.id or 0)
        found.append(
            Recorded(
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
                bound=Bound.model_validate_json(row.question_json)
                if row.question_json
                else Bound(),
            )
        )
    return tuple(found)


def confirmed(session: Session, round_id: str) -> Mapping[str, tuple[Judgement, ...]]:
    """The judgements with their second name, oldest first, by application number."""
    by_number: dict[str, list[Judgement]] = {}
    for one in recorded(session, round_id):
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
                    question=one.bound.question,
                    values=one.bound.values,
                    source=one.bound.source,
                )
            )
    return {number: tuple(given) for number, given in by_number.items()}
