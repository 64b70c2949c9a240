"""What a template checks by itself while it is filled in: one formula a row that names the problem.

The formula says only what reading would refuse too; what it cannot judge, such as an amount
written as text, it leaves to reading. Excel and LibreOffice both compute it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from ....grants.columns import ColumnSpec, Kind
from ....grants.municipality import municipalities
from ..formats.look import column_letters
from ..formats.template_marks import EXAMPLE_NUMBER, EXAMPLE_SHOWN, LISTS
from ..intake.cells import MOST_HOMES, MOST_MONEY, NO, YES
from ..intake.dates import FIRST_DATE, LAST_DATE

_DAY_ZERO = date(1899, 12, 30)


def check_formula(columns: Sequence[ColumnSpec], last_row: int) -> str:
    """The formula of a row, ``{row}`` standing for its number; "" while the row is right."""
    number = "{row}"
    cells = {c.field: f"{column_letters(at)}{number}" for at, c in enumerate(columns)}
    first, last = column_letters(0), column_letters(len(columns) - 1)
    own = cells["application_id"]
    checks = [
        f'IF({condition},"{text}; ","")' for condition, text in _checks(columns, cells, last_row)
    ]
    body = "&".join(checks)
    return (
        f'=IF(COUNTA({first}{number}:{last}{number})=0,"",'
        f'IF({own}="{EXAMPLE_NUMBER}","{EXAMPLE_SHOWN}",'
        f'IFERROR({body},"een cel bevat een foutwaarde")))'
    )


def problem_formula(columns: Sequence[ColumnSpec], row: int) -> str:
    """The condition under which a row turns red."""
    check = f"${column_letters(len(columns))}{row + 1}"
    return f'=AND({check}<>"",{check}<>"{EXAMPLE_SHOWN}")'


def _checks(
    columns: Sequence[ColumnSpec], cells: Mapping[str, str], last_row: int
) -> Iterator[tuple[str, str]]:
    """Each condition under which something is wrong, with what to say."""
    for at, column in enumerate(columns):
        cell = cells[column.field]
        label = column.label.replace('"', '""')
        if column.required:
            yield f'TRIM({cell})=""', f"{label} ontbreekt"
        wrong = "" if column.year is not None else _wrong(column, cell)
        if wrong:
            yield wrong, f"{label} klopt niet"
        if column.field == "application_id":
            letters = column_letters(at)
            there = f"${letters}$2:${letters}${last_row}"
            yield f'AND({cell}<>"",COUNTIF({there},{cell})>1)', f"{label} staat er twee keer"
    yield from _between_cells(columns, cells)


def _wrong(column: ColumnSpec, cell: str) -> str:
    """The condition under which a filled cell is certainly wrong; "" where none can be written."""
    number = f"ISNUMBER({cell})"
    match column.kind:
        case Kind.MONEY:
            most = MOST_MONEY.cents // 100
            wrong = f"OR({cell}<0,{cell}>{most},ROUND({cell},2)<>{cell})"
            return f"IF({number},{wrong},ISLOGICAL({cell}))"
        case Kind.COUNT | Kind.DECIMAL:
            return f"IF({number},OR({','.join(_beyond(column, cell))}),ISLOGICAL({cell}))"
        case Kind.DATE | Kind.MOMENT:
            first, last = day_number(FIRST_DATE), day_number(LAST_DATE)
            return f"IF({number},OR({cell}<{first},{cell}>={last + 1}),ISLOGICAL({cell}))"
        case Kind.YES_NO:
            words = _one_of(cell, ("", *sorted(YES | NO)))
            return f"IF(ISLOGICAL({cell}),FALSE,IF({number},TRUE,NOT({words})))"
        case Kind.CHOICE:
            return f"NOT({_one_of(cell, ('', *column.choices))})"
        case Kind.MUNICIPALITY:
            digits = f'SUBSTITUTE(SUBSTITUTE(UPPER(TRIM({cell})),"GM","")," ","")'
            codes = f"{LISTS}!$A$2:$A${len(municipalities()) + 1}"
            unknown = f'ISERROR(MATCH("GM"&TEXT(VALUE({digits}),"0000"),{codes},0))'
            return f'AND(TRIM({cell})<>"",{unknown})'
        case Kind.TEXT if column.limits.longest is not None:
            return f"LEN({cell})>{column.limits.longest}"
        case _:
            return ""


def _beyond(column: ColumnSpec, cell: str) -> Iterator[str]:
    """Each condition under which a number is one that reading refuses."""
    least, most = range_of(column)
    yield f"{cell}<{least}"
    if most is not None:
        yield f"{cell}>{most}"
    if column.kind is Kind.COUNT:
        yield f"INT({cell})<>{cell}"
    elif column.limits.decimals is not None:
        yield f"ROUND({cell},{column.limits.decimals})<>{cell}"


def range_of(column: ColumnSpec) -> tuple[Decimal, Decimal | None]:
    """The least and the most that a number may be in a column, whoever sets the limit."""
    least = column.limits.lowest or Decimal()
    most = column.limits.highest
    if column.kind is Kind.COUNT:
        most = Decimal(MOST_HOMES) if most is None else most
    return least, most


def says_yes(cell: str) -> str:
    """Whether a cell says ja, in any of the ways that reading takes."""
    return f"OR(AND(ISLOGICAL({cell}),{cell}=TRUE),{_one_of(cell, sorted(YES))})"


def day_number(day: date) -> int:
    """The number that a cell holds for a day."""
    return (day - _DAY_ZERO).days


def _one_of(cell: str, words: Sequence[str]) -> str:
    """Whether a cell holds one of the words, whatever its capitals."""
    plain = "|" + "|".join(words) + "|"
    return f'ISNUMBER(SEARCH("|"&SUBSTITUTE(TRIM({cell}),"|","")&"|","{plain}"))'


def _between_cells(
    columns: Sequence[ColumnSpec], cells: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """What must agree between cells; an IF computes its second part only where the first holds."""
    requested, minimum = cells.get("requested"), cells.get("minimum")
    if requested and minimum:
        both = f"ISNUMBER({requested}),ISNUMBER({minimum})"
        yield f"AND({both},{minimum}>{requested})", "Minimaal bedrag is hoger dan gevraagd"
    first, last = cells.get("first_start"), cells.get("last_start")
    if first and last:
        both = f"ISNUMBER({first}),ISNUMBER({last})"
        yield f"IF(AND({both}),INT({last})<INT({first}))", "De laatste woning start vóór de eerste"
    years = [cells[column.field] for column in columns if column.year is not None]
    if requested and years:
        area = f"{years[0]}:{years[-1]}"
        yield f'COUNTIF({area},"<0")>0', "Een kasbedrag is negatief"
        filled = f"ISNUMBER({requested}),COUNT({area})>0,COUNT({area})=COUNTA({area})"
        yield (
            f"IF(AND({filled}),ROUND(SUM({area}),2)<>ROUND({requested},2))",
            "De kasbedragen tellen niet op tot het gevraagde bedrag",
        )
