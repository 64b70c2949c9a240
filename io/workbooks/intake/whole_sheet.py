"""What must be said of a sheet as a whole, beside its rows: so that nothing on it goes unaccounted.

Every cell that is not empty stands in a row that is read, in a known header or note, or is named
here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from ....grants.applications.finding import Finding
from ....grants.columns import ColumnSpec, Kind
from ..formats.limits import check_time
from ..formats.look import Place, SheetLook, address, column_letters
from ..formats.number_formats import Value
from ..formats.source import SheetEntry, Source
from .cells import is_blank, shown
from .codes import finding
from .header_words import group_says, scale_in, unit_of
from .layout import Header, resembling

_SOME = 5
_FEW_CELLS = 3  # a row with more is no note
_COUNTED = frozenset((Kind.MONEY, Kind.COUNT))


@dataclass(frozen=True, slots=True)
class AboutSheet:
    """What must be said of a sheet; ``doubts`` are why no row of it can be taken in."""

    told: tuple[Finding, ...]
    doubts: tuple[Finding, ...]


def about_sheet(
    source: Source, entry: SheetEntry, header: Header | None,
    values: Sequence[Sequence[Value]], expected: str,
) -> AboutSheet:  # fmt: skip
    """Everything about a sheet besides its rows and the columns that are missing."""
    file, sheet, look = source.name, entry.name, source.look(entry)
    around = (
        *around_the_table(file, sheet, look, pictures=header is None),
        *differing_elsewhere(file, sheet, look, header),
    )
    if header is None:
        lost = no_header(file, sheet, look)
        if lost is None and any(value != "" for row in values for value in row):
            lost = finding("INT-003", file=file, sheet=sheet, expected=expected)
        return AboutSheet(around, () if lost is None else (lost,))
    told = (
        *around,
        *above_the_header(file, sheet, look, header),
        *hidden_columns(file, sheet, look, header, values),
    )
    doubts = (
        *in_the_header(file, sheet, look, header),
        *notes_of_scale(file, sheet, values, header),
        *headers_besides(file, sheet, header),
        *headings_of_groups(file, sheet, look, values, header),
    )
    return AboutSheet(told, doubts)


def no_header(file: str, sheet: str, look: SheetLook) -> Finding | None:
    """The finding of a sheet whose headers may be among cells without a value that can be read."""
    lost = _without_value(look)
    if not lost:
        return None
    first = min(lost)
    return finding(
        "INT-077", file=file, sheet=sheet, cell=address(*first), value=lost[first],
        count=f"{len(lost):,}".replace(",", "."),
        cure=look.cure or "Herstel de formules, of typ de waarden zelf in.",
    )  # fmt: skip


def in_the_header(file: str, sheet: str, look: SheetLook, header: Header) -> Iterator[Finding]:
    """Cells of the header row of which nobody can see which column they name."""
    unsure = {at: text for at, text in look.unsure.items() if at[1] not in header.columns}
    for place, text in sorted((_without_value(look) | unsure).items()):
        if place[0] == header.row and text.strip():
            yield finding("INT-079", file=file, sheet=sheet, cell=address(*place), value=text)
    for place, (text, other) in sorted(look.differing.items()):
        if place[0] == header.row:
            yield finding(
                "INT-080", file=file, sheet=sheet, cell=address(*place), value=text, other=other,
                label="De kop", program=look.program,
            )  # fmt: skip


def read_twice(
    source: Source, entry: SheetEntry
) -> tuple[Sequence[Sequence[Value]], list[Finding]]:
    """The values of a sheet, read by both readers: what differs is noted in its look.

    With the finding that the second could not read it, if it could not.
    """
    values = source.values(entry)
    why = source.read_again(entry, values)
    if not why:
        return values, []
    program = source.program.to_save_in
    return values, [
        finding("INT-082", file=source.name, sheet=entry.name, why=why, program=program)
    ]


def differing_elsewhere(
    file: str, sheet: str, look: SheetLook, header: Header | None
) -> Iterator[Finding]:
    """Cells outside the known columns of the table on which both readers differ."""
    for place, (text, other) in sorted(look.differing.items()):
        if (
            header is None
            or place[0] < header.row
            or (place[0] > header.row and place[1] not in header.columns)
        ):
            yield finding(
                "INT-080", file=file, sheet=sheet, cell=address(*place), value=text, other=other,
                label="De cel", program=look.program,
            )  # fmt: skip


def headers_besides(file: str, sheet: str, header: Header) -> Iterator[Finding]:
    """Headers that say something besides the name of their column."""
    for place, besides in sorted(header.besides.items()):
        column = header.columns[place]
        yield finding(
            "INT-072", file=file, sheet=sheet, cell=address(header.row, place),
            value=header.texts[place], field=column.field, label=column.label,
            besides=besides, unit=unit_of(column),
        )  # fmt: skip


def above_the_header(file: str, sheet: str, look: SheetLook, header: Header) -> Iterator[Finding]:
    """Titles and notes of which nobody can see what they say."""
    lost = sorted(place for place in _without_value(look) if place[0] < header.row)
    if lost:
        some = ", ".join(address(*place) for place in lost[:_SOME])
        more = " en meer" if len(lost) > _SOME else ""
        yield finding("INT-084", file=file, sheet=sheet, cells=some + more)


def notes_of_scale(
    file: str, sheet: str, values: Sequence[Sequence[Value]], header: Header
) -> Iterator[Finding]:
    """Notes that say amounts are in thousands or millions: around the table, or beside a row."""
    beside: list[int] = []
    width = 0
    for number, row in enumerate(values):
        if number % 10_000 == 0:
            check_time()
        if len(row) != width:
            width = len(row)
            beside = [at for at in range(width) if at not in header.texts]
        filled = width - row.count("")
        if not filled:
            continue
        for place in _where_notes_stand(number, filled, beside, width, header):
            value = row[place]
            if isinstance(value, str) and value and scale_in(shown(value)):
                yield finding(
                    "INT-073", file=file, sheet=sheet, cell=address(number, place),
                    value=shown(value),
                )  # fmt: skip


def _where_notes_stand(
    number: int, filled: int, beside: Sequence[int], width: int, header: Header
) -> Sequence[int]:
    """The places of a row where a note about amounts may stand, and no value of an application.

    Right below the headers there may be a row of units.
    """
    if filled <= _FEW_CELLS or number < header.row:
        return range(width)
    if number == header.row + 1:
        numbers = [at for at, one in header.columns.items() if one.kind in _COUNTED]
        return sorted({*beside, *(at for at in numbers if at < width)})
    return beside


def headings_of_groups(
    file: str, sheet: str, look: SheetLook, values: Sequence[Sequence[Value]], header: Header
) -> Iterator[Finding]:
    """Headings right above some of the columns that give them another meaning.

    A title above the whole table stands above its first column.
    """
    above = values[header.row - 1] if header.row > 0 else ()
    first = min(header.texts, default=0)
    for place, value in enumerate(above):
        if place <= first or not isinstance(value, str) or not group_says(shown(value)):
            continue
        right = next((b[1] for a, b in look.merged if a == (header.row - 1, place)), place)
        under = [at for at in sorted(header.columns) if place <= at <= right]
        if under:
            column = header.columns[under[0]]
            yield finding(
                "INT-072", file=file, sheet=sheet, cell=address(header.row - 1, place),
                value=shown(value), field=column.field, label=column.label,
                besides=shown(value), unit=unit_of(column),
            )  # fmt: skip


def around_the_table(
    file: str, sheet: str, look: SheetLook, *, pictures: bool
) -> Iterator[Finding]:
    """Boxes with a text that lie over the cells, and ``pictures`` where there is no table."""
    for place, text in [one for one in look.drawn if one[1] or pictures][:_SOME]:
        said = f" met de tekst '{text}'" if text else ""
        yield finding(
            "INT-078", file=file, sheet=sheet, cell=address(*place), value=text, text=said
        )


def hidden_columns(
    file: str, sheet: str, look: SheetLook, header: Header, values: Sequence[Sequence[Value]]
) -> Iterator[Finding]:
    """Columns that the sender may not have seen, where they hold anything."""
    hidden = [
        at
        for at in header.texts
        if any(first <= at <= last for first, last in look.hidden_columns)
        and any(at < len(row) and not is_blank(row[at]) for row in values[header.row + 1 :])
    ]
    if hidden:
        named = [f"{column_letters(at)} ({header.texts[at]})" for at in hidden]
        more = f" en nog {len(named) - _SOME}" if len(named) > _SOME else ""
        yield finding("INT-074", file=file, sheet=sheet, columns=", ".join(named[:_SOME]) + more)


def about_header(
    file: str, sheet: str, header: Header, columns: Sequence[ColumnSpec],
    not_known: str = "INT-006",
) -> Iterator[Finding]:  # fmt: skip
    """Columns that are missing, that come back, under an older name, or that are ``not_known``."""
    unknown = list(header.unknown.values())
    for column in header.missing:
        like = resembling(column.label, unknown)
        yield finding(
            "INT-004", file=file, sheet=sheet, field=column.field, label=column.label,
            resembles=f" Misschien is het de kolom '{like}'." if like else "",
        )  # fmt: skip
    a_table = len(header.repeated) > _SOME  # and not this or that column once more
    for place, first in list(header.repeated.items())[: 1 if a_table else None]:
        yield finding(
            "INT-064" if a_table else "INT-005",
            file=file, sheet=sheet, cell=address(header.row, place),
            field=header.columns[first].field, value=header.texts[place],
            label=header.columns[first].label, other=address(header.row, first),
            count=str(len(header.repeated)),
        )  # fmt: skip
    for place in sorted(header.older):
        yield finding(
            "INT-061", file=file, sheet=sheet, cell=address(header.row, place),
            field=header.columns[place].field, value=header.texts[place],
            label=header.columns[place].label,
        )  # fmt: skip
    missing = [column.label for column in header.missing]
    here = {column.field for column in header.columns.values()}
    optional = [c.label for c in columns if not c.required and c.field not in here]
    for place, text in header.unknown.items():
        if resembling(text, missing):
            continue  # told with the missing column
        like = resembling(text, optional)
        yield finding(
            not_known, file=file, sheet=sheet, cell=address(header.row, place), value=text,
            resembles=f" Bedoelde u '{like}'?" if like else "",
        )  # fmt: skip


def what_is_hidden(
    file: str, entry: SheetEntry, look: SheetLook, taken: Collection[int]
) -> Iterator[Finding]:
    """A sheet, and rows among those that were ``taken`` in, that the sender may not have seen.

    Rows are by their number on the sheet.
    """
    if not entry.visible and taken:
        yield finding("INT-039", file=file, sheet=entry.name)
    hidden = [row + 1 for row in look.hidden_rows if row + 1 in taken]
    if hidden:
        code = "INT-059" if look.filtered else "INT-038"
        yield finding(code, file=file, sheet=entry.name, rows=_runs(hidden))


def about_further(
    file: str, entry: SheetEntry, look: SheetLook, values: Sequence[Sequence[Value]],
    header: Header, columns: Sequence[ColumnSpec],
) -> Iterator[Finding]:  # fmt: skip
    """What must be said of a further sheet beside its cells: headers, and what does not show.

    Of such a sheet nothing is kept but what becomes part of an application.
    """
    yield from about_header(file, entry.name, header, columns, not_known="INT-086")
    yield from below_no_header(file, entry.name, values, header)
    filled = {
        number + 1
        for number in {*look.hidden_rows, len(values) - 1}
        if header.row < number < len(values) and not all(map(is_blank, values[number]))
    }
    yield from what_is_hidden(file, entry, look, filled)


def below_no_header(
    file: str, sheet: str, values: Sequence[Sequence[Value]], header: Header
) -> Iterator[Finding]:
    """Values in columns of a further sheet that have no header, said once a column."""
    told: set[int] = set()
    for number, row in enumerate(values[header.row + 1 :], start=header.row + 1):
        for place, value in enumerate(row):
            if value == "" or place in header.texts or place in header.ignored or place in told:
                continue
            if not is_blank(value):
                told.add(place)
                yield finding(
                    "INT-043", file=file, sheet=sheet, cell=address(number, place),
                    value=shown(value),
                )  # fmt: skip


def _runs(numbers: Sequence[int]) -> str:
    """Row numbers in short: ``3-5, 9``."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in runs)


def _without_value(look: SheetLook) -> dict[Place, str]:
    """The cells that hold something that cannot be read, and what to show of it."""
    return (
        look.errors
        | dict.fromkeys(look.formulas_without_value, "een formule zonder uitkomst")
        | look.unread
    )
