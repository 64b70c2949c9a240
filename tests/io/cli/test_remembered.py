"""A command is taken from before where its words and all files are those of then, only there."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ..seats import sit
from . import remembered
from .remembered import Remembered, Result


class Copier:
    """A command that copies a file of the desk, says its text, and counts how often it ran."""

    def __init__(self, kept: Remembered) -> None:
        self.kept, self.ran = kept, 0

    def __call__(self, *words: str) -> Result:
        def give() -> Result:
            self.ran += 1
            text = Path(words[0]).read_text(encoding="utf-8")
            Path("map").mkdir(exist_ok=True)
            Path("map/kopie.txt").write_text(text, encoding="utf-8")
            Path("weg.txt").unlink(missing_ok=True)
            return Result(0, text, "")

        return self.kept.given(list(words), give)


Begin = Callable[..., Path]


@pytest.fixture
def own(tmp_path: Path) -> Remembered:
    return Remembered(tmp_path / "bureau", tmp_path / "bestanden")


@pytest.fixture
def copier(own: Remembered) -> Copier:
    return Copier(own)


@pytest.fixture
def begin(own: Remembered, monkeypatch: pytest.MonkeyPatch) -> Begin:
    """A test begins on a desk with a file that is copied and one that goes."""

    def begun(text: str = "Almere") -> Path:
        desk = own.begin()
        monkeypatch.chdir(desk)
        (desk / "plaats.txt").write_text(text, encoding="utf-8")
        (desk / "weg.txt").write_text("weg", encoding="utf-8")
        return desk

    return begun


def test_what_another_test_gave_on_the_same_files_is_put_on_the_desk(
    copier: Copier, begin: Begin
) -> None:
    begin()
    assert copier("plaats.txt").out == "Almere"
    desk = begin()
    assert copier("plaats.txt").out == "Almere"
    assert copier.ran == 1
    assert sorted(path.relative_to(desk).as_posix() for path in desk.rglob("*")) == [
        "map", "map/kopie.txt", "plaats.txt",
    ]  # fmt: skip
    assert (desk / "map" / "kopie.txt").read_text(encoding="utf-8") == "Almere"


def test_within_one_test_a_command_is_carried_out_each_time(copier: Copier, begin: Begin) -> None:
    for ran in (1, 2):
        desk = begin() if ran == 1 else Path.cwd()
        (desk / "weg.txt").write_text("weg", encoding="utf-8")
        (desk / "map" / "kopie.txt").unlink(missing_ok=True)
        (desk / "map").rmdir() if (desk / "map").exists() else None
        copier("plaats.txt")
        assert copier.ran == ran


def test_what_a_test_does_twice_is_carried_out_once_at_least(copier: Copier, begin: Begin) -> None:
    """Also where another did it: two runs that are compared are never one."""
    begin()
    copier("plaats.txt")
    for ran in (1, 2, 3):
        begin() if ran == 1 else emptied()
        assert copier("plaats.txt").out == "Almere"
        assert copier.ran == ran


def emptied() -> None:
    """The desk as it was when the test began."""
    shutil.rmtree("map")
    Path("weg.txt").write_text("weg", encoding="utf-8")


@pytest.mark.parametrize(
    "change", ["text", "name", "mode", "words", "environment", "seat", "new file"]
)
def test_of_anything_else_it_is_carried_out(
    change: str, copier: Copier, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin()
    copier("plaats.txt")
    desk = begin("Almelo" if change == "text" else "Almere")
    words = ["plaats.txt"]
    match change:
        case "name":
            (desk / "weg.txt").rename(desk / "anders.txt")
        case "mode":
            (desk / "weg.txt").chmod(0o600)
        case "words":
            words.append("--json")
        case "environment":
            monkeypatch.setitem(os.environ, "VERDEEL_LANG", "en")
        case "seat":
            sit("bram.dekker")
        case _:
            (desk / "nieuw.txt").write_text("nieuw", encoding="utf-8")
    copier(*words)
    assert copier.ran == 2


def test_what_reaches_beyond_the_desk_is_carried_out(
    copier: Copier, begin: Begin, tmp_path: Path
) -> None:
    for words in (
        ["plaats.txt", str(tmp_path / "elders")],
        ["plaats.txt", "postgresql://kantoor/verdeel"],
        ["plaats.txt", "../elders.xlsx"],
    ):
        ran = copier.ran
        for _ in range(2):
            begin()
            copier(*words)
        assert copier.ran == ran + 2, words


def test_of_a_file_beside_the_desk_its_bytes_count(
    copier: Copier, begin: Begin, tmp_path: Path
) -> None:
    beside, office = tmp_path / "beleid" / "beleid.toml", tmp_path / "beleid" / "office.toml"
    beside.parent.mkdir()
    for text, near, ran in (("a", "x", 1), ("a", "x", 1), ("b", "x", 2), ("b", "y", 3)):
        beside.write_text(text, encoding="utf-8")
        office.write_text(near, encoding="utf-8")
        begin()
        copier("plaats.txt", str(beside))
        assert copier.ran == ran


def test_a_file_that_stood_for_a_while_is_read_again_where_it_changed(
    copier: Copier, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembered, "SETTLED", 0)  # everything has stood long enough
    for text, moment, ran in (("Almere", 1, 1), ("Almere", 1, 1), ("Almelo", 2, 2)):
        os.utime(begin(text) / "plaats.txt", (moment, moment))
        assert copier("plaats.txt").out == text
        assert copier.ran == ran


def test_what_was_written_just_now_bears_a_moment_that_no_writing_gives_it(
    copier: Copier, begin: Begin
) -> None:
    file = begin() / "plaats.txt"
    written = file.stat().st_mtime_ns
    copier("plaats.txt")
    assert file.stat().st_mtime_ns == written - remembered.SETTLED
    copier("plaats.txt")
    assert file.stat().st_mtime_ns == written - remembered.SETTLED


class Part:
    """A part of the program, for which a test puts something else."""

    kept = 1


@pytest.fixture
def put_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part that is another before the desk is asked for."""
    monkeypatch.setattr(Part, "kept", 2)


def test_a_part_that_was_another_before_the_desk_was_asked_for_is_seen(
    put_before: None, unpatched: Callable[[], bool]
) -> None:
    assert not unpatched()


def test_a_part_that_is_another_for_a_while_is_seen_for_that_while(
    pages: None, unpatched: Callable[[], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert unpatched()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Part, "kept", 2)
        assert not unpatched()
    with monkeypatch.context() as patch:
        patch.setitem({"a": 1}, "a", 2)
        assert not unpatched()
    monkeypatch.setenv("VERDEEL_LANG", "en")
    assert unpatched()
