"""Files that appear whole: written beside their place first, then moved into it."""

from __future__ import annotations

import os
from pathlib import Path


def place(path: Path, content: bytes) -> Path:
    """Write a file so that a reader sees the old one or the new one, never a half.

    The folder is made where it is missing. Raises ``OSError`` where the folder cannot be made or
    the file cannot be replaced, for instance because a spreadsheet program holds it open; what
    stood there then still stands.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        waiting.write_bytes(content)
        waiting.replace(path)
    except OSError:
        waiting.unlink(missing_ok=True)
        raise
    return path
