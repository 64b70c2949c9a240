"""How an obligation of an award stands, in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ...grants import notation
from ...grants.after.progress import DutyStand, DutyState, ProjectProgress, Stage
from ...grants.bilingual import Bilingual, said

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
            f"; woningen in gevaar: {notation.whole(one.at_risk)} van {notation.whole(one.of)}",
            f"; homes at risk: {notation.whole(one.at_risk, 'en')} of "
            f"{notation.whole(one.of, 'en')}",
        )
    if own.missed_article:
        line += f"; {own.missed.text(lang)} ({own.missed_article})"
    return f"{line}."


def progress_line(one: ProjectProgress, lang: str) -> str:
    """How far the homes of an award are by its newest report; empty where there is none."""
    report = one.report
    if report is None:
        return ""
    counts = [
        notation.whole(number, lang)
        for number in (
            report.homes().total, one.promise.homes.total,
            *(report.homes(stage).total for stage in Stage), one.at_risk,
        )
    ]  # fmt: skip
    homes, promised, permitted, started, completed, risk = counts
    return said(
        lang,
        f"Voortgang op {report.as_of:%d-%m-%Y}, in woningen: toegezegd {promised}, gemeld {homes}, "
        f"vergund {permitted}, begonnen {started}, klaar {completed}; in gevaar {risk}.",
        f"Progress on {report.as_of.isoformat()}, in homes: promised {promised}, reported {homes}, "
        f"with a permit {permitted}, started {started}, completed {completed}; at risk {risk}.",
    )


THREATENING = (DutyState.MISSED, DutyState.FORESEEN, DutyState.SOON, DutyState.UNKNOWN)
"""The states of an obligation that somebody has to look at."""
