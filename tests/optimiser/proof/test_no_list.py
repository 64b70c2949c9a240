"""That constraints cannot hold together is shown by a tree that two checkers follow, or is said to
rest on a solver."""

from __future__ import annotations

import random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from verdeelsleutel.grants.applications.candidate import Candidate
from verdeelsleutel.grants.decisions.allocation import Basis, Status
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.optimiser.model.case import case_of
from verdeelsleutel.optimiser.model.formulation import program_of
from verdeelsleutel.optimiser.proof.certificate import certify
from verdeelsleutel.optimiser.proof.check_proof import Wrong
from verdeelsleutel.optimiser.proof.check_proof import check as check_apart
from verdeelsleutel.optimiser.proof.no_list import conflict_fault, together
from verdeelsleutel.optimiser.proof.tree import Combination, TreeProof, kept, opened
from verdeelsleutel.optimiser.search import allocation, conflict
from verdeelsleutel.optimiser.search.allocation import allocate
from verdeelsleutel.optimiser.search.stages import finding
from verdeelsleutel.optimiser.search.stages.result import NotFound
from verdeelsleutel.optimiser.solution import Solution

from ..builders import MLN, candidate, goal, policy
from ..enumeration import Lists
from ..test_enumeration import Round, tight_rounds


def two() -> list[Candidate]:
    return [candidate("WBI-1", 3 * MLN, (100,)), candidate("WBI-2", MLN, (50,))]


def too_much(homes: int = 100) -> Policy:
    return policy(2 * MLN, constraint=(goal("VEEL", measure="homes", at_least=homes, hard=True),))


def codes(solution: Solution) -> list[str]:
    return [one.code for one in solution.conflict]


def problem(made: list[Candidate], rules: Policy, solution: Solution) -> str:
    return together(program_of(case_of(made, rules)), codes(solution)).text()


def test_a_conflict_goes_with_a_tree_that_needs_no_solver() -> None:
    solution = allocate(two(), too_much())
    assert (codes(solution), solution.conflict_basis) == (
        ["FUND-vro", "VEEL"], Basis.CHECKED_TREE,
    )  # fmt: skip
    assert conflict_fault(two(), too_much(), solution) == ""
    certificate = certify(two(), too_much(), solution)
    assert not certificate.valid
    assert certificate.rests_on.startswith("a tree of exact bounds")
    said, complete = check_apart(
        problem(two(), too_much(), solution), opened(solution.proof).text()
    )
    assert complete
    assert said[-1].startswith("FUND-vro, VEEL: no list keeps them together")


def holds(drawn: Round) -> None:
    """Every conflict of a small round is shown, without a solver, of what enumeration excludes."""
    made, rules = drawn
    lists = Lists(made, rules)
    assume(not lists.feasible().any())
    solution = allocate(made, rules)
    assert solution.status is Status.INFEASIBLE
    assert solution.conflict_basis in (Basis.CHECKED_TREE, Basis.EXACT_BOUND)
    assert conflict_fault(made, rules, solution) == ""
    if solution.conflict_basis is Basis.CHECKED_TREE:
        text = problem(made, rules, solution)
        assert check_apart(text, opened(solution.proof).text())[1]


@settings(max_examples=8, deadline=None)
@given(tight_rounds(most=10))
def test_the_conflict_of_every_small_round_is_shown(drawn: Round) -> None:
    holds(drawn)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(tight_rounds())
def test_the_conflict_of_every_small_round_is_shown_at_length(drawn: Round) -> None:
    holds(drawn)


@settings(max_examples=15, deadline=None)
@given(tight_rounds(most=10), st.randoms(use_true_random=False))
def test_a_proof_of_a_conflict_shows_nothing_of_what_can_hold(
    drawn: Round, draw: random.Random
) -> None:
    """The same words about fewer constraints, which can hold together, are refused, whatever is
    said to show them."""
    made, rules = drawn
    solution = allocate(made, rules)
    assume(solution.status is Status.INFEASIBLE and solution.proof)
    gone = draw.choice(codes(solution))
    without = tuple(one for one in solution.conflict if one.code != gone)
    fewer = solution.model_copy(update={"conflict": without})
    assert conflict_fault(made, rules, fewer)
    proof = opened(solution.proof)
    claim = together(program_of(case_of(made, rules)), codes(fewer)).claim()
    forged = TreeProof(claim, dict(proof.stages), None, {})
    assert conflict_fault(made, rules, fewer.model_copy(update={"proof": kept(forged)}))


def test_a_proof_that_was_touched_is_refused() -> None:
    solution = allocate(two(), too_much())
    proof = opened(solution.proof)
    step = proof.stages[0][0]
    assert isinstance(step, Combination)
    (row, weight), *rest = step.weights
    touched = [
        TreeProof(proof.claim, {0: ()}, None, {}),
        TreeProof(proof.claim, {1: proof.stages[0]}, None, {}),
        TreeProof(proof.claim, {}, None, {}),
        TreeProof(proof.claim, {0: proof.stages[0]}, (), {}),
        TreeProof(proof.claim, {0: (*proof.stages[0], step)}, None, {}),
        TreeProof(proof.claim, {0: (Combination(tuple(rest)),)}, None, {}),
        TreeProof(proof.claim, {0: (Combination(((row, weight), (999, 1))),)}, None, {}),
        TreeProof("0" * 64, dict(proof.stages), None, {}),
    ]
    for one in touched:
        other = solution.model_copy(update={"proof": kept(one)})
        assert conflict_fault(two(), too_much(), other), one
        assert "is not shown" in " ".join(certify(two(), too_much(), other).faults)
        with pytest.raises((Wrong, ValueError)):
            check_apart(problem(two(), too_much(), solution), one.text())
    other_round = conflict_fault(two(), too_much(101), solution)
    assert other_round == "it is a proof of other constraints, or of another round"


@pytest.mark.parametrize("basis", [Basis.ONE_SOLVER, Basis.TWO_SOLVERS, Basis.NOTHING])
def test_the_word_of_a_solver_shows_no_conflict(basis: Basis) -> None:
    told = allocate(two(), too_much()).model_copy(update={"conflict_basis": basis})
    assert conflict_fault(two(), too_much(), told) == "it rests on the word of a solver"
    assert certify(two(), too_much(), told).rests_on.startswith("nothing: ")


def test_a_solver_that_calls_a_round_impossible_which_is_not_is_not_believed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A list comes up in the tree that should show that there is none."""

    def lies(*asked: object, **more: object) -> NotFound:
        return NotFound(proven=True)

    monkeypatch.setattr(finding.Finder, "run", lies)
    solution = allocate(two(), too_much(homes=50))
    assert (solution.status, solution.conflict) == (Status.NOT_PROVED, ())
    certificate = certify(two(), too_much(homes=50), solution)
    assert certificate.valid, certificate.faults
    assert [one.cents for one in solution.given] == [0, MLN]


def test_a_conflict_that_a_solver_made_too_small_is_told_as_large_as_it_is_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It says that the floor alone cannot be, which is not so: all hard constraints are named."""

    def lies(*asked: object) -> bool:
        return False

    monkeypatch.setattr(conflict, "_feasible", lies)
    solution = allocate(two(), too_much())
    assert codes(solution) == ["FUND-vro", "VEEL"]
    assert conflict_fault(two(), too_much(), solution) == ""


def test_where_no_tree_is_closed_the_conflict_rests_on_a_solver_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def gives_up(*asked: object) -> None:
        return None

    monkeypatch.setattr(allocation.Prover, "conflict", gives_up)
    solution = allocate(two(), too_much())
    assert (codes(solution), solution.conflict_basis) == (["FUND-vro", "VEEL"], Basis.ONE_SOLVER)


def test_where_nothing_is_left_to_choose_arithmetic_shows_it() -> None:
    made = [candidate("GB-1", MLN, (10,)).model_copy(update={"instrument": "gebiedsbudget"})]
    rules = policy(
        5 * MLN,
        instruments={"gebiedsbudget": {"rule": "closed_list"}},
        constraint=(goal("KAP", measure="homes", at_most=5, hard=True),),
    )
    solution = allocate(made, rules)
    assert (codes(solution), solution.conflict_basis) == (["KAP"], Basis.EXACT_BOUND)
    assert conflict_fault(made, rules, solution) == ""
    said = solution.model_copy(update={"conflict": (solution.conflict[0].model_copy(
        update={"code": "ANDERS"}),)})  # fmt: skip
    assert conflict_fault(made, rules, said) == "what is named is not broken"


def test_payments_to_the_cent_that_no_list_keeps_are_shown() -> None:
    """A third of the award, rounded down, is a cent more than the year has."""
    years = {2026: 1_000_001, 2027: 2_000_001}
    made = [candidate("WBI-1", 3_000_002, (9,), years=years)]
    rules = policy(
        9 * MLN, fund={"cash": {2026: Euro(1_000_000)}},
        constraint=(goal("EEN", measure="number", at_least=1, hard=True),),
    )  # fmt: skip
    solution = allocate(made, rules)
    assert (codes(solution), solution.conflict_basis) == (
        ["EEN", "CASH-vro-2026"], Basis.CHECKED_TREE,
    )  # fmt: skip
    assert conflict_fault(made, rules, solution) == ""
