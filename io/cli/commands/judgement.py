"""The command ``verdeel judge``: an officer answers an open norm, a second officer confirms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ....grants.applications.assessment import Answer
from ....grants.columns import columns_of
from ....grants.notation import counted, whole
from ....instruments.instrument import instruments
from ...errors import WrongUse
from ...files.placing import place
from ...letters.completing.author import completing_texts
from ...letters.completing.matters import aside_letter
from ...records.rounds.judgements import RecordedJudgement
from ...records.rounds.reader import RoundReader, changing_round, reading_round
from ...rounds.aside.waiting import waits_of
from ...rounds.open_questions import WAITS, open_questions, questions_of_aside
from ...steps import judgement as step
from ...steps import setting_aside as aside_step
from ...steps.hearing import hear
from ...workbooks.templates.questions import SHEET, Question, answered_rows, questions_workbook
from ..console import show, show_json
from ..doors import check_at_the_door
from ..invocation import Invocation
from .actor import acting, by_another, mine, next_here
from .papers import paper_for, write_matters

_WORDS = {Answer.MET: "voldoet", Answer.NOT_MET: "voldoet niet"}


@dataclass(frozen=True, slots=True)
class JudgeRequest:
    """What was asked. ``applications`` is one for a judgement, any for what is set aside."""

    applications: tuple[str, ...]
    round_id: str
    rule: str | None = None
    answer: str | None = None
    reason: str | None = None
    confirm: bool = False
    on: date | None = None
    value: tuple[str, ...] = ()
    source: str | None = None
    admit: bool = False
    heard: bool = False
    aside: bool = False
    template: Path | None = None
    answers: Path | None = None
    out: Path | None = None

    @property
    def judges(self) -> bool:
        """Whether it says anything of one judgement."""
        return bool(self.rule or self.answer or self.value or self.source or self.admit)

    @property
    def day(self) -> date:
        """The date of it.

        Raises:
            WrongUse: there is none.
        """
        if self.on is None:
            raise WrongUse("Noem de datum van het oordeel met --date jjjj-mm-dd.")
        return self.on


def judge(call: Invocation, asked: JudgeRequest) -> int:
    """Record a judgement or confirm it, or do so with many at once."""
    ways = [asked.aside, asked.heard, asked.template is not None, asked.answers is not None]
    if sum(ways) > 1 or (any(ways) and asked.judges) or (asked.out is not None and not asked.aside):
        raise WrongUse(
            "Kies één manier: een oordeel over een aanvraag met --rule, --template, --file, of "
            "--set-aside (met --out voor de brieven)."
        )
    if asked.template is not None:
        return _template(call, asked.round_id, asked.template)
    if asked.answers is not None:
        return _many(call, asked, asked.answers)
    if asked.aside:
        return _set_aside(call, asked)
    if len(asked.applications) != 1:
        raise WrongUse("Noem één aanvraag; veel oordelen tegelijk gaan met --file.")
    if asked.heard:
        return _heard(call, asked, asked.applications[0])
    return _one(call, asked, asked.applications[0])


def _one(call: Invocation, asked: JudgeRequest, application_id: str) -> int:
    """Record a judgement, or confirm the newest one on this rule; both are kept with their name."""
    on, rule, answer = asked.day, asked.rule, asked.answer
    if asked.confirm and (answer or asked.reason or asked.value or asked.source):
        raise WrongUse("Bevestigen gaat zonder --answer en --reason: die staan al vast.")
    if asked.admit == (rule is not None) or (asked.admit and answer is not None):
        raise WrongUse("Noem de regel met --rule, of laat een aanvraag toe met alleen --admit.")
    answer = Answer.MET.value if asked.admit and not asked.confirm else answer
    with changing_round(call.database, asked.round_id) as reader:
        who = acting(reader, call)
        if rule is None:
            rule = step.window_rule(reader, application_id)
        if asked.confirm:
            told, new = step.confirm(reader, application_id, rule.upper(), who, on)
        else:
            told, new = step.judge(
                reader, application_id, rule.upper(), answer, asked.reason, who, on,
                values=asked.value, source=asked.source,
            )  # fmt: skip
        after, second = next_here(reader, call), by_another(reader, call)
    if call.as_json:
        left_out = {"row_id"}
        kept = told.model_dump(mode="json", exclude=left_out)
        show_json({**kept, "round": asked.round_id, "new": new})
    else:
        for line in _lines(told, asked.round_id, after, second, new=new):
            show(line)
    return 0


def _template(call: Invocation, round_id: str, file: Path) -> int:
    """Write the workbook of the open questions."""
    with reading_round(call.database, round_id) as reader:
        acting(reader, call)
        asked = questions_of_round(reader)
    path = place(file, questions_workbook(asked))
    if call.as_json:
        show_json({"round": round_id, "file": str(path), "questions": len(asked)})
    else:
        show(f"{path}: {counted(len(asked), 'vraag', 'vragen')}.")
        after = f"verdeel judge --file {path} --round {round_id} --date jjjj-mm-dd"
        show(f"Hierna: {mine(call, after)}")
    return 0


def questions_of_round(reader: RoundReader) -> list[Question]:
    """Every open question that officers can answer, also about what is set aside."""
    applications = {one.application.application_id: one for one in reader.judged_applications}
    found: list[Question] = []
    for one in (*open_questions(reader), *questions_of_aside(reader)):
        if one.code == WAITS:
            continue
        stored = applications[one.application_id]
        # What is asked of a condition is no rule of the screening, and asks for no value.
        asks = [a.asks for a in reader.assessments[one.application_id] if a.code == one.code]
        labels = {c.field: c.label for c in columns_of(type(stored.application))}
        found.append(
            Question(
                application_id=one.application_id,
                municipality=stored.application.applicant.name,
                scheme=instruments()[one.instrument].name_nl,
                rule=one.code,
                article=one.article,
                said=one.nl,
                asked=tuple(labels[f] for fields in asks for f in fields if f in labels),
            )
        )
    return found


def _many(call: Invocation, asked: JudgeRequest, file: Path) -> int:
    """Record or confirm the answers of a workbook; where one is wrong, none of them."""
    if asked.applications or asked.reason:
        raise WrongUse("Met --file staan de aanvragen en de motivering in de werkmap zelf.")
    rows, on = answered_rows(file), asked.day
    if not rows:
        raise WrongUse(f"In {file.name} is nog geen oordeel ingevuld.")
    wrong: tuple[step.Told, ...] = ()
    after, second = "", str
    try:
        with changing_round(call.database, asked.round_id) as reader:
            who = acting(reader, call)
            act = step.confirm_all if asked.confirm else step.judge_all
            told = act(reader, rows, who, on)
            after, second = next_here(reader, call), by_another(reader, call)
            wrong = tuple(one for one in told if one.wrong)
            if wrong:
                raise _NothingKept
    except _NothingKept:
        told = wrong
    if call.as_json:
        show_json(
            {
                "round": asked.round_id, "confirmed": asked.confirm, "kept": not wrong,
                "rows": [one.model_dump(mode="json") for one in told],
            }
        )  # fmt: skip
        return 1 if wrong else 0
    if wrong:
        for one in wrong:
            show(f"{file.name}, {SHEET}!{one.cell}  {one.application_id} {one.rule}: {one.wrong}")
        show("Er is niets vastgelegd. Verbeter deze regels en geef dezelfde opdracht opnieuw.")
        return 1
    new = sum(1 for one in told if one.new)
    done = "bevestigd" if asked.confirm else "vastgelegd"
    every = counted(len(told), "oordeel", "oordelen")
    rest = "" if new == len(told) else "; de rest stond al vast"
    show(f"{whole(new)} van de {every} {done}{rest}.")
    if not asked.confirm:
        typed = second(
            f"verdeel judge --file {file} --confirm --round {asked.round_id} --date jjjj-mm-dd"
        )
        show(f"Zij tellen mee als een ander ze bevestigt: {typed}")
    else:
        show(f"Hierna: {after}")
    return 0


class _NothingKept(Exception):
    """Leaves a transaction without keeping anything of it."""


def _set_aside(call: Invocation, asked: JudgeRequest) -> int:
    """Propose to set applications aside, or put the second name under it."""
    numbers = tuple(number.upper() for number in asked.applications)
    on = asked.day
    if asked.confirm and asked.out is None:
        raise WrongUse("Noem met --out de map voor de brieven aan wie wordt aangehouden.")
    with changing_round(call.database, asked.round_id) as reader:
        who = acting(reader, call)
        if asked.confirm:
            check_at_the_door(reader)
            told = aside_step.confirm_set_aside(reader, numbers, who, on)
        else:
            told = aside_step.set_aside(reader, numbers, who, on, (asked.reason or "").strip())
        paper = paper_for(reader, call, asked.out)
        places = {one.application.application_id: one.application for one in reader.applications}
        waits = waits_of(reader, {one.application_id: one.instrument for one in told})
        after, second = next_here(reader, call), by_another(reader, call)
    if asked.out is not None and paper is not None and asked.confirm:
        for day in sorted({one.on for one in told}):  # a letter bears the day that it was decided
            matters = [
                aside_letter(one.application_id, one.instrument, places[one.application_id],
                             one.reserved, one.reason, waits[one.application_id], day, call.lang)
                for one in told
                if one.on == day
            ]  # fmt: skip
            write_matters(
                call, asked.round_id, paper, matters, asked.out, day, completing_texts(), word=False
            )
    if call.as_json:
        show_json([{**one.model_dump(mode="json"), "round": asked.round_id} for one in told])
        return 0
    for one in told:
        kept = f", met {one.reserved} gereserveerd" if one.reserved is not None else ""
        done = (
            f"aangehouden door {one.officer} en {one.confirmed_by}"
            if one.confirmed_by
            else (f"voorgesteld aan te houden door {one.officer}")
        )
        show(f"{one.application_id}: {done} op {one.on:%d-%m-%Y}{kept}.")
    if not told:
        show("Dit was al voorgesteld; er is niets gewijzigd.")
    if not asked.confirm:
        typed = second(
            f"verdeel judge --set-aside --confirm --round {asked.round_id} --date jjjj-mm-dd "
            "--out <map>"
        )
        show(f"Het telt pas mee als een ander het bevestigt: {typed}")
    else:
        show(f"Hierna: {after}")
    return 0


def _heard(call: Invocation, asked: JudgeRequest, number: str) -> int:
    """Record how a reaction to an intention to refuse was weighed."""
    if asked.confirm:
        raise WrongUse(
            "De weging van een zienswijze telt met één naam; --confirm hoort er niet bij."
        )
    with changing_round(call.database, asked.round_id) as reader:
        who = acting(reader, call)
        reason = (asked.reason or "").strip()
        told = hear(reader, number.upper(), who, asked.day, reason)
    if call.as_json:
        show_json({**told.model_dump(mode="json"), "round": asked.round_id})
    else:
        already = "" if told.new else " Dit stond al vast; er is niets gewijzigd."
        show(f"{told.application_id}: zienswijze gewogen op {told.on:%d-%m-%Y}.{already}")
        show(f"In het besluit komt te staan: {told.weighed}")
    return 0


def _label(rule: str, field: str) -> str:
    """What the column of a field is called in the workbook of the scheme that has the rule."""
    return next(
        column.label
        for scheme in instruments().values()
        if any(version.code == rule for version in scheme.catalogue.versions)
        for column in scheme.columns
        if column.field == field
    )


def _lines(
    told: RecordedJudgement, round_id: str, after: str, second: Callable[[str], str], *, new: bool
) -> list[str]:
    values = "; ".join(f"{_label(told.rule, v.field)} = {v.value}" for v in told.bound.values)
    said = f"ingevuld {values}, uit {told.bound.source}" if values else _WORDS[told.answer]
    where = f"{told.application_id}, regel {told.rule}: {said}"
    already = "" if new else " Dit stond al vast; er is niets gewijzigd."
    lines = [f"{where}. {told.reason}{already}"]
    if told.article:
        lines.append(f"Van de eis is afgeweken op grond van {told.article}.")
    lines.append(f"Gegeven door {told.officer} op {told.on:%d-%m-%Y}.")
    if told.confirmed_on is not None:
        lines.append(f"Bevestigd door {told.confirmed_by} op {told.confirmed_on:%d-%m-%Y}.")
        lines.append(f"Hierna: {after}")
    else:
        typed = second(
            f"verdeel judge {told.application_id} --rule {told.rule} --confirm --round {round_id} "
            "--date jjjj-mm-dd"
        )
        lines.append(f"Het telt pas mee als een ander het bevestigt: {typed}")
    return lines
