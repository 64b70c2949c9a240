"""Trees of rounds of which every list is known: what is best is proven, what is not never is."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from verdeelsleutel.optimiser.proof.check_proof import check as check_apart
from verdeelsleutel.optimiser.proof.checking import Shown, check
from verdeelsleutel.optimiser.proof.export import claim_hash
from verdeelsleutel.optimiser.proof.tree import unpacked
from verdeelsleutel.optimiser.search.trees.tree import BetterList, Budget, grow_stage

from ..test_enumeration import Round, rounds
from .claims import Known, known, proof_of, worse


def holds(drawn: Round) -> None:
    """Both checkers accept the trees of all stages and of the order, kept and read again."""
    one = known(*drawn)
    assume(one is not None)
    assert one is not None
    proof = unpacked(proof_of(one).packed())
    everything = Shown(tuple(range(len(one.claim.goals))), order=True)
    assert check(one.claim, proof, claim_hash(one.text)) == everything
    _, complete = check_apart(one.text, proof.text())
    assert complete


@settings(max_examples=10, deadline=None)
@given(rounds(most=10))
def test_every_stage_and_the_order_of_a_small_round_are_proven(drawn: Round) -> None:
    holds(drawn)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(rounds())
def test_every_stage_and_the_order_of_a_small_round_are_proven_at_length(drawn: Round) -> None:
    holds(drawn)


def finds_better(drawn: Round, place: int) -> None:
    """A goal one unit worse than the best is not proven: the list that is better is found."""
    one = known(*drawn)
    assume(one is not None)
    assert one is not None
    place %= len(one.claim.goals)
    assume(one.claim.goals[place].terms)
    claim = worse(one.claim, place)
    with pytest.raises(BetterList) as found:
        grow_stage(claim, place, Budget(), lambda values: reaches(one, place, values))
    assert reaches(one, place, found.value.values)


def reaches(one: Known, place: int, values: tuple[int, ...]) -> bool:
    goals = one.claim.goals[: place + 1]
    return all(sum(a * values[j] for j, a in goal.terms) <= goal.value for goal in goals)


@settings(max_examples=40, deadline=None)
@given(rounds(most=8), st.integers(0, 3))
def test_a_value_that_is_not_the_best_is_not_proven(drawn: Round, place: int) -> None:
    finds_better(drawn, place)
