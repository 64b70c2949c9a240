"""Dividing leaves the database free, is done by one at a time, and never rests on what is past."""

from collections.abc import Callable
from pathlib import Path

import pytest

from verdeelsleutel.grants.lives.round import RoundState
from verdeelsleutel.io.errors import RefusedByProcess
from verdeelsleutel.io.records.rounds.reader import reading_round
from verdeelsleutel.io.rounds.actor import Actor
from verdeelsleutel.io.steps.allocation import allocate_round
from verdeelsleutel.optimiser.solution import Progress

from .conftest import Desk, Verdeel
from .rounds import APPROVER, FOUND, MAKER, OPEN_NORM, REASON, ROUND, SECOND, number

WHO = Actor(name="S. Vermeulen", role="officer")


@pytest.fixture
def screened(verdeel: Verdeel, desk: Desk, any_url: str) -> str:
    steps: list[tuple[str | Path, ...]] = [
        ("round", "open", ROUND, "--policy", desk.policy),
        ("load", *desk.workbooks, "--round", ROUND),
        ("screen", "--round", ROUND),
    ]
    for step in steps:
        result = verdeel(*step, "--as", MAKER, on=any_url)
        assert result.code == 0, result.err
    return any_url


def once(act: Callable[[], None]) -> Callable[[Progress], None]:
    """Do something at the first sign that the dividing is under way."""
    waiting = [act]

    def watch(_progress: Progress) -> None:
        if waiting:
            waiting.pop()()

    return watch


def judge(verdeel: Verdeel, url: str, *, confirm: bool) -> None:
    judged = ("judge", number(3), "--rule", OPEN_NORM, "--round", ROUND)
    given = (*judged, *FOUND, "--reason", REASON, "--date", "2026-11-02")
    assert verdeel(*given, "--as", MAKER, on=url).code == 0
    if confirm:
        confirmed = verdeel(*judged, "--confirm", "--date", "2026-11-03", "--as", SECOND, on=url)
        assert confirmed.code == 0


def state(url: str) -> str:
    with reading_round(url, ROUND) as reader:
        return reader.state


@pytest.mark.sample(only="postgresql")
def test_others_work_on_while_the_money_is_divided(verdeel: Verdeel, screened: str) -> None:
    """A judgement that is not confirmed yet changes no outcome, so the answer is kept."""
    watch = once(lambda: judge(verdeel, screened, confirm=False))
    allocate_round(screened, ROUND, WHO, progress=watch)
    assert state(screened) == RoundState.ALLOCATED
    assert verdeel("audit", "verify", on=screened).code == 0


@pytest.mark.sample(only="sqlite")
def test_an_answer_to_a_round_that_changed_meanwhile_is_not_kept(
    verdeel: Verdeel, screened: str
) -> None:
    watch = once(lambda: judge(verdeel, screened, confirm=True))
    with pytest.raises(RefusedByProcess, match="een oordeel gegeven en een oordeel bevestigd"):
        allocate_round(screened, ROUND, WHO, progress=watch)
    assert state(screened) == RoundState.SCREENED
    again = verdeel("allocate", "--round", ROUND, "--as", MAKER, on=screened)
    assert again.code == 0, again.err
    assert verdeel("approve", "--round", ROUND, "--as", APPROVER, on=screened).code == 0
    assert verdeel("audit", "verify", on=screened).code == 0


@pytest.mark.sample(only="sqlite")
def test_a_second_run_is_refused_with_who_is_at_it(verdeel: Verdeel, screened: str) -> None:
    told: list[str] = []

    def second_run() -> None:
        result = verdeel("allocate", "--round", ROUND, "--as", SECOND, on=screened)
        assert result.code == 3
        told.append(result.sentence)

    allocate_round(screened, ROUND, WHO, progress=once(second_run))
    (sentence,) = told
    assert 'S. Vermeulen is bezig met "verdeel allocate"' in sentence
    assert verdeel("allocate", "--round", ROUND, "--as", SECOND, on=screened).code == 0
