"""The workbook of open questions: one row a question, to be answered at once and taken in again.

What the office needs to see of a question stands before it; the officer fills in the last columns.
A row without an answer is left for another time.
"""

# xlsxwriter is annotated in part and ships no py.typed.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from ....grants.municipality import plain_name
from ....grants.record import Record
from ...errors import Unreadable
from ..formats.look import address
from ..formats.opening import open_source
from ..intake.shown import shown

SHEET = "Oordelen"


class Layout(NamedTuple):
    """A sheet to be filled in: its columns with their widths, and which of them a person fills.

    ``choice`` is the column in which one of ``choices`` is written; ``notes`` stand at headers.
    """

    sheet: str
    title: str
    widths: Mapping[str, int]
    filled: tuple[str, ...]
    choice: str
    choices: tuple[str, ...]
    notes: Mapping[str, str]
    command: str

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(self.widths)


JUDGEMENTS = Layout(
    sheet=SHEET,
    title="Open oordelen",
    widths=MappingProxyType({
        "Aanvraagnummer": 18, "Gemeente": 18, "Regeling": 18, "Regel": 10, "Artikel": 34,
        "Vraag": 70, "Gevraagd gegeven": 26, "Oordeel": 14, "Waarde": 20, "Bron": 34,
        "Motivering": 60,
    }),
    filled=("Oordeel", "Waarde", "Bron", "Motivering"),
    choice="Oordeel",
    choices=("voldoet", "voldoet niet"),
    notes=MappingProxyType({
        "Oordeel": "voldoet of voldoet niet. Leeg: nog geen oordeel.",
        "Waarde": "Alleen waar een gegeven wordt gevraagd. Bij meer dan een: Kolom=waarde; "
        "Kolom=waarde.",
    }),
    command="verdeel judge --template",
)  # fmt: skip
HEADERS = JUDGEMENTS.headers
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
    return workbook_of(
        JUDGEMENTS,
        [
            (
                one.application_id, one.municipality, one.scheme, one.rule, one.article, one.said,
                "; ".join(one.asked),
            )
            for one in questions
        ],
    )  # fmt: skip


def workbook_of(layout: Layout, rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook of one sheet: what the office has to see of a row, and blanks to be filled in."""
    from ..formats.writing import Formats, open_workbook  # late: reading answers writes nothing

    made = BytesIO()
    workbook = open_workbook(made, title=layout.title)
    formats = Formats(workbook)
    free = workbook.add_format({"text_wrap": True, "valign": "top", "locked": False})
    sheet = workbook.add_worksheet(layout.sheet)
    for at, (header, width) in enumerate(layout.widths.items()):
        filled = header in layout.filled
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, header, formats.required if filled else formats.optional)
    for row, texts in enumerate(rows, start=1):
        for at, header in enumerate(layout.headers):
            if at < len(texts) and header not in layout.filled:
                sheet.write_string(row, at, texts[at], formats.wrapped)
            elif at < len(texts):
                sheet.write_string(row, at, texts[at], free)
            else:
                sheet.write_blank(row, at, None, free)
    last, place = max(len(rows), 1), layout.headers.index(layout.choice)
    words = {"validate": "list", "source": [*layout.choices], "error_type": "warning"}
    sheet.data_validation(1, place, last, place, words)
    for header, note in layout.notes.items():
        sheet.write_comment(0, layout.headers.index(header), note)
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
    return tuple(
        AnsweredRow(
            cell=one.cell("Oordeel"),
            application_id=one.said["Aanvraagnummer"].upper(),
            rule=one.said["Regel"].upper(),
            answer=_WORDS.get(plain_name(one.said["Oordeel"])) if one.said["Oordeel"] else "",
            word=one.said["Oordeel"],
            values=_values(one.said["Waarde"], one.said["Gevraagd gegeven"]),
            source=one.said["Bron"],
            reason=one.said["Motivering"],
        )
        for one in filled_rows(path, JUDGEMENTS)
    )


class FilledRow(NamedTuple):
    """A row that was filled in, counted from 0: its texts and their columns, by header."""

    row: int
    said: Mapping[str, str]
    place: Mapping[str, int]

    def cell(self, header: str) -> str:
        return address(self.row, self.place[header])


def filled_rows(path: Path, layout: Layout) -> Iterator[FilledRow]:
    """The rows of a workbook in which a person filled anything in, in their order.

    Raises:
        Unreadable: the file cannot be read, or is no such workbook.
    """
    source = open_source(path)
    named = [one for one in source.sheets if plain_name(one.name) == plain_name(layout.sheet)]
    sheets = source.sheets if source.kind == ".csv" else named
    values = source.values(sheets[0]) if sheets else ()
    head = [plain_name(shown(value)) for value in values[0]] if values else []
    if any(plain_name(header) not in head for header in layout.headers):
        raise _no_such(path, layout)
    place = {header: head.index(plain_name(header)) for header in layout.headers}
    for at, row in enumerate(values[1:], start=1):
        said = {
            header: shown(row[column]).strip() if column < len(row) else ""
            for header, column in place.items()
        }
        if any(said[header] for header in layout.filled):
            yield FilledRow(at, said, place)


def _no_such(path: Path, layout: Layout) -> Unreadable:
    return Unreadable(
        f"{path.name} heeft geen blad {layout.sheet} met de koppen van '{layout.command}'. Maak "
        "het bestand daarmee opnieuw."
    )


def _values(text: str, asked: str) -> tuple[str, ...]:
    """The values of a row as ``Kolom=waarde``; alone, a value is of the one that was asked."""
    parts = [part.strip() for part in text.split(";") if part.strip()]
    columns = [column.strip() for column in asked.split(";") if column.strip()]
    if len(parts) == len(columns) == 1 and "=" not in parts[0]:
        return (f"{columns[0]}={parts[0]}",)
    return tuple(parts)
