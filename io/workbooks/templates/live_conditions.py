"""When a row of a template is certainly not within a rule: conditions as parts of formulas.

Each comes from the law of a scheme on a day, and says so only where the program would. Docstrings
name the rule that a condition is of.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ....grants.columns import ColumnSpec
from ....grants.rounds.window import Window
from ....instruments.law.catalogue import Law
from ....instruments.screening.measures import years_after
from ..formats.look import column_letters
from .live_checks import day_number, says_yes

_HOMES = ("homes.social_rent", "homes.mid_rent", "homes.affordable_purchase", "homes.other")
_AFFORDABLE = _HOMES[:3]


@dataclass(frozen=True, slots=True)
class LiveSetting:
    """The law that a template is made for; the day of the decision and the window where known."""

    law: Law
    decision_date: date | None = None
    window: Window | None = None


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


CONDITIONS: Mapping[str, Condition] = {
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
    "NPR-05": _outside_window(opens=False),
    "NPC-05": _outside_window(opens=False),
    "BER-02": _late_outside,
    "BER-03": _too_few_opened_up,
    "BER-04": _part("BER-04.regional_share", "regional_share", "total_cost"),
    "BER-07": _outside_window(),
}
"""By rule, what a formula can tell of a row."""
