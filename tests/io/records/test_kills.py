"""A command killed at any moment loses and doubles nothing, and the same command completes it."""

import os
import random
from pathlib import Path

import pytest

from ...postgresql import Server
from .killing import BETWEEN, STEPS, Life, Tally, open_round
from .rounds import write_round

SEED = 20261128
pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows ends processes in another way")


class Kills:
    """Lives of one round on both databases, held against one that nobody disturbed."""

    def __init__(self, folder: Path, server: Server, seed: int) -> None:
        self._folder, self._server = folder, server
        self._draw = random.Random(seed)
        self._workbooks = write_round(folder / "desk", unknown=())
        self._usual: dict[str, dict[str, float]] = {"sqlite": {}, "postgresql": {}}
        self._lives = 0
        self.tally = Tally()
        self._undisturbed("sqlite")  # the first run loads what the processes share
        self.expected = {kind: self._undisturbed(kind) for kind in self._usual}

    def _born(self, kind: str) -> Life:
        self._lives += 1
        name = f"{kind}_{self._lives}"
        path = self._folder / f"{name}.db"
        url = self._server.fresh() if kind == "postgresql" else f"sqlite:///{path.as_posix()}"
        desk, out = self._folder / "desk", self._folder / name
        life = Life(url, desk, self._workbooks, out, self._draw, self.tally, self._usual[kind])
        open_round(url, desk)
        return life

    def _undisturbed(self, kind: str) -> dict[str, str]:
        life = self._born(kind)
        for step in STEPS:
            life.run(step)
        return life.outcome()

    def live(self, kind: str, kills_a_step: int) -> None:
        """Kill each command so many times, then let it come to its end; compare what came out."""
        life = self._born(kind)
        for step in STEPS:
            spared = kills_a_step == 1 and step in BETWEEN
            for _ in range(0 if spared else kills_a_step):
                life.kill(step)
            life.run(step)
        assert life.outcome() == self.expected[kind]


@pytest.fixture(scope="module")
def kills(tmp_path_factory: pytest.TempPathFactory, server: Server) -> Kills:
    return Kills(tmp_path_factory.mktemp("kills"), server, SEED)


@pytest.mark.slow(sample="test_killed_commands_lose_and_double_nothing")
def test_the_same_comes_out_of_both_databases(kills: Kills) -> None:
    assert kills.expected["sqlite"] == kills.expected["postgresql"]


def test_killed_commands_lose_and_double_nothing(kills: Kills) -> None:
    for kind in ("sqlite", "postgresql"):
        kills.live(kind, kills_a_step=1)
    # How many end before they are killed depends on the machine; that all of them do does not.
    assert kills.tally.total > 0, kills.tally


@pytest.mark.slow(sample="test_killed_commands_lose_and_double_nothing")
def test_two_hundred_killed_commands_lose_and_double_nothing(kills: Kills) -> None:
    while kills.tally.total - kills.tally.of("screen") < 200:
        for kind in ("sqlite", "postgresql"):
            kills.live(kind, kills_a_step=3)
    print(f"seed {SEED}: {dict(sorted(kills.tally.killed.items()))}, {kills.tally.too_late} late")  # noqa: T201
