"""In a real round nobody becomes another, or comes to decide, by what the office file says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ..real_rounds import as_real
from ..seats import login_of, sit
from .conftest import ANSWERED, ROUND, Verdeel
from .test_bad_input import one_sentence
from .test_decision_list import from_paper, sits_down

MAKER, SECOND, APPROVER = "sanne.vermeulen", "bram.dekker", "yasmina.haddou"
LIST = ("approve", "--round", ROUND, "--list", "--out", "lijst.pdf")
ADMIT = ("round", "admit", ROUND)


@pytest.fixture
def divided(desk: Path, small_samples: Path, verdeel: Verdeel) -> Path:
    """A real round that S. Vermeulen made; she sits at the computer."""
    policy = (small_samples / "policy.toml").read_text(encoding="utf-8")
    (desk / "policy.toml").write_text(as_real(policy), encoding="utf-8")
    sits_down(desk, small_samples, MAKER)
    for step in (
        ("round", "open", ROUND, "--policy", desk / "policy.toml"),
        ("load", small_samples / "bereikbaarheid.xlsx", "--round", ROUND),
        ("screen", "--round", ROUND),
        ANSWERED,
        ("allocate", "--round", ROUND),
    ):
        assert verdeel(*step).code == 0
    assert verdeel(*LIST).code == 0
    return desk


def approving(desk: Path, verdeel: Verdeel, *options: str | Path) -> tuple[str | Path, ...]:
    assert verdeel(*LIST).code == 0
    code = from_paper(desk / "lijst.pdf", verdeel)
    return ("approve", "--round", ROUND, "--check", code, *options)


def rewritten(desk: Path, *changes: tuple[str, str], name: str = "office.toml") -> Path:
    office = (desk / "office.toml").read_text(encoding="utf-8")
    for before, after in changes:
        assert before in office, before
        office = office.replace(before, after)
    (desk / name).write_text(office, encoding="utf-8")
    return desk / name


def swapped(desk: Path, name: str) -> Path:
    """The office file in which her login is that of the approver."""
    return rewritten(
        desk, (login_of(APPROVER), "x"), (login_of(MAKER), login_of(APPROVER)),
        ('"x"', json.dumps(login_of(MAKER))), name=name,
    )  # fmt: skip


@pytest.mark.slow(sample="test_no_other_spelling_and_no_other_role_makes_her_another")
@pytest.mark.sample(every=2)
@pytest.mark.parametrize("named", [True, False])
def test_she_who_made_it_does_not_become_the_approver(
    divided: Path, verdeel: Verdeel, named: bool
) -> None:
    other = swapped(divided, "ander.toml" if named else "office.toml")
    given = approving(divided, verdeel, *(("--office", other) if named else ()))
    refused = verdeel(*given)
    assert refused.code == 3
    assert "heette S. Vermeulen toen de ronde werd gemaakt" in one_sentence(refused)
    assert json.loads(verdeel("round", "status", ROUND, "--json").out)["state"] == "allocated"


@pytest.mark.sample(every=2)
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('name = "S. Vermeulen"\nrole = "officer"', 'name = "S. Vermeulen"\nrole = "approver"'),
        ('"S. Vermeulen"', '"s.  vermeulen"'),
    ],
)
def test_no_other_spelling_and_no_other_role_makes_her_another(
    divided: Path, verdeel: Verdeel, before: str, after: str
) -> None:
    rewritten(divided, (before, after))
    office = (divided / "office.toml").read_text(encoding="utf-8")
    assert after in office
    refused = verdeel(*approving(divided, verdeel))
    assert refused.code == 3
    assert "S. Vermeulen" in refused.err


def test_who_came_later_approves_once_two_others_admitted_him(
    divided: Path, verdeel: Verdeel
) -> None:
    new = "nina.nieuw"
    added = f'\n[[officers]]\nuser = {json.dumps(login_of(new))}\nname = "N. Nieuwenhuis"\n'
    with (divided / "office.toml").open("a", encoding="utf-8") as office:
        office.write(added + 'role = "approver"\n')
    sit(new)
    given = approving(divided, verdeel)
    early = verdeel(*given)
    assert early.code == 3
    assert "kwam er later bij" in one_sentence(early)
    alone = verdeel(*ADMIT, login_of(new))
    assert alone.code == 3
    sit(MAKER)
    first = verdeel(*ADMIT, login_of(new))
    assert first.code == 0, first.err
    assert "N. Nieuwenhuis" in first.err  # that the office file is another one
    assert "zodra een tweede" in first.out
    assert "zodra een tweede" in verdeel(*ADMIT, login_of(new)).out  # once more is no second name
    sit(new)
    assert verdeel(*given).code == 3
    sit(SECOND)
    done = json.loads(verdeel(*ADMIT, login_of(new), "--json").out)
    assert done["complete"]
    assert done["by"] == ["S. Vermeulen", "B. Dekker"]
    sit(new)
    approved = verdeel(*given)
    assert approved.code == 0, approved.err
    assert "door N. Nieuwenhuis" in approved.out
    assert verdeel("audit", "verify").code == 0


def test_another_office_file_is_an_event_that_tells_what_it_changed(
    divided: Path, verdeel: Verdeel
) -> None:
    rewritten(divided, ('"B. Dekker"', '"B. Dekker-Vos"'), ("# ", "#  "))
    listed = json.loads(verdeel("round", "applications", ROUND, "--json").out)
    number = listed[0]["application_id"]
    told = verdeel("withdraw", number, "--round", ROUND, "--date", "2026-11-03",
                   "--reason", "De gemeente trekt haar aanvraag in.")  # fmt: skip
    assert told.code == 0, told.err
    used = json.loads(verdeel(*ADMIT, "--json").out)
    assert len(used["offices"]) == 2
    assert used["offices"][1]["login"] == login_of(MAKER)
    assert used["offices"][1]["officer"] == "S. Vermeulen"
    assert used["offices"][1]["changes"] == [
        f"{login_of(SECOND)} heette B. Dekker en heet nu B. Dekker-Vos"
    ]
    assert used["offices"][0]["sha256"] != used["offices"][1]["sha256"]
    assert [one["name"] for one in used["waiting"]] == ["B. Dekker-Vos"]
    undone = verdeel("withdraw", number, "--undo", "--round", ROUND, "--date", "2026-11-03",
                     "--reason", "Dat was een andere aanvraag.")  # fmt: skip
    assert undone.code == 0, undone.err
    assert len(json.loads(verdeel(*ADMIT, "--json").out)["offices"]) == 2


def test_the_name_of_another_under_a_new_login_gives_nothing(
    divided: Path, verdeel: Verdeel
) -> None:
    other = "zij.nogmaals"
    rewritten(divided, (json.dumps(login_of(APPROVER)), json.dumps(login_of(other))))
    sit(other)
    refused = verdeel("approve", "--round", ROUND)
    assert refused.code == 3
    assert verdeel("judge", "BER-2026-0001", "--rule", "BER-01", "--round", ROUND, "--answer",
                   "met", "--reason", "Het is zo.", "--date", "2026-11-02").code == 3  # fmt: skip


def test_two_officers_whose_names_look_the_same_are_refused(
    divided: Path, verdeel: Verdeel
) -> None:
    rewritten(divided, ('"B. Dekker"', '"S. V\\u0435rmeulen"'))
    refused = verdeel("lots", "--round", ROUND)
    assert refused.code == 5
    assert "niet van elkaar te onderscheiden" in one_sentence(refused)


@pytest.mark.slow(sample="test_no_other_spelling_and_no_other_role_makes_her_another")
def test_a_name_that_came_after_the_opening_is_no_other_person(
    desk: Path, small_samples: Path, verdeel: Verdeel
) -> None:
    """A round made without an office file; then a file that makes its maker an approver."""
    policy = (small_samples / "policy.toml").read_text(encoding="utf-8")
    (desk / "policy.toml").write_text(as_real(policy), encoding="utf-8")
    sit(MAKER)
    for step in (
        ("round", "open", ROUND, "--policy", desk / "policy.toml"),
        ("load", small_samples / "bereikbaarheid.xlsx", "--round", ROUND),
        ("screen", "--round", ROUND),
        ("allocate", "--round", ROUND),
    ):
        assert verdeel(*step).code == 0
    sits_down(desk, small_samples, MAKER)
    rewritten(
        desk, ('name = "S. Vermeulen"\nrole = "officer"', 'name = "S. V."\nrole = "approver"')
    )
    refused = verdeel("approve", "--round", ROUND, "--check", "0000-0000")
    assert refused.code == 3
    assert f"Onder de login {login_of(MAKER)} is aan deze ronde gewerkt" in one_sentence(refused)
