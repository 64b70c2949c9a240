"""Awards as they stand now: what was decided, with all that was decided on them since.

The list that was approved does not change by what comes after it, and neither do its letters. Here
is what of it is still owed, by which decision, and whether its letter went: what is paid goes by
that.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from ....grants.allocation import Award
from ....grants.lives.decision import DecisionEvent
from ....grants.money import ZERO, Euro
from ....grants.record import Record
from ....instruments.instrument import instruments
from ...records.rounds.reader import RoundReader
from ..dossier import corrections_of, dossier


class Ended(StrEnum):
    """Why nothing is owed any more of what was granted."""

    NOT = ""
    WITHDRAWN = "withdrawn"

    @property
    def dutch(self) -> str:
        """In words an office uses."""
        return {"": "", "withdrawn": "ingetrokken door de gemeente"}[self.value]


class StandingAward(Record):
    """An award as it stands. ``sent_on`` is ``None`` until the letter of its decision went.

    ``to_settle`` is what is paid more or, below zero, less because earlier years are settled with
    it. ``ended_on`` is the day on which it ended, where it did.
    """

    award: Award
    decided_on: date
    sent_on: date | None
    to_settle: Euro = ZERO
    ended: Ended = Ended.NOT
    ended_on: date | None = None


def standing_awards(reader: RoundReader) -> dict[str, StandingAward]:
    """Every award of money in a decided round, by application number; none before that."""
    approval = reader.approval
    if approval is None:
        return {}
    given = {
        award.application_id: StandingAward(
            award=award, decided_on=approval.on, sent_on=reader.published_on
        )
        for award in reader.allocation.awards
    }
    given |= _supplemented(reader)
    gone = {one.application_id: one.on for one in reader.withdrawals if one.late}
    settles = _to_settle(reader)
    found: dict[str, StandingAward] = {}
    for number, one in sorted(given.items()):
        if not one.award.amount:
            continue
        changed: dict[str, object] = {}
        if number in settles:
            changed["to_settle"] = settles[number]
        if number in gone:
            changed |= {"ended": Ended.WITHDRAWN, "ended_on": gone[number]}
        found[number] = one.model_copy(update=changed)
    return found


def standing_versions(reader: RoundReader) -> dict[str, tuple[StandingAward, ...]]:
    """Every award by each decision that was taken on it, the first of them first."""
    return {number: (one,) for number, one in standing_awards(reader).items()}


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
    whole = dossier(reader, supplemented=True)
    return {number: one.to_settle for number, one in corrections_of(reader, whole).items()}
