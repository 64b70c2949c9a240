"""The annotated copy: the officer's own file, with marks and notes and nothing else changed."""

# Neither library is typed.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportMissingModuleSource=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import re
import shutil
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from verdeelsleutel.grants.applications.finding import Finding, Severity
from verdeelsleutel.io.workbooks.annotation.annotated import HandedBack, hand_back
from verdeelsleutel.io.workbooks.formats.look import address
from verdeelsleutel.io.workbooks.formats.opening import open_source
from verdeelsleutel.io.workbooks.intake.reading import ReadWorkbook, read_workbook
from verdeelsleutel.io.workbooks.templates.template import write_template

from ...sharing import LibreOffice
from .made import by_openpyxl, by_xlsxwriter, filled_template, table
from .scheme import BRIDGES, GOOD, good

COLUMNS = [column for column in BRIDGES.columns if column.field in GOOD]
FAULTY = [GOOD, good(2, requested="veel", project_name=None), good(3, shortfall="#REF!", score=12)]
SHEET = "xl/worksheets/sheet1.xml"
SHEET_ON_PAPER = re.compile(rb"<sheetPr><pageSetUpPr [^>]*></sheetPr>|<pageSetUpPr [^>]*>")
ON_PAPER = re.compile(rb"<pageSetup [^>]*><headerFooter>.*?</headerFooter>")


def read(path: Path) -> ReadWorkbook:
    return read_workbook(path, {"bruggen": BRIDGES})


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def annotated(path: Path) -> HandedBack:
    return hand_back(path, read(path).findings, path.parent / "terug")


def places(workbook: ReadWorkbook) -> list[tuple[str, str, str]]:
    return [(found.code, found.sheet, found.cell) for found in workbook.findings]


def png() -> bytes:
    """A picture of one red point."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + header
        + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0"))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("gone", range(len(COLUMNS)))
def test_a_cell_that_is_added_may_stand_before_or_behind_one_that_is_marked(
    gone: int, tmp_path: Path
) -> None:
    cells = table(COLUMNS, [dict.fromkeys(GOOD, "?") | {"application_id": "BRU 1?"}])
    del cells[address(1, gone)]
    path = by_xlsxwriter(tmp_path / "bruggen.xlsx", {"Bruggen": cells})
    back = annotated(path)
    assert back.why_separate == ""
    assert places(read(back.path)) == places(read(path))


@pytest.fixture
def rich(tmp_path: Path) -> Path:
    """A workbook with what an office puts in one: pictures, charts, dropdowns, notes, macros."""
    path, picture = tmp_path / "batch 1.xlsx", tmp_path / "logo.png"
    picture.write_bytes(png())
    workbook = xlsxwriter.Workbook(str(path))
    front: Any = workbook.add_worksheet("Voorblad")
    sheet: Any = workbook.add_worksheet("Bruggen")
    money = workbook.add_format({"num_format": "#,##0.00", "bold": True, "border": 2})
    for cell, value in table(COLUMNS, FAULTY, row=3).items():
        if isinstance(value, str) and value.startswith("#"):
            sheet.write_formula(cell, "=NA()", money, value)
        elif hasattr(value, "year"):
            sheet.write_datetime(cell, value, workbook.add_format({"num_format": "dd-mm-yyyy"}))
        else:
            sheet.write(cell, value, money if isinstance(value, float) else None)
    sheet.write_formula("Z8", "=SUM(G5:G7)", None, 1)
    sheet.insert_image("A1", str(picture))
    sheet.write_comment("G5", "Zie de brief van maart.")
    sheet.write_comment("G6", "Navragen bij de gemeente.")
    sheet.data_validation("N5:N50", {"validate": "list", "source": ["ja", "nee"]})
    sheet.conditional_format(
        "G5:G50", {"type": "cell", "criteria": ">", "value": 5, "format": money}
    )
    sheet.autofilter("A4:F7")
    sheet.protect("geheim")
    chart: Any = workbook.add_chart({"type": "column"})
    chart.add_series({"values": "=Bruggen!$G$5:$G$7"})
    front.insert_chart("B2", chart)
    sheet.activate()
    workbook.define_name("Bruggen!Bedragen", "=Bruggen!$G$5:$G$7")
    workbook.close()
    return path


def test_only_marks_notes_and_what_registers_them_differ(rich: Path) -> None:
    before, after = parts_of(rich), parts_of(annotated(rich).path)
    changed = {name for name in before if before[name] != after[name]}
    assert list(after)[: len(before)] == list(before)
    assert changed == {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/worksheets/sheet2.xml",
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
    }
    assert set(after) - set(before) == {"xl/worksheets/bevindingen1.xml"}


def test_a_real_pivot_table_a_table_a_chart_and_a_note_stay_as_they_are(tmp_path: Path) -> None:
    """A file that LibreOffice saved, with all of them; one amount in it is wrong."""
    path = Path(shutil.copy(Path(__file__).parent / "files" / "draaitabel.xlsx", tmp_path))
    assert [(found.code, found.cell) for found in read(path).findings] == [("INT-008", "G3")]
    back = annotated(path)
    before, after = parts_of(path), parts_of(back.path)
    assert back.why_separate == ""
    kept = [name for name in before if before[name] == after[name]]
    for kind in ("pivotTables/", "pivotCache/", "tables/", "charts/", "sharedStrings"):
        assert any(kind in name for name in kept)
        assert all(name in kept for name in before if kind in name)
    assert [found.cell for found in read(back.path).findings] == ["G3"]


def test_a_sheet_differs_in_the_style_of_its_marked_cells_alone(rich: Path) -> None:
    sheet = "xl/worksheets/sheet2.xml"
    before, after = parts_of(rich)[sheet], parts_of(annotated(rich).path)[sheet]
    marked = {found.cell for found in read(rich).findings if found.cell}
    assert marked
    for cell in marked:
        tag = re.compile(rf'(<c r="{cell}"[^>]*?) s="[0-9]+"'.encode())
        if f'<c r="{cell}"'.encode() not in before:  # an empty cell, added to bear its colour
            after = re.sub(rf'<c r="{cell}" s="[0-9]+"/>'.encode(), b"", after)
        before, after = (tag.sub(rb"\1", xml) for xml in (before, after))
    for own in (SHEET_ON_PAPER, ON_PAPER):  # a sheet that says nothing of paper is set for it
        after = own.sub(b"", after)
    assert after == before


def test_a_part_is_only_added_to(rich: Path) -> None:
    before, after = parts_of(rich), parts_of(annotated(rich).path)
    for name in (
        "[Content_Types].xml",
        "xl/_rels/workbook.xml.rels",
        "xl/drawings/vmlDrawing1.vml",
    ):
        left = iter(re.findall(rb"<[^>]*>[^<]*", after[name]))
        assert all(piece in left for piece in re.findall(rb"<[^>]*>[^<]*", before[name]))


def test_the_copy_reads_as_the_original(rich: Path) -> None:
    back = annotated(rich)
    assert back.why_separate == ""
    assert back.path.name == "batch 1.bevindingen.xlsx"
    original, copy = read(rich), read(back.path)
    assert places(copy) == places(original)
    assert [row.raw for row in copy.rows] == [row.raw for row in original.rows]
    assert copy.other_sheets == ("Bevindingen", "Voorblad")


def test_marked_cells_have_their_colour_and_note_and_keep_their_format(rich: Path) -> None:
    workbook: Any = openpyxl.load_workbook(annotated(rich).path)
    sheet = workbook["Bruggen"]
    index = {column.field: at for at, column in enumerate(COLUMNS)}
    wrong = sheet.cell(6, index["requested"] + 1)
    assert wrong.fill.fgColor.rgb == "FFF4CCCC"
    assert wrong.comment.text.startswith("Navragen bij de gemeente.")
    assert "INT-008 (fout)\n'Gevraagd bedrag' is 'veel'" in wrong.comment.text
    assert sheet.cell(5, index["requested"] + 1).comment.text == "Zie de brief van maart."
    assert sheet.cell(5, index["requested"] + 1).fill.fgColor.rgb == "00000000"
    empty = sheet.cell(6, index["project_name"] + 1)
    assert empty.value is None
    assert empty.fill.fgColor.rgb == "FFF4CCCC"
    error = sheet.cell(7, index["shortfall"] + 1)
    assert (error.number_format, error.font.bold, error.border.left.style) == (
        "#,##0.00",
        True,
        "medium",
    )
    assert sheet.protection.sheet


def test_the_first_sheet_lists_the_findings_and_links_to_their_cells(rich: Path) -> None:
    findings = read(rich).findings
    workbook: Any = openpyxl.load_workbook(annotated(rich).path)
    assert workbook.sheetnames == ["Bevindingen", "Voorblad", "Bruggen"]
    assert workbook.active.title == "Bruggen"
    sheet = workbook["Bevindingen"]
    assert [cell.value for cell in sheet["E"]] == ["Cel", *(found.cell for found in findings)]
    assert [sheet.cell(row, 5).hyperlink.location for row in range(2, sheet.max_row + 1)] == [
        re.sub("([A-Z]+)", r"'Bruggen'!$\1$", found.cell) for found in findings
    ]
    assert list(workbook["Bruggen"].defined_names) == ["Bedragen"]


def test_a_value_that_looks_like_a_formula_stays_text_in_the_copy(tmp_path: Path) -> None:
    path = by_openpyxl(tmp_path / "a.xlsx", {"Bruggen": table(COLUMNS, [GOOD])})
    evil = Finding(
        code="INT-008", severity=Severity.ERROR, message="=1+1", cure="</t><f>1</f> _x0041_ & é",
        sheet="Bruggen", cell="A2", value="=cmd|'/C calc'!A0",
    )  # fmt: skip
    back = hand_back(path, [evil], tmp_path / "terug")
    overview = parts_of(back.path)["xl/worksheets/bevindingen1.xml"]
    assert b"<f>" not in overview
    workbook: Any = openpyxl.load_workbook(back.path)
    assert workbook["Bevindingen"]["G2"].value == "=cmd|'/C calc'!A0"
    assert workbook["Bevindingen"]["G2"].data_type == "s"
    container = open_source(back.path)
    assert container.values(container.sheets[0])[1][8] == "</t><f>1</f> _x0041_ & é"


@pytest.mark.parametrize("maker", [by_openpyxl, by_xlsxwriter])
def test_cells_and_rows_that_are_not_there_are_added_at_their_place(
    maker: Any, tmp_path: Path
) -> None:
    path = maker(tmp_path / "a.xlsx", {"Bruggen": table(COLUMNS, FAULTY)})
    cells = ["A1", "B2", "ZZ2", "AB3", "A9", "C9", "B7", "A1048576", "XFD5"]
    findings = [
        Finding(code="X", severity=Severity.WARNING, message="m", cure="c", sheet="Bruggen", cell=c)
        for c in cells
    ]
    workbook: Any = openpyxl.load_workbook(hand_back(path, findings, tmp_path / "terug").path)
    sheet = workbook["Bruggen"]
    assert [sheet[cell].fill.fgColor.rgb for cell in cells] == ["FFFCE8B2"] * len(cells)
    assert [sheet[cell].comment is not None for cell in cells] == [True] * len(cells)
    xml = parts_of(hand_back(path, findings, tmp_path / "terug").path)[SHEET]
    rows = [int(number) for number in re.findall(rb'<row r="([0-9]+)"', xml)]
    assert rows == sorted(set(rows))


def test_an_empty_sheet_and_an_empty_row_can_be_marked(tmp_path: Path) -> None:
    path = by_openpyxl(tmp_path / "a.xlsx", {"Bruggen": {}})
    parts = parts_of(path)
    found = Finding(
        code="X", severity=Severity.QUESTION, message="m", cure="", sheet="Bruggen", cell="B3"
    )
    for rows in (b"", b'<row r="3"/>', b'<row r="3" s="0"></row>', b'<row r="2"/>'):
        for data in (b"<sheetData>" + rows + b"</sheetData>", b"<sheetData/>" if not rows else b""):
            if not data:
                continue
            xml = re.sub(rb"<sheetData\s*/>|<sheetData>.*</sheetData>", data, parts[SHEET])
            odd = packed(tmp_path / "b.xlsx", {**parts, SHEET: xml})
            back = hand_back(odd, [found], tmp_path / "terug")
            assert back.why_separate == ""
            workbook: Any = openpyxl.load_workbook(back.path)
            assert workbook["Bruggen"]["B3"].fill.fgColor.rgb == "FFDCE9F5"


def test_the_notes_of_a_filled_template_stay(tmp_path: Path) -> None:
    write_template(BRIDGES, tmp_path / "leeg.xlsx")
    path = filled_template(tmp_path / "leeg.xlsx", tmp_path / "vol.xlsx", BRIDGES, FAULTY)
    before: Any = openpyxl.load_workbook(path)
    after: Any = openpyxl.load_workbook(annotated(path).path)
    for cell in before["Bruggen"][1][: len(BRIDGES.columns)]:
        assert after["Bruggen"][cell.coordinate].comment.text == cell.comment.text
    assert len(after["Bruggen"].data_validations.dataValidation) == len(
        before["Bruggen"].data_validations.dataValidation
    )


def test_a_conversation_is_left_alone(tmp_path: Path, rich: Path) -> None:
    parts = parts_of(rich)
    comments = parts["xl/comments1.xml"]
    comments = re.sub(rb"<author>[^<]*</author>", b"<author>tc={1}</author>", comments)
    comments = re.sub(rb"<author/>", b"<author>tc={1}</author>", comments)
    path = packed(tmp_path / "gesprek.xlsx", {**parts, "xl/comments1.xml": comments})
    back = annotated(path)
    workbook: Any = openpyxl.load_workbook(back.path)
    assert workbook["Bruggen"]["G6"].comment.text == "Navragen bij de gemeente."
    assert workbook["Bruggen"]["G6"].fill.fgColor.rgb == "FFF4CCCC"


def test_macros_stay_and_the_copy_keeps_their_kind(rich: Path, tmp_path: Path) -> None:
    parts = parts_of(rich) | {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0macro"}
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    back = annotated(packed(tmp_path / "macro.xlsm", parts))
    assert back.path.name == "macro.bevindingen.xlsm"
    assert parts_of(back.path)["xl/vbaProject.bin"] == b"\xd0\xcf\x11\xe0macro"


@pytest.mark.parametrize(
    ("part", "old", "new", "why"),
    [
        ("_xmlsignatures/origin.sigs", b"", b"x", "digitaal ondertekend"),
        ("xl/revisions/userNames.xml", b"", b"<users/>", "gedeelde werkmap"),
        (
            "xl/workbook.xml",
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
            "Strict Open XML",
        ),
        ("xl/comments1.xml", b"<authors>", b"<auteurs>", "notities"),
        ("xl/drawings/vmlDrawing1.vml", b"</xml>", b"", "tekening"),
        (SHEET.replace("1", "2"), b'encoding="UTF-8"', b'encoding="ISO-8859-1"', "UTF-8"),
    ],
)
def test_what_cannot_be_edited_safely_gets_a_workbook_of_findings_and_the_reason(
    part: str, old: bytes, new: bytes, why: str, rich: Path, tmp_path: Path
) -> None:
    parts = parts_of(rich)
    changed = parts.get(part, b"").replace(old, new) if old else new
    changed = changed.replace(b"</authors>", b"</auteurs>") if b"<auteurs>" in changed else changed
    path = packed(tmp_path / "anders.xlsx", {**parts, part: changed})
    back = annotated(path)
    assert why in back.why_separate
    workbook: Any = openpyxl.load_workbook(back.path)
    assert workbook.sheetnames == ["Bevindingen"]
    assert [cell.value for cell in workbook["Bevindingen"]["B"]][1:] == [
        found.code for found in read(path).findings
    ]


def test_a_copy_that_an_officer_worked_in_is_never_overwritten(rich: Path) -> None:
    first = annotated(rich).path
    assert annotated(rich).path == first
    first.write_bytes(b"eigen werk")
    second = annotated(rich).path
    assert first.read_bytes() == b"eigen werk"
    assert second.name == "batch 1.bevindingen-2.xlsx"


def test_the_same_file_gives_the_same_bytes(rich: Path) -> None:
    findings = read(rich).findings
    copies = [hand_back(rich, findings, rich.parent / name).path for name in ("een", "twee")]
    assert copies[0].read_bytes() == copies[1].read_bytes()


def test_a_copy_that_is_annotated_again_has_its_findings_once(rich: Path) -> None:
    first = annotated(rich).path
    second = hand_back(first, read(first).findings, first.parent / "weer")
    assert second.why_separate == ""
    assert second.path.name == "batch 1.bevindingen.xlsx"
    one: Any = openpyxl.load_workbook(first)
    two: Any = openpyxl.load_workbook(second.path)
    assert two.sheetnames == one.sheetnames == ["Bevindingen", "Voorblad", "Bruggen"]
    for row, other in zip(one["Bruggen"].iter_rows(), two["Bruggen"].iter_rows(), strict=True):
        for cell, again in zip(row, other, strict=True):
            assert again.fill.fgColor.rgb == cell.fill.fgColor.rgb
            assert again.number_format == cell.number_format
            assert (again.comment and again.comment.text) == (cell.comment and cell.comment.text)
    listed = [
        [[cell.value for at, cell in enumerate(row) if at != 2] for row in book["Bevindingen"]]
        for book in (one, two)  # but for the name of the file
    ]
    assert listed[0] == listed[1]
    assert parts_of(second.path).keys() == parts_of(first).keys()


def test_the_copy_opens_in_libreoffice_without_repair(
    rich: Path, tmp_path: Path, libreoffice: LibreOffice
) -> None:
    """LibreOffice opens a damaged package only by asking to repair it, which fails unattended."""
    back = annotated(rich).path
    libreoffice.convert([back], "ods", tmp_path)
    with zipfile.ZipFile(tmp_path / "batch 1.bevindingen.ods") as archive:
        content = archive.read("content.xml").decode()
    assert content.count("<table:table ") == 3
    assert content.count("INT-008 (fout)") == 1
    assert "Zie de brief van maart." in content
    assert content.count('xlink:href="#') == len(read(rich).findings)
