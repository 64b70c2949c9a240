"""The fields that fill the clauses of a letter."""

from __future__ import annotations

from fractions import Fraction

from ....grants import notation
from ....grants.bilingual import in_language
from ....grants.dossier import Decided
from ....grants.money import ZERO, Euro
from ...rounds.references import reference_of
from ...wording.grounds import free_in, set_aside_in
from ...wording.numerals import amount_in_words
from ...wording.proof import most_homes_of, solvers_of, steps_told
from ..clauses import filled, instrument_name, library
from ..context import LetterContext, instrument_policy
from ..dates import six_weeks_after, years_after
from ..setting import in_a_row, recipient_of, signing
from ..tally import Tally
from .conditions import annexes_of, facts_of
from .showing import own_fields
from .values import (
    beyond_ceiling,
    decided_late,
    defaults_of,
    left_in_ceiling,
    marginal_reason,
    needed,
    objection_until,
    pay_by,
    sharing,
    stopped_at,
)


def fields_of(decided: Decided, setting: LetterContext) -> dict[str, str]:
    """The fields of a letter as text. Which there are depends on the instrument alone."""
    return {
        **_annex_fields(decided, setting),
        **_round_fields(decided, setting),
        **_award_fields(decided, setting),
        **own_fields(decided, setting),
    }


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
    key, late = decided.award.instrument, decided_late(decided, setting)
    tally = setting.tallies.get(key, Tally())
    name = instrument_name(key)
    terms = {
        t.name: setting.day(years_after(setting.decided_on, t.years)) for t in library(key).term
    }
    return {
        "reference": reference_of(decided, setting.dossier),
        "set_aside_amount": setting.amount(
            setting.dossier.set_aside.get(decided.award.application_id, ZERO)
        ),
        **_reserve_fields(decided, setting),
        "sent_on": setting.day(setting.sent_on),
        "decided_on": setting.day(setting.decided_on),
        "decide_by": "" if late is None else setting.day(late.last),
        "decide_article": "" if late is None else setting.source(late.article),
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
        "beyond_ceiling": setting.amount(beyond_ceiling(decided, setting)),
        "ceiling_left": setting.amount(left_in_ceiling(decided, setting) or ZERO),
        "fund_name": fund.name(setting.lang),
        "fund_total": setting.amount(fund.total),
        "fund_others": in_a_row(sharing(decided, setting), setting),
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
        "objection_last_day": setting.day(objection_until(setting)),
        "objection_six_weeks": setting.day(six_weeks_after(setting.sent_on)),
        **terms,
    }


def _weighed(decided: Decided, setting: LetterContext) -> str:
    """How what was said of an intention was weighed; in the first edition as it was typed."""
    typed = decided.heard.reason if decided.heard else ""
    return notation.as_typed(typed, setting.lang) if setting.dossier.policy.asks else typed


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
    words, tells = setting.words, setting.dossier.policy.tells_its_grounds
    if statement and tally.without_amount and tells:
        some = words.some_statements_kept if tally.withdrawn else words.some_statements
        return filled(some, {"count": setting.number(tally.filed)})
    if tally.withdrawn and tells:
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
        "lot": "" if application.lot is None else setting.number(application.lot),
        "received_on": setting.day(application.received_at.date()),
        "requested": setting.amount(award.asked),
        **_least_fields(decided, setting),
        "needed": needed(decided, setting),
        "bound_at": setting.amount(award.asked if award.bound_at is None else award.bound_at),
        "pay_by": setting.day(pay_by(decided, setting)),
        "amount": setting.amount(award.amount),
        "amount_words": amount_in_words(award.amount, setting.lang),
        "this_window": setting.amount(award.amount - award.next_window),
        "next_window": setting.amount(award.next_window),
        "marginal_reason": marginal_reason(decided, setting),
        "part_granted": _part(award.amount, award.asked, setting),
        "amount_short": setting.amount(short),
        "compensable_vat": setting.amount(award.compensable_vat),
        "payable": setting.amount(award.payable),
        "stopped_at": setting.words.unknown
        if (place := stopped_at(decided, setting)) is None
        else setting.number(place),
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


def _least_fields(decided: Decided, setting: LetterContext) -> dict[str, str]:
    """The least that would do, in words: all or nothing where no minimum was stated."""
    words, least = setting.words, decided.application.minimum
    lower = least is not None and least < decided.award.asked
    states = instrument_name(decided.award.instrument).statement
    whole = words.all_stated if states and setting.dossier.policy.tells_its_grounds else None
    return {
        "least_asked": whole or (words.least_asked if lower else words.all_asked),
        "even_least": words.even_least if lower else "",
    }


def _part(amount: Euro, whole: Euro, setting: LetterContext) -> str:
    if not whole:
        return setting.words.unknown
    return notation.share(Fraction(amount.cents, whole.cents), setting.lang)
