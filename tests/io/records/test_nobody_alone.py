"""In each role of PostgreSQL, with the program's own functions and an office file of one's own:
nobody alone gets a decision or a letter out, and who tries is told why."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import make_url
from sqlmodel import func, select

from verdeelsleutel.grants.decisions.allocation import Allocation
from verdeelsleutel.grants.lives.round import RoundState, Step
from verdeelsleutel.io import cli
from verdeelsleutel.io.errors import VerdeelError
from verdeelsleutel.io.records import tables
from verdeelsleutel.io.records.database import reading
from verdeelsleutel.io.records.rounds import allocations, approvals, register
from verdeelsleutel.io.records.rounds.events import EventKind
from verdeelsleutel.io.records.rounds.reader import RoundReader, changing_round
from verdeelsleutel.io.rounds.actor import Actor
from verdeelsleutel.io.rounds.dividing.case import case_of_round
from verdeelsleutel.io.rounds.division import next_hash
from verdeelsleutel.io.rounds.ledger import book_reservations
from verdeelsleutel.io.rounds.state import move, record
from verdeelsleutel.io.steps import approval
from verdeelsleutel.optimiser.solution import Solution

from ...postgresql import Server, as_user
from ..real_rounds import as_real
from .conftest import Verdeel
from .rounds import ADMINISTRATOR, APPROVER, AUDITOR, MAKER, ROUND, SECOND, write_round
from .test_forgeries import swap

GROUPS = {
    MAKER: "verdeel_officer", SECOND: "verdeel_officer", APPROVER: "verdeel_approver",
    ADMINISTRATOR: "verdeel_administrator", AUDITOR: "verdeel_auditor",
}  # fmt: skip
NAMES = {
    MAKER: "S. Vermeulen", SECOND: "B. Dekker", APPROVER: "Y. Haddou", AUDITOR: "C. Oostveen",
    ADMINISTRATOR: "T. Rademaker",
}  # fmt: skip
LOGINS, OWN = tuple(GROUPS), {(one, NAMES[one]) for one in (APPROVER, ADMINISTRATOR)}
DAY = date(2026, 11, 30)
FORBIDDEN = "mag dit niet"


class Office:
    """A real round that S. Vermeulen divided, in a database that knows whose each role is."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url

    def of(self, user: str) -> str:
        return as_user(self.url, user)

    def told(self) -> list[int | str]:
        """What was kept: how many lists, approvals, events and publications, and the state."""
        rows = (tables.Allocation, tables.Approval, tables.Event, tables.Publication)
        with reading(self.url) as session:
            counted = [session.exec(select(func.count()).select_from(one)).one() for one in rows]
            return [*counted, session.exec(select(tables.Round.state)).one()]


@pytest.fixture(scope="module")
def home(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """It is only looked at."""
    folder = tmp_path_factory.mktemp("alleen") / "bureau"
    workbooks = write_round(folder, count=8, unknown=())
    policy = folder / "policy.toml"
    policy.write_text(as_real(policy.read_text(encoding="utf-8")), encoding="utf-8")
    made = Office(folder, server.fresh())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VERDEEL_DATABASE", made.url)
        assert cli.run(["database", "create"]) == 0
        roles = ["database", "roles", "--apply", "--office", str(folder / "office.toml")]
        assert cli.run(roles) == 0
        for user, group in GROUPS.items():
            server.login(user, group)
        patch.setenv("VERDEEL_DATABASE", made.of(MAKER))
        for step in (
            ("round", "open", ROUND, "--policy", policy),
            ("load", *workbooks, "--round", ROUND),
            ("screen", "--round", ROUND),
            ("allocate", "--round", ROUND),
        ):
            assert cli.run([*map(str, step)]) == 0, step
    return made


@pytest.fixture
def office(home: Office, server: Server) -> Office:
    """A copy of it."""
    copy = server.fresh()
    name, other = (str(make_url(url).database) for url in (home.url, copy))
    server.run(f"DROP DATABASE {other}", f"CREATE DATABASE {other} TEMPLATE {name}")
    return Office(home.folder, copy)


# What somebody tries with the functions of the program, as whom they say they are.


def approves(reader: RoundReader, who: Actor) -> None:
    """The step itself, as an approver."""
    approval.approve(reader, who, DAY)


def writes_approval(reader: RoundReader, who: Actor) -> None:
    """What the step writes, without what it asks."""
    approvals.add(reader, reader.allocation_row, who.name, DAY)
    move(reader, Step.APPROVE)
    record(reader, EventKind.APPROVED, who)


def moves_on(reader: RoundReader, who: Actor) -> None:
    """An approved round with no approval."""
    move(reader, Step.APPROVE)
    record(reader, EventKind.APPROVED, who)


def publishes(reader: RoundReader, who: Actor) -> None:
    """The letters of a list that nobody approved, told of as sent."""
    allocations.add_publication(reader, reader.allocation_row, who.name, DAY, 8)
    register.set_state(reader, RoundState.PUBLISHED)
    record(reader, EventKind.PUBLISHED, who)


def forges(reader: RoundReader, who: Actor) -> None:
    """A list in which somebody else wins, with all that belongs to it."""
    listed = json.loads(reader.allocation_row.allocation_json)
    found = json.loads(reader.allocation_row.solution_json)
    swap(listed, found)
    forged = Allocation.model_validate(listed)
    book_reservations(reader, forged.awards)
    kept = next_hash(reader, case_of_round(reader))
    allocations.add(reader, forged, Solution.model_validate(found), kept, who.name)
    move(reader, Step.ALLOCATE)
    record(reader, EventKind.ALLOCATED, who)


def forges_and_approves(reader: RoundReader, who: Actor) -> None:
    forges(reader, who)
    reader.session.flush()
    writes_approval(reader, who)


ALONE: tuple[Callable[[RoundReader, Actor], None], ...] = (
    writes_approval, moves_on, publishes, forges_and_approves,
)  # fmt: skip


def tried(url: str, attempt: Callable[[RoundReader, Actor], None], who: Actor) -> str:
    """What kept somebody out; empty where nothing did."""
    try:
        with changing_round(url, ROUND) as reader:
            attempt(reader, who)
    except VerdeelError as fault:
        return str(fault)
    return ""


@pytest.mark.sample(only=(MAKER, APPROVER, AUDITOR))
@pytest.mark.parametrize("user", LOGINS)
def test_nobody_acts_in_the_name_of_another_or_alone(home: Office, user: str) -> None:
    before = home.told()
    for name in NAMES.values():
        who = Actor(name=name, role="approver")
        for attempt in (approves, *ALONE):
            if attempt in (approves, writes_approval) and (user, name) in OWN:
                continue  # what another made: the process, and see the administrator below
            why = tried(home.of(user), attempt, who)
            assert why, (user, name, attempt.__name__)
            assert home.told() == before, (user, name, attempt.__name__)


@pytest.mark.parametrize(
    ("user", "attempt", "said"),
    [
        (MAKER, approves, "de verdeling gemaakt en kan de verdeling daarom niet vaststellen"),
        (SECOND, writes_approval, FORBIDDEN),
        (SECOND, moves_on, "approved by an approval"),
        (SECOND, forges_and_approves, FORBIDDEN),
        (APPROVER, forges_and_approves, "does not approve"),
        (APPROVER, moves_on, "approved by an approval"),
        (AUDITOR, forges, FORBIDDEN),
        (AUDITOR, approves, FORBIDDEN),
        (ADMINISTRATOR, forges_and_approves, "does not approve"),
    ],
)
def test_who_tries_is_told_why(
    home: Office, user: str, attempt: Callable[[RoundReader, Actor], None], said: str
) -> None:
    why = tried(home.of(user), attempt, Actor(name=NAMES[user], role="approver"))
    assert said in why


@pytest.mark.parametrize("user", [SECOND, APPROVER, ADMINISTRATOR])
def test_a_forged_list_that_the_server_lets_in_goes_out_at_no_door(
    office: Office, user: str, verdeel: Verdeel, tmp_path: Path
) -> None:
    """It is in the name of whoever made it; the others work with a program that is as it was."""
    assert tried(office.of(user), forges, Actor(name=NAMES[user], role="officer")) == ""
    if user != APPROVER:
        why = tried(office.of(APPROVER), approves, Actor(name=NAMES[APPROVER], role="approver"))
        assert "volgt niet uit haar aanvragen" in why
    of, out = ("--round", ROUND), tmp_path / "uit"
    for who, door in (
        (MAKER, ("approve", *of, "--list", "--out", tmp_path / "lijst.pdf")),
        (SECOND, ("letters", *of, "--out", out)),
        (AUDITOR, ("report", *of, "--out", out)),
        (AUDITOR, ("bundle", *of, "--out", tmp_path / "ronde.zip")),
        (AUDITOR, ("audit", "verify")),
    ):
        refused = verdeel(*door, on=office.of(who))
        assert refused.code == 3, (door, refused.out)
        assert refused.sentence
    assert not out.exists()


@pytest.mark.parametrize("attempt", [approves, writes_approval])
def test_an_administrator_owns_the_tables_and_approves_nothing(
    office: Office, attempt: Callable[[RoundReader, Actor], None], verdeel: Verdeel, tmp_path: Path
) -> None:
    """The server lets an owner add any row; that he is no approver is found where it counts."""
    who = Actor(name=NAMES[ADMINISTRATOR], role="approver")
    assert tried(office.of(ADMINISTRATOR), attempt, who) == ""
    out = tmp_path / "brieven"
    for user, door in (
        (MAKER, ("letters", "--round", ROUND, "--out", out, "--date", "2026-12-01")),
        (AUDITOR, ("audit", "verify")),
    ):
        refused = verdeel(*door, on=office.of(user))
        assert refused.code == 3
        assert "T. Rademaker, onder de login tom.rademaker, en die stelt" in refused.sentence
    assert not out.exists()


@pytest.mark.parametrize("user", LOGINS)
def test_an_office_file_of_ones_own_makes_nobody_another(
    home: Office, user: str, verdeel: Verdeel, tmp_path: Path
) -> None:
    """One in which the login is that of each of the others, with every role that decides."""
    own = (home.folder / "office.toml").read_text(encoding="utf-8")
    for name in (NAMES[one] for one in LOGINS if one != user):
        theirs = f'[[officers]]\nuser = "{user}"\nname = "{name}"\nrole = "approver"\n'
        file = tmp_path / "eigen.toml"
        file.write_text(own.partition("[[officers]]")[0] + theirs, encoding="utf-8")
        before = home.told()[:2]
        for door in (
            ("approve", "--round", ROUND, "--date", DAY.isoformat(), "--office", file),
            ("letters", "--round", ROUND, "--out", tmp_path / "brieven", "--office", file),
        ):
            refused = verdeel(*door, on=home.of(user))
            assert refused.code == 3, (name, door, refused.out)
        assert home.told()[:2] == before
    assert not (tmp_path / "brieven").exists()
