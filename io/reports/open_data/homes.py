"""How far the homes of each award are, as open data: a row for each award and segment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from ....grants.after.progress import Progress, ProjectProgress, Stage
from ....grants.homes import SEGMENTS

_STAGES = {"permitted": Stage.PERMIT, "started": Stage.START, "completed": Stage.COMPLETION}


def progress_rows(
    round_id: str, progress: Progress, clean: Callable[[str], str]
) -> Iterator[dict[str, object]]:
    """The rows by application number, of each segment with homes; notes and objects stay out.

    What nobody reported is empty, never nought.
    """
    for one in sorted(progress.projects, key=lambda project: project.promise.application_id):
        promised, reported = one.promise.homes.by_segment(), one.reported().by_segment()
        for segment in SEGMENTS:
            if promised[segment] or reported[segment]:
                yield {
                    "round": round_id,
                    "application_id": one.promise.application_id,
                    "instrument": one.promise.instrument,
                    "project_id": clean(one.promise.project_id),
                    "municipality_code": one.promise.municipality_code,
                    "segment": segment,
                    "promised": promised[segment],
                    "first_start_promised": _iso(one.promise.first_start),
                    "at_risk": one.at_risk,
                    "counted_once": "true" if one.counted else "false",
                    **_reported(one, segment),
                }


def _reported(one: ProjectProgress, segment: str) -> dict[str, object]:
    report = one.report
    if report is None:
        empty = ("as_of", "reported", *_STAGES, "first_start_reported")
        return dict.fromkeys(empty, "")
    return {
        "as_of": report.as_of.isoformat(),
        "reported": report.homes().by_segment()[segment],
        **{name: report.homes(stage).by_segment()[segment] for name, stage in _STAGES.items()},
        "first_start_reported": _iso(report.first_start),
    }


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()
