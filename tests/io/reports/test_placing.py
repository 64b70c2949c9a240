"""A file that cannot be replaced is told in one sentence before anything of a report is written.

On Windows a workbook that is open in Excel cannot be replaced. Here a folder in the place of a file
and a file without the right to write stand for it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from verdeelsleutel.io.errors import Unreadable
from verdeelsleutel.io.files.placing import ready
from verdeelsleutel.io.reports.comparison.sides import side
from verdeelsleutel.io.reports.writing import report_places, write_comparison, write_report

from .rounds import dossier

NOBODY = 65534
_AS_NOBODY = """
import os, sys
from pathlib import Path
from verdeelsleutel.io.errors import Unreadable
from verdeelsleutel.io.files.placing import ready
if os.geteuid() == 0:
    os.setegid(int(sys.argv[1])); os.seteuid(int(sys.argv[1]))
try:
    ready([Path(sys.argv[2])])
except Unreadable as fault:
    print(fault)
"""


def _everything(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.sample(every=3)
@pytest.mark.parametrize("held", ["report.xlsx", "summary.pdf", "open_data/360giving.json"])
def test_a_report_of_which_one_file_is_held_leaves_all_files_as_they_were(
    tmp_path: Path, held: str
) -> None:
    for path in report_places(tmp_path):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"van gisteren")
    (tmp_path / held).unlink()
    (tmp_path / held).mkdir()
    before = _everything(tmp_path)
    with pytest.raises(Unreadable) as told:
        write_report(dossier(), tmp_path)
    assert str(tmp_path / held) in str(told.value)
    assert str(told.value).endswith(
        "Sluit het bestand in andere programma's, of noem een andere map met --out."
    )
    assert _everything(tmp_path) == before


def test_a_comparison_of_which_the_page_is_held_writes_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "comparison.html").mkdir()
    with pytest.raises(Unreadable, match=r"comparison\.html"):
        write_comparison(dossier(), side(dossier()), tmp_path)
    assert not (tmp_path / "comparison.xlsx").exists()


def test_a_folder_that_does_not_exist_is_made_and_one_that_is_a_file_is_told(
    tmp_path: Path,
) -> None:
    ready(report_places(tmp_path / "nieuw" / "rapport"))
    assert not (tmp_path / "nieuw").exists()
    (tmp_path / "bestand").write_text("hier staat iets", encoding="utf-8")
    with pytest.raises(Unreadable, match="geen map"):
        ready(report_places(tmp_path / "bestand" / "rapport"))


@pytest.fixture
def outside() -> Iterator[Path]:
    """A folder that any user can look into."""
    with tempfile.TemporaryDirectory(prefix="verdeel-tests-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="rights of files as on Linux and macOS")
def test_what_one_may_not_write_is_told(outside: Path) -> None:
    held = outside / "report.xlsx"
    held.write_bytes(b"van gisteren")
    held.chmod(0o444)
    outside.chmod(0o555)
    for path, why in ((held, "geen toegang"), (outside / "nieuw.xlsx", "geen recht")):
        told = subprocess.run(
            [sys.executable, "-c", _AS_NOBODY, str(NOBODY), str(path)],
            check=True, capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        assert f"{path} kan niet worden geschreven ({why}" in told.stdout
    outside.chmod(0o755)
    assert held.read_bytes() == b"van gisteren"
