"""Homes of one part of a project count once, also where its applications state other segments.

Two applications for the same 300 homes may state them as 150 social and 150 mid-rental homes, and
as 300 to buy. Segment by segment that is 600 homes. So where the statements about one part differ
so, they are read as statements about one row of homes, of which the larger holds the smaller: then
together they count the largest number that one of them states, whoever of them gets money, and
nobody's affordable homes are more than that one states. Which segments are right is asked
(INT-174); what a letter says of an application is what that application stated.
"""

from __future__ import annotations

from collections.abc import Sequence

from ....grants.applications.candidate import Candidate, Form
from ....grants.homes import Homes, differ_in_segments

Counts = tuple[int, int, int, int]
_AFFORDABLE = 3  # the first segments of a count


def counted_once(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The candidates, with the homes that count where applications for one part differ."""
    groups: dict[tuple[str, frozenset[str]], list[Candidate]] = {}
    for one in candidates:
        # What is paid a home counts the homes that are paid.
        if one.form is not Form.PER_HOME:
            groups.setdefault((one.project_id, frozenset(one.phases)), []).append(one)
    counts: dict[str, Homes] = {}
    for group in groups.values():
        if differ_in_segments(one.homes for one in group):
            counts |= _in_one_row(group)
    return tuple(
        one.model_copy(update={"homes": counts[one.application_id]})
        if one.application_id in counts
        else one
        for one in candidates
    )


def _in_one_row(group: Sequence[Candidate]) -> dict[str, Homes]:
    """Counts of which each holds the ones before it, by number; the smallest statement first."""
    ordered = sorted(
        group, key=lambda one: (one.homes.total, one.homes.affordable, one.received_at,
                                one.application_id),
    )  # fmt: skip
    most = _affordable([one.homes for one in ordered])
    row: Counts = (0, 0, 0, 0)
    found: dict[str, Homes] = {}
    for one, affordable in zip(ordered, most, strict=True):
        row = _longer(row, _counts(one.homes), affordable)
        found[one.application_id] = _homes(row)
    return found


def _affordable(stated: Sequence[Homes]) -> list[int]:
    """How many of each may count as affordable: no more than it states, or than fit in a row."""
    fewest = stated[-1].affordable
    least: list[int] = []
    for one in reversed(stated):
        fewest = min(fewest, one.affordable)
        least.append(fewest)
    least.reverse()
    found: list[int] = []
    for at, one in enumerate(stated):
        more = one.total - stated[at - 1].total if at else one.total
        found.append(min(least[at], (found[-1] if found else 0) + more))
    return found


def _longer(row: Counts, own: Counts, affordable: int) -> Counts:
    """The row up to the number of a statement, in segments of that statement where they fit."""
    made = list(row)
    total = sum(own)
    _add(made, own, affordable - sum(row[:_AFFORDABLE]), range(_AFFORDABLE))
    made[3] = total - sum(made[:_AFFORDABLE])
    return (made[0], made[1], made[2], made[3])


def _add(made: list[int], own: Counts, more: int, segments: range) -> None:
    for segment in segments:
        taken = min(more, max(0, own[segment] - made[segment]))
        made[segment] += taken
        more -= taken
    made[segments[-1]] += more


def _counts(homes: Homes) -> Counts:
    return (homes.social_rent, homes.mid_rent, homes.affordable_purchase, homes.other)


def _homes(counts: Counts) -> Homes:
    a, b, c, d = counts
    return Homes(social_rent=a, mid_rent=b, affordable_purchase=c, other=d)
