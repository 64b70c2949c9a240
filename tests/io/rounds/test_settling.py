"""What carries a decision about the end of an award, once its regulation has lapsed."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from verdeelsleutel.io.errors import RefusedByProcess
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
