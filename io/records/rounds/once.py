"""What is read or worked out of a round once, and again only after something was written."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Generic, Protocol, Self, TypeVar, overload


class Reading(Protocol):
    """What keeps that which was read of a round: its reader, and the parts that this hands out."""

    def fresh(self) -> dict[object, Any]:
        """What was read since the last change in this session, by who read it."""
        ...


Owner = TypeVar("Owner", bound=Reading)
Value = TypeVar("Value")


class once(Generic[Owner, Value]):  # noqa: N801 - it is written as `property` is
    """A property that is read from the database once, and again after something was written."""

    def __init__(self, read: Callable[[Owner], Value]) -> None:
        self._read = read
        self.__doc__ = read.__doc__

    @overload
    def __get__(self, reader: None, owner: type[Owner]) -> Self: ...
    @overload
    def __get__(self, reader: Owner, owner: type[Owner]) -> Value: ...
    def __get__(self, reader: Owner | None, owner: type[Owner]) -> Self | Value:
        if reader is None:
            return self
        kept = reader.fresh()
        if self not in kept:
            kept[self] = self._read(reader)
        return kept[self]


def worked_out(work: Callable[[Owner], Value]) -> Callable[[Owner], Value]:
    """Work something out of a round once for each reader, and again after something was written.

    What comes out is shared by all who ask, so it must be of a type that none of them can change.
    """

    @wraps(work)
    def known(reader: Owner) -> Value:
        kept = reader.fresh()
        if work not in kept:
            kept[work] = work(reader)
        return kept[work]

    return known
