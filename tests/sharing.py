"""What takes long and is only read: made once for all processes that run tests, and LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import fasteners  # pyright: ignore[reportMissingTypeStubs]
import pytest


def made_once(folder: Path, name: str, make: Callable[[Path], None]) -> Path:
    """What ``make`` leaves at ``folder / name``; whoever comes first makes it, others wait."""
    made, done = folder / name, folder / f"{name}.done"
    with fasteners.InterProcessLock(folder / f"{name}.lock"):
        if not done.exists():
            make(made)
            done.touch()
    return made


class LibreOffice:
    """The LibreOffice of the machine, with one profile for all tests: one runs at a time.

    Making a profile takes longer than converting a workbook.
    """

    def __init__(self, folder: Path) -> None:
        self.profile = folder / "libreoffice"
        self._lock = fasteners.InterProcessLock(folder / "libreoffice.lock")

    def convert(self, files: Sequence[Path], to: str, folder: Path) -> None:
        """Open files and save them in another format, or recomputed in the same, in a folder.

        Skips the test where LibreOffice is not installed.
        """
        office = shutil.which("soffice")
        if office is None:
            pytest.skip("LibreOffice (soffice) is not installed")
        with self._lock:
            subprocess.run(
                [office, f"-env:UserInstallation={self.profile.as_uri()}", "--headless",
                 "--convert-to", to, "--outdir", str(folder), *map(str, files)],
                check=True, capture_output=True, timeout=900,
            )  # fmt: skip
