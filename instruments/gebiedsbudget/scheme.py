"""Gebiedsbudget: money for the areas of large-scale housing that the annex names.

Tijdelijke regeling specifieke uitkering gebiedsbudget (BWBR0048897). A closed list: the annex
fixes areas and maximum amounts; there is no competition.
"""

from __future__ import annotations

from ...grants.applications.candidate import Candidate, SharedLimit
from ...grants.bilingual import Bilingual
from ...grants.rounds.policy import DistributionRule
from ..after.obligations import obligations_in
from ..after.schedule import Lapse, Schedule
from ..after.settling import settling_in
from ..instrument import HOUSING, Applicants, Instrument, stated_vat
from ..law.catalogue import Law
from ..law.setting import RuleContext
from ..located import LOCATED
from ..papers import words_of
from ..screening.candidacy import cut_of, make, payments_of, tags_of
from .annex import CATALOGUE, annex_amount, area_of, doubts, grantable, row_of
from .application import GebiedsbudgetApplication
from .checks import checks
from .papers import PAPERS
from .rules import RULES


def candidate(application: GebiedsbudgetApplication, setting: RuleContext) -> Candidate:
    """The candidate: at most the annex's amount and the costs, paid at once (GB-09)."""
    law = setting.law_of(CATALOGUE)
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
    area, row, most = area_of(application), row_of(application, law), annex_amount(application, law)
    if area is None or row is None or most is None:
        return ()
    return (SharedLimit(code=f"GB-02-{area.name}", name=area.name, article=row.article, most=most),)


def _tags(application: GebiedsbudgetApplication, *, asks: bool) -> tuple[str, ...]:
    """Every area of the annex is one of large-scale building."""
    area = area_of(application)
    own = () if area is None else (f"large_scale:{area.name}",)
    return tuple(sorted({*tags_of(application, large_scale=True, asks=asks), *own}))


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
    catalogue=CATALOGUE,
    rules=RULES,
    candidate=candidate,
    split_vat=stated_vat,
    checks=checks,
    window_rule="GB-16",
    funder=HOUSING,
    letter_texts=words_of("verdeelsleutel.instruments.gebiedsbudget"),
    obligations=obligations_in("verdeelsleutel.instruments.gebiedsbudget"),
    doubts=doubts,
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
