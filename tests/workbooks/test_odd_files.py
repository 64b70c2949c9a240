"""Every odd or hostile file has its outcome, in time and within memory, and no traceback."""

from __future__ import annotations

import importlib
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from verdeelsleutel.io.errors import Unreadable
from verdeelsleutel.io.workbooks.reading import read_workbook

from .made import by_xlsxwriter, table
from .odd_files import ODD, Odd, packed, parts_of
from .scheme import BRIDGES, GOOD, good

COLUMNS = [column for column in BRIDGES.columns if column.field in GOOD]
SECONDS, MEGABYTES = 5, 500


def most_memory() -> int:
    """The most memory this process has had, in megabytes; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    usage = importlib.import_module("resource")
    return usage.getrusage(usage.RUSAGE_SELF).ru_maxrss // 1024


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("odd") / "goed.xlsx"
    before = most_memory()
    yield by_xlsxwriter(path, {"Bruggen": table(COLUMNS, [GOOD, good(2)])})
    assert most_memory() - before < MEGABYTES


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd.name)
def test_an_odd_file_has_its_outcome(odd: Odd, sound: Path, tmp_path: Path) -> None:
    path = tmp_path / "vreemd.xlsx"
    path.write_bytes(packed(odd.change(parts_of(sound))))
    began = time.perf_counter()
    if odd.sentence:
        with pytest.raises(Unreadable, match=odd.sentence) as refusal:
            read_workbook(path, {"bruggen": BRIDGES})
        assert str(refusal.value).startswith("vreemd.xlsx")
    else:
        workbook = read_workbook(path, {"bruggen": BRIDGES})
        assert tuple(found.code for found in workbook.findings) == odd.codes
        assert len(workbook.rows) == odd.rows
        errors = {f.cell for f in workbook.findings if f.code in ("INT-017", "INT-018")}
        assert errors <= {"G2"}
    assert time.perf_counter() - began < SECONDS


def test_there_are_more_than_sixty_and_each_is_another() -> None:
    assert len({odd.name for odd in ODD}) == len(ODD) > 60
