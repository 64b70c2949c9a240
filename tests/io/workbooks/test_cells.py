"""What a filled cell means, kind by kind."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verdeelsleutel.grants.columns import ColumnSpec, Kind
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.io.workbooks.formats.number_formats import Value
from verdeelsleutel.io.workbooks.intake.cells import Fault, exact, shown, typed


def column(kind: Kind, choices: tuple[str, ...] = (), *, required: bool = False) -> ColumnSpec:
    return ColumnSpec(("veld",), "Veld", "", kind, required, choices, personal=False)


def moment(
    year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0
) -> datetime:
    return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("kind", "value", "meaning"),
    [
        (Kind.MONEY, "€ 1.234.567,89", Euro(123456789)),
        (Kind.MONEY, "\u20ac\u00a05,2 mln", Euro(520000000)),
        (Kind.MONEY, 1234567.89, Euro(123456789)),
        (Kind.MONEY, 0.1 + 0.2, Euro(30)),  # noise beyond the digits a spreadsheet keeps
        (Kind.MONEY, 4999999999.99, Euro(499999999999)),
        (Kind.MONEY, "0", Euro(0)),
        (Kind.COUNT, 12.0, 12),
        (Kind.COUNT, "12,0", 12),
        (Kind.COUNT, "1.234", 1234),
        (Kind.COUNT, "1\u00a0234", 1234),
        (Kind.DECIMAL, 7.5, Decimal("7.5")),
        (Kind.DECIMAL, "7,5", Decimal("7.5")),
        (Kind.DECIMAL, "50%", Decimal("0.5")),
        (Kind.DATE, date(2026, 3, 1), date(2026, 3, 1)),
        (Kind.DATE, moment(2026, 3, 1, 14, 30), date(2026, 3, 1)),
        (Kind.DATE, "1-3-2026", date(2026, 3, 1)),
        (Kind.DATE, "01/03/2026", date(2026, 3, 1)),
        (Kind.DATE, "2026-03-01", date(2026, 3, 1)),
        (Kind.DATE, "1 maart 2026", date(2026, 3, 1)),
        (Kind.MOMENT, "01-03-2026 14:30", moment(2026, 3, 1, 14, 30)),
        (Kind.MOMENT, "2026-03-01T14:30:05", moment(2026, 3, 1, 14, 30, 5)),
        (Kind.MOMENT, date(2026, 3, 1), moment(2026, 3, 1)),
        (Kind.YES_NO, "JA", True),
        (Kind.YES_NO, " nee ", False),
        (Kind.YES_NO, True, True),
        (Kind.CHOICE, "Fiets", "fiets"),
        (Kind.NAMES, "Fase 1; Fase 2;", ("Fase 1", "Fase 2")),
        (Kind.NAMES, 2.0, ("2",)),
        (Kind.MUNICIPALITY, "GM0363", "GM0363"),
        (Kind.MUNICIPALITY, "0363", "GM0363"),
        (Kind.MUNICIPALITY, 363.0, "GM0363"),
        (Kind.MUNICIPALITY, "gm 363", "GM0363"),
        (Kind.AREA, "Ja", "ja"),
        (Kind.AREA, "nee", None),
        (Kind.AREA, "Zuidwest", "Zuidwest"),
        (Kind.TEXT, "  0012\n34 ", "0012 34"),
        (Kind.TEXT, 1234.0, "1234"),
        (Kind.TEXT, 12.5, "12,5"),
    ],
)
def test_a_cell_means_what_a_dutch_office_means(kind: Kind, value: Value, meaning: object) -> None:
    found = typed(column(kind, ("weg", "fiets")), value)
    assert found == meaning
    assert type(found) is type(meaning)


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        (Kind.MONEY, "n.v.t.", "INT-008"),
        (Kind.MONEY, "-", "INT-008"),
        (Kind.MONEY, "1,234", "INT-008"),
        (Kind.MONEY, "50%", "INT-008"),
        (Kind.MONEY, "#VERW!", "INT-017"),
        (Kind.COUNT, "12 woningen", "INT-010"),
        (Kind.COUNT, True, "INT-010"),
        (Kind.COUNT, "-12", "INT-019"),
        (Kind.COUNT, date(2026, 3, 1), "INT-010"),
        (Kind.DATE, time(14, 30), "INT-011"),
        (Kind.DATE, "13-13-2026", "INT-011"),
        (Kind.MOMENT, "01-03-2026 25:00", "INT-011"),
        (Kind.DATE, "01-03-2226", "INT-045"),
        (Kind.YES_NO, 1.0, "INT-012"),
        (Kind.YES_NO, "x", "INT-012"),
        (Kind.MUNICIPALITY, 363.5, "INT-014"),
        (Kind.MUNICIPALITY, True, "INT-014"),
    ],
)
def test_what_is_doubtful_is_not_guessed(kind: Kind, value: Value, code: str) -> None:
    found = typed(column(kind, ("weg",)), value)
    assert isinstance(found, Fault)
    assert found.code == code


def test_a_required_area_keeps_what_was_written() -> None:
    assert typed(column(Kind.AREA, required=True), "Nee") == "Nee"


@given(st.integers(0, 5_000_000_000_00))
def test_every_amount_survives_the_number_of_a_spreadsheet(cents: int) -> None:
    number = float(Decimal(cents).scaleb(-2))
    assert typed(column(Kind.MONEY), number) == Euro(cents)
    assert typed(column(Kind.MONEY), Euro(cents).format(cents=True)) == Euro(cents)


@given(
    st.sampled_from(list(Kind)),
    st.one_of(
        st.text(), st.floats(), st.booleans(), st.dates(), st.times(), st.timedeltas(),
        st.datetimes(), st.integers(),
        st.text("0123456789.,-€% mlnde:T'", max_size=14),
    ),
)  # fmt: skip
def test_no_value_makes_typing_fail(kind: Kind, value: Value) -> None:
    assert isinstance(shown(value), str)
    typed(column(kind, ("weg",)), value)


def test_a_number_is_its_fifteen_digits() -> None:
    assert exact(0.1) == Decimal("0.1")
    assert exact(1e15) == Decimal(10**15)
    assert exact(363.0) == Decimal(363)
