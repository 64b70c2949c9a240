"""The lives of an application, a decision and an award: what can happen, and today's rows."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from verdeelsleutel.grants.applications.assessment import Answer
from verdeelsleutel.grants.decisions.allocation import Outcome
from verdeelsleutel.grants.ledger import booking
from verdeelsleutel.grants.ledger.ledger import (
    WHOLE_FUND,
    Account,
    Balances,
    Cell,
    Charge,
    Overdrawn,
    Posting,
)
from verdeelsleutel.grants.lives.application import (
    APPLICATION_LIFE,
    TIMELINESS_LIFE,
    ApplicationEvent,
    ApplicationState,
    Timeliness,
    TimelinessEvent,
    application_state,
    timeliness_of,
    with_version,
)
from verdeelsleutel.grants.lives.award import (
    AWARD_LIFE,
    AwardEvent,
    AwardState,
    award_state,
    booked_events,
    listed_state,
)
from verdeelsleutel.grants.lives.decision import (
    DECISION_LIFE,
    DecisionEvent,
    DecisionState,
    after_step,
    decision_state,
    decision_through,
)
from verdeelsleutel.grants.lives.life import Life, Mover, NotAllowed
from verdeelsleutel.grants.lives.round import RoundState, Step, after, allowed
from verdeelsleutel.grants.money import ZERO, Euro

Table = tuple[Life[Any, Any], type[StrEnum], type[StrEnum]]
LIVES: tuple[Table, ...] = (
    (APPLICATION_LIFE, ApplicationState, ApplicationEvent),
    (TIMELINESS_LIFE, Timeliness, TimelinessEvent),
    (DECISION_LIFE, DecisionState, DecisionEvent),
    (AWARD_LIFE, AwardState, AwardEvent),
)
each_life = pytest.mark.parametrize("table", LIVES, ids=[life.name for life, _, _ in LIVES])


@each_life
def test_every_event_has_one_line_in_the_table(table: Table) -> None:
    life, _, events = table
    assert [one.event for one in life.table] == list(events)


@each_life
def test_every_state_can_be_come_to(table: Table) -> None:
    life, states, _ = table
    assert life.reachable() == set(states)


@each_life
def test_every_state_that_is_not_final_has_a_way_on_and_a_final_one_has_none(table: Table) -> None:
    life, states, _ = table
    for state in states:
        assert (life.events_in(state) == ()) == (state in life.final), state


@each_life
def test_from_every_state_the_end_can_be_come_to(table: Table) -> None:
    life, states, _ = table
    for state in states:
        assert not life.final or life.reachable([state]) & set(life.final), state


@each_life
def test_every_step_says_on_what_it_rests_and_every_word_is_said_once(table: Table) -> None:
    life, states, _ = table
    assert all(one.article and one.dutch and one.by.dutch for one in life.table)
    words = [getattr(state, "dutch") for state in states]  # noqa: B009 - each of these has one
    assert len(set(words)) == len(words)
    assert all(words)


@each_life
def test_an_event_leads_where_its_line_says_and_nowhere_from_another_state(table: Table) -> None:
    life, states, events = table
    for event in events:
        line = life.transition(event)
        for state in states:
            if state in line.within:
                assert life.after(state, event) is line.to
            else:
                with pytest.raises(NotAllowed, match=f"{event} cannot happen in state {state}"):
                    life.after(state, event)


def test_the_states_are_those_of_the_procedure() -> None:
    assert [state.value for state in ApplicationState] == [
        "received", "incomplete", "completing", "complete", "withdrawn", "not_treated",
    ]  # fmt: skip
    assert [state.value for state in Timeliness] == ["in_time", "late", "early", "admitted"]
    assert [state.value for state in DecisionState] == [
        "open", "to_judge", "set_aside", "proposed", "taken", "sent", "objected", "revised",
        "revoked", "final",
    ]  # fmt: skip
    assert [state.value for state in AwardState] == [
        "reserved", "committed", "advanced", "paid", "changed", "settled", "reclaimed", "released",
        "lapsed",
    ]  # fmt: skip


def test_nobody_is_waited_for_where_nothing_can_be_done_any_more() -> None:
    for state in DecisionState:
        assert (state.waits_for is None) == (state in DECISION_LIFE.final)
    assert [one for one in ApplicationState if one.waits_for is None] == [
        ApplicationState.COMPLETE, ApplicationState.WITHDRAWN, ApplicationState.NOT_TREATED,
    ]  # fmt: skip


def test_an_application_is_set_aside_decided_later_objected_to_and_becomes_final() -> None:
    events = (
        DecisionEvent.JUDGEMENT_NEEDED, DecisionEvent.SET_ASIDE, DecisionEvent.SUPPLEMENTED,
        DecisionEvent.TAKEN, DecisionEvent.SENT, DecisionEvent.OBJECTED, DecisionEvent.REVISED,
        DecisionEvent.BECAME_FINAL,
    )  # fmt: skip
    assert DECISION_LIFE.after(DecisionState.OPEN, *events) is DecisionState.FINAL


def test_whoever_takes_or_revises_a_decision_is_an_approver() -> None:
    by = {one.event: one.by for one in DECISION_LIFE.table}
    for event in (DecisionEvent.TAKEN, DecisionEvent.REVISED, DecisionEvent.UPHELD):
        assert by[event] is Mover.APPROVER


# What came in.


@pytest.mark.parametrize(
    ("versions", "state"),
    [
        ((), ApplicationState.RECEIVED),
        ((False,), ApplicationState.INCOMPLETE),
        ((True,), ApplicationState.COMPLETE),
        ((False, False), ApplicationState.INCOMPLETE),
        ((False, True), ApplicationState.COMPLETE),
        ((True, False), ApplicationState.COMPLETE),  # a faulty correction replaces nothing
    ],
)
def test_versions_lead_to_a_state(versions: tuple[bool, ...], state: ApplicationState) -> None:
    assert application_state([(good, ()) for good in versions]) is state


@given(st.lists(st.booleans(), min_size=1))
def test_an_application_is_complete_as_soon_as_one_version_could_be_read(good: list[bool]) -> None:
    wanted = ApplicationState.COMPLETE if any(good) else ApplicationState.INCOMPLETE
    assert application_state([(one, ()) for one in good]) is wanted


@pytest.mark.parametrize("good", [True, False])
@pytest.mark.parametrize("state", [ApplicationState.WITHDRAWN, ApplicationState.NOT_TREATED])
def test_a_new_version_brings_no_application_back(state: ApplicationState, good: bool) -> None:
    assert with_version(state, good=good) is state


def test_what_was_asked_for_and_came_in_well_completes_the_application() -> None:
    asked = (False, [ApplicationEvent.ASKED])
    assert application_state([asked]) is ApplicationState.COMPLETING
    assert application_state([asked, (False, [])]) is ApplicationState.COMPLETING
    assert application_state([asked, (True, [])]) is ApplicationState.COMPLETE


def test_an_officer_may_find_a_sound_version_incomplete_and_the_next_one_completes_it() -> None:
    found = (True, [ApplicationEvent.FOUND_INCOMPLETE, ApplicationEvent.ASKED])
    assert application_state([found]) is ApplicationState.COMPLETING
    assert application_state([found, (True, [])]) is ApplicationState.COMPLETE


@pytest.mark.parametrize(
    ("moment", "found"),
    [
        ("2026-08-31 23:59:59", Timeliness.EARLY),
        ("2026-09-01 00:00:00", Timeliness.IN_TIME),
        ("2026-10-15 23:59:59", Timeliness.IN_TIME),
        ("2026-10-16 00:00:00", Timeliness.LATE),
    ],
)
def test_both_days_of_the_window_are_part_of_it(moment: str, found: Timeliness) -> None:
    received = datetime.fromisoformat(moment)
    assert timeliness_of(received, date(2026, 9, 1), date(2026, 10, 15)) is found


# Today's rounds and outcomes.

OUTCOMES = (None, *Outcome)
ANSWERS = (None, *Answer)
_WAITING = (Outcome.NEEDS_JUDGEMENT, Outcome.INCOMPLETE, Outcome.SET_ASIDE)
_LISTED = {
    RoundState.ALLOCATED: DecisionState.PROPOSED,
    RoundState.APPROVED: DecisionState.TAKEN,
    RoundState.PUBLISHED: DecisionState.SENT,
    RoundState.ARCHIVED: DecisionState.SENT,
}
_SCREENED = {RoundState.SCREENED, RoundState.AMENDED, *_LISTED}


@pytest.mark.parametrize("state", RoundState)
@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("answer", ANSWERS)
def test_every_round_outcome_and_answer_of_today_is_a_state_of_a_decision(
    state: RoundState, outcome: Outcome | None, answer: Answer | None
) -> None:
    found = decision_state(state, outcome, answer)
    if outcome not in (None, *_WAITING) and state in _LISTED:
        assert found is _LISTED[state]
    elif answer is Answer.NEEDS_JUDGEMENT and state in _SCREENED:
        assert found is DecisionState.TO_JUDGE
    else:
        assert found is DecisionState.OPEN


@given(
    st.lists(st.sampled_from(Step), max_size=25),
    st.sampled_from(OUTCOMES),
    st.sampled_from(ANSWERS),
)
def test_the_steps_of_a_round_lead_a_decision_to_where_the_round_leaves_it(
    steps: list[Step], outcome: Outcome | None, answer: Answer | None
) -> None:
    """Whatever steps are tried: those that the round allows lead to what its state says."""
    state, taken = RoundState.DRAFTED, list[Step]()
    for step in steps:
        if allowed(step, state):
            state = after(step, state)
            taken.append(step)
    # A list gives an outcome only after the judgement that it rests on.
    assume(outcome is None or outcome.undecided or answer is not Answer.NEEDS_JUDGEMENT)
    led = decision_through(taken, outcome, answer)
    assert led is decision_state(state, outcome, answer)


def test_what_is_set_aside_stays_so_while_its_round_is_decided() -> None:
    happened = (
        Step.OPEN, Step.SCREEN, DecisionEvent.SET_ASIDE, Step.ALLOCATE, Step.AMEND, Step.ALLOCATE,
        Step.APPROVE, Step.LETTERS,
    )  # fmt: skip
    led = decision_through(happened, Outcome.NEEDS_JUDGEMENT, Answer.NEEDS_JUDGEMENT)
    assert led is DecisionState.SET_ASIDE
    # Judged since: a supplement takes it up, and the round itself no longer moves it.
    later = decision_through((*happened, DecisionEvent.SUPPLEMENTED), Outcome.GRANTED, Answer.MET)
    assert later is DecisionState.PROPOSED


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize(
    "state",
    [
        DecisionState.SET_ASIDE, DecisionState.SENT, DecisionState.OBJECTED, DecisionState.REVISED,
        DecisionState.REVOKED, DecisionState.FINAL,
    ],
)  # fmt: skip
def test_no_step_of_a_round_moves_what_is_set_aside_or_was_sent(
    step: Step, state: DecisionState
) -> None:
    for outcome in OUTCOMES:
        for answer in ANSWERS:
            assert after_step(state, step, outcome, answer) is state


@pytest.mark.parametrize("state", RoundState)
@pytest.mark.parametrize("amount", [ZERO, Euro.euros(10)])
def test_every_round_of_today_is_a_state_of_an_award(state: RoundState, amount: Euro) -> None:
    wanted: AwardState | None = None
    if amount and state is RoundState.ALLOCATED:
        wanted = AwardState.RESERVED
    elif amount and state in (RoundState.APPROVED, RoundState.PUBLISHED, RoundState.ARCHIVED):
        wanted = AwardState.COMMITTED
    assert listed_state(state, amount) is wanted


# What the ledger tells.

FUND = Cell("vro", WHOLE_FUND, 2026)
WBI = Cell("vro", "woningbouwimpuls", 2026)
Entries = list[tuple[int, str, Sequence[Posting]]]


class Books:
    """A ledger that is written as the program writes it."""

    def __init__(self) -> None:
        self.now = Balances({FUND: Euro.euros(1000)})
        self.entries: Entries = []
        self.post("opened", booking.opened(self.now))

    def post(self, kind: str, postings: Sequence[Posting]) -> None:
        if postings:
            self.now = self.now.after(postings)
            self.entries.append((len(self.entries) + 1, kind, postings))

    def list(self, **amounts: int) -> None:
        charges = [Charge(number, WBI, Euro.euros(euros)) for number, euros in amounts.items()]
        self.post("reserved", booking.reserved(self.now, [one for one in charges if one.amount]))

    def state(self, number: str) -> AwardState | None:
        return award_state(event for _, event in booked_events(self.entries).get(number, ()))


def committed(amount: int) -> Books:
    books = Books()
    books.list(A=amount, B=100)
    books.post("committed", booking.committed(books.now))
    return books


def test_what_was_never_reserved_has_no_award() -> None:
    assert Books().state("A") is None


def test_a_list_reserves_and_one_without_the_application_releases() -> None:
    books = Books()
    books.list(A=300, B=100)
    assert books.state("A") is AwardState.RESERVED
    books.list(B=100)
    assert (books.state("A"), books.state("B")) == (AwardState.RELEASED, AwardState.RESERVED)
    books.list(A=200)
    assert books.state("A") is AwardState.RESERVED


def test_an_award_is_committed_paid_in_parts_settled_lower_and_reclaimed() -> None:
    books = committed(300)
    assert books.state("A") is AwardState.COMMITTED
    books.post("advanced", booking.advanced(books.now, "A", Euro.euros(100), 2026))
    assert books.state("A") is AwardState.ADVANCED
    books.post("advanced", booking.advanced(books.now, "A", Euro.euros(200), 2027))
    assert books.state("A") is AwardState.PAID
    books.post("settled", booking.settled(books.now, "A", Euro.euros(250)))
    assert books.state("A") is AwardState.SETTLED
    books.post("reclaimed", booking.reclaimed(books.now, "A", Euro.euros(50)))
    assert (books.state("A"), books.state("B")) == (AwardState.RECLAIMED, AwardState.COMMITTED)


def test_a_payment_that_comes_back_is_owed_again_and_can_be_made_again() -> None:
    books = committed(300)
    books.post("advanced", booking.advanced(books.now, "A", Euro.euros(100), 2026))
    books.post("advanced", booking.advanced(books.now, "A", Euro.euros(200), 2027))
    books.post("returned", booking.returned(books.now, "A", Euro.euros(200), 2027))
    assert books.state("A") is AwardState.ADVANCED
    books.post("returned", booking.returned(books.now, "A", Euro.euros(100), 2026))
    assert books.state("A") is AwardState.COMMITTED
    with pytest.raises(Overdrawn, match="cannot come back"):
        booking.returned(books.now, "A", Euro.euros(100), 2026)
    books.post("advanced", booking.advanced(books.now, "A", Euro.euros(300), 2027))
    assert books.state("A") is AwardState.PAID


def test_what_is_paid_of_a_settled_amount_leaves_it_settled() -> None:
    books = committed(300)
    books.post("advanced", booking.advanced(books.now, "A", Euro.euros(100), 2026))
    books.post("settled", booking.settled(books.now, "A", Euro.euros(250)))
    books.post("advanced", booking.advanced(books.now, "A", Euro.euros(150), 2027))
    assert books.state("A") is AwardState.SETTLED


def test_a_withdrawal_after_the_decision_releases_the_award() -> None:
    books = committed(300)
    books.post("released", booking.released(books.now, "A"))
    assert (books.state("A"), books.state("B")) == (AwardState.RELEASED, AwardState.COMMITTED)


def test_an_amended_policy_releases_every_award_until_the_money_is_divided_again() -> None:
    books = committed(300)
    books.post("amended", booking.undone(books.now))
    assert (books.state("A"), books.state("B")) == (AwardState.RELEASED, AwardState.RELEASED)
    books.list(B=400)
    assert (books.state("A"), books.state("B")) == (AwardState.RELEASED, AwardState.RESERVED)


ACTS = ("list", "committed", "advanced", "returned", "settled", "reclaimed", "released")


@given(st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from("ABC"), st.integers(0, 300))))
def test_whatever_a_ledger_can_be_made_to_say_is_a_life_of_each_award(
    acts: list[tuple[str, str, int]],
) -> None:
    """In the order that a round allows: lists until one is committed, and the rest after that."""
    books, decided = Books(), False
    for act, number, euros in acts:
        amount = Euro.euros(euros)
        try:
            if act == "list" and not decided:
                books.list(**{number: euros, "B" if number == "A" else "A": 300 - euros})
            elif act == "committed" and not decided:
                books.post(act, booking.committed(books.now))
                decided = True
            elif act == "advanced" and decided:
                books.post(act, booking.advanced(books.now, number, amount, 2026))
            elif act == "returned" and decided:
                books.post(act, booking.returned(books.now, number, amount, 2026))
            elif act == "settled" and decided:
                books.post(act, booking.settled(books.now, number, amount))
            elif act == "reclaimed" and decided:
                books.post(act, booking.reclaimed(books.now, number, amount))
            elif act == "released" and decided:
                books.post(act, booking.released(books.now, number))
        except Overdrawn:
            continue
        for one in "ABC":
            state = books.state(one)
            due = books.now.total(Account.COMMITTED, one)
            if state in (AwardState.RESERVED, AwardState.RELEASED, None):
                assert not due
            if books.now.total(Account.RESERVED, one):
                assert state is AwardState.RESERVED
            if state is AwardState.PAID:
                assert books.now.total(Account.ADVANCED, one) == due
