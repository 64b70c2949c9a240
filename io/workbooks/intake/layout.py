"""Finding the header row of a sheet, and which column holds which field.

Nothing stands at a fixed place: title rows, logos, other orders, other capitals and accents, blank
and unknown columns are all what real workbooks have.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from types import MappingProxyType

from ....grants.columns import ColumnSpec
from ....grants.frozen import frozen
from ....grants.municipality import plain_name
from ..formats.number_formats import Value
from ..formats.template_marks import CHECK_LABEL, RULES_LABEL
from .cells import is_blank, shown
from .header_words import IN_BRACKETS, said_besides

_SEARCHED_ROWS = 30  # filled rows; a header lower than this is none
FEWEST_LABELS = 3


@frozen
class Header:
    """The header row of a sheet; rows and columns are counted from 0.

    ``columns`` are the known columns by their place. ``unknown`` has the text of the others,
    ``repeated`` the second and later places of a known label with its first place. ``missing`` are
    the required columns that are not there. ``besides`` has what a header says besides the label of
    its column, which may change its meaning.
    """

    row: int
    columns: Mapping[int, ColumnSpec]
    unknown: Mapping[int, str]
    repeated: Mapping[int, int]
    missing: tuple[ColumnSpec, ...]
    texts: Mapping[int, str]
    ignored: frozenset[int] = frozenset()  # the formulas of a template
    older: frozenset[int] = frozenset()  # columns under the header of an older template
    besides: Mapping[int, str] = field(default_factory=dict[int, str])
    doubted: bool = False  # for what stands elsewhere on the sheet

    @property
    def usable(self) -> bool:
        """Whether rows below can be taken in."""
        return not (self.missing or self.repeated or self.besides or self.doubted)


def find_header(
    rows: Sequence[Sequence[Value]],
    columns: Sequence[ColumnSpec],
    older: Mapping[str, str] = MappingProxyType({}),
) -> Header | None:
    """The row among the first filled ones that holds most known labels; ``None`` if none does.

    ``older`` has the field of labels that columns had before.
    """
    by_field = {column.field: column for column in columns}
    known = {plain_name(label): by_field[field] for label, field in older.items()}
    known |= {plain_name(column.label): column for column in columns}
    best, most = -1, 0
    for row, values in _first_filled(rows):
        labels = {column.field for column in matches(values, known).values()}
        if len(labels) > most:
            best, most = row, len(labels)
    if most < min(FEWEST_LABELS, len(known)):
        return None
    return _header(best, rows[best], known, columns)


def likeness(rows: Sequence[Sequence[Value]], columns: Sequence[ColumnSpec]) -> int:
    """How many of the columns a sheet of another name has; 0 unless all required ones are there."""
    header = find_header(rows, columns)
    return 0 if header is None or header.missing else len(header.columns)


def overlap(rows: Sequence[Sequence[Value]], columns: Sequence[ColumnSpec]) -> int:
    """How many of the columns a sheet has, whatever is missing."""
    header = find_header(rows, columns)
    return 0 if header is None else len(header.columns)


def resembling(label: str, others: Sequence[str]) -> str:
    """The one of the others that looks like this label, also with its words in another order.

    >>> resembling("Publiek tekort", ["Tekort, publiek (€)", "Publieke opbrengsten"])
    'Tekort, publiek (€)'
    """
    for told in (plain_name, _by_words):
        by_name = {told(other): other for other in others}
        close = difflib.get_close_matches(told(label), list(by_name), n=1, cutoff=0.75)
        if close:
            return by_name[close[0]]
    return ""


def _by_words(label: str) -> str:
    """The words of a label in order; what stands in brackets, such as a unit, is none of them."""
    return " ".join(sorted(re.findall(r"\w+", IN_BRACKETS.sub("", label).casefold())))


def matches(values: Sequence[Value], known: Mapping[str, ColumnSpec]) -> dict[int, ColumnSpec]:
    """The known columns whose labels stand in a row, by their place."""
    found: dict[int, ColumnSpec] = {}
    for place, value in enumerate(values):
        if isinstance(value, str) and value:
            column = known.get(plain_name(value)) or known.get(
                plain_name(IN_BRACKETS.sub("", value))
            )
            if column is not None:
                found[place] = column
    return found


def _first_filled(rows: Sequence[Sequence[Value]]) -> Iterator[tuple[int, Sequence[Value]]]:
    left = _SEARCHED_ROWS
    for row, values in enumerate(rows):
        if any(not is_blank(value) for value in values):
            yield row, values
            left -= 1
        if left == 0:
            return


def _is_older(text: str, column: ColumnSpec) -> bool:
    label = plain_name(column.label)
    return label not in (plain_name(text), plain_name(IN_BRACKETS.sub("", text)))


def _header(
    row: int,
    values: Sequence[Value],
    known: Mapping[str, ColumnSpec],
    columns: Sequence[ColumnSpec],
) -> Header:
    found = matches(values, known)
    besides = _besides(values, found, known)
    plainly = {column.field for place, column in found.items() if place not in besides}
    first: dict[str, int] = {}
    here: dict[int, ColumnSpec] = {}
    repeated: dict[int, int] = {}
    for place, column in found.items():
        if place in besides and column.field in plainly:
            continue  # another column than the one that bears the label as it is
        if column.field in first:
            repeated[place] = first[column.field]
        else:
            first[column.field] = place
            here[place] = column
    texts = {place: shown(value) for place, value in enumerate(values) if not is_blank(value)}
    own = {plain_name(CHECK_LABEL), plain_name(RULES_LABEL)}
    ignored = frozenset(place for place, text in texts.items() if plain_name(text) in own)
    texts = {place: text for place, text in texts.items() if place not in ignored}
    return Header(
        row=row,
        columns=here,
        unknown={p: text for p, text in texts.items() if p not in here and p not in repeated},
        repeated=repeated,
        missing=tuple(c for c in columns if c.required and c.field not in first),
        texts=texts,
        ignored=ignored,
        older=frozenset(place for place, column in here.items() if _is_older(texts[place], column)),
        besides={place: text for place, text in besides.items() if place in here},
    )


def _besides(
    values: Sequence[Value], found: Mapping[int, ColumnSpec], known: Mapping[str, ColumnSpec]
) -> dict[int, str]:
    """What headers say besides the labels they are known by, by their place."""
    besides: dict[int, str] = {}
    for place, column in found.items():
        text = shown(values[place])
        said = said_besides(text, column, as_it_is=plain_name(text) in known)
        if said:
            besides[place] = said
    return besides
