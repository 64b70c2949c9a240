"""A public body that is no municipality gets the answer that its scheme gives, with the article."""

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import Verdeel
from .test_unknown import DECIDED, MAKER, POLICY, ROUND, Small, row, workbook

BWBI = "Alleen een gemeente kan aanvragen (artikel 2, eerste lid, van het Besluit Woningbouwimpuls"
GB = "moet een mens zien (artikelen 1 en 2, derde lid, van de Tijdelijke regeling specifieke"


@pytest.fixture
def small(desk: Path, samples: Path, verdeel: Verdeel) -> Small:
    return Small(desk, samples, verdeel)


def filed(small: Small, instrument: str, *rows: dict[str, Any]) -> str:
    policy = small.policy(POLICY.format(decision=DECIDED))
    small.does("round", "open", ROUND, "--policy", policy, "--as", MAKER)
    book = workbook(small.desk / "aanvragen.xlsx", {instrument: [*rows]})
    told = small.verdeel("load", book, *small.of(MAKER))
    assert told.code == 1
    return " ".join(told.out.split())


@pytest.mark.parametrize(
    ("instrument", "code", "said"),
    [("woningbouwimpuls", "INT-115", BWBI), ("gebiedsbudget", "INT-116", GB)],
)
def test_a_public_body_is_told_what_its_scheme_says_of_it(
    small: Small, instrument: str, code: str, said: str
) -> None:
    written = (
        "Bonaire", "openbaar lichaam Sint Eustatius", "SABA", "provincie Utrecht", "PV26",
        "Gemeenschappelijke regeling Regio Foodvalley", "Metropoolregio Eindhoven",
        "Hoogheemraadschap van Delfland",
    )  # fmt: skip
    rows = [
        row(instrument, f"B-{at}", Gemeentecode=name, Gebied="Haven-Stad")
        if instrument == "gebiedsbudget"
        else row(instrument, f"B-{at}", Gemeentecode=name)
        for at, name in enumerate(written)
    ]
    shown = filed(small, instrument, *rows)
    assert shown.count(code) == len(written)
    assert shown.count(said) == len(written)
    assert "INT-014" not in shown
    assert "een openbaar lichaam in Caribisch Nederland" in shown
    assert "een gemeenschappelijke regeling" in shown
    lines = json.loads(small.does("round", "applications", ROUND, "--json"))
    assert {one["state"] for one in lines} == {"incomplete"}
    assert [one["municipality"] for one in lines] == [None] * len(written)


def test_a_name_without_a_code_and_a_partner_say_so_too(small: Small) -> None:
    shown = filed(
        small, "woningbouwimpuls",
        row("woningbouwimpuls", "A", Gemeentecode=None, Gemeente="Bonaire"),
        row("woningbouwimpuls", "B", Deelnemende_gemeenten="Utrecht; provincie Utrecht"),
        row("woningbouwimpuls", "C", Gemeentecode=None, Gemeente="Utrecht"),
        row("woningbouwimpuls", "D", Gemeentecode="GM9999"),
    )  # fmt: skip
    assert shown.count("INT-115") == 2
    assert (shown.count("INT-007"), shown.count("INT-014")) == (1, 1)
