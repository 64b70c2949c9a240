"""Nothing can go ahead together with an application that was withdrawn after the decision.

Whether it can without is asked, in a supplement and where the round is done over for an objection.
"""

import pytest

from verdeelsleutel.io.records.rounds.reader import reading_round

from .orders import BECAUSE, OTHER_APPROVER, SECOND, Desk
from .supplementing import (
    DECIDED,
    OF,
    Begin,
    approved,
    begin,
    does,
    done_over,
    go,
    refused,
    told,
)
from .test_unknown import ROUND

__all__ = ["approved", "begin"]  # fixtures

NEEDS = {"C": {"Vereist aanvraag": "D"}}
SAID = "alleen doorgaan samen met D. Die is na het besluit ingetrokken."


def answered(desk: Desk, answer: str, day: str) -> None:
    said = ("judge", "C", "--rule", "REQUIRES", "--round", ROUND, "--date", day)
    does(desk, *said, "--answer", answer, *BECAUSE)
    does(desk, *said, "--confirm", by=SECOND)


@pytest.mark.sample(every=2)
@pytest.mark.parametrize(("answer", "outcome"), [("met", "granted"), ("not_met", "refused_rule")])
def test_a_supplement_asks_whether_it_can_go_ahead_without(
    begin: Begin, answer: str, outcome: str
) -> None:
    desk = begin(NEEDS, *DECIDED, "judge", "judge confirm")
    go(desk, "withdraw", number="D")
    asked = refused(desk, *OF, "--date", "2026-06-12")
    assert SAID in " ".join(asked.split())
    answered(desk, answer, "2026-06-13")
    (award,) = told(desk, *OF, "--date", "2026-06-13")["awards"]
    assert award["outcome"] == outcome
    does(desk, *OF, "--approve", "--date", "2026-06-15", by=OTHER_APPROVER)
    go(desk, "undo", "undo confirm", number="D")  # what was decided on stands
    does(desk, "audit", "verify")
    does(desk, "bundle", "--round", ROUND, "--out", "ronde.zip")
    assert desk.asks("replay", "ronde.zip") == 0
    with reading_round(desk.url, ROUND) as reader:
        assert reader.supplemented["C"].outcome.value == outcome


@pytest.mark.slow(sample="test_a_supplement_asks_whether_it_can_go_ahead_without")
def test_where_the_need_still_stands_nothing_is_asked(begin: Begin) -> None:
    desk = begin(NEEDS, *DECIDED, "judge", "judge confirm")
    (award,) = told(desk, *OF, "--date", "2026-06-12")["awards"]
    assert award["outcome"] == "granted"
    go(desk, "withdraw", "undo", "undo confirm", number="D")
    (again,) = told(desk, *OF, "--date", "2026-06-12")["awards"]
    assert again["outcome"] == "granted"


@pytest.mark.slow(sample="test_a_supplement_asks_whether_it_can_go_ahead_without")
def test_a_round_done_over_for_an_objection_waits_until_the_need_is_corrected(
    begin: Begin,
) -> None:
    cells = {"Vereist aanvraag": "D", "Gevraagd bedrag": 2_000_000}
    desk = begin({"A": cells}, *(step for step in DECIDED[:-2] if step != "answer"))
    lines = told(desk, "round", "applications", ROUND)
    for code in sorted({asked["code"] for line in lines for asked in line["questions"]}):
        does(desk, "answer", "all", code, "--round", ROUND, "--date", "2026-05-06", *BECAUSE)
    go(desk, "allocate", "approve", "letters")
    over = done_over(desk)
    assert told(desk, *over)["after"]["outcome"] == "granted"
    go(desk, "withdraw", number="D")
    waits = told(desk, *over)["after"]
    assert waits["outcome"] == "needs_judgement"
    assert "Die is na het besluit ingetrokken" in waits["reasons"][0]["nl"]
    assert told(desk, *over, "--set", "requires=geen")["after"]["outcome"] == "granted"
