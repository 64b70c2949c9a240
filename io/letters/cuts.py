"""The cut for over-programming of the Realisatiestimulans, as a calculation shows it."""

from __future__ import annotations

from ...grants import notation
from ...grants.allocation import Decided
from ...grants.money import Euro
from ...instruments.realisatiestimulans.scheme import (
    INSTRUMENT,
    RealisatiestimulansStatement,
    cut_decided,
)
from .clauses import filled
from .setting import LetterContext, instrument_policy


def cut_of(
    application: RealisatiestimulansStatement, decided: Decided, setting: LetterContext
) -> tuple[str, Euro] | None:
    """What the cut is called and the amount per home before it (art. 2.2(3)); ``None`` without."""
    cut = cut_decided(application, instrument_policy(decided, setting))
    if not cut:
        return None
    law = INSTRUMENT.catalogue.law_on(setting.dossier.policy.round.window_opens)
    called = filled(setting.label("cut_per_home"), {"cut": notation.share(cut, setting.lang)})
    return called, law.euro("RS-01.price")
