"""The answers that are kept with a list: why not the full amount, and with what change it had won.

What a deep report says of the list is kept too. They are texts here, as the optimiser wrote them;
no solver is needed to read one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sqlmodel import col, select

from .. import changes, tables
from ..adding import add_rows
from ..trail import chain
from .events import EventKind

if TYPE_CHECKING:
    from .reader import RoundReader
    from .reading.divided import DividedRound


def kept_answers(reader: DividedRound) -> Mapping[str, str]:
    """The answers that go with the list of now, by application number."""
    rows = reader.session.exec(
        select(changes.WhyNot.application_id, changes.WhyNot.facts_json).where(
            changes.WhyNot.allocation_id == reader.allocation_id
        )
    ).all()
    return dict(sorted(rows))


def kept_answer(reader: RoundReader, application_id: str) -> str | None:
    """One of them; ``None`` where it was not worked out."""
    return reader.session.exec(
        select(changes.WhyNot.facts_json).where(
            changes.WhyNot.allocation_id == reader.allocation_id,
            changes.WhyNot.application_id == application_id,
        )
    ).first()


def answered_at_approval(reader: DividedRound) -> frozenset[str]:
    """Whose answers were there when the list of now was approved; all, where it is not yet.

    Letters tell no others, so that a letter that is written again is the same letter.
    """
    event, own = tables.Event, changes.WhyNot
    approved = reader.session.exec(
        select(event.number)
        .where(event.round_id == reader.id, event.kind == EventKind.APPROVED.value)
        .order_by(col(event.number).desc())
    ).first()
    answered = reader.session.exec(
        select(own.id, own.application_id).where(own.allocation_id == reader.allocation_id)
    ).all()
    if approved is None or reader.approval is None:
        return frozenset(name for _, name in answered)
    told = reader.session.exec(
        select(event).where(
            event.round_id == reader.id,
            event.kind == EventKind.WHY_NOT_KEPT.value,
            col(event.number) < approved,
        )
    ).all()
    before = {key for one in told for key in chain.added_by(one, changes.WhyNot)}
    return frozenset(name for key, name in answered if str(key) in before)


def add_answers(reader: RoundReader, answers: Mapping[str, str]) -> None:
    """Keep answers with the list of now."""
    rows = [
        {
            "round_id": reader.id,
            "allocation_id": reader.allocation_id,
            "application_id": application_id,
            "facts_json": answers[application_id],
        }
        for application_id in sorted(answers)
    ]
    add_rows(reader.session, changes.WhyNot, rows)


def kept_deep_answers(reader: DividedRound) -> str | None:
    """What a deep report says of the list of now; ``None`` where it was not worked out."""
    return reader.session.exec(
        select(changes.DeepAnswer.answers_json).where(
            changes.DeepAnswer.allocation_id == reader.allocation_id
        )
    ).first()


def add_deep_answers(reader: RoundReader, answers: str) -> None:
    """Keep what a deep report says with the list of now."""
    row = {
        "round_id": reader.id, "allocation_id": reader.allocation_id, "answers_json": answers,
    }  # fmt: skip
    add_rows(reader.session, changes.DeepAnswer, [row])
