"""What the annex has for the area of a plan, and what of the plan can be granted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType

from ...grants.applications.application import Application
from ...grants.applications.assessment import Assessment
from ...grants.decisions.allocation import Award
from ...grants.money import ZERO, Euro
from ...grants.municipality import plain_name
from ...grants.rounds.policy import UNKNOWN_IS_ASKED
from ...grants.said import Said, said
from ..areas.areas import Area, AreaList, area_named
from ..doubt import Doubt
from ..law.catalogue import Law, load_catalogue
from ..law.parameters import Confidence, Parameter
from ..law.setting import RuleContext
from .application import GebiedsbudgetApplication

CATALOGUE = load_catalogue("gebiedsbudget")


def area_of(application: GebiedsbudgetApplication) -> Area | None:
    """The area that a plan names, by a name or an alias of the list; ``None`` where it has none."""
    return area_named(AreaList.LARGE_SCALE, application.area) or _joint_areas().get(
        plain_name(application.area)
    )


@cache
def _joint_areas() -> Mapping[str, Area]:
    """Rows of an annex that join areas of the list, as *Kanaalzone + Stationsgebied* of Nijmegen."""
    found: dict[str, Area] = {}
    for parameter in CATALOGUE.parameters:
        code, _, name = parameter.key.partition(".")
        parts = name.split(" + ")
        if code == "GB-02" and len(parts) > 1:
            first = area_named(AreaList.LARGE_SCALE, parts[0])
            if first is not None:
                found[plain_name(name)] = first.model_copy(update={"name": name, "aliases": ()})
    return MappingProxyType(found)


def areas_joined(area: Area) -> tuple[str, ...]:
    """The areas of the list that a row joins, by their own names; of any other row none."""
    first, *rest = area.name.split(" + ")
    if not rest:
        return ()
    place = first.split(" ")[0]  # of the second the row leaves out the municipality
    others = (area_named(AreaList.LARGE_SCALE, f"{place} {one}") for one in rest)
    return (first, *(one.name for one in others if one is not None))


def not_of_the_annex(row: Parameter) -> bool:
    """Whether the law gives an amount that was announced elsewhere, since the annex was not read."""
    return (
        isinstance(row.value, Euro)
        and row.confidence is not Confidence.PRIMARY
        and not row.provisional
        and not row.set_by_policy
    )


def is_an_example(row: Parameter) -> bool:
    """Whether the amount is an example or was rounded by the press, and no policy names another."""
    return row.provisional and not row.set_by_policy


def row_of(application: GebiedsbudgetApplication, law: Law) -> Parameter | None:
    """The area's row in the annex of this edition."""
    area = area_of(application)
    return None if area is None else law.amounts_of("GB-02").get(area.name)


def doubts(
    applications: Mapping[str, GebiedsbudgetApplication],
    assessments: Mapping[str, tuple[Assessment, ...]],
    awards: Sequence[Award],
    setting: RuleContext,
) -> Iterator[Doubt]:
    """Every award by an amount that is an example or was rounded, and is not that of the annex."""
    law = setting.law_of(CATALOGUE)
    for one in awards:
        application = applications[one.application_id]
        row = row_of(application, law)
        if one.amount and row is not None and is_an_example(row):
            yield Doubt(
                application_id=one.application_id,
                rule="GB-02",
                of=(one.application_id,),
                nl=f"Het bedrag voor {area_name(application)} is een voorbeeld of een afgerond bedrag "
                "uit de pers, en daarop rust het besluit over "
                f"{one.application_id}. Het hoogste bedrag staat in de bijlage.",
                by_policy=row.key,
            )


def area_name(application: Application) -> str:
    """The area of any application as the annex calls it; empty of another scheme or without one."""
    area = area_of(application) if isinstance(application, GebiedsbudgetApplication) else None
    return "" if area is None else area.name


def is_a_name(area: str) -> bool:
    """Whether a cell names an area at all; a name that the annex does not have is a refusal."""
    return said(area) is Said.NAME and any(sign.isalpha() for sign in area)


def annex_amount(application: GebiedsbudgetApplication, law: Law) -> Euro | None:
    """The maximum that the annex gives for the area; ``None`` where it is not known.

    Without it GB-02 is open, and only the policy can answer that, so that nobody is granted the
    nought that stands in :func:`grantable` for it.
    """
    row = row_of(application, law)
    return row.value if row is not None and isinstance(row.value, Euro) else None


def total_costs(application: GebiedsbudgetApplication) -> Euro:
    """The costs of the measures together, including VAT."""
    costs = application.costs
    return costs.public_space + costs.nuisance + costs.climate


def eligible_costs(application: GebiedsbudgetApplication) -> Euro:
    """The costs less those that article 3(3) leaves out, never below zero; VAT is not taken off."""
    return max(total_costs(application) - application.ineligible_costs, ZERO)


def grantable(application: GebiedsbudgetApplication, law: Law) -> Euro:
    """The most that can be granted, including VAT: what is asked, the costs, the annex's amount.

    An area that the annex does not have gets here only where article 12 sets the list aside, and
    then the annex holds no amount for it.
    """
    annex = annex_amount(application, law)
    limits = [application.requested, eligible_costs(application)]
    if annex is None and (row_of(application, law) is not None or law.edition < UNKNOWN_IS_ASKED):
        return ZERO  # the annex has the area, and its amount is not known
    return min(limits if annex is None else [*limits, annex])
