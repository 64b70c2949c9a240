"""A round is read once in a command, and again after a change: counted at the database itself."""

from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, event

from verdeelsleutel.grants.applications.assessment import Answer
from verdeelsleutel.grants.ledger.ledger import Account
from verdeelsleutel.grants.lives.round import RoundState, Step
from verdeelsleutel.io.records.rounds import contacts, judgements, lots, withdrawals
from verdeelsleutel.io.records.rounds.events import EventKind
from verdeelsleutel.io.records.rounds.reader import (
    RoundReader,
    changing_round,
    readers,
    reading_round,
)
from verdeelsleutel.io.records.trail import audit
from verdeelsleutel.io.rounds.actor import Actor
from verdeelsleutel.io.rounds.ledger import book_release
from verdeelsleutel.io.rounds.state import move, record

from .conftest import Desk, Verdeel
from .rounds import APPROVER, FOUND, MAKER, OPEN_NORM, REASON, ROUND, SECOND, number

WHO = Actor(name="S. Vermeulen", role="officer")
DAY = date(2026, 11, 20)
Statement = tuple[str, str]

JUDGED = ("judge", number(3), "--rule", OPEN_NORM, "--round", ROUND)
# Each stage of a round, and how it comes there from the one before.
STAGES: dict[str, list[tuple[str, ...]]] = {
    "screened": [
        ("screen", "--round", ROUND, "--as", MAKER),
        (*JUDGED, *FOUND, "--reason", REASON, "--date", "2026-11-02", "--as", MAKER),
        (*JUDGED, "--confirm", "--date", "2026-11-03", "--as", SECOND),
        ("withdraw", number(5), "--round", ROUND, "--date", "2026-11-04", "--reason", "brief 12",
         "--as", MAKER),
    ],
    "allocated": [("allocate", "--round", ROUND, "--as", MAKER)],
    "approved": [("approve", "--round", ROUND, "--date", "2026-11-20", "--as", APPROVER)],
    "withdrawn": [
        ("withdraw", number(1), "--round", ROUND, "--date", "2026-11-21", "--reason", "brief 13",
         "--as", MAKER),
    ],
    "amended": [
        ("round", "amend", ROUND, "--policy", "meer.toml", "--reason", "Er kwam geld bij.",
         "--date", "2026-11-22", "--as", MAKER),
        ("round", "amend", ROUND, "--confirm", "--date", "2026-11-23", "--as", SECOND),
        ("allocate", "--round", ROUND, "--as", MAKER),
    ],
}  # fmt: skip
COMMANDS: dict[str, tuple[str, ...]] = {
    "status": ("round", "status", ROUND),
    "explain": ("explain", number(2), "--round", ROUND),
    "preview": ("letters", "--preview", number(2), "--round", ROUND, "--out", "brief"),
    "report": ("report", "--round", ROUND, "--out", "verslag"),
}


@contextmanager
def sent() -> Generator[list[Statement]]:
    """Every statement that goes to a database, with its parameters."""
    heard: list[Statement] = []

    def note(
        _connection: Any, _cursor: Any, statement: str, parameters: Any, *_others: Any
    ) -> None:
        heard.append((statement, repr(parameters)))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield heard
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture
def loaded(verdeel: Verdeel, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> str:
    """A round with its applications in a database beside the workbooks; another policy there."""
    monkeypatch.chdir(desk.folder)
    policy = desk.policy.read_text(encoding="utf-8")
    (total,) = [line for line in policy.splitlines() if line.startswith("total = ")]
    more = policy.replace(total, f'total = "€ {2 * int(total.split()[3])} mln"')
    (desk.folder / "meer.toml").write_text(more, encoding="utf-8")
    url = f"sqlite:///{(desk.folder / 'verdeel.db').as_posix()}"
    for step in (
        ("round", "open", ROUND, "--policy", desk.policy),
        ("load", *desk.workbooks, "--round", ROUND),
    ):
        assert verdeel(*step, "--as", MAKER, on=url).code == 0
    return url


def led(verdeel: Verdeel, url: str) -> Iterator[str]:
    """Lead a loaded round from stage to stage."""
    for name, steps in STAGES.items():
        for step in steps:
            done = verdeel(*step, on=url)
            assert done.code == 0, (step, done.err)
        yield name


def brought(verdeel: Verdeel, url: str, stage: str) -> None:
    """Bring a loaded round as far as a stage."""
    assert stage in led(verdeel, url)


def test_a_command_sends_each_statement_once(verdeel: Verdeel, loaded: str) -> None:
    *_, last = led(verdeel, loaded)
    each_once(verdeel, loaded, last)


@pytest.mark.slow
def test_a_command_sends_each_statement_once_at_every_stage(verdeel: Verdeel, loaded: str) -> None:
    for stage in led(verdeel, loaded):
        each_once(verdeel, loaded, stage)


def each_once(verdeel: Verdeel, loaded: str, stage: str) -> None:
    for name, command in COMMANDS.items():
        if stage == "screened" and name in ("preview", "report"):
            continue  # there is nothing yet to write a letter or a report about
        with sent() as statements:
            done = verdeel(*command, "--as", MAKER, on=loaded)
        assert done.code == 0, done.err
        twice = {told: times for told, times in Counter(statements).items() if times > 1}
        assert not twice, (stage, name, twice)
        # What leaves the office walks the trail too, which looks into every table that it covers.
        most = 60 + len(audit.COVERED) if name == "report" else 50
        assert len(statements) < most, (name, len(statements))


def test_what_was_read_is_not_read_again(verdeel: Verdeel, loaded: str) -> None:
    brought(verdeel, loaded, "approved")
    with reading_round(loaded, ROUND) as reader:
        first = everything(reader)
        with sent() as statements:
            again = everything(reader)
        assert statements == []
        assert again.keys() == first.keys()
        assert all(again[name] is first[name] or again[name] == first[name] for name in first)


def everything(reader: RoundReader) -> dict[str, Any]:
    """All that a reader tells, and the parts that it hands out, by the name of the property."""
    told = {**properties(reader), **properties(reader.after)}
    del told["after"]
    told["balances"] = [
        (cell, account, reader.balances.of(cell, account))
        for cell in reader.balances.cells
        for account in Account
    ]
    return {name: value for name, value in told.items() if not callable(value)}


def properties(of: object) -> dict[str, Any]:
    return {name: getattr(of, name) for name in dir(type(of)) if not name.startswith("_")}


@pytest.mark.slow(sample="test_what_was_read_is_not_read_again")
def test_whatever_is_written_is_seen_by_whoever_read_before(verdeel: Verdeel, loaded: str) -> None:
    """Every property of a reader that read all before a change is that of a new reader after it."""
    brought(verdeel, loaded, "approved")

    def judged(reader: RoundReader) -> None:
        row_id = reader.applications[0].row_id
        judgements.add(reader, row_id, OPEN_NORM, Answer.MET, REASON, WHO.name, DAY, article="")

    def drawn(reader: RoundReader) -> None:
        lots.add(reader, [number(1), number(2)], "akte 7", WHO.name)

    def withdrew(reader: RoundReader) -> None:
        withdrawals.add(reader, number(2), DAY, "brief 3", WHO.name, reader.allocation_id)
        book_release(reader, number(2), DAY)

    def published(reader: RoundReader) -> None:
        move(reader, Step.LETTERS)

    def purged(reader: RoundReader) -> None:
        contacts.empty(reader, DAY)

    def told(reader: RoundReader) -> None:
        record(reader, EventKind.FIRST_NAME, WHO)

    with changing_round(loaded, ROUND) as reader:
        for change in (judged, drawn, withdrew, published, purged, told):
            before = everything(reader)
            change(reader)
            now, new = everything(reader), everything(RoundReader(reader.session, ROUND))
            differing = [name for name in new if not same(now[name], new[name])]
            assert differing == [], change.__name__
            assert any(not same(before[name], new[name]) for name in new), change.__name__
        assert reader.state is RoundState.PUBLISHED
        record(reader, EventKind.PUBLISHED, WHO)


def same(one: Any, other: Any) -> bool:
    return one == other or repr(one) == repr(other)


def test_rounds_in_one_database_are_read_apart(verdeel: Verdeel, loaded: str, desk: Desk) -> None:
    other = desk.policy.read_text(encoding="utf-8").replace(ROUND, "2026-8")
    (desk.folder / "ander.toml").write_text(other, encoding="utf-8")
    opened = verdeel("round", "open", "2026-8", "--policy", "ander.toml", "--as", MAKER, on=loaded)
    assert opened.code == 0, opened.err
    with reading_round(loaded, ROUND) as reader:
        told = {one.id: len(one.applications) for one in readers(reader.session)}
    assert told == {"2026-8": 0, ROUND: 12}
