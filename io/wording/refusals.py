"""Why an application got no money, or less, and what it would have taken, for a decision.

They name no other application: whom an award would displace is told on a line of its own, for the
office. The sentences are in ``sentences.toml``.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ...grants.decisions.allocation import Basis
from ...grants.money import Euro
from ...grants.notation import at_most, exactly
from ...grants.rounds.policy import DistributionRule
from ...optimiser.questions.application.facts import MOST_ADDED, Answered, Explanation, Winning
from ...optimiser.solution import Why
from .texts import Texts, sentences_in

_SHOWN = 12  # applications that the line for the office names
_SCORE_DECIMALS = 3


def why_not_lines(facts: Explanation, noun: str, lang: str) -> list[str]:
    """A paragraph on the money, and for the office who would have given way.

    ``noun`` is what the scheme calls an application, such as *aanvraag* or *opgave*.
    """
    texts = sentences_in(lang)
    said = [
        *_money_left(facts, noun, texts),
        *_counted_once(facts, noun, texts),
        *_score(facts, texts),
        *_forced(facts, noun, texts),
    ]
    if facts.winning is not None:
        said += _winning(facts, facts.winning, texts)
    said += _not_proven(facts, texts)
    return [*([" ".join(said)] if said else []), *_displaced(facts, texts)]


def _money_left(facts: Explanation, noun: str, texts: Texts) -> Iterator[str]:
    """What was left of fund and ceiling; the reason itself says so where the rule is an order."""
    if facts.reason is not Why.NOT_CHOSEN:
        return
    asked, fund = Euro(facts.requested), Euro(facts.left_in_fund)
    ceiling = None if facts.left_in_ceiling is None else Euro(facts.left_in_ceiling)
    years = sorted({code[-4:] for code in facts.binding if code.startswith("CASH-")})
    if ceiling is not None and ceiling < asked and ceiling < fund:
        yield texts.told("refusal.ceiling_left", left=ceiling, noun=noun, asked=asked)
    elif fund < asked:
        yield texts.told("refusal.fund_left", left=fund, noun=noun, asked=asked)
    elif years:
        yield texts.told("refusal.years_short", years=", ".join(years), noun=noun)


def _counted_once(facts: Explanation, noun: str, texts: Texts) -> Iterator[str]:
    """That other awards have brought homes of the project already, where the optimiser chooses."""
    added = facts.homes_added
    if facts.reason is not Why.NOT_CHOSEN or added is None or added >= facts.affordable_homes:
        return
    if added:
        yield texts.told("refusal.adds_fewer", noun=noun, homes=added)
    else:
        yield texts.told("refusal.adds_none", noun=noun)


def _score(facts: Explanation, texts: Texts) -> Iterator[str]:
    """Its score beside the lowest that got money, where a ranking decides."""
    if facts.rule is not DistributionRule.RANK or facts.score is None or facts.line_score is None:
        return
    own, line = (
        at_most(score, _SCORE_DECIMALS, texts.lang) for score in (facts.score, facts.line_score)
    )
    yield texts.told("refusal.score", own=own, line=line)


def _forced(facts: Explanation, noun: str, texts: Texts) -> Iterator[str]:
    part = "_all" if facts.cents else ""
    if facts.possible is False:
        yield texts.told(f"refusal.impossible{part}", noun=noun)
    elif facts.homes_lost == 0:
        yield texts.told(f"refusal.as_many{part}", noun=noun)
    elif facts.homes_lost is None and facts.homes_lost_at_most is not None:
        low, high = facts.homes_lost_at_least or 0, facts.homes_lost_at_most
        yield texts.told(f"refusal.between{part}", noun=noun, low=low, high=high)
    elif facts.homes_lost is not None:
        homes = _counted(texts, facts.homes_lost, "refusal.fewer_home", "refusal.fewer_homes")
        count = len(facts.displaced)
        others = _counted(texts, count, "refusal.fewer_other", "refusal.fewer_others")
        yield texts.told(f"refusal.fewer{part}", noun=noun, homes=homes, others=others)


def _counted(texts: Texts, count: int, one: str, many: str) -> str:
    return texts(one) if count == 1 else texts.told(many, count=count)


def _winning(facts: Explanation, winning: Winning, texts: Texts) -> Iterator[str]:
    unknown = Answered.NOT_DETERMINED
    most, least = winning.amount_at_most or facts.requested, winning.homes_at_least or 1
    nothing = winning.amount is None and most >= facts.requested and least == 1
    if winning.amount_answer is winning.homes_answer is unknown and nothing:
        yield texts("refusal.unknown")
        return
    yield from _less_money(facts, winning, texts)
    yield from _more_homes(facts, winning, texts)


def _less_money(facts: Explanation, winning: Winning, texts: Texts) -> Iterator[str]:
    asked = facts.requested
    found = None if winning.amount is None else Euro(winning.amount)
    bound = winning.amount_at_most
    most = None if bound is None or bound >= asked else Euro(bound)
    match winning.amount_answer:
        case Answered.FOUND if found is not None:
            less = f"{exactly(Fraction(100 * (asked - found.cents), asked), 1, texts.lang)}%"
            yield texts.told("refusal.amount.found", amount=found, less=less)
        case Answered.NOT_DETERMINED if found is not None and most is not None:
            yield texts.told("refusal.amount.between", amount=found, most=most)
        case Answered.NOT_DETERMINED if found is not None:
            yield texts.told("refusal.amount.at_least", amount=found)
        case Answered.NOT_DETERMINED if most is not None:
            yield texts.told("refusal.amount.at_most", most=most)
        case Answered.NONE if facts.rule is DistributionRule.OPTIMISE:
            yield texts("refusal.amount.none")
        case Answered.NONE:
            yield texts("refusal.amount.none_in_order")
        case Answered.NOT_DETERMINED:
            yield texts("refusal.amount.unknown")
        case _:
            return


def _more_homes(facts: Explanation, winning: Winning, texts: Texts) -> Iterator[str]:
    now = facts.affordable_homes
    match winning.homes_answer:
        case Answered.FOUND if winning.homes is not None:
            more = winning.homes
            yield texts.told("refusal.homes.found", more=more, then=now + more, now=now)
        case Answered.NONE if now:
            yield texts.told("refusal.homes.none", times=1 + MOST_ADDED)
        case Answered.NOT_DETERMINED if (winning.homes_at_least or 1) > 1:
            yield texts.told("refusal.homes.at_least", more=winning.homes_at_least or 1)
        case Answered.NOT_DETERMINED:
            yield texts("refusal.homes.unknown")
        case _:
            return


def _not_proven(facts: Explanation, texts: Texts) -> Iterator[str]:
    """What of it is no more than the word of one solver."""
    winning = facts.winning
    bases = {
        "loss": facts.homes_lost_basis,
        "amount": None if winning is None else winning.amount_basis,
        "homes": None if winning is None else winning.homes_basis,
    }
    said = [texts(f"refusal.word.{key}") for key, one in bases.items() if one is Basis.ONE_SOLVER]
    if said:
        yield texts.told("refusal.word.of_one_solver", what=", ".join(said))


def _displaced(facts: Explanation, texts: Texts) -> Iterator[str]:
    """For the office: who would get less in the nearest list that holds it."""
    if not facts.displaced:
        return
    named = ", ".join(facts.displaced[:_SHOWN])
    rest = len(facts.displaced) - _SHOWN
    if rest > 0:
        yield texts("refusal.displaced.more", named=named, rest=rest)
    else:
        yield texts("refusal.displaced.all", named=named)
