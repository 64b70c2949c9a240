"""What comes next, and who may do what was refused, is told so that it works when it is typed."""

import json
import re
import shlex
from pathlib import Path

import pytest

from .conftest import MAKER, ROUND, Verdeel
from .test_unknown import row, workbook

EVERY = ("loaded", "screened", "allocated", "approved")


def next_command(said: str) -> list[str]:
    """The words of the command behind the last *Hierna*, up to what is said about it."""
    line = [one.strip() for one in said.splitlines() if one.strip().startswith("Hierna: ")][-1]
    return shlex.split(re.split(r", | \(", line.removeprefix("Hierna: "))[0])


@pytest.mark.parametrize("stage", EVERY)
def test_the_next_command_of_an_example_round_works_when_it_is_typed(
    at: object, verdeel: Verdeel, stage: str
) -> None:
    assert callable(at)
    at(stage)
    for told in (verdeel("round", "status"), verdeel()):
        words = next_command(told.out)
        assert words[0] == "verdeel"
        assert "--as" in words
    done = verdeel(*words[1:], *(("--out", "uit") if stage == "screened" else ()))
    assert done.code == 0, done.err


def test_who_may_not_approve_is_told_who_may(at: object, verdeel: Verdeel) -> None:
    assert callable(at)
    at("allocated")
    refused = verdeel("approve", "--round", ROUND, *MAKER)
    assert refused.code == 3
    assert refused.err.rstrip().endswith("In dit voorbeeld kan dat met --as yasmina.haddou.")
    nobody = verdeel("approve", "--round", ROUND)
    assert nobody.err.rstrip().endswith("In dit voorbeeld kan dat met --as yasmina.haddou.")


def test_a_name_that_the_office_does_not_know_is_refused_with_those_it_does(
    opened_small: Path, verdeel: Verdeel
) -> None:
    refused = verdeel("screen", "--round", ROUND, "--as", "iemand.anders")
    assert refused.code == 3
    assert "Het kantoorbestand kent niemand met de naam iemand.anders." in refused.err
    assert "Bekend zijn: sanne.vermeulen, bram.dekker, yasmina.haddou," in refused.err


def test_what_comes_next_after_opening_again_is_where_the_round_stands(
    at: object, small_samples: Path, verdeel: Verdeel
) -> None:
    assert callable(at)
    at("screened")
    again = verdeel("round", "open", ROUND, "--policy", small_samples / "policy.toml", *MAKER)
    assert "was al geopend" in again.out
    assert next_command(again.out)[1] == "allocate"
    assert next_command(verdeel("round", "close", ROUND, *MAKER).out)[1] == "allocate"


def test_after_a_load_that_took_nothing_in_a_workbook_is_loaded_again(
    opened_small: Path, verdeel: Verdeel
) -> None:
    other = workbook(opened_small / "ander.xlsx", {"gebiedsbudget": [row("gebiedsbudget", "A")]})
    told = verdeel("load", other, "--round", ROUND, *MAKER)
    assert told.code == 1
    assert "Deze ronde verdeelt geen geld van: Gebiedsbudget." in told.out
    assert next_command(told.out) == [
        "verdeel", "load", "<werkmap>", "--round", ROUND, *MAKER,
    ]  # fmt: skip


def test_what_was_withdrawn_is_counted_as_meeting_no_rules(at: object, verdeel: Verdeel) -> None:
    assert callable(at)
    at("loaded")
    before = verdeel("screen", "--round", ROUND, *MAKER).out
    at("loaded")
    listed = verdeel("round", "applications", ROUND, "--json").out
    number = json.loads(listed)[0]["application_id"]
    gone = ("withdraw", number, "--round", ROUND, "--date", "2026-10-20", *MAKER)
    assert verdeel(*gone, "--reason", "Brief van de gemeente van die dag.").code == 0
    after = verdeel("screen", "--round", ROUND, *MAKER).out

    def counted(said: str) -> int:
        line = next(one for one in said.splitlines() if one.startswith("Bereikbaarheid "))
        return sum(map(int, line.split()[1:]))

    assert counted(before) - counted(after) == 1
    assert f"Ingetrokken: {number}." in after
