"""One definition of a field: the model's type, the workbook's column and its Dutch label.

A field of an application carries a :class:`Column` in its annotation. From that one definition
come the pydantic model, the header and note in the template, the reading of a cell and the words
of a finding. :func:`columns_of` lists them for a model, nested models included.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from functools import cache
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel

from .frozen import frozen
from .money import Euro


class Kind(StrEnum):
    """What a cell holds; follows from the field's type unless its column says otherwise."""

    TEXT = "text"
    MONEY = "money"  # euros in the workbook, cents in the model
    COUNT = "count"  # whole number, not negative
    DECIMAL = "decimal"  # an exact decimal, such as a score
    DATE = "date"
    MOMENT = "moment"  # a date, with a time of day where the office records one
    YES_NO = "yes_no"
    CHOICE = "choice"  # one of the column's choices
    NAMES = "names"  # several names in one cell, separated by a semicolon
    MUNICIPALITY = "municipality"  # GM0363, 0363 and 363 are the same
    AREA = "area"  # the name of an area, or ja / nee


@frozen
class Column:
    """A column of a workbook. ``label`` is the Dutch header, ``note`` its Dutch explanation."""

    label: str
    note: str = ""
    kind: Kind | None = None
    required: bool | None = None  # None: required when the model's field has no default
    choices: tuple[str, ...] = ()
    personal: bool = False  # personal data: kept apart, left out of exports
    if_empty: str = ""  # what an empty cell means, in Dutch: a default that the template states


@frozen
class YearColumns:
    """A run of columns, one a calendar year; ``label`` holds ``{year}``."""

    label: str
    first: int
    last: int
    note: str = ""
    if_empty: str = ""


@frozen
class Limits:
    """What the field of a column takes at most: a range, decimals, and the length of a text."""

    lowest: Decimal | None = None
    highest: Decimal | None = None
    decimals: int | None = None
    longest: int | None = None


NO_LIMITS = Limits()


@frozen
class NoColumns:
    """A nested value that a sheet does not ask for, though others of its kind do."""


NO_COLUMNS = NoColumns()


@frozen
class ColumnSpec:
    """A column as it stands in a sheet, with the path of its field in the model."""

    path: tuple[str, ...]
    label: str
    note: str
    kind: Kind
    required: bool
    choices: tuple[str, ...]
    personal: bool
    year: int | None = None
    if_empty: str = ""
    limits: Limits = NO_LIMITS

    @property
    def field(self) -> str:
        """The field's name with dots, as in ``homes.social_rent``."""
        return ".".join(self.path)


@cache
def columns_of(model: type[BaseModel]) -> tuple[ColumnSpec, ...]:
    """Every column of an application's model, in the order of its fields."""
    return tuple(_columns(model, ()))


def _columns(model: type[BaseModel], prefix: tuple[str, ...]) -> Iterator[ColumnSpec]:
    for name, field in model.model_fields.items():
        path = (*prefix, name)
        if any(isinstance(one, NoColumns) for one in field.metadata):
            continue
        column = next((m for m in field.metadata if isinstance(m, Column | YearColumns)), None)
        inner = _plain(field.annotation)
        if column is None:
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                yield from _columns(inner, path)
        elif isinstance(column, YearColumns):
            for year in range(column.first, column.last + 1):
                yield ColumnSpec(
                    path=(*path, str(year)),
                    label=column.label.format(year=year),
                    note=column.note,
                    kind=Kind.MONEY,
                    required=False,
                    choices=(),
                    personal=False,
                    year=year,
                    if_empty=column.if_empty,
                )
        else:
            kind = column.kind or _kind(inner)
            yield ColumnSpec(
                path=path,
                label=column.label,
                note=column.note,
                kind=kind,
                required=field.is_required() if column.required is None else column.required,
                choices=column.choices or _choices(inner),
                personal=column.personal,
                if_empty=column.if_empty,
                limits=_limits([*field.metadata, *_metadata(field.annotation)]),
            )


def _plain(annotation: Any) -> Any:
    """The type behind ``Annotated``, and behind ``X | None``."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _plain(get_args(annotation)[0])
    if origin is typing.Union or origin is types.UnionType:
        rest = [part for part in get_args(annotation) if part is not type(None)]
        return _plain(rest[0]) if len(rest) == 1 else annotation
    return annotation


def _metadata(annotation: Any) -> Iterator[Any]:
    """What stands in ``Annotated`` within an annotation, as in ``Annotated[int, ...] | None``."""
    origin = get_origin(annotation)
    if origin is Annotated:
        for one in get_args(annotation)[1:]:
            yield from getattr(one, "metadata", (one,))
        yield from _metadata(get_args(annotation)[0])
    elif origin is typing.Union or origin is types.UnionType:
        for part in get_args(annotation):
            yield from _metadata(part)


def _limits(metadata: list[Any]) -> Limits:
    def stated(name: str) -> Any:
        return next((v for one in metadata if (v := getattr(one, name, None)) is not None), None)

    lowest, highest = stated("ge"), stated("le")
    return Limits(
        lowest=None if lowest is None else Decimal(str(lowest)),
        highest=None if highest is None else Decimal(str(highest)),
        decimals=stated("decimal_places"),
        longest=stated("max_length"),
    )


_KINDS: dict[type, Kind] = {
    bool: Kind.YES_NO,
    int: Kind.COUNT,
    str: Kind.TEXT,
    Euro: Kind.MONEY,
    Decimal: Kind.DECIMAL,
    datetime: Kind.MOMENT,
    date: Kind.DATE,
}


def _kind(plain: Any) -> Kind:
    if get_origin(plain) is tuple:
        return Kind.NAMES
    if isinstance(plain, type):
        if plain in _KINDS:
            return _KINDS[plain]
        if issubclass(plain, Enum):
            return Kind.CHOICE
    raise TypeError(f"no kind of column follows from {plain!r}; name one in its Column")


def _choices(plain: Any) -> tuple[str, ...]:
    if isinstance(plain, type) and issubclass(plain, Enum):
        return tuple(str(member.value) for member in plain)
    return ()
