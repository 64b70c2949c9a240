"""Amounts as Dutch offices write them, to the cent."""

from fractions import Fraction
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.record import Record
from verdeelsleutel.grants.rounds.fund import FundPolicy

CENTS = st.integers(min_value=-(10**15), max_value=10**15)


class Holder(Record):
    amount: Euro


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        ("0", 0),
        ("1500000", 150_000_000),
        ("1.234.567,89", 123_456_789),
        ("€ 1.234.567,89", 123_456_789),
        ("€\u00a01.234,50", 123_450),
        ("EUR 12,5", 1_250),
        ("1234.56", 123_456),
        ("1,234,567.89", 123_456_789),
        ("5,2 mln", 520_000_000),
        ("€ 5 mld", 500_000_000_000),
        ("2,5 miljard", 250_000_000_000),
        ("1.486 mln", 148_600_000_000),
        ("-12,34", -1_234),
        ("(12,34)", -1_234),
        ("€ -12,34", -1_234),
        ("100,-", 10_000),
    ],
)
def test_an_amount_is_read_as_an_office_writes_it(written: str, cents: int) -> None:
    assert Euro.parse(written) == Euro(cents)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "nvt",
        "twaalf",
        "12,345",
        "1,250",
        "1.250,000",
        "0.123",
        "012.345",
        "1'250.000",
        "0,250.00",
        "1.23.456",
        "1,234.5.6",
        "12..5",
        "€",
        "1e6",
        "#REF!",
        "1 2,3,4",
        "--12",
    ],
)
def test_what_is_no_amount_or_could_be_two_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"bedrag|manieren|delen"):
        Euro.parse(written)


def test_thousands_without_decimals_are_thousands_and_not_a_fraction() -> None:
    assert Euro.parse("1.500") == Euro.euros(1500)


@given(CENTS)
def test_what_is_written_is_read_back_to_the_cent(cents: int) -> None:
    assert Euro.parse(Euro(cents).format(cents=True)) == Euro(cents)


@given(CENTS, st.fractions(min_value=0, max_value=1))
def test_a_share_never_exceeds_the_exact_share_and_misses_less_than_a_cent(
    cents: int, share: Fraction
) -> None:
    assert 0 <= cents * share - Euro(cents).fraction(share).cents < 1


@given(st.lists(CENTS))
def test_a_total_is_the_sum_of_its_cents(amounts: list[int]) -> None:
    assert Euro.total(Euro(cents) for cents in amounts).cents == sum(amounts)


def test_an_amount_shows_dutch_notation() -> None:
    assert str(Euro(123_456_789)) == "€\u00a01.234.567,89"
    assert str(Euro.euros(-7_000)) == "-€\u00a07.000"
    assert Euro.euros(7_000).format(cents=True) == "€\u00a07.000,00"


def test_an_amount_is_never_made_of_a_float() -> None:
    with pytest.raises(TypeError):
        Euro(12.5)  # pyright: ignore[reportArgumentType]
    with pytest.raises(ValidationError):
        Holder.model_validate({"amount": 12.5})
    with pytest.raises(TypeError):
        Euro(1).__mul__(0.5)  # pyright: ignore[reportArgumentType]


def test_many_amounts_at_once_are_what_each_is_by_itself() -> None:
    cents = [0, 1, -5, 123_456_789, 10**14]
    assert Euro.each(cents) == [Euro(one) for one in cents]
    assert Euro.each([]) == []
    for wrong in ([1, 2.0], [True], ["1"]):
        with pytest.raises(TypeError):
            Euro.each(cast("list[int]", wrong))


def test_an_amount_in_json_is_its_cents() -> None:
    assert Holder(amount=Euro(1_234)).model_dump_json() == '{"amount":1234}'
    assert Holder.model_validate_json('{"amount":1234}').amount == Euro(1_234)


def test_a_policy_takes_amounts_as_text_only() -> None:
    fund = {"name_nl": "Wonen", "name_en": "Housing", "total": "€ 5 mld"}
    assert FundPolicy.model_validate(fund).total == Euro.euros(5_000_000_000)
    with pytest.raises(ValidationError, match="als tekst"):
        FundPolicy.model_validate({**fund, "total": 5_000_000_000})
    with pytest.raises(ValidationError, match="als tekst"):
        FundPolicy.model_validate({**fund, "total": 5e9})


def test_the_price_of_a_home_is_undefined_without_homes() -> None:
    assert Euro.euros(100).per(3) == Euro(3333)
    assert Euro.euros(100).per(0) is None
