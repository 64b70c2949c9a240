"""What a letter tells of its award, worked out once for the clauses and for their fields."""

from __future__ import annotations

from datetime import date

from ....grants import notation
from ....grants.decisions.allocation import Outcome
from ....grants.dossier import Decided
from ....grants.money import ZERO, Euro
from ....grants.rounds.policy import DistributionRule
from ....instruments.instrument import instruments
from ....instruments.stated_defaults import ToldDefault, decided_by_default
from ....instruments.terms.deadlines import Deadline
from ...rounds.after.instalments import day_named, term_after
from ...rounds.calendar.deadlines import before_the_window, deadlines_of
from ...wording.proof import Proof, proof_of
from ..clauses import instrument_name
from ..context import LetterContext, instrument_policy
from ..dates import last_day_for_objection, six_weeks_after
from ..setting import only_window
from ..tally import Tally


def left_in_ceiling(decided: Decided, setting: LetterContext) -> Euro | None:
    """What the division left of the ceiling of a scheme; ``None`` where it has no fixed one."""
    key, ceiling = decided.award.instrument, instrument_policy(decided, setting).ceiling
    if not isinstance(ceiling, Euro):
        return None
    awards = setting.dossier.allocation.awards
    kept = Euro.total(award.reserved for award in awards if award.instrument == key)
    return ceiling - kept - setting.tallies.get(key, Tally()).charged_now


def passed_over(decided: Decided, setting: LetterContext) -> bool:
    """Whether what is left of the ceiling would do, but the order ended at an earlier one.

    Where an order stops at the first that does not fit, that is the ground, and no want of money.
    """
    left, award = left_in_ceiling(decided, setting), decided.award
    below = any(reason.code == "MONEY-BELOW-THE-LINE" for reason in award.reasons)
    return below and left is not None and award.asked <= left


def stopped_at(decided: Decided, setting: LetterContext) -> int | None:
    """The place of the first application that no longer fitted, and at which an order ended."""
    return min(
        (
            one.rank
            for one in setting.dossier.allocation.awards
            if one.instrument == decided.award.instrument
            and one.rank is not None
            and any(reason.code == "MONEY-CEILING" for reason in one.reasons)
        ),
        default=None,
    )


def proof_told(decided: Decided, setting: LetterContext) -> Proof:
    """What stands behind the division of one scheme; a rule of its own leaves nothing to choose.

    An award from the reserve was given after it, so that no proof of the division is its own.

    The proof of a round is of its schemes together. Of a ranking or a proportion it says nothing:
    by a free choice there would often be a better list.
    """
    proven, policy = proof_of(setting.dossier.allocation), setting.dossier.policy
    searched = [Proof.SOLVERS]
    if policy.tells_its_grounds:
        searched += [Proof.TREE, Proof.EXACT]
    chosen = instrument_policy(decided, setting).rule is DistributionRule.OPTIMISE
    if policy.tells_its_grounds and decided.award.application_id in setting.dossier.from_reserve:
        chosen = False
    return Proof.ARITHMETIC if proven in searched and not chosen else proven


def beyond_ceiling(decided: Decided, setting: LetterContext) -> Euro:
    """What granting an application would charge to the next window; nothing where it fits."""
    left = left_in_ceiling(decided, setting)
    return ZERO if left is None else max(decided.award.asked - max(left, ZERO), ZERO)


def marginal_reason(decided: Decided, setting: LetterContext) -> str:
    """Why it was granted after the window closed, though it crosses the ceiling."""
    made = {one.application: one.reason for one in setting.dossier.policy.marginal}
    return notation.as_typed(made.get(decided.award.application_id, ""), setting.lang)


def sharing(decided: Decided, setting: LetterContext) -> tuple[str, ...]:
    """What the other schemes are called whose money comes from the same fund."""
    schemes, own = setting.dossier.policy.instruments, instrument_policy(decided, setting)
    return tuple(
        instrument_name(key).text(setting.lang)
        for key, scheme in schemes.items()
        if key != decided.award.instrument and scheme.fund == own.fund
    )


def limits_told(decided: Decided) -> tuple[str, ...]:
    """The limits that left no room, less what ties applications together, which reasons tell."""
    codes = decided.award.binding or ()
    return tuple(c for c in codes if not c.startswith(("EXCLUDES-", "REQUIRES-", "FIXED-")))


def objection_until(setting: LetterContext) -> date:
    return last_day_for_objection(setting.sent_on, setting.office.days_equated_with_holidays)


def defaults_of(decided: Decided, setting: LetterContext) -> tuple[ToldDefault, ...]:
    """What the form states for an empty cell, where that bears on the decision.

    Rounds of the first edition had no such list, and their letters stay as they are.
    """
    policy = setting.dossier.policy
    if not policy.asks or only_window(decided, setting):
        return ()
    return decided_by_default(
        decided.application,
        instruments()[decided.award.instrument],
        () if decided.award.outcome.on_a_rule else policy.tags,  # the division did not get to it
        no_money=decided.award.outcome is Outcome.REFUSED_CEILING,
        on=policy.round.window_opens,
    )


def needed(decided: Decided, setting: LetterContext) -> str:
    """What it would have taken to get the full amount, where that was known at the approval."""
    one = setting.dossier.needed.get(decided.award.application_id)
    return one.text.text(setting.lang) if one is not None and one.before_approval else ""


def pay_by(decided: Decided, setting: LetterContext) -> date:
    """The last day of a payment at once: six weeks after the letter (Awb 4:87), or the end of the
    year in which it is to be paid where those weeks do not end in that year.

    It is no weekend or holiday (Algemene termijnenwet art. 1) but in rounds of the first edition.
    """
    last = six_weeks_after(setting.sent_on)
    named = named_day(decided, setting)
    if named is not None:
        return named
    year = max((one.year for one in decided.award.payments), default=last.year)
    if setting.dossier.policy.tells_its_grounds:
        return paid_by(year, decided, setting)
    return last if year == last.year or year < setting.sent_on.year else date(year, 12, 31)


def paid_by(year: int, decided: Decided, setting: LetterContext) -> date:
    """The last day of the payment of a year, as the calendar of the office has it."""
    if year < setting.sent_on.year:  # planned before the letter was late: then the term of the law
        year = six_weeks_after(setting.sent_on).year
    free = setting.office.days_equated_with_holidays
    named = named_day(decided, setting)
    return term_after(setting.sent_on, year, free, named=named).day


def decided_late(decided: Decided, setting: LetterContext) -> Deadline | None:
    """The fixed date of the regulation by which this was to be decided, where it was over by then.

    Not a term in weeks: that may have stood still or been extended for one applicant. Nor a date
    before the window, for which nobody can be late in this round, nor one that the first decision
    on the application was to keep, of an award from the reserve. Rounds of the first edition say
    nothing of it.
    """
    policy, award = setting.dossier.policy, decided.award
    if not policy.tells_its_grounds or award.application_id in setting.dossier.from_reserve:
        return None
    found = [
        one
        for one in deadlines_of(policy)
        if one.decides
        and not one.weeks
        and one.instrument == award.instrument
        and not before_the_window(policy, one)
    ]
    return next((one for one in found if one.last < setting.decided_on), None)


def named_day(decided: Decided, setting: LetterContext) -> date | None:
    """The day of payment that the answers of the policy name, where it was still to come."""
    named = day_named(setting.dossier.policy, decided.award)
    return named if named is not None and named >= setting.sent_on else None
