"""The rows of a sheet that have nothing wrong in any cell: typed by column, made many at once.

Whatever is out of the ordinary (a fault, a total, a remark, a value below no header) is left to be
read by itself; see :mod:`.sheet_reader`. Both ways give the same for the same row.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import compress, repeat, zip_longest

from ....grants.applications.application import Application
from ....grants.applications.checks import check_application
from ....grants.applications.finding import Finding, Severity
from ....instruments.instrument import Instrument
from ..formats.look import column_letters
from ..formats.number_formats import Value
from .bulk import BLANK, WRONG, ColumnTyper, TypedCells
from .codes import Weigh
from .draft import placed
from .layout import Header
from .making import Maker, maker_of
from .rows import Cells, Letters, RawBlock, ReadRow, RowOfBlock

_DIGIT = re.compile("[0-9]")
_ID = "application_id"


class SoundRows:
    """Reads the sound rows below the header of one sheet."""

    def __init__(
        self, file: str, sheet: str, instrument: Instrument, header: Header,
        raw_keys: Mapping[int, str], weigh: Weigh,
    ) -> None:  # fmt: skip
        self._file, self._sheet, self._instrument = file, sheet, instrument
        self._raw_keys, self._weigh = raw_keys, weigh
        self._with_header = frozenset(header.texts) | header.ignored
        self._letters = Letters(
            (column.field, column_letters(place))
            for place, column in sorted(header.columns.items())
        )
        self._maker: Maker | None = maker_of(instrument.model) if header.usable else None
        self._typers: dict[int, ColumnTyper] = {}
        self._needed: frozenset[str] = frozenset()
        if self._maker is not None:
            self._plan(self._maker, header)

    def _plan(self, maker: Maker, header: Header) -> None:
        accepted = maker.accepted
        for place, column in sorted(header.columns.items()):
            if column.field not in accepted:  # a column that the model does not have by itself
                self._maker = None
                return
            self._typers[place] = ColumnTyper(column, accepted[column.field])
        required = {one.column.field for one in self._typers.values() if one.column.required}
        self._needed = frozenset(maker.needed()) | required
        if not {_ID, *self._needed} <= self._letters.keys():
            self._maker = None

    def read(
        self, first: int, rows: Sequence[Sequence[Value]], faulty: Collection[int]
    ) -> Sequence[ReadRow | None]:
        """The rows from number ``first`` on, counted from 0; ``None`` for one to read by itself.

        ``faulty`` are the numbers of rows that a look at the sheet found a fault in.
        """
        if self._maker is None or not rows:
            return [None] * len(rows)
        even = len(set(map(len, rows))) == 1
        columns = list(zip(*rows, strict=True) if even else zip_longest(*rows, fillvalue=""))
        if max(self._typers) >= len(columns):
            return [None] * len(rows)
        aside = {at for at in range(len(rows)) if first + at in faulty} if faulty else set[int]()
        aside.update(self._odd(columns))
        typed = {typer.column.field: typer.typed(columns[at]) for at, typer in self._typers.items()}
        for field, cells in typed.items():
            aside.update(self._refused(field, cells))
        sound = [at not in aside for at in range(len(rows))]
        if aside:
            rows = list(compress(rows, sound))
            typed = {field: _only(cells, sound) for field, cells in typed.items()}
        numbers = list(compress(range(first + 1, first + 1 + len(sound)), sound))
        read = self._rows(numbers, rows, self._maker.make(typed, len(rows)))
        return [next(read) if there else None for there in sound] if aside else list(read)

    def _odd(self, columns: Sequence[Sequence[Value]]) -> Iterator[int]:
        """Rows without a number of their own, or with a value below no header."""
        for place, values in enumerate(columns):
            if place not in self._with_header and set(values) != {""}:
                yield from (at for at, value in enumerate(values) if value != "")
        place = next(at for at, one in self._typers.items() if one.column.field == _ID)
        for at, number in enumerate(columns[place]):
            if not isinstance(number, str) or _DIGIT.search(number) is None:
                yield at

    def _refused(self, field: str, cells: TypedCells) -> Iterator[int]:
        if cells.any_wrong:
            yield from (at for at, value in enumerate(cells.values) if value is WRONG)
        if cells.any_blank and field in self._needed:
            yield from (at for at, value in enumerate(cells.values) if value is BLANK)

    def _rows(
        self, numbers: Sequence[int], rows: Sequence[Sequence[Value]], made: Sequence[Application]
    ) -> Iterator[ReadRow]:
        """The rows as read, with what does not agree within each application."""
        cells = list(map(Cells, repeat(self._letters), numbers))
        raw = map(RowOfBlock, repeat(RawBlock(self._raw_keys, rows)), range(len(rows)))
        checks = self._instrument.checks
        for number, application, where, values in zip(numbers, made, cells, raw, strict=True):
            found = (*check_application(application), *checks(application))
            stated = application.application_id
            wrong = False
            if found:
                found = tuple(self._placed(one, where, stated) for one in found)
                wrong = any(one.severity is Severity.ERROR for one in found)
            yield ReadRow(
                self._instrument.key, self._sheet, number, stated,
                None if wrong else application, where, values, found,
            )  # fmt: skip

    def _placed(self, found: Finding, cells: Cells, stated: str) -> Finding:
        return placed(self._weigh(found), self._file, self._sheet, cells).model_copy(
            update={"application_id": stated}
        )


def _only(cells: TypedCells, sound: Sequence[bool]) -> TypedCells:
    return TypedCells(list(compress(cells.values, sound)), any_blank=cells.any_blank)
