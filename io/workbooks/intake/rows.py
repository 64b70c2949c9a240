"""The rows of a sheet as read: each application with its cells, its raw values and its findings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from ....grants.application import Application
from ....grants.finding import Finding
from ..formats.look import column_letters
from ..formats.source import Value
from .shown import all_shown, is_blank, shown


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

    def written(self) -> str:
        """The addresses as JSON, in the order of the fields' names."""
        return _addresses(tuple(self._letters.items())).replace(_ROW, str(self._row))


_ROW = "\0"  # where the number of a row comes; JSON writes that sign otherwise


@lru_cache(maxsize=64)
def _addresses(letters: tuple[tuple[str, str], ...]) -> str:
    """The addresses of a row as JSON; those of the rows of a sheet differ in its number only."""
    text = json.dumps(dict(letters), sort_keys=True, ensure_ascii=False)
    return re.sub(r'(: "[A-Z]+)"', rf'\1{_ROW}"', text)


class RawRow(Mapping[str, str]):
    """The values of a row as the officer sees them, by header, written when they are asked for."""

    __slots__ = ("_faults", "_keys", "_values", "_written")

    def __init__(
        self, keys: Mapping[int, str], values: Sequence[Value], faults: Mapping[int, str]
    ) -> None:
        self._keys, self._values, self._faults = keys, values, faults
        self._written: dict[str, str] | None = None

    def texts(self) -> dict[str, str]:
        """All of them, to change at will."""
        return dict(self._all())

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


class RawBlock:
    """The values of many rows without a fault, written by column when the first is asked for."""

    def __init__(self, keys: Mapping[int, str], rows: Sequence[Sequence[Value]]) -> None:
        self._keys, self._rows = keys, rows
        self._names: tuple[str, ...] = ()
        self._texts: list[tuple[str, ...]] | None = None

    def row(self, at: int) -> dict[str, str]:
        """The values of one row, by header."""
        if self._texts is None:
            self._write()
        assert self._texts is not None
        row = self._rows[at]
        texts = self._texts[at]
        if len(row) < len(texts):  # a row that ends before the others
            return dict(zip(self._names, texts[: self._ending(len(row))], strict=False))
        return dict(zip(self._names, texts, strict=True))

    def _write(self) -> None:
        columns = list(zip_longest(*self._rows, fillvalue=""))
        places = [at for at in range(len(columns)) if self._keys.get(at)]
        self._names = tuple(self._keys[at] for at in places)
        self._texts = list(zip(*(all_shown(columns[at]) for at in places), strict=True))

    def _ending(self, width: int) -> int:
        return sum(1 for at in self._keys if at < width and self._keys[at])


class RowOfBlock(RawRow):
    """A row of a block."""

    __slots__ = ("_at", "_block")

    def __init__(self, block: RawBlock, at: int) -> None:
        self._block, self._at = block, at
        self._written = None

    def _all(self) -> dict[str, str]:
        if self._written is None:
            self._written = self._block.row(self._at)
        return self._written
