"""Why an application got no money, and what it would have taken, in sentences for a decision.

They name no other application: whom an award would displace is told on a line of its own, for the
office.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial

from ...grants.money import Euro
from ...grants.policy import DistributionRule
from ...instruments.law.quantity import written
from ...optimiser.questions.explain import Explanation
from ...optimiser.questions.smallest_change import MOST_ADDED, Answered, Winning
from ...optimiser.solution import Why

_SHOWN = 12  # applications that the line for the office names


def why_not_lines(facts: Explanation, noun: str, lang: str) -> list[str]:
    """A paragraph on the money, and for the office who would have given way.

    ``noun`` is what the scheme calls an application, such as *aanvraag* or *opgave*.
    """
    dutch = lang == "nl"
    told = [
        *_money_left(facts, noun, dutch),
        *_counted_once(facts, noun, dutch),
        *_score(facts, dutch),
        *_forced(facts, noun, dutch),
    ]
    if facts.winning is not None:
        told += _winning(facts, facts.winning, dutch)
    return [*([" ".join(told)] if told else []), *_displaced(facts, dutch)]


def _money_left(facts: Explanation, noun: str, dutch: bool) -> list[str]:
    """What was left of fund and ceiling; the reason itself says so where the rule is an order."""
    if facts.reason is not Why.NOT_CHOSEN:
        return []
    asked, fund = Euro(facts.requested), Euro(facts.left_in_fund)
    ceiling = None if facts.left_in_ceiling is None else Euro(facts.left_in_ceiling)
    shown = _in(dutch)
    if ceiling is not None and ceiling < asked and ceiling < fund:
        return [
            f"Onder het plafond van de regeling is na alle toekenningen nog {shown(ceiling)} over; "
            f"deze {noun} vraagt {shown(asked)}."
            if dutch
            else f"Under the ceiling of the scheme {shown(ceiling)} is left after all awards; "
            f"this {noun} asks {shown(asked)}."
        ]
    if fund < asked:
        return [
            f"Van het beschikbare geld is na alle toekenningen nog {shown(fund)} over; "
            f"deze {noun} vraagt {shown(asked)}."
            if dutch
            else f"Of the money there is, {shown(fund)} is left after all awards; "
            f"this {noun} asks {shown(asked)}."
        ]
    years = sorted({code[-4:] for code in facts.binding if code.startswith("CASH-")})
    if not years:
        return []
    named = ", ".join(years)
    return [
        f"Er is nog geld over, maar niet genoeg in {named}, waarin deze {noun} het zou ontvangen."
        if dutch
        else f"There is money left, but not enough in {named}, when this {noun} would receive it."
    ]


def _counted_once(facts: Explanation, noun: str, dutch: bool) -> list[str]:
    """That other awards have brought homes of the project already, where the optimiser chooses."""
    added, shown = facts.homes_added, _in(dutch)
    if facts.reason is not Why.NOT_CHOSEN or added is None or added >= facts.affordable_homes:
        return []
    none = "geen" if dutch else "no"
    homes = shown(added) if added else none
    return [
        f"Woningen van een project tellen één keer: naast de andere toekenningen aan het project "
        f"voegt deze {noun} {homes} betaalbare woningen toe."
        if dutch
        else "Homes of a project count once: beside the other awards to the project this "
        f"{noun} adds {homes} affordable homes."
    ]


def _score(facts: Explanation, dutch: bool) -> list[str]:
    """Its score beside the lowest that got money, where a ranking decides."""
    if facts.rule is not DistributionRule.RANK or facts.score is None or facts.line_score is None:
        return []
    own, line = _written(facts.score, dutch), _written(facts.line_score, dutch)
    return [
        f"Haar score is {own}; de laagste score waarvoor geld was, is {line}."
        if dutch
        else f"Its score is {own}; the lowest score for which there was money is {line}."
    ]


def _in(dutch: bool) -> Callable[[Euro | int], str]:
    """How an amount or a number is written in that language."""
    return partial(written, english=not dutch)


def _written(score: Fraction, dutch: bool) -> str:
    """A score with at most three decimals, rounded half up."""
    thousandths = (score.numerator * 2000 + score.denominator) // (2 * score.denominator)
    units, rest = divmod(thousandths, 1000)
    decimals = f"{rest:03d}".rstrip("0")
    return f"{units}{',' if dutch else '.'}{decimals}" if decimals else str(units)


def _forced(facts: Explanation, noun: str, dutch: bool) -> list[str]:
    if facts.possible is False:
        return [
            f"Geen verdeling die aan alle voorwaarden voldoet, kan deze {noun} bevatten."
            if dutch
            else f"No division that keeps every condition can hold this {noun}."
        ]
    if facts.homes_lost is None:
        return []
    if facts.homes_lost == 0:
        return [
            f"Met deze {noun} in plaats van andere zou de ronde evenveel betaalbare woningen "
            "steunen; dan beslissen het laagste totale bedrag en daarna de gepubliceerde volgorde."
            if dutch
            else f"With this {noun} in the place of others the round would support as many "
            "affordable homes; then the lowest total amount decides, and after it the published "
            "order."
        ]
    lost, others, shown = facts.homes_lost, len(facts.displaced), _in(dutch)
    if dutch:
        homes = "betaalbare woning" if lost == 1 else "betaalbare woningen"
        who = "één andere aanvraag" if others == 1 else f"{shown(others)} andere aanvragen"
        verb = "krijgt" if others == 1 else "krijgen"
        return [
            f"Zou deze {noun} toch geld krijgen, dan steunt de ronde {shown(lost)} {homes} minder "
            f"en {verb} {who} minder of niets."
        ]
    homes = "affordable home" if lost == 1 else "affordable homes"
    who = "one other application" if others == 1 else f"{shown(others)} other applications"
    return [
        f"Were this {noun} to get the money all the same, the round would support {shown(lost)} "
        f"{homes} fewer, and {who} would get less or nothing."
    ]


def _winning(facts: Explanation, winning: Winning, dutch: bool) -> list[str]:
    unknown = Answered.NOT_DETERMINED
    if winning.amount_answer is winning.homes_answer is unknown and winning.amount is None:
        return [
            "Bij welk lager bedrag of met hoeveel betaalbare woningen meer zij was toegekend, is "
            "binnen de rekentijd niet vastgesteld."
            if dutch
            else "At which lower amount, or with how many affordable homes more, it would have "
            "been awarded was not established in time."
        ]
    return [*_less_money(facts, winning, dutch), *_more_homes(facts, winning, dutch)]


def _less_money(facts: Explanation, winning: Winning, dutch: bool) -> list[str]:
    asked, shown = Euro(facts.requested), _in(dutch)
    found = None if winning.amount is None else Euro(winning.amount)
    match winning.amount_answer:
        case Answered.FOUND if found is not None:
            less = _percent(asked - found, asked, dutch)
            return [
                f"Voor dezelfde woningen was zij toegekend bij een gevraagd bedrag van ten hoogste "
                f"{shown(found)}, {less} minder dan nu."
                if dutch
                else f"For the same homes it would have been awarded at a requested amount of at "
                f"most {shown(found)}, {less} less than now."
            ]
        case Answered.NOT_DETERMINED if found is not None:
            return [
                "Voor dezelfde woningen was zij in elk geval toegekend bij een gevraagd bedrag "
                f"van {shown(found)}; of dat ook voor een hoger bedrag geldt, is binnen de "
                "rekentijd niet vastgesteld."
                if dutch
                else f"For the same homes it would certainly have been awarded at a requested "
                f"amount of {shown(found)}; whether also at a higher one was not established in "
                "time."
            ]
        case Answered.NONE if facts.rule is DistributionRule.OPTIMISE:
            return [
                "Ook bij een lager gevraagd bedrag was zij niet toegekend."
                if dutch
                else "Nor would it have been awarded at a lower requested amount."
            ]
        case Answered.NONE:
            return [
                "Een lager gevraagd bedrag had op deze plaats niets veranderd."
                if dutch
                else "At this place a lower requested amount would have changed nothing."
            ]
        case Answered.NOT_DETERMINED:
            return [
                "Bij welk lager bedrag zij was toegekend, is binnen de rekentijd niet vastgesteld."
                if dutch
                else "At which lower amount it would have been awarded was not established in time."
            ]
        case _:
            return []


def _more_homes(facts: Explanation, winning: Winning, dutch: bool) -> list[str]:
    now, shown = facts.affordable_homes, _in(dutch)
    match winning.homes_answer:
        case Answered.FOUND if winning.homes is not None:
            more, then = shown(winning.homes), shown(now + winning.homes)
            return [
                f"Bij het gevraagde bedrag had zij daarvoor {more} betaalbare woningen meer moeten "
                f"tellen: {then} in plaats van {shown(now)}."
                if dutch
                else f"At the requested amount it would have needed {more} affordable homes more: "
                f"{then} in the place of {shown(now)}."
            ]
        case Answered.NONE if now:
            times = 1 + MOST_ADDED
            return [
                f"Bij het gevraagde bedrag was daarvoor ook {times} keer het huidige aantal "
                "betaalbare woningen niet genoeg."
                if dutch
                else f"At the requested amount even {times} times its affordable homes would not "
                "have been enough."
            ]
        case Answered.NOT_DETERMINED:
            return [
                "Met hoeveel betaalbare woningen meer zij was toegekend, is binnen de rekentijd "
                "niet vastgesteld."
                if dutch
                else "With how many affordable homes more it would have been awarded was not "
                "established in time."
            ]
        case _:
            return []


def _percent(part: Euro, of: Euro, dutch: bool) -> str:
    """A share with one decimal, rounded half up."""
    tenths = (part.cents * 2000 + of.cents) // (2 * of.cents)
    whole_part, rest = divmod(tenths, 10)
    return f"{whole_part}{',' if dutch else '.'}{rest}%"


def _displaced(facts: Explanation, dutch: bool) -> list[str]:
    """For the office: who would get less in the nearest list that holds it."""
    if not facts.displaced:
        return []
    named = ", ".join(facts.displaced[:_SHOWN])
    rest = len(facts.displaced) - _SHOWN
    more = (f" en nog {rest}" if dutch else f" and {rest} more") if rest > 0 else ""
    start = "Minder of niets zouden dan krijgen" if dutch else "Less or nothing would then go to"
    return [f"{start}: {named}{more}."]
