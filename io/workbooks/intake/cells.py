"""What a cell means: a value as read, typed by the kind of its column.

A cell that cannot be typed gives a :class:`Fault` with a code of the register; nothing is guessed.
A number is typed from its 15 significant digits, all that a spreadsheet keeps and shows.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from ....grants.columns import ColumnSpec, Kind
from ....grants.money import Euro
from ....grants.municipality import canonical_code, municipalities, plain_name, succeeded
from ..formats.encodings import GARBLED
from ..formats.number_formats import ByFormat, Value
from .dates import any_date
from .shown import SPACES, Fault, exact, is_blank, shown

__all__ = [
    "MOST_HOMES",
    "MOST_MONEY",
    "NO",
    "YES",
    "Fault",
    "exact",
    "is_blank",
    "shown",
    "typed",
    "yes_or_no",
]

MOST_MONEY = Euro.euros(5_000_000_000)
MOST_HOMES = 50_000

_WHOLE = re.compile(r"^(?:[0-9]+|[1-9][0-9]{0,2}(?:[.'][0-9]{3})+)(?:,0{1,2})?$|^[0-9]+\.0{1,2}$")
_EITHER_WAY = re.compile(r"^[1-9][0-9]{0,2}\.[0-9]{3}$")  # 1.250: a little over one, or a thousand
_MOST_DIGITS = 10**15  # a spreadsheet keeps fifteen digits of a number
_DECIMAL = re.compile(r"^(?P<number>[0-9]+(?:[.,][0-9]+)?)(?P<percent>%?)$")
_CENT_PARTS = re.compile(r"^(?P<cents>[^,]*[0-9],[0-9]{2})(?!0+$)[0-9]+$")
_MILLIONS_WITH_A_POINT = re.compile(r"^[^0-9]*[0-9]{1,3}\.[0-9]{3} ?(?:m|k)", re.IGNORECASE)
_LOOSE = re.compile("[0-9] (?=[0-9])(?![0-9]{3}(?![0-9]))|[0-9]{4} [0-9]")  # 10 0: no thousands
_DOUBT = re.compile(r"[?*()\[\]~±≈<>]")  # ja?, ja* and (ja) say more than ja
_ROUNDED = re.compile(r"\s*[0-9](?:[.,][0-9]+)?E\+[0-9]{1,2}\s*$")  # 3,63E+11: what a code was
_ENGLISH_GROUPS = re.compile(r"^\D*[0-9]{1,3}(?:,[0-9]{3})+$")
_NUMBERS = frozenset((Kind.MONEY, Kind.COUNT, Kind.DECIMAL))
_DATES = frozenset((Kind.DATE, Kind.MOMENT))
YES = frozenset({"ja", "j", "yes", "y", "waar", "true"})
NO = frozenset({"nee", "n", "no", "onwaar", "false"})
_ERRORS = frozenset(
    (
        *("#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#N/A", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"),
        *("LOADING...", "LADEN..."),  # of Google, while it waits for another file
        *("#VERW!", "#WAARDE!", "#NAAM?", "#DEEL/0!", "#N/B", "#LEEG!", "#GETAL!", "#OVERLOOP!"),
    )
)
"""Error values as text, in English and in Dutch: pasted values keep them."""


def typed(column: ColumnSpec, value: Value) -> object | Fault:
    """The value of a filled cell as its column means it, or what is wrong with it."""
    if isinstance(value, str) and (
        value.strip().upper() in _ERRORS or (value[:1] == "#" and not value.strip("# "))
    ):
        return Fault("INT-017")
    if isinstance(value, float) and not math.isfinite(value):
        return Fault("INT-047")
    if isinstance(value, ByFormat):
        return _by_format(column, value)
    return _TYPERS[column.kind](column, value)


def _by_format(column: ColumnSpec, value: ByFormat) -> object | Fault:
    """A cell that shows something else than it holds: the same number, the text, or a question."""
    if column.kind in _NUMBERS:
        same = value.same or (value.percent and column.kind is Kind.DECIMAL)
    else:
        same = False
        if column.kind not in _DATES and value.certain and not is_blank(value.shown):
            return typed(column, value.shown)
    if same or (column.kind in _DATES and isinstance(value.held, int | float)):
        return typed(column, value.held)
    return Fault("INT-065", {"held": shown(value.held)})


def _money(_: ColumnSpec, value: Value) -> object | Fault:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return Fault("INT-008")
    if isinstance(value, str):
        amount = _written_money(shown(value))
    else:
        cents = exact(value).scaleb(2)
        whole = int(cents)
        amount = Euro(whole) if cents == whole else Fault("INT-009")
    if isinstance(amount, Fault):
        return amount
    if amount.cents < 0:
        return Fault("INT-019")
    if amount.cents > MOST_MONEY.cents:
        return Fault("INT-030", {"limit": str(MOST_MONEY)})
    return amount


def _written_money(text: str) -> Euro | Fault:
    if _LOOSE.search(text) is not None:
        return Fault("INT-008")
    if _MILLIONS_WITH_A_POINT.match(text):  # 1.250 mln: a little over one, or over a thousand
        return Fault("INT-008")
    try:
        return Euro.parse(text)
    except ValueError:  # it says why in English; the officer gets a code
        parts = _CENT_PARTS.match(text)
        if parts is None or _ENGLISH_GROUPS.match(text):
            return Fault("INT-008")
    try:
        Euro.parse(parts["cents"])
    except ValueError:
        return Fault("INT-008")
    return Fault("INT-009")


def _most_of(column: ColumnSpec) -> int:
    """Above what a count is a typing error: the homes of one project, or more by its column."""
    return max(MOST_HOMES, int(column.limits.highest or 0))


def _count(column: ColumnSpec, value: Value) -> object | Fault:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return Fault("INT-010")
    if isinstance(value, str):
        if _LOOSE.search(shown(value)) is not None:
            return Fault("INT-010")
        text = SPACES.sub("", value).replace("−", "-")
        if not _WHOLE.match(text.removeprefix("-")):
            return Fault("INT-010")
        plain = re.sub(r"[,.]0{1,2}$", "", text)
        number = Decimal(plain.replace(".", "").replace("'", ""))
    else:
        number = exact(value)
    if number != number.to_integral_value():
        return Fault("INT-010")
    if number < 0:
        return Fault("INT-019")
    if number > _most_of(column):
        return Fault("INT-030", {"limit": f"{_most_of(column):,}".replace(",", ".")})
    return int(number)


def _decimal(_: ColumnSpec, value: Value) -> object | Fault:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return Fault("INT-031")
    if not isinstance(value, str):
        number = exact(value)
    else:
        if _LOOSE.search(shown(value)) is not None:
            return Fault("INT-031")
        text = SPACES.sub("", value).replace("−", "-")
        written = _DECIMAL.match(text.removeprefix("-"))
        if written is None or _EITHER_WAY.match(written["number"]):
            return Fault("INT-031")
        number = Decimal(written["number"].replace(",", "."))
        number = number.scaleb(-2) if written["percent"] else number
        number = -number if text.startswith("-") else number
    number = _without_zeros(number)
    return Fault("INT-019") if number < 0 else number


def _without_zeros(number: Decimal) -> Decimal:
    """The same number as a spreadsheet keeps it: 7,0 is 7, and 100 stays 100."""
    whole = number.to_integral_value()
    return whole if number == whole else number.normalize()


def _date(_: ColumnSpec, value: Value) -> object | Fault:
    moment = any_date(value, of_day=True)
    return moment.date() if isinstance(moment, datetime) else moment


def _moment(_: ColumnSpec, value: Value) -> object | Fault:
    return any_date(value, of_day=False)


def yes_or_no(value: Value) -> bool | None:
    """What a cell says where it says ja or nee, in any of the usual ways."""
    if isinstance(value, bool):
        return value
    word = plain_name(value) if isinstance(value, str) and not _DOUBT.search(value) else ""
    return True if word in YES else False if word in NO else None


def _yes_no(_: ColumnSpec, value: Value) -> object | Fault:
    answer = yes_or_no(value)
    return Fault("INT-012") if answer is None else answer


def _text(_: ColumnSpec, value: Value) -> object | Fault:
    if not isinstance(value, str | int | float):
        return Fault("INT-046")
    if not isinstance(value, str) and abs(value) >= _MOST_DIGITS:
        return Fault("INT-066")
    if isinstance(value, str) and "E+" in value and _ROUNDED.match(value) is not None:
        return Fault("INT-066")
    if isinstance(value, str) and not value.isascii() and GARBLED.search(value) is not None:
        return Fault("INT-067")
    return shown(value)


def _choice(column: ColumnSpec, value: Value) -> object | Fault:
    wanted = plain_name(shown(value))
    for choice in () if _DOUBT.search(shown(value)) else column.choices:
        if plain_name(choice) == wanted:
            return choice
    return Fault("INT-013", {"choices": ", ".join(column.choices)})


def _names(column: ColumnSpec, value: Value) -> object | Fault:
    if not isinstance(value, str):
        single = _text(column, value)
        return single if isinstance(single, Fault) else (single,)
    parts = (shown(part) for part in re.split(r"[;\n]", value))
    return tuple(part for part in parts if part)


def _municipality(_: ColumnSpec, value: Value) -> object | Fault:
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        code = canonical_code(SPACES.sub("", shown(value)))
        if code is not None:
            return code
        return no_municipality(shown(value), "INT-014")
    return Fault("INT-014")


def no_municipality(written: str, code: str) -> Fault:
    """What is wrong with what names no municipality: it ended, or else ``code``."""
    ended = succeeded(SPACES.sub("", written))
    if ended is None:
        return Fault(code)
    new = municipalities()[ended.successor]
    told = {"old": ended.name, "day": f"{ended.since:%d-%m-%Y}", "new": new.name}
    return Fault("INT-088", {**told, "successor": new.code})


def _area(column: ColumnSpec, value: Value) -> object | Fault:
    """The name of an area, ``ja`` where none is named, nothing where the answer is nee."""
    answer = yes_or_no(value)
    if answer is not None and not column.required:
        return "ja" if answer else None
    return _text(column, value)


_TYPERS: dict[Kind, Callable[[ColumnSpec, Value], object | Fault]] = {
    Kind.TEXT: _text,
    Kind.MONEY: _money,
    Kind.COUNT: _count,
    Kind.DECIMAL: _decimal,
    Kind.DATE: _date,
    Kind.MOMENT: _moment,
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: _choice,
    Kind.NAMES: _names,
    Kind.MUNICIPALITY: _municipality,
    Kind.AREA: _area,
}
