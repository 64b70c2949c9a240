"""How long a thousand letters take: PDF with lint, and PDF with lint and Word.

Run with ``python -m benchmarks.letters [number]``. The letters are those of the tests, each
instrument and outcome in turn, each with a number, a municipality, homes and amounts of its own,
screened by every rule, under ceilings that hold them all. Every letter is written, read back from
its PDF and held against its decision.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.io.letters.rounds import (  # noqa: E402
    decided,
    dossier,
    every_decision,
    policy,
    sample_office,
    screened,
    with_ceilings,
)
from verdeelsleutel.grants.applications.application import Application, Payment  # noqa: E402
from verdeelsleutel.grants.decisions.allocation import Outcome  # noqa: E402
from verdeelsleutel.grants.dossier import Decided, Dossier  # noqa: E402
from verdeelsleutel.grants.money import ZERO, Euro  # noqa: E402
from verdeelsleutel.grants.municipality import Municipality, municipalities  # noqa: E402
from verdeelsleutel.instruments.gebiedsbudget.application import GebiedsbudgetApplication  # noqa: E402
from verdeelsleutel.instruments.realisatiestimulans.scheme import RealisatiestimulansStatement  # noqa: E402
from verdeelsleutel.instruments.woningbouwimpuls.scheme import WoningbouwimpulsApplication  # noqa: E402
from verdeelsleutel.io.letters.making import Formats  # noqa: E402
from verdeelsleutel.io.letters.writing import LetterOptions, write_letters  # noqa: E402

A_HOME = Euro.euros(7_000)  # what an application of the next turn asks more


def many(number: int) -> tuple[Decided, ...]:
    """Decisions in turn, each with a number, homes and amounts of its own."""
    models, places, under = every_decision()[:16], tuple(municipalities().values()), policy()
    made: list[Decided] = []
    for place in range(number):
        one, turn = models[place % len(models)], place // len(models)
        if one.award.outcome is Outcome.REFUSED_RULE:
            turn = 0  # with more homes it would meet the rule
        application = _own(one.application, place, places[place % len(places)], turn)
        award = one.award
        more = (application.requested or ZERO) - (one.application.requested or ZERO)
        if isinstance(application, RealisatiestimulansStatement):
            more = A_HOME * turn
        made.append(
            decided(
                application,
                award.outcome,
                award.amount + more,
                requested=award.asked + more,
                vat=award.compensable_vat,
                payments=_with(award.payments, more),
                rules=screened(application, under),
                reasons=award.reasons,
                rank=award.rank,
            )
        )
    return tuple(made)


def _own(application: Application, place: int, where: Municipality, turn: int) -> Application:
    """The application of another project: one home and its costs more each turn.

    An area of the Gebiedsbudget keeps its municipality and its most; its costs are divided anew.
    """
    more = A_HOME * turn
    homes = application.homes
    own: dict[str, Any] = {
        "application_id": f"{application.application_id[:-4]}{place:05d}",
        "homes": homes.model_copy(update={"social_rent": homes.social_rent + turn}),
    }
    if application.project_name:
        own["project_name"] = f"{application.project_name} {place}"
    if isinstance(application, GebiedsbudgetApplication):
        costs = application.costs
        shifted = {"nuisance": costs.nuisance + more, "public_space": costs.public_space - more}
        own["costs"] = costs.model_copy(update=shifted)
        return application.model_copy(update=own)
    own |= {"municipality_code": where.code, "municipality": where.name}
    if application.requested is not None:
        own["requested"] = application.requested + more
    if isinstance(application, WoningbouwimpulsApplication):  # the other half is for itself to pay
        costs = application.costs
        own["shortfall"] = application.shortfall + more + more
        own["own_contribution"] = application.own_contribution + more
        own["costs"] = costs.model_copy(update={"access": costs.access + more + more})
    return application.model_copy(update=own)


def _with(payments: tuple[Payment, ...], more: Euro) -> tuple[Payment, ...]:
    """The payments with more in the last year."""
    if not payments:
        return ()
    *first, last = payments
    return (*first, last.model_copy(update={"amount": last.amount + more}))


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
            write_letters(whole, office, out, options=LetterOptions(formats=formats))
            took, busy = time.perf_counter() - start, processor_seconds() - busy
            start = time.perf_counter()
            again = write_letters(whole, office, out, options=LetterOptions(formats=formats))
            repeat = time.perf_counter() - start
        print(  # noqa: T201
            f"| {name} | {took:.1f} | {busy:.1f} | {took * 1000 / number:.1f} | {limit} "
            f"| {repeat:.1f} | {again.unchanged} |"
        )


if __name__ == "__main__":
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
