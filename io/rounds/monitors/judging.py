"""What a workbook with reports says of the awards of a round, and what is wrong with it there.

The rows of an award together are its report. It counts where none of them has an error; what is
kept of it is the same either way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from ....grants.after.monitoring import SEGMENT_WORDS, MonitorRow
from ....grants.after.obligation import ObligationKind
from ....grants.after.progress import Lot, ProgressReport, Stage, homes_of
from ....grants.applications.finding import Finding, Severity
from ....grants.homes import SEGMENTS
from ....grants.municipality import code_of, municipalities, succeeded, successions
from ....grants.notation import whole
from ....grants.record import Record
from ...records.after.monitor_reports import MadeReport
from ...workbooks.intake.monitors import ReadMonitor, ReadMonitorRow
from .awarded import Awarded
from .codes import at

_STAGES = {
    Stage.PERMIT: "met vergunning", Stage.START: "begonnen", Stage.COMPLETION: "klaar",
}  # fmt: skip
Versions = Mapping[str, Sequence[ProgressReport]]
"""The reports that count, by award, in the order of the days that they are about."""


class Judged(Record):
    """A workbook as it bears on a round. ``unplaced`` are the rows of no award, as they were read.

    ``findings`` are all of them, in the order of the sheet.
    """

    file: str
    sha256: str
    reports: tuple[MadeReport, ...]
    unplaced: tuple[dict[str, str], ...]
    findings: tuple[Finding, ...]


def judged(
    read: ReadMonitor, round_id: str, awarded: Mapping[str, Awarded], before: Versions, on: date
) -> Judged:
    """Put the rows of a workbook to the awards of a round, on the day that it is loaded."""
    placed: dict[str, list[ReadMonitorRow]] = {}
    unplaced: list[dict[str, str]] = []
    findings = list(read.findings)
    for row in read.rows:
        stray = _stray(read.file, row, round_id, awarded)
        if stray is None:
            placed.setdefault(row.application_id, []).append(row)
        else:
            findings += [*row.findings, *stray]
            unplaced.append(dict(row.raw))
    reports: list[MadeReport] = []
    for number, rows in placed.items():
        one = _Judging(read, awarded[number], before.get(number, ()), on, rows)
        findings += one.findings
        if one.reported:
            reports.append(one.made())
    return Judged(
        file=read.file, sha256=read.sha256, reports=tuple(reports), unplaced=tuple(unplaced),
        findings=tuple(findings),
    )  # fmt: skip


def _stray(
    file: str, row: ReadMonitorRow, round_id: str, awarded: Mapping[str, Awarded]
) -> tuple[Finding, ...] | None:
    """Why a row is of no award of the round; ``None`` where it is of one."""
    number = row.application_id
    if row.round_id and row.round_id != round_id:
        return (at(file, "MON-001", row, "round_id", row.round_id, round=round_id),)
    if number in awarded:
        return None
    if not number:  # its cell was empty or cannot be read, which was told
        return ()
    return (at(file, "MON-002", row, "application_id", number, round=round_id),)


class _Judging:
    """The rows of one award in one workbook."""

    def __init__(
        self,
        read: ReadMonitor,
        award: Awarded,
        before: Sequence[ProgressReport],
        on: date,
        rows: Sequence[ReadMonitorRow],
    ) -> None:
        self._file, self._award, self._before, self._on = read.file, award, before, on
        self._rows = rows
        self._made = [(row, row.made) for row in rows if row.made is not None]
        self.reported = not all(row.untouched for row in rows)
        if not self.reported:
            self.findings = (at(self._file, "MON-022", rows[0], "as_of", ""),)
            return
        found = [one for row in rows for one in row.findings]
        found += self._of_the_award(doubted=read.doubted)
        found += [one for row, made in self._made for one in self._of_a_row(row, made)]
        found += self._of_rows_together()
        if not _errors(found):
            found += self._against_the_promise()
            found += self._against_earlier()
        if not _errors(found) and not any(one.code == "MON-017" for one in found):
            found += self._against_obligations()
        self.findings = tuple(found)

    def _at(
        self, code: str, row: ReadMonitorRow, field: str, value: object, **fills: object
    ) -> Finding:
        return at(self._file, code, row, field, value, **fills)

    def made(self) -> MadeReport:
        """The report to be kept."""
        faults = tuple(dict.fromkeys(one.code for one in _errors(self.findings)))
        days = {made.as_of for _, made in self._made}
        return MadeReport(
            application_id=self._award.number,
            as_of=days.pop() if len(days) == 1 else None,
            measures_ready=None if faults else self._measures_ready(),
            faults=faults,
            lots=() if faults else self.lots,
            rows=tuple(dict(row.raw) for row in self._rows),
        )

    @property
    def lots(self) -> tuple[Lot, ...]:
        """The lots of the rows that can be read."""
        return tuple(lot_of(made) for _, made in self._made)

    def _measures_ready(self) -> date | None:
        days = [made.measures_ready for _, made in self._made if made.measures_ready]
        return max(days, default=None)

    def _of_the_award(self, *, doubted: bool) -> Iterator[Finding]:
        """Who reports, about which day, and whether there is anything to report about."""
        first = self._rows[0]
        if doubted:
            yield self._at("MON-025", first, "application_id", self._award.number)
        if self._award.ended:
            number = self._award.number
            yield self._at("MON-003", first, "application_id", number, ended=self._award.ended)
        yield from self._of_the_municipality()
        days = sorted({made.as_of for _, made in self._made})
        if len(days) > 1:
            row = next(row for row, made in self._made if made.as_of == days[-1])
            yield self._at(
                "MON-008", row, "as_of", _shown(days[-1]), other=_shown(days[0])
            )  # fmt: skip
        for row, made in self._made[:1]:
            decided = self._award.promise.decided_on
            if made.as_of > self._on:
                yield self._at("MON-006", row, "as_of", _shown(made.as_of), on=_shown(self._on))
            elif made.as_of < decided:
                yield self._at(
                    "MON-007", row, "as_of", _shown(made.as_of), decided=_shown(decided)
                )  # fmt: skip

    def _of_the_municipality(self) -> Iterator[Finding]:
        told: set[str] = set()
        for row, made in self._made:
            written = made.municipality_code or ""
            if not written or written in told:
                continue
            told.add(written)
            yield from self._of_code(row, written)

    def _of_code(self, row: ReadMonitorRow, written: str) -> Iterator[Finding]:
        """Whether who reports is who was given the award, or what became of that."""
        code = code_of(written)
        ended = succeeded(written) if code is None else None
        into = [
            gone
            for gone in successions().values()
            if gone.since <= self._on
            and ((gone.code in self._award.participants and gone.successor == code)
                 or (ended is not None and gone.code == ended.code
                     and gone.successor in self._award.participants))
        ]  # fmt: skip
        here = [g for g in successions().values() if g.code == code and g.since <= self._on]
        if code in self._award.participants and not here:
            return
        if not into and not (here and code in self._award.participants):
            place = municipalities()[self._award.leads].name
            yield self._at("MON-004", row, "municipality_code", written, place=place)
            return
        gone = (into or here)[0]
        unsure = "" if gone.certain else ", als de wet daarover is aangenomen"
        yield self._at(
            "MON-005", row, "municipality_code", written, old=gone.name, was=gone.code,
            since=_shown(gone.since), new=municipalities()[gone.successor].name, unsure=unsure,
        )  # fmt: skip

    def _of_a_row(self, row: ReadMonitorRow, made: MonitorRow) -> Iterator[Finding]:
        """What does not agree within a row."""
        start, done = made.start, made.completion
        if done is not None and start is None:
            yield self._at("MON-013", row, "completion", _shown(done))
        elif done is not None and start is not None and done < start:
            yield self._at("MON-012", row, "completion", _shown(done), start=_shown(start))
        if start is not None and made.permit is not None and start < made.permit:
            yield self._at("MON-014", row, "start", _shown(start), permit=_shown(made.permit))
        elif start is not None and made.permit is None and start <= made.as_of:
            yield self._at("MON-015", row, "start", _shown(start))
        if made.bag_ids and len(set(made.bag_ids)) > made.homes:
            yield self._at("MON-024", row, "bag_ids", len(set(made.bag_ids)), homes=made.homes)

    def _of_rows_together(self) -> Iterator[Finding]:
        """Rows that stand there twice, and homes that stand in two rows."""
        seen: dict[Lot, int] = {}
        objects: dict[str, int] = {}
        for row, made in self._made:
            lot = lot_of(made)
            if lot in seen and made.homes:
                yield self._at("MON-016", row, "homes", made.homes, other=seen[lot])
                continue
            seen.setdefault(lot, row.row)
            for one in dict.fromkeys(made.bag_ids):
                if one in objects:
                    yield self._at("MON-023", row, "bag_ids", one, other=objects[one])
                objects.setdefault(one, row.row)

    def _against_the_promise(self) -> Iterator[Finding]:
        """More homes than promised, in all or in a segment, or fewer."""
        promised, reported = self._award.promise.homes, homes_of(self.lots)
        noted = any(made.note for _, made in self._made)
        if reported.total > promised.total:
            yield self._at(
                "MON-010" if noted else "MON-009", self._largest(), "homes", reported.total,
                segment="alle segmenten samen", promised=promised.total,
            )  # fmt: skip
        elif reported.total < promised.total:
            yield self._at(
                "MON-011", self._rows[0], "homes", reported.total, promised=promised.total,
                rest=promised.total - reported.total,
            )  # fmt: skip
        was, now = promised.by_segment(), reported.by_segment()
        for segment in SEGMENTS:
            if reported.total <= promised.total and now[segment] > was[segment]:
                yield self._at(
                    "MON-026", self._largest(segment), "homes", now[segment],
                    segment=SEGMENT_WORDS[segment], promised=was[segment],
                )  # fmt: skip

    def _largest(self, segment: str = "") -> ReadMonitorRow:
        """The row with most homes, of a segment or of all."""
        rows = [(r, m) for r, m in self._made if not segment or m.segment_key == segment]
        return max(rows, key=lambda pair: pair[1].homes)[0]

    def _against_earlier(self) -> Iterator[Finding]:
        """Reports of before about the same award."""
        if not self._before or not self._made:
            return
        row, made = self._made[0]
        later = self._before[-1].as_of
        if made.as_of < later:
            yield self._at("MON-017", row, "as_of", _shown(made.as_of), other=_shown(later))
            return
        earlier = [one for one in self._before if one.as_of < made.as_of]
        if not earlier:
            return
        last = earlier[-1]
        for stage, words in _STAGES.items():
            now = homes_of(o for o in self.lots if o.reached(stage, made.as_of)).total
            was = last.homes(stage).total
            if now < was:
                yield self._at(
                    "MON-018", row, stage.value, now, stage=words, before=was,
                    other=_shown(last.as_of),
                )  # fmt: skip

    def _against_obligations(self) -> Iterator[Finding]:
        """A day beyond the last one of an obligation, of which the municipality says nothing."""
        notice = next(
            (o for o in self._award.obligations if o.kind is ObligationKind.NOTICE), None
        )  # fmt: skip
        if notice is None or any(made.note for _, made in self._made):
            return
        for one in self._award.obligations:
            pair = self._latest(one.kind)
            if one.day is None or pair is None or pair[1] <= one.day:
                continue
            row, day, field = pair
            yield self._at(
                "MON-019", row, field, _shown(day), last=_shown(one.day), what=one.what.nl,
                article=one.article, notice=notice.article,
            )  # fmt: skip

    def _latest(self, kind: ObligationKind) -> tuple[ReadMonitorRow, date, str] | None:
        """The day that bears on a kind of obligation, with its row and field."""
        starts = [(m.start, r) for r, m in self._made if m.start is not None and m.homes]
        ready = [(m.measures_ready, r) for r, m in self._made if m.measures_ready is not None]
        by = {
            ObligationKind.FIRST_START: (min, starts, "start"),
            ObligationKind.LAST_START: (max, starts, "start"),
            ObligationKind.MEASURES_READY: (max, ready, "measures_ready"),
        }
        if kind not in by or not by[kind][1]:
            return None
        choose, pairs, field = by[kind]
        day, row = choose(pairs, key=lambda pair: pair[0])
        return row, day, field


def _errors(findings: Iterable[Finding]) -> list[Finding]:
    return [one for one in findings if one.severity is Severity.ERROR]


def _shown(day: date) -> str:
    return f"{day:%d-%m-%Y}"


def lot_of(made: MonitorRow) -> Lot:
    """The lot of a row."""
    return Lot(
        segment=made.segment_key, homes=made.homes, phase=made.phase or "", permit=made.permit,
        start=made.start, completion=made.completion, bag_ids=made.bag_ids, note=made.note or "",
    )  # fmt: skip


class Difference(Record):
    """What a report changes in the one before it, in a Dutch sentence."""

    application_id: str
    sentence: str


def differences(number: str, before: ProgressReport, after: ProgressReport) -> list[Difference]:
    """What two reports about an award say otherwise, in the order of the stages."""
    found: list[str] = []
    if before.as_of != after.as_of:
        found.append(f"peildatum {_shown(before.as_of)} → {_shown(after.as_of)}")
    was, now = before.homes().total, after.homes().total
    if was != now:
        found.append(f"woningen {whole(was)} → {whole(now)}")
    for stage, words in _STAGES.items():
        was, now = before.homes(stage).total, after.homes(stage).total
        if was != now:
            found.append(f"{words} {whole(was)} → {whole(now)}")
    for name, then, since in (
        ("eerste start", before.first_start, after.first_start),
        ("laatste start", before.last_start, after.last_start),
        ("laatste gereed", _last_completion(before), _last_completion(after)),
        ("maatregelen gereed", before.measures_ready, after.measures_ready),
    ):
        if then != since:
            found.append(f"{name} {_or_unknown(then)} → {_or_unknown(since)}")
    return [Difference(application_id=number, sentence="; ".join(found))] if found else []


def _last_completion(report: ProgressReport) -> date | None:
    days = [one.completion for one in report.lots if one.homes]
    return None if None in days else max((day for day in days if day), default=None)


def _or_unknown(day: date | None) -> str:
    return "onbekend" if day is None else _shown(day)
