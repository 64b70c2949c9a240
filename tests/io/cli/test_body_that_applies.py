"""A public body that applies itself, where its scheme knows it: from its row to its money.

The municipality of its row is that of the homes. Whatever is decided is for the body: letters,
register and payments have its name, and no code.
"""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from verdeelsleutel.grants.applications.public_body import body_called
from verdeelsleutel.io.reports.open_data.outside.recompute import examined

from .conftest import Verdeel
from .test_completing import text_of
from .test_unknown import DECIDED, MAKER, POLICY, ROUND, Small, row, workbook

BODY = "Gemeenschappelijke regeling Regio Foodvalley"
BOARD = "Het dagelijks bestuur van de gemeenschappelijke regeling Regio Foodvalley"
ADDRESS = ("Postbus 9024", "6710 HM Ede")


@pytest.fixture
def small(desk: Path, samples: Path, verdeel: Verdeel) -> Small:
    return Small(desk, samples, verdeel)


def rows_of(file: Path, separator: str = ";") -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=separator))


def applied(small: Small, *rows: dict[str, Any]) -> None:
    office = small.desk / "office.toml"
    lines = ", ".join(f'"{line}"' for line in ADDRESS)
    text = office.read_text(encoding="utf-8")
    office.write_text(f'{text}\n[municipality_addresses]\n"{BODY}" = [{lines}]\n', encoding="utf-8")
    small.screened(gebiedsbudget=[*rows])


def granted(small: Small) -> Path:
    """A round with an award to the body and one to a municipality, its letters sent."""
    applied(
        small, row("gebiedsbudget", "A", Gemeentecode="GM0228", Openbaar_lichaam=BODY,
                   Gevraagd_bedrag=3_000_000),
        row("gebiedsbudget", "B", Gevraagd_bedrag=1_000_000),
    )  # fmt: skip
    does = small.does("answer", "all", "INT-134", "--date", "2026-03-31", "--reason", "Nagezocht.",
                      *small.of(MAKER))  # fmt: skip
    assert does
    small.judged("A", "GB-18", "--answer", "met")
    assert small.outcomes() == {"A": "granted", "B": "granted"}
    approved = small.approve("--date", "2026-06-01")
    assert approved.code == 0, approved.out + approved.err
    out = small.desk / "brieven"
    small.does("letters", "--date", "2026-06-03", "--out", out, "--no-word", "--metadata",
               *small.of(MAKER))  # fmt: skip
    return out


@pytest.mark.slow(sample="test_a_public_body_gets_its_letter_its_money_and_its_place_in_every_list")
def test_whether_a_public_body_may_apply_is_asked_by_the_rule_of_its_scheme(small: Small) -> None:
    applied(small, row("gebiedsbudget", "A", Openbaar_lichaam=BODY))
    asked = small.rule("A", "GB-18")
    assert asked["answer"] == "needs_judgement"
    assert asked["article"].startswith("artikel 2, derde lid, van de Tijdelijke regeling")
    assert f"De aanvraag is van {BODY}, niet van een gemeente" in asked["sentence_nl"]
    assert small.outcomes() == {"A": "needs_judgement"}
    small.judged("A", "GB-18", "--answer", "not_met")
    assert small.outcomes() == {"A": "refused_rule"}
    assert small.approve("--date", "2026-06-01").code == 0
    out = small.desk / "brieven"
    small.does("letters", "--date", "2026-06-03", "--out", out, "--no-word", *small.of(MAKER))
    letter = text_of(out / "A.pdf")
    assert f"{BOARD} {' '.join(ADDRESS)}" in letter
    assert "artikel 2, derde lid" in letter


def test_a_public_body_gets_its_letter_its_money_and_its_place_in_every_list(small: Small) -> None:
    out = granted(small)
    letter = text_of(out / "A.pdf")
    assert f"{BOARD} {' '.join(ADDRESS)}" in letter
    assert "Geacht bestuur," in letter
    assert "gemeente Ede" not in letter
    (line,) = [one for one in rows_of(out / "letters.csv") if one["aanvraagnummer"] == "A"]
    assert (line["gemeentecode"], line["gemeente"]) == ("", BODY)
    kept = (out / "A.mdto.xml").read_text(encoding="utf-8")
    assert f"<verwijzingNaam>{BODY}</verwijzingNaam>" in kept
    assert "CBS-gemeentecode" not in kept
    lines = json.loads(small.does("round", "applications", ROUND, "--json"))
    who = {one["application_id"]: (one["municipality_code"], one["municipality"]) for one in lines}
    assert who == {"A": (None, BODY), "B": ("GM0363", "Amsterdam")}
    explained = small.does("explain", "A", "--round", ROUND)
    assert BODY in explained
    assert "De woningen komen in de gemeente Ede." in explained
    assert "Het openbaar lichaam vraagt" in explained
    assert "De gemeente vraagt" not in explained
    assert "De gemeente vraagt" in small.does("explain", "B", "--round", ROUND)
    small.does("report", "--out", small.desk / "rapport", *small.of(MAKER))
    published = small.desk / "rapport" / "open_data"
    examined(published)
    told = {one["application_id"]: one for one in rows_of(published / "decisions.csv", ",")}
    assert [told[n]["public_body"] for n in "AB"] == [BODY, ""]
    assert [told[n]["municipality"] for n in "AB"] == ["Ede", "Amsterdam"]
    giving = json.loads((published / "360giving.json").read_text(encoding="utf-8"))
    names = [one["recipientOrganization"][0]["name"] for one in giving["grants"]]
    assert names == [BODY, "Gemeente Amsterdam"]
    small.does("pay", "order", "A", "--date", "2026-06-04", "--out", small.desk, *small.of(MAKER))
    (order,) = [file for file in small.desk.glob("*.csv") if "opdracht" in file.name]
    (paid,) = rows_of(order)
    assert (paid["gemeentecode"], paid["gemeente"]) == ("", BODY)
    found = json.loads(small.does("query", "municipality", "GM0228", "--round", ROUND, "--json"))
    assert found
    assert small.verdeel("audit", "verify").code == 0
    assert small.verdeel("audit", "verify", "--letters", out).code == 0
    small.does("bundle", "--round", ROUND, "--out", small.desk / "ronde.zip")
    assert small.verdeel("replay", small.desk / "ronde.zip").code == 0


@pytest.mark.slow(sample="test_a_public_body_gets_its_letter_its_money_and_its_place_in_every_list")
def test_a_public_body_objects_and_reports_in_its_own_name(small: Small) -> None:
    out = granted(small)
    small.does(
        "objection", "open", "A", "--channel", "post",
            "--received", "2026-06-20", "--date", "2026-06-20", "--reason",
        "Het bedrag is te laag.", "--out", out, *small.of(MAKER),
    )  # fmt: skip
    (answer,) = out.glob("*ontvangst*BZ-1*.pdf")
    assert BOARD in text_of(answer)
    (one,) = json.loads(small.does("objection", "list", "--round", ROUND, "--json"))
    assert (one["objector"], one["kind"]) == (BODY, "applicant")
    # GB 6(7) binds whoever was given the grant: the homes are in Ede, the duty is the body's.
    ede = ("--municipality", "GM0228")
    slug = "grregiofoodvalley"
    book, homes = f"voortgang_GM0228_{slug}.xlsx", small.desk / "voortgang"
    small.does("monitor", "template", ROUND, "--out", homes, "--as", MAKER)
    assert {file.name for file in homes.iterdir()} == {book, "voortgang_GM0363.xlsx"}
    sent = ("--date", "2027-05-20", "--until", "2027-07-01", "--out", homes, *ede)
    assert f"Gevraagd: {BODY}, " in small.does("monitor", "ask", ROUND, *sent, "--as", MAKER)
    asked = text_of(homes / f"voortgangsverzoek_GM0228-GB-{slug}.pdf")
    assert f"{BOARD} {' '.join(ADDRESS)}" in asked
    assert "A: Proefplan A (woningen in de gemeente Ede)" in asked
    assert book in asked
    late = ("--date", "2027-07-15", "--until", "2027-08-01", "--out", homes, *ede)
    small.does("monitor", "remind", ROUND, *late, "--as", MAKER)
    assert BOARD in text_of(homes / f"voortgangsherinnering_GM0228-GB-{slug}.pdf")
    told = small.does("monitor", "status", ROUND, "--date", "2027-07-15")
    assert f"A ({BODY})" in told
    small.does("monitor", "load", homes / book, "--date", "2027-07-15", "--as", MAKER)
    assert small.verdeel("audit", "verify").code == 0


def test_a_public_body_completes_what_it_wrote_in_the_place_of_a_municipality(
    small: Small,
) -> None:
    policy = small.policy(POLICY.format(decision=DECIDED))
    small.does("round", "open", ROUND, "--policy", policy, "--as", MAKER)
    first = row("gebiedsbudget", "A", Gemeentecode=BODY)
    told = small.verdeel("load", workbook(small.desk / "a.xlsx", {"gebiedsbudget": [first]}),
                         *small.of(MAKER))  # fmt: skip
    assert "INT-116" in told.out
    small.does("screen", "--close", *small.of(MAKER))
    out = small.desk / "brieven"
    small.does("complete", "request", "A", "--date", "2026-04-07", "--out", out, *small.of(MAKER))
    assert BOARD in text_of(out / "aanvulling_A.pdf")
    mended = row("gebiedsbudget", "A", Gemeentecode="GM0228", Openbaar_lichaam=BODY)
    again = workbook(small.desk / "b.xlsx", {"gebiedsbudget": [mended]})
    small.does("load", again, "--date", "2026-04-14", *small.of(MAKER))
    lines = json.loads(small.does("round", "applications", ROUND, "--json"))
    assert [(one["state"], one["municipality"]) for one in lines] == [("complete", BODY)]
    small.does("screen", *small.of(MAKER))
    assert small.rule("A", "GB-18")["answer"] == "needs_judgement"


def test_a_municipality_is_no_other_public_body(small: Small) -> None:
    policy = small.policy(POLICY.format(decision=DECIDED))
    small.does("round", "open", ROUND, "--policy", policy, "--as", MAKER)
    book = {"gebiedsbudget": [row("gebiedsbudget", "A", Openbaar_lichaam="gemeente Utrecht")]}
    told = small.verdeel("load", workbook(small.desk / "a.xlsx", book), *small.of(MAKER))
    assert told.code == 1
    assert "INT-117" in told.out


@pytest.mark.parametrize(
    ("name", "board"),
    [
        ("PV26", "Gedeputeerde staten"), ("provincie Gelderland", "Gedeputeerde staten"),
        ("Regio Foodvalley", "Het bestuur"),
        ("Waterschap Vallei en Veluwe", "Het dagelijks bestuur"),
        ("Metropoolregio Eindhoven", "Het dagelijks bestuur"),
    ],
)  # fmt: skip
def test_any_name_is_that_of_a_body_and_has_its_board(name: str, board: str) -> None:
    body = body_called(name)
    assert body.board[0] == board
    greeted = "Geacht bestuur," if board.endswith("bestuur") else "Geacht college,"
    assert body.salutation[0] == greeted
