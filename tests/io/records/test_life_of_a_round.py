"""The life of a round under random commands of many users: after each, nothing is out of order.

Every command is given by a random officer in whatever state the round is. It is carried out, or
refused with nothing changed; after each the audit trail is sound, the ledger adds up and agrees
with the awards, nobody approved what they made, no approved list changed, and no application is
lost. Lives start at the opening of a round, at its allocation, or at its approval.
"""

import os
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import make_url
from sqlmodel import col, func, select

from verdeelsleutel.grants.ledger.ledger import Account, Overdrawn
from verdeelsleutel.grants.lives.application import ApplicationState
from verdeelsleutel.grants.lives.award import AwardEvent, AwardState
from verdeelsleutel.grants.lives.decision import DecisionEvent
from verdeelsleutel.grants.lives.round import RoundState
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.io.cli.commands import allocation as allocation_command
from verdeelsleutel.io.cli.commands import amendment as amend_command
from verdeelsleutel.io.cli.commands import approval as approve_command
from verdeelsleutel.io.cli.commands import intake as intake_command
from verdeelsleutel.io.cli.commands import judgement as judging
from verdeelsleutel.io.cli.commands import lots as lots_command
from verdeelsleutel.io.cli.commands import rounds as rounds_command
from verdeelsleutel.io.cli.commands import screening as screening_command
from verdeelsleutel.io.cli.commands import withdrawal as withdrawing
from verdeelsleutel.io.cli.commands.actor import acting
from verdeelsleutel.io.cli.invocation import Invocation
from verdeelsleutel.io.errors import RefusedByProcess, VerdeelError, WrongUse
from verdeelsleutel.io.records import tables
from verdeelsleutel.io.records.after.orders import CorrectionKind
from verdeelsleutel.io.records.database import reading
from verdeelsleutel.io.records.rounds.reader import RoundReader, changing_round, reading_round
from verdeelsleutel.io.records.trail import audit, verification
from verdeelsleutel.io.rounds.actor import Actor
from verdeelsleutel.io.rounds.after.payment_file import Executed
from verdeelsleutel.io.rounds.balance import ledger_faults
from verdeelsleutel.io.rounds.ledger import book_advance, book_reclaim
from verdeelsleutel.io.rounds.lives import Event, confirm_event, lives_of, record_event
from verdeelsleutel.io.rounds.settling.booking import book_settlement
from verdeelsleutel.io.rounds.state import state_faults
from verdeelsleutel.io.steps.after import payment
from verdeelsleutel.io.steps.publication import publish

from ...postgresql import Server
from .rounds import (
    ADMINISTRATOR,
    APPROVER,
    AUDITOR,
    MAKER,
    OPEN_NORM,
    REASON,
    ROUND,
    SECOND,
    answer_waiting,
    number,
    write_round,
)

COUNT = 8
PAYING = ("order", "order", "confirm", "confirm", "cancelled", "returned", "agree")
DAY = date(2026, 11, 20)
USERS = st.sampled_from(
    # Officers act more often than the others, so that rounds come far.
    [MAKER, MAKER, SECOND, SECOND, APPROVER, APPROVER, "pieter.wiersma", ADMINISTRATOR, AUDITOR]
)
# How many long lives there are on SQLite, and a quarter of them on PostgreSQL.
LIVES = int(os.environ.get("VERDEEL_TEST_LIVES", "60"))
NUMBERS = st.sampled_from([number(k) for k in range(1, COUNT + 1)])
ALONE = st.sampled_from(
    [DecisionEvent.SET_ASIDE, DecisionEvent.OBJECTED, DecisionEvent.REVISED, AwardEvent.CHANGED]
)
MONEY = ("advance", "settle", "reclaim")
STARTS = ("opened", "allocated", "approved")
Fresh = Callable[[str], str]
Desk = tuple[Path, tuple[Path, ...]]


def paying(call: Invocation, what: str) -> int:
    """Order what is due, or say of the first order that waits what became of it."""
    with changing_round(call.database, ROUND) as reader:
        who = acting(reader, call)
        if what == "order":
            payment.order(reader, (), who, DAY)
            return 0
        given = reader.after.payment_orders
        if not given:
            raise WrongUse("er is niets opgedragen")
        one = given[len(given) // 2]
        if what == "confirm":
            said = Executed(row_id=one.row_id, application_id=one.application_id, on=DAY,
                            amount=one.payable, reference="B-1")  # fmt: skip
            found = payment.confirm(reader, (said,), who).findings
            if found:
                raise RefusedByProcess(found[0].message)
        elif what == "agree":
            payment.confirm_correction(reader, one.application_id, who, DAY)
        else:
            kind = CorrectionKind(what)
            payment.correct(reader, one.application_id, kind, who, DAY, REASON)
    return 0


def to_one_alone(call: Invocation, application: str, event: Event) -> None:
    """Record what is done to one application, or confirm what waits for a second name on it."""
    with changing_round(call.database, ROUND) as reader:
        found = [one for one in lives_of(reader) if one.application_id == application]
        who = Actor(name=call.as_name or "")
        for one in found:
            if one.open_events:
                confirm_event(reader, one.open_events[0].row_id, who, DAY)
            else:
                record_event(reader, one.row_id, event, who, DAY, REASON)


class Life(RuleBasedStateMachine):
    """One round, and everybody who works on it."""

    def __init__(self, desk: Desk, fresh: Fresh) -> None:
        super().__init__()
        self.desk, self.workbooks = desk
        self.fresh, self.url = fresh, ""
        self.lists: dict[int, tuple[str, str]] = {}  # approved: digest and the list itself
        self.known: set[str] = set()

    @initialize(start=st.sampled_from(STARTS))
    def begin(self, start: str) -> None:
        self.url = self.fresh(start)

    def act(self, user: str, command: Callable[[Invocation], object]) -> None:
        """Give a command; one that is refused changes nothing."""
        before = self.events()
        try:
            command(Invocation(self.url, office=self.desk / "office.toml", as_name=user))
        except VerdeelError:
            assert self.events() == before
        if user == AUDITOR:
            assert self.events() == before, "an auditor changed something"

    def events(self) -> int:
        with reading(self.url) as session:
            return session.exec(select(func.count()).select_from(tables.Event)).one()

    @rule(user=USERS, which=st.sampled_from([(0,), (1,), (0, 1)]))
    def load(self, user: str, which: tuple[int, ...]) -> None:
        files = tuple(self.workbooks[at] for at in which)
        self.act(user, lambda call: intake_command.load(call, files, ROUND, None))

    @rule(user=USERS)
    def close(self, user: str) -> None:
        self.act(user, lambda call: rounds_command.close(call, ROUND))

    @rule(user=USERS)
    def screen(self, user: str) -> None:
        self.act(user, lambda call: screening_command.screen(call, ROUND))

    @rule(user=USERS, application=NUMBERS, answer=st.sampled_from(["met", "not_met"]))
    def judge(self, user: str, application: str, answer: str) -> None:
        self.act(
            user,
            lambda call: judging.judge(
                call,
                judging.JudgeRequest(
                    (application,),
                    ROUND,
                    OPEN_NORM,
                    None if answer == "met" else answer,
                    REASON,
                    on=DAY,
                    source="advies",
                    value=("Score efficiëntie=7",) if answer == "met" else (),
                ),
            ),
        )

    @rule(user=st.sampled_from([MAKER, SECOND, APPROVER]), application=NUMBERS, event=ALONE)
    def do_to_one_alone(self, user: str, application: str, event: Event) -> None:
        self.act(user, lambda call: to_one_alone(call, application, event))

    @rule(user=USERS, application=NUMBERS)
    def confirm_judgement(self, user: str, application: str) -> None:
        self.act(
            user,
            lambda call: judging.judge(
                call, judging.JudgeRequest((application,), ROUND, OPEN_NORM, confirm=True, on=DAY)
            ),
        )

    @rule(user=USERS, drawn=st.permutations([number(1), number(2)]))
    def draw_lots(self, user: str, drawn: list[str]) -> None:
        self.act(user, lambda call: lots_command.lots(call, tuple(drawn), ROUND, "akte 7"))

    @rule(user=USERS, application=NUMBERS)
    def withdraw(self, user: str, application: str) -> None:
        self.act(user, lambda call: withdrawing.withdraw(call, application, ROUND, DAY, "brief 12"))

    @rule(user=USERS)
    def allocate(self, user: str) -> None:
        self.act(user, lambda call: allocation_command.allocate(call, ROUND, None, None))

    @rule(user=USERS)
    def approve(self, user: str) -> None:
        self.act(
            user,
            lambda call: approve_command.approve(call, ROUND, DAY, None, listing=False, out=None),
        )

    @rule(user=USERS, which=st.sampled_from(["policy.toml", "minder.toml", "meer.toml"]))
    def propose(self, user: str, which: str) -> None:
        policy = self.desk / which
        self.act(
            user,
            lambda call: amend_command.amend(call, ROUND, policy, False, REASON, False, DAY),
        )

    @rule(user=USERS)
    def confirm_amendment(self, user: str) -> None:
        self.act(user, lambda call: amend_command.amend(call, ROUND, None, False, None, True, DAY))

    @rule(user=USERS)
    def send(self, user: str) -> None:
        """The letters themselves are tested elsewhere; here is what they do to the round."""
        if user == AUDITOR:
            return

        def sent(call: Invocation) -> None:
            with changing_round(call.database, ROUND) as reader:
                who = acting(reader, call)
                publish(reader, reader.allocation, who, DAY, COUNT)

        self.act(user, sent)

    @rule(user=USERS, application=NUMBERS, what=st.sampled_from(MONEY), part=st.integers(1, 4))
    def move_money(self, user: str, application: str, what: str, part: int) -> None:
        """An advance, a lower settlement or a reclaim of so many quarters of what was committed.

        The commands for them are of later; the ledger takes them from the books as they are.
        """
        if user == AUDITOR:
            return

        def booked(call: Invocation) -> None:
            with changing_round(call.database, ROUND) as reader:
                who = acting(reader, call)
                due = reader.balances.total(Account.COMMITTED, application)
                book = {
                    "advance": book_advance, "settle": book_settlement, "reclaim": book_reclaim
                }[what]  # fmt: skip
                try:
                    book(reader, application, Euro(due.cents * part // 4), DAY)
                except Overdrawn as fault:
                    raise RefusedByProcess(str(fault)) from fault
                audit.append(reader.session, ROUND, f"money.{what}", who.name, "1")

        with reading_round(self.url, ROUND) as reader:
            decided = reader.exists and reader.state.decided
        if decided:
            self.act(user, booked)

    @rule(user=USERS, what=st.sampled_from(PAYING))
    def pay(self, user: str, what: str) -> None:
        self.act(user, lambda call: paying(call, what))

    @rule(user=USERS)
    def go_on(self, user: str) -> None:
        """The step that the round waits for, so that lives come to their end."""
        with reading_round(self.url, ROUND) as reader:
            state, loaded = reader.state, bool(reader.applications)
        if state is RoundState.OPEN and not loaded:
            self.load(user, (0, 1))
        else:
            step = {
                RoundState.OPEN: self.screen, RoundState.CLOSED: self.screen,
                RoundState.SCREENED: self.allocate, RoundState.AMENDED: self.allocate,
                RoundState.ALLOCATED: self.approve, RoundState.APPROVED: self.send,
                RoundState.PUBLISHED: self.archive,
            }.get(state)  # fmt: skip
            if step is not None:
                step(user)

    @rule(user=st.sampled_from([MAKER, APPROVER]))
    def go_on_with_the_usual_people(self, user: str) -> None:
        self.go_on(user)

    @rule(user=USERS)
    def archive(self, user: str) -> None:
        self.act(user, lambda call: rounds_command.archive(call, ROUND, date(2030, 1, 2)))

    @invariant()
    def everything_is_in_order(self) -> None:
        if not self.url:
            return  # the life has not begun
        with reading(self.url) as session:
            assert verification.verify(session) == ()
            assert state_faults(session) == ()
            assert ledger_faults(session) == ()
            reader = RoundReader(session, ROUND)
            now = reader.balances
            for cell in now.cells:
                assert now.used(cell) + now.room(cell) == now.ceiling(cell), cell
            self.check_approvals(reader)
            self.check_applications(reader)
            self.check_lives(reader)

    def check_approvals(self, reader: RoundReader) -> None:
        session = reader.session
        makers = {
            *session.exec(select(tables.Round.opened_by)).all(),
            *session.exec(select(tables.Round.screened_by)).all(),
            *session.exec(select(tables.Batch.loaded_by)).all(),
        }
        second = set(reader.amenders)
        for one in session.exec(select(tables.Approval)).all():
            stored = session.get(tables.Allocation, one.allocation_id)
            assert stored is not None
            assert one.approver != one.maker
            assert one.approver not in makers
            assert one.approver in ("Y. Haddou", "P. Wiersma")
            kept = self.lists.setdefault(one.allocation_id, (one.digest, stored.allocation_json))
            assert (stored.digest, stored.allocation_json) == kept
        newest = session.exec(
            select(tables.Approval.approver).order_by(col(tables.Approval.id).desc())
        ).first()
        if newest is not None and reader.state.decided:
            assert newest not in second

    def check_applications(self, reader: RoundReader) -> None:
        there = {one.application.application_id for one in reader.applications}
        assert self.known <= there
        self.known = there
        assert {one.application_id for one in reader.withdrawals} <= there
        if reader.state is RoundState.ALLOCATED or reader.state.decided:
            assert {award.application_id for award in reader.allocation.awards} == there

    def check_lives(self, reader: RoundReader) -> None:
        """Every application is in one state of each table, and the ledger bears its award out."""
        found = {one.application_id: one for one in lives_of(reader)}
        assert set(found) == self.known
        now = reader.balances
        for number_, one in found.items():
            assert one.application in (ApplicationState.COMPLETE, ApplicationState.WITHDRAWN)
            reserved = now.total(Account.RESERVED, number_)
            committed = now.total(Account.COMMITTED, number_)
            assert bool(reserved) == (one.award is AwardState.RESERVED)
            assert not committed or one.award not in (None, AwardState.RELEASED)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A small round in files, with two other policies to amend it by."""
    folder = tmp_path_factory.mktemp("leven") / "desk"
    workbooks = write_round(folder, count=COUNT, unknown=(3,))
    policy = (folder / "policy.toml").read_text(encoding="utf-8")
    (total,) = [line for line in policy.splitlines() if line.startswith("total = ")]
    million = int(total.split()[3])
    for name, changed in (("minder", million // 2), ("meer", million * 2)):
        other = policy.replace(total, f'total = "€ {changed} mln"')
        (folder / f"{name}.toml").write_text(other, encoding="utf-8")
    return folder, workbooks


def life(desk: Desk, made: Fresh) -> type[Life]:
    class Here(Life):
        def __init__(self) -> None:
            super().__init__(desk, made)

    return Here


def started(url: str, desk: Desk, start: str) -> None:
    """A round as far as a start."""
    folder, books = desk
    maker = Invocation(url, office=folder / "office.toml", as_name=MAKER)
    rounds_command.round_open(maker, ROUND, folder / "policy.toml")
    if start in STARTS[1:]:
        intake_command.load(maker, books, ROUND, None)
        screening_command.screen(maker, ROUND)
        if start == STARTS[2]:
            answer_waiting(url, folder)
        allocation_command.allocate(maker, ROUND, None, None)
    if start == STARTS[2]:
        approver = replace(maker, as_name=APPROVER)
        approve_command.approve(approver, ROUND, DAY, None, listing=False, out=None)


def on_sqlite(desk: Desk, folder: Path) -> type[Life]:
    """The machine on SQLite: every life starts from a copy of a round."""
    for start in STARTS:
        started(f"sqlite:///{(folder / start).as_posix()}.db", desk, start)

    def fresh(start: str) -> str:
        copy = Path(tempfile.mkdtemp(dir=folder)) / "verdeel.db"
        with (
            closing(sqlite3.connect(folder / f"{start}.db")) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
        return f"sqlite:///{copy.as_posix()}"

    return life(desk, fresh)


def on_postgresql(desk: Desk, server: Server) -> type[Life]:
    """The machine on PostgreSQL: every life starts from a copy of a round."""
    starts = {start: server.fresh() for start in STARTS}
    for start, url in starts.items():
        started(url, desk, start)

    def fresh(start: str) -> str:
        copy = server.fresh()
        name, other = (str(make_url(url).database) for url in (starts[start], copy))
        server.run(f"DROP DATABASE {other}", f"CREATE DATABASE {other} TEMPLATE {name}")
        return copy

    return life(desk, fresh)


ORDINARY = settings(
    max_examples=2,
    stateful_step_count=22,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.slow(sample="tests/io/cli/test_any_order.py::test_nothing_rests_on_what_is_not_there")
def test_no_order_of_commands_brings_a_round_out_of_order(desk: Desk, tmp_path: Path) -> None:
    run_state_machine_as_test(on_sqlite(desk, tmp_path), settings=ORDINARY)


@pytest.mark.slow(sample="tests/io/cli/test_any_order.py::test_nothing_rests_on_what_is_not_there")
def test_nor_on_postgresql(desk: Desk, server: Server) -> None:
    run_state_machine_as_test(
        on_postgresql(desk, server), settings=settings(ORDINARY, max_examples=1)
    )


@pytest.mark.slow(sample="tests/io/cli/test_any_order.py::test_nothing_rests_on_what_is_not_there")
def test_no_long_life_brings_a_round_out_of_order(desk: Desk, tmp_path: Path) -> None:
    many = settings(ORDINARY, max_examples=LIVES, stateful_step_count=40, derandomize=False)
    run_state_machine_as_test(on_sqlite(desk, tmp_path), settings=many)


@pytest.mark.slow(sample="tests/io/cli/test_any_order.py::test_nothing_rests_on_what_is_not_there")
def test_nor_a_long_life_on_postgresql(desk: Desk, server: Server) -> None:
    many = settings(ORDINARY, max_examples=LIVES // 4, stateful_step_count=40, derandomize=False)
    run_state_machine_as_test(on_postgresql(desk, server), settings=many)
