"""The homes of many awards added up: promised beside reported, in all and by year.

The homes of a project count once, whatever number of awards it has; the money of every award
counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Annotated

from pydantic import Field

from ..homes import NO_HOMES, SEGMENTS, Homes
from ..money import ZERO, Euro
from ..record import Record
from .progress import ProjectProgress, Stage


def counted_once(projects: Iterable[ProjectProgress]) -> tuple[ProjectProgress, ...]:
    """The projects, of which only the first award with a report counts in sums; else the first.

    Awards of the same project are about the same homes.
    """
    every = tuple(projects)
    chosen: dict[str, ProjectProgress] = {}
    for one in every:
        known = chosen.get(one.promise.project)
        if known is None or (known.report is None and one.report is not None):
            chosen[one.promise.project] = one
    return tuple(
        one if chosen[one.promise.project] is one else one.model_copy(update={"counted": False})
        for one in every
    )


class Sum(Record):
    """The homes of some awards, promised beside reported.

    ``amount`` is what is committed for them; ``realised`` what is committed for those of which all
    homes are completed, and ``realised_homes`` their affordable homes.
    """

    projects: int = 0
    silent: int = 0
    promised: Homes = NO_HOMES
    reported: Homes = NO_HOMES
    permitted: Homes = NO_HOMES
    started: Homes = NO_HOMES
    completed: Homes = NO_HOMES
    at_risk: int = 0
    amount: Euro = ZERO
    realised: Euro = ZERO
    realised_homes: Annotated[int, Field(ge=0)] = 0

    @property
    def cost_promised(self) -> Euro | None:
        """The amount for each affordable home that was promised; ``None`` without such homes."""
        return self.amount.per(self.promised.affordable)

    @property
    def cost_realised(self) -> Euro | None:
        """The same for each that was completed, of the projects that are finished."""
        return self.realised.per(self.realised_homes)


def summed(projects: Iterable[ProjectProgress]) -> Sum:
    """The sum of some awards. The homes of a project count once; the money of each award counts."""
    every = tuple(projects)
    once = [one for one in every if one.counted]
    done = [one for one in every if one.report is not None and one.report.finished]
    return Sum(
        projects=len(every),
        silent=sum(1 for one in every if one.report is None),
        promised=_total(one.promise.homes for one in once),
        reported=_total(one.reported() for one in once),
        permitted=_total(one.reported(Stage.PERMIT) for one in once),
        started=_total(one.reported(Stage.START) for one in once),
        completed=_total(one.reported(Stage.COMPLETION) for one in once),
        at_risk=sum(one.at_risk for one in once),
        amount=Euro.total(one.promise.amount for one in every),
        realised=Euro.total(one.promise.amount for one in done),
        realised_homes=sum(one.reported().affordable for one in done if one.counted),
    )


def summed_by_province(projects: Iterable[ProjectProgress]) -> Mapping[str, Sum]:
    """The sum of each province: homes where they are built, project and money with who leads.

    Reports are about a project. What they count of one in several municipalities is divided as its
    promised homes of that segment are: the sums of the first municipalities by code are rounded
    down, so that together they are what was reported. Of a segment that was not promised, and of
    what is at risk, it is divided as all of its homes are.
    """
    found: dict[str, Sum] = {}
    for one in projects:
        for province, part in _by_place(one):
            found[province] = _added(found.get(province, Sum()), part)
    return found


def _by_place(one: ProjectProgress) -> Iterator[tuple[str, Sum]]:
    whole, located = summed([one]), one.promise.located
    if not located:
        yield one.promise.province, whole
        return
    yield (
        one.promise.province,
        Sum(
            projects=whole.projects, silent=whole.silent, amount=whole.amount,
            realised=whole.realised,
        ),
    )  # fmt: skip
    for at, place in enumerate(located):
        share = partial(_share, [each.homes for each in located], at)
        yield (
            place.province,
            Sum(
                promised=_divided(whole.promised, share),
                reported=_divided(whole.reported, share),
                permitted=_divided(whole.permitted, share),
                started=_divided(whole.started, share),
                completed=_divided(whole.completed, share),
                at_risk=share(whole.at_risk, "total"),
                realised_homes=share(whole.realised_homes, "affordable"),
            ),
        )


def _divided(homes: Homes, share: Callable[[int, str], int]) -> Homes:
    return Homes(**{name: share(count, name) for name, count in homes.by_segment().items()})


def _share(located: Sequence[Homes], at: int, count: int, of: str) -> int:
    """What the municipality at a place has of a count."""
    each: list[int] = [getattr(homes, of) for homes in located]
    if not sum(each):
        each = [homes.total for homes in located]
    return count * sum(each[: at + 1]) // sum(each) - count * sum(each[:at]) // sum(each)


def _added(one: Sum, other: Sum) -> Sum:
    return Sum(**{name: getattr(one, name) + getattr(other, name) for name in Sum.model_fields})


def _total(each: Iterable[Homes]) -> Homes:
    counts: dict[str, int] = dict.fromkeys(SEGMENTS, 0)
    for homes in each:
        counts["social_rent"] += homes.social_rent
        counts["mid_rent"] += homes.mid_rent
        counts["affordable_purchase"] += homes.affordable_purchase
        counts["other"] += homes.other
    return Homes(**counts)


class YearOfHomes(Record):
    """The homes of a year: those that by promise had all started in it, and what was reported.

    ``expected_starts`` and ``expected_completions`` are dates that have not come true.
    """

    year: int
    promised: int = 0
    permitted: int = 0
    started: int = 0
    completed: int = 0
    expected_starts: int = 0
    expected_completions: int = 0


def by_year(projects: Iterable[ProjectProgress]) -> tuple[YearOfHomes, ...]:
    """The homes by year, in order; the homes of a project count once.

    A promise names no more than the first and the last start, so that its homes stand in the year
    of the last; where it names one of them, in that.
    """
    years: dict[int, dict[str, int]] = {}
    for one in projects:
        if one.counted:
            for year, field, homes in _dated(one):
                own = years.setdefault(year, {})
                own[field] = own.get(field, 0) + homes
    return tuple(YearOfHomes(year=year, **years[year]) for year in sorted(years))


_CAME: Mapping[Stage, str] = {
    Stage.PERMIT: "permitted", Stage.START: "started", Stage.COMPLETION: "completed",
}  # fmt: skip
_EXPECTED: Mapping[Stage, str] = {
    Stage.START: "expected_starts", Stage.COMPLETION: "expected_completions",
}  # fmt: skip


def _dated(one: ProjectProgress) -> Iterator[tuple[int, str, int]]:
    promise = one.promise
    promised = promise.last_start or promise.first_start
    if promised is not None and promise.homes.total:
        yield promised.year, "promised", promise.homes.total
    if one.report is None:
        return
    for lot in one.report.lots:
        for stage in Stage:
            day = lot.day_of(stage)
            field = (_CAME if lot.reached(stage, one.report.as_of) else _EXPECTED).get(stage)
            if day is not None and field is not None and lot.homes:
                yield day.year, field, lot.homes
