"""Who made a part of a round, and so cannot approve it: four eyes, by name and by login."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...records.rounds.events import EventKind, kind_of
from ...records.rounds.reader import RoundReader

# What makes a part of a round, by the events that tell of it. Of divisions the newest counts.
_MAKING = (
    EventKind.OPENED, EventKind.LOADED, EventKind.SCREENED, EventKind.JUDGED,
    EventKind.QUESTION_ANSWERED, EventKind.LOTS_DRAWN, EventKind.ROW_LINKED,
    EventKind.COMPLETION_ANSWERED, EventKind.WITHDRAWN, EventKind.STRIKE_PROPOSED,
    EventKind.STRUCK, EventKind.AMENDMENT_PROPOSED, EventKind.AMENDED,
)  # fmt: skip


def logins_of_makers(reader: RoundReader) -> frozenset[str]:
    """The logins under which a part of a real round was made, whatever name they had then.

    In an example one login acts in every name, and events of before schema 15 hold none.
    """
    if reader.example:
        return frozenset()
    divisions = [one.number for one in reader.events if kind_of(one.kind) is EventKind.ALLOCATED]
    made = {one.number for one in reader.events if kind_of(one.kind) in _MAKING}
    made.update(divisions[-1:])
    return frozenset(login.casefold() for number, login in reader.logins.items() if number in made)


def makers_of(reader: RoundReader) -> Mapping[str, Sequence[str]]:
    """By what was done, in Dutch after "heeft", the names of whoever did it."""
    allocation = reader.newest_allocation
    return {
        "de ronde geopend": [reader.row.opened_by],
        "aanvragen geladen": [one.loaded_by for one in reader.batches],
        "de aanvragen getoetst": [reader.row.screened_by or ""],
        "een oordeel gegeven": [one.officer for one in reader.judgements],
        "een vraag beantwoord": [one.officer for one in reader.question_answers],
        "een loting vastgelegd": [one.officer for one in reader.lots],
        "over een aanvulling beslist": reader.completers,
        "een intrekking vastgelegd": [one.officer for one in reader.withdrawals],
        "een intrekking verbeterd": [
            name for one in reader.strikes for name in (one.officer, one.confirmed_by)
        ],
        "het beleid gewijzigd": reader.amenders,
        "de verdeling gemaakt": [allocation.made_by] if allocation is not None else [],
    }
