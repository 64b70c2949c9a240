"""A short search near a list that is known finds one that is asked for, and keeps who is sure."""

from __future__ import annotations

from verdeelsleutel.grants.applications.candidate import Candidate
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.optimiser.model.case import case_of
from verdeelsleutel.optimiser.questions.asking.nearby import awards_of, nearby
from verdeelsleutel.optimiser.questions.asking.question_session import asking
from verdeelsleutel.optimiser.search.allocation import allocate

from ...builders import MLN, candidate, policy


def in_a_row() -> tuple[list[Candidate], Policy]:
    """Fifty of a million each, the first with the most homes; there is money for twenty."""
    return [candidate(f"WBI-{k:02}", MLN, (100 - k,)) for k in range(50)], policy(20 * MLN)


def test_only_the_last_one_in_gives_its_award_to_who_is_forced_in() -> None:
    made, rules = in_a_row()
    solution = allocate(made, rules)
    asked = asking(case_of(made, rules), 60)
    known, i = awards_of(asked.case, solution), asked.place["WBI-30"]
    found = nearby(asked, known, i, asked.homes, asked.award(i))
    assert found is not None
    given = {name for name, k in asked.place.items() if found.grants[k].cents}
    assert given == {f"WBI-{k:02}" for k in (*range(19), 30)}
    assert found.value == sum(100 - k for k in (*range(19), 30))


def test_who_asks_for_more_than_there_is_cannot_be_near() -> None:
    made, rules = in_a_row()
    made.append(candidate("WBI-99", 21 * MLN, (3000,)))
    solution = allocate(made, rules)
    asked = asking(case_of(made, rules), 60)
    i = asked.place["WBI-99"]
    known = awards_of(asked.case, solution)
    assert nearby(asked, known, i, asked.homes, asked.award(i)) is None


def test_the_awards_of_a_list_stand_in_the_order_of_the_round() -> None:
    made, rules = in_a_row()
    solution = allocate(list(reversed(made)), rules)
    case = case_of(made, rules)
    cents = [one.cents for one in awards_of(case, solution)]
    names = [item.candidate.application_id for item in case.items]
    assert cents == [MLN if name < "WBI-20" else 0 for name in names]
