"""Screening: every application of a round put to the rules of its scheme."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from sqlmodel import Session, col, select

from ..grants.application import Application
from ..grants.assessment import Answer, Assessment, verdict
from ..grants.candidate import Candidate
from ..grants.finding import Finding
from ..grants.policy import Policy
from ..grants.record import Record
from ..grants.rounds import RoundState, Step
from ..instruments.catalogue import Catalogue
from ..instruments.instrument import Setting, instruments
from ..instruments.oddities import CODES, questions
from ..instruments.overlap import Elsewhere
from .errors import WrongUse
from .identity import Actor
from .intake import round_of
from .judgements import judged_answers
from .records import audit, changes, tables
from .seal import program_version
from .standing import amendments, move, policy_of, require_may, require_seal
from .withdrawals import withdrawals
from .workbooks.look import place_of


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
    known = instruments()
    gone = {one.application_id: one.on for one in withdrawals(session, round_id) if not one.late}
    return tuple(
        Taken(
            row_id=row.id or 0,
            batch_id=row.batch_id,
            application=_with_withdrawal(
                known[row.instrument].model.model_validate_json(row.application_json), gone
            ),
            instrument=row.instrument,
            file=batch.file,
            sheet=row.sheet,
            cells=json.loads(row.cells_json),
            version=row.version,
        )
        for row, batch in newest.values()
    )


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


class ScreenedRound(Record):
    """What the rules said of every application, by application number.

    ``findings`` are questions about the round as a whole: they refuse nobody.
    """

    assessments: dict[str, tuple[Assessment, ...]]
    withdrawn: tuple[str, ...]
    faulty: int
    findings: tuple[Finding, ...] = ()


def screen(session: Session, round_id: str, who: Actor) -> ScreenedRound:
    """Close intake and put every application to the rules. Done once; told again after that.

    Raises:
        WrongUse: nothing was loaded.
        RefusedByProcess: the actor is an auditor, or the seal is that of another program.
    """
    row = round_of(session, round_id)
    require_may(who, Step.SCREEN)
    taken = applications(session, round_id)
    if not taken:
        raise WrongUse(f"Ronde {round_id} heeft nog geen aanvragen. Laad eerst een werkmap.")
    if row.state in (RoundState.OPEN, RoundState.CLOSED):
        require_seal(session, row)
        answered = screened_under(policy_of(session, row), taken)
        for one in taken:
            answers = answered[one.application.application_id]
            session.add(
                tables.Screening(
                    round_id=round_id,
                    application_row_id=one.row_id,
                    assessments_json=as_json(answers),
                )
            )
        by_scheme = settings(policy_of(session, row), taken)
        _ask(session, taken, questions(by_scheme, _elsewhere(session, row)))
        row.screened_by = who.name
        move(session, row, Step.SCREEN)
        audit.append(session, round_id, "round.screened", who.name, program_version())
    return ScreenedRound(
        assessments=assessments_of(session, round_id),
        withdrawn=tuple(
            t.application.application_id for t in taken if t.application.withdrawn_on is not None
        ),
        faulty=_faulty(session, round_id),
        findings=_asked(session, round_id),
    )


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


def _elsewhere(session: Session, row: tables.Round) -> tuple[Elsewhere, ...]:
    """The applications of other rounds that list their homes; a what-if decides on none."""
    found: list[Elsewhere] = []
    lists_homes = col(tables.Application.application_json).contains('"bag_ids":["')
    others = session.exec(
        select(tables.Round)
        .where(
            tables.Round.id != row.id,
            tables.Round.id == tables.Application.round_id,
            lists_homes,
        )
        .distinct()
        .order_by(col(tables.Round.id))
    ).all()
    for other in others:
        if policy_of(session, other).round.explores:
            continue
        found += [
            Elsewhere(
                round=other.id,
                instrument=one.instrument,
                application_id=one.application.application_id,
                bag_ids=one.application.bag_ids,
            )
            for one in applications(session, other.id)
            if one.application.bag_ids and one.application.withdrawn_on is None
        ]
    return tuple(found)


def _ask(session: Session, taken: Sequence[Taken], found: Sequence[Finding]) -> None:
    """Keep the questions about a round with the workbook of each application, at its cell."""
    by_number = {one.application.application_id: one for one in taken}
    placed: list[tuple[Finding, int]] = []
    for question in found:
        one = by_number[question.application_id]
        cell = one.cells.get(question.field) or one.cells.get("application_id", "")
        at = {"file": one.file, "sheet": one.sheet, "cell": cell}
        placed.append((question.model_copy(update=at), one.batch_id))
    placed.sort(key=lambda p: (p[0].file, p[0].sheet, place_of(p[0].cell), p[0].code))
    for question, batch_id in placed:
        session.add(tables.Finding(batch_id=batch_id, finding_json=question.model_dump_json()))


def _asked(session: Session, round_id: str) -> tuple[Finding, ...]:
    rows = session.exec(
        select(tables.Finding.finding_json)
        .where(tables.Finding.batch_id == tables.Batch.id, tables.Batch.round_id == round_id)
        .order_by(col(tables.Finding.id))
    ).all()
    every = (Finding.model_validate_json(text) for text in rows)
    return tuple(one for one in every if one.code in CODES)


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
    return judged_answers(session, round_id, answers_of(session, round_id))


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


def _answers(text: str) -> tuple[Assessment, ...]:
    return tuple(Assessment.model_validate(answer) for answer in json.loads(text))


def _faulty(session: Session, round_id: str) -> int:
    """Rows that never had a good version, and so take no part."""
    rows = session.exec(
        select(tables.Application.application_id, tables.Application.application_json).where(
            tables.Application.round_id == round_id
        )
    ).all()
    good = {number for number, text in rows if text}
    return sum(1 for number, text in rows if not text and (not number or number not in good))


def candidates_of(
    policy: Policy,
    taken: Sequence[Taken],
    assessments: Mapping[str, tuple[Assessment, ...]],
    laws: Mapping[str, Catalogue] = MappingProxyType({}),
) -> tuple[Candidate, ...]:
    """The applications that passed screening, as the optimiser sees them."""
    for_instrument = settings(policy, taken, laws)
    return tuple(
        instruments()[one.instrument].candidate(one.application, for_instrument[one.instrument])
        for one in taken
        if one.application.withdrawn_on is None
        and verdict(assessments[one.application.application_id]) is Answer.MET
    )
