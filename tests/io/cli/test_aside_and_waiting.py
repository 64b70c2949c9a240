"""What waits for another application is set aside, and nothing loses sight of it."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import ANSWERED, ROUND, Verdeel
from .editing import Rows, edit
from .test_fates import FIRST, SECOND, THIRD, listed
from .test_setting_aside import (
    FOURTH,
    LATER,
    SOON,
    answer,
    filled,
    give,
    set_aside,
)  # fmt: skip

NEEDY, NOBODY = "BER-2026-0012", "BER-2026-9999"


def _needing(other: str) -> Callable[[list[str], Rows], Rows]:
    def change(headers: list[str], rows: Rows) -> Rows:
        for row in rows:
            number = row[headers.index("Aanvraagnummer")]
            if number in (LATER, SOON):
                row[headers.index("Compensabele btw")] = None
            if number == NEEDY:
                row[headers.index("Vereist aanvraag")] = other
        return rows

    return change


@pytest.fixture
def decided(
    request: pytest.FixtureRequest, opened_small: Path, small_samples: Path, verdeel: Verdeel
) -> Path:
    """A round that was sent, in which one set aside waits for another; the desk.

    The other is one that the round does not have, or one that is set aside too.
    """
    change = _needing(request.param)
    book = edit(small_samples / "bereikbaarheid.xlsx", opened_small / "ber.xlsx", change)
    assert verdeel("load", book, "--round", ROUND, "--as", FIRST).code in (0, 1)
    assert verdeel("screen", "--round", ROUND, "--as", FIRST).code == 0
    assert verdeel(*ANSWERED, "--as", FIRST).code == 0
    set_aside(verdeel)
    give(verdeel, "allocate")
    give(verdeel, "approve", by=THIRD)
    give(verdeel, "letters", "--out", opened_small / "brieven", "--no-word")
    return opened_small


@pytest.mark.sample(every=2)
@pytest.mark.parametrize("other", [NOBODY, SOON])
def test_what_waits_says_which_application_to_mend_or_to_set_aside(
    opened_small: Path, small_samples: Path, verdeel: Verdeel, other: str
) -> None:
    book = edit(small_samples / "bereikbaarheid.xlsx", opened_small / "b.xlsx", _needing(other))
    assert verdeel("load", book, "--round", ROUND, "--as", FIRST).code in (0, 1)
    screened = verdeel("screen", "--round", ROUND, "--as", FIRST)
    assert verdeel(*ANSWERED, "--as", FIRST).code == 0
    give(verdeel, "allocate")
    refused = give(verdeel, "approve", by=THIRD, code=3)
    assert f"{NEEDY} (wacht op {other})" in refused
    first = f"laat {NEEDY} of {NOBODY} verbeteren" if other == NOBODY else f"beslis over {SOON}"
    todo = f"{first}, of houd {NEEDY} aan met verdeel judge {NEEDY} --set-aside"
    checked = verdeel("round", "check", ROUND).out
    for said in (screened.out, refused, checked, verdeel("round", "status", ROUND).out):
        assert todo in said
        assert "WAITS" not in said


def judged(desk: Path, verdeel: Verdeel, *numbers: str) -> None:
    book = filled(desk, verdeel, {number: answer(0) for number in numbers})
    give(verdeel, "judge", "--file", book, "--date", "2026-12-10")
    give(verdeel, "judge", "--file", book, "--confirm", "--date", "2026-12-11", by=SECOND)


@pytest.mark.slow(
    sample="tests/io/cli/test_needs_who_withdrew.py::test_a_supplement_asks_whether_it_can_go_ahead_without"
)
@pytest.mark.parametrize("decided", [NOBODY, SOON], indirect=True)
def test_who_waits_stays_set_aside_when_the_rest_is_decided_and_the_archive_waits(
    decided: Path, verdeel: Verdeel
) -> None:
    of = ("round", "supplement", ROUND)
    none = give(verdeel, *of, "--date", "2026-12-14", code=3)
    assert f"{LATER} op " in none
    assert re.search(rf"{NEEDY}: De aanvraag kan .*alleen doorgaan samen met", none)
    judged(decided, verdeel, LATER)
    made = give(verdeel, *of, "--date", "2026-12-14")
    assert [one["application_id"] for one in made["awards"]] == [LATER]
    shown = verdeel(*of, "--date", "2026-12-14", "--as", FIRST).out
    assert f"Blijft aangehouden, nog te beslissen: {NEEDY}, {SOON}." in shown
    give(verdeel, *of, "--approve", "--date", "2026-12-15", by=FOURTH)
    give(verdeel, *of, "--letters", "--out", decided / "later", "--date", "2026-12-17")
    waits = {one["application_id"]: one["waits_for"] for one in listed(verdeel)}
    assert (waits[NEEDY], waits[LATER]) == ("officer", "")
    status = verdeel("round", "status", ROUND).out
    assert f"Aangehouden, nog te beslissen: {NEEDY}, {SOON}" in status
    assert NEEDY in give(verdeel, "round", "archive", ROUND, by=THIRD, code=3)


@pytest.mark.slow(
    sample="tests/io/cli/test_needs_who_withdrew.py::test_a_supplement_asks_whether_it_can_go_ahead_without"
)
@pytest.mark.parametrize("decided", [SOON], indirect=True)
def test_it_is_decided_on_with_the_one_that_it_waits_for(decided: Path, verdeel: Verdeel) -> None:
    judged(decided, verdeel, LATER, SOON)
    made = give(verdeel, "round", "supplement", ROUND, "--date", "2026-12-14")
    outcomes = {one["application_id"]: one["outcome"] for one in made["awards"]}
    assert "needs_judgement" not in outcomes.values()
    assert set(outcomes) == {LATER, SOON, NEEDY}


@pytest.mark.slow(
    sample="tests/io/cli/test_next_step_of_settling.py::"
    "test_each_step_prints_the_next_one_and_it_is_found_again_from_anywhere"
)
def test_a_status_tells_each_step_up_to_the_archive(
    opened_small: Path, small_samples: Path, verdeel: Verdeel
) -> None:
    def coming() -> tuple[str, list[str]]:
        told = json.loads(verdeel("round", "status", ROUND, "--json").out)
        return told["next"], told["next_by"]

    book = edit(small_samples / "bereikbaarheid.xlsx", opened_small / "b.xlsx", _needing(SOON))
    assert verdeel("load", book, "--round", ROUND, "--as", FIRST).code in (0, 1)
    assert verdeel("screen", "--round", ROUND, "--as", FIRST).code == 0
    give(verdeel, "allocate")
    assert coming()[0].startswith("verdeel answer --template")
    assert verdeel(*ANSWERED, "--as", FIRST).code == 0
    another = "een andere vaststeller (approver in office.toml)"
    asked = f"verdeel judge --template oordelen.xlsx --round {ROUND}, want 2 aanvragen wachten"
    assert coming()[0] == f"{asked} op een oordeel"
    refused = verdeel("approve", "--round", ROUND, "--as", THIRD)
    assert (refused.code, "deze staan open" in refused.err) == (3, True)
    set_aside(verdeel)  # after the division, which has to be made again
    assert coming()[0].startswith(f"verdeel allocate --round {ROUND}, want")
    give(verdeel, "allocate")
    assert coming()[0] == f"verdeel approve --round {ROUND}, door {another}"
    amend = ("round", "amend", ROUND, "--date", "2026-11-03")
    other = opened_small / "ander.toml"
    text = (small_samples / "policy.toml").read_text(encoding="utf-8")
    other.write_text(text.replace("€ 2,5 mld", "€ 2,4 mld"), encoding="utf-8")
    give(verdeel, *amend, "--policy", other, "--reason", "Er is minder geld beschikbaar.")
    assert coming()[0].startswith(f"verdeel round amend {ROUND} --confirm")
    give(verdeel, *amend, "--drop", "--reason", "Er is toch genoeg geld.")
    give(verdeel, "approve", by=THIRD)
    assert coming()[0].startswith("verdeel letters")
    give(verdeel, "letters", "--out", opened_small / "brieven", "--no-word")
    of = ("round", "supplement", ROUND)
    judged(opened_small, verdeel, LATER, SOON)
    assert coming() == (f"verdeel {' '.join(of)} --date jjjj-mm-dd", ["officer", "approver"])
    give(verdeel, *of, "--date", "2026-12-14")
    command = f"verdeel {' '.join(of)} --approve --date jjjj-mm-dd, door {another}"
    assert coming() == (command, ["approver"])
    give(verdeel, *of, "--approve", "--date", "2026-12-15", by=FOURTH)
    assert coming()[0] == f"verdeel {' '.join(of)} --letters --out <map> --date jjjj-mm-dd"
    give(verdeel, *of, "--letters", "--out", opened_small / "later", "--date", "2026-12-17")
    archive = ("round", "archive", ROUND, "--date")
    assert coming()[0].startswith("verdeel pay order --out <map> --round 2026-1 --date jjjj-mm-dd")
    early = give(verdeel, *archive, "2027-01-28", by=THIRD, code=3)
    assert early.endswith(f'"verdeel {" ".join(archive)} 2027-01-29", of een latere dag.')
    give(verdeel, *archive, "2027-01-29", by=THIRD)
