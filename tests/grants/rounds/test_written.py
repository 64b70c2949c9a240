"""Shares as a policy writes them: whatever is typed is a number, or a sentence that says how."""

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verdeelsleutel.grants.rounds.answers import Answers
from verdeelsleutel.grants.rounds.written import fraction_of, share_of


@pytest.mark.parametrize(
    ("written", "value"),
    [("2/3", Fraction(2, 3)), (" 30% ", Fraction(3, 10)), ("33,3%", Fraction(333, 1000)),
     ("0,25", Fraction(1, 4)), ("0.25", Fraction(1, 4)), ("0", Fraction(0)), ("100%", Fraction(1))],
)  # fmt: skip
def test_a_share_is_read_as_it_is_written(written: str, value: Fraction) -> None:
    assert fraction_of(written) == share_of(written) == value


@pytest.mark.parametrize(
    "written",
    ["1/0", "0/0", "1/0%", "0/0%", "", "%", "nan", "inf", "1e400000000", "1E9%", "een derde",
     "1//2", "9" * 201, 0.5, 1, True, None, [1]],
)  # fmt: skip
def test_what_is_no_share_is_told_with_how_to_write_it(written: object) -> None:
    for read in (fraction_of, share_of):
        with pytest.raises(ValueError, match="schrijf een aandeel als tekst"):
            read(written)


@given(st.text(alphabet="0123456789/%,.-+e_ ", max_size=12) | st.text(max_size=12))
def test_whatever_is_typed_is_a_number_or_a_sentence(typed: str) -> None:
    with suppress(ValueError):
        assert isinstance(fraction_of(typed), Fraction)


def test_a_part_of_the_costs_that_divides_by_nothing_is_a_fault_of_its_key() -> None:
    with pytest.raises(ValueError, match=r"part\s+.*schrijf een aandeel"):
        Answers.model_validate({"amount": "part_of_costs", "part": "1/0"})
