"""Changes to a cell, a header or a sheet, written by openpyxl."""

# openpyxl, xlsxwriter and pandas are typed in part.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportMissingModuleSource=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from verdeelsleutel.grants.columns import Kind
from verdeelsleutel.io.workbooks.formats.look import address

from .mutating import ANYWHERE, Change, Open, at, by_openpyxl


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


@by_openpyxl("a name partly in bold")
def _rich_text(book: Open) -> tuple[str, frozenset[str]]:
    spot = book.spot(named="project_name")
    name = spot.cell.value
    red = TextBlock(InlineFont(b=True), name[:3])
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
