"""The invented applications for the Woningbouwimpuls.

The amount an affordable home lies between those that were really granted (EUR 1,800 to 10,000). An
application is a programme of several sites, each near a published number of homes: the round's EUR
5 bn is many times what the scheme really gave in a window, and more must be asked than there is. A
project that asks for access money as well is one site.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ..grants.money import Euro
from .draws import Draws
from .facts import published_euros_a_home
from .names import HOUSING, fictional_name
from .places import NPLV, WONINGBOUWIMPULS, Place, place
from .rows import (
    Row,
    application_id,
    day_between,
    homes_of,
    payments,
    place_fields,
    project_homes,
    received,
    rounded,
    sites,
    split_homes,
)

PREFIX = "WBI"
_SITES = (5, 7)
_A_HOME = (1_800, 10_000)  # whole euros an affordable home
_COSTS = ("costs.access", "costs.nitrogen", "costs.soil", "costs.relocation")


def woningbouwimpuls_rows() -> list[Row]:
    """All applications, in the order of their numbers, before the special cases."""
    wanted = [(name, nth) for name, count in WONINGBOUWIMPULS.items() for nth in range(count)]
    drawn = Draws("order of the Woningbouwimpuls").shuffled(wanted)
    return [one_row(n, name, nth) for n, (name, nth) in enumerate(drawn, start=1)]


def one_row(number: int, where: str, nth: int = 0) -> Row:
    """The ``nth`` application (from 0) of a municipality, drawn by its number."""
    name = application_id(PREFIX, number)
    draws, at = Draws(name), place(where)
    homes = project_homes(draws, at) * sites(PREFIX, number, where, _SITES)
    kind, moment = draws.pick(HOUSING), received(draws)
    split = split_homes(draws, homes, affordable=(50, 78))
    affordable = sum(count for key, count in homes_of(split).items() if key != "homes.other")
    row: Row = {
        "application_id": name,
        **place_fields(where),
        "project_id": f"{at.municipality.code}-W{nth + 1}",
        "project_name": f"{kind} {fictional_name(number)}",
        "received_at": moment,
        **split,
        "homes.demolished": rounded(homes * 250) // 5_000 if draws.chance(25) else None,
        "first_start": day_between(draws, date(2027, 2, 1), date(2029, 10, 31)),
        "last_start": day_between(draws, date(2031, 1, 1), date(2036, 6, 30)),
        "industrialised": draws.chance(20),
        **_money(draws, affordable),
        **_tags(draws, at, nth),
        **_coherence(draws),
    }
    requested = row["requested"]
    assert isinstance(requested, Euro)
    row |= _scores(draws, at, requested.cents // 100 // affordable)
    if draws.chance(10):
        row["minimum"] = Euro(requested.cents * draws.number(60, 80) // 100 // 100_000 * 100_000)
        row["all_homes_at_minimum"] = draws.chance(30)
    if requested > Euro.euros(20_000_000):
        row |= payments(draws, requested, 2026, draws.number(2, 4))
    return row


def _money(draws: Draws, affordable: int) -> Row:
    """Amounts that agree: the municipality bears at least half, costs make up the shortfall."""
    least, most = _A_HOME
    published = draws.pick(published_euros_a_home()) * draws.number(70, 105) // 100
    requested = rounded(min(most, max(least, published)) * affordable)
    third = rounded(requested * draws.number(2, 12) // 100) if draws.chance(40) else 0
    revenue = rounded(requested * draws.number(1, 6) // 100) if draws.chance(20) else 0
    own = rounded((requested + third + revenue) * draws.number(102, 135) // 100)
    shortfall = requested + third + revenue + own
    costs = draws.parts(shortfall // 5_000, (45, 12, 23, 20))
    return {
        "requested": Euro.euros(requested),
        "shortfall": Euro.euros(shortfall),
        "own_contribution": Euro.euros(own),
        "third_party": Euro.euros(third) if third else None,
        "public_revenue": Euro.euros(revenue) if revenue else None,
        **{field: Euro.euros(part * 5_000) for field, part in zip(_COSTS, costs, strict=True)},
    }


def _tags(draws: Draws, at: Place, nth: int) -> Row:
    code = at.municipality.code
    row: Row = {}
    if code in NPLV and nth == 0:
        row["nplv_area"] = NPLV[code]
    if draws.chance(25):
        row["large_scale_area"] = "ja"
    if at.size >= 3 and draws.chance(20):
        row["breakthrough_location"] = "ja"
    return row


def _coherence(draws: Draws) -> Row:
    missing = draws.number(0, 5)
    fields = ("financial_coherence", "geographical_coherence", "organisational_coherence")
    return {field: index != missing for index, field in enumerate(fields)}


def _scores(draws: Draws, at: Place, euros_a_home: int) -> Row:
    """Scores of a committee that does not exist; a dear home costs some efficiency, with chance."""
    efficiency = 84 - min(20, euros_a_home // 500) + draws.number(-6, 8)
    task = Draws(f"housing task of {at.municipality.code}").number(30, 80)
    return {
        "score_necessity": _tenths(draws.number(56, 92)),
        "score_effectiveness": _tenths(draws.number(56, 92)),
        "score_efficiency": _tenths(max(56, efficiency)),
        "score_housing_task": _tenths(task),
    }


def _tenths(number: int) -> Decimal:
    return Decimal(number).scaleb(-1)
