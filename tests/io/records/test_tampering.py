"""Whoever changes the events behind the program's back is found, and the event is named.

An approved round is copied into memory, its triggers are dropped, and one thing is changed at a
time: a byte of one column, a row deleted, doubled, swapped or added, the tail cut off, the whole
chain written anew. A sample of the changes runs always, all of them with the slow tests.
"""

import hashlib
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

from verdeelsleutel.io.cli.commands import allocation as allocation_command
from verdeelsleutel.io.cli.commands import approval as approve_command
from verdeelsleutel.io.cli.commands import intake as intake_command
from verdeelsleutel.io.cli.commands import judgement as judging
from verdeelsleutel.io.cli.commands import rounds as rounds_command
from verdeelsleutel.io.cli.commands import screening as screening_command
from verdeelsleutel.io.cli.commands import withdrawal as withdrawing
from verdeelsleutel.io.cli.commands.keeping import audit as audit_commands
from verdeelsleutel.io.cli.invocation import Invocation
from verdeelsleutel.io.errors import RefusedByProcess
from verdeelsleutel.io.records.trail import chain, verification
from verdeelsleutel.io.rounds.state import state_faults

from .rounds import APPROVER, MAKER, OPEN_NORM, REASON, ROUND, SECOND, number, write_round

DAY = date(2026, 11, 20)
COLUMNS = (
    "number", "round_id", "kind", "person", "at", "program_version", "salt", "detail_hash",
    "detail_json", "previous", "hash",
)  # fmt: skip
INTEGERS = ("number", "person")
SAMPLE, ALL = 80, 1_500


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A round with a judgement and a withdrawal, approved."""
    folder = tmp_path_factory.mktemp("geknoei")
    books = write_round(folder, count=8, unknown=(3,))
    database = folder / "verdeel.db"
    maker = Invocation(
        f"sqlite:///{database.as_posix()}", office=folder / "office.toml", as_name=MAKER
    )
    second = Invocation(maker.database, office=maker.office, as_name=SECOND)
    approver = Invocation(maker.database, office=maker.office, as_name=APPROVER)
    rounds_command.round_open(maker, ROUND, folder / "policy.toml")
    intake_command.load(maker, books, ROUND, None)
    screening_command.screen(maker, ROUND)
    asked = judging.JudgeRequest(
        (number(3),), ROUND, OPEN_NORM, reason=REASON, on=DAY, value=("Score efficiëntie=7",),
        source="advies van de commissie",
    )  # fmt: skip
    judging.judge(maker, asked)
    seconded = judging.JudgeRequest((number(3),), ROUND, OPEN_NORM, confirm=True, on=DAY)
    judging.judge(second, seconded)
    withdrawing.withdraw(maker, number(5), ROUND, DAY, "brief 12")
    allocation_command.allocate(maker, ROUND, None, None)
    approve_command.approve(approver, ROUND, DAY, None, listing=False, out=None)
    return database


@dataclass
class Copy:
    """The database in memory, open to whoever has the file."""

    raw: sqlite3.Connection
    engine: Engine
    clean: sqlite3.Connection

    def restore(self) -> None:
        """As it was before anything was changed."""
        self.clean.backup(self.raw)

    def faults(self, anchor: str | None = None) -> tuple[str, ...]:
        with Session(self.engine) as session, verification.whatever_is_there(session):
            return (*verification.verify(session, anchor), *state_faults(session))

    def events(self) -> list[tuple[object, ...]]:
        columns = ", ".join(COLUMNS)
        return self.raw.execute(f"SELECT {columns} FROM event ORDER BY number").fetchall()

    def put(self, place: int, column: str, value: object) -> None:
        self.raw.execute(f"UPDATE event SET {column} = ? WHERE number = ?", (value, place))

    def put_bytes(self, place: int, column: str, value: bytes) -> None:
        """Bytes in a column of text, also where they are no text."""
        self.raw.execute(
            f"UPDATE event SET {column} = CAST(? AS TEXT) WHERE number = ?", (value, place)
        )


@pytest.fixture(scope="module")
def copy(decided: Path) -> Iterator[Copy]:
    raw, clean = (sqlite3.connect(":memory:", isolation_level=None) for _ in range(2))
    with closing(sqlite3.connect(decided)) as source:
        source.backup(clean)
    triggers = clean.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    for (name,) in triggers.fetchall():
        clean.execute(f"DROP TRIGGER {name}")
    engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
    made = Copy(raw, engine, clean)
    made.restore()
    yield made
    engine.dispose()
    clean.close()


@pytest.fixture(autouse=True)
def _untouched(copy: Copy) -> Iterator[None]:
    yield
    copy.restore()


Change = Callable[[Copy], None]


def byte_changes(
    events: list[tuple[object, ...]], dice: random.Random
) -> Iterator[tuple[str, int, Change]]:
    """Every column of every event, at a byte that the dice choose: what, which event, how."""
    for place, event in enumerate(events, start=1):
        for column, value in zip(COLUMNS, event, strict=True):
            if column in INTEGERS:
                assert isinstance(value, int)
                other = value + dice.choice([1, 2, 5, 100, 10_000]) + len(events)
                yield f"{column} + {other}", place, _integer(place, column, other)
            else:
                before = str(value).encode()
                if not before:
                    continue
                at = dice.randrange(len(before))
                byte = (before[at] + dice.randrange(1, 256)) % 256
                changed = before[:at] + bytes([byte]) + before[at + 1 :]
                yield f"{column}[{at}] = {byte}", place, _text(place, column, changed)


def _integer(place: int, column: str, value: int) -> Change:
    return lambda copy: copy.put(place, column, value)


def _text(place: int, column: str, value: bytes) -> Change:
    return lambda copy: copy.put_bytes(place, column, value)


def row_changes(
    events: list[tuple[object, ...]], dice: random.Random
) -> Iterator[tuple[str, int, Change]]:
    """Rows taken away, doubled, swapped, added; columns emptied, shortened or of another kind."""
    last = len(events)
    for place in range(1, last + 1):
        yield "deleted", place, _deleted(place)
        yield "doubled at the end", last + 1, _doubled(place, last + 1)
        other = dice.choice([k for k in range(1, last + 1) if k != place])
        yield f"swapped with {other}", min(place, other), _swapped(place, other)
        yield "all after it moved up, and one put in", place, _put_in(place, last)
        for column in COLUMNS:
            if column not in INTEGERS:
                yield f"{column} emptied", place, _text(place, column, b"")
                yield (
                    f"{column} a blob",
                    place,
                    lambda c, p=place, n=column: c.put(p, n, b"\xff\x00"),
                )
        yield "detail nested", place, _text(place, "detail_json", b"[" * 5_000)
        yield "detail of another shape", place, _text(place, "detail_json", b'[[["a"], {}, 1]]')


def _deleted(place: int) -> Change:
    return lambda copy: copy.raw.execute("DELETE FROM event WHERE number = ?", (place,)) and None


def _doubled(place: int, at: int) -> Change:
    rest = ", ".join(COLUMNS[1:-1])
    return lambda copy: copy.raw.execute(
        f"INSERT INTO event (number, {rest}, hash) "
        f"SELECT {at}, {rest}, 'x' || substr(hash, 2) FROM event WHERE number = ?", (place,),
    ) and None  # fmt: skip


def _swapped(one: int, other: int) -> Change:
    def swap(copy: Copy) -> None:
        for source, target in ((one, -1), (other, one), (-1, other)):
            copy.raw.execute("UPDATE event SET number = ? WHERE number = ?", (target, source))

    return swap


def _put_in(place: int, last: int) -> Change:
    def put_in(copy: Copy) -> None:
        for source in range(last, place - 1, -1):
            copy.raw.execute("UPDATE event SET number = ? WHERE number = ?", (source + 1, source))
        _doubled(place + 1, place)(copy)

    return put_in


def unfound(
    copy: Copy, changes: Iterator[tuple[str, int, Change]], most: int
) -> tuple[int, list[str]]:
    """How many changes were tried, and those that were not found, or found without a name."""
    tried, missed = 0, list[str]()
    for what, place, change in changes:
        if tried == most:
            break
        tried += 1
        change(copy)
        found = copy.faults()
        copy.restore()
        named = f"ebeurtenis {place}"
        if not any(named in fault for fault in found):
            # The last event alone leaves no gap: it is told by the rows and states it led to.
            of_the_last = what == "deleted" and any("buiten het programma" in f for f in found)
            if not of_the_last:
                missed.append(f"event {place}, {what}: {found[:2]}")
    return tried, missed


def shuffled(copy: Copy, seed: int, rounds: int) -> Iterator[tuple[str, int, Change]]:
    """Changes of bytes and of rows, mixed, so that a sample has something of each."""
    dice = random.Random(seed)
    events = copy.events()
    made = list(row_changes(events, dice))
    for _ in range(rounds):
        made += byte_changes(events, dice)
    dice.shuffle(made)
    return iter(made)


def test_an_untouched_copy_is_sound(copy: Copy) -> None:
    assert copy.faults() == ()
    assert [event[2] for event in copy.events()] == [
        "round.opened", "batch.loaded", "batch.loaded", "round.screened", "judgement.given",
        "judgement.confirmed", "application.withdrawn", "round.allocated", "round.approved",
    ]  # fmt: skip


def test_a_sample_of_tamperings_is_found_and_named(copy: Copy) -> None:
    tried, missed = unfound(copy, shuffled(copy, seed=6, rounds=1), SAMPLE)
    assert missed == []
    assert tried == SAMPLE


@pytest.mark.slow
def test_every_tampering_is_found_and_named(copy: Copy) -> None:
    tried, missed = unfound(copy, shuffled(copy, seed=2026, rounds=14), ALL)
    assert missed == []
    assert tried == ALL


@pytest.mark.slow(sample="test_a_sample_of_tamperings_is_found_and_named")
def test_every_byte_of_one_event_is_watched(copy: Copy) -> None:
    """The shortest event, byte after byte, all columns of text."""
    events = copy.events()
    place = min(range(1, len(events) + 1), key=lambda k: len(str(events[k - 1])))
    event = dict(zip(COLUMNS, events[place - 1], strict=True))
    changes: list[tuple[str, int, Change]] = []
    for column in ("kind", "at", "round_id", "program_version"):
        text = str(event[column]).encode()
        for at in range(len(text)):
            changed = text[:at] + bytes([text[at] ^ 1]) + text[at + 1 :]
            changes.append((f"{column}[{at}]", place, _text(place, column, changed)))
    _tried, missed = unfound(copy, iter(changes), len(changes))
    assert missed == []


def test_a_tail_cut_off_with_all_its_rows_is_found_against_an_anchor(copy: Copy) -> None:
    anchor = str(copy.events()[-1][-1])
    assert copy.faults(anchor) == ()
    for statement in (
        "DELETE FROM event WHERE number = (SELECT max(number) FROM event)",
        "DELETE FROM approval_answer",
        "DELETE FROM approval",
        "DELETE FROM ledger_posting WHERE entry_id = (SELECT max(id) FROM ledger_entry)",
        "DELETE FROM ledger_entry WHERE kind = 'committed'",
        "UPDATE round SET state = 'allocated'",
        "DELETE FROM person WHERE number NOT IN (SELECT person FROM event)",
    ):
        copy.raw.execute(statement)
    without, against = copy.faults(), copy.faults(anchor)
    assert without == ()  # no chain can tell this by itself
    assert len(against) == 1
    assert "afgeknipt" in against[0]


def test_a_chain_written_anew_is_found_against_an_anchor(copy: Copy) -> None:
    """Somebody with the program rewrites when something was done, and every hash after it."""
    anchor = str(copy.events()[-1][-1])
    copy.raw.execute("UPDATE event SET at = '2026-01-01T09:00:00+00:00' WHERE number = 1")
    rewrite(copy)
    without, against = copy.faults(), copy.faults(anchor)
    assert without == ()
    assert len(against) == 1
    assert "opnieuw geschreven" in against[0]


def test_who_did_what_is_found_though_the_chain_is_written_anew(copy: Copy) -> None:
    copy.raw.execute("UPDATE event SET person = 2 WHERE number = 1")
    rewrite(copy)
    assert any("Gebeurtenis 1 (round.opened)" in fault for fault in copy.faults())


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("UPDATE mark SET example = 0", "kenmerk van de database"),
        ("UPDATE person SET name = 'B. Dekker-Vos' WHERE number = 2", "naam van persoon 2"),
        ("UPDATE round SET screened_by = 'Y. Haddou'", "getoetst door S. Vermeulen"),
        ("UPDATE round SET screened_by = NULL", "niet door niemand"),
        ("UPDATE finding SET finding_json = replace(finding_json, 'a', 'b')", "van Finding is na"),
        ("DELETE FROM finding", "van Finding uit gebeurtenis"),
        ("UPDATE contact SET contact = 'X. Ander'", "van Contact is na"),
        ("UPDATE contact SET purged_on = '2026-01-01', contact = ''", "van Contact is na"),
    ],
)
def test_what_was_outside_the_trail_is_held_by_it(copy: Copy, change: str, says: str) -> None:
    copy.raw.execute(change)
    assert any(says in fault for fault in copy.faults()), copy.faults()


def rewrite(copy: Copy) -> None:
    """Make the chain fit again, as a forger would: the formula is no secret."""
    previous = chain.START
    for event in copy.events():
        told = dict(zip(COLUMNS, event, strict=True))
        parts = (
            previous, told["number"], told["round_id"], told["kind"], told["person"], told["at"],
            told["program_version"], told["detail_hash"],
        )  # fmt: skip
        previous_before, previous = (
            previous,
            hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest(),
        )
        copy.raw.execute(
            "UPDATE event SET previous = ?, hash = ? WHERE number = ?",
            (previous_before, previous, told["number"]),
        )


def test_a_forged_detail_that_fits_the_chain_is_found_by_its_rows(copy: Copy) -> None:
    for detail in ("[]", "[[", '[["Award", 1]]'):
        salt = str(copy.events()[7][6])
        made = hashlib.sha256(f"{salt}\x1f{detail}".encode()).hexdigest()
        copy.put(8, "detail_json", detail)
        copy.put(8, "detail_hash", made)
        rewrite(copy)
        told = " ".join(copy.faults())
        assert "buiten het programma om toegevoegd" in told
        assert ("niet te lezen" in told) == (detail != "[]")


def test_the_command_says_it_in_one_sentence(decided: Path, tmp_path: Path) -> None:
    broken = tmp_path / "verdeel.db"
    with closing(sqlite3.connect(decided)) as source, closing(sqlite3.connect(broken)) as target:
        source.backup(target)
        target.execute("DROP TRIGGER event_no_update")
        target.execute("UPDATE event SET kind = CAST(x'ff' AS TEXT) WHERE number = 4")
        target.commit()
    call = Invocation(f"sqlite:///{broken.as_posix()}")
    with pytest.raises(RefusedByProcess, match="Gebeurtenis 4"):
        audit_commands.verify(call, None)
