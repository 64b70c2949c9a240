"""The interface for analysts: the guide runs, and frames lose no cent."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from verdeelsleutel.io.reports.analysts import (
    awards_frame,
    checks_frame,
    forced_frame,
    frontier_frame,
    payments_frame,
    problem_from,
    stages_frame,
)
from verdeelsleutel.optimiser.problem import small_policy

GUIDE = Path(__file__).parents[2] / "docs" / "python_interface.md"


def table(**more: Any) -> pd.DataFrame:
    return pd.DataFrame(
        {"application": ["A", "B"], "cents": [50_000, 40_000], "social_rent": [50, 70], **more}
    )


def test_the_guide_runs() -> None:
    blocks = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 5
    # The guide is a script of our own, so it runs as an analyst would run it.
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(blocks)],
        capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_a_frame_is_solved_and_comes_back_as_frames() -> None:
    problem = problem_from(table(), small_policy(60_000))
    solution = problem.solve()
    awards = awards_frame(problem, solution)
    assert awards["awarded"].tolist() == [0, 40_000]
    assert awards["affordable"].tolist() == [0, 70]
    assert awards["reason"].tolist() == ["not_chosen", "fits"]
    assert str(awards["awarded"].dtype) == "int64"
    assert payments_frame(solution).to_dict("records") == [
        {"application": "B", "year": 2026, "cents": 40_000}
    ]
    assert stages_frame(solution)["value"].tolist() == [70, 40_000, 1]
    assert checks_frame(problem.certify(solution))["code"].tolist() == ["FUND-fund"]
    assert forced_frame(problem.forced_in(solution)).to_dict("records") == [
        {"application": "A", "homes_lost": 20, "proven": True, "displaced": "B"}
    ]
    points = frontier_frame(problem.frontier([0, 60_000, 90_000]))
    assert points["homes"].tolist() == [0, 70, 120]


def test_payments_by_year_meet_the_cash_limit_of_that_year() -> None:
    paid = {"2026": [50_000, 10_000], "2027": [0, 30_000]}
    policy = small_policy(100_000, cash={2026: 40_000})
    solution = problem_from(table(**paid), policy).solve()
    assert [one.cents for one in solution.given] == [0, 40_000]


def test_a_missing_home_or_payment_is_none() -> None:
    other = pd.array([None, 3], dtype="Int64")
    problem = problem_from(table(other=other), small_policy(60_000))
    assert [one.homes.other for one in problem.candidates] == [0, 3]


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (table(cents=[1.5, 2.0]), "cents of A is 1.5; give a whole number"),
        (table(cents=[True, False]), "cents of A is True"),
        (table(homes=[1, 2]), "the column homes is not known"),
        (table().drop(columns="cents"), "the frame has no column cents"),
        (table(application=["A", "A"]), "application A is there twice"),
        (table(cents=pd.array([None, 5], dtype="Int64")), "A has no amount"),
        (table(**{"2026": [50_000, 39_999]}), "the payments of B add up"),
        (table(score=["high", "low"]), "score of A is 'high'"),
    ],
)
def test_a_frame_that_says_something_else_is_refused(frame: pd.DataFrame, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        problem_from(frame, small_policy(60_000))
