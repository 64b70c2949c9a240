"""A mistake in the program is not taken for a value that no program wrote."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import DataError

from verdeelsleutel.grants.lives.round import RoundState
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.io.records import copies
from verdeelsleutel.io.records.copies import NO_ROW, is_own
from verdeelsleutel.io.records.trail import chain

KINDS = (str, bytes, bool, int, float, list, dict, date, datetime)
NAMES = sorted({name for kind in KINDS for name in dir(kind) if not name.startswith("_")})
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary()
    | st.dates() | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=4,
)  # fmt: skip
of_the_program = st.sampled_from(
    (Euro(100), RoundState.OPEN, chain.Anchor(number=1, hash="a" * 64), copies, KINDS[0])
)


def raised(act: Callable[[], object]) -> Exception:
    try:
        act()
    except NO_ROW as fault:
        return fault
    raise AssertionError("nothing was raised")


@given(value=values, name=st.sampled_from(NAMES))
def test_a_value_that_is_asked_for_what_another_kind_has_is_damaged(value: Any, name: str) -> None:
    if not hasattr(value, name):
        assert not is_own(raised(lambda: getattr(value, name)))


@given(
    value=values,
    name=st.from_regex(r"[a-z]{2,8}_[a-z]{2,8}", fullmatch=True).filter(lambda n: n not in NAMES),
)
def test_a_value_that_is_asked_for_what_no_kind_has_is_a_mistake(value: Any, name: str) -> None:
    assert is_own(raised(lambda: getattr(value, name)))


@given(asked=of_the_program, name=st.sampled_from([*NAMES, "number_of", "x"]))
def test_whatever_is_asked_of_something_of_the_program_is_a_mistake(asked: Any, name: str) -> None:
    if not hasattr(asked, name):
        assert is_own(raised(lambda: getattr(asked, name)))


def test_a_fault_that_names_nothing_is_a_mistake() -> None:
    assert is_own(AttributeError("nothing is named"))


@pytest.mark.parametrize(
    "fault",
    [ValueError("x"), KeyError("x"), IndexError("x"), TypeError("x"), OverflowError("x"),
     RecursionError("x"), DataError("select", {}, sqlite3.Error("x"))],
    ids=lambda fault: type(fault).__name__,
)  # fmt: skip
def test_what_reading_a_value_ends_in_is_of_the_value(fault: Exception) -> None:
    assert isinstance(fault, NO_ROW)
    assert not is_own(fault)
