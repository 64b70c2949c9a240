"""The limits that bound: what an application that got nothing would break beside the list."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from fractions import Fraction

import pytest

from verdeelsleutel.grants.applications.application import Payment
from verdeelsleutel.grants.applications.candidate import Candidate, Form
from verdeelsleutel.grants.decisions.allocation import Status
from verdeelsleutel.grants.homes import NO_HOMES
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.optimiser.model.ladder import homes_at, homes_of, ladder, payments_at
from verdeelsleutel.optimiser.questions.application.binding import (
    HeldBack,
    binding,
    held_back,
    on_money,
)
from verdeelsleutel.optimiser.search.allocation import allocate
from verdeelsleutel.optimiser.solution import ProposedAward, Solution, Why

from ...builders import MLN, a_round, candidate, goal, policy


def least(one: Candidate) -> int:
    """The least amount in cents: the applicant's own minimum, or all."""
    return one.minimum.cents if one.form is Form.SCALABLE and one.minimum else one.requested.cents


def paid(one: Candidate, cents: int, year: int) -> Fraction:
    """What an award of some cents pays in a year, in proportion to what was asked."""
    whole = sum(p.amount.cents for p in one.payments)
    own = sum(p.amount.cents for p in one.payments if p.year == year)
    return Fraction(own * cents, whole)


def by_hand(made: Sequence[Candidate], rules: Policy, given: dict[str, int]) -> list[str]:
    """What these awards break or fall short of, worked out from the policy's words alone."""
    return sorted(_broken(made, rules, given))


def _broken(made: Sequence[Candidate], rules: Policy, given: dict[str, int]) -> Iterator[str]:
    inside = [one for one in made if given.get(one.application_id)]
    if sum(given.values()) > rules.funds["vro"].total.cents:
        yield "FUND-vro"
    social = sum(one.homes.social_rent for one in inside)
    if social * 10 < 3 * sum(one.homes.total for one in inside):
        yield "SOCIAAL"
    utrecht = sum(given[o.application_id] for o in inside if o.province == "Utrecht")
    if utrecht * 10 > 4 * sum(given.values()):
        yield "UTRECHT"
    for year, most in rules.funds["vro"].cash.items():
        if sum(paid(one, given[one.application_id], year) for one in inside) > most.cents:
            yield f"CASH-vro-{year}"


def seeded(seed: int) -> tuple[list[Candidate], Policy, Solution]:
    """A round of forty projects of their own, with a share, a cap and a cash year that bind."""
    made, rules = a_round(40, seed)
    made = [one.model_copy(update={"project_id": f"P-{k}"}) for k, one in enumerate(made)]
    total = rules.funds["vro"].total
    cap = goal(
        "UTRECHT", measure="money", of="money", at_most="40%", hard=True,
        group={"province": "Utrecht"},
    )  # fmt: skip
    share = next(c for c in rules.constraint if c.code == "SOCIAAL")
    rules = policy(
        total.cents, fund={"cash": {2027: total.fraction(Fraction(3, 10))}},
        constraint=(share.model_dump(mode="json"), cap),
    )  # fmt: skip
    return made, rules, allocate(made, rules)


@pytest.mark.sample(every=3)
@pytest.mark.parametrize("seed", range(20261129, 20261135))
def test_what_binds_is_what_an_evaluation_of_ones_own_finds(seed: int) -> None:
    made, rules, solution = seeded(seed)
    given = {one.application_id: one.cents for one in solution.given}
    found = binding(made, rules, solution)
    refused = {number for number, cents in given.items() if not cents}
    assert set(found) == refused != set()
    for one in made:
        if one.application_id in refused:
            with_it = given | {one.application_id: least(one)}
            now, then = by_hand(made, rules, given), by_hand(made, rules, with_it)
            new = [code for code in then if code not in now]
            # A goal that falls short already is named where it would fall further short.
            worse = [c for c in found[one.application_id] if c in now]
            assert sorted(set(found[one.application_id]) - set(worse)) == new
            assert set(worse) <= {"SOCIAAL"}


@pytest.mark.sample(every=3)
@pytest.mark.parametrize("seed", range(20261129, 20261135))
def test_a_want_of_money_is_said_only_while_less_was_left_than_the_least_amount(seed: int) -> None:
    made, rules, solution = seeded(seed)
    left = rules.funds["vro"].total.cents - sum(one.cents for one in solution.given)
    for one in made:
        codes = binding(made, rules, solution).get(one.application_id)
        if codes is not None:
            assert on_money(codes) is (left < least(one))


# Why a part and not more.


STEP = 10_000_000  # cents


def in_steps(seed: int) -> tuple[list[Candidate], Policy, Solution]:
    """A round in which everything can be done in parts, with a list that was drawn."""
    made, rules = a_round(24, seed)
    made = [
        one.model_copy(
            update={
                "project_id": f"P-{k}", "form": Form.SCALABLE, "step": Euro(STEP),
                "minimum": Euro(one.requested.cents // 2),
            }
        )
        for k, one in enumerate(made)
    ]  # fmt: skip
    draw = random.Random(seed)
    given = [_drawn(one, draw.randint(0, ladder(one).top)) for one in made]
    total = Euro(sum(one.cents for one in given) + draw.randint(0, 2 * STEP))
    cap = goal(
        "UTRECHT", measure="money", of="money", at_most="40%", hard=True,
        group={"province": "Utrecht"},
    )  # fmt: skip
    share = next(c for c in rules.constraint if c.code == "SOCIAAL")
    rules = policy(
        total.cents, fund={"cash": {2027: total.fraction(Fraction(1, 3))}},
        constraint=(share.model_dump(mode="json"), cap),
    )  # fmt: skip
    drawn = Solution(status=Status.NOT_PROVED, given=tuple(given), homes=NO_HOMES, digest="")
    return made, rules, drawn


def _drawn(one: Candidate, level: int) -> ProposedAward:
    cents = ladder(one).cents(level)
    whole = cents == one.requested.cents
    return ProposedAward(
        application_id=one.application_id, cents=cents, steps=level,
        homes=homes_of(homes_at(one, cents)),
        payments=tuple(Payment(year=y, amount=Euro(c)) for y, c in payments_at(one, cents)),
        reason=Why.NOT_CHOSEN if not cents else Why.FITS if whole else Why.FEWER_STEPS,
    )  # fmt: skip


def measures(
    made: Sequence[Candidate], rules: Policy, given: dict[str, int]
) -> dict[str, Fraction]:
    """By how much each limit is broken by these amounts, in its own unit; below nought it holds."""

    def homes(one: Candidate) -> list[int]:
        of = one.homes.by_segment().values()
        return [count * given[one.application_id] // one.requested.cents for count in of]

    total = sum(given.values())
    utrecht = sum(given[o.application_id] for o in made if o.province == "Utrecht")
    found = {
        "FUND-vro": Fraction(total - rules.funds["vro"].total.cents),
        "SOCIAAL": Fraction(sum(3 * sum(homes(o)) - 10 * homes(o)[0] for o in made)),
        "UTRECHT": Fraction(utrecht * 10 - 4 * total),
    }
    for year, most in rules.funds["vro"].cash.items():
        # Each award pays whole cents, and the last year the rest.
        paid = sum(
            given[o.application_id]
            - sum(
                p.amount.cents * given[o.application_id] // o.requested.cents
                for p in o.payments
                if p.year < year
            )
            for o in made
        )
        found[f"CASH-vro-{year}"] = Fraction(paid - most.cents)
    return found


@pytest.mark.parametrize("seed", range(20261130, 20261138))
def test_what_keeps_a_part_from_more_is_what_an_evaluation_of_ones_own_finds(seed: int) -> None:
    made, rules, solution = in_steps(seed)
    given = {one.application_id: one.cents for one in solution.given}
    asked = {one.application_id: one.requested.cents for one in made}
    found = held_back(made, rules, solution)
    assert set(found) == {n for n, cents in given.items() if 0 < cents < asked[n]} != set()
    now = measures(made, rules, given)
    for number, one in found.items():
        tried = (min(given[number] + STEP, asked[number]), asked[number])
        worse = {
            cents: {
                code
                for code, over in measures(made, rules, given | {number: cents}).items()
                if over > max(now[code], 0)
            }
            for cents in tried
        }
        first = next((cents for cents in tried if worse[cents]), tried[-1])
        assert (one.cents, set(one.codes)) == (first, worse[first])


def test_a_proportion_is_held_back_by_the_ceiling_at_the_whole_amount() -> None:
    made = [candidate("A", 6 * MLN, (10,)), candidate("B", 3 * MLN, (5,))]
    own = {"woningbouwimpuls": {"rule": "pro_rata", "ceiling": "€ 6 mln"}}
    rules = policy(20 * MLN, instruments=own)
    assert held_back(made, rules, allocate(made, rules)) == {
        "A": HeldBack(("CEILING-woningbouwimpuls",), 6 * MLN),
        "B": HeldBack(("CEILING-woningbouwimpuls",), 3 * MLN),
    }


def test_a_part_that_no_limit_bounds_is_told_without_one() -> None:
    part = candidate(
        "A", 6 * MLN, (10,), form=Form.SCALABLE, minimum=Euro(2 * MLN), step=Euro(MLN),
        all_homes_at_minimum=True,
    )  # fmt: skip
    rules = policy(20 * MLN)
    assert held_back([part], rules, allocate([part], rules)) == {"A": HeldBack((), 6 * MLN)}


def test_the_whole_is_tried_where_the_next_amount_fits() -> None:
    part = candidate(
        "A", 6 * MLN, (10,), form=Form.SCALABLE, minimum=Euro(2 * MLN), step=Euro(MLN),
        all_homes_at_minimum=True,
    )  # fmt: skip
    rules = policy(4 * MLN)
    found = held_back([part], rules, allocate([part], rules))
    assert found == {"A": HeldBack(("FUND-vro",), 6 * MLN)}


def test_what_a_decision_fixed_is_not_said_to_be_held_back_by_a_limit() -> None:
    made = [candidate("A", 6 * MLN, (10,)), candidate("B", 3 * MLN, (5,))]
    fixed = {
        "application": "A", "decision": "in", "amount": "€ 4 mln", "reason": "Het plan is kleiner.",
        "article": "Beleidsregel, artikel 6", "authorised_by": ["A. Jansen", "B. de Vries"],
    }  # fmt: skip
    rules = policy(7 * MLN, fixed=(fixed,))
    assert held_back(made, rules, allocate(made, rules)) == {}


def test_the_codes_stand_in_the_order_of_the_policy() -> None:
    made = [candidate("A", 6 * MLN, (10,)), candidate("B", 6 * MLN, (0, 0, 0, 9))]
    rules = policy(
        10 * MLN,
        instruments={"woningbouwimpuls": {"ceiling": "€ 10 mln"}},
        fund={"cash": {2026: "€ 10 mln"}},
        constraint=(goal("DEEL", measure="social_rent", of="homes", at_least="1/2", hard=False),
                    goal("TOP", measure="money", at_most="€ 8 mln", hard=True)),
    )  # fmt: skip
    assert binding(made, rules, allocate(made, rules)) == {
        "B": ("FUND-vro", "CEILING-woningbouwimpuls", "TOP", "CASH-vro-2026")
    }


def test_homes_that_another_award_brought_add_nothing_to_a_limit_on_homes() -> None:
    made = [
        candidate("A", 4 * MLN, (10,), project_id="P"),
        candidate("B", 4 * MLN, (10,), project_id="P"),
        candidate("C", 4 * MLN, (10,), project_id="Q"),
    ]
    most = goal("HOOGSTENS", measure="affordable_homes", at_most=10, hard=True)
    found = binding(made, rules := policy(40 * MLN, constraint=(most,)), allocate(made, rules))
    assert found["B"] == ()
    assert found["C"] == ("HOOGSTENS",)


def test_a_full_cash_year_alone_is_no_want_of_money() -> None:
    made = [candidate("A", 6 * MLN, (10,)), candidate("B", 6 * MLN, (9,))]
    rules = policy(20 * MLN, fund={"cash": {2026: "€ 10 mln"}})
    (codes,) = binding(made, rules, allocate(made, rules)).values()
    assert codes == ("CASH-vro-2026",)
    assert not on_money(codes)
