"""The answers that are kept with a list, held against that list: what can be, without a solver.

What the list says by itself is worked out again: amounts, places, what is left, which limits bind.
Of who would be next with more money the list itself is kept, and added up again. That no other list
is better, that a smaller change had not won and what a rule costs is what a solver found; of that
is asked only whether it can be.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from ....grants.money import ZERO
from ....optimiser.questions.application.facts import (
    Answered,
    Explanation,
    Winning,
    facts_of_some,
    homes_with,
)
from ....optimiser.solution import Solution
from ...records.copies import NO_ROW, is_own
from ...records.rounds.reader import RoundReader
from ..differences import first_difference
from ..dividing.case import RoundCase

if TYPE_CHECKING:
    from ....optimiser.questions.what_if.answers import FrontierPoint, Next, RulePrice

# What only solving again tells.
_FOUND: dict[str, Any] = {
    "possible": None, "homes_lost": None, "homes_lost_at_least": None, "homes_lost_at_most": None,
    "homes_lost_basis": None, "displaced": (), "winning": None,
}  # fmt: skip
# What every version of the program says the same of a list.
_BARE = ("application_id", "rule", "cents", "requested", "affordable_homes")


def answer_difference(reader: RoundReader, case: RoundCase, *, words: bool) -> str:
    """The first kept answer that is not one of the list of now, in Dutch with what differs.

    Without ``words`` another version of the program gave the answers: then only what each asked and
    got is compared, and whether what was found can be.
    """
    kept = reader.why_not
    if kept:
        difference = _why_not_difference(reader.solution, case, kept, words=words)
        if difference:
            return difference
    deep = reader.deep_answers
    return "" if deep is None else _deep_difference(reader.solution, case, deep)


def _why_not_difference(
    solution: Solution, case: RoundCase, kept: Mapping[str, str], *, words: bool
) -> str:
    there = {one.application_id for one in case.candidates}
    unknown = [number for number in kept if number not in there]
    if unknown:
        return f"{unknown[0]} deed niet mee"
    made = facts_of_some(case.candidates, case.policy, solution, kept.keys())
    paid = {one.application_id for one in solution.given if one.cents}
    for number, text in kept.items():
        try:
            then = Explanation.model_validate_json(text)
        except ValidationError:
            return f"wat bij {number} staat is geen antwoord"
        before, now = (
            one.model_dump(mode="json") for one in (then.model_copy(update=_FOUND), made[number])
        )
        if not words:
            before, now = ({key: one[key] for key in _BARE} for one in (before, now))
        wrong = first_difference(before, now) or next(_impossible(then, solution, paid), "")
        if wrong:
            return f"{number}: {wrong}"
    return ""


def _impossible(one: Explanation, solution: Solution, paid: set[str]) -> Iterator[str]:
    """What of an answer no solver can have found for this list."""
    if not set(one.displaced) <= paid - {one.application_id}:
        yield "wie zou wijken heeft geen geld gekregen"
    least, most = one.homes_lost_at_least, one.homes_lost_at_most
    lost = [value for value in (one.homes_lost, least, most) if value is not None]
    if lost and max(lost) > solution.homes.total:
        yield "er zouden meer woningen vervallen dan er zijn"
    if least is not None and most is not None and least > most:
        yield "het minste dat vervalt is meer dan het meeste"
    if one.winning is not None and not _can_win(one, one.winning):
        yield "wat had gewonnen is geen kleiner bedrag of geen aantal woningen dat wordt gevraagd"


def _can_win(one: Explanation, winning: Winning) -> bool:
    amounts = [value for value in (winning.amount, winning.amount_at_most) if value is not None]
    homes = [value for value in (winning.homes, winning.homes_at_least) if value is not None]
    found = (
        (winning.amount_answer, winning.amount, winning.amount_at_most),
        (winning.homes_answer, winning.homes, winning.homes_at_least),
    )
    return (
        winning.application_id == one.application_id
        and all(one.cents < value <= one.requested for value in amounts)
        and all(value > 0 for value in homes)
        and all((exact is not None) or answer is not Answered.FOUND for answer, exact, _ in found)
        and all(
            (exact is None and bound is None) or answer in (Answered.FOUND, Answered.NOT_DETERMINED)
            for answer, exact, bound in found
        )
    )


def _deep_difference(solution: Solution, case: RoundCase, text: str) -> str:
    # Imported late, with the search: few rounds keep these answers.
    from ....optimiser.questions.comparison.swaps import SwingReport
    from ....optimiser.questions.what_if.answers import FrontierPoint, Next, RulePrice

    try:
        kept = json.loads(text)
        swing = SwingReport.model_validate(kept["swing"])
        prices = [RulePrice.model_validate(one) for one in kept["prices"]]
        frontiers = {
            fund: [FrontierPoint.model_validate(one) for one in own]
            for fund, own in kept["frontiers"].items()
        }
        reserves = {
            fund: [Next.model_validate(one) for one in own]
            for fund, own in kept["reserves"].items()
        }
    except NO_ROW as fault:
        if is_own(fault):
            raise
        return "wat voor het uitgebreide verslag is bewaard, is niet te lezen"
    paid = {one.application_id for one in solution.given if one.cents}
    there = {one.application_id for one in solution.given}
    if not set(swing.could_be_out) <= paid or not set(swing.could_be_in) <= there - paid:
        return "wie kan wisselen staat niet zo op de lijst"
    unknown = sorted({*frontiers, *reserves} - set(case.policy.funds))
    if unknown:
        return f"geen geldbron heet {unknown[0]}"
    if any(not _may_cost(one) for one in prices):
        return "een regel zou meer woningen kosten dan er te winnen zijn"
    most = sum(one.homes.affordable for one in case.candidates)
    if any(not _may_buy(one, most) for own in frontiers.values() for one in own):
        return "meer of minder geld zou meer woningen brengen dan er zijn aangevraagd"
    for fund, own in reserves.items():
        for one in own:
            wrong = _next_fault(solution, case, fund, one)
            if wrong:
                return f"wie de volgende is in {fund}: {wrong}"
    return ""


def _may_cost(one: RulePrice) -> bool:
    return one.homes_gained is None or one.at_most is None or one.homes_gained <= one.at_most


def _may_buy(one: FrontierPoint, most: int) -> bool:
    homes = one.homes or 0
    return one.cents >= 0 and homes <= most and (one.bound is None or homes <= one.bound)


def _next_fault(solution: Solution, case: RoundCase, fund: str, one: Next) -> str:
    """The list that is kept of who is next, added up again."""
    before = {given.application_id: given.cents for given in solution.given}
    schemes = {c.application_id: c.instrument for c in case.candidates}
    asked = {c.application_id: c.requested for c in case.candidates}
    for number, cents in one.awards:
        of_fund = case.policy.instruments.get(schemes.get(number, ""))
        if of_fund is None or of_fund.fund != fund:
            return f"{number} is niet van deze geldbron"
        if not before[number] < cents <= asked.get(number, ZERO).cents:
            return f"{number} kan dit bedrag niet krijgen"
    if sum(cents - before[number] for number, cents in one.awards) > one.freed:
        return "er wordt meer gegeven dan er vrijkomt"
    homes = homes_with(case.candidates, case.policy, solution, dict(one.awards))
    if homes is None:
        return "een bedrag past niet bij de stappen van het beleid"
    gained = homes - solution.homes.affordable
    return (
        ""
        if gained == one.homes_gained
        else f"er komen er geen {one.homes_gained} bij, maar {gained}"
    )
