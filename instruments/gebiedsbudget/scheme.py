"""Gebiedsbudget: money for the areas of large-scale housing that the annex names.

Tijdelijke regeling specifieke uitkering gebiedsbudget (BWBR0048897). A closed list: the annex
fixes areas and maximum amounts; there is no competition.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache, partial
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from ...grants.application import (
    Amount,
    Application,
    BodyApplication,
    PublicBodyName,
    ShortText,
)
from ...grants.assessment import Answer
from ...grants.bilingual import Bilingual
from ...grants.candidate import Candidate, SharedLimit
from ...grants.columns import Column, Kind
from ...grants.finding import Finding
from ...grants.money import ZERO, Euro
from ...grants.municipality import municipalities, plain_name
from ...grants.policy import UNKNOWN_IS_ASKED, DistributionRule
from ...grants.record import Record
from ...grants.said import Said, said
from ..agreement import (
    ERROR,
    QUESTION,
    WARNING,
    every_scheme,
    finding,
    vat_exceeds,
    vat_missing,
)
from ..areas import Area, AreaList, area_named
from ..candidacy import cut_of, make, payments_of, tags_of
from ..instrument import COMPENSABLE_VAT, HOUSING, Applicants, Instrument, stated_vat
from ..law.catalogue import Law, load_catalogue
from ..law.parameters import Parameter
from ..law.quantity import HomeCount, Quantity, Words
from ..law.rule import Measured, Rule, met_if, undecided
from ..law.setting import RuleContext
from ..located import LOCATED
from ..measures import affordable_share, body_may_apply, ceiling_of_the_round, vat_is_known
from ..obligations import obligations_in
from ..papers import words_of
from ..schedule import Lapse, Schedule
from ..settling import settling_in
from ..window import in_window
from .names import named_on
from .papers import PAPERS

_CATALOGUE = load_catalogue("gebiedsbudget")
_ANNEX = Words("een gebied uit de bijlage", "an area of the annex")


def _is_none(value: object) -> bool:
    return value is None


class MeasureCosts(Record):
    """Costs by measure (art. 2(2)), in cents, including VAT."""

    public_space: Annotated[
        Amount,
        Column("Kosten openbare ruimte", "Herinrichting van openbare ruimte, inclusief btw."),
    ]
    nuisance: Annotated[
        Amount, Column("Kosten hinder", "Verwerven, verplaatsen of bronmaatregelen, inclusief btw.")
    ]
    climate: Annotated[
        Amount,
        Column(
            "Kosten klimaat en groen", "Biodiversiteit, groen en klimaatadaptatie, inclusief btw."
        ),
    ]


class GebiedsbudgetApplication(BodyApplication):
    """The plan of a municipality for an area of the annex."""

    area: Annotated[ShortText, Column("Gebied", "Een gebied uit de bijlage.", kind=Kind.AREA)]
    costs: MeasureCosts
    ineligible_costs: Annotated[
        Amount,
        Column(
            "Niet in aanmerking",
            "Deel van de kosten dat de overheid al vergoedt, van vóór de begindatum is, of beheer en "
            "onderhoud is (artikel 3, derde lid); leeg is 0.",
            if_empty=str(ZERO),
        ),
    ] = ZERO
    compensable_vat: Annotated[Amount | None, COMPENSABLE_VAT] = None
    shortfall: Annotated[
        Amount, Column("Resterend tekort", "Voorzien tekort van het gebied, in euro's.")
    ]
    measures_ready: Annotated[
        date | None, Column("Maatregelen gereed", "Datum waarop de maatregelen klaar zijn.")
    ] = None
    costs_from: Annotated[
        date | None,
        Field(exclude_if=_is_none),
        Column(
            "Kosten vanaf",
            "Datum van de eerste kosten waarvoor wordt gevraagd. Leeg: wordt gevraagd.",
        ),
    ] = None
    public_body: PublicBodyName = None


def _area(application: GebiedsbudgetApplication) -> Area | None:
    return area_named(AreaList.LARGE_SCALE, application.area) or _joint_areas().get(
        plain_name(application.area)
    )


@cache
def _joint_areas() -> Mapping[str, Area]:
    """Rows of an annex that join areas of the list, as *Kanaalzone + Stationsgebied* of Nijmegen."""
    found: dict[str, Area] = {}
    for parameter in _CATALOGUE.parameters:
        code, _, name = parameter.key.partition(".")
        parts = name.split(" + ")
        if code == "GB-02" and len(parts) > 1:
            first = area_named(AreaList.LARGE_SCALE, parts[0])
            if first is not None:
                found[plain_name(name)] = first.model_copy(update={"name": name, "aliases": ()})
    return MappingProxyType(found)


def _row(application: GebiedsbudgetApplication, law: Law) -> Parameter | None:
    """The area's row in the annex of this edition."""
    area = _area(application)
    return None if area is None else law.amounts_of("GB-02").get(area.name)


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
    if annex is None and (_row(application, law) is not None or law.edition < UNKNOWN_IS_ASKED):
        return ZERO  # the annex has the area, and its amount is not known
    return min(limits if annex is None else [*limits, annex])


def annex_amount(application: GebiedsbudgetApplication, law: Law) -> Euro | None:
    """The maximum that the annex gives for the area; ``None`` where it is not known.

    Without it GB-02 is open, and only the policy can answer that, so that nobody is granted the
    nought that stands in :func:`grantable` for it.
    """
    row = _row(application, law)
    return row.value if row is not None and isinstance(row.value, Euro) else None


def _asked_for_area(
    application: GebiedsbudgetApplication, area: Area, setting: RuleContext
) -> Euro:
    """What all applications that still stand ask for the area, this one included."""
    asked = setting.requested_by(_area_name).get(area.name, ZERO)
    return asked if setting.counts(application) else asked + application.requested


def _area_name(application: Application) -> str:
    area = _area(application) if isinstance(application, GebiedsbudgetApplication) else None
    return "" if area is None else area.name


def _in_annex(application: GebiedsbudgetApplication, setting: RuleContext, law: Law) -> Measured:
    """GB-02: a closed list of areas with maximum amounts.

    The amounts known here are provisional. Where the municipalities of an area together ask more
    than its maximum, the division is a decision.
    """
    area, row = _area(application), _row(application, law)
    if area is None and setting.asks and not _is_a_name(application.area):
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
    else:
        sentence = _asked_of("capped" if application.requested > limit else "met", application)
        more = _named(called)
        found = Measured(Answer.MET, application.requested, limit, sentence, more)
    return replace(found, provisional=row.provisional, by_policy=row.set_by_policy)


def _asked_of(sentence: str, application: GebiedsbudgetApplication) -> str:
    """The sentence of a catalogue that names who applies as what it is."""
    return f"{sentence}_body" if application.public_body else sentence


def _is_a_name(area: str) -> bool:
    """Whether a cell names an area at all; a name that the annex does not have is a refusal."""
    return said(area) is Said.NAME and any(sign.isalpha() for sign in area)


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
    area = _area(application)
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


def candidate(application: GebiedsbudgetApplication, setting: RuleContext) -> Candidate:
    """The candidate: at most the annex's amount and the costs, paid at once (GB-09)."""
    law = setting.law_of(_CATALOGUE)
    amount = grantable(application, law)
    return make(
        application,
        "gebiedsbudget",
        asks=setting.asks,
        requested=amount,
        **cut_of(application, amount, setting),
        payments=payments_of(
            application, amount, setting, at_once=setting.pays_at_once(DistributionRule.CLOSED_LIST)
        ),
        tags=_tags(application, asks=setting.asks),
        shared=_shared(application, law) if setting.asks else (),
    )


def _shared(application: GebiedsbudgetApplication, law: Law) -> tuple[SharedLimit, ...]:
    """The annex's maximum of the area, which all that apply for it share."""
    area, row, most = _area(application), _row(application, law), annex_amount(application, law)
    if area is None or row is None or most is None:
        return ()
    return (SharedLimit(code=f"GB-02-{area.name}", name=area.name, article=row.article, most=most),)


def _tags(application: GebiedsbudgetApplication, *, asks: bool) -> tuple[str, ...]:
    """Every area of the annex is one of large-scale building."""
    area = _area(application)
    own = () if area is None else (f"large_scale:{area.name}",)
    return tuple(sorted({*tags_of(application, large_scale=True, asks=asks), *own}))


def checks(application: GebiedsbudgetApplication) -> Iterator[Finding]:
    """What does not agree within an application (INT-131 and following)."""
    yield from every_scheme(application)
    yield from vat_exceeds(
        application, "INT-133", application.compensable_vat, application.requested
    )
    if application.compensable_vat is None:
        yield vat_missing(application, "INT-136")
    yield from _check_costs(application)
    area = _area(application)
    if area is None and _is_a_name(application.area):
        yield finding(
            application, "INT-137", WARNING, "area", application.area,
            f"Het gebied {application.area} staat niet op de lijst van de bijlage. Alleen gebieden "
            "van de bijlage krijgen een specifieke uitkering.",
            "Kies de naam uit de lijst, of vraag de gemeente welk gebied is bedoeld.",
        )  # fmt: skip
    if area is not None and not set(application.participants) & set(area.municipalities):
        places = ", ".join(municipalities()[code].name for code in area.municipalities)
        yield finding(
            application, "INT-134", QUESTION, "area", application.area,
            f"Het gebied {area.name} ligt voor zover bekend in {places}, niet in "
            f"{application.place.name}.",
            "Controleer het gebied en de gemeentecode.",
        )  # fmt: skip


def _check_costs(application: GebiedsbudgetApplication) -> Iterator[Finding]:
    costs, asked = total_costs(application), application.requested
    if not costs:
        yield finding(
            application, "INT-131", ERROR, "costs.public_space", costs,
            "De aanvraag noemt geen kosten van maatregelen.",
            "Vul de kosten per maatregel in, inclusief btw.",
        )  # fmt: skip
    elif costs < asked:
        yield finding(
            application, "INT-132", WARNING, "requested", asked,
            f"De kosten van de maatregelen zijn samen {costs}, minder dan het gevraagde bedrag van "
            f"{asked}. De specifieke uitkering bedraagt ten hoogste de kosten.",
            "Controleer de kosten en het gevraagde bedrag.",
        )  # fmt: skip
    if asked > application.shortfall:
        yield finding(
            application, "INT-135", QUESTION, "shortfall", application.shortfall,
            f"Het gevraagde bedrag van {asked} is hoger dan het resterende tekort van "
            f"{application.shortfall}.",
            "Controleer het tekort en het gevraagde bedrag.",
        )  # fmt: skip


INSTRUMENT = Instrument(
    key="gebiedsbudget",
    prefix="GB",
    sheet="Gebiedsbudget",
    name_nl="Gebiedsbudget",
    name_en="Area Budget",
    regulation="Tijdelijke regeling specifieke uitkering gebiedsbudget",
    model=GebiedsbudgetApplication,
    own_rule=DistributionRule.CLOSED_LIST,
    own_rule_article="artikel 3, tweede lid, van de Tijdelijke regeling specifieke uitkering gebiedsbudget",
    catalogue=_CATALOGUE,
    rules=RULES,
    candidate=candidate,
    split_vat=stated_vat,
    checks=checks,
    window_rule="GB-16",
    funder=HOUSING,
    letter_texts=words_of("verdeelsleutel.instruments.gebiedsbudget"),
    obligations=obligations_in("verdeelsleutel.instruments.gebiedsbudget"),
    withheld=("shortfall", "costs"),
    sheets=(LOCATED,),
    applicants=Applicants(
        "artikelen 1 en 2, derde lid, van de Tijdelijke regeling specifieke uitkering gebiedsbudget",
        other_bodies=True,
    ),
    papers=PAPERS,
    schedule=Schedule(rule="GB-09", at_once=True, changes="GB-10"),
    lapse=Lapse(
        article=Bilingual(
            nl="artikel 14, eerste lid, van de Tijdelijke regeling specifieke uitkering "
            "gebiedsbudget",
            en="article 14, first paragraph, of the Tijdelijke regeling specifieke uitkering "
            "gebiedsbudget",
        ),
        leaves=Bilingual(
            nl="na die dag wordt niets meer verleend; voor wat is verleend blijft de regeling "
            "gelden (artikel 14, tweede lid)",
            en="after that day nothing is granted any more; to what was granted the regulation "
            "goes on to apply (article 14, second paragraph)",
        ),
    ),
    settling=settling_in("verdeelsleutel.instruments.gebiedsbudget"),
    ceiling_parameter="GB-01.ceiling",
    reads_if_empty=("ineligible_costs",),
)
