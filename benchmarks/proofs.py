"""``python -m benchmarks.proofs``: the trees that prove an allocation, stage by stage.

For the sample round, or realistic ones of any size: leaves, processor seconds to grow and to check
(by the certificate's checker, and by that for others), and bytes as stored. The list is found
first, which takes as long as ``verdeel allocate``; with ``--keep`` its proof is left in a folder.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from verdeelsleutel.grants.applications.candidate import Candidate
from verdeelsleutel.grants.decisions.allocation import Stage
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.optimiser.model.case import case_of
from verdeelsleutel.optimiser.model.formulation import program_of
from verdeelsleutel.optimiser.proof.certificate import certify
from verdeelsleutel.optimiser.proof.check_proof import check as check_apart
from verdeelsleutel.optimiser.proof.checking import check
from verdeelsleutel.optimiser.proof.export import claim_hash, problem_text
from verdeelsleutel.optimiser.proof.restating import claim_of
from verdeelsleutel.optimiser.proof.tree import Steps, TreeProof, leaves
from verdeelsleutel.optimiser.search.allocation import allocate
from verdeelsleutel.optimiser.search.trees.order_trees import grow_order
from verdeelsleutel.optimiser.search.trees.tree import Budget, OutOfBudget, grow_stage

from .rounds import realistic
from .sample_round import kept_round


class Clock:
    """Processor seconds of what was done since it was last asked."""

    def __init__(self) -> None:
        self._at = time.process_time()

    def lap(self) -> float:
        before, self._at = self._at, time.process_time()
        return self._at - before


def measured(name: str, made: list[Candidate], policy: Policy, keep: Path | None) -> None:
    """Print the rows of one round."""
    clock = Clock()
    solution = allocate(made, policy)
    found = clock.lap()
    certificate = certify(made, policy, solution)
    checked = clock.lap()
    said = "valid" if certificate.valid else "; ".join(certificate.faults)
    _print(
        f"{name}: {solution.status.value} in {found:.1f} s, certificate {said} in {checked:.2f} s"
    )
    for stage in solution.stages:
        _print(f"  {stage.name}: {stage.value}, {stage.basis.value}")
    program = program_of(case_of(made, policy))
    levels = {one.application_id: one.steps for one in solution.given}
    items = program.case.items
    grants = [item.grant(levels[item.candidate.application_id]) for item in items]
    text = problem_text(program, grants)
    claim, sha = claim_of(program, grants), claim_hash(text)
    whole = TreeProof(sha)
    _print("| | leaves | to grow | to check | to check apart | stored |")
    _print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for place, goal in enumerate([*claim.goals, None]):
        clock.lap()
        try:
            if goal is None:
                shared, order = grow_order(claim, Budget(600), lambda _number, _values: False)
                one = TreeProof(sha, {}, shared, order)
            else:
                steps = grow_stage(claim, place, Budget(600), lambda _: False)
                one = TreeProof(sha, {place: steps})
        except OutOfBudget:
            _print(f"| {_name(solution.stages, place)} | not closed | {clock.lap():.2f} | | | |")
            continue
        grown = clock.lap()
        check(claim, one, sha)
        here = clock.lap()
        check_apart(text, one.text())
        apart = clock.lap()
        trees: list[Steps] = [*one.stages.values(), *one.order.values()]
        _print(
            f"| {_name(solution.stages, place)} | {sum(map(leaves, trees))} | {grown:.2f} s "
            f"| {here:.2f} s | {apart:.2f} s | {len(one.packed())} |"
        )
        shared = whole.shared if one.shared is None else one.shared
        whole = TreeProof(sha, {**whole.stages, **one.stages}, shared, {**whole.order, **one.order})
    _print(f"| together | | | | | {len(whole.packed())} |")
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        (keep / "problem.json").write_text(text, encoding="ascii", newline="\n")
        (keep / "proof.xz").write_bytes(whole.packed())


def _name(stages: tuple[Stage, ...], place: int) -> str:
    return stages[place].name if place < len(stages) else str(place)


def main() -> None:
    """Print a table in Markdown for each round."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.proofs", description=__doc__)
    asked.add_argument("--sizes", type=int, nargs="*", default=[], help="realistic rounds instead")
    asked.add_argument("--seeds", type=int, default=1, help="rounds of each size")
    asked.add_argument("--kind", choices=["binding", "loose", "one price"], default="loose")
    asked.add_argument("--keep", type=Path, help="a folder for the problem and the proof")
    options = asked.parse_args()
    if not options.sizes:
        made, policy = kept_round()
        measured("the sample round", made, policy, options.keep)
    for size in options.sizes:
        for seed in range(options.seeds):
            kind = options.kind
            made, policy = realistic(
                size, seed, one_price=kind == "one price", binding=kind == "binding"
            )
            measured(f"{size} {kind}, seed {seed}", made, policy, options.keep)


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
