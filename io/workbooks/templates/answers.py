"""The workbook of questions that touch money: one row an application and a question.

An officer writes at each whether it is right, and why; a row without an answer is left for another
time. What was filled in before comes back as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from ....grants.municipality import plain_name
from ....grants.record import Record
from .questions import Layout, filled_rows, workbook_of

RIGHT, DOES_NOT_COUNT = "klopt", "telt niet mee"
_DROPS = {"klopt": False, "ja": False, "teltnietmee": True, "nee": True}
ANSWERS = Layout(
    sheet="Antwoorden",
    title="Vragen over geld",
    widths=MappingProxyType({
        "Aanvraagnummer": 18, "Gemeente": 18, "Regeling": 18, "Vraag": 10, "Waar": 30,
        "Wat is gevraagd": 80, "Antwoord": 14, "Motivering": 60,
    }),
    filled=("Antwoord", "Motivering"),
    choice="Antwoord",
    choices=(RIGHT, DOES_NOT_COUNT),
    notes=MappingProxyType({
        "Antwoord": "klopt. Alleen van een nieuwe versie van een aanvraag (INT-050, INT-051) kan "
        "ook: telt niet mee. Leeg: nog geen antwoord.",
        "Motivering": "Het antwoord in een zin, en waaruit dat blijkt.",
    }),
    command="verdeel answer --template",
)  # fmt: skip


class MoneyQuestion(Record):
    """A question as it stands in the workbook. ``place`` is the file, sheet and cell of it.

    ``answer`` and ``reason`` are empty, or what was filled in already.
    """

    application_id: str
    municipality: str
    scheme: str
    code: str
    place: str
    said: str
    answer: str = ""
    reason: str = ""


class AnsweredQuestion(NamedTuple):
    """A row that somebody answered. ``drop`` is ``None`` where the word is no answer."""

    cell: str
    application_id: str
    code: str
    drop: bool | None
    word: str
    reason: str


def answers_workbook(questions: Sequence[MoneyQuestion]) -> bytes:
    """The workbook of these questions. The same questions, the same bytes."""
    return workbook_of(
        ANSWERS,
        [
            (
                one.application_id, one.municipality, one.scheme, one.code, one.place, one.said,
                one.answer, one.reason,
            )
            for one in questions
        ],
    )  # fmt: skip


def answered_questions(path: Path) -> tuple[AnsweredQuestion, ...]:
    """The rows of such a workbook that somebody answered, in their order.

    Raises:
        Unreadable: the file cannot be read, or is no such workbook.
    """
    return tuple(
        AnsweredQuestion(
            cell=one.cell("Antwoord"),
            application_id=one.said["Aanvraagnummer"].upper(),
            code=one.said["Vraag"].upper(),
            drop=_DROPS.get(plain_name(one.said["Antwoord"])),
            word=one.said["Antwoord"],
            reason=one.said["Motivering"],
        )
        for one in filled_rows(path, ANSWERS)
    )
