"""The municipalities, and the one definition of a column."""

from datetime import datetime

import pytest
from pydantic import ValidationError

from verdeelsleutel.grants.applications.application import Application, ProjectApplication
from verdeelsleutel.grants.applications.checks import check_application
from verdeelsleutel.grants.columns import Kind, columns_of
from verdeelsleutel.grants.homes import StatedHomes
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.municipality import (
    canonical_code,
    is_called,
    municipalities,
    municipality_by_name,
    provinces,
    succeeded,
    successions,
)


def test_there_are_342_municipalities_in_twelve_provinces() -> None:
    assert len(municipalities()) == 342
    assert len(provinces()) == 12


@pytest.mark.parametrize("written", ["GM0363", "gm0363", "0363", "363", " 363 "])
def test_a_code_is_the_same_however_it_is_written(written: str) -> None:
    assert canonical_code(written) == "GM0363"


@pytest.mark.parametrize(
    ("written", "old"),
    [("GM0501", "Brielle"), ("530", "Hellevoetsluis"), ("gm0614", "Westvoorne")],
)
def test_a_code_that_ended_names_its_successor(written: str, old: str) -> None:
    assert canonical_code(written) is None
    ended = succeeded(written)
    assert ended is not None
    assert (ended.name, municipalities()[ended.successor].name) == (old, "Voorne aan Zee")


def test_every_successor_is_a_municipality_and_ends_no_other() -> None:
    for code, one in successions().items():
        assert one.successor in municipalities()
        assert one.successor not in successions()
        assert (code in municipalities()) is (one.since.year > 2026)


@pytest.mark.parametrize(
    ("written", "code", "told"),
    [
        ("Bergen", "GM0373", True), ("Bergen", "GM0893", True), ("gemeente Bergen", "GM0893", True),
        ("Bergen", "GM0363", False), ("Bergen NH", "GM0893", False),
        ("Hengelo (Ov)", "GM0164", True),
        ("Gemeente Utrecht", "GM0344", True), ("Utrecht", "GM0363", False),
    ],
)  # fmt: skip
def test_a_name_is_held_against_its_code(written: str, code: str, told: bool) -> None:
    assert is_called(municipalities()[code], written) is told


@pytest.mark.parametrize("written", ["", "GM9999", "Amsterdam", "36.3", "GM03633"])
def test_an_unknown_code_is_no_code(written: str) -> None:
    assert canonical_code(written) is None


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Den Haag", "GM0518"),
        ("'s-gravenhage", "GM0518"),
        ("den bosch", "GM0796"),
        ("Hengelo", "GM0164"),
        ("SUDWEST-FRYSLAN", "GM1900"),
    ],
)
def test_a_municipality_is_known_by_its_names(written: str, code: str) -> None:
    found = municipality_by_name(written)
    assert found is not None
    assert found.code == code


def test_the_columns_follow_from_the_fields() -> None:
    columns = {column.field: column for column in columns_of(ProjectApplication)}
    assert columns["requested"].label == "Gevraagd bedrag"
    assert columns["requested"].kind is Kind.MONEY
    assert columns["requested"].required
    assert not columns["minimum"].required
    assert columns["homes.social_rent"].label == "Sociale huurwoningen"
    assert columns["homes.social_rent"].required
    assert columns["payments.2040"].year == 2040
    assert columns["email"].personal


def test_a_yearly_statement_may_leave_out_the_project_and_the_amount() -> None:
    columns = {column.field: column for column in columns_of(Application)}
    assert not columns["project_id"].required
    assert not columns["requested"].required


def an_application(**changes: object) -> ProjectApplication:
    stated: dict[str, object] = {
        "application_id": "wbi-2026-0001",
        "municipality_code": "363",
        "project_id": "AMS-01",
        "project_name": "Oeverpark",
        "received_at": datetime(2026, 9, 14, 10, 30),  # noqa: DTZ001 - offices record local time
        "requested": Euro.euros(1_000_000),
        "homes": StatedHomes(social_rent=100, other=150),
    }
    return ProjectApplication.model_validate({**stated, **changes})


def test_an_application_number_is_one_and_the_same_whatever_its_case() -> None:
    assert an_application().application_id == "WBI-2026-0001"


@pytest.mark.parametrize("number", ["CON", "lpt1", "../brief", "A" * 41, "", "WBI 1"])
def test_a_number_that_cannot_name_a_letter_is_refused(number: str) -> None:
    with pytest.raises(ValidationError):
        an_application(application_id=number)


def codes(application: Application) -> list[str]:
    return [finding.code for finding in check_application(application)]


def test_an_ordinary_application_has_no_findings() -> None:
    assert codes(an_application(municipality="Amsterdam")) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"municipality": "Utrecht"}, "INT-020"),
        ({"minimum": Euro.euros(1_000_001)}, "INT-021"),
        ({"payments": [{"year": 2026, "amount": 99_999_999}]}, "INT-022"),
        ({"first_start": "2028-01-02", "last_start": "2028-01-01"}, "INT-023"),
        ({"excludes": ["WBI-2026-0001"]}, "INT-024"),
        ({"homes": StatedHomes()}, "INT-025"),
        ({"homes": StatedHomes(other=50_001)}, "INT-026"),
    ],
)
def test_what_does_not_agree_is_found(changes: dict[str, object], code: str) -> None:
    assert codes(an_application(**changes)) == [code]
