"""The workbook of open questions: one row a question, to be answered at once and taken in again.

What the office needs to see of a question stands before it; the officer fills in the last columns.
A row without an answer is left for another time.
"""

# xlsxwriter is annotated in part and ships no py.typed.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from ....grants.municipality import plain_name
from ....grants.record import Record
from ...errors import Unreadable
from ..formats.look import address
from ..formats.opening import open_source
from ..formats.source import Value
from ..intake.shown import shown

SHEET = "Oordelen"
HEADERS = (
    "Aanvraagnummer", "Gemeente", "Regeling", "Regel", "Artikel", "Vraag", "Gevraagd gegeven",
    "Oordeel", "Waarde", "Bron", "Motivering",
)  # fmt: skip
_ANSWERED = ("Oordeel", "Waarde", "Bron", "Motivering")
_WIDTHS = (18, 18, 18, 10, 34, 70, 26, 14, 20, 34, 60)
_WORDS = {"voldoet": "met", "ja": "met", "voldoetniet": "not_met", "nee": "not_met"}


class Question(Record):
    """A question as it stands in the workbook. ``asked`` are the headers of the values it asks."""

    application_id: str
    municipality: str
    scheme: str
    rule: str
    article: str
    said: str
    asked: tuple[str, ...]


class AnsweredRow(NamedTuple):
    """A row that somebody answered. ``answer`` is ``met``, ``not_met``, empty where only a value
    is given, or ``None`` where the word is none of these. ``values`` are ``Kolom=waarde``."""

    cell: str
    application_id: str
    rule: str
    answer: str | None
    word: str
    values: tuple[str, ...]
    source: str
    reason: str


def questions_workbook(questions: Sequence[Question]) -> bytes:
    """The workbook of these questions. The same questions, the same bytes."""
    from ..formats.writing import Formats, open_workbook  # late: reading answers writes nothing

    made = BytesIO()
    workbook = open_workbook(made, title="Open oordelen")
    formats = Formats(workbook)
    free = workbook.add_format({"text_wrap": True, "valign": "top", "locked": False})
    sheet = workbook.add_worksheet(SHEET)
    for at, (header, width) in enumerate(zip(HEADERS, _WIDTHS, strict=True)):
        filled = header in _ANSWERED
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, header, formats.required if filled else formats.optional)
    for row, one in enumerate(questions, start=1):
        texts = (
            one.application_id, one.municipality, one.scheme, one.rule, one.article, one.said,
            "; ".join(one.asked),
        )  # fmt: skip
        for at, text in enumerate(texts):
            sheet.write_string(row, at, text, formats.wrapped)
        for at in range(len(texts), len(HEADERS)):
            sheet.write_blank(row, at, None, free)
    last, place = max(len(questions), 1), HEADERS.index("Oordeel")
    words = {"validate": "list", "source": ["voldoet", "voldoet niet"], "error_type": "warning"}
    sheet.data_validation(1, place, last, place, words)
    sheet.write_comment(0, place, "voldoet of voldoet niet. Leeg: nog geen oordeel.")
    sheet.write_comment(
        0, place + 1,
        "Alleen waar een gegeven wordt gevraagd. Bij meer dan een: Kolom=waarde; Kolom=waarde.",
    )  # fmt: skip
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    workbook.close()
    return made.getvalue()


def answered_rows(path: Path) -> tuple[AnsweredRow, ...]:
    """The rows of a workbook of questions that somebody answered, in their order.

    Raises:
        Unreadable: the file cannot be read, or is no such workbook.
    """
    source = open_source(path)
    for entry in source.sheets:
        if plain_name(entry.name) == plain_name(SHEET):
            return tuple(_rows(path, source.values(entry)))
    raise _no_such(path)


def _no_such(path: Path) -> Unreadable:
    return Unreadable(
        f"{path.name} heeft geen blad {SHEET} met de koppen van 'verdeel judge --template'. Maak "
        "het bestand daarmee opnieuw."
    )


def _rows(path: Path, values: Sequence[Sequence[Value]]) -> list[AnsweredRow]:
    head = [plain_name(shown(value)) for value in values[0]] if values else []
    wanted = {header: plain_name(header) for header in HEADERS}
    if any(name not in head for name in wanted.values()):
        raise _no_such(path)
    place = {header: head.index(name) for header, name in wanted.items()}
    found: list[AnsweredRow] = []
    for at, row in enumerate(values[1:], start=1):

        def text(header: str, row: Sequence[Value] = row) -> str:
            column = place[header]
            return shown(row[column]).strip() if column < len(row) else ""

        if not any(text(header) for header in _ANSWERED):
            continue
        word = text("Oordeel")
        found.append(
            AnsweredRow(
                cell=address(at, place["Oordeel"]),
                application_id=text("Aanvraagnummer").upper(),
                rule=text("Regel").upper(),
                answer=_WORDS.get(plain_name(word)) if word else "",
                word=word,
                values=_values(text("Waarde"), text("Gevraagd gegeven")),
                source=text("Bron"),
                reason=text("Motivering"),
            )
        )
    return found


def _values(text: str, asked: str) -> tuple[str, ...]:
    """The values of a row as ``Kolom=waarde``; alone, a value is of the one that was asked."""
    parts = [part.strip() for part in text.split(";") if part.strip()]
    columns = [column.strip() for column in asked.split(";") if column.strip()]
    if len(parts) == len(columns) == 1 and "=" not in parts[0]:
        return (f"{columns[0]}={parts[0]}",)
    return tuple(parts)
