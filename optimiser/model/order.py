"""The published order, and the draft's way of breaking the ties that it leaves.

Nothing here looks at an application number or at the order of rows. Where everything but the
number is the same, two applications are exact duplicates: which of them stands first is then a
question to the applicant or a matter for lots, and every use of it is reported.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from ...grants.candidate import Candidate
from ...grants.policy import OrderKey, OrderPolicy

# What may hold an application number, or is in the key already. A statement without a project of
# its own has a project named after its number.
_NUMBERS = {"application_id", "project_id", "excludes", "requires", "content"}


def published_key(candidate: Candidate, order: OrderPolicy) -> tuple[Any, ...]:
    """The place of a candidate by the published order alone. Equal keys are a tie."""
    return tuple(_key(candidate, key, order) for key in order.keys)


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


def in_published_order(candidates: Iterable[Candidate], order: OrderPolicy) -> list[Candidate]:
    """The candidates by the published order, ties broken as in a draft."""
    alike: dict[tuple[Any, ...], list[Candidate]] = {}
    for one in candidates:
        alike.setdefault((published_key(one, order), draft_key(one)), []).append(one)
    found: list[Candidate] = []
    for key in sorted(alike):
        tied = alike[key]
        if len(tied) > 1:  # a hash takes longer than all other keys together
            tied.sort(key=lambda c: (content_hash(c), c.application_id))
        found.extend(tied)
    return found
