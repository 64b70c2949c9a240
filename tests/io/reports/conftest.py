"""The report of the example round, made once for all tests that only read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from verdeelsleutel.io.reports.writing import write_report

from .rounds import dossier


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with report.xlsx and report.html."""
    out = tmp_path_factory.mktemp("reports") / "report"
    write_report(dossier(), out)
    return out
