"""Every odd or hostile file has its outcome, in few steps and little memory, and no traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from verdeelsleutel.io.errors import Unreadable
from verdeelsleutel.io.workbooks.intake.reading import read_workbook

from .made import by_xlsxwriter, table
from .odd_files import ODD, Odd, packed, parts_of
from .scheme import BRIDGES, GOOD, good

ROOT = Path(__file__).parents[3]
COLUMNS = [column for column in BRIDGES.columns if column.field in GOOD]
# Functions called to read one file: forty for each of two hundred thousand formatted cells.
CALLS, MEGABYTES = 8_000_000, 500
READ_ALL = """
import json, pathlib, sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_CPU, (90, 90))  # ends what has no end; all take six
except ImportError:  # Windows
    pass
from tests.io.workbooks.scheme import BRIDGES
from verdeelsleutel.io.errors import Unreadable
from verdeelsleutel.io.workbooks.intake.reading import read_workbook

calls = {}
def count(frame, event, argument):
    global called
    called += event in ("call", "c_call")

for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    called = 0
    sys.setprofile(count)
    try:
        read_workbook(path, {"bruggen": BRIDGES})
    except Unreadable:
        pass
    sys.setprofile(None)
    calls[path.name] = called
status = pathlib.Path("/proc/self/status")  # getrusage would count what the parent had too
told = status.read_text().split("VmHWM:")[1].split()[0] if status.exists() else "0"
peak = int(told) // 1024
print(json.dumps({"calls": calls, "peak": peak}))
"""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("odd") / "goed.xlsx"
    return by_xlsxwriter(path, {"Bruggen": table(COLUMNS, [GOOD, good(2)])})


@pytest.mark.sample(every=2)
@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd.name)
def test_an_odd_file_has_its_outcome(odd: Odd, sound: Path, tmp_path: Path) -> None:
    path = tmp_path / "vreemd.xlsx"
    path.write_bytes(packed(odd.change(parts_of(sound))))
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


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.slow)])
def test_none_takes_many_steps_or_much_memory(sound: Path, tmp_path: Path, every: int) -> None:
    """All in one process of their own: its peak, the program itself included, bounds each.

    Systems other than Linux do not tell the peak in a file; there the steps alone are held.
    """
    some = ODD[::every]
    for number, odd in enumerate(some):
        path = tmp_path / f"{number:02d} {odd.name.replace('/', '-')[:60]}.xlsx"
        path.write_bytes(packed(odd.change(parts_of(sound))))
    done = subprocess.run(
        [sys.executable, "-c", READ_ALL, str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    told = json.loads(done.stdout)
    assert len(told["calls"]) == len(some)
    assert {name: calls for name, calls in told["calls"].items() if calls > CALLS} == {}
    assert told["peak"] < MEGABYTES


def test_there_are_more_than_sixty_and_each_is_another() -> None:
    assert len({odd.name for odd in ODD}) == len(ODD) > 60
