"""Monitors as they are kept: who was asked, which workbooks came in, what each award reports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from pydantic import TypeAdapter
from sqlmodel import Session, select

from ....grants.after.progress import Lot, ProgressReport
from ....grants.applications.finding import Finding
from ....grants.record import Record
from ..adding import add_rows
from ..rounds.register import in_order
from . import monitors as rows

if TYPE_CHECKING:
    from ..rounds.reader import RoundReader

REQUEST, REMINDER = "request", "reminder"
_LOTS = TypeAdapter(tuple[Lot, ...])
_FINDINGS = TypeAdapter(tuple[Finding, ...])
_ROWS = TypeAdapter(tuple[dict[str, str], ...])


class StoredMonitorRequest(Record):
    """That a municipality was asked to report, or reminded; ``until`` is the last day it has."""

    municipality_code: str
    kind: str
    on: date
    until: date
    officer: str


class StoredMonitorFile(Record):
    """A workbook with reports. ``unplaced`` is how many rows of it are of no award."""

    row_id: int
    file: str
    sha256: str
    on: date
    officer: str
    findings: tuple[Finding, ...]
    unplaced: int


class StoredReport(Record):
    """What one workbook reports about an award. It counts where ``faults`` is empty.

    ``as_of`` is ``None`` where it could not be told.
    """

    row_id: int
    file_id: int
    file: str
    on: date
    application_id: str
    as_of: date | None
    measures_ready: date | None
    faults: tuple[str, ...]
    lots: tuple[Lot, ...]

    @property
    def counts(self) -> bool:
        """Whether it has no error."""
        return not self.faults and self.as_of is not None


class MadeReport(Record):
    """A report to be kept, as it was judged; ``rows`` are its rows as they were read."""

    application_id: str
    as_of: date | None
    measures_ready: date | None
    faults: tuple[str, ...]
    lots: tuple[Lot, ...]
    rows: tuple[dict[str, str], ...]


def asked(session: Session, round_id: str) -> tuple[StoredMonitorRequest, ...]:
    """Every time that a municipality was asked to report, oldest first."""
    found = in_order(session, rows.MonitorRequest, round_id)
    return tuple(
        StoredMonitorRequest(
            municipality_code=one.municipality_code, kind=one.kind,
            on=date.fromisoformat(one.on), until=date.fromisoformat(one.until),
            officer=one.officer,
        )
        for one in found
    )  # fmt: skip


def files(session: Session, round_id: str) -> tuple[StoredMonitorFile, ...]:
    """Every workbook with reports that was taken in, oldest first."""
    found = in_order(session, rows.MonitorFile, round_id)
    return tuple(
        StoredMonitorFile(
            row_id=one.id or 0, file=one.file, sha256=one.sha256,
            on=date.fromisoformat(one.on), officer=one.officer,
            findings=_FINDINGS.validate_json(one.findings_json),
            unplaced=len(_ROWS.validate_json(one.rows_json)),
        )
        for one in found
    )  # fmt: skip


def reports(session: Session, round_id: str) -> tuple[StoredReport, ...]:
    """Every report about an award, also those with an error, oldest first."""
    found = in_order(session, rows.MonitorReport, round_id)
    if not found:
        return ()
    named = {
        row_id: (file, date.fromisoformat(on))
        for row_id, file, on in session.exec(
            select(rows.MonitorFile.id, rows.MonitorFile.file, rows.MonitorFile.on).where(
                rows.MonitorFile.round_id == round_id
            )
        ).all()
    }
    return tuple(
        StoredReport(
            row_id=one.id or 0, file_id=one.monitor_file_id, file=named[one.monitor_file_id][0],
            on=named[one.monitor_file_id][1], application_id=one.application_id,
            as_of=_day(one.as_of), measures_ready=_day(one.measures_ready),
            faults=tuple(one.faults.split()), lots=_LOTS.validate_json(one.lots_json),
        )
        for one in found
    )  # fmt: skip


def kept_rows(session: Session, round_id: str) -> Mapping[int, tuple[dict[str, str], ...]]:
    """The rows of every report as they were read, by header; by the number of the report."""
    found = session.exec(
        select(rows.MonitorReport.id, rows.MonitorReport.rows_json).where(
            rows.MonitorReport.round_id == round_id
        )
    ).all()
    return {row_id or 0: _ROWS.validate_json(text) for row_id, text in found}


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None


def versions_of(every: Iterable[StoredReport]) -> Mapping[str, tuple[ProgressReport, ...]]:
    """By award, the reports that count, in the order of the days that they are about.

    Of several about the same day the last that came in is the correction of the others.
    """
    found: dict[str, list[StoredReport]] = {}
    for one in every:
        if one.counts:
            found.setdefault(one.application_id, []).append(one)
    return {
        number: tuple(
            _report(one, at + 1)
            for at, one in enumerate(sorted(own, key=lambda o: (o.as_of, o.row_id)))
        )
        for number, own in sorted(found.items())
    }


def _report(one: StoredReport, version: int) -> ProgressReport:
    assert one.as_of is not None
    return ProgressReport(
        as_of=one.as_of, on=one.on, version=version, lots=one.lots, file=one.file,
        measures_ready=one.measures_ready,
    )  # fmt: skip


def add_file(
    reader: RoundReader,
    file: str,
    sha256: str,
    on: date,
    who: str,
    findings: Sequence[Finding],
    unplaced: Sequence[Mapping[str, str]],
    made: Sequence[MadeReport],
) -> None:
    """Keep a workbook with what it reports. An event of the trail must tell of it."""
    row = rows.MonitorFile(
        round_id=reader.id, file=file, sha256=sha256, on=on.isoformat(),
        findings_json=_FINDINGS.dump_json(tuple(findings)).decode(),
        rows_json=_ROWS.dump_json(tuple(dict(one) for one in unplaced)).decode(), officer=who,
    )  # fmt: skip
    reader.session.add(row)
    reader.session.flush()
    add_rows(
        reader.session,
        rows.MonitorReport,
        [
            {
                "round_id": reader.id, "monitor_file_id": row.id,
                "application_id": one.application_id,
                "as_of": one.as_of.isoformat() if one.as_of else "",
                "measures_ready": one.measures_ready.isoformat() if one.measures_ready else "",
                "faults": " ".join(one.faults), "lots_json": _LOTS.dump_json(one.lots).decode(),
                "rows_json": _ROWS.dump_json(one.rows).decode(),
            }
            for one in made
        ],
    )  # fmt: skip


def add_requests(
    reader: RoundReader, codes: Sequence[str], kind: str, on: date, until: date, who: str
) -> None:
    """Keep that municipalities were asked or reminded. An event of the trail must tell of it."""
    for code in codes:
        reader.session.add(
            rows.MonitorRequest(
                round_id=reader.id, municipality_code=code, kind=kind, on=on.isoformat(),
                until=until.isoformat(), officer=who,
            )
        )  # fmt: skip
    reader.session.flush()
