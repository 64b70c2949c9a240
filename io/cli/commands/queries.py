"""Parliament's questions, answered straight from the database.

Each question is one query on the views of ``records.views``, so that the same answer can be had
with any program that speaks SQL. An answer is a table; amounts are whole cents.
"""

from __future__ import annotations

import csv
import io

from ....grants.decisions.allocation import Outcome
from ....grants.money import Euro
from ....grants.municipality import canonical_code, municipality_by_name, plain_name, provinces
from ....grants.notation import amount, whole
from ....grants.record import Record
from ....instruments.listing import by_code, catalogues
from ...errors import WrongUse
from ...files.allocation import harmless
from ...records.rounds.reader import RoundReader, reading_round
from ...records.views import (
    AWARDS_BELOW,
    AWARDS_BY_PLACE,
    BREAKTHROUGH_WITHOUT,
    Cell,
    rows_for,
)
from ...reports.words import Words
from ...wording.outcomes import outcome_in
from ..console import show, show_json
from ..invocation import Invocation
from ..tables import table
from ..typed import euros
from ..words import words_in


class Answer(Record):
    """A sentence with the answer, and the rows that it rests on.

    Columns that end in ``_cents`` hold whole cents; the other integers are counts.
    """

    question: str
    sentence: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def of_province(reader: RoundReader, name: str, lang: str = "nl") -> Answer:
    """What a province got, by scheme.

    Raises:
        WrongUse: there is no such province.
        RefusedByProcess: the round is not allocated yet.
    """
    known = {plain_name(province): province for province in provinces()}
    found = known.get(plain_name(name))
    if found is None:
        raise WrongUse(f"{name} is geen provincie. Kies uit: {', '.join(provinces())}.")
    return _of_place(reader, "province", found, found, lang)


def of_municipality(reader: RoundReader, name: str, lang: str = "nl") -> Answer:
    """What a municipality got, by scheme; ``name`` is its name or its code.

    Raises:
        WrongUse: there is no such municipality.
        RefusedByProcess: the round is not allocated yet.
    """
    place = municipality_by_name(name)
    code = place.code if place else canonical_code(name)
    if code is None:
        raise WrongUse(f"{name} is geen gemeente van 2025. Noem de naam of de code, zoals GM0363.")
    return _of_place(reader, "municipality_code", code, place.name if place else code, lang)


def social_homes_below(reader: RoundReader, limit: Euro, lang: str = "nl") -> Answer:
    """How many social homes are supported for less than an amount an affordable home.

    Raises:
        RefusedByProcess: the round is not allocated yet.
    """
    columns, rows = rows_for(reader, AWARDS_BELOW, below=limit.cents)
    at = columns.index("social_rent")
    homes = sum(int(row[at] or 0) for row in rows)
    said = words_in(lang)(
        "query.social_homes",
        homes=whole(homes, lang),
        awards=whole(len(rows), lang),
        limit=amount(limit, lang, cents=True),
    )
    return Answer(question="social-homes", sentence=said, columns=columns, rows=rows)


def breakthrough_without(reader: RoundReader, lang: str = "nl") -> Answer:
    """Which breakthrough locations got nothing from any scheme, and why.

    A location is known by its name; where an application only says ``ja``, by its municipality.

    Raises:
        RefusedByProcess: the round is not allocated yet.
    """
    columns, rows = rows_for(reader, BREAKTHROUGH_WITHOUT)
    name, place = columns.index("breakthrough_location"), columns.index("municipality")
    locations = {row[place] if row[name] == "ja" else row[name] for row in rows}
    said = words_in(lang).told(
        "query.breakthrough", locations=len(locations), applications=len(rows)
    )
    return Answer(question="breakthrough", sentence=said, columns=columns, rows=rows)


def _of_place(reader: RoundReader, column: str, place: str, name: str, lang: str) -> Answer:
    columns, rows = rows_for(reader, AWARDS_BY_PLACE[column], place=place)
    sums = {key: sum(int(row[at] or 0) for row in rows) for at, key in enumerate(columns) if at}
    said = words_in(lang)(
        "query.place",
        name=name,
        amount=amount(Euro(sums["amount_cents"]), lang, cents=True),
        awarded=whole(sums["awarded"], lang),
        applications=whole(sums["applications"], lang),
        requested=amount(Euro(sums["requested_cents"]), lang, cents=True),
    )
    question = "province" if column == "province" else "municipality"
    return Answer(question=question, sentence=said, columns=columns, rows=rows)


def as_csv(answer: Answer) -> str:
    """The rows of an answer, separated by semicolons; amounts are integer cents.

    They go to the standard output, which ends a line as the system does.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows([harmless(cell) for cell in row] for row in answer.rows)
    return buffer.getvalue()


def query(call: Invocation, round_id: str, question: str, value: str, as_table: bool) -> int:
    """Answer one question; the command ``verdeel query``."""
    with reading_round(call.database, round_id) as reader:
        answer = _answer(reader, question, value, call.lang)
    if call.as_json:
        rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
        show_json({"question": answer.question, "sentence": answer.sentence, "rows": rows})
    elif as_table:
        show(as_csv(answer).rstrip("\n"))
    else:
        show(answer.sentence)
        if answer.rows:
            show(_listed(answer, call.lang))
    return 0


def _answer(reader: RoundReader, question: str, value: str, lang: str) -> Answer:
    if question == "province":
        return of_province(reader, value, lang)
    if question == "municipality":
        return of_municipality(reader, value, lang)
    if question == "social-homes":
        return social_homes_below(reader, _amount(value), lang)
    return breakthrough_without(reader, lang)


def _amount(value: str) -> Euro:
    try:
        limit = euros(value)
    except ValueError as fault:
        raise WrongUse(f'{fault}. Schrijf bijvoorbeeld --below "€ 25.000".') from fault
    if limit.cents <= 0:
        raise WrongUse("Het bedrag per woning moet groter zijn dan nul.")
    return limit


_SHOWN = (
    "instrument",
    "applications",
    "awarded",
    "requested_cents",
    "amount_cents",
    "social_rent",
    "affordable_homes",
    "application_id",
    "municipality",
    "cost_cents",
    "breakthrough_location",
    "outcome",
    "reason_codes",
)


def _listed(answer: Answer, lang: str) -> str:
    """The rows as a table for a terminal: a reason in a few words. Its code and its whole sentence
    stand in ``--json`` and ``--csv``."""
    shown = [at for at, name in enumerate(answer.columns) if name in _SHOWN]
    names = [answer.columns[at] for at in shown]
    words = Words(lang)
    outcomes = {one.value: outcome_in(one, lang) for one in Outcome}
    rows = [
        [_shown(answer.columns[at], row[at], words, outcomes) for at in shown]
        for row in (_told(answer.columns, one, words) for one in answer.rows)
    ]
    numbers = [
        at for at, column in enumerate(shown)
        if any(isinstance(row[column], int) for row in answer.rows)
    ]  # fmt: skip
    heads = [words_in(lang)(f"query.column.{name}") for name in names]
    told = table(heads, rows, numbers)
    return "\n" + told + _asked_by(answer, words)


def _asked_by(answer: Answer, words: Words) -> str:
    """What each rule among the reasons asks, under the table."""
    if "reason_codes" not in answer.columns:
        return ""
    at = answer.columns.index("reason_codes")
    codes = {code for row in answer.rows for code in str(row[at] or "").split()}
    asked = [
        f"{rule.code}: {rule.asks(words.lang)}"
        for rule in by_code(catalogues())
        if rule.code in codes
    ]
    return "\n\n" + "\n".join(asked) if asked else ""


def _told(columns: tuple[str, ...], row: tuple[Cell, ...], words: Words) -> tuple[Cell, ...]:
    """The row with its reasons in words; an officer does not know the codes."""
    if "reason_codes" not in columns:
        return row
    at, outcome = columns.index("reason_codes"), str(row[columns.index("outcome")])
    return (*row[:at], words.reasons(str(row[at] or "").split(), outcome), *row[at + 1 :])


def _shown(column: str, value: Cell, words: Words, outcomes: dict[str, str]) -> str:
    if column == "instrument":
        return words.scheme(str(value))
    if column == "outcome":
        return outcomes[str(value)]
    if isinstance(value, int):
        return words.money(value) if column.endswith("_cents") else whole(value)
    return value or ""
