"""Claims and proofs of small rounds for these tests, without a search: lists are enumerated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from verdeelsleutel.grants.applications.candidate import Candidate
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.optimiser.model.case import Case, Grant, case_of
from verdeelsleutel.optimiser.model.formulation import program_of
from verdeelsleutel.optimiser.model.program import Program
from verdeelsleutel.optimiser.proof.export import claim_hash, problem_text
from verdeelsleutel.optimiser.proof.restating import claim_of
from verdeelsleutel.optimiser.proof.system import Claim
from verdeelsleutel.optimiser.proof.tree import TreeProof
from verdeelsleutel.optimiser.search.trees.order_trees import grow_order
from verdeelsleutel.optimiser.search.trees.tree import Budget, grow_stage

from ..enumeration import Lists


@dataclass(frozen=True)
class Known:
    """A round with its best list, as enumeration has it."""

    program: Program
    grants: tuple[Grant, ...]
    claim: Claim
    text: str

    @property
    def case(self) -> Case:
        return self.program.case


def known(made: Sequence[Candidate], rules: Policy) -> Known | None:
    """``None`` where no list keeps every hard constraint."""
    lists = Lists(made, rules)
    best = lists.best()
    if best is None:
        return None
    return stated_as(made, rules, dict(zip(lists.names, best.awards, strict=True)))


def stated_as(made: Sequence[Candidate], rules: Policy, cents: Mapping[str, int]) -> Known:
    """A round with a list, told by the cents of each application."""
    program = program_of(case_of(made, rules))
    grants: list[Grant] = []
    for item in program.case.items:
        level = item.ladder.level_of(cents[item.candidate.application_id])
        grants.append(item.grant(level or 0))
    listed = tuple(grants)
    return Known(program, listed, claim_of(program, listed), problem_text(program, listed))


def worse(claim: Claim, place: int, by: int = 1) -> Claim:
    """The same with a goal whose value is said to be larger than it is."""
    goals = list(claim.goals)
    goals[place] = replace(goals[place], value=goals[place].value + by)
    return replace(claim, goals=tuple(goals))


def never(*asked: object) -> bool:
    """No list of the program is one of the ledger that is better: what the best list implies."""
    return False


def proof_of(one: Known, *, stages: Sequence[int] | None = None) -> TreeProof:
    """Trees of all stages and of the order."""
    places = range(len(one.claim.goals)) if stages is None else stages
    trees = {place: grow_stage(one.claim, place, Budget(), never) for place in places}
    shared, order = grow_order(one.claim, Budget(), never)
    return TreeProof(claim_hash(one.text), trees, shared, order)
