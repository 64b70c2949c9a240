"""The rows of a sheet as read: each application with its cells, its raw values and its findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ....grants.application import Application
from ....grants.finding import Finding
from ..formats.look import column_letters
from ..formats.source import Value
from .cells import is_blank, shown


class ReadRow(NamedTuple):
    """A row of a sheet that stands for one application.

    ``application_id`` is in capitals, "" where the cell is empty or unreadable. ``application`` is
    ``None`` when the row, or the header row of its sheet, has an error. ``cells`` has the address
    of each field's cell, ``raw`` every value as the officer sees it by the header of its column,
    columns that are not known included.
    """

    instrument: str
    sheet: str
    row: int
    application_id: str
    application: Application | None
    cells: Mapping[str, str]
    raw: Mapping[str, str]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """The rows of a sheet, and the findings that belong to no application."""

    rows: tuple[ReadRow, ...]
    findings: tuple[Finding, ...]


class Cells(Mapping[str, str]):
    """The address of each field's cell in one row, written when it is asked for."""

    __slots__ = ("_letters", "_row")

    def __init__(self, letters: Mapping[str, str], row: int) -> None:
        self._letters, self._row = letters, row

    def __getitem__(self, field: str) -> str:
        return f"{self._letters[field]}{self._row}"

    def __iter__(self) -> Iterator[str]:
        return iter(self._letters)

    def __len__(self) -> int:
        return len(self._letters)


class RawRow(Mapping[str, str]):
    """The values of a row as the officer sees them, by header, written when they are asked for."""

    __slots__ = ("_faults", "_keys", "_values", "_written")

    def __init__(
        self, keys: Mapping[int, str], values: Sequence[Value], faults: Mapping[int, str]
    ) -> None:
        self._keys, self._values, self._faults = keys, values, faults
        self._written: dict[str, str] | None = None

    def __getitem__(self, header: str) -> str:
        return self._all()[header]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def _all(self) -> dict[str, str]:
        if self._written is None:
            self._written = dict(self._texts())
        return self._written

    def _texts(self) -> Iterator[tuple[str, str]]:
        for place, value in enumerate(self._values):
            key = self._keys.get(place)
            if key is None and not is_blank(value):
                key = f"(kolom {column_letters(place)})"
            if key:
                yield key, self._faults[place] if place in self._faults else shown(value)
