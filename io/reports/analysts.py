"""Frames of pandas for analysts: applications in, results out.

The problem itself, without pandas, is ``optimiser.problem``. Amounts are whole cents and homes are
whole numbers, in a frame too: a column of floats is refused, because a cent may be lost in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from ...grants.applications.candidate import Candidate
from ...grants.decisions.allocation import Certificate
from ...grants.homes import SEGMENTS, Homes
from ...grants.rounds.policy import Policy
from ...optimiser.problem import FIRST_YEAR, Problem, applied
from ...optimiser.questions.application.forced import Forced
from ...optimiser.questions.what_if.answers import FrontierPoint
from ...optimiser.solution import Solution
from .frames import frame

__all__ = [
    "awards_frame",
    "checks_frame",
    "forced_frame",
    "frontier_frame",
    "payments_frame",
    "problem_from",
    "stages_frame",
]

_TEXTS = ("instrument", "province", "project_id", "form", "applicant_reference")
_AMOUNTS = ("minimum", "step", "score", "lot")
KNOWN_COLUMNS = frozenset(
    {"application", "cents", "municipality", "received_at", *SEGMENTS, *_TEXTS, *_AMOUNTS}
)
"""What a frame of applications can have, besides calendar years."""


def problem_from(table: pd.DataFrame, policy: Policy, *, first_year: int = FIRST_YEAR) -> Problem:
    """The problem of a frame with one application a row.

    ``application`` and ``cents`` are needed. Homes stand in ``social_rent``, ``mid_rent``,
    ``affordable_purchase`` and ``other``. A column that is called after a calendar year holds what
    is paid in it; without such a column everything is paid in ``first_year``. ``instrument``,
    ``province``, ``municipality``, ``project_id``, ``form``, ``minimum``, ``step``, ``score``,
    ``lot``, ``received_at`` and ``applicant_reference`` may be there too; a column that is not
    known here is refused. Missing homes and payments are none; other missing values are left out.

    Raises:
        ValueError: a column is missing or not known, a number is no whole number, payments do not
            add up to the cents asked for, or an application occurs twice.
    """
    columns = [str(column) for column in table.columns]
    years = [column for column in columns if column.isdigit()]
    for column in columns:
        if column not in KNOWN_COLUMNS and column not in years:
            raise ValueError(f"the column {column} is not known")
    for column in ("application", "cents"):
        if column not in columns:
            raise ValueError(f"the frame has no column {column}")
    rows: list[dict[str, Any]] = table.rename(columns=str).to_dict("records")  # pyright: ignore[reportAssignmentType]
    made = tuple(_candidate(row, years, first_year) for row in rows)
    names = [one.application_id for one in made]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"application {name} is there twice")
    return Problem(candidates=made, policy=policy)


def _candidate(row: Mapping[str, Any], years: list[str], first_year: int) -> Candidate:
    name = str(row["application"])
    present = {column: value for column, value in row.items() if not pd.isna(value)}
    if "cents" not in present:
        raise ValueError(f"{name} has no amount in the column cents")
    more: dict[str, Any] = {column: str(present[column]) for column in _TEXTS if column in present}
    for column in _AMOUNTS:
        if column in present:
            more[column] = _whole(name, column, present[column])
    if "municipality" in present:
        more["municipality_codes"] = (str(present["municipality"]),)
    if "received_at" in present:
        more["received_at"] = pd.Timestamp(present["received_at"]).to_pydatetime()
    paid = {int(y): _whole(name, y, present[y]) for y in years if y in present}
    return applied(
        name,
        _whole(name, "cents", present["cents"]),
        Homes(**{s: _whole(name, s, present[s]) for s in SEGMENTS if s in present}),
        payments={year: cents for year, cents in paid.items() if cents} if years else None,
        first_year=first_year,
        **more,
    )


def _whole(name: str, column: str, value: Any) -> int:
    """A whole number; pandas has no missing values in int64, so use Int64 where there are any."""
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise ValueError(f"{column} of {name} is {value!r}; give a whole number (int64 or Int64)")
    return int(value)


def awards_frame(problem: Problem, solution: Solution) -> pd.DataFrame:
    """One application a row: what was asked and given in cents, homes claimed, and why."""
    asked = {one.application_id: one for one in problem.candidates}
    return frame(
        (
            {
                "application": one.application_id,
                "instrument": asked[one.application_id].instrument,
                "requested": asked[one.application_id].requested.cents,
                "awarded": one.cents,
                "affordable": one.homes.affordable,
                **one.homes.by_segment(),
                "reason": one.reason.value,
                "tied": one.application_id in solution.ties,
            }
            for one in solution.given
        ),
        ("requested", "awarded", "affordable", *SEGMENTS),
    )


def payments_frame(solution: Solution) -> pd.DataFrame:
    """One payment a row: application, calendar year and cents."""
    return frame(
        (
            {"application": one.application_id, "year": paid.year, "cents": paid.amount.cents}
            for one in solution.given
            for paid in one.payments
        ),
        ("year", "cents"),
    )


def stages_frame(solution: Solution) -> pd.DataFrame:
    """One stage a row, with its value, its bound and whether it is proven; none if infeasible."""
    columns = ("stage", "unit", "value", "bound", "proven", "solver")
    table = frame(
        (
            {
                "stage": one.name,
                "unit": one.unit.value,
                "value": one.value,
                "bound": one.bound,
                "proven": one.proven,
                "solver": one.solver,
            }
            for one in solution.stages
        ),
        ("value", "bound"),
    )
    return table.reindex(columns=list(columns))


def checks_frame(certificate: Certificate) -> pd.DataFrame:
    """One constraint a row, as the certificate re-added it, with its slack."""
    return pd.DataFrame.from_records([one.model_dump(mode="json") for one in certificate.checks])


def forced_frame(found: Mapping[str, Forced]) -> pd.DataFrame:
    """One application a row: the homes lost if it were forced in; missing where impossible."""
    table = pd.DataFrame.from_records(
        [
            {
                "application": one.application_id,
                "homes_lost": one.homes_lost,
                "proven": one.proven,
                "displaced": ", ".join(one.displaced),
            }
            for one in found.values()
        ],
        columns=["application", "homes_lost", "proven", "displaced"],
    )
    return table.astype({"homes_lost": "Int64"})


def frontier_frame(points: Iterable[FrontierPoint]) -> pd.DataFrame:
    """One budget a row: cents, affordable homes (missing where infeasible) and status."""
    table = pd.DataFrame.from_records(
        [
            {"cents": one.cents, "homes": one.homes, "bound": one.bound, "status": one.status.value}
            for one in points
        ],
        columns=["cents", "homes", "bound", "status"],
    )
    return table.astype({"cents": "int64", "homes": "Int64", "bound": "Int64"})
