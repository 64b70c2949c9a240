"""What others would have needed is worked out once, stays with the list, and is read at once."""

import json
from pathlib import Path
from typing import Any

import pytest

from verdeelsleutel.io.cli.commands import why_not as command
from verdeelsleutel.io.rounds import questions
from verdeelsleutel.io.steps import why_not as step

from .conftest import ROUND, Verdeel


@pytest.fixture
def allocated(opened_small: Path, small_samples: Path, verdeel: Verdeel) -> Path:
    verdeel("load", small_samples / "bereikbaarheid.xlsx", "--round", ROUND)
    verdeel("screen", "--round", ROUND)
    result = verdeel("allocate", "--round", ROUND)
    assert result.code == 0, result.err
    return opened_small


def told(verdeel: Verdeel, *arguments: str) -> Any:
    result = verdeel(*arguments, "--round", ROUND, "--json")
    assert result.code == 0, result.err
    return json.loads(result.out)


def short_of(verdeel: Verdeel) -> list[str]:
    """Who did not get all that they asked for."""
    awards = told(verdeel, "allocate")["awards"]
    wanted = ("refused_ceiling", "partly_granted")
    return sorted(one["application_id"] for one in awards if one["outcome"] in wanted)


def test_answers_are_worked_out_once_and_read_by_explain(
    allocated: Path, verdeel: Verdeel, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = short_of(verdeel)
    one = asked[0]
    before = told(verdeel, "explain", one)["why_not"]
    found = told(verdeel, "why-not")
    assert (found["new"], found["answered"]) == (len(asked), asked)
    assert told(verdeel, "why-not")["new"] == 0

    def unasked(*_: Any, **__: Any) -> None:
        raise AssertionError("a kept answer is read, and not worked out again")

    monkeypatch.setattr(questions, "explain", unasked)
    kept = told(verdeel, "explain", one)["why_not"]
    for key in ("homes_lost", "possible", "requested", "affordable_homes"):
        assert kept[key] == before[key]
    assert kept["winning"]["amount"] == before["winning"]["amount"]
    assert kept["winning"]["homes"] == before["winning"]["homes"]
    assert verdeel("audit", "verify").code == 0


def test_what_was_answered_before_it_was_cut_short_is_not_asked_again(
    allocated: Path, verdeel: Verdeel, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = short_of(verdeel)
    monkeypatch.setattr(step, "_TOGETHER", 1)

    class CutShort(Exception):
        pass

    class Stops:
        def __init__(self, _: str) -> None:
            self.seen = 0

        def __call__(self, done: int, total: int) -> None:
            self.seen += 1
            if self.seen == 3:
                raise CutShort

    with monkeypatch.context() as cut:
        cut.setattr(command, "Counter", Stops)
        with pytest.raises(CutShort):
            verdeel("why-not", "--round", ROUND)
    found = told(verdeel, "why-not")
    assert found["new"] == len(asked) - 2
    assert found["answered"] == asked


def test_a_round_that_is_not_divided_has_nothing_to_answer(
    opened_small: Path, verdeel: Verdeel
) -> None:
    result = verdeel("why-not", "--round", ROUND)
    assert result.code == 3
    assert "kan dan niet" in result.err
