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
    assert "Achteraf gezien het beste plafond van bereikbaarheid: €" in shown.out
    assert "de aanvragen van dit tijdvak zijn al bekend" in shown.out.lower()
    assert "Voorgesteld plafond" not in shown.out  # no ceiling is chosen once they are known
    found = json.loads(verdeel("allocate", "--round", ROUND, "--json").out)
    assert 40_000_000_000 <= found["totals"]["amount"] <= 90_000_000_000
    refused = verdeel("approve", "--round", ROUND)
    assert refused.code == 3


def test_ranges_that_cannot_be_kept_are_told_with_exit_code_4(
    desk: Path, small_samples: Path, verdeel: Verdeel
) -> None:
    text = (small_samples / "policy.toml").read_text(encoding="utf-8")
    text = text.replace('kind = "example"', 'kind = "planning"').replace(
        "[instruments.bereikbaarheid]",
        '[instruments.bereikbaarheid]\nceiling = { at_least = "€ 80 mld", at_most = "€ 90 mld" }',
    )
    text = text.replace('total = "€ 2,5 mld"', 'total = "€ 90 mld"')
    policy = desk / "policy.toml"
    policy.write_text(text, encoding="utf-8")
    (desk / "office.toml").write_bytes((small_samples / "office.toml").read_bytes())
    assert verdeel("round", "open", ROUND, "--policy", policy).code == 0
    verdeel("load", small_samples / "bereikbaarheid.xlsx", "--round", ROUND)
    verdeel("screen", "--round", ROUND)
    refused = verdeel("allocate", "--round", ROUND)
    assert refused.code == 4
    assert "PLAN-NEED-bereikbaarheid: De ondergrens van het plafond" in refused.err


def test_a_range_on_a_closed_list_is_refused_when_the_round_is_opened(
    desk: Path, samples: Path, small_samples: Path, verdeel: Verdeel
) -> None:
    text = (samples / "policies" / "wettelijk.toml").read_text(encoding="utf-8")
    text = text.replace('kind = "example"', 'kind = "planning"').replace(
        'ceiling = "€ 1.017,5 mln"', 'ceiling = { at_least = "€ 900 mln", at_most = "€ 1 mld" }'
    )
    policy = desk / "policy.toml"
    policy.write_text(text, encoding="utf-8")
    (desk / "office.toml").write_bytes((small_samples / "office.toml").read_bytes())
    refused = verdeel("round", "open", ROUND, "--policy", policy)
    assert refused.code != 0
    assert "een gesloten lijst legt vast wat ieder krijgt" in refused.err
