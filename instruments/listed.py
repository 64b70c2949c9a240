"""A further sheet that lists things one by one, such as homes, and counts what an application states."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..grants.applications.finding import Severity
from ..grants.frozen import frozen
from ..grants.record import Record
from .law.catalogue import Law


class Remark(Record):
    """What a person has to look at on the sheet: said once an application, at the first row.

    ``at`` is the place of that row among those of the application, ``field`` its column.
    """

    code: str
    severity: Severity
    message: str
    cure: str
    at: int
    field: str
    value: str = ""


class Difference(Record):
    """A count that an application states otherwise than its sheet comes to."""

    field: str
    stated: int
    counted: int


@frozen
class Compared:
    """What comes of holding the rows of an application against what it states."""

    remarks: tuple[Remark, ...]
    differences: tuple[Difference, ...]


@frozen
class Listed:
    """What a scheme makes of such a sheet.

    ``meant`` tells what a text of a column stands for, by field, and nothing where that is not
    known; ``shown`` is how such a value is written. ``row`` makes a row of the values by field.
    ``compare`` holds rows against their application, and says nothing of one that is no statement
    of the scheme.
    """

    meant: Mapping[str, Callable[[str], Any]]
    shown: Callable[[Any], object]
    row: Callable[[Mapping[str, Any]], Any]
    compare: Callable[[Any, Sequence[Any], Law], Compared | None]
