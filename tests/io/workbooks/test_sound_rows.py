"""Rows read many at once are the same, to the field, as rows read one by one."""

from __future__ import annotations

import math
import random
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Self

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pydantic import Field, field_validator, model_validator

from verdeelsleutel.grants.columns import Column
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.record import Record
from verdeelsleutel.instruments.instrument import Instrument, instruments
from verdeelsleutel.io.workbooks.formats.look import address
from verdeelsleutel.io.workbooks.intake.bulk import WRONG, ColumnTyper
from verdeelsleutel.io.workbooks.intake.cells import Fault, typed
from verdeelsleutel.io.workbooks.intake.making import maker_of
from verdeelsleutel.io.workbooks.intake.reading import ReadRow, ReadWorkbook, read_workbook
from verdeelsleutel.io.workbooks.intake.rows import Cells, Letters, RawBlock, RawRow, RowOfBlock
from verdeelsleutel.io.workbooks.intake.shown import all_shown, shown
from verdeelsleutel.io.workbooks.intake.written import written_row

from .made import as_typed, by_xlsxwriter, table
from .scheme import BRIDGES, GOOD, BridgeApplication, good

SAMPLES = Path(__file__).parents[3] / "sample_applications"
CELLS: dict[str, list[object]] = {
    "municipality": [None, "Amsterdam", "amsterdam ", "Utrecht"],
    "municipality_code": ["0363", 363, "GM0363", "GM9999"],
    "project_name": [
        None,
        "Brug",
        " Brug  over\u00a0het IJ ",
        "Br\u034fug",
        "x" * 201,
        "#N/A",
        2026,
    ],
    "requested": [1_234_567.89, 0, "€ 1.234.567,89", "1,2 mln", "veel", -1, 1234.567, True],
    "minimum": [None, 5, 1_000_000.1, "- 3"],
    "homes.social_rent": [0, 12, "12", "1.200", 12.5, None],
    "homes.demolished": [None, 3, " "],
    "payments.2026": [None, 0, 1_000_000.0, "1.000.000"],
    "payments.2027": [None, 0, 234_567.89],
    "excludes": [None, "BRU-2", "bru-3; BRU-4", "BRU 5"],
    "phases": [None, "Noord; Zuid", 3],
    "score": [None, 7.5, "7,5", 11, Decimal("9.99")],
    "area": ["Havenstad", "ja", "nee", " "],
    "nplv_area": [None, "nee", "ja", "Nieuw-West"],
    "coherent": ["ja", "NEE", True, 1, "misschien"],
    "withdrawn_on": [None, date(2026, 4, 1), "01-04-2026", 46_000],
}
FIELDS = {*GOOD, *CELLS}
COLUMNS = [column for column in BRIDGES.columns if column.field in FIELDS]


def application(number: int) -> st.SearchStrategy[dict[str, object]]:
    changes = st.fixed_dictionaries({}, optional={f: st.sampled_from(v) for f, v in CELLS.items()})
    return changes.map(lambda made: {**good(number), **made})


def read(cells: dict[str, object], folder: Path) -> ReadWorkbook:
    path = by_xlsxwriter(folder / "a.xlsx", {"Bruggen": cells})
    return read_workbook(path, {"bruggen": BRIDGES})


def told(row: ReadRow) -> tuple[object, ...]:
    """All there is to a row, with which fields were stated, and without our own extra column."""
    made: Any = row.application
    stated = None if made is None else (made.model_fields_set, made.homes.model_fields_set)
    raw = {header: text for header, text in row.raw.items() if not header.startswith("(kolom")}
    place = (row.row, dict(row.cells), raw)
    return (*place, row.application_id, made, repr(made), stated, row.findings)


FIVE = st.tuples(*(application(number) for number in range(1, 6)))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=FIVE)
def test_a_row_is_read_alike_alone_and_among_others(rows: tuple[dict[str, object], ...]) -> None:
    read_alike(rows)


@pytest.mark.slow
@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=FIVE)
def test_a_row_is_read_alike_alone_and_among_others_at_length(
    rows: tuple[dict[str, object], ...],
) -> None:
    read_alike(rows)


def read_alike(rows: tuple[dict[str, object], ...]) -> None:
    cells = table(COLUMNS, rows)
    for number, row in enumerate(rows, start=1):  # as it stands, also what is no typed value
        for at, column in enumerate(COLUMNS):
            value = as_typed(row.get(column.field))
            cells.pop(address(number, at), None)
            if value is not None:
                cells[address(number, at)] = value
    beside = {address(number, len(COLUMNS)): "los" for number in range(1, len(rows) + 1)}
    with tempfile.TemporaryDirectory() as folder:
        together = read(cells, Path(folder))
        apart = read({**cells, **beside}, Path(folder))  # a value below no header: one by one
    assert [told(row) for row in together.rows] == [told(row) for row in apart.rows]
    assert [found for found in apart.findings if found.code != "INT-043"] == list(together.findings)


def near(amount: float, steps: int) -> float:
    """The number that is so many steps of the machine above (or below) an amount."""
    for _ in range(abs(steps)):
        amount = math.nextafter(amount, math.copysign(math.inf, steps))
    return amount


NUMBERS = st.one_of(
    st.integers(min_value=0, max_value=600_000_000_000).map(lambda cents: cents / 100),
    st.builds(
        near, st.integers(min_value=0, max_value=10**9).map(lambda c: c / 100), st.integers(-3, 3)
    ),
    st.floats(min_value=-1, max_value=1e12),
    st.sampled_from([math.nan, math.inf, -math.inf, -0.0, 0.1 + 0.2, 1234.567, 2.675, 1e-9]),
)


HEADERS = ("Aanvraagnummer", "Projectnaam", 'Onze % "eigen" kolom', "Contactpersoon", "Extra")
VALUES = st.one_of(
    st.text(max_size=8), NUMBERS, st.integers(-9, 10**15), st.booleans(), st.just(""),
    st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    st.sampled_from(["%s", '"', "\\", "\u2028", "a\nb"]),
)  # fmt: skip
EQUAL: list[Any] = [0, 0.0, -0.0, False, 1, 1.0, True, -1, -1.0, "0", "-0", "1"]
"""Values of which some are equal as keys and not the same."""


@example(
    rows=[
        (0.0, math.nan, "", 0, 0.0),
        ("", 0.0, "\U0007823d", date(2000, 1, 1), ""),
        (0, "", False, False, math.nan),
        ("", False, "", "", "%s"),
        (0.0, 0.0, 0.0, 0.0, "%s"),
        (0.0, 0.0, "\U000937e8", -0.0, 0.0),
    ],
    of_many=False,
)
@example(rows=[(0.0,) * 5, (-0.0,) * 5, (1.5,) * 5], of_many=True)
@given(
    rows=st.lists(st.tuples(*(VALUES for _ in HEADERS)), min_size=1, max_size=6),
    of_many=st.booleans(),
)
def test_a_row_is_kept_with_the_same_texts_whether_written_alone_or_by_column(
    rows: list[tuple[Any, ...]], of_many: bool
) -> None:
    rows = rows * (300 if of_many else 1)  # many rows, of which some columns are written at once
    keys = dict(enumerate(HEADERS))
    block = RawBlock(keys, rows)
    letters = Letters(application_id="A", project_name="B")
    for at, values in enumerate(rows[:6]):
        by_column = RowOfBlock(block, at)
        read = ReadRow("woningbouwimpuls", "", 2, "", None, Cells(letters, 2), by_column, ())
        alone = read._replace(raw=RawRow(keys, values, {}))
        one, other = written_row(read, ()), written_row(alone, ())
        assert (one.raw_json, one.apart) == (other.raw_json, other.apart)
        assert dict(by_column) == dict(alone.raw)


@pytest.mark.parametrize("odd", [None, math.nan, 1e-9, 0.1 + 0.2, 1e22, -0.0, 12.5])
def test_many_numbers_are_shown_as_each_is_by_itself(odd: float | None) -> None:
    rng = random.Random(1711)
    numbers: list[Any] = [rng.randrange(10**12) / 100 for _ in range(1_500)]
    numbers += [] if odd is None else [odd]
    assert list(all_shown(numbers)) == [shown(number) for number in numbers]


@pytest.mark.parametrize("seed", range(5))
def test_values_that_are_equal_as_keys_are_shown_and_typed_as_each_is_by_itself(seed: int) -> None:
    rng = random.Random(seed)
    maker = maker_of(BRIDGES.model)
    assert maker is not None
    for column in (one for one in COLUMNS if one.field in maker.accepted):
        accepted = maker.accepted[column.field]
        typer = ColumnTyper(column, accepted)
        for count in (1, 2, 5, 300):  # what came before is remembered
            some = rng.sample(EQUAL, rng.randint(1, len(EQUAL)))
            values = rng.choices(some, k=count)
            assert list(all_shown(values)) == [shown(value) for value in values]
            alone = [ColumnTyper(column, accepted).typed([value]).values[0] for value in values]
            assert list(map(repr, typer.typed(values).values)) == list(map(repr, alone))


def test_nought_has_no_sign() -> None:
    assert shown(-0.0) == "0"
    assert [*all_shown([-0.0, -0.0])] == ["0", "0"]
    text = next(column for column in COLUMNS if column.field == "project_name")
    assert typed(text, -0.0) == "0"


@given(numbers=st.lists(NUMBERS, min_size=1, max_size=8))
def test_amounts_typed_together_are_what_each_is_by_itself(numbers: list[float]) -> None:
    column = next(one for one in BRIDGES.columns if one.field == "requested")
    maker = maker_of(BRIDGES.model)
    assert maker is not None
    together = ColumnTyper(column, maker.accepted["requested"]).typed(numbers)
    apart = [typed(column, number) for number in numbers]
    assert list(together.values) == [WRONG if isinstance(one, Fault) else one for one in apart]


@pytest.mark.sample(every=2)
@pytest.mark.parametrize("instrument", instruments().values(), ids=lambda one: one.key)
def test_the_applications_of_every_scheme_are_what_their_model_makes_of_them(
    instrument: Instrument,
) -> None:
    assert maker_of(instrument.model) is not None
    if not instrument.for_homes:
        return  # the sample round has no statements of costs
    rows = [
        row
        for path in sorted(SAMPLES.glob("*.xlsx"))
        for row in read_workbook(path, instruments()).rows
        if row.instrument == instrument.key
    ]
    assert rows
    for row in rows:
        made: Any = row.application
        again = instrument.model.model_validate(made.model_dump(exclude_unset=True))
        assert made == again
        assert made.model_fields_set == again.model_fields_set
        assert made.model_dump_json() == again.model_dump_json()
        assert hash(made) == hash(again)
        assert made.model_copy(update={"lot": 3}).lot == 3


class Named(Record):
    """A plain model, which the models below each make into one that is not."""

    name: Annotated[str, Field(max_length=10), Column("Naam")]
    amount: Annotated[Euro, Column("Bedrag")] = Euro(0)


class WithAValidator(Named):
    @field_validator("name")
    @classmethod
    def _capitals(cls, value: str) -> str:
        return value.upper()


class WithACheckOfTheWhole(Named):
    @model_validator(mode="after")
    def _agrees(self) -> Self:
        return self


class WithAMomentAfter(Named):
    def model_post_init(self, context: object, /) -> None:
        assert self.name


class WithADefaultOfItsOwn(Named):
    tags: Annotated[list[str], Column("Labels")] = Field(default_factory=list[str])


class WithAnAlias(Named):
    place: Annotated[str, Column("Plaats"), Field(alias="plaats")] = ""


def test_a_model_that_checks_more_than_its_fields_has_its_rows_validated_one_by_one() -> None:
    assert maker_of(Named) is not None
    assert maker_of(BridgeApplication) is not None
    for model in (
        WithAValidator, WithACheckOfTheWhole, WithAMomentAfter, WithADefaultOfItsOwn, WithAnAlias,
    ):  # fmt: skip
        assert maker_of(model) is None
