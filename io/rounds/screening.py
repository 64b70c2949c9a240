"""What a screening rests on and what came of it: applications, the rules' answers, candidates."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from sqlmodel import Session, col, select

from ...grants.application import Application
from ...grants.assessment import Answer, Assessment, verdict
from ...grants.candidate import Candidate
from ...grants.policy import Policy
from ...grants.record import Record
from ...instruments.candidacy import content_of
from ...instruments.filling import with_values
from ...instruments.instrument import Setting, instruments
from ...instruments.law.catalogue import Catalogue
from ...instruments.law.judgement import Judgement, filled_in, judged, judged_on, with_source
from ...instruments.waiting import Waits, waiting
from ..records import changes, tables
from ..records.judgements import confirmed
from ..records.withdrawals import withdrawals
from .state import amendments, policy_of, round_of


class Taken(Record):
    """An application that takes part: its newest good version, and where it stands."""

    row_id: int
    batch_id: int
    application: Application
    instrument: str
    file: str
    sheet: str
    cells: dict[str, str]
    version: int


def applications(session: Session, round_id: str) -> tuple[Taken, ...]:
    """Every application of a round in its newest good version, by application number.

    One that was withdrawn before the list that stands was drawn bears the date of that.
    """
    rows = session.exec(
        select(tables.Application, tables.Batch)
        .where(
            tables.Application.round_id == round_id,
            tables.Application.batch_id == tables.Batch.id,
            tables.Application.application_json != "",
        )
        .order_by(col(tables.Application.application_id), col(tables.Application.version))
    ).all()
    newest = {row.application_id: (row, batch) for row, batch in rows}
    gone = {one.application_id: one.on for one in withdrawals(session, round_id) if not one.late}
    return tuple(
        Taken(
            row_id=row.id or 0,
            batch_id=row.batch_id,
            application=_with_withdrawal(_application(row.instrument, row.application_json), gone),
            instrument=row.instrument,
            file=batch.file,
            sheet=row.sheet,
            cells=json.loads(row.cells_json),
            version=row.version,
        )
        for row, batch in newest.values()
    )


# Rows never change, and a command reads those of its round more than once.
_ONCE = lru_cache(maxsize=2**15)


@_ONCE
def _application(instrument: str, written: str) -> Application:
    return instruments()[instrument].model.model_validate_json(written)


def _with_withdrawal(application: Application, gone: Mapping[str, date]) -> Application:
    on = gone.get(application.application_id)
    if on is None or application.withdrawn_on is not None:
        return application
    return application.model_copy(update={"withdrawn_on": on})


def settings(
    policy: Policy, taken: Sequence[Taken], laws: Mapping[str, Catalogue] = MappingProxyType({})
) -> dict[str, Setting]:
    """What the rules of each instrument may look at. The window binds the version of the law.

    ``laws`` are catalogues, by name, to read in place of those of this program.
    """
    return {
        key: Setting.within(
            policy, key, tuple(t.application for t in taken if t.instrument == key), laws
        )
        for key in policy.instruments
    }


def as_json(answers: Sequence[Assessment]) -> str:
    """Answers as they are kept."""
    return json.dumps([answer.model_dump(mode="json") for answer in answers])


def kept_as(
    then: Mapping[str, Sequence[Assessment]], now: Mapping[str, tuple[Assessment, ...]]
) -> Mapping[str, tuple[Assessment, ...]]:
    """Answers made anew, without the notation in English where a round was kept without any."""
    if any(one.measured_en or one.threshold_en for answers in then.values() for one in answers):
        return now
    plain = {"measured_en": "", "threshold_en": ""}
    return {
        number: tuple(one.model_copy(update=plain) for one in answers)
        for number, answers in now.items()
    }


def screened_under(
    policy: Policy, taken: Sequence[Taken], laws: Mapping[str, Catalogue] = MappingProxyType({})
) -> dict[str, tuple[Assessment, ...]]:
    """What the rules say of every application under a policy, by application number."""
    for_instrument = settings(policy, taken, laws)
    return {
        one.application.application_id: instruments()[one.instrument].screen(
            one.application, for_instrument[one.instrument]
        )
        for one in taken
    }


def assessments_of(session: Session, round_id: str) -> dict[str, tuple[Assessment, ...]]:
    """What the rules and the confirmed judgements said, by application number."""
    return as_judged(session, round_id)[1]


def as_judged(
    session: Session,
    round_id: str,
    policy: Policy | None = None,
    taken: Sequence[Taken] | None = None,
    answers: Mapping[str, tuple[Assessment, ...]] | None = None,
    laws: Mapping[str, Catalogue] = MappingProxyType({}),
) -> tuple[tuple[Taken, ...], dict[str, tuple[Assessment, ...]]]:
    """The applications with the values that people filled in, and what is said of each.

    By default those of the round under its own policy, with the answers as they were kept.
    """
    chosen = policy or policy_of(session, round_of(session, round_id))
    filed = applications(session, round_id) if taken is None else tuple(taken)
    said = answers_of(session, round_id) if answers is None else answers
    given = confirmed(session, round_id)
    if not chosen.asks:
        return filed, {
            number: judged(assessments, given[number]) if number in given else assessments
            for number, assessments in said.items()
        }
    changed: dict[str, tuple[Taken, tuple[Assessment, ...]]] = {}
    for one in filed:
        number = one.application.application_id
        if number in given and number in said:
            rules = settings(chosen, filed, laws)[one.instrument]
            changed[number] = _as_judged(one, said[number], given[number], rules)
    return (
        tuple(changed[n][0] if (n := one.application.application_id) in changed else one
              for one in filed),
        {n: changed[n][1] if n in changed else assessments for n, assessments in said.items()},
    )  # fmt: skip


def _as_judged(
    one: Taken, answers: tuple[Assessment, ...], given: Sequence[Judgement], rules: Setting
) -> tuple[Taken, tuple[Assessment, ...]]:
    """One application with what was filled in, put to its rules anew, and then what was judged."""
    filled, answers = with_filled_in(one, answers, given, rules)
    return filled, judged_on(answers, given, content_of(one.application))


def with_filled_in(
    one: Taken, answers: tuple[Assessment, ...], given: Sequence[Judgement], rules: Setting
) -> tuple[Taken, tuple[Assessment, ...]]:
    """One application with the values that people filled in, put to its rules anew."""
    facts = content_of(one.application)
    found = filled_in(answers, given, facts)
    if found:
        application = with_values(one.application, [v for j in found for v in j.values])
        one = one.model_copy(update={"application": application})
        by_rule = {judgement.rule: judgement for judgement in found}
        anew = instruments()[one.instrument].screen(application, rules)
        answers = tuple(with_source(a, by_rule[a.code]) if a.code in by_rule else a for a in anew)
    return one, answers


def answers_of(session: Session, round_id: str) -> dict[str, tuple[Assessment, ...]]:
    """What the rules said at the screening, or since the policy was amended, by application."""
    anew = _rescreened(session, round_id)
    if anew is not None:
        return anew
    rows = session.exec(
        select(tables.Application.application_id, tables.Screening.assessments_json)
        .where(
            tables.Screening.round_id == round_id,
            tables.Screening.application_row_id == tables.Application.id,
        )
        .order_by(col(tables.Application.application_id))
    ).all()
    return {number: _answers(text) for number, text in rows}


def _rescreened(session: Session, round_id: str) -> dict[str, tuple[Assessment, ...]] | None:
    """What the rules say under the newest amendment that put them anew; ``None`` without one."""
    newest = [one.id for one in amendments(session, round_id) if not one.same]
    rows = session.exec(
        select(tables.Application.application_id, changes.Rescreening.assessments_json)
        .where(
            changes.Rescreening.amendment_id == (newest[-1] if newest else None),
            changes.Rescreening.application_row_id == tables.Application.id,
        )
        .order_by(col(tables.Application.application_id))
    ).all()
    return {number: _answers(text) for number, text in rows} if rows else None


@_ONCE
def _answers(text: str) -> tuple[Assessment, ...]:
    return tuple(Assessment.model_validate(answer) for answer in json.loads(text))


def candidates_of(
    policy: Policy,
    taken: Sequence[Taken],
    assessments: Mapping[str, tuple[Assessment, ...]],
    laws: Mapping[str, Catalogue] = MappingProxyType({}),
) -> tuple[Candidate, ...]:
    """The applications that take part in the division, as the optimiser sees them."""
    return divided_and_waiting(policy, taken, assessments, laws)[0]


def divided_and_waiting(
    policy: Policy,
    taken: Sequence[Taken],
    assessments: Mapping[str, tuple[Assessment, ...]],
    laws: Mapping[str, Catalogue] = MappingProxyType({}),
) -> tuple[tuple[Candidate, ...], Mapping[str, Waits]]:
    """The candidates, and of the other applications that passed screening what they wait for."""
    for_instrument = settings(policy, taken, laws)
    standing = [one for one in taken if one.application.withdrawn_on is None]
    verdicts = {
        one.application.application_id: verdict(assessments[one.application.application_id])
        for one in standing
    }
    made = tuple(
        instruments()[one.instrument].candidate(one.application, for_instrument[one.instrument])
        for one in standing
        if verdicts[one.application.application_id] is Answer.MET
    )
    if not policy.asks:
        return made, {}
    waits = waiting(
        made,
        undecided={n for n, said in verdicts.items() if said is Answer.NEEDS_JUDGEMENT},
        known={one.application.application_id for one in taken},
        decided={one.application for one in policy.fixed},
    )
    return tuple(one for one in made if one.application_id not in waits), waits
