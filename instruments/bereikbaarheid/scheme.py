"""Bereikbaarheid: EUR 2.5 bn of the Mobiliteitsfonds for access to housing.

The assessment framework of 2025 is not public. What rests on no public text is a provisional
parameter, and every output says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Annotated

from ...grants.applications.application import Amount, BodyApplication, Payment, PublicBodyName
from ...grants.applications.assessment import Answer
from ...grants.applications.candidate import Candidate
from ...grants.applications.finding import Finding
from ...grants.columns import Column
from ...grants.homes import Count
from ...grants.rounds.policy import DistributionRule
from ..after.obligations import obligations_in
from ..after.schedule import Schedule
from ..findings.agreement import (
    ERROR,
    QUESTION,
    WARNING,
    every_scheme,
    finding,
    vat_exceeds,
    vat_missing,
)
from ..instrument import COMPENSABLE_VAT, INFRASTRUCTURE, Applicants, Instrument, stated_vat
from ..law.catalogue import Law, load_catalogue
from ..law.indexation import indexed
from ..law.quantity import CalendarYear, HomeCount, Quantity, Share, Words
from ..law.rule import Measured, Rule, met_if, undecided
from ..law.setting import RuleContext
from ..located import LOCATED
from ..papers import words_of
from ..screening.candidacy import cut_of, evenly, make, payments_of, tags_of
from ..screening.measures import body_may_apply, joined, vat_is_known
from ..screening.window import in_window
from .papers import PAPERS

_CATALOGUE = load_catalogue("bereikbaarheid")


class Works(StrEnum):
    """The kind of works (*soort maatregel*)."""

    ROAD = "weg"
    PUBLIC_TRANSPORT = "ov"
    CYCLING = "fiets"
    HUB = "knoop"


class BereikbaarheidApplication(BodyApplication):
    """Infrastructure that opens up homes."""

    works: Annotated[Works, Column("Soort maatregel", "weg, ov, fiets of knoop.")]
    inside_large_scale_area: Annotated[bool, Column("Binnen grootschalig gebied", "ja/nee.")]
    total_cost: Annotated[Amount, Column("Totale kosten", "In euro's, inclusief btw.")]
    regional_share: Annotated[
        Amount, Column("Regionale bijdrage", "Bijdrage van de regio, in euro's.")
    ]
    works_start: Annotated[date, Column("Start uitvoering", "Datum waarop het werk begint.")]
    homes_opened_up: Annotated[
        Count, Column("Ontsloten woningen", "Aantal woningen dat bereikbaar wordt.")
    ]
    compensable_vat: Annotated[Amount | None, COMPENSABLE_VAT] = None
    public_body: PublicBodyName = None


_INSIDE = Words("In een grootschalig gebied zijn", "In a large-scale area")
_OUTSIDE = Words("Buiten grootschalige gebieden zijn", "Outside large-scale areas")


def _start(application: BereikbaarheidApplication, setting: RuleContext, law: Law) -> Measured:
    """BER-02: about half of the money is for starts before 2030, the rest for large-scale areas.

    Rounds of the first edition tell of the area only where the start would be too late outside it.
    """
    start, latest = application.works_start, law.day_of("BER-02.latest_start")
    if application.inside_large_scale_area and (setting.asks or start > latest):
        return Measured(Answer.MET, start, latest, "large_scale")
    return met_if(start <= latest, start, latest)


def _homes(application: BereikbaarheidApplication, setting: RuleContext, law: Law) -> Measured:
    """BER-03: enough homes opened up, more of them inside a large-scale area."""
    inside = application.inside_large_scale_area
    minimum = law.homes(f"BER-03.minimum_{'inside' if inside else 'outside'}")
    homes = HomeCount(application.homes_opened_up)
    return met_if(
        homes.value >= minimum.value, homes, minimum, where=_INSIDE if inside else _OUTSIDE
    )


def _region(application: BereikbaarheidApplication, setting: RuleContext, law: Law) -> Measured:
    """BER-04: the region's part of the total cost."""
    minimum = law.share("BER-04.regional_share")
    if not application.total_cost:
        return undecided(minimum)
    share = Share(Fraction(application.regional_share.cents, application.total_cost.cents))
    return met_if(
        share.value >= minimum.value, share, minimum,
        regional=application.regional_share, cost=application.total_cost,
    )  # fmt: skip


def _schedule(
    application: BereikbaarheidApplication, setting: RuleContext, law: Law
) -> tuple[Payment, ...]:
    """The applicant's payments, else equal parts over the first years of the works (BER-05)."""
    if application.payments:
        return payments_of(application, application.requested, setting)
    decided = setting.payment_year
    last = application.works_start.year + law.number("BER-05.payment_years") - 1
    return evenly(
        application.requested, max(application.works_start.year, decided), max(last, decided)
    )


def _price_level(
    application: BereikbaarheidApplication, setting: RuleContext, law: Law
) -> Measured:
    """BER-01: what is asked, and what that becomes in the years in which it is paid."""
    payments = _schedule(application, setting, law)
    found = indexed(payments, law)
    years = joined([_year(payment.year) for payment in found.payments if payment.amount])
    more: dict[str, Quantity] = {"asked": application.requested, "years": years}
    level = CalendarYear(found.price_year)
    if found.missing:
        more["missing"] = joined([_year(year) for year in found.missing])
        return Measured(Answer.MET, found.total, level, "not_indexed", more, provisional=True)
    by_policy = found.total != application.requested
    return Measured(
        Answer.MET, found.total, level, more=more, provisional=by_policy, by_policy=by_policy
    )


def _vat(application: BereikbaarheidApplication, setting: RuleContext, law: Law) -> Measured | None:
    """BER-06: what is paid is without the compensable VAT, so that it has to be known."""
    return vat_is_known(application.compensable_vat, setting)


def _recipient(
    application: BereikbaarheidApplication, setting: RuleContext, law: Law
) -> Measured | None:
    """BER-09: a public body that the agreements name; of a municipality there is nothing to ask."""
    return body_may_apply(application, setting)


def _year(year: int) -> Words:
    return Words(str(year), str(year))


RULES: dict[str, Rule] = {
    "BER-01": _price_level,
    "BER-02": _start,
    "BER-03": _homes,
    "BER-04": _region,
    "BER-06": _vat,
    "BER-07": in_window,
    "BER-09": _recipient,
}


def candidate(application: BereikbaarheidApplication, setting: RuleContext) -> Candidate:
    """The candidate, paid while the works last. Its homes are those of the project."""
    law = setting.law_of(_CATALOGUE)
    return make(
        application,
        "bereikbaarheid",
        asks=setting.asks,
        requested=application.requested,
        **cut_of(application, application.requested, setting),
        payments=_schedule(application, setting, law),
        tags=tags_of(
            application, large_scale=application.inside_large_scale_area, asks=setting.asks
        ),
    )


def checks(application: BereikbaarheidApplication) -> Iterator[Finding]:
    """What does not agree within an application (INT-141 and following)."""
    yield from every_scheme(application)
    yield from vat_exceeds(
        application, "INT-143", application.compensable_vat, application.requested
    )
    if application.compensable_vat is None:
        yield vat_missing(application, "INT-145")
    cost, region, asked = application.total_cost, application.regional_share, application.requested
    if region > cost:
        yield finding(
            application, "INT-141", ERROR, "regional_share", region,
            f"De regionale bijdrage van {region} is hoger dan de totale kosten van {cost}.",
            "Verbeter een van beide bedragen.",
        )  # fmt: skip
    elif region + asked > cost:
        yield finding(
            application, "INT-142", QUESTION, "requested", asked,
            f"Het gevraagde bedrag en de regionale bijdrage zijn samen {region + asked}, meer dan "
            f"de totale kosten van {cost}.",
            "Controleer de drie bedragen.",
        )  # fmt: skip
    if application.works_start < application.received_at.date():
        yield finding(
            application, "INT-144", WARNING, "works_start", application.works_start,
            f"De uitvoering start op {application.works_start:%d-%m-%Y}, vóór de aanvraag "
            "binnenkwam.",
            "Controleer de startdatum van de uitvoering.",
        )  # fmt: skip


INSTRUMENT = Instrument(
    key="bereikbaarheid",
    prefix="BER",
    sheet="Bereikbaarheid",
    name_nl="Bereikbaarheid",
    name_en="Accessibility",
    regulation="Afspraken over woningbouw en mobiliteit (Kamerstukken 32 847, nr. 1389)",
    model=BereikbaarheidApplication,
    own_rule=DistributionRule.OPTIMISE,
    own_rule_article="geen openbare regeling; de verdeelregel is een beleidsparameter van de ronde",
    catalogue=_CATALOGUE,
    rules=RULES,
    candidate=candidate,
    split_vat=stated_vat,
    checks=checks,
    window_rule="BER-07",
    withheld=("total_cost", "regional_share"),
    own_rule_public=False,
    funder=INFRASTRUCTURE,
    letter_texts=words_of("verdeelsleutel.instruments.bereikbaarheid"),
    obligations=obligations_in("verdeelsleutel.instruments.bereikbaarheid"),
    sheets=(LOCATED,),
    applicants=Applicants(
        "afspraken over woningbouw en mobiliteit, Kamerstukken 32 847, nr. 1389", other_bodies=True
    ),
    papers=PAPERS,
    schedule=Schedule(rule="BER-05"),
)
