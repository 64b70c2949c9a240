"""A list that is not proven in time: a draft, which two may approve where the policy says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ..letters.pages import page_texts
from .conftest import ROUND, Verdeel
from .test_bad_input import one_sentence

ALLOWED = "time_limit_seconds = 1_800\nunproven_may_be_approved = true"


@pytest.fixture
def divided(desk: Path, samples: Path, verdeel: Verdeel, request: pytest.FixtureRequest) -> str:
    """The sample round with a list in hand and no proof yet; what ``allocate`` said of it.

    How long that takes depends on the machine. A proof takes far more than twice as long as a first
    list, so the time is doubled until there is one.
    """
    written = (samples / "policy.toml").read_text(encoding="utf-8")
    chosen = desk / "policy.toml"
    chosen.write_text(written.replace("time_limit_seconds = 1_800", request.param), "utf-8")
    (desk / "office.toml").write_bytes((samples / "office.toml").read_bytes())
    maker = ("--as", "sanne.vermeulen")
    assert verdeel("round", "open", ROUND, "--policy", chosen, *maker).code == 0
    assert verdeel("load", *sorted(samples.glob("*.xlsx")), "--round", ROUND, *maker).code == 0
    assert verdeel("screen", "--round", ROUND, *maker).code == 0
    answers = samples / "answers" / "vragen_over_geld.xlsx"
    on = ("--date", "2026-11-02")
    assert verdeel("answer", "--file", answers, "--round", ROUND, *on, *maker).code == 0
    later = ("judge", "--set-aside", "--round", ROUND, "--date", "2026-11-04")  # all that waits
    why = ("--reason", "De commissie geeft haar scores na de zomer.")
    assert verdeel(*later, *why, *maker).code == 0
    confirm = ("--confirm", "--as", "bram.dekker", "--out", desk / "aangehouden")
    assert verdeel(*later, *confirm).code == 0
    for seconds in (1, 2, 4, 8, 16, 32, 64):
        result = verdeel("allocate", "--round", ROUND, *maker, "--time-limit", str(seconds))
        if result.code != 3:
            break
        assert "geen verdeling gevonden die aan alle harde voorwaarden voldoet" in result.err
    assert result.code == 1, result.err
    return result.out


@pytest.mark.slow(
    sample="test_with_leave_of_the_policy_two_others_approve_it_and_every_output_says_so"
)
@pytest.mark.parametrize("divided", ["time_limit_seconds = 1_800"], indirect=True)
def test_without_leave_of_the_policy_it_stays_a_draft_and_says_what_to_do(
    divided: str, verdeel: Verdeel
) -> None:
    assert "Niet bewezen is dat er geen betere verdeling bestaat." in divided
    assert "Dit is een ontwerp, dat niet kan worden vastgesteld." in divided
    refused = verdeel("approve", "--round", ROUND, "--as", "yasmina.haddou")
    assert refused.code == 3
    said = one_sentence(refused)
    assert "niet bewezen en blijft een ontwerp" in said
    assert "--time-limit 3600" in said


@pytest.mark.parametrize("divided", [ALLOWED], indirect=True)
def test_with_leave_of_the_policy_two_others_approve_it_and_every_output_says_so(
    divided: str, desk: Path, verdeel: Verdeel
) -> None:
    assert "dat twee anderen dan de maker haar ook zo vaststellen" in divided
    first = ("approve", "--round", ROUND, "--as", "yasmina.haddou")
    second = ("approve", "--round", ROUND, "--as", "pieter.wiersma")
    assert verdeel("approve", "--round", ROUND, "--as", "sanne.vermeulen").code == 3
    signed = verdeel(*first)
    assert signed.code == 0, signed.err
    assert "De naam van Y. Haddou staat als eerste onder de verdeling" in signed.out
    assert "(approver in office.toml) dan S. Vermeulen en Y. Haddou" in signed.out
    again = verdeel(*first)
    assert again.code == 0
    assert "stond al als eerste" in again.out
    assert verdeel("letters", "--round", ROUND, "--out", desk / "letters").code == 3
    paper = desk / "lijst.pdf"
    assert verdeel("approve", "--list", "--out", paper, "--round", ROUND).code == 0
    listed = " ".join(page_texts(paper.read_bytes()))
    assert "Niet bewezen is dat er geen betere verdeling bestaat." in listed
    assert "De maker en de twee vaststellers zijn drie personen." in listed
    told = json.loads(verdeel(*second, "--json").out)
    assert (told["first"], told["approver"]) == ("Y. Haddou", "P. Wiersma")
    assert verdeel("audit", "verify").code == 0
