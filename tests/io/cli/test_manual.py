"""What the manual says to type does what it says, typed literally, from an empty folder."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from .conftest import Result, Verdeel

PAGE = Path(__file__).parents[3] / "docs" / "handleiding" / "eerste_ronde.md"


def commands() -> list[str]:
    """Every line of every block of the page, in order."""
    blocks = re.findall(r"^```\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.M)
    return [line for block in blocks for line in block.splitlines()]


@pytest.fixture
def folder(desk: Path, samples: Path) -> Path:
    """The empty folder with the two workbooks that the page asks for."""
    (desk / "voorbeelden").mkdir()
    for name in ("realisatiestimulans.xlsx", "bereikbaarheid.xlsx"):
        assert f"`{name}`" in PAGE.read_text(encoding="utf-8")
        shutil.copy(samples / name, desk / "voorbeelden")
    return desk


def typed(verdeel: Verdeel, line: str) -> Result:
    program, *arguments = shlex.split(line)
    assert program == "verdeel"
    return verdeel(*arguments)


def test_the_page_is_typed_up_to_the_answers_of_its_questions(
    folder: Path, verdeel: Verdeel
) -> None:
    """A sample; the whole page takes a minute."""
    lines = commands()
    before = [line.split()[1:2] for line in lines].index(["allocate"])
    assert before > 5
    for line in lines[:before]:
        done = typed(verdeel, line)
        assert done.code == 0, (line, done.out, done.err)
    assert typed(verdeel, "verdeel").out.count("Hierna: verdeel allocate") == 1


@pytest.mark.slow
def test_the_page_leads_from_an_empty_folder_to_letters(folder: Path, verdeel: Verdeel) -> None:
    for line in commands():
        done = typed(verdeel, line)
        assert done.code == 0, (line, done.out, done.err)
    letters = sorted((folder / "brieven").glob("*.pdf"))
    assert len(letters) == 75
    assert (folder / "verslag" / "report.html").exists()
