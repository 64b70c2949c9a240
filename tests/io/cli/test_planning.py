"""A planning round proposes ceilings, and can never be approved."""

import json
from pathlib import Path

from .conftest import ROUND, Verdeel


def test_a_planning_round_proposes_its_ceilings_and_is_never_approved(
    desk: Path, small_samples: Path, verdeel: Verdeel
) -> None:
    text = (small_samples / "policy.toml").read_text(encoding="utf-8")
    text = text.replace('kind = "example"', 'kind = "planning"').replace(
        "[instruments.bereikbaarheid]",
        '[instruments.bereikbaarheid]\nceiling = { at_least = "€ 400 mln", at_most = "€ 900 mln" }',
    )
    policy = desk / "policy.toml"
    policy.write_text(text, encoding="utf-8")
    (desk / "office.toml").write_bytes((small_samples / "office.toml").read_bytes())
    opened = verdeel("round", "open", ROUND, "--policy", policy)
    assert opened.code == 0, opened.err
    verdeel("load", small_samples / "bereikbaarheid.xlsx", "--round", ROUND)
    verdeel("screen", "--round", ROUND)
    shown = verdeel("allocate", "--round", ROUND)
    assert shown.code == 0, shown.err
    assert "Voorgesteld plafond van bereikbaarheid: €" in shown.out
    found = json.loads(verdeel("allocate", "--round", ROUND, "--json").out)
    assert 40_000_000_000 <= found["totals"]["amount"] <= 90_000_000_000
    refused = verdeel("approve", "--round", ROUND)
    assert refused.code == 3
