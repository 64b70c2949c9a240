"""Whatever comes in by workbook is in every list, once, with the values that were received."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from verdeelsleutel.grants.decisions.allocation import Outcome
from verdeelsleutel.grants.homes import SEGMENTS
from verdeelsleutel.grants.lives.application import ApplicationState
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.instruments.located import LOCATED
from verdeelsleutel.io.records.rounds.reader import reading_round
from verdeelsleutel.io.rounds.decision_list import decision_list
from verdeelsleutel.io.rounds.dossier import dossier
from verdeelsleutel.io.rounds.listing import lines_of
from verdeelsleutel.io.steps.allocation import allocate_round

from ..records.rounds import ROUND, write_round
from .test_lives import SANNE, Round, change, number

ROWS = 9
FATES = (
    "sound", "amount", "number", "received", "late", "early", "double", "body", "joint", "lost",
)  # fmt: skip
FAULTS = ("amount", "number", "received", "double", "body", "lost")
BODY = "provincie Drenthe"
SEGMENT_LABELS = {column.field: column.label for column in LOCATED.columns}
_CELLS = {
    "amount": ("Gevraagd bedrag", "veel geld"),
    "number": ("Aanvraagnummer", ""),
    "received": ("Ontvangen op", "ergens in oktober"),
    "late": ("Ontvangen op", "16-10-2026"),
    "early": ("Ontvangen op", "31-08-2026 23:59"),
    "body": ("Gemeentecode", BODY),
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
    if {"joint", "lost"}.intersection(fates):
        _located(book, fates)


def _located(path: Path, fates: list[str]) -> None:
    """State where the homes of joint applications are built; of a lost one all but a home."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    at = {str(cell.value): number for number, cell in enumerate(sheet[1])}
    beside = book.create_sheet("Woningen per gemeente")
    beside.append([column.label for column in LOCATED.columns])
    for k, fate in enumerate(fates, start=1):
        if fate not in ("joint", "lost"):
            continue
        cells = sheet[k + 1]
        lead = cells[at["Gemeentecode"]].value
        partners: Any = cells[at["Deelnemende gemeenten"]]
        partner = "GM0106" if lead != "GM0106" else "GM0344"
        partners.value = f"{lead}; {partner}"
        homes = [int(str(cells[at[SEGMENT_LABELS[name]]].value or 0)) for name in SEGMENTS]
        there = [count // 2 for count in homes]
        left = [count - other for count, other in zip(homes, there, strict=True)]
        beside.append([number(k), lead, *left])
        beside.append([number(k), partner, there[0] + (fate == "lost"), *there[1:]])
    book.save(path)


SPOILED = st.lists(st.sampled_from(FATES), min_size=ROWS - 1, max_size=ROWS - 1)


@settings(max_examples=3, deadline=None, derandomize=True)
@example(fates=["joint", "body", "lost", "late", "number", "double", "body", "joint"])
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
    assert [line.municipality for line in printed].count(BODY) == fates.count("body")
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
        assert (line.municipality == BODY) == (fate == "body")
        assert (line.municipality_code is None) == (fate == "body")
        assert bool(line.partners) == (fate == "joint")
        outcome = awards[number(k)].outcome
        if fate in ("late", "early"):
            assert outcome is Outcome(f"refused_{fate}")
            assert line.timeliness == fate
        else:
            assert (outcome is Outcome.INCOMPLETE) == faulty
