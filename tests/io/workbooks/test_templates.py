"""Templates: the checks they make themselves, the example they hold, and their versions."""

# Neither library is typed.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportMissingModuleSource=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.packaging.custom import StringProperty

from verdeelsleutel.grants.applications.assessment import Answer
from verdeelsleutel.grants.applications.finding import Severity
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.instruments.instrument import RenamedColumn, instruments
from verdeelsleutel.io.workbooks.formats.opening import open_source
from verdeelsleutel.io.workbooks.formats.template_marks import CHECK_LABEL, EXAMPLE_SHOWN
from verdeelsleutel.io.workbooks.intake.reading import ReadWorkbook, read_workbook
from verdeelsleutel.io.workbooks.templates.live_checks import check_formula
from verdeelsleutel.io.workbooks.templates.template import write_template

from ...instruments.applications import application, setting
from ...sharing import LibreOffice
from .made import by_openpyxl, filled_template, table
from .scheme import BRIDGES, GOOD, good

LONGEST_FORMULA = 8_192  # what Excel takes


def read(path: Path) -> ReadWorkbook:
    return read_workbook(path, {"bruggen": BRIDGES})


@pytest.fixture
def template(tmp_path: Path) -> Path:
    write_template(BRIDGES, tmp_path / "bruggen.xlsx")
    return tmp_path / "bruggen.xlsx"


def saved(libreoffice: LibreOffice, *paths: Path) -> list[Path]:
    """Workbooks as LibreOffice saves them."""
    folder = paths[0].parent / "opgeslagen"
    libreoffice.convert(paths, "xlsx", folder)
    return [folder / path.name for path in paths]


def checks_of(path: Path) -> list[str]:
    """What the template's own column says, row by row below the header."""
    source = open_source(path)
    rows = source.values(next(entry for entry in source.sheets if entry.name == BRIDGES.sheet))
    place = list(rows[0]).index(CHECK_LABEL)
    return [str(row[place]) for row in rows[1:]]


FAULTY: list[dict[str, object]] = [
    good(1),
    good(2, project_name=None),
    good(3, homes__mid_rent=12.5),
    good(4, homes__other=-1),
    good(5, coherent="misschien"),
    good(6, works="tram"),
    good(7, municipality_code="GM9999", municipality=None),
    good(8, municipality_code="363"),
    good(9, municipality_code=363),
    good(10, minimum=Euro.euros(2_000_000)),
    good(11, payments__2027=Euro.euros(1)),
    good(12, first_start=date(2028, 1, 1), last_start=date(2027, 1, 1)),
    good(13, requested=-5, payments__2026=None, payments__2027=None),
    good(14, received_at=datetime(1980, 1, 1)),  # noqa: DTZ001
    good(15, coherent="JA", works="Fiets"),
    good(16, score=-1),
    good(17),
    good(17),
    good(18, requested="€ 1.234.567,89"),
    good(19, shortfall="#REF!"),
    good(20, coherent="wa|ar"),
    good(21, payments__2026=-1, payments__2027=Euro(123456889)),
    # Each limit of each kind, from both sides.
    good(22, shortfall=1234.567),
    good(23, shortfall=5_000_000_000),
    good(24, shortfall=5_000_000_000.01),
    good(25, homes__other=50_001),
    good(26, homes__other="12"),
    good(27, received_at=datetime(2100, 12, 31, 23, 59)),  # noqa: DTZ001
    good(28, received_at=datetime(2101, 1, 1)),  # noqa: DTZ001
    good(29, first_start="01-02-2027"),
    good(30, coherent=1),
    good(31, coherent="waar"),
    good(32, municipality_code=9999, municipality=None),
    good(33, municipality_code="GM 0363"),
    good(34, requested="  "),
    good(35, payments__2026=None, payments__2027=None),
    good(36, works="  fiets "),
]


def test_each_live_check_agrees_with_reading(
    template: Path, tmp_path: Path, libreoffice: LibreOffice
) -> None:
    (path,) = saved(libreoffice, filled_template(template, tmp_path / "vol.xlsx", BRIDGES, FAULTY))
    example, *checks = checks_of(path)[: len(FAULTY) + 1]
    workbook = read(path)
    assert example == EXAMPLE_SHOWN
    wrong = [any(f.severity is Severity.ERROR for f in row.findings) for row in workbook.rows]
    assert [bool(check) for check in checks] == wrong
    assert checks[1] == "Projectnaam ontbreekt; "
    assert checks[2] == "Middenhuurwoningen klopt niet; "
    assert checks[9] == "Minimaal bedrag is hoger dan gevraagd; "
    assert checks[16] == "Aanvraagnummer staat er twee keer; "
    assert checks[19] == "een cel bevat een foutwaarde"


@pytest.mark.slow(sample="test_a_template_filled_in_by_libreoffice_loads_without_findings")
@pytest.mark.parametrize(
    "keys",
    [("gebiedsbudget",), ("bereikbaarheid", "realisatiestimulans", "woningbouwimpuls")],
    ids=["one", "others"],
)
def test_a_template_saved_by_libreoffice_is_still_empty(
    tmp_path: Path, libreoffice: LibreOffice, keys: tuple[str, ...]
) -> None:
    for key in keys:
        write_template(instruments()[key], tmp_path / f"{key}.xlsx")
    for path in saved(libreoffice, *(tmp_path / f"{key}.xlsx" for key in keys)):
        found = read_workbook(path, instruments()).findings
        assert [one.code for one in found] == ["INT-041"], path.name


def test_a_template_filled_in_by_libreoffice_loads_without_findings(
    template: Path, tmp_path: Path, libreoffice: LibreOffice
) -> None:
    filled = filled_template(template, tmp_path / "vol.xlsx", BRIDGES, [GOOD, good(2)])
    (path,) = saved(libreoffice, filled)
    workbook = read(path)
    assert workbook.findings == ()
    assert [row.application is not None for row in workbook.rows] == [True, True]


def test_the_formula_of_every_scheme_is_short_enough_for_excel() -> None:
    for instrument in instruments().values():
        assert len(check_formula(instrument.columns, 400)) < LONGEST_FORMULA - 1_000


def test_an_example_that_was_filled_in_as_an_application_is_not_lost_in_silence(
    template: Path, tmp_path: Path
) -> None:
    workbook: Any = openpyxl.load_workbook(template)
    places = {column.field: at + 1 for at, column in enumerate(BRIDGES.columns)}
    workbook["Bruggen"].cell(2, places["project_name"]).value = "Brug over de Maas"
    workbook.save(tmp_path / "vol.xlsx")
    found = read(tmp_path / "vol.xlsx").findings
    assert [(one.code, one.cell) for one in found] == [("INT-054", "A2")]


def test_headers_are_protected_and_the_cells_below_are_not(template: Path) -> None:
    workbook: Any = openpyxl.load_workbook(template)
    sheet = workbook["Bruggen"]
    assert sheet.protection.sheet
    assert sheet["A1"].protection.locked
    assert not sheet["A2"].protection.locked
    assert not sheet.column_dimensions["C"].protection.locked
    assert sheet.print_title_rows == "$1:$1"
    assert "versie 6" in sheet.oddFooter.left.text


@pytest.mark.sample(every=2)
@pytest.mark.parametrize(
    ("version", "codes"),
    [("5", ["INT-056"]), ("7", ["INT-057"]), ("6", []), ("../../x", []), ("", [])],
)
def test_the_version_of_a_template_is_read_and_said(
    version: str, codes: Sequence[str], template: Path, tmp_path: Path
) -> None:
    filled = filled_template(template, tmp_path / "vol.xlsx", BRIDGES, [GOOD])
    properties = "docProps/custom.xml"

    def other(content: bytes) -> bytes:
        assert content.count(b">6<") == 1
        return content.replace(b">6<", f">{version}<".encode())

    workbook = read(rewritten(filled, tmp_path / "versie.xlsx", properties, other))
    assert [found.code for found in workbook.findings] == codes
    assert len(workbook.rows) == 1


OLDER = replace(
    BRIDGES,
    renamed=(
        RenamedColumn(until=2, label="Nummer aanvraag", field="application_id"),
        RenamedColumn(until=3, label="Bedrag", field="requested"),
    ),
)


@pytest.mark.sample(every=2)
@pytest.mark.parametrize(
    ("version", "taken"), [("2", ["A1", "G1"]), ("3", ["G1"]), ("6", []), ("", [])]
)
def test_a_template_of_before_is_read_by_the_headers_that_it_had(
    version: str, taken: Sequence[str], template: Path, tmp_path: Path
) -> None:
    filled = filled_template(template, tmp_path / "nu.xlsx", BRIDGES, [GOOD])
    workbook: Any = openpyxl.load_workbook(filled)
    sheet = workbook["Bruggen"]
    assert sheet["G1"].value == "Gevraagd bedrag"
    sheet["A1"].value = "Nummer aanvraag" if version == "2" else sheet["A1"].value
    sheet["G1"].value = "Bedrag"
    workbook.save(tmp_path / "toen.xlsx")

    def other(content: bytes) -> bytes:
        return content.replace(b">6<", f">{version}<".encode())

    path = rewritten(tmp_path / "toen.xlsx", tmp_path / "oud.xlsx", "docProps/custom.xml", other)
    read = read_workbook(path, {"bruggen": OLDER})
    renamed = [found for found in read.findings if found.code == "INT-061"]
    assert [found.cell for found in renamed] == taken
    if taken:
        assert [found.code for found in read.findings] == ["INT-056", *["INT-061"] * len(taken)]
        assert "heet in het huidige sjabloon 'Gevraagd bedrag'" in renamed[-1].message
        (row,) = read.rows
        assert row.application is not None
        assert row.application.requested == GOOD["requested"]
    else:  # not of that template: the column is missing, and nothing is guessed
        assert {found.code for found in read.findings} >= {"INT-004", "INT-006"}
        assert read.rows[0].application is None


ASKED_SINCE: dict[int, dict[str, tuple[str, str, date]]] = {
    5: {
        "gebiedsbudget": ("costs_from", "GB-03", date(2026, 3, 2)),
        "woningbouwimpuls": ("inhabitants", "WBI-02", date(2022, 8, 19)),
    }
}
"""The field whose column a version of the templates was the first to have, by scheme, with the rule
that asks and a day of its law."""


@pytest.mark.parametrize("version", list(ASKED_SINCE))
def test_a_template_from_before_a_column_is_read_without_it_and_the_rule_asks(
    version: int, tmp_path: Path
) -> None:
    for key, (field, rule, law_date) in ASKED_SINCE[version].items():
        scheme, fields = instruments()[key], (field,)
        row = {
            name: value
            for name, value in application(key).model_dump().items()
            if name not in ("homes", "costs", *fields)
        }
        whole = application(key)
        row |= {f"homes.{name}": value for name, value in whole.homes.model_dump().items()}
        row |= {f"costs.{name}": value for name, value in whole.costs.model_dump().items()}
        path = tmp_path / f"{key}.xlsx"
        older = [column for column in scheme.columns if column.field not in fields]
        by_openpyxl(path, {scheme.sheet: table(older, [row])})
        workbook: Any = openpyxl.load_workbook(path)
        workbook.custom_doc_props.append(StringProperty(name="Sjabloon", value=key))
        workbook.custom_doc_props.append(
            StringProperty(name="Sjabloonversie", value=str(version - 1))
        )
        workbook.save(path)
        found = read_workbook(path, {key: scheme})
        assert [one.code for one in found.findings] == ["INT-056"]
        (taken,) = found.rows
        assert taken.application is not None
        assert getattr(taken.application, field) is None
        assert field not in taken.application.model_dump_json()  # as it was kept before
        asked = scheme.screen(taken.application, setting(law_date=law_date))
        assert Answer.NEEDS_JUDGEMENT in {one.answer for one in asked if one.code == rule}


def rewritten(source: Path, target: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == part else content)
    return target
