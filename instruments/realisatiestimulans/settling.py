"""How the Realisatiestimulans ends: the decision fixes it, and a later year corrects it."""

from __future__ import annotations

from datetime import date

from ..settling import Manner, Settling, SettlingLaw

_RS = "van de Tijdelijke regeling realisatiestimulans"

SETTLING = Settling(
    texts=(
        SettlingLaw(
            valid_from=date(2026, 1, 1),
            valid_to=date(2030, 12, 31),
            manner=Manner.CORRECTED,
            article=f"artikel 2.4, vijfde lid, {_RS}",
            reclaim=f"artikel 4.2, tweede lid, {_RS}",
        ),
    ),
    lapses=date(2031, 1, 1),
)
"""The regulation lapses on 1 January 2031 (art. 4.4) and saves nothing of what was given by then."""
