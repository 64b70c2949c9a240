"""Pictures of the documentation from the example round: ``python -m tests.house.pictures``.

It takes the folder of a demo (``verdeel demo --out demo``) and writes ``docs/images/``: the top of
the report page and its map by Chromium, the first page of a letter by pdftoppm. Their bytes depend
on the fonts of the machine, so no test compares them.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from shutil import which

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).parents[2] / "docs" / "images"
_LETTER = "WBI-2026-0001"
_WIDTH, _HEIGHT, _SCALE, _DPI = 1200, 1406, 0.64, 70


def make(demo: Path) -> None:
    """Write every picture anew from the folder of a demo."""
    page_of = (demo / "report" / "report.html").resolve().as_uri()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=which("chromium"), args=["--no-sandbox", "--hide-scrollbars"]
        )
        page = browser.new_page(
            viewport={"width": _WIDTH, "height": _HEIGHT}, device_scale_factor=_SCALE
        )
        page.goto(page_of)
        page.screenshot(path=IMAGES / "report.png")
        page.set_viewport_size({"width": _WIDTH, "height": 2 * _HEIGHT})
        page.locator("aside.mark").evaluate("mark => { mark.style.position = 'static'; }")
        page.locator("#map").screenshot(path=IMAGES / "map.png")
        browser.close()
    subprocess.run(
        ["pdftoppm", "-png", "-r", str(_DPI), "-f", "1", "-l", "1", "-singlefile",
         str(demo / "letters" / f"{_LETTER}.pdf"), str(IMAGES / "letter")],
        check=True,
    )  # fmt: skip


if __name__ == "__main__":
    make(Path(sys.argv[1] if len(sys.argv) > 1 else "demo"))
