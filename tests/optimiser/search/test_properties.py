"""No change of a cent or a home passes the certificate: looked for by hypothesis."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from verdeelsleutel.grants.applications.application import Payment
from verdeelsleutel.grants.decisions.allocation import Status
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.optimiser.model.case import case_of
from verdeelsleutel.optimiser.proof.certificate import certify
from verdeelsleutel.optimiser.search.allocation import allocate
from verdeelsleutel.optimiser.solution import ProposedAward, Solution, digest_of

from ...sampling import examples
from ..builders import a_round
from ..test_enumeration import Round, rounds

CANDIDATES, POLICY = a_round(25, seed=20261123)
SEGMENTS = ("social_rent", "mid_rent", "affordable_purchase", "other")


@cache
def solution() -> Solution:
    """The list of the round: every process finds all tests, and one of them runs these."""
    return allocate(CANDIDATES, POLICY)


def money_moved(one: ProposedAward, draw: random.Random) -> ProposedAward:
    """A cent more or less in the award, a payment, or the part of the next window."""
    by = draw.choice((-1, 1))
    kind = draw.choice(("award", "payment", "both", "year", "window"))
    paid = list(one.payments)
    at = draw.randrange(len(paid)) if paid else -1
    if at < 0 or kind in ("award", "window"):
        name = "next_window" if kind == "window" else "cents"
        return one.model_copy(update={name: getattr(one, name) + by})
    year = paid[at].year + (draw.choice((-1, 1, 40)) if kind == "year" else 0)
    cents = paid[at].amount.cents + (0 if kind == "year" else by)
    paid[at] = Payment(year=year, amount=Euro(cents))
    more = by if kind == "both" else 0
    return one.model_copy(update={"payments": tuple(paid), "cents": one.cents + more})


def home_moved(one: ProposedAward, draw: random.Random) -> ProposedAward:
    """A home more, fewer, or in another segment."""
    homes = one.homes.model_dump()
    first, second = draw.sample(SEGMENTS, 2)
    homes[first] += draw.choice((-1, 1))
    if draw.random() < 0.3:
        homes[second] += 1
    return one.model_copy(update={"homes": one.homes.model_copy(update=homes)})


def swapped(one: ProposedAward, draw: random.Random) -> ProposedAward:
    """All or nothing the other way round, or a step more or less than its award."""
    if draw.random() < 0.5:
        return one.model_copy(update={"steps": one.steps + draw.choice((-1, 1))})
    return ProposedAward(
        application_id=one.application_id, cents=0 if one.cents else 1, reason=one.reason
    )


@settings(max_examples=examples(150), deadline=None)
@given(
    place=st.integers(0, len(CANDIDATES) - 1),
    change=st.sampled_from((money_moved, home_moved, swapped)),
    seed=st.integers(0, 2**20),
    signed=st.booleans(),
)
def test_no_change_of_a_cent_a_home_or_a_step_passes_the_certificate(
    place: int,
    change: Callable[[ProposedAward, random.Random], ProposedAward],
    seed: int,
    signed: bool,
) -> None:
    """Also where the digest was made anew to go with the change."""
    awards = list(solution().given)
    awards[place] = change(awards[place], random.Random(seed))
    changed = solution().model_copy(update={"given": tuple(awards)})
    if signed:
        changed = changed.model_copy(update={"digest": digest_of(changed.given)})
    assert not certify(CANDIDATES, POLICY, changed).valid


def test_an_award_of_less_than_nothing_is_refused_by_name() -> None:
    """Of a list in which a fixed nil became a cent less, nothing else can be worked out."""
    award = solution().given[0]
    awards = (award.model_copy(update={"cents": -1}), *solution().given[1:])
    changed = solution().model_copy(update={"given": awards, "digest": digest_of(awards)})
    fault = f"{award.application_id} cannot get {Euro(-1)}: that is less than nothing."
    assert fault in certify(CANDIDATES, POLICY, changed).faults


@settings(max_examples=examples(60), deadline=None)
@given(
    segment=st.sampled_from(SEGMENTS), stage=st.integers(0, 2), by=st.sampled_from((-1, 1)),
    what=st.sampled_from(("homes", "entitled_homes", "stage")),
)  # fmt: skip
def test_no_change_of_a_total_or_a_stage_passes_the_certificate(
    segment: str, stage: int, by: int, what: str
) -> None:
    if what == "stage":
        stages = list(solution().stages)
        value = stages[stage].value + by
        stages[stage] = stages[stage].model_copy(update={"value": value, "bound": value})
        changed = solution().model_copy(update={"stages": tuple(stages)})
    else:
        homes = getattr(solution(), what)
        other = homes.model_copy(update={segment: getattr(homes, segment) + by})
        changed = solution().model_copy(update={what: other})
    assert not certify(CANDIDATES, POLICY, changed).valid


@settings(max_examples=examples(30), deadline=None)
@given(
    drawn=rounds(8),
    place=st.integers(0, 7),
    change=st.sampled_from((money_moved, home_moved, swapped)),
    seed=st.integers(0, 2**20),
)
def test_the_certificate_refuses_such_a_change_in_any_round(
    drawn: Round,
    place: int,
    change: Callable[[ProposedAward, random.Random], ProposedAward],
    seed: int,
) -> None:
    made, rules = drawn
    solution = allocate(made, rules)
    assert certify(made, rules, solution).valid == (solution.status is Status.PROVEN)
    awards = list(solution.given)
    one = awards[place % len(awards)]
    other = awards[place % len(awards)] = change(one, random.Random(seed))
    # What a decision or a rule gives has an amount, homes and payments, and no step of a form.
    by_step_alone = other.model_copy(update={"steps": one.steps}) == one
    items = {item.candidate.application_id: item for item in case_of(made, rules).items}
    assume(items[one.application_id].constant is None or not by_step_alone)
    changed = solution.model_copy(update={"given": tuple(awards), "digest": digest_of(awards)})
    assert not certify(made, rules, changed).valid
