"""The goals of national housing policy, and where the round stands: on the page and in a sheet.

They are goals for the country. Nothing in a round is decided by them unless its policy says so.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ...grants.dossier import Dossier
from ...instruments.areas.goals import GoalStand
from ...instruments.instrument import about_homes
from ..wording.goals import round_goals
from .book import Kind
from .figures import Figures
from .sheets import Tables
from .words import Words


@dataclass(frozen=True, slots=True)
class National:
    """A goal: what it says of the round, where the round stands, the aim, and if it is reached.

    ``reached`` is ``None`` where no number is the goal, and ``target`` is then empty.
    """

    sentence: str
    stand: str
    target: str
    reached: bool | None
    source: str


def national_goals(dossier: Dossier, found: Figures, words: Words) -> list[National]:
    """The goals of the day the window opened, and the breakthrough locations beside them."""
    if not about_homes(dossier.policy.instruments):
        return []
    goals = [_goal(one, words) for one in round_goals(dossier)]
    return [*goals, _breakthrough(found, words)]


def _goal(one: GoalStand, words: Words) -> National:
    return National(
        sentence=one.sentence(words.lang),
        stand=one.value_in(words.lang),
        target="" if one.reached is None else one.target_in(words.lang),
        reached=one.reached,
        source=one.article,
    )


def _breakthrough(found: Figures, words: Words) -> National:
    rows = found.areas.to_dict("records")
    row = next(one for one in rows if one["area"] == "breakthrough_location")
    sentence = words(
        "national_breakthrough",
        applications=words.number(int(row["applications"])),
        awarded=words.number(int(row["awarded"])),
        affordable=words.number(int(row["affordable"])),
        amount=words.euros(int(row["amount"])),
    )
    return National(sentence, words.number(int(row["awarded"])), "", None, "")


def reached_text(goal: National, words: Words) -> str:
    """Whether a goal is reached, in a word."""
    if goal.reached is None:
        return "–"
    return words("yes" if goal.reached else "no")


def national_sheet(tables: Tables) -> None:
    """The goals as a sheet of their own, before the limits that the round was checked against."""
    words = tables.words
    columns = [
        tables.col("national_goal", Kind.LONG, 70),
        tables.col("stand", Kind.TEXT, 18),
        tables.col("target", Kind.TEXT, 18),
        tables.col("holds", Kind.TEXT, 14),
        tables.col("source", Kind.LONG, 44),
    ]
    rows = [
        (goal.sentence, goal.stand, goal.target, reached_text(goal, words), goal.source)
        for goal in national_goals(tables.dossier, tables.found, words)
    ]
    table = pd.DataFrame(rows, columns=[column.key for column in columns], dtype="str")
    tables.place(tables.sheet("national"), "national", table, columns)
