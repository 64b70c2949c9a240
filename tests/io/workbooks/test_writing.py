"""Templates, and the workbook of findings."""

# xlsxwriter is annotated in part and ships no py.typed.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from verdeelsleutel.grants.applications.finding import Finding, Severity
from verdeelsleutel.io.workbooks.annotation.annotated import findings_path, write_findings
from verdeelsleutel.io.workbooks.formats.opening import open_source
from verdeelsleutel.io.workbooks.formats.writing import open_workbook, write_workbook
from verdeelsleutel.io.workbooks.intake.codes import REGISTER
from verdeelsleutel.io.workbooks.intake.reading import read_workbook
from verdeelsleutel.io.workbooks.templates.template import write_template, write_templates

from .made import filled_template
from .scheme import BRIDGES, GOOD, TUNNELS, good


def test_a_filled_template_loads_without_findings(tmp_path: Path) -> None:
    template = tmp_path / "bruggen.xlsx"
    write_template(BRIDGES, template)
    filled = filled_template(template, tmp_path / "vol.xlsx", BRIDGES, [GOOD, good(2)])
    workbook = read_workbook(filled, {"bruggen": BRIDGES})
    assert workbook.findings == ()
    assert [row.application is not None for row in workbook.rows] == [True, True]
    assert workbook.other_sheets == ()  # its help is known, and not told as left alone


CALLS = ("SUM", "IF", "XLOOKUP", "FILTER", "SWITCH", "SINGLE", "LET", "SORT", "TAKE", "ISBLANK")


@given(st.lists(st.tuples(st.lists(st.sampled_from(CALLS), max_size=3), st.booleans()), max_size=9))
@settings(max_examples=30, deadline=None)
def test_a_formula_is_written_as_xlsxwriter_writes_it_by_itself(
    drawn: list[tuple[list[str], bool]],
) -> None:
    """Also where Excel wants a function by another name, and in an array."""
    formulas = [
        ("{=%s}" if array else "=%s")
        % ("&".join(f"{name}(A{row},1)" for name in names) or f'"({row})"')
        for row, (names, array) in enumerate([*drawn, *drawn], start=1)
    ]
    sheets: list[bytes] = []
    for ours in (False, True):
        made = io.BytesIO()
        own = {"in_memory": True}
        book: Any = open_workbook(made, title="") if ours else xlsxwriter.Workbook(made, own)
        sheet = book.add_worksheet("Proef")
        for row, formula in enumerate(formulas):
            sheet.write_formula(row, 0, formula, None, "")
        book.close()
        with zipfile.ZipFile(made) as archive:
            sheets.append(archive.read("xl/worksheets/sheet1.xml"))
    assert sheets[0] == sheets[1]


def test_an_empty_template_has_no_applications(tmp_path: Path) -> None:
    (path, _) = write_templates([BRIDGES, TUNNELS], tmp_path / "sjablonen")
    workbook = read_workbook(path, {"bruggen": BRIDGES})
    assert path.name == "bruggen.xlsx"
    assert [found.code for found in workbook.findings] == ["INT-041"]


def test_a_template_names_itself_and_holds_notes_and_dropdowns(tmp_path: Path) -> None:
    path = tmp_path / "bruggen.xlsx"
    write_template(BRIDGES, path)
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        notes = archive.read("xl/comments1.xml").decode()
        properties = archive.read("docProps/custom.xml").decode()
    assert '"ja,nee"' in sheet
    assert '"weg,fiets"' in sheet
    assert "Lijsten!$A$2:$A$343" in sheet
    assert 'state="frozen"' in sheet
    assert "Uniek in de ronde." in notes
    assert "bruggen" in properties


def test_what_is_written_twice_is_the_same_to_the_byte(tmp_path: Path) -> None:
    finding = Finding(code="INT-007", severity=Severity.ERROR, message="Leeg.", cure="Vul in.")
    written: list[list[bytes]] = []
    for name in ("een", "twee"):
        folder = tmp_path / name
        folder.mkdir()
        write_template(BRIDGES, folder / "a.xlsx")
        write_workbook(folder / "b.xlsx", {BRIDGES: [GOOD], TUNNELS: [good(2)]})
        write_findings(Path("c.xlsx"), [finding], folder / "c.xlsx")
        written.append([(folder / f"{letter}.xlsx").read_bytes() for letter in "abc"])
    assert written[0] == written[1]


def test_a_field_without_a_column_is_not_written_away_in_silence(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="projectnaam"):
        write_workbook(tmp_path / "a.xlsx", {BRIDGES: [{**GOOD, "projectnaam": "x"}]})


def test_findings_go_back_as_text_with_their_place(tmp_path: Path) -> None:
    source = tmp_path / "batch 1.xlsx"
    write_workbook(source, {BRIDGES: [good(1, project_name="=1+1", requested=None)]})
    workbook = read_workbook(source, {"bruggen": BRIDGES})
    evil = workbook.findings[0].model_copy(update={"value": "=cmd|'/C calc'!A0"})
    out = findings_path(source)
    write_findings(source, [*workbook.findings, evil], out)
    assert out.name == "batch 1.bevindingen.xlsx"
    container = open_source(out)
    (sheet,) = container.sheets
    rows = container.values(sheet)
    assert sheet.name == "Bevindingen"
    assert rows[1][:6] == ["fout", "INT-007", "batch 1.xlsx", "Bruggen", "G2", "BRU-2026-0001"]
    assert rows[1][7:9] == [
        "'Gevraagd bedrag' is verplicht, maar leeg.",
        "Vul 'Gevraagd bedrag' in.",
    ]
    assert rows[2][6] == "=cmd|'/C calc'!A0"
    with zipfile.ZipFile(out) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_every_code_of_the_register_has_full_sentences() -> None:
    for code, entry in REGISTER.items():
        assert code[:4] == "INT-"
        assert entry.message.endswith((".", "{outside}"))
        assert entry.cure.endswith((".", "{resembles}", "{note}", "{cure}"))
