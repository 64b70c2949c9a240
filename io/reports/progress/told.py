"""The picture on the page and in the summary: tables as text, and a paragraph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from ....grants.after.progress import DutyStand, Progress
from ....grants.after.progress_sums import summed
from ....grants.dossier import Dossier
from ...wording.duties import DUTY_STATES, THREATENING, duty_line
from ...wording.goals import progress_goals
from ..settlement import Listed
from ..words import Words
from . import sums

_MOST = 500  # projects on the page; the workbook has all
_GROUP = (*sums.COUNTS, *sums.MONEY)
PROJECT = (
    "promised", "reported", "permitted", "started", "completed", "at_risk", "slip",
)  # fmt: skip


def progress_tables(dossier: Dossier, words: Words) -> list[Listed]:
    """The tables of the page; none as long as nobody reported."""
    progress = dossier.progress
    if progress is None:
        return []
    return [
        _groups("schemes", "scheme", schemes_of(dossier, progress, words), words),
        _segments(progress, words),
        _years(dossier, progress, words),
        _groups(
            "provinces", "province", sums.by_province(progress), words, joint_note(progress, words)
        ),
        *_areas(progress, words),
        _goals(dossier, words),
        _threatened(progress, words),
    ]


def schemes_of(dossier: Dossier, progress: Progress, words: Words) -> pd.DataFrame:
    """The table by scheme, with their names."""
    table = sums.by_scheme(progress, dossier.policy.instruments)
    table["scheme"] = pd.Series([words.scheme(str(key)) for key in table["scheme"]], dtype="str")
    return table


def joint_note(progress: Progress, words: Words) -> str:
    """Where the homes of joint applications count, where any states it; else nothing."""
    joint = any(one.promise.located for one in progress.projects)
    return words("progress_joint") if joint else ""


def _groups(name: str, key: str, table: pd.DataFrame, words: Words, more: str = "") -> Listed:
    return Listed(
        name=f"progress_{name}",
        title=words(f"section_progress_{name}"),
        sentence=f"{words('progress_once')} {more}".strip(),
        headers=(words(key), *(words(f"progress_{column}") for column in _GROUP)),
        rows=tuple(
            (
                str(row[key]),
                *(words.number(int(row[column])) for column in sums.COUNTS),
                *(_money(row[column], words) for column in sums.MONEY),
            )
            for row in table.to_dict("records")
        ),
    )


def _money(value: Any, words: Words) -> str:
    return "–" if value is pd.NA or value is None else words.money(int(value))


def _areas(progress: Progress, words: Words) -> list[Listed]:
    table = sums.by_area(progress, words)
    return [_groups("areas", "area", table, words)] if len(table) else []


def _segments(progress: Progress, words: Words) -> Listed:
    table = sums.by_segment(progress)
    return Listed(
        name="progress_segments",
        title=words("section_progress_segments"),
        sentence=words("progress_segments_note"),
        headers=(words("segment"), *(words(f"progress_{column}") for column in sums.HOMES)),
        rows=tuple(
            (
                words(str(row["segment"])),
                *(words.number(int(row[column])) for column in sums.HOMES),
            )
            for row in table.to_dict("records")
        ),
    )


def _years(dossier: Dossier, progress: Progress, words: Words) -> Listed:
    table = sums.years(progress)
    return Listed(
        name="progress_years",
        title=words("section_progress_years"),
        sentence=words("progress_years_note"),
        headers=(words("year"), *(words(f"progress_{column}") for column in sums.YEARS)),
        rows=tuple(
            (str(row["year"]), *(words.number(int(row[column])) for column in sums.YEARS))
            for row in table.to_dict("records")
        ),
    )


def _goals(dossier: Dossier, words: Words) -> Listed:
    """The homes that started and were completed beside the goals of the country."""
    return Listed(
        name="progress_goals",
        title=words("section_progress_goals"),
        sentence=words("note_national"),
        headers=(words("national_goal"), words("stand"), words("target"), words("holds")),
        rows=tuple(
            (
                one.sentence(words.lang), one.value_in(words.lang), one.target_in(words.lang),
                words("yes" if one.reached else "no"),
            )
            for one in progress_goals(dossier)
        ),
    )  # fmt: skip


def _threatened(progress: Progress, words: Words) -> Listed:
    """The projects of which something threatens, or that are silent; the workbook has all."""
    rows = sums.projects(progress).to_dict("records")
    chosen = [row for row in rows if row["as_of"] is None or told_duties(row["duties"], words)]
    rest = len(chosen) - _MOST
    sentence = words(
        "progress_threatened", count=words.number(len(chosen)), all=words.number(len(rows))
    )
    if rest > 0:
        sentence += " " + words("progress_rest", count=words.number(rest))
    keys = ("application", "municipality", "progress_as_of", *(f"progress_{k}" for k in PROJECT))
    return Listed(
        name="progress_projects",
        title=words("section_progress_projects"),
        sentence=sentence,
        headers=(*(words(key) for key in keys), words("progress_duties")),
        rows=tuple(_project(row, words) for row in chosen[:_MOST]),
    )


def _project(row: Mapping[Any, Any], words: Words) -> tuple[str, ...]:
    return (
        str(row["application_id"]), str(row["municipality"]), day(row["as_of"], words),
        *(count(row[key], words) for key in PROJECT),
        told_duties(row["duties"], words) or words("progress_silent_project"),
    )  # fmt: skip


def day(value: date | None, words: Words) -> str:
    """A day in words; a dash where there is none."""
    return words.day(value)


def count(value: Any, words: Words) -> str:
    """A number; a dash where nobody reported it."""
    return "–" if value is pd.NA or value is None else words.number(int(value))


def told_duties(duties: Sequence[DutyStand], words: Words) -> str:
    """What threatens not to be met of the obligations of an award, in a sentence each."""
    return " ".join(
        f"{words.capital(DUTY_STATES[one.state].text(words.lang))}: {duty_line(one, words.lang)}"
        for one in duties
        if one.state in THREATENING or (one.at_risk and one.obligation.day is None)
    )


def progress_lead(dossier: Dossier, words: Words) -> str:
    """The homes of a round in a sentence or two; empty as long as nobody reported."""
    if dossier.progress is None:
        return ""
    total = summed(dossier.progress.projects)
    cost, real = total.cost_promised, total.cost_realised
    return words(
        "progress_lead",
        day=words.day(dossier.progress.on),
        promised=words.number(total.promised.total),
        reported=words.number(total.reported.total),
        permitted=words.number(total.permitted.total),
        started=words.number(total.started.total),
        completed=words.number(total.completed.total),
        risk=words.number(total.at_risk),
        silent=words.number(total.silent),
        projects=words.number(total.projects),
        cost="–" if cost is None else words.euros(cost.cents),
        real="–" if real is None else words.euros(real.cents),
    )
