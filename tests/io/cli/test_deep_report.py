"""The answers that take long, computed for a round and told in its report."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from .conftest import ROUND, Verdeel


@pytest.mark.slow
def test_a_deep_report_tells_its_four_answers_with_its_steps_on_the_error_stream(
    opened_small: Path, small_samples: Path, verdeel: Verdeel
) -> None:
    assert verdeel("load", small_samples / "bereikbaarheid.xlsx", "--round", ROUND).code in (0, 1)
    assert verdeel("screen", "--round", ROUND).code in (0, 1)
    assert verdeel("allocate", "--round", ROUND).code == 0
    out = opened_small / "rapport"
    told = verdeel("report", "--round", ROUND, "--out", out, "--deep", "--minutes", "1")
    assert told.code == 0, told.err
    steps = [line for line in told.err.splitlines() if "stap" in line]
    assert [line.split(", ")[0] for line in steps] == [
        f"verdeel: stap {number} van 4" for number in (1, 2, 3, 4)
    ]
    book = load_workbook(out / "report.xlsx", data_only=True)
    for name in ("Meer of minder geld", "Prijs van regels", "Reservelijst", "Wisselingen"):
        assert name in book.sheetnames
    budgets = [row for row in book["Meer of minder geld"].iter_rows(6, values_only=True) if row[2]]
    assert len(budgets) == 9
    homes = [int(str(row[3])) for row in budgets if row[1] == "ja"]
    assert homes == sorted(homes)
    page = (out / "report.html").read_text(encoding="utf-8")
    assert 'id="frontier-0-table"' in page
    assert "niet in dit rapport" not in page
