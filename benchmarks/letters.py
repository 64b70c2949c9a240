"""How long a thousand letters take: PDF with lint, and PDF with lint and Word.

Run with ``python benchmarks/letters.py [number]``. The letters are those of the tests, each
instrument and outcome in turn, with numbers of their own.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.letters.rounds import decided, dossier, every_decision, sample_office  # noqa: E402
from verdeelsleutel.grants.allocation import Decided  # noqa: E402
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


def processor_seconds() -> float:
    """Processor time of this process and those it started; a busy machine does not change it."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def measure(number: int) -> None:
    """Write the letters twice over and print how long each way takes."""
    whole, office = dossier(many(number)), sample_office()
    for name, formats, limit in (
        ("PDF with lint", Formats(word=False), 30),
        ("PDF with lint, and Word", Formats(), 90),
    ):
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "letters"
            start, busy = time.perf_counter(), processor_seconds()
            written = write_letters(whole, office, out, wishes=Wishes(formats=formats))
            took, busy = time.perf_counter() - start, processor_seconds() - busy
            start = time.perf_counter()
            again = write_letters(whole, office, out, wishes=Wishes(formats=formats))
            repeat = time.perf_counter() - start
        per_thousand = took * 1000 / number
        print(  # noqa: T201
            f"{name}: {written.letters} letters in {took:.1f} s "
            f"({per_thousand:.1f} s a thousand; aim {limit} s), "
            f"{busy:.1f} s of processor time; "
            f"again {repeat:.1f} s, {again.unchanged} unchanged"
        )


if __name__ == "__main__":
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
