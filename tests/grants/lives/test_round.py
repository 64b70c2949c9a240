"""The table of a round's life: what each state allows, and where each step leads."""

import pytest

from verdeelsleutel.grants.lives.round import (
    LIFE,
    RoundState,
    Step,
    after,
    allowed,
    next_steps,
    steps_in,
)


def test_every_step_has_one_line_in_the_table() -> None:
    assert [move.step for move in LIFE] == list(Step)


def test_an_auditor_may_take_no_step() -> None:
    assert all("auditor" not in move.roles for move in LIFE)


def test_an_administrator_approves_nothing() -> None:
    (approve,) = [move for move in LIFE if move.step is Step.APPROVE]
    assert approve.roles == ("approver",)


def test_a_round_goes_from_draft_to_archive_by_what_it_waits_for() -> None:
    state, seen = RoundState.DRAFTED, [RoundState.DRAFTED]
    while steps := next_steps(state):
        state = after(steps[-1], state)
        seen.append(state)
    assert [one.value for one in seen] == [
        "drafted", "open", "screened", "allocated", "approved", "published", "archived",
    ]  # fmt: skip


def test_what_a_round_waits_for_is_always_allowed() -> None:
    for state in RoundState:
        assert set(next_steps(state)) <= set(steps_in(state))


def test_in_an_archived_round_only_what_becomes_of_awards_goes_on() -> None:
    assert [step.value for step in steps_in(RoundState.ARCHIVED)] == [
        "reserve award", "pay", "change", "revoke", "publish weigh", "monitor", "account", "settle",
        "reclaim", "objection",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("state", "led"),
    [
        (RoundState.OPEN, RoundState.OPEN),
        (RoundState.CLOSED, RoundState.CLOSED),
        (RoundState.SCREENED, RoundState.AMENDED),
        (RoundState.APPROVED, RoundState.AMENDED),
    ],
)
def test_an_amendment_leaves_intake_open_and_undoes_what_was_divided(
    state: RoundState, led: RoundState
) -> None:
    assert after(Step.AMEND, state) is led


def test_decisions_that_were_sent_are_not_amended() -> None:
    assert not allowed(Step.AMEND, RoundState.PUBLISHED)
    with pytest.raises(ValueError, match="round amend is not allowed in state published"):
        after(Step.AMEND, RoundState.PUBLISHED)
