"""One run of ``verdeel screen``: read, put to the rules, and keep; the database free in between.

A large round takes a while. Where somebody changed it meanwhile, what was found is thrown away and
the round is read again, so that what is kept always rests on the round as it is then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from ...grants.assessment import Assessment
from ...grants.finding import Finding
from ...grants.policy import Policy
from ...grants.record import Record
from ...grants.rounds import RoundState, Step
from ...instruments.oddities import CODES, questions
from ...instruments.overlap import Elsewhere
from ..errors import RefusedByProcess, WrongUse
from ..records import audit, tables
from ..records.adding import add_rows
from ..records.claims import claimed
from ..records.database import reading, transaction
from ..records.events import done_since
from ..records.retry import until_not_crossed
from ..rounds.actor import Actor
from ..rounds.screening import (
    Taken,
    applications,
    as_json,
    assessments_of,
    screened_under,
    settings,
)
from ..rounds.seal import program_version
from ..rounds.state import move, policy_of, require_may, require_seal, round_of
from ..workbooks.formats.look import place_of

_TIMES = 3


class ScreenedRound(Record):
    """What the rules said of every application, by application number, and the scheme of each.

    ``findings`` are questions about the round as a whole: they refuse nobody.
    """

    assessments: dict[str, tuple[Assessment, ...]]
    instruments: dict[str, str]
    withdrawn: tuple[str, ...]
    faulty: int
    findings: tuple[Finding, ...] = ()


def screen_round(
    url: str, round_id: str, who: Actor, watch: Callable[[int], None] | None = None
) -> ScreenedRound:
    """Close intake and put every application to the rules. Done once; told again after that.

    ``watch`` is told how many applications are about to be put to the rules.

    Raises:
        WrongUse: nothing was loaded.
        RefusedByProcess: the actor is an auditor, the seal is that of another program, somebody
            else is at it, or others changed the round each time that it was read.
    """
    with reading(url) as session:
        row = round_of(session, round_id)
        require_may(who, Step.SCREEN)
        if not _waits(row):
            return _told(session, round_id)
    done: tuple[str, ...] = ()
    with claimed(url, round_id, Step.SCREEN.value, who.name):
        for _ in range(_TIMES):
            with reading(url) as session:
                read = _read(session, round_id)
            if isinstance(read, ScreenedRound):
                return read
            if watch is not None:
                watch(len(read.taken))
            found = _put_to_the_rules(read)
            done = until_not_crossed(lambda read=read, found=found: _kept(url, read, found, who))
            if not done:
                return _screened(read, found)
    raise RefusedByProcess(
        f"Tijdens het toetsen is in ronde {round_id} telkens {' en '.join(done)}. Er is niets "
        f"bewaard; sluit eerst de inname met 'verdeel round close {round_id}', of geef dezelfde "
        "opdracht opnieuw."
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """What a screening starts from; ``event`` is the last of the audit trail at that moment."""

    round_id: str
    policy: Policy
    taken: tuple[Taken, ...]
    elsewhere: tuple[Elsewhere, ...]
    faulty: int
    event: int


@dataclass(frozen=True, slots=True)
class _Found:
    """What the rules said, as it is kept too; questions stand with the workbook they are about."""

    assessments: dict[str, tuple[Assessment, ...]]
    written: tuple[tuple[int, str], ...]
    questions: tuple[tuple[int, Finding], ...]


def _waits(row: tables.Round) -> bool:
    return row.state in (RoundState.OPEN, RoundState.CLOSED)


def _read(session: Session, round_id: str) -> _Read | ScreenedRound:
    row = round_of(session, round_id)
    if not _waits(row):
        return _told(session, round_id)
    require_seal(session, row)
    return _Read(
        round_id=round_id,
        policy=policy_of(session, row),
        taken=_applications(session, round_id),
        elsewhere=_elsewhere(session, row),
        faulty=_faulty(session, round_id),
        event=audit.head(session).number,
    )


def _applications(session: Session, round_id: str) -> tuple[Taken, ...]:
    taken = applications(session, round_id)
    if not taken:
        raise WrongUse(f"Ronde {round_id} heeft nog geen aanvragen. Laad eerst een werkmap.")
    return taken


def _put_to_the_rules(read: _Read) -> _Found:
    answered = screened_under(read.policy, read.taken)
    return _Found(
        assessments=answered,
        written=tuple(
            (one.row_id, as_json(answered[one.application.application_id])) for one in read.taken
        ),
        questions=_placed(read.taken, questions(settings(read.policy, read.taken), read.elsewhere)),
    )


def _kept(url: str, read: _Read, found: _Found, who: Actor) -> tuple[str, ...]:
    """Keep what was found, unless the round is another one by now: then, what was done to it."""
    with transaction(url) as session:
        row = round_of(session, read.round_id)
        done = done_since(session, row.id, read.event)
        if not done and _elsewhere(session, row) != read.elsewhere:
            done = ("in een andere ronde een aanvraag met dezelfde soort gegevens ingenomen",)
        if done:
            return done
        require_seal(session, row)
        answers = [
            {"round_id": row.id, "application_row_id": row_id, "assessments_json": assessments}
            for row_id, assessments in found.written
        ]
        add_rows(session, tables.Screening, answers)
        asked = [
            {"batch_id": batch_id, "finding_json": question.model_dump_json()}
            for batch_id, question in found.questions
        ]
        add_rows(session, tables.Finding, asked)
        row.screened_by = who.name
        move(session, row, Step.SCREEN)
        audit.append(session, row.id, "round.screened", who.name, program_version())
    return ()


def _screened(read: _Read, found: _Found) -> ScreenedRound:
    return ScreenedRound(
        assessments=found.assessments,
        instruments=_schemes(read.taken),
        withdrawn=_withdrawn(read.taken),
        faulty=read.faulty,
        findings=tuple(question for _, question in found.questions),
    )


def _told(session: Session, round_id: str) -> ScreenedRound:
    """What a screening of before found."""
    taken = _applications(session, round_id)
    return ScreenedRound(
        assessments=assessments_of(session, round_id),
        instruments=_schemes(taken),
        withdrawn=_withdrawn(taken),
        faulty=_faulty(session, round_id),
        findings=_asked(session, round_id),
    )


def _schemes(taken: Sequence[Taken]) -> dict[str, str]:
    return {one.application.application_id: one.instrument for one in taken}


def _withdrawn(taken: Sequence[Taken]) -> tuple[str, ...]:
    return tuple(
        one.application.application_id for one in taken if one.application.withdrawn_on is not None
    )


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


def _placed(taken: Sequence[Taken], found: Sequence[Finding]) -> tuple[tuple[int, Finding], ...]:
    """The questions about a round, each with the workbook of its application, at its cell."""
    by_number = {one.application.application_id: one for one in taken}
    placed: list[tuple[int, Finding]] = []
    for question in found:
        one = by_number[question.application_id]
        cell = one.cells.get(question.field) or one.cells.get("application_id", "")
        at = {"file": one.file, "sheet": one.sheet, "cell": cell}
        placed.append((one.batch_id, question.model_copy(update=at)))
    placed.sort(key=lambda p: (p[1].file, p[1].sheet, place_of(p[1].cell), p[1].code))
    return tuple(placed)


def _asked(session: Session, round_id: str) -> tuple[Finding, ...]:
    rows = session.exec(
        select(tables.Finding.finding_json)
        .where(tables.Finding.batch_id == tables.Batch.id, tables.Batch.round_id == round_id)
        .order_by(col(tables.Finding.id))
    ).all()
    every = (Finding.model_validate_json(text) for text in rows)
    return tuple(one for one in every if one.code in CODES)


def _faulty(session: Session, round_id: str) -> int:
    """Rows that never had a good version, and so take no part."""
    rows = session.exec(
        select(tables.Application.application_id, tables.Application.application_json).where(
            tables.Application.round_id == round_id
        )
    ).all()
    good = {number for number, text in rows if text}
    return sum(1 for number, text in rows if not text and (not number or number not in good))
