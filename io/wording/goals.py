"""A round against the goals of house-building, for the screen and for reports."""

from __future__ import annotations

from ...grants.allocation import Dossier
from ...instruments.goals import GoalStand, goals
from ...instruments.listing import general

_WORDS = {True: "gehaald", False: "niet gehaald"}
_WORDS_EN = {True: "reached", False: "not reached"}


def round_goals(whole: Dossier) -> tuple[GoalStand, ...]:
    """Where an allocated round stands against the goals of the day its window opened."""
    law = general().law_on(whole.policy.round.window_opens, carry=whole.policy.round.explores)
    enabling = {key for key, one in whole.policy.instruments.items() if one.enables_homes}
    supported = [
        one.application
        for one in whole.decided
        if one.award.amount and one.award.instrument in enabling
    ]
    return goals(law, whole.allocation.totals.homes, supported)


def goal_lines(whole: Dossier, lang: str = "nl") -> list[str]:
    """The goals on the screen, one a line, each with its source."""
    dutch, lines = lang == "nl", list[str]()
    for one in round_goals(whole):
        words = _WORDS if dutch else _WORDS_EN
        stands = "" if one.reached is None else f" {words[one.reached].capitalize()}."
        sentence = one.sentence_nl if dutch else one.sentence_en
        lines.append(f"{'Landelijk doel' if dutch else 'National goal'}: {sentence}{stands}")
    return lines
