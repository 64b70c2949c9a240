"""The law's own rules give exactly what the regulations say."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from verdeelsleutel.grants.applications.candidate import Candidate
from verdeelsleutel.grants.decisions.allocation import Status
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.policy import InstrumentPolicy
from verdeelsleutel.optimiser.model.distribution import distribute
from verdeelsleutel.optimiser.model.shares import Fixed, Outcome, payments_of
from verdeelsleutel.optimiser.search.allocation import allocate
from verdeelsleutel.optimiser.solution import Why

from ..builders import MLN, at, candidate, policy


def divided(candidates: Sequence[Candidate], rule: str, available: int, **more: Any) -> Outcome:
    rules = InstrumentPolicy.model_validate({"fund": "vro", "rule": rule, **more})
    return distribute(candidates, rules, available, Fixed({}))


def amounts(outcome: Outcome) -> dict[str, int]:
    return {name: outcome.shares[name].cents for name in sorted(outcome.shares)}


RANKED = [
    candidate("WBI-1", 60 * MLN, rank=8),
    candidate("WBI-2", 50 * MLN, rank=7),
    candidate("WBI-3", 30 * MLN, rank=6),
]


def test_a_ranking_that_stops_refuses_all_after_the_first_that_does_not_fit() -> None:
    outcome = divided(RANKED, "rank", 100 * MLN)
    assert amounts(outcome) == {"WBI-1": 60 * MLN, "WBI-2": 0, "WBI-3": 0}
    assert outcome.shares["WBI-2"].reason is Why.CEILING
    assert outcome.shares["WBI-3"].reason is Why.BELOW_THE_LINE
    assert outcome.shares["WBI-3"].rank == 3


def test_a_ranking_that_skips_lets_a_smaller_one_pass() -> None:
    outcome = divided(RANKED, "rank", 100 * MLN, when_it_does_not_fit="skip")
    assert amounts(outcome) == {"WBI-1": 60 * MLN, "WBI-2": 0, "WBI-3": 30 * MLN}


def test_the_marginal_application_is_granted_and_charged_in_two_parts() -> None:
    outcome = divided(RANKED, "rank", 100 * MLN, marginal_application=True)
    share = outcome.shares["WBI-2"]
    assert (share.cents, share.next_window, share.reason) == (50 * MLN, 10 * MLN, Why.MARGINAL)
    assert payments_of(RANKED[1], share) == ((2026, 40 * MLN), (2027, 10 * MLN))
    assert outcome.shares["WBI-3"].cents == 0


def test_the_second_key_settles_equal_scores() -> None:
    made = [
        candidate("WBI-1", 60 * MLN, ranks=(8, 6)),
        candidate("WBI-2", 60 * MLN, ranks=(8, 7)),
    ]
    outcome = divided(made, "rank", 60 * MLN)
    assert amounts(outcome) == {"WBI-1": 0, "WBI-2": 60 * MLN}
    assert outcome.ties == ()


def test_a_tie_across_the_line_needs_lots_and_lots_settle_it() -> None:
    made = [candidate("WBI-1", 60 * MLN, rank=8), candidate("WBI-2", 60 * MLN, rank=8)]
    assert divided(made, "rank", 60 * MLN).ties == ("WBI-1", "WBI-2")
    drawn = [made[0].model_copy(update={"lot": 2}), made[1].model_copy(update={"lot": 1})]
    settled = divided(drawn, "rank", 60 * MLN)
    assert settled.ties == ()
    assert amounts(settled) == {"WBI-1": 0, "WBI-2": 60 * MLN}


def test_a_tie_that_changes_nothing_needs_no_lots() -> None:
    made = [candidate("WBI-1", 60 * MLN, rank=8), candidate("WBI-2", 60 * MLN, rank=8)]
    assert divided(made, "rank", 120 * MLN).ties == ()
    assert divided(made, "rank", 59 * MLN).ties == ()


def test_pro_rata_gives_all_the_same_fraction_rounded_down_to_the_cent() -> None:
    made = [candidate("RS-1", 700_000 * 3, (3,)), candidate("RS-2", 700_000 * 7, (7,))]
    outcome = divided(made, "pro_rata", 1_000_001)
    assert amounts(outcome) == {"RS-1": 300_000, "RS-2": 700_000}
    assert sum(amounts(outcome).values()) == 1_000_000  # the last cent stays unspent


def test_pro_rata_with_enough_money_pays_every_claim_in_full() -> None:
    made = [candidate("RS-1", 2_100_000, (3,)), candidate("RS-2", 4_900_000, (7,))]
    assert amounts(divided(made, "pro_rata", 7_000_000)) == {"RS-1": 2_100_000, "RS-2": 4_900_000}


def test_the_cut_for_over_programming_is_in_the_claim_and_not_taken_off_again() -> None:
    made = [
        candidate("RS-1", 670_000, municipality_codes=("GM0034",)),
        candidate("RS-2", 1_000_000, municipality_codes=("GM0363",)),
    ]
    rules = {"cut_for": ("GM0034",), "cut": "33%"}
    outcome = divided(made, "pro_rata", 835_000, **rules)
    assert amounts(outcome) == {"RS-1": 335_000, "RS-2": 500_000}
    sealed_before = InstrumentPolicy.model_validate({"fund": "vro", "rule": "pro_rata", **rules})
    again = distribute(made, sealed_before, 835_000, Fixed({}, asks=False))
    assert amounts(again) == {"RS-1": 258_700, "RS-2": 576_299}


def test_a_closed_list_gives_each_its_maximum() -> None:
    made = [candidate("GB-1", 31 * MLN), candidate("GB-2", 20 * MLN)]
    assert amounts(divided(made, "closed_list", 51 * MLN)) == {"GB-1": 31 * MLN, "GB-2": 20 * MLN}


def test_the_first_to_come_is_the_first_to_be_served() -> None:
    made = [
        candidate("BER-1", 6 * MLN, received_at=at(12)),
        candidate("BER-2", 6 * MLN, received_at=at(11)),
    ]
    assert amounts(divided(made, "first_come", 10 * MLN)) == {"BER-1": 0, "BER-2": 6 * MLN}


def test_a_lottery_without_lots_gives_nobody_anything_and_says_so() -> None:
    made = [candidate("BER-1", 6 * MLN), candidate("BER-2", 6 * MLN, lot=1)]
    outcome = divided(made, "lottery", 10 * MLN)
    assert {share.reason for share in outcome.shares.values()} == {Why.LOTS_NEEDED}
    assert outcome.ties == ("BER-1", "BER-2")


def test_a_lottery_goes_by_the_lots_that_were_drawn() -> None:
    made = [candidate("BER-1", 6 * MLN, lot=2), candidate("BER-2", 6 * MLN, lot=1)]
    assert amounts(divided(made, "lottery", 10 * MLN)) == {"BER-1": 0, "BER-2": 6 * MLN}


def test_who_needs_an_application_that_gets_nothing_makes_room_for_the_next() -> None:
    made = [
        candidate("WBI-1", 5 * MLN, (100,), rank=9, requires=("BER-1",)),
        candidate("WBI-2", 5 * MLN, (50,), rank=8),
        candidate("BER-1", 5 * MLN, (10,), rank=1, instrument="bereikbaarheid"),
    ]
    rules = policy(
        9 * MLN,
        instruments={
            "woningbouwimpuls": {"rule": "rank", "ceiling": Euro(5 * MLN)},
            "bereikbaarheid": {"rule": "rank", "ceiling": Euro(4 * MLN)},
        },
    )
    solution = allocate(made, rules)
    assert solution.status is Status.PROVEN
    assert [(g.application_id, g.cents, g.reason) for g in solution.given] == [
        ("BER-1", 0, Why.CEILING),
        ("WBI-1", 0, Why.REQUIRES),
        ("WBI-2", 5 * MLN, Why.FITS),
    ]


def test_the_fraction_is_exact() -> None:
    made = [candidate(f"RS-{k}", 3, (1,)) for k in range(3)]
    outcome = divided(made, "pro_rata", 8)
    assert Fraction(8, 9) * 3 == Fraction(8, 3)
    assert amounts(outcome) == {"RS-0": 2, "RS-1": 2, "RS-2": 2}
