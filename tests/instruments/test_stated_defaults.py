"""Every default is stated: listed in the documentation, and in what the template and letter say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pydantic import BaseModel

from verdeelsleutel.grants.columns import columns_of
from verdeelsleutel.grants.rounds import policy as policies
from verdeelsleutel.grants.rounds.constraint import ConstraintPolicy, Group
from verdeelsleutel.grants.rounds.fund import FundPolicy
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.instruments.instrument import Instrument, instruments
from verdeelsleutel.instruments.stated_defaults import (
    ENGLISH_NAMES,
    bears_on_decisions,
    decided_by_default,
    keys_of_policy,
    markdown,
)

from .applications import application

TODAY = date(2026, 9, 1)
PAGE = Path(__file__).parents[2] / "docs" / "stated_defaults.md"

# Optional columns without a default: what is asked where it is empty, and by which rule; and what
# nothing rests on.
ASKED = {
    "first_start": "WBI-08", "last_start": "WBI-09, GB-05", "score_necessity": "WBI-16",
    "score_effectiveness": "WBI-16", "score_efficiency": "WBI-16", "score_housing_task": "WBI-18",
    "measures_ready": "GB-06", "costs_from": "GB-03", "inhabitants": "WBI-02",
    "compensable_vat": "GB-09, BER-06",
    "over_programmed": "RS-05", "lot": "the tie, which needs lots",
}  # fmt: skip
NOTHING_RESTS_ON = {
    "municipality": "held against the code where it is there",
    "project_id": "a statement without a project stands for itself",
    "project_name": "a name", "requested": "the law sets the amount of a statement",
    "contact": "a person", "email": "a person",
    "municipality_codes": "the municipality of the code applies alone",
    "public_body": "the municipality of the code applies itself",
}  # fmt: skip


def test_the_list_in_the_documentation_is_that_of_the_program() -> None:
    page = PAGE.read_text(encoding="utf-8")
    table = page[page.index("| Waar |") :]
    assert table == markdown()


@pytest.mark.parametrize("instrument", instruments().values(), ids=list(instruments()))
def test_an_empty_cell_is_a_finding_a_question_a_stated_default_or_decides_nothing(
    instrument: Instrument,
) -> None:
    for column in instrument.columns:
        ways = [
            column.required,
            bool(column.if_empty),
            column.field in ASKED,
            column.field in NOTHING_RESTS_ON,
        ]
        if column.required:
            assert not column.if_empty, column.label
        else:
            assert sum(ways) == 1, column.label


def test_a_default_of_a_column_stands_in_its_explanation() -> None:
    for instrument in instruments().values():
        for column in instrument.columns:
            if column.if_empty and not column.field.startswith(("costs.", "started.")):
                assert "leeg" in column.note.lower(), (instrument.key, column.label)


def optional_keys(model: type[BaseModel]) -> set[str]:
    return {name for name, field in model.model_fields.items() if not field.is_required()}


def test_every_key_that_a_policy_may_leave_out_has_a_stated_default() -> None:
    listed = {model: set(keys) for model, keys in keys_of_policy().items()}
    tables = {
        policies.RoundPolicy, FundPolicy, policies.InstrumentPolicy, Group,
        ConstraintPolicy, policies.FixedPolicy, policies.OrderPolicy,
        policies.SolverPolicy,
    }  # fmt: skip
    assert set(listed) == tables
    for model in tables:
        assert listed[model] == optional_keys(model), model.__name__
    assert optional_keys(Policy) == {
        "constraint", "fixed", "order", "solver", "edition", "objective", "marginal",
    }  # fmt: skip


def told(
    key: str, changes: dict[str, object], *tags: str, no_money: bool = False, on: date = TODAY
) -> list[str]:
    asked = application(key, changes)
    found = decided_by_default(asked, instruments()[key], tags, no_money=no_money, on=on)
    return [f"{one.nl} ({one.value_nl})" for one in found]


def test_each_default_that_a_letter_can_tell_has_an_english_name_and_value() -> None:
    tags = ("industrialised", "nplv", "large_scale", "breakthrough")
    for key, instrument in instruments().items():
        empty = application(key, dict.fromkeys(("minimum", "third_party", "public_revenue"), ""))
        found = decided_by_default(empty, instrument, tags, no_money=True, on=TODAY)
        columns = [
            column
            for column in columns_of(instrument.model)
            if column.if_empty and column.year is None
            and bears_on_decisions(column, instrument, tags, no_money=True, on=TODAY)
        ]  # fmt: skip
        assert {one.nl for one in found} <= {column.label for column in columns}
        assert {column.field for column in columns} <= ENGLISH_NAMES.keys()
        dutch = ("nee", "niets", "leeg", "bedrag", "woningen", "gebied")
        for one in found:
            assert one.en == one.en.replace(one.nl, "")
            assert not any(word in f"{one.en} {one.value_en}".lower().split() for word in dutch)


def test_a_letter_tells_the_defaults_that_bear_on_its_decision_and_no_others() -> None:
    changes: dict[str, object] = {"third_party": "", "nplv_area": "Amsterdam Zuidoost"}
    assert told("woningbouwimpuls", changes) == [
        "Te slopen woningen (0)", "Grootschalig gebied (nee)", "Bijdragen derden (€\u00a00)",
    ]  # fmt: skip
    assert told("bereikbaarheid", {}) == []
    assert told("bereikbaarheid", {}, "nplv", no_money=True) == [
        "Minimaal bedrag (alles of niets)",
        "NPLV-gebied (nee)",
    ]
    assert told("gebiedsbudget", {}) == ["Niet in aanmerking (€\u00a00)"]
    assert told("realisatiestimulans", {"already_subsidised": 3}) == []


def test_a_letter_tells_no_default_of_what_the_text_of_its_window_did_not_ask() -> None:
    """Net homes are asked since 2026, points for the location since August 2025."""
    changes: dict[str, object] = {"third_party": "", "nplv_area": "", "large_scale_area": ""}
    places = ["NPLV-gebied (nee)", "Grootschalig gebied (nee)"]
    third = "Bijdragen derden (€\u00a00)"
    for day, expected in {
        date(2022, 8, 19): [third],
        date(2025, 7, 31): [third],
        date(2025, 8, 1): [*places, third],
        date(2025, 12, 31): [*places, third],
        date(2026, 1, 1): ["Te slopen woningen (0)", *places, third],
    }.items():
        assert told("woningbouwimpuls", changes, on=day) == expected
    # The division counts by the area all the same, where the policy does.
    assert told("woningbouwimpuls", changes, "nplv", on=date(2022, 8, 19)) == [places[0], third]
