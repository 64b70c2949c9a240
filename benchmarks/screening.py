"""How fast applications are screened and homes classified, each in a fresh process.

Run from the root of the repository: ``python -m benchmarks.screening``. Times are user seconds of
the processor, of the work alone: starting Python and making the applications are not counted. It
also tells whether a solver was loaded, which screening must not need.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

APPLICATIONS, HOMES = 10_000, 100_000
GOALS = {"homes": 10}  # seconds; every other piece of work has 5
_PLACES = ("GM0363", "GM0344", "GM0599", "GM0518", "GM0014", "GM0855", "GM0193", "GM0200")
_SOLVERS = ("pulp", "highspy", "ortools", "verdeelsleutel.optimiser")
_OWN: dict[str, dict[str, Any]] = {
    "woningbouwimpuls": {
        "shortfall": 10_000_000_00, "own_contribution": 5_000_000_00, "third_party": 500_000_00,
        "financial_coherence": True, "geographical_coherence": True,
        "organisational_coherence": False, "costs": {"access": 3_000_000_00, "soil": 2_000_000_00},
        "score_necessity": Decimal(7), "score_effectiveness": Decimal("6.5"),
        "score_efficiency": Decimal(6), "score_housing_task": Decimal(5),
    },
    "realisatiestimulans": {"start_year": 2025, "kinds": {"flex": 10}, "already_subsidised": 20},
    "gebiedsbudget": {
        "area": "Haven-Stad", "shortfall": 9_000_000_00, "compensable_vat": 600_000_00,
        "costs": {"public_space": 3_000_000_00, "nuisance": 1_000_000_00, "climate": 500_000_00},
        "measures_ready": date(2036, 12, 31), "costs_from": date(2027, 1, 4),
    },
    "bereikbaarheid": {
        "works": "ov", "inside_large_scale_area": False, "total_cost": 9_000_000_00,
        "regional_share": 4_500_000_00, "works_start": date(2027, 3, 1), "homes_opened_up": 400,
    },
}  # fmt: skip


def main() -> None:
    """Measure every piece of work in a process of its own, and print one line each."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", choices=[*_OWN, "homes"], help="in this process, as JSON")
    parser.add_argument("--repeat", type=int, default=3, help="processes for each; the best counts")
    asked = parser.parse_args()
    if asked.only:
        _show(json.dumps(measured(asked.only)))
        return
    _show("| work | number | user s | goal s | solver loaded |\n| --- | ---: | ---: | ---: | --- |")
    for work in (*_OWN, "homes"):
        runs = [_in_fresh_process(work) for _ in range(asked.repeat)]
        best = min(runs, key=lambda run: run["seconds"])
        loaded = ", ".join(best["loaded"]) or "no"
        goal = GOALS.get(work, 5)
        _show(f"| {work} | {best['number']:,} | {best['seconds']:.2f} | {goal} | {loaded} |")


def _show(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _in_fresh_process(work: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.screening", "--only", work],
        capture_output=True, check=True, text=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def measured(work: str) -> dict[str, Any]:
    """One piece of work in this process: how many, how long, and which solvers were loaded."""
    number, run = (HOMES, _homes()) if work == "homes" else (APPLICATIONS, _screening(work))
    before = os.times().user
    run()
    seconds = os.times().user - before
    loaded = [name for name in _SOLVERS if name in sys.modules]
    return {"number": number, "seconds": seconds, "loaded": loaded}


def _screening(key: str) -> Callable[[], object]:
    """Every rule and every question of a round of one scheme."""
    from verdeelsleutel.grants.rounds.policy import DistributionRule, InstrumentPolicy
    from verdeelsleutel.instruments.findings.oddities import questions
    from verdeelsleutel.instruments.instrument import instruments
    from verdeelsleutel.instruments.law.setting import RuleContext

    scheme, start = instruments()[key], 2025 if key == "realisatiestimulans" else 2027
    asked = [
        scheme.model.model_validate(
            {
                "application_id": f"A-{n}", "municipality_code": _PLACES[n % len(_PLACES)],
                "project_id": f"P-{n}", "project_name": f"Plan {n}",
                "received_at": datetime(2026, 3, 1 + n % 28, 9, n % 60),  # noqa: DTZ001
                "requested": 1_000_000_00 + n * 100,
                "homes": {"social_rent": 150, "mid_rent": 100, "affordable_purchase": 50},
                "first_start": date(start, 9, 1), "last_start": date(start, 12, 1),
                **_OWN[key],
            }
        )
        for n in range(APPLICATIONS)
    ]  # fmt: skip
    policy = InstrumentPolicy(fund="vro", rule=DistributionRule.OPTIMISE)
    setting = RuleContext(
        law_date=date(2026, 3, 2), window_closes=date(2026, 3, 31),
        decision_date=date(2026, 6, 1), policy=policy, others=asked,
    )  # fmt: skip

    def run() -> object:
        answers = [scheme.screen(one, setting) for one in asked]
        assert all(answers)
        return answers, questions({key: setting})

    return run


def _homes() -> Callable[[], object]:
    """A year of homes, each with a segment, a kind, a price and perhaps an earlier scheme."""
    from verdeelsleutel.grants.money import Euro
    from verdeelsleutel.instruments.instrument import instruments
    from verdeelsleutel.instruments.realisatiestimulans.homes_sheet import (
        Home,
        HomeKind,
        StatedSegment,
        recount,
    )

    segments, kinds = tuple(StatedSegment), tuple(HomeKind)
    homes = [
        Home(
            segment=segments[n % len(segments)],
            kind=kinds[n % len(kinds)],
            price=Euro.euros(700 + n % 700 if n % 2 else 300_000 + n),
            start=date(2025, 1 + n % 12, 1 + n % 28),
            funded_under="Woningbouwimpuls 15-12-2025" if n % 10 == 0 else "",
        )
        for n in range(HOMES)
    ]
    law = instruments()["realisatiestimulans"].catalogue.law_on(date(2026, 3, 2))
    return lambda: recount(2025, homes, law)


if __name__ == "__main__":
    main()
