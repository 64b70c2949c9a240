"""What an applicant can be asked to complete, and what cannot get better once a window has closed.

Whoever competes for the same money may make clear what was filed in time and supply what decides
nothing; what bears on score, place, amount or homes is not supplied or changed any more (Awb art.
4:5; CBb 26 February 2014, ECLI:NL:CBB:2014:59). Where each applicant has a maximum of its own
(*gesloten lijst*), nobody competes.
"""

from __future__ import annotations

from datetime import date

from ...grants.columns import ColumnSpec, Kind
from ...grants.rounds.policy import DistributionRule, Policy

# Filled in by the office: never asked of an applicant.
_OFFICE = frozenset({"received_at", "lot", "withdrawn_on"})
_SCORE = "score_"
# Beside every amount, count, score and area.
_BEARING = frozenset(
    {
        "phases", "all_homes_at_minimum", "industrialised", "excludes", "requires", "start_year",
        "municipality_codes",
    }
)  # fmt: skip
_BEARING_KINDS = frozenset({Kind.MONEY, Kind.COUNT, Kind.DECIMAL, Kind.AREA})
_AREA_OF_THE_LIST = "area"


def filled_by_office(column: ColumnSpec) -> bool:
    """Whether the office fills a column in: times of receipt, lots, withdrawals and scores."""
    return column.field in _OFFICE or column.path[-1].startswith(_SCORE)


def bears(column: ColumnSpec) -> bool:
    """Whether a field bears on the score, the place, the amount or the homes of an application."""
    return (
        column.kind in _BEARING_KINDS
        or column.field in _BEARING
        or column.field == _AREA_OF_THE_LIST
    )


def compete(policy: Policy, instrument: str) -> bool:
    """Whether the applications of a scheme compete for its money in this round."""
    return policy.instruments[instrument].rule is not DistributionRule.CLOSED_LIST


def settled_on(policy: Policy, instrument: str, day: date) -> bool:
    """Whether what bears on the outcome is settled on a day: they compete, and it has closed."""
    return compete(policy, instrument) and day > policy.window_of(instrument).closes
