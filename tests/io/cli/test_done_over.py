"""A round done over for an objection is the round that its corrected workbook would have been.

The corrected workbook is loaded in a second database, under the same policy, and the round is done
over there by the ordinary commands. All that everybody gets is compared, and that the replay of the
objector says the same. Corrections are drawn over all schemes and everything that ``--set`` takes.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from verdeelsleutel.grants.decisions.allocation import Award
from verdeelsleutel.io.records.rounds.reader import reading_round
from verdeelsleutel.io.rounds.dividing.awards import awards_of
from verdeelsleutel.io.rounds.division import proven_list
from verdeelsleutel.io.rounds.objections.correcting import corrected_application, round_with

from .done_over import Correction, approved, divided, drawn, every
from .objecting import OF
from .orders import Desk
from .test_unknown import ROUND

SEED = 20261130


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> dict[bool, Desk]:
    """The round by the optimiser, and by the own rule of each scheme; both are only read."""
    found: dict[bool, Desk] = {}
    for by_goals in (True, False):
        made = divided(tmp_path_factory.mktemp("over") / "r", samples, by_goals=by_goals)
        assert made is not None
        found[by_goals] = approved(made)
    return found


def told(award: Award) -> tuple[object, ...]:
    """What somebody gets, and why."""
    codes = tuple(sorted(one.code for one in award.reasons))
    return award.outcome, award.amount, award.homes, award.payments, codes


def agrees(home: Desk, folder: Path, samples: Path, one: Correction, *, by_goals: bool) -> None:
    """The replay, the round with the correction, and the second database say the same."""
    setting = f"{one.column.field}={one.text}"
    code = home.asks("objection", "replay", one.number, *OF, "--set", setting, "--json")
    again = divided(folder / "over", samples, by_goals=by_goals, corrected=one)
    if again is None:
        assert code == 2, (str(one), home.said)
        return
    assert code == 0, (str(one), home.said)
    after: Any = json.loads(home.said)["after"]
    with reading_round(again.url, ROUND) as reader:
        wanted = {award.application_id: award for award in reader.allocation.awards}
    own = wanted[one.number].model_dump(mode="json")
    for what in ("outcome", "amount", "homes", "payments"):
        assert after[what] == own[what], (str(one), what)
    with reading_round(home.url, ROUND) as reader:
        changed = corrected_application(reader, one.number, {one.column.field: one.text})
        case, solution, _ = proven_list(round_with(reader, one.number, changed.filed))
    found = {award.application_id: award for award in awards_of(case, solution)}
    assert sorted(found) == sorted(wanted)
    for number, award in found.items():
        assert told(award) == told(wanted[number]), (str(one), number)


@pytest.mark.slow(
    sample="tests/io/cli/test_objections_decided.py::test_a_replay_says_what_a_round_with_the_corrected_workbook_gives"
)
@pytest.mark.sample(every=6)
@pytest.mark.parametrize("at", range(6))
def test_a_replay_is_the_round_of_the_corrected_workbook(
    homes: dict[bool, Desk], tmp_path: Path, samples: Path, at: int
) -> None:
    one, by_goals = drawn(6, SEED)[at], at % 2 == 0
    agrees(homes[by_goals], tmp_path, samples, one, by_goals=by_goals)


@pytest.mark.slow(
    sample="tests/io/cli/test_objections_decided.py::test_a_replay_says_what_a_round_with_the_corrected_workbook_gives"
)
@pytest.mark.parametrize("by_goals", [True, False])
@pytest.mark.parametrize("one", every(SEED), ids=str)
def test_a_replay_of_every_field_is_the_round_of_the_corrected_workbook(
    homes: dict[bool, Desk], tmp_path: Path, samples: Path, one: Correction, by_goals: bool
) -> None:
    agrees(homes[by_goals], tmp_path, samples, one, by_goals=by_goals)
