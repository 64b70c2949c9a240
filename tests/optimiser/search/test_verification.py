"""One list each: renamings and shuffles, two solvers, three hash seeds, on three rounds of 400.

The whole takes part in ``make verify``; a sample of it, from the same seed, in the quick tests.
What was run and what came of it: ``docs/verification.md``. Every hash seed is a fresh interpreter,
because a hash seed is fixed when it starts; the digests that it prints are compared here.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from verdeelsleutel.grants.applications.candidate import Candidate
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.optimiser.search.allocation import allocate
from verdeelsleutel.optimiser.solution import Solution

from ..builders import MLN, at, candidate, goal, policy
from .order.test_canonical import renamed

SEED = 20261123
ROUNDS = {"mixed prices": 1, "other prices": 2, "one price": 3}
HASH_SEEDS = ("0", "1", "4242")
A_DAY = 86_400  # the limit is of the clock, and what runs beside this may be anything


def the_round(name: str, count: int) -> tuple[list[Candidate], Policy]:
    """Some projects are asked for twice; demand is twice the money; amounts in EUR 10,000.

    With one price a home, every application asks EUR 7,000 for each affordable home.
    """
    draw = random.Random(SEED + ROUNDS[name])
    made: list[Candidate] = []
    for k in range(count):
        homes = [draw.randint(5, 120) for _ in range(4)]
        each = draw.randint(6_000, 20_000)
        cents = sum(homes[:3]) * each // 10_000 * 1_000_000
        if name == "one price":
            cents = sum(homes[:3]) * 700_000
        later = cents // 3
        made.append(
            candidate(
                f"WBI-{k:04d}",
                cents,
                homes,
                project_id=f"P-{draw.randint(0, count)}",
                province=draw.choice(("Utrecht", "Limburg", "Drenthe")),
                rank=Fraction(draw.randint(550, 900), 100),
                received_at=at(0) + timedelta(minutes=draw.randint(0, 60_000)),
                years={2026: cents - later, 2027: later},
            )
        )
    goals = (
        goal("SOCIAAL", measure="social_rent", of="homes", at_least="30%", hard=False),
        goal(
            "DRENTHE",
            measure="affordable_homes",
            at_least=50,
            hard=True,
            group={"province": "Drenthe"},
        ),
    )
    total = sum(one.requested.cents for one in made) // 2 // MLN * MLN
    return made, policy(total, constraint=goals)


def list_digest(solution: Solution, old: dict[str, str]) -> str:
    """The status, the values of all stages, and the list to the cent under the first numbers."""
    rows = sorted(
        (old.get(g.application_id, g.application_id), g.cents, g.steps) for g in solution.given
    )
    stages = [(stage.name, stage.value) for stage in solution.stages]
    whole = json.dumps([solution.status.value, stages, rows])
    return hashlib.sha256(whole.encode()).hexdigest()


def digests(name: str, count: int, solver: str, renamings: Sequence[int]) -> list[str]:
    """The list of a round as it is, and under each renaming and shuffle."""
    candidates, rules = the_round(name, count)
    found: list[str] = []
    for seed in (None, *renamings):
        made, old = (candidates, {}) if seed is None else renamed(candidates, seed)
        solution = allocate(made, rules, solver=solver, time_limit_seconds=A_DAY)
        found.append(list_digest(solution, old))
    return found


def under_hash_seed(
    hash_seed: str, name: str, count: int, solver: str, renamings: Sequence[int]
) -> list[str]:
    """The same in a fresh interpreter with this hash seed."""
    code = (
        "import json, sys\n"
        "from tests.optimiser.search.test_verification import digests\n"
        "print(json.dumps(digests(*json.loads(sys.argv[1]))))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, json.dumps([name, count, solver, list(renamings)])],
        cwd=Path(__file__).parents[3],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


def test_a_sample_of_renamings_solvers_and_hash_seeds_gives_one_list() -> None:
    """On smaller rounds, so that it takes seconds."""
    draw = random.Random(SEED)
    for name in ROUNDS:
        sample = [draw.randrange(50)]
        wanted = digests(name, 24, "highs", sample)
        assert len(set(wanted)) == 1
        hash_seed = draw.choice(HASH_SEEDS)
        assert under_hash_seed(hash_seed, name, 24, "cbc", sample) == wanted


@pytest.mark.slow
@pytest.mark.parametrize("hash_seed", HASH_SEEDS)
@pytest.mark.parametrize("solver", ["highs", "cbc"])
@pytest.mark.parametrize("name", ROUNDS)
def test_fifty_renamings_of_400_applications_give_one_list(
    name: str, solver: str, hash_seed: str
) -> None:
    candidates, rules = the_round(name, 400)
    wanted = list_digest(allocate(candidates, rules), {})
    found = under_hash_seed(hash_seed, name, 400, solver, range(50))
    assert len(found) == 51
    assert set(found) == {wanted}
