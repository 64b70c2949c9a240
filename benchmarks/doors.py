"""How long it takes to work a large round out again, before anything of it is decided or sent.

Run from the root of the project: ``python -m benchmarks.doors``; see ``--help``. The round is that
of ``benchmarks.records``: 10,000 applications, of which one in twenty passes the rules. Printed is
the processor time of what stands at the door of ``approve``, ``letters``, ``report`` and
``bundle``: the trail walked, the ledger added up, every application put to the rules again, the
list certified, and every award made anew.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
import time
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from verdeelsleutel.io import cli
from verdeelsleutel.io.cli.process import look_for_cycles_seldom
from verdeelsleutel.io.records.rounds.reader import reading_round
from verdeelsleutel.io.records.trail import verification
from verdeelsleutel.io.rounds.checks.rederivation import faults_of

from .records import ROUND, steps, write_round

_DIVIDED = 5  # the steps until the money is divided


def main() -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--count", type=int, default=10_000, help="how many applications")
    count: int = options.parse_args().count
    look_for_cycles_seldom()
    with tempfile.TemporaryDirectory(prefix="verdeel-") as name:
        folder = Path(name)
        policy, path = write_round(folder, count)
        url = f"sqlite:///{(folder / 'groot.db').as_posix()}"
        out = io.StringIO()
        for step in steps(policy, path, folder)[:_DIVIDED]:
            with redirect_stdout(out), redirect_stderr(out):
                code = cli.run([*step, "--database", url])
            if code not in (0, 1):
                sys.stdout.write(out.getvalue()[-500:])
                return 1
        with reading_round(url, ROUND) as reader:
            began = time.process_time()
            torn = verification.verify(reader.session)
            walked = time.process_time() - began
        with reading_round(url, ROUND) as reader:
            began = time.process_time()
            found = faults_of(reader)
            whole = time.process_time() - began
    sys.stdout.write(
        f"{count} applications: {whole:.1f} s of processor time, of which {walked:.1f} s to walk "
        f"the trail; {len(torn) + len(found)} faults\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
