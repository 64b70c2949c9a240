"""What the rules said of applications, as it is kept: at the screening, and at each amendment."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from pydantic import TypeAdapter
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from ....grants.applications.assessment import Assessment
from .. import changes, tables
from ..adding import add_rows
from ..completions import kept as completions

if TYPE_CHECKING:
    from .reader import RoundReader


Written = Mapping[str, str]
"""The answers to the rules as they are kept, by application."""


def as_json(answers: Sequence[Assessment]) -> str:
    """Answers as they are kept."""
    return json.dumps([answer.model_dump(mode="json") for answer in answers])


def answers(session: Session, round_id: str, amendment_id: int | None, *, again: bool) -> Written:
    """What the rules said, by application: under an amendment, if it put them anew.

    ``amendment_id`` is the newest decisive amendment, if there is one; ``again`` says whether the
    rules were put to anybody since a completion of another came to count.
    """
    anew = _under(session, amendment_id) if amendment_id is not None else None
    said = anew or _at_screening(session, round_id)
    if not again:
        return said
    return {**said, **_again(session, round_id, amendment_id if anew else None)}


def in_words(written: Written) -> dict[str, tuple[Assessment, ...]]:
    """The answers to each application, as they were kept."""
    return {number: read(text) for number, text in written.items()}


def _again(session: Session, round_id: str, amendment_id: int | None) -> Written:
    """What the rules said since completions of others came to count; the newest for each."""
    rows = session.exec(
        select(tables.Application.application_id, completions.ScreenedAgain.assessments_json)
        .where(
            completions.ScreenedAgain.round_id == round_id,
            completions.ScreenedAgain.amendment_id == amendment_id,
            completions.ScreenedAgain.application_row_id == tables.Application.id,
        )
        .order_by(col(completions.ScreenedAgain.id))
    ).all()
    return _last(rows)


def _under(session: Session, amendment_id: int) -> Written:
    rows = session.exec(
        select(tables.Application.application_id, changes.Rescreening.assessments_json)
        .where(
            changes.Rescreening.amendment_id == amendment_id,
            changes.Rescreening.application_row_id == tables.Application.id,
        )
        .order_by(col(tables.Application.application_id), col(tables.Application.version))
    ).all()
    return _last(rows)


def _at_screening(session: Session, round_id: str) -> Written:
    return _last(session.exec(_screened(), params={"round_id": round_id}).all())


def _last(rows: Sequence[tuple[str, str]]) -> Written:
    """The last of each application."""
    return dict(rows)


@cache
def _screened() -> Select[str, str]:
    return (
        select(tables.Application.application_id, tables.Screening.assessments_json)
        .where(
            col(tables.Screening.round_id) == tables.OF_ROUND,
            tables.Screening.application_row_id == tables.Application.id,
        )
        .order_by(col(tables.Application.application_id), col(tables.Application.version))
    )


def put_anew(session: Session, amendment_id: int) -> bool:
    """Whether the rules were put anew when an amendment held."""
    return bool(_under(session, amendment_id))


@lru_cache(maxsize=1024)
def read(text: str) -> tuple[Assessment, ...]:
    """Answers as they were kept."""
    return _answers_in().validate_json(text)


@cache
def _answers_in() -> TypeAdapter[tuple[Assessment, ...]]:
    return TypeAdapter(tuple[Assessment, ...])


def add(reader: RoundReader, written: Iterable[tuple[int, str]]) -> None:
    """Add what the rules said, by the row of the application, as :func:`as_json` has it."""
    rows = [
        {"round_id": reader.id, "application_row_id": row_id, "assessments_json": text}
        for row_id, text in written
    ]
    add_rows(reader.session, tables.Screening, rows)


def add_anew(reader: RoundReader, amendment_id: int, written: Iterable[tuple[int, str]]) -> None:
    """Add what the rules said once an amendment held; as :func:`add` otherwise."""
    rows = [
        {
            "round_id": reader.id,
            "amendment_id": amendment_id,
            "application_row_id": row_id,
            "assessments_json": text,
        }
        for row_id, text in written
    ]
    add_rows(reader.session, changes.Rescreening, rows)


def add_again(
    reader: RoundReader,
    amendment_id: int | None,
    because_row_id: int,
    written: Iterable[tuple[int, str]],
) -> None:
    """Add what the rules say since a version of another application counts; else as :func:`add`."""
    rows = [
        {
            "round_id": reader.id,
            "amendment_id": amendment_id,
            "application_row_id": row_id,
            "because_row_id": because_row_id,
            "assessments_json": text,
        }
        for row_id, text in written
    ]
    add_rows(reader.session, completions.ScreenedAgain, rows)


def add_as_decided(
    reader: RoundReader, approval_id: int, written: Iterable[tuple[int, str]]
) -> None:
    """Add what the rules say on the day of an approval; as :func:`add` otherwise."""
    rows = [
        {"approval_id": approval_id, "application_row_id": row_id, "assessments_json": text}
        for row_id, text in written
    ]
    add_rows(reader.session, changes.ApprovalAnswer, rows)


def as_decided(session: Session, approval_id: int) -> Written:
    """What the rules said on the day of an approval, of whom they then said it in other words."""
    rows = session.exec(
        select(tables.Application.application_id, changes.ApprovalAnswer.assessments_json)
        .where(
            changes.ApprovalAnswer.approval_id == approval_id,
            changes.ApprovalAnswer.application_row_id == tables.Application.id,
        )
        .order_by(col(tables.Application.application_id))
    ).all()
    return _last(rows)
