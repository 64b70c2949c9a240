"""The supplements of chapter 3 as schemes of their own, each with its ceiling and its annex.

A supplement is fixed by a decision of its own (articles 3.4 and 3.8). Five points of it stand in no
article; a round has them in the answers of its policy, and without those it does not open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ...grants.applications.application import Payment
from ...grants.applications.candidate import Candidate
from ...grants.applications.finding import Finding
from ...grants.bilingual import Bilingual
from ...grants.frozen import frozen
from ...grants.homes import NO_HOMES
from ...grants.money import ZERO
from ...grants.rounds.policy import DistributionRule
from ..after.obligations import obligations_in
from ..after.schedule import Lapse, Schedule
from ..after.settling import settling_in
from ..answers import LeftOpen
from ..findings.agreement import ERROR, every_scheme, finding
from ..instrument import HOUSING, STATEMENT, Applicants, Instrument, no_vat
from ..law.catalogue import Catalogue, load_catalogue
from ..law.setting import RuleContext
from ..papers import words_of
from ..screening.candidacy import make
from .application import CostStatement
from .papers import papers
from .rules import claim_of, rules_of

_PACKAGE = "verdeelsleutel.instruments.nplv"
_REGULATION = "Tijdelijke regeling realisatiestimulans"


@frozen
class _Supplement:
    """One of the two: its key, the codes of its rules, its sheet, names, articles and annex."""

    key: str
    prefix: str
    sheet: str
    name: Bilingual
    purpose: Bilingual
    articles: tuple[str, str, str, str]  # of chapter 3: activities, amount, ceiling, decision
    annex: str


_PUBLIC_SPACE = _Supplement(
    "nplv_ruimte", "NPR", "NPLV openbare ruimte",
    Bilingual(nl="NPLV-toeslag openbare ruimte", en="NPLV supplement for public space"),
    Bilingual(
        nl="bovenplanse openbare ruimte en gemeenschappelijke voorzieningen",
        en="supra-plan public space and collective facilities",
    ),
    ("1", "2", "3", "4"), "1",
)  # fmt: skip
_CAPACITY = _Supplement(
    "nplv_capaciteit", "NPC", "NPLV ambtelijke capaciteit",
    Bilingual(nl="NPLV-toeslag ambtelijke capaciteit", en="NPLV supplement for official capacity"),
    Bilingual(nl="ambtelijke capaciteit", en="official capacity"),
    ("5", "6", "7", "8"), "2",
)  # fmt: skip


def _candidate(
    one: _Supplement, catalogue: Catalogue
) -> Callable[[CostStatement, RuleContext], Candidate]:
    def candidate(statement: CostStatement, setting: RuleContext) -> Candidate:
        """The claim that follows from the answers, paid in one year: at the earliest in that of
        the decision, and where the decision names a day, in its year."""
        found = claim_of(one.prefix, statement, setting, setting.law_of(catalogue))
        claim = ZERO if found is None else found.claim
        answers = setting.policy.answers
        named = answers.pay_on if answers is not None else None
        year = max(setting.payment_year, statement.cost_year + 1)
        year = year if named is None else max(year, named.year)
        return make(
            statement,
            one.key,
            asks=setting.asks,
            project_id=f"toeslag:{statement.application_id}",
            requested=claim,
            homes=NO_HOMES,
            payments=(Payment(year=year, amount=claim),),
        )

    return candidate


def _scheme(one: _Supplement) -> Instrument:
    catalogue = load_catalogue(one.key)
    first, amount, _, last = one.articles
    return Instrument(
        key=one.key,
        prefix=one.prefix,
        sheet=one.sheet,
        name_nl=one.name.nl,
        name_en=one.name.en,
        regulation=_REGULATION,
        model=CostStatement,
        own_rule=DistributionRule.PRO_RATA,
        own_rule_article=f"artikel 3.{amount}, tweede lid, van de {_REGULATION}",
        catalogue=catalogue,
        rules=rules_of(one.prefix),
        candidate=_candidate(one, catalogue),
        split_vat=no_vat,
        checks=checks,
        ceiling_parameter=f"{one.prefix}-03.ceiling",
        ceiling_over_years=True,
        submission=STATEMENT,
        window_rule=f"{one.prefix}-05",
        funder=HOUSING,
        entitlement=True,
        for_homes=False,
        letter_texts=_words(one),
        obligations=obligations_in(_PACKAGE),
        applicants=Applicants(f"artikel 3.{first} van de {_REGULATION}"),
        papers=papers(one.prefix),
        lapse=Lapse(
            article=Bilingual(
                nl=f"artikel 4.4 van de {_REGULATION}", en=f"article 4.4 of the {_REGULATION}"
            ),
            leaves=Bilingual(
                nl="zonder overgangsbepaling: voor een terugvordering daarna is geen uitdrukkelijke "
                "grondslag",
                en="without a saving clause: a reclaim after it has no express basis",
            ),
        ),
        schedule=Schedule(may_set_off=f"artikel 3.{last}, vierde lid, van de {_REGULATION}"),
        settling=settling_in(_PACKAGE),
        leaves_open=LeftOpen(
            Bilingual(
                nl=f"artikelen 3.{first} tot en met 3.{last} en bijlage {one.annex} van de "
                f"{_REGULATION}",
                en=f"articles 3.{first} to 3.{last} and annex {one.annex} of the {_REGULATION}",
            )
        ),
    )


def _words(one: _Supplement) -> str:
    """Its words in letters: those of both, with its own articles and names filled in."""
    text = words_of(_PACKAGE)
    first, amount, ceiling, last = one.articles
    fill = {
        "KEY": one.key, "PREFIX": one.prefix, "NAME_NL": one.name.nl, "NAME_EN": one.name.en,
        "PURPOSE_NL": one.purpose.nl, "PURPOSE_EN": one.purpose.en, "ACTIVITIES": first,
        "AMOUNT": amount, "CEILING": ceiling, "DECISION": last, "ANNEX": one.annex,
    }  # fmt: skip
    for name, value in fill.items():
        text = text.replace(f"@{name}@", value)
    return text


def checks(statement: CostStatement) -> Iterator[Finding]:
    """What does not agree within a statement (INT-125 and INT-126)."""
    yield from every_scheme(statement)
    if statement.compensable_vat > statement.costs:
        yield finding(
            statement, "INT-125", ERROR, "compensable_vat", statement.compensable_vat,
            f"De compensabele btw van {statement.compensable_vat} is hoger dan de kosten van "
            f"{statement.costs}.",
            "Verbeter een van beide bedragen.",
        )  # fmt: skip
    if not statement.costs:
        yield finding(
            statement, "INT-126", ERROR, "costs", ZERO,
            "De opgave noemt geen kosten; dan is er niets vast te stellen.",
            "Vul de werkelijke kosten van het kostenjaar in, of haal de regel weg.",
        )  # fmt: skip


PUBLIC_SPACE = _scheme(_PUBLIC_SPACE)
CAPACITY = _scheme(_CAPACITY)
