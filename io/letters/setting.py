"""What a letter can say: the facts that choose its clauses and the fields that fill them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from ...grants import notation
from ...grants.allocation import Decided, Dossier, Outcome
from ...grants.assessment import Answer, Assessment
from ...grants.bilingual import in_language
from ...grants.money import ZERO, Euro
from ...grants.policy import DistributionRule, InstrumentPolicy
from ...instruments.bereikbaarheid.scheme import BereikbaarheidApplication
from ...instruments.gebiedsbudget.scheme import GebiedsbudgetApplication
from ...instruments.instrument import instruments
from ...instruments.realisatiestimulans.scheme import RealisatiestimulansStatement, cut_decided
from ...instruments.stated_defaults import decided_by_default
from ...instruments.woningbouwimpuls.scheme import WoningbouwimpulsApplication
from ..config.office import InstrumentOffice, Office
from ..rounds.references import reference_of
from ..wording.numerals import amount_in_words
from ..wording.proof import Proof, most_homes_of, proof_of, solvers_of
from .clauses import Clause, Section, Words, filled, library
from .corrections import Correction
from .dates import last_day_for_objection, years_after
from .tally import Tally, tallies

SCORE_RULES = frozenset({"WBI-16", "WBI-17"})  # the minimum of the weighted score and of each


@dataclass(frozen=True, slots=True)
class LetterContext:
    """What all letters of a round share, worked out once.

    ``tallies`` has the totals of the round by instrument, and ``corrections`` the earlier years
    that a decision settles, by application number. ``committed`` is what the ledger has committed
    to each, where a ledger is kept. A ``concept`` is no decision yet, and marked so.
    """

    dossier: Dossier
    office: Office
    lang: str
    sent_on: date
    tallies: Mapping[str, Tally]
    concept: bool = False
    corrections: Mapping[str, Correction] = field(default_factory=dict[str, Correction])
    own_clauses: tuple[Clause, ...] = ()
    committed: Mapping[str, Euro] | None = None

    @property
    def decided_on(self) -> date:
        """The day of the decision, from which its terms run; of a concept, the day planned for it.

        In a round of the first edition they run from the day on the letter.
        """
        dossier = self.dossier
        if not dossier.policy.asks:
            return self.sent_on
        if dossier.approval is not None:
            return dossier.approval.on
        return dossier.policy.round.decision_date or self.sent_on

    @property
    def mark(self) -> str:
        """What is printed across a letter that is no decision; empty on a real one."""
        if self.concept:
            return (
                self.words.mark_concept_example if self.dossier.example else self.words.mark_concept
            )
        return self.words.mark if self.dossier.example else ""

    @property
    def words(self) -> Words:
        return library().words[self.lang]

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses of the program, and behind them those of the office."""
        return (*library().clause, *self.own_clauses)

    def label(self, name: str) -> str:
        return library().labels[self.lang][name]

    def amount(self, value: Euro) -> str:
        return notation.amount(value, self.lang)

    def day(self, value: date | None) -> str:
        return self.words.unknown if value is None else notation.unbroken_day(value, self.lang)

    def number(self, value: int) -> str:
        return notation.whole(value, self.lang)

    def yes_no(self, value: bool) -> str:
        return self.words.yes if value else self.words.no


def setting_of(
    dossier: Dossier,
    office: Office,
    lang: str,
    *,
    concept: bool = False,
    corrections: Mapping[str, Correction] | None = None,
    own_clauses: tuple[Clause, ...] = (),
    committed: Mapping[str, Euro] | None = None,
) -> LetterContext:
    """The setting of a round's letters. ``ValueError`` without a sending date or a known language.

    The sending date is an input: it is the date of the letter, and objection terms run from it.
    """
    if dossier.sent_on is None:
        raise ValueError("a letter needs the date on which it is sent")
    if lang not in library().words:
        raise ValueError(f"letters are in nl or en, not in {lang}")
    return LetterContext(
        dossier=dossier,
        office=office,
        lang=lang,
        sent_on=dossier.sent_on,
        tallies=tallies(dossier.allocation.awards),
        concept=concept,
        corrections=corrections or {},
        own_clauses=own_clauses,
        committed=committed,
    )


def unmet(decided: Decided) -> tuple[Assessment, ...]:
    return tuple(a for a in decided.assessments if a.answer is Answer.NOT_MET)


def instrument_policy(decided: Decided, setting: LetterContext) -> InstrumentPolicy:
    return setting.dossier.policy.instruments[decided.award.instrument]


def signing(decided: Decided, setting: LetterContext) -> InstrumentOffice:
    return setting.office.instruments[decided.award.instrument]


def facts_of(decided: Decided, setting: LetterContext) -> dict[str, bool]:
    """The facts that clauses may ask for, by the name they ask it under."""
    award, application = decided.award, decided.application
    policy = instrument_policy(decided, setting)
    shortfall = application.shortfall if isinstance(application, GebiedsbudgetApplication) else ZERO
    has_scores = (
        isinstance(application, WoningbouwimpulsApplication)
        and application.score_necessity is not None
    )
    told = {assessment.code for assessment in unmet(decided)}
    proven = proof_of(setting.dossier.allocation)
    if proven is Proof.SOLVERS and policy.rule is not DistributionRule.OPTIMISE:
        proven = Proof.ARITHMETIC  # a ranking or a proportion leaves a solver nothing to choose
    return {
        "full": award.amount == award.asked,
        "has_unmet": bool(told),
        "only_scores": bool(told) and told <= SCORE_RULES,
        "two_parts": bool(award.next_window),
        "most_by_law": any(reason.code == "MONEY-FITS" for reason in award.reasons),
        "pro_rata": any(reason.code == "MONEY-PRO-RATA" for reason in award.reasons),
        "has_rules": bool(decided.assessments),
        "has_provisional": any(assessment.provisional for assessment in decided.assessments),
        "has_reasons": any(reason.code not in told for reason in award.reasons),
        "has_basis": bool(policy.basis),
        "has_defaults": bool(defaults_of(decided, setting)),
        "has_ceiling": isinstance(policy.ceiling, Euro),
        "has_rank": award.rank is not None,
        "has_scores": has_scores,
        "has_vat": bool(award.compensable_vat),
        "has_vat_note": bool(policy.vat_note),
        "has_shortfall": bool(shortfall),
        "one_payment": len(award.payments) == 1,
        "cut": isinstance(application, RealisatiestimulansStatement)
        and bool(cut_decided(application, policy)),
        "has_supplements": isinstance(application, RealisatiestimulansStatement)
        and bool(application.supplements),
        "corrected": award.application_id in setting.corrections,
        "carried": bool(_carried(decided, setting)),
        "nothing_to_pay": not to_pay(decided, setting),
        "approved": setting.dossier.approval is not None,
        "has_bound": most_homes_of(setting.dossier.allocation) is not None,
        "one_solver": len(solvers_of(setting.dossier.allocation)) == 1,
        **{f"proof_{proof.value}": proof is proven for proof in Proof},
        **{f"rule_{rule.value}": policy.rule is rule for rule in DistributionRule},
    }


def chosen(
    section: Section, decided: Decided, setting: LetterContext, facts: Mapping[str, bool]
) -> list[Clause]:
    """The clauses of one section that belong in a letter, in their order."""
    award, window = decided.award, setting.dossier.policy.round.window_opens
    return [
        clause
        for clause in setting.clauses
        if clause.section == section.key
        and clause.fits(award.instrument, award.outcome, facts, window)
    ]


def annexes_of(
    decided: Decided, setting: LetterContext, facts: Mapping[str, bool]
) -> tuple[Section, ...]:
    """The annexes of a letter in their order: those sections in which something stands."""
    return tuple(
        section
        for section in library().section
        if section.annex and chosen(section, decided, setting, facts)
    )


def _annex_fields(decided: Decided, setting: LetterContext) -> dict[str, str]:
    """How a text refers to each annex; the lint refuses one that is not there, number 0."""
    there = [one.key for one in annexes_of(decided, setting, facts_of(decided, setting))]
    places = {key: place for place, key in enumerate(there, start=1)}
    word = setting.words.annex.lower()
    return {
        f"annex_{one.key}": f"{word}\u00a0{places.get(one.key, 0)}"
        for one in library().section
        if one.annex
    }


def fields_of(decided: Decided, setting: LetterContext) -> dict[str, str]:
    """The fields of a letter as text. Which there are depends on the instrument alone."""
    return {
        **_annex_fields(decided, setting),
        **_round_fields(decided, setting),
        **_award_fields(decided, setting),
        **_own_fields(decided, setting),
    }


def _round_fields(decided: Decided, setting: LetterContext) -> dict[str, str]:
    policy, own = setting.dossier.policy, instrument_policy(decided, setting)
    fund, office = policy.funds[own.fund], signing(decided, setting)
    key = decided.award.instrument
    tally = setting.tallies.get(key, Tally())
    name = library().instrument[key]
    last_day = last_day_for_objection(setting.sent_on, setting.office.days_equated_with_holidays)
    terms = {t.name: setting.day(years_after(setting.decided_on, t.years)) for t in library().term}
    return {
        "reference": reference_of(decided, setting.dossier),
        "sent_on": setting.day(setting.sent_on),
        "window_opens": setting.day(policy.round.window_opens),
        "the_instrument": name.text(setting.lang),
        "instrument_count": _filed(tally.filed, setting, statement=name.statement),
        "instrument_requested": setting.amount(tally.requested),
        "solvers": in_a_row(solvers_of(setting.dossier.allocation), setting),
        **_bound_fields(setting),
        "ceiling": setting.amount(own.ceiling if isinstance(own.ceiling, Euro) else fund.total),
        "fund_name": fund.name(setting.lang),
        "fund_total": setting.amount(fund.total),
        "basis": own.basis.rstrip("."),
        "vat_note": own.vat_note,
        "minister": office.in_language(setting.lang).minister,
        "objection_address": "\n".join(office.objection_address),
        "objection_last_day": setting.day(last_day),
        **terms,
    }


def _bound_fields(setting: LetterContext) -> dict[str, str]:
    """The homes of the round beside the most that any list could support, where that is known."""
    allocation = setting.dossier.allocation
    homes = allocation.totals.affordable_homes
    most = most_homes_of(allocation)
    return {
        "round_homes": setting.number(homes),
        "most_homes": setting.number(homes if most is None else most),
        "homes_gap": setting.number(0 if most is None else most - homes),
    }


def _filed(count: int, setting: LetterContext, *, statement: bool) -> str:
    words = setting.words
    if count == 1:
        return words.one_statement if statement else words.one_application
    many = words.many_statements if statement else words.many_applications
    return filled(many, {"count": setting.number(count)})


def in_a_row(names: Sequence[str], setting: LetterContext) -> str:
    """Names in a sentence."""
    *most, last = names or ("",)
    return f" {setting.words.and_word} ".join(part for part in (", ".join(most), last) if part)


def to_pay(decided: Decided, setting: LetterContext) -> Euro:
    """What the municipality is paid of the award, with earlier years settled."""
    correction = setting.corrections.get(decided.award.application_id)
    return decided.award.payable if correction is None else correction.settled.payable


def _carried(decided: Decided, setting: LetterContext) -> Euro:
    """What is left to settle with the next year, as a positive amount."""
    correction = setting.corrections.get(decided.award.application_id)
    return ZERO if correction is None else -correction.settled.carried


def defaults_of(decided: Decided, setting: LetterContext) -> tuple[tuple[str, str, str], ...]:
    """What the form states for an empty cell, where that bears on the decision.

    Rounds of the first edition had no such list, and their letters stay as they are.
    """
    policy = setting.dossier.policy
    if not policy.asks:
        return ()
    return decided_by_default(
        decided.application,
        instruments()[decided.award.instrument],
        policy.tags,
        no_money=decided.award.outcome is Outcome.REFUSED_CEILING,
    )


def _award_fields(decided: Decided, setting: LetterContext) -> dict[str, str]:
    application, award = decided.application, decided.award
    homes = application.homes_by_segment
    granted = award.homes if award.homes.total else homes
    short = award.asked - award.amount
    return {
        "municipality": application.place.name,
        "project_name": application.project_name or application.place.name,
        "received_on": setting.day(application.received_at.date()),
        "requested": setting.amount(award.asked),
        "amount": setting.amount(award.amount),
        "amount_words": amount_in_words(award.amount, setting.lang),
        "this_window": setting.amount(award.amount - award.next_window),
        "next_window": setting.amount(award.next_window),
        "part_granted": _part(award.amount, award.asked, setting),
        "amount_short": setting.amount(short),
        "compensable_vat": setting.amount(award.compensable_vat),
        "payable": setting.amount(award.payable),
        "rank": setting.words.unknown if award.rank is None else setting.number(award.rank),
        "homes_total": setting.number(homes.total),
        "homes_granted": setting.number(granted.total),
        "affordable_granted": setting.number(granted.affordable),
        "defaults": in_a_row(
            [
                f"{label} ({in_language(setting.lang, nl, en)})"
                for label, nl, en in defaults_of(decided, setting)
            ],
            setting,
        ),
    }


def _own_fields(decided: Decided, setting: LetterContext) -> dict[str, str]:
    """Fields that only letters of one instrument have."""
    application = decided.application
    if isinstance(application, WoningbouwimpulsApplication):
        return {"own_contribution": setting.amount(application.own_contribution)}
    if isinstance(application, GebiedsbudgetApplication):
        return {
            "area": application.area,
            "shortfall": setting.amount(application.shortfall),
            "shortfall_share": shortfall_share(decided, application, setting),
        }
    if isinstance(application, RealisatiestimulansStatement):
        cut = cut_decided(application, instrument_policy(decided, setting))
        return {
            "start_year": str(application.start_year),
            "cut_share": notation.share(cut, setting.lang),
            "carried": setting.amount(_carried(decided, setting)),
            "to_pay": setting.amount(to_pay(decided, setting)),
            "supplement_by": _supplement_by(application, setting),
        }
    if isinstance(application, BereikbaarheidApplication):
        return {
            "works_start": setting.day(application.works_start),
            "regional_share": setting.amount(application.regional_share),
            "homes_opened_up": setting.number(application.homes_opened_up),
        }
    return {}


def _supplement_by(statement: RealisatiestimulansStatement, setting: LetterContext) -> str:
    """The last day on which supplements for the reported costs are fixed (art. 3.4 and 3.8)."""
    last = max((one.year for one in statement.supplements), default=None)
    return "" if last is None else setting.day(date(last + 1, 12, 31))


def shortfall_share(
    decided: Decided, application: GebiedsbudgetApplication, setting: LetterContext
) -> str:
    """The award as a percentage of the area's remaining shortfall (Gebiedsbudget art. 4(2))."""
    return _part(decided.award.amount, application.shortfall, setting)


def _part(amount: Euro, whole: Euro, setting: LetterContext) -> str:
    if not whole:
        return setting.words.unknown
    return notation.share(Fraction(amount.cents, whole.cents), setting.lang)
