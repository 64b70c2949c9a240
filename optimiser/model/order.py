"""The published order, and the draft's way of breaking the ties that it leaves.

Nothing here looks at an application number or at the order of rows. Where everything but the
number is the same, two applications are exact duplicates: which of them stands first is then a
question to the applicant or a matter for lots, and every use of it is reported.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ...grants.applications.candidate import Candidate
from ...grants.rounds.policy import OrderKey, OrderPolicy

# What may hold an application number, or is in the key already. A statement without a project of
# its own has a project named after its number.
_NUMBERS = {"application_id", "project_id", "excludes", "requires", "content"}


def _everyone(candidate: Candidate) -> bool:
    return True


def published_keys(
    candidates: Sequence[Candidate],
    order: OrderPolicy,
    *,
    asks: bool = True,
    free: Callable[[Candidate], bool] = _everyone,
) -> list[tuple[Any, ...]]:
    """The place of each candidate by the published order alone. Equal keys are a tie.

    What is unknown of one makes it equal to those whose order it bears on: a day of receipt without
    a time to all of that day, and a lot that not all who are tied have to no lot at all. ``free``
    tells whose award the order decides: the others need no lot. A round of the first edition
    (without ``asks``) took midnight for a time and any lot for a draw.
    """
    keys: list[tuple[Any, ...]] = [() for _ in candidates]
    for key in order.keys:
        own: list[Any] = [_key(candidate, key, order) for candidate in candidates]
        if asks and key in (OrderKey.RECEIVED_AT, OrderKey.LOT):
            for group in _alike(keys):
                tied = [candidates[i] for i in group]
                known = receipt_keys(tied) if key is OrderKey.RECEIVED_AT else _lot_keys(tied, free)
                for i, part in zip(group, known, strict=True):
                    own[i] = part
        keys = [(*before, part) for before, part in zip(keys, own, strict=True)]
    return keys


def _key(candidate: Candidate, key: OrderKey, order: OrderPolicy) -> tuple[Any, ...]:
    match key:
        case OrderKey.INSTRUMENT:
            names = order.instruments
            if candidate.instrument in names:
                return (0, names.index(candidate.instrument), "")
            return (1, 0, candidate.instrument)
        case OrderKey.SCORE:
            score = candidate.score
            return (1, 0) if score is None else (0, -score)
        case OrderKey.RECEIVED_AT:
            return (candidate.received_at.isoformat(),)
        case OrderKey.LOT:
            return (1, 0) if candidate.lot is None else (0, candidate.lot)


def _alike(keys: Sequence[tuple[Any, ...]]) -> Iterable[list[int]]:
    """The places of those that are equal so far."""
    groups: dict[tuple[Any, ...], list[int]] = {}
    for place, key in enumerate(keys):
        groups.setdefault(key, []).append(place)
    return groups.values()


def _lot_keys(
    tied: Sequence[Candidate], free: Callable[[Candidate], bool]
) -> list[tuple[int, int]]:
    if not is_drawn([one for one in tied if free(one)]):
        return [(1, 0)] * len(tied)
    return [(1, 0) if one.lot is None else (0, one.lot) for one in tied]


def receipt_keys(candidates: Sequence[Candidate]) -> list[tuple[str, ...]]:
    """The order of receipt: by moment, and by day on a day of which one has no time."""
    by_day = {c.received_at.date() for c in candidates if c.received_by_day}
    return [
        (c.received_at.date().isoformat(),)
        if c.received_at.date() in by_day
        else (c.received_at.date().isoformat(), c.received_at.time().isoformat())
        for c in candidates
    ]


def is_drawn(tied: Sequence[Candidate]) -> bool:
    """Whether a draw settles who comes first: everybody who is tied has a lot of his own."""
    lots = [candidate.lot for candidate in tied]
    return None not in lots and len(set(lots)) == len(lots)


def draft_key(candidate: Candidate) -> tuple[Any, ...]:
    """How a draft breaks a tie: municipality, the applicant's code, instrument, the content.

    What is still tied then is decided by the hash of all that was asked.
    """
    return (
        candidate.municipality_codes,
        candidate.applicant_reference,
        candidate.instrument,
        candidate.content,
    )


def content_hash(candidate: Candidate) -> str:
    """SHA-256 of what was asked, without application numbers."""
    asked = candidate.model_dump(mode="json", exclude=_NUMBERS)
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def in_published_order(
    candidates: Sequence[Candidate],
    order: OrderPolicy,
    *,
    asks: bool = True,
    free: Callable[[Candidate], bool] = _everyone,
) -> list[tuple[Candidate, tuple[Any, ...]]]:
    """The candidates by the published order, each with its key in it, ties broken as in a draft."""
    keys = published_keys(candidates, order, asks=asks, free=free)
    alike: dict[tuple[Any, ...], list[Candidate]] = {}
    for one, key in zip(candidates, keys, strict=True):
        alike.setdefault((key, draft_key(one)), []).append(one)
    found: list[tuple[Candidate, tuple[Any, ...]]] = []
    for key in sorted(alike):
        tied = alike[key]
        if len(tied) > 1:  # a hash takes longer than all other keys together
            tied.sort(key=lambda c: (content_hash(c), c.application_id))
        found.extend((one, key[0]) for one in tied)
    return found
