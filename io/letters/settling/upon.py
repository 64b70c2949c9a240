"""What a letter says of the objection in whose place its decision comes, and how to appeal."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from ....grants import notation
from ....instruments.objection_terms import to_appeal
from ...records.settling.stored import StoredAct
from ...rounds.settling.anew import Overturned


def upon_fields(
    one: StoredAct, upon: Overturned | None, equated: Collection[date], lang: str
) -> dict[str, str]:
    """What a decision says that takes the place of one that a founded objection revoked."""
    if upon is None:
        return {}
    term = to_appeal(one.done_on, equated)
    return {
        "upon": upon.objection,
        "upon_on": notation.unbroken_day(upon.on, lang),
        "appealing": notation.unbroken_day(term.last, lang),
        "appealing_reasons": term.text(lang),
    }
