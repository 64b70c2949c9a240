"""The order of dates: no act is dated before what it rests on, whoever gives the dates."""

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from .conftest import APPROVER, MAKER, ROUND, SECOND, Verdeel
from .test_bad_input import one_sentence, state
from .test_changes import as_json, awards, sound, state_of

WHY = ("--reason", "De Kamer heeft het budget bij amendement verlaagd.")
CLOSES = date(2026, 10, 15)


def days_before(last: date, seed: int, count: int = 6) -> list[str]:
    """The day before, and days further back, from a seed."""
    drawn = random.Random(seed)
    back = [1, *(drawn.randint(2, 400) for _ in range(count - 1))]
    return [(last - timedelta(days=one)).isoformat() for one in back]


def test_a_decision_is_not_dated_before_the_window_closed(at: Any, verdeel: Verdeel) -> None:
    database = at("allocated")
    before = state(database)
    for day in days_before(CLOSES, seed=1):
        told = verdeel("approve", "--round", ROUND, "--date", day, *APPROVER)
        assert told.code == 3, day
        assert "de laatste dag van het tijdvak is van 15-10-2026" in one_sentence(told)
        assert state(database) == before
    assert verdeel("approve", "--round", ROUND, "--date", "2026-10-15", *APPROVER).code == 0


@pytest.mark.slow(sample="test_a_decision_is_not_dated_before_the_window_closed")
def test_a_decision_is_not_dated_before_the_withdrawal_that_it_counts_with(
    at: Any, verdeel: Verdeel
) -> None:
    at("screened")
    gone = ("withdraw", "BER-2026-0002", "--round", ROUND, "--reason", "brief 12")
    assert verdeel(*gone, "--date", "2026-11-12", *MAKER).code == 0
    assert verdeel("allocate", "--round", ROUND, *MAKER).code == 0
    for day in days_before(date(2026, 11, 12), seed=2, count=3):
        told = verdeel("approve", "--round", ROUND, "--date", day, *APPROVER)
        assert told.code == 3
    told = verdeel("approve", "--round", ROUND, "--date", "2026-11-11", *APPROVER)
    assert "de intrekking van BER-2026-0002 is van 12-11-2026" in one_sentence(told)
    assert verdeel("approve", "--round", ROUND, "--date", "2026-11-12", *APPROVER).code == 0


def test_letters_are_not_sent_before_the_decision_nor_on_two_days(
    at: Any, verdeel: Verdeel, desk: Path
) -> None:
    at("approved")  # on 30-11-2026
    write = ("letters", "--round", ROUND, "--out", desk / "brieven", "--no-word", *MAKER)
    for day in days_before(date(2026, 11, 30), seed=3):
        told = verdeel(*write, "--date", day)
        assert told.code == 3, day
        assert "het besluit is van 30-11-2026" in one_sentence(told)
        assert not (desk / "brieven").exists()
    assert state_of(verdeel) == "approved"
    assert verdeel(*write, "--date", "2026-12-02").code == 0
    made = {one.name: one.read_bytes() for one in (desk / "brieven").iterdir()}
    other = verdeel(*write, "--date", "2026-12-03")
    assert other.code == 3
    assert "verstuurd op 02-12-2026" in one_sentence(other)
    assert verdeel(*write).code == 0  # once more, with the day on which they were sent
    assert {one.name: one.read_bytes() for one in (desk / "brieven").iterdir()} == made


def test_nothing_is_withdrawn_or_judged_before_it_came_in(at: Any, verdeel: Verdeel) -> None:
    database = at("screened")
    before = state(database)
    for act in (
        ("withdraw", "BER-2026-0002", "--reason", "brief 12"),
        ("judge", "BER-2026-0002", "--rule", "BER-03", "--answer", "met",
         "--reason", "De gemeente heeft dit toegelicht."),
    ):  # fmt: skip
        told = verdeel(*act, "--round", ROUND, "--date", "2026-08-01", *MAKER)
        assert told.code == 3
        assert "de ontvangst van BER-2026-0002" in one_sentence(told)
        assert state(database) == before


def test_a_change_is_not_confirmed_before_it_was_proposed(
    at: Any, less_money: Path, verdeel: Verdeel
) -> None:
    at("screened")
    amend = ("round", "amend", ROUND)
    proposed = (*amend, "--policy", less_money, *WHY, "--date", "2026-11-10", *MAKER)
    assert verdeel(*proposed).code == 0
    told = verdeel(*amend, "--confirm", "--date", "2026-11-09", *SECOND)
    assert told.code == 3
    assert "het voorstel is van 10-11-2026" in one_sentence(told)
    assert verdeel(*amend, "--confirm", "--date", "2026-11-10", *SECOND).code == 0
    assert verdeel("allocate", "--round", ROUND, *MAKER).code == 0
    early = verdeel("approve", "--round", ROUND, "--date", "2026-11-09", *APPROVER)
    assert early.code == 3
    assert "een wijziging van het beleid is van 10-11-2026" in one_sentence(early)


def test_an_open_proposal_stops_the_approval_until_it_is_confirmed_or_taken_back(
    at: Any, less_money: Path, verdeel: Verdeel
) -> None:
    database = at("allocated")
    amend = ("round", "amend", ROUND)
    as_json(verdeel, *amend, "--policy", less_money, *WHY, *MAKER)
    before = state(database)
    told = verdeel("approve", "--round", ROUND, *APPROVER)
    assert told.code == 3
    assert "voorgesteld door S. Vermeulen, wacht op een tweede naam" in one_sentence(told)
    assert state(database) == before
    assert verdeel(*amend, "--drop", *SECOND).code == 2  # without a reason
    dropped = as_json(verdeel, *amend, "--drop", "--reason", "De Kamer zag ervan af.", *SECOND)
    assert (dropped["dropped_by"], dropped["holds"], dropped["new"]) == ("B. Dekker", False, True)
    again = as_json(verdeel, *amend, "--drop", "--reason", "De Kamer zag ervan af.", *SECOND)
    assert not again["new"]
    assert verdeel(*amend, "--confirm", *SECOND).code == 2  # nothing waits any more
    assert verdeel("approve", "--round", ROUND, *APPROVER).code == 0
    sound(verdeel)


@pytest.mark.slow(
    sample="tests/io/cli/test_changes.py::test_a_sealed_policy_changes_by_two_names_who_see_who_wins_and_who_loses"
)
def test_a_change_is_confirmed_on_who_wins_and_loses_at_that_moment(
    at: Any, less_money: Path, verdeel: Verdeel
) -> None:
    """A judgement or a lot since the proposal leaves the list where it is, and changes the next."""
    at("allocated")
    taken = awards(verdeel)
    as_json(verdeel, "round", "amend", ROUND, "--policy", less_money, *WHY, *MAKER)
    gone = taken[0]["application_id"]
    withdrawn = ("withdraw", gone, "--round", ROUND, "--date", "2026-11-01", "--reason", "brief 12")
    assert verdeel(*withdrawn, *MAKER).code == 0  # and nobody divided anew
    told = verdeel("round", "amend", ROUND, "--confirm", *SECOND)
    assert told.code == 3
    last = told.err.splitlines()[-1]
    assert "Opnieuw berekend zijn de gevolgen van deze wijziging anders" in last
    assert gone in last
    assert state_of(verdeel) == "allocated"
    as_json(verdeel, "round", "amend", ROUND, "--policy", less_money, *WHY, *MAKER)
    assert verdeel("round", "amend", ROUND, "--confirm", *SECOND).code == 0
    assert state_of(verdeel) == "amended"
    sound(verdeel)


@pytest.mark.parametrize("step", ["allocated", "screened"])
def test_a_change_whose_effect_is_the_same_again_is_confirmed(
    at: Any, less_money: Path, verdeel: Verdeel, step: str
) -> None:
    at(step)
    as_json(verdeel, "round", "amend", ROUND, "--policy", less_money, *WHY, *MAKER)
    assert as_json(verdeel, "round", "amend", ROUND, "--confirm", *SECOND)["holds"]
