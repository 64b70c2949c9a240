"""How a later letter names the decision that gave the money: a grant, or a fixing at once.

A scheme whose decision fixes the grant never granted anything before it; what takes that decision
up again speaks of what was decided.
"""

from __future__ import annotations

from datetime import date

from ...grants import notation
from ...grants.money import Euro
from ...instruments.instrument import instruments
from ..rounds.after.revoking import fixes_at_once
from ..wording.texts import sentences_in
from .clauses import instrument_name


def given_fields(scheme: str, on: date, lang: str, amount: Euro | None = None) -> dict[str, str]:
    """Its day, the sentence that names it and how it is called; ``given_of`` tells the amount."""
    own, texts = instruments()[scheme], sentences_in(lang)
    key = "fixed" if fixes_at_once(own) else "granted"
    words = {
        "day": notation.unbroken_day(on, lang),
        "submission": own.submission.one(lang),
        "instrument": instrument_name(scheme).text(lang),
    }
    told = "" if amount is None else notation.amount(amount, lang)
    return {
        "granted_on": words["day"],
        "given": texts(f"given.{key}", **words),
        "given_of": texts(f"given.{key}_of", amount=told, **words) if told else "",
        "did_give": texts(f"given.did.{key}"),
        "may_give": texts(f"given.may.{key}"),
    }
