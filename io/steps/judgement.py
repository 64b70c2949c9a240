"""Judging: an officer answers an open norm, a second officer confirms it."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from ...grants.assessment import Answer, Assessment
from ...grants.columns import columns_of
from ...grants.policy import Policy
from ...grants.record import Record
from ...grants.rounds import Step
from ...instruments.candidacy import content_of
from ...instruments.filling import NoSuchValue, column_named, with_values
from ...instruments.instrument import instruments
from ...instruments.law.judgement import FilledIn, NotForAPerson, Question, article_for
from ..errors import RefusedByProcess, WrongUse
from ..records import audit, tables
from ..records.judgements import Bound, Recorded, confirmed, recorded
from ..rounds.actor import Actor
from ..rounds.screening import Taken, answers_of, applications, settings, with_filled_in
from ..rounds.seal import program_version
from ..rounds.state import permit, policy_of, round_of

_SHORTEST_REASON = 10


def judge(
    session: Session,
    round_id: str,
    application_id: str,
    rule: str,
    answer: str | None,
    reason: str | None,
    who: Actor,
    on: date,
    *,
    values: tuple[str, ...] = (),
    source: str | None = None,
) -> tuple[Recorded, bool]:
    """Record a judgement on a rule; ``False`` where the very same one stood already.

    ``values`` are written as ``Kolom=waarde``, for the fields that the rule asks, from ``source``.

    Raises:
        WrongUse: the application or the rule is unknown, or the answer or the reason is missing.
        RefusedByProcess: the state or the role forbids it, or no person may answer this rule so.
    """
    row = round_of(session, round_id)
    permit(row, Step.JUDGE, who)
    one = _application(session, row, application_id)
    said = _Said(answer=answer, reason=reason, values=values, source=source)
    return _recorded(session, round_id, one, _answer(session, row, one, rule, said), who, on)


def confirm(
    session: Session, round_id: str, application_id: str, rule: str, who: Actor, on: date
) -> tuple[Recorded, bool]:
    """Confirm the newest judgement on a rule; ``False`` where it was confirmed already.

    Raises:
        WrongUse: there is no judgement, or it is of a later day.
        RefusedByProcess: the state or the role forbids it, or the same person judged.
    """
    row = round_of(session, round_id)
    permit(row, Step.JUDGE, who)
    return _confirmed(session, round_id, _application(session, row, application_id), rule, who, on)


def _application(session: Session, row: tables.Round, application_id: str) -> Taken:
    wanted = application_id.upper()
    for one in applications(session, row.id):
        if one.application.application_id == wanted:
            return one
    raise WrongUse(f"Ronde {row.id} heeft geen aanvraag {wanted}. Controleer het nummer.")


class _Given(Record):
    """A judgement that may be recorded, with what it is bound to."""

    rule: str
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


def _answer(session: Session, row: tables.Round, one: Taken, rule: str, said: _Said) -> _Given:
    answer = said.answer or (Answer.MET.value if said.values else None)
    if answer is None or said.reason is None or len(said.reason.strip()) < _SHORTEST_REASON:
        raise WrongUse(
            "Geef het oordeel met --answer met of not_met, en met --reason in een zin waarom."
        )
    policy = policy_of(session, row)
    assessment = _assessment(session, row.id, one, rule, policy, by_value=bool(said.values))
    setting = settings(policy, (one,))[one.instrument]
    law = setting.law_of(instruments()[one.instrument].catalogue)
    try:
        article = article_for(
            assessment, Answer(answer), law, has_values=bool(said.values or not policy.asks)
        )
    except NotForAPerson as why:
        raise RefusedByProcess(str(why)) from why
    bound = _bound(one, assessment, said) if policy.asks else Bound()
    reason = said.reason.strip()
    return _Given(rule=rule, answer=Answer(answer), reason=reason, article=article, bound=bound)


def _bound(one: Taken, assessment: Assessment, said: _Said) -> Bound:
    """What the judgement is bound to. A value fills a field that the rule asks, from a source."""
    question = Question.of(assessment, content_of(one.application))
    if not said.values:
        return Bound(question=question)
    if not (said.source or "").strip() or said.answer == Answer.NOT_MET:
        raise WrongUse(
            "Noem met --source waaruit de waarde komt, zoals het advies met zijn datum. Een waarde "
            "gaat niet samen met --answer not_met: of aan de eis is voldaan, volgt eruit."
        )
    values = [_filled(one, assessment, text) for text in said.values]
    missing = set(assessment.asks) - {value.field for value in values}
    if missing:
        labels = {column.field: column.label for column in columns_of(type(one.application))}
        raise WrongUse(
            f"Regel {assessment.code} mist ook "
            f"{', '.join(labels.get(field, field) for field in sorted(missing))}. "
            "Noem alle waarden, elk met --value."
        )
    try:
        with_values(one.application, values)
    except NoSuchValue as why:
        raise WrongUse(str(why)) from why
    return Bound(question=question, values=tuple(values), source=(said.source or "").strip())


def _filled(one: Taken, assessment: Assessment, text: str) -> FilledIn:
    name, equals, value = text.partition("=")
    column = column_named(one.application, name.strip())
    if not equals or not value.strip() or column is None or column.field not in assessment.asks:
        labels = {spec.field: spec.label for spec in columns_of(type(one.application))}
        asked = ", ".join(labels.get(field, field) for field in assessment.asks) or "niets"
        raise WrongUse(
            "Schrijf een waarde als --value 'Kolom=waarde'. "
            f"Regel {assessment.code} vraagt: {asked}."
        )
    return FilledIn(field=column.field, value=value.strip())


def _assessment(
    session: Session, round_id: str, one: Taken, rule: str, policy: Policy, *, by_value: bool
) -> Assessment:
    """What the rules say, with what was filled in; a value is held against what was filed."""
    number = one.application.application_id
    answers = answers_of(session, round_id).get(number, ())
    given = confirmed(session, round_id).get(number, ())
    if policy.asks and not by_value and given:
        taken = applications(session, round_id)
        setting = settings(policy, taken)[one.instrument]
        answers = with_filled_in(one, answers, given, setting)[1]
    for assessment in answers:
        if assessment.code == rule:
            return assessment
    open_ones = [a.code for a in answers if a.answer is Answer.NEEDS_JUDGEMENT]
    there = f"Open staat: {', '.join(open_ones)}." if open_ones else "Er staat geen oordeel open."
    raise WrongUse(f"Aanvraag {number} is niet getoetst aan regel {rule}. {there}")


def _newest(session: Session, round_id: str, one: Taken, rule: str) -> Recorded | None:
    same = [
        kept
        for kept in recorded(session, round_id)
        if (kept.application_id, kept.rule) == (one.application.application_id, rule)
    ]
    return same[-1] if same else None


def _recorded(
    session: Session, round_id: str, one: Taken, given: _Given, who: Actor, on: date
) -> tuple[Recorded, bool]:
    newest = _newest(session, round_id, one, given.rule)
    if newest is not None and (
        newest.answer, newest.reason, newest.officer, newest.on, newest.bound,
    ) == (given.answer, given.reason, who.name, on, given.bound):  # fmt: skip
        return newest, False
    session.add(
        tables.Judgement(
            round_id=round_id,
            application_row_id=one.row_id,
            rule=given.rule,
            answer=given.answer,
            reason=given.reason,
            officer=who.name,
            on=on.isoformat(),
            article=given.article,
            question_json="" if given.bound == Bound() else given.bound.model_dump_json(),
        )
    )
    audit.append(session, round_id, "judgement.given", who.name, program_version())
    return _kept(session, round_id, one, given.rule), True


def _confirmed(
    session: Session, round_id: str, one: Taken, rule: str, who: Actor, on: date
) -> tuple[Recorded, bool]:
    newest = _newest(session, round_id, one, rule)
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
    session.add(
        tables.Judgement(
            round_id=round_id,
            application_row_id=one.row_id,
            rule=rule,
            answer=newest.answer,
            reason=newest.reason,
            officer=who.name,
            on=on.isoformat(),
            article=newest.article,
            confirms=newest.row_id,
        )
    )
    audit.append(session, round_id, "judgement.confirmed", who.name, program_version())
    return _kept(session, round_id, one, rule), True


def _kept(session: Session, round_id: str, one: Taken, rule: str) -> Recorded:
    newest = _newest(session, round_id, one, rule)
    assert newest is not None
    return newest
