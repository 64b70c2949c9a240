"""Files that appear whole: written beside their place first, then moved into it."""

from __future__ import annotations

from pathlib import Path

from ..drafts import draft_beside
from ..errors import Unreadable


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
        raise Unreadable(
            f"{path} kan niet worden geschreven ({fault.strerror}). Sluit het bestand in andere "
            "programma's, of noem een andere map met --out."
        ) from fault
    return path
