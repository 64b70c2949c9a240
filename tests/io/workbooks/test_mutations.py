"""No change to a workbook makes what is loaded differ from what its sender sees, in silence."""

from __future__ import annotations

import random
import shutil
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from verdeelsleutel.grants.applications.application import Application
from verdeelsleutel.grants.applications.finding import Finding, Severity
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.io.errors import Unreadable
from verdeelsleutel.io.workbooks.intake.reading import ReadWorkbook, read_workbook

from .mutations import ANYWHERE, BY_OPENPYXL, FORMATS, KINDS, TEXTS, Mutated, converted

SAMPLES = Path(__file__).parents[3] / "sample_applications"
FILES = ("provincie_zeeland.xlsx", "provincie_limburg.xlsx", "regio_noord.xlsx")
FEWEST_KINDS, FEWEST_COPIES = 60, 500


@cache
def truth(file: str) -> dict[str, tuple[str, Application]]:
    """The applications of a sample workbook with their sheets, by number."""
    found: dict[str, tuple[str, Application]] = {}
    for row in read_workbook(SAMPLES / file, instruments()).rows:
        assert row.application is not None
        found[row.application_id] = (row.sheet, row.application)
    return found


def is_told(finding: Finding, sheet: str, mutated: Mutated) -> bool:
    """Whether a finding names what is lost of an application: its cell, its column, or its sheet.

    A column of another name is told by a warning at its header, and kept.
    """
    if finding.severity is not Severity.ERROR and finding.code != "INT-006":
        return False
    if not finding.sheet:
        return True
    if mutated.only:
        sheet = finding.sheet
    if finding.sheet != sheet or (mutated.sheet and mutated.sheet != sheet):
        return False
    return not finding.cell or mutated.cells == ANYWHERE or finding.cell in mutated.cells


def same(loaded: Application, stated: Application) -> bool:
    """Whether they are the same; the word *gemeente* beside a name is no difference."""
    name = (loaded.municipality or "").removeprefix("Gemeente ")
    return loaded.model_copy(update={"municipality": name or None}) == stated


def silent(file: str, mutated: Mutated, read: ReadWorkbook) -> list[str]:
    """The applications that differ from the truth, or are lost, without a finding that says so."""
    loaded = {row.application_id: row.application for row in read.rows}
    known = truth(file)
    lost = [
        number
        for number, (sheet, stated) in known.items()
        if mutated.only in ("", sheet)
        and not ((one := loaded.get(number)) is not None and same(one, stated))
        and not any(is_told(finding, sheet, mutated) for finding in read.findings)
    ]
    return [*lost, *(number for number, one in loaded.items() if one and number not in known)]


def wrong_with(kind: str, seed: int, file: str, mutated: Mutated) -> str:
    """What is wrong with what is read of a copy, or "". A refusal in a sentence is right."""
    try:
        read = read_workbook(mutated.path, instruments())
    except Unreadable as refusal:
        return "" if str(refusal).startswith(mutated.path.name) else str(refusal)
    wrong = silent(file, mutated, read)
    return f"{kind}, seed {seed}, {file}: {wrong} at {mutated}" if wrong else ""


def hold(kind: str, seed: int, folder: Path) -> str:
    """Read a changed copy; what was wrong with it, or ""."""
    rng = random.Random(f"{kind} {seed}")
    file = rng.choice(FILES)
    return wrong_with(kind, seed, file, KINDS[kind](SAMPLES / file, folder / "kopie.xlsx", rng))


@pytest.mark.sample(every=6)
@pytest.mark.parametrize("kind", list(KINDS))
def test_a_changed_copy_is_loaded_as_it_is_seen_or_asked_about(kind: str, tmp_path: Path) -> None:
    assert hold(kind, 1, tmp_path) == ""


@pytest.mark.slow
def test_no_changed_copy_of_many_is_loaded_otherwise_in_silence(tmp_path: Path) -> None:
    assert len(KINDS) >= FEWEST_KINDS
    times = FEWEST_COPIES // len(KINDS) + 2
    wrong = [hold(kind, seed, tmp_path) for kind in KINDS for seed in range(2, times + 2)]
    assert len(wrong) >= FEWEST_COPIES
    assert [one for one in wrong if one] == []


def test_there_are_at_least_sixty_kinds() -> None:
    assert len(KINDS) >= FEWEST_KINDS


needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")


def through_libreoffice(kinds: Sequence[str], kind: str, folder: Path) -> list[str]:
    """Changed copies as LibreOffice saves them: what is wrong with what is read of them."""
    made: list[tuple[str, str, Mutated]] = []
    for number, name in enumerate(kinds):
        rng = random.Random(f"{name} {kind}")
        file = rng.choice(FILES)
        made.append((name, file, KINDS[name](SAMPLES / file, folder / f"k{number}.xlsx", rng)))
    saved = converted([one.path for _, _, one in made], kind, folder / kind)
    wrong = [
        wrong_with(name, 0, file, replace(one, path=path))
        for (name, file, one), path in zip(made, saved, strict=True)
    ]
    return [one for one in wrong if one]


@pytest.mark.sample(only="ods")
@needs_office
@pytest.mark.parametrize("kind", ["ods", "xls", "xlsx"])
def test_changed_copies_that_libreoffice_saved_are_loaded_as_seen(
    kind: str, tmp_path: Path
) -> None:
    some = ["as it is", *list(TEXTS)[:: len(TEXTS) // 2], *list(FORMATS)[:: len(FORMATS) // 2]]
    assert through_libreoffice(some, kind, tmp_path) == []


@needs_office
@pytest.mark.slow
@pytest.mark.parametrize("kind", ["ods", "xls", "xlsx"])
def test_every_kind_that_libreoffice_saved_is_loaded_as_seen(kind: str, tmp_path: Path) -> None:
    assert through_libreoffice(BY_OPENPYXL, kind, tmp_path) == []
