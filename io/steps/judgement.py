"""The command ``verdeel judge``: an officer answers an open norm, a second officer confirms."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from ...grants.assessment import Answer, Assessment
from ...grants.record import Record
from ...grants.rounds import Step
from ...instruments.instrument import instruments
from ...instruments.law.judgement import NotForAPerson, article_for
from ..cli.console import show, show_json
from ..cli.invocation import Invocation
from ..config.office import load_office
from ..errors import RefusedByProcess, WrongUse
from ..records import audit, tables
from ..records.database import transaction
from ..records.judgements import Recorded, recorded
from ..rounds.actor import Actor, actor
from ..rounds.dossier import office_path
from ..rounds.screening import Taken, answers_of, applications, settings
from ..rounds.seal import program_version
from ..rounds.state import permit, policy_of, round_of

_SHORTEST_REASON = 10
_WORDS = {Answer.MET: "voldoet", Answer.NOT_MET: "voldoet niet"}


def judge(
    call: Invocation,
    application_id: str,
    round_id: str,
    rule: str,
    answer: str | None,
    reason: str | None,
    confirm: bool,
    on: date | None,
) -> int:
    """Record a judgement, or confirm the newest one on this rule; both are kept with their name."""
    if on is None:
        raise WrongUse("Noem de datum van het oordeel met --date jjjj-mm-dd.")
    if confirm and (answer or reason):
        raise WrongUse("Bevestigen gaat zonder --answer en --reason: die staan al vast.")
    with transaction(call.database) as session:
        row = round_of(session, round_id)
        path = office_path(row, call.office)
        office = load_office(path) if call.office is not None or path.exists() else None
        who = actor(session, office, call.as_name)
        permit(row, Step.JUDGE, who)
        one, number = _application(session, row, application_id), rule.upper()
        if confirm:
            told, new = _confirmed(session, round_id, one, number, who, on)
        else:
            given = _answer(session, row, one, number, answer, reason)
            told, new = _recorded(session, round_id, one, given, who, on)
    if call.as_json:
        show_json(
            {**told.model_dump(mode="json", exclude={"row_id"}), "round": round_id, "new": new}
        )
    else:
        for line in _lines(told, round_id, new=new):
            show(line)
    return 0


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


def _lines(told: Recorded, round_id: str, *, new: bool) -> list[str]:
    where = f"{told.application_id}, regel {told.rule}: {_WORDS[told.answer]}"
    already = "" if new else " Dit stond al vast; er is niets gewijzigd."
    lines = [f"{where}. {told.reason}{already}"]
    if told.article:
        lines.append(f"Van de eis is afgeweken op grond van {told.article}.")
    lines.append(f"Gegeven door {told.officer} op {told.on:%d-%m-%Y}.")
    if told.confirmed_on is not None:
        lines.append(f"Bevestigd door {told.confirmed_by} op {told.confirmed_on:%d-%m-%Y}.")
        lines.append(f"Hierna: verdeel allocate --round {round_id}")
    else:
        lines.append(
            "Het telt pas mee als een ander het bevestigt: "
            f"verdeel judge {told.application_id} --rule {told.rule} --confirm --round {round_id}"
        )
    return lines
