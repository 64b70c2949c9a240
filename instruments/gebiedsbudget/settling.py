"""How the Gebiedsbudget ends: fixed ex officio, at most the original share of the real shortfall."""

from __future__ import annotations

from datetime import date

from ..settling import Manner, Settling, SettlingLaw

_GB = "van de Tijdelijke regeling specifieke uitkering gebiedsbudget"


def _text(valid_from: date, valid_to: date) -> SettlingLaw:
    return SettlingLaw(
        valid_from=valid_from,
        valid_to=valid_to,
        manner=Manner.FIXED,
        article=f"artikel 10, eerste lid, {_GB}",
        lower=f"artikel 10, vijfde lid, {_GB}",
        cap=f"artikel 10, zesde lid, {_GB}",
        early=f"artikel 10, tweede lid, {_GB}",
        reclaim=f"artikel 11, tweede lid, {_GB}",
        by_end_of_year=True,
        saved_by=f"artikel 14, tweede lid, {_GB}",
    )


SETTLING = Settling(
    texts=(
        _text(date(2023, 11, 17), date(2025, 11, 27)),
        _text(date(2025, 11, 28), date(2040, 9, 29)),
    ),
    lapses=date(2040, 9, 30),
)
"""Both editions say the same of it; what was given by the first is fixed by the first."""
