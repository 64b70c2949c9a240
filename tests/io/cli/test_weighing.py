"""What is published of an application and its letters, weighed by name (Woo article 5.1)."""

from __future__ import annotations

import csv
import json
import random
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlmodel import Session, create_engine

from verdeelsleutel.io.reports.open_data.outside.recompute import UNREADABLE, examined

from ..records import coherent
from ..records.filled import loosened
from ..reports.open_data.changes import OF_WEIGHING, Change, restate
from .after import OF, OTHER_APPROVER, ROUND, After, gb, quietly, wbi
from .conftest import APPROVER, MAKER, SECOND, Verdeel

SEED = 20261203
DAY, NEXT = ("--date", "2026-06-20"), ("--date", "2026-06-21")
WHY = ("--reason", "De ontwikkelaar onderhandelt nog over de grondprijs.")
ROWS: dict[str, list[dict[str, Any]]] = {
    "gebiedsbudget": [gb("GB-1", 1, Projectnaam="Slagerij Jansen")],
    "woningbouwimpuls": [
        wbi("WBI-1", 2, Gemeentecode="GM0599"),
        wbi("WBI-2", 2, Gemeentecode="GM0518"),
        wbi("WBI-3", 2, Gemeentecode="GM0363"),
        wbi("WBI-4", 2, Gemeentecode="GM0344", Score_noodzaak=6),
    ],
}


@pytest.fixture(scope="module")
def sent(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> After:
    """A round whose letters went."""
    made = After(tmp_path_factory.mktemp("wegen"), quietly).written(samples)
    made.decided({key: [dict(one) for one in own] for key, own in ROWS.items()})
    return made


@pytest.fixture
def round_(sent: After, desk: Path, verdeel: Verdeel) -> After:
    return sent.copied(desk / "kopie", verdeel)


def weighed(after: After, number: str, what: str, outcome: str, ground: str | None = None) -> None:
    """Weighed by one, confirmed by another."""
    of = ("publish", "weigh", number, *OF, "--what", what)
    on = () if ground is None else ("--ground", ground)
    after.does(*of, "--outcome", outcome, *on, *WHY, *DAY, *MAKER)
    after.does(*of, "--confirm", *NEXT, *SECOND)


def published(after: After) -> Path:
    out = after.desk / "rapport"
    after.does("report", *OF, "--out", out, *MAKER)
    return out / "open_data"


def table(path: Path, key: str = "application_id") -> dict[str, dict[str, str]]:
    return {row[key]: row for row in csv.DictReader(path.read_text("utf-8").splitlines())}


def test_a_weighing_counts_when_another_confirms_it_and_stands_in_the_trail(round_: After) -> None:
    of = ("publish", "weigh", "wbi-1", *OF, "--what", "publiek tekort")
    say = (*of, "--outcome", "withheld", "--ground", "5.1 lid 2 onder b", *WHY, *DAY)
    told = round_.says(*say, *MAKER)
    assert (told["subject"], told["ground"], told["officer"]) == (
        "shortfall", "5.1.2b", "S. Vermeulen",
    )  # fmt: skip
    assert told["new"] is True
    assert round_.says(*say, *MAKER)["new"] is False
    assert table(published(round_) / "weighing.csv") == {}
    assert "kan het niet bevestigen" in round_.refused(*of, "--confirm", *DAY, *MAKER)
    again = round_.does(*say, *MAKER)
    assert again.startswith("WBI-1, Publiek tekort: niet openbaar")
    assert '--what "Publiek tekort" --confirm' in again
    stands = round_.does("round", "status", ROUND)
    assert "WBI-1 (weging van wat openbaar wordt: Publiek tekort)" in stands
    confirmed = round_.says(*of, "--confirm", *NEXT, *SECOND)
    assert (confirmed["confirmed_by"], confirmed["confirmed_on"]) == ("B. Dekker", "2026-06-21")
    row = table(published(round_) / "weighing.csv")["WBI-1"]
    assert (row["outcome"], row["ground"], row["people"], row["weighed_on"]) == (
        "withheld", "5.1.2b", "2", "2026-06-21",
    )  # fmt: skip
    assert row["article"] == "artikel 5.1, tweede lid, onder b, van de Wet open overheid"
    assert "Vermeulen" not in (published(round_) / "weighing.csv").read_text("utf-8")
    round_.sound()
    with sqlite3.connect(round_.desk / "verdeel.db") as database:
        kinds = database.execute("SELECT kind FROM event ORDER BY number DESC LIMIT 2").fetchall()
    assert kinds == [("publication.weighing_confirmed",), ("publication.weighed",)]


@pytest.mark.slow(sample="test_a_weighing_counts_when_another_confirms_it_and_stands_in_the_trail")
def test_what_is_kept_back_has_its_claim_in_its_place_and_recompute_says_so(round_: After) -> None:
    weighed(round_, "GB-1", "Projectnaam", "withheld", "5.1.2e")
    weighed(round_, "WBI-3", "requested", "withheld", "5.1.1c")
    weighed(round_, "WBI-3", "Woningen", "withheld", "5.1.2f")
    weighed(round_, "WBI-1", "Publiek tekort", "published")
    folder = published(round_)
    rows = table(folder / "decisions.csv")
    assert (rows["GB-1"]["project"], rows["WBI-3"]["requested_eur"]) == ("", "")
    assert {rows["WBI-3"][key] for key in rows["WBI-3"] if key.startswith("homes_asked")} == {""}
    assert rows["GB-1"]["withheld"] == "shortfall costs project_name"
    assert "shortfall" not in rows["WBI-1"]["withheld"].split()
    told = {
        (row["application_id"], row["subject"]): row
        for row in csv.DictReader((folder / "weighing.csv").read_text("utf-8").splitlines())
    }
    assert told["WBI-3", "requested"]["in_its_place"] == "claim"
    assert told["WBI-1", "shortfall"]["value"] != ""
    rule = json.loads((folder / "distribution_rule.json").read_text("utf-8"))
    asked = {one["application"]: one["requested_cents"] for one in rule["claims"]}
    assert asked["WBI-3"] == 200_000_000
    assert rule["totals"]["requested_cents"] == sum(asked.values()) - asked["WBI-3"]
    giving = (folder / "360giving.json").read_text("utf-8")
    assert "Slagerij" not in giving + (folder / "decisions.csv").read_text("utf-8")
    found = quietly("recompute", folder)
    assert found.code == 0, found.out
    assert "4 wegingen, waarvan 3 met een grond van artikel 5.1 Woo" in found.out
    assert "Van 1 aanvragen (WBI-3) is wat is gevraagd na weging niet openbaar" in found.out
    page = (folder / "distribution_rule.md").read_text("utf-8")
    assert "artikel 5.1, tweede lid, onder e" in page


@pytest.mark.slow(sample="test_a_weighing_counts_when_another_confirms_it_and_stands_in_the_trail")
def test_a_letter_is_weighed_likewise(round_: After) -> None:
    weighed(round_, "WBI-1", "WBI-1.pdf", "partly", "5.1.2f")
    weighed(round_, "GB-1", "GB-1.pdf", "withheld", "5.1.5")
    folder = published(round_)
    rows = table(folder / "publication_list.csv", "document")
    columns = ("publication", "ground", "weighed_on")
    assert [
        tuple(rows[f"{number}.pdf"][column] for column in columns)
        for number in ("WBI-1", "GB-1", "WBI-2")
    ] == [("partly", "5.1.2f", "2026-06-21"), ("withheld", "5.1.5", "2026-06-21"),
          ("published", "", "")]  # fmt: skip
    assert quietly("recompute", folder).code == 0


@pytest.mark.slow(sample="test_a_weighing_counts_when_another_confirms_it_and_stands_in_the_trail")
def test_the_newest_weighing_with_two_names_counts(round_: After) -> None:
    weighed(round_, "WBI-1", "Publiek tekort", "published")
    of = ("publish", "weigh", "WBI-1", *OF, "--what", "Publiek tekort")
    round_.does(*of, "--outcome", "withheld", "--ground", "5.1.2b", *WHY, *DAY, *MAKER)
    assert table(published(round_) / "weighing.csv")["WBI-1"]["outcome"] == "published"
    waits = round_.says("publish", "list", *OF, "--waiting")
    assert [(one["subject"], one["outcome"]) for one in waits] == [("shortfall", "withheld")]
    round_.does(*of, "--confirm", *NEXT, *SECOND)
    assert table(published(round_) / "weighing.csv")["WBI-1"]["outcome"] == "withheld"
    assert "wacht" not in round_.does("publish", "list", *OF)
    assert "weging van wat openbaar wordt" not in round_.does("round", "status", ROUND)


def test_many_are_weighed_in_a_workbook_or_a_csv_all_or_none(round_: After) -> None:
    file = round_.desk / "openbaarheid.xlsx"
    told = round_.says("publish", "weigh", "--template", file, *OF, *MAKER)
    book: Any = openpyxl.load_workbook(file)
    sheet = book["Openbaarheid"]
    heads = [cell.value for cell in sheet[1]]
    rows = [dict(zip(heads, (c.value for c in r), strict=True)) for r in sheet.iter_rows(min_row=2)]
    assert len(rows) == told["rows"]
    assert {(r["Wat"], r["Nu"]) for r in rows if r["Aanvraagnummer"] == "WBI-1"} >= {
        ("Publiek tekort", "niet openbaar"), ("Gevraagd bedrag", "openbaar"), ("brief", "openbaar"),
    }  # fmt: skip
    at = {name: heads.index(name) + 1 for name in ("Openbaarheid", "Grond", "Motivering")}

    def fill(row: int, outcome: str, ground: str, why: str = WHY[1]) -> None:
        for name, text in (("Openbaarheid", outcome), ("Grond", ground), ("Motivering", why)):
            sheet.cell(row, at[name], text)
        book.save(file)

    fill(2, "niet openbaar", "5.1.2.f")
    fill(3, "geheim", "5.1.2f")
    many = ("publish", "weigh", "--file", file, *OF, *DAY)
    wrong = round_.verdeel(*many, *MAKER)
    assert wrong.code == 1
    assert "Openbaarheid!" in wrong.out
    assert "geheim is geen uitkomst" in wrong.out
    assert round_.says("publish", "list", *OF) == []
    fill(3, "openbaar", "")
    assert "2 van de 2 wegingen vastgelegd" in round_.does(*many, *MAKER)
    assert "0 van de 2 wegingen vastgelegd" in round_.does(*many, *MAKER)
    comma = round_.desk / "openbaarheid.csv"
    with comma.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=";")
        writer.writerows([cell.value or "" for cell in row] for row in sheet.iter_rows())
    second = ("publish", "weigh", "--file", comma, "--confirm", *OF, *NEXT)
    assert "2 van de 2 wegingen bevestigd" in round_.does(*second, *SECOND)
    assert len(round_.says("publish", "list", *OF)) == 2
    round_.sound()


@pytest.mark.sample(every=3)
@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (("WBI-1", "--what", "Grondprijs", "--outcome", "withheld", "--ground", "5.1.2f", *WHY), 2,
         "Te wegen zijn: Publiek tekort"),
        (("WBI-9", "--what", "Kosten", "--outcome", "withheld", "--ground", "5.1.2f", *WHY), 2,
         "geen leesbare aanvraag WBI-9"),
        (("WBI-1", "--what", "Kosten", "--outcome", "withheld", "--ground", "5.1.2k", *WHY), 2,
         "Noem met --ground de grond van artikel 5.1 Woo"),
        (("WBI-1", "--what", "Kosten", "--outcome", "withheld", *WHY), 2, "Noem met --ground"),
        (("WBI-1", "--what", "Kosten", "--outcome", "published", "--ground", "5.1.2f", *WHY), 2,
         "heeft geen grond om het niet te worden"),
        (("WBI-1", "--what", "Kosten", "--outcome", "partly", "--ground", "5.1.2f", *WHY), 2,
         "alleen een brief kan het deels zijn"),
        (("WBI-1", "--what", "GB-1.pdf", "--outcome", "partly", "--ground", "5.1.2f", *WHY), 2,
         "heeft geen 'GB-1.pdf'"),
        (("WBI-1", "--what", "Kosten", "--outcome", "withheld", "--ground", "5.1.2f",
          "--reason", "geheim"), 2, "ten minste 10 tekens"),
        (("WBI-1", "--what", "Kosten", "--confirm"), 2, "is nog niets gewogen"),
        (("WBI-1", "--outcome", "withheld"), 2, "met --what"),
    ],
)  # fmt: skip
def test_what_cannot_be_weighed_is_told_and_nothing_is_kept(
    round_: After, more: tuple[str, ...], code: int, said: str
) -> None:
    told = round_.refused("publish", "weigh", *more, *OF, *DAY, *MAKER, code=code)
    assert said in told, told
    assert round_.says("publish", "list", *OF) == []


def test_nothing_is_weighed_before_the_decision_or_dated_before_it(round_: After) -> None:
    say = ("publish", "weigh", "WBI-1", *OF, "--what", "Kosten", "--outcome", "published", *WHY)
    assert "kan niet van 01-05-2026 zijn" in round_.refused(*say, "--date", "2026-05-01", *MAKER)


@pytest.fixture(scope="module")
def folder(sent: After, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The open data of a round in which fields and letters were weighed."""
    after = sent.copied(tmp_path_factory.mktemp("gewogen") / "kopie", quietly)
    weighed(after, "GB-1", "Projectnaam", "withheld", "5.1.2e")
    weighed(after, "WBI-3", "requested", "withheld", "5.1.1c")
    weighed(after, "WBI-4", "Woningen", "withheld", "5.1.2f")
    weighed(after, "WBI-1", "Publiek tekort", "published")
    weighed(after, "WBI-2", "WBI-2.pdf", "partly", "5.1.2f")
    return published(after)


@pytest.mark.sample(every=2)
@pytest.mark.parametrize("change", OF_WEIGHING)
def test_what_is_forged_of_a_weighing_is_noticed(
    change: Change, folder: Path, tmp_path: Path
) -> None:
    draw = random.Random(SEED)
    for _ in range(12):
        copy = tmp_path / "changed"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(folder, copy)
        told = change(draw, copy)
        restate(copy)
        with pytest.raises(UNREADABLE):
            pytest.fail(f"{told} is not noticed: {examined(copy).holds}")


def test_the_approver_can_confirm_too_and_another_round_is_left_alone(round_: After) -> None:
    of = ("publish", "weigh", "WBI-1", *OF, "--what", "Kosten")
    round_.does(*of, "--outcome", "published", *WHY, *DAY, *APPROVER)
    assert round_.says(*of, "--confirm", *NEXT, *OTHER_APPROVER)["confirmed_by"]
    assert "Ronde" in round_.refused("publish", "list", "--round", f"{ROUND}-2", code=2)


SECOND_ROW = "(SELECT max(id) FROM publication_weighing WHERE confirms IS NOT NULL)"
OTHER_WORDS = {
    "outcome": "published", "ground": "5.1.2c", "reason": "Dat is zo afgesproken.",
    "subject": "costs", "application_id": "WBI-3",
}  # fmt: skip


def rewritten(after: After, *changes: str) -> str:
    """What the door says once the second name was changed and the whole trail written anew."""
    file = after.desk / "verdeel.db"
    with loosened(file) as connection:
        for one in changes:
            connection.execute(one)
    engine = create_engine(f"sqlite:///{file.as_posix()}")
    with Session(engine) as session:
        coherent.retold(session)
        session.commit()
    engine.dispose()
    told = after.verdeel("audit", "verify")
    assert told.code != 0, told.out
    return told.out + told.err


@pytest.mark.parametrize("seed", range(2))
def test_a_second_name_under_something_else_is_found_at_the_door(round_: After, seed: int) -> None:
    weighed(round_, "WBI-1", "Publiek tekort", "withheld", "5.1.2b")
    column = random.Random(SEED + seed).choice(sorted(OTHER_WORDS))
    change = f"UPDATE publication_weighing SET {column} = '{OTHER_WORDS[column]}'"
    told = rewritten(round_, f"{change} WHERE id = {SECOND_ROW}")
    assert "de weging van shortfall van WBI-1 is niet wat B. Dekker goedkeurde" in told


def test_a_second_name_of_the_same_person_is_found_at_the_door(round_: After) -> None:
    weighed(round_, "WBI-1", "Publiek tekort", "withheld", "5.1.2b")
    told = rewritten(
        round_,
        f"UPDATE publication_weighing SET officer = 'S. Vermeulen' WHERE id = {SECOND_ROW}",
        "UPDATE event SET person = (SELECT number FROM person WHERE name = 'S. Vermeulen') "
        "WHERE number = (SELECT max(number) FROM event)",
    )
    assert "heeft twee keer dezelfde naam: S. Vermeulen" in told
