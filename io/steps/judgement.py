"""Judging: an officer answers an open norm, a second officer confirms it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from ...grants.applications.assessment import Answer, Assessment
from ...grants.columns import columns_of
from ...grants.lives.round import KNOWN, Step
from ...grants.names import is_same_person
from ...grants.record import Record
from ...instruments.instrument import instruments
from ...instruments.law.judgement import FilledIn, NotForAPerson, Question, article_for
from ...instruments.screening.candidacy import content_of
from ...instruments.screening.condition import CONDITION, absent_in, condition_of
from ...instruments.screening.filling import NoSuchValue, column_named, with_values
from ..errors import RefusedByProcess, WrongUse
from ..records.rounds import judgements
from ..records.rounds.applications import StoredApplication
from ..records.rounds.events import EventKind
from ..records.rounds.judgements import (
    UNBOUND,
    Bound,
    RecordedJudgement,
    confirmed,
    rules_of,
    with_filled_in,
)
from ..records.rounds.reader import RoundReader
from ..rounds.actor import Actor
from ..rounds.checks.chronology import require_after, under_an_act_on
from ..rounds.incomplete import no_application
from ..rounds.screening import settings
from ..rounds.state import permit, record
from ..workbooks.templates.questions import AnsweredRow

_SHORTEST_REASON = 10


def judge(
    reader: RoundReader,
    application_id: str,
    rule: str,
    answer: str | None,
    reason: str | None,
    who: Actor,
    on: date,
    *,
    values: tuple[str, ...] = (),
    source: str | None = None,
) -> tuple[RecordedJudgement, bool]:
    """Record a judgement on a rule; ``False`` where the very same one stood already.

    ``values`` are written as ``Kolom=waarde``, for the fields that the rule asks, from ``source``.

    Raises:
        WrongUse: the application or the rule is unknown, or the answer or the reason is missing.
        RefusedByProcess: the state or the role forbids it, or no person may answer this rule so.
    """
    permit(reader, Step.JUDGE, who)
    one = _application(reader, application_id)
    require_after(f"Een oordeel over {application_id.upper()}", on, under_an_act_on(one))
    _require_open(reader, one)
    said = _Said(answer=answer, reason=reason, values=values, source=source)
    given = _answer(reader, one, rule, said)
    newest = _newest(reader, one, rule)
    if newest is not None and (
        newest.answer, newest.reason, newest.officer, newest.on, newest.bound,
    ) == (given.answer, given.reason, who.name, on, given.bound):  # fmt: skip
        return newest, False
    judgements.add(
        reader, one.row_id, rule, given.answer, given.reason, who.name, on,
        article=given.article, bound=given.bound,
    )  # fmt: skip
    record(reader, EventKind.JUDGED, who)
    return _kept(reader, one, rule), True


def confirm(
    reader: RoundReader, application_id: str, rule: str, who: Actor, on: date
) -> tuple[RecordedJudgement, bool]:
    """Confirm the newest judgement on a rule; ``False`` where it was confirmed already.

    Raises:
        WrongUse: there is no judgement, or it is of a later day.
        RefusedByProcess: the state or the role forbids it, or the same person judged.
    """
    permit(reader, Step.JUDGE, who)
    one = _application(reader, application_id)
    _require_open(reader, one)
    newest = _newest(reader, one, rule)
    if newest is None:
        raise WrongUse(
            f"Over regel {rule} van aanvraag {one.application.application_id} is nog geen oordeel "
            "gegeven, dus er is niets te bevestigen."
        )
    if newest.confirmed_by:
        return newest, False
    if is_same_person(newest.officer, who.name):
        raise RefusedByProcess(
            f"{who.name} heeft dit oordeel gegeven en kan het niet bevestigen. Laat een ander dat "
            f"doen.{who.instead(KNOWN)}"
        )
    if on < newest.on:
        raise WrongUse(
            f"Het oordeel is van {newest.on:%d-%m-%Y}; het kan niet eerder zijn bevestigd."
        )
    judgements.add(
        reader, one.row_id, rule, newest.answer, newest.reason, who.name, on,
        article=newest.article, confirms=newest.row_id,
    )  # fmt: skip
    record(reader, EventKind.JUDGEMENT_CONFIRMED, who)
    return _kept(reader, one, rule), True


class Told(Record):
    """What became of a row of judgements: recorded or confirmed, or what is wrong with it."""

    cell: str
    application_id: str
    rule: str
    new: bool = False
    wrong: str = ""


def judge_all(
    reader: RoundReader, rows: Sequence[AnsweredRow], who: Actor, on: date
) -> tuple[Told, ...]:
    """Record the judgements of a workbook, each as :func:`judge` does; what is wrong is told.

    Nothing may be kept where anything is wrong: that is for who gives the transaction.

    Raises:
        RefusedByProcess: the state or the role forbids it.
    """
    permit(reader, Step.JUDGE, who)
    return tuple(_one_of_many(one, lambda one=one: _judged(reader, one, who, on)) for one in rows)


def confirm_all(
    reader: RoundReader, rows: Sequence[AnsweredRow], who: Actor, on: date
) -> tuple[Told, ...]:
    """Confirm the judgements of a workbook that another recorded, as they stand in it.

    Raises:
        RefusedByProcess: the state or the role forbids it.
    """
    permit(reader, Step.JUDGE, who)
    return tuple(_one_of_many(one, lambda one=one: _seconded(reader, one, who, on)) for one in rows)


def _one_of_many(one: AnsweredRow, act: Callable[[], bool]) -> Told:
    told = Told(cell=one.cell, application_id=one.application_id, rule=one.rule)
    try:
        return told.model_copy(update={"new": act()})
    except (WrongUse, RefusedByProcess) as why:
        return told.model_copy(update={"wrong": str(why)})


def _judged(reader: RoundReader, one: AnsweredRow, who: Actor, on: date) -> bool:
    if one.answer is None:
        raise WrongUse(f"{one.word} is geen oordeel. Schrijf voldoet of voldoet niet.")
    return judge(
        reader, one.application_id, one.rule, one.answer or None, one.reason, who, on,
        values=one.values, source=one.source or None,
    )[1]  # fmt: skip


def _seconded(reader: RoundReader, one: AnsweredRow, who: Actor, on: date) -> bool:
    stored = _application(reader, one.application_id)
    newest = _newest(reader, stored, one.rule)
    if newest is not None:
        said = _Said(
            answer=one.answer or None, reason=one.reason, values=one.values,
            source=one.source or None,
        )  # fmt: skip
        if not newest.confirmed_by and not _says(stored, newest, said):
            raise RefusedByProcess(
                f"Over regel {one.rule} van {one.application_id} is iets anders vastgelegd dan "
                "hier staat. Bevestig wat er is vastgelegd, of leg eerst dit vast."
            )
    return confirm(reader, one.application_id, one.rule, who, on)[1]


def _says(one: StoredApplication, newest: RecordedJudgement, said: _Said) -> bool:
    """Whether a judgement that was recorded is what a row says."""
    values = {(v.field, v.value) for v in newest.bound.values}
    given: set[tuple[str, str]] = set()
    for text in said.values:
        name, _, value = text.partition("=")
        column = column_named(one.application, name.strip())
        given.add((column.field if column is not None else name.strip(), value.strip()))
    answer = said.answer or (Answer.MET.value if said.values else "")
    return (answer, (said.reason or "").strip(), given) == (newest.answer, newest.reason, values)


def _application(reader: RoundReader, application_id: str) -> StoredApplication:
    wanted = application_id.upper()
    for one in reader.applications:
        if one.application.application_id == wanted:
            return one
    raise no_application(reader, wanted)


def _require_open(reader: RoundReader, one: StoredApplication) -> None:
    """Once a list is approved, only what was set aside is still judged."""
    number = one.application.application_id
    if not reader.state.decided:
        return
    if number in reader.set_aside and number not in reader.supplemented:
        return
    raise RefusedByProcess(
        f"Ronde {reader.id} is {reader.state.dutch}; over {number} is al beslist. Alleen over wat "
        "is aangehouden, wordt daarna nog geoordeeld."
    )


def window_rule(reader: RoundReader, application_id: str) -> str:
    """The rule by which two people can admit an application from outside the window.

    Raises:
        WrongUse: there is no such application, or its scheme holds no window in this round.
    """
    one = _application(reader, application_id)
    own = instruments()[one.instrument]
    law = settings(reader.policy, (one,))[one.instrument].law_of(own.catalogue)
    if not own.window_rule or law.rule_of(own.window_rule) is None:
        raise WrongUse(
            f"In ronde {reader.id} toetst {own.name_nl} niet aan een tijdvak; er valt niemand toe "
            "te laten."
        )
    return own.window_rule


class _Given(Record):
    """A judgement that may be recorded, with what it is bound to."""

    answer: Answer
    reason: str
    article: str
    bound: Bound


class _Said(Record):
    """A judgement as the officer gave it."""

    answer: str | None
    reason: str | None
    values: tuple[str, ...]
    source: str | None


def _answer(reader: RoundReader, one: StoredApplication, rule: str, said: _Said) -> _Given:
    answer = said.answer or (Answer.MET.value if said.values else None)
    if answer is None or said.reason is None or len(said.reason.strip()) < _SHORTEST_REASON:
        raise WrongUse(
            "Geef het oordeel met --answer met of not_met, en met --reason in een zin waarom, van "
            f"ten minste {_SHORTEST_REASON} tekens. In een werkmap zijn dat de kolommen Oordeel en "
            "Motivering."
        )
    asks, by_value = reader.policy.asks, bool(said.values)
    assessment = _assessment(reader, one, rule, by_value=by_value)
    setting = settings(reader.policy, (one,))[one.instrument]
    law = setting.law_of(instruments()[one.instrument].catalogue)
    try:
        article = article_for(assessment, Answer(answer), law, has_values=by_value or not asks)
    except NotForAPerson as why:
        raise RefusedByProcess(str(why)) from why
    bound = _bound(one, assessment, said) if asks else UNBOUND
    reason = said.reason.strip()
    return _Given(answer=Answer(answer), reason=reason, article=article, bound=bound)


def _bound(one: StoredApplication, assessment: Assessment, said: _Said) -> Bound:
    """What the judgement is bound to. A value fills a field that the rule asks, from a source."""
    question = Question.of(assessment, content_of(one.application))
    if not said.values:
        return Bound(question=question)
    source = (said.source or "").strip()
    if not source or said.answer == Answer.NOT_MET:
        raise WrongUse(
            "Noem met --source waaruit de waarde komt, zoals het advies met zijn datum. Een waarde "
            "gaat niet samen met --answer not_met: of aan de eis is voldaan, volgt eruit."
        )
    values = tuple(_filled(one, assessment, text) for text in said.values)
    missing = set(assessment.asks) - {value.field for value in values}
    if missing:
        raise WrongUse(
            f"Regel {assessment.code} mist ook {_labels(one, sorted(missing))}. "
            "Noem alle waarden, elk met --value."
        )
    try:
        with_values(one.application, values)
    except NoSuchValue as why:
        raise WrongUse(str(why)) from why
    return Bound(question=question, values=values, source=source)


def _filled(one: StoredApplication, assessment: Assessment, text: str) -> FilledIn:
    name, equals, value = text.partition("=")
    column = column_named(one.application, name.strip())
    if not equals or not value.strip() or column is None or column.field not in assessment.asks:
        raise WrongUse(
            'Schrijf een waarde als --value "Kolom=waarde". '
            f"Regel {assessment.code} vraagt: {_labels(one, assessment.asks) or 'niets'}."
        )
    return FilledIn(field=column.field, value=value.strip())


def _labels(one: StoredApplication, fields: Sequence[str]) -> str:
    labels = {column.field: column.label for column in columns_of(type(one.application))}
    return ", ".join(labels.get(field, field) for field in fields)


def _assessment(
    reader: RoundReader, one: StoredApplication, rule: str, *, by_value: bool
) -> Assessment:
    """What the rules say, with what was filled in; a value is held against what was filed."""
    number = one.application.application_id
    if rule == CONDITION:
        return _condition(reader, one)
    answers = reader.answers.get(number, ())
    given = confirmed(reader.judgements).get(number, ())
    if reader.policy.asks and given and not by_value:
        rules = rules_of(reader.policy, reader.applications, one.instrument)
        answers = with_filled_in(one, answers, given, rules)[1]
    for assessment in answers:
        if assessment.code == rule:
            return assessment
    open_ones = [a.code for a in answers if a.answer is Answer.NEEDS_JUDGEMENT]
    there = f"Open staat: {', '.join(open_ones)}." if open_ones else "Er staat geen oordeel open."
    raise WrongUse(f"Aanvraag {number} is niet getoetst aan regel {rule}. {there}")


def _condition(reader: RoundReader, one: StoredApplication) -> Assessment:
    """The question whether an application can go ahead without one that is not there any more.

    What was asked before can be answered anew.
    """
    known = {other.application.application_id for other in reader.applications}
    gone = {other.application_id for other in reader.withdrawals if other.late}
    asked = condition_of(one.application, known, gone)
    if asked is None:
        given = confirmed(reader.judgements).get(one.application.application_id, ())
        then = [own.question for own in given if own.rule == CONDITION and own.question]
        gone = {number for question in then for number in absent_in(question)}
        asked = condition_of(one.application, known, gone)
    if asked is None or not reader.policy.asks:
        raise WrongUse(
            f"{one.application.application_id} vereist geen aanvraag die in ronde {reader.id} "
            "ontbreekt; er valt niets over te oordelen."
        )
    return asked


def _newest(reader: RoundReader, one: StoredApplication, rule: str) -> RecordedJudgement | None:
    same = [
        kept
        for kept in reader.judgements
        if (kept.application_id, kept.rule) == (one.application.application_id, rule)
    ]
    return same[-1] if same else None


def _kept(reader: RoundReader, one: StoredApplication, rule: str) -> RecordedJudgement:
    newest = _newest(reader, one, rule)
    assert newest is not None
    return newest
