"""JSON with exact decimal numbers, which the standard library can only write by way of a float."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?\Z")


@dataclass(frozen=True, slots=True)
class Exact:
    """A number as its digits, such as ``1234.50``; anything else is a ``ValueError``."""

    digits: str

    def __post_init__(self) -> None:
        if not _NUMBER.match(self.digits):
            raise ValueError(f"{self.digits!r} is no number in JSON")


def exact_json(value: Any) -> str:
    """A document of mappings, sequences, texts, integers, booleans and :class:`Exact` numbers.

    >>> print(exact_json({"amount": Exact("0.10"), "homes": 3}), end="")
    {
      "amount": 0.10,
      "homes": 3
    }

    A float is a ``TypeError``.
    """
    return _written(value, "") + "\n"


def _written(value: Any, indent: str) -> str:
    inner = indent + "  "
    if isinstance(value, Mapping):
        pairs = cast("Mapping[str, Any]", value)
        lines = [
            f"{json.dumps(k, ensure_ascii=False)}: {_written(v, inner)}" for k, v in pairs.items()
        ]
        return _lines("{", lines, "}", indent)
    if isinstance(value, Sequence) and not isinstance(value, str):
        parts = cast("Sequence[Any]", value)
        return _lines("[", [_written(part, inner) for part in parts], "]", indent)
    if isinstance(value, Exact):
        return value.digits
    if isinstance(value, (str, int)) or value is None:
        return json.dumps(value, ensure_ascii=False)
    raise TypeError(f"{type(value).__name__} has no exact form in JSON")


def _lines(opening: str, lines: Sequence[str], closing: str, indent: str) -> str:
    if not lines:
        return opening + closing
    inner = f",\n{indent}  ".join(lines)
    return f"{opening}\n{indent}  {inner}\n{indent}{closing}"
