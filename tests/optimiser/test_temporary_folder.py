"""A second solver runs whatever the temporary folder is called, or says that it cannot."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from verdeelsleutel.io.cli.commands.allocation import cross_check_line
from verdeelsleutel.optimiser.questions.comparison.crosscheck import CrossCheck
from verdeelsleutel.optimiser.search.solvers import office_solver


@pytest.mark.parametrize("name", ["met spatie", "100%", "50% korting", "%TEMP%", "plein’s"])
def test_the_name_of_the_folder_for_temporary_files_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    folder = tmp_path / name
    folder.mkdir()
    for variable in ("TMPDIR", "TMP", "TEMP"):
        monkeypatch.setenv(variable, str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    assert tempfile.gettempdir() == str(folder)
    assert office_solver.is_running("cbc")
    assert list(folder.iterdir()) == []


def test_a_solver_that_cannot_be_run_is_not_said_to_be_slow() -> None:
    told = cross_check_line(
        CrossCheck(solver="cbc", decided=False, agrees=False, stages=(), same_list=False, run=False)
    )
    assert "kon niet worden uitgevoerd" in told
    assert "op tijd" not in told
