"""The opening balance (*openingsbalans*): what earlier rounds took of funds and ceilings.

A fund or a ceiling can hold for one round, for a budget year, or in total over all years (RS art.
2.3). Where it holds for more than the round itself, the round opens with what earlier rounds left,
so that no two rounds can spend the same euro.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from ..money import ZERO, Euro
from ..record import Record
from ..rounds.fund import CeilingRange, FundPolicy, Holds
from ..rounds.policy import InstrumentPolicy, Policy
from .ledger import budget_year


class Taken(Record):
    """What an approved round has committed of a scheme in a budget year, and pays in which year.

    ``payments`` are cents by calendar year. What came free again is not in it, but for what was
    paid of that and did not come back. ``window`` is the round whose ceiling bears it where it was
    charged ahead to the next window (RWbi art. 6(3)): that round has so much less, for however
    long its ceiling holds.
    """

    round: str
    fund: str
    instrument: str
    year: int
    amount: Euro
    payments: tuple[tuple[int, int], ...] = ()
    window: Annotated[str, Field(exclude_if=lambda window: not window)] = ""


class OpeningBalance(Record):
    """What all earlier rounds took, by round and scheme."""

    taken: tuple[Taken, ...] = ()

    @property
    def sha256(self) -> str:
        """A hash over it, as it stands among the inputs of an allocation."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    @property
    def rounds(self) -> tuple[str, ...]:
        """The rounds that took something, in order."""
        return tuple(sorted({one.round for one in self.taken}))


NOTHING_TAKEN = OpeningBalance()


def carries(policy: Policy) -> bool:
    """Whether anything of a policy holds for more than its own round."""
    return any(one.holds is not Holds.ROUND for one in policy.funds.values()) or any(
        one.ceiling_holds is not Holds.ROUND for one in policy.instruments.values()
    )


def left_of(policy: Policy, opening: OpeningBalance) -> Policy:
    """The policy with what earlier rounds left in its funds, ceilings and cash limits."""
    if not opening.taken:
        return policy
    year, window = budget_year(policy), policy.round.id
    return policy.model_copy(
        update={
            "funds": {
                key: _fund(one, [t for t in opening.taken if t.fund == key], year, window)
                for key, one in policy.funds.items()
            },
            "instruments": {
                key: _instrument(
                    one, [t for t in opening.taken if t.instrument == key], year, window
                )
                for key, one in policy.instruments.items()
            },
        }
    )


def _counted(taken: list[Taken], holds: Holds, year: int, window: str) -> list[Taken]:
    """What counts under an amount: what was charged ahead to this window always does."""
    return [
        one
        for one in taken
        if holds is Holds.TOTAL
        or one.window == window
        or (holds is Holds.YEAR and one.year == year)
    ]


def _fund(fund: FundPolicy, taken: list[Taken], year: int, window: str) -> FundPolicy:
    counted = _counted(taken, fund.holds, year, window)
    if not counted and fund.holds is Holds.ROUND:
        return fund
    total = Euro.total(one.amount for one in counted)
    left = max(fund.total - total, fund.objection_reserve)
    paid = counted if fund.holds is Holds.ROUND else taken
    return fund.model_copy(update={"total": left, "cash": _cash(fund.cash, paid)})


def _instrument(
    one: InstrumentPolicy, taken: list[Taken], year: int, window: str
) -> InstrumentPolicy:
    counted = _counted(taken, one.ceiling_holds, year, window)
    if one.ceiling is None or (not counted and one.ceiling_holds is Holds.ROUND):
        return one
    if isinstance(one.ceiling, CeilingRange):
        return one  # a planning round asks what a ceiling could be, not what is left of one
    left = max(one.ceiling - Euro.total(each.amount for each in counted), ZERO)
    paid = counted if one.ceiling_holds is Holds.ROUND else taken
    return one.model_copy(update={"ceiling": left, "cash": _cash(one.cash, paid)})


def _cash(limits: Mapping[int, Euro], taken: list[Taken]) -> dict[int, Euro]:
    """Cash limits are of a calendar year, so that payments of every round count under them."""
    paid: dict[int, int] = {}
    for one in taken:
        for year, cents in one.payments:
            paid[year] = paid.get(year, 0) + cents
    return {year: max(most - Euro(paid.get(year, 0)), ZERO) for year, most in limits.items()}
