"""What changes a round after it was sealed: amendments, new programs, withdrawals; and its end."""

import json
import random
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest

from verdeelsleutel.io.rounds.seal import program_version

from .conftest import APPROVER, MAKER, ROUND, SECOND, Verdeel
from .test_bad_input import one_sentence, state

AUDITOR = ("--as", "carla.oostveen")
WHY = ("--reason", "De Kamer heeft het budget bij amendement verlaagd.")


def as_json(verdeel: Verdeel, *command: str | Path) -> Any:
    told = verdeel(*command, "--json")
    assert told.code == 0, told.err
    return json.loads(told.out)


def sound(verdeel: Verdeel) -> None:
    told = verdeel("audit", "verify")
    assert told.code == 0, told.err


def state_of(verdeel: Verdeel) -> str:
    return as_json(verdeel, "round", "status", ROUND)["state"]


def reserved(verdeel: Verdeel, account: str = "reserved") -> int:
    balances = as_json(verdeel, "ledger", "--round", ROUND)["balances"]
    return sum(one[account] for one in balances if one["instrument"] is None)


def test_a_sealed_policy_changes_by_two_names_who_see_who_wins_and_who_loses(
    at: Any, less_money: Path, verdeel: Verdeel
) -> None:
    at("approved")
    given = reserved(verdeel, "committed")
    assert given > 0
    seal = as_json(verdeel, "round", "status", ROUND)["policy_hash"]
    told = as_json(verdeel, "round", "amend", ROUND, "--policy", less_money, *WHY, *MAKER)
    assert (told["holds"], told["before_hash"], told["new"]) == (False, seal, True)
    losses = [one for one in told["effect"]["changes"] if one["after"] < one["before"]]
    assert losses
    assert state_of(verdeel) == "approved"  # a proposal changes nothing yet

    own = verdeel("round", "amend", ROUND, "--confirm", *MAKER)
    assert own.code == 3
    assert "S. Vermeulen heeft deze wijziging voorgesteld" in one_sentence(own)
    shown = verdeel("round", "amend", ROUND, "--confirm", *SECOND)
    assert shown.code == 0, shown.err
    assert "verliezen" in shown.out
    assert losses[0]["application_id"] in shown.out

    now = as_json(verdeel, "round", "status", ROUND)
    assert (now["state"], now["policy_hash"]) == ("amended", told["policy_hash"])
    assert (reserved(verdeel), reserved(verdeel, "committed")) == (0, 0)
    sound(verdeel)
    for refused in (("letters", "--round", ROUND, "--out", "brieven", *MAKER),
                    ("approve", "--round", ROUND, *APPROVER)):  # fmt: skip
        assert verdeel(*refused).code == 3

    new = as_json(verdeel, "allocate", "--round", ROUND, *MAKER)
    assert new["policy_hash"] == told["policy_hash"]
    assert new["totals"]["amount"] < given
    assert reserved(verdeel) == new["totals"]["amount"]
    confirmer = verdeel("approve", "--round", ROUND, *SECOND)
    assert confirmer.code == 3
    assert verdeel("approve", "--round", ROUND, *APPROVER).code == 0
    assert reserved(verdeel, "committed") == new["totals"]["amount"]
    sound(verdeel)


def test_the_first_seal_stays_and_the_same_confirmation_changes_nothing(
    at: Any, less_money: Path, verdeel: Verdeel
) -> None:
    database = at("opened")
    seal = as_json(verdeel, "round", "status", ROUND)["policy_hash"]
    propose = ("round", "amend", ROUND, "--policy", less_money, *WHY, *MAKER)
    assert as_json(verdeel, *propose)["new"]
    before = state(database)
    assert not as_json(verdeel, *propose)["new"]
    assert state(database) == before
    confirm = ("round", "amend", ROUND, "--confirm", *SECOND)
    assert as_json(verdeel, *confirm)["new"]
    before = state(database)
    assert not as_json(verdeel, *confirm)["new"]
    assert state(database) == before
    assert state_of(verdeel) == "open"  # nothing was screened yet, so intake goes on
    (made,) = as_json(verdeel, "round", "amend", ROUND)
    assert (made["before_hash"], made["confirmed_by"]) == (seal, "B. Dekker")
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT policy_hash FROM round").fetchall() == [(seal,)]
    sound(verdeel)


@pytest.mark.parametrize(
    ("more", "code", "says"),
    [
        (("--policy", "minder.toml", *MAKER), 2, "--reason"),
        (("--policy", "minder.toml", *WHY, *AUDITOR), 3, "auditor"),
        (("--policy", "minder.toml", *WHY), 3, "geen rol in office.toml"),
        (("--confirm", *SECOND), 2, "wacht geen wijziging"),
        (("--program", *MAKER), 2, "valt niets vast te leggen"),
        (("--policy", "minder.toml", "--confirm", *MAKER), 2, "Kies één"),
    ],
)
def test_an_amendment_that_cannot_be_is_refused_in_a_sentence(
    at: Any, less_money: Path, verdeel: Verdeel, more: tuple[str, ...], code: int, says: str
) -> None:
    database = at("screened")
    before = state(database)
    told = verdeel("round", "amend", ROUND, *more)
    assert told.code == code
    assert says in one_sentence(told)
    assert state(database) == before


@pytest.mark.slow(sample="test_a_sealed_policy_changes_by_two_names_who_see_who_wins_and_who_loses")
def test_a_proposal_on_a_list_that_has_changed_since_is_not_confirmed(
    at: Any, less_money: Path, verdeel: Verdeel
) -> None:
    at("allocated")
    as_json(verdeel, "round", "amend", ROUND, "--policy", less_money, *WHY, *MAKER)
    gone = awards(verdeel)[0]["application_id"]
    withdrawn = ("withdraw", gone, "--round", ROUND, "--date", "2026-11-01", "--reason", "brief 12")
    assert verdeel(*withdrawn, *MAKER).code == 0
    assert verdeel("allocate", "--round", ROUND, *MAKER).code == 0
    told = verdeel("round", "amend", ROUND, "--confirm", *SECOND)
    assert told.code == 3
    assert "Stel haar opnieuw voor" in one_sentence(told)


@pytest.mark.sample(every=2)
@pytest.mark.parametrize("seed", range(2))
def test_an_amendment_shows_the_list_that_follows_without_who_withdrew_since_the_decision(
    at: Any, less_money: Path, verdeel: Verdeel, seed: int
) -> None:
    at("approved")
    before = {one["application_id"]: one["amount"] for one in awards(verdeel)}
    gone = random.Random(seed).sample(sorted(before), k=2)
    for number in gone:
        withdraw = ("withdraw", number, "--round", ROUND, "--date", "2026-12-10")
        assert verdeel(*withdraw, "--reason", "brief 14", *MAKER).code == 0
    told = as_json(verdeel, "round", "amend", ROUND, "--policy", less_money, *WHY, *MAKER)
    shown = {one["application_id"]: one["after"] for one in told["effect"]["changes"]}
    assert [shown[number] for number in gone] == [0, 0]
    assert verdeel("round", "amend", ROUND, "--confirm", *SECOND).code == 0
    assert verdeel("allocate", "--round", ROUND, *MAKER).code == 0
    after = {one["application_id"]: one["amount"] for one in awards(verdeel)}
    assert after == {number: amount for number, amount in (before | shown).items() if amount}
    sound(verdeel)


def awards(verdeel: Verdeel) -> list[dict[str, Any]]:
    """The awards with money of the newest list, the first application first."""
    told = as_json(verdeel, "allocate", "--round", ROUND, *MAKER)
    return [one for one in told["awards"] if one["amount"]]


@pytest.fixture
def newer_program(desk: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The same program, installed as a newer version."""
    installed = distribution("verdeelsleutel")
    info = desk / "site" / "verdeelsleutel-9.9.9.dist-info"
    info.mkdir(parents=True)
    metadata = str(installed.read_text("METADATA"))
    (info / "METADATA").write_text(
        metadata.replace(f"Version: {installed.version}", "Version: 9.9.9"), encoding="utf-8"
    )
    (info / "entry_points.txt").write_text(
        str(installed.read_text("entry_points.txt")), encoding="utf-8"
    )
    with monkeypatch.context() as installing:
        installing.setattr(sys, "path", [str(desk / "site"), *sys.path])
        program_version.cache_clear()  # a process has one program otherwise
        yield
    program_version.cache_clear()


def test_a_new_version_of_the_program_breaks_the_seal_until_it_is_replayed(
    at: Any, newer_program: None, verdeel: Verdeel
) -> None:
    at("allocated")
    digest = awards_digest(verdeel)
    refused = verdeel("approve", "--round", ROUND, *APPROVER)
    assert refused.code == 3
    assert "verdeel round amend 2026-1 --program" in one_sentence(refused)
    told = as_json(verdeel, "round", "amend", ROUND, "--program", *MAKER)
    assert (told["same"], told["holds"], told["program_version"]) == (True, True, "9.9.9")
    assert told["effect"]["changes"] == []
    assert state_of(verdeel) == "allocated"
    assert verdeel("approve", "--round", ROUND, *APPROVER).code == 0
    assert awards_digest(verdeel) == digest
    sound(verdeel)


def awards_digest(verdeel: Verdeel) -> str:
    told = as_json(verdeel, "allocate", "--round", ROUND, *MAKER)
    return str(told["certificate"]["digest"])


def test_a_program_that_gives_another_list_shows_it_and_needs_two_names(
    at: Any, newer_program: None, verdeel: Verdeel
) -> None:
    database = at("allocated")
    with closing(sqlite3.connect(database)) as connection:
        # The former program gave the first award a cent less.
        connection.execute("DROP TRIGGER allocation_no_update")
        ((text,),) = connection.execute("SELECT allocation_json FROM allocation").fetchall()
        former = json.loads(text)
        first = next(one for one in former["awards"] if one["amount"])
        first["amount"] -= 1
        connection.execute("UPDATE allocation SET allocation_json = ?", (json.dumps(former),))
        connection.commit()
    bare = verdeel("round", "amend", ROUND, "--program", *MAKER)
    assert bare.code == 2
    assert "--reason" in bare.err.splitlines()[-1]
    told = as_json(verdeel, "round", "amend", ROUND, "--program", *WHY, *MAKER)
    assert (told["same"], told["holds"]) == (False, False)
    (change,) = told["effect"]["changes"]
    assert change["after"] - change["before"] == 1
    assert verdeel("round", "amend", ROUND, "--confirm", *SECOND).code == 0
    assert state_of(verdeel) == "amended"


def test_a_kept_proof_that_does_not_stand_when_checked_again_needs_two_names(
    at: Any, newer_program: None, verdeel: Verdeel
) -> None:
    database = at("allocated")
    with closing(sqlite3.connect(database)) as connection:
        # The former program rested the first stage on the word of two solvers.
        connection.execute("DROP TRIGGER allocation_no_update")
        ((text,),) = connection.execute("SELECT allocation_json FROM allocation").fetchall()
        former = json.loads(text)
        former["certificate"]["stages"][0]["basis"] = "two_solvers"
        changed = json.dumps(former, separators=(",", ":"), ensure_ascii=False)
        assert changed != text
        connection.execute("UPDATE allocation SET allocation_json = ?", (changed,))
        connection.commit()
    told = as_json(verdeel, "round", "amend", ROUND, "--program", *WHY, *MAKER)
    assert (told["same"], told["holds"]) == (False, False)
    assert told["effect"]["changes"] == []


@pytest.mark.slow(
    sample="tests/io/cli/test_after_the_decision.py::test_who_withdraws_before_the_letters_gets_no_award_in_any_output"
)
def test_an_application_withdrawn_before_the_list_takes_no_part_in_it(
    at: Any, verdeel: Verdeel
) -> None:
    at("allocated")
    before = awards(verdeel)
    gone, given = before[0]["application_id"], sum(one["amount"] for one in before)
    withdraw = ("withdraw", gone.lower(), "--round", ROUND, "--date", "2026-11-02",
                "--reason", "brief van het college, kenmerk 12")  # fmt: skip
    told = verdeel(*withdraw, *MAKER)
    assert told.code == 0, told.err
    assert "verdeel allocate" in told.out
    stale = verdeel("approve", "--round", ROUND, *APPROVER)
    assert stale.code == 3
    assert "Verdeel eerst opnieuw" in one_sentence(stale)
    assert gone not in {one["application_id"] for one in awards(verdeel)}
    assert reserved(verdeel) < given
    maker = verdeel("approve", "--round", ROUND, "--as", "sanne.vermeulen")
    assert maker.code == 3
    assert verdeel("approve", "--round", ROUND, *APPROVER).code == 0
    sound(verdeel)


def test_whoever_records_a_withdrawal_cannot_approve_the_list(at: Any, verdeel: Verdeel) -> None:
    at("screened")
    gone = ("withdraw", "BER-2026-0002", "--round", ROUND, "--date", "2026-11-02",
            "--reason", "brief 12", *APPROVER)  # fmt: skip
    assert verdeel(*gone).code == 0
    assert verdeel("allocate", "--round", ROUND, *MAKER).code == 0
    told = verdeel("approve", "--round", ROUND, *APPROVER)
    assert told.code == 3
    assert "een intrekking vastgelegd" in one_sentence(told)


def test_a_withdrawal_after_the_decision_frees_its_money_and_leaves_the_list(
    at: Any, verdeel: Verdeel
) -> None:
    database = at("approved")
    before = awards(verdeel)
    gone, amount = before[0]["application_id"], before[0]["amount"]
    committed = reserved(verdeel, "committed")
    withdraw = ("withdraw", gone, "--round", ROUND, "--date", "2026-12-10", *MAKER)
    assert verdeel(*withdraw).code == 2  # without a reason
    told = as_json(verdeel, *withdraw, "--reason", "brief 14")
    assert (told["late"], told["freed"], told["fund"]) == (True, amount, "mobiliteitsfonds")
    assert reserved(verdeel, "committed") == committed - amount
    assert reserved(verdeel, "released") == amount
    assert awards(verdeel) == before  # the approved list stands
    assert "Na het besluit ingetrokken" in verdeel("explain", gone, "--round", ROUND).out
    sound(verdeel)
    kept = state(database)
    again = verdeel(*withdraw, "--reason", "brief 14")
    assert again.code == 0
    assert "verdeel reserve" in again.out
    assert state(database) == kept
    other = verdeel(*withdraw, "--reason", "een andere brief")
    assert other.code == 3
    assert "al ingetrokken" in one_sentence(other)


def test_a_round_is_published_by_its_letters_and_then_archived(
    at: Any, verdeel: Verdeel, small_samples: Path, desk: Path
) -> None:
    database = at("approved")
    archive = ("round", "archive", ROUND, "--date")
    early = verdeel(*archive, "2027-02-01", *APPROVER)
    assert early.code == 3
    write = ("letters", "--round", ROUND, "--out", desk / "brieven", "--no-word", *MAKER)
    assert verdeel(*write, "--concept").code == 0
    assert state_of(verdeel) == "approved"
    assert verdeel(*write).code == 0
    status = as_json(verdeel, "round", "status", ROUND)
    assert (status["state"], status["published_on"]) == ("published", "2026-11-30")
    amend = verdeel(
        "round", "amend", ROUND, "--policy", small_samples / "policy.toml", *WHY, *MAKER
    )
    assert amend.code == 3
    assert "bekendgemaakt" in one_sentence(amend)
    officer = verdeel(*archive, "2027-02-01", *MAKER)
    assert officer.code == 3
    # Of the term to object the last day is Monday 11 January 2027; without a day it is that of now.
    keeper = ("--as", "tom.rademaker")
    for typed in ((*archive, "2027-01-11"), archive[:-1]):
        running = one_sentence(verdeel(*typed, *keeper))
        assert "kan tot en met 11-01-2027 bezwaar worden gemaakt (" in running
        assert 'Daarna: "verdeel round archive 2026-1 --date 2027-01-12", of' in running
    assert verdeel(*archive, "2027-01-12", *keeper).code == 0
    kept = state(database)
    assert verdeel(*archive[:-1], *keeper).code == 0
    late = verdeel("withdraw", "BER-2026-0002", "--round", ROUND, "--date", "2027-01-04",
                   "--reason", "brief 20", *MAKER)  # fmt: skip
    assert late.code == 3
    assert "gearchiveerd" in one_sentence(late)
    assert state(database) == kept
    sound(verdeel)


@pytest.mark.sample(every=3)
@pytest.mark.parametrize(
    ("stage", "command"),
    [
        ("opened", ("load", "bereikbaarheid.xlsx", "--round", ROUND)),
        ("opened", ("round", "close", ROUND)),
        ("loaded", ("screen", "--round", ROUND)),
        ("screened", ("allocate", "--round", ROUND)),
        ("allocated", ("approve", "--round", ROUND)),
        ("allocated", ("lots", "BER-2026-0002", "--deed", "akte", "--round", ROUND)),
        ("approved", ("letters", "--round", ROUND, "--out", "brieven")),
        ("approved", ("withdraw", "BER-2026-0002", "--round", ROUND, "--date", "2026-12-01",
                      "--reason", "brief 12")),
        ("approved", ("round", "archive", ROUND)),
    ],
)  # fmt: skip
def test_an_auditor_reads_everything_and_changes_nothing(
    at: Any, small_samples: Path, verdeel: Verdeel, stage: str, command: tuple[str, ...]
) -> None:
    database = at(stage)
    shutil.copy(small_samples / "bereikbaarheid.xlsx", database.parent)
    before = state(database)
    told = verdeel(*command, *AUDITOR)
    assert told.code == 3
    assert "auditor" in one_sentence(told)
    assert state(database) == before
    for asked in (("round", "status", ROUND), ("ledger", "--round", ROUND), ("audit", "verify")):
        assert verdeel(*asked, *AUDITOR).code == 0


def test_closed_intake_takes_nothing_more_and_can_be_screened(
    at: Any, small_samples: Path, verdeel: Verdeel
) -> None:
    at("loaded")
    assert verdeel("round", "close", ROUND, *MAKER).code == 0
    assert verdeel("round", "close", ROUND, *MAKER).code == 0
    late = verdeel("load", small_samples / "bereikbaarheid.xlsx", "--round", ROUND, *MAKER)
    assert late.code == 3
    assert verdeel("screen", "--round", ROUND, *MAKER).code == 0
    sound(verdeel)


def test_the_status_warns_of_dates_against_a_given_day_and_never_a_clock(
    at: Any, verdeel: Verdeel
) -> None:
    at("opened")
    bare = as_json(verdeel, "round", "status", ROUND)
    assert (bare["as_of"], bare["warnings"]) == (None, [])
    early = as_json(verdeel, "round", "status", ROUND, "--date", "2026-08-01")
    assert "opent pas op 01-09-2026" in early["warnings"][0]["sentence"]
    late = as_json(verdeel, "round", "status", ROUND, "--date", "2026-11-01")
    assert late["warnings"][0]["passed"]
    at("approved")
    approved = as_json(verdeel, "round", "status", ROUND)
    assert (approved["as_of"], approved["as_of_given"]) == ("2026-11-30", False)
    shown = verdeel("round", "status", ROUND)
    assert "de laatste datum in de ronde" in shown.out
    assert "(behandelaar, vaststeller)" in shown.out
