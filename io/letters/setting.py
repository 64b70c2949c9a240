"""What a letter can say: the facts that choose its clauses and the fields that fill them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from ...grants import notation
from ...grants.applications.assessment import Answer, Assessment
from ...grants.applications.public_body import PublicBody
from ...grants.bilingual import in_language
from ...grants.decisions.allocation import Outcome
from ...grants.dossier import Decided, Dossier
from ...grants.money import ZERO, Euro
from ...grants.municipality import Municipality
from ...grants.rounds.policy import DistributionRule
from ...instruments.after.besides import Correction
from ...instruments.gate import needs_basis
from ...instruments.instrument import instruments
from ...instruments.stated_defaults import ToldDefault, decided_by_default
from ...optimiser.questions.binding import on_money
from ..config.office import InstrumentOffice, Office
from ..rounds.after.instalments import day_named
from ..rounds.references import reference_of
from ..wording.grounds import ProvisionalMark, free_in, provisional_mark, set_aside_in
from ..wording.numerals import amount_in_words
from ..wording.proof import Proof, most_homes_of, proof_of, solvers_of, steps_told
from .clauses import Clause, Section, filled, library
from .context import LetterContext, instrument_policy, price_decides
from .dates import last_day_for_objection, six_weeks_after, years_after
from .showing import own_facts, own_fields, papers_of
from .tally import Tally, tallies


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


def signing(decided: Decided, setting: LetterContext) -> InstrumentOffice:
    return setting.office.instruments[decided.award.instrument]


def facts_of(decided: Decided, setting: LetterContext) -> dict[str, bool]:
    """The facts that clauses may ask for, by the name they ask it under."""
    award, policy = decided.award, instrument_policy(decided, setting)
    told = {assessment.code for assessment in unmet(decided)}
    proven = proof_of(setting.dossier.allocation)
    if proven is Proof.SOLVERS and policy.rule is not DistributionRule.OPTIMISE:
        proven = Proof.ARITHMETIC  # a ranking or a proportion leaves a solver nothing to choose
    return {
        "full": award.amount == award.asked,
        "statement": library().instrument[award.instrument].statement,
        "has_unmet": bool(told),
        "only_scores": bool(told) and told <= papers_of(decided).by_score,
        "scores_unmet": bool(told & papers_of(decided).by_score),
        "unmet_obligation": bool(told & papers_of(decided).obligations),
        "two_parts": bool(award.next_window),
        "marginal_decided": bool(_marginal_reason(decided, setting)),
        "most_by_law": any(reason.code == "MONEY-FITS" for reason in award.reasons),
        "pro_rata": any(reason.code == "MONEY-PRO-RATA" for reason in award.reasons),
        "has_homes": instruments()[award.instrument].for_homes,
        "has_rules": bool(decided.assessments),
        "has_provisional": any(assessment.provisional for assessment in decided.assessments),
        "has_reasons": any(reason.code not in told for reason in award.reasons),
        "has_basis": bool(policy.basis_text),
        "heard": decided.heard is not None,
        **_grounds(decided, setting),
        **own_facts(decided, setting),
        "has_defaults": bool(defaults_of(decided, setting)),
        "joint": bool(decided.application.partners),
        "to_a_body": isinstance(decided.application.applicant, PublicBody),
        "has_ceiling": isinstance(policy.ceiling, Euro),
        "has_rank": award.rank is not None,
        "has_vat": bool(award.compensable_vat),
        "has_vat_note": bool(policy.vat_note),
        "one_payment": len(award.payments) == 1,
        "within_six_weeks": _pay_by(decided, setting) == six_weeks_after(setting.sent_on),
        "on_named_day": _named_day(decided, setting) is not None,
        "corrected": award.application_id in setting.corrections,
        "carried": bool(_carried(decided, setting)),
        "nothing_to_pay": not to_pay(decided, setting),
        "approved": setting.dossier.approval is not None,
        "has_needed": bool(_needed(decided, setting)),
        "from_reserve": decided.award.application_id in setting.dossier.from_reserve,
        "set_aside": decided.award.application_id in setting.dossier.set_aside,
        "has_steps": _has_steps(setting),
        "has_bound": most_homes_of(setting.dossier.allocation) is not None,
        "one_solver": len(solvers_of(setting.dossier.allocation)) == 1,
        **{f"proof_{proof.value}": proof is proven for proof in Proof},
        **{f"rule_{rule.value}": policy.rule is rule for rule in DistributionRule},
    }


def _grounds(decided: Decided, setting: LetterContext) -> dict[str, bool]:
    """What a letter says of the ground of its decision, in rounds that tell it."""
    award, whole = decided.award, setting.dossier
    policy, own = instrument_policy(decided, setting), instruments()[decided.award.instrument]
    codes, fund = limits_told(decided), whole.policy.funds[policy.fund]
    aside, reserve = set_aside_in(whole, policy.fund), fund.objection_reserve
    counted = papers_of(decided).counted(decided.application)
    marks = [provisional_mark(one) for one in decided.assessments if one.provisional]
    return {
        "by_ground": whole.policy.tells_its_grounds,
        "own_rule": not needs_basis(own, policy),
        "has_binding": bool(codes),
        "no_money": on_money(codes) and not _tied(decided),
        "shares_fund": bool(_sharing(decided, setting)),
        "has_aside": bool(aside),
        "has_reserve": bool(reserve),
        "own_years": bool(decided.application.payments),
        "fewer_steps": any(reason.code == "MONEY-FEWER-STEPS" for reason in award.reasons),
        "all_homes_for_less": decided.application.all_homes_at_minimum,
        "fewer_homes": 0 < award.homes.affordable < counted,
        "part_of_homes": (
            whole.policy.tells_its_grounds
            and policy.rule is DistributionRule.OPTIMISE
            and award.outcome is Outcome.PARTLY_GRANTED
            and 0 < award.homes.affordable < counted
        ),
        "no_home_more": _no_home_more(decided, setting),
        "parts_by_basis": own.schedule.at_once and needs_basis(own, policy),
        "place_told": policy.rule is DistributionRule.RANK
        and any(one.code in ("MONEY-FITS", "MONEY-BELOW-THE-LINE") for one in award.reasons),
        "crosses": any(reason.code == "MONEY-CEILING" for reason in award.reasons),
        "has_limits": bool(whole.policy.constraint),
        "has_prices": price_decides(decided, setting)
        or library().instrument[award.instrument].statement,
        "term_moved": _objection_until(setting) != six_weeks_after(setting.sent_on),
        "has_electronic": bool(signing(decided, setting).objection_electronic),
        "advice_dated": signing(decided, setting).advice_on is not None,
        "provisional_rule": ProvisionalMark.RULE in marks,
        "provisional_value": ProvisionalMark.VALUE in marks,
    }


def _left_in_ceiling(decided: Decided, setting: LetterContext) -> Euro | None:
    """What the division left of the ceiling of a scheme; ``None`` where it has no fixed one."""
    key, ceiling = decided.award.instrument, instrument_policy(decided, setting).ceiling
    if not isinstance(ceiling, Euro):
        return None
    awards = setting.dossier.allocation.awards
    kept = Euro.total(award.reserved for award in awards if award.instrument == key)
    return ceiling - kept - setting.tallies.get(key, Tally()).charged_now


def _no_home_more(decided: Decided, setting: LetterContext) -> bool:
    """Whether what is left of the ceiling is less than a home of this award costs."""
    left, award = _left_in_ceiling(decided, setting), decided.award
    price = award.amount.per(award.homes.affordable)
    return left is not None and price is not None and left < price


def _marginal_reason(decided: Decided, setting: LetterContext) -> str:
    """Why it was granted after the window closed, though it crosses the ceiling."""
    made = {one.application: one.reason for one in setting.dossier.policy.marginal}
    return notation.as_typed(made.get(decided.award.application_id, ""), setting.lang)


def _tied(decided: Decided) -> bool:
    """Whether another application or an officer decided: with more money it would get none too."""
    tied = {"MONEY-EXCLUDED", "MONEY-REQUIRES", "MONEY-FIXED-OUT"}
    return any(reason.code in tied for reason in decided.award.reasons)


def _sharing(decided: Decided, setting: LetterContext) -> tuple[str, ...]:
    """What the other schemes are called whose money comes from the same fund."""
    schemes, own = setting.dossier.policy.instruments, instrument_policy(decided, setting)
    return tuple(
        library().instrument[key].text(setting.lang)
        for key, scheme in schemes.items()
        if key != decided.award.instrument and scheme.fund == own.fund
    )


def limits_told(decided: Decided) -> tuple[str, ...]:
    """The limits that left no room, less what ties applications together, which reasons tell."""
    codes = decided.award.binding or ()
    return tuple(c for c in codes if not c.startswith(("EXCLUDES-", "REQUIRES-", "FIXED-")))


def chosen(
    section: Section, decided: Decided, setting: LetterContext, facts: Mapping[str, bool]
) -> list[Clause]:
    """The clauses of one section that belong in a letter, in their order."""
    award, window = decided.award, setting.dossier.policy.round.window_opens
    if section.key == "distribution" and award.application_id in setting.dossier.from_reserve:
        return []  # it was not given when the money was divided: the opening says how it was
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
        **own_fields(decided, setting),
    }


def _reserve_fields(decided: Decided, setting: LetterContext) -> dict[str, str]:
    """What an award from the reserve tells; empty for any other."""
    told = setting.dossier.from_reserve.get(decided.award.application_id)
    return {
        "refused_on": "" if told is None else setting.day(told.refused_on),
        "freed": "" if told is None else setting.amount(told.freed),
        "reserve_basis": "" if told is None else notation.article_in(told.basis, setting.lang),
    }


def _round_fields(decided: Decided, setting: LetterContext) -> dict[str, str]:
    policy, own = setting.dossier.policy, instrument_policy(decided, setting)
    fund, office = policy.funds[own.fund], signing(decided, setting)
    key = decided.award.instrument
    tally = setting.tallies.get(key, Tally())
    name = library().instrument[key]
    terms = {t.name: setting.day(years_after(setting.decided_on, t.years)) for t in library().term}
    return {
        "reference": reference_of(decided, setting.dossier),
        "set_aside_amount": setting.amount(
            setting.dossier.set_aside.get(decided.award.application_id, ZERO)
        ),
        **_reserve_fields(decided, setting),
        "sent_on": setting.day(setting.sent_on),
        "decided_on": setting.day(setting.decided_on),
        "heard_on": setting.day(decided.heard.on if decided.heard else None),
        "heard_weighed": _weighed(decided, setting),
        "window_opens": setting.day(policy.round.window_opens),
        "the_instrument": name.text(setting.lang),
        "instrument_count": _filed(tally, setting, statement=name.statement),
        "instrument_requested": setting.amount(tally.requested),
        "solvers": in_a_row(solvers_of(setting.dossier.allocation), setting),
        **_bound_fields(setting),
        "steps_told": " ".join(steps_told(setting.dossier.allocation, setting.lang)),
        "ceiling": setting.amount(own.ceiling if isinstance(own.ceiling, Euro) else fund.total),
        "ceiling_left": setting.amount(_left_in_ceiling(decided, setting) or ZERO),
        "fund_name": fund.name(setting.lang),
        "fund_total": setting.amount(fund.total),
        "fund_others": in_a_row(_sharing(decided, setting), setting),
        "fund_aside": setting.amount(set_aside_in(setting.dossier, own.fund)),
        "fund_reserve": setting.amount(fund.objection_reserve),
        "fund_free": setting.amount(free_in(setting.dossier, own.fund)),
        "basis": setting.source(own.basis_in_sentence(setting.lang).rstrip(".")),
        "basis_named": setting.source(own.basis_named(setting.lang).rstrip(".")),
        "vat_note": own.vat_note,
        "minister": office.in_language(setting.lang).minister,
        "objection_address": "\n".join(office.objection_address),
        "objection_electronic": office.objection_electronic,
        "advised_on": setting.day(office.advice_on),
        "objection_last_day": setting.day(_objection_until(setting)),
        "objection_six_weeks": setting.day(six_weeks_after(setting.sent_on)),
        **terms,
    }


def _weighed(decided: Decided, setting: LetterContext) -> str:
    """How what was said of an intention was weighed; in the first edition as it was typed."""
    typed = decided.heard.reason if decided.heard else ""
    return notation.as_typed(typed, setting.lang) if setting.dossier.policy.asks else typed


def _objection_until(setting: LetterContext) -> date:
    return last_day_for_objection(setting.sent_on, setting.office.days_equated_with_holidays)


def _has_steps(setting: LetterContext) -> bool:
    """Whether there is more to say of each step than that not all of it is proven."""
    certificate = setting.dossier.allocation.certificate
    return setting.dossier.policy.tells_its_grounds and bool(certificate and certificate.stages)


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


def _filed(tally: Tally, setting: LetterContext, *, statement: bool) -> str:
    """How many were filed; that withdrawn ones are left out is told in rounds that tell why."""
    words = setting.words
    if tally.withdrawn and setting.dossier.policy.tells_its_grounds:
        one, many = (
            (words.one_statement_kept, words.many_statements_kept)
            if statement
            else (words.one_application_kept, words.many_applications_kept)
        )
    else:
        one, many = (
            (words.one_statement, words.many_statements)
            if statement
            else (words.one_application, words.many_applications)
        )
    return one if tally.filed == 1 else filled(many, {"count": setting.number(tally.filed)})


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


def defaults_of(decided: Decided, setting: LetterContext) -> tuple[ToldDefault, ...]:
    """What the form states for an empty cell, where that bears on the decision.

    Rounds of the first edition had no such list, and their letters stay as they are.
    """
    policy = setting.dossier.policy
    if not policy.asks:
        return ()
    return decided_by_default(
        decided.application,
        instruments()[decided.award.instrument],
        () if decided.award.outcome.on_a_rule else policy.tags,  # the division did not get to it
        no_money=decided.award.outcome is Outcome.REFUSED_CEILING,
        on=policy.round.window_opens,
    )


def recipient_of(to: Municipality | PublicBody, lang: str) -> str:
    """Who gets the money, within a sentence."""
    if isinstance(to, PublicBody):
        return in_language(lang, to.named_nl, to.name)
    return in_language(lang, f"de gemeente {to.name}", f"the municipality of {to.name}")


def _award_fields(decided: Decided, setting: LetterContext) -> dict[str, str]:
    application, award = decided.application, decided.award
    homes = application.homes_by_segment
    granted = award.homes if award.homes.total else homes
    short = award.asked - award.amount
    return {
        "municipality": application.applicant.name,
        "recipient": recipient_of(application.applicant, setting.lang),
        "project_name": application.project_name or application.applicant.name,
        "partners": in_a_row([one.name for one in application.partners], setting),
        "received_on": setting.day(application.received_at.date()),
        "requested": setting.amount(award.asked),
        **_least_fields(decided, setting),
        "needed": _needed(decided, setting),
        "bound_at": setting.amount(award.asked if award.bound_at is None else award.bound_at),
        "pay_by": setting.day(_pay_by(decided, setting)),
        "amount": setting.amount(award.amount),
        "amount_words": amount_in_words(award.amount, setting.lang),
        "this_window": setting.amount(award.amount - award.next_window),
        "next_window": setting.amount(award.next_window),
        "marginal_reason": _marginal_reason(decided, setting),
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
                in_language(
                    setting.lang, f"{one.nl} ({one.value_nl})", f"{one.en} ({one.value_en})"
                )
                for one in defaults_of(decided, setting)
            ],
            setting,
        ),
    }


def _needed(decided: Decided, setting: LetterContext) -> str:
    """What it would have taken to get the full amount, where that was known at the approval."""
    one = setting.dossier.needed.get(decided.award.application_id)
    return one.text.text(setting.lang) if one is not None and one.before_approval else ""


def _least_fields(decided: Decided, setting: LetterContext) -> dict[str, str]:
    """The least that would do, in words: all or nothing where no minimum was stated."""
    words, least = setting.words, decided.application.minimum
    lower = least is not None and least < decided.award.asked
    states = library().instrument[decided.award.instrument].statement
    whole = words.all_stated if states and setting.dossier.policy.tells_its_grounds else None
    return {
        "least_asked": whole or (words.least_asked if lower else words.all_asked),
        "even_least": words.even_least if lower else "",
    }


def _pay_by(decided: Decided, setting: LetterContext) -> date:
    """The last day of a payment at once: six weeks after the letter (Awb 4:87), or the end of the
    year in which it is to be paid where those weeks do not end in that year."""
    last = six_weeks_after(setting.sent_on)
    named = _named_day(decided, setting)
    if named is not None:
        return named
    year = max((one.year for one in decided.award.payments), default=last.year)
    return last if year == last.year or year < setting.sent_on.year else date(year, 12, 31)


def _named_day(decided: Decided, setting: LetterContext) -> date | None:
    """The day of payment that the answers of the policy name, where it was still to come."""
    named = day_named(setting.dossier.policy, decided.award)
    return named if named is not None and named >= setting.sent_on else None


def _part(amount: Euro, whole: Euro, setting: LetterContext) -> str:
    if not whole:
        return setting.words.unknown
    return notation.share(Fraction(amount.cents, whole.cents), setting.lang)
