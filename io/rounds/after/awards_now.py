"""The awards of a round by the newest decision on each: its list, its supplements, and those since.

Decisions on objections and those on awards follow each other by their days; each was taken on the
award as the one before it left it. What was withdrawn is not told here: the ledger has nothing
committed to it any more.
"""

from __future__ import annotations

from datetime import date

from ....grants.decisions.allocation import Award
from ....grants.record import Record
from ...records.after.award_decisions import DecisionKind, StoredAwardDecision
from ...records.rounds.reader import RoundReader


class LaterAward(Record):
    """An award as a later decision leaves it; ``decision`` is ``None`` where it was on an
    objection."""

    award: Award
    on: date
    decision: StoredAwardDecision | None = None


def later_awards(reader: RoundReader) -> tuple[tuple[str, LaterAward], ...]:
    """What later decisions made of awards, with their numbers, in the order of their days."""
    found = [
        ((one.decision.on, 0, one.number), LaterAward(award=one.decision.award, on=one.decision.on))
        for one in reader.objections
        if one.decision is not None and one.decision.award is not None
    ]
    found += [
        (
            (one.approved_on, 1, place),
            LaterAward(award=one.detail.after, on=one.approved_on, decision=one),
        )
        for place, one in enumerate(reader.after.award_decisions)
        if one.approved_on is not None
    ]
    in_order = sorted(found, key=lambda told: told[0])
    return tuple((later.award.application_id, later) for _, later in in_order)


def awards_now(reader: RoundReader) -> dict[str, Award]:
    """Every award of a decided round, by application number, also those of nothing."""
    found = {award.application_id: award for award in reader.allocation.awards}
    found |= reader.supplemented
    for number, later in later_awards(reader):
        if later.decision is None or later.decision.kind is not DecisionKind.CHANGE_REFUSED:
            found[number] = later.award
    return found


def changed_amounts(reader: RoundReader) -> dict[str, Award]:
    """The awards that later decisions changed, by number, as the newest of them leaves each."""
    return {
        number: later.award
        for number, later in later_awards(reader)
        if later.decision is None or later.decision.kind is not DecisionKind.CHANGE_REFUSED
    }
