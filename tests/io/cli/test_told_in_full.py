"""What the program tells to do can be typed as it stands, and what it leaves out is told."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from .conftest import MAKER, ROUND, Verdeel
from .test_bad_input import one_sentence, state
from .test_changes import as_json
from .test_unknown import DECIDED, REASON, SECOND, Small, row
from .test_unknown import MAKER as BY
from .test_unknown import ROUND as SMALL


@pytest.fixture
def small(desk: Path, samples: Path, verdeel: Verdeel) -> Small:
    return Small(desk, samples, verdeel)


def in_two_schemes() -> dict[str, list[dict[str, Any]]]:
    """One project in two schemes, and the same name under two codes in a third application."""
    of = {"Projectcode": "P-1", "Gemeentecode": "GM0344"}
    return {
        "woningbouwimpuls": [
            row("woningbouwimpuls", "A", **of, Projectnaam="Kade"),
            row("woningbouwimpuls", "B", Projectnaam="Kade", Gevraagd_bedrag=1_000_000),
        ],
        "gebiedsbudget": [row("gebiedsbudget", "C", **of)],
    }


def filled(path: Path, answers: dict[str, str], reason: str = REASON) -> Path:
    """The workbook of questions with an answer at each code."""
    book: Any = openpyxl.load_workbook(path)
    sheet = book["Antwoorden"]
    head = {cell.value: cell.column for cell in sheet[1]}
    for at in range(2, sheet.max_row + 1):
        said = answers.get(sheet.cell(at, head["Vraag"]).value)
        if said is not None:
            sheet.cell(at, head["Antwoord"]).value = said
            sheet.cell(at, head["Motivering"]).value = reason
    book.save(path)
    return path


def test_many_questions_are_answered_by_one_workbook(small: Small) -> None:
    small.screened(decision=DECIDED, **in_two_schemes())
    asked = {(one["application_id"], one["code"]) for one in small.questions()}
    assert {("A", "INT-156"), ("C", "INT-151")} <= asked | {("A", "INT-151"), ("C", "INT-151")}
    told = small.does("answer", "--template", "vragen.xlsx", *small.of(BY))
    assert f"{len(asked)} vragen" in told
    assert f"--round {SMALL} --date jjjj-mm-dd" in told
    on = ("--file", "vragen.xlsx", "--date", "2026-05-04", *small.of(BY))
    assert small.verdeel("answer", *on).code == 2  # nothing was filled in
    codes = {code for _, code in asked}
    filled(Path("vragen.xlsx"), dict.fromkeys(codes, "klopt") | {"INT-156": "misschien"})
    before = state(small.desk / "verdeel.db")
    wrong = small.verdeel("answer", *on)
    assert wrong.code == 1
    assert re.search(
        r"vragen\.xlsx, Antwoorden!G\d+  A INT-156: 'misschien' is geen antw", wrong.out
    )
    filled(Path("vragen.xlsx"), {"INT-156": "telt niet mee"})
    assert "Een antwoord wijst niets af" in small.verdeel("answer", *on).out
    assert state(small.desk / "verdeel.db") == before  # all, or none
    filled(Path("vragen.xlsx"), {"INT-156": "ja"})
    done = small.does("answer", *on)
    assert f"{len(asked)} van de {len(asked)} antwoorden vastgelegd" in done
    assert "Er wacht geen vraag meer op een antwoord.\nHierna: verdeel allocate" in done
    assert small.questions() == []
    before = state(small.desk / "verdeel.db")
    assert "de rest stond al vast" in small.does("answer", *on)
    assert state(small.desk / "verdeel.db") == before
    assert small.verdeel("audit", "verify").code == 0


def test_one_way_of_answering_at_a_time(small: Small) -> None:
    small.screened(decision=DECIDED, **in_two_schemes())
    for given in (
        (), ("A",), ("A", "INT-151", "--file", "x.xlsx"), ("--file", "x.xlsx", "--no"),
        ("--template", "x.xlsx", "--file", "x.xlsx"),
    ):  # fmt: skip
        assert small.verdeel("answer", *given, *small.of(BY)).code == 2, given


def test_a_remark_waits_for_no_answer(small: Small) -> None:
    """The phases are not known: the homes count as those of the whole project, and once."""
    told = small.screened(woningbouwimpuls=[row("woningbouwimpuls", "A", Deelplan="n.n.b.")])
    assert not [one for one in told["findings"] if one["severity"] == "question"]
    refused = small.verdeel("answer", "A", "INT-107", "--reason", REASON, "--date", "2026-05-04",
                            *small.of(BY))  # fmt: skip
    assert refused.code == 2
    assert "INT-107 wacht op geen antwoord" in one_sentence(refused)
    small.does("allocate", *small.of(BY))
    assert small.approve().code == 0


def test_a_question_about_the_round_stays_with_a_version_that_came_later(small: Small) -> None:
    """What was asked of an application is asked of the version that takes its place too."""
    small.screened(decision=DECIDED, **in_two_schemes())
    assert [one for one in small.questions() if one["code"] == "INT-151"]
    waits = json.loads(small.does("round", "status", SMALL, "--json"))["questions"]
    lines = json.loads(small.does("round", "applications", SMALL, "--json"))
    assert waits == [one["application_id"] for one in lines if one["questions"]]
    assert {one["waits_for"] for one in lines if one["questions"]} == {"officer"}


HINT = re.compile(
    r'verdeel judge \S+ --rule WBI-\d+ (?:--value "[^"]+" )+'
    r'--source "..." --reason "..." --round klein --date jjjj-mm-dd'
)


def test_the_hint_to_judge_names_all_that_the_command_asks(small: Small) -> None:
    told = small.screened(
        woningbouwimpuls=[row("woningbouwimpuls", "A", Score_noodzaak=None)],
        gebiedsbudget=[row("gebiedsbudget", "B", Kosten_vanaf=None)],
    )
    by_number = {one["application_id"]: one["who"] for one in told["open"]}
    assert HINT.search(by_number["A"])
    whole = 'verdeel judge B --rule GB-03 --answer met|not_met --reason "..." --round klein --date'
    assert whole in by_number["B"]
    checked = small.verdeel("round", "check", SMALL)
    assert HINT.search(checked.out)
    assert whole in checked.out


@pytest.mark.parametrize("step", ["status", "check", "applications"])
def test_a_round_is_named_with_an_option_too(at: Any, verdeel: Verdeel, step: str) -> None:
    at("allocated")
    plain = verdeel("round", step, ROUND, "--json")
    assert verdeel("round", step, "--round", ROUND, "--json") == plain
    assert verdeel("round", step, "--json", f"--round={ROUND}") == plain
    assert verdeel("round", step, "--json") == plain  # the only round of its database
    assert verdeel("round", step, "--round").code == 0


def test_an_amendment_shows_which_keys_change(at: Any, less_money: Path, verdeel: Verdeel) -> None:
    at("screened")
    why = ("--reason", "De Kamer heeft het budget bij amendement verlaagd.")
    shown = verdeel("round", "amend", ROUND, "--policy", less_money, *why, *MAKER)
    assert "Wijzigt in het beleid (1 sleutel):" in shown.out
    changed = "funds.mobiliteitsfonds.total: € 2.500.000.000 → € 500.000.000"
    assert changed in shown.out.replace("\u00a0", " ")
    (told,) = as_json(verdeel, "round", "amend", ROUND)
    assert [one["key"] for one in told["changes"]] == ["funds.mobiliteitsfonds.total"]


def test_concepts_of_an_outdated_list_say_so(at: Any, verdeel: Verdeel) -> None:
    at("allocated")
    concept = ("letters", "--concept", "--no-word", "--round", ROUND, "--out", "concepten", *MAKER)
    assert "Let op" not in verdeel(*concept, "--preview", "BER-2026-0002").err
    gone = ("withdraw", "BER-2026-0005", "--round", ROUND, "--date", "2026-11-01")
    assert verdeel(*gone, "--reason", "brief 12", *MAKER).code == 0
    told = verdeel(*concept, "--preview", "BER-2026-0002")
    assert told.code == 0
    assert "Deze concepten zijn van de lijst van daarvoor" in told.err
    assert f"verdeel allocate --round {ROUND}" in told.err


def test_dividing_tells_who_is_set_aside_and_what_is_kept_for_them(small: Small) -> None:
    small.screened(
        woningbouwimpuls=[row("woningbouwimpuls", "A")],
        gebiedsbudget=[row("gebiedsbudget", "B", Kosten_vanaf=None), row("gebiedsbudget", "C")],
    )
    aside = ("judge", "B", "--set-aside", "--date", "2026-05-04", "--reason", REASON)
    small.does(*aside, *small.of(BY))
    small.does("judge", "B", "--set-aside", "--confirm", "--date", "2026-05-04", "--out", "brieven",
               *small.of(SECOND))  # fmt: skip
    told = small.verdeel("allocate", *small.of(BY)).out.replace("\u00a0", " ")
    assert "Aangehouden, later te beslissen: 1 aanvraag, met € 4.000.000 gereserveerd (B)." in told


def test_opening_a_policy_under_another_name_tells_the_whole_command(
    desk: Path, small_samples: Path, verdeel: Verdeel
) -> None:
    policy = small_samples / "policy.toml"
    refused = verdeel("round", "open", "2027-1", "--policy", policy)
    assert refused.code == 2
    assert f"verdeel round open {ROUND} --policy {policy}" in one_sentence(refused)


def test_who_is_refused_all_the_same_waits_for_no_judgement(small: Small) -> None:
    """A score lacks of both, and one builds too late: there a judgement changes nothing."""
    small.screened(
        woningbouwimpuls=[
            row("woningbouwimpuls", "A", Score_efficiëntie=None),
            row("woningbouwimpuls", "B", Score_efficiëntie=None, Start_bouw=date(2031, 8, 4)),
        ],
    )
    listed = json.loads(small.does("round", "applications", SMALL, "--json"))
    told = {one["application_id"]: (one["judgements"], one["waits_for"]) for one in listed}
    assert told == {"A": (["WBI-16", "WBI-17"], "officer"), "B": ([], "")}
    waiting = json.loads(small.does("round", "applications", SMALL, "--waiting", "--json"))
    assert [one["application_id"] for one in waiting] == ["A"]
