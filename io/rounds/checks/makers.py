"""Who made a part of a round, and so cannot approve it: four eyes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...records.rounds.reader import RoundReader


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
