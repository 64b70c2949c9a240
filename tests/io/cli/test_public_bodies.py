"""A public body that is no municipality gets the answer that its scheme gives, with the article."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from verdeelsleutel.io.reports.open_data.outside.recompute import examined

from .conftest import Verdeel
from .test_completing import text_of
from .test_unknown import DECIDED, MAKER, POLICY, ROUND, SECOND, Small, row, workbook

BWBI = "Alleen een gemeente kan aanvragen (artikel 2, eerste lid, van het Besluit Woningbouwimpuls"
GB = "kan hier aanvragen (artikelen 1 en 2, derde lid, van de Tijdelijke regeling specifieke"


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
    assert [one["municipality"] for one in lines] == [
        "provincie Utrecht" if name == "PV26" else name for name in written
    ]


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


def test_a_body_that_cannot_apply_gets_its_decision_by_its_own_name_and_address(
    small: Small,
) -> None:
    filed(
        small, "woningbouwimpuls",
        row("woningbouwimpuls", "A", Gemeentecode="PV26"),
        row("woningbouwimpuls", "B", Gemeentecode=None, Gemeente="openbaar lichaam Bonaire"),
        row("woningbouwimpuls", "C"),
    )  # fmt: skip
    office = small.desk / "office.toml"
    text = office.read_text(encoding="utf-8")
    own = '"Provincie Utrecht" = ["Postbus 80300", "3508 TH Utrecht"]'
    assert "\n[municipality_addresses]" not in text
    text = f"{text}\n[municipality_addresses]\n{own}\n"
    office.write_text(text, encoding="utf-8")
    small.does("screen", "--close", *small.of(MAKER))
    out = small.desk / "brieven"
    small.does(
        "complete", "acknowledge", "A", "B", "--date", "2026-03-20", "--out", out, *small.of(MAKER)
    )
    small.does(
        "complete", "request", "A", "B", "--date", "2026-04-07", "--out", out, *small.of(MAKER)
    )
    asked = text_of(out / "aanvulling_A.pdf")
    assert "Gedeputeerde staten van de provincie Utrecht Postbus 80300 3508 TH Utrecht" in asked
    assert BWBI in asked
    board = "Het bestuurscollege van het openbaar lichaam Bonaire"
    assert board in text_of(out / "aanvulling_B.pdf")
    assert board in text_of(out / "ontvangst_B.pdf")
    waits = json.loads(small.does("round", "applications", ROUND, "--json"))
    assert [(one["state"], one["municipality"]) for one in waits] == [
        ("completing", "provincie Utrecht"), ("completing", "openbaar lichaam Bonaire"),
        ("complete", "Utrecht"),
    ]  # fmt: skip
    terms = small.verdeel("calendar", "--date", "2026-04-08", "--json", "--round", ROUND)
    asking = [one for one in json.loads(terms.out)["terms"] if "aanvullen" in one["what"]["nl"]]
    assert [(one["applications"], one["first"]) for one in asking] == [(["A", "B"], "2026-04-21")]
    for number in ("A", "B"):
        small.does(
            "complete", "close", number, "--date", "2026-05-04", "--out", out, "--reason",
            "Er meldde zich geen gemeente die de aanvraag overneemt.", *small.of(MAKER),
        )  # fmt: skip
        small.does(
            "complete", "close", number, "--confirm", "--date", "2026-05-05", "--out", out,
            *small.of(SECOND),
        )  # fmt: skip
    decided = text_of(out / "A.pdf")
    assert "Gedeputeerde staten van de provincie Utrecht Postbus 80300" in decided
    assert BWBI in decided
    assert "niet in behandeling" in decided
    assert "bezwaar" in decided
    assert "openbaar lichaam Bonaire;woningbouwimpuls" in (out / "nietbehandeld.csv").read_text(
        encoding="utf-8-sig"
    )
    assert small.outcomes() == {"A": "not_treated", "B": "not_treated", "C": "granted"}
    approved = small.approve("--date", "2026-06-01")
    assert approved.code == 0, approved.out + approved.err
    small.does("letters", "--date", "2026-06-03", "--out", out, "--no-word", *small.of(MAKER))
    assert "provincie Utrecht" in small.does("explain", "A", "--round", ROUND)
    small.does("report", "--out", small.desk / "rapport", *small.of(MAKER))
    published = small.desk / "rapport" / "open_data"
    examined(published)
    with (published / "decisions.csv").open(encoding="utf-8", newline="") as file:
        rows = {one["application_id"]: one for one in csv.DictReader(file)}
    assert [rows[n]["municipality"] for n in "AB"] == [
        "provincie Utrecht", "openbaar lichaam Bonaire",
    ]  # fmt: skip
    assert [rows[n]["decided_on"] for n in "AB"] == ["2026-05-05", "2026-05-05"]
    small.does(
        "objection", "open", "A", "--channel", "post",
            "--received", "2026-05-20", "--date", "2026-05-20", "--reason",
        "De provincie kan wel aanvragen.", "--out", out, *small.of(MAKER),
    )  # fmt: skip
    (answer,) = out.glob("*ontvangst*BZ-1*.pdf")
    assert "Gedeputeerde staten van de provincie Utrecht" in text_of(answer)
    assert small.verdeel("audit", "verify").code == 0


def test_a_body_that_withdraws_gets_its_confirmation(small: Small) -> None:
    filed(
        small, "gebiedsbudget",
        row("gebiedsbudget", "A", Gemeentecode="Bonaire", Gebied="Haven-Stad"),
    )  # fmt: skip
    out = small.desk / "brieven"
    small.does(
        "withdraw", "A", "--date", "2026-03-20", "--reason", "Een eigen besluit volgt.", "--out",
        out, *small.of(MAKER),
    )  # fmt: skip
    said = text_of(out / "intrekking_A.pdf")
    assert "Het bestuurscollege van Bonaire" in said
    (line,) = json.loads(small.does("round", "applications", ROUND, "--json"))
    assert (line["state"], line["municipality"]) == ("withdrawn", "Bonaire")
