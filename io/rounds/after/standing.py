"""Awards as they stand now: what was decided, with all that was decided on them since.

The list that was approved does not change by what comes after it, and neither do its letters. Here
is what of it is still owed, by which decision, and whether its letter went: what is paid goes by
that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from itertools import pairwise

from ....grants.decisions.allocation import Award
from ....grants.lives.decision import DecisionEvent
from ....grants.money import ZERO, Euro
from ....grants.record import Record
from ....instruments.instrument import instruments
from ...records.after.award_decisions import DecisionKind, StoredAwardDecision
from ...records.rounds.once import worked_out
from ...records.rounds.reader import RoundReader
from .awards_now import LaterAward, later_awards


class Ended(StrEnum):
    """Why nothing is owed any more of what was granted."""

    NOT = ""
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"

    @property
    def dutch(self) -> str:
        """In words an office uses."""
        return {
            "": "", "withdrawn": "ingetrokken door de gemeente",
            "revoked": "ingetrokken bij besluit",
        }[self.value]  # fmt: skip


class StandingAward(Record):
    """An award as it stands. ``sent_on`` is ``None`` until the letter of its decision went.

    ``to_settle`` is what is paid more or, below zero, less because earlier years are settled with
    it. ``ended_on`` is the day on which it ended, where it did. ``by`` are the decisions on it
    since, in order.
    """

    award: Award
    decided_on: date
    sent_on: date | None
    to_settle: Euro = ZERO
    ended: Ended = Ended.NOT
    ended_on: date | None = None
    by: tuple[StoredAwardDecision, ...] = ()

    @property
    def from_reserve(self) -> bool:
        """Whether it was given of money that came free."""
        return any(one.kind is DecisionKind.RESERVE for one in self.by)

    @property
    def changed(self) -> bool:
        """Whether a later decision changed it, or revoked a part of it."""
        return any(
            one.kind is DecisionKind.CHANGED or (one.kind is DecisionKind.REVOKED and not one.ends)
            for one in self.by
        )


@worked_out
def standing_awards(reader: RoundReader) -> Mapping[str, StandingAward]:
    """Every award of money in a decided round, by application number; none before that."""
    return {number: versions[-1] for number, versions in standing_versions(reader).items()}


@worked_out
def unsettled_awards(reader: RoundReader) -> Mapping[str, StandingAward]:
    """As :func:`standing_awards`, without what is settled with earlier years, which takes long."""
    return {number: versions[-1] for number, versions in _versions(reader, {}).items()}


@worked_out
def standing_versions(reader: RoundReader) -> Mapping[str, tuple[StandingAward, ...]]:
    """Every award by each decision that was taken on it, the first of them first."""
    return _versions(reader, _to_settle(reader)) if reader.approval is not None else {}


def _versions(
    reader: RoundReader, settles: Mapping[str, Euro]
) -> dict[str, tuple[StandingAward, ...]]:
    approval = reader.approval
    if approval is None:
        return {}
    first = {
        award.application_id: StandingAward(
            award=award, decided_on=approval.on, sent_on=reader.published_on
        )
        for award in reader.allocation.awards
    }
    first |= _supplemented(reader)
    found: dict[str, list[StandingAward]] = {
        number: [one.model_copy(update={"to_settle": settles.get(number, ZERO)})]
        for number, one in sorted(first.items())
        if one.award.amount
    }
    for number, later in later_awards(reader):
        versions = found.setdefault(number, [])
        versions.append(_after(versions, later))
    for gone in reader.withdrawals:
        versions = found.get(gone.application_id, [])
        if gone.late and versions and versions[-1].ended is Ended.NOT:
            ended: dict[str, object] = {"ended": Ended.WITHDRAWN, "ended_on": gone.on}
            versions.append(versions[-1].model_copy(update=ended))
    return {number: tuple(found[number]) for number in sorted(found)}


def before_decision(
    versions: Sequence[StandingAward], one: StoredAwardDecision
) -> StandingAward | None:
    """The award as it stood before a decision on it; ``None`` where there was none."""
    for earlier, later in pairwise(versions):
        if later.by and later.by[-1] == one and earlier.by[-1:] != (one,):
            return earlier
    return None


def _after(versions: Sequence[StandingAward], later: LaterAward) -> StandingAward:
    """An award by a decision on it; one from the reserve, or after a refusal, had none before."""
    decision = later.decision
    by = () if decision is None else (decision,)
    on = later.on
    if not versions or (decision is not None and decision.kind is DecisionKind.RESERVE):
        return StandingAward(award=later.award, decided_on=on, sent_on=on, by=by)
    before = versions[-1]
    changed: dict[str, object] = {"by": (*before.by, *by)}
    if decision is None:  # on an objection: what it adds is owed from its own letter on
        changed |= {"award": later.award, "sent_on": on, "ended": Ended.NOT, "ended_on": None}
    elif decision.kind is DecisionKind.CHANGED:
        changed["award"] = later.award
    elif decision.ends:
        changed |= {"ended": Ended.REVOKED, "ended_on": on}
    elif decision.kind is DecisionKind.REVOKED:
        changed["award"] = later.award
    return before.model_copy(update=changed)


def _supplemented(reader: RoundReader) -> Mapping[str, StandingAward]:
    """What supplementary lists gave, each with the day of its own letters."""
    sent = {o.application_id: o.on for o in reader.life_events if o.event == DecisionEvent.SENT}
    return {
        award.application_id: StandingAward(
            award=award, decided_on=one.approved_on, sent_on=sent.get(award.application_id)
        )
        for one in reader.supplements
        if one.approved_on is not None
        for award in one.awards
    }


def _to_settle(reader: RoundReader) -> dict[str, Euro]:
    """What decisions settle of earlier years, where the law of a scheme has that."""
    known = reader.policy.instruments
    if not any(instruments()[key].schedule.set_off for key in known):
        return {}
    from ..dossier import corrections_of, dossier  # late: few ask what is settled

    whole = dossier(reader, supplemented=True)
    return {number: one.to_settle for number, one in corrections_of(reader, whole).items()}
