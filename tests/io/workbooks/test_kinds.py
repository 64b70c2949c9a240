"""Every kind of file that was once read wrongly is read as its sender sees it, or asked about."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from verdeelsleutel.io.workbooks.intake.reading import read_workbook

from .kinds import CASES, KINDS, Case
from .scheme import BRIDGES

FEWEST = 5
DOCUMENT = Path(__file__).parents[3] / "docs" / "intake.md"


@pytest.mark.sample(every=3)
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}: {case.name}")
def test_a_file_of_a_kind_has_its_outcome(case: Case, tmp_path: Path) -> None:
    read = read_workbook(case.make(tmp_path), {"bruggen": BRIDGES})
    assert sorted((found.code, found.cell) for found in read.findings) == sorted(case.asked)
    taken = [row.application for row in read.rows if row.application is not None]
    assert len(taken) == case.rows
    for name, value in case.reads.items():
        inner: object = taken[0]
        for part in name.split("."):
            inner = getattr(inner, part)
        assert inner == value


def test_each_kind_has_at_least_five_files() -> None:
    assert {kind: len(cases) for kind, cases in KINDS.items() if len(cases) < FEWEST} == {}


def test_the_document_counts_the_files_of_each_kind() -> None:
    row = re.compile(r"^\| (.+) \| ([0-9]+) \| ([0-9]+) \| ([0-9]+) \|$", re.MULTILINE)
    rows = row.findall(DOCUMENT.read_text("utf-8"))
    told = {kind: tuple(map(int, counts)) for kind, *counts in rows}
    asked = {kind: sum(bool(one.asked) for one in cases) for kind, cases in KINDS.items()}
    assert told == {
        kind: (len(cases), len(cases) - asked[kind], asked[kind]) for kind, cases in KINDS.items()
    }
