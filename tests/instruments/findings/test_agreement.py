"""Findings about what does not agree: every code is listed, every finding says what to do."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.instruments.applications import application
from verdeelsleutel.instruments.findings import agreement
from verdeelsleutel.instruments.instrument import instruments


def nothing(key: str, **changes: str) -> Any:
    """An application that asks nothing, without a column that its scheme does not have."""
    fields = {spec.field for spec in instruments()[key].columns}
    asked = {"requested": "€ 0", "compensable_vat": "€ 0", **changes}
    return application(key, {name: value for name, value in asked.items() if name in fields})


def test_every_code_that_is_given_is_in_the_list_and_the_other_way_round() -> None:
    folder = Path(str(agreement.__file__)).parents[1]
    given = {
        code
        for path in folder.rglob("*.py")
        for code in re.findall(r'"(INT-[0-9]{3})"', path.read_text(encoding="utf-8"))
    }
    listed = set(re.findall(r"^(INT-[0-9]{3})", agreement.__doc__ or "", re.MULTILINE))
    assert given == listed


ASKED = [
    own.key
    for own in instruments().values()
    if any(spec.field == "requested" for spec in own.columns)
]


@pytest.mark.parametrize("key", ASKED)
def test_asking_nothing_is_pointed_out(key: str) -> None:
    asked = nothing(key)
    assert "INT-104" in [f.code for f in instruments()[key].checks(asked)]


@pytest.mark.parametrize("key", ["nplv_ruimte", "nplv_capaciteit"])
def test_a_statement_without_costs_is_pointed_out(key: str) -> None:
    asked = application(key, {"costs": "€ 0", "compensable_vat": "€ 0"})
    assert [f.code for f in instruments()[key].checks(asked)] == ["INT-126"]


@pytest.mark.parametrize("key", ["nplv_ruimte", "nplv_capaciteit"])
def test_more_compensable_vat_than_costs_is_pointed_out(key: str) -> None:
    asked = application(key, {"costs": "€ 100", "compensable_vat": "€ 100,01"})
    assert [f.code for f in instruments()[key].checks(asked)] == ["INT-125"]


@pytest.mark.parametrize("key", list(instruments()))
def test_a_finding_says_what_is_wrong_and_what_to_do(key: str) -> None:
    asked = nothing(key, nplv_area="Nergens")
    for finding in instruments()[key].checks(asked):
        assert finding.message.endswith(".")
        assert finding.cure.endswith(".")
        assert finding.application_id == asked.application_id
