"""Files that real programs and people make, by the kind of oddity, and what must become of each."""

from __future__ import annotations

from typing import Any

from .case_making import (
    Case,
    all_cells,
    all_errors,
    calculated,
    edited,
    formatted,
    formulas_of_xlsxwriter,
    headed,
    inline,
    kept,
    lines,
    open_document,
    renamed,
    typed_in,
    with_names,
    workbook_named,
)
from .kinds_seen import MORE
from .odd_files import BOOK, RELATIONS, SHEET, STRINGS, both, cell, regex, rows_after, swap

NEVER = "INT-018"
KINDS: dict[str, tuple[Case, ...]] = {}


def kind(name: str, *cases: tuple[Any, ...]) -> None:
    """Cases of a kind: a name, how the file is made, what is asked, and how many are taken in."""
    KINDS[name] = tuple(
        Case(name, case[0], case[1], *(case[2:] if len(case) > 2 else ())) for case in cases
    )


kind(
    "a sheet of formulas without outcomes",
    ("every cell", all_cells(lambda at: f"=Invoer!{at}"), (("INT-077", "A1"),), 0),
    ("the header only", all_cells(lambda at: f"=Invoer!{at}", rows=lambda row: row == 1),
        (("INT-077", "A1"),), 0),
    ("the rows only", all_cells(lambda at: f"=Invoer!{at}", rows=lambda row: row > 1),
        tuple((NEVER, f"{letters}{row}") for row in (2, 3) for letters in "ABCDEFGHIJKLMNOPQRSTU"),
        0),
    ("one row", all_cells(lambda at: f"=Invoer!{at}", rows=lambda row: row == 3),
        tuple((NEVER, f"{letters}3") for letters in "ABCDEFGHIJKLMNOPQRSTU"), 1),
    ("one header", headed(G="=Invoer!G1"),
        (("INT-004", ""), ("INT-043", "G2"), ("INT-079", "G1")), 0),
)  # fmt: skip
kind(
    "a sheet of error values",
    ("#REF!", all_errors("#REF!"), (("INT-077", "A1"),), 0),
    ("#N/A", all_errors("#N/A"), (("INT-077", "A1"),), 0),
    ("#NAME?", all_errors("#NAME?"), (("INT-077", "A1"),), 0),
    ("one that is new", edited(regex(SHEET, rb'<c r="([A-Z]+[0-9]+)"[^>]*>.*?</c>',
        rb'<c r="\1" t="e"><v>#SPILL!</v></c>')), (("INT-077", "A1"),), 0),
    ("an optional header", edited(cell("T1", b"<v>#REF!</v>", b"e")),
        (("INT-043", "T2"), ("INT-079", "T1")), 0),
)  # fmt: skip
kind(
    "a header that states another unit",
    ("x € 1.000", headed(G="Gevraagd bedrag (x € 1.000)"), (("INT-072", "G1"),), 0),
    ("in millions", headed(R="Publiek tekort (in miljoenen)"), (("INT-072", "R1"),), 0),
    ("k€", headed(G="Gevraagd bedrag (k€)"), (("INT-072", "G1"),), 0),
    ("dollars", headed(G="Gevraagd bedrag $"), (("INT-072", "G1"),), 0),
    ("in hundreds", headed(H="Sociale huurwoningen (x 100)"), (("INT-072", "H1"),), 0),
    ("over two lines", headed(G="Gevraagd bedrag\n(× 1.000)"), (("INT-072", "G1"),), 0),
    ("a title", typed_in(X3="Bedragen x € 1.000"), (("INT-043", "X3"), ("INT-073", "X3")), 0),
    ("a note below", typed_in(A6="Alle bedragen in duizenden euro's"),
        (("INT-036", "A6"), ("INT-073", "A6")), 0),
    ("euros", headed(G="Gevraagd bedrag (€)", R="PUBLIEK TEKORT (in hele euro's)"),),
    ("how to fill it in", headed(S="Financiële samenhang (ja/nee)", F="Ontvangen op (dd-mm-jjjj)",
        H="Sociale huurwoningen (aantal)", T="Score noodzaak (1-10)", B="Gemeentecode (CBS)")),
)  # fmt: skip
kind(
    "a header with another meaning in brackets",
    ("another round", headed(G="Gevraagd bedrag (vorige ronde)"), (("INT-072", "G1"),), 0),
    ("a percentage", headed(H="Sociale huurwoningen (%)"), (("INT-072", "H1"),), 0),
    ("without VAT", headed(G="Gevraagd bedrag (excl. btw)"), (("INT-072", "G1"),), 0),
    ("a plan", headed(L="Start bouw (oorspronkelijk)"), (("INT-072", "L1"),), 0),
    ("a footnote", headed(I="Middenhuurwoningen (1)"), (("INT-072", "I1"),), 0),
    ("beside the column itself", typed_in(V1="Gevraagd bedrag (vorige ronde)", V2=5),
        (("INT-006", "V1"),)),
)  # fmt: skip
kind(
    "a count that can be read in two ways",
    ("1,000", typed_in(H2="1,000"), (("INT-010", "H2"),), 1),
    ("12,000", typed_in(I3="12,000"), (("INT-010", "I3"),), 1),
    ("100,000", typed_in(H2="100,000"), (("INT-010", "H2"),), 1),
    ("0,000", typed_in(H2="0,000"), (("INT-010", "H2"),), 1),
    ("1,000.00", typed_in(H2="1,000.00"), (("INT-010", "H2"),), 1),
    ("in a .csv", lines({"homes.social_rent": "1,000"}, "utf-8"), (("INT-010", "H2"),), 1),
    ("1.000", typed_in(H2="1.000"), (), 2, {"homes.social_rent": 1000}),
    ("12,00", typed_in(H2="12,00"), (), 2, {"homes.social_rent": 12}),
)  # fmt: skip
kind(
    "a value that its number format shows otherwise",
    ("a code with a text before it", formatted("A2", 1, '"BRU-2026-"0000'), (), 2,
        {"application_id": "BRU-2026-0001"}),
    ("a code with leading noughts", formatted("D2", 17, "00000"), (), 2, {"project_id": "00017"}),
    ("a municipality", formatted("B2", 363, '"GM"0000'), (), 2, {"municipality_code": "GM0363"}),
    ("an answer", formatted("S2", 1, '"ja";;"nee"'), (), 2, {"coherent": True}),
    ("a code in groups", formatted("D2", 1234, "00-00"), (("INT-065", "D2"),), 1),
    ("thousands", formatted("G2", 1234567.89, "#,##0,"), (("INT-065", "G2"),), 1),
    ("millions", formatted("G2", 1234567.89, '0.00,,"mln"'), (("INT-065", "G2"),), 1),
    ("noughts behind it", formatted("H2", 100, '0"000"'), (("INT-065", "H2"),), 1),
    ("dollars", formatted("G2", 1234567.89, '"$"#,##0.00'), (("INT-065", "G2"),), 1),
    ("nothing", formatted("G2", 1234567.89, ";;;"), (("INT-065", "G2"),), 1),
    ("a percentage", formatted("H2", 100, "0%"), (("INT-065", "H2"),), 1),
    ("a text before a text", formatted("D2", "0017", '"P-"@'), (), 2, {"project_id": "P-0017"}),
    ("what accountants use", formatted("G2", 1234567.89,
        '_ "€" * #,##0.00_ ;_ "€" * -#,##0.00_ ;_ "€" * "-"??_ ;_ @_ ')),
)  # fmt: skip
kind(
    "a formula stored with an outcome of nothing",
    ("nought", formulas_of_xlsxwriter("H2"), ((NEVER, "H2"),), 1),
    ("several", formulas_of_xlsxwriter("H2", "I2", "R3"),
        ((NEVER, "H2"), (NEVER, "I2"), (NEVER, "R3")), 0),
    ("an empty text", formulas_of_xlsxwriter("E2", value=""), ((NEVER, "E2"),), 1),
    ("a formula that fills an optional cell", formulas_of_xlsxwriter("T2"), ((NEVER, "T2"),), 1),
    ("several without a mark", calculated(both(
        *(cell(at, b"<f>Bron!A1</f><v>0</v>") for at in ("H2", "I2", "J3")))),
        ((NEVER, "H2"), (NEVER, "I2"), (NEVER, "J3")), 0),
    ("by a library of that name", calculated(both(cell("H2", b"<f>Bron!A1</f><v>0</v>"),
        swap("docProps/app.xml", b"Microsoft Excel", b"EPPlus"))), ((NEVER, "H2"),), 1),
    ("a real nought of Excel", calculated(both(cell("K2", b"<f>1-1</f><v>0</v>"),
        swap("docProps/app.xml", b"12.0000", b"16.0300"))), (), 2, {"homes.other": 0}),
    ("an outcome that was computed", edited(cell("H2", b"<f>50+50</f><v>100</v>"))),
)  # fmt: skip
kind(
    "a formula that says nothing by a text of nothing",
    ("in .xlsx by Excel", calculated(both(
        regex(SHEET, rb'<c r="T2"[^>]*>.*?</c>', b'<c r="T2" t="str"><f>IF(1,"")</f><v></v></c>'),
        swap("docProps/app.xml", b"12.0000", b"16.0300"))), (), 2, {"score": None}),
    ("in .xlsx by LibreOffice", calculated(both(
        regex(SHEET, rb'<c r="T2"[^>]*>.*?</c>', b'<c r="T2" t="str"><f>IF(1,"")</f><v></v></c>'),
        swap("docProps/app.xml", b"Microsoft Excel", b"LibreOffice/7.4"))), (), 2, {"score": None}),
    ("in .ods", open_document(r'(<table:table-cell)([^>]*office:value="7.5"[^>]*)>.*?</table',
        r'\1 table:formula="of:=IF(1;&quot;&quot;;1)"><text:p/></table'), (), 2, {"score": None}),
    ("in .ods as an empty text", open_document(
        r'(<table:table-cell)([^>]*office:value="7.5"[^>]*)>.*?</table',
        r'\1 table:formula="of:=x" office:value-type="string" office:string-value="">'
        r"<text:p/></table"), (), 2, {"score": None}),
    ("in .ods, never computed", open_document(
        r'(<table:table-cell)([^>]*office:value="7.5"[^>]*)>.*?</table',
        r'\1 table:formula="of:=[.A1]"></table'), ((NEVER, "T2"),), 1),
)  # fmt: skip
kind(
    "a list of texts that claims to be longer than it is",
    *((str(many), edited(regex(STRINGS, rb'uniqueCount="[0-9]+"', b'uniqueCount="%d"' % many)))
        for many in (2**31, 2**32 - 1, 2**40, 10**9, 10**15)),
    ("both counts", edited(regex(STRINGS, rb'count="[0-9]+" uniqueCount="[0-9]+"',
        b'count="4294967295" uniqueCount="4294967295"'))),
    ("by other quotes", edited(regex(STRINGS, rb'uniqueCount="[0-9]+"',
        b"uniqueCount = '99999999999'"))),
)  # fmt: skip
BOX = (
    '<draw:custom-shape draw:style-name="gr1"><text:p>LET OP: concept</text:p>'
    "<draw:enhanced-geometry/></draw:custom-shape>"
)
kind(
    "a box of LibreOffice at a cell",
    ("a name", open_document(r"(Brug over het IJ</text:p>)", rf"\1{BOX}"),
        (("INT-078", "E2"),), 2, {"project_name": "Brug over het IJ"}),
    ("a frame", open_document(r"(Brug over het IJ</text:p>)",
        r"\1<draw:frame><draw:text-box><text:p>x</text:p></draw:text-box></draw:frame>"),
        (("INT-078", "E2"),), 2, {"project_name": "Brug over het IJ"}),
    ("before the text", open_document(r"(<text:p>Brug over het IJ)", rf"{BOX}\1"),
        (("INT-078", "E2"),), 2, {"project_name": "Brug over het IJ"}),
    ("an amount", open_document(r"(<text:p>)(1\.234\.567,89|1234567\.89|1234567,89)(</text:p>)",
        rf"\1\2\3{BOX}"), (("INT-078", "G2"),), 2),
    ("a note", open_document(r"(<text:p>Brug over het IJ)",
        r"<office:annotation><text:p>opmerking</text:p></office:annotation>\1"), (), 2,
        {"project_name": "Brug over het IJ"}),
)  # fmt: skip
kind(
    "a workbook part of another name or place",
    ("workbook2.xml", edited(workbook_named("xl/workbook2.xml"))),
    ("in the root", edited(workbook_named("boek.xml"))),
    ("in another folder", edited(workbook_named("excel/workbook.xml"))),
    ("a sheet of another name", edited(renamed(SHEET, "xl/worksheets/Blad1.xml"))),
    ("styles elsewhere", edited(renamed("xl/styles.xml", "xl/opmaak.xml"))),
    ("texts elsewhere", edited(renamed(STRINGS, "xl/gedeeld/teksten.xml"))),
    ("targets from here", edited(swap(RELATIONS, b'Target="', b'Target="./'))),
    ("a space in a target", edited(both(renamed(SHEET, "xl/worksheets/blad 1.xml"),
        swap(RELATIONS, b"blad 1", b"blad%201")))),
)  # fmt: skip
kind(
    "other signs in the names of the zip",
    ("backslashes", with_names(lambda name: name.replace("/", "\\"))),
    ("backslashes at the end only", with_names(lambda name: name.replace("sheets/s", "sheets\\s"))),
    ("capitals", with_names(lambda name: name.replace("xl/work", "XL/Work"))),
    ("capitals and backslashes", with_names(lambda name: name.replace("xl/", "XL\\"))),
    ("a folder named too", edited(lambda parts: {"xl/": b"", "docProps/": b"", **parts})),
)  # fmt: skip
kind(
    "a sheet or text in another encoding",
    ("UTF-16", edited(lambda p: {**p, SHEET: p[SHEET].decode().replace("UTF-8", "UTF-16")
        .encode("utf-16")})),
    ("UTF-16 without a mark", edited(lambda p: {**p, SHEET: p[SHEET].decode()
        .replace("UTF-8", "UTF-16").encode("utf-16-le")})),
    ("Latin-1", edited(lambda p: {**p, STRINGS: p[STRINGS].decode()
        .replace("UTF-8", "ISO-8859-1").encode("latin-1")})),
    ("Windows", edited(lambda p: {**p, STRINGS: p[STRINGS].decode()
        .replace("UTF-8", "windows-1252").encode("cp1252")})),
    ("a workbook in UTF-16", edited(lambda p: {**p, BOOK: p[BOOK].decode()
        .replace("UTF-8", "UTF-16").encode("utf-16")})),
)  # fmt: skip
kind(
    "an error value beyond the classic ones",
    *((text, edited(cell("H2", f"<v>{text}</v>".encode(), b"e")), (("INT-017", "H2"),), 1)
        for text in ("#ERROR!", "#SPILL!", "#FIELD!", "#BLOCKED!", "#Verw!", "Err:502", "")),
    ("two on one sheet", edited(both(cell("H2", b"<v>#ERROR!</v>", b"e"),
        cell("I3", b"<v>#CALC!</v>", b"e"))), (("INT-017", "H2"), ("INT-017", "I3")), 0),
)  # fmt: skip
kind(
    "dates as texts of ISO 8601",
    *((text, edited(cell("F2", f"<v>{text}</v>".encode(), b"d")), (), 2)
        for text in ("2026-03-01T09:30:00.000Z", "2026-03-01T09:30:00Z", "2026-03-01T09:30:00",
            "2026-03-01T09:30:00+01:00", "2026-03-01T09:30:00.000")),
    ("a text of UTC", typed_in(F2="2026-03-01T09:30:00Z"), (("INT-068", "F2"),), 1),
    ("a text of another zone", typed_in(F2="2026-03-01 09:30 +05:00"), (("INT-068", "F2"),), 1),
    ("a text of Dutch time", typed_in(F2="2026-03-01T09:30:00+01:00")),
    ("a day of UTC", typed_in(L2="2027-01-31T00:00:00.000Z")),
    ("the end of a day", typed_in(F2="01-03-2026 24:00"), (("INT-069", "F2"),), 1),
)  # fmt: skip
kind(
    "dates with the month first",
    ("one that tells", typed_in(F2="03/31/2026 09:30", F3="03/01/2026 09:30"),
        (("INT-070", "F1"), ("INT-071", "F2"), ("INT-071", "F3")), 0),
    ("in another column", typed_in(F2="03/31/2026", L3="02/01/2027"),
        (("INT-070", "F1"), ("INT-070", "L1"), ("INT-071", "F2"), ("INT-071", "F3"),
         ("INT-071", "L3")), 0),
    ("a real date beside it", typed_in(L2="01/31/2027"), (("INT-070", "L1"), ("INT-071", "L2")), 1),
    ("in a .csv", lines({"first_start": "01/31/2027"}, "utf-8"),
        (("INT-070", "L1"), ("INT-071", "L2")), 1),
    ("the day first", typed_in(F2="31/03/2026 09:30", L2="02/01/2027"), (), 2),
)  # fmt: skip
CAFE = {"project_name": "Coöperatie Zoë aan de Überlandstraße"}
kind(
    "lines of text in an old encoding",
    ("MS-DOS", lines(CAFE, "cp850"), (("INT-083", ""), ("INT-067", "E2")), 1),
    ("Macintosh", lines(CAFE, "mac_roman"), (("INT-083", ""), ("INT-067", "E2")), 1),
    ("MS-DOS, one letter", lines({"project_name": "Één plan"}, "cp850"),
        (("INT-083", ""), ("INT-067", "E2")), 1),
    ("read as Windows", lines({"project_name": "CoÃ¶peratie"}, "utf-8"), (("INT-067", "E2"),), 1),
    ("a sign for what was lost", lines({"project_name": "Co\ufffdperatie"}, "utf-8"),
        (("INT-067", "E2"),), 1),
    ("Windows", lines(CAFE, "cp1252"), (), 2, CAFE),
    ("UTF-16 without a mark", lines(CAFE, "utf-16-le"), (), 2, CAFE),
    ("UTF-16 the other way", lines(CAFE, "utf-16-be"), (), 2, CAFE),
    ("quotes of Windows", lines({"project_name": "“De Brug” – fase ’26"}, "cp1252")),
)  # fmt: skip
kind(
    "signs that do not show",
    *((name, typed_in(E2=f"Brug{sign}weg"), (("INT-075", "E2"),), 2, {"project_name": "Brugweg"})
        for name, sign in (("a soft hyphen", "\u00ad"), ("no width", "\u200b"),
            ("a joiner", "\u200d"), ("a turn of direction", "\u202e"), ("a mark", "\ufeff"))),
    ("control", edited(inline("E2", "Brug_x0007_weg")), (("INT-075", "E2"),), 2,
        {"project_name": "Brugweg"}),
)  # fmt: skip
kind(
    "columns and rows that do not show",
    ("a hidden column", edited(swap(SHEET, b"<sheetData>",
        b'<cols><col min="7" max="7" hidden="1"/></cols><sheetData>')), (("INT-074", ""),)),
    ("no width", edited(swap(SHEET, b"<sheetData>",
        b'<cols><col min="7" max="8" width="0" customWidth="1"/></cols><sheetData>')),
        (("INT-074", ""),)),
    ("no height", edited(swap(SHEET, b'<row r="2"', b'<row r="2" ht="0" customHeight="1"')),
        (("INT-038", ""),)),
    ("in .ods", open_document(r"<table:table-column ", '<table:table-column '
        'table:visibility="collapse" '), (("INT-074", ""),)),
    ("a row in .ods", open_document(r"(<table:table-row )((?:(?!<table:table-row).)*Brug over)",
        r'\1table:visibility="collapse" \2'), (("INT-038", ""),)),
    ("a column of nothing", edited(swap(SHEET, b"<sheetData>",
        b'<cols><col min="30" max="40" hidden="1"/></cols><sheetData>'))),
)  # fmt: skip
kind(
    "a part of the file that readers take differently",
    ("a cell that is there twice", edited(swap(SHEET, b'<c r="I2"',
        b'<c r="H2"><v>7</v></c><c r="I2"')), (("INT-076", "H2"),), 1),
    ("a space that is kept by one", edited(cell("E2",
        b"<is><r><t>Brug</t></r><r><t> 1</t></r></is>", b"inlineStr")), (("INT-080", "E2"),), 1),
    ("a sign by its number, not one of control", edited(inline("E2", "Brug_x20AC_")),
        (("INT-080", "E2"),), 1),
    ("a row that is there twice", edited(rows_after(
        b'<row r="2"><c r="H2"><v>7</v></c></row>')), (("INT-076", "H2"),), 1),
    ("a dimension of one cell", edited(regex(SHEET, rb'<dimension ref="[^"]*"',
        b'<dimension ref="A1"'))),
    ("nothing odd", edited(lambda parts: parts)),
    ("a currency by its number alone", edited(both(
        regex("xl/styles.xml", rb'(<cellXfs count=")[0-9]+("[^>]*>.*?)(</cellXfs>)',
            rb'\g<1>9\2<xf numFmtId="7" fontId="0" fillId="0" borderId="0" xfId="0"/>\3'),
        regex(SHEET, rb'<c r="G2"', b'<c r="G2" s="2"')))),
)  # fmt: skip

kind(
    "an .xls of a program that does not compute",
    ("a text of xlwt", kept("xlwt_formule_tekst.xls"), ((NEVER, "E2"),), 1),
    ("numbers of xlwt", kept("xlwt_formules_nul.xls"),
        ((NEVER, "H2"), (NEVER, "I2"), (NEVER, "R3")), 0),
    ("number formats of xlwt", kept("xlwt_notatie.xls"), (("INT-065", "G2"), ("INT-065", "H3")), 0),
    ("hidden by xlwt", kept("xlwt_verborgen.xls"), (("INT-038", ""), ("INT-074", "")), 2),
    ("nothing odd", kept("xlwt_gewoon.xls")),
    ("dates without a format, of SheetJS", kept("sheetjs.xls"),
        (("INT-011", "F2"), ("INT-011", "F3"), ("INT-011", "L2"), ("INT-011", "L3")), 0),
)  # fmt: skip
kind(
    "an .xlsb with short records",
    ("of SheetJS", kept("sheetjs.xlsb")),
    ("with gaps", kept("sheetjs_gat.xlsb"), (), 2, {"score": None}),
    ("with a boolean", kept("sheetjs_waar.xlsb")),
    ("with an error value", kept("sheetjs_fout.xlsb"), (("INT-017", "H2"),), 1),
    ("with number formats", kept("sheetjs_notatie.xlsb"), (("INT-065", "H3"),), 1,
        {"application_id": "BRU-2026-0001"}),
)  # fmt: skip
kind(
    "an OpenDocument of another program",
    ("SheetJS", kept("sheetjs.ods"),
        (("INT-011", "F2"), ("INT-011", "F3"), ("INT-011", "L2"), ("INT-011", "L3")), 0),
    ("other prefixes", open_document(
        r"(?<!xmlns:)\btable(?=:[a-z])|(?<=xmlns:)table(?==)", "tabel", 0)),
    ("line breaks between cells", open_document(r"(<table:table-cell)", r"\n  \1", 0)),
    ("a code by its format", open_document(
        r'office:value-type="string"([^>]*)><text:p>P-0017', r'office:value-type="float" '
        r'office:value="17"\1><text:p>P-0017'), (), 2, {"project_id": "P-0017"}),
    ("an amount in thousands", open_document(
        r'(office:value="1234567.89"[^>]*)><text:p>[^<]*', r"\1><text:p>1.235"),
        (("INT-065", "G2"),), 1),
)  # fmt: skip
kind(
    "a file of SheetJS",
    ("dates as texts", kept("sheetjs_datums.xlsx")),
    ("as it comes", kept("sheetjs.xlsx")),
    *((f"as it comes, {name}", kept(name)) for name in ("sheetjs.xlsb", "sheetjs_waar.xlsb")),
    ("dates in an .ods", kept("sheetjs.ods"),
        (("INT-011", "F2"), ("INT-011", "F3"), ("INT-011", "L2"), ("INT-011", "L3")), 0),
)  # fmt: skip

for _name, _cases in MORE.items():
    kind(_name, *_cases)

CASES = [case for cases in KINDS.values() for case in cases]
