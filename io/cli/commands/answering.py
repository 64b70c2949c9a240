"""The command ``verdeel answer``: an officer answers questions that touch money, by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ....grants.notation import counted, whole
from ....instruments.instrument import instruments
from ...errors import WrongUse
from ...files.placing import place
from ...records.rounds.reader import RoundReader, changing_round, reading_round
from ...rounds.checks.answers import pending
from ...steps.answering import Answered, GivenRow, Told, answer_all
from ...steps.answering import answer as answered
from ...workbooks.templates.answers import (
    ANSWERS,
    AnsweredQuestion,
    MoneyQuestion,
    answered_questions,
    answers_workbook,
)
from ..console import show, show_json
from ..invocation import Invocation
from .actor import acting, mine, next_here

_ALL = "all"


@dataclass(frozen=True, slots=True)
class AnswerRequest:
    """What was asked: one question of one application or of all, or a workbook of many."""

    round_id: str
    application_id: str | None = None
    question: str | None = None
    on: date | None = None
    reason: str | None = None
    no: bool = False
    template: Path | None = None
    answers: Path | None = None

    @property
    def day(self) -> date:
        """The date of the answer.

        Raises:
            WrongUse: there is none.
        """
        if self.on is None:
            raise WrongUse("Noem de datum van het antwoord met --date jjjj-mm-dd.")
        return self.on


def answer(call: Invocation, asked: AnswerRequest) -> int:
    """Answer a question about one application or about all, or many at once from a workbook."""
    one = asked.application_id is not None or asked.reason is not None or asked.no
    if sum((one, asked.template is not None, asked.answers is not None)) != 1:
        raise WrongUse(
            "Kies één manier: een aanvraag en een vraag met --reason, --template, of --file."
        )
    if asked.template is not None:
        return _template(call, asked.round_id, asked.template)
    if asked.answers is not None:
        return _many(call, asked, asked.answers)
    if asked.application_id is None or asked.question is None:
        raise WrongUse("Noem de aanvraag (of all) en de vraag, zoals INT-158.")
    return _one(call, asked, asked.application_id, asked.question)


def _one(call: Invocation, asked: AnswerRequest, application_id: str, question: str) -> int:
    numbers = () if application_id == _ALL else (application_id.upper(),)
    on, reason = asked.day, (asked.reason or "").strip()
    with changing_round(call.database, asked.round_id) as reader:
        who = acting(reader, call)
        told = answered(reader, numbers, question.upper(), who, on, reason, drop=asked.no)
        after = next_here(reader, call)
    if call.as_json:
        show_json(told.model_dump(mode="json"))
    else:
        for line in _lines(told, after):
            show(line)
    return 0


def _template(call: Invocation, round_id: str, file: Path) -> int:
    """Write the workbook of the questions that wait."""
    with reading_round(call.database, round_id) as reader:
        acting(reader, call)
        asked = money_questions(reader)
    path = place(file, answers_workbook(asked))
    if call.as_json:
        show_json({"round": round_id, "file": str(path), "questions": len(asked)})
    else:
        show(f"{path}: {counted(len(asked), 'vraag', 'vragen')}.")
        after = f"verdeel answer --file {path} --round {round_id} --date jjjj-mm-dd"
        show(f"Hierna: {mine(call, after)}")
    return 0


def money_questions(reader: RoundReader) -> list[MoneyQuestion]:
    """The questions that wait, one an application and a code, by number."""
    stored = {one.application.application_id: one for one in reader.applications}
    found: dict[tuple[str, str], MoneyQuestion] = {}
    for one in pending(reader):
        key = one.application_id, one.finding.code
        said = f"{one.finding.message} {one.finding.cure}".strip()
        if key in found:
            more = f"{found[key].said}\n{said}"
            found[key] = found[key].model_copy(update={"said": more})
            continue
        about = stored[one.application_id]
        where = (one.finding.file, one.finding.sheet, one.finding.cell)
        found[key] = MoneyQuestion(
            application_id=one.application_id,
            municipality=about.application.applicant.name,
            scheme=instruments()[about.instrument].name_nl,
            code=one.finding.code,
            place=" › ".join(part for part in where if part),
            said=said,
        )
    return [found[key] for key in sorted(found)]


class _NothingKept(Exception):
    """Leaves a transaction without keeping anything of it."""


def _many(call: Invocation, asked: AnswerRequest, file: Path) -> int:
    """Record the answers of a workbook; where one is wrong, none of them."""
    rows, on = answered_questions(file), asked.day
    if not rows:
        raise WrongUse(f"In {file.name} is nog geen antwoord ingevuld.")
    told = tuple(_unread(row) for row in rows if row.drop is None)
    still, after = 0, ""
    try:
        with changing_round(call.database, asked.round_id) as reader:
            who = acting(reader, call)
            if not told:
                told = answer_all(reader, [_given(row) for row in rows], who, on)
            if any(one.wrong for one in told):
                raise _NothingKept
            still, after = len(pending(reader)), next_here(reader, call)
    except _NothingKept:
        return _tell_wrong(call, asked.round_id, file, [one for one in told if one.wrong])
    if call.as_json:
        rows_told = [one.model_dump(mode="json") for one in told]
        show_json({"round": asked.round_id, "kept": True, "still": still, "rows": rows_told})
        return 0
    new, every = sum(one.new for one in told), counted(len(told), "antwoord", "antwoorden")
    rest = "" if new == len(told) else "; de rest stond al vast"
    show(f"{whole(new)} van de {every} vastgelegd, door {who.name} op {on:%d-%m-%Y}{rest}.")
    for line in _rest(asked.round_id, still, after):
        show(line)
    return 0


def _given(row: AnsweredQuestion) -> GivenRow:
    return GivenRow(row.cell, row.application_id, row.code, bool(row.drop), row.reason)


def _unread(row: AnsweredQuestion) -> Told:
    word = f"'{row.word}' is geen antwoord" if row.word else "Het antwoord ontbreekt"
    return Told(
        cell=row.cell, application_id=row.application_id, question=row.code,
        wrong=f"{word}. Schrijf {' of '.join(ANSWERS.choices)}.",
    )  # fmt: skip


def _tell_wrong(call: Invocation, round_id: str, file: Path, wrong: list[Told]) -> int:
    if call.as_json:
        rows = [one.model_dump(mode="json") for one in wrong]
        show_json({"round": round_id, "kept": False, "rows": rows})
        return 1
    for one in wrong:
        where = f"{file.name}, {ANSWERS.sheet}!{one.cell}"
        show(f"{where}  {one.application_id} {one.question}: {one.wrong}")
    show("Er is niets vastgelegd. Verbeter deze regels en geef dezelfde opdracht opnieuw.")
    return 1


def _rest(round_id: str, still: int, after: str) -> list[str]:
    """What waits for an answer still, or what comes next now that nothing does."""
    if still:
        return [_still(round_id, still)]
    lines = ["Er wacht geen vraag meer op een antwoord."]
    return [*lines, f"Hierna: {after}"] if after else lines


def _still(round_id: str, still: int) -> str:
    return (
        f'Nog {counted(still, "vraag wacht", "vragen wachten")} op een antwoord. Zie "verdeel '
        f'round check {round_id}".'
    )


def _lines(told: Answered, after: str) -> list[str]:
    about = ", ".join(told.applications) or "alle aanvragen"
    done = "is beantwoord" if told.new else "was al beantwoord"
    lines = [f"{told.question} {done} voor {about}, door {told.officer} op {told.on:%d-%m-%Y}."]
    return [*lines, *_rest(told.round, told.still, after)]
