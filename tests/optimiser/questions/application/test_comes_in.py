"""What one corrected application gets is what dividing everything again says, and is shown.

Corrections are drawn over all that a candidate has: homes of every segment, amount, years, minimum,
score, project, links and labels. Of every answer the evidence is checked again without a solver,
and evidence that says anything else is refused.
"""

import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verdeelsleutel.grants.applications.application import Payment
from verdeelsleutel.grants.applications.candidate import Candidate, Form
from verdeelsleutel.grants.decisions.allocation import Status
from verdeelsleutel.grants.homes import Homes
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.optimiser.proof.certificate import certify
from verdeelsleutel.optimiser.proof.level import award_shown
from verdeelsleutel.optimiser.questions.application.comes_in import ComesIn, Entry, comes_in
from verdeelsleutel.optimiser.search.allocation import allocate
from verdeelsleutel.optimiser.search.trees.known import Known, known_of
from verdeelsleutel.optimiser.solution import LevelShown, Solution

from ...builders import MLN, a_round, candidate, goal, policy
from ...test_enumeration import Round, rounds

A, B = candidate("A", 4 * MLN, (900,)), candidate("B", 3 * MLN, (300,))


def asked(claims: list[Candidate], under: Policy, corrected: Candidate) -> ComesIn:
    """The question, about a list that is proven without the correction."""
    name = corrected.application_id
    now = [corrected if one.application_id == name else one for one in claims]
    return comes_in(now, under, claims, allocate(claims, under), name)


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


def test_who_was_in_stays_in_as_long_as_nothing_without_it_is_as_good() -> None:
    for homes, entry in ((0, Entry.IN), (50, Entry.IN), (-599, Entry.IN), (-700, Entry.OUT)):
        found = asked([A, B], policy(4 * MLN), more_homes(A, homes))
        assert found.entry is entry, homes
        if entry is Entry.IN:
            assert found.award is not None
            assert found.award.cents == 4 * MLN


def test_a_limit_that_moves_with_its_application_is_left_to_a_whole_division() -> None:
    """What lists without it must reach is no longer the same."""
    share = goal("SHARE", measure="social_rent", of="homes", at_least="50%", hard=False)
    other = candidate("C", 1 * MLN, (0, 200))
    claims = [A, B, other]
    rules = policy(5 * MLN, constraint=[share])
    for homes in (-300, 0, 300, 900):
        agrees(claims, rules, more_homes(B, homes))


# Corrections of everything that a candidate has.


def homes(one: Candidate, draw: random.Random) -> dict[str, Any]:
    def moved(count: int) -> int:
        return max(0, count + draw.choice((-20, -5, -1, 0, 0, 1, 2, 5, 20)))

    found = Homes(
        social_rent=moved(one.homes.social_rent), mid_rent=moved(one.homes.mid_rent),
        affordable_purchase=moved(one.homes.affordable_purchase), other=moved(one.homes.other),
    )  # fmt: skip
    return {"homes": one.homes if one.form is Form.PER_HOME else found}


def amount(one: Candidate, draw: random.Random) -> dict[str, Any]:
    if one.form is Form.PER_HOME:
        return {}
    cents = max(1, one.requested.cents * draw.choice((5, 8, 9, 11, 12, 15)) // 10)
    first = cents // draw.choice((1, 2, 3))
    paid = (Payment(year=2026, amount=Euro(first)), Payment(year=2027, amount=Euro(cents - first)))
    least = {} if one.minimum is None else {"minimum": Euro(min(one.minimum.cents, cents))}
    return {"requested": Euro(cents), "payments": paid, **least}


def years(one: Candidate, draw: random.Random) -> dict[str, Any]:
    first = draw.randint(0, one.requested.cents)
    paid = (
        Payment(year=2026, amount=Euro(first)),
        Payment(year=2027, amount=Euro(one.requested.cents - first)),
    )
    return {"payments": paid}


def province(one: Candidate, draw: random.Random) -> dict[str, Any]:
    return {"province": draw.choice(("Utrecht", "Drenthe", "Limburg"))}


def place(one: Candidate, draw: random.Random) -> dict[str, Any]:
    code = draw.choice(("GM0344", "GM0106", "GM0363"))
    return {"municipality_codes": (code,), "received_at": one.received_at.replace(minute=59)}


def project(one: Candidate, draw: random.Random) -> dict[str, Any]:
    return {"project_id": draw.choice(("P1", "P2", "nergens anders")), "phases": ()}


def links(one: Candidate, draw: random.Random) -> dict[str, Any]:
    other = draw.choice(("A-00", "A-01", "A-02", "WBI-0001", "niemand"))
    return draw.choice(({"excludes": ()}, {"excludes": (other,)}, {"requires": (other,)}))


def least(one: Candidate, draw: random.Random) -> dict[str, Any]:
    if one.form is not Form.SCALABLE:
        return {}
    return {"minimum": Euro(draw.randint(0, one.requested.cents))}


FIELDS: tuple[Callable[[Candidate, random.Random], dict[str, Any]], ...] = (
    homes, homes, amount, years, province, place, project, links, least,
)  # fmt: skip


def correction(made: list[Candidate], draw: random.Random) -> Candidate:
    """One application with one to three of its fields corrected."""
    chosen = draw.choice(made)
    for field in draw.sample(FIELDS, draw.randint(1, 3)):
        chosen = Candidate.model_validate(chosen.model_dump() | field(chosen, draw))
    return chosen


def agrees(made: list[Candidate], rules: Policy, corrected: Candidate) -> Entry:
    """The answer, where there is one, is that of a whole division, and its evidence holds."""
    before = allocate(made, rules)
    if before.status is not Status.PROVEN:
        return Entry.OPEN
    name = corrected.application_id
    now = [corrected if one.application_id == name else one for one in made]
    found = comes_in(now, rules, made, before, name)
    after = allocate(now, rules)
    begins_elsewhere(now, rules, known_of(made, rules, before), after)
    if found.entry in (Entry.TIED, Entry.OPEN) or after.status is not Status.PROVEN:
        return found.entry
    award = after.of(name)
    assert found.award is not None
    assert (found.award.cents, found.award.homes, found.award.payments) == (
        award.cents, award.homes, award.payments,
    ), (corrected, found)  # fmt: skip
    assert (found.entry is Entry.IN) == bool(award.cents)
    again, fault = award_shown(now, rules, made, before.given, name, found.shown)
    assert (again, fault) == (found.award, "")
    if found.shown is not None:
        lies(now, rules, made, before, name, found.shown)
    return found.entry


def begins_elsewhere(
    now: list[Candidate], rules: Policy, known: Known | None, after: Solution
) -> None:
    """Whatever list and trees a division begins from, it ends in the same list, and proves it."""
    begun = allocate(now, rules, known=known)
    assert (begun.status, begun.given, begun.conflict) == (
        after.status, after.given, after.conflict,
    )  # fmt: skip
    assert [(one.name, one.value, one.proven) for one in begun.stages] == [
        (one.name, one.value, one.proven) for one in after.stages
    ]
    if begun.status is Status.PROVEN:
        certificate = certify(now, rules, begun)
        assert certificate.valid, certificate.faults


def lies(
    now: list[Candidate], rules: Policy, made: list[Candidate], before: Solution, name: str,
    shown: LevelShown,
) -> None:  # fmt: skip
    """The same evidence for any other level of the application shows nothing."""
    for level in (0, 1, 2):
        if level == shown.level_of(name):
            continue
        levels = tuple((o, level if o == name else known) for o, known in shown.levels)
        forged = shown.model_copy(update={"levels": levels})
        award, fault = award_shown(now, rules, made, before.given, name, forged)
        assert award is None
        assert fault


@pytest.mark.sample(only="8")
@pytest.mark.parametrize("seed", [7, 8])
def test_where_all_homes_have_one_price_the_trees_of_before_are_followed(seed: int) -> None:
    """The published order decides there, so that whole trees are followed, and some no further."""
    made, rules = a_round(30, seed, one_price=True)
    before = allocate(made, rules)
    known = known_of(made, rules, before)
    assert known is not None
    assert known.proof.order
    corrected = correction(made, random.Random(seed))
    now = [corrected if o.application_id == corrected.application_id else o for o in made]
    begins_elsewhere(now, rules, known, allocate(now, rules))


@settings(max_examples=6, deadline=None)
@given(rounds(8), st.integers(0, 10_000))
def test_the_answer_is_that_of_a_whole_division(drawn: Round, seed: int) -> None:
    agrees(*drawn, correction(drawn[0], random.Random(seed)))


@pytest.mark.slow
@settings(max_examples=1000, deadline=None)
@given(rounds(), st.integers(0, 10_000))
def test_the_answer_is_that_of_a_whole_division_at_length(drawn: Round, seed: int) -> None:
    agrees(*drawn, correction(drawn[0], random.Random(seed)))


@pytest.mark.sample(every=2)
@pytest.mark.parametrize("seed", [1, 2])
def test_of_a_larger_round_too(seed: int) -> None:
    made, rules = a_round(30, seed)
    agrees(made, rules, correction(made, random.Random(seed)))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3, 60))
def test_of_many_larger_rounds_too(seed: int) -> None:
    made, rules = a_round(40, seed)
    agrees(made, rules, correction(made, random.Random(seed)))
