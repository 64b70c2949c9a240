"""A file is read within limits of time and of what can be wrong with it, each with its sentence."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from verdeelsleutel.io.errors import Unreadable
from verdeelsleutel.io.workbooks.annotation.annotated import hand_back
from verdeelsleutel.io.workbooks.formats.limits import MAX_FINDINGS, TimeLimit
from verdeelsleutel.io.workbooks.intake.reading import ReadWorkbook, read_workbook

from .binary_made import as_text, by_hand, sheet
from .made import by_xlsxwriter, table
from .scheme import BRIDGES, GOOD, good

FILES = Path(__file__).parent / "files"
COLUMNS = [column for column in BRIDGES.columns if column.field in GOOD]
KINDS = (".xlsx", ".xlsb", ".xls", ".ods", ".csv")


class Ticking:
    """A clock on which each look takes a second."""

    def __init__(self) -> None:
        self.looks = 0

    def __call__(self) -> float:
        self.looks += 1
        return float(self.looks)


def bridges(folder: Path, rows: Sequence[dict[str, object]]) -> Path:
    return by_xlsxwriter(folder / "bruggen.xlsx", {"Bruggen": table(COLUMNS, rows)})


def of_kind(kind: str, folder: Path) -> Path:
    path = folder / f"bruggen{kind}"
    cells = table(COLUMNS, [GOOD, good(2)])
    if kind == ".xlsx":
        by_xlsxwriter(path, {"Bruggen": cells})
    elif kind == ".xlsb":
        by_hand(path, "Bruggen", sheet({at: as_text(value) for at, value in cells.items()}))
    elif kind == ".csv":
        path.write_text("\n".join([";".join(one.label for one in COLUMNS), "BRU-1"]), "utf-8")
    else:
        shutil.copy(FILES / path.name, path)
    return path


def read(path: Path, seconds: float, clock: Ticking) -> ReadWorkbook:
    return read_workbook(path, {"bruggen": BRIDGES}, limit=TimeLimit(seconds, clock))


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_of_any_kind_is_stopped_when_its_time_is_up(kind: str, tmp_path: Path) -> None:
    path = of_kind(kind, tmp_path)
    clock = Ticking()
    whole = read(path, 1_000, clock)
    assert whole.rows == read_workbook(path, {"bruggen": BRIDGES}).rows
    looks = range(clock.looks - 1)
    for seconds in sorted({*looks[:3], *looks[:: max(1, len(looks) // 20)], *looks[-3:]}):
        with pytest.raises(Unreadable) as refusal:
            read(path, seconds, Ticking())
        assert str(refusal.value) == (
            f"bruggen{kind} is na {seconds} seconden nog niet gelezen; het lezen is gestopt en er "
            "is niets uit opgenomen. Verdeel de aanvragen over meer bestanden, of kopieer ze naar "
            "een nieuw sjabloon."
        )


@pytest.mark.slow(sample="test_a_file_of_any_kind_is_stopped_when_its_time_is_up")
def test_the_clock_is_looked_at_in_every_row_with_a_fault_and_in_every_block_without(
    tmp_path: Path,
) -> None:
    clock = Ticking()
    read(bridges(tmp_path, [good(n, requested="veel") for n in range(1, 501)]), 1_000, clock)
    assert clock.looks > 500
    clock = Ticking()
    read(bridges(tmp_path, [good(n) for n in range(1, 501)]), 1_000, clock)
    assert 5 < clock.looks < 50


def test_a_file_in_which_nearly_everything_is_wrong_is_refused_with_its_first_fault(
    tmp_path: Path,
) -> None:
    rows = MAX_FINDINGS // 11 + 1
    path = tmp_path / "leeg.csv"
    labels = ";".join(column.label for column in COLUMNS)
    path.write_text("\n".join([labels, *(f"BRU-{n}" for n in range(rows))]), "utf-8")
    with pytest.raises(Unreadable) as refusal:
        read_workbook(path, {"bruggen": BRIDGES})
    assert str(refusal.value) == (
        "leeg.csv heeft meer dan 100.000 bevindingen; er is niets uit opgenomen. De eerste staat "
        "op blad 'leeg', cel B2: 'Gemeentecode' is verplicht, maar leeg. Controleer of elke kolom "
        "onder haar eigen kop staat en of er geen regels zijn die geen aanvraag zijn."
    )


@pytest.mark.slow(
    sample="test_a_file_in_which_nearly_everything_is_wrong_is_refused_with_its_first_fault"
)
def test_a_number_in_thousands_of_rows_is_told_at_each_with_five_of_the_others(
    tmp_path: Path,
) -> None:
    workbook = read_workbook(bridges(tmp_path, [GOOD] * 2_000), {"bruggen": BRIDGES})
    doubles = [found for found in workbook.findings if found.code == "INT-016"]
    assert [found.cell for found in doubles] == [f"A{row}" for row in range(2, 2_002)]
    assert "A3, A4, A5, A6, A7, nog 1.994 regels" in doubles[0].message
    assert "A2, A3, A4, A5, A6, nog 1.994 regels" in doubles[1_999].message


@pytest.mark.slow(sample="test_a_file_of_any_kind_is_stopped_when_its_time_is_up")
def test_files_that_are_read_one_after_another_leave_nothing_behind(tmp_path: Path) -> None:
    path = bridges(tmp_path, [GOOD, good(2, requested="veel")])

    def read_and_hand_back() -> None:
        workbook = read_workbook(path, {"bruggen": BRIDGES})
        hand_back(path, workbook.findings, tmp_path / "terug").path.unlink()

    for _ in range(3):  # what is remembered for ever is remembered then
        read_and_hand_back()
    before = len(gc.get_objects())
    for _ in range(10):
        read_and_hand_back()
    assert len(gc.get_objects()) - before < 1_500  # what the last copy left, and not each
