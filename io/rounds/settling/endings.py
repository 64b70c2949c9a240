"""How far the end of each award is, for reports and open data, from the records as they are now.

What comes next is told as of the last day on which something was recorded of that award.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ....grants.lives.later import Ending
from ....grants.money import ZERO, Euro
from ...records.rounds.reader import RoundReader
from ...records.settling.stored import SettlingKind, StoredAct
from .carried import carried_of

if TYPE_CHECKING:
    from .upcoming import Upcoming


def endings(reader: RoundReader) -> dict[str, Ending]:
    """The end of every award of which something was accounted for, fixed or claimed back."""
    acted = {one.application_id for one in reader.after.settling_acts if one.counts}
    numbers = sorted({*reader.after.accounts, *acted})
    if not numbers:
        return {}
    from .upcoming import upcoming_after  # late: of most rounds no award ends yet

    coming = upcoming_after(reader, {number: _last_day(reader, number) for number in numbers})
    return {number: _ending(reader, number, coming[number]) for number in numbers}


def _last_day(reader: RoundReader, number: str) -> date:
    """The last day on which something was recorded of the end of an award."""
    acts = [o.done_on for o in reader.after.settling_acts_of.get(number, ()) if o.counts]
    return max([one.on for one in reader.after.accounts.get(number, ())] + acts)


def _ending(reader: RoundReader, number: str, coming: Upcoming | None) -> Ending:
    own = reader.after.accounts.get(number, ())
    account = own[-1] if own else None
    acts = [one for one in reader.after.settling_acts_of.get(number, ()) if one.counts]
    fixed = [one for one in acts if one.kind is SettlingKind.SETTLED]
    undone = {one.detail.about for one in acts if one.kind is SettlingKind.UNDONE}
    came = [o for o in acts if o.kind is SettlingKind.REPAID and o.row_id not in undone]
    received = [o for o in acts if o.kind is SettlingKind.INTEREST_RECEIVED]
    left = carried_of(acts)
    return Ending(
        accounted_to=None if account is None else account.year,
        last=account is not None and account.last,
        lawful=None if account is None else account.lawful,
        fixed=fixed[-1].detail.final if fixed else None,
        claimed=_sum(acts, SettlingKind.RECLAIMED),
        repaid=Euro.total(one.detail.amount for one in came),
        interest=_sum(acts, SettlingKind.INTEREST),
        interest_received=Euro.total(
            one.detail.amount for one in received if one.row_id not in undone
        ),
        corrected=_sum(acts, SettlingKind.CORRECTED),
        carried=ZERO if left is None else left.amount,
        coming=None if coming is None else coming.what,
    )  # fmt: skip


def _sum(acts: list[StoredAct], kind: SettlingKind) -> Euro:
    replaced = {one.detail.replaces for one in acts}
    return Euro.total(
        one.detail.amount for one in acts if one.kind is kind and one.row_id not in replaced
    )
