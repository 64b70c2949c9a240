"""Wheels, built and installed without an index and without what pip would download for it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
# What pip asks of setuptools, without pip: that starts two processes more, and reads itself first.
_BUILD = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"
FOLDERS = ("grants", "instruments", "optimiser", "io", "sample_applications")


def built(folder: Path) -> None:
    """Build the wheel of the program into a folder, from a copy of its sources."""
    build(copied(folder.parent), folder)


def copied(place: Path) -> Path:
    """A copy of the sources in a folder, so that building leaves nothing among them."""
    sources = place / "sources"
    sources.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, sources)
    unwanted = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for name in FOLDERS:
        shutil.copytree(ROOT / name, sources / name, ignore=unwanted)
    return sources


def build(sources: Path, folder: Path) -> Path:
    """Build the wheel of some sources into a folder, with the setuptools of this environment."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [sys.executable, "-c", _BUILD, str(folder)],
        cwd=sources, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    (wheel,) = folder.glob("*.whl")
    return wheel


def install(python: Path, *wheels: Path) -> None:
    """Install wheels into another environment; what is not started there is not compiled."""
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet",
         "--disable-pip-version-check", "--no-deps", "--no-index", "--ignore-installed",
         "--no-compile", *map(str, wheels)],
        check=True,
    )  # fmt: skip
