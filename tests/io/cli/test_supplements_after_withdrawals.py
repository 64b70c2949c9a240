"""Who withdrew after the decision stands in the way of no supplement, and frees no reservation."""

from typing import Any

import pytest

from verdeelsleutel.io.records.rounds.reader import reading_round

from .orders import (
    BECAUSE,
    OTHER_APPROVER,
)
from .supplementing import DECIDED, OF, Begin, approved, begin, does, done_over, go, refused, told
from .test_unknown import ROUND

__all__ = ["approved", "begin"]  # fixtures


@pytest.mark.slow(
    sample="tests/io/cli/test_supplements.py::"
    "test_a_condition_about_an_application_of_no_round_is_answered_by_two_people"
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
    sample="tests/io/cli/test_supplements.py::"
    "test_a_condition_about_an_application_of_no_round_is_answered_by_two_people"
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
    over = done_over(desk)
    assert told(desk, *over)["after"]["outcome"] == "refused_ceiling"
    go(desk, "withdraw", number="D")
    assert told(desk, *over)["after"]["outcome"] == "granted"


@pytest.mark.slow(
    sample="tests/io/cli/test_supplements.py::"
    "test_a_condition_about_an_application_of_no_round_is_answered_by_two_people"
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
