"""The facts that choose the clauses of a letter, and the clauses that they choose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ....grants.applications.public_body import PublicBody
from ....grants.calendar import is_working_day, next_working_day
from ....grants.decisions.allocation import Outcome
from ....grants.dossier import Decided
from ....grants.money import ZERO, Euro
from ....grants.rounds.policy import DistributionRule
from ....instruments.gate import needs_basis
from ....instruments.instrument import instruments
from ...wording.grounds import ProvisionalMark, provisional_mark, set_aside_in
from ...wording.proof import Proof, most_homes_of, solvers_of
from ..clauses import Clause, Section, instrument_name, library
from ..context import LetterContext, instrument_policy, price_decides
from ..dates import six_weeks_after
from ..setting import only_window, rules_shown, signing, to_pay, unmet_shown
from ..tally import tied
from .showing import facts_of_others, own_facts, papers_of
from .values import (
    decided_late,
    defaults_of,
    left_in_ceiling,
    limits_told,
    marginal_reason,
    named_day,
    needed,
    objection_until,
    passed_over,
    pay_by,
    proof_told,
    sharing,
)


def facts_of(decided: Decided, setting: LetterContext) -> dict[str, bool]:
    """The facts that clauses may ask for, by the name they ask it under."""
    award, policy = decided.award, instrument_policy(decided, setting)
    told = {assessment.code for assessment in unmet_shown(decided, setting)}
    proven = proof_told(decided, setting)
    facts = {
        "full": award.amount == award.asked,
        "statement": instrument_name(award.instrument).statement,
        "has_unmet": bool(told),
        "one_unmet": len(told) == 1,
        "only_scores": bool(told) and told <= papers_of(decided).by_score,
        "only_filing": bool(told) and told <= papers_of(decided).by_filing,
        "scores_unmet": bool(told & papers_of(decided).by_score),
        "unmet_obligation": bool(told & papers_of(decided).obligations),
        "two_parts": bool(award.next_window),
        "marginal_decided": bool(marginal_reason(decided, setting)),
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
        "has_lot": decided.application.lot is not None,
        "has_vat": bool(award.compensable_vat),
        "has_vat_note": bool(policy.vat_note),
        "one_payment": len(award.payments) == 1,
        "within_six_weeks": pay_by(decided, setting) == six_weeks_after(setting.sent_on),
        "decided_late": decided_late(decided, setting) is not None,
        "pay_moved": setting.dossier.policy.tells_its_grounds
        and pay_by(decided, setting) == next_working_day(six_weeks_after(setting.sent_on))
        and not is_working_day(six_weeks_after(setting.sent_on)),
        "on_named_day": named_day(decided, setting) is not None,
        "corrected": award.application_id in setting.corrections,
        "carried": bool(_carried(decided, setting)),
        "nothing_to_pay": not to_pay(decided, setting),
        "approved": setting.dossier.approval is not None,
        "has_needed": bool(needed(decided, setting)),
        "from_reserve": decided.award.application_id in setting.dossier.from_reserve,
        "set_aside": decided.award.application_id in setting.dossier.set_aside,
        "has_steps": _has_steps(setting),
        "has_bound": most_homes_of(setting.dossier.allocation) is not None,
        "one_solver": len(solvers_of(setting.dossier.allocation)) == 1,
        **{f"proof_{proof.value}": proof is proven for proof in Proof},
        **{f"rule_{rule.value}": policy.rule is rule for rule in DistributionRule},
    }
    return {**facts, **facts_of_others(facts, setting)}


def _grounds(decided: Decided, setting: LetterContext) -> dict[str, bool]:
    """What a letter says of the ground of its decision, in rounds that tell it."""
    award, whole = decided.award, setting.dossier
    policy, own = instrument_policy(decided, setting), instruments()[decided.award.instrument]
    codes, fund = limits_told(decided), whole.policy.funds[policy.fund]
    aside, reserve = set_aside_in(whole, policy.fund), fund.objection_reserve
    counted = papers_of(decided).counted(decided.application)
    by_score = papers_of(decided).by_score
    shown = rules_shown(decided, setting)
    marks = [provisional_mark(one) for one in shown if one.provisional]
    return {
        "by_ground": whole.policy.tells_its_grounds,
        "scores_judged": whole.policy.tells_its_grounds
        and any(one.judged_by for one in unmet_shown(decided, setting) if one.code in by_score),
        "own_rule": not needs_basis(own, policy),
        "only_window": only_window(decided, setting),
        "has_binding": bool(codes),
        "bound": bool(codes) and not (tied(award) and policy.rule is DistributionRule.RANK),
        "only_hard": not any(one.code in codes and not one.hard for one in whole.policy.constraint),
        "tied": tied(award),
        "by_form": any(one.code in ("MONEY-EXCLUDED", "MONEY-REQUIRES") for one in award.reasons),
        "excluded_by_form": any(one.code == "MONEY-EXCLUDED" for one in award.reasons),
        "passed_over": passed_over(decided, setting),
        "skips": policy.rule is DistributionRule.RANK and policy.when_it_does_not_fit == "skip",
        "no_money": _on_money(codes) and not tied(award),
        "shares_fund": bool(sharing(decided, setting)),
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
        or instrument_name(award.instrument).statement,
        "term_moved": objection_until(setting) != six_weeks_after(setting.sent_on),
        "has_electronic": bool(signing(decided, setting).objection_electronic),
        "advice_dated": signing(decided, setting).advice_on is not None,
        "provisional_rule": ProvisionalMark.RULE in marks,
        "provisional_value": ProvisionalMark.VALUE in marks,
    }


def _on_money(codes: Sequence[str]) -> bool:
    if not codes:
        return False
    # late: few letters have a limit to tell
    from ....optimiser.questions.application.binding import on_money

    return on_money(codes)


def _no_home_more(decided: Decided, setting: LetterContext) -> bool:
    """Whether what is left of the ceiling is less than a home of this award costs."""
    left, award = left_in_ceiling(decided, setting), decided.award
    price = award.amount.per(award.homes.affordable)
    return left is not None and price is not None and left < price


def _has_steps(setting: LetterContext) -> bool:
    """Whether there is more to say of each step than that not all of it is proven."""
    certificate = setting.dossier.allocation.certificate
    return setting.dossier.policy.tells_its_grounds and bool(certificate and certificate.stages)


def _carried(decided: Decided, setting: LetterContext) -> Euro:
    """What is left to settle with the next year, as a positive amount."""
    correction = setting.corrections.get(decided.award.application_id)
    return ZERO if correction is None else -correction.settled.carried


def chosen(
    section: Section, decided: Decided, setting: LetterContext, facts: Mapping[str, bool]
) -> list[Clause]:
    """The clauses of one section that belong in a letter, in their order."""
    award, window = decided.award, setting.dossier.policy.round.window_opens
    if section.key == "distribution" and award.application_id in setting.dossier.from_reserve:
        return []  # it was not given when the money was divided: the opening says how it was
    return [
        clause
        for clause in setting.clauses_of(award.instrument)
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
