"""Tables for a terminal: columns lined up, and never wider than a terminal of an office."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Collection, Iterator, Sequence

WIDTH = 80  # columns of a terminal
_BETWEEN = "  "
_MOST_KEYS = 3  # columns that are told again in each part
Row = Sequence[str]


def table(
    headers: Row, rows: Sequence[Row], numbers: Collection[int] = (), *, keys: int = 1
) -> str:
    """Columns lined up; the columns named by ``numbers`` to the right.

    A table that is too wide has its headers over several lines; where that is not enough it is
    told in parts below each other, each with the first ``keys`` columns, which say what a row is:
    with more of them where rows would be alike in these.
    A row of which one column and the keys are too wide by themselves stays so: nothing is cut off.
    """
    if _across(headers, rows, range(len(headers))) <= WIDTH:
        return _drawn([headers], rows, range(len(headers)), numbers)
    widths = [max((_width(row[at]) for row in rows), default=0) for at in range(len(headers))]
    heads = [_folded(head, widths[at]) for at, head in enumerate(headers)]
    high = max(map(len, heads))
    filled = [("",) * (high - len(head)) + head for head in heads]
    stacked = [[head[at] for head in filled] for at in range(high)]
    parts = _parts(stacked, rows, _telling_apart(rows, keys))
    return "\n\n".join(_drawn(_filled(stacked, part), rows, part, numbers) for part in parts)


def _telling_apart(rows: Sequence[Row], keys: int) -> int:
    """How many first columns say what a row is; those that are asked where none do."""
    for many in range(keys, _MOST_KEYS + 1):
        if len({tuple(row[:many]) for row in rows}) == len(rows):
            return many
    return keys


def _folded(head: str, width: int) -> tuple[str, ...]:
    """A header over the lines that it takes beside cells of a width; a word is never broken."""
    longest = max(map(_width, head.split()), default=0)
    return tuple(
        textwrap.wrap(head, max(width, longest), break_long_words=False, break_on_hyphens=False)
    ) or ("",)


def _filled(stacked: Sequence[Row], part: Sequence[int]) -> list[Row]:
    """The lines of the headers of a part, without those that it has no word on."""
    return [line for line in stacked if any(line[at] for at in part)]


def _parts(stacked: Sequence[Row], rows: Sequence[Row], keys: int) -> Iterator[list[int]]:
    """The columns of each part: the keys, and as many others as fit beside them."""
    own = list(range(keys))
    part = list(own)
    for at in range(keys, len(stacked[0])):
        wider = [*part, at]
        if part != own and _across(("",) * len(stacked[0]), [*stacked, *rows], wider) > WIDTH:
            yield part
            wider = [*own, at]
        part = wider
    yield part


def _across(headers: Row, rows: Sequence[Row], part: Sequence[int]) -> int:
    """How wide these columns are beside each other."""
    widths = [max(_width(row[at]) for row in (headers, *rows)) for at in part]
    return sum(widths) + len(_BETWEEN) * (len(part) - 1)


def _drawn(
    heads: Sequence[Row], rows: Sequence[Row], part: Sequence[int], numbers: Collection[int]
) -> str:
    widths = {at: max(_width(row[at]) for row in (*heads, *rows)) for at in part}

    def line(cells: Row) -> str:
        padded = [
            " " * (widths[at] - _width(cells[at])) + cells[at]
            if at in numbers
            else cells[at] + " " * (widths[at] - _width(cells[at]))
            for at in part
        ]
        return _BETWEEN.join(padded).rstrip()

    ruled = _BETWEEN.join("-" * widths[at] for at in part)
    return "\n".join([*map(line, heads), ruled, *map(line, rows)])


def _width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        for sign in text
    )
