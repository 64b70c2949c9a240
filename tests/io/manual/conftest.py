"""The site of the manual, built once for all that look at it."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pytest
from playwright.sync_api import Browser, sync_playwright

from ...sharing import made_once

ROOT = Path(__file__).parents[3]
MANUAL = ROOT / "docs" / "handleiding"


@pytest.fixture(scope="session")
def site(shared_folder: Path) -> Path:
    """The folder of the site; a warning of Sphinx, such as a link to nowhere, fails it."""
    pytest.importorskip("sphinx", reason="Sphinx, which makes the site, is not installed")

    def build(folder: Path) -> None:
        done = subprocess.run(
            [sys.executable, MANUAL / "build.py", folder],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr

    return made_once(shared_folder, "handleiding", build) / "site"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = which("chromium") or which("chromium-browser") or which("google-chrome")
    if chromium is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()
