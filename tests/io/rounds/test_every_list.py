"""Whatever comes in by workbook is in every list, once, with the values that were received."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verdeelsleutel.grants.allocation import Outcome
from verdeelsleutel.grants.lives.application import ApplicationState
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.io.records.rounds.reader import reading_round
from verdeelsleutel.io.rounds.decision_list import decision_list
from verdeelsleutel.io.rounds.dossier import dossier
from verdeelsleutel.io.rounds.listing import lines_of
from verdeelsleutel.io.steps.allocation import allocate_round

from ..records.rounds import ROUND, write_round
from .test_lives import SANNE, Round, change, number

ROWS = 9
FATES = ("sound", "amount", "number", "received", "late", "early", "double")
FAULTS = ("amount", "number", "received", "double")
_CELLS = {
    "amount": ("Gevraagd bedrag", "veel geld"),
    "number": ("Aanvraagnummer", ""),
    "received": ("Ontvangen op", "ergens in oktober"),
    "late": ("Ontvangen op", "16-10-2026"),
    "early": ("Ontvangen op", "31-08-2026 23:59"),
}


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lijsten")
    write_round(folder, count=ROWS, batches=1)
    return folder


def as_received(book: Path, fates: list[str]) -> None:
    """Spoil each row as its fate says; a double has the number of the first row."""
    for k, fate in enumerate(fates, start=1):
        if fate == "double":
            change(book, "Aanvraagnummer", {k: number(1)})
        elif fate in _CELLS:
            header, text = _CELLS[fate]
            change(book, header, {k: text})


SPOILED = st.lists(st.sampled_from(FATES), min_size=ROWS - 1, max_size=ROWS - 1)


@settings(max_examples=4, deadline=None, derandomize=True)
@given(fates=SPOILED)
def test_every_row_is_in_every_list_once(workbook: Path, fates: list[str]) -> None:
    holds(workbook, fates)


@pytest.mark.slow
@settings(max_examples=100, deadline=None, derandomize=True)
@given(fates=SPOILED)
def test_every_row_is_in_every_list_once_at_length(workbook: Path, fates: list[str]) -> None:
    holds(workbook, fates)


def holds(workbook: Path, fates: list[str]) -> None:
    fates = ["sound", *fates]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "ronde"
        shutil.copytree(workbook, folder)
        (book,) = folder.glob("*.xlsx")
        as_received(book, fates)
        made = Round(f"sqlite:///{(folder / 'verdeel.db').as_posix()}", folder)
        made.give("round", "open", ROUND, "--policy", folder / "policy.toml")
        made.give("load", book, "--round", ROUND)
        made.give("screen", "--close", "--round", ROUND)
        allocate_round(made.url, ROUND, SANNE)
        _held_against(made, fates)


def _held_against(made: Round, fates: list[str]) -> None:
    doubled = "double" in fates
    apart = [k for k, fate in enumerate(fates, start=1) if fate not in ("number", "double")]
    nameless = fates.count("number")
    with reading_round(made.url, ROUND) as reader:
        lines = lines_of(reader)
        awards = {award.application_id: award for award in reader.allocation.awards}
        printed = decision_list(reader).lines
        whole = dossier(reader)
    every = [line.application_id for line in lines]
    assert len(set(every)) == len(every) == len(apart) + nameless
    assert [award.application_id for award in reader.allocation.awards] == every
    assert [line.application_id for line in printed] == every
    told = [one.application.application_id for one in whole.decided]
    assert sorted([*told, *(one.application_id for one in whole.incomplete)]) == every
    assert sum(one.startswith("ONBEKEND-") for one in every) == nameless
    by_number = {line.application_id: line for line in lines}
    for k in apart:
        line, fate = by_number[number(k)], fates[k - 1]
        faulty = fate in FAULTS or (k == 1 and doubled)
        standing = ApplicationState.INCOMPLETE if faulty else ApplicationState.COMPLETE
        assert line.state is standing, fate
        assert (line.requested is None) == (fate == "amount")
        assert line.requested is None or line.requested > Euro(0)
        assert (line.received_at is None) == (fate == "received")
        assert bool(line.faults) == faulty
        outcome = awards[number(k)].outcome
        if fate in ("late", "early"):
            assert outcome is Outcome(f"refused_{fate}")
            assert line.timeliness == fate
        else:
            assert (outcome is Outcome.INCOMPLETE) == faulty
