"""What a cell means: a value as read, typed by the kind of its column.

A cell that cannot be typed gives a :class:`Fault` with a code of the register; nothing is guessed.
A number is typed from its 15 significant digits, all that a spreadsheet keeps and shows.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from ....grants.columns import ColumnSpec, Kind
from ....grants.money import Euro
from ....grants.municipality import canonical_code, plain_name
from ..formats.source import Value

MOST_MONEY = Euro.euros(5_000_000_000)
MOST_HOMES = 50_000
FIRST_DATE, LAST_DATE = date(1990, 1, 1), date(2100, 12, 31)

_SPACES = re.compile(r"[\s\u00a0\u2007\u202f\u200b\ufeff]+")
_WHOLE = re.compile(r"^(?:[0-9]+|[1-9][0-9]{0,2}(?:[.'][0-9]{3})+)(?:,0+)?$|^[0-9]+\.0{1,2}$")
_DECIMAL = re.compile(r"^(?P<number>[0-9]+(?:[.,][0-9]+)?)(?P<percent>%?)$")
_CENT_PARTS = re.compile(r"^(?P<cents>[^,]*[0-9],[0-9]{2})(?!0+$)[0-9]+$")
_MILLIONS_WITH_A_POINT = re.compile(r"^[^0-9]*[0-9]{1,3}\.[0-9]{3} ?(?:m|k)", re.IGNORECASE)
_ENGLISH_GROUPS = re.compile(r"^\D*[0-9]{1,3}(?:,[0-9]{3})+$")
_DAY_FIRST = re.compile(r"^([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})$")
_YEAR_FIRST = re.compile(r"^([0-9]{4})-([0-9]{2})-([0-9]{2})$")
_IN_WORDS = re.compile(r"^([0-9]{1,2}) ([a-z]+)\.? ([0-9]{4})$")
_TIME = re.compile(
    r"^(?P<day>.+?),?[ t]+(?P<h>[0-9]{1,2}):(?P<m>[0-9]{2})(?P<s>(?::[0-9]{2})?)(?: ?uur)?$"
)
_LONGEST_DATE = 60
_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
YES = frozenset({"ja", "j", "yes", "y", "waar", "true"})
NO = frozenset({"nee", "n", "no", "onwaar", "false"})
_ERRORS = frozenset(
    (
        *("#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#N/A", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"),
        *("#VERW!", "#WAARDE!", "#NAAM?", "#DEEL/0!", "#N/B", "#LEEG!", "#GETAL!", "#OVERLOOP!"),
    )
)
"""Error values as text, in English and in Dutch: pasted values keep them."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that cannot be typed: the code, and what fills its sentence besides the value."""

    code: str
    fills: Mapping[str, str] = field(default_factory=dict[str, str])


def is_blank(value: Value) -> bool:
    """Whether a cell holds nothing but spaces."""
    if not isinstance(value, str):
        return False
    return not value or not (value[0].isalnum() or _SPACES.sub("", value))


def shown(value: Value) -> str:
    """A value as the officer sees it, in Dutch notation; text as it stands, on one line."""
    match value:
        case str():
            return _SPACES.sub(" ", value).strip()
        case bool():
            return "WAAR" if value else "ONWAAR"
        case float() if not math.isfinite(value):
            return str(value)
        case int() | float():
            return f"{exact(value):f}".replace(".", ",")
        case datetime():
            return value.strftime("%d-%m-%Y %H:%M:%S" if value.second else "%d-%m-%Y %H:%M")
        case date():
            return value.strftime("%d-%m-%Y")
        case time() | timedelta():
            return str(value)


def exact(number: int | float) -> Decimal:
    """A number of a spreadsheet, exactly: the decimal of its 15 significant digits."""
    return Decimal(number) if isinstance(number, int) else Decimal(format(number, ".15g"))


def typed(column: ColumnSpec, value: Value) -> object | Fault:
    """The value of a filled cell as its column means it, or what is wrong with it."""
    if isinstance(value, str) and value.strip().upper() in _ERRORS:
        return Fault("INT-017")
    if isinstance(value, float) and not math.isfinite(value):
        return Fault("INT-047")
    return _TYPERS[column.kind](column, value)


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


def _count(_: ColumnSpec, value: Value) -> object | Fault:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return Fault("INT-010")
    if isinstance(value, str):
        text = _SPACES.sub("", value).replace("−", "-")
        if not _WHOLE.match(text.removeprefix("-")):
            return Fault("INT-010")
        plain = re.sub(r",0+$|\.0{1,2}$", "", text)
        number = Decimal(plain.replace(".", "").replace("'", ""))
    else:
        number = exact(value)
    if number != number.to_integral_value():
        return Fault("INT-010")
    if number < 0:
        return Fault("INT-019")
    if number > MOST_HOMES:
        return Fault("INT-030", {"limit": f"{MOST_HOMES:,}".replace(",", ".")})
    return int(number)


def _decimal(_: ColumnSpec, value: Value) -> object | Fault:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return Fault("INT-031")
    if not isinstance(value, str):
        number = exact(value)
    else:
        text = _SPACES.sub("", value).replace("−", "-")
        written = _DECIMAL.match(text.removeprefix("-"))
        if written is None:
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
    moment = _any_date(value)
    return moment.date() if isinstance(moment, datetime) else moment


def _moment(_: ColumnSpec, value: Value) -> object | Fault:
    return _any_date(value)


def _any_date(value: Value) -> datetime | Fault:
    """A date with its time of day; a bare number is no date, since its count may start in 1904."""
    match value:
        case datetime():
            found = value
        case date():
            found = datetime.combine(value, time())
        case str():
            found = _written_date(shown(value).lower())
        case _:
            found = None
    if found is None:
        return Fault("INT-011")
    if not FIRST_DATE <= found.date() <= LAST_DATE:
        return Fault("INT-045", {"limit": f"{FIRST_DATE.year}-{LAST_DATE.year}"})
    return found


def _written_date(text: str) -> datetime | None:
    if len(text) > _LONGEST_DATE:  # of a page of text, the search for a time would take minutes
        return None
    clock = _TIME.match(text)
    numbers = _year_month_day(clock["day"] if clock else text)
    if numbers is None:
        return None
    hour, minute, second = (
        map(int, (clock["h"], clock["m"], clock["s"].lstrip(":") or "0")) if clock else (0, 0, 0)
    )
    try:
        return datetime(*numbers, hour, minute, second)  # noqa: DTZ001 - an office's own clock
    except ValueError:  # such as 31-02-2026
        return None


def _year_month_day(text: str) -> tuple[int, int, int] | None:
    if match := _DAY_FIRST.match(text):
        return int(match[4]), int(match[3]), int(match[1])
    if match := _YEAR_FIRST.match(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _IN_WORDS.match(text):
        month = "mrt" if match[2].startswith("maa") else match[2][:3]
        if month in _MONTHS:
            return int(match[3]), _MONTHS.index(month) + 1, int(match[1])
    return None


def yes_or_no(value: Value) -> bool | None:
    """What a cell says where it says ja or nee, in any of the usual ways."""
    if isinstance(value, bool):
        return value
    word = plain_name(value) if isinstance(value, str) else ""
    return True if word in YES else False if word in NO else None


def _yes_no(_: ColumnSpec, value: Value) -> object | Fault:
    answer = yes_or_no(value)
    return Fault("INT-012") if answer is None else answer


def _text(_: ColumnSpec, value: Value) -> object | Fault:
    return shown(value) if isinstance(value, str | int | float) else Fault("INT-046")


def _choice(column: ColumnSpec, value: Value) -> object | Fault:
    wanted = plain_name(shown(value))
    for choice in column.choices:
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
        code = canonical_code(_SPACES.sub("", shown(value)))
        if code is not None:
            return code
    return Fault("INT-014")


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
