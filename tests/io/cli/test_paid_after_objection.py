"""What a decision on an objection gives is paid, changed and revoked as any award."""

from pathlib import Path
from typing import Any

import pytest

from .after import MLN, OF, OTHER_APPROVER, WEIGHED, After, quietly
from .conftest import APPROVER, MAKER, SECOND, Verdeel
from .test_reserve_awards import sent

__all__ = ["sent"]  # a fixture

WHY = ("--reason", "De gemeente licht haar aantallen nader toe.")


@pytest.fixture(scope="module")
def won(sent: After, tmp_path_factory: pytest.TempPathFactory) -> After:
    """GB-3, refused for money, won EUR 3 million on objection."""
    made = sent.copied(tmp_path_factory.mktemp("bezwaar"), quietly)
    bz = ("objection",)
    made.does(*bz, "open", "GB-3", *OF, "--channel", "post", "--received",
              "2026-07-01", "--date", "2026-07-01", *WHY, *SECOND)  # fmt: skip
    made.does(*bz, "hear", "BZ-1", *OF, "--held", "--by", "mr. V. Zitter", "--by", "B. Dekker",
              "--date", "2026-08-10", *WHY, *SECOND)  # fmt: skip
    made.does(*bz, "decide", "BZ-1", *OF, "--outcome", "founded", "--amount", "€ 3 mln", "--date",
              "2026-08-20", *WHY, *OTHER_APPROVER)  # fmt: skip
    made.sound()
    return made


@pytest.fixture
def after(won: After, desk: Path, verdeel: Verdeel) -> After:
    return won.copied(desk, verdeel)


def test_what_was_won_is_paid_and_told(after: After) -> None:
    (order,) = after.order("GB-3", on="2026-08-25")["orders"]
    assert (order["charged"], order["due"]) == (3 * MLN, "2026-10-01")
    after.confirm("GB-3", f"€ {order['payable'] / 100:.2f}".replace(".", ","), on="2026-08-27")
    after.sound()
    assert after.on("advanced") == 3 * MLN
    told = {one["application_id"]: one["standing"] for one in applications(after)}
    assert told["GB-3"] == "paid"


@pytest.mark.slow(sample="test_what_was_won_is_paid_and_told")
def test_what_was_won_is_changed_and_revoked_as_any_award(after: After) -> None:
    whole = ("--with", "a,b,c,d,e,f,g", "--amount", "€ 2 mln")
    after.does("change", "request", "GB-3", *OF, "--date", "2026-09-01", *WHY, *whole, *MAKER)
    change = ("change", "decide", "GB-3", *OF, "--date")
    after.does(*change, "2026-09-07", *WHY, *MAKER)
    after.does(*change, "2026-09-09", "--confirm", "--out", after.desk / "later", *APPROVER)
    after.sound()
    assert after.on("committed") == 8 * MLN
    why = ("--ground", "obligations", "--not-heard", "own_data", *WEIGHED)
    after.does("revoke", "GB-3", *OF, "--date", "2026-09-14", *WHY, *why, *MAKER)
    after.does("revoke", "GB-3", *OF, "--date", "2026-09-16", "--confirm", "--out",
               after.desk / "later", *APPROVER)  # fmt: skip
    after.sound()
    assert after.on("committed") == 6 * MLN


def applications(after: After) -> Any:
    return after.says("round", "applications", OF[1])


def test_nobody_gets_from_the_reserve_what_an_objection_drew(after: After) -> None:
    said = after.refused("reserve", "award", "GB-4", *OF, "--date", "2026-09-01", *WHY, *MAKER)
    assert "niets vrijgevallen" in said
