"""Every installed scheme: its columns written, read back, and offered as a template."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from verdeelsleutel.grants.applications.finding import Severity
from verdeelsleutel.grants.columns import ColumnSpec, Kind
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.io.workbooks.formats.writing import write_workbook
from verdeelsleutel.io.workbooks.intake.reading import read_workbook
from verdeelsleutel.io.workbooks.templates.template import write_template

from .made import by_openpyxl, filled_template, table

SCHEMES = ["woningbouwimpuls", "gebiedsbudget", "realisatiestimulans", "bereikbaarheid"]

PLAIN: Mapping[Kind, object] = {
    Kind.TEXT: "Havenkwartier",
    Kind.MONEY: Euro(1_250_000_50),
    Kind.COUNT: 120,
    Kind.DECIMAL: Decimal("7.5"),
    Kind.DATE: date(2027, 5, 1),
    Kind.MOMENT: datetime(2026, 3, 1, 9, 30),  # noqa: DTZ001
    Kind.YES_NO: True,
    Kind.NAMES: ("WBI-2026-0900",),
    Kind.MUNICIPALITY: "GM0599",
    Kind.AREA: "Rotterdam-Zuid",
}
OWN: Mapping[str, object] = {
    "municipality": "Rotterdam",
    "start_year": 2026,
    "last_start": date(2027, 9, 1),
    "homes.demolished": 4,
    "email": "loket@rotterdam.example",
    "lot": 17,
    "area": "Rotterdam",
    "municipality_codes": ("GM0599", "GM0344"),
}


def value_of(column: ColumnSpec) -> object:
    if column.year is not None:
        return Euro(1_250_000_50) if column.year == 2027 else None
    if column.kind is Kind.CHOICE:
        return column.choices[-1]
    return OWN.get(column.field, PLAIN[column.kind])


def full_row(key: str) -> dict[str, object]:
    """A row with every column filled."""
    instrument = instruments()[key]
    row = {column.field: value_of(column) for column in instrument.columns}
    return {**row, "application_id": f"{instrument.prefix}-2026-0001", "score_housing_task": 6}


@pytest.mark.parametrize("key", SCHEMES)
def test_a_full_row_is_read_back_field_by_field(key: str, tmp_path: Path) -> None:
    instrument = instruments()[key]
    known = {column.field for column in instrument.columns}
    row = {field: value for field, value in full_row(key).items() if field in known}
    write_workbook(tmp_path / "a.xlsx", {instrument: [row]})
    workbook = read_workbook(tmp_path / "a.xlsx", instruments())
    (read,) = workbook.rows
    assert [f.code for f in workbook.findings if f.severity is Severity.ERROR] == []
    assert read.cells.keys() == known
    assert read.application == instrument.model.model_validate(nested(row))


@pytest.mark.parametrize("key", SCHEMES)
def test_the_required_columns_alone_make_an_application(key: str, tmp_path: Path) -> None:
    instrument = instruments()[key]
    columns = [column for column in instrument.columns if column.required]
    row = full_row(key)
    workbook = read_workbook(
        by_openpyxl(tmp_path / "a.xlsx", {instrument.sheet: table(columns, [row])}), instruments()
    )
    assert [f.code for f in workbook.findings if f.code < "INT-060"] == []
    assert [read.instrument for read in workbook.rows] == [key]


@pytest.mark.sample(every=2)
@pytest.mark.parametrize("key", SCHEMES)
def test_the_template_of_a_scheme_loads_when_filled_in(key: str, tmp_path: Path) -> None:
    instrument = instruments()[key]
    write_template(instrument, tmp_path / "leeg.xlsx")
    required = {column.field for column in instrument.columns if column.required}
    row = {field: value for field, value in full_row(key).items() if field in required}
    path = filled_template(tmp_path / "leeg.xlsx", tmp_path / "vol.xlsx", instrument, [row])
    workbook = read_workbook(path, instruments())
    assert [f.code for f in workbook.findings if f.code < "INT-060"] == []
    assert len(workbook.rows) == 1


def test_one_workbook_may_hold_all_schemes(tmp_path: Path) -> None:
    sheets = {
        instruments()[key]: [{f: v for f, v in full_row(key).items() if f in _required(key)}]
        for key in SCHEMES
    }
    write_workbook(tmp_path / "alles.xlsx", sheets, titles=["Ronde 2026-1"])
    workbook = read_workbook(tmp_path / "alles.xlsx", instruments())
    assert [row.instrument for row in workbook.rows] == SCHEMES
    assert workbook.other_sheets == ()


def _required(key: str) -> set[str]:
    return {column.field for column in instruments()[key].columns if column.required}


def nested(row: Mapping[str, object]) -> dict[str, object]:
    """The row as the model takes it, built here by hand."""
    whole: dict[str, object] = {}
    for field, value in row.items():
        first, _, rest = field.partition(".")
        if value is None:
            continue
        if first == "payments":
            whole["payments"] = [{"year": int(rest), "amount": value}]
        elif rest:
            inner = whole.setdefault(first, {})
            assert isinstance(inner, dict)
            inner[rest] = value
        else:
            whole[field] = value
    return whole
