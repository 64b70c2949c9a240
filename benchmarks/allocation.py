"""``python -m benchmarks.allocation``: our times and memory beside other ways, in one run.

Run from the root of the project. Each way gets a fresh process, one after another, so that its
peak of memory is its own; loading libraries does not count, reading the model does. The figures
are medians over the seeds, the homes those of the first seed. Other work on the machine changes
wall time, and processor time hardly.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any

from verdeelsleutel.grants.applications.candidate import Candidate
from verdeelsleutel.grants.rounds.policy import Policy

from .rounds import KINDS, of_kind
from .sample_round import kept_round
from .ways import WAYS, export


def measured(
    name: str, count: int, seed: int, kind: str, mps: str, seconds: int
) -> tuple[float, float, float, dict[str, Any]]:
    """Wall and processor seconds, peak memory in MiB (0 if unknown), and what was reached."""
    made = round_of(count, seed, kind)
    if name.startswith(("ours", "CP-SAT")):
        import_module("ortools.sat.python.cp_model")  # it is loaded late, and must not count
    if name.startswith(("ours", "SCIP")):
        import_module("pyscipopt")
    began, before = time.perf_counter(), _processor()
    reached = WAYS[name](made, Path(mps), seconds)
    return time.perf_counter() - began, _processor() - before, _peak(), reached


def round_of(count: int, seed: int, kind: str) -> tuple[list[Candidate], Policy]:
    """A round of one of the kinds; of *sample* there is one, whatever the size and the seed."""
    if kind == "sample":
        return kept_round()
    return of_kind(count, seed, kind)


def _processor() -> float:
    """The processor's seconds, of CBC's own process too."""
    now = os.times()
    return now.user + now.system + now.children_user + now.children_system


def _peak() -> float:
    try:
        import resource
    except ImportError:
        return 0.0  # Windows
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    most = max(resource.getrusage(who).ru_maxrss for who in both)
    return most / (2**20 if sys.platform == "darwin" else 2**10)


def alone(*arguments: Any) -> tuple[float, float, float, dict[str, Any]]:
    """The same in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as one:
        return one.submit(measured, *arguments).result()


def main() -> None:
    """Print a table in Markdown, a row as soon as it is known."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.allocation", description=__doc__)
    asked.add_argument("--sizes", type=int, nargs="+", default=[200, 600, 2000])
    asked.add_argument("--seeds", type=int, default=10, help="rounds of each size")
    asked.add_argument("--seconds", type=int, default=120, help="time limit of each solve")
    asked.add_argument("--kind", choices=[*KINDS, "sample"], default="binding")
    asked.add_argument("--ways", nargs="+", choices=list(WAYS), default=list(WAYS))
    options = asked.parse_args()
    _print("| applications | way | wall s | slowest | processor s | MiB | homes | reached |")
    _print("| ---: | --- | ---: | ---: | ---: | ---: | ---: | --- |")
    for count in options.sizes:
        for name in options.ways:
            _row(count, name, options)


def _row(count: int, name: str, options: argparse.Namespace) -> None:
    seconds: list[float] = []
    processor: list[float] = []
    memory: list[float] = []
    found: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        mps = Path(folder) / "stage2.mps"
        for seed in range(options.seeds):
            if name.startswith(("plain", "SCIP")):
                export(round_of(count, seed, options.kind), 0, mps)
            spent, busy, peak, reached = alone(
                name, count, seed, options.kind, str(mps), options.seconds
            )
            seconds.append(spent)
            processor.append(busy)
            memory.append(peak)
            found.append(reached)
    said = sorted({str(one["status"]).split(",")[0] for one in found})
    times = {one: sum(str(f["status"]).startswith(one) for f in found) for one in said}
    homes = found[0].get("homes")
    _print(
        f"| {count} | {name} | {median(seconds):.2f} | {max(seconds):.2f} "
        f"| {median(processor):.2f} | {max(memory):.0f} "
        f"| {'-' if homes is None else homes} "
        f"| {'; '.join(f'{times[one]}x {one}' for one in said)} |"
    )


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
