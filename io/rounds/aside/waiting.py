"""Which applications that were set aside still wait for their decision, and which have had it."""

from __future__ import annotations

from ....grants.allocation import Outcome
from ....grants.lives.decision import DecisionEvent
from ...records.rounds.reader import RoundReader


def waiting_aside(reader: RoundReader) -> tuple[str, ...]:
    """The applications that are set aside and not decided on yet, in order of number."""
    gone = {one.application_id for one in reader.withdrawals}
    decided = {
        number
        for number, award in reader.supplemented.items()
        if award.outcome is not Outcome.NEEDS_JUDGEMENT
    }
    return tuple(sorted(set(reader.set_aside) - decided - gone))


def sent_alone(reader: RoundReader) -> frozenset[str]:
    """The applications of supplements whose letters were written."""
    return frozenset(
        one.application_id for one in reader.life_events if one.event == DecisionEvent.SENT
    )
