"""What the rules of the Gebiedsbudget measure. Limits and sentences are in its catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from ...grants.applications.assessment import Answer
from ...grants.money import ZERO, Euro
from ...grants.municipality import plain_name
from ..areas.areas import Area
from ..law.catalogue import Law
from ..law.quantity import HomeCount, Quantity, Words
from ..law.rule import Measured, Rule, met_if, undecided
from ..law.setting import RuleContext
from ..screening.measures import (
    affordable_share,
    body_may_apply,
    ceiling_of_the_round,
    joined,
    vat_is_known,
)
from ..screening.window import in_window
from .annex import (
    annex_amount,
    area_name,
    area_of,
    areas_joined,
    eligible_costs,
    grantable,
    is_a_name,
    not_of_the_annex,
    row_of,
    total_costs,
)
from .application import GebiedsbudgetApplication
from .names import named_on

_ANNEX = Words("een gebied uit de bijlage", "an area of the annex")


def _asked_for_area(
    application: GebiedsbudgetApplication, area: Area, setting: RuleContext
) -> Euro:
    """What all applications that still stand ask for the area, this one included."""
    asked = setting.requested_by(area_name).get(area.name, ZERO)
    return asked if setting.counts(application) else asked + application.requested


def _in_annex(application: GebiedsbudgetApplication, setting: RuleContext, law: Law) -> Measured:
    """GB-02: a closed list of areas with maximum amounts.

    The amounts known here are provisional. Where the municipalities of an area together ask more
    than its maximum, the division is a decision.
    """
    area, row = area_of(application), row_of(application, law)
    if area is None and setting.asks and not is_a_name(application.area):
        return undecided(
            _ANNEX, _asked_of("no_name", application), asks=("area",), area=application.area
        )
    if area is None or row is None:
        return Measured(Answer.NOT_MET, application.area, _ANNEX, more=_named(application.area))
    limit = row.value
    called = _called(area, application, setting.law_date) if setting.asks else area.name
    if not isinstance(limit, Euro):
        return undecided(limit, "no_amount", asks=(f"GB-02.{area.name}",), area=called)
    together = _asked_for_area(application, area, setting)
    if together > max(limit, application.requested):
        found = undecided(limit, "shared", area=called, asked=together)
    elif setting.asks and not_of_the_annex(row):
        parts = areas_joined(area)
        more = _named(_and(parts) if parts else called)
        sentence = "published_joint" if parts else "published"
        sentence += "_capped" if application.requested > limit else ""
        return Measured(
            Answer.MET, application.requested, limit, sentence, more, provisional=True, told=True
        )
    else:
        sentence = _asked_of("capped" if application.requested > limit else "met", application)
        more = _named(called)
        found = Measured(Answer.MET, application.requested, limit, sentence, more)
    return replace(found, provisional=row.provisional, by_policy=row.set_by_policy)


def _and(areas: Sequence[str]) -> Words:
    """The names of areas in a row."""
    return joined([Words(one, one) for one in areas])


def _asked_of(sentence: str, application: GebiedsbudgetApplication) -> str:
    """The sentence of a catalogue that names who applies as what it is."""
    return f"{sentence}_body" if application.public_body else sentence


def _named(area: Quantity) -> dict[str, Quantity]:
    return {"area": area}


def _called(area: Area, application: GebiedsbudgetApplication, day: date) -> Quantity:
    """An area as the list of a day has it, with what the application calls it where that differs."""
    listed, own = named_on(area.name, day), application.area.strip()
    if plain_name(listed) == plain_name(own):
        return listed
    return Words(f"{listed} (in de aanvraag: {own})", f"{listed} (in the application: {own})")


def _ceiling(application: GebiedsbudgetApplication, setting: RuleContext, law: Law) -> Measured:
    """GB-01."""
    return ceiling_of_the_round(setting, law.euro("GB-01.ceiling"))


def _costs_after(application: GebiedsbudgetApplication, setting: RuleContext, law: Law) -> Measured:
    """GB-03: about the dates of the costs, which the date of the measures alone does not tell.

    Costs from before the date are taken off where the application states how much is not eligible
    (GB-14), and are else a question. The first edition of rounds went by the date of the measures.
    """
    since, ready, begun = (
        law.day_of("GB-03.from"),
        application.measures_ready,
        application.costs_from,
    )
    if not setting.asks:
        return undecided(since) if ready is None else met_if(ready >= since, ready, since)
    if begun is None:
        return undecided(since, "no_date")
    if begun >= since:
        return Measured(Answer.MET, begun, since, "met_from")
    out = application.ineligible_costs
    if out:
        return Measured(Answer.MET, begun, since, "taken_off", {"out": out})
    return undecided(since, "earlier", begun=begun)


def _by(
    key: str, field: str, application: GebiedsbudgetApplication, setting: RuleContext, law: Law
) -> Measured:
    """GB-05 and GB-06: a date that must not lie after the last day."""
    last = law.day_of(key)
    stated: date | None = getattr(application, field)
    return undecided(last) if stated is None else met_if(stated <= last, stated, last)


def _affordable(application: GebiedsbudgetApplication, setting: RuleContext, law: Law) -> Measured:
    """GB-07. In the annex no homes means homes agreed before, so a person has to look at those."""
    minimum = law.share("GB-07.affordable_share")
    return affordable_share(application, minimum) if application.homes.total else undecided(minimum)


def _homes_of_annex(
    application: GebiedsbudgetApplication, setting: RuleContext, law: Law
) -> Measured | None:
    """GB-13. No homes in the annex are homes agreed before; without a number there is no answer."""
    area = area_of(application)
    row = None if area is None else law.amounts_of("GB-13").get(area.name)
    if area is None or row is None or not isinstance(row.value, HomeCount):
        return None
    homes, more = HomeCount(application.homes.total), _named(area.name)
    if row.value.value:
        fewer = homes.value < row.value.value
        found = (
            undecided(row.value, area=area.name, homes=homes)
            if fewer
            else Measured(Answer.MET, homes, row.value, more=more)
        )
    elif homes.value:
        found = undecided(row.value, "agreed_before", area=area.name, homes=homes.value)
    else:
        found = Measured(Answer.MET, homes, row.value, "agreed", more)
    return replace(found, provisional=row.provisional, by_policy=row.set_by_policy)


def _eligible(
    application: GebiedsbudgetApplication, setting: RuleContext, law: Law
) -> Measured | None:
    """GB-14: only where the municipality states costs that are not eligible."""
    if not application.ineligible_costs:
        return None
    left, asked = eligible_costs(application), application.requested
    more: dict[str, Quantity] = {
        "costs": total_costs(application),
        "out": application.ineligible_costs,
    }
    if not left:
        return Measured(Answer.NOT_MET, left, asked, more=more)
    return Measured(Answer.MET, left, asked, "capped" if left < asked else "", more)


def _vat(application: GebiedsbudgetApplication, setting: RuleContext, law: Law) -> Measured | None:
    """GB-09: what is paid is without the compensable VAT, so that it has to be known."""
    found = vat_is_known(application.compensable_vat, setting)
    if found is None or not application.public_body:
        return found
    return replace(found, sentence="asked_body")


def _enough(
    application: GebiedsbudgetApplication, setting: RuleContext, law: Law
) -> Measured | None:
    """GB-15: where less can be granted than the applicant's own minimum, the plan is a question."""
    minimum, annex = application.minimum, annex_amount(application, law)
    if not setting.asks or minimum is None or annex is None:
        return None
    most = grantable(application, law)
    return undecided(minimum, most=most) if most < minimum else None


def _recipient(
    application: GebiedsbudgetApplication, setting: RuleContext, law: Law
) -> Measured | None:
    """GB-18: a public body that the annex names; of a municipality there is nothing to ask."""
    return body_may_apply(application, setting, area=application.area)


RULES: dict[str, Rule] = {
    "GB-01": _ceiling,
    "GB-02": _in_annex,
    "GB-03": _costs_after,
    "GB-05": partial(_by, "GB-05.last_start", "last_start"),
    "GB-06": partial(_by, "GB-06.ready", "measures_ready"),
    "GB-07": _affordable,
    "GB-09": _vat,
    "GB-13": _homes_of_annex,
    "GB-14": _eligible,
    "GB-15": _enough,
    "GB-16": in_window,
    "GB-18": _recipient,
}
