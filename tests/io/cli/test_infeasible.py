"""An infeasible policy: exit code 4, the conflict and the repairs, in sentences and as data."""

import json
from pathlib import Path

import pytest

from .conftest import ROUND, Verdeel
from .test_bad_input import state

FLOOR = """
[[constraint]]
code = "ALLES"
measure = "affordable_homes"
at_least = 10000000
hard = true
source = "Voorbeeldbesluit, artikel 9 (fictief)"
sentence_nl = "Ten minste tien miljoen betaalbare woningen."
sentence_en = "At least ten million affordable homes."
"""


@pytest.fixture
def screened(desk: Path, small_samples: Path, verdeel: Verdeel) -> Path:
    """The small round with a floor that nothing can reach."""
    text = (small_samples / "policy.toml").read_text(encoding="utf-8")
    policy = desk / "policy.toml"
    policy.write_text(text + FLOOR, encoding="utf-8")
    (desk / "office.toml").write_bytes((small_samples / "office.toml").read_bytes())
    assert verdeel("round", "open", ROUND, "--policy", policy).code == 0
    verdeel("load", small_samples / "bereikbaarheid.xlsx", "--round", ROUND)
    verdeel("screen", "--round", ROUND)
    return desk


def test_an_infeasible_policy_is_told_with_what_would_mend_it(
    screened: Path, verdeel: Verdeel
) -> None:
    before = state(screened / "verdeel.db")
    result = verdeel("allocate", "--round", ROUND)
    assert result.code == 4
    assert "verdeel: Geen verdeling voldoet aan alle harde voorwaarden." in result.err
    assert "Traceback" not in result.err
    assert "ALLES: Ten minste tien miljoen betaalbare woningen." in result.err
    assert "woningen ruimer; de ronde steunt dan ten hoogste" in result.err
    assert result.out == ""
    as_data = verdeel("allocate", "--round", ROUND, "--json")
    assert as_data.code == 4
    told = json.loads(as_data.out)
    assert (told["status"], [one["code"] for one in told["conflict"]]) == ("infeasible", ["ALLES"])
    (repair,) = told["repairs"]
    assert repair["by"] + repair["homes"] == 10_000_000
    assert state(screened / "verdeel.db") == before
