"""Files that appear whole: written where nobody sees them first, then put into their place."""

from __future__ import annotations

import errno
import os
from collections.abc import Generator, Iterable
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from ..errors import Unreadable, why_not
from .temporary import draft_beside, name_beside

# What a disk says that cannot keep a file without a name.
_CANNOT = (errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL, errno.ENOENT)


def ready(paths: Iterable[Path]) -> None:
    """Refuse before anything is made or written where a file could not be put in its place.

    A spreadsheet program that holds a workbook open keeps others from opening it for writing.
    Raises :class:`~..errors.Unreadable` for the first such file, or for a folder that is none or
    may not be written in.
    """
    for path in paths:
        try:
            if os.path.lexists(path) and not path.is_symlink():
                with path.open("r+b"):
                    pass
            _require_folder(path.parent)
        except OSError as fault:
            raise _unplaced(path, fault) from fault


def _require_folder(folder: Path) -> None:
    """The folder, or the nearest above it that there is, in which it would be made."""
    while not os.path.lexists(folder):
        folder = folder.parent
    if not folder.is_dir():
        raise NotADirectoryError(0, "geen map", str(folder))
    own = os.access in os.supports_effective_ids
    if not os.access(folder, os.W_OK | os.X_OK, effective_ids=own):
        raise PermissionError(0, "geen recht om in de map te schrijven", str(folder))


def place(path: Path, content: bytes, *, private: bool = False) -> Path:
    """Write a file so that a reader sees the old one or the new one, never a half.

    The folder is made where it is missing. ``private`` lets nobody but its owner read it. Raises
    :class:`~..errors.Unreadable` where the folder cannot be made or the file cannot be replaced,
    for instance because a spreadsheet program holds it open; what stood there then still stands.
    """
    try:
        with making(path, private=private) as file:
            file.write(content)
    except OSError as fault:
        raise _unplaced(path, fault) from fault
    return path


@contextmanager
def making(path: Path, *, private: bool = False) -> Generator[IO[bytes]]:
    """A file to write and read, which comes in its place when the block ends, and not if it fails.

    Where a link stands in its place the link goes, and what it points at is left alone. On Linux
    the file has no name until it is whole, so that a process which is killed leaves nothing.

    Raises:
        OSError: it cannot be made, written or put in its place.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = 0o600 if private else 0o666
    target = path.parent.resolve() / path.name  # itself, and not what it may point at
    unnamed = _without_a_name(target.parent, mode)
    if unnamed is not None:
        with os.fdopen(unnamed, "w+b") as file:
            yield file
            file.flush()
            _named(file.fileno(), target)
        return
    if target.is_symlink():
        target.unlink()
    with draft_beside(target) as draft:
        waiting = draft / target.name
        with os.fdopen(os.open(waiting, os.O_CREAT | os.O_RDWR | _BINARY, mode), "w+b") as file:
            yield file
        waiting.replace(target)


_BINARY: int = getattr(os, "O_BINARY", 0)  # Windows alone tells text from bytes


def _without_a_name(folder: Path, mode: int) -> int | None:
    """A new file in a folder that has no name yet; ``None`` where the system cannot do that."""
    unnamed: int | None = getattr(os, "O_TMPFILE", None)
    if unnamed is None or not Path("/proc/self/fd").is_dir():
        return None
    try:
        return os.open(folder, unnamed | os.O_RDWR, mode)
    except OSError as fault:
        if fault.errno in _CANNOT:
            return None
        raise


def _named(descriptor: int, target: Path) -> None:
    """Give a file without a name its own, in the place of what stands there."""
    with suppress(FileExistsError):
        _link(descriptor, target)
        return
    beside = name_beside(target, descriptor)
    _link(descriptor, beside)
    try:
        beside.replace(target)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def _link(descriptor: int, path: Path) -> None:
    root = os.open("/", os.O_RDONLY)  # with a folder given, Python follows what stands in /proc
    try:
        os.link(f"/proc/self/fd/{descriptor}", path, src_dir_fd=root, follow_symlinks=True)
    finally:
        os.close(root)


def _unplaced(path: Path, fault: OSError) -> Unreadable:
    return Unreadable(
        f"{path} kan niet worden geschreven ({why_not(fault)}). Sluit het bestand in andere "
        "programma's, of noem een andere map met --out."
    )
