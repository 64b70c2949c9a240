"""Decisions on objections by two people at once, and killed at any moment: one holds, or none."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from verdeelsleutel.io.records.rounds.reader import reading_round

from ...postgresql import Server
from .objecting import DECIDER, OF, WHY, balanced, copied, decided, decided_once, hears, opens
from .orders import Desk
from .test_unknown import ROUND

VERDEEL = str(Path(sys.executable).parent / "verdeel")
WON = ("--outcome", "founded", "--set", "homes.social_rent=120", "--as", DECIDER)


def heard(desk: Desk) -> Desk:
    """An objection of C that was heard, and a third approver."""
    office = desk.folder / "office.toml"
    line = '[[officers]]\nuser = "derde"\nname = "D. Derde"\nrole = "approver"\n\n'
    office.write_text(line + office.read_text("utf-8"), "utf-8")
    opens(desk, "C")
    hears(desk, "BZ-1")
    return desk


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, shared_folder: Path, samples: Path) -> Desk:
    made = decided_once(shared_folder, samples)
    return heard(copied(made, tmp_path_factory.mktemp("tegelijk")))


@pytest.fixture
def desk(home: Desk, tmp_path: Path) -> Desk:
    return copied(home, tmp_path)


def begins(desk: Desk, *what: str) -> "subprocess.Popen[str]":
    """A decision in a process of its own."""
    office = str(desk.folder / "office.toml")
    common = ("--database", desk.url, "--office", office, "--date", "2026-08-20", *WHY)
    return subprocess.Popen(
        [VERDEEL, "objection", "decide", "BZ-1", *OF, *what, *common],
        stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
    )  # fmt: skip


def outcomes(desk: Desk) -> list[str]:
    with reading_round(desk.url, ROUND) as reader:
        made = [one.decision for one in reader.objections]
        return [one.outcome.value for one in made if one is not None]


def one_loses_with_a_sentence(desk: Desk) -> None:
    both = [
        begins(desk, *what)
        for what in (
            ("--outcome", "founded", "--amount", "€ 2 mln", "--as", DECIDER),
            ("--outcome", "unfounded", "--as", "derde"),
        )
    ]
    said = [one.communicate(timeout=120)[1] for one in both]
    assert sorted(one.returncode for one in both) == [0, 3], said
    lost = next(text for one, text in zip(both, said, strict=True) if one.returncode)
    assert "Op BZ-1 is al beslist: " in lost
    assert "Traceback" not in lost
    assert len(outcomes(desk)) == 1
    balanced(desk)


def test_of_two_officers_who_decide_at_once_one_loses_with_a_sentence(desk: Desk) -> None:
    one_loses_with_a_sentence(desk)


@pytest.mark.slow
def test_on_postgresql_too(tmp_path: Path, samples: Path, server: Server) -> None:
    one_loses_with_a_sentence(heard(decided(tmp_path / "r", samples, url=server.fresh())))


def killed(home: Desk, folder: Path, draw: random.Random, times: int) -> int:
    """Decide and be killed so many times, then decide; how many were killed before their end."""
    for place in (folder, folder / "eerst"):
        place.mkdir()
    desk, spare = copied(home, folder), copied(home, folder / "eerst")
    letter = ("--out", str(desk.folder / "bezwaar"), "--no-word")
    began, early = time.monotonic(), 0
    whole = begins(spare, *WON)
    whole.communicate(timeout=120)
    assert whole.returncode == 0
    usual = time.monotonic() - began
    for _ in range(times):
        process = begins(desk, *WON, *letter)
        try:
            process.wait(draw.uniform(0.3, 1.1) * usual)
        except subprocess.TimeoutExpired:
            process.kill()
            early += 1
        process.communicate()
        assert outcomes(desk) in ([], ["founded"])
        balanced(desk)
    last = begins(desk, *WON, *letter)
    last.communicate(timeout=120)
    assert last.returncode == 0
    assert outcomes(desk) == ["founded"]
    assert (desk.folder / "bezwaar" / "bezwaar_besluit_BZ-1.pdf").is_file()
    balanced(desk)
    return early


@pytest.mark.slow(
    sample="tests/io/records/test_kills.py::test_killed_commands_lose_and_double_nothing"
)
def test_a_killed_decision_is_taken_wholly_or_not_at_all(home: Desk, tmp_path: Path) -> None:
    killed(home, tmp_path / "k", random.Random(1), 1)


@pytest.mark.slow(
    sample="tests/io/records/test_kills.py::test_killed_commands_lose_and_double_nothing"
)
def test_many_killed_decisions_are_taken_wholly_or_not_at_all(home: Desk, tmp_path: Path) -> None:
    early = sum(killed(home, tmp_path / f"k{seed}", random.Random(seed), 6) for seed in range(2, 8))
    assert early > 0
