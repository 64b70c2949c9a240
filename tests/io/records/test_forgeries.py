"""A forged list with a sound trail and a ledger to match is refused at every door, and named.

The forger is an officer who calls the program's own functions: what is kept is coherent, down to
the hash of every row. Only working it out again shows that it does not follow from what came in.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, create_engine, select

from verdeelsleutel.grants.decisions.allocation import Allocation, Basis
from verdeelsleutel.grants.lives.round import Step
from verdeelsleutel.io import cli
from verdeelsleutel.io.records import tables
from verdeelsleutel.io.records.rounds import allocations
from verdeelsleutel.io.records.rounds.events import EventKind
from verdeelsleutel.io.records.rounds.reader import changing_round, reading_round
from verdeelsleutel.io.records.trail import chain, fingerprints, verification
from verdeelsleutel.io.rounds.actor import Actor
from verdeelsleutel.io.rounds.balance import ledger_faults
from verdeelsleutel.io.rounds.dividing.case import case_of_round
from verdeelsleutel.io.rounds.division import next_hash
from verdeelsleutel.io.rounds.ledger import book_reservations
from verdeelsleutel.io.rounds.state import move, record
from verdeelsleutel.optimiser.solution import ProposedAward, Solution, digest_of

from .conftest import Verdeel
from .rounds import APPROVER, MAKER, ROUND, write_round

Told = dict[str, Any]
Forgery = Callable[[Told, Told], None]
FORGER = Actor(name="S. Vermeulen", role="officer")
DAY = "2026-11-30"


@pytest.fixture(scope="module")
def divided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a round of eight applications that is divided and not approved."""
    folder = tmp_path_factory.mktemp("vervalst")
    books = write_round(folder, count=8, unknown=())
    where = ("--database", f"sqlite:///{(folder / 'verdeel.db').as_posix()}", "--as", MAKER)
    for command in (
        ("round", "open", ROUND, "--policy", folder / "policy.toml"),
        ("load", *books, "--round", ROUND),
        ("screen", "--round", ROUND),
        ("allocate", "--round", ROUND),
    ):
        assert cli.run([str(part) for part in (*command, *where)]) == 0
    return folder


@pytest.fixture
def desk(divided: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(divided, tmp_path / "desk"))


def url(desk: Path) -> str:
    return f"sqlite:///{(desk / 'verdeel.db').as_posix()}"


def forged(desk: Path, change: Forgery) -> None:
    """Keep a changed list as the program would: its rows, its bookings, its event."""
    with changing_round(url(desk), ROUND) as reader:
        listed = json.loads(reader.allocation_row.allocation_json)
        found = json.loads(reader.allocation_row.solution_json)
        change(listed, found)
        allocation = Allocation.model_validate(listed)
        solution = Solution.model_validate(found)
        kept = next_hash(reader, case_of_round(reader))
        book_reservations(reader, allocation.awards)
        allocations.add(reader, allocation, solution, kept, FORGER.name)
        move(reader, Step.ALLOCATE)
        record(reader, EventKind.ALLOCATED, FORGER)


def by_number(rows: Sequence[Told]) -> Mapping[str, Told]:
    return {row["application_id"]: row for row in rows}


def swap(listed: Told, found: Told) -> None:
    """A winner loses all to somebody who got nothing and asks no more; all else restated to match.

    The proof is taken away, and every stage rests on the word of two solvers.
    """
    awards, given = by_number(listed["awards"]), by_number(found["given"])
    loser, winner = swapped(listed)
    for rows in (awards, given):
        moved = {key: value for key, value in rows[loser].items() if key != "application_id"}
        kept = {key: value for key, value in rows[winner].items() if key != "application_id"}
        rows[loser].update(kept)
        rows[winner].update(moved)
    restate(listed, found)


def swapped(listed: Told) -> tuple[str, str]:
    got = [one["application_id"] for one in listed["awards"] if one["outcome"] == "granted"]
    none = [
        one["application_id"] for one in listed["awards"] if one["outcome"] == "refused_ceiling"
    ]
    return got[0], none[0]


def restate(listed: Told, found: Told) -> None:
    digest = digest_of([ProposedAward.model_validate(one) for one in found["given"]])
    found["digest"] = digest
    found.pop("proof", None)
    certificate = listed["certificate"]
    certificate |= {"digest": digest, "valid": True, "faults": [], "proof": ""}
    for stage in (*found["stages"], *certificate["stages"]):
        stage |= {"basis": Basis.TWO_SOLVERS.value, "multipliers": []}


def another_reason(listed: Told, found: Told) -> None:
    _, refused = swapped(listed)
    by_number(listed["awards"])[refused]["reasons"] = [
        {"code": "MONEY-NO", "article": "artikel 1", "nl": "Dat is zo.", "en": "It is so."}
    ]


def another_place(listed: Told, found: Told) -> None:
    _, refused = swapped(listed)
    by_number(listed["awards"])[refused]["rank"] = 17
    by_number(found["given"])[refused]["rank"] = 17


def another_why(listed: Told, found: Told) -> None:
    _, refused = swapped(listed)
    by_number(found["given"])[refused]["reason"] = "excluded"


def another_municipality(listed: Told, found: Told) -> None:
    granted, _ = swapped(listed)
    by_number(listed["awards"])[granted]["municipality_code"] = "GM0363"


def another_vat(listed: Told, found: Told) -> None:
    granted, _ = swapped(listed)
    award = by_number(listed["awards"])[granted]
    award["compensable_vat"] += 1
    award["payable"] -= 1


def another_ask(listed: Told, found: Told) -> None:
    _, refused = swapped(listed)
    by_number(listed["awards"])[refused]["requested"] += 100


def another_remark(listed: Told, found: Told) -> None:
    listed["remarks"] = found["remarks"] = ["De minister heeft hiermee ingestemd."]


def another_total(listed: Told, found: Told) -> None:
    listed["totals"]["affordable_homes"] += 1


def another_file(listed: Told, found: Told) -> None:
    listed["inputs"][0][0] = "anders.xlsx"


def another_check(listed: Told, found: Told) -> None:
    listed["certificate"]["checks"][0]["source"] = "een ander besluit"


def another_counterpart(listed: Told, found: Told) -> None:
    listed["counterpart"]["affordable_homes"] -= 1


def another_solver(listed: Told, found: Told) -> None:
    for stage in (*found["stages"], *listed["certificate"]["stages"]):
        stage["solver"] = "Het ministerie"


FORGERIES: tuple[Forgery, ...] = (
    swap, another_reason, another_place, another_why, another_municipality, another_vat,
    another_ask, another_remark, another_total, another_file, another_check, another_counterpart,
    another_solver,
)  # fmt: skip


@pytest.mark.sample(every=4)
@pytest.mark.parametrize("change", FORGERIES, ids=lambda one: one.__name__)
def test_a_forged_list_with_a_sound_trail_passes_no_door(
    desk: Path, verdeel: Verdeel, change: Forgery
) -> None:
    forged(desk, change)
    with reading_round(url(desk), ROUND) as reader:
        assert verification.verify(reader.session) == ()
        assert ledger_faults(reader.session) == ()
    before = sorted(desk.iterdir())
    of_round = ("--round", ROUND)
    doors = {
        "approve": ("approve", *of_round, "--date", DAY, "--as", APPROVER),
        "paper": ("approve", *of_round, "--list", "--out", desk / "lijst.pdf", "--as", APPROVER),
        "report": ("report", *of_round, "--out", desk / "verslag", "--as", MAKER),
        "ledger": ("ledger", *of_round, "--out", desk / "grootboek.journal", "--as", MAKER),
        "bundle": ("bundle", *of_round, "--out", desk / "ronde.zip", "--as", MAKER),
        "verify": ("audit", "verify", "--as", MAKER),
    }
    for name, command in doors.items():
        refused = verdeel(*command, on=url(desk))
        assert refused.code == 3, (name, refused)
        assert "De verdeling: " in refused.sentence, name
    assert sorted(desk.iterdir()) == before


def test_what_was_approved_is_not_sent_once_an_answer_of_the_screening_was_turned(
    desk: Path, verdeel: Verdeel
) -> None:
    approved = verdeel("approve", "--round", ROUND, "--date", DAY, "--as", APPROVER, on=url(desk))
    assert approved.code == 0, approved.err
    overwritten(desk)
    refused = verdeel("letters", "--round", ROUND, "--out", desk / "brieven", "--as", MAKER,
                      on=url(desk))  # fmt: skip
    assert refused.code == 3
    assert "De toetsing: " in refused.sentence
    assert not (desk / "brieven").exists()


def overwritten(desk: Path) -> None:
    """An answer of the screening turned, and the event that tells of its row told anew with it.

    Whoever has the file can write the whole chain anew; no anchor was kept elsewhere.
    """
    with closing(sqlite3.connect(desk / "verdeel.db")) as raw:
        triggers = raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            raw.execute(f"DROP TRIGGER {name}")
        raw.commit()
    engine = create_engine(url(desk))
    with Session(engine) as session:
        row = session.exec(select(tables.Screening)).first()
        assert row is not None
        answers = json.loads(row.assessments_json)
        answers[0]["answer"] = "not_met"
        row.assessments_json = json.dumps(answers)
        session.add(row)
        session.flush()
        told, mark = fingerprints.fingerprint(row), str(row.id)
        previous = chain.START
        for link in session.exec(select(tables.Event).order_by(col(tables.Event.number))).all():
            detail = [
                [name, key, told if (name, key) == ("Screening", mark) else held]
                for name, key, held in json.loads(link.detail_json)
            ]
            link.detail_json = json.dumps(sorted(detail), separators=(",", ":"))
            link.detail_hash = hashlib.sha256(
                "\x1f".join((link.salt, link.detail_json)).encode()
            ).hexdigest()
            link.previous = previous
            link.hash = fingerprints.link_hash(link)
            previous = link.hash
            session.add(link)
        session.commit()
        assert verification.verify(session) == ()
    engine.dispose()
