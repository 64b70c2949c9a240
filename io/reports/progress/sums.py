"""The homes of a round in tables: by scheme, province, area, segment and year, and by project.

The homes of a project count once; the money of every award counts. Where nobody reported, homes are
promised and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd

from ....grants.after.progress import Progress, ProjectProgress, Stage
from ....grants.after.progress_sums import Sum, by_year, summed, summed_by_province
from ....grants.homes import SEGMENTS
from ....grants.municipality import provinces
from ....instruments.areas.areas import AreaList, Lies, area_named, lies_in
from ..frames import frame
from ..words import Words

HOMES = ("promised", "reported", "permitted", "started", "completed")
COUNTS = ("projects", "silent", *HOMES, "affordable_promised", "affordable_completed", "at_risk")
MONEY = ("amount", "cost_promised", "cost_realised")
YEARS = (
    "promised", "permitted", "started", "completed", "expected_starts", "expected_completions",
)  # fmt: skip
_STAGES = {"permitted": Stage.PERMIT, "started": Stage.START, "completed": Stage.COMPLETION}


def _row(sums: Sum) -> dict[str, Any]:
    promised, realised = sums.cost_promised, sums.cost_realised
    return {
        "projects": sums.projects,
        "silent": sums.silent,
        **{name: getattr(sums, name).total for name in HOMES},
        "affordable_promised": sums.promised.affordable,
        "affordable_completed": sums.completed.affordable,
        "at_risk": sums.at_risk,
        "amount": sums.amount.cents,
        "cost_promised": None if promised is None else promised.cents,
        "cost_realised": None if realised is None else realised.cents,
    }


def _grouped(
    progress: Progress, key: str, named: Callable[[ProjectProgress], str], order: Iterable[str]
) -> pd.DataFrame:
    """A row for each group that has a project, in the order given, then by name."""
    groups: dict[str, list[ProjectProgress]] = {}
    for one in progress.projects:
        name = named(one)
        if name:
            groups.setdefault(name, []).append(one)
    known = [name for name in order if name in groups]
    names = [*known, *sorted(set(groups) - set(known))]
    return _framed(key, {name: _row(summed(groups[name])) for name in names})


def _framed(key: str, rows: Mapping[str, Mapping[str, Any]]) -> pd.DataFrame:
    table = frame([{key: name, **row} for name, row in rows.items()], (*COUNTS, "amount"))
    for column in ("cost_promised", "cost_realised"):
        values = [row[column] for row in rows.values()]
        table[column] = pd.Series(values, dtype="Int64")
    return table


def by_scheme(progress: Progress, schemes: Iterable[str]) -> pd.DataFrame:
    """By scheme, in the order of the policy."""
    return _grouped(progress, "scheme", lambda one: one.promise.instrument, schemes)


def by_province(progress: Progress) -> pd.DataFrame:
    """By province, from north to south; the homes where they are built."""
    found = summed_by_province(progress.projects)
    return _framed("province", {name: _row(found[name]) for name in provinces() if name in found})


def by_area(progress: Progress, words: Words) -> pd.DataFrame:
    """By NPLV area and breakthrough location that a project names; those without one apart."""

    def named(which: AreaList, field: str) -> Callable[[ProjectProgress], str]:
        def name(one: ProjectProgress) -> str:
            said: str = getattr(one.promise, field)
            if lies_in(which, said or None) is not Lies.INSIDE:
                return ""
            area = area_named(which, said)
            return f"{words(field)}: {area.name if area else words('progress_unnamed')}"

        return name

    tables = [
        _grouped(progress, "area", named(which, field), ())
        for which, field in (
            (AreaList.NPLV, "nplv_area"), (AreaList.BREAKTHROUGH, "breakthrough_location"),
        )
    ]  # fmt: skip
    return pd.concat(tables, ignore_index=True)


def by_segment(progress: Progress) -> pd.DataFrame:
    """By segment, the homes alone."""
    sums = summed(progress.projects)
    rows = [
        {"segment": segment, **{name: getattr(getattr(sums, name), segment) for name in HOMES}}
        for segment in SEGMENTS
    ]
    return frame(rows, HOMES)


def years(progress: Progress) -> pd.DataFrame:
    """By year: promised to have started, and what came true or is expected."""
    rows = [
        {"year": str(one.year), **{name: getattr(one, name) for name in YEARS}}
        for one in by_year(progress.projects)
    ]
    return frame(rows, YEARS)


def projects(progress: Progress) -> pd.DataFrame:
    """A row for each award, by number; a count is missing where nobody reported."""
    rows: list[dict[str, Any]] = []
    for one in progress.projects:
        promise, report = one.promise, one.report
        rows.append(
            {
                "application_id": promise.application_id,
                "scheme": promise.instrument,
                "project": promise.name,
                "municipality": promise.municipality,
                "as_of": None if report is None else report.as_of,
                "promised": promise.homes.total,
                "reported": None if report is None else report.homes().total,
                **{
                    name: None if report is None else report.homes(stage).total
                    for name, stage in _STAGES.items()
                },
                "at_risk": one.at_risk,
                "first_promised": promise.first_start,
                "first_reported": None if report is None else report.first_start,
                "last_promised": promise.last_start,
                "last_reported": None if report is None else report.last_start,
                "slip": one.slip,
                "counted": one.counted,
                "duties": one.duties,
            }
        )
    table = pd.DataFrame(rows)
    for name in ("reported", *_STAGES, "slip"):
        table[name] = pd.Series([row[name] for row in rows], dtype="Int64")
    return table
