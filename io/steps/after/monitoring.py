"""Monitors: municipalities are asked to report, and what they send is taken in.

A report with an error is kept and counts for nothing; the one before it stands. The same workbook
again changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from ....grants.after.progress import ProgressReport
from ....grants.applications.finding import Finding
from ....grants.lives.round import Step
from ....grants.record import Record
from ...errors import WrongUse
from ...records.after import monitor_reports
from ...records.after.monitor_reports import REMINDER, REQUEST, MadeReport
from ...records.rounds.events import EventKind
from ...records.rounds.reader import RoundReader
from ...rounds.actor import Actor
from ...rounds.monitors.awarded import Awarded, awarded_of
from ...rounds.monitors.codes import findings_of_doubles
from ...rounds.monitors.doubles import Double, doubles
from ...rounds.monitors.judging import Difference, Judged, differences, judged
from ...rounds.monitors.progress import elsewhere_of
from ...rounds.monitors.reporting import Reporting, ReportState, reporting_of
from ...rounds.state import permit, record
from ...workbooks.intake.monitors import ReadMonitor, read_monitor


class LoadedMonitor(Record):
    """What became of a workbook: how many reports are new, the same as before, or with an error.

    ``stray`` are the rows that are of no award. ``again`` says that the very same file was taken in
    before, so that nothing was written.
    """

    file: str
    new: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    faulty: tuple[str, ...] = ()
    stray: int = 0
    differences: tuple[Difference, ...] = ()
    findings: tuple[Finding, ...] = ()
    again: bool = False


def read_files(files: Sequence[Path]) -> tuple[ReadMonitor, ...]:
    """Read workbooks with reports.

    Raises:
        Unreadable: one of them cannot be read; nothing of the others was taken in then.
    """
    return tuple(read_monitor(path) for path in files)


def round_named_in(every: Sequence[ReadMonitor]) -> str:
    """The round that all workbooks name.

    Raises:
        WrongUse: they name none, or several.
    """
    named = sorted({row.round_id for read in every for row in read.rows if row.round_id})
    if len(named) != 1:
        said = f"de rondes {', '.join(named)}" if named else "geen ronde"
        raise WrongUse(f"De bestanden noemen {said}; noem er één met --round.")
    return named[0]


def load(
    reader: RoundReader, every: Sequence[ReadMonitor], who: Actor, on: date
) -> tuple[LoadedMonitor, ...]:
    """Take in what workbooks report about the awards of a round, in the order given.

    Raises:
        RefusedByProcess: the state or role forbids it.
    """
    permit(reader, Step.MONITOR, who)
    taking = _Taking(reader, awarded_of(reader), on)
    took = [taking.take(one) for one in every]
    twice = taking.doubles()
    told: list[LoadedMonitor] = []
    for read, one in zip(every, took, strict=True):
        if one.judged is None:
            told.append(one.told)
            continue
        own = {o.application_id for o in one.fresh if not o.faults}
        more = findings_of_doubles(read, [o for o in twice if o.application_id in own])
        findings = (*one.judged.findings, *more)
        monitor_reports.add_file(
            reader, read.file, read.sha256, on, who.name, findings, one.judged.unplaced, one.fresh
        )
        told.append(one.told.model_copy(update={"findings": findings}))
    if any(not one.again for one in told):
        record(reader, EventKind.MONITOR_LOADED, who)
    return tuple(told)


class _Took(NamedTuple):
    """A workbook that was judged; ``judged`` is ``None`` where it was taken in before."""

    told: LoadedMonitor
    judged: Judged | None = None
    fresh: tuple[MadeReport, ...] = ()


class _Taking:
    """The reports of a round while workbooks are taken in, one after the other."""

    def __init__(self, reader: RoundReader, awarded: Mapping[str, Awarded], on: date) -> None:
        self._round_id, self._awarded, self._on = reader.id, awarded, on
        self._files = {one.sha256: one.findings for one in reader.after.monitor_files}
        self._versions = {number: [*own] for number, own in reader.after.progress_reports.items()}
        self._elsewhere = elsewhere_of(reader)

    def take(self, read: ReadMonitor) -> _Took:
        """Judge a workbook, and let what counts of it count for the next."""
        if read.sha256 in self._files:
            same = LoadedMonitor(file=read.file, again=True, findings=self._files[read.sha256])
            return _Took(same)
        one = judged(read, self._round_id, self._awarded, self._versions, self._on)
        self._files[read.sha256] = one.findings
        fresh: list[MadeReport] = []
        unchanged: list[str] = []
        changes: list[Difference] = []
        for report in one.reports:
            if self._says_nothing_new(report):
                unchanged.append(report.application_id)
                continue
            fresh.append(report)
            if not report.faults:
                changes += self._counts(read.file, report)
        told = LoadedMonitor(
            file=read.file,
            new=tuple(o.application_id for o in fresh if not o.faults),
            unchanged=tuple(unchanged),
            faulty=tuple(o.application_id for o in fresh if o.faults),
            stray=len(one.unplaced),
            differences=tuple(changes),
        )
        return _Took(told, one, tuple(fresh))

    def _says_nothing_new(self, report: MadeReport) -> bool:
        if report.faults:
            return False
        about = [
            one for one in self._versions.get(report.application_id, ())
            if one.as_of == report.as_of
        ][-1:]  # fmt: skip
        return any(
            (one.lots, one.measures_ready) == (report.lots, report.measures_ready) for one in about
        )

    def _counts(self, file: str, report: MadeReport) -> list[Difference]:
        """Let a report be the newest about its day; what it changes in what counted."""
        assert report.as_of is not None
        own = self._versions.setdefault(report.application_id, [])
        before = own[-1:]
        own.append(
            ProgressReport(
                as_of=report.as_of, on=self._on, version=len(own) + 1, lots=report.lots, file=file,
                measures_ready=report.measures_ready,
            )
        )  # fmt: skip
        own.sort(key=lambda one: one.as_of)
        return [told for one in before for told in differences(report.application_id, one, own[-1])]

    def doubles(self) -> tuple[Double, ...]:
        """The homes that two of the newest reports are about."""
        lots = {number: own[-1].lots for number, own in self._versions.items()}
        return doubles(lots, self._awarded, self._elsewhere)


class AskedToReport(Record):
    """Which municipalities were asked or reminded, each with the awards that it is about."""

    kind: str
    on: date
    until: date
    reports: tuple[Reporting, ...]
    new: bool = True

    @property
    def municipalities(self) -> tuple[str, ...]:
        """Their codes, in order."""
        return tuple(sorted({one.reporter for one in self.reports}))


def ask(
    reader: RoundReader,
    who: Actor,
    on: date,
    until: date,
    municipality: str | None = None,
    *,
    remind: bool = False,
) -> AskedToReport:
    """Ask every municipality to report by a day, or remind those whose report is missing.

    The same again on the same day records nothing, so that its letters can be written anew.

    Raises:
        WrongUse: the last day is not after the day of the letter, or there is nobody to ask.
        RefusedByProcess: the state or role forbids it.
    """
    permit(reader, Step.MONITOR, who)
    if until <= on:
        raise WrongUse(f"De laatste dag ({until:%d-%m-%Y}) ligt niet na de brief ({on:%d-%m-%Y}).")
    chosen = [
        one
        for one in reporting_of(reader, on)
        if municipality in (None, one.reporter) and (not remind or one.state is ReportState.MISSING)
    ]
    if not chosen:
        raise WrongUse(
            "Er is niemand te herinneren: geen verslag ontbreekt op die dag."
            if remind
            else "Er is niemand te vragen: in deze ronde staat geen toekenning meer."
        )
    kind = REMINDER if remind else REQUEST
    told = AskedToReport(kind=kind, on=on, until=until, reports=tuple(chosen))
    done = {
        one.municipality_code
        for one in reader.after.monitor_requests
        if (one.kind, one.on, one.until) == (kind, on, until)
    }
    wanted = [code for code in told.municipalities if code not in done]
    if not wanted:
        return told.model_copy(update={"new": False})
    monitor_reports.add_requests(reader, wanted, kind, on, until, who.name)
    record(reader, EventKind.MONITOR_ASKED, who)
    return told
