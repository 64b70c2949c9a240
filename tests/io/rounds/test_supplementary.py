"""A supplement beside its list: what was decided stands, and every limit holds over both."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from verdeelsleutel.grants.applications.candidate import Candidate, SharedLimit
from verdeelsleutel.grants.decisions.allocation import Allocation, Award, Outcome, Status, Totals
from verdeelsleutel.grants.homes import NO_HOMES
from verdeelsleutel.grants.money import ZERO, Euro
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.io.errors import RefusedByProcess
from verdeelsleutel.io.records.rounds.applications import StoredApplication
from verdeelsleutel.io.rounds.aside.reserving import Reserved, less_reserved
from verdeelsleutel.io.rounds.aside.supplementing import supplementary, totals_with
from verdeelsleutel.io.rounds.dividing.case import RoundCase
from verdeelsleutel.optimiser.model.case import Grant, case_of
from verdeelsleutel.optimiser.model.ladder import counts
from verdeelsleutel.optimiser.model.recount import checks
from verdeelsleutel.optimiser.search.allocation import allocate

from ...optimiser.builders import MLN, a_round, candidate, goal, policy

ON = date(2026, 12, 10)
NOTHING = Totals(
    applications=0, granted=0, requested=ZERO, amount=ZERO, homes=NO_HOMES, affordable_homes=0
)


def case(candidates: Sequence[Candidate], under: Policy) -> RoundCase:
    filed: tuple[StoredApplication, ...] = ()
    return RoundCase("2026-1", under, filed, {}, tuple(candidates), ())


def award(one: Candidate, cents: int, kept: int = 0) -> Award:
    outcome = Outcome.GRANTED if cents else Outcome.REFUSED_CEILING
    return Award(
        application_id=one.application_id,
        instrument=one.instrument,
        project_id=one.project_id,
        municipality_code=one.municipality_codes[0],
        outcome=Outcome.SET_ASIDE if kept else outcome,
        requested=one.requested,
        amount=Euro(cents),
        payable=Euro(cents),
        homes=one.homes if cents else NO_HOMES,
        payments=one.payments if cents else (),
        reserved=Euro(kept),
    )


def supplement(
    of: RoundCase, given: Sequence[str], ready: Sequence[str], on: date = ON, **cents: int
) -> dict[str, Award]:
    """What these get where the list gave to the ``given`` all, and the round done over everything
    that is asked, or so many cents."""
    claims = {one.application_id: one for one in of.candidates}
    standing = {
        n: award(
            one,
            one.requested.cents if n in given else 0,
            one.requested.cents if n in ready else 0,
        )
        for n, one in claims.items()
    }
    over = [award(one, cents.get(n, one.requested.cents)) for n, one in claims.items()]
    done_over = Allocation(
        round="2026-1", policy_hash="", status=Status.PROVEN, totals=NOTHING, certificate=None,
        inputs=(), awards=tuple(over),
    )  # fmt: skip
    made = supplementary(of, standing, done_over, ready, on)
    assert [one.application_id for one in made] == sorted(ready)
    return {one.application_id: one for one in made}


def said(one: Award) -> str:
    (reason,) = one.reasons
    assert (reason.code, one.amount, one.homes, one.payments) == ("SUPPLEMENT", ZERO, NO_HOMES, ())
    assert one.outcome is Outcome.REFUSED_CEILING
    return reason.nl


RICH = policy(100 * MLN)


@pytest.mark.parametrize("who", ["A", "B"])
def test_who_excludes_somebody_of_the_list_gets_nothing(who: str) -> None:
    one = candidate("A", MLN, excludes=("B",) if who == "A" else ())
    other = candidate("B", MLN, excludes=("A",) if who == "B" else ())
    made = supplement(case([one, other], RICH), given=["A"], ready=["B"])
    assert said(made["B"]) == (
        "Toekenning kan niet samengaan met die van A, waarover al is beslist."
    )


def test_of_two_that_exclude_each_other_in_a_supplement_one_gets_it() -> None:
    both = [candidate("A", MLN, excludes=("B",)), candidate("B", MLN)]
    made = supplement(case(both, RICH), given=[], ready=["A", "B"])
    assert [made[n].amount.cents for n in "AB"] == [MLN, 0]


@pytest.mark.parametrize(("needs", "given"), [("Z", ["Z"]), ("C", [])])
def test_who_needs_another_comes_in_with_it_whatever_their_numbers(
    needs: str, given: list[str]
) -> None:
    """C has a later number, and is decided on in the same list; Z is in the approved one."""
    every = [candidate("B", MLN, requires=(needs,)), candidate("C", MLN), candidate("Z", MLN)]
    made = supplement(case(every, RICH), given=given, ready=["B", "C"])
    assert made["B"].amount == Euro(MLN)


def test_who_needs_another_that_got_nothing_gets_nothing() -> None:
    every = [candidate("B", MLN, requires=("Z",)), candidate("Z", MLN)]
    made = supplement(case(every, RICH), given=[], ready=["B"])
    assert said(made["B"]).startswith("De aanvraag kan alleen doorgaan samen met Z, en die kreeg")


def test_a_ring_of_needs_comes_in_whole_or_not_at_all() -> None:
    ring = [
        candidate("A", MLN, requires=("B",)),
        candidate("B", MLN, requires=("C",)),
        candidate("C", MLN, requires=("A",), excludes=("Z",)),
        candidate("Z", MLN),
    ]
    made = supplement(case(ring, RICH), given=[], ready=["A", "B", "C"])
    assert {one.amount.cents for one in made.values()} == {MLN}
    made = supplement(case(ring, RICH), given=["Z"], ready=["A", "B", "C"])
    assert {one.amount.cents for one in made.values()} == {0}
    assert "die van Z, waarover al is beslist" in said(made["A"])


def test_a_shared_maximum_is_held_over_both_lists() -> None:
    area = SharedLimit(code="A-1", name="Haven-Stad", article="artikel 4", most=Euro(2 * MLN))
    every = [candidate(n, MLN, shared=(area,)) for n in ("A", "B", "C")]
    made = supplement(case(every, RICH), given=["A"], ready=["B", "C"])
    assert made["B"].amount == Euro(MLN)
    assert said(made["C"]) == (
        "Van het gezamenlijke maximum, Haven-Stad (artikel 4), is te weinig over."
    )


def test_a_hard_maximum_is_held_over_both_lists_and_named() -> None:
    most = goal("GELD-GM", measure="money", at_most="€ 2 mln", hard=True)
    every = [candidate(n, MLN) for n in ("A", "B", "C")]
    made = supplement(case(every, policy(100 * MLN, constraint=(most,))), ["A"], ["B", "C"])
    assert made["B"].amount == Euro(MLN)
    assert said(made["C"]) == (
        "Samen met wat al is toegekend, zou dit niet meer gelden: GELD-GM geldt."
    )
    assert made["C"].binding == ("GELD-GM",)


def test_a_hard_share_is_held_over_both_lists_together() -> None:
    """A has no affordable homes; beside C, which has only those, the share still holds."""
    share = goal("BETAALBAAR", measure="affordable_homes", of="homes", at_least="50%", hard=True)
    under = policy(100 * MLN, constraint=(share,))
    every = [
        candidate("A", MLN, (0, 0, 0, 100)),
        candidate("C", MLN, (100, 0, 0, 0)),
        candidate("Z", MLN, (50, 0, 0, 50)),
    ]
    both = supplement(case(every, under), given=["Z"], ready=["A", "C"])
    assert {n: one.amount.cents for n, one in both.items()} == {"A": MLN, "C": MLN}
    alone = supplement(case(every, under), given=["Z"], ready=["A"])
    assert alone["A"].binding == ("BETAALBAAR",)


def test_a_full_cash_year_is_held_over_both_lists() -> None:
    under = policy(100 * MLN, fund={"cash": {2026: Euro(MLN)}})
    every = [candidate("A", MLN), candidate("B", MLN)]
    made = supplement(case(every, under), given=["A"], ready=["B"])
    assert made["B"].binding == ("CASH-vro-2026",)


def test_a_later_year_pays_what_was_planned_before_it() -> None:
    one = candidate("B", 3 * MLN, years={2026: MLN, 2027: MLN, 2028: MLN})
    made = supplement(case([one], RICH), [], ["B"], on=date(2027, 2, 1))
    paid = {p.year: p.amount.cents for p in made["B"].payments}
    assert paid == {2027: 2 * MLN, 2028: MLN}
    full = policy(100 * MLN, fund={"cash": {2026: Euro(MLN), 2027: Euro(MLN)}})
    late = supplement(case([one], full), [], ["B"], on=date(2027, 2, 1))
    assert late["B"].binding == ("CASH-vro-2027",)


def test_a_list_that_leaves_somebody_undecided_is_no_list() -> None:
    one = candidate("B", MLN)
    kept = {"B": award(one, 0, MLN)}
    open_ = award(one, 0).model_copy(update={"outcome": Outcome.NEEDS_JUDGEMENT})
    done_over = Allocation(
        round="2026-1", policy_hash="", status=Status.PROVEN, totals=NOTHING, certificate=None,
        inputs=(), awards=(open_,),
    )  # fmt: skip
    with pytest.raises(RefusedByProcess, match="Over B is met deze lijst nog niet beslist"):
        supplementary(case([one], RICH), kept, done_over, ["B"], ON)


def linked(seed: int) -> tuple[list[Candidate], Policy, list[str]]:
    """A small round with links and limits, and who is set aside in it."""
    draw = random.Random(seed)
    made, under = a_round(draw.randint(5, 9), seed)
    numbers = [one.application_id for one in made]
    links: list[Candidate] = []
    for one in made:
        others = [n for n in numbers if n != one.application_id]
        more: dict[str, Any] = {}
        if draw.random() < 0.25:
            more["excludes"] = (draw.choice(others),)
        elif draw.random() < 0.3:
            more["requires"] = (draw.choice(others),)
        links.append(one.model_copy(update=more))
    return links, under, sorted(draw.sample(numbers, draw.randint(1, 3)))


def held_over_both(seed: int) -> bool:
    """A round divided without who is set aside, then done over with them in: all limits hold."""
    claims, under, aside = linked(seed)
    kept = [
        Reserved(
            application_id=one.application_id, instrument=one.instrument, amount=one.requested,
            payments=one.payments,
        )
        for one in claims
        if one.application_id in aside
    ]  # fmt: skip
    waits = {one.application_id for one in claims if set(one.requires) & set(aside)}
    try:
        left = less_reserved(under, kept)
    except RefusedByProcess:
        return False  # there is not so much to keep
    rest = [one for one in claims if one.application_id not in {*aside, *waits}]
    before, after = allocate(rest, left), allocate(claims, under)
    if Status.PROVEN not in (before.status, after.status) or before.status is not after.status:
        return False
    first = {one.application_id: one.cents for one in before.given}
    over = {one.application_id: one for one in after.given}
    named = {one.application_id: one for one in claims}
    ready = sorted({*aside, *waits})
    standing = {
        n: award(one, first.get(n, 0), one.requested.cents if n in ready else 0)
        for n, one in named.items()
    }
    standing = {n: _as_paid(one, before.given) for n, one in standing.items()}
    whole = case(claims, under)
    done_over = Allocation(
        round="2026-1", policy_hash="", status=Status.PROVEN, totals=NOTHING, certificate=None,
        inputs=(), awards=tuple(
            _as_paid(award(one, over[n].cents), after.given) for n, one in named.items()
        ),
    )  # fmt: skip
    made = {one.application_id: one for one in supplementary(whole, standing, done_over, ready, ON)}
    both = {**standing, **made}
    assert {n: both[n] for n in standing if n not in ready} == {
        n: one for n, one in standing.items() if n not in ready
    }
    problem = case_of(claims, under)
    grants = [
        Grant(one.amount.cents, one.amount.cents, counts(one.homes),
              tuple((p.year, p.amount.cents) for p in one.payments))
        for item in problem.items
        for one in (both[item.candidate.application_id],)
    ]  # fmt: skip
    list_alone = [
        Grant(one.amount.cents, one.amount.cents, counts(one.homes),
              tuple((p.year, p.amount.cents) for p in one.payments))
        for item in problem.items
        for one in (standing[item.candidate.application_id],)
    ]  # fmt: skip
    then = {one.code: one.slack for one in checks(problem, list_alone)}
    broken = [
        one.code
        for one in checks(problem, grants)
        if one.hard and one.slack < min(0, then[one.code])
    ]
    assert broken == [], (seed, broken)
    for number in ready:
        assert made[number].amount <= min(named[number].requested, Euro(over[number].cents)), seed
    total = totals_with(whole, standing, list(made.values()))
    assert total.amount == Euro.total(one.amount for one in both.values())
    return any(one.amount for one in made.values())


def _as_paid(one: Award, given: Sequence[Any]) -> Award:
    found = next((g for g in given if g.application_id == one.application_id), None)
    if found is None or not one.amount:
        return one
    return one.model_copy(update={"payments": found.payments, "homes": found.homes})


def test_every_limit_holds_over_both_lists_of_any_round() -> None:
    assert sum(held_over_both(seed) for seed in range(15)) >= 4


@pytest.mark.slow
def test_every_limit_holds_over_both_lists_of_many_rounds() -> None:
    assert sum(held_over_both(seed) for seed in range(15, 400)) >= 60
