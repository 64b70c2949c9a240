"""What is told of letters that were written."""

from __future__ import annotations

from typing import Any

from .....grants import notation
from ....letters.writing import LettersWritten
from ...console import show


def told_written(written: LettersWritten) -> dict[str, Any]:
    """The letters with ``--json``."""
    return {
        "letters": written.letters, "folder": str(written.folder),
        "register": str(written.register), "written": list(written.written),
    }  # fmt: skip


def show_written(written: LettersWritten) -> None:
    """The letters on the screen."""
    what = notation.counted(written.letters, "brief", "brieven")
    show(f"{what} in {written.folder}, met het register {written.register.name}.")
