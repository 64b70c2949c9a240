"""A folder to make files in, beside where they are to come, that no killed process leaves behind.

What is made there is moved into place when it is whole, which is one step on the same disk. The
folder is locked by a file in it for as long as its process lives; the next run that makes a draft
for the same place takes away those that nobody holds any more.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Generator
from contextlib import closing, contextmanager
from glob import escape
from pathlib import Path

_LOCK = ".in_use"
_BESIDE = re.compile(r"\..+-[0-9a-f]{16}")


@contextmanager
def draft_beside(place: Path) -> Generator[Path]:
    """An empty folder on the disk of ``place``, taken away when the block ends.

    Raises:
        OSError: it cannot be made.
    """
    beside = place.resolve().parent
    beside.mkdir(parents=True, exist_ok=True)
    for left in sorted(beside.glob(f".{escape(place.name)}-*")):
        _take_away(left)
    draft = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=beside))
    try:
        with closing(_locked(draft / _LOCK)):
            yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def abandoned(folder: Path) -> tuple[Path, ...]:
    """The drafts in a folder whose process is gone, of whatever file they were to be."""
    return tuple(
        draft
        for draft in sorted(folder.glob(".*-*"))
        if not draft.is_symlink() and (_is_free(draft) if draft.is_dir() else _is_left(draft))
    )


def take_away(draft: Path) -> None:
    """Take away a draft that was abandoned."""
    if draft.is_dir():
        shutil.rmtree(draft, ignore_errors=True)
    else:
        draft.unlink(missing_ok=True)


def name_beside(place: Path, descriptor: int) -> Path:
    """A name beside a place for a file that is whole, until it takes that place.

    The file is held for as long as it is open, so that another process sees that it is no leftover.
    Those that a killed process left for the same place are taken away.
    """
    if sys.platform != "win32":
        import fcntl  # there is none on Windows

        fcntl.flock(descriptor, fcntl.LOCK_EX)
    for left in sorted(place.parent.glob(f".{escape(place.name)}-*")):
        if _is_left(left):
            left.unlink(missing_ok=True)
    return place.with_name(f".{place.name}-{secrets.token_hex(8)}")


def _is_left(beside: Path) -> bool:
    """Whether a file is one that was to take its place, and nobody holds it any more."""
    if sys.platform == "win32" or not _BESIDE.fullmatch(beside.name) or not beside.is_file():
        return False
    import fcntl  # there is none on Windows

    try:
        descriptor = os.open(beside, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return True


def _is_free(draft: Path) -> bool:
    if not (draft / _LOCK).is_file():
        return False
    try:
        _locked(draft / _LOCK).close()
    except OSError:
        return False
    return True


def _locked(path: Path) -> sqlite3.Connection:
    """A lock that ends with its process, on every system: that of SQLite on a file."""
    try:
        connection = sqlite3.connect(path, timeout=0, isolation_level=None)
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as fault:
        raise OSError(0, str(fault)) from fault
    return connection


def _take_away(draft: Path) -> None:
    """Take away a draft whose process is gone; one that is being begun has no lock yet."""
    if _is_free(draft):
        take_away(draft)
