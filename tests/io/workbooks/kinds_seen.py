"""More kinds of files: what a sender sees around, above and behind the values themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

import openpyxl

from .case_making import COLUMNS, Make, edited, formatted, headed, lines, open_document, typed_in
from .forms import GOOGLE, NUMBERED, NUMBERS, PHP, WPS, in_form
from .odd_files import MAIN, SHEET, STRICT, everywhere, regex

JANUARY = date(2027, 1, 31)
RECEIVED = datetime(2026, 3, 1, 9, 30)  # noqa: DTZ001 - an office's own clock
UNITS = {"A": "tekst", "B": "code", "D": "code", "F": "datum", "H": "aantal", "I": "aantal"}
HIDDEN_ROWS, HIDDEN_COLUMNS = (("INT-038", ""),), (("INT-074", ""),)


def on_the_sheet(change: Callable[[Any], object]) -> Make:
    """The sheet of a workbook of openpyxl, changed."""

    def make(folder: Any) -> Any:
        path = typed_in()(folder)
        workbook: Any = openpyxl.load_workbook(path)
        change(workbook["Bruggen"])
        workbook.save(path)
        return path

    return make


def inserted(row: int, cells: Mapping[str, str], merged: str = "") -> Make:
    """A row put in, with these texts by column."""

    def change(sheet: Any) -> None:
        sheet.insert_rows(row)
        for letters, text in cells.items():
            sheet[f"{letters}{row}"] = text
        if merged:
            sheet.merge_cells(merged)

    return on_the_sheet(change)


def second_table(order: Callable[[list[int]], list[int]], first: str = "", shift: int = 0) -> Make:
    """A second table below the first, its columns in another order or at another place."""

    def change(sheet: Any) -> None:
        top = sheet.max_row + 3
        for place, source in enumerate(order(list(range(len(COLUMNS)))), start=1 + shift):
            sheet.cell(top, place, COLUMNS[source].label)
            sheet.cell(top + 1, place, sheet.cell(2, source + 1).value)
        sheet.cell(top + 1, 1 + shift, "BRU-2026-0009")
        if shift:
            sheet.cell(top, 1, "Volgnr")
            sheet.cell(top + 1, 1, 1)
        if first:
            sheet.cell(top, 1, first)

    return on_the_sheet(change)


def _swapped(order: list[int]) -> list[int]:
    at = [column.field for column in COLUMNS].index("homes.social_rent")
    order[at], order[at + 1] = order[at + 1], order[at]
    return order


def _sized(**sizes: float) -> Make:
    def change(sheet: Any) -> None:
        for where, size in sizes.items():
            if where[1:].isdecimal():
                sheet.row_dimensions[int(where[1:])].height = size
            else:
                sheet.column_dimensions[where].width = size

    return on_the_sheet(change)


def _usual(**attributes: object) -> Make:
    """A sheet with usual sizes that its rows or columns have where they state none."""

    def change(sheet: Any) -> None:
        for name, value in attributes.items():
            setattr(sheet.sheet_format, name, value)

    return on_the_sheet(change)


def named_by(place: str) -> Make:
    """A text that a cell names by its place in the list, and that place in these signs."""
    return edited(regex(SHEET, rb'(<c r="E2"[^>]*><v>)[0-9]+', rb"\g<1>" + place.encode()))


def said_by(xml: str) -> Make:
    """An OpenDocument in which the name of a bridge is written so."""
    return open_document(NAME, xml)


NAME = "Brug over het IJ"
MOMENT = r'(office:date-value="2026-03-01[^"]*"[^>]*>)<text:p>[^<]*'
MORE: dict[str, tuple[tuple[Any, ...], ...]] = {
    "a text by a place in the list that is no whole number": tuple(
        (f"'{place}'", named_by(place), (("INT-076", "E2"), *asked), 1)
        for place, *asked in (
            ("1.0", ("INT-082", "")), ("1.7", ("INT-082", "")), ("1e0", ("INT-082", "")),
            ("+1",), (" 1 ",), ("-1",), ("1_0",),
        )
    ),
    "what stands within a text of an OpenDocument": (
        ("how it sounds", said_by(f"<text:ruby><text:ruby-base>{NAME}</text:ruby-base>"
            "<text:ruby-text>broeg</text:ruby-text></text:ruby>"), (), 2, {"project_name": NAME}),
        ("a tab", said_by("Brug<text:tab/>over het IJ"), (), 2, {"project_name": NAME}),
        ("a new line", said_by("Brug<text:line-break/>over het IJ"), (), 2,
            {"project_name": NAME}),
        ("a footnote", said_by(f"{NAME}<text:note><text:note-citation>1</text:note-citation>"
            "<text:note-body><text:p>onder voorbehoud</text:p></text:note-body></text:note>"),
            (("INT-078", "E2"),), 2, {"project_name": NAME}),
        ("a box", said_by("Brug <draw:frame><draw:text-box><text:p>LET OP</text:p>"
            "</draw:text-box></draw:frame>over het IJ"), (("INT-078", "E2"),), 2,
            {"project_name": NAME}),
        ("a remark", said_by("Brug over<office:annotation><text:p>x</text:p></office:annotation>"
            " het IJ"), (), 2, {"project_name": NAME}),
        ("a link and a style", said_by("<text:span>Brug</text:span> over <text:a>het</text:a> IJ"),
            (), 2, {"project_name": NAME}),
    ),
    "an OpenDocument cell that says two things": (
        ("another day", open_document(MOMENT, r"\1<text:p>02-03-26"), (("INT-065", "F2"),), 1),
        ("a year", open_document(MOMENT, r"\1<text:p>2026"), (("INT-065", "F2"),), 1),
        ("a month", open_document(MOMENT, r"\1<text:p>mrt-26"), (("INT-065", "F2"),), 1),
        ("a day in words", open_document(MOMENT, r"\1<text:p>zondag 1 maart 2026"), (), 2,
            {"received_at": RECEIVED}),
        ("a day by ISO", open_document(MOMENT, r"\1<text:p>2026-03-01"), (), 2,
            {"received_at": RECEIVED}),
        ("a truth that shows the answer", open_document(
            r'office:value-type="string"([^>]*)><text:p>ja</text:p>',
            r'office:value-type="boolean" office:boolean-value="false"\1><text:p>ja</text:p>'),
            (), 2, {"coherent": True}),
        ("a text with a number beside it", open_document(
            rf'office:value-type="string"([^>]*)><text:p>{NAME}',
            rf'office:value-type="string" office:value="7"\1><text:p>{NAME}'), (), 2,
            {"project_name": NAME}),
    ),
    "a date whose notation hides a part of it": (
        *(
            (f"in {code}", formatted("L2", JANUARY, code), (("INT-065", "L2"),), 1)
            for code in ("mmm-yy", "yyyy", "dddd", "d mmm", "hh:mm", "dddd mmmm yyyy")
        ),
        ("a moment by its month", formatted("F2", RECEIVED, "mm-yyyy"), (("INT-065", "F2"),), 1),
        *(
            (f"whole, {code}", formatted("L2", JANUARY, code), (), 2, {"first_start": JANUARY})
            for code in ("dd-mm-yy", "dddd d mmmm yyyy", "yyyymmdd", "[$-413]d mmmm yyyy;@")
        ),
        ("a moment by its day", formatted("F2", RECEIVED, "dd-mm-yyyy"), (), 2,
            {"received_at": RECEIVED}),
    ),
    "words above the headers, or a row of units": (
        ("units above", inserted(1, {**UNITS, "G": "x € 1.000"}), (("INT-073", "G1"),), 0),
        ("units below", inserted(2, {**UNITS, "G": "x € 1.000"}), (
            *(("INT-007", f"{c}2") for c in "EJKPQRSU"), ("INT-010", "H2"), ("INT-010", "I2"),
            ("INT-008", "G2"), ("INT-011", "F2"), ("INT-014", "B2"), ("INT-073", "G2"),
        ), 0),
        ("last round", inserted(1, {"G": "Vorige ronde"}, "G1:K1"), (("INT-072", "G1"),), 0),
        ("without VAT", inserted(1, {"R": "Bedragen excl. btw"}), (("INT-072", "R1"),), 0),
        ("for each home", inserted(1, {"H": "Per woning"}, "H1:K1"), (("INT-072", "H1"),), 0),
        ("homes by kind", inserted(1, {"H": "Aantal woningen per categorie"}, "H1:K1"),),
        ("a plan", inserted(1, {"L": "Planning en realisatie"}),),
        ("a sign before a header", headed(G="≈ Gevraagd bedrag"), (("INT-072", "G1"),), 0),
        ("a title", inserted(1, {"A": "Prognose aanvragen 2026"}),),
        ("a group of homes", inserted(1, {"H": "Woningen"}, "H1:K1"),),
    ),
    "rows and columns too small to be seen": (
        ("a row of 0.4 points", _sized(r3=0.4), HIDDEN_ROWS),
        ("a row of two points", _sized(r2=2), HIDDEN_ROWS),
        ("a column of a hair", _sized(G=0.05), HIDDEN_COLUMNS),
        ("rows hidden unless stated", _usual(zeroHeight=True), HIDDEN_ROWS),
        ("rows of no height unless stated", _usual(defaultRowHeight=0), HIDDEN_ROWS),
        ("columns of no width unless stated", _usual(defaultColWidth=0), HIDDEN_COLUMNS),
        ("low, and read", _sized(r3=9, G=3)),
        ("a closed outline of rows in an .ods", open_document(
            r"(<table:table-row[^>]*>(?:(?!</table:table-row>).)*BRU-2026-0002.*?</table:table-row>)",
            r'<table:table-row-group table:display="false">\1</table:table-row-group>'),
            HIDDEN_ROWS),
        ("a closed outline of columns in an .ods", open_document(
            r"(<table:table-column [^>]*/>)",
            r'<table:table-column-group table:display="false">\1</table:table-column-group>'),
            HIDDEN_COLUMNS),
    ),
    "a second table below the first": (
        ("two columns swapped", second_table(_swapped), (("INT-063", "A6"),)),
        ("under another first header", second_table(_swapped, first="Nummer"),
            (("INT-063", "A6"),)),
        ("behind a column of its own", second_table(list, shift=1), (("INT-063", "A6"),)),
        ("behind two", second_table(list, shift=2), (("INT-063", "A6"),)),
        ("in the same order", second_table(list), (("INT-037", "A6"),), 3),
    ),
    "a value with a doubt in it": (
        *((answer, typed_in(S2=answer), (("INT-012", "S2"),), 1)
            for answer in ("ja?", "ja*", "(ja)", "±ja", "[nee]")),
        ("a choice with a question mark", typed_in(P2="fiets?"), (("INT-013", "P2"),), 1),
        ("a choice with a remark", typed_in(P2="fiets *"), (("INT-013", "P2"),), 1),
        ("or more", formatted("H2", 100, '0"+"'), (("INT-065", "H2"),), 1),
        ("noughts that fill the cell", formatted("H2", 100, "0*0"), (("INT-065", "H2"),), 1),
        ("a space in a number", typed_in(H2="10 0"), (("INT-010", "H2"),), 1),
        ("a space in an amount", typed_in(G2="1 2345"), (("INT-008", "G2"),), 1),
        ("a space in a score", typed_in(T2="7 5"), (("INT-031", "T2"),), 1),
        ("thousands with spaces", typed_in(H2="1 000"), (), 2, {"homes.social_rent": 1000}),
    ),
    "what another program left of a value": (
        ("a code by its power of ten", lines({"project_id": "3,63E+11"}, "utf-8"),
            (("INT-066", "D2"),), 1),
        ("the same in a workbook", typed_in(D2="3.63E+11"), (("INT-066", "D2"),), 1),
        ("a cell that was too narrow", lines({"project_name": "########"}, "utf-8"),
            (("INT-017", "E2"),), 1),
        ("what Google waits for", typed_in(E2="Loading..."), (("INT-017", "E2"),), 1),
        ("a code that is kept as it is", lines({"project_id": '"=""0017"""'}, "utf-8"), (), 2,
            {"project_id": "0017"}),
        ("a row of a hair in an .ods", open_document(
            r'style:row-height="[0-9.]+[a-z]+"', 'style:row-height="0.02cm"', 0), HIDDEN_ROWS),
    ),
    "the strict standard and the forms of PhpSpreadsheet, Google, WPS and Numbers": (
        ("strict, its relations too", edited(lambda parts: everywhere(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )(everywhere(MAIN, STRICT)(parts)))),
        ("PhpSpreadsheet", in_form(PHP), (), 2, {"homes.social_rent": 100}),
        ("its formula with an outcome", in_form(PHP, {
            "H2": '<c r="H2" s="0"><f>SUM(60,40)</f><v>100</v></c>'})),
        ("its formula of text", in_form(PHP, {
            "E2": '<c r="E2" s="0" t="str"><f>CONCATENATE("a","b")</f><v>ab</v></c>'}), (), 2,
            {"project_name": "ab"}),
        ("its formula that it did not compute", in_form(PHP, {
            "H2": '<c r="H2" s="0"><f>SUM(60,40)</f></c>'}), (("INT-018", "H2"),), 1),
        ("its formula with an empty outcome", in_form(PHP, {
            "H2": '<c r="H2" s="0"><f>SUM(60,40)</f><v></v></c>'}), (("INT-018", "H2"),), 1),
        ("its rich text", in_form(PHP, {
            "E2": '<c r="E2" s="0" t="inlineStr"><is><t>Brug</t></is></c>'}), (), 2,
            {"project_name": "Brug"}),
        ("Google", in_form(GOOGLE), (), 2, {"homes.social_rent": 100, "received_at": RECEIVED}),
        ("its tick box", in_form(GOOGLE, {"S2": '<c r="S2" s="0" t="b"><v>1</v></c>'}), (), 2,
            {"coherent": True}),
        ("its formula", in_form(GOOGLE, {
            "H2": '<c r="H2" s="0"><f t="shared" ref="H2:H3" si="1">J2*4</f><v>100.0</v></c>'})),
        ("its formula that waits", in_form(GOOGLE, {
            "H2": '<c r="H2" s="0" t="str"><f>IMPORTRANGE("x","y")</f><v>Loading...</v></c>'}),
            (("INT-017", "H2"),), 1),
        ("its error", in_form(GOOGLE, {
            "H2": '<c r="H2" s="0" t="e"><f>X</f><v>#ERROR!</v></c>'}), (("INT-017", "H2"),), 1),
        ("WPS", in_form(WPS), (), 2, {"homes.social_rent": 100, "received_at": RECEIVED}),
        ("its formula without an outcome", in_form(WPS, {
            "H2": '<c r="H2" s="0"><f>SUM(60,40)</f></c>'}), (("INT-018", "H2"),), 1),
        ("Numbers", in_form(NUMBERS), (("INT-001", ""), ("INT-002", "")), 0),
        ("its sheet named as it was", in_form(NUMBERED), (), 2,
            {"homes.social_rent": 100, "received_at": RECEIVED}),
        ("its formula of another table", in_form(NUMBERED, {
            "H3": '<c r="H3" s="0"><f>\'Bruggen - Tabel 2\'!B2</f><v>100</v></c>'})),
    ),
}  # fmt: skip
