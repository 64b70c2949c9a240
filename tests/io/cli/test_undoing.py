"""A withdrawal that was recorded by mistake is struck by two, while nothing was sent."""

from pathlib import Path
from typing import Any

import pytest

from .conftest import APPROVER, MAKER, ROUND, SECOND, Verdeel
from .test_after_the_decision import letters, table
from .test_bad_input import one_sentence, state
from .test_changes import as_json, awards, reserved, sound

GONE = "BER-2026-0002"
BECAUSE = ("--reason", "de brief was van een andere gemeente")


def withdraw(number: str, *more: str) -> tuple[str, ...]:
    return ("withdraw", number, "--round", ROUND, *more)


def recorded(verdeel: Verdeel, number: str, day: str = "2026-11-02") -> None:
    told = verdeel(*withdraw(number, "--date", day, "--reason", "brief 12", *MAKER))
    assert told.code == 0, told.err


@pytest.mark.sample(only="allocated")
@pytest.mark.parametrize("step", ["opened", "loaded", "screened", "allocated"])
def test_an_application_stands_again_once_two_people_say_so(
    at: Any, verdeel: Verdeel, small_samples: Path, step: str
) -> None:
    database = at(step)
    if step == "opened":
        verdeel("load", small_samples / "bereikbaarheid.xlsx", "--round", ROUND, *MAKER)
    untouched = as_json(verdeel, "round", "applications", ROUND)
    recorded(verdeel, GONE)
    before = state(database)
    undo = withdraw(GONE, "--undo", "--date", "2026-11-03")
    assert verdeel(*undo, *SECOND).code == 2  # without a reason
    early = verdeel(*withdraw(GONE, "--undo", "--date", "2026-11-01"), *BECAUSE, *SECOND)
    assert early.code == 3
    assert state(database) == before
    assert as_json(verdeel, *undo, *BECAUSE, *SECOND)["confirmed_by"] == ""
    assert not as_json(verdeel, *undo, *BECAUSE, *SECOND)["new"]
    assert states(verdeel)[GONE] == "withdrawn"  # one name is not enough
    own = verdeel(*undo, "--confirm", *SECOND)
    assert own.code == 3
    assert "kan haar niet bevestigen" in one_sentence(own)
    assert as_json(verdeel, *undo, "--confirm", *MAKER)["confirmed_by"] == "S. Vermeulen"
    after = state(database)
    again = as_json(verdeel, *undo, "--confirm", *MAKER)  # as after an interruption
    assert (again["confirmed_by"], again["new"]) == ("S. Vermeulen", False)
    assert state(database) == after
    assert verdeel(*undo, "--confirm", *SECOND).code == 2
    assert as_json(verdeel, "round", "applications", ROUND) == untouched
    recorded(verdeel, GONE, "2026-11-05")  # and it can be withdrawn after all
    assert states(verdeel)[GONE] == "withdrawn"
    sound(verdeel)


def states(verdeel: Verdeel) -> dict[str, str]:
    told = as_json(verdeel, "round", "applications", ROUND)
    return {one["application_id"]: one["state"] for one in told}


@pytest.mark.slow(sample="test_an_application_stands_again_once_two_people_say_so")
def test_an_open_dispute_stops_the_approval_and_the_list_is_drawn_again(
    at: Any, verdeel: Verdeel
) -> None:
    at("screened")
    recorded(verdeel, GONE)
    assert verdeel("allocate", "--round", ROUND, *MAKER).code == 0
    undo = withdraw(GONE, "--undo", "--date", "2026-11-03")
    assert verdeel(*undo, *BECAUSE, *SECOND).code == 0
    told = verdeel("approve", "--round", ROUND, *APPROVER)
    assert told.code == 3
    assert f"Van {GONE} is gezegd dat de intrekking een vergissing is" in one_sentence(told)
    assert verdeel(*undo, "--confirm", *MAKER).code == 0
    stale = verdeel("approve", "--round", ROUND, *APPROVER)
    assert "Verdeel eerst opnieuw" in one_sentence(stale)
    told = as_json(verdeel, "allocate", "--round", ROUND, *MAKER)
    assert {one["outcome"] for one in told["awards"] if one["application_id"] == GONE} != {
        "withdrawn"
    }
    assert verdeel("approve", "--round", ROUND, *APPROVER).code == 0
    sound(verdeel)


@pytest.mark.slow(sample="test_an_application_stands_again_once_two_people_say_so")
def test_what_a_withdrawal_freed_is_committed_again_until_the_letters_went(
    at: Any, verdeel: Verdeel, desk: Path
) -> None:
    at("approved")
    first, second = (one["application_id"] for one in awards(verdeel)[:2])
    committed = reserved(verdeel, "committed")
    recorded(verdeel, first, "2026-12-10")
    undo = withdraw(first, "--undo", "--date", "2026-12-11")
    assert verdeel(*undo, *BECAUSE, *MAKER).code == 0
    assert reserved(verdeel, "committed") < committed
    told = as_json(verdeel, *undo, "--confirm", *SECOND)
    assert told["committed"] == awards(verdeel)[0]["amount"]
    assert (reserved(verdeel, "committed"), reserved(verdeel, "released")) == (committed, 0)
    sound(verdeel)
    recorded(verdeel, second, "2026-12-12")
    register = letters(verdeel, desk / "brieven")
    assert register[first]["bestand"] == f"{first}.pdf"
    assert register[second]["bestand"] == ""
    late = verdeel(*withdraw(second, "--undo", "--date", "2026-12-13"), *BECAUSE, *MAKER)
    assert late.code == 3
    assert "dient een nieuwe aanvraag in" in one_sentence(late)
    verdeel("report", "--round", ROUND, "--out", desk / "rapport", *MAKER)
    decisions = table(desk / "rapport" / "open_data" / "decisions.csv")
    assert [decisions[one]["withdrawn_on"] for one in (first, second)] == ["", "2026-12-12"]
    sound(verdeel)


def test_who_was_left_out_of_the_list_cannot_stand_again_in_it(at: Any, verdeel: Verdeel) -> None:
    at("screened")
    recorded(verdeel, GONE)
    assert verdeel("allocate", "--round", ROUND, *MAKER).code == 0
    assert verdeel("approve", "--round", ROUND, *APPROVER).code == 0
    told = verdeel(*withdraw(GONE, "--undo", "--date", "2026-12-01"), *BECAUSE, *SECOND)
    assert told.code == 3
    assert "deed door de intrekking niet mee in de vastgestelde lijst" in one_sentence(told)


def test_nothing_is_undone_that_nobody_recorded(at: Any, verdeel: Verdeel) -> None:
    at("screened")
    undo = (*withdraw(GONE, "--undo", "--date", "2026-11-03"), *MAKER)
    assert verdeel(*undo, *BECAUSE).code == 2
    assert verdeel(*undo, "--confirm").code == 2
    assert verdeel(*withdraw(GONE, "--confirm", "--date", "2026-11-03"), *MAKER).code == 2
