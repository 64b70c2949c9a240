"""The answers that are kept with a list: why not the full amount, and with what change it had won.

They are texts here, as the optimiser wrote them; no solver is needed to read one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sqlmodel import select

from .. import changes
from ..adding import add_rows

if TYPE_CHECKING:
    from .reader import RoundReader


def kept_answers(reader: RoundReader) -> Mapping[str, str]:
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
