"""The rows of a sheet as read: each application with its cells, its raw values and its findings."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from json.encoder import encode_basestring
from types import MappingProxyType
from typing import NamedTuple

from ....grants.applications.application import Application
from ....grants.applications.finding import Finding
from ...files.json_rows import rows_as_json
from ...records.rounds.rows_beside import Beside
from ..formats.look import column_letters
from ..formats.number_formats import Value
from .shown import all_shown, is_blank, shown


class ReadRow(NamedTuple):
    """A row of a sheet that stands for one application.

    ``application_id`` is in capitals, "" where the cell is empty or unreadable. ``application`` is
    ``None`` when the row, or the header row of its sheet, has an error. ``cells`` has the address
    of each field's cell, ``raw`` every value as the officer sees it by the header of its column,
    columns that are not known included. ``sheets`` are the further sheets that were read in the
    file; ``beside`` is what stands on them under its number, of a row with an error, by sheet.
    """

    instrument: str
    sheet: str
    row: int
    application_id: str
    application: Application | None
    cells: Mapping[str, str]
    raw: Mapping[str, str]
    findings: tuple[Finding, ...]
    sheets: frozenset[str] = frozenset()
    beside: Beside = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """The rows of a sheet, and the findings that belong to no application."""

    rows: tuple[ReadRow, ...]
    findings: tuple[Finding, ...]


class Letters(dict[str, str]):
    """The letters of each field's column, the same for all rows of a sheet."""

    @cached_property
    def written(self) -> str:
        """The addresses of a row as JSON, by field in order, with a sign for its number."""
        text = json.dumps(self, sort_keys=True, ensure_ascii=False)
        return re.sub(r'(: "[A-Z]+)"', rf'\1{_ROW}"', text)


class Cells(Mapping[str, str]):
    """The address of each field's cell in one row, written when it is asked for."""

    __slots__ = ("_letters", "_row")

    def __init__(self, letters: Letters, row: int) -> None:
        self._letters, self._row = letters, row

    def __getitem__(self, field: str) -> str:
        return f"{self._letters[field]}{self._row}"

    def __iter__(self) -> Iterator[str]:
        return iter(self._letters)

    def __len__(self) -> int:
        return len(self._letters)

    def written(self) -> str:
        """The addresses as JSON, in the order of the fields' names."""
        return self._letters.written.replace(_ROW, str(self._row))


_ROW = "\0"  # where the number of a row comes; JSON writes that sign otherwise
Apart = Callable[[tuple[str, ...]], Sequence[str]]
"""Which of some headers hold what is to be kept apart."""


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
        self._json: tuple[Sequence[str], Sequence[str]] | None = None

    def row(self, at: int) -> dict[str, str]:
        """The values of one row, by header."""
        row, texts = self._rows[at], self._texts[at]
        if len(row) < len(texts):  # a row that ends before the others
            return dict(zip(self._names, texts[: self._ending(len(row))], strict=False))
        return dict(zip(self._names, texts, strict=True))

    def written(self, at: int, apart: Apart) -> tuple[str, str] | None:
        """One row as JSON by header, and what of it is kept apart, without what is empty.

        ``apart`` is the same for all rows. ``None`` where rows end at different columns: each of
        them has headers of its own.
        """
        if not self._even:
            return None
        if self._json is None:
            beside = frozenset(apart(self._names))
            own = self._by_header(lambda name: name not in beside)
            aside = self._by_header(beside.__contains__)
            texts = rows_as_json(own, len(self._rows))
            assert texts is not None, "what is shown is a text"
            self._json = texts, _filled_as_json(aside, self._rows)
        return self._json[0][at], self._json[1][at]

    @cached_property
    def _places(self) -> Sequence[int]:
        width = max(map(len, self._rows), default=0)
        return [at for at in range(width) if self._keys.get(at)]

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(self._keys[at] for at in self._places)

    @cached_property
    def _even(self) -> bool:
        return len(set(map(len, self._rows))) == 1

    @cached_property
    def _columns(self) -> Sequence[Sequence[str]]:
        columns = list(zip_longest(*self._rows, fillvalue=""))
        return [all_shown(columns[at]) for at in self._places]

    @cached_property
    def _texts(self) -> Sequence[tuple[str, ...]]:
        return list(zip(*self._columns, strict=True))

    def _by_header(self, kept: Callable[[str], bool]) -> dict[str, Sequence[str]]:
        """The columns whose headers are kept, in the order of the headers."""
        named = zip(self._names, self._columns, strict=True)
        return dict(sorted((name, column) for name, column in named if kept(name)))

    def _ending(self, width: int) -> int:
        return sum(1 for at in self._keys if at < width and self._keys[at])


def _filled_as_json(columns: Mapping[str, Sequence[str]], rows: Sequence[object]) -> Sequence[str]:
    """Each row as a JSON object of the columns that hold something; nothing where none does."""
    if not columns:
        return [""] * len(rows)
    keys = [encode_basestring(name) for name in columns]
    found: list[str] = []
    for texts in zip(*columns.values(), strict=True):
        told = [
            f"{key}: {encode_basestring(text)}"
            for key, text in zip(keys, texts, strict=True)
            if text
        ]
        found.append("{" + ", ".join(told) + "}" if told else "")
    return found


class RowOfBlock(RawRow):
    """A row of a block."""

    __slots__ = ("_at", "_block")

    def __init__(self, block: RawBlock, at: int) -> None:
        self._block, self._at = block, at
        self._written = None

    def written(self, apart: Apart) -> tuple[str, str] | None:
        """The row as it is kept: see :meth:`RawBlock.written`."""
        return self._block.written(self._at, apart)

    def _all(self) -> dict[str, str]:
        if self._written is None:
            self._written = self._block.row(self._at)
        return self._written
