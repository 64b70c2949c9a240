"""``python -m benchmarks.answers``: "why not us" of every application, and a frontier, timed.

With ``--kind sample`` of the sample round as it was. ``smallest change`` is what ``verdeel
why-not`` keeps with a list: of who has not the full amount, what it would have cost and taken. Of
each a line of standard error tells, as soon as it is known, what it took and what it rests on.

Run from the root of the project. Every round is allocated first, which does not count. User CPU is
that of this process and of the processes that solved for it.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Collection, Sequence
from functools import partial
from statistics import median
from typing import NamedTuple

from verdeelsleutel.grants.applications.candidate import Candidate
from verdeelsleutel.grants.decisions.allocation import Basis, Status
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.optimiser.questions.application.explain import explain
from verdeelsleutel.optimiser.questions.application.facts import Answered, Explanation, Winning
from verdeelsleutel.optimiser.questions.application.forced import forced_in
from verdeelsleutel.optimiser.questions.many import as_done, local_processes
from verdeelsleutel.optimiser.questions.what_if.answers import frontier
from verdeelsleutel.optimiser.search.allocation import allocate
from verdeelsleutel.optimiser.search.trees.tree import Budget
from verdeelsleutel.optimiser.solution import Solution

from .rounds import KINDS, of_kind
from .sample_round import kept_round

Round = tuple[list[Candidate], Policy]
FUND = "vro"


class _Took(NamedTuple):
    """An answer, the processor seconds that it took, and the boxes of its trees."""

    answer: Explanation
    seconds: float
    boxes: int

    def line(self) -> str:
        """What it took, and the basis of the homes lost, of the amount and of the homes more."""
        bases = ", ".join("none" if one is None else one for one in _bases(self.answer))
        of_homes = f"{_known(self.answer.homes_lost)} homes lost"
        cents = self.answer.winning and self.answer.winning.amount
        more = self.answer.winning and self.answer.winning.homes
        changes = f"{_known(cents)} cents, {_known(more)} homes more"
        took = f"{self.seconds:.1f} s, {self.boxes} boxes"
        return f"{self.answer.application_id}: {took}; {of_homes}; {changes}; {bases}"


def _known(number: int | None) -> str:
    return "-" if number is None else str(number)


def why_not_us(made: Round, workers: int) -> Callable[[], str]:
    """The homes lost for each application, were it forced in; nothing where it is in already."""
    solution = allocate(*made)

    def run() -> str:
        names = [one.application_id for one in solution.given]
        with local_processes(workers) as executor:
            found = forced_in(*made, solution, names, executor=executor)
        proven = sum(one.proven for one in found.values())
        refused = sum(1 for one in solution.given if not one.cents)
        return f"{proven} of {len(found)} exact, {refused} refused"

    return run


def budgets(made: Round, workers: int, points: int = 41) -> Callable[[], str]:
    """The most homes for each of so many budgets, from half to one and a half times the fund."""
    total = made[1].funds[FUND].total.cents
    wanted = [total * (points - 1 + 2 * at) // (2 * (points - 1)) for at in range(points)]

    def run() -> str:
        with local_processes(workers) as executor:
            found = frontier(*made, FUND, wanted, executor=executor)
        return f"{sum(one.status is Status.PROVEN for one in found)} of {points} proven"

    return run


def smallest_changes(made: Round, workers: int, only: Collection[str] = ()) -> Callable[[], str]:
    """All that is kept with a list of everybody who has not the full amount, or ``only`` of these.

    An answer is proven where what it rests on is worked out in whole numbers.
    """
    solution = allocate(*made)
    asked = {one.application_id: one.requested.cents for one in made[0]}
    short = [g.application_id for g in solution.given if g.cents < asked[g.application_id]]
    short = [name for name in short if not only or name in only]

    def run() -> str:
        jobs = [(*made, solution, name) for name in short]
        with local_processes(workers) as executor:
            found: list[Explanation] = []
            for one in as_done(_explained, jobs, executor):
                sys.stderr.write(one.line() + "\n")  # beside the table, which goes on
                sys.stderr.flush()
                found.append(one.answer)
        open_still = sum(
            one.homes_lost_at_most is not None
            or (one.winning is not None and Answered.NOT_DETERMINED in _answers(one.winning))
            for one in found
        )
        by_word = sum(Basis.ONE_SOLVER in _bases(one) for one in found)
        exact = len(found) - open_still
        return f"{exact} of {len(found)} exact, {by_word} with a part by the word of one solver"

    return run


def _explained(
    candidates: Sequence[Candidate], policy: Policy, solution: Solution, name: str
) -> _Took:
    began, boxes = time.process_time(), Budget.all_boxes
    answer = explain(candidates, policy, solution, name, resolve=True, time_limit_seconds=600)
    return _Took(answer, time.process_time() - began, Budget.all_boxes - boxes)


def _bases(one: Explanation) -> tuple[Basis | None, ...]:
    told = one.winning
    return one.homes_lost_basis, told and told.amount_basis, told and told.homes_basis


def _answers(winning: Winning) -> tuple[Answered, Answered]:
    return winning.amount_answer, winning.homes_answer


QUESTIONS = {
    "why not us": why_not_us,
    "frontier of 41 budgets": budgets,
    "smallest change": smallest_changes,
}


def _timed(run: Callable[[], str]) -> tuple[float, float, str]:
    before, began = os.times(), time.perf_counter()
    said = run()
    wall, after = time.perf_counter() - began, os.times()
    user = after.user - before.user + after.children_user - before.children_user
    return wall, user, said


def main() -> None:
    """Print a table in Markdown, a row as soon as it is known, and the medians at the end."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.answers", description=__doc__)
    asked.add_argument("--size", type=int, default=600, help="applications of each round")
    asked.add_argument("--seeds", type=int, default=10, help="rounds, from seed 0")
    asked.add_argument("--kind", choices=[*KINDS, "sample"], default="binding")
    asked.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    asked.add_argument(
        "--questions",
        nargs="+",
        choices=list(QUESTIONS),
        default=["why not us", "frontier of 41 budgets"],
    )
    asked.add_argument(
        "--applications", nargs="+", default=[], help="of the smallest change, only these"
    )
    options = asked.parse_args()
    _print("| question | seed | wall s | user CPU s | answers |")
    _print("| --- | ---: | ---: | ---: | --- |")
    for name in options.questions:
        walls: list[float] = []
        users: list[float] = []
        for seed in range(options.seeds):
            sample = options.kind == "sample"
            made = kept_round() if sample else of_kind(options.size, seed, options.kind)
            ask = QUESTIONS[name]
            if name == "smallest change":
                ask = partial(smallest_changes, only=options.applications)
            wall, user, said = _timed(ask(made, options.workers))
            walls.append(wall)
            users.append(user)
            _print(f"| {name} | {seed} | {wall:.1f} | {user:.1f} | {said} |")
        _print(f"| {name} | median | {median(walls):.1f} | {median(users):.1f} | |")


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
