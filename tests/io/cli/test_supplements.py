"""What was set aside is decided on later: at every door, in any number of lists, by two people."""

import csv
import json
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from verdeelsleutel.grants.decisions.allocation import Award, Reason
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.io.records.rounds import supplements
from verdeelsleutel.io.records.rounds.events import EventKind
from verdeelsleutel.io.records.rounds.reader import changing_round, reading_round
from verdeelsleutel.io.records.rounds.supplements import StoredSupplement
from verdeelsleutel.io.records.trail import verification
from verdeelsleutel.io.reports.open_data.outside.recompute import examined
from verdeelsleutel.io.rounds.actor import Actor
from verdeelsleutel.io.rounds.aside.supplementing import (
    case_done_over,
    rests_on,
    standing_before,
    supplement_case,
    supplementary,
    totals_with,
)
from verdeelsleutel.io.rounds.division import divide
from verdeelsleutel.io.rounds.ledger import book_supplement
from verdeelsleutel.io.rounds.state import record

from ..letters.pages import flat, page_texts
from .orders import (
    APPROVER,
    BECAUSE,
    MAKER,
    OTHER_APPROVER,
    SECOND,
    Desk,
    begun,
    command_of,
    written,
)
from .test_unknown import ROUND

NOBODY = "NERGENS-1"
OF = ("round", "supplement", ROUND)
Begin = Callable[..., Desk]


@pytest.fixture(scope="module")
def approved(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the round as it is, approved with C set aside, to copy."""
    folder = tmp_path_factory.mktemp("aanvullend") / "r"
    written(folder, samples, {})
    go(begun(folder, url_in(folder)), *DECIDED)
    return folder


@pytest.fixture
def begin(tmp_path: Path, samples: Path, approved: Path) -> Begin:
    """A round brought as far as these steps, with other cells in its workbook."""

    def made(changes: Mapping[str, Mapping[str, object]], *steps: str) -> Desk:
        folder = tmp_path / f"r{len(list(tmp_path.iterdir()))}"
        if not changes and steps[: len(DECIDED)] == DECIDED:
            shutil.copytree(approved, folder)
            desk, steps = Desk(folder, url_in(folder)), steps[len(DECIDED) :]
        else:
            written(folder, samples, changes)
            desk = begun(folder, url_in(folder))
        go(desk, *steps)
        return desk

    return made


def url_in(folder: Path) -> str:
    return f"sqlite:///{(folder / 'verdeel.db').as_posix()}"


_WHO = {"aside confirm": SECOND, "judge confirm": SECOND, "leave confirm": SECOND,
        "undo confirm": SECOND, "approve": APPROVER, "supplement approve": OTHER_APPROVER,
        "archive": OTHER_APPROVER}  # fmt: skip
_DAYS = {
    "screen": "", "request": "2026-04-03", "leave": "2026-05-04", "leave confirm": "2026-05-05",
    "approve": "2026-06-02", "letters": "2026-06-04", "judge": "2026-06-10",
    "judge confirm": "2026-06-11", "supplement": "2026-06-12", "withdraw": "2026-06-12",
    "undo": "2026-06-12", "undo confirm": "2026-06-12", "supplement approve": "2026-06-15",
    "supplement letters": "2026-06-17",
}  # fmt: skip
DECIDED = ("screen", "request", "leave", "leave confirm", "aside", "aside confirm", "answer",
           "allocate", "approve")  # fmt: skip


def go(desk: Desk, *steps: str, number: str = "C") -> None:
    for step in steps:
        day = _DAYS.get(step) or "2026-05-06"
        command = command_of(step, number, day, desk.folder)
        assert desk.give(_WHO.get(step, MAKER), *command) in (0, 1), (step, desk.said)


def does(desk: Desk, *command: str, by: str = MAKER) -> str:
    assert desk.give(by, *command) in (0, 1), (command, desk.said)
    return desk.said


def refused(desk: Desk, *command: str, by: str = MAKER) -> str:
    assert desk.give(by, *command) == 3, (command, desk.said)
    return desk.said


def aside(desk: Desk, number: str) -> None:
    put = ("judge", number, "--set-aside", "--round", ROUND, "--date", "2026-05-06")
    does(desk, *put, *BECAUSE)
    does(desk, *put, "--confirm", "--out", str(desk.folder / "berichten"), by=SECOND)


def condition(desk: Desk, answer: str, day: str = "2026-06-10") -> None:
    said = ("judge", "D", "--rule", "REQUIRES", "--round", ROUND, "--date", day)
    does(desk, *said, "--answer", answer, *BECAUSE)
    does(desk, *said, "--confirm", by=SECOND)


def told(desk: Desk, *command: str) -> Any:
    return json.loads(does(desk, *command, "--json"))


def text(pdf: Path) -> str:
    return flat(" ".join(page_texts(pdf.read_bytes())))


NEEDY = {"D": {"Vereist aanvraag": NOBODY}}


@pytest.mark.sample(every=2)
@pytest.mark.parametrize(("answer", "outcome"), [("met", "granted"), ("not_met", "refused_rule")])
def test_a_condition_about_an_application_of_no_round_is_answered_by_two_people(
    begin: Begin, answer: str, outcome: str
) -> None:
    desk = begin(NEEDY, *DECIDED[:-2])
    aside(desk, "D")
    go(desk, "allocate", "approve", "letters", "judge", "judge confirm")
    does(desk, *OF, "--date", "2026-06-12")
    left = does(desk, *OF, "--date", "2026-06-12")
    assert "Blijft aangehouden, nog te beslissen: D" in left
    status = does(desk, "round", "status", ROUND)
    assert "Aangehouden, nog te beslissen: C, D" in status
    condition(desk, answer)
    made = told(desk, *OF, "--date", "2026-06-13")
    assert {one["application_id"]: one["outcome"] for one in made["awards"]} == {
        "C": "granted", "D": outcome,
    }  # fmt: skip
    go(desk, "supplement approve", "supplement letters")
    letter = text(desk.folder / "later" / "D.pdf")
    assert f"alleen doorgaan samen met {NOBODY}" in letter or answer == "met"
    assert "Awb" in letter or "Algemene wet bestuursrecht" in letter
    explained = does(desk, "explain", "D", "--round", ROUND)
    assert "S. Vermeulen, bevestigd door B. Dekker" in explained
    does(desk, "audit", "verify")
    go(desk, "archive")


@pytest.mark.slow(
    sample="test_a_condition_about_an_application_of_no_round_is_answered_by_two_people"
)
def test_a_supplement_says_what_to_do_about_a_condition(begin: Begin) -> None:
    desk = begin(NEEDY | {"C": {"Score efficiëntie": 7}}, *DECIDED[:4], "answer")
    waits = does(desk, "round", "status", ROUND)
    assert "verdeel judge D --rule REQUIRES" in waits
    aside(desk, "D")
    go(desk, "allocate", "approve")
    said = refused(desk, *OF, "--date", "2026-06-12")
    assert f"D: De aanvraag kan volgens de aanvrager alleen doorgaan samen met {NOBODY}" in said
    assert "verdeel judge D --rule REQUIRES" in said
    coming = told(desk, "round", "status", ROUND)
    assert coming["set_aside"] == ["D"]
    wrong = ("judge", "A", "--rule", "REQUIRES", "--answer", "met", "--round", ROUND)
    assert desk.give(MAKER, *wrong, "--date", "2026-06-10", *BECAUSE) in (2, 3)


@pytest.mark.slow(
    sample="test_a_condition_about_an_application_of_no_round_is_answered_by_two_people"
)
def test_a_condition_that_fell_away_before_the_division_keeps_nobody_out(begin: Begin) -> None:
    desk = begin(NEEDY, *DECIDED[:-2])
    condition(desk, "met", day="2026-05-06")
    go(desk, "allocate")
    awards = {
        one["application_id"]: one for one in told(desk, "allocate", "--round", ROUND)["awards"]
    }
    assert awards["D"]["outcome"] in ("granted", "refused_ceiling")
    go(desk, "approve")
    does(desk, "audit", "verify")


@pytest.mark.slow(sample="test_a_supplement_and_what_came_after_it_can_be_checked_by_anybody")
def test_each_of_two_supplements_gets_its_letters_whenever_they_are_written(begin: Begin) -> None:
    desk = begin({"D": {"Score efficiëntie": None}}, *DECIDED[:-2])
    aside(desk, "D")
    go(desk, "allocate", "approve", "letters", "judge", "judge confirm", "supplement",
       "supplement approve")  # fmt: skip
    own = ("judge", "D", "--rule", "WBI-17", "--round", ROUND)
    value = ("--value", "Score efficiëntie=7", "--source", "advies van de commissie")
    does(desk, *own, "--date", "2026-06-16", *value, *BECAUSE)
    does(desk, *own, "--date", "2026-06-16", "--confirm", by=SECOND)
    does(desk, *OF, "--date", "2026-06-17")
    does(desk, *OF, "--approve", "--date", "2026-06-17", by=OTHER_APPROVER)
    later = ("--letters", "--out", str(desk.folder / "later"), "--date", "2026-06-18")
    for number in ("C", "D"):
        coming = told(desk, "round", "status", ROUND)["next"]
        assert coming.startswith("verdeel round supplement klein --letters"), number
        does(desk, *OF, *later)
        assert (desk.folder / "later" / f"{number}.pdf").is_file()
    with (desk.folder / "later" / "aanvullend_besluit.csv").open(encoding="utf-8-sig") as file:
        assert [r["aanvraagnummer"] for r in csv.DictReader(file, delimiter=";")] == ["C", "D"]
    assert told(desk, "round", "status", ROUND)["next"].startswith(
        "verdeel round archive klein --date "
    )
    go(desk, "archive")


@pytest.mark.slow(
    sample="tests/io/cli/test_chapter_three.py::test_no_decision_names_a_day_of_payment_that_is_over"
)
def test_no_letter_of_a_supplement_promises_a_payment_in_a_year_that_is_over(begin: Begin) -> None:
    desk = begin({}, *DECIDED, "judge", "judge confirm")
    does(desk, *OF, "--date", "2026-12-28")
    said = does(desk, *OF, "--approve", "--date", "2026-12-30", by=OTHER_APPROVER)
    assert "Haar brieven moeten uit met een dag in 2026" in said
    again = does(desk, *OF, "--approve", "--date", "2026-12-30", by=OTHER_APPROVER)
    assert "Dat was al vastgelegd; er is niets gewijzigd." in again
    assert desk.give(OTHER_APPROVER, *OF, "--approve", "--date", "2026-12-31") == 2
    letters = (*OF, "--letters", "--out", str(desk.folder / "later"), "--date")
    why = refused(desk, *letters, "2027-01-04")
    assert "Een brief van 04-01-2027 zou betaling beloven in een jaar dat voorbij is: C." in why
    assert not (desk.folder / "later").exists()
    assert "verdeel round supplement klein --date 2027-01-04" in why
    does(desk, *letters, "2026-12-31")
    does(desk, *letters, "2026-12-31")  # made again, whatever the day on which that is done
    with reading_round(desk.url, ROUND) as reader:
        (award,) = reader.supplements[-1].awards
        assert {one.year for one in award.payments} == {2026}


@pytest.mark.slow(
    sample="tests/io/cli/test_chapter_three.py::test_no_decision_names_a_day_of_payment_that_is_over"
)
def test_a_supplement_whose_year_is_over_is_decided_over_by_two_people(begin: Begin) -> None:
    desk = begin({}, *DECIDED)
    whole = ("letters", "--round", ROUND, "--out", str(desk.folder / "brieven"))
    does(desk, *whole, "--date", "2026-06-04")
    go(desk, "judge", "judge confirm")
    does(desk, *OF, "--date", "2026-12-28")
    does(desk, *OF, "--approve", "--date", "2026-12-30", by=OTHER_APPROVER)
    before = told(desk, "ledger", "--round", ROUND)["balances"]
    assert told(desk, *OF, "--date", "2027-01-05")["on"] == "2027-01-05"
    assert told(desk, "round", "status", ROUND)["next"].startswith(
        "verdeel round supplement klein --approve"
    )
    letters = (*OF, "--letters", "--out", str(desk.folder / "brieven"), "--date")
    refused(desk, *letters, "2027-01-06")  # what was approved is still that of 2026
    refused(desk, *OF, "--approve", "--date", "2027-01-06", by=MAKER)
    said = does(desk, *OF, "--approve", "--date", "2027-01-06", by=OTHER_APPROVER)
    assert "Deze lijst komt in de plaats van die van 30-12-2026" in said
    assert "artikel 3:40" in said
    assert told(desk, "ledger", "--round", ROUND)["balances"] == before
    does(desk, *letters, "2027-01-08")
    letter = text(desk.folder / "brieven" / "C.pdf")
    assert "8 januari 2027" in letter
    assert "2026 € 1.000.000" not in letter
    with reading_round(desk.url, ROUND) as reader:
        assert {one.year for one in reader.supplemented["C"].payments} == {2027}
        first, second = reader.supplements
        assert (first.numbers, second.numbers) == (("C",), ("C",))
    assert told(desk, "round", "status", ROUND)["next"].startswith(
        "verdeel round archive klein --date "
    )
    out = desk.folder / "rapport"
    does(desk, "report", "--round", ROUND, "--out", str(out))
    examined(out / "open_data")
    with (out / "open_data" / "payments.csv").open(encoding="utf-8", newline="") as file:
        assert [r["year"] for r in csv.DictReader(file) if r["application_id"] == "C"] == ["2027"]
    with (out / "open_data" / "decisions.csv").open(encoding="utf-8", newline="") as file:
        (row,) = [r for r in csv.DictReader(file) if r["application_id"] == "C"]
        assert row["decided_on"] == "2027-01-06"
    does(desk, "audit", "verify")
    does(desk, "audit", "verify", "--letters", str(desk.folder / "brieven"))
    does(desk, "bundle", "--round", ROUND, "--out", "ronde.zip")
    assert desk.asks("replay", "ronde.zip") == 0
    refused(desk, *OF, "--date", "2027-01-09")  # nothing waits any more
    go(desk, "archive")


@pytest.mark.slow(
    sample="test_a_condition_about_an_application_of_no_round_is_answered_by_two_people"
)
def test_an_exclusion_by_who_withdrew_since_refuses_nothing(begin: Begin) -> None:
    against = {"C": {"Sluit uit aanvraag": "D"}}
    outcomes: list[Any] = []
    for steps in ((), ("withdraw",)):
        desk = begin(against, *DECIDED)
        go(desk, *steps, "judge", "judge confirm", number="D")
        freed = told(desk, "ledger", "--round", ROUND)["balances"][0]["released"]
        outcomes.append((told(desk, *OF, "--date", "2026-06-12")["awards"], freed))
    (awards, nothing), (free, freed) = outcomes
    assert free[0]["outcome"] == "granted"
    assert free[0]["amount"] == free[0]["requested"]
    assert awards[0]["outcome"] == "refused_ceiling"
    assert "niet samengaan met die van D, waarover al is beslist" in awards[0]["reasons"][0]["nl"]
    assert (nothing, freed) == (0, 150_000_000)  # for whoever was refused only for money
    go(desk, "supplement approve", number="D")
    go(desk, "undo", "undo confirm", number="D")  # what was decided stands, and is worked out again
    does(desk, "audit", "verify")
    does(desk, "bundle", "--round", ROUND, "--out", "ronde.zip")
    assert desk.asks("replay", "ronde.zip") == 0


@pytest.mark.slow(
    sample="test_a_condition_about_an_application_of_no_round_is_answered_by_two_people"
)
def test_an_exclusion_stands_again_where_the_withdrawal_was_a_mistake(begin: Begin) -> None:
    desk = begin({"D": {"Sluit uit aanvraag": "C"}}, *DECIDED)
    go(desk, "withdraw", "judge", "judge confirm", "supplement", number="D")
    go(desk, "undo", "undo confirm", number="D")
    approve = (*OF, "--approve", "--date", "2026-06-15")
    assert "Maak haar opnieuw" in refused(desk, *approve, by=OTHER_APPROVER)
    (again,) = told(desk, *OF, "--date", "2026-06-12")["awards"]
    assert again["outcome"] == "refused_ceiling"


@pytest.mark.slow(
    sample="tests/io/cli/test_objections_decided.py::"
    "test_a_replay_says_what_a_round_with_the_corrected_workbook_gives"
)
def test_a_round_done_over_for_an_objection_leaves_out_who_withdrew_since(begin: Begin) -> None:
    against = {"Sluit uit aanvraag": "A; B", "Gevraagd bedrag": 900_000}
    desk = begin({"D": against}, *DECIDED[:-2])
    does(desk, "answer", "all", "INT-154", "--round", ROUND, "--date", "2026-05-06", *BECAUSE)
    go(desk, "allocate", "approve", "letters")
    with reading_round(desk.url, ROUND) as reader:
        given = [one.application_id for one in reader.allocation.awards if one.amount]
    assert given == ["D"]
    about = ("--round", ROUND, "--date", "2026-06-12")
    does(
        desk,
        "objection",
        "open",
        "A",
        "--channel",
        "post",
        *about,
        "--received",
        "2026-06-12",
        *BECAUSE,
    )
    over = ("objection", "replay", "BZ-1", "--round", ROUND, "--set", "project_name=Proefkade-Zuid")
    assert told(desk, *over)["after"]["outcome"] == "refused_ceiling"
    go(desk, "withdraw", number="D")
    assert told(desk, *over)["after"]["outcome"] == "granted"


def test_the_rules_of_a_supplement_are_those_of_the_day_of_the_decision(begin: Begin) -> None:
    desk = begin({}, *DECIDED, "judge", "judge confirm", "supplement")
    with reading_round(desk.url, ROUND) as reader:
        case = case_done_over(reader, ["C"])
        assert case.policy.round.decision_date == date(2026, 6, 2)  # planned was 1 June
        kept, asked = reader.assessments["C"], case.assessments["C"]
        assert kept == asked
        assert any("02-06-2029" in one.sentence_nl for one in asked)
        assert not any("01-06-2029" in one.sentence_nl for one in asked)


@pytest.mark.slow(
    sample="test_a_condition_about_an_application_of_no_round_is_answered_by_two_people"
)
def test_who_was_set_aside_keeps_its_reservation_when_a_withdrawal_was_a_mistake(
    begin: Begin,
) -> None:
    desk = begin({}, *DECIDED)
    before = told(desk, "ledger", "--round", ROUND)["balances"]
    go(desk, "withdraw")
    freed = told(desk, "ledger", "--round", ROUND)["balances"]
    assert freed != before
    go(desk, "undo", "undo confirm")
    after = told(desk, "ledger", "--round", ROUND)["balances"]
    assert [(one["reserved"], one["committed"]) for one in after] == [
        (one["reserved"], one["committed"]) for one in before
    ]
    for step in ("withdraw", "undo", "undo confirm"):  # one that has an award
        go(desk, step, number="D")
    again = told(desk, "ledger", "--round", ROUND)["balances"]
    assert [(one["reserved"], one["committed"]) for one in again] == [
        (one["reserved"], one["committed"]) for one in before
    ]
    does(desk, "audit", "verify")


FORGER = Actor(name="S. Vermeulen", role="officer")


def less_money(award: Award) -> Award:
    """A hundred euros less, in the first year, with everything else to match."""
    less = award.amount - Euro(10_000)
    first = award.payments[0]
    paid = first.model_copy(update={"amount": first.amount - Euro(10_000)})
    later = (paid, *award.payments[1:])
    return award.model_copy(update={"amount": less, "payable": less, "payments": later})


def another_reason(award: Award) -> Award:
    said = Reason(code="SUPPLEMENT", article="artikel 1", nl="Dat is zo.", en="It is so.")
    return award.model_copy(update={"reasons": (said,)})


def forged(desk: Desk, change: Callable[[Award], Award]) -> StoredSupplement:
    """Keep a changed supplement as the program would: its rows and its event."""
    with changing_round(desk.url, ROUND) as reader:
        on = date(2026, 6, 12)
        case, ready = supplement_case(reader, on)
        done_over, solution = divide(case, reader.seal)
        before = standing_before(reader, ready)
        awards = tuple(map(change, supplementary(case, before, done_over, ready, on)))
        made = StoredSupplement(
            row_id=0, allocation_id=reader.allocation_id or 0,
            input_hash=rests_on(reader, case, on), digest=supplements.digest_of(awards),
            made_by=FORGER.name, on=on, awards=awards,
            totals=totals_with(case, before, awards), done_over=done_over, solution=solution,
        )  # fmt: skip
        supplements.add(reader, made)
        record(reader, EventKind.SUPPLEMENT_MADE, FORGER)
        assert verification.verify(reader.session) == ()
        return reader.supplements[-1]


@pytest.mark.parametrize(
    "change", [less_money, pytest.param(another_reason, marks=pytest.mark.slow)]
)
def test_a_forged_supplement_is_refused_at_every_door(
    begin: Begin, change: Callable[[Award], Award]
) -> None:
    desk = begin({}, *DECIDED, "letters", "judge", "judge confirm")
    forged(desk, change)
    on, out = ("--date", "2026-06-15"), str(desk.folder / "uit")
    before = sorted(desk.folder.rglob("*"))
    doors = (
        (*OF, "--approve", *on), (*OF, "--list", "--out", "lijst.pdf"),
        ("report", "--round", ROUND, "--out", out),
        ("ledger", "--round", ROUND, "--out", str(desk.folder / "grootboek.journal")),
        ("bundle", "--round", ROUND, "--out", "ronde.zip"),
    )  # fmt: skip
    for door in doors:
        said = refused(desk, *door, by=OTHER_APPROVER)
        assert "De aanvullende lijst: de lijst van 12-06-2026: " in said, door
    assert desk.asks("audit", "verify") == 3
    assert sorted(desk.folder.rglob("*")) == before
    with changing_round(desk.url, ROUND) as reader:  # the forger puts a name under it too
        (made,) = reader.supplements
        supplements.approve(reader, made, "P. Wiersma", date(2026, 6, 15))
        book_supplement(reader, made.awards, date(2026, 6, 15))
        record(reader, EventKind.SUPPLEMENT_APPROVED, Actor(name="P. Wiersma", role="approver"))
    for door in (*doors[2:], (*OF, "--letters", "--out", out, *on)):
        assert "De aanvullende lijst: " in refused(desk, *door), door
    assert sorted(desk.folder.rglob("*")) == before


@pytest.mark.slow(sample="test_a_supplement_and_what_came_after_it_can_be_checked_by_anybody")
def test_a_bundle_does_the_supplements_over_too(begin: Begin) -> None:
    desk = begin({}, *DECIDED, "letters", "judge", "judge confirm", "supplement",
                 "supplement approve", "supplement letters")  # fmt: skip
    does(desk, "bundle", "--round", ROUND, "--out", "ronde.zip")
    assert desk.asks("replay", "ronde.zip", "--json") == 0
    steps = {one["what"]: one["difference"] for one in json.loads(desk.said)["steps"]}
    assert steps["de aanvullende lijst"] == ""


def test_a_supplement_and_what_came_after_it_can_be_checked_by_anybody(begin: Begin) -> None:
    desk = begin({}, *DECIDED, "letters", "judge", "judge confirm", "supplement",
                 "supplement approve", "supplement letters")  # fmt: skip
    about = ("--round", ROUND)
    does(desk, "pay", "order", "C", *about, "--date", "2026-06-18")
    does(desk, "withdraw", "A", *about, "--date", "2026-06-19", "--reason", "brief van het college")
    out = desk.folder / "rapport"
    does(desk, "report", *about, "--out", str(out))
    published = out / "open_data"
    assert any("Hoe bij aanvulling is beslist op C" in one.nl for one in examined(published).unseen)
    with (published / "later_decisions.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert [row[key] for key in ("application_id", "decision", "after_eur")] == [
        "A", "withdrawn", "0.00",
    ]  # fmt: skip
    with (published / "decisions.csv").open(encoding="utf-8", newline="") as file:
        rows = {one["application_id"]: one for one in csv.DictReader(file)}
    assert (rows["C"]["standing"], rows["C"]["still_committed_eur"]) == (
        "committed", rows["C"]["amount_eur"],
    )  # fmt: skip
    assert rows["C"]["decided_on"] == "2026-06-15"
