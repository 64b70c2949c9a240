"""Realisatiestimulans: a fixed amount for each affordable home whose construction starts.

Tijdelijke regeling realisatiestimulans (BWBR0051707). There is no application: a municipality
makes a yearly statement (*opgave*) of the homes started.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from ...grants.applications.application import Payment
from ...grants.applications.assessment import Answer
from ...grants.applications.candidate import Candidate, Form
from ...grants.applications.finding import Finding
from ...grants.bilingual import Bilingual
from ...grants.homes import Homes
from ...grants.money import Euro
from ...grants.municipality import canonical_code, municipality_by_name
from ...grants.notation import counted
from ...grants.rounds.policy import DistributionRule, InstrumentPolicy
from ...grants.said import Said, said
from ..after.besides import Besides
from ..after.obligations import obligations_in
from ..after.schedule import Lapse, Schedule
from ..after.settling import settling_in
from ..findings.agreement import ERROR, WARNING, every_scheme, finding
from ..instrument import HOUSING, STATEMENT, Applicants, Instrument, SheetBeside, no_vat
from ..law.catalogue import Law, load_catalogue
from ..law.quantity import HomeCount, Quantity, Share, Words
from ..law.rule import Measured, Rule, undecided
from ..law.setting import RuleContext
from ..papers import words_of
from ..screening.candidacy import make
from ..screening.measures import ceiling_of_the_round
from ..screening.window import by_last_day
from .application import HomeKinds, RealisatiestimulansStatement, StartStatements
from .homes_columns import HOME_EXAMPLE, HOMES_SHEET, HomeColumns
from .homes_listed import LISTED
from .papers import papers
from .settlement import RULES_BESIDE, besides, correction
from .supplements import CORRECTION_EXAMPLE, SUPPLEMENT_EXAMPLE, StatedSupplement, YearCorrection

__all__ = ["INSTRUMENT", "HomeKinds", "RealisatiestimulansStatement", "StartStatements"]

_CATALOGUE = load_catalogue("realisatiestimulans")
_NOT_FUNDED = Words(
    "woningen zonder geld uit een uitgesloten regeling", "homes without money of an excluded scheme"
)


_KINDS = {
    "transformation": Words("woningen door transformatie", "homes by transformation"),
    "splitting": Words("woningen door splitsing", "homes by splitting"),
    "flex": Words("flexwoningen", "flexible homes"),
    "shared_buildings": Words(
        "gebouwen met onzelfstandige woonruimten", "buildings of non-self-contained spaces"
    ),
    "caravans": Words("woonwagens", "caravans"),
}


_ONE_OF = {
    "transformation": "woning door transformatie",
    "splitting": "woning door splitsing",
    "flex": "flexwoning",
    "shared_buildings": "gebouw met onzelfstandige woonruimten",
    "caravans": "woonwagen",
}


def counted_homes(statement: RealisatiestimulansStatement) -> Homes:
    """The affordable homes less those already funded (art. 2.1(3)), by segment.

    The statement does not say in which segment those are. They are taken off social rent first,
    then mid-rent, then purchase, so that a goal for social rent is never shown too well.
    """
    left, rest = statement.already_subsidised, dict[str, int]()
    for segment in ("social_rent", "mid_rent", "affordable_purchase"):
        stated: int = getattr(statement.homes, segment)
        taken = min(left, stated)
        rest[segment], left = stated - taken, left - taken
    return Homes(**rest)


def cut_decided(statement: RealisatiestimulansStatement, policy: InstrumentPolicy) -> Fraction:
    """The cut that the policy decides for this municipality, as it stands in the policy.

    Where the statement says nothing of over-programming there is none to compute with: RS-05 asks.
    """
    if not statement.over_programmed or not named_by(policy, statement.municipality_code):
        return Fraction(0)
    return policy.cut


def named_by(policy: InstrumentPolicy, municipality_code: str) -> bool:
    """Whether the policy names this municipality for a cut, by its code or by its name."""
    return any(code_in(name) == municipality_code for name in policy.cut_for)


def code_in(name: str) -> str | None:
    """The code of the municipality that a policy names; ``None`` where nobody is called that."""
    code, named = canonical_code(name), municipality_by_name(name)
    return code or (named.code if named else None)


def price_per_home(
    statement: RealisatiestimulansStatement, policy: InstrumentPolicy, law: Law
) -> Euro:
    """The amount for a home excluding VAT, after a cut of at most the law's (art. 2.2(3)).

    Rounded down to the cent.
    """
    cut = min(cut_decided(statement, policy), law.share("RS-05.maximum_cut").value)
    return law.euro("RS-01.price").fraction(1 - cut)


def _amount(statement: RealisatiestimulansStatement, setting: RuleContext, law: Law) -> Measured:
    """RS-01: the regulation fixes the amount; what the municipality states beside it is no claim."""
    price = price_per_home(statement, setting.policy, law)
    homes = counted_homes(statement).affordable
    if statement.homes.affordable == 0:
        return Measured(Answer.NOT_MET, Euro(0), price)
    amount, by_law = price * homes, law.euro("RS-01.price")
    cut = setting.asks and price != by_law  # article 2.2(1) has the amount, 2.2(3) the cut of it
    more: dict[str, Quantity] = {"homes": HomeCount(homes), "by_law": by_law}
    if statement.requested is not None and statement.requested != amount:
        more["asked"] = statement.requested
        return Measured(
            Answer.MET, amount, price, "cut_other_amount" if cut else "other_amount", more
        )
    return Measured(Answer.MET, amount, price, "cut" if cut else "", more)


def _period(statement: RealisatiestimulansStatement, setting: RuleContext, law: Law) -> Measured:
    """RS-02: the year of the statement and the dates it gives lie in the period."""
    first, last = law.day_of("RS-02.first"), law.day_of("RS-02.last")
    for start in (statement.first_start, statement.last_start):
        if start is not None and not first <= start <= last:
            return Measured(Answer.NOT_MET, start, last, more={"first": first})
    year = str(statement.start_year)
    if not first.year <= statement.start_year <= last.year:
        return Measured(Answer.NOT_MET, year, last, more={"first": first})
    if statement.first_start is not None:
        return Measured(Answer.MET, statement.first_start, last, "met_from", {"first": first})
    return Measured(Answer.MET, year, last, more={"first": first})


def _ceiling(statement: RealisatiestimulansStatement, setting: RuleContext, law: Law) -> Measured:
    """RS-03."""
    return ceiling_of_the_round(setting, law.euro("RS-03.ceiling"))


def _over_programming(
    statement: RealisatiestimulansStatement, setting: RuleContext, law: Law
) -> Measured | None:
    """RS-05: only where the policy decides on a cut for this municipality.

    What the statement leaves open is a question then, and what it denies is told.
    """
    if (
        setting.asks
        and setting.policy.cut
        and named_by(setting.policy, statement.municipality_code)
    ):
        most = law.share("RS-05.maximum_cut")
        if statement.over_programmed is None:
            cut = Share(setting.policy.cut)
            return undecided(most, "not_stated", asks=("over_programmed",), cut=cut)
        if not statement.over_programmed:
            return Measured(Answer.MET, Share(Fraction(0)), most, "denied")
    cut, most = Share(cut_decided(statement, setting.policy)), law.share("RS-05.maximum_cut")
    if not cut.value:
        return None
    if cut.value > most.value:
        return undecided(most, cut=cut)
    return Measured(
        Answer.MET, cut, most, more={"price": price_per_home(statement, setting.policy, law)}
    )


def _not_funded_before(
    statement: RealisatiestimulansStatement, setting: RuleContext, law: Law
) -> Measured | None:
    """RS-06: homes under an excluded scheme are taken off; without any home RS-01 says so.

    The article has no minimum. The first edition compared what remained with one home.
    """
    affordable, excluded = statement.homes.affordable, statement.already_subsidised
    if not affordable and not excluded:
        return None
    rest = HomeCount(counted_homes(statement).affordable)
    asked: Quantity = _NOT_FUNDED if setting.asks else HomeCount(1)
    more: dict[str, Quantity] = {"affordable": affordable, "excluded": excluded}
    if excluded > affordable:
        return Measured(Answer.NOT_MET, rest, asked, "too_many", more)
    if rest.value == 0:
        return Measured(Answer.NOT_MET, rest, asked, more=more)
    return Measured(Answer.MET, rest, asked, "" if excluded else "met_none", more)


def _kinds(statement: RealisatiestimulansStatement, setting: RuleContext, law: Law) -> Measured:
    """RS-07: no kind of home exceeds the homes stated. Kinds can overlap, so they are not added."""
    total = HomeCount(statement.homes.total)
    counts = {name: getattr(statement.kinds, name) for name in _KINDS}
    largest = max(counts, key=lambda name: counts[name])
    if counts[largest] > total.value:
        return undecided(total, number=counts[largest], kind=_KINDS[largest])
    # The first edition told their sum, which counts a home of two kinds twice.
    told = counts[largest] if setting.asks else min(sum(counts.values()), total.value)
    return Measured(Answer.MET, told, total, "" if told else "met_none")


def _corrected(
    statement: RealisatiestimulansStatement, setting: RuleContext, law: Law
) -> Measured | None:
    """RS-09: earlier years, settled with the amount of this one."""
    claim = price_per_home(statement, setting.policy, law) * counted_homes(statement).affordable
    return correction(statement, claim, law.euro("RS-01.price"))


RULES: dict[str, Rule] = {
    "RS-01": _amount,
    "RS-02": _period,
    "RS-03": _ceiling,
    "RS-05": _over_programming,
    "RS-06": _not_funded_before,
    "RS-07": _kinds,
    "RS-09": _corrected,
    **RULES_BESIDE,
    "RS-14": by_last_day,
}


def beside(statement: RealisatiestimulansStatement, setting: RuleContext, award: Euro) -> Besides:
    """What is settled and paid beside an award in cents (RS-09 to RS-12)."""
    return besides(statement, setting, setting.law_of(_CATALOGUE), award)


def candidate(statement: RealisatiestimulansStatement, setting: RuleContext) -> Candidate:
    """The candidate: a price for each affordable home that counts, paid at once.

    The payment falls in the year of the decision, at the earliest the year after the homes' start
    (art. 2.4(3)). A statement without a project stands for itself.
    """
    law = setting.law_of(_CATALOGUE)
    price, homes = price_per_home(statement, setting.policy, law), counted_homes(statement)
    claim = price * homes.affordable
    year = max(setting.payment_year, statement.start_year + law.number("RS-08.years_after_start"))
    own = f"opgave:{statement.municipality_code}:{statement.start_year}:{statement.application_id}"
    return make(
        statement,
        "realisatiestimulans",
        asks=setting.asks,
        project_id=_project(statement, setting) or own,
        requested=claim,
        form=Form.PER_HOME,
        step=price,
        homes=homes,
        payments=(Payment(year=year, amount=claim),),
    )


def _project(statement: RealisatiestimulansStatement, setting: RuleContext) -> str:
    """The project's code; a word such as *n.v.t.* is none."""
    code = statement.project_id or ""
    return code if said(code) is Said.NAME or not setting.asks else ""


def checks(statement: RealisatiestimulansStatement) -> Iterator[Finding]:
    """What does not agree within a statement (INT-121 and following)."""
    yield from every_scheme(statement)
    yield from _check_kinds(statement)
    starts: dict[str, date | None] = {
        "first_start": statement.first_start, "last_start": statement.last_start,
    }  # fmt: skip
    for field, start in starts.items():
        if start is not None and start.year != statement.start_year:
            yield finding(
                statement, "INT-123", WARNING, field, start,
                f"De bouw begon volgens de opgave op {start:%d-%m-%Y}, niet in "
                f"{statement.start_year}.",
                "Verbeter het startjaar of de datum.",
            )  # fmt: skip
    if statement.received_at.year <= statement.start_year:
        yield finding(
            statement, "INT-124", WARNING, "start_year", str(statement.start_year),
            f"De opgave over {statement.start_year} kwam binnen in {statement.received_at.year}, "
            "voordat dat jaar voorbij was.",
            "Controleer het startjaar. Alleen woningen waarvan de bouw is begonnen, tellen mee.",
        )  # fmt: skip


def _check_kinds(statement: RealisatiestimulansStatement) -> Iterator[Finding]:
    total = statement.homes.total
    counts: dict[str, int] = {name: getattr(statement.kinds, name) for name in _KINDS}
    for name, count in counts.items():
        if count > total:
            yield finding(
                statement, "INT-121", ERROR, f"kinds.{name}", count,
                f"De opgave noemt {counted(count, _ONE_OF[name], _KINDS[name].nl)}, maar telt {counted(total, 'woning', 'woningen')}.",
                "Verbeter het aantal van deze soort of de aantallen woningen.",
            )  # fmt: skip
    if sum(counts.values()) > total >= max(counts.values()):
        yield finding(
            statement, "INT-122", WARNING, "kinds.transformation", sum(counts.values()),
            f"De soorten zijn samen {sum(counts.values())}, meer dan alle woningen ({total}).",
            "Controleer of woningen onder twee soorten vallen.",
        )  # fmt: skip


INSTRUMENT = Instrument(
    key="realisatiestimulans",
    prefix="RS",
    sheet="Realisatiestimulans",
    name_nl="Realisatiestimulans",
    name_en="Realisation Incentive",
    regulation="Tijdelijke regeling realisatiestimulans",
    model=RealisatiestimulansStatement,
    own_rule=DistributionRule.PRO_RATA,
    own_rule_article="artikel 2.2, tweede lid, van de Tijdelijke regeling realisatiestimulans",
    catalogue=_CATALOGUE,
    rules=RULES,
    candidate=candidate,
    split_vat=no_vat,
    checks=checks,
    ceiling_parameter="RS-03.ceiling",
    ceiling_over_years=True,
    submission=STATEMENT,
    window_rule="RS-14",
    funder=HOUSING,
    entitlement=True,
    letter_texts=words_of("verdeelsleutel.instruments.realisatiestimulans"),
    obligations=obligations_in("verdeelsleutel.instruments.realisatiestimulans"),
    applicants=Applicants("artikel 2.1 van de Tijdelijke regeling realisatiestimulans"),
    papers=papers(cut_decided),
    lapse=Lapse(
        article=Bilingual(
            nl="artikel 4.4 van de Tijdelijke regeling realisatiestimulans",
            en="article 4.4 of the Tijdelijke regeling realisatiestimulans",
        ),
        leaves=Bilingual(
            nl="zonder overgangsbepaling: voor een correctie of terugvordering daarna is geen "
            "uitdrukkelijke grondslag",
            en="without a saving clause: a correction or reclaim after it has no express basis",
        ),
    ),
    schedule=Schedule(
        article="artikel 2.4, vierde lid, van de Tijdelijke regeling realisatiestimulans",
        set_off="RS-09",
    ),
    settling=settling_in("verdeelsleutel.instruments.realisatiestimulans"),
    beside=beside,
    sheets=(
        SheetBeside(HOMES_SHEET, HomeColumns, example=HOME_EXAMPLE, listed=LISTED),
        SheetBeside("NPLV-toeslag", StatedSupplement, "supplements", SUPPLEMENT_EXAMPLE),
        SheetBeside("Correcties", YearCorrection, "corrections", CORRECTION_EXAMPLE),
    ),
)
