"""Commands that another test gave before, on the same files: what they left is put on the desk.

Most tests of commands begin with the same dozen: a round is opened, filled, divided, approved and
its letters are sent, as its neighbours do. What a command does follows from its words, the
environment, who sits at the computer, the files on the desk and those around a file beside it that
it names, and all of them are compared. So it is carried out for the first test of a process that
gives it, and for the others its files and what it said are copied.

Within one test nothing is done once where the test does it twice: the second is carried out, also
where the first was copied. Neither is anything copied where a test has put something else in the
place of a part of the program, or where a command reaches beyond the desk for what is not a file to
read.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISLNK, S_ISREG

_MOST_FILES, _MOST_BYTES = 600, 40_000_000
_MOST_KEPT = 1_000_000_000  # bytes; after that it is begun anew
_NOT_READ = frozenset({"PYTEST_CURRENT_TEST"})  # of the environment, by the program


@dataclass(frozen=True)
class Result:
    """What a command did."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class _Left:
    """What a command said, and the files of the desk after it: mode and hash by name."""

    result: Result
    files: dict[str, tuple[int, str]]


class Remembered:
    """The commands of the tests of one process on one desk, and the files that they left."""

    def __init__(self, desk: Path, folder: Path) -> None:
        self._desk, self._folder = desk, folder
        self._known: dict[str, _Left] = {}
        self._learned: dict[str, _Left] = {}
        self._copied: set[str] = set()
        self._kept = 0

    def begin(self) -> Path:
        """A test begins, with nothing on the desk; it may have what those before it did."""
        self._known |= self._learned
        self._learned, self._copied = {}, set()
        if self._kept > _MOST_KEPT or not self._folder.exists():
            self._known, self._kept = {}, 0
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder.mkdir()
        shutil.rmtree(self._desk, ignore_errors=True)
        self._desk.mkdir()
        return self._desk

    def given(self, words: Sequence[str], give: Callable[[], Result]) -> Result:
        """What a command does: as it did before, or carried out."""
        beyond = self._beyond(words)
        before = None if beyond is None else self._files()
        if before is None:
            return give()
        around = sorted(self._environment()), tuple(sys.path), Path.cwd(), _who_sits()
        told = repr((words, around, beyond, sorted(before.items())))
        key = hashlib.sha256(told.encode()).hexdigest()
        left = self._known.get(key)
        if left is not None and key not in self._copied:
            self._copied.add(key)
            self._put(before, left.files)
            return left.result
        result = give()
        after = self._files()
        if after is not None:
            self._keep(before, after)
            self._learned[key] = _Left(result, after)
        return result

    def _environment(self) -> list[tuple[str, str]]:
        return [(name, value) for name, value in os.environ.items() if name not in _NOT_READ]

    def _beyond(self, words: Sequence[str]) -> list[str] | None:
        """What stands around the files beside the desk that a command names; none where it may
        write there, or where that is too much to compare."""
        if not Path.cwd().is_relative_to(self._desk):
            return None
        found: list[str] = []
        for word in words:
            name = word.removeprefix("sqlite:///")
            path = Path(name)
            if "://" in name or ".." in path.parts:
                return None
            if path.is_absolute() and not path.is_relative_to(self._desk):
                around = _around(path)
                if around is None:
                    return None
                found += around
        return found

    def _files(self) -> dict[str, tuple[int, str]] | None:
        """Everything on the desk: its mode and its hash; none where that is too much to keep."""
        paths = {path: path.lstat() for path in sorted(self._desk.rglob("*"))}
        if len(paths) > _MOST_FILES or any(S_ISLNK(told.st_mode) for told in paths.values()):
            return None
        if sum(told.st_size for told in paths.values()) > _MOST_BYTES:
            return None
        return {
            path.relative_to(self._desk).as_posix(): (
                told.st_mode, _hash(path, told) if S_ISREG(told.st_mode) else ""
            )
            for path, told in paths.items()
        }  # fmt: skip

    def _keep(self, before: dict[str, tuple[int, str]], after: dict[str, tuple[int, str]]) -> None:
        for name, (_, hash_) in after.items():
            if hash_ and before.get(name, (0, ""))[1] != hash_:
                kept = self._folder / hash_
                if not kept.exists():
                    shutil.copyfile(self._desk / name, kept)
                    self._kept += kept.stat().st_size

    def _put(self, before: dict[str, tuple[int, str]], after: dict[str, tuple[int, str]]) -> None:
        for name in sorted(before.keys() - after.keys(), reverse=True):
            path = self._desk / name
            path.unlink() if path.is_file() else path.rmdir()
        for name, (mode, hash_) in sorted(after.items()):
            path = self._desk / name
            if before.get(name) == (mode, hash_):
                continue
            if hash_:
                shutil.copyfile(self._folder / hash_, path)
            else:
                path.mkdir(exist_ok=True)
            path.chmod(mode)


def _around(path: Path) -> list[str] | None:
    """A file and what stands beside it, such as the office file of a policy, each with its hash;
    none where it is no file, or where that is too much to compare."""
    every = sorted(path.parent.rglob("*")) if path.is_file() else []
    files = [one for one in every if one.is_file()]
    if not files or len(every) > _MOST_FILES:
        return None
    if sum(one.stat().st_size for one in files) > _MOST_BYTES:
        return None
    return [f"{one} {_hash(one, one.stat())}" for one in (path, *files)]


def _who_sits() -> str:
    """The user of the operating system, by whom a command knows its officer."""
    return os.getlogin() if sys.platform == "win32" else str(os.getuid())


SETTLED = 100_000_000  # nanoseconds: a clock of a file system has far finer steps
_hashes: dict[tuple[int, int], tuple[tuple[int, int, int], str]] = {}


def _hash(path: Path, told: os.stat_result) -> str:
    """The hash of a file: read, or as it was when nothing of it has changed since.

    Most of a desk stands as it stood before the last command, and reading it twice for each took
    a tenth of what all commands take. A file that was written just now gets an earlier moment
    before it is read: what is written within the same step of the clock could not be told from it
    by its own, and any writing gives it another.
    """
    file = (told.st_dev, told.st_ino)
    known = _hashes.get(file)
    if known is not None and known[0] == _stood(told):
        return known[1]
    settled = time.time_ns() - max(told.st_mtime_ns, told.st_ctime_ns) > SETTLED
    if not settled:
        with suppress(OSError):  # of another owner; it is read again each time
            os.utime(path, ns=(told.st_atime_ns, told.st_mtime_ns - SETTLED))
            told, settled = path.stat(), True
    found = hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
    if settled:
        _hashes[file] = (_stood(told), found)
    return found


def _stood(told: os.stat_result) -> tuple[int, int, int]:
    return told.st_size, told.st_mtime_ns, told.st_ctime_ns
