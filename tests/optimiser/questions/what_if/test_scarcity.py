"""Which fund, ceiling or cash year binds at each point of a frontier."""

from __future__ import annotations

import random

import pytest

from verdeelsleutel.grants.applications.candidate import Form
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.optimiser.model.case import NO_GRANT, case_of
from verdeelsleutel.optimiser.questions.what_if.answers import frontier
from verdeelsleutel.optimiser.questions.what_if.optimum import with_total
from verdeelsleutel.optimiser.questions.what_if.scarcity import scarce
from verdeelsleutel.optimiser.search.allocation import allocate

from ...builders import MLN, a_round, candidate, policy

FUND, CEILING = "FUND-vro", "CEILING-woningbouwimpuls"
THREE = [candidate(n, MLN, (10 * (k + 1),)) for k, n in enumerate("ABC")]


def at(budgets: list[int], ceiling: int | None = None, **cash: int) -> list[tuple[str, ...] | None]:
    """What binds with each budget, in millions, under a ceiling and cash a year, in millions."""
    years = {int(key[1:]): Euro(most * MLN) for key, most in cash.items()}
    own = {} if ceiling is None else {"ceiling": Euro(ceiling * MLN)}
    under = policy(3 * MLN, instruments={"woningbouwimpuls": own}, fund={"cash": years})
    points = frontier(THREE, under, "vro", [one * MLN for one in budgets])
    return [one.binding for one in points]


def test_a_fund_binds_until_everybody_has_what_they_ask() -> None:
    assert at([0, 1, 2, 3, 4]) == [(FUND,), (FUND,), (FUND,), (), ()]


def test_a_ceiling_binds_where_the_fund_has_more() -> None:
    assert at([1, 2, 3], ceiling=2) == [(FUND,), (FUND, CEILING), (CEILING,)]


def test_a_ceiling_that_equals_its_fund_binds_with_it() -> None:
    assert at([2], ceiling=2) == [(FUND, CEILING)]


def test_a_cash_year_binds_by_its_own_name() -> None:
    assert at([1, 3], y2026=2) == [(FUND,), ("CASH-vro-2026",)]


def test_who_is_kept_out_by_somebody_else_says_nothing_about_money() -> None:
    pair = [candidate("A", MLN, (20,)), candidate("B", MLN, (10,), excludes=("A",))]
    (point,) = frontier(pair, policy(5 * MLN), "vro", [5 * MLN])
    assert (point.homes, point.binding) == (20, ())


def test_what_can_be_cut_binds_where_it_could_have_more() -> None:
    one = candidate(
        "A", 4 * MLN, (40,), form=Form.SCALABLE, minimum=Euro(MLN), step=Euro(MLN),
    )  # fmt: skip
    points = frontier([one], policy(4 * MLN), "vro", [2 * MLN, 4 * MLN])
    assert [point.binding for point in points] == [(FUND,), ()]


@pytest.mark.parametrize("seed", range(6))
def test_what_binds_is_what_more_money_would_help(seed: int) -> None:
    """Where only a fund binds, somebody's next amount fits once there is enough in it; where
    nothing binds, no budget makes a difference."""
    draw = random.Random(seed)
    claims, under = a_round(draw.randint(4, 8), seed)
    total = under.funds["vro"].total.cents * draw.randint(40, 220) // 100
    changed = with_total(under.model_copy(update={"constraint": ()}), "vro", total)
    found = allocate(claims, changed)
    case = case_of(claims, changed)
    given = {one.application_id: one for one in found.given}
    grants = [
        item.grant(item.ladder.level_of(given[item.candidate.application_id].cents) or 0)
        for item in case.items
    ]
    codes = scarce(case, grants)
    everybody = all(
        g.cents == item.candidate.requested.cents
        for g, item in zip(grants, case.items, strict=True)
    )
    assert (codes == ()) == everybody
    assert set(codes) <= {FUND}
    assert scarce(case, [NO_GRANT] * len(grants)) == ()  # an empty list has room for anybody
