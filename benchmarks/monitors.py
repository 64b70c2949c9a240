"""``python -m benchmarks.monitors``: time and memory of reading the reports about many projects.

Run from the root of the project. A workbook of four rows a project is written, as the template has
it and filled in from a seed; that is not counted. Then it is read, put to its awards, kept in an
SQLite database with its event, read back, and pictured: page, workbook and open data of the part
about the homes, of which the rest of the report is measured by ``benchmarks.reports``.
"""

# xlsxwriter is annotated in part and ships no py.typed.
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from benchmarks.reports import peak_mib
from tests.io.reports.rounds import dossier
from verdeelsleutel.grants.after.monitoring import SEGMENT_WORDS
from verdeelsleutel.grants.after.progress import Promise
from verdeelsleutel.grants.homes import Homes
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.municipality import municipalities
from verdeelsleutel.instruments.after.obligations import obligations_of
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.io.records import tables
from verdeelsleutel.io.records.after import monitor_reports
from verdeelsleutel.io.records.rounds.events import EventKind
from verdeelsleutel.io.records.rounds.reader import changing_round, reading_round
from verdeelsleutel.io.reports.book import Book
from verdeelsleutel.io.reports.figures import figures
from verdeelsleutel.io.reports.open_data.fields import table
from verdeelsleutel.io.reports.open_data.homes import progress_rows
from verdeelsleutel.io.reports.progress.sheet import progress_sheets
from verdeelsleutel.io.reports.sheets import Tables
from verdeelsleutel.io.reports.web_page.page import report_page
from verdeelsleutel.io.reports.words import Words
from verdeelsleutel.io.rounds.actor import Actor
from verdeelsleutel.io.rounds.monitors.awarded import Awarded
from verdeelsleutel.io.rounds.monitors.codes import findings_of_doubles
from verdeelsleutel.io.rounds.monitors.doubles import doubles
from verdeelsleutel.io.rounds.monitors.judging import judged
from verdeelsleutel.io.rounds.monitors.progress import progress_in
from verdeelsleutel.io.rounds.state import record
from verdeelsleutel.io.workbooks.formats.writing import Formats, open_workbook, write_value
from verdeelsleutel.io.workbooks.intake.monitors import COLUMNS, SHEET, read_monitor

ROUND, ON, AS_OF, DECIDED = "2026-1", date(2029, 7, 10), date(2029, 7, 1), date(2026, 12, 14)
HOMES = Homes(social_rent=60, mid_rent=40, affordable_purchase=50, other=70)
Made = TypeVar("Made")


def awards(count: int) -> dict[str, Awarded]:
    """So many awards of the Woningbouwimpuls, spread over the municipalities."""
    own = instruments()["woningbouwimpuls"]
    law = own.catalogue.law_on(date(2026, 9, 1))
    obligations = obligations_of(own.key, own.obligations, law, DECIDED)
    places = list(municipalities().values())
    found: dict[str, Awarded] = {}
    for at in range(count):
        number, place = f"WBI-{at:05d}", places[at % len(places)]
        promise = Promise(
            application_id=number, instrument=own.key, municipality_code=place.code,
            municipality=place.name, province=place.province, project=f"{place.code}:p-{at}",
            project_id=f"P-{at}", name=f"Plan {at}", homes=HOMES, amount=Euro.euros(2_000_000 + at),
            decided_on=DECIDED, first_start=date(2028, 3, 1), last_start=date(2031, 3, 1),
        )  # fmt: skip
        found[number] = Awarded(
            promise=promise, participants=(place.code,), phases=(), obligations=obligations
        )
    return found


def write(path: Path, every: dict[str, Awarded]) -> None:
    """The workbook, filled in from a seed."""
    rng = random.Random(2026)
    workbook = open_workbook(path, title="Voortgang")
    formats, sheet = Formats(workbook), workbook.add_worksheet(SHEET)
    for at, column in enumerate(COLUMNS):
        sheet.write_string(0, at, column.label)
    row = 0
    for number, award in every.items():
        start = date(2027, 1, 1) + timedelta(days=rng.randrange(1_600))
        for segment, count in award.promise.homes.by_segment().items():
            row += 1
            values = {
                "round_id": ROUND, "application_id": number, "municipality_code": award.leads,
                "project_id": award.promise.project_id, "segment": SEGMENT_WORDS[segment],
                "promised": count, "homes": count, "permit": start - timedelta(days=90),
                "start": start, "completion": start + timedelta(days=500), "as_of": AS_OF,
                "bag_ids": f"0363010{row:09d}",
            }  # fmt: skip
            for at, column in enumerate(COLUMNS):
                if column.field in values:
                    own = formats.of_kind[column.kind]
                    write_value(sheet, row, at, values[column.field], own)
    workbook.close()


def main() -> None:
    """Read, keep and picture the reports, and print what each step took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000, help="how many projects")
    count: int = parser.parse_args().count
    every, lines = awards(count), list[str]()

    def timed(what: str, step: Callable[[], Made]) -> Made:
        began, cpu = time.perf_counter(), time.process_time()
        made = step()
        took, worked = time.perf_counter() - began, time.process_time() - cpu
        lines.append(f"{what}: {took:.1f} s, of which {worked:.1f} s of processor time")
        return made

    with tempfile.TemporaryDirectory() as folder:
        path, url = Path(folder) / "voortgang.xlsx", f"sqlite:///{folder}/verdeel.db"
        write(path, every)
        with changing_round(url, ROUND, create_as=True) as reader:
            reader.session.add(_bare_round())
            record(reader, EventKind.OPENED, Actor(name="B. Benchmark"))
        began, cpu = time.perf_counter(), time.process_time()
        read = timed("read", lambda: read_monitor(path))
        found = timed("judged", lambda: judged(read, ROUND, every, {}, ON))
        assert len(found.reports) == count
        lots = {one.application_id: one.lots for one in found.reports}
        twice = timed("doubles", lambda: doubles(lots, every, {}))
        findings = (*found.findings, *findings_of_doubles(read, twice))

        def keep() -> None:
            with changing_round(url, ROUND) as reader:
                who = Actor(name="B. Benchmark")
                monitor_reports.add_file(
                    reader, read.file, read.sha256, ON, who.name, findings, (), found.reports
                )
                record(reader, EventKind.MONITOR_LOADED, who)

        timed("kept", keep)
        with reading_round(url, ROUND) as reader:
            known = timed("read back", lambda: reader.after.progress_reports)
        progress = timed("held against obligations", lambda: progress_in(every, known, ON))
        whole = dossier().model_copy(update={"progress": progress})
        words, sums = Words("nl"), figures(dossier())
        page = timed("page", lambda: report_page(whole, sums, words))

        def sheets() -> bytes:
            book = Book("Voortgang", ON, "Totaal")
            progress_sheets(Tables(whole, sums, words, book))
            return book.content()

        workbook = timed("sheets", sheets)
        data = timed(
            "open data",
            lambda: table("progress.csv", progress_rows(ROUND, progress, str), later=True),
        )
        total = time.perf_counter() - began
        worked = time.process_time() - cpu
    peak = peak_mib()
    sizes = f"page {len(page) / 1e6:.2f} MB, sheets {len(workbook) / 1e6:.2f} MB, "
    lines += [
        f"{count} projects, {len(read.rows)} rows, {len(findings)} findings: {total:.1f} s in all, "
        f"of which {worked:.1f} s of processor time",
        f"peak of memory: {'unknown' if peak is None else f'{peak} MiB'}",
        f"{sizes}open data {len(data) / 1e6:.2f} MB",
    ]
    sys.stdout.write("\n".join(lines) + "\n")


def _bare_round() -> tables.Round:
    return tables.Round(
        id=ROUND, policy_file="", policy_json="{}", policy_hash="", program_version="",
        state="open", opened_by="B. Benchmark", screened_by="",
    )  # fmt: skip


if __name__ == "__main__":
    main()
