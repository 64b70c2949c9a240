"""Who reported and who did not: by when each municipality had to, and what came in.

A report is owed on the days that the law of a scheme names, and on the day that a request gives.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from ....grants.after.obligation import ObligationKind
from ....grants.after.progress import ProgressReport
from ....grants.bilingual import Bilingual
from ....grants.notation import article_in, short_day
from ....grants.record import Record
from ...records.after.monitor_reports import REMINDER, StoredMonitorRequest, StoredReport
from ...records.rounds.reader import RoundReader
from .awarded import Awarded, awarded_of, reporter_of


class ReportState(StrEnum):
    """How the reporting about an award stands on a day."""

    IN_TIME = "in_time"
    LATE = "late"  # it came after its last day
    MISSING = "missing"  # its last day has passed
    EXPECTED = "expected"  # it is owed, and there is time
    NOT_ASKED = "not_asked"  # nothing asks for one yet

    @property
    def dutch(self) -> str:
        """In words an office uses."""
        return {
            "in_time": "op tijd", "late": "te laat", "missing": "ontbreekt",
            "expected": "verwacht", "not_asked": "niet gevraagd",
        }[self.value]  # fmt: skip


class Due(Record):
    """A last day to report, what set it, and after which day a report is about it."""

    day: date
    after: date
    article: str
    reasons: tuple[Bilingual, ...]


class Reporting(Record):
    """The reporting about one award. ``reporter`` is the municipality that has to, by code.

    ``body`` is the public body that has to instead, by name, where the award is its own; the
    municipality is then that of the homes.

    ``due`` is the last day that counts on the day asked: the newest that has passed, else the next.
    ``received`` is when the report for it came in, ``as_of`` the day that the newest report is
    about. ``faulty`` are the codes of the errors of one that came in and does not count;
    ``reminded`` is the newest reminder since the due day.
    """

    application_id: str
    instrument: str
    name: str
    reporter: str
    municipality: str
    state: ReportState
    due: Due | None = None
    received: date | None = None
    as_of: date | None = None
    versions: int = 0
    faulty: tuple[str, ...] = ()
    reminded: date | None = None
    body: Annotated[str, Field(exclude_if=lambda name: not name)] = ""

    @property
    def owes(self) -> str:
        """Who has to report, by name."""
        return self.body or self.municipality


def reporting_of(reader: RoundReader, on: date) -> tuple[Reporting, ...]:
    """The reporting about every award that stands, on a day, by application number."""
    asked: dict[str, list[StoredMonitorRequest]] = {}
    for one in reader.after.monitor_requests:
        asked.setdefault(one.municipality_code, []).append(one)
    wrong: dict[str, StoredReport] = {}
    for report in reader.after.monitor_reports:
        if report.on <= on:
            wrong.pop(report.application_id, None)
            if not report.counts:
                wrong[report.application_id] = report
    versions = reader.after.progress_reports
    return tuple(
        _reporting(award, asked, versions.get(number, ()), wrong.get(number), on)
        for number, award in awarded_of(reader).items()
        if not award.ended
    )


def _reporting(
    award: Awarded,
    asked: Mapping[str, Sequence[StoredMonitorRequest]],
    versions: Sequence[ProgressReport],
    wrong: StoredReport | None,
    on: date,
) -> Reporting:
    reporter = reporter_of(award.leads, on)
    requests = [one for code in dict.fromkeys((award.leads, reporter.code))
                for one in asked.get(code, ()) if one.on <= on]  # fmt: skip
    known = [one for one in versions if one.on <= on]
    due = _due(award, requests, on)
    state, received = _state(due, known, on)
    reminders = [one.on for one in requests if one.kind == REMINDER]
    return Reporting(
        application_id=award.number,
        instrument=award.promise.instrument,
        name=award.promise.name,
        reporter=reporter.code,
        municipality=reporter.name,
        state=state,
        due=due,
        received=received,
        as_of=known[-1].as_of if known else None,
        versions=len(known),
        faulty=() if wrong is None else wrong.faults,
        reminded=max(reminders, default=None) if state is ReportState.MISSING else None,
        body=award.body,
    )


def _due(award: Awarded, requests: Sequence[StoredMonitorRequest], on: date) -> Due | None:
    """The last day that counts: of a request that runs, else the newest passed, or the next."""
    by_law, asked = _by_law(award, on), _on_request(award, requests)
    running = [one for one in asked if one.day >= on]
    passed = [one for one in (*by_law, *asked) if one.day < on]
    if running:
        return min(running, key=_day)
    if passed:
        return max(passed, key=_day)
    return min(by_law, key=_day, default=None)


def _day(one: Due) -> date:
    return one.day


def _by_law(award: Awarded, on: date) -> list[Due]:
    """The days of each year, up to the next one."""
    decided = award.promise.decided_on
    found: list[Due] = []
    for one in award.obligations:
        if one.kind is not ObligationKind.REPORT:
            continue
        after = decided
        for day in one.days_between(decided, on + timedelta(days=366)):
            set_by = Bilingual(
                nl=f"{day:%d-%m-%Y} volgens {one.article}",
                en=f"{short_day(day, 'en')} by {article_in(one.article, 'en')}",
            )
            found.append(Due(day=day, after=after, article=one.article, reasons=(set_by,)))
            after = day
            if day >= on:
                break
    return found


def _on_request(award: Awarded, requests: Sequence[StoredMonitorRequest]) -> list[Due]:
    """The days that requests gave. A reminder gives time to who is late, and moves nothing."""
    article = next(
        (o.article for o in award.obligations if o.kind is ObligationKind.ON_REQUEST), ""
    )
    found: list[Due] = []
    for one in requests:
        if one.kind == REMINDER:
            continue
        by = f" ({article})" if article else ""
        by_en = f" ({article_in(article, 'en')})" if article else ""
        set_by = Bilingual(
            nl=f"{one.until:%d-%m-%Y}, de dag die in het verzoek van {one.on:%d-%m-%Y} staat{by}",
            en=f"{short_day(one.until, 'en')}, the day that stands in the request of "
            f"{short_day(one.on, 'en')}{by_en}",
        )
        after = one.on - timedelta(days=1)
        found.append(
            Due(day=one.until, after=after, article=article or "verzoek", reasons=(set_by,))
        )
    return found


def _state(
    due: Due | None, known: Sequence[ProgressReport], on: date
) -> tuple[ReportState, date | None]:
    if due is None:
        return ReportState.NOT_ASKED, None
    since = sorted(one.on for one in known if one.on > due.after)
    if since:
        first = since[0]
        return (ReportState.IN_TIME if first <= due.day else ReportState.LATE), first
    return (ReportState.MISSING if due.day < on else ReportState.EXPECTED), None
