"""The awards of a round by the newest decision on each: its list, its supplements, and those since.

What was withdrawn is not told here: the ledger has nothing committed to it any more.
"""

from __future__ import annotations

from ....grants.allocation import Award
from ...records.rounds.award_decisions import DecisionKind
from ...records.rounds.reader import RoundReader


def awards_now(reader: RoundReader) -> dict[str, Award]:
    """Every award of a decided round, by application number, also those of nothing."""
    found = {award.application_id: award for award in reader.allocation.awards}
    found |= reader.supplemented
    for one in reader.award_decisions:
        if one.approver and one.kind is not DecisionKind.CHANGE_REFUSED:
            found[one.application_id] = one.detail.after
    return found
