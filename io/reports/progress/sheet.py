"""The picture in the workbook: one sheet of sums, and one with a row for each award."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ....grants.after.progress import Progress
from ...wording.goals import progress_goals
from ..book import Col, Kind, Sheet
from ..sheets import Tables
from ..words import Words
from . import sums
from .told import day, joint_note, schemes_of, told_duties


def progress_sheets(tables: Tables) -> None:
    """Both sheets, only where somebody reported."""
    progress = tables.dossier.progress
    if progress is None:
        return
    words = tables.words
    sheet = tables.sheet("progress", day=words.day(progress.on))
    sheet.section(words("section_progress_schemes"))
    _place(tables, sheet, "scheme", schemes_of(tables.dossier, progress, words), "schemes")
    sheet.section(words("section_progress_segments"))
    named = tables.named(sums.by_segment(progress), segment=words)
    tables.place(sheet, "progress_segments", named, _counted(tables, "segment", sums.HOMES))
    sheet.section(words("section_progress_years"), words("progress_years_note"))
    tables.place(
        sheet, "progress_years", sums.years(progress), _counted(tables, "year", sums.YEARS)
    )
    sheet.section(words("section_progress_provinces"), joint_note(progress, words))
    _place(tables, sheet, "province", sums.by_province(progress), "provinces")
    areas = sums.by_area(progress, words)
    if len(areas):
        sheet.section(words("section_progress_areas"))
        _place(tables, sheet, "area", areas, "areas", total=False)
    _goals(tables, sheet)
    _projects(tables, progress)


def _counted(tables: Tables, key: str, counts: tuple[str, ...]) -> list[Col]:
    return [
        tables.col(key, Kind.TEXT, 24),
        *(tables.col(name, width=14, total=True, label=f"progress_{name}") for name in counts),
    ]


def _place(
    tables: Tables, sheet: Sheet, key: str, table: pd.DataFrame, name: str, *, total: bool = True
) -> None:
    """A table by group. Groups of areas overlap others, so that they have no sum."""
    columns = [
        tables.col(key, Kind.TEXT, 24),
        *(tables.col(one, width=14, total=total, label=f"progress_{one}") for one in sums.COUNTS),
        *(
            tables.money(one, label=f"progress_{one}", total=total and one == "amount")
            for one in sums.MONEY
        ),
    ]
    tables.place(sheet, f"progress_{name}", table, columns)


def _goals(tables: Tables, sheet: Sheet) -> None:
    words = tables.words
    sheet.section(words("section_progress_goals"), words("note_national"))
    rows = [
        (
            one.sentence(words.lang), one.value_in(words.lang), one.target_in(words.lang),
            words("yes" if one.reached else "no"), one.article,
        )
        for one in progress_goals(tables.dossier)
    ]  # fmt: skip
    columns = [
        tables.col("national_goal", Kind.LONG, 70),
        tables.col("stand", Kind.TEXT, 18),
        tables.col("target", Kind.TEXT, 18),
        tables.col("holds", Kind.TEXT, 14),
        tables.col("source", Kind.LONG, 44),
    ]
    table = pd.DataFrame(rows, columns=[column.key for column in columns], dtype="str")
    tables.place(sheet, "progress_goals", table, columns)


def _projects(tables: Tables, progress: Progress) -> None:
    words = tables.words
    sheet = tables.sheet("progress_projects")
    counts = ("promised", "reported", "permitted", "started", "completed", "at_risk")
    days = ("first_promised", "first_reported", "last_promised", "last_reported")
    columns = [
        tables.col("application_id", Kind.TEXT, 24, label="application"),
        tables.col("scheme", Kind.TEXT, 22),
        tables.col("project", Kind.TEXT, 34),
        tables.col("municipality", Kind.TEXT, 22),
        tables.col("as_of", Kind.TEXT, 18, label="progress_as_of"),
        *(tables.col(name, width=14, total=True, label=f"progress_{name}") for name in counts),
        *(tables.col(name, Kind.TEXT, 18, label=f"progress_{name}") for name in days),
        tables.col("slip", width=14, label="progress_slip"),
        tables.col("counted", Kind.TEXT, 12, label="progress_counted"),
        tables.col("duties", Kind.LONG, 80, label="progress_duties"),
    ]
    tables.place(sheet, "progress_projects", _as_text(progress, days, words), columns)


def _as_text(progress: Progress, days: tuple[str, ...], words: Words) -> pd.DataFrame:
    """The projects with days and obligations in words; counts stay numbers."""
    table = sums.projects(progress)
    shown: dict[str, list[Any]] = {
        "scheme": [words.scheme(str(key)) for key in table["scheme"]],
        "counted": [words("yes" if one else "no") for one in table["counted"]],
        "duties": [told_duties(one, words) for one in table["duties"]],
    }
    shown |= {name: [day(one, words) for one in table[name]] for name in (*days, "as_of")}
    for name, texts in shown.items():
        table[name] = pd.Series(texts, dtype="str")
    return table
