"""The smallest change with which a refused application had won equals trying every change."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verdeelsleutel.grants.applications.application import Payment
from verdeelsleutel.grants.applications.candidate import Candidate, Form
from verdeelsleutel.grants.decisions.allocation import Basis
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.optimiser.model.ladder import payments_at
from verdeelsleutel.optimiser.questions.application.explain import explain
from verdeelsleutel.optimiser.questions.application.facts import MOST_ADDED, Answered
from verdeelsleutel.optimiser.questions.application.forced import forced_by_tree
from verdeelsleutel.optimiser.questions.application.smallest_change import winning_change
from verdeelsleutel.optimiser.search.allocation import allocate

from ...builders import MLN, at, candidate, goal, policy

STEP = 100_000  # EUR 1,000, the default step of a policy


def wins(made: list[Candidate], rules: Policy, changed: Candidate) -> bool:
    """Whether the canonical list of the changed round grants it, and no draft's tie did."""
    name = changed.application_id
    again = allocate([changed if c.application_id == name else c for c in made], rules)
    return again.of(name).cents > 0 and name not in again.ties


def asking(one: Candidate, cents: int) -> Candidate:
    paid = tuple(Payment(year=y, amount=Euro(c)) for y, c in payments_at(one, cents))
    update: dict[str, Any] = {"requested": Euro(cents), "payments": paid}
    return one.model_copy(update=update | {"form": Form.WHOLE, "minimum": None})


def building(one: Candidate, more: int) -> Candidate:
    homes = one.homes.model_copy(update={"social_rent": one.homes.social_rent + more})
    return one.model_copy(update={"homes": homes})


def by_trying(made: list[Candidate], rules: Policy, one: Candidate) -> tuple[int | None, ...]:
    """The largest amount and the fewest homes more, by solving the round for each."""
    steps = range((one.requested.cents - 1) // STEP, 0, -1)
    amount = next((k * STEP for k in steps if wins(made, rules, asking(one, k * STEP))), None)
    most = MOST_ADDED * max(1, one.homes.affordable)
    homes = next((n for n in range(1, most + 1) if wins(made, rules, building(one, n))), None)
    return amount, homes


@st.composite
def rounds(draw: st.DrawFn, most: int = 5, steps: int = 8) -> tuple[list[Candidate], Policy]:
    made: list[Candidate] = []
    for k in range(draw(st.integers(2, most))):
        cents = draw(st.integers(1, steps)) * STEP + draw(st.sampled_from((0, 0, 37)))
        later = draw(st.integers(0, cents))
        cut: dict[str, Any] = {}
        if draw(st.integers(0, 4)) == 0:
            least = Euro(draw(st.integers(1, cents)))
            cut = {"form": Form.SCALABLE, "minimum": least, "step": Euro(STEP)}
            cut["all_homes_at_minimum"] = draw(st.booleans())
        made.append(
            candidate(
                f"A-{k}",
                cents,
                (draw(st.integers(0, 6)), draw(st.integers(0, 3)), 0, draw(st.integers(0, 4))),
                years={2026: cents - later, 2027: later},
                project_id=draw(st.sampled_from(("P1", f"own {k}", f"own {k}"))),
                province=draw(st.sampled_from(("Utrecht", "Drenthe"))),
                received_at=at(9, k),
                **cut,
            )
        )
    total = sum(c.requested.cents for c in made)
    share = goal("SOCIAAL", measure="social_rent", of="homes", at_least="1/2", hard=False)
    floor = goal(
        "VLOER",
        measure="money",
        at_least=Euro(draw(st.integers(0, total // 2))).format(cents=True),
        hard=False,
        importance=2,
        group={"province": "Drenthe"},
    )
    cap = goal("MAXIMUM", measure="homes", at_most=draw(st.integers(2, 12)), hard=True)
    kept = draw(st.sampled_from(((), (), (share,), (share, floor), (floor,), (cap,))))
    cash = {2026: Euro(draw(st.integers(total // 4, total))), 2027: Euro(total // 2)}
    fund = draw(st.sampled_from(({}, {"cash": cash, "carry_over": Euro(STEP)})))
    return made, policy(draw(st.integers(STEP, total)), fund=fund, constraint=kept)


@settings(max_examples=2, deadline=None)
@given(rounds(most=3, steps=3))
def test_the_smallest_change_equals_trying_every_change(
    drawn: tuple[list[Candidate], Policy],
) -> None:
    _compare(*drawn)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(rounds())
def test_the_smallest_change_equals_trying_every_change_at_length(
    drawn: tuple[list[Candidate], Policy],
) -> None:
    _compare(*drawn)


def _compare(made: list[Candidate], rules: Policy) -> None:
    solution = allocate(made, rules)
    for one in made:
        name = one.application_id
        found = winning_change(made, rules, solution, name)
        if found.amount_answer is not Answered.NOT_APPLICABLE:
            assert (found.amount, found.homes) == by_trying(made, rules, one), one
            _, shown = forced_by_tree(made, rules, solution, name) or (None, None)
            again = winning_change(made, rules, solution, name, shown=shown)
            assert (again.amount, again.homes) == (found.amount, found.homes), one


def test_less_money_or_more_homes_would_have_won() -> None:
    made = [candidate("WBI-1", 5 * MLN, (50,)), candidate("WBI-2", 4 * MLN, (70,))]
    rules = policy(6 * MLN)
    found = winning_change(made, rules, allocate(made, rules), "WBI-1")
    assert (found.amount, found.homes) == (2 * MLN, 21)


def test_what_is_lost_and_both_changes_are_shown_by_a_tree() -> None:
    made = [
        candidate("WBI-1", 5 * MLN, (50,)),
        candidate("WBI-2", 4 * MLN, (70,)),
        candidate("WBI-3", 3 * MLN, (20,)),
    ]
    rules = policy(6 * MLN)
    first, third = (
        explain(made, rules, allocate(made, rules), name, resolve=True)
        for name in ("WBI-1", "WBI-3")
    )
    assert (first.homes_lost, third.homes_lost) == (20, 50)
    for one in (first, third):
        assert (one.homes_lost_basis, one.displaced) == (Basis.CHECKED_TREE, ("WBI-2",))
        assert one.winning is not None
        assert one.winning.homes_basis is Basis.CHECKED_TREE
        assert one.winning.amount_basis is Basis.CHECKED_TREE
    # As many homes as WBI-2 for a million less win; for a million more it takes one home more.
    assert (first.winning and first.winning.homes, third.winning and third.winning.homes) == (
        21,
        50,
    )


def test_as_many_homes_win_where_the_published_order_decides() -> None:
    made = [
        candidate("WBI-1", 4 * MLN, (60,), received_at=at(8)),
        candidate("WBI-2", 4 * MLN, (70,), received_at=at(9)),
    ]
    rules = policy(4 * MLN)
    found = winning_change(made, rules, allocate(made, rules), "WBI-1")
    assert (found.amount, found.homes) == (None, 10)


@pytest.mark.parametrize("when", ["stop", "skip"])
def test_under_a_ranking_only_what_is_left_at_its_turn_counts(when: str) -> None:
    made = [candidate(f"WBI-{k}", 5 * MLN, (50,), rank=9 - k) for k in range(3)]
    rules = policy(
        8 * MLN, instruments={"woningbouwimpuls": {"rule": "rank", "when_it_does_not_fit": when}}
    )
    solution = allocate(made, rules)
    second, third = (winning_change(made, rules, solution, f"WBI-{k}") for k in (1, 2))
    assert (second.amount, second.homes_answer) == (3 * MLN, Answered.NOT_APPLICABLE)
    assert third.amount == (3 * MLN if when == "skip" else None)
    assert third.amount_answer is (Answered.FOUND if when == "skip" else Answered.NONE)


def test_who_was_granted_or_kept_out_by_a_decision_has_no_winning_change() -> None:
    made = [candidate("WBI-1", 5 * MLN, (50,)), candidate("WBI-2", 4 * MLN, (70,))]
    out = {
        "application": "WBI-1", "decision": "out", "reason": "Bij besluit afgewezen.",
        "article": "artikel 4", "authorised_by": ("A", "B"),
    }  # fmt: skip
    rules = policy(6 * MLN, fixed=(out,))
    solution = allocate(made, rules)
    for name in ("WBI-1", "WBI-2"):
        found = winning_change(made, rules, solution, name)
        assert found.amount_answer is found.homes_answer is Answered.NOT_APPLICABLE


def test_an_answer_that_takes_too_long_is_not_made_up() -> None:
    made = [candidate("WBI-1", 5 * MLN, (50,)), candidate("WBI-2", 4 * MLN, (70,))]
    rules = policy(6 * MLN)
    found = winning_change(made, rules, allocate(made, rules), "WBI-1", time_limit_seconds=0)
    assert found.amount_answer is found.homes_answer is Answered.NOT_DETERMINED
    assert (found.amount, found.homes) == (None, None)
