"""What an application for the Woningbouwimpuls states."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import Field

from ...grants.applications.application import Amount, ProjectApplication
from ...grants.columns import Column
from ...grants.money import ZERO, Euro
from ...grants.record import Record
from ..law.catalogue import load_catalogue
from ..law.quantity import Score


def _is_none(value: object) -> bool:
    return value is None


def _bounds(low: str, high: str, *, newest: bool = False) -> tuple[Decimal, Decimal]:
    """The lowest and the highest value that any text of the law allows, or the newest one."""
    of = [p for p in load_catalogue("woningbouwimpuls").parameters if not (newest and p.valid_to)]
    lows = [p.value.value for p in of if p.key == low and isinstance(p.value, Score)]
    highs = [p.value.value for p in of if p.key == high and isinstance(p.value, Score)]
    return _decimal(min(lows)), _decimal(max(highs))


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


_DECIMALS = 2
_MOST_PEOPLE = 2_000_000  # more than the largest municipality has
_TASK_KEY = "WBI-18.task_minimum"
_SCALE = _bounds("WBI-17.scale_minimum", "WBI-17.scale_maximum")
_TASK = _bounds(_TASK_KEY, "WBI-18.task_maximum")
_TASK_NOW = _bounds(_TASK_KEY, "WBI-18.task_maximum", newest=True)
_SINCE = max(
    p.valid_from for p in load_catalogue("woningbouwimpuls").parameters if p.key == _TASK_KEY
)
_BY_SIZE = max(
    p.valid_to
    for p in load_catalogue("woningbouwimpuls").parameters
    if p.key == "WBI-02.inhabitants" and p.valid_to is not None
)
_SCORE_NOTE = f"Score van de toetsingscommissie, {_SCALE[0]}-{_SCALE[1]}."

_NO_COSTS = f"{ZERO}, als bij een andere activiteit wel kosten staan"

Mark = Annotated[Decimal, Field(ge=_SCALE[0], le=_SCALE[1], decimal_places=_DECIMALS)]
TaskMark = Annotated[Decimal, Field(ge=_TASK[0], le=_TASK[1], decimal_places=_DECIMALS)]


class ActivityCosts(Record):
    """Costs of the activities, in cents (Regeling art. 2; the last two were eligible until 2026)."""

    access: Annotated[
        Amount,
        Column("Kosten ontsluiting", "Toerekenbare kosten van ontsluiting.", if_empty=_NO_COSTS),
    ] = ZERO
    nitrogen: Annotated[
        Amount, Column("Kosten stikstof", "Kosten om stikstof te verminderen.", if_empty=_NO_COSTS)
    ] = ZERO
    soil: Annotated[
        Amount,
        Column(
            "Kosten bodemsanering", "Kosten van bodemsanering in het gebied.", if_empty=_NO_COSTS
        ),
    ] = ZERO
    relocation: Annotated[
        Amount,
        Column(
            "Kosten uitplaatsing",
            "Kosten om hinderlijke activiteiten te verplaatsen.",
            if_empty=_NO_COSTS,
        ),
    ] = ZERO
    public_space: Annotated[
        Amount,
        Column(
            "Kosten openbare ruimte", "Alleen in aanvraagtijdvakken vóór 2026.", if_empty=_NO_COSTS
        ),
    ] = ZERO
    affordability: Annotated[
        Amount,
        Column(
            "Kosten betaalbaarheid", "Alleen in aanvraagtijdvakken vóór 2026.", if_empty=_NO_COSTS
        ),
    ] = ZERO

    @property
    def total(self) -> Euro:
        """The costs of all activities, whether the law of the window names them or not."""
        return Euro.total(vars(self).values())


class WoningbouwimpulsApplication(ProjectApplication):
    """An application of the college of a municipality for one delimited project area."""

    shortfall: Annotated[Amount, Column("Publiek tekort", "Aantoonbaar publiek tekort, in euro's.")]
    own_contribution: Annotated[
        Amount, Column("Eigen bijdrage", "Bijdrage van de gemeente aan het tekort, in euro's.")
    ]
    third_party: Annotated[
        Amount, Column("Bijdragen derden", "In euro's; leeg is 0.", if_empty=str(ZERO))
    ] = ZERO
    public_revenue: Annotated[
        Amount, Column("Publieke opbrengsten", "In euro's; leeg is 0.", if_empty=str(ZERO))
    ] = ZERO
    financial_coherence: Annotated[bool, Column("Financiële samenhang", "ja/nee.")]
    geographical_coherence: Annotated[bool, Column("Geografische samenhang", "ja/nee.")]
    organisational_coherence: Annotated[bool, Column("Organisatorische samenhang", "ja/nee.")]
    costs: ActivityCosts = ActivityCosts()
    score_necessity: Annotated[Mark | None, Column("Score noodzaak", _SCORE_NOTE)] = None
    score_effectiveness: Annotated[Mark | None, Column("Score effectiviteit", _SCORE_NOTE)] = None
    score_efficiency: Annotated[Mark | None, Column("Score efficiëntie", _SCORE_NOTE)] = None
    score_housing_task: Annotated[
        TaskMark | None,
        Column(
            "Score woningbouwopgave",
            f"{_TASK_NOW[0]}-{_TASK_NOW[1]}, vast gegeven van het woningmarktgebied. In "
            f"aanvraagtijdvakken vóór {_SINCE:%d-%m-%Y} de hele score urgentie, "
            f"{_TASK[0]}-{_TASK[1]}.",
        ),
    ] = None
    inhabitants: Annotated[
        Annotated[int, Field(ge=1, le=_MOST_PEOPLE)] | None,
        Field(exclude_if=_is_none),
        Column(
            "Inwoners",
            f"Inwonertal van de gemeente (CBS, definitief, bij de aankondiging van het tijdvak). "
            f"Alleen in aanvraagtijdvakken tot en met {_BY_SIZE:%d-%m-%Y}. Leeg: wordt gevraagd.",
        ),
    ] = None
