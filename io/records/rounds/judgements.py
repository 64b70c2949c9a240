"""Judgements as they are kept: recorded by one officer, confirmed by another, never changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from ....grants.applications.application import Application
from ....grants.applications.assessment import Answer, Assessment
from ....grants.record import Record
from ....grants.rounds.policy import Policy
from ....instruments.instrument import instruments
from ....instruments.law.catalogue import Catalogue
from ....instruments.law.judgement import (
    FilledIn,
    Judgement,
    Question,
    filled_in,
    judged,
    judged_on,
    with_source,
)
from ....instruments.law.setting import RuleContext
from ....instruments.screening.candidacy import content_of
from ....instruments.screening.condition import CONDITION, absent_in, condition_of
from ....instruments.screening.filling import with_values
from .. import tables
from .applications import StoredApplication

if TYPE_CHECKING:
    from .reader import RoundReader


class Bound(Record):
    """What a judgement is bound to: the question that was open, and what was filled in.

    A value has the field that it fills and stands as the officer wrote it, in Dutch notation.
    """

    question: Question | None = None
    values: tuple[FilledIn, ...] = ()
    source: str = ""


UNBOUND = Bound()


class RecordedJudgement(Record):
    """A judgement with where it stands. ``confirmed_by`` is empty until a second officer did."""

    application_id: str
    rule: str
    answer: Answer
    reason: str
    officer: str
    on: date
    article: str
    confirmed_by: str = ""
    confirmed_on: date | None = None
    row_id: int
    bound: Bound = UNBOUND


def recorded(session: Session, round_id: str) -> tuple[RecordedJudgement, ...]:
    """Every judgement of a round, oldest first, with its confirmation."""
    rows = session.exec(
        select(tables.Judgement, tables.Application.application_id)
        .where(
            tables.Judgement.round_id == round_id,
            tables.Judgement.application_row_id == tables.Application.id,
        )
        .order_by(col(tables.Judgement.id))
    ).all()
    seconds = {row.confirms: row for row, _ in rows if row.confirms is not None}
    found: list[RecordedJudgement] = []
    for row, number in rows:
        if row.confirms is not None:
            continue
        second = seconds.get(row.id or 0)
        found.append(
            RecordedJudgement(
                application_id=number,
                rule=row.rule,
                answer=Answer(row.answer),
                reason=row.reason,
                officer=row.officer,
                on=date.fromisoformat(row.on),
                article=row.article,
                confirmed_by=second.officer if second else "",
                confirmed_on=date.fromisoformat(second.on) if second else None,
                row_id=row.id or 0,
                bound=Bound.model_validate_json(row.question_json)
                if row.question_json
                else UNBOUND,
            )
        )
    return tuple(found)


def confirmed(given: Sequence[RecordedJudgement]) -> Mapping[str, tuple[Judgement, ...]]:
    """The judgements with their second name, oldest first, by application number."""
    by_number: dict[str, list[Judgement]] = {}
    for one in given:
        if one.confirmed_on is not None:
            by_number.setdefault(one.application_id, []).append(
                Judgement(
                    rule=one.rule,
                    answer=one.answer,
                    reason=one.reason,
                    officer=one.officer,
                    confirmed_by=one.confirmed_by,
                    on=one.confirmed_on,
                    article=one.article,
                    question=one.bound.question,
                    values=one.bound.values,
                    source=one.bound.source,
                )
            )
    return {number: tuple(found) for number, found in by_number.items()}


Answers = Mapping[str, tuple[Assessment, ...]]


def as_judged(
    policy: Policy,
    filed: Sequence[StoredApplication],
    answers: Answers,
    given: Sequence[RecordedJudgement],
    laws: Mapping[str, Catalogue] = MappingProxyType({}),
) -> tuple[tuple[StoredApplication, ...], dict[str, tuple[Assessment, ...]]]:
    """The applications with the values that people filled in, and what is said of each.

    ``answers`` are those of the rules to the applications as they were ``filed``.
    """
    judgements = confirmed(given)
    if not policy.asks:
        return tuple(filed), {
            number: judged(said, judgements[number]) if number in judgements else said
            for number, said in answers.items()
        }
    found = dict(answers)
    known = {one.application.application_id for one in filed}
    applications: list[StoredApplication] = []
    for one in filed:
        number = one.application.application_id
        own = judgements.get(number, ())
        if own and number in answers:
            facts = content_of(one.application)
            rules = rules_of(policy, filed, one.instrument, laws) if _fills(own) else None
            one, said = with_filled_in(one, answers[number], own, rules)
            asked = _condition(one.application, known, own, facts)
            if asked is not None:
                said = (*said, asked)
            found[number] = judged_on(said, own, facts)
        applications.append(one)
    return tuple(applications), found


def _condition(
    application: Application, known: Collection[str], own: Sequence[Judgement], facts: str
) -> Assessment | None:
    """The question about a condition that was answered, as it was asked then.

    What was withdrawn after the decision can be back by now; the answer stays what was decided on.
    """
    given = next((one for one in reversed(own) if one.rule == CONDITION), None)
    if given is None:
        return None
    gone = absent_in(given.question) if given.question is not None else ()
    then = condition_of(application, known, gone)
    if then is not None and given.answers(then, facts):
        return then
    return condition_of(application, known)


def _fills(given: Sequence[Judgement]) -> bool:
    return any(one.values for one in given)


def rules_of(
    policy: Policy,
    filed: Sequence[StoredApplication],
    instrument: str,
    laws: Mapping[str, Catalogue] = MappingProxyType({}),
) -> RuleContext:
    """What the rules of one instrument may look at."""
    others = tuple(one.application for one in filed if one.instrument == instrument)
    return RuleContext.within(policy, instrument, others, laws)


def with_filled_in(
    one: StoredApplication,
    answers: tuple[Assessment, ...],
    given: Sequence[Judgement],
    rules: RuleContext | None,
) -> tuple[StoredApplication, tuple[Assessment, ...]]:
    """One application with the values that people filled in, put to its ``rules`` anew."""
    found = filled_in(answers, given, content_of(one.application))
    if not found or rules is None:
        return one, answers
    values = [value for judgement in found for value in judgement.values]
    application = with_values(one.application, values)
    by_rule = {judgement.rule: judgement for judgement in found}
    knowing = replace(rules, found=frozenset(value.field for value in values))
    anew = instruments()[one.instrument].screen(application, knowing)
    said = tuple(with_source(a, by_rule[a.code]) if a.code in by_rule else a for a in anew)
    return one.model_copy(update={"application": application}), said


def add(
    reader: RoundReader,
    application_row_id: int,
    rule: str,
    answer: Answer,
    reason: str,
    officer: str,
    on: date,
    *,
    article: str,
    bound: Bound = UNBOUND,
    confirms: int | None = None,
) -> None:
    """Add a judgement, or the confirmation of the one that it ``confirms``."""
    reader.session.add(
        tables.Judgement(
            round_id=reader.id,
            application_row_id=application_row_id,
            rule=rule,
            answer=answer,
            reason=reason,
            officer=officer,
            on=on.isoformat(),
            article=article,
            confirms=confirms,
            question_json="" if bound == UNBOUND else bound.model_dump_json(),
        )
    )
