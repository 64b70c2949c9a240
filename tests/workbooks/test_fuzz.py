"""Files changed at random, from a seed: findings or a sentence, and a copy that reads alike.

A few seconds of it run always; an hour of it in ``make verify``.
"""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from verdeelsleutel.io.errors import Unreadable
from verdeelsleutel.io.workbooks.annotated import hand_back
from verdeelsleutel.io.workbooks.reading import ReadWorkbook, read_workbook

from .made import by_openpyxl, by_xlsxwriter, table
from .odd_files import ODD, Parts, packed, parts_of
from .scheme import BRIDGES, GOOD, good

COLUMNS = [column for column in BRIDGES.columns if column.field in GOOD]
ROWS = [GOOD, good(2, requested="veel"), good(3, shortfall="#REF!", project_name=None)]
SLOWEST = 20  # seconds for one file, on a machine that is busy
HEAVY = ("bomb", "million", "thousand")
SCRAPS = (
    b"<", b">", b'"', b"/", b' t="e"', b' t="s"', b"<c>", b"</c>", b"<v>", b"99999999999", b"-1",
    b'r="ZZZ9"', b"&amp;", b"&#0;", b"\xff", b"<row>", b"</row>", b"1e400", b"<f>", b"XFE1",
    b'<row r="7">', b'<c r="B7"/>', b"<sheetData>", b"</sheetData>", b"<legacyDrawing/>", b"x:",
    b' s="99"', b"<is><t>", b"<!--", b"]]>", b"rId1", b'hidden="1"', b"",
)  # fmt: skip


@pytest.fixture
def seeds(tmp_path: Path) -> list[Parts]:
    sheets = {"Voorblad": {"A1": "x"}, "Bruggen": table(COLUMNS, ROWS, row=2)}
    return [
        parts_of(by_openpyxl(tmp_path / "een.xlsx", sheets)),
        parts_of(by_xlsxwriter(tmp_path / "twee.xlsx", {"Bruggen": table(COLUMNS, ROWS)})),
    ]


def mutated(rng: random.Random, seeds: list[Parts]) -> Parts:
    """A workbook with up to two oddities and a few scraps in one part."""
    parts = dict(rng.choice(seeds))
    for odd in rng.sample([odd for odd in ODD if not any(w in odd.name for w in HEAVY)], 2):
        try:
            parts = odd.change(parts)
        except (AssertionError, KeyError):  # what it changes is not there
            continue
    name = rng.choice([name for name in parts if name.endswith((".xml", ".rels", ".vml"))])
    content = bytearray(parts[name])
    for _ in range(rng.choice((0, 0, 1, 3)) if content else 0):
        at = rng.randrange(len(content) + 1)
        content[at : at + rng.choice((0, 0, 1, 6, 40))] = rng.choice(SCRAPS)
    return {**parts, name: bytes(content)}


def said(workbook: ReadWorkbook) -> list[tuple[str, str, str]]:
    return [(found.code, found.sheet, found.cell) for found in workbook.findings]


def fuzz(seeds: list[Parts], folder: Path, seed: int, seconds: float) -> int:
    """Try files for some time; how many."""
    rng = random.Random(seed)
    until = time.monotonic() + seconds
    tried = 0
    while time.monotonic() < until:
        tried += 1
        path = folder / "vreemd.xlsx"
        path.write_bytes(packed(mutated(rng, seeds)))
        began = time.monotonic()
        try:
            workbook = read_workbook(path, {"bruggen": BRIDGES})
        except Unreadable:
            continue
        back = hand_back(path, workbook.findings, folder / str(tried))
        if not back.why_separate:
            copy = read_workbook(back.path, {"bruggen": BRIDGES})
            assert said(copy) == said(workbook), (seed, tried)
            assert copy.rows == workbook.rows or [r.raw for r in copy.rows] == [
                r.raw for r in workbook.rows
            ], (seed, tried)
        back.path.unlink()
        assert time.monotonic() - began < SLOWEST, (seed, tried)
    return tried


def test_a_few_seconds_of_changed_files_end_in_findings_or_a_sentence(
    seeds: list[Parts], tmp_path: Path
) -> None:
    assert fuzz(seeds, tmp_path, seed=2026, seconds=6) > 10


@pytest.mark.slow
def test_an_hour_of_changed_files_ends_in_findings_or_a_sentence(
    seeds: list[Parts], tmp_path: Path
) -> None:
    for seed in range(60):
        assert fuzz(seeds, tmp_path, seed=seed, seconds=60) > 10
