"""The ledger: in every cell, after every event, reserved + committed + free is the ceiling."""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verdeelsleutel.grants.decisions.allocation import Award, Outcome
from verdeelsleutel.grants.ledger import booking
from verdeelsleutel.grants.ledger.ledger import (
    WHOLE_FUND,
    Account,
    Balances,
    Cell,
    Charge,
    Overdrawn,
    ceilings_of,
    charges_of,
)
from verdeelsleutel.grants.money import ZERO, Euro
from verdeelsleutel.grants.rounds.policy import Policy

FUND = Cell("vro", WHOLE_FUND, 2026)
GB = Cell("vro", "gebiedsbudget", 2026)
WBI = Cell("vro", "woningbouwimpuls", 2026)
WBI_NEXT = Cell("vro", "woningbouwimpuls", 2027)
CEILINGS = {FUND: Euro.euros(1000), GB: Euro.euros(400)}


def euros(amount: int) -> Euro:
    return Euro.euros(amount)


def opened() -> Balances:
    empty = Balances(CEILINGS)
    return empty.after(booking.opened(empty))


def decided(*charges: Charge) -> Balances:
    """A ledger with these charges reserved and then committed."""
    reserved = opened()
    reserved = reserved.after(booking.reserved(reserved, charges))
    return reserved.after(booking.committed(reserved))


def test_a_ceiling_is_free_until_it_is_divided() -> None:
    balances = opened()
    assert balances.room(FUND) == euros(1000)
    assert balances.room(GB) == euros(400)
    assert balances.faults() == ()
    assert booking.opened(balances) == ()


def test_an_amount_is_reserved_first_and_committed_when_it_is_approved() -> None:
    charges = [Charge("GB-1", GB, euros(300)), Charge("WBI-1", WBI, euros(500))]
    balances = opened()
    balances = balances.after(booking.reserved(balances, charges))
    assert (balances.of(FUND, Account.RESERVED), balances.room(FUND)) == (euros(800), euros(200))
    assert (balances.of(GB, Account.RESERVED), balances.room(GB)) == (euros(300), euros(100))
    # An instrument without a ceiling of its own has no room of its own.
    assert (balances.ceiling(WBI), balances.room(WBI)) == (euros(500), ZERO)
    balances = balances.after(booking.committed(balances))
    assert balances.of(FUND, Account.RESERVED) == ZERO
    assert balances.of(FUND, Account.COMMITTED) == euros(800)
    assert balances.faults() == ()


def test_a_new_list_releases_the_reservations_of_the_former() -> None:
    balances = opened()
    balances = balances.after(
        booking.reserved(balances, [Charge("GB-1", GB, euros(300)), Charge("GB-2", GB, euros(50))])
    )
    balances = balances.after(booking.reserved(balances, [Charge("GB-2", GB, euros(400))]))
    assert balances.total(Account.RESERVED, "GB-1") == ZERO
    assert balances.total(Account.RESERVED, "GB-2") == euros(400)
    assert balances.room(GB) == ZERO
    assert balances.faults() == ()


def test_nothing_can_be_reserved_above_a_ceiling() -> None:
    balances = opened()
    with pytest.raises(Overdrawn, match="gebiedsbudget"):
        booking.reserved(balances, [Charge("GB-1", GB, Euro(40001))])
    with pytest.raises(Overdrawn, match="de geldbron"):
        booking.reserved(balances, [Charge("WBI-1", WBI, Euro(100001))])


def test_the_part_of_the_next_window_is_a_commitment_of_the_next_window() -> None:
    balances = decided(Charge("WBI-1", WBI, euros(70)), Charge("WBI-1", WBI_NEXT, euros(30)))
    assert balances.of(FUND, Account.COMMITTED) == euros(70)
    assert balances.of(WBI_NEXT, Account.COMMITTED) == euros(30)
    assert balances.ceiling(Cell("vro", WHOLE_FUND, 2027)) == euros(30)
    assert balances.faults() == ()


POLICY = Policy.model_validate(
    {
        "round": {
            "id": "2026-1", "title": "Ronde", "kind": "example", "window_opens": date(2026, 9, 1),
            "window_closes": date(2026, 10, 15), "decision_date": date(2027, 1, 11),
        },
        "funds": {
            "vro": {"name_nl": "VRO", "name_en": "VRO", "total": "€ 1.000",
                    "objection_reserve": "€ 40"},
        },
        "instruments": {
            "woningbouwimpuls": {"fund": "vro", "rule": "rank", "ceiling": "€ 500"},
            "gebiedsbudget": {"fund": "vro", "rule": "closed_list"},
        },
    }
)  # fmt: skip


def award(number: str, amount: int, next_window: int = 0) -> Award:
    return Award(
        application_id=number, instrument="woningbouwimpuls", project_id="P",
        municipality_code="GM0363", outcome=Outcome.GRANTED, requested=euros(amount),
        amount=euros(amount), payable=euros(amount), next_window=euros(next_window),
    )  # fmt: skip


def test_the_ceilings_are_those_of_the_policy_in_the_year_of_the_decision() -> None:
    assert ceilings_of(POLICY) == {
        Cell("vro", WHOLE_FUND, 2027): euros(960),  # less what is kept back for objections
        Cell("vro", "woningbouwimpuls", 2027): euros(500),
    }


def test_an_award_in_two_parts_is_charged_to_two_windows() -> None:
    this, following = (Cell("vro", "woningbouwimpuls", year) for year in (2027, 2028))
    awards = [award("WBI-1", 450), award("WBI-2", 80, next_window=30), award("WBI-3", 0)]
    charges = charges_of(POLICY, awards)
    assert charges == (
        Charge("WBI-1", this, euros(450)),
        Charge("WBI-2", this, euros(50)),
        Charge("WBI-2", following, euros(30)),
    )
    balances = Balances(ceilings_of(POLICY))
    balances = balances.after(booking.opened(balances))
    balances = balances.after(booking.reserved(balances, charges))
    assert (balances.room(this), balances.total(Account.RESERVED, "WBI-2")) == (ZERO, euros(80))
    assert balances.faults() == ()


def test_what_is_withdrawn_after_the_decision_comes_free_and_is_awarded_first() -> None:
    balances = decided(Charge("GB-1", GB, euros(300)), Charge("WBI-1", WBI, euros(500)))
    balances = balances.after(booking.released(balances, "GB-1"))
    assert balances.of(GB, Account.RELEASED) == euros(300)
    assert (balances.of(FUND, Account.RELEASED), balances.of(FUND, Account.FREE)) == (
        euros(300), euros(200),
    )  # fmt: skip
    balances = balances.after(booking.held(balances, [Charge("GB-2", GB, euros(250))]))
    assert balances.of(GB, Account.RELEASED) == euros(50)
    assert balances.total(Account.RESERVED, "GB-2") == euros(250)
    balances = balances.after(booking.committed(balances))
    assert balances.of(FUND, Account.COMMITTED) == euros(750)
    assert balances.faults() == ()


def test_a_settlement_is_never_higher_and_what_was_paid_above_it_is_reclaimed() -> None:
    balances = decided(Charge("GB-1", GB, euros(300)))
    balances = balances.after(booking.advanced(balances, "GB-1", euros(200), 2026))
    balances = balances.after(booking.advanced(balances, "GB-1", euros(100), 2027))
    with pytest.raises(Overdrawn):
        booking.advanced(balances, "GB-1", Euro(1), 2027)
    with pytest.raises(Overdrawn):
        booking.settled(balances, "GB-1", Euro(30001))
    with pytest.raises(Overdrawn):
        booking.reclaimed(balances, "GB-1", Euro(1))
    balances = balances.after(booking.settled(balances, "GB-1", euros(240)))
    assert balances.total(Account.COMMITTED, "GB-1") == euros(240)
    assert balances.of(GB, Account.RELEASED) == euros(60)
    assert balances.total(Account.SETTLED, "GB-1") == euros(240)
    assert balances.total(Account.ADVANCED, "GB-1") == euros(60)
    balances = balances.after(booking.reclaimed(balances, "GB-1", euros(60)))
    assert balances.part(Account.RECLAIMED, "GB-1") == {
        Cell("vro", "gebiedsbudget", 2027): euros(60)
    }
    with pytest.raises(Overdrawn):
        booking.reclaimed(balances, "GB-1", Euro(1))
    assert balances.faults() == ()


def test_what_is_asked_follows_the_newest_version() -> None:
    balances = opened()
    first = {"GB-1": Charge("GB-1", GB, euros(10)), "WBI-1": Charge("WBI-1", WBI, euros(20))}
    balances = balances.after(booking.requested(balances, first))
    assert booking.requested(balances, first) == ()
    later = {"GB-1": Charge("GB-1", GB, euros(7)), "WBI-1": None}
    balances = balances.after(booking.requested(balances, later))
    assert balances.of(GB, Account.REQUESTED) == euros(7)
    assert balances.of(WBI, Account.REQUESTED) == ZERO


def test_an_amended_policy_gives_everything_back_and_sets_its_own_ceilings() -> None:
    balances = decided(Charge("GB-1", GB, euros(300)), Charge("WBI-1", WBI, euros(500)))
    balances = balances.after(booking.released(balances, "GB-1"))
    balances = balances.after(booking.undone(balances))
    assert all(balances.used(cell) == ZERO for cell in balances.cells)
    other = balances.under({FUND: euros(900), WBI: euros(100)})
    other = other.after(booking.opened(other))
    assert other.room(FUND) == euros(900)
    assert other.room(WBI) == euros(100)
    assert other.ceiling(GB) == ZERO
    assert other.faults() == ()


def test_a_ceiling_or_a_sum_that_is_not_as_it_should_be_is_named() -> None:
    balances = decided(Charge("GB-1", GB, euros(300)))
    (fault,) = balances.under({**CEILINGS, GB: euros(401)}).faults()
    assert f"vro, gebiedsbudget, 2026: het plafond is {euros(401)}" in fault
    lone = booking.released(balances, "GB-1")[:1]
    assert any("de regelingen samen" in one for one in balances.after(lone).faults())


APPLICATIONS = tuple(f"{name}-{at}" for name in ("GB", "WBI") for at in range(4))


@st.composite
def lists(draw: st.DrawFn) -> tuple[Charge, ...]:
    """A list of awards that keeps the ceilings, some of it charged to the next window."""
    found: list[Charge] = []
    fund, gb = 100_000, 40_000
    for number in APPLICATIONS:
        own = GB if number.startswith("GB") else WBI
        most = min(fund, gb) if own is GB else fund
        cents = draw(st.integers(0, most))
        if cents:
            found.append(Charge(number, own, Euro(cents)))
            fund -= cents
            gb -= cents if own is GB else 0
        if own is WBI and draw(st.integers(0, 9)) == 0:
            found.append(Charge(number, WBI_NEXT, Euro(draw(st.integers(1, 999)))))
    return tuple(found)


EVENTS = ("reserve", "commit", "release", "advance", "settle", "reclaim", "amend", "hold")


@settings(max_examples=150, deadline=None)
@given(st.data(), st.lists(st.sampled_from(EVENTS), max_size=12))
def test_every_cell_balances_after_every_event(data: st.DataObject, events: Sequence[str]) -> None:
    balances = opened()
    for event in events:
        number = data.draw(st.sampled_from(APPLICATIONS))
        cents = Euro(data.draw(st.integers(1, 50_000)))
        try:
            if event == "reserve":
                if any(balances.applications_on(Account.COMMITTED)):
                    continue
                postings = booking.reserved(balances, data.draw(lists()))
            elif event == "commit":
                postings = booking.committed(balances)
            elif event == "release":
                postings = booking.released(balances, number)
            elif event == "advance":
                postings = booking.advanced(balances, number, cents, 2026)
            elif event == "settle":
                postings = booking.settled(balances, number, cents)
            elif event == "reclaim":
                postings = booking.reclaimed(balances, number, cents)
            elif event == "hold":
                own = GB if number.startswith("GB") else WBI
                postings = booking.held(balances, [Charge(number, own, cents)])
            else:
                postings = booking.undone(balances)
        except Overdrawn:
            continue
        balances = balances.after(postings)
        assert balances.faults() == (), event
        for cell in balances.cells:
            assert balances.used(cell) + balances.room(cell) == balances.ceiling(cell)
