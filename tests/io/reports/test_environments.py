"""The same round gives the same bytes in another place, time zone, language and order of sets."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_WRITE = """
import sys
from pathlib import Path
from tests.io.reports.rounds import dossier
from verdeelsleutel.io.reports.writing import write_report
write_report(dossier(), Path(sys.argv[1]))
"""


def test_every_file_of_a_report_has_the_same_bytes_in_another_environment(
    report: Path, tmp_path: Path
) -> None:
    root = Path(__file__).parents[3]
    elsewhere = dict(
        os.environ, TZ="Pacific/Kiritimati", LC_ALL="C", PYTHONHASHSEED="4711", HOME="/",
        PYTHONPATH=str(root),
    )  # fmt: skip
    out = tmp_path / "elders"
    subprocess.run(
        [sys.executable, "-c", _WRITE, str(out)],
        env=elsewhere, cwd=tmp_path, check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    names = sorted(str(p.relative_to(report)) for p in report.rglob("*") if p.is_file())
    assert len(names) == 12
    assert names == sorted(str(p.relative_to(out)) for p in out.rglob("*") if p.is_file())
    for name in names:
        assert (out / name).read_bytes() == (report / name).read_bytes(), name
