"""Makes the sample workbooks, and the counts in their README, from nothing but this folder.

``python -m verdeelsleutel.sample_applications.regenerate`` writes them; with ``--check`` it writes
nothing, names the files that would change, and exits 1 if there are any. Two runs give the same
bytes: the draws are seeded, and the workbooks bear a fixed date.
"""

# xlsxwriter is annotated in part and ships no py.typed.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from xlsxwriter import Workbook

from ..grants.columns import Kind
from ..instruments.instrument import instruments
from ..io.workbooks.formats.writing import Formats, open_workbook, write_headers, write_rows
from .answers import ANSWERS, write_answers
from .batches import BATCHES, Batch, instrument_of, rows_of, sample_rows
from .cases import CASES
from .faults import write_faulty
from .incomplete import BATCH, INCOMPLETE, incomplete_row
from .past_rounds import PAST, PastRound, past_rounds
from .readme import README, with_counts, with_faults
from .rows import Row

HERE = Path(__file__).parent


def regenerate(folder: Path) -> tuple[Path, ...]:
    """Write every generated file below ``folder``; the paths, relative to it, in order."""
    rows = sample_rows()
    faulty = folder / "faulty"
    faulty.mkdir(parents=True, exist_ok=True)
    for batch in BATCHES:
        write_batch(folder / batch.file, batch, rows)
    (folder / INCOMPLETE).parent.mkdir(exist_ok=True)
    write_batch(folder / INCOMPLETE, BATCH, [incomplete_row()])
    write_answers(folder / ANSWERS, tuple(sorted(folder.glob("*.xlsx"))))
    past = folder / PAST
    past.mkdir(exist_ok=True)
    for one in past_rounds():
        write_past(past / one.file, one)
    write_faulty(faulty, [row for row in rows if _is_good(row)])
    for readme in (Path(README), Path("faulty", README)):
        text = (HERE / readme).read_text(encoding="utf-8")
        filled = with_counts(text, rows) if readme.parent == Path() else with_faults(text)
        (folder / readme).write_text(filled, encoding="utf-8", newline="\n")
    made = (
        *folder.glob("*.xlsx"), *faulty.glob("*.xlsx"), *past.glob("*.xlsx"),
        folder / ANSWERS, folder / INCOMPLETE, folder / README, faulty / README,
    )  # fmt: skip
    return tuple(sorted(path.relative_to(folder) for path in made))


def _is_good(row: Row) -> bool:
    """An application for the Woningbouwimpuls that is no special case."""
    cases = {case.where for case in CASES if case.prefix == "WBI"}
    return instrument_of(row) == "woningbouwimpuls" and row["municipality"] not in cases


def write_batch(path: Path, batch: Batch, rows: list[Row]) -> None:
    """Write one workbook as an office would have sent it: values only, amounts in euros."""
    workbook = open_workbook(path, title=batch.titles[0] if batch.titles else "Aanvragen")
    formats = Formats(workbook)
    formats.of_kind[Kind.MONEY] = workbook.add_format({"num_format": '"€" #,##0.00'})
    if batch.explanation:
        _explain(workbook, batch.explanation)
    for key, mine in rows_of(batch, rows).items():
        instrument = instruments()[key]
        sheet = workbook.add_worksheet(instrument.sheet)
        for line, text in enumerate(batch.titles):
            sheet.write_string(line, 0, text, formats.title)
        header = len(batch.titles) + 1 if batch.titles else 0
        write_headers(sheet, instrument.columns, formats, row=header)
        write_rows(sheet, instrument.columns, mine, formats, first_row=header + 1)
        sheet.freeze_panes(header + 1, 1)
    workbook.close()


def write_past(path: Path, one: PastRound) -> None:
    """Write the workbook of a round of the past."""
    workbook = open_workbook(path, title=one.titles[0])
    formats, scheme = Formats(workbook), instruments()[one.instrument]
    formats.of_kind[Kind.MONEY] = workbook.add_format({"num_format": '"€" #,##0.00'})
    sheet = workbook.add_worksheet(scheme.sheet)
    for line, text in enumerate(one.titles):
        sheet.write_string(line, 0, text, formats.title)
    header = len(one.titles) + 1
    write_headers(sheet, scheme.columns, formats, row=header)
    write_rows(sheet, scheme.columns, list(one.rows), formats, first_row=header + 1)
    sheet.freeze_panes(header + 1, 1)
    workbook.close()


def _explain(workbook: Workbook, lines: tuple[str, ...]) -> None:
    """A sheet that is no intake sheet; the loader lists it and leaves it alone."""
    sheet = workbook.add_worksheet("Toelichting")
    sheet.set_column(0, 0, 80)
    for line, text in enumerate(lines):
        sheet.write_string(line, 0, text)


def changed_files() -> list[Path]:
    """The generated files of this folder that differ from what would be made now."""
    with tempfile.TemporaryDirectory() as temporary:
        fresh = Path(temporary)
        made = regenerate(fresh)
        return [path for path in made if _bytes(HERE / path) != _bytes(fresh / path)]


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def main(arguments: list[str] | None = None) -> int:
    """The command; the exit code is 1 if ``--check`` finds a difference."""
    parser = argparse.ArgumentParser(description="Make the sample workbooks.")
    parser.add_argument("--check", action="store_true", help="compare only, write nothing")
    options = parser.parse_args(arguments)
    if not options.check:
        made = regenerate(HERE)
        sys.stdout.write(f"{len(made)} files written.\n")
        return 0
    changed = changed_files()
    for path in changed:
        sys.stdout.write(f"{path.as_posix()} differs from what the script makes.\n")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
