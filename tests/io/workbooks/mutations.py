"""Changes to the sample workbooks as real programs and people make them, from a seed.

Each is a kind by its name. It changes a copy and says where something may be asked: of what was
loaded, every application equals the truth, or an error stands at one of those places. Whatever a
kind changes, a cell still shows what it showed, or shows something that nobody can be sure of.
"""

# openpyxl, xlsxwriter and pandas are typed in part.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportMissingModuleSource=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import csv
import random
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from verdeelsleutel.grants.columns import ColumnSpec, Kind
from verdeelsleutel.instruments.instrument import Instrument, instruments
from verdeelsleutel.io.workbooks.formats.look import address
from verdeelsleutel.io.workbooks.intake.layout import find_header

from .odd_files import MAIN, STRINGS, STYLES, TYPES, Parts, packed, parts_of

ANYWHERE = frozenset({"*"})


@dataclass(frozen=True)
class Mutated:
    """A changed copy, and the cells of a sheet at which an error may stand, or ``ANYWHERE``.

    ``only`` is the sheet that it holds, where it does not hold all.
    """

    path: Path
    sheet: str = ""
    cells: frozenset[str] = frozenset()
    only: str = ""


@dataclass
class Spot:
    """A cell of an application, to be changed, in a workbook that is open."""

    sheet: Any
    column: ColumnSpec
    row: int
    place: int
    header: int

    @property
    def cell(self) -> Any:
        return self.sheet.cell(self.row, self.place)

    @property
    def cells(self) -> frozenset[str]:
        return frozenset({self.cell.coordinate, address(self.header - 1, self.place - 1), ""})


@dataclass
class Open:
    """A sample workbook opened by openpyxl."""

    workbook: Any
    rng: random.Random
    tables: list[tuple[Any, Instrument, int, dict[int, ColumnSpec]]] = field(default_factory=list)

    def spot(self, *kinds: Kind, named: str = "", test: Callable[[Any], bool] = bool) -> Spot:
        """A filled cell of one of the kinds of column, by chance."""
        spots = [
            Spot(sheet, column, row, place + 1, header + 1)
            for sheet, _, header, columns in self.tables
            for place, column in columns.items()
            for row in range(header + 2, sheet.max_row + 1)
            if (column.kind in kinds or column.field == named)
            and sheet.cell(row, place + 1).value not in (None, "")
            and test(sheet.cell(row, place + 1).value)
        ]
        return self.rng.choice(spots)

    def header(self, *kinds: Kind) -> Spot:
        """The header above such a cell."""
        spot = self.spot(*kinds)
        return Spot(spot.sheet, spot.column, spot.header, spot.place, spot.header)


def opened(path: Path, rng: random.Random) -> Open:
    workbook = openpyxl.load_workbook(path)
    found = Open(workbook, rng)
    schemes = {one.sheet: one for one in instruments().values()}
    for sheet in workbook.worksheets:
        scheme = schemes.get(sheet.title)
        if scheme is None:
            continue
        rows = [["" if v is None else v for v in row] for row in sheet.iter_rows(values_only=True)]
        header = find_header(rows, scheme.columns)
        assert header is not None
        found.tables.append((sheet, scheme, header.row, dict(header.columns)))
    return found


Change = Callable[[Open], tuple[str, frozenset[str]]]
Make = Callable[[Path, Path, random.Random], Mutated]
KINDS: dict[str, Make] = {}


def by_openpyxl(name: str) -> Callable[[Change], Change]:
    """A kind that openpyxl writes."""

    def register(change: Change) -> Change:
        def make(base: Path, out: Path, rng: random.Random) -> Mutated:
            book = opened(base, rng)
            sheet, cells = change(book)
            book.workbook.save(out)
            return Mutated(out, sheet, cells)

        KINDS[name] = make
        return change

    return register


def by_hand(name: str) -> Callable[[Callable[[Parts, random.Random], Parts]], None]:
    """A kind made in the parts of the package, which changes nothing of what is shown."""

    def register(change: Callable[[Parts, random.Random], Parts]) -> None:
        def make(base: Path, out: Path, rng: random.Random) -> Mutated:
            out.write_bytes(packed(change(parts_of(base), rng)))
            return Mutated(out)

        KINDS[name] = make

    return register


def at(spot: Spot) -> tuple[str, frozenset[str]]:
    return spot.sheet.title, spot.cells


def a_text(value: Callable[[Any], str], *kinds: Kind, test: Callable[[Any], bool] = bool) -> Change:
    """A cell that holds a text in stead of a value."""

    def change(book: Open) -> tuple[str, frozenset[str]]:
        spot = book.spot(*kinds, test=test)
        spot.cell.value = value(spot.cell.value)
        spot.cell.number_format = "@"
        spot.cell.data_type = "s"
        return at(spot)

    return change


def a_format(code: str, *kinds: Kind, test: Callable[[Any], bool] = bool) -> Change:
    """A cell with another number format."""

    def change(book: Open) -> tuple[str, frozenset[str]]:
        spot = book.spot(*kinds, test=test)
        spot.cell.number_format = code
        return at(spot)

    return change


def dutch(value: float, decimals: int = 2) -> str:
    english = f"{value:,.{decimals}f}"
    return english.translate(str.maketrans({",": ".", ".": ","}))


def _date(value: Any, pattern: str) -> str:
    assert isinstance(value, date)
    return value.strftime(pattern)


def _is_date(value: Any) -> bool:
    return isinstance(value, date)


def _ambiguous(value: Any) -> bool:
    return isinstance(value, date) and value.day <= 12 and value.day != value.month


def _is_day(value: Any) -> bool:
    return isinstance(value, date) and (not isinstance(value, datetime) or not value.hour)


DATES = (Kind.DATE, Kind.MOMENT)
TEXTS: Mapping[str, Change] = {
    "a count with three noughts behind a comma": a_text(lambda v: f"{v},000", Kind.COUNT),
    "a count with a nought behind a comma": a_text(lambda v: f"{v},0", Kind.COUNT),
    "a count as a text": a_text(str, Kind.COUNT),
    "a count with a hard space": a_text(lambda v: f"\u00a0{v} ", Kind.COUNT),
    "an amount in Dutch notation": a_text(lambda v: f"€ {dutch(v)}", Kind.MONEY),
    "an amount in English notation": a_text(lambda v: f"{v:,.2f}", Kind.MONEY),
    "an amount with narrow spaces": a_text(lambda v: dutch(v).replace(".", "\u202f"), Kind.MONEY),
    "an amount in dollars": a_text(lambda v: f"$ {v:,.2f}", Kind.MONEY),
    "an amount in thousands": a_text(lambda v: f"{dutch(v / 1000, 5)} x 1.000", Kind.MONEY),
    "an amount with its euros behind it": a_text(lambda v: f"{dutch(v)} EUR", Kind.MONEY),
    "a date as a Dutch text": a_text(lambda v: _date(v, "%d-%m-%Y %H:%M"), *DATES, test=_is_date),
    "a date as ISO": a_text(lambda v: _date(v, "%Y-%m-%dT%H:%M:%S"), *DATES, test=_is_date),
    "a date of UTC": a_text(lambda v: _date(v, "%Y-%m-%dT%H:%M:%S.000Z"), *DATES, test=_is_date),
    "a date with a zone": a_text(
        lambda v: _date(v, "%Y-%m-%dT%H:%M:%S+05:00"), Kind.MOMENT, test=_is_date
    ),
    "midnight as 24:00": a_text(lambda v: _date(v, "%d-%m-%Y 24:00"), Kind.MOMENT, test=_is_date),
    "a date with the month first": a_text(
        lambda v: _date(v, "%m/%d/%Y %H:%M"), *DATES, test=lambda v: _is_date(v) and v.day > 12
    ),
    "a date by half a day": a_text(
        lambda v: _date(v, "%d-%m-%Y %I:%M %p"), Kind.MOMENT, test=_is_date
    ),
    "a date with two figures for its year": a_text(
        lambda v: _date(v, "%d-%m-%y"), Kind.DATE, test=_is_date
    ),
    "a decimal with a point": a_text(lambda v: str(float(v)), Kind.DECIMAL),
    "a decimal with a comma": a_text(lambda v: str(float(v)).replace(".", ","), Kind.DECIMAL),
    "an answer in capitals": a_text(lambda v: f" {str(v).upper()} ", Kind.YES_NO),
    "an error value as a text": a_text(lambda _: "#VERW!", Kind.MONEY, Kind.COUNT),
    "a soft hyphen": a_text(
        lambda v: f"{v[:2]}\u00ad{v[2:]}", Kind.TEXT, test=lambda v: isinstance(v, str)
    ),
    "a space without width": a_text(
        lambda v: f"{v[:2]}\u200b{v[2:]}", Kind.TEXT, test=lambda v: isinstance(v, str)
    ),
    "signs that turn the direction": a_text(
        lambda v: f"\u202e{v}\u202c", Kind.TEXT, test=lambda v: isinstance(v, str)
    ),
    "a line break for a space": a_text(
        lambda v: v.replace(" ", "\n", 1), Kind.TEXT, test=lambda v: " " in str(v)
    ),
    "hard spaces in a name": a_text(
        lambda v: v.replace(" ", "\u00a0"), Kind.TEXT, test=lambda v: " " in str(v)
    ),
}
FORMATS: Mapping[str, Change] = {
    "an amount shown in thousands": a_format("#,##0,", Kind.MONEY),
    "an amount shown in millions": a_format('0.00,,"mln"', Kind.MONEY),
    "an amount shown in dollars": a_format('"$"#,##0.00', Kind.MONEY),
    "an amount shown in pounds": a_format("[$£-809]#,##0.00", Kind.MONEY),
    "an amount with noughts behind it": a_format('0"000"', Kind.MONEY),
    "an amount that is not shown": a_format(";;;", Kind.MONEY),
    "an amount as accountants show it": a_format(
        '_ "€" * #,##0.00_ ;_ "€" * -#,##0.00_ ;_ "€" * "-"??_ ;_ @_ ', Kind.MONEY
    ),
    "an amount by its power of ten": a_format("0.00E+00", Kind.MONEY),
    "a count shown as a percentage": a_format("0%", Kind.COUNT),
    "a count with its unit": a_format('#,##0 "woningen"', Kind.COUNT),
    "a count with another unit": a_format('0 "per ha"', Kind.COUNT),
    "a count with leading noughts": a_format("00000", Kind.COUNT),
    "a count by a condition": a_format('[>=10]0,"k";0', Kind.COUNT),
    "a date by the name of its month": a_format("d mmmm yyyy hh:mm", *DATES, test=_is_date),
    "a date in American notation": a_format("mm/dd/yyyy h:mm AM/PM", *DATES, test=_is_date),
    "a date shown as a number": a_format("0", *DATES, test=_is_date),
}
for _name, _change in {**TEXTS, **FORMATS}.items():
    by_openpyxl(_name)(_change)


@by_openpyxl("a number of an application by its format")
def _id_by_format(book: Open) -> tuple[str, frozenset[str]]:
    spot = book.spot(named="application_id", test=lambda v: str(v)[-4:].isdigit())
    start, number = spot.cell.value[:-4], spot.cell.value[-4:]
    spot.cell.value = int(number)
    spot.cell.number_format = f'"{start}"0000'
    return at(spot)


@by_openpyxl("a code of a municipality as a number with noughts")
def _code_by_format(book: Open) -> tuple[str, frozenset[str]]:
    spot = book.spot(Kind.MUNICIPALITY)
    spot.cell.value = int(str(spot.cell.value).removeprefix("GM"))
    spot.cell.number_format = '"GM"0000'
    return at(spot)


@by_openpyxl("an answer by its format")
def _answer_by_format(book: Open) -> tuple[str, frozenset[str]]:
    spot = book.spot(Kind.YES_NO)
    spot.cell.value = 1 if spot.cell.value in (True, "ja") else 0
    spot.cell.number_format = '"ja";;"nee"'
    return at(spot)


@by_openpyxl("an answer as WAAR or ONWAAR")
def _answer_as_boolean(book: Open) -> tuple[str, frozenset[str]]:
    spot = book.spot(Kind.YES_NO)
    spot.cell.value = spot.cell.value in (True, "ja")
    return at(spot)


@by_openpyxl("a name in two colours")
def _rich_text(book: Open) -> tuple[str, frozenset[str]]:
    spot = book.spot(named="project_name")
    name = spot.cell.value
    red = TextBlock(InlineFont(color="FF0000"), name[:3])
    spot.cell.value = CellRichText(red, name[3:])
    return at(spot)


@by_openpyxl("the word gemeente beside its name")
def _with_gemeente(book: Open) -> tuple[str, frozenset[str]]:
    spot = book.spot(named="municipality")
    spot.cell.value = f"Gemeente {spot.cell.value}"
    return spot.sheet.title, frozenset()


@by_openpyxl("an error value")
def _error(book: Open) -> tuple[str, frozenset[str]]:
    spot = book.spot(Kind.MONEY, Kind.COUNT, Kind.TEXT)
    spot.cell.value = book.rng.choice(("#REF!", "#DIV/0!", "#N/A", "#NAME?", "#VALUE!"))
    spot.cell.data_type = "e"
    return at(spot)


@by_openpyxl("a formula without an outcome")
def _formula(book: Open) -> tuple[str, frozenset[str]]:
    spot = book.spot(Kind.MONEY, Kind.COUNT, Kind.TEXT, Kind.DATE)
    spot.cell.value = "=Blad9!A1"
    return at(spot)


@by_openpyxl("a sheet of formulas without outcomes")
def _sheet_of_formulas(book: Open) -> tuple[str, frozenset[str]]:
    sheet = book.rng.choice(book.tables)[0]
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                cell.value = f"=Invoer!{cell.coordinate}"
    return sheet.title, ANYWHERE


@by_openpyxl("a sheet of error values")
def _sheet_of_errors(book: Open) -> tuple[str, frozenset[str]]:
    sheet = book.rng.choice(book.tables)[0]
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                cell.value, cell.data_type = "#REF!", "e"
    return sheet.title, ANYWHERE


def _header(name: str, text: Callable[[str], str], *kinds: Kind) -> None:
    def change(book: Open) -> tuple[str, frozenset[str]]:
        spot = book.header(*kinds)
        spot.cell.value = text(spot.cell.value)
        return at(spot)

    by_openpyxl(name)(change)


_header("a header in thousands", lambda t: f"{t} (x € 1.000)", Kind.MONEY)
_header("a header in millions", lambda t: f"{t} (in miljoenen)", Kind.MONEY)
_header("a header of another round", lambda t: f"{t} (vorige ronde)", Kind.MONEY, Kind.COUNT)
_header("a header of percentages", lambda t: f"{t} (%)", Kind.COUNT)
_header("a header without VAT", lambda t: f"{t} (excl. btw)", Kind.MONEY)
_header("a header with its unit", lambda t: f"{t} (€)", Kind.MONEY)
_header("a header over two lines", lambda t: f"{t.upper()}\n(verplicht)", Kind.COUNT)
_header("a header of another name", lambda t: f"{t} volgens raming", Kind.MONEY, Kind.COUNT)


@by_openpyxl("a header that is an error value")
def _header_error(book: Open) -> tuple[str, frozenset[str]]:
    spot = book.header(Kind.MONEY, Kind.COUNT, Kind.TEXT)
    spot.cell.value, spot.cell.data_type = "#REF!", "e"
    return at(spot)


@by_openpyxl("a column that occurs twice")
def _twice(book: Open) -> tuple[str, frozenset[str]]:
    spot = book.header(Kind.MONEY, Kind.COUNT)
    last = spot.sheet.max_column + 1
    spot.sheet.cell(spot.row, last).value = spot.cell.value
    return spot.sheet.title, spot.cells | {address(spot.row - 1, last - 1)}


@by_openpyxl("a note that amounts are in thousands")
def _note(book: Open) -> tuple[str, frozenset[str]]:
    sheet = book.rng.choice(book.tables)[0]
    sheet.insert_rows(1)
    sheet["A1"] = book.rng.choice(
        ("Bedragen x € 1.000", "Alle bedragen in duizenden euro's", "(in miljoenen)")
    )
    return sheet.title, frozenset({"A1"})


@by_openpyxl("hidden rows")
def _hidden_rows(book: Open) -> tuple[str, frozenset[str]]:
    sheet, _, header, _ = book.rng.choice(book.tables)
    sheet.row_dimensions[header + 2].hidden = True
    return "", frozenset()


@by_openpyxl("rows without height")
def _flat_rows(book: Open) -> tuple[str, frozenset[str]]:
    sheet, _, header, _ = book.rng.choice(book.tables)
    sheet.row_dimensions[header + 2].height = 0
    return "", frozenset()


@by_openpyxl("hidden columns")
def _hidden_columns(book: Open) -> tuple[str, frozenset[str]]:
    spot = book.header(Kind.MONEY)
    spot.sheet.column_dimensions[spot.cell.column_letter].hidden = True
    return "", frozenset()


@by_openpyxl("empty rows between")
def _rows_between(book: Open) -> tuple[str, frozenset[str]]:
    sheet, _, header, _ = book.rng.choice(book.tables)
    sheet.insert_rows(header + 3, amount=book.rng.randint(1, 4))
    return "", frozenset()


@by_openpyxl("an empty column between")
def _column_between(book: Open) -> tuple[str, frozenset[str]]:
    sheet = book.rng.choice(book.tables)[0]
    sheet.insert_cols(book.rng.randint(2, 9))
    return "", frozenset()


@by_openpyxl("the table further down")
def _further_down(book: Open) -> tuple[str, frozenset[str]]:
    sheet = book.rng.choice(book.tables)[0]
    sheet.insert_rows(1, amount=7)
    sheet["C2"] = "Aanvragen van de provincie"
    return "", frozenset()


@by_openpyxl("a column that the programs before did not have")
def _another_column(book: Open) -> tuple[str, frozenset[str]]:
    sheet, _, header, _ = book.rng.choice(book.tables)
    last = sheet.max_column + 1
    sheet.cell(header + 1, last).value = "Opmerking van de gemeente"
    sheet.cell(header + 2, last).value = "zie brief"
    return "", frozenset()


@by_openpyxl("a sheet of notes before the others")
def _front(book: Open) -> tuple[str, frozenset[str]]:
    book.workbook.create_sheet("Voorblad", 0)["A1"] = "Zie de andere bladen"
    return "", frozenset()


@by_openpyxl("merged titles")
def _merged(book: Open) -> tuple[str, frozenset[str]]:
    sheet = book.rng.choice(book.tables)[0]
    sheet.insert_rows(1, amount=2)
    sheet["A1"] = "Titel"
    sheet.merge_cells("A1:F1")
    return "", frozenset()


# By hand.

SHEETS = re.compile(r"xl/worksheets/sheet[0-9]+\.xml")


def every_sheet(parts: Parts, change: Callable[[bytes], bytes]) -> Parts:
    return {
        name: change(content) if SHEETS.fullmatch(name) else content
        for name, content in parts.items()
    }


def renamed(parts: Parts, old: str, new: str) -> Parts:
    """A part under another name, and everything that refers to it."""
    was, now = old.removeprefix("xl/").encode(), new.removeprefix("xl/").encode()
    moved = {(new if name == old else name): content for name, content in parts.items()}
    return {
        name: content.replace(was, now) if name.endswith(".rels") or name == TYPES else content
        for name, content in moved.items()
    }


@by_hand("a workbook of another name")
def _workbook2(parts: Parts, rng: random.Random) -> Parts:
    number = rng.randint(2, 9)
    parts = renamed(parts, "xl/workbook.xml", f"xl/workbook{number}.xml")
    relations = parts.pop("xl/_rels/workbook.xml.rels")
    return {**parts, f"xl/_rels/workbook{number}.xml.rels": relations}


@by_hand("styles elsewhere")
def _styles(parts: Parts, rng: random.Random) -> Parts:
    return renamed(parts, STYLES, f"xl/opmaak{rng.randint(1, 9)}.xml")


@by_hand("texts elsewhere")
def _texts(parts: Parts, rng: random.Random) -> Parts:
    return renamed(parts, STRINGS, f"xl/teksten/t{rng.randint(1, 9)}.xml")


@by_hand("a space in the name of a part")
def _percent(parts: Parts, _: random.Random) -> Parts:
    moved = {n.replace("worksheets/sheet", "worksheets/blad "): c for n, c in parts.items()}
    return {
        name: content.replace(b"worksheets/sheet", b"worksheets/blad%20")
        if name.endswith(".rels") or name == TYPES
        else content
        for name, content in moved.items()
    }


@by_hand("targets from here")
def _dots(parts: Parts, _: random.Random) -> Parts:
    name = "xl/_rels/workbook.xml.rels"
    return {**parts, name: parts[name].replace(b'Target="', b'Target="./')}


@by_hand("targets from the root")
def _absolute(parts: Parts, _: random.Random) -> Parts:
    name = "xl/_rels/workbook.xml.rels"
    return {**parts, name: parts[name].replace(b'Target="', b'Target="/xl/')}


@by_hand("texts that claim to be more than there are")
def _claims(parts: Parts, rng: random.Random) -> Parts:
    many = str(rng.choice((2**31, 2**32 - 1, 2**40, 10**9))).encode()
    claimed = re.sub(rb'uniqueCount="[0-9]+"', b'uniqueCount="' + many + b'"', parts[STRINGS])
    return {**parts, STRINGS: claimed}


@by_hand("a sheet in UTF-16")
def _utf16(parts: Parts, _: random.Random) -> Parts:
    def wide(content: bytes) -> bytes:
        return content.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")

    return every_sheet(parts, wide)


@by_hand("texts in the code page of Windows")
def _windows(parts: Parts, _: random.Random) -> Parts:
    text = parts[STRINGS].decode().replace('encoding="UTF-8"', 'encoding="windows-1252"')
    return {**parts, STRINGS: text.encode("cp1252", errors="xmlcharrefreplace")}


@by_hand("elements with a prefix")
def _prefix(parts: Parts, _: random.Random) -> Parts:
    def prefixed(content: bytes) -> bytes:
        content = content.replace(b'xmlns="' + MAIN + b'"', b'xmlns:x="' + MAIN + b'"')
        return re.sub(rb"<(/?)(?![?!])([a-zA-Z]+)([ />])", rb"<\1x:\2\3", content)

    return every_sheet(parts, prefixed)


@by_hand("cells without references")
def _no_references(parts: Parts, _: random.Random) -> Parts:
    def without(content: bytes) -> bytes:
        rows = re.sub(rb"<row r=\"[0-9]+\"", b"<row", content)
        return rows if re.search(rb"<c r=", content) is None else content

    return every_sheet(parts, without)


@by_hand("a dimension that is too small")
def _dimension(parts: Parts, _: random.Random) -> Parts:
    return every_sheet(
        parts, lambda c: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', c)
    )


@by_hand("comments in the XML")
def _comments(parts: Parts, _: random.Random) -> Parts:
    return every_sheet(parts, lambda c: c.replace(b"<sheetData>", b"<!-- x --><sheetData>"))


@by_hand("quotes of the other kind")
def _quotes(parts: Parts, _: random.Random) -> Parts:
    return every_sheet(parts, lambda c: re.sub(rb'<c r="([A-Z]+[0-9]+)"', rb"<c r='\1'", c))


@by_hand("parts in another order")
def _order(parts: Parts, rng: random.Random) -> Parts:
    names = list(parts)
    rng.shuffle(names)
    return {name: parts[name] for name in names}


@by_hand("no properties")
def _no_properties(parts: Parts, _: random.Random) -> Parts:
    return {name: content for name, content in parts.items() if not name.startswith("docProps")}


@by_hand("the names of parts in capitals")
def _capitals(parts: Parts, _: random.Random) -> Parts:
    return {name.replace("xl/work", "xl/Work"): content for name, content in parts.items()}


def cell_by_hand(name: str) -> Callable[[Callable[[bytes, random.Random], bytes]], None]:
    """A kind in which one cell with a number, below the header, is written otherwise."""

    def register(change: Callable[[bytes, random.Random], bytes]) -> None:
        def make(base: Path, out: Path, rng: random.Random) -> Mutated:
            parts = parts_of(base)
            book = openpyxl.load_workbook(base)
            number, title = rng.choice(list(enumerate(book.sheetnames, 1)))
            part = f"xl/worksheets/sheet{number}.xml"
            cells = list(re.finditer(rb'<c r="([A-Z]+[0-9]+)"( s="[0-9]+")?><v>[^<]*</v></c>',
                                     parts[part]))  # fmt: skip
            if not cells:
                number, title = 1, book.sheetnames[0]
                return make(base, out, rng)
            one = rng.choice(cells)
            new = change(one[0], rng)
            content = parts[part][: one.start()] + new + parts[part][one.end() :]
            out.write_bytes(packed({**parts, part: content}))
            return Mutated(out, title, frozenset({one[1].decode()}))

        KINDS[name] = make

    return register


@cell_by_hand("a formula with nought for its outcome")
def _nought(cell: bytes, _: random.Random) -> bytes:
    return re.sub(rb"><v>[^<]*</v>", b"><f>Blad9!A1</f><v>0</v>", cell)


@cell_by_hand("a formula with an empty text for its outcome")
def _empty_text(cell: bytes, _: random.Random) -> bytes:
    return re.sub(rb"><v>[^<]*</v>", b' t="str"><f>Blad9!A1</f><v></v>', cell)


@cell_by_hand("a formula with its outcome")
def _outcome(cell: bytes, _: random.Random) -> bytes:
    return cell.replace(b"><v>", b"><f>SUM(1,2)</f><v>")


@cell_by_hand("an error value that is new")
def _new_error(cell: bytes, rng: random.Random) -> bytes:
    text = rng.choice((b"#ERROR!", b"#SPILL!", b"#FIELD!", b"#BLOCKED!", b"#Verw!", b"Err:502"))
    return re.sub(rb"><v>[^<]*</v>", b' t="e"><v>' + text + b"</v>", cell)


@cell_by_hand("a number in literal text")
def _literal(cell: bytes, _: random.Random) -> bytes:
    return re.sub(rb"<v>([^<]*)</v>", rb"<v><![CDATA[\1]]></v>", cell)


@cell_by_hand("a number by its power of ten")
def _power(cell: bytes, _: random.Random) -> bytes:
    match = re.search(rb"<v>([^<]*)</v>", cell)
    assert match is not None
    return cell.replace(
        match[0], b"<v>%r</v>" % 0.0 if False else f"<v>{float(match[1]):.17E}</v>".encode()
    )


@cell_by_hand("a cell that is there twice")
def _there_twice(cell: bytes, _: random.Random) -> bytes:
    return cell + re.sub(rb"<v>[^<]*</v>", b"<v>7</v>", cell)


# By other programs.


def with_xlsxwriter(base: Path, out: Path, rng: random.Random) -> Mutated:
    """Every cell written anew by XlsxWriter."""
    book = openpyxl.load_workbook(base)
    new = xlsxwriter.Workbook(str(out), {"constant_memory": rng.random() < 0.5})
    for sheet in book.worksheets:
        target: Any = new.add_worksheet(sheet.title)
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, datetime | date):
                    shown = new.add_format({"num_format": cell.number_format})
                    target.write_datetime(cell.row - 1, cell.column - 1, cell.value, shown)
                elif cell.value is not None:
                    target.write(cell.row - 1, cell.column - 1, cell.value)
    new.close()
    return Mutated(out)


def by_xlsxwriter_formulas(base: Path, out: Path, rng: random.Random) -> Mutated:
    """Some numbers as formulas that XlsxWriter does not compute."""
    spots: list[str] = []
    book = openpyxl.load_workbook(base)
    new = xlsxwriter.Workbook(str(out))
    chosen = rng.choice(book.sheetnames)
    for sheet in book.worksheets:
        target: Any = new.add_worksheet(sheet.title)
        for row in sheet.iter_rows():
            for cell in row:
                at_cell = (cell.row - 1, cell.column - 1)
                if isinstance(cell.value, datetime | date):
                    shown = new.add_format({"num_format": cell.number_format})
                    target.write_datetime(*at_cell, cell.value, shown)
                elif (
                    isinstance(cell.value, int | float)
                    and sheet.title == chosen
                    and rng.random() < 0.02
                ):
                    target.write_formula(*at_cell, f"=Bron!{cell.coordinate}")
                    spots.append(cell.coordinate)
                elif cell.value is not None:
                    target.write(*at_cell, cell.value)
    new.close()
    return Mutated(out, chosen, frozenset(spots))


def with_backslashes(base: Path, out: Path, _: random.Random) -> Mutated:
    """The parts of the package named as Windows names files."""
    with zipfile.ZipFile(base) as source, zipfile.ZipFile(out, "w") as target:
        for one in source.infolist():
            target.writestr(zipfile.ZipInfo(one.filename.replace("/", "\\")), source.read(one))
    return Mutated(out)


def saved_by_openpyxl(base: Path, out: Path, _: random.Random) -> Mutated:
    """The same workbook, saved by openpyxl."""
    openpyxl.load_workbook(base).save(out)
    return Mutated(out)


def as_it_is(base: Path, out: Path, _: random.Random) -> Mutated:
    """Nothing changed."""
    shutil.copy(base, out)
    return Mutated(out)


KINDS |= {
    "written by XlsxWriter": with_xlsxwriter,
    "formulas of XlsxWriter": by_xlsxwriter_formulas,
    "backslashes in the package": with_backslashes,
    "saved by openpyxl": saved_by_openpyxl,
    "as it is": as_it_is,
}


# Text with separators, and LibreOffice.


def as_csv(encoding: str, separator: str = ";") -> Make:
    """One sheet as lines of text. In an old code page, letters may be asked about."""

    def make(base: Path, out: Path, rng: random.Random) -> Mutated:
        book = openpyxl.load_workbook(base)
        sheet = rng.choice([one for one in book.worksheets if one.title in SCHEME_SHEETS])
        path = out.with_name(f"{sheet.title}.csv")
        rows = [[_csv_text(cell.value) for cell in row] for row in sheet.iter_rows()]
        with path.open("w", encoding=encoding, newline="", errors="replace") as stream:
            csv.writer(stream, delimiter=separator).writerows(rows)
        old = encoding in ("cp850", "mac_roman")
        odd = {
            address(r, c) for r, row in enumerate(rows) for c, text in enumerate(row)
            if not text.isascii()
        }  # fmt: skip
        return Mutated(path, path.stem, frozenset(odd if old else ()), only=sheet.title)

    return make


def _csv_text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "WAAR" if value else "ONWAAR"
        case datetime():
            return value.strftime("%d-%m-%Y %H:%M:%S")
        case int() | float():
            return str(value).replace(".", ",")
        case _:
            return str(value)


SCHEME_SHEETS = frozenset(one.sheet for one in instruments().values())
KINDS |= {
    f"a .csv in {encoding}": as_csv(encoding)
    for encoding in (
        "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp850", "mac_roman"
    )
}  # fmt: skip
KINDS |= {"a .csv with commas": as_csv("utf-8", ","), "a .csv with tabs": as_csv("cp1252", "\t")}


def by_pandas(base: Path, out: Path, _: random.Random) -> Mutated:
    """Each sheet read and written by pandas, which gives its headers a border."""
    sheets = pd.read_excel(base, sheet_name=None, header=None, dtype=object, engine="openpyxl")
    with pd.ExcelWriter(out, engine="openpyxl", datetime_format="dd-mm-yyyy hh:mm") as writer:
        for name, frame in sheets.items():
            frame.to_excel(writer, sheet_name=str(name), index=False, header=False)
    return Mutated(out)


KINDS["written by pandas"] = by_pandas


def converted(files: Sequence[Path], kind: str, folder: Path) -> list[Path]:
    """The files as LibreOffice saves them, all in one run of it."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [
            "soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to", kind, "--outdir", str(folder), *map(str, files),
        ],
        check=True, capture_output=True, timeout=600,
    )  # fmt: skip
    return [folder / f"{one.stem}.{kind}" for one in files]
