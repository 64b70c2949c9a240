"""What the rules said of applications, as it is kept: at the screening, and at each amendment."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
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


def as_json(answers: Sequence[Assessment]) -> str:
    """Answers as they are kept."""
    return json.dumps([answer.model_dump(mode="json") for answer in answers])


def answers(
    session: Session, round_id: str, amendment_id: int | None, *, again: bool, number: str = ""
) -> dict[str, tuple[Assessment, ...]]:
    """What the rules said, by application: under an amendment, if it put them anew.

    ``amendment_id`` is the newest decisive amendment, if there is one; ``again`` says whether the
    rules were put to anybody since a completion of another came to count. With a ``number`` only
    what they said of that application is told.
    """
    anew = _under(session, amendment_id) if amendment_id is not None else []
    said = [*(anew or _at_screening(session, round_id))]
    if again:
        said += _again(session, round_id, amendment_id if anew else None)
    return _read(said, number)


def _read(kept: Iterable[tuple[str, str]], number: str = "") -> dict[str, tuple[Assessment, ...]]:
    """The last answers of each application, or of one; what is not wanted is not taken apart."""
    return {of: _answers(text) for of, text in dict(kept).items() if number in ("", of)}


def _again(session: Session, round_id: str, amendment_id: int | None) -> Sequence[tuple[str, str]]:
    """What the rules said since completions of others came to count; the newest for each."""
    return session.exec(
        select(tables.Application.application_id, completions.ScreenedAgain.assessments_json)
        .where(
            completions.ScreenedAgain.round_id == round_id,
            completions.ScreenedAgain.amendment_id == amendment_id,
            completions.ScreenedAgain.application_row_id == tables.Application.id,
        )
        .order_by(col(completions.ScreenedAgain.id))
    ).all()


def _under(session: Session, amendment_id: int) -> Sequence[tuple[str, str]]:
    return session.exec(
        select(tables.Application.application_id, changes.Rescreening.assessments_json)
        .where(
            changes.Rescreening.amendment_id == amendment_id,
            changes.Rescreening.application_row_id == tables.Application.id,
        )
        .order_by(col(tables.Application.application_id), col(tables.Application.version))
    ).all()


def _at_screening(session: Session, round_id: str) -> Sequence[tuple[str, str]]:
    return session.exec(_screened(), params={"round_id": round_id}).all()


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
def _answers(text: str) -> tuple[Assessment, ...]:
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


def as_decided(
    session: Session, approval_id: int, number: str = ""
) -> dict[str, tuple[Assessment, ...]]:
    """What the rules said on the day of an approval, of whom they then said it in other words.

    With a ``number`` of that application alone.
    """
    rows = session.exec(
        select(tables.Application.application_id, changes.ApprovalAnswer.assessments_json)
        .where(
            changes.ApprovalAnswer.approval_id == approval_id,
            changes.ApprovalAnswer.application_row_id == tables.Application.id,
        )
        .order_by(col(tables.Application.application_id))
    ).all()
    return _read(rows, number)
