"""The other kinds of file: .csv, .ods, .xls and .xlsb, with the same findings at the same cells."""

from __future__ import annotations

import contextlib
import random
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest

from verdeelsleutel.grants.money import Euro
from verdeelsleutel.io.errors import Unreadable
from verdeelsleutel.io.workbooks.annotation.annotated import hand_back
from verdeelsleutel.io.workbooks.intake.reading import ReadWorkbook, read_workbook

from .binary_made import as_text, by_hand, sheet
from .made import table
from .scheme import BRIDGES, GOOD, TUNNELS, good

SCHEMES = {scheme.key: scheme for scheme in (BRIDGES, TUNNELS)}
COLUMNS = [column for column in BRIDGES.columns if column.field in GOOD]
FILES = Path(__file__).parent / "files"


def read(path: Path) -> ReadWorkbook:
    return read_workbook(path, SCHEMES)


def said(workbook: ReadWorkbook) -> list[tuple[str, str]]:
    return [(found.code, found.cell) for found in workbook.findings]


def refusal(path: Path) -> str:
    with pytest.raises(Unreadable) as refused:
        read(path)
    return str(refused.value)


def lines(rows: Sequence[dict[str, object]], separator: str = ";") -> str:
    """Rows as an office's program saves them: Dutch amounts and dates, quoted where needed."""
    written = [[column.label for column in COLUMNS]]
    written += [[_dutch(row.get(column.field)) for column in COLUMNS] for row in rows]
    return "".join(
        separator.join(f'"{cell}"' if separator in cell else cell for cell in row) + "\r\n"
        for row in written
    )


def _dutch(value: object) -> str:
    match value:
        case None:
            return ""
        case Euro():
            return value.format(cents=True)
        case datetime():
            return value.strftime("%d-%m-%Y %H:%M")
        case bool():
            return "ja" if value else "nee"
        case _:
            return str(value).replace(".", ",")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_csv_reads_as_the_workbook_it_came_from(
    encoding: str, separator: str, tmp_path: Path
) -> None:
    rows = [{**good(1), "project_name": "Brug café"}, good(2)]
    path = tmp_path / "Bruggen.csv"
    path.write_bytes(lines(rows, separator).encode(encoding))
    workbook = read(path)
    assert workbook.findings == ()
    first, second = (row.application for row in workbook.rows)
    assert first is not None
    assert second is not None
    assert first.project_name == "Brug café"
    assert first.requested == Euro(123456789)
    assert first.received_at == datetime(2026, 3, 1, 9, 30)  # noqa: DTZ001
    assert [row.row for row in workbook.rows] == [2, 3]


def test_a_fault_in_a_csv_is_told_at_the_cell_a_spreadsheet_shows(tmp_path: Path) -> None:
    path = tmp_path / "bruggen 2026.csv"
    rows = [good(1, project_name="Twee\nregels"), good(2, requested="veel", shortfall="#REF!")]
    text = "Provincie\r\n\r\n" + lines(rows).replace("Twee\nregels", '"Twee\nregels"')
    path.write_bytes(text.encode("cp1252"))
    columns = [column.field for column in COLUMNS]
    workbook = read(path)
    assert [row.instrument for row in workbook.rows] == ["bruggen", "bruggen"]
    assert workbook.rows[0].raw["Projectnaam"] == "Twee regels"
    assert said(workbook) == [
        ("INT-008", f"{chr(65 + columns.index('requested'))}5"),
        ("INT-017", f"{chr(65 + columns.index('shortfall'))}5"),
    ]


def test_a_csv_of_another_name_is_read_by_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "export.txt"
    path.write_text("sep=;\r\n" + lines([good(1)]), encoding="utf-8", newline="")
    assert [row.row for row in read(path).rows] == [2]
    path.write_text("a;b;c\r\n1;2;3\r\n", encoding="utf-8", newline="")
    assert said(read(path)) == [("INT-001", "")]


def test_a_csv_named_xlsx_is_read_for_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "bruggen.xlsx"
    path.write_bytes(lines([good(1)]).encode())
    assert [row.application is not None for row in read(path).rows] == [True]


def test_mixed_encodings_are_said(tmp_path: Path) -> None:
    path = tmp_path / "bruggen.csv"
    text = lines([good(1, project_name="Café"), good(2, project_name="Zuiderzeé")])
    first, second = text.split("Zuiderze")
    path.write_bytes(first.encode("utf-8") + b"Zuiderze" + second.encode("cp1252"))
    assert [found.code for found in read(path).findings] == ["INT-055"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'a;b;c\r\n"open;2;3\r\n', "aanhalingstekens"),
        (b"\xff\xfea\0;\0b\0;\0c\0\r\0\n\0\0\xd8", "geen leesbare tekst"),
        (b"a;b;c\r\n\0;2;3\r\n", "geen Excel-bestand"),
        (b"<html><table></table></html>", "geen Excel-bestand"),
        (b"a;b;" + b"x" * 200_000 + b"\r\n1;2;3\r\n", "niet te lezen als CSV"),
    ],
)
def test_a_csv_that_cannot_be_read_is_refused(
    content: bytes, sentence: str, tmp_path: Path
) -> None:
    path = tmp_path / "bruggen.csv"
    path.write_bytes(content)
    assert sentence in refusal(path)


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_a_file_of_another_program_has_the_same_findings(kind: str) -> None:
    """Saved by LibreOffice from one workbook: titles, two error cells, a hidden row and sheet."""
    workbook = read(FILES / f"bruggen.{kind}")
    assert [(found.code, found.sheet, found.cell) for found in workbook.findings] == [
        ("INT-038", "Bruggen", ""),
        ("INT-017", "Bruggen", "R4"),
        ("INT-017", "Bruggen", "R5"),
        ("INT-008", "Bruggen", "G6"),
        ("INT-039", "Tunnels", ""),
    ]
    assert [found.value for found in workbook.findings[1:3]] == ["#N/A", "#REF!"]
    assert "6" in workbook.findings[0].message
    application = workbook.rows[3].application
    assert application is not None
    assert application.requested == Euro(123456789)
    assert application.received_at == datetime(2026, 3, 1, 9, 30)  # noqa: DTZ001
    assert workbook.other_sheets == ("Voorblad",)


def test_a_binary_workbook_has_the_same_findings(tmp_path: Path) -> None:
    rows = [good(1), good(2, requested="veel"), good(3, shortfall="#N/A")]
    cells = {at: as_text(value) for at, value in table(COLUMNS, rows).items()}
    workbook = read(by_hand(tmp_path / "a.xlsb", "Bruggen", sheet(cells, hidden=(3,))))
    fields = [column.field for column in COLUMNS]
    assert said(workbook) == [
        ("INT-038", ""),
        ("INT-008", f"{chr(65 + fields.index('requested'))}3"),
        ("INT-017", f"{chr(65 + fields.index('shortfall'))}4"),
    ]
    assert [row.application is not None for row in workbook.rows] == [True, False, False]
    assert workbook.findings[2].value == "#N/A"


@pytest.mark.parametrize("name", ["bruggen.xls", "bruggen.ods"])
def test_findings_of_these_kinds_go_back_beside_the_file(name: str, tmp_path: Path) -> None:
    workbook = read(FILES / name)
    back = hand_back(FILES / name, workbook.findings, tmp_path)
    assert back.path.name == "bruggen.bevindingen.xlsx"
    assert f"in een {Path(name).suffix}-bestand" in back.why_separate


def ods(tmp_path: Path, old: str, new: str, part: str = "content.xml") -> Path:
    path = tmp_path / "anders.ods"
    with zipfile.ZipFile(FILES / "bruggen.ods") as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name == part:
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode())
            target.writestr(name, text)
    return path


def test_repeats_that_would_fill_memory_are_found_first(tmp_path: Path) -> None:
    many = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell '
    many += 'table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
    path = ods(tmp_path, "</table:table>", f"{many}</table:table-row></table:table>")
    assert read(path).findings[0].code == "INT-042"


def test_an_encrypted_open_document_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(FILES / "bruggen.ods") as source:
        manifest = source.read("META-INF/manifest.xml").decode()
    entry = re.findall(r"<manifest:file-entry [^>]*/>", manifest)[0]
    locked = entry.replace("/>", "><manifest:encryption-data/></manifest:file-entry>")
    path = ods(tmp_path, entry, locked, "META-INF/manifest.xml")
    assert "wachtwoord" in refusal(path)


def test_an_open_document_formula_without_outcome_is_a_finding(tmp_path: Path) -> None:
    with zipfile.ZipFile(FILES / "bruggen.ods") as source:
        content = source.read("content.xml").decode()
    amount = re.findall(r'<table:table-cell [^>]*office:value="1234567.89"[^>]*>', content)[0]
    rest = re.sub(r' (?:office|calcext):value(?:-type)?="[^"]*"', "", amount)
    formula = rest.replace("<table:table-cell", '<table:table-cell table:formula="of:=1+1"')
    found = read(ods(tmp_path, amount, formula)).findings
    assert "INT-018" in [one.code for one in found]


@pytest.mark.sample(only=("[xls]", "[ods]", "[csv]"))
@pytest.mark.parametrize("kind", ["xls", "ods", "xlsb", "csv"])
def test_no_changed_bytes_end_in_anything_but_findings_or_a_sentence(
    kind: str, tmp_path: Path
) -> None:
    if kind == "csv":
        whole = lines([good(1), good(2)]).encode("cp1252")
    elif kind == "xlsb":
        cells = {at: as_text(value) for at, value in table(COLUMNS, [good(1)]).items()}
        part = sheet(cells)
        whole = part
    else:
        whole = (FILES / f"bruggen.{kind}").read_bytes()
    rng = random.Random(2026)
    path = tmp_path / f"bruggen.{kind}"
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(rng.randint(1, 6)):
            at = rng.randrange(len(data))
            data[at : at + rng.choice((0, 1, 1, 4))] = rng.randbytes(rng.choice((0, 1, 1, 4)))
        if kind == "xlsb":
            by_hand(path, "Bruggen", bytes(data))
        else:
            path.write_bytes(data)
        with contextlib.suppress(Unreadable):
            assert read(path).file == path.name
