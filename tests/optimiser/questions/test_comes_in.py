"""Whether one corrected application gets in is what dividing everything again says."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verdeelsleutel.grants.allocation import Status
from verdeelsleutel.grants.candidate import Candidate
from verdeelsleutel.grants.policy import Policy
from verdeelsleutel.optimiser.questions.comes_in import ComesIn, Entry, comes_in
from verdeelsleutel.optimiser.search.allocation import allocate

from ..builders import MLN, a_round, candidate, policy
from ..test_enumeration import Round, rounds

A, B = candidate("A", 4 * MLN, (900,)), candidate("B", 3 * MLN, (300,))


def asked(claims: list[Candidate], under: Policy, corrected: Candidate) -> ComesIn:
    """The question, about a list that is proven without the correction."""
    name = corrected.application_id
    now = [corrected if one.application_id == name else one for one in claims]
    return comes_in(now, under, allocate(claims, under), name)


def more_homes(one: Candidate, homes: int) -> Candidate:
    social = max(0, one.homes.social_rent + homes)
    return one.model_copy(update={"homes": one.homes.model_copy(update={"social_rent": social})})


@pytest.mark.parametrize(
    ("homes", "entry"), [(0, Entry.OUT), (599, Entry.OUT), (601, Entry.IN), (2000, Entry.IN)]
)
def test_who_got_nothing_gets_in_once_it_adds_more_than_the_list_has(
    homes: int, entry: Entry
) -> None:
    found = asked([A, B], policy(4 * MLN), more_homes(B, homes))
    assert found.entry is entry
    if entry is Entry.IN:
        assert found.award is not None
        assert (found.award.cents, found.better_by) == (3 * MLN, homes - 600)


def test_with_as_many_homes_the_cheaper_one_gets_in() -> None:
    found = asked([A, B], policy(4 * MLN), more_homes(B, 600))
    assert found.entry is Entry.IN
    assert found.stage is not None
    assert found.stage.name == "money"


def test_a_list_that_is_exactly_as_good_is_told_as_a_tie() -> None:
    other = candidate("B", 4 * MLN, (300,))
    assert asked([A, other], policy(4 * MLN), more_homes(other, 600)).entry is Entry.TIED


def test_who_was_in_is_for_a_whole_division() -> None:
    assert asked([A, B], policy(4 * MLN), more_homes(A, -700)).entry is Entry.OPEN


def agrees(made: list[Candidate], rules: Policy, draw: random.Random) -> None:
    """The answer, where there is one, is that of a whole division."""
    before = allocate(made, rules)
    if before.status is not Status.PROVEN:
        return
    chosen = draw.choice(made)
    corrected = more_homes(chosen, draw.choice((-5, -1, 1, 2, 5, 20)))
    name = corrected.application_id
    now = [corrected if one.application_id == name else one for one in made]
    found = comes_in(now, rules, before, name)
    after = allocate(now, rules)
    if found.entry in (Entry.TIED, Entry.OPEN) or after.status is not Status.PROVEN:
        return
    award = after.of(name)
    assert (found.entry is Entry.IN) == bool(award.cents), (name, found)
    if found.entry is Entry.IN:
        assert found.award is not None
        assert (found.award.cents, found.award.homes, found.award.payments) == (
            award.cents, award.homes, award.payments,
        )  # fmt: skip


@settings(max_examples=6, deadline=None)
@given(rounds(), st.integers(0, 10_000))
def test_the_answer_is_that_of_a_whole_division(drawn: Round, seed: int) -> None:
    agrees(*drawn, random.Random(seed))


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(rounds(), st.integers(0, 10_000))
def test_the_answer_is_that_of_a_whole_division_at_length(drawn: Round, seed: int) -> None:
    agrees(*drawn, random.Random(seed))


@pytest.mark.parametrize("seed", [1])
def test_of_a_larger_round_too(seed: int) -> None:
    made, rules = a_round(30, seed)
    agrees(made, rules, random.Random(seed))
