"""``verdeel report --compare``: beside another round, or beside itself under a policy file."""

import json
from pathlib import Path

from .conftest import ROUND, Verdeel


def test_a_round_is_set_beside_itself_under_another_policy_and_beside_a_round(
    verdeel: Verdeel, opened_small: Path, small_samples: Path
) -> None:
    steps = (
        ("load", small_samples / "bereikbaarheid.xlsx"), ("screen",), ("allocate",),
    )  # fmt: skip
    for step in steps:
        verdeel(*step, "--round", ROUND)
    text = (small_samples / "policy.toml").read_text(encoding="utf-8")
    less = opened_small / "minder.toml"
    less.write_text(
        text.replace('total = "', 'objection_reserve = "€ 1 mld"\ntotal = "', 1), "utf-8"
    )
    told = verdeel("report", "--round", ROUND, "--out", "out", "--compare", less, "--json")
    assert told.code == 0, told.err
    written = [Path(path).name for path in json.loads(told.out)]
    assert written[-2:] == ["comparison.xlsx", "comparison.html"]
    assert "minder.toml" in (opened_small / "out" / "comparison.html").read_text("utf-8")
    told = verdeel("report", "--round", ROUND, "--out", "out", "--compare", ROUND)
    assert told.code == 0, told.err


def test_what_is_neither_a_round_nor_a_policy_is_told_in_a_sentence(
    verdeel: Verdeel, opened_small: Path, small_samples: Path
) -> None:
    for step in (("load", small_samples / "bereikbaarheid.xlsx"), ("screen",), ("allocate",)):
        verdeel(*step, "--round", ROUND)
    told = verdeel("report", "--round", ROUND, "--out", "out", "--compare", "2027-9")
    assert told.code == 2
    assert "2027-9" in told.err
    assert not (opened_small / "out").exists()
