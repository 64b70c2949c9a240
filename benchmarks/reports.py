"""``python -m benchmarks.reports``: time, memory and sizes of the reports of a large round.

Run from the root of the project. The round repeats the lines of the tests' round until there are
enough applications. With ``--scroll`` the page is opened in the Chromium of the machine, 800 rows
are shown, and the table is scrolled 60 pixels a frame. Memory is the peak of the process,
libraries included; Windows does not say it.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from tests.io.reports.rounds import LINES, dossier
from verdeelsleutel.grants.dossier import Dossier
from verdeelsleutel.io.reports.writing import write_report


def large_round(count: int) -> Dossier:
    """A round of so many applications, each project its own."""
    lines = [LINES[number % len(LINES)] for number in range(count)]
    return dossier(
        replace(line, number=f"{line.number}-{at:05d}", project_id=f"P-{at:05d}")
        for at, line in enumerate(lines)
    )


def peak_mib() -> int | None:
    """The peak of this process in MiB; ``None`` where the system does not say."""
    if sys.platform == "win32":
        return None
    import resource  # only where there is one

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


_SCROLL = """() => new Promise((done) => {
  for (let n = 0; n < 3; n += 1) document.querySelector('.more button').click();
  document.documentElement.style.scrollBehavior = 'auto';
  document.querySelector('#table').scrollIntoView();
  const times = []; let last = performance.now();
  const step = (now) => {
    times.push(now - last); last = now; window.scrollBy(0, 60);
    if (times.length < 400) requestAnimationFrame(step);
    else done(times.slice(5).sort((a, b) => a - b).map(Math.round));
  };
  requestAnimationFrame(step);
})"""


def _scrolled(page: Path) -> str:
    """How long the page took to open, and its frames while it scrolled, in milliseconds."""
    from playwright.sync_api import sync_playwright  # only where it is asked for

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        opened = browser.new_page(viewport={"width": 1366, "height": 768})
        began = time.perf_counter()
        opened.goto(page.as_uri())
        took = time.perf_counter() - began
        frames: list[int] = opened.evaluate(_SCROLL)
        browser.close()
    middle, late = frames[len(frames) // 2], frames[len(frames) * 95 // 100]
    return f"opened in {took:.1f} s; a frame takes {middle} ms, 95% {late}, longest {frames[-1]}"


def main() -> None:
    """Write the reports of one large round in a temporary folder, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000, help="how many applications")
    parser.add_argument("--scroll", action="store_true", help="also scroll the page in Chromium")
    asked = parser.parse_args()
    count: int = asked.count
    round_ = large_round(count)
    with tempfile.TemporaryDirectory() as folder:
        began, cpu = time.perf_counter(), time.process_time()
        written = write_report(round_, Path(folder))
        took, worked = time.perf_counter() - began, time.process_time() - cpu
        sizes = [f"{path.name} {path.stat().st_size / 1_000_000:.2f} MB" for path in written]
        if asked.scroll:
            sizes.append(_scrolled(Path(folder) / "report.html"))
    peak = peak_mib()
    lines = [
        f"{count} applications: {took:.1f} s, of which {worked:.1f} s of processor time",
        f"peak of memory: {'unknown' if peak is None else f'{peak} MiB'}",
        *sizes,
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
