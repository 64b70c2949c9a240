"""The objection reserve (*bezwaarreserve*) of a fund: what decisions on objections drew from it."""

from __future__ import annotations

from ....grants.money import ZERO, Euro
from ...records.rounds.reader import RoundReader


def drawn_from_reserve(reader: RoundReader, fund: str) -> Euro:
    """What decisions on objections took out of the reserve of a fund."""
    return Euro.total(
        one.decision.from_reserve
        for one in reader.objections
        if one.decision is not None and one.decision.award is not None
        if reader.policy.instruments[one.decision.award.instrument].fund == fund
    )


def left_in_reserve(reader: RoundReader, fund: str) -> Euro:
    """What is left in the reserve of a fund."""
    left = reader.policy.funds[fund].objection_reserve - drawn_from_reserve(reader, fund)
    return max(left, ZERO)
