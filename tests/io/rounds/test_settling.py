"""What carries a decision about the end of an award, once its regulation has lapsed."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from verdeelsleutel.grants.money import ZERO, Euro
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.io.errors import RefusedByProcess
from verdeelsleutel.io.rounds.settling.claiming import Claimable
from verdeelsleutel.io.rounds.settling.fixing import require_basis


def reader() -> Any:
    window = SimpleNamespace(window_opens=date(2026, 3, 2))
    return SimpleNamespace(policy=SimpleNamespace(round=window))


@pytest.mark.parametrize("key", ["woningbouwimpuls", "gebiedsbudget", "bereikbaarheid"])
def test_what_does_not_lapse_or_saves_what_was_given_needs_no_other_basis(key: str) -> None:
    require_basis(reader(), key, date(2041, 1, 1), "")


def test_after_the_last_day_of_the_realisatiestimulans_a_basis_has_to_be_named() -> None:
    require_basis(reader(), "realisatiestimulans", date(2030, 12, 31), "")
    with pytest.raises(RefusedByProcess, match="01-01-2031 vervallen"):
        require_basis(reader(), "realisatiestimulans", date(2031, 1, 1), "")
    require_basis(reader(), "realisatiestimulans", date(2031, 1, 1), "Onverschuldigde betaling.")


@pytest.mark.parametrize(
    ("unpaid", "more", "amount", "lowered"),
    [(0, 75, 75, 75), (0, 75, 50, 50), (100, 75, 75, 175), (100, 75, 10, 110)],
)
def test_what_was_not_paid_comes_off_before_anything_is_claimed_back(
    unpaid: int, more: int, amount: int, lowered: int
) -> None:
    law = instruments()["woningbouwimpuls"].settling.on(date(2026, 3, 2))
    found = Claimable(
        law=law, article=law.reclaim, account=None, above=ZERO, more=Euro(more),
        unpaid=Euro(unpaid),
    )  # fmt: skip
    assert found.lowered(Euro(amount)) == Euro(lowered)
    paid = Claimable(law=law, article=law.reclaim, account=None, above=Euro(9), more=ZERO)
    assert paid.lowered(Euro(9)) == ZERO
