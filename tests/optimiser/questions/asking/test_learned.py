"""On what to branch is learned of a round once, by application, and by no question about it."""

from __future__ import annotations

import random

from verdeelsleutel.grants.applications.candidate import Candidate
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.optimiser.model.case import case_of
from verdeelsleutel.optimiser.model.formulation import program_of
from verdeelsleutel.optimiser.questions.application.forced import forced_by_tree
from verdeelsleutel.optimiser.questions.asking.learned import NOTHING, learned_of
from verdeelsleutel.optimiser.search.allocation import allocate

from ...builders import candidate, policy

THOUSAND = 100_000


def hard() -> tuple[list[Candidate], Policy]:
    """Twelve of nearly one price a home, and money for half: a tree of 194 leaves."""
    draw = random.Random(2)
    sizes = [draw.randint(300, 900) for _ in range(12)]
    made = [
        candidate(f"WBI-{k:02}", size * THOUSAND, (size + draw.randint(-9, 9),))
        for k, size in enumerate(sizes)
    ]
    return made, policy(sum(sizes) // 2 * THOUSAND)


def test_what_is_learned_is_told_by_application() -> None:
    made, rules = hard()
    learned = learned_of(made, rules, allocate(made, rules))
    names = {one.application_id for one in made}
    assert {name for name, _ in learned.down} == {name for name, _ in learned.up} == names


def test_it_holds_for_the_same_application_where_its_variables_are_others() -> None:
    made, rules = hard()
    learned = learned_of(made, rules, allocate(made, rules))
    more = [candidate("WBI-AA", 500 * THOUSAND, (500,)), *made]
    programs = [program_of(case_of(round_of, rules)) for round_of in (made, more)]
    told: list[dict[str, tuple[float, int]]] = []
    for program in programs:
        history = learned.history(program)
        items = program.case.items
        told.append(
            {
                items[i].candidate.application_id: history.down[place.x]
                for i, place in program.places.items()
                if place.x in history.down
            }
        )
    assert told[0] == told[1] == {name: down for (name, _), down in learned.down.items()}


def test_a_question_about_one_application_teaches_nothing_for_another() -> None:
    made, rules = hard()
    solution = allocate(made, rules)
    before = learned_of(made, rules, solution)
    down, up = dict(before.down), dict(before.up)
    refused = [one.application_id for one in solution.given if not one.cents]
    assert len(refused) > 1
    for name in refused:
        assert forced_by_tree(made, rules, solution, name) is not None
    after = learned_of(made, rules, solution)
    assert (after.down, after.up) == (down, up)


def test_nothing_is_learned_where_the_tree_is_small_or_not_there() -> None:
    made, rules = hard()
    solution = allocate(made, rules)
    assert learned_of(made, rules, solution.model_copy(update={"proof": ""})) is NOTHING
    assert learned_of(made, rules, solution.model_copy(update={"proof": "cut"})) is NOTHING
    few = made[:4]
    assert learned_of(few, rules, allocate(few, rules)) is NOTHING
