"""Applications that no row can tell apart are counted, not tried one after another."""

from __future__ import annotations

import random
from itertools import product

import pytest

from verdeelsleutel.grants.applications.candidate import Candidate, Form
from verdeelsleutel.grants.decisions.allocation import Status
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.optimiser.model.case import case_of
from verdeelsleutel.optimiser.model.formulation import program_of
from verdeelsleutel.optimiser.proof.certificate import certify
from verdeelsleutel.optimiser.proof.check_proof import Wrong
from verdeelsleutel.optimiser.proof.check_proof import check as check_apart
from verdeelsleutel.optimiser.proof.checking import check, stage_box
from verdeelsleutel.optimiser.proof.export import claim_hash, problem_text
from verdeelsleutel.optimiser.proof.restating import claim_of
from verdeelsleutel.optimiser.proof.system import Claim
from verdeelsleutel.optimiser.proof.tree import Lemma, Refused, TreeProof, leaves, opened
from verdeelsleutel.optimiser.search.allocation import allocate
from verdeelsleutel.optimiser.search.trees.alike import Alike
from verdeelsleutel.optimiser.solution import Solution

from ....optimiser.proof.claims import worse
from ...builders import at, candidate, policy
from ...test_enumeration import holds_optimum

Kinds = list[tuple[int, int]]


def copies(kinds: int, each: int, seed: int) -> tuple[Kinds, list[Candidate], Policy]:
    """Some kinds of applications, each with its cents and homes, and as many of each; money for
    half of what they ask."""
    draw = random.Random(seed)
    sizes = [(draw.randint(1_000_000, 9_999_999), draw.randint(2, 20)) for _ in range(kinds)]
    asked = sizes * each
    draw.shuffle(asked)
    made = [
        candidate(f"WBI-{k:03d}", cents, (homes,), received_at=at(9 + k // 60, k % 60))
        for k, (cents, homes) in enumerate(asked)
    ]
    return sizes, made, policy(sum(cents for cents, _ in asked) // 2 + draw.randint(0, 999))


def best_numbers(sizes: Kinds, each: int, total: int) -> tuple[int, int]:
    """The most homes and the least money, over how many of each kind there can be."""
    found = (0, 0)
    for numbers in product(range(each + 1), repeat=len(sizes)):
        cents = sum(n * one for n, (one, _) in zip(numbers, sizes, strict=True))
        if cents <= total:
            homes = sum(n * one for n, (_, one) in zip(numbers, sizes, strict=True))
            found = max(found, (homes, -cents))
    return found[0], -found[1]


def problem(made: list[Candidate], rules: Policy, solution: Solution) -> str:
    case = case_of(made, rules)
    cents = {one.application_id: one.cents for one in solution.given}
    levels = [item.ladder.level_of(cents[item.candidate.application_id]) for item in case.items]
    grants = [item.grant(level or 0) for item, level in zip(case.items, levels, strict=True)]
    return problem_text(program_of(case), grants)


def holds(seed: int) -> TreeProof:
    """A round of three kinds and 27 of each is proven, and the proof has few boxes."""
    sizes, made, rules = copies(3, 27, seed)
    solution = allocate(made, rules)
    assert solution.status is Status.PROVEN, seed
    reached = solution.homes.affordable, solution.cents
    assert reached == best_numbers(sizes, 27, rules.funds["vro"].total.cents), seed
    assert certify(made, rules, solution).faults == ()
    proof = opened(solution.proof)
    _, complete = check_apart(problem(made, rules, solution), proof.text())
    assert complete
    assert max(map(leaves, proof.stages.values())) <= 40
    return proof


def test_copies_are_proven_by_a_few_boxes_and_two_checkers() -> None:
    proofs = [holds(seed) for seed in range(1, 5)]
    steps = [step for proof in proofs for one in proof.stages.values() for step in one]
    assert sum(isinstance(step, Lemma) for step in steps) > 0


@pytest.mark.slow
def test_copies_are_proven_by_a_few_boxes_and_two_checkers_at_length() -> None:
    for seed in range(5, 105):
        holds(seed)


def few(seed: int) -> tuple[list[Candidate], Policy]:
    """Copies, and entitlements at one price a home of several sizes, as few as can be listed."""
    draw = random.Random(seed)
    price = draw.randint(100_000, 900_000)
    made = [
        candidate(
            f"RS-{k}", homes * price, (homes,), received_at=at(9, k), form=Form.PER_HOME,
            step=Euro(price),
        )
        for k, homes in enumerate(draw.choices(range(1, 6), k=3))
    ]  # fmt: skip
    for kind in range(2):
        cents, homes = draw.randint(100_000, 3_000_000), draw.randint(1, 9)
        made += [
            candidate(f"WBI-{kind}{k}", cents, (homes,), received_at=at(10 + kind, k))
            for k in range(4)
        ]
    draw.shuffle(made)
    return made, policy(draw.randint(1, sum(one.requested.cents for one in made)))


def test_small_rounds_of_copies_come_to_the_best_of_every_list() -> None:
    for seed in range(12):
        holds_optimum(*few(seed))


@pytest.mark.slow
def test_small_rounds_of_copies_come_to_the_best_of_every_list_at_length() -> None:
    for seed in range(12, 400):
        holds_optimum(*few(seed))


def refused(claim: Claim, proof: TreeProof) -> bool:
    try:
        check(claim, proof, proof.claim)
    except Refused:
        return True
    return False


def refused_apart(text: str, proof: TreeProof) -> bool:
    try:
        check_apart(text, proof.text())
    except Wrong:
        return True
    return False


def test_a_proof_by_sums_shows_nothing_of_a_list_that_is_not_the_best() -> None:
    """Of a list with a home less it is refused; of what is bent, two checkers say the same."""
    _, made, rules = copies(3, 27, 1)
    solution = allocate(made, rules)
    case = case_of(made, rules)
    cents = {one.application_id: one.cents for one in solution.given}
    levels = [item.ladder.level_of(cents[item.candidate.application_id]) for item in case.items]
    grants = [item.grant(level or 0) for item, level in zip(case.items, levels, strict=True)]
    program = program_of(case)
    claim, text = claim_of(program, grants), problem_text(program, grants)
    steps = opened(solution.proof).stages[0]
    assert check(claim, TreeProof(claim_hash(text), {0: steps}), claim_hash(text)).stages == (0,)
    with pytest.raises(Refused):
        check(worse(claim, 0), TreeProof(claim_hash(text), {0: steps}), claim_hash(text))
    for place, step in enumerate(steps):
        if isinstance(step, Lemma):
            more = Lemma(step.terms[1:], step.most)
            bent = TreeProof(claim_hash(text), {0: (*steps[:place], more, *steps[place + 1 :])})
            assert refused_apart(text, bent) == refused(claim, bent), place


def test_alike_are_copies_and_steps_at_one_price_and_nobody_else() -> None:
    """Two of one size, one of another; two of one price a home, of which one is larger."""
    homes = {"form": Form.PER_HOME, "step": Euro(700_000)}
    made = [
        candidate("WBI-1", 5_000_000, (9,), received_at=at(9, 1)),
        candidate("WBI-2", 5_000_000, (9,), received_at=at(9, 2)),
        candidate("WBI-3", 5_000_001, (9,), received_at=at(9, 3)),
        candidate("RS-1", 2_100_000, (3,), received_at=at(9, 4), **homes),
        candidate("RS-2", 3_500_000, (5,), received_at=at(9, 5), **homes),
    ]
    rules = policy(9_000_000)
    program = program_of(case_of(made, rules))
    grants = [item.grant(0) for item in program.case.items]
    alike = Alike(stage_box(claim_of(program, grants), 0))
    names = [tuple(program.variables[j].name for j in one) for one in alike.groups]
    assert names == [("x_0", "x_1"), ("x_3", "t_3", "x_4", "t_4")]
