"""A value as the officer sees it, and what is wrong with one that cannot be typed."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from ....grants.frozen import frozen
from ..formats.number_formats import ByFormat, Value

SPACES = re.compile(r"[\s\u00a0\u2007\u202f]+")
"""What separates words, and is shown as one space."""

_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f"
    r"\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffc]"
)
"""Signs that show nothing: of control, soft hyphens, joiners, and those that turn the direction."""


_FEW = 1_000  # different numbers in a column, so many are soon written one by one
_WRITTEN_EXACTLY = 16  # signs: fifteen digits and a point


@frozen
class Fault:
    """A cell that cannot be typed: the code, and what fills its sentence besides the value."""

    code: str
    fills: Mapping[str, str] = field(default_factory=dict[str, str])


def is_blank(value: Value) -> bool:
    """Whether a cell holds nothing but spaces."""
    if not isinstance(value, str):
        return False
    return not value or not (value[0].isalnum() or SPACES.sub("", _INVISIBLE.sub("", value)))


def has_invisible(value: Value) -> bool:
    """Whether a text holds signs that show nothing."""
    if not isinstance(value, str) or (value.isascii() and value.isprintable()):
        return False
    return _INVISIBLE.search(value) is not None


def shown(value: Value) -> str:
    """A value as the officer sees it, in Dutch notation; text as it stands, on one line."""
    match value:
        case str():
            plain = _INVISIBLE.sub("", value) if has_invisible(value) else value
            return SPACES.sub(" ", plain).strip()
        case ByFormat():
            return shown(value.shown)
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


def all_shown(values: Sequence[Value]) -> Sequence[str]:
    """Many values as the officer sees them: each different one is written once."""
    kinds = set(map(type, values))
    if kinds == {str}:
        texts: Sequence[Any] = values
        line = " ".join(texts)
        if (
            line.isprintable()
            and "  " not in line
            and line == line.strip()
            and not has_invisible(line)
        ):
            return texts  # one line each, single spaces, none blank
    if len(kinds) == 1:
        different: Sequence[Any] = list(set(values))
        written = _numbers(values) if kinds == {float} and len(different) > _FEW else None
        if written is not None:
            return written
        known = {value: _briefly(value) for value in different}
        return list(map(known.__getitem__, values))
    # 1, 1.0 and WAAR are equal as keys and not the same.
    by_type = {kind: {v: _briefly(v) for v in values if v.__class__ is kind} for kind in kinds}
    return [by_type[value.__class__][value] for value in values]


def _numbers(values: Sequence[Any]) -> Sequence[str] | None:
    """Numbers as :func:`shown` has them, where Python writes each in fifteen digits or fewer."""
    texts = list(map(repr, values))
    line = "\n".join(texts) + "\n"
    if "e" in line or "n" in line or len(max(texts, key=len)) > _WRITTEN_EXACTLY:
        return None
    if "-0.0\n" in line:
        return None
    return line.replace(".0\n", "\n").replace(".", ",").splitlines()


def _briefly(value: Value) -> str:
    """The same as :func:`shown`, sooner for a number that Python writes in fifteen digits."""
    if value.__class__ is float:
        text = repr(value or 0.0)
        if len(text) <= _WRITTEN_EXACTLY and "e" not in text and "n" not in text:
            return text.removesuffix(".0").replace(".", ",")
    return shown(value)


def exact(number: int | float) -> Decimal:
    """A number of a spreadsheet, exactly: the decimal of its 15 significant digits.

    Nought has no sign, as in a worksheet: -0.0 equals 0.0, and must not be told from it.
    """
    return Decimal(number) if isinstance(number, int) else Decimal(format(number or 0.0, ".15g"))
