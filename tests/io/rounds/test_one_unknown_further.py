"""No list rests on a cell of a further sheet that nobody stated, unless something names it."""

from __future__ import annotations

import pytest

from verdeelsleutel.grants.rounds.policy import DistributionRule

from .further_unknown import (
    SHEETS,
    FurtherCase,
    divided_with,
    every_further_case,
    possible_further,
    read,
    some_further,
)
from .one_unknown import CELLS, Divided

_SEED, _SOME = 20261130, 24


def _unnamed(case: FurtherCase) -> list[object]:
    """The values with which the list is another one, though nothing says what is unknown."""
    found = read(case.sheet, case.field, CELLS[case.cell])
    if found.told or found.added is None:
        return []
    if case.column.if_empty and case.cell == "empty":
        return []
    list_as_read = divided_with(case, found)
    if list_as_read.asks:
        return []
    other: list[object] = []
    for value in possible_further(case):
        known = read(case.sheet, case.field, value)
        if known.told or known.added is None:
            continue
        if decided(divided_with(case, known)) != decided(list_as_read):
            other.append(value)
    return other


def decided(found: Divided) -> tuple[object, ...]:
    """The list, and what is granted and settled beside it (RS-09 to RS-11)."""
    beside = {code: found.measured.get(code) for code in ("RS-09", "RS-10", "RS-11")}
    return dict(found.cents), beside


@pytest.mark.parametrize("case", some_further(_SOME, _SEED), ids=str)
def test_a_list_names_what_is_unknown_on_a_further_sheet(case: FurtherCase) -> None:
    assert _unnamed(case) == []


@pytest.mark.slow
@pytest.mark.parametrize("rule", list(DistributionRule))
def test_no_list_rests_on_an_unknown_cell_of_any_further_sheet(rule: DistributionRule) -> None:
    cases = [case for case in every_further_case() if case.rule is rule]
    assert {str(case): values for case in cases if (values := _unnamed(case))} == {}


@pytest.mark.parametrize("name", list(SHEETS))
def test_a_row_whose_cell_is_empty_adds_nothing_unless_it_says_so(name: str) -> None:
    """Of each column that is needed: a statement never has less than was meant in silence."""
    for column in SHEETS[name].columns:
        if column.required:
            found = read(name, column.field, "")
            assert found.told, column.label


def test_each_rule_and_each_column_of_a_further_sheet_is_among_the_cases() -> None:
    cases = every_further_case()
    assert {(case.sheet, case.field) for case in cases} == {
        (name, column.field) for name, kind in SHEETS.items() for column in kind.columns
    }
    assert {case.rule for case in cases} == set(DistributionRule)


@pytest.mark.parametrize(
    ("sheet", "field", "values"),
    [
        ("NPLV-toeslag", "costs", (500_000, 1_210_000)),
        ("NPLV-toeslag", "granted_before", (0, 400_000_000)),
        ("Correcties", "actual", (0, 290, 300)),
        ("Correcties", "owed", (0, 1_000_000)),
    ],
)
def test_what_stands_on_a_further_sheet_decides(
    sheet: str, field: str, values: tuple[int, ...]
) -> None:
    """So that a value taken for another would be seen."""
    case = FurtherCase(sheet, field, "empty", DistributionRule.PRO_RATA)
    told = {str(decided(divided_with(case, read(sheet, field, value)))) for value in values}
    assert len(told) == len(values)


@pytest.mark.parametrize("name", list(SHEETS))
def test_a_row_in_which_nothing_is_unknown_is_taken_in(name: str) -> None:
    found = read(name, "", None)
    assert not found.told
    assert found.added is not None
    assert any(found.added.values())
