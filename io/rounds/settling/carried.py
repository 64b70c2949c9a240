"""What a correction left for a later statement, because the one that it was settled with was less.

The grant is lower only by what came back, so that the ledger takes in no money that is not there.
The rest stays committed until a later statement settles it or it is claimed apart.
"""

from __future__ import annotations

from collections.abc import Sequence

from ....grants.money import ZERO, Euro
from ....grants.record import Record
from ...records.settling.stored import SettlingKind, StoredAct


class Carried(Record):
    """What a later statement still has to settle of an award: ``homes`` are those that there are
    by the newest correction, which ``statement`` of ``round`` made."""

    amount: Euro
    homes: int
    statement: str
    round: str


def carried_of(acts: Sequence[StoredAct]) -> Carried | None:
    """What the newest correction among the acts on an award left, less what was claimed of it.

    A claim that an objection lowered claimed it all the same: the same money is not asked twice.
    """
    done = [one for one in acts if one.counts]
    made = [one for one in done if one.kind is SettlingKind.CORRECTED]
    if not made:
        return None
    last = made[-1]
    since = done[done.index(last) + 1 :]
    apart = Euro.total(
        one.detail.carried or ZERO for one in since
        if one.kind is SettlingKind.RECLAIMED and one.detail.replaces is None
    )  # fmt: skip
    left = (last.detail.carried or ZERO) - apart
    if left.cents <= 0:
        return None
    return Carried(
        amount=left, homes=last.detail.actual or 0, statement=last.detail.statement,
        round=last.detail.settled_in,
    )  # fmt: skip
