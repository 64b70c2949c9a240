"""Files that appear whole: written beside their place first, then moved into it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from ..errors import Unreadable


def place(path: Path, content: bytes) -> Path:
    """Write a file so that a reader sees the old one or the new one, never a half.

    The folder is made where it is missing. Raises :class:`~..errors.Unreadable` where the folder
    cannot be made or the file cannot be replaced, for instance because a spreadsheet program holds
    it open; what stood there then still stands.
    """
    waiting = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        waiting.write_bytes(content)
        waiting.replace(path)
    except OSError as fault:
        with suppress(OSError):  # what went wrong first is what is told
            waiting.unlink(missing_ok=True)
        raise Unreadable(
            f"{path} kan niet worden geschreven ({fault.strerror}). Sluit het bestand in andere "
            "programma's, of noem een andere map met --out."
        ) from fault
    return path
