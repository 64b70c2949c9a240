"""The rules of a scheme that a template can put to a row while it is filled in.

A formula says a rule is not met only where the program itself would say so; what is missing or
needs a person it leaves open. The question, the limit and the article come from the catalogue of
the scheme, on the day that the template is made for. ``NOT_LIVE`` says of every other rule why no
formula can answer it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ....grants.columns import ColumnSpec
from ....instruments.instrument import Instrument
from ....instruments.law.catalogue import RuleVersion
from ....instruments.law.parameters import shown
from ....instruments.law.quantity import written
from ....instruments.screening.measures import years_after
from ....instruments.screening.window import last_moment
from ..formats.look import column_letters
from ..formats.template_marks import EXAMPLE_NUMBER
from .live_conditions import CONDITIONS, LiveSetting, Row


@dataclass(frozen=True, slots=True)
class LiveRule:
    """A rule as a formula: the condition under which it is certainly not met, and what to say."""

    code: str
    condition: str
    says: str


_FROM_THE_DECISION = ("WBI-08", "WBI-09")
_ONLY_A_LAST_DAY = ("RS-14", "NPR-05", "NPC-05")
_OF_THE_WINDOW = ("WBI-32", "GB-16", *_ONLY_A_LAST_DAY, "BER-07")
_LIMITS: Mapping[str, tuple[str, ...]] = {
    "WBI-02": ("WBI-02.minimum_small",),
    "WBI-03": ("WBI-03.minimum",),
    "WBI-04": ("WBI-04.minimum",),
    "WBI-05": ("WBI-05.affordable_share",),
    "WBI-06": ("WBI-06.own_share",),
    "WBI-10": ("WBI-10.coherences",),
    "WBI-17": ("WBI-17.minimum",),
    "GB-05": ("GB-05.last_start",),
    "GB-06": ("GB-06.ready",),
    "GB-07": ("GB-07.affordable_share",),
    "RS-02": ("RS-02.first", "RS-02.last"),
    "BER-02": ("BER-02.latest_start",),
    "BER-03": ("BER-03.minimum_inside", "BER-03.minimum_outside"),
    "BER-04": ("BER-04.regional_share",),
}
"""The numbers of the law that the sentence of a rule names."""

_OTHERS = "kijkt ook naar andere aanvragen"
_POLICY = "kijkt naar het beleid van de ronde, niet naar de aanvraag"
_NAMES = "namen van gebieden worden ruimer vergeleken dan een formule kan"
_PERSON = "kan alleen om een oordeel van een medewerker vragen, en nooit afwijzen"
_NEVER = "rekent uit, en kan niet worden overtreden"
NOT_LIVE: Mapping[str, str] = {
    "WBI-13": _OTHERS,
    "WBI-16": _NAMES,
    "WBI-18": _NAMES,
    "WBI-24": _POLICY,
    "GB-01": _POLICY,
    "GB-02": _NAMES,
    "GB-03": _PERSON,
    "GB-09": _PERSON,
    "GB-13": _PERSON,
    "GB-15": _PERSON,
    "GB-18": _PERSON,
    "RS-03": _POLICY,
    "RS-05": _POLICY,
    "RS-07": _PERSON,
    "RS-09": _PERSON,
    "RS-10": _PERSON,
    "RS-11": _PERSON,
    "RS-13": _PERSON,
    "NPR-01": _POLICY,
    "NPR-02": _PERSON,
    "NPR-03": _POLICY,
    "NPR-04": _OTHERS,
    "NPC-01": _POLICY,
    "NPC-02": _PERSON,
    "NPC-03": _POLICY,
    "NPC-04": _OTHERS,
    "BER-01": _NEVER,
    "BER-06": _PERSON,
    "BER-09": _PERSON,
}
"""Why a rule that is put to every application has no formula."""


def live_setting(instrument: Instrument) -> LiveSetting:
    """The newest law that the catalogue knows; the day of a decision is not known there."""
    catalogue = instrument.catalogue
    days = [version.valid_from for version in catalogue.versions]
    return LiveSetting(catalogue.law_on(max(days, default=catalogue.written.known_from)))


def live_rules(instrument: Instrument, setting: LiveSetting) -> Iterator[LiveRule]:
    """The rules of the law that a formula can answer, in the order of the catalogue."""
    row = Row(instrument.columns)
    for version in setting.law.rules:
        condition = CONDITIONS[version.code](row, setting) if version.code in CONDITIONS else ""
        if condition:
            yield LiveRule(version.code, condition, _says(version, setting))


def why_not_live(version: RuleVersion, setting: LiveSetting) -> str:
    """Why a rule has no formula in this template; "" where it has one, or is put to no row."""
    if version.code in NOT_LIVE:
        return NOT_LIVE[version.code]
    if version.code in _FROM_THE_DECISION and setting.decision_date is None:
        return "hangt af van de dag van het besluit, die dit sjabloon niet kent"
    if version.code in _OF_THE_WINDOW and setting.window is None:
        return "hangt af van het tijdvak van de ronde, dat dit sjabloon niet kent"
    return ""


def _says(version: RuleVersion, setting: LiveSetting) -> str:
    limits = [shown(setting.law.values[key]) for key in _LIMITS.get(version.code, ())]
    if version.code in _FROM_THE_DECISION and setting.decision_date is not None:
        term = setting.law.term(f"{version.code}.within").value
        limits = [f"uiterlijk {written(years_after(setting.decision_date, term))}"]
    if version.code in _OF_THE_WINDOW and setting.window is not None:
        limits = [f"tot en met {last_moment(setting.window).nl}"]
        if setting.window.opens is not None and version.code not in _ONLY_A_LAST_DAY:
            limits.insert(0, f"vanaf {written(setting.window.opens)}")
    limit = f" Grens: {', '.join(limits)}." if limits else ""
    return f"{version.code} is niet voldaan. {version.question.nl}{limit} ({version.article})"


def rules_formula(columns: Sequence[ColumnSpec], rules: Sequence[LiveRule]) -> str:
    """The formula of a row, ``{row}`` standing for its number; "" while no rule is broken."""
    own = next(column_letters(at) for at, c in enumerate(columns) if c.field == "application_id")
    last = column_letters(len(columns) - 1)
    parts = "&".join(
        f'IFERROR(IF({rule.condition},"{escaped(rule.says)} ",""),"")' for rule in rules
    )
    nothing = f'OR(COUNTA(A{{row}}:{last}{{row}})=0,{own}{{row}}="{EXAMPLE_NUMBER}")'
    return f'=IF({nothing},"",{parts})'


def escaped(text: str) -> str:
    """Text between the quotes of a formula."""
    return text.replace('"', '""')
