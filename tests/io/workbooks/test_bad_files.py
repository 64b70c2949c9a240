"""Files that cannot be read, or only with care: one sentence each, never a traceback."""

from __future__ import annotations

import contextlib
import io
import random
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from verdeelsleutel.io.errors import Unreadable
from verdeelsleutel.io.workbooks.intake.reading import ReadWorkbook, read_workbook

from .made import by_openpyxl, table
from .scheme import BRIDGES, GOOD, good

COLUMNS = [column for column in BRIDGES.columns if column.field in GOOD]
SHEET = "xl/worksheets/sheet1.xml"


def read(path: Path) -> ReadWorkbook:
    return read_workbook(path, {"bruggen": BRIDGES})


def refusal(path: Path) -> str:
    with pytest.raises(Unreadable) as refused:
        read(path)
    return str(refused.value)


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return by_openpyxl(tmp_path / "goed.xlsx", {"Bruggen": table(COLUMNS, [GOOD, good(2)])})


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(path: Path, parts: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def changed(sound: Path, old: bytes, new: bytes, part: str = SHEET) -> Path:
    parts = parts_of(sound)
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    return packed(sound.with_name("anders.xlsx"), parts)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert "weg.xlsx bestaat niet" in refusal(tmp_path / "weg.xlsx")


def test_a_folder_is_no_workbook(tmp_path: Path) -> None:
    assert "is een map" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is leeg (0 bytes)"),
        (b"Aanvraagnummer;Gemeentecode\r\nBRU-1;GM0363\r\n", "is geen Excel-bestand"),
        (b"<html><table><tr><td>Aanvraagnummer</td></tr></table></html>", "is geen Excel-bestand"),
        (b"%PDF-1.7\n", "is geen Excel-bestand"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is beschadigd of geen Excel-bestand"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
            + bytes(504)
            + "EncryptedPackage".encode("utf-16-le"),
            "met een wachtwoord versleuteld",
        ),
        (b"PK\x03\x04 kapot", "is beschadigd of geen Excel-bestand"),
    ],
)
def test_what_is_no_workbook_is_refused_with_its_cure(
    content: bytes, sentence: str, tmp_path: Path
) -> None:
    path = tmp_path / "aanvragen.xlsx"
    path.write_bytes(content)
    message = refusal(path)
    assert message.startswith("aanvragen.xlsx")
    assert sentence in message


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"readme.txt": b"hallo"}, "is geen Excel-bestand"),
        ({"mimetype": b"application/vnd.oasis.opendocument.text"}, "OpenDocument"),
        ({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}, "ander"),
        ({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<d/>"}, "geen Excel-werkmap"),
        ({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b""}, "beschadigd"),
        ({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}, "beschadigd"),
    ],
)
def test_other_zip_files_are_told_apart(
    parts: dict[str, bytes], sentence: str, tmp_path: Path
) -> None:
    assert sentence in refusal(packed(tmp_path / "a.xlsx", parts))


def test_the_name_of_a_file_does_not_decide_what_it_is(sound: Path) -> None:
    renamed = sound.rename(sound.with_name("goed.xls"))
    assert [row.application is not None for row in read(renamed).rows] == [True, True]


def test_a_truncated_file_is_refused_at_every_length(sound: Path) -> None:
    whole = sound.read_bytes()
    for length in range(1, len(whole), len(whole) // 40):
        sound.write_bytes(whole[:length])
        assert refusal(sound)


def test_a_changed_byte_is_refused_or_changes_nothing(sound: Path) -> None:
    before = read(sound)
    whole = sound.read_bytes()
    for at in range(0, len(whole), len(whole) // 150):
        sound.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        try:
            after = read(sound)
        except Unreadable:
            continue
        assert (after.rows, after.findings) == (before.rows, before.findings)


def test_a_part_that_occurs_twice_is_refused(sound: Path) -> None:
    with zipfile.ZipFile(sound, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(SHEET, b"<worksheet/>")
    assert f"bevat het onderdeel {SHEET} twee keer" in refusal(sound)


@pytest.mark.parametrize(
    "document_type",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
    ],
)
@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml"])
def test_a_document_type_is_refused(document_type: bytes, part: str, sound: Path) -> None:
    parts = parts_of(sound)
    parts[part] = document_type + parts[part].split(b"?>", 1)[-1]
    assert "beschadigd" in refusal(packed(sound.with_name("x.xlsx"), parts))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(sound: Path) -> None:
    parts = parts_of(sound)
    path = sound.with_name("bom.xlsx")
    packed(path, {**parts, "xl/media/leeg.bin": bytes(60 * 2**20)})
    assert "te groot om veilig te lezen" in refusal(path)


def test_a_part_that_lies_about_its_size_is_refused(sound: Path) -> None:
    data = bytearray(sound.read_bytes())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        stated = archive.getinfo(SHEET).file_size
    for at in range(len(data) - 4):
        if bytes(data[at : at + 4]) == stated.to_bytes(4, "little"):
            data[at : at + 4] = (100).to_bytes(4, "little")
    sound.write_bytes(data)
    assert "beschadigd" in refusal(sound)


def test_a_wrong_dimension_loses_no_row(sound: Path) -> None:
    parts = parts_of(sound)
    start = parts[SHEET].index(b'<dimension ref="') + 16
    end = parts[SHEET].index(b'"', start)
    parts[SHEET] = parts[SHEET][:start] + b"A1:B1" + parts[SHEET][end:]
    path = packed(sound.with_name("smal.xlsx"), parts)
    assert read(path).rows == read(sound).rows


def test_cells_without_a_reference_are_read_by_their_place(sound: Path) -> None:
    parts = parts_of(sound)
    bare = re.sub(rb'<(c|row) r="[A-Z]*[0-9]+"', rb"<\1", parts[SHEET])
    path = packed(sound.with_name("kaal.xlsx"), {**parts, SHEET: bare})
    workbook = read(path)
    assert workbook.findings == ()
    assert workbook.rows == read(sound).rows


def test_an_error_cell_is_found_in_any_writing_of_the_xml(sound: Path) -> None:
    wrong = by_openpyxl(
        sound.with_name("fout.xlsx"), {"Bruggen": table(COLUMNS, [{**GOOD, "shortfall": "#REF!"}])}
    )
    parts = parts_of(wrong)
    plain = parts[SHEET]
    writings = (
        plain,
        plain.replace(b't="e"', b"t='e'"),
        plain.replace(b't="e"', b't = "e"'),
        plain.replace(b"<sheetData>", b"<!-- a comment --><sheetData>"),
        plain.replace(b"<sheetData>", b'<sheetData x="&gt;">'),
        plain.replace(b'encoding="UTF-8"', b'encoding="utf-8"'),
    )
    for xml in writings:
        workbook = read(packed(sound.with_name("x.xlsx"), {**parts, SHEET: xml}))
        assert [found.code for found in workbook.findings] == ["INT-017"]


def test_a_strict_workbook_and_prefixed_elements_are_read(sound: Path) -> None:
    parts = parts_of(sound)
    transitional = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strict = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    strict_parts = {name: xml.replace(transitional, strict) for name, xml in parts.items()}
    assert read(packed(sound.with_name("strict.xlsx"), strict_parts)).rows == read(sound).rows
    prefixed = re.sub(rb"<(/?)([a-zA-Z])", rb"<\1x:\2", parts[SHEET]).replace(
        b"xmlns=", b"xmlns:x="
    )
    path = packed(sound.with_name("prefix.xlsx"), {**parts, SHEET: prefixed})
    assert read(path).rows == read(sound).rows


@pytest.mark.slow(sample="tests/io/workbooks/test_odd_files.py::test_an_odd_file_has_its_outcome")
def test_a_million_formatted_empty_rows_are_nothing(sound: Path) -> None:
    parts = parts_of(sound)
    rows = b"".join(b'<row r="%d" s="1" customFormat="1"/>' % n for n in range(4, 1_048_577))
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", rows + b"</sheetData>")
    path = packed(sound.with_name("lang.xlsx"), parts)
    workbook = read(path)
    assert workbook.findings == ()
    assert len(workbook.rows) == 2


@pytest.mark.parametrize("written", [b"1E999", b"NaN", b"-inf"])
def test_numbers_that_are_no_numbers_are_findings(written: bytes, sound: Path) -> None:
    path = changed(sound, b"<v>1234567.89</v>", b"<v>" + written + b"</v>")
    assert [found.code for found in read(path).findings] == ["INT-047", "INT-047"]


def test_a_chart_sheet_with_the_name_of_a_scheme_is_said(sound: Path) -> None:
    path = changed(sound, b'/worksheet"', b'/chartsheet"', "xl/_rels/workbook.xml.rels")
    assert [found.code for found in read(path).findings] == ["INT-044"]


def test_text_that_looks_like_a_formula_is_read_as_text(sound: Path) -> None:
    path = changed(sound, b"Brug over het IJ", b"=HYPERLINK(&quot;http://x&quot;)")
    application = read(path).rows[0].application
    assert application is not None
    assert application.project_name == '=HYPERLINK("http://x")'


def test_macros_are_not_run_and_that_is_said(sound: Path) -> None:
    parts = parts_of(sound) | {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}
    workbook = read(packed(sound.with_name("macro.xlsm"), parts))
    assert [found.code for found in workbook.findings] == ["INT-049"]
    assert len(workbook.rows) == 2


@pytest.mark.parametrize(
    "reference", ["I21048577", "A1048577", "XFE1", "AAAA1", "a0", "zzzzz9", ""]
)
def test_a_cell_that_no_sheet_has_is_refused(reference: str, sound: Path) -> None:
    path = changed(sound, b'r="A2"', f'r="{reference}"'.encode())
    assert "beschadigd" in refusal(path)


SCRAPS = [
    b"<", b">", b'"', b"/", b' t="e"', b' t="s"', b"<c>", b"</c>", b"<v>", b"99999999999", b"-1",
    b'r="ZZZ9"', b"&amp;", b"&#0;", b"\xff", b"<row>", b"</row>", b"1e400", b"<f>", b"XFE1",
]  # fmt: skip


def test_no_mutation_of_a_part_ends_in_anything_but_findings_or_a_sentence(sound: Path) -> None:
    rng = random.Random(2026)
    parts = parts_of(sound)
    names = [name for name in parts if name.endswith((".xml", ".rels"))] + [SHEET] * 6
    for _ in range(300):
        name = rng.choice(names)
        xml = bytearray(parts[name])
        for _ in range(rng.randint(1, 4)):
            at = rng.randrange(len(xml))
            xml[at : at + rng.choice((0, 0, 1, 6))] = rng.choice([*SCRAPS, b"", b"8"])
        path = packed(sound.with_name("x.xlsx"), {**parts, name: bytes(xml)})
        with contextlib.suppress(Unreadable):
            assert read(path).file == "x.xlsx"
