"""Who acts is asked of the operating system, and not of what anybody can set."""

import json
from pathlib import Path

import pytest

from verdeelsleutel.io.records.login import system_user

from ..real_rounds import as_real
from .conftest import ROUND, Verdeel


@pytest.mark.sample(every=2)
@pytest.mark.parametrize("variable", ["LOGNAME", "USER", "LNAME", "USERNAME"])
def test_a_variable_of_the_environment_makes_nobody_an_approver(
    desk: Path,
    small_samples: Path,
    verdeel: Verdeel,
    monkeypatch: pytest.MonkeyPatch,
    variable: str,
) -> None:
    monkeypatch.setenv(variable, "yasmina.haddou")
    policy = (small_samples / "policy.toml").read_text(encoding="utf-8")
    (desk / "policy.toml").write_text(as_real(policy), encoding="utf-8")
    (desk / "office.toml").write_bytes((small_samples / "office.toml").read_bytes())
    assert verdeel("round", "open", ROUND, "--policy", desk / "policy.toml").code == 0
    told = json.loads(verdeel("audit", "anchor", "--json").out)
    assert told["number"] == 2  # the round was opened, and this office file is used
    refused = verdeel("judge", "BER-2026-0001", "--rule", "BER-01", "--round", ROUND,
                      "--date", "2026-11-02", "--confirm")  # fmt: skip
    assert refused.code == 3
    assert system_user() in refused.err
    assert "Haddou" not in refused.err
