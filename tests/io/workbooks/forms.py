"""Workbooks in the form of programs that cannot be run here, written by hand in their XML.

PhpSpreadsheet writes a file much as Excel does and names Excel as its program; it leaves out the
outcome of a formula where it was told not to compute. Google Sheets names no program at all, writes
whole numbers with a point, and gives every sheet a drawing with nothing in it. WPS has names of its
own in the root of a sheet and sections in its formats of dates. Numbers makes a sheet of each
table, named after both, with the name of the table in a merged row above it, and puts a sheet
before them that lists what was exported.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

from verdeelsleutel.io.workbooks.formats.look import address

from .case_making import COLUMNS, ROWS, Make
from .made import as_typed, table

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - of a workbook


@dataclass(frozen=True)
class Form:
    """How a program writes a sheet: what stands before its rows, and a number."""

    before: str
    after: str
    number: Callable[[float], str]
    formats: tuple[str, str]  # of a moment and of a day
    app: str
    own_types: bool  # whether a number has a type of its own
    sheet: str = "Bruggen"
    title: str = ""  # what stands in a row of its own above the headers
    overview: str = ""  # the name of a sheet before it


PHP = Form(
    before=(
        f'<worksheet xmlns="{_MAIN}" xml:space="preserve" xmlns:r="{_OFFICE}">'
        '<sheetPr><outlinePr summaryBelow="1" summaryRight="1"/></sheetPr>'
        '<dimension ref="A1:U3"/><sheetViews><sheetView tabSelected="1" workbookViewId="0">'
        '<selection activeCell="A1" sqref="A1"/></sheetView></sheetViews>'
        '<sheetFormatPr defaultRowHeight="14.4" outlineLevelRow="0" outlineLevelCol="0"/>'
        '<cols><col min="1" max="1" width="19.995" bestFit="true" customWidth="true" style="0"/>'
        "</cols>"
    ),
    after='<sheetProtection sheet="false" objects="false"/><pageMargins left="0.7" right="0.7" '
    'top="0.75" bottom="0.75" header="0.3" footer="0.3"/></worksheet>',
    number=lambda value: f"{value:.15g}",
    formats=("dd\\-mm\\-yyyy\\ hh:mm", "dd\\-mm\\-yyyy"),
    app="Microsoft Excel",
    own_types=True,
)
GOOGLE = Form(
    before=(
        f'<worksheet xmlns="{_MAIN}" xmlns:r="{_OFFICE}" '
        'xmlns:mx="http://schemas.microsoft.com/office/mac/excel/2008/main">'
        '<sheetPr><outlinePr summaryBelow="0" summaryRight="0"/></sheetPr>'
        '<sheetViews><sheetView workbookViewId="0"/></sheetViews>'
        '<sheetFormatPr customHeight="1" defaultColWidth="12.63" defaultRowHeight="15.75"/>'
    ),
    after='<drawing r:id="rId1"/></worksheet>',
    number=repr,
    formats=("dd-mm-yyyy h:mm", "d-m-yyyy"),
    app="",
    own_types=False,
)
WPS = Form(
    before=(
        f'<worksheet xmlns="{_MAIN}" xmlns:r="{_OFFICE}" '
        'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"><sheetPr/>'
        '<dimension ref="A1:U3"/><sheetViews><sheetView tabSelected="1" workbookViewId="0">'
        '<selection activeCell="A1" sqref="A1"/></sheetView></sheetViews>'
        '<sheetFormatPr defaultColWidth="9" defaultRowHeight="14.4" outlineLevelRow="2"/>'
    ),
    after='<pageMargins left="0.75" right="0.75" top="1" bottom="1" header="0.5" footer="0.5"/>'
    "<headerFooter/></worksheet>",
    number=lambda value: f"{value:.17g}",
    formats=("dd\\-mm\\-yyyy\\ hh:mm;@", "dd\\-mm\\-yyyy;@"),
    app="WPS Office_12.2.0.21179_F1E327BC-269C-435d-A152-05C5408002CA",
    own_types=False,
)
NUMBERS = Form(
    before=(
        f'<worksheet xmlns:r="{_OFFICE}" xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/>'
        '</sheetPr><sheetViews><sheetView workbookViewId="0" showGridLines="0" '
        'defaultGridColor="1"><pane topLeftCell="B3" xSplit="1" ySplit="2" activePane="bottomRight"'
        ' state="frozen"/></sheetView></sheetViews>'
        '<sheetFormatPr defaultColWidth="16.3333" defaultRowHeight="19.9" customHeight="1" '
        'outlineLevelRow="0" outlineLevelCol="0"/>'
    ),
    after='<mergeCells count="1"><mergeCell ref="A1:U1"/></mergeCells>'
    '<pageMargins left="0.5" right="0.5" top="0.75" bottom="0.75" header="0.277778" '
    'footer="0.277778"/></worksheet>',
    number=lambda value: f"{value:.17g}",
    formats=("d-m-yyyy h:mm", "d-m-yyyy"),
    app="",
    own_types=False,
    sheet="Bruggen - Tabel 1",
    title="Tabel 1",
    overview="Exportoverzicht",
)
NUMBERED = replace(NUMBERS, sheet="Bruggen")
"""The same, whose sheet got its name back."""


def in_form(form: Form, cells: Mapping[str, str] | None = None) -> Make:
    """The two applications in the form of a program; ``cells`` have XML of their own."""

    def make(folder: Path) -> Path:
        path = folder / "bruggen.xlsx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in _parts(form, cells or {}).items():
                archive.writestr(name, content)
        return path

    return make


def _parts(form: Form, own: Mapping[str, str]) -> dict[str, str]:
    texts: list[str] = []
    typed = table(COLUMNS, ROWS)
    lines: list[str] = []
    down = 1 if form.title else 0
    if form.title:
        lines.append(
            f'<row r="1" ht="27.65" customHeight="1">{_text("A1", form.title, texts)}</row>'
        )
    for row in range(len(ROWS) + 1):
        inside = "".join(
            own.get(address(row + down, column))
            or _cell(form, address(row + down, column), typed.get(address(row, column)), texts)
            for column in range(len(COLUMNS))
        )
        span = f' spans="1:{len(COLUMNS)}"' if form.own_types else ""
        lines.append(f'<row r="{row + down + 1}"{span}>{inside}</row>')
    sheet = f"{form.before}<sheetData>{''.join(lines)}</sheetData>{form.after}"
    strings = "".join(f"<si><t>{escape(one)}</t></si>" for one in texts)
    parts = {
        "xl/worksheets/sheet1.xml": sheet,
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}" count="{len(texts)}" '
        f'uniqueCount="{len(texts)}">{strings}</sst>',
        "xl/styles.xml": _styles(form),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr/><sheets>'
        f'{_overview(form)}<sheet state="visible" name="{form.sheet}" sheetId="1" r:id="rId4"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _relations(
            ("rId4", "worksheet", "worksheets/sheet1.xml"), ("rId1", "styles", "styles.xml"),
            ("rId2", "sharedStrings", "sharedStrings.xml"),
            *((("rId5", "worksheet", "worksheets/sheet2.xml"),) if form.overview else ()),
        ),
        "_rels/.rels": _relations(("rId1", "officeDocument", "xl/workbook.xml")),
    }  # fmt: skip
    if form.overview:
        parts["xl/worksheets/sheet2.xml"] = _OVERVIEW
        parts["[Content_Types].xml"] = _types(parts)
        return {name: _HEAD + content for name, content in parts.items()}
    if form.app:
        properties = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
        parts["docProps/app.xml"] = (
            f'<Properties xmlns="{properties}"><Application>{form.app}</Application></Properties>'
        )
    else:
        parts["xl/drawings/drawing1.xml"] = (
            '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/'
            'spreadsheetDrawing"/>'
        )
        parts["xl/worksheets/_rels/sheet1.xml.rels"] = _relations(
            ("rId1", "drawing", "../drawings/drawing1.xml")
        )
    parts["[Content_Types].xml"] = _types(parts)
    return {name: _HEAD + content for name, content in parts.items()}


def _cell(form: Form, place: str, value: object, texts: list[str]) -> str:
    plain = as_typed(value)
    if plain is None:
        return ""
    if isinstance(plain, date):
        moment = isinstance(plain, datetime)
        at = plain if moment else datetime(plain.year, plain.month, plain.day)  # noqa: DTZ001
        days = (at - _DAY_ZERO) / timedelta(days=1)
        return f'<c r="{place}" s="{1 if moment else 2}"><v>{form.number(days)}</v></c>'
    if isinstance(plain, str):
        return _text(place, plain, texts)
    kind = ' t="n"' if form.own_types else ""
    return f'<c r="{place}" s="0"{kind}><v>{form.number(float(plain))}</v></c>'


def _text(place: str, plain: str, texts: list[str]) -> str:
    if plain not in texts:
        texts.append(plain)
    return f'<c r="{place}" s="0" t="s"><v>{texts.index(plain)}</v></c>'


def _overview(form: Form) -> str:
    """The sheet that lists what was exported, before that of the table."""
    return f'<sheet name="{form.overview}" sheetId="2" r:id="rId5"/>' if form.overview else ""


_OVERVIEW = (
    f'<worksheet xmlns="{_MAIN}"><sheetData><row r="3"><c r="B3" t="inlineStr"><is><t>Dit document '
    "is geëxporteerd uit Numbers. Elke tabel is omgezet in een Excel-werkblad.</t></is></c></row>"
    '<row r="7"><c r="B7" t="inlineStr"><is><t>Naam van Numbers-werkblad</t></is></c>'
    '<c r="C7" t="inlineStr"><is><t>Naam van Numbers-tabel</t></is></c>'
    '<c r="D7" t="inlineStr"><is><t>Naam van Excel-werkblad</t></is></c></row>'
    '<row r="8"><c r="B8" t="inlineStr"><is><t>Bruggen</t></is></c></row>'
    '<row r="9"><c r="C9" t="inlineStr"><is><t>Tabel 1</t></is></c>'
    '<c r="D9" t="inlineStr"><is><t>Bruggen - Tabel 1</t></is></c></row></sheetData></worksheet>'
)


def _styles(form: Form) -> str:
    formats = "".join(
        f'<numFmt numFmtId="{164 + at}" formatCode="{escape(code)}"/>'
        for at, code in enumerate(form.formats)
    )
    used = "".join(
        f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        for number in (0, 164, 165)
    )
    return (
        f'<styleSheet xmlns="{_MAIN}"><numFmts count="2">{formats}</numFmts>'
        '<fonts count="1"><font><sz val="10"/><name val="Arial"/></font></fonts>'
        '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
        "<borders><border/></borders>"
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        f'</cellStyleXfs><cellXfs count="3">{used}</cellXfs></styleSheet>'
    )


def _relations(*found: tuple[str, str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for key, kind, target in found
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _types(parts: Mapping[str, str]) -> str:
    kinds = {
        "xl/workbook.xml": "spreadsheetml.sheet.main", "xl/styles.xml": "spreadsheetml.styles",
        "xl/worksheets/sheet1.xml": "spreadsheetml.worksheet",
        "xl/worksheets/sheet2.xml": "spreadsheetml.worksheet",
        "xl/sharedStrings.xml": "spreadsheetml.sharedStrings",
        "xl/drawings/drawing1.xml": "drawing", "docProps/app.xml": "extended-properties",
    }  # fmt: skip
    every = "".join(
        f'<Override PartName="/{name}" ContentType="application/vnd.openxmlformats-'
        f'officedocument.{kind}+xml"/>'
        for name, kind in kinds.items()
        if name in parts
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{every}</Types>'
    )
