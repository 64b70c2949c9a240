"""Who is next for what came free, within cash years, ceilings and what the law asks of the list."""

from __future__ import annotations

from typing import Any

from verdeelsleutel.grants.applications.candidate import Candidate
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.optimiser.questions.what_if.next_in_line import next_in_line
from verdeelsleutel.optimiser.search.allocation import allocate

from ...builders import MLN, candidate, goal, policy

WBI = "woningbouwimpuls"


def freed_by(claims: list[Candidate], under: Policy, gone: str, scheme: str = "") -> Any:
    """Who is next for all that one has, once it withdrew."""
    found = allocate(claims, under)
    (had,) = [one for one in found.given if one.application_id == gone]
    assert had.cents
    freed = {scheme: had.cents}
    return next_in_line(claims, under, found, "vro", gone=[gone], freed=freed)


A, B = candidate("A", 4 * MLN, (900,)), candidate("B", 3 * MLN, (300,))


def test_the_next_gets_no_more_than_came_free() -> None:
    next_ = freed_by([A, B, candidate("C", 5 * MLN, (800,))], policy(5 * MLN), "A")
    assert (next_.awards, next_.homes_gained) == ((("B", 3 * MLN),), 300)


def test_what_is_left_over_in_the_fund_besides_is_not_given() -> None:
    next_ = freed_by([A, candidate("D", 5 * MLN, (100,))], policy(8 * MLN), "A")
    assert next_.awards == ()


def test_a_cash_year_that_is_full_keeps_who_is_next_waiting() -> None:
    cash = {"cash": {2026: Euro(4 * MLN), 2027: Euro(MLN)}}
    later = candidate("B", 3 * MLN, (300,), years={2027: 3 * MLN})
    next_ = freed_by([A, later, candidate("C", 2 * MLN, (10,))], policy(5 * MLN, fund=cash), "A")
    assert next_.awards == (("C", 2 * MLN),)


def test_what_came_free_under_a_ceiling_stays_under_it() -> None:
    own = {WBI: {"ceiling": Euro(4 * MLN)}, "gebiedsbudget": {"ceiling": Euro(4 * MLN)}}
    other = candidate("G", 2 * MLN, (200,), instrument="gebiedsbudget")
    full = candidate("H", 4 * MLN, (400,), instrument="gebiedsbudget")
    claims = [A, candidate("B", 4 * MLN, (300,)), other, full]
    next_ = freed_by(claims, policy(8 * MLN, instruments=own), "A", WBI)
    assert next_.awards == (("B", 4 * MLN),)


def test_a_hard_limit_holds_for_the_next_and_one_that_the_withdrawal_broke_stops_nobody() -> None:
    most = goal("HOOGSTENS", measure="homes", at_most=1000, hard=True)
    least = goal("MINSTENS", measure="homes", at_least=900, hard=True)
    claims = [A, candidate("B", 3 * MLN, (1100,), excludes=("A",)), candidate("C", MLN, (50,))]
    under = policy(4 * MLN, constraint=(most, least))
    assert freed_by(claims, under, "A").awards == (("C", MLN),)
