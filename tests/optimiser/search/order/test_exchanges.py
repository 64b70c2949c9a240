"""At one price an application gets what one later in the order had, and no list is worse for it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verdeelsleutel.grants.applications.candidate import Candidate, Form
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.optimiser.model.case import case_of
from verdeelsleutel.optimiser.model.formulation import program_of
from verdeelsleutel.optimiser.model.objectives import objectives_of
from verdeelsleutel.optimiser.proof.certificate import certify
from verdeelsleutel.optimiser.search.allocation import allocate
from verdeelsleutel.optimiser.search.order.exchanges import exchanged
from verdeelsleutel.optimiser.search.stages.result import Found
from verdeelsleutel.optimiser.search.stages.search import Search

from ....sampling import examples
from ...builders import candidate, goal, policy

PRICE = 7_000_00  # cents for a home


def per_home(number: int, homes: int) -> Candidate:
    """An entitlement to a price for each of its homes, taken in the order of its number."""
    return candidate(
        f"RS-{number}", PRICE * homes, (homes,), form=Form.PER_HOME, step=Euro(PRICE), rank=-number
    )


def held(homes: list[int], levels: list[int], more: int = 0) -> tuple[Search, Found]:
    """A round with money for what these levels cost and ``more`` homes, and that list of it."""
    made = [per_home(k, each) for k, each in enumerate(homes)]
    case = case_of(made, policy(PRICE * (sum(levels) + more)))
    search = Search(program_of(case), "highs", time.monotonic() + 60)
    grants = tuple(search.grants(levels))
    for objective in objectives_of(search.program):
        search.hold(objective, objective.exact(grants))
    return search, Found(tuple(levels), grants, 0, 0, proven=False)


@pytest.mark.parametrize(
    ("levels", "number", "raised"),
    [
        ([2, 4, 6], 0, [5, 4, 3]),  # whoever comes last gives first
        ([0, 4, 1], 0, [5, 0, 0]),  # and then who comes before it
        ([1, 1, 1], 1, [1, 2, 0]),  # those before it keep what they have
        ([3, 4, 6], 1, [3, 7, 3]),
    ],
)
def test_an_award_is_raised_by_what_later_ones_give(
    levels: list[int], number: int, raised: list[int]
) -> None:
    search, found = held([5, 7, 9], levels)
    better = exchanged(search, found, number, [5, 7, 9][number])
    assert better is not None
    assert list(better.levels) == raised
    assert search.program.levels([round(value) for value in better.values]) == raised


def test_who_comes_last_is_raised_by_nobody() -> None:
    search, found = held([5, 7, 9], [2, 4, 6])
    assert exchanged(search, found, 2, 9) is None


def test_one_of_another_price_gives_nothing() -> None:
    made = [
        candidate("RS-0", PRICE * 5, (5,), form=Form.PER_HOME, step=Euro(PRICE), rank=0),
        candidate("RS-1", PRICE * 10, (5,), form=Form.PER_HOME, step=Euro(2 * PRICE), rank=-1),
    ]
    search = Search(program_of(case_of(made, policy(PRICE * 6))), "highs", time.monotonic() + 60)
    grants = tuple(search.grants([2, 1]))
    found = Found((2, 1), grants, 0, 0, proven=False)
    assert exchanged(search, found, 0, 3) is None


@settings(max_examples=examples(60), deadline=None)
@given(st.data())
def test_an_exchange_is_a_list_as_good_that_leaves_those_before_as_they_are(
    data: st.DataObject,
) -> None:
    homes = data.draw(st.lists(st.integers(1, 9), min_size=2, max_size=5))
    levels = [data.draw(st.integers(0, each)) for each in homes]
    number = data.draw(st.integers(0, len(homes) - 1))
    search, found = held(homes, levels, data.draw(st.integers(0, 3)))
    order = search.case.open_items
    better = exchanged(search, found, number, homes[order[number]])
    later = [levels[i] for i in order[number + 1 :]]
    room = homes[order[number]] - levels[order[number]]
    if not room or not any(later):
        assert better is None
        return
    assert better is not None
    assert search.keeps_all(better.grants)
    assert sum(better.levels) == sum(levels)
    assert [better.levels[i] for i in order[:number]] == [levels[i] for i in order[:number]]
    assert better.levels[order[number]] == levels[order[number]] + min(room, sum(later))


@pytest.mark.parametrize("bound", ["excludes", "requires", "requires nobody", "in", "out"])
@pytest.mark.parametrize("solver", ["cbc", "highs"])
def test_nobody_gives_or_takes_against_a_link_or_a_decision(bound: str, solver: str) -> None:
    """There is money for one of the first two, which cost as much and have no homes; the third,
    with homes, costs another amount. Without the link or decision the first would have it."""
    made = [candidate(f"WBI-{k}", cents, (), rank=-k) for k, cents in enumerate((500, 500, 700))]
    other: dict[str, str] = {"in": "WBI-1", "out": "WBI-0"}
    links: dict[str, dict[str, tuple[str, ...]]] = {
        "excludes": {"excludes": ("WBI-2",)},
        "requires": {"requires": ("WBI-3",)},
        "requires nobody": {"requires": ("WBI-9",)},
    }
    made[0] = made[0].model_copy(update=links.get(bound, {}))
    made.append(candidate("WBI-3", 900, (), rank=-3))
    decisions = {"WBI-2": "in"} | ({other[bound]: bound} if bound in other else {})
    one_of_two = goal("EEN", measure="number", at_least=2, hard=True)
    fixed = [
        {
            "application": name, "decision": decision, "reason": "Eerdere toezegging.",
            "article": "artikel 4", "authorised_by": ("A. de Wit", "B. Smit"),
        }
        for name, decision in decisions.items()
    ]  # fmt: skip
    rules = policy(1_200, constraint=(one_of_two,), fixed=fixed)
    solution = allocate(made, rules, solver=solver)
    assert {one.application_id for one in solution.given if one.cents} == {"WBI-1", "WBI-2"}
    assert certify(made, rules, solution).faults == ()
