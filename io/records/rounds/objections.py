"""Objections as they are kept: the register of a round, with what was done, decided and shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from pydantic import Field, TypeAdapter
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from ....grants.after.objection import (
    Channel,
    Contested,
    ObjectionOutcome,
    ObjectionStep,
    Objector,
)
from ....grants.decisions.allocation import Award
from ....grants.money import ZERO, Euro
from ....grants.record import Record
from .. import supplements as rows
from .. import tables
from .register import in_order

if TYPE_CHECKING:
    from .reader import RoundReader


POSTED = "posted"
"""In what is kept of a posting that was shown: its day."""


class StoredAct(Record):
    """Something that was done about an objection; ``detail`` is what else belongs to it."""

    row_id: int
    kind: ObjectionStep
    on: date
    until: date | None
    reason: str
    detail: dict[str, str]
    officer: str


class StoredObjectionDecision(Record):
    """The decision on an objection. ``award`` is ``None`` where the award stays as it was.

    Decisions were taken in the order of their ``row_id``. That and ``evidence``, which shows what
    the corrections would have brought, are no part of what is told of a decision.
    """

    row_id: int = Field(default=0, exclude=True)
    evidence: str = Field(default="", exclude=True)
    outcome: ObjectionOutcome
    ground: str
    on: date
    reason: str
    departs: str
    corrections: dict[str, str]
    award: Award | None
    from_reserve: Euro
    beyond: Euro
    costs: Euro
    approver: str


class StoredShown(Record):
    """What was shown to an objector: by application the fields, and those that were masked."""

    on: date
    file: str
    sha256: str
    shown: dict[str, tuple[str, ...]]
    officer: str


class StoredObjection(Record):
    """An objection with all that was done about it, oldest first."""

    row_id: int
    number: int
    application_id: str
    objector: str
    kind: Objector
    municipality_code: str
    contested: Contested
    dated: date | None
    posted: date | None
    received: date
    channel: Channel
    committee: bool
    grounds: str
    on: date
    officer: str
    acts: tuple[StoredAct, ...] = ()
    decision: StoredObjectionDecision | None = None
    shown: tuple[StoredShown, ...] = ()

    @property
    def name(self) -> str:
        """What it is called in commands and letters."""
        return f"BZ-{self.number}"

    @property
    def withdrawn(self) -> StoredAct | None:
        """How it was withdrawn, if it was."""
        return next((one for one in self.acts if one.kind is ObjectionStep.WITHDRAWN), None)

    @property
    def posted_on(self) -> date | None:
        """The day on which it was posted: as it was shown last, else as it was registered."""
        shown = self.of_kind(ObjectionStep.POSTING_SHOWN)
        return date.fromisoformat(shown[-1].detail[POSTED]) if shown else self.posted

    @property
    def open(self) -> bool:
        """Whether it still has to be decided."""
        return self.decision is None and self.withdrawn is None

    def of_kind(self, *kinds: ObjectionStep) -> tuple[StoredAct, ...]:
        """What was done of these kinds, oldest first."""
        return tuple(one for one in self.acts if one.kind in kinds)


_DETAIL = TypeAdapter(dict[str, str])
_SHOWN = TypeAdapter(dict[str, tuple[str, ...]])


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def _register() -> SelectOfScalar[rows.Objection]:
    of_round = col(rows.Objection.round_id) == tables.OF_ROUND
    return select(rows.Objection).where(of_round).order_by(col(rows.Objection.number))


@cache
def _decided() -> SelectOfScalar[rows.ObjectionDecision]:
    of_round = col(rows.ObjectionDecision.round_id) == tables.OF_ROUND
    return select(rows.ObjectionDecision).where(of_round)


def objections(session: Session, round_id: str) -> tuple[StoredObjection, ...]:
    """Every objection of a round, by number."""
    found = session.exec(_register(), params={"round_id": round_id}).all()
    if not found:
        return ()
    acts, decisions, shown = (
        _acts(session, round_id), _decisions(session, round_id), _shown(session, round_id),
    )  # fmt: skip
    return tuple(
        StoredObjection(
            row_id=row.id or 0,
            number=row.number,
            application_id=row.application_id,
            objector=row.objector,
            kind=Objector(row.objector_kind),
            municipality_code=row.municipality_code,
            contested=Contested(row.contested),
            dated=_day(row.dated),
            posted=_day(row.posted),
            received=date.fromisoformat(row.received),
            channel=Channel(row.channel),
            committee=row.committee,
            grounds=row.grounds,
            on=date.fromisoformat(row.on),
            officer=row.officer,
            acts=tuple(acts.get(row.id or 0, ())),
            decision=decisions.get(row.id or 0),
            shown=tuple(shown.get(row.id or 0, ())),
        )
        for row in found
    )


def _acts(session: Session, round_id: str) -> dict[int, list[StoredAct]]:
    found: dict[int, list[StoredAct]] = {}
    for row in in_order(session, rows.ObjectionAct, round_id):
        one = StoredAct(
            row_id=row.id or 0, kind=ObjectionStep(row.kind), on=date.fromisoformat(row.on),
            until=_day(row.until), reason=row.reason,
            detail=_DETAIL.validate_json(row.detail_json), officer=row.officer,
        )  # fmt: skip
        found.setdefault(row.objection_id, []).append(one)
    return found


def _decisions(session: Session, round_id: str) -> dict[int, StoredObjectionDecision]:
    return {
        row.objection_id: StoredObjectionDecision(
            row_id=row.id or 0, evidence=row.evidence_json,
            outcome=ObjectionOutcome(row.outcome), ground=row.ground,
            on=date.fromisoformat(row.on), reason=row.reason, departs=row.departs,
            corrections=_DETAIL.validate_json(row.set_json),
            award=Award.model_validate_json(row.award_json) if row.award_json else None,
            from_reserve=Euro(row.reserve_cents), beyond=Euro(row.beyond_cents),
            costs=Euro(row.costs_cents), approver=row.approver,
        )
        for row in session.exec(_decided(), params={"round_id": round_id})
    }  # fmt: skip


def _shown(session: Session, round_id: str) -> dict[int, list[StoredShown]]:
    found: dict[int, list[StoredShown]] = {}
    for row in in_order(session, rows.ObjectionShown, round_id):
        one = StoredShown(
            on=date.fromisoformat(row.on), file=row.file, sha256=row.sha256,
            shown=_SHOWN.validate_json(row.shown_json), officer=row.officer,
        )  # fmt: skip
        found.setdefault(row.objection_id, []).append(one)
    return found


def add(reader: RoundReader, one: StoredObjection) -> None:
    """Keep an objection under the next number; its own numbers are not read.

    An event of the audit trail must tell of it.
    """
    last = reader.session.exec(
        select(func.max(rows.Objection.number)).where(rows.Objection.round_id == reader.id)
    ).one()
    reader.session.add(
        rows.Objection(
            round_id=reader.id,
            number=(last or 0) + 1,
            application_id=one.application_id,
            objector=one.objector,
            objector_kind=one.kind.value,
            municipality_code=one.municipality_code,
            contested=one.contested.value,
            dated=_written(one.dated),
            posted=_written(one.posted),
            received=one.received.isoformat(),
            channel=one.channel.value,
            committee=one.committee,
            grounds=one.grounds,
            on=one.on.isoformat(),
            officer=one.officer,
        )
    )
    reader.session.flush()


def _written(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def add_act(
    reader: RoundReader,
    one: StoredObjection,
    kind: ObjectionStep,
    *,
    on: date,
    reason: str,
    officer: str,
    until: date | None = None,
    detail: Mapping[str, str] | None = None,
) -> None:
    """Keep what was done about an objection. An event of the audit trail must tell of it."""
    reader.session.add(
        rows.ObjectionAct(
            round_id=reader.id,
            objection_id=one.row_id,
            kind=kind.value,
            on=on.isoformat(),
            until=_written(until),
            reason=reason,
            detail_json=_DETAIL.dump_json(dict(detail or {})).decode(),
            officer=officer,
        )
    )
    reader.session.flush()


def add_decision(reader: RoundReader, one: StoredObjection, made: StoredObjectionDecision) -> None:
    """Keep the decision on an objection. An event of the audit trail must tell of it."""
    reader.session.add(
        rows.ObjectionDecision(
            round_id=reader.id,
            objection_id=one.row_id,
            outcome=made.outcome.value,
            ground=made.ground,
            on=made.on.isoformat(),
            reason=made.reason,
            departs=made.departs,
            set_json=_DETAIL.dump_json(made.corrections).decode(),
            award_json="" if made.award is None else made.award.model_dump_json(),
            reserve_cents=made.from_reserve.cents,
            beyond_cents=made.beyond.cents,
            costs_cents=made.costs.cents,
            approver=made.approver,
            evidence_json=made.evidence,
        )
    )
    reader.session.flush()


def add_shown(reader: RoundReader, one: StoredObjection, made: StoredShown) -> None:
    """Keep what was shown to an objector. An event of the audit trail must tell of it."""
    reader.session.add(
        rows.ObjectionShown(
            round_id=reader.id,
            objection_id=one.row_id,
            on=made.on.isoformat(),
            file=made.file,
            sha256=made.sha256,
            shown_json=_SHOWN.dump_json(made.shown).decode(),
            officer=made.officer,
        )
    )
    reader.session.flush()


def outsiders(found: Sequence[StoredObjection]) -> tuple[str, ...]:
    """Who objected under a name of their own, and who heard somebody, in order.

    They are no officers, and their names are of people.
    """
    names = {one.objector for one in found if one.kind is Objector.OTHER}
    names |= {
        name for one in found for act in one.of_kind(ObjectionStep.HEARD)
        for name in act.detail.values()
    }  # fmt: skip
    return tuple(sorted(names))


def outsiders_in(session: Session) -> tuple[str, ...]:
    """The same, of every round of a database."""
    rounds = session.exec(select(rows.Objection.round_id).distinct()).all()
    return outsiders([one for number in sorted(rounds) for one in objections(session, number)])


def revised(found: tuple[StoredObjection, ...]) -> dict[str, Award]:
    """The awards as decisions on objections changed them, by number; of several the last."""
    decided = [one for one in found if one.decision is not None and one.decision.award is not None]
    return {
        one.application_id: one.decision.award
        for one in sorted(decided, key=_when)
        if one.decision is not None and one.decision.award is not None
    }


def _when(one: StoredObjection) -> tuple[date, int]:
    assert one.decision is not None
    return one.decision.on, one.number


def drawn(found: tuple[StoredObjection, ...]) -> dict[str, tuple[Euro, Euro]]:
    """What decisions added to each award: out of the reserve, and beyond it; by application."""
    made: dict[str, tuple[Euro, Euro]] = {}
    for one in found:
        if one.decision is None or one.decision.award is None:
            continue
        reserve, beyond = made.get(one.application_id, (ZERO, ZERO))
        made[one.application_id] = (
            reserve + one.decision.from_reserve, beyond + one.decision.beyond,
        )  # fmt: skip
    return made
