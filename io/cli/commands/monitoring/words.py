"""How an obligation of an award stands, in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from .....grants import notation
from .....grants.bilingual import Bilingual, said
from .....grants.progress import DutyStand, DutyState

DUTY_STATES: Mapping[DutyState, Bilingual] = MappingProxyType(
    {
        DutyState.MET: Bilingual(nl="gehaald", en="met"),
        DutyState.OPEN: Bilingual(nl="loopt", en="running"),
        DutyState.SOON: Bilingual(nl="nadert", en="coming near"),
        DutyState.FORESEEN: Bilingual(nl="wordt niet gehaald, volgens de gemeente",
                                      en="will be missed, by the municipality"),
        DutyState.MISSED: Bilingual(nl="niet gehaald", en="missed"),
        DutyState.UNKNOWN: Bilingual(nl="verstreken zonder verslag", en="passed without a report"),
    }
)  # fmt: skip


def duty_line(one: DutyStand, lang: str) -> str:
    """What is owed, by when and by which article, what is expected, and what it costs to miss."""
    own = one.obligation
    last = "" if own.day is None else said(
        lang, f" uiterlijk {own.day:%d-%m-%Y}", f" by {own.day.isoformat()}"
    )  # fmt: skip
    line = f"{own.what.text(lang).capitalize()}{last} ({own.article})"
    if one.expected is not None:
        line += said(
            lang, f"; gemeld {one.expected:%d-%m-%Y}", f"; reported {one.expected.isoformat()}"
        )
    if one.at_risk:
        line += said(
            lang,
            f"; {notation.whole(one.at_risk)} van {notation.whole(one.of)} woningen in gevaar",
            f"; {notation.whole(one.at_risk, 'en')} of {notation.whole(one.of, 'en')} homes at "
            "risk",
        )
    if own.missed_article:
        line += f"; {own.missed.text(lang)} ({own.missed_article})"
    return f"{line}."
