"""``python -m benchmarks.reports``: time, memory and sizes of the reports of a large round.

Run from the root of the project. The round repeats the lines of the tests' round until there are
enough applications. Memory is the peak of the process, libraries included; Windows does not say it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from tests.reports.rounds import LINES, dossier
from verdeelsleutel.grants.allocation import Dossier
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


def main() -> None:
    """Write the reports of one large round in a temporary folder, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000, help="how many applications")
    count: int = parser.parse_args().count
    round_ = large_round(count)
    with tempfile.TemporaryDirectory() as folder:
        began, cpu = time.perf_counter(), time.process_time()
        written = write_report(round_, Path(folder))
        took, worked = time.perf_counter() - began, time.process_time() - cpu
        sizes = [f"{path.name} {path.stat().st_size / 1_000_000:.2f} MB" for path in written]
    peak = peak_mib()
    lines = [
        f"{count} applications: {took:.1f} s, of which {worked:.1f} s of processor time",
        f"peak of memory: {'unknown' if peak is None else f'{peak} MiB'}",
        *sizes,
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
