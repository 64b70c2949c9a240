"""The rows that are there for a reason: refused by a rule, left for a judgement, withdrawn.

Each case changes a drawn row of one municipality and says why. Where a rule is to be failed, only
that rule is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from ..grants.money import Euro
from .rows import Row


@dataclass(frozen=True, slots=True)
class Case:
    """A change to the ``nth`` row (from 0) of a municipality, and what it shows."""

    prefix: str
    where: str
    purpose: str
    change: Callable[[Row], Row]
    nth: int = 0


def _set(**changes: object) -> Callable[[Row], Row]:
    """The same values for fields, whatever the row has; ``__`` stands for the dot in a name."""
    return lambda row: {name.replace("__", "."): value for name, value in changes.items()}


def _homes(
    social: int, mid: int, purchase: int, other: int, **more: object
) -> Callable[[Row], Row]:
    return _set(
        homes__social_rent=social, homes__mid_rent=mid, homes__affordable_purchase=purchase,
        homes__other=other, **more,
    )  # fmt: skip


_ASKED = ("requested", "third_party", "public_revenue", "own_contribution")
_COSTS = ("costs.nitrogen", "costs.soil", "costs.relocation")


def _as_dear(
    social: int, mid: int, purchase: int, other: int, **more: object
) -> Callable[[Row], Row]:
    """Other homes at the same amount an affordable home, with amounts that still agree."""

    def change(row: Row) -> Row:
        fields = ("homes.social_rent", "homes.mid_rent", "homes.affordable_purchase")
        before = sum(count for field in fields if isinstance(count := row[field], int))

        def less(field: str) -> Euro:
            thousands = euro(row, field).cents * (social + mid + purchase) // before // 100_000
            return Euro(thousands * 100_000)

        amounts = {field: less(field) for field in _ASKED if row.get(field) is not None}
        shortfall = Euro.total(amounts.values())
        costs = {field: less(field) for field in _COSTS}
        access = shortfall - Euro.total(costs.values())
        return (
            _homes(social, mid, purchase, other, **more)(row)
            | {**amounts, **costs, "shortfall": shortfall, "costs.access": access}
            | {"minimum": None, "all_homes_at_minimum": None, **_without_payments(row)}
        )

    return change


def euro(row: Row, field: str) -> Euro:
    """The amount in a field of a row."""
    value = row[field]
    if not isinstance(value, Euro):
        raise TypeError(f"{field} of {row['application_id']} is no amount")
    return value


def _own_contribution_of_30_percent(row: Row) -> Row:
    return {"own_contribution": Euro(euro(row, "shortfall").cents // 1_000 * 300)}


def _more_than_the_shortfall_leaves(row: Row) -> Row:
    """The municipality bears half, and asks a quarter more than what is then left."""
    requested = Euro(euro(row, "requested").cents // 400 * 500)
    return {"requested": requested, "minimum": None, **_without_payments(row)}


def _public_space_in_2026(row: Row) -> Row:
    """Most costs are for public space, which can no longer be paid since 1 January 2026."""
    moved = euro(row, "costs.access") + euro(row, "costs.relocation")
    return {"costs.access": None, "costs.relocation": None, "costs.public_space": moved}


def _regional_share_of_30_percent(row: Row) -> Row:
    total = euro(row, "total_cost")
    regional = Euro(total.cents // 1_000 * 300)
    return {"regional_share": regional}


def _all_homes_already_subsidised(row: Row) -> Row:
    fields = ("homes.social_rent", "homes.mid_rent", "homes.affordable_purchase")
    counts = [count for field in fields if isinstance(count := row[field], int)]
    return {"already_subsidised": sum(counts), "requested": None}


def _without_payments(row: Row) -> Row:
    return {field: None for field in row if field.startswith("payments.")}


CASES = (
    Case("WBI", "Woerden", "199 woningen na sloop",
         _as_dear(62, 44, 37, 100, homes__demolished=44)),
    Case("WBI", "Goes", "40% betaalbaar", _as_dear(92, 48, 20, 240, homes__demolished=None)),
    Case("WBI", "Zeist", "start later dan drie jaar na het besluit",
         _set(first_start=date(2030, 2, 4), last_start=date(2034, 5, 15))),
    Case("WBI", "Hoorn", "laatste start later dan tien jaar na het besluit",
         _set(last_start=date(2037, 3, 30))),
    Case("WBI", "Almelo", "eigen bijdrage van 30%", _own_contribution_of_30_percent),
    Case("WBI", "Terneuzen", "noodzaak onder 5,5", _set(score_necessity=Decimal("4.8"))),
    Case("WBI", "Heerenveen", "gewogen score onder 5,5", _set(
        score_necessity=Decimal("5.5"), score_effectiveness=Decimal("5.6"),
        score_efficiency=Decimal("5.6"), score_housing_task=Decimal("3.2"),
        nplv_area=None, large_scale_area=None)),
    Case("WBI", "Kampen", "één samenhang", _set(
        financial_coherence=True, geographical_coherence=False, organisational_coherence=False)),
    Case("WBI", "Barendrecht", "kosten voor openbare ruimte in 2026", _public_space_in_2026),
    Case("WBI", "Weert", "meer gevraagd dan het tekort overlaat", _more_than_the_shortfall_leaves),
    Case("WBI", "Nijmegen", "score effectiviteit ontbreekt", _set(score_effectiveness=None), 1),
    Case("WBI", "Haarlemmermeer", "score efficiëntie ontbreekt", _set(score_efficiency=None), 1),
    Case("WBI", "Soest", "alle scores van de commissie ontbreken", _set(
        score_necessity=None, score_effectiveness=None, score_efficiency=None)),
    Case("WBI", "Almere", "score noodzaak ontbreekt", _set(score_necessity=None), 1),
    Case("WBI", "Tiel", "te laat ontvangen", _set(received_at=datetime(2026, 10, 16, 9, 12))),  # noqa: DTZ001
    Case("GB", "Hengelo", "te vroeg ontvangen", _set(received_at=datetime(2026, 8, 31, 16, 40))),  # noqa: DTZ001
    Case("WBI", "Meppel", "ingetrokken", _set(withdrawn_on=date(2026, 10, 8))),
    Case("WBI", "Bergen op Zoom", "ingetrokken", _set(withdrawn_on=date(2026, 10, 20))),
    Case("GB", "Veenendaal", "laatste woning na 2034", _set(last_start=date(2035, 6, 29))),
    Case("GB", "Zwijndrecht", "45% betaalbaar", _homes(190, 105, 65, 440)),
    Case("GB", "Barneveld", "maatregelen klaar na 2039", _set(measures_ready=date(2040, 3, 30))),
    Case("GB", "Roermond", "gebied staat niet in de bijlage", _set(
        area="Roermond Stadsrand", large_scale_area=None)),
    Case("RS", "Kerkrade", "alle woningen al gesubsidieerd", _all_homes_already_subsidised),
    Case("BER", "Hoeksche Waard", "regionale bijdrage van 30%", _regional_share_of_30_percent),
    Case("BER", "Het Hogeland", "minder dan 200 woningen",
         _homes(52, 30, 20, 78, homes_opened_up=180)),
    Case("BER", "Katwijk", "start na 2029 buiten een grootschalig gebied",
         _set(works_start=date(2030, 9, 2))),
    Case("BER", "Houten", "ingetrokken", _set(withdrawn_on=date(2026, 9, 30))),
)  # fmt: skip
