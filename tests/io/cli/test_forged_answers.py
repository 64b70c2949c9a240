"""What is kept with a list of why not, and of more money, is held against that list at the door."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from verdeelsleutel.io.records.rounds.events import EventKind
from verdeelsleutel.io.records.rounds.reader import changing_round, reading_round
from verdeelsleutel.io.records.rounds.why_not import add_answers, add_deep_answers
from verdeelsleutel.io.reports.deep_answers import as_kept, deep_of
from verdeelsleutel.io.rounds.actor import Actor
from verdeelsleutel.io.rounds.checks.rederivation import faults_of
from verdeelsleutel.io.rounds.questions import solved
from verdeelsleutel.io.rounds.state import record
from verdeelsleutel.optimiser.questions.application.explain import explain
from verdeelsleutel.optimiser.questions.application.facts import Explanation

from .after import OF, ROUND, After, quietly
from .conftest import APPROVER, MAKER
from .test_bad_input import one_sentence
from .test_reserve_awards import CITED, ROWS
from .test_unknown import workbook

SEED = 20261130
REFUSED = "GB-4"
FOUND_BY_SOLVERS = {
    "possible", "homes_lost", "homes_lost_at_least", "homes_lost_at_most", "displaced", "winning",
}  # fmt: skip
Answers = dict[str, Any]


class Listed:
    """A round with a list, and the answers that the program gives about it."""

    def __init__(self, after: After) -> None:
        self.after = after
        with reading_round(self._url(after.desk), ROUND) as reader:
            case, _, solution = solved(reader)
            given = explain(case.candidates, case.policy, solution, REFUSED, resolve=True)
            deep = deep_of(reader, 1, told=lambda _: lambda _done, _all: None)
        self.why_not: Answers = json.loads(given.model_dump_json())
        self.deep: Answers = json.loads(as_kept(deep))

    def kept(self, folder: Path, why_not: Answers, deep: Answers | None = None) -> After:
        """A copy of the round in which these answers are kept, by the program's own functions."""
        copy = self.after.copied(folder, quietly)
        with changing_round(self._url(folder), ROUND) as reader:
            add_answers(reader, {REFUSED: json.dumps(why_not)})
            if deep is not None:
                add_deep_answers(reader, json.dumps(deep))
            record(reader, EventKind.WHY_NOT_KEPT, Actor(name="S. Vermeulen"))
        return copy

    def faults(self, folder: Path, why_not: Answers, deep: Answers | None = None) -> str:
        self.kept(folder, why_not, deep)
        with reading_round(self._url(folder), ROUND) as reader:
            told = " ".join(faults_of(reader))
        shutil.rmtree(folder)
        return told

    def _url(self, folder: Path) -> str:
        return f"sqlite:///{(folder / 'verdeel.db').as_posix()}"


@pytest.fixture(scope="module")
def listed(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Listed:
    after = After(tmp_path_factory.mktemp("lijst"), quietly).written(samples, CITED)
    book = workbook(after.desk / "aanvragen.xlsx", ROWS)
    after.does("round", "open", ROUND, "--policy", after.desk / "policy.toml", *MAKER)
    after.does("load", book, *OF, *MAKER)
    after.does("screen", *OF, *MAKER)
    for code in ("INT-154", "INT-156", "INT-157"):
        after.gives("answer", "all", code, *OF, "--date", "2026-04-01", "--reason",
                    "De gemeente heeft dit toegelicht.", *MAKER)  # fmt: skip
    after.does("allocate", *OF, *MAKER)
    return Listed(after)


def test_answers_as_the_program_gives_them_are_let_through(listed: Listed, tmp_path: Path) -> None:
    assert listed.deep["reserves"]["vro"]
    made = listed.kept(tmp_path / "kopie", listed.why_not, listed.deep)
    made.does("audit", "verify")
    made.does("approve", *OF, *APPROVER)


def test_each_fact_of_an_answer_is_that_of_the_list(listed: Listed, tmp_path: Path) -> None:
    draw = random.Random(SEED)
    for field in Explanation.model_fields:
        if field in FOUND_BY_SOLVERS:
            continue
        forged = listed.why_not | {field: changed(listed.why_not[field], draw)}
        assert "uitleg bij de lijst" in listed.faults(tmp_path / "kopie", forged), field


IMPOSSIBLE: tuple[Callable[[Answers], object], ...] = (
    lambda one: one.update(displaced=["GB-3"]),
    lambda one: one.update(homes_lost=1_000_000),
    lambda one: one.update(homes_lost=None, homes_lost_at_least=9, homes_lost_at_most=3),
    lambda one: one["winning"].update(application_id="GB-1"),
    lambda one: one["winning"].update(amount_answer="found", amount=10 * one["requested"]),
    lambda one: one["winning"].update(amount_answer="found", amount=None),
    lambda one: one["winning"].update(homes_answer="none", homes=3),
    lambda one: one.update(winning="veel"),
)


@pytest.mark.parametrize("change", IMPOSSIBLE, ids=range(len(IMPOSSIBLE)))
def test_what_no_solver_can_have_found_is_no_answer(
    listed: Listed, tmp_path: Path, change: Callable[[Answers], object]
) -> None:
    forged = json.loads(json.dumps(listed.why_not))
    change(forged)
    assert "uitleg bij de lijst" in listed.faults(tmp_path / "kopie", forged)


def _first(deep: Answers) -> Answers:
    """Who would be next, of the first amount with which somebody is."""
    return next(one for one in deep["reserves"]["vro"] if one["awards"])


OF_MORE_MONEY: tuple[Callable[[Answers], object], ...] = (
    lambda deep: _first(deep).update(awards=[["GB-1", 1]]),
    lambda deep: _first(deep).update(awards=[["WBI-9", 100]]),
    lambda deep: _first(deep).update(freed=1),
    lambda deep: _first(deep).update(homes_gained=_first(deep)["homes_gained"] + 1),
    lambda deep: _first(deep)["awards"][0].__setitem__(1, _first(deep)["awards"][0][1] - 1),
    lambda deep: deep["swing"].update(could_be_in=["GB-1"]),
    lambda deep: deep["swing"].update(could_be_out=["GB-4"]),
    lambda deep: deep["frontiers"]["vro"][0].update(homes=1_000_000),
    lambda deep: deep["frontiers"].update(anders=deep["frontiers"]["vro"]),
    lambda deep: deep["prices"].append(
        {"code": "A", "sentence_nl": "A", "sentence_en": "A", "homes_gained": 9, "at_most": 3}
    ),
    lambda deep: deep.pop("swing"),
    lambda deep: deep.update(reserves="veel"),
)


@pytest.mark.parametrize("change", OF_MORE_MONEY, ids=range(len(OF_MORE_MONEY)))
def test_what_is_kept_for_a_deep_report_adds_up(
    listed: Listed, tmp_path: Path, change: Callable[[Answers], object]
) -> None:
    forged = json.loads(json.dumps(listed.deep))
    change(forged)
    told = listed.faults(tmp_path / "kopie", listed.why_not, forged)
    assert "uitleg bij de lijst" in told


def test_nothing_is_approved_reported_or_sent_on_a_forged_answer(
    listed: Listed, tmp_path: Path
) -> None:
    made = listed.kept(tmp_path / "kopie", listed.why_not | {"left_in_fund": 7})
    for step in (
        ("approve", *OF, *APPROVER),
        ("approve", *OF, "--list", "--out", made.desk / "lijst.pdf", *MAKER),
        ("report", *OF, "--out", made.desk / "rapport", *MAKER),
        ("bundle", *OF, "--out", made.desk / "ronde.zip", *MAKER),
        ("audit", "verify"),
    ):
        told = made.gives(*step)
        assert told.code == 3, step
        assert f"De uitleg bij de lijst: {REFUSED}: left_in_fund was 7" in one_sentence(told)


def changed(value: Any, draw: random.Random) -> Any:
    """Another value of the same kind."""
    if isinstance(value, bool) or value is None:
        return draw.randint(1, 9)
    if isinstance(value, int):
        return value + draw.choice((-1, 1, 1_000))
    if isinstance(value, list):
        return [*value, draw.choice(("GB-2", "FUND-x"))] if not value else []
    return {"optimise": "rank", REFUSED: "GB-1"}.get(value, "x")
