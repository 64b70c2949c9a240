"""Judging: an officer answers an open norm, a second officer confirms it."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from ...grants.assessment import Answer, Assessment
from ...grants.record import Record
from ...grants.rounds import Step
from ...instruments.instrument import instruments
from ...instruments.law.judgement import NotForAPerson, article_for
from ..errors import RefusedByProcess, WrongUse
from ..records import audit, tables
from ..records.judgements import Recorded, recorded
from ..rounds.actor import Actor
from ..rounds.screening import Taken, answers_of, applications, settings
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
) -> tuple[Recorded, bool]:
    """Record a judgement on a rule; ``False`` where the very same one stood already.

    Raises:
        WrongUse: the application or the rule is unknown, or the answer or the reason is missing.
        RefusedByProcess: the state or the role forbids it, or no person may answer this rule so.
    """
    row = round_of(session, round_id)
    permit(row, Step.JUDGE, who)
    one = _application(session, row, application_id)
    return _recorded(
        session, round_id, one, _answer(session, row, one, rule, answer, reason), who, on
    )


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
    """A judgement that may be recorded."""

    rule: str
    answer: Answer
    reason: str
    article: str


def _answer(
    session: Session,
    row: tables.Round,
    one: Taken,
    rule: str,
    answer: str | None,
    reason: str | None,
) -> _Given:
    if answer is None or reason is None or len(reason.strip()) < _SHORTEST_REASON:
        raise WrongUse(
            "Geef het oordeel met --answer met of not_met, en met --reason in een zin waarom."
        )
    assessment = _assessment(session, row.id, one, rule)
    setting = settings(policy_of(session, row), (one,))[one.instrument]
    law = setting.law_of(instruments()[one.instrument].catalogue)
    try:
        article = article_for(assessment, Answer(answer), law)
    except NotForAPerson as why:
        raise RefusedByProcess(str(why)) from why
    return _Given(rule=rule, answer=Answer(answer), reason=reason.strip(), article=article)


def _assessment(session: Session, round_id: str, one: Taken, rule: str) -> Assessment:
    number = one.application.application_id
    answers = answers_of(session, round_id).get(number, ())
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
    if newest is not None and (newest.answer, newest.reason, newest.officer, newest.on) == (
        given.answer, given.reason, who.name, on,
    ):  # fmt: skip
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
