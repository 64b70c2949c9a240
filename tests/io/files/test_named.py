"""Files are named one by one, by a pattern that no shell wrote out, or by their folder."""

import random
from pathlib import Path

import pytest

from verdeelsleutel.io.errors import Unreadable
from verdeelsleutel.io.files.named import files_named

ENDINGS = (".xlsx", ".csv")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as an officer has it: workbooks, one open in Excel, and papers of another kind."""
    monkeypatch.chdir(tmp_path)
    for name in (
        "west.xlsx", "Oost.XLSX", "~$west.xlsx", ".verborgen.xlsx", "lijst.csv", "brief.docx",
        "noord [2].xlsx",
    ):  # fmt: skip
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "map.xlsx").mkdir()
    return tmp_path


def names(*named: str | Path) -> list[str]:
    return [path.name for path in files_named([Path(one) for one in named], ENDINGS)]


def test_a_folder_stands_for_its_workbooks(folder: Path) -> None:
    assert names(folder) == ["lijst.csv", "noord [2].xlsx", "Oost.XLSX", "west.xlsx"]
    assert names(".") == names(folder)


def test_a_pattern_is_written_out_as_a_shell_would(folder: Path) -> None:
    assert names("*.xlsx") == ["noord [2].xlsx", "west.xlsx"]
    assert names(folder / "?est.*") == ["west.xlsx"]
    assert names("*") == ["brief.docx", "lijst.csv", "noord [2].xlsx", "Oost.XLSX", "west.xlsx"]


def test_a_name_with_the_signs_of_a_pattern_is_itself_where_it_is_a_file(folder: Path) -> None:
    assert names("noord [2].xlsx") == ["noord [2].xlsx"]


def test_a_file_that_is_named_twice_is_taken_once(folder: Path) -> None:
    assert names("west.xlsx", folder, folder / "west.xlsx", "w*.xlsx") == [
        "west.xlsx", "lijst.csv", "noord [2].xlsx", "Oost.XLSX",
    ]  # fmt: skip


def test_what_is_not_there_is_left_to_who_opens_it(folder: Path) -> None:
    assert names("nergens.xlsx", "~$west.xlsx") == ["nergens.xlsx", "~$west.xlsx"]


def test_nothing_that_fits_is_told(folder: Path) -> None:
    with pytest.raises(Unreadable, match="Geen bestand past op"):
        names("*.ods")
    (folder / "leeg").mkdir()
    with pytest.raises(Unreadable, match="staat geen werkmap"):
        names("leeg")


def test_the_order_is_the_same_however_the_disk_lists_them(tmp_path: Path) -> None:
    made = [f"{letter}{number}.xlsx" for letter in "aBcÉ" for number in range(5)]
    random.Random(2).shuffle(made)
    for name in made:
        (tmp_path / name).write_bytes(b"")
    assert names(tmp_path) == sorted(made, key=str.casefold)
