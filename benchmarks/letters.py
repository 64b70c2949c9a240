"""How long a thousand letters take: PDF with lint, and PDF with lint and Word.

Run with ``python -m benchmarks.letters [number]``. The letters are those of the tests, each
instrument and outcome in turn, with numbers of their own and ceilings that hold them all. Every
letter is written, read back from its PDF and held against its decision.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.letters.rounds import (  # noqa: E402
    decided,
    dossier,
    every_decision,
    policy,
    sample_office,
    with_ceilings,
)
from verdeelsleutel.grants.allocation import Decided, Dossier  # noqa: E402
from verdeelsleutel.io.letters.making import Formats  # noqa: E402
from verdeelsleutel.io.letters.writing import Wishes, write_letters  # noqa: E402


def many(number: int) -> tuple[Decided, ...]:
    """Decisions in turn, each under a number of its own."""
    models = every_decision()[:16]
    made: list[Decided] = []
    for place in range(number):
        one = models[place % len(models)]
        name = f"{one.award.application_id}-{place:05d}"
        application = one.application.model_copy(update={"application_id": name})
        award = one.award
        made.append(
            decided(
                application,
                award.outcome,
                award.amount,
                requested=award.requested,
                vat=award.compensable_vat,
                payments=award.payments,
                rules=one.assessments,
                reasons=award.reasons,
                rank=award.rank,
            )
        )
    return tuple(made)


def whole_round(number: int) -> Dossier:
    """The decisions in a round whose ceilings are as many times larger."""
    return dossier(many(number), policy=with_ceilings(policy(), number))


def processor_seconds() -> float:
    """Processor time of this process and those it started; a busy machine does not change it."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def measure(number: int) -> None:
    """Write the letters anew and once more for each form, and print a table of the times."""
    whole, office = whole_round(number), sample_office()
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    print(f"{number} letters on {cores} cores, seconds")  # noqa: T201
    print()  # noqa: T201
    print("| what | wall | processor | a thousand | aim | again | unchanged |")  # noqa: T201
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")  # noqa: T201
    for name, formats, limit in (
        ("PDF with lint", Formats(word=False), 30),
        ("PDF with lint, and Word", Formats(), 90),
    ):
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "letters"
            start, busy = time.perf_counter(), processor_seconds()
            write_letters(whole, office, out, wishes=Wishes(formats=formats))
            took, busy = time.perf_counter() - start, processor_seconds() - busy
            start = time.perf_counter()
            again = write_letters(whole, office, out, wishes=Wishes(formats=formats))
            repeat = time.perf_counter() - start
        print(  # noqa: T201
            f"| {name} | {took:.1f} | {busy:.1f} | {took * 1000 / number:.1f} | {limit} "
            f"| {repeat:.1f} | {again.unchanged} |"
        )


if __name__ == "__main__":
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
