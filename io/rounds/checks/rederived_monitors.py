"""Reports of municipalities, worked out again from the cells that were kept of them.

The workbook itself is not kept, only its hash; its rows are, as they were read. A report that
counts has to say what those say, and one that does not has to have its errors among the findings of
its workbook. What was a number or a date there and cannot be told from its text alone is passed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from ....grants.after.monitoring import SEGMENT_WORDS
from ....grants.after.progress import Lot
from ....grants.applications.finding import Severity
from ....grants.notation import counted
from ...records.after import monitor_reports, monitors
from ...records.after.monitor_reports import StoredMonitorFile, StoredReport
from ...records.rounds.events import EventKind
from ...records.rounds.reader import RoundReader
from ...records.trail import chain
from ..seal import program_version

_ANOTHER_ROUND = "MON-001"
Said = Mapping[str, object]


def monitor_difference(reader: RoundReader) -> str:
    """The first report that does not follow from its rows, in Dutch; empty where all do.

    Only what this version of the program took in: another may read the same cell otherwise.
    """
    if not reader.after.monitor_reports:
        return ""
    own = _read_by_this_program(reader)
    files = {one.row_id: one for one in reader.after.monitor_files if one.row_id in own}
    kept = monitor_reports.kept_rows(reader.session, reader.id)
    for one in reader.after.monitor_reports:
        if one.file_id not in files:
            continue
        difference = _faults_differ(one, files[one.file_id])
        if not difference and one.counts:
            difference = next(_differences(reader.id, one, kept[one.row_id]), "")
        if difference:
            return f"{one.application_id} in {one.file}: {difference}"
    return ""


def _read_by_this_program(reader: RoundReader) -> frozenset[int]:
    return frozenset(
        int(key)
        for link in reader.events
        if link.kind == EventKind.MONITOR_LOADED.value and link.program_version == program_version()
        for key in chain.added_by(link, monitors.MonitorFile)
    )


def _faults_differ(one: StoredReport, file: StoredMonitorFile) -> str:
    """Whether a report has other errors than the findings of its workbook about its award."""
    about = [found for found in file.findings if found.application_id == one.application_id]
    errors = {found.code for found in about if found.severity is Severity.ERROR}
    strange = sorted(set(one.faults) - errors)
    if strange:
        return f"de fout {strange[0]} staat niet bij de bevindingen van het bestand"
    if errors and not one.faults and not any(found.code == _ANOTHER_ROUND for found in about):
        return f"de bevindingen van het bestand noemen {sorted(errors)[0]}, en het verslag telt mee"
    return ""


def _differences(
    round_id: str, one: StoredReport, kept: Sequence[Mapping[str, str]]
) -> Iterator[str]:
    """What a report that counts says otherwise than its rows."""
    from ...workbooks.intake.monitors import said_by  # late: most rounds have no reports yet

    said = [said_by(row) for row in kept]
    if len(said) != len(one.lots):
        yield f"bewaard: {counted(len(one.lots), 'regel', 'regels')}; gelezen: {len(said)}"
        return
    for row, lot in zip(said, one.lots, strict=True):
        wanted = _of_a_lot(lot) | {
            "round_id": round_id, "application_id": one.application_id, "as_of": one.as_of,
        }  # fmt: skip
        for field, value in wanted.items():
            if field in row and _plain(row[field]) != _plain(value):
                yield f"'{field}' is bewaard als {value}, en gelezen als {row[field]}"
    yield from _measures_differ(one, said)


def _of_a_lot(lot: Lot) -> dict[str, object]:
    return {
        "segment": SEGMENT_WORDS[lot.segment], "homes": lot.homes, "phase": lot.phase,
        "permit": lot.permit, "start": lot.start, "completion": lot.completion,
        "bag_ids": lot.bag_ids, "note": lot.note,
    }  # fmt: skip


def _measures_differ(one: StoredReport, said: Sequence[Said]) -> Iterator[str]:
    days = [row["measures_ready"] for row in said if "measures_ready" in row]
    last = max((day for day in days if isinstance(day, date)), default=None)
    if len(days) == len(said) and last != one.measures_ready:
        yield f"de maatregelen zijn bewaard als gereed op {one.measures_ready}, en gelezen {last}"


def _plain(value: object) -> object:
    """A value to be compared: nothing is nothing, and spaces are one; a number has its capitals."""
    if value is None or value == ():
        return ""
    return " ".join(value.split()).upper() if isinstance(value, str) else value
