"""``python -m offline``: make the offline package for a kind of computer and a Python."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from .gathering import ROOT, gather
from .targets import PYTHONS, TARGETS
from .wheels import CannotGather, built

_SOURCES = ("grants", "instruments", "optimiser", "io", "sample_applications")


def main() -> int:
    """Build the wheel of the project and its manual, and gather what it needs."""
    parser = argparse.ArgumentParser(prog="python -m offline", description=__doc__)
    parser.add_argument("--platform", choices=sorted(TARGETS), required=True)
    parser.add_argument("--python", choices=PYTHONS, required=True)
    parser.add_argument("--out", type=Path, default=Path("dist"))
    asked = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory() as place:
            wheel = built(_copied(Path(place)), Path(place) / "wheel")
            manual = _manual(Path(place) / "manual")
            folder = gather(wheel.path, manual, TARGETS[asked.platform], asked.python, asked.out)
    except CannotGather as fault:
        print(fault, file=sys.stderr)
        return 1
    print(folder.with_name(f"{folder.name}.zip"))
    return 0


def _manual(place: Path) -> Path:
    """The site of the manual, as files."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "handleiding" / "build.py"), str(place)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise CannotGather(f"the manual cannot be built:\n{done.stderr.strip()}")
    return place / "site"


def _copied(place: Path) -> Path:
    """The sources, so that building leaves nothing among them."""
    sources = place / "sources"
    sources.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", "MANIFEST.in", "constraints.txt"):
        shutil.copy(ROOT / name, sources)
    for name in _SOURCES:
        unwanted = shutil.ignore_patterns("__pycache__", "*.egg-info")
        shutil.copytree(ROOT / name, sources / name, ignore=unwanted)
    return sources


if __name__ == "__main__":
    sys.exit(main())
