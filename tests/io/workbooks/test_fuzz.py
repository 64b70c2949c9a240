"""Files changed with an eye on the code they reach: findings or a sentence, and never a crash.

Those that were once found always, sixty and sixty thousand new ones in ``make verify``. The
driver exists for Linux only; elsewhere, and always, the files that it once found are read again.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from verdeelsleutel.io.errors import Unreadable
from verdeelsleutel.io.workbooks.annotation.annotated import hand_back
from verdeelsleutel.io.workbooks.intake.reading import ReadWorkbook, read_workbook

from .scheme import BRIDGES

ROOT = Path(__file__).parents[3]
FOUND = sorted((Path(__file__).parent / "found").glob("*.*"))
needs_atheris = pytest.mark.skipif(
    find_spec("atheris") is None, reason="atheris, which exists for Linux only, is not installed"
)


def said(workbook: ReadWorkbook) -> list[tuple[str, str, str]]:
    return [(found.code, found.sheet, found.cell) for found in workbook.findings]


def start(files: int, seed: int, found: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [
            sys.executable, "-m", "tests.io.workbooks.fuzzing", "--files", str(files),
            "--seed", str(seed), "--found", str(found),
        ],
        cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, errors="replace",
    )  # fmt: skip


def fuzz(files: int, seed: int, folder: Path) -> int:
    """Fuzz from a seed; how many files were tried. A find is shown."""
    one = start(files, seed, folder / str(seed))
    told = one.communicate()[1]
    kept = sorted((folder / str(seed)).glob("*"))
    assert (one.returncode, kept) == (0, []), told[-4_000:]
    runs = re.search(r"stat::number_of_executed_units: ([0-9]+)", told)
    assert runs is not None, told[-4_000:]
    reached = re.findall(r"\bcov: ([0-9]+)", told)
    assert int(reached[-1]) > int(reached[0]) > 0  # it saw the code, and got further in it
    return int(runs[1])


@pytest.mark.slow(sample="test_a_file_that_was_once_found_has_an_outcome")
@needs_atheris
def test_changed_files_end_in_findings_or_a_sentence(tmp_path: Path) -> None:
    assert fuzz(60, 2026, tmp_path) >= 60


@needs_atheris
@pytest.mark.slow(sample="test_a_file_that_was_once_found_has_an_outcome")
def test_many_changed_files_end_in_findings_or_a_sentence(tmp_path: Path) -> None:
    assert fuzz(60_000, 2027, tmp_path) >= 60_000


@pytest.mark.parametrize("file", FOUND, ids=lambda path: path.name)
def test_a_file_that_was_once_found_has_an_outcome(file: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(file, tmp_path))
    try:
        workbook = read_workbook(path, {"bruggen": BRIDGES})
    except Unreadable as refusal:
        assert str(refusal).startswith(path.name)  # noqa: PT017 - either is right
        return
    back = hand_back(path, workbook.findings, tmp_path / "terug")
    if not back.why_separate:
        assert said(read_workbook(back.path, {"bruggen": BRIDGES})) == said(workbook)


def test_the_fast_reader_shows_no_lines_of_its_own_where_it_gives_up(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(Unreadable):
        read_workbook(Path(__file__).parent / "found" / "panic.xlsx", {"bruggen": BRIDGES})
    assert capfd.readouterr() == ("", "")
