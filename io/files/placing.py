"""Files that appear whole: written beside their place first, then moved into it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from ..errors import Unreadable
from .temporary import draft_beside


def ready(paths: Iterable[Path]) -> None:
    """Refuse before anything is made or written where a file could not be put in its place.

    A spreadsheet program that holds a workbook open keeps others from opening it for writing.
    Raises :class:`~..errors.Unreadable` for the first such file, or for a folder that is none or
    may not be written in.
    """
    for path in paths:
        try:
            if os.path.lexists(path):
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


def place(path: Path, content: bytes) -> Path:
    """Write a file so that a reader sees the old one or the new one, never a half.

    The folder is made where it is missing. Raises :class:`~..errors.Unreadable` where the folder
    cannot be made or the file cannot be replaced, for instance because a spreadsheet program holds
    it open; what stood there then still stands.
    """
    try:
        with draft_beside(path) as draft:
            waiting = draft / path.name
            waiting.write_bytes(content)
            waiting.replace(path)
    except OSError as fault:
        raise _unplaced(path, fault) from fault
    return path


def _unplaced(path: Path, fault: OSError) -> Unreadable:
    return Unreadable(
        f"{path} kan niet worden geschreven ({fault.strerror}). Sluit het bestand in andere "
        "programma's, of noem een andere map met --out."
    )
