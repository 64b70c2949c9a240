"""A round against the goals of house-building, for the screen and for reports."""

from __future__ import annotations

from ...grants.after.progress import Progress, Stage
from ...grants.after.progress_sums import by_year, summed
from ...grants.dossier import Dossier
from ...grants.homes import NO_HOMES
from ...instruments.areas.agreed import AreaHomes, against_agreements
from ...instruments.areas.goals import GoalStand, goals, progress_against
from ...instruments.instrument import about_homes
from ...instruments.listing import general
from .texts import sentences_in


def round_goals(whole: Dossier) -> tuple[GoalStand, ...]:
    """Where an allocated round stands against the goals of the day its window opened."""
    law = general().law_on(whole.policy.round.window_opens, carry=whole.policy.round.explores)
    if not about_homes(whole.policy.instruments):
        return ()
    enabling = {key for key, one in whole.policy.instruments.items() if one.enables_homes}
    supported = [
        one.application
        for one in whole.decided
        if one.award.amount and one.award.instrument in enabling
    ]
    return goals(law, whole.allocation.totals.homes, supported)


def progress_goals(whole: Dossier) -> tuple[GoalStand, ...]:
    """The homes that started and were completed against those goals; none where nobody reported."""
    if whole.progress is None:
        return ()
    law = general().law_on(whole.policy.round.window_opens, carry=whole.policy.round.explores)
    total = summed(whole.progress.projects)
    years = {one.year: one.completed for one in by_year(whole.progress.projects) if one.completed}
    found = progress_against(law, total.started, total.completed, years)
    return (*found, *_agreed(whole.progress)) if found else ()


def _agreed(progress: Progress) -> tuple[GoalStand, ...]:
    """The homes in areas that something was agreed for, each project once."""
    counted = [one for one in progress.projects if one.counted]
    return against_agreements(
        AreaHomes(
            nplv_area=one.promise.nplv_area,
            breakthrough_location=one.promise.breakthrough_location,
            started=one.report.homes(Stage.START) if one.report else NO_HOMES,
            completed=one.report.homes(Stage.COMPLETION) if one.report else NO_HOMES,
        )
        for one in counted
    )


def goal_lines(whole: Dossier, lang: str = "nl") -> list[str]:
    """The goals on the screen, one a line, each with its source."""
    texts, lines = sentences_in(lang), list[str]()
    for one in round_goals(whole):
        line = texts("goal.line", sentence=one.sentence(lang))
        stands = texts("goal.reached" if one.reached else "goal.not_reached")
        lines.append(line if one.reached is None else f"{line} {stands}")
    return lines
