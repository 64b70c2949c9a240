"""The workbook of a report as municipalities send it back: odd, damaged, with other cells."""

import random
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from verdeelsleutel.grants.after.monitoring import SEGMENT_WORDS
from verdeelsleutel.io.errors import Unreadable
from verdeelsleutel.io.workbooks.intake.monitors import COLUMNS, ReadMonitor, read_monitor
from verdeelsleutel.io.workbooks.templates.monitors import monitor_workbook

from .odd_files import ODD, packed, parts_of
from .scheme import MONITOR

HEAVY = ("bomb", "million", "thousand")
AS_OF = date(2028, 1, 1)
LABELS = [column.label for column in COLUMNS]
ODD_VALUES: tuple[Any, ...] = (
    "zomer", "#REF!", -3, 49.5, True, "1.000", "01/02/2027", "31-02-2027", "onbekend", "=1+1", 1e20,
    "n.v.t.", "  12 ", date(1850, 1, 1), datetime(2027, 5, 1, 9, 30), "150 woningen", "",  # noqa: DTZ001 - as a cell has it
    "\u00a0", "GM0344\u200b", 0.1, 60_000,
)  # fmt: skip


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of two rows, filled in by openpyxl as Excel would save it."""
    path = tmp_path_factory.mktemp("verslag") / "goed.xlsx"
    path.write_bytes(monitor_workbook([MONITOR], ["Vul in."]))
    book: Any = openpyxl.load_workbook(path)
    sheet = book["Voortgang"]
    for row in (2, 3):
        sheet.cell(row, LABELS.index("Peildatum") + 1).value = AS_OF
        sheet.cell(row, LABELS.index("Start bouw") + 1).value = date(2027, 3, 1)
    book.save(path)
    return path


def held(read: ReadMonitor) -> None:
    """Every row is either made, or says at its cells why not."""
    for row in read.rows:
        assert (row.made is None) == bool(row.findings)
        assert all(one.cell for one in row.findings)


def test_a_sound_report_is_read_as_it_was_filled_in(sound: Path) -> None:
    read = read_monitor(sound)
    assert (read.findings, read.doubted) == ((), False)
    assert [
        (o.made.segment_key, o.made.homes, o.made.start, o.made.as_of, o.made.phase)
        for o in read.rows if o.made is not None
    ] == [
        ("social_rent", 10, date(2027, 3, 1), AS_OF, "Noord"),
        ("mid_rent", 5, date(2027, 3, 1), AS_OF, "Noord"),
    ]  # fmt: skip
    assert set(SEGMENT_WORDS.values()) >= {one.raw["Segment"] for one in read.rows}


@pytest.mark.sample(every=2)
@pytest.mark.parametrize(
    "odd", [one for one in ODD if not any(word in one.name for word in HEAVY)], ids=lambda o: o.name
)
def test_an_odd_file_ends_in_rows_findings_or_a_sentence(
    sound: Path, tmp_path: Path, odd: Any
) -> None:
    try:
        parts = odd.change(parts_of(sound))
    except (AssertionError, KeyError, IndexError):
        pytest.skip("what it changes is not in this workbook")
    path = tmp_path / "vreemd.xlsx"
    path.write_bytes(packed(parts))
    try:
        read = read_monitor(path)
    except Unreadable as refusal:
        assert str(refusal).startswith(path.name)  # noqa: PT017 - either is right
        return
    held(read)


@pytest.mark.sample(every=4)
@pytest.mark.parametrize("seed", range(40))
def test_another_value_in_a_cell_is_read_or_told_and_leaves_the_other_rows(
    sound: Path, tmp_path: Path, seed: int
) -> None:
    rng = random.Random(seed)
    place, value = rng.randrange(len(COLUMNS)), rng.choice(ODD_VALUES)
    book: Any = openpyxl.load_workbook(sound)
    book["Voortgang"].cell(2, place + 1).value = value
    path = tmp_path / "anders.xlsx"
    book.save(path)
    read = read_monitor(path)
    before, after = read_monitor(sound).rows, read.rows
    assert after[1].made == before[1].made
    held(read)
    column = COLUMNS[place]
    first = after[0]
    if first.made is None:
        assert column.field in {one.field for one in first.findings}
        return
    made, was = first.made.model_dump(), before[0].made
    assert was is not None
    same = {k: v for k, v in was.model_dump().items() if k != column.field}
    assert {k: v for k, v in made.items() if k != column.field} == same


def test_a_sheet_with_unknown_or_doubled_headers_says_so_and_is_not_trusted(
    sound: Path, tmp_path: Path
) -> None:
    book: Any = openpyxl.load_workbook(sound)
    sheet = book["Voortgang"]
    sheet.cell(1, len(COLUMNS) + 1).value = "Woningen"
    book.save(tmp_path / "dubbel.xlsx")
    read = read_monitor(tmp_path / "dubbel.xlsx")
    assert read.doubted
    assert [one.code for one in read.findings] == ["INT-005"]
    sheet.cell(1, len(COLUMNS) + 1).value = "Opmerking van de wethouder"
    book.save(tmp_path / "extra.xlsx")
    read = read_monitor(tmp_path / "extra.xlsx")
    assert (read.doubted, [one.code for one in read.findings]) == (False, ["INT-086"])
    assert "Opmerking van de wethouder" not in read.rows[0].raw
