"""What an amendment changes: each key of the policy with what it was and what it becomes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from ....grants.money import Euro
from ....grants.record import Record
from ....grants.rounds.policy import Policy

_OWN_NAMES = ("code", "application", "id")  # what tells one of a list from the others


class PolicyChange(Record):
    """A key of the policy file, as an officer writes it; ``None`` where it is not there."""

    key: str
    before: str | None
    after: str | None


def policy_changes(before: Policy, after: Policy) -> tuple[PolicyChange, ...]:
    """The keys in which two policies differ, in the order of the file."""
    was, becomes = dict(_keys("", before)), dict(_keys("", after))
    return tuple(
        PolicyChange(key=key, before=was.get(key), after=becomes.get(key))
        for key in dict.fromkeys((*was, *becomes))
        if was.get(key) != becomes.get(key)
    )


def _keys(name: str, value: object) -> Iterator[tuple[str, str]]:
    """Every key below a value with its text; what is not there has none."""
    if value is None:
        return
    below = f"{name}." if name else ""
    if isinstance(value, Record):
        for field in type(value).model_fields:
            yield from _keys(f"{below}{field}", getattr(value, field))
    elif isinstance(value, Mapping):
        for key, one in value.items():  # pyright: ignore[reportUnknownVariableType]
            yield from _keys(f"{below}{_quoted(str(key))}", one)  # pyright: ignore[reportUnknownArgumentType]
    elif isinstance(value, Sequence) and not isinstance(value, str):
        every: list[object] = list(value)  # pyright: ignore[reportUnknownArgumentType]
        if any(isinstance(one, Record) for one in every):
            for at, one in enumerate(every, start=1):
                yield from _keys(f"{name}[{_own_name(one) or at}]", one)
        elif every:
            yield name, ", ".join(_text(one) for one in every)
    else:
        yield name, _text(value)


def _own_name(one: object) -> str:
    return next((str(getattr(one, name)) for name in _OWN_NAMES if hasattr(one, name)), "")


def _quoted(key: str) -> str:
    return f'"{key}"' if "." in key else key


def _text(value: object) -> str:
    """A value in the notation of the office."""
    match value:
        case bool():
            return "ja" if value else "nee"
        case date():
            return f"{value:%d-%m-%Y}"
        case time():
            return f"{value:%H:%M}"
        case Enum():
            return str(value.value)
        case Decimal():
            return f"{value}".replace(".", ",")
        case Fraction():
            return f"{value}"
        case Euro() | int() | str():
            return str(value)
        case _:
            return repr(value)
