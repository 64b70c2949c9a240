"""Values that people fill in for what an application leaves unknown, with their source.

They are written as a cell would have them, in Dutch notation, and typed by their column.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import ValidationError

from ...grants.applications.application import Application
from ...grants.columns import ColumnSpec, Kind, columns_of
from ...grants.money import Euro
from ...grants.municipality import plain_name
from ...grants.said import Said, said
from ..law.judgement import FilledIn


class NoSuchValue(ValueError):
    """A value does not fit its column; the message says so in Dutch."""


def column_named(application: Application, name: str) -> ColumnSpec | None:
    """The column with that header, whatever its case and accents, or with that field."""
    return column_of(type(application), name)


def column_of(model: type[Application], name: str) -> ColumnSpec | None:
    """The same, of the applications of a scheme."""
    wanted = plain_name(name)
    for column in columns_of(model):
        if column.field == name or plain_name(column.label) == wanted:
            return column
    return None


def with_values(application: Application, values: Sequence[FilledIn]) -> Application:
    """The application with these values in the place of what was unknown.

    Raises :class:`NoSuchValue` where a value does not fit its column.
    """
    fields: dict[str, Any] = application.model_dump()
    for one in values:
        column = column_named(application, one.field)
        if column is None or column.year is not None:
            raise NoSuchValue(f"De kolom {one.field} is niet in te vullen.")
        at = fields
        for part in column.path[:-1]:
            at = at[part]
        at[column.path[-1]] = _typed(column, one.value)
    try:
        return type(application).model_validate(fields)
    except ValidationError as fault:
        told = ", ".join(f"{one.field} {one.value}" for one in values)
        raise NoSuchValue(f"De waarde past niet in haar kolom: {told}.") from fault


def _typed(column: ColumnSpec, text: str) -> object:
    plain = text.strip()
    try:
        match column.kind:
            case Kind.MONEY:
                return Euro.parse(plain)
            case Kind.DECIMAL:
                return Decimal(plain.replace(",", "."))
            case Kind.COUNT:
                return int(plain.replace(".", ""))
            case Kind.YES_NO:
                return _yes_or_no(plain)
            case _:
                return plain
    except (ValueError, InvalidOperation) as fault:
        raise NoSuchValue(f"Bij {column.label} past {plain} niet.") from fault


def _yes_or_no(text: str) -> bool:
    answer = said(text)
    if answer not in (Said.YES, Said.NO):
        raise ValueError(text)
    return answer is Said.YES
