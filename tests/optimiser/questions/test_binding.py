"""The limits that bound: what an application that got nothing would break beside the list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import pytest

from verdeelsleutel.grants.candidate import Candidate, Form
from verdeelsleutel.grants.policy import Policy
from verdeelsleutel.optimiser.questions.binding import binding, on_money
from verdeelsleutel.optimiser.search.allocation import allocate
from verdeelsleutel.optimiser.solution import Solution

from ..builders import MLN, a_round, candidate, goal, policy


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
