"""What others would have needed is worked out once, stays with the list, and is read at once."""

import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from verdeelsleutel.io.cli.commands import why_not as command
from verdeelsleutel.io.letters.content import letter_of
from verdeelsleutel.io.letters.setting import setting_of
from verdeelsleutel.io.letters.verification.faults import letter_faults
from verdeelsleutel.io.letters.verification.reading import block_texts
from verdeelsleutel.io.records.rounds.events import EventKind
from verdeelsleutel.io.records.rounds.reader import changing_round, reading_round
from verdeelsleutel.io.records.rounds.why_not import add_answers
from verdeelsleutel.io.rounds.actor import Actor
from verdeelsleutel.io.rounds.dossier import dossier
from verdeelsleutel.io.rounds.questions import solved
from verdeelsleutel.io.rounds.state import record
from verdeelsleutel.io.steps import why_not as step
from verdeelsleutel.io.wording.refusals import why_not_lines
from verdeelsleutel.optimiser.questions.application.explain import explain

from ..letters.rounds import sample_office
from .conftest import ANSWERED, APPROVER, ROUND, SECOND, Verdeel
from .editing import Rows, edit


@pytest.fixture
def allocated(desk: Path, small_samples: Path, less_money: Path, verdeel: Verdeel) -> Path:
    """Every third application of the small round, with a fifth of its money."""

    def some(headers: list[str], rows: Rows) -> Rows:
        return [row if at % 3 == 0 else [None] * len(headers) for at, row in enumerate(rows)]

    book = edit(small_samples / "bereikbaarheid.xlsx", desk / "bereikbaarheid.xlsx", some)
    (desk / "office.toml").write_bytes((small_samples / "office.toml").read_bytes())
    shutil.copytree(small_samples / "huisstijl", desk / "huisstijl")
    for step_of_round in (
        ("round", "open", ROUND, "--policy", less_money),
        ("load", book, "--round", ROUND),
        ("screen", "--round", ROUND),
        ("allocate", "--round", ROUND),
    ):
        result = verdeel(*step_of_round)
        assert result.code in (0, 1), result.out + result.err
    return desk


def told(verdeel: Verdeel, *arguments: str) -> Any:
    result = verdeel(*arguments, "--round", ROUND, "--json")
    assert result.code == 0, result.err
    return json.loads(result.out)


def short_of(verdeel: Verdeel) -> list[str]:
    """Who did not get all that they asked for."""
    awards = told(verdeel, "allocate")["awards"]
    wanted = ("refused_ceiling", "partly_granted")
    return sorted(one["application_id"] for one in awards if one["outcome"] in wanted)


def loaded_by(*arguments: str) -> str:
    """Which solvers a command loads, in a process of its own."""
    heavy = ["ortools", "pyscipopt", "highspy", "pulp", "verdeelsleutel.optimiser.search"]
    code = (
        "import sys\n"
        "from verdeelsleutel.io import cli\n"
        f"code = cli.run({[*arguments, '--round', ROUND]!r})\n"
        f"print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr)\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return done.stderr.strip().splitlines()[-1]


def test_answers_are_worked_out_once_and_read_by_explain(allocated: Path, verdeel: Verdeel) -> None:
    asked = short_of(verdeel)
    one = asked[0]
    before = told(verdeel, "explain", one)["why_not"]
    found = told(verdeel, "why-not")
    assert (found["new"], found["answered"]) == (len(asked), asked)
    assert told(verdeel, "why-not")["new"] == 0
    assert loaded_by("explain", one) == "[]"
    kept = told(verdeel, "explain", one)["why_not"]
    for key in ("homes_lost", "possible", "requested", "affordable_homes"):
        assert kept[key] == before[key]
    assert kept["winning"]["amount"] == before["winning"]["amount"]
    assert kept["winning"]["homes"] == before["winning"]["homes"]
    assert verdeel("audit", "verify").code == 0


@pytest.mark.slow
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


@pytest.mark.slow(sample="test_answers_are_worked_out_once_and_read_by_explain")
def test_letters_reports_and_bundles_tell_what_was_kept_and_the_same_ever_after(
    allocated: Path, verdeel: Verdeel
) -> None:
    """Of who was answered before the approval: a letter that was sent stays the letter it was."""
    assert verdeel(*ANSWERED, *SECOND).code == 0
    assert verdeel("allocate", "--round", ROUND).code == 0
    asked = short_of(verdeel)
    with changing_round(f"sqlite:///{allocated / 'verdeel.db'}", ROUND) as reader:
        case, _, solution = solved(reader)
        early, late = (
            explain(case.candidates, case.policy, solution, name, resolve=True)
            for name in (asked[0], asked[-1])
        )
        add_answers(reader, {early.application_id: early.model_dump_json()})
        record(reader, EventKind.WHY_NOT_KEPT, Actor(name="Sanne Vermeulen"))
    assert verdeel("approve", "--round", ROUND, *APPROVER).code == 0
    first = letter_text(allocated, early.application_id)
    assert "betaalbare woningen" in first
    assert why_not_lines(early, "aanvraag", "nl")[0] in first
    before = letter_text(allocated, late.application_id)
    assert told(verdeel, "why-not")["new"] == len(asked) - 1
    assert letter_text(allocated, early.application_id) == first
    assert letter_text(allocated, late.application_id) == before
    assert verdeel("report", "--round", ROUND, "--out", allocated / "rapport").code == 0
    sheet = load_workbook(allocated / "rapport" / "report.xlsx")["Wat nodig was"]
    listed = [str(cell.value) for cell in sheet["A"]]
    assert [name for name in asked if name not in listed] == []
    packed = allocated / "ronde.zip"
    assert verdeel("bundle", "--round", ROUND, "--out", packed).code == 0
    assert verdeel("replay", packed).code == 0


def letter_text(desk: Path, application: str) -> str:
    """The letter of one application, as its text is now."""
    with reading_round(f"sqlite:///{desk / 'verdeel.db'}", ROUND) as reader:
        whole = dossier(reader, date(2026, 12, 14))
    one = next(one for one in whole.decided if one.award.application_id == application)
    setting = setting_of(whole, sample_office(), "nl")
    letter = letter_of(one, whole, sample_office())
    assert letter_faults(letter, one, setting) == ()
    return " ".join(text for block in letter.blocks for text in block_texts(block))


def test_a_round_that_is_not_divided_has_nothing_to_answer(
    opened_small: Path, verdeel: Verdeel
) -> None:
    result = verdeel("why-not", "--round", ROUND)
    assert result.code == 3
    assert "kan dan niet" in result.err
