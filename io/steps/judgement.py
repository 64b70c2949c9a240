"""Judging: an officer answers an open norm, a second officer confirms it."""

from __future__ import annotations

from datetime import date

from ...grants.assessment import Answer, Assessment
from ...grants.record import Record
from ...grants.rounds import Step
from ...instruments.instrument import instruments
from ...instruments.law.judgement import NotForAPerson, article_for
from ..errors import RefusedByProcess, WrongUse
from ..records.rounds import judgements
from ..records.rounds.applications import StoredApplication
from ..records.rounds.events import EventKind
from ..records.rounds.judgements import RecordedJudgement
from ..records.rounds.reader import RoundReader
from ..rounds.actor import Actor
from ..rounds.screening import settings
from ..rounds.state import permit, record

_SHORTEST_REASON = 10


def judge(
    reader: RoundReader,
    application_id: str,
    rule: str,
    answer: str | None,
    reason: str | None,
    who: Actor,
    on: date,
) -> tuple[RecordedJudgement, bool]:
    """Record a judgement on a rule; ``False`` where the very same one stood already.

    Raises:
        WrongUse: the application or the rule is unknown, or the answer or the reason is missing.
        RefusedByProcess: the state or the role forbids it, or no person may answer this rule so.
    """
    permit(reader, Step.JUDGE, who)
    one = _application(reader, application_id)
    given = _answer(reader, one, rule, answer, reason)
    newest = _newest(reader, one, rule)
    if newest is not None and (newest.answer, newest.reason, newest.officer, newest.on) == (
        given.answer, given.reason, who.name, on,
    ):  # fmt: skip
        return newest, False
    judgements.add(
        reader, one.row_id, rule, given.answer, given.reason, who.name, on, article=given.article
    )
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
    newest = _newest(reader, one, rule)
    if newest is None:
        raise WrongUse(
            f"Over regel {rule} van aanvraag {one.application.application_id} is nog geen oordeel "
            "gegeven, dus er is niets te bevestigen."
        )
    if newest.confirmed_by:
        return newest, False
    if newest.officer == who.name:
        raise RefusedByProcess(
            f"{who.name} heeft dit oordeel gegeven en kan het niet bevestigen. Laat een ander dat "
            "doen."
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


def _application(reader: RoundReader, application_id: str) -> StoredApplication:
    wanted = application_id.upper()
    for one in reader.applications:
        if one.application.application_id == wanted:
            return one
    raise WrongUse(f"Ronde {reader.id} heeft geen aanvraag {wanted}. Controleer het nummer.")


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
    """A judgement that may be recorded."""

    answer: Answer
    reason: str
    article: str


def _answer(
    reader: RoundReader,
    one: StoredApplication,
    rule: str,
    answer: str | None,
    reason: str | None,
) -> _Given:
    if answer is None or reason is None or len(reason.strip()) < _SHORTEST_REASON:
        raise WrongUse(
            "Geef het oordeel met --answer met of not_met, en met --reason in een zin waarom."
        )
    assessment = _assessment(reader, one, rule)
    setting = settings(reader.policy, (one,))[one.instrument]
    law = setting.law_of(instruments()[one.instrument].catalogue)
    try:
        article = article_for(assessment, Answer(answer), law)
    except NotForAPerson as why:
        raise RefusedByProcess(str(why)) from why
    return _Given(answer=Answer(answer), reason=reason.strip(), article=article)


def _assessment(reader: RoundReader, one: StoredApplication, rule: str) -> Assessment:
    number = one.application.application_id
    answers = reader.answers.get(number, ())
    for assessment in answers:
        if assessment.code == rule:
            return assessment
    open_ones = [a.code for a in answers if a.answer is Answer.NEEDS_JUDGEMENT]
    there = f"Open staat: {', '.join(open_ones)}." if open_ones else "Er staat geen oordeel open."
    raise WrongUse(f"Aanvraag {number} is niet getoetst aan regel {rule}. {there}")


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
