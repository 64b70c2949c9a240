"""The rules of a scheme that a template can put to a row while it is filled in.

A formula says a rule is not met only where the program itself would say so; what is missing or
needs a person it leaves open. The question, the limit and the article come from the catalogue of
the scheme, on the day that the template is made for. ``NOT_LIVE`` says of every other rule why no
formula can answer it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ....grants.columns import ColumnSpec
from ....grants.window import Window
from ....instruments.instrument import Instrument
from ....instruments.law.catalogue import Law, RuleVersion
from ....instruments.law.parameters import shown
from ....instruments.law.quantity import written
from ....instruments.measures import years_after
from ....instruments.window import last_moment
from ..formats.look import column_letters
from ..formats.template_marks import EXAMPLE_NUMBER
from .live_checks import day_number, says_yes

_HOMES = ("homes.social_rent", "homes.mid_rent", "homes.affordable_purchase", "homes.other")
_AFFORDABLE = _HOMES[:3]


@dataclass(frozen=True, slots=True)
class LiveSetting:
    """The law that a template is made for; the day of the decision and the window where known."""

    law: Law
    decision_date: date | None = None
    window: Window | None = None


@dataclass(frozen=True, slots=True)
class LiveRule:
    """A rule as a formula: the condition under which it is certainly not met, and what to say."""

    code: str
    condition: str
    says: str


class Row:
    """The cells of one row, by the field of their column, as parts of a formula."""

    def __init__(self, columns: Sequence[ColumnSpec]) -> None:
        self._cells = {c.field: f"{column_letters(at)}{{row}}" for at, c in enumerate(columns)}

    def cents(self, field: str) -> str:
        """An amount in whole cents, so that comparing is exact; an empty cell is nothing."""
        return f"ROUND({self._cells[field]}*100,0)"

    def sum_of(self, fields: Sequence[str], *, money: bool = False) -> str:
        cells = [self.cents(f) if money else f"N({self._cells[f]})" for f in fields]
        return "(" + "+".join(cells) + ")"

    def filled(self, *fields: str) -> str:
        """Every cell holds a number or a date."""
        cells = ",".join(self._cells[field] for field in fields)
        return f"COUNT({cells})={len(fields)}"

    def no_text(self, *fields: str) -> str:
        """Every cell holds a number or nothing; an amount written as text is left to reading."""
        cells = ",".join(self._cells[field] for field in fields)
        return f"COUNT({cells})=COUNTA({cells})"

    def day(self, field: str) -> str:
        return f"INT({self._cells[field]})"

    def cell(self, field: str) -> str:
        return self._cells[field]

    def yes(self, field: str) -> str:
        """1 where a cell says ja, else 0."""
        return f"N({says_yes(self._cells[field])})"


Condition = Callable[[Row, LiveSetting], str]


def _both(*conditions: str) -> str:
    """Conditions in turn: the next is computed only where the one before holds."""
    whole = conditions[-1]
    for one in reversed(conditions[:-1]):
        whole = f"IF({one},{whole},FALSE)"
    return whole


def _too_few(key: str, *, net: bool = False) -> Condition:
    def condition(row: Row, setting: LiveSetting) -> str:
        less = f"-N({row.cell('homes.demolished')})" if net else ""
        homes = f"{row.sum_of(_HOMES)}{less}"
        return _both(row.filled(*_HOMES), f"{homes}<{setting.law.homes(key).value}")

    return condition


def _too_few_by_size(row: Row, setting: LiveSetting) -> str:
    """WBI-02: too few for anybody, or for a municipality of the size that is filled in."""
    small, large = (setting.law.homes(f"WBI-02.minimum_{one}").value for one in ("small", "large"))
    homes, people = row.sum_of(_HOMES), row.cell("inhabitants")
    many = f"AND(COUNT({people})=1,N({people})>{setting.law.number('WBI-02.inhabitants')})"
    return _both(row.filled(*_HOMES), f"OR({homes}<{small},AND({many},{homes}<{large}))")


def _affordable(key: str, *, none: str = "TRUE") -> Condition:
    """Too small a part is affordable; ``none`` is the answer where no homes are stated."""

    def condition(row: Row, setting: LiveSetting) -> str:
        share = setting.law.share(key).value
        homes, affordable = row.sum_of(_HOMES), row.sum_of(_AFFORDABLE)
        too_small = f"{affordable}*{share.denominator}<{homes}*{share.numerator}"
        return _both(row.filled(*_HOMES), f"IF({homes}=0,{none},{too_small})")

    return condition


def _part(key: str, part: str, of: str) -> Condition:
    """An amount that is too small a part of another; of nothing there is no part."""

    def condition(row: Row, setting: LiveSetting) -> str:
        share = setting.law.share(key).value
        left = f"{row.cents(part)}*{share.denominator}"
        right = f"{row.cents(of)}*{share.numerator}"
        return _both(row.filled(part, of), f"AND({row.cents(of)}>0,{left}<{right})")

    return condition


def _contributed(row: Row, setting: LiveSetting) -> str:
    """WBI-06: what the parties bring in together, of which an empty cell is nothing."""
    share = setting.law.share("WBI-06.own_share").value
    names = _listed(setting.law, "WBI-06.contributions")
    short, whole = row.cents("shortfall"), row.sum_of(names, money=True)
    less = f"{whole}*{share.denominator}<{short}*{share.numerator}"
    return _both(row.filled("own_contribution", "shortfall"), f"AND({short}>0,{less})")


def _begun(row: Row, setting: LiveSetting) -> str:
    """WBI-29."""
    start, received = row.cell("first_start"), row.cell("received_at")
    return _both(row.filled("first_start", "received_at"), f"{start}<INT({received})")


def _above(row: Row, limit: str) -> str:
    """More is asked than a limit, and no stated minimum fits in it (see the rule WBI-07)."""
    minimum = row.cents("minimum")
    fits = f"AND(COUNT({row.cell('minimum')})=1,{limit}>0,{minimum}<={limit})"
    return f"AND({row.cents('requested')}>{limit},NOT({fits}))"


def _shortfall_left(row: Row, setting: LiveSetting) -> str:
    """WBI-07."""
    names = _listed(setting.law, "WBI-07.deductions")
    less = row.sum_of(names, money=True)
    limit = f"MAX({row.cents('shortfall')}-{less},0)"
    return _both(
        row.filled("requested", "shortfall"), row.no_text("minimum", *names), _above(row, limit)
    )


def _eligible_costs(key: str) -> Condition:
    """WBI-11 and WBI-12."""

    def condition(row: Row, setting: LiveSetting) -> str:
        every = [f"costs.{name}" for name in _COSTS]
        eligible = [f"costs.{name}" for name in _listed(setting.law, key)]
        some = f"{row.sum_of(every, money=True)}>0"
        limit = row.sum_of(eligible, money=True)
        texts = row.no_text("minimum", *every)
        return _both(row.filled("requested"), texts, some, _above(row, limit))

    return condition


_COSTS = ("access", "nitrogen", "soil", "relocation", "public_space", "affordability")


def _listed(law: Law, key: str) -> list[str]:
    return [name.strip() for name in law.text(key).split(",")]


def _started_late(code: str, field: str) -> Condition:
    """WBI-08 and WBI-09; only where the day of the decision is known."""

    def condition(row: Row, setting: LiveSetting) -> str:
        if setting.decision_date is None:
            return ""
        last = years_after(setting.decision_date, setting.law.term(f"{code}.within").value)
        return _both(row.filled(field), f"{row.day(field)}>{day_number(last)}")

    return condition


def _coherences(row: Row, setting: LiveSetting) -> str:
    """WBI-10."""
    names = ("financial_coherence", "geographical_coherence", "organisational_coherence")
    cells = ",".join(row.cell(name) for name in names)
    count = "+".join(row.yes(name) for name in names)
    return _both(f"COUNTA({cells})=3", f"{count}<{setting.law.number('WBI-10.coherences')}")


def _low_score(row: Row, setting: LiveSetting) -> str:
    """WBI-17: a score that is filled in and too low decides at once."""
    minimum = setting.law.score("WBI-17.minimum").value
    low = (
        f"AND(COUNT({row.cell(f'score_{name}')})=1,"
        f"ROUND({row.cell(f'score_{name}')}*100,0)*{minimum.denominator}<{100 * minimum.numerator})"
        for name in ("necessity", "effectiveness", "efficiency")
    )
    return f"OR({','.join(low)})"


def _day(key: str, field: str, sign: str) -> Condition:
    """A date on the wrong side of a day of the law."""

    def condition(row: Row, setting: LiveSetting) -> str:
        limit = day_number(setting.law.day_of(key))
        return _both(row.filled(field), f"{row.day(field)}{sign}{limit}")

    return condition


def _no_costs_left(row: Row, setting: LiveSetting) -> str:
    """GB-14."""
    costs = ("costs.public_space", "costs.nuisance", "costs.climate")
    out = row.cents("ineligible_costs")
    return _both(
        row.filled(*costs, "ineligible_costs"),
        f"AND({out}>0,{row.sum_of(costs, money=True)}<={out})",
    )


def _no_affordable(row: Row, setting: LiveSetting) -> str:
    """RS-01."""
    return _both(row.filled(*_AFFORDABLE), f"{row.sum_of(_AFFORDABLE)}=0")


def _all_funded(row: Row, setting: LiveSetting) -> str:
    """RS-06; without any home RS-01 says so."""
    funded = f"N({row.cell('already_subsidised')})"
    none_left = f"AND({funded}>0,{row.sum_of(_AFFORDABLE)}<={funded})"
    return _both(row.filled(*_AFFORDABLE), row.no_text("already_subsidised"), none_left)


def _outside_period(row: Row, setting: LiveSetting) -> str:
    """RS-02: the year, or a date that is given, lies outside the period."""
    first, last = setting.law.day_of("RS-02.first"), setting.law.day_of("RS-02.last")
    year = row.cell("start_year")
    outside = [f"AND(COUNT({year})=1,OR({year}<{first.year},{year}>{last.year}))"]
    for field in ("first_start", "last_start"):
        day = f"N({row.cell(field)})"
        beyond = f"OR(INT({day})<{day_number(first)},INT({day})>{day_number(last)})"
        outside.append(f"AND({row.filled(field)},{beyond})")
    return f"OR({','.join(outside)})"


def _late_outside(row: Row, setting: LiveSetting) -> str:
    """BER-02: later only inside a large-scale area."""
    limit = day_number(setting.law.day_of("BER-02.latest_start"))
    area = row.cell("inside_large_scale_area")
    late = f"AND({row.day('works_start')}>{limit},{row.yes('inside_large_scale_area')}=0)"
    return _both(row.filled("works_start"), f"COUNTA({area})=1", late)


def _too_few_opened_up(row: Row, setting: LiveSetting) -> str:
    """BER-03."""
    inside = setting.law.homes("BER-03.minimum_inside").value
    outside = setting.law.homes("BER-03.minimum_outside").value
    area = row.cell("inside_large_scale_area")
    least = f"IF({row.yes('inside_large_scale_area')}=1,{inside},{outside})"
    homes = row.cell("homes_opened_up")
    return _both(row.filled("homes_opened_up"), f"COUNTA({area})=1", f"{homes}<{least}")


def _outside_window(*, opens: bool = True) -> Condition:
    """Received before the window or after it, where the window of the round is known.

    A cell without a time is left open on the last day, as the rule does.
    """

    def condition(row: Row, setting: LiveSetting) -> str:
        window = setting.window
        if window is None:
            return ""
        last, cell = day_number(window.closes), row.cell("received_at")
        outside = [f"{cell}>={last + 1}"]
        if opens and window.opens is not None:
            outside.append(f"{cell}<{day_number(window.opens)}")
        if window.closes_at is not None:
            at = window.closes_at
            second = at.hour * 3600 + at.minute * 60 + at.second
            time = f"ROUND(({cell}-INT({cell}))*86400,0)"
            outside.append(f"AND(INT({cell})={last},{time}>{second})")
        return _both(row.filled("received_at"), f"OR({','.join(outside)})")

    return condition


_LIVE: Mapping[str, Condition] = {
    "WBI-02": _too_few_by_size,
    "WBI-03": _too_few("WBI-03.minimum"),
    "WBI-04": _too_few("WBI-04.minimum", net=True),
    "WBI-05": _affordable("WBI-05.affordable_share"),
    "WBI-06": _contributed,
    "WBI-07": _shortfall_left,
    "WBI-08": _started_late("WBI-08", "first_start"),
    "WBI-09": _started_late("WBI-09", "last_start"),
    "WBI-10": _coherences,
    "WBI-11": _eligible_costs("WBI-11.activities"),
    "WBI-12": _eligible_costs("WBI-12.activities"),
    "WBI-17": _low_score,
    "WBI-29": _begun,
    "WBI-32": _outside_window(),
    "GB-05": _day("GB-05.last_start", "last_start", ">"),
    "GB-06": _day("GB-06.ready", "measures_ready", ">"),
    "GB-07": _affordable("GB-07.affordable_share", none="FALSE"),
    "GB-14": _no_costs_left,
    "GB-16": _outside_window(),
    "RS-01": _no_affordable,
    "RS-02": _outside_period,
    "RS-06": _all_funded,
    "RS-14": _outside_window(opens=False),
    "BER-02": _late_outside,
    "BER-03": _too_few_opened_up,
    "BER-04": _part("BER-04.regional_share", "regional_share", "total_cost"),
    "BER-07": _outside_window(),
}

_FROM_THE_DECISION = ("WBI-08", "WBI-09")
_OF_THE_WINDOW = ("WBI-32", "GB-16", "RS-14", "BER-07")
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
    "GB-01": _POLICY,
    "GB-02": _NAMES,
    "GB-03": _PERSON,
    "GB-09": _PERSON,
    "GB-13": _PERSON,
    "GB-15": _PERSON,
    "RS-03": _POLICY,
    "RS-05": _POLICY,
    "RS-07": _PERSON,
    "RS-09": _PERSON,
    "RS-10": _PERSON,
    "RS-11": _PERSON,
    "RS-13": _PERSON,
    "BER-01": _NEVER,
    "BER-06": _PERSON,
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
        condition = _LIVE[version.code](row, setting) if version.code in _LIVE else ""
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
        if setting.window.opens is not None and version.code != "RS-14":
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
