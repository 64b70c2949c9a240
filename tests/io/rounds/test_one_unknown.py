"""The list is never that of a value which nobody stated, unless something names what is unknown."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from verdeelsleutel.grants.columns import Kind
from verdeelsleutel.grants.rounds.policy import DistributionRule, Policy
from verdeelsleutel.grants.said import Said, said
from verdeelsleutel.instruments.instrument import instruments

from .one_unknown import (
    CELLS,
    DAY_ONLY,
    TARGET,
    Case,
    Unreadable,
    as_cell,
    divided,
    every_case,
    fields_of,
    policy_of,
    possible,
    some,
    told_at,
    with_value,
)

_SEED, _SOME, _MANY = 20261129, 48, 2_000


def _is_default(case: Case) -> bool:
    """Whether the cell says what the template states for an empty one: nothing, or no."""
    if not case.column.if_empty:
        return False
    word = str(CELLS[case.cell])
    says_no = case.column.kind in (Kind.AREA, Kind.NAMES, Kind.YES_NO) and said(word) is Said.NO
    return case.cell == "empty" or says_no


def _unnamed(case: Case) -> list[object]:
    """The values with which the list is another one, though nothing says what is unknown."""
    try:
        target = with_value(case, fields_of(case, TARGET, 0), as_cell(case))
    except Unreadable:  # a finding at the cell, and the row takes no part
        return []
    found = divided(case, target)
    if found.asks or told_at(case, target) or _is_default(case):
        return []
    other: list[object] = []
    for value in possible(case):
        try:
            known = with_value(case, fields_of(case, TARGET, 0), value)
        except Unreadable:
            continue
        if not told_at(case, known) and divided(case, known).cents != found.cents:
            other.append(value)
    return other


@pytest.mark.parametrize("case", some(_SOME, _SEED), ids=str)
def test_a_list_names_what_is_unknown_or_does_not_rest_on_it(case: Case) -> None:
    assert _unnamed(case) == []


@pytest.mark.slow
@pytest.mark.parametrize("part", range(20))
def test_two_thousand_rounds_name_what_is_unknown_or_do_not_rest_on_it(part: int) -> None:
    cases = some(_MANY, _SEED + 1)[part::20]
    assert {str(case): values for case in cases if (values := _unnamed(case))} == {}


def test_the_cases_are_of_every_column_of_every_scheme_under_every_rule() -> None:
    cases = every_case()
    for key, instrument in instruments().items():
        fields = {c.field for c in instrument.columns if c.year in (None, 2026, 2027)}
        for rule in DistributionRule:
            assert {c.field for c in cases if (c.instrument, c.rule) == (key, rule)} == fields
    many = some(_MANY, _SEED + 1)
    assert {(c.instrument, c.field) for c in many} == {(c.instrument, c.field) for c in cases}
    assert {(c.instrument, c.rule) for c in many} == {(c.instrument, c.rule) for c in cases}


@pytest.mark.sample(every=4)
@pytest.mark.parametrize("rule", list(DistributionRule))
@pytest.mark.parametrize("key", list(instruments()))
def test_a_day_of_receipt_without_a_time_decides_nothing(key: str, rule: DistributionRule) -> None:
    assert _unnamed(Case(key, "received_at", DAY_ONLY, rule)) == []


@pytest.mark.parametrize(
    "key",
    ["round", "round.id", "round.kind", "round.window_opens", "round.window_closes", "funds",
     "funds.vro.total", "instruments.gebiedsbudget.fund", "instruments.gebiedsbudget.rule"],
)  # fmt: skip
def test_a_key_that_a_policy_needs_is_never_taken_for_a_value(key: str) -> None:
    case = Case("gebiedsbudget", "area", "empty", DistributionRule.CLOSED_LIST)
    written: Any = policy_of(case).model_dump(mode="json")
    at = written
    *tables, last = key.split(".")
    for table in tables:
        at = at[table]
    del at[last]
    with pytest.raises(ValidationError, match=last):
        Policy.model_validate(written)
