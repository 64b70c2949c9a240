"""The example notebooks run, and what stands under their cells is what comes out."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

# Neither has types.
nbformat: Any = import_module("nbformat")
nbclient: Any = import_module("nbclient")

FOLDER = Path(__file__).parents[2] / "docs" / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def shown(cell: Any) -> list[str]:
    """What a cell shows as text; progress and what commands print do not count."""
    return [
        one["data"]["text/plain"]
        for one in cell.get("outputs", [])
        if one["output_type"] == "execute_result"
    ]


@pytest.mark.sample(only="first_steps")
@pytest.mark.filterwarnings("default")  # of the kernel's own sockets
@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_a_notebook_shows_what_it_says(path: Path, tmp_path: Path) -> None:
    kept = nbformat.read(path, 4)
    run = nbformat.read(path, 4)
    nbclient.NotebookClient(
        run, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    ).execute()
    for before, after in zip(kept.cells, run.cells, strict=True):
        assert shown(before) == shown(after), before.source


def test_there_are_two() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["a_real_round", "first_steps"]
