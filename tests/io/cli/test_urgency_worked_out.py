"""A real round under the text of 2022 refuses nobody by an urgency that nobody worked out."""

from __future__ import annotations

import json
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest

from .conftest import ROUND, Verdeel
from .test_bad_input import one_sentence
from .test_decision_list import from_paper, sits_down

URGENCIES = {1: 8, 2: 2, 3: 9, 4: 6, 5: 6}  # as they were entered
OF = ("--round", ROUND)


@pytest.fixture(params=["real"])
def divided(desk: Path, samples: Path, verdeel: Verdeel, request: pytest.FixtureRequest) -> Path:
    """The past round of the Woningbouwimpuls, real unless a test says otherwise."""
    sits_down(desk, samples, "sanne.vermeulen")
    with as_file(files("verdeelsleutel.sample_applications")) as folder:
        text = (folder / "past" / "woningbouwimpuls_2022.toml").read_text(encoding="utf-8")
        text = text.replace('"example"', f'"{request.param}"').replace("wbi-2022", ROUND)
        (desk / "policy.toml").write_text(text, encoding="utf-8")
        assert verdeel("round", "open", ROUND, "--policy", desk / "policy.toml").code == 0
        assert verdeel("load", folder / "past" / "woningbouwimpuls_2022.xlsx", *OF).code < 2
    assert verdeel("screen", *OF).code == 0
    assert verdeel("allocate", *OF).code == 0
    return desk


def grounds(verdeel: Verdeel) -> dict[str, dict[str, Any]]:
    told = json.loads(verdeel("round", "check", ROUND, "--json").out)
    return {one["application_id"]: one for one in told if one["what"] == "ground"}


def work_out(desk: Path, samples: Path, verdeel: Verdeel, urgencies: dict[int, int]) -> None:
    """Urgencies recorded by one officer and confirmed by another, and the money divided again."""
    source = ("--source", "bijlage 1, woondeal Twente")
    because = ("--reason", "Klasse 1 van de opgave en geen punten voor een woondeal.")
    for number, urgency in urgencies.items():
        judge = (
            "judge", f"WBI-2022-000{number}", "--rule", "WBI-18", *OF, "--date", "2022-12-01",
        )  # fmt: skip
        value = ("--value", f"Score woningbouwopgave={urgency}", *source)
        assert verdeel(*judge, *value, *because).code == 0
        sits_down(desk, samples, "bram.dekker")
        assert verdeel(*judge, "--confirm").code == 0
        sits_down(desk, samples, "sanne.vermeulen")
    assert verdeel("allocate", *OF).code == 0


def test_a_real_refusal_waits_until_the_urgency_that_may_decide_it_is_worked_out(
    divided: Path, samples: Path, verdeel: Verdeel
) -> None:
    found = grounds(verdeel)
    assert list(found) == ["WBI-2022-0002", "WBI-2022-0005"]
    assert all(one["stops"] for one in found.values())
    score, place = (one["sentence"] for one in found.values())
    assert "met 10 in plaats van 2 is de score 6,875, en dat is niet lager dan 5,5." in score
    how = 'verdeel judge WBI-2022-0002 --rule WBI-18 --value "Score woningbouwopgave=..."'
    assert how in score
    assert "De plaats van WBI-2022-0005 in de rangschikking" in place
    assert "verdeel judge WBI-2022-0005" in place
    # With an urgency of 10 it has 7; the others, with one of 1, have 6.25, 5.5 and 5.875.
    assert "Doe dat ook voor WBI-2022-0001, WBI-2022-0003, WBI-2022-0004." in place
    sits_down(divided, samples, "yasmina.haddou")
    refused = verdeel("approve", *OF)
    assert refused.code == 3
    assert "WBI-2022-0002 wordt alleen op de gewogen score afgewezen" in one_sentence(refused)
    sits_down(divided, samples, "sanne.vermeulen")
    work_out(divided, samples, verdeel, {2: 2})
    assert list(grounds(verdeel)) == ["WBI-2022-0005"]
    work_out(divided, samples, verdeel, {n: URGENCIES[n] for n in (1, 3, 4, 5)})
    assert grounds(verdeel) == {}
    told = " ".join(verdeel("explain", "WBI-2022-0002", *OF).out.split())
    assert "Zij is uitgewerkt uit de klassen en de punten voor een woondeal" in told
    assert "Hiervoor is 2 ingevuld (bron: bijlage 1, woondeal Twente;" in told
    assert "zoals ingevuld" not in told
    sits_down(divided, samples, "yasmina.haddou")
    assert verdeel("approve", *OF, "--list", "--out", "lijst.pdf").code == 0
    approved = verdeel("approve", *OF, "--check", from_paper(divided / "lijst.pdf", verdeel))
    assert approved.code == 0, approved.err


def test_an_urgency_that_is_worked_out_higher_turns_the_refusal(
    divided: Path, samples: Path, verdeel: Verdeel
) -> None:
    work_out(divided, samples, verdeel, {2: 10})
    awards = json.loads(verdeel("allocate", *OF, "--json").out)["awards"]
    ranks = {one["application_id"]: one["rank"] for one in awards}
    assert ranks["WBI-2022-0002"] == 4  # (5.5 + 6.5 + 5.5 + 10) / 4 = 6.875, after 7.125
    assert "De plaats van WBI-2022-0002" in grounds(verdeel)["WBI-2022-0002"]["sentence"]


@pytest.mark.parametrize("divided", ["example"], indirect=True)
def test_an_example_of_such_a_round_tells_it_and_is_approved(
    divided: Path, samples: Path, verdeel: Verdeel
) -> None:
    assert [one["stops"] for one in grounds(verdeel).values()] == [False, False]
    sits_down(divided, samples, "yasmina.haddou")
    assert verdeel("approve", *OF).code == 0
