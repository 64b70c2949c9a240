"""Woningbouwimpuls: money for the public shortfall of a project with at least 200 homes.

Besluit Woningbouwimpuls 2020 (BWBR0043540) and Regeling Woningbouwimpuls 2020 (BWBR0043557).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from ...grants.applications.candidate import Candidate, RankKey
from ...grants.applications.finding import Finding
from ...grants.money import ZERO, Euro
from ...grants.rounds.basis import BasisKind
from ...grants.rounds.policy import UNKNOWN_IS_ASKED, DistributionRule
from ..after.obligations import obligations_in
from ..after.schedule import Schedule
from ..after.settling import settling_in
from ..findings.agreement import WARNING, every_scheme, finding
from ..instrument import HOUSING, Applicants, Instrument, no_vat
from ..law.catalogue import Law
from ..law.setting import RuleContext
from ..located import LOCATED
from ..papers import words_of
from ..screening.candidacy import cut_of, make, payments_of
from .application import ActivityCosts, WoningbouwimpulsApplication
from .papers import PAPERS
from .rules import RULES, eligible_costs, remaining_shortfall
from .scores import weighted_score
from .urgency import CATALOGUE, doubts

__all__ = ["INSTRUMENT", "ActivityCosts", "WoningbouwimpulsApplication"]


def grantable(application: WoningbouwimpulsApplication, law: Law) -> Euro:
    """The most that can be granted (WBI-07, WBI-11, WBI-12): what is asked, within the limits."""
    limits = [application.requested, remaining_shortfall(application, law)[0]]
    costs = eligible_costs(application, law)
    return min(limits if costs is None else [*limits, costs])


def _rank_keys(application: WoningbouwimpulsApplication, law: Law, amount: Euro) -> list[RankKey]:
    """The keys of the statutory ranking (Regeling art. 6).

    Every candidate has the same keys, also one of which a score is unknown: nobody is ranked with
    that. In the first edition of rounds it stood for nought.
    """
    score, effectiveness = weighted_score(application, law), application.score_effectiveness
    homes = application.homes.total
    none = None if law.edition >= UNKNOWN_IS_ASKED else Fraction(0)
    keys = [
        RankKey(name="gewogen score", value=none if score is None else score),
        RankKey(
            name="score effectiviteit",
            value=none if effectiveness is None else Fraction(effectiveness),
        ),
    ]
    if homes:
        per_home = Fraction(amount.cents, homes)
        keys.append(RankKey(name="gevraagd bedrag per woning", value=per_home, higher_first=False))
    return keys


def candidate(application: WoningbouwimpulsApplication, setting: RuleContext) -> Candidate:
    """The candidate: whole, or scalable in the policy's steps where a minimum is stated.

    Without payments of its own, all is paid in the year of the decision (WBI-25). A limit of the
    law below the amount asked lowers the largest award; the applicant's payments go down in
    proportion.
    """
    law = setting.law_of(CATALOGUE)
    amount = grantable(application, law)
    return make(
        application,
        "woningbouwimpuls",
        asks=setting.asks,
        requested=amount,
        **cut_of(application, amount, setting),
        payments=payments_of(
            application, amount, setting, at_once=setting.pays_at_once(DistributionRule.RANK)
        ),
        score=weighted_score(application, law),
        rank_keys=tuple(_rank_keys(application, law, amount)),
    )


def checks(application: WoningbouwimpulsApplication) -> Iterator[Finding]:
    """What does not agree within an application (INT-101 and following)."""
    yield from every_scheme(application)
    covered = Euro.total(
        (application.own_contribution, application.third_party, application.public_revenue)
    )
    if covered >= application.shortfall > ZERO:
        yield finding(
            application, "INT-111", WARNING, "shortfall", application.shortfall,
            f"De bijdragen en opbrengsten van samen {covered} dekken het publieke tekort van "
            f"{application.shortfall} al.",
            "Controleer het tekort, de bijdragen en de opbrengsten.",
        )  # fmt: skip
    start = application.first_start
    if start is not None and start < application.received_at.date():
        yield finding(
            application, "INT-112", WARNING, "first_start", start,
            f"De bouw start op {start:%d-%m-%Y}, vóór de aanvraag binnenkwam. Een project dat al "
            "in uitvoering is, komt niet in aanmerking.",
            "Controleer de startdatum.",
        )  # fmt: skip
    costs = application.costs.total
    if ZERO < costs < application.requested:
        yield finding(
            application, "INT-113", WARNING, "requested", application.requested,
            f"De kosten per activiteit zijn samen {costs}, minder dan het gevraagde bedrag van "
            f"{application.requested}.",
            "Controleer de kosten en het gevraagde bedrag.",
        )  # fmt: skip


INSTRUMENT = Instrument(
    key="woningbouwimpuls",
    prefix="WBI",
    sheet="Woningbouwimpuls",
    name_nl="Woningbouwimpuls",
    name_en="Housing Construction Impulse",
    regulation="Besluit Woningbouwimpuls 2020 en Regeling Woningbouwimpuls 2020",
    model=WoningbouwimpulsApplication,
    own_rule=DistributionRule.RANK,
    own_rule_article="artikel 5 van het Besluit Woningbouwimpuls 2020 en artikel 6 van de Regeling Woningbouwimpuls 2020",
    marginal_article="artikel 6, derde lid, van de Regeling Woningbouwimpuls 2020",
    catalogue=CATALOGUE,
    rules=RULES,
    candidate=candidate,
    split_vat=no_vat,
    checks=checks,
    window_rule="WBI-32",
    funder=HOUSING,
    letter_texts=words_of("verdeelsleutel.instruments.woningbouwimpuls"),
    obligations=obligations_in("verdeelsleutel.instruments.woningbouwimpuls"),
    withheld=("shortfall", "own_contribution", "third_party", "public_revenue", "costs"),
    sheets=(LOCATED,),
    applicants=Applicants("artikel 2, eerste lid, van het Besluit Woningbouwimpuls 2020"),
    papers=PAPERS,
    schedule=Schedule(rule="WBI-25", at_once=True, in_parts="WBI-20"),
    settling=settling_in("verdeelsleutel.instruments.woningbouwimpuls"),
    retake_rule="WBI-24",
    doubts=doubts,
    level=BasisKind.AMVB,
    ceiling_article="artikel 3, eerste lid, van het Besluit Woningbouwimpuls 2020",
    ceiling_parameter="WBI-28.ceiling",
    reads_if_empty=(
        "homes.demolished",
        "third_party",
        "public_revenue",
        "nplv_area",
        "large_scale_area",
    ),
    reads_since={
        "homes.demolished": date(2026, 1, 1),  # WBI-04: a net addition
        "public_revenue": date(2026, 1, 1),  # WBI-07: until then contributions alone
        "nplv_area": date(2025, 8, 1),  # WBI-18: points for the location
        "large_scale_area": date(2025, 8, 1),
    },
)
