"""Every command of a round's whole life, killed at any moment.

No contact person stands outside the database and the files that exist to hold one, and the same
command then completes: the life goes on to its end, with a sound trail.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from verdeelsleutel.io.manual.commands import command_names

from ..cli.orders import Desk
from ..killed_first import ASKED, TOLD, contacts, killed_in_time, moved, started
from ..killed_first import holding as holding_of
from .filled import write_before_migrations
from .long_lived import STEPS, Life, commands
from .test_nothing_personal_outside import holding

SEED = 20261130
FIRST_STEPS, KILLS = 14, 5  # up to the division of the money; all of them by `make verify`
# The commands of the life; those of the tests of other modules that are killed on the way.
OF_THE_LIFE = (
    "load", "screen", "allocate", "approve", "letters", "report", "why-not", "answer", "judge",
    "withdraw", "round supplement", "round amend", "complete acknowledge", "complete request",
    "complete extend", "objection open", "objection hear", "objection file", "objection decide",
    "pay order", "pay confirm", "pay correct", "change request", "change decide", "revoke",
    "monitor ask", "monitor load", "account load", "reclaim intend", "reclaim decide",
)  # fmt: skip
OF_OTHERS: dict[str, tuple[str, ...]] = {
    "cli/test_story_of_settling.py::test_awards_are_accounted_for_fixed_claimed_back_and_repaid": (
        "settle", "settle --confirm", "reclaim view", "reclaim arrange",
        "reclaim arrange --confirm", "reclaim repaid", "reclaim repaid --confirm",
        "reclaim remind",
    ),
    "cli/test_late_and_undone.py::"
    "test_what_came_too_late_bears_interest_to_the_cent_with_its_letter": (
        "reclaim interest", "reclaim interest --confirm",
    ),
    "cli/test_late_and_undone.py::"
    "test_a_repayment_that_did_not_come_is_undone_by_two_and_open_again": (
        "reclaim undo", "reclaim undo --confirm",
    ),
    "cli/test_corrected_years.py::"
    "test_fewer_homes_are_settled_with_the_next_statement_and_kept_once": (
        "reclaim correct", "reclaim correct --confirm",
    ),
    "cli/test_marginal.py::"
    "test_two_people_grant_who_crosses_the_ceiling_and_the_next_window_bears_the_rest": (
        "round marginal", "round marginal --confirm",
    ),
    "cli/test_reserve_awards.py::"
    "test_who_was_refused_for_money_alone_gets_what_came_free_with_a_letter_of_its_own": (
        "reserve award", "reserve award --confirm",
    ),
    "cli/test_completing.py::"
    "test_what_was_not_asked_waits_and_is_refused_by_one_or_accepted_by_two": (
        "complete refuse", "complete accept", "complete accept --confirm",
    ),
    "cli/test_completing.py::"
    "test_who_does_not_complete_in_time_is_not_treated_by_two_within_four_weeks": (
        "complete close", "complete close --confirm",
    ),
    "cli/test_completing.py::test_a_row_without_a_number_is_linked_to_one_by_an_officer": (
        "complete link",
    ),
    "cli/test_aside_and_waiting.py::test_it_is_decided_on_with_the_one_that_it_waits_for": (
        "judge --file", "judge --file --confirm",
    ),
    "cli/test_monitors.py::test_who_is_asked_and_silent_is_reminded_with_a_letter": (
        "monitor remind",
    ),
    "cli/test_lots.py::test_the_first_lot_gets_the_money[BER-A]": ("lots",),
    "cli/test_calendar_to_the_end.py::"
    "test_an_objection_moves_its_own_terms_and_a_notice_of_default_presses": (
        "objection mend", "objection adjourn", "objection default", "objection withdraw",
    ),
    "cli/test_objections_decided.py::test_what_the_reserve_does_not_cover_asks_for_cover_by_name": (
        "objection cover",
    ),
    "cli/test_objections.py::"
    "test_the_request_for_a_proof_of_posting_does_not_stop_the_clock": ("objection posting",),
    "cli/test_objections.py::"
    "test_an_explanation_that_was_recorded_lets_a_late_objection_be_decided": (
        "objection lateness",
    ),
    "cli/test_objections.py::test_a_notice_of_default_counts_only_after_the_term": (
        "objection penalty",
    ),
    "cli/test_objections_decided.py::test_a_decision_after_an_appeal_goes_to_the_court_too": (
        "objection appeal",
    ),
    "cli/test_row_put_right.py::test_its_award_is_paid_told_and_kept_as_any_other": (
        "objection decide --treat",
    ),
    "cli/test_weighing.py::test_a_weighing_counts_when_another_confirms_it_and_stands_in_the_trail":
        ("publish weigh", "publish weigh --confirm"),
    "cli/test_changes.py::test_a_round_is_published_by_its_letters_and_then_archived": (
        "round archive",
    ),
    "cli/test_changes.py::test_closed_intake_takes_nothing_more_and_can_be_screened": (
        "round close",
    ),
    "cli/test_who_acts.py::test_who_came_later_approves_once_two_others_admitted_him": (
        "round admit", "round admit --json",  # the second of two asks for the figures
    ),
    "records/test_privacy.py::"
    "test_after_the_term_they_are_gone_from_the_file_and_everything_else_is_as_it_was": (
        "privacy purge",
    ),
    "records/test_backup.py::test_work_goes_on_in_a_restored_database[sqlite]": ("restore",),
}  # fmt: skip
pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows ends processes in another way")
# Killed with their files in ``test_nothing_personal_outside``; and what has nothing to leave.
OF_FILES = ("bundle", "backup")
OF_OLDER = ("database upgrade",)  # killed here, on a database from before contacts stood apart
NOTHING_PERSONAL = (
    "database create", "database roles", "round open", "round new",
    "policy check", "policy show", "rules diff", "template", "monitor template", "demo",
)  # fmt: skip
LOOKS = (
    "account list", "audit anchor", "audit verify", "calendar", "compare", "explain", "frontier",
    "ledger", "monitor list", "monitor status", "objection list", "objection replay", "pay list",
    "reserve", "rules",
    "publish list", "query breakthrough", "query municipality", "query province",
    "query social-homes", "recompute", "replay", "round applications", "round check",
    "round status", "reclaim recalculate",
)  # fmt: skip


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Life:
    return Life(tmp_path_factory.mktemp("leven"))


def usual(line: Sequence[str], folder: Path) -> float:
    """How long a command takes, on a copy of the folder."""
    copy = folder.with_name("kopie")
    shutil.copytree(folder, copy)
    there = [part.replace(str(folder), str(copy)) for part in line]
    began = time.perf_counter()
    assert started(there, copy / "temporary").wait() in (0, 1), there
    took = time.perf_counter() - began
    shutil.rmtree(copy)
    return took


def swept(desk: Desk, at: int, kills: int, draw: random.Random) -> int:
    """A step that is killed so many times before it is taken; how many were killed in time."""
    killed, folder = 0, desk.folder
    step, who, command = list(commands(folder))[at]
    line = desk.line(*command(), "--as", who)
    assert line[0] in OF_THE_LIFE or " ".join(line[:2]) in OF_THE_LIFE
    whole = usual(line, folder)
    for _ in range(kills):
        killed += killed_in_time(line, folder / "temporary", draw.uniform(0.3, 1.0) * whole)
        assert holding(folder) == [], step
    assert started(line, folder / "temporary").wait() in (0, 1), step
    assert holding(folder) == [], step
    assert desk.asks("audit", "verify") == 0, (step, desk.said)
    return killed


@pytest.mark.slow(
    sample="tests/io/records/test_nothing_personal_outside.py::test_what_was_killed_just_before_it_took_its_place_is_taken_away"
)
def test_a_command_that_is_drawn_leaves_no_contact_person_and_completes(
    life: Life, tmp_path: Path
) -> None:
    draw = random.Random(SEED)
    at = draw.randrange(FIRST_STEPS)
    swept(life.before(at, tmp_path / "desk"), at, 1, draw)


def test_no_command_is_left_out() -> None:
    """Each is killed here or in ``test_nothing_personal_outside``, or writes no contact person."""
    others = {
        " ".join(part for part in name.split() if not part.startswith("--"))
        for names in OF_OTHERS.values()
        for name in names
    }
    killed = {*OF_THE_LIFE, *OF_FILES, *OF_OLDER, *others}
    assert set(command_names()) == killed | {*NOTHING_PERSONAL, *LOOKS}
    assert not killed & {*NOTHING_PERSONAL, *LOOKS}


@pytest.mark.slow(
    sample="tests/io/records/test_nothing_personal_outside.py::test_what_was_killed_just_before_it_took_its_place_is_taken_away"
)
@pytest.mark.parametrize(
    "at", range(len(STEPS)), ids=[f"{at:02}_{one[0]}" for at, one in enumerate(STEPS)]
)
def test_every_command_leaves_no_contact_person_and_completes(
    life: Life, tmp_path: Path, at: int
) -> None:
    draw = random.Random(f"{SEED} {at}")
    assert swept(life.before(at, tmp_path / "desk"), at, KILLS, draw) > 0


@pytest.mark.slow(
    sample="tests/io/records/test_nothing_personal_outside.py::test_what_was_killed_just_before_it_took_its_place_is_taken_away"
)
@pytest.mark.parametrize("test", OF_OTHERS, ids=[one[0] for one in OF_OTHERS.values()])
def test_the_commands_of_a_test_leave_no_contact_person_and_complete(
    tmp_path: Path, test: str
) -> None:
    told = tmp_path / "told.json"
    ended = subprocess.run(
        [sys.executable, "-P", "-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=short",
         "--show-capture=no", "--basetemp", str(tmp_path / "desks"), f"tests/io/{test}"],
        cwd=Path(__file__).parents[3], capture_output=True, text=True, encoding="utf-8",
        env={**os.environ, ASKED: json.dumps(OF_OTHERS[test]), TOLD: str(told)}, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout[-5000:]
    killed = json.loads(told.read_text(encoding="utf-8"))
    assert set(killed) == set(OF_OTHERS[test])
    assert sum(killed.values()) > 0


@pytest.mark.slow(
    sample="tests/io/records/test_nothing_personal_outside.py::test_what_was_killed_just_before_it_took_its_place_is_taken_away"
)
def test_an_upgrade_that_moves_contact_persons_leaves_none_and_completes(tmp_path: Path) -> None:
    """The rows of before bear them, so that every step from the oldest schema handles them."""
    desk, draw = tmp_path / "desk", random.Random(f"{SEED} upgrade")
    desk.mkdir()
    database = write_before_migrations(desk / "verdeel.db")
    line = (*OF_OLDER[0].split(), "--database", str(database))
    whole = tmp_path / "heel"
    shutil.copytree(desk, whole)
    assert started(moved(line, desk, whole), whole / "temporary").wait() == 0
    marks = contacts(whole / database.name)
    assert marks
    took, killed = usual(line, desk), 0
    for _ in range(KILLS):
        killed += killed_in_time(line, desk / "temporary", draw.uniform(0.3, 1.0) * took)
        assert holding_of(desk, marks) == set()
    assert killed > 0
    assert started(line, desk / "temporary").wait() == 0
    assert holding_of(desk, marks) == set()
    assert contacts(database) == marks
    verified = ("audit", "verify", "--database", str(database))
    assert started(verified, desk / "temporary").wait() == 0
