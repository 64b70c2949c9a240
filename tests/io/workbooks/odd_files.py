"""Odd and hostile files, each with what must become of it: right data, or a clear finding.

A file is made from a sound workbook of two applications. ``rows`` are how many applications are
taken in, ``codes`` what is said; a ``sentence`` is part of the refusal of a file that cannot be
read at all.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

Parts = dict[str, bytes]
Change = Callable[[Parts], Parts]

SHEET = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"
STRINGS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"
TYPES = "[Content_Types].xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
DAMAGED = "beschadigd"


@dataclass(frozen=True)
class Odd:
    """A file by what is odd about it."""

    name: str
    change: Change
    rows: int = 2
    codes: tuple[str, ...] = ()
    sentence: str = ""


def put(part: str, content: bytes) -> Change:
    return lambda parts: {**parts, part: content}


def drop(part: str) -> Change:
    return lambda parts: {name: content for name, content in parts.items() if name != part}


def swap(part: str, old: bytes, new: bytes, count: int = -1) -> Change:
    def change(parts: Parts) -> Parts:
        assert old in parts[part], old
        return {**parts, part: parts[part].replace(old, new, count)}

    return change


def regex(part: str, old: bytes, new: bytes, count: int = 0) -> Change:
    def change(parts: Parts) -> Parts:
        changed, made = re.subn(old, new, parts[part], count=count, flags=re.DOTALL)
        assert made, old
        return {**parts, part: changed}

    return change


def both(*changes: Change) -> Change:
    def change(parts: Parts) -> Parts:
        for one in changes:
            parts = one(parts)
        return parts

    return change


def everywhere(old: bytes, new: bytes) -> Change:
    return lambda parts: {name: content.replace(old, new) for name, content in parts.items()}


def inline_strings(parts: Parts) -> Parts:
    """The same workbook without shared texts, as many programs write it."""
    texts = re.findall(rb"<si><t[^>]*>(.*?)</t></si>", parts[STRINGS], re.DOTALL)

    def written(match: re.Match[bytes]) -> bytes:
        return match[1] + b' t="inlineStr"><is><t>' + texts[int(match[2])] + b"</t></is></c>"

    xml = re.sub(rb'(<c r="[A-Z0-9]+"[^>]*?) t="s"><v>([0-9]+)</v></c>', written, parts[SHEET])
    kept = drop(STRINGS)({**parts, SHEET: xml})
    kept[RELATIONS] = re.sub(rb"<Relationship [^>]*sharedStrings[^>]*/>", b"", kept[RELATIONS])
    kept[TYPES] = re.sub(rb"<Override [^>]*sharedStrings[^>]*/>", b"", kept[TYPES])
    return kept


def extra_sheet(name: str, state: str = "visible", kind: str = "worksheet") -> Change:
    """One sheet more, of any kind, with a value in it."""

    def change(parts: Parts) -> Parts:
        sheet = f'<sheet name="{name}" sheetId="77" state="{state}" r:id="rId77"/>'
        home = "microsoft.com/office" if "Macro" in kind else "openxmlformats.org/officeDocument"
        relation = (
            f'<Relationship Id="rId77" Type="http://schemas.{home}/2006/relationships/{kind}" '
            'Target="worksheets/extra.xml"/>'
        )
        content = (
            b'<worksheet xmlns="' + MAIN + b'"><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
            b"</sheetData></worksheet>"
        )
        return {
            **parts,
            BOOK: parts[BOOK].replace(b"</sheets>", sheet.encode() + b"</sheets>"),
            RELATIONS: parts[RELATIONS].replace(
                b"</Relationships>", relation.encode() + b"</Relationships>"
            ),
            "xl/worksheets/extra.xml": content,
        }

    return change


def cell(address: str, content: bytes, kind: bytes = b"") -> Change:
    """One cell of the first sheet replaced."""
    pattern = rb'<c r="' + address.encode() + rb'"[^>]*?(?:/>|>.*?</c>)'
    head = b'<c r="' + address.encode() + b'"' + (b' t="' + kind + b'"' if kind else b"")
    return regex(SHEET, pattern, (head + b">" + content + b"</c>").replace(b"\\", b"\\\\"), 1)


def rows_after(xml: bytes) -> Change:
    return swap(SHEET, b"</sheetData>", xml + b"</sheetData>")


def tail(xml: bytes) -> Change:
    return swap(SHEET, b"</sheetData>", b"</sheetData>" + xml)


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def document_type(part: str, declared: bytes) -> Change:
    return lambda parts: {**parts, part: declared + parts[part].split(b"?>", 1)[-1]}


def nested(depth: int) -> bytes:
    return b"<x>" * depth + b"</x>" * depth


def many_rows(parts: Parts) -> Parts:
    row = b'<row r="%d" s="1" customFormat="1"/>'
    return rows_after(b"".join(row % n for n in range(4, 1_048_577)))(parts)


def many_cells(parts: Parts) -> Parts:
    row = b'<row r="%d"><c r="B%d" s="1"/></row>'
    return rows_after(b"".join(row % (n, n) for n in range(4, 200_000)))(parts)


ODD: tuple[Odd, ...] = (
    # The package.
    Odd("as it should be", lambda parts: parts),
    Odd("parts in another order", lambda parts: dict(reversed(parts.items()))),
    Odd("names in capitals", lambda p: {n.replace("xl/w", "XL/W"): c for n, c in p.items()}),
    Odd("no styles", both(drop(STYLES), regex(RELATIONS, rb"<Relationship [^>]*styles.xml[^>]*/>",
        b"")), rows=2, codes=("INT-011", "INT-011", "INT-011", "INT-011")),
    Odd("no theme and no properties", both(drop("xl/theme/theme1.xml"), drop("docProps/app.xml"))),
    Odd("no shared texts", inline_strings),
    Odd("the list of texts is missing", drop(STRINGS), sentence=DAMAGED),
    Odd("no list of sheets", regex(BOOK, rb"<sheets>.*</sheets>", b""), rows=0, codes=("INT-001",)),
    Odd("no workbook", drop(BOOK), sentence="geen Excel-werkmap"),
    Odd("no relations", drop(RELATIONS), sentence=DAMAGED),
    Odd("a sheet whose part is missing", drop(SHEET), sentence=DAMAGED),
    Odd("an empty part", put(SHEET, b""), sentence=DAMAGED),
    Odd("a truncated part", lambda p: {**p, SHEET: p[SHEET][:-200]}, sentence=DAMAGED),
    Odd("a picture that is none", put("xl/media/image1.png", b"\x89PNG kapot")),
    Odd("a file in a package", put("xl/embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0")),
    Odd("paths that lead outside", put("../../../etc/cron.d/kwaad", b"x")),
    Odd("an absolute path", put("/etc/kwaad", b"x")),
    Odd("a device of Windows", put("xl/CON", b"x")),
    Odd("a name beyond ASCII", put("xl/ünïcode_文.xml", b"<x/>")),
    Odd("a signature", put("_xmlsignatures/sig1.xml", b"<x/>")),
    # XML that attacks.
    Odd("an XML bomb in the sheet", document_type(SHEET, BOMB), sentence=DAMAGED),
    Odd("an XML bomb in the texts", document_type(STRINGS, BOMB), sentence=DAMAGED),
    Odd("an XML bomb in the styles", document_type(STYLES, BOMB), sentence=DAMAGED),
    Odd("an outside entity in the workbook", document_type(BOOK, OUTSIDE), sentence=DAMAGED),
    Odd("an outside entity in the relations", document_type(RELATIONS, OUTSIDE), sentence=DAMAGED),
    Odd("an entity nobody declared", cell("E2", b"<is><t>&kwaad;</t></is>", b"inlineStr"),
        sentence=DAMAGED),
    Odd("ten thousand elements in each other", tail(nested(10_000))),
    Odd("a zip bomb", put("xl/media/leeg.bin", bytes(60 * 2**20)), sentence="te groot"),
    Odd("five thousand parts", lambda p: {**p, **{f"x/{n}": b"" for n in range(5_001)}},
        sentence="te groot"),
    # The sheet as XML.
    Odd("a wrong dimension", regex(SHEET, rb'<dimension ref="[^"]*"', b'<dimension ref="A1"')),
    Odd("a dimension of everything", regex(SHEET, rb'<dimension ref="[^"]*"',
        b'<dimension ref="A1:XFD1048576"')),
    Odd("no dimension", regex(SHEET, rb"<dimension [^>]*/>", b"")),
    Odd("no references at cells", regex(SHEET, rb'<(c|row) r="[A-Z]*[0-9]+"', rb"<\1")),
    Odd("the strict standard", everywhere(MAIN, STRICT)),
    Odd("a comment in the XML", swap(SHEET, b"<sheetData>", b"<!-- x --><sheetData>")),
    Odd("literal text", cell("E2", b"<is><t><![CDATA[Brug <1>]]></t></is>", b"inlineStr")),
    Odd("rich text", cell("E2", b"<is><r><t>Brug</t></r><r><t>1</t></r></is>", b"inlineStr")),
    Odd("rich text with a space that need not be kept",
        cell("E2", b"<is><r><t>Brug</t></r><r><t> 1</t></r></is>", b"inlineStr"),
        codes=("INT-080",)),
    Odd("signs for control", cell("E2", b"<is><t>Brug_x000D_1</t></is>", b"inlineStr")),
    Odd("a sign XML forbids", cell("E2", b"<is><t>Brug \x01</t></is>", b"inlineStr"),
        codes=("INT-082", "INT-075")),
    Odd("bytes that are no UTF-8", cell("E2", b"<is><t>Brug \xff</t></is>", b"inlineStr"),
        sentence=DAMAGED),
    Odd("a text that is not in the list", cell("E2", b"<v>99999</v>", b"s"), sentence=DAMAGED),
    Odd("a cell beyond the last column", swap(SHEET, b'r="A2"', b'r="XFE2"'), sentence=DAMAGED),
    Odd("a cell beyond the last row", swap(SHEET, b'r="A2"', b'r="A1048577"'), sentence=DAMAGED),
    Odd("a stray value in the last corner",
        rows_after(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        rows=0, codes=("INT-042",)),
    Odd("a million formatted empty rows", many_rows),
    Odd("two hundred thousand formatted empty cells", many_cells),
    # Values.
    Odd("an error cell", cell("G2", b"<v>#REF!</v>", b"e"), codes=("INT-017",)),
    Odd("a formula with an error", cell("G2", b"<f>1/0</f><v>#DIV/0!</v>", b"e"),
        codes=("INT-017",)),
    Odd("a formula without a value", cell("G2", b"<f>A1</f>"), codes=("INT-018",)),
    Odd("a formula with a value",
        cell("G2", b"<f>1+1</f><v>1234567.89</v>")),
    Odd("a shared formula without a value",
        cell("G2", b'<f t="shared" si="0"/>'), codes=("INT-018",)),
    Odd("a formula that calls the web",
        cell("E2", b'<f>WEBSERVICE("http://x")</f><v>Brug</v>', b"str")),
    Odd("a formula that runs a program",
        cell("E2", b"<f>cmd|'/C calc'!A0</f><v>Brug</v>", b"str")),
    Odd("a date by ISO", cell("F2", b"<v>2026-03-01T09:30:00</v>", b"d")),
    Odd("dates of 1904", swap(BOOK, b"<workbookPr", b'<workbookPr date1904="1"')),
    Odd("a date of a page long",
        cell("F2", b"<is><t>" + b"t" * 32_767 + b"</t></is>", b"inlineStr"), codes=("INT-011",)),
    Odd("spaces for a date", cell("F2", b"<is><t>1" + b" t" * 16_000 + b"1:00</t></is>",
        b"inlineStr"), codes=("INT-011",)),
    Odd("a number beyond numbers", cell("G2", b"<v>1E999</v>"), codes=("INT-047",)),
    Odd("a number that is text", cell("G2", b"<v>veel</v>"), codes=("INT-008",)),
    Odd("an amount as text", cell("G2", "<is><t>€ 1.234.567,89</t></is>".encode(), b"inlineStr")),
    Odd("a hard space in an amount",
        cell("G2", "<is><t>1\u00a0234\u00a0567,89</t></is>".encode(), b"inlineStr"),
        codes=()),
    Odd("text that looks like a formula", cell("E2", b"<is><t>=1+1</t></is>", b"inlineStr")),
    Odd("a text of 32,767 signs",
        cell("E2", b"<is><t>" + b"x" * 32_767 + b"</t></is>", b"inlineStr"), codes=("INT-033",)),
    # What else a workbook holds.
    Odd("macros", put("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0"), codes=("INT-049",)),
    Odd("a hidden sheet of another name", extra_sheet("Lijsten", "hidden")),
    Odd("a very hidden sheet", extra_sheet("Geheim", "veryHidden")),
    Odd("the sheet itself very hidden", swap(BOOK, b"<sheet ", b'<sheet state="veryHidden" ', 1),
        codes=("INT-039",)),
    Odd("a chart sheet", extra_sheet("Grafiek", kind="chartsheet")),
    Odd("a macro sheet of Excel 4", extra_sheet("Macro1", kind="xlMacrosheet"), sentence=DAMAGED),
    Odd("a sheet with a name of signs", extra_sheet("Ünïcode 文 &amp; &quot;x&quot;")),
    Odd("a name that is a formula", extra_sheet("=cmd")),
    Odd("external links", both(
        put("xl/externalLinks/externalLink1.xml", b'<externalLink xmlns="' + MAIN + b'"/>'),
        put("xl/externalLinks/_rels/externalLink1.xml.rels", b'<Relationships><Relationship '
            b'Id="rId1" TargetMode="External" Target="file:///c:/x.xlsx"/></Relationships>'))),
    Odd("a pivot table", put("xl/pivotCache/pivotCacheDefinition1.xml", b"<x/>")),
    Odd("a table", tail(b'<tableParts count="1"><tablePart/></tableParts>')),
    Odd("notes", put("xl/comments1.xml", b"<comments/>")),
    Odd("a protected sheet", tail(b'<sheetProtection sheet="1" password="83AF"/>')),
    Odd("merged cells", tail(b'<mergeCells count="1"><mergeCell ref="A5:D5"/></mergeCells>')),
    Odd("hidden columns", swap(SHEET, b"<sheetData>",
        b'<cols><col min="1" max="3" hidden="1"/></cols><sheetData>'), codes=("INT-074",)),
    Odd("a hidden row", swap(SHEET, b'<row r="2"', b'<row r="2" hidden="1"'), codes=("INT-038",)),
    Odd("a filter", both(swap(SHEET, b'<row r="2"', b'<row r="2" hidden="1"'), tail(
        b'<autoFilter ref="A1:C3"><filterColumn colId="0"/></autoFilter>')), codes=("INT-059",)),
    Odd("a filter that hides nothing", tail(b'<autoFilter ref="A1:C3"/>')),
)  # fmt: skip


def packed(parts: Mapping[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def parts_of(path: Path) -> Parts:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
