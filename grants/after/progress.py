"""How far the homes of an award are: what was promised, what was reported, and what is at risk.

A municipality reports lots (*regels van een voortgangsverslag*): homes of one phase and segment
with the dates of permit, start and completion. A date up to the day that the report is about has
come true; a later one is expected.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from ..applications.located_homes import LocatedHomes
from ..homes import NO_HOMES, SEGMENTS, Count, Homes
from ..money import Euro
from ..record import Record
from .obligation import Obligation, ObligationKind


class Stage(StrEnum):
    """How far homes are; the value is the field of a lot with its date."""

    PERMIT = "permit"
    START = "start"
    COMPLETION = "completion"


class Lot(Record):
    """Homes of one phase and segment that go together.

    ``note`` is what the municipality said about it; ``bag_ids`` are the objects of its homes.
    """

    segment: str
    homes: Count
    phase: str = ""
    permit: date | None = None
    start: date | None = None
    completion: date | None = None
    bag_ids: tuple[str, ...] = ()
    note: str = ""

    def day_of(self, stage: Stage) -> date | None:
        """The date of a stage, come true or expected."""
        found: date | None = getattr(self, stage.value)
        return found

    def reached(self, stage: Stage, on: date) -> bool:
        """Whether a stage had come by a day."""
        day = self.day_of(stage)
        return day is not None and day <= on


class ProgressReport(Record):
    """A report about one award: the newest that counts, or one of before.

    ``as_of`` is the day that it is about, ``on`` the day on which it came in. ``version`` counts
    the reports of the award that count. ``measures_ready`` is when its measures are.
    """

    as_of: date
    on: date
    version: int
    lots: tuple[Lot, ...]
    file: str = ""
    measures_ready: date | None = None

    def homes(self, stage: Stage | None = None) -> Homes:
        """The homes that had reached a stage by the day of the report; without one, all of them."""
        return homes_of(one for one in self.lots if stage is None or one.reached(stage, self.as_of))

    @property
    def first_start(self) -> date | None:
        """The first start, come true or expected."""
        return min((one.start for one in self._with_homes() if one.start), default=None)

    @property
    def last_start(self) -> date | None:
        """The last start; ``None`` as long as one of the lots has none."""
        days = [one.start for one in self._with_homes()]
        return None if not days or None in days else max(day for day in days if day)

    @property
    def finished(self) -> bool:
        """Whether all of its homes are completed."""
        every = self.homes().total
        return bool(every) and self.homes(Stage.COMPLETION).total == every

    def _with_homes(self) -> tuple[Lot, ...]:
        return tuple(one for one in self.lots if one.homes)


def homes_of(lots: Iterable[Lot]) -> Homes:
    """The homes of lots by segment."""
    counts: dict[str, int] = dict.fromkeys(SEGMENTS, 0)
    for one in lots:
        counts[one.segment] += one.homes
    return Homes(**counts)


class Promise(Record):
    """What an award was given for: homes in a place, with the dates that the applicant named.

    ``project`` tells its project from others: two awards for the same one are about the same homes.
    ``amount`` is what is still committed of it. ``located`` are its homes by municipality, of a
    joint application that states them all; else they count for the municipality that leads.
    """

    application_id: str
    instrument: str
    municipality_code: str
    municipality: str
    province: str
    project: str
    project_id: str
    name: str
    homes: Homes
    amount: Euro
    decided_on: date
    first_start: date | None = None
    last_start: date | None = None
    nplv_area: str = ""
    breakthrough_location: str = ""
    located: tuple[LocatedHomes, ...] = ()


class DutyState(StrEnum):
    """How an obligation of an award stands on a day."""

    MET = "met"
    OPEN = "open"  # its day is far off, and nothing says that it will not be met
    SOON = "soon"  # its day is near, and it is not met yet
    FORESEEN = "foreseen"  # the municipality itself expects to miss it
    MISSED = "missed"
    UNKNOWN = "unknown"  # its day has passed, and nobody reported


HORIZON = 183
"""Days before a last day from which it is told: a half year, as often as is reported."""


class DutyStand(Record):
    """An obligation with how it stands. ``at_risk`` are the homes that it hangs on, ``of`` all."""

    obligation: Obligation
    state: DutyState
    at_risk: int = 0
    of: int = 0
    expected: date | None = None


class ProjectProgress(Record):
    """An award with its newest report, its obligations, and the homes at risk.

    ``report`` is ``None`` as long as none that counts came in: nothing is known of its homes then.
    ``counted`` is whether its homes count in sums over awards: of a project with several awards
    only those of the first do.
    """

    promise: Promise
    report: ProgressReport | None = None
    duties: tuple[DutyStand, ...] = ()
    counted: bool = True

    @property
    def at_risk(self) -> int:
        """The homes that threaten to come too late, or did: the most that one obligation has."""
        return max((one.at_risk for one in self.duties), default=0)

    def reported(self, stage: Stage | None = None) -> Homes:
        """The homes that had reached a stage; none where nothing was reported."""
        return NO_HOMES if self.report is None else self.report.homes(stage)

    @property
    def slip(self) -> int | None:
        """Days by which the first start is later than promised; below nought where earlier.

        ``None`` where one of the two is not known.
        """
        promised, now = self.promise.first_start, self.report and self.report.first_start
        return None if promised is None or now is None else (now - promised).days


class Progress(Record):
    """How far the homes of a round are: a project for each award, as of the newest report.

    ``on`` is the day that obligations are held against.
    """

    on: date
    projects: tuple[ProjectProgress, ...] = ()

    @property
    def counted(self) -> tuple[ProjectProgress, ...]:
        """The projects whose homes count in sums."""
        return tuple(one for one in self.projects if one.counted)

    @property
    def silent(self) -> tuple[ProjectProgress, ...]:
        """The projects of which nothing was reported."""
        return tuple(one for one in self.projects if one.report is None)


def stands(
    obligations: Iterable[Obligation], promise: Promise, report: ProgressReport | None, on: date
) -> tuple[DutyStand, ...]:
    """How the obligations of an award with a day or a share stand on a day."""
    found: list[DutyStand] = []
    for one in obligations:
        if one.kind in _BY_A_DAY and one.day is not None:
            found.append(_by_a_day(one, one.day, promise, report, on))
        elif one.kind is ObligationKind.AFFORDABLE and one.share is not None:
            found.append(_by_a_share(one, one.share, promise, report))
    return tuple(found)


_BY_A_DAY = (
    ObligationKind.FIRST_START, ObligationKind.LAST_START, ObligationKind.MEASURES_READY,
)  # fmt: skip


def _by_a_day(
    one: Obligation, last: date, promise: Promise, report: ProgressReport | None, on: date
) -> DutyStand:
    every = promise.homes.total if report is None else report.homes().total
    if report is None:
        state = DutyState.UNKNOWN if on > last else _near(last, on)
        return DutyStand(obligation=one, state=state, of=every)
    met, expected, waiting = _reached(one.kind, report, last, on)
    if met:
        return DutyStand(obligation=one, state=DutyState.MET, of=every, expected=expected)
    late = expected is not None and expected > last
    passed = max(on, report.as_of) > last
    if late:
        state = DutyState.MISSED if expected and expected <= report.as_of else DutyState.FORESEEN
    else:
        state = DutyState.MISSED if passed else _near(last, on)
    threatens = state in (DutyState.MISSED, DutyState.FORESEEN, DutyState.SOON)
    return DutyStand(
        obligation=one, state=state, at_risk=waiting if threatens else 0, of=every,
        expected=expected,
    )  # fmt: skip


def _near(last: date, on: date) -> DutyState:
    return DutyState.SOON if (last - on).days <= HORIZON else DutyState.OPEN


def _reached(
    kind: ObligationKind, report: ProgressReport, last: date, on: date
) -> tuple[bool, date | None, int]:
    """Whether it was met by then, when it is expected, and the homes that it threatens.

    Of a last start those are the homes that have no date, one beyond it, or none in time.
    """
    if kind is ObligationKind.MEASURES_READY:
        ready = report.measures_ready
        met = ready is not None and ready <= min(last, report.as_of)
        return met, ready, 0 if met else report.homes().total - report.homes(Stage.COMPLETION).total
    if kind is ObligationKind.FIRST_START:
        first = report.first_start
        met = first is not None and first <= min(last, report.as_of)
        return met, first, 0 if met else report.homes().total - report.homes(Stage.START).total
    left = [one for one in report.lots if one.homes and not _in_time(one, report.as_of, last)]
    met = not left and bool(report.homes().total)
    late = [one for one in left if one.start is None or one.start > last or on > last]
    return met, report.last_start, sum(one.homes for one in late)


def _in_time(one: Lot, as_of: date, last: date) -> bool:
    return one.reached(Stage.START, min(as_of, last))


def _by_a_share(
    one: Obligation, share: tuple[int, int], promise: Promise, report: ProgressReport | None
) -> DutyStand:
    """The share of all homes of a report; it is met once they are completed with that share."""
    homes = promise.homes if report is None else report.homes()
    lacking = _lacking(homes, share)
    if report is None:
        return DutyStand(obligation=one, state=DutyState.OPEN, of=homes.total)
    if lacking:
        state = DutyState.MISSED if report.finished else DutyState.FORESEEN
    else:
        state = DutyState.MET if report.finished else DutyState.OPEN
    return DutyStand(obligation=one, state=state, at_risk=lacking, of=homes.total)


def _lacking(homes: Homes, share: tuple[int, int]) -> int:
    """The affordable homes that lack to a share of all homes."""
    part, of = share
    needed = -(-homes.total * part // of)
    return max(needed - homes.affordable, 0)
