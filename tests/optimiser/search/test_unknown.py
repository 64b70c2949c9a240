"""What is unknown gives nobody a place: ranking keys, times of receipt, lots, shared maxima."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Any

import pytest

from verdeelsleutel.grants.applications.candidate import Candidate, RankKey, SharedLimit
from verdeelsleutel.grants.decisions.allocation import Status
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.policy import OrderPolicy, Policy
from verdeelsleutel.optimiser.model.distribution import distribute, rank_key
from verdeelsleutel.optimiser.model.order import published_keys
from verdeelsleutel.optimiser.model.shares import Fixed, Outcome
from verdeelsleutel.optimiser.proof.certificate import certify
from verdeelsleutel.optimiser.search.allocation import allocate
from verdeelsleutel.optimiser.solution import Why

from ..builders import MLN, at, candidate, policy
from ..model.test_distribution import amounts, divided

MIDNIGHT = datetime(2026, 9, 10)  # noqa: DTZ001 - a day without a time
UNKNOWN = (RankKey(name="gewogen score", value=None),)


def sealed_before(made: list[Candidate], rule: str, available: int) -> Outcome:
    rules = policy(0, instruments={"woningbouwimpuls": {"rule": rule}}).instruments
    return distribute(made, rules["woningbouwimpuls"], available, Fixed({}, asks=False))


def test_a_ranking_is_not_divided_while_a_key_of_one_is_unknown() -> None:
    made = [candidate("A", MLN, rank=8), candidate("B", MLN, rank_keys=UNKNOWN)]
    outcome = divided(made, "rank", MLN)
    assert amounts(outcome) == {"A": 0, "B": 0}
    assert {share.reason for share in outcome.shares.values()} == {Why.WAITS}
    with pytest.raises(ValueError, match="is unknown"):
        rank_key(made[1])


def test_a_key_of_an_application_that_a_decision_puts_out_is_not_needed() -> None:
    made = [candidate("A", MLN, rank=8), candidate("B", MLN, rank_keys=UNKNOWN)]
    rounds = policy(
        MLN,
        instruments={"woningbouwimpuls": {"rule": "rank"}},
        fixed=[
            {
                "application": "B", "decision": "out", "reason": "Teruggetrokken door de gemeente.",
                "article": "artikel 6", "authorised_by": ["A. Een", "B. Twee"],
            }
        ],
    )  # fmt: skip
    solution = allocate(made, rounds)
    assert [(one.application_id, one.cents) for one in solution.given] == [("A", MLN), ("B", 0)]


def received(number: str, moment: datetime, **more: Any) -> Candidate:
    return candidate(number, 6 * MLN, (10, 0, 0, 0), received_at=moment, **more)


def test_a_day_without_a_time_is_equal_to_all_of_that_day() -> None:
    early = received("A", MIDNIGHT.replace(hour=9))
    late = received("B", MIDNIGHT.replace(hour=17))
    unknown = received("C", MIDNIGHT)
    outcome = divided([early, late, unknown], "first_come", 6 * MLN)
    assert outcome.ties == ("A", "B", "C")
    assert divided([early, late], "first_come", 6 * MLN).ties == ()
    assert amounts(sealed_before([early, unknown], "first_come", 6 * MLN)) == {"A": 0, "C": 6 * MLN}


def test_a_day_without_a_time_needs_no_lot_where_its_order_decides_nothing() -> None:
    made = [received("A", MIDNIGHT), received("B", MIDNIGHT.replace(hour=9))]
    assert divided(made, "first_come", 12 * MLN).ties == ()
    assert divided(made, "first_come", 5 * MLN).ties == ()


def test_another_day_is_before_or_after_it_all_the_same() -> None:
    made = [received("A", MIDNIGHT), received("B", MIDNIGHT.replace(day=11))]
    outcome = divided(made, "first_come", 6 * MLN)
    assert (amounts(outcome), outcome.ties) == ({"A": 6 * MLN, "B": 0}, ())


def test_a_lot_for_one_of_several_equals_decides_nothing() -> None:
    made = [received("A", at(9), lot=1), received("B", at(9))]
    assert divided(made, "first_come", 6 * MLN).ties == ("A", "B")
    assert sealed_before(made, "first_come", 6 * MLN).ties == ()


def test_a_draw_counts_when_everybody_tied_has_a_lot_of_his_own() -> None:
    made = [received("A", at(9), lot=2), received("B", at(9), lot=1)]
    outcome = divided(made, "first_come", 6 * MLN)
    assert (amounts(outcome), outcome.ties) == ({"A": 0, "B": 6 * MLN}, ())
    twice = [received("A", at(9), lot=1), received("B", at(9), lot=1)]
    assert divided(twice, "first_come", 6 * MLN).ties == ("A", "B")


def test_a_lottery_with_one_lot_twice_gives_nobody_anything() -> None:
    made = [candidate("A", MLN, lot=1), candidate("B", MLN, lot=1)]
    assert divided(made, "lottery", MLN).ties == ("A", "B")


def test_the_optimum_names_the_tie_that_one_lot_does_not_settle() -> None:
    made = [received("A", at(9), lot=1), received("B", at(9))]
    rounds = policy(6 * MLN)
    assert allocate(made, rounds).ties == ("A", "B")
    assert allocate(made, rounds.model_copy(update={"edition": 1})).ties == ()
    both = [made[0], made[1].model_copy(update={"lot": 2})]
    solution = allocate(both, rounds)
    assert (solution.ties, solution.of("A").cents) == ((), 6 * MLN)


def test_the_published_order_reads_a_day_without_a_time_within_its_own_group() -> None:
    order = OrderPolicy()
    scored = [
        candidate("A", MLN, rank=8, received_at=MIDNIGHT),
        candidate("B", MLN, rank=8, received_at=MIDNIGHT.replace(hour=9)),
        candidate("C", MLN, rank=7, received_at=MIDNIGHT.replace(hour=9)),
        candidate("D", MLN, rank=7, received_at=MIDNIGHT.replace(hour=10)),
    ]
    keys = published_keys(scored, order)
    assert keys[0] == keys[1] < keys[2] < keys[3]
    before = published_keys(scored, order, asks=False)
    assert len(set(before)) == 4


def sharing(number: str, cents: int, most: int) -> Candidate:
    limit = SharedLimit(code="GB-02-X", name="X", article="artikel 3", most=Euro(most))
    return candidate(number, cents, (10, 0, 0, 0), shared=(limit,))


@pytest.mark.parametrize(("most", "given"), [(10 * MLN, 1), (20 * MLN, 2)])
def test_a_shared_maximum_holds_over_all_that_share_it(most: int, given: int) -> None:
    made = [sharing("A", 10 * MLN, most), sharing("B", 10 * MLN, most)]
    rounds: Policy = policy(100 * MLN)
    solution = allocate(made, rounds)
    assert sum(1 for one in solution.given if one.cents) == given
    assert certify(made, rounds, solution).valid


def test_a_closed_list_that_gives_a_shared_maximum_twice_is_a_conflict_by_name() -> None:
    made = [sharing("A", 10 * MLN, 10 * MLN), sharing("B", 10 * MLN, 10 * MLN)]
    rounds = policy(100 * MLN, instruments={"woningbouwimpuls": {"rule": "closed_list"}})
    solution = allocate(made, rounds)
    assert solution.status is Status.INFEASIBLE
    assert [named.code for named in solution.conflict] == ["GB-02-X"]


def test_a_part_below_the_stated_minimum_is_asked_and_not_granted() -> None:
    made = [
        candidate("A", 10 * MLN, minimum=Euro(6 * MLN)),
        candidate("B", 10 * MLN, minimum=Euro(5 * MLN)),
    ]
    outcome = divided(made, "pro_rata", 10 * MLN)
    assert amounts(outcome) == {"A": 0, "B": 5 * MLN}
    assert outcome.shares["A"].reason is Why.BELOW_MINIMUM


def test_a_score_of_nought_is_a_score() -> None:
    made = [
        candidate("A", MLN, rank_keys=(RankKey(name="score", value=Fraction(0)),)),
        candidate("B", MLN, rank=1),
    ]
    assert amounts(divided(made, "rank", MLN)) == {"A": 0, "B": MLN}
